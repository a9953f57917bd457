/* What a promotion demands of the decision that it rests on: the inputs that people were asked to
 * sign for. */
#include "service/dossier.h"
#include "service/recording.h"
#include "service/said.h"

#include "base/limits.h"

/* In words, what of a request differs from what was judged. */
static struct text request_differs(const struct value *request, const struct binding *judged,
                                   struct arena *arena)
{
    struct buffer differing = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    const struct {
        bool differs;
        const char *what;
    } bound_parts[] = {
        {!text_equal(said_text(request, "artifact"), judged->artifact), "the artifact"},
        {!text_equal(said_text(request, "listing"), judged->listing), "names of files"},
        {!text_equal(said_text(request, "manifest"), judged->manifest), "the manifest"},
        {!value_equal(value_get(request, TEXT("evidence")), judged->evidence), "the evidence"},
        {!text_equal(said_text(request, "policies"), judged->policies), "the policy set"},
    };
    for (size_t i = 0; i < COUNT(bound_parts); i++)
        if (bound_parts[i].differs)
            buffer_format(&differing, "%s%s", buffer_text(&differing).size ? ", " : "",
                          bound_parts[i].what);
    return buffer_text(&differing);
}

static bool is_same_move(const struct value *request, const struct binding *judged)
{
    const struct value *way = value_get(request, TEXT("transition"));
    return text_is(said_text(way, "from"), stage_name(judged->from)) &&
           text_is(said_text(way, "to"), stage_name(judged->to));
}

/* The request that is open for the same move, on whatever inputs; NULL where none is. */
static bool request_for_move(struct acting *acting, const struct binding *judged,
                             struct text version_key, struct arena *arena, const struct value **out,
                             struct error *err)
{
    const struct value *version, *request;
    *out = NULL;
    if (!registry_row(&acting->rows, "version", version_key, arena, &version, err))
        return false;
    const struct value *open_requests = value_get(version, TEXT("open"));
    for (size_t i = 0; i < value_count(open_requests) && !*out; i++) {
        if (!registry_row(&acting->rows, "request", value_text(value_at(open_requests, i)), arena,
                          &request, err))
            return false;
        if (is_same_move(request, judged))
            *out = request;
    }
    return true;
}

/* Who has signed, or is about to, has seen other inputs than these. Nothing goes through that was
 * not shown to them, and their request is not taken out of their hands. */
bool recording_demanded(struct acting *acting, const struct known *known,
                        const struct binding *judged, struct arena *arena, struct error *err)
{
    const struct value *request;
    const char *to = stage_name(judged->to);
    const struct text version_key =
        text_format(arena, "%.*s@%.*s", TEXT_ARGS(judged->name), TEXT_ARGS(judged->version));
    if (!text_equal(known->artifact, judged->artifact))
        return error_set(err, ERROR_INTEGRITY,
                         "the artifact is %.*s; %.*s was registered with %.*s",
                         TEXT_ARGS(judged->artifact.size ? judged->artifact : TEXT("none")),
                         TEXT_ARGS(version_key),
                         TEXT_ARGS(known->artifact.size ? known->artifact : TEXT("none")));
    if (!registry_listing_holds(version_key, known->listing, judged->listing, err))
        return false;
    if (!request_for_move(acting, judged, version_key, arena, &request, err))
        return false;
    const struct text differing = request ? request_differs(request, judged, arena) : TEXT_NONE;
    return !request || !differing.size ||
           error_set(err, ERROR_INTEGRITY,
                     "%.*s: not what the open request on %.*s -> %s was made for; obstat check "
                     "--record --to %s asks for signatures on what is there now",
                     TEXT_ARGS(differing), TEXT_ARGS(version_key), to, to);
}

/* ---- how evidence was read ---- */

static struct text file_name(struct text path)
{
    size_t start = path.size;
    while (start > 0 && path.at[start - 1] != '/')
        start--;
    return text_part(path, start, path.size - start);
}

static bool entry_alike(const struct value *read, const struct value *before, struct error *err)
{
    const struct text name = file_name(said_text(read, "path")),
                      name_before = file_name(said_text(before, "path")),
                      format = said_text(read, "format"),
                      format_before = said_text(before, "format");
    return (text_equal(name, name_before) && text_equal(format, format_before)) ||
           error_set(err, ERROR_INTEGRITY,
                     "evidence is read as %.*s, by the name %.*s; the open request was made with "
                     "the same bytes as %.*s, by the name %.*s: give it under that name",
                     TEXT_ARGS(format), TEXT_ARGS(name), TEXT_ARGS(format_before),
                     TEXT_ARGS(name_before));
}

bool recording_read_alike(struct acting *acting, const struct value *request,
                          const struct value *evidence, struct error *err)
{
    const struct value *opened;
    if (!request)
        return true;
    if (!dossier_decision(acting, said_text(request, "id"), &opened, err))
        return false;
    const struct value *before = said_part(opened, "evidence");
    if (value_count(before) != value_count(evidence))
        return error_set(err, ERROR_INTEGRITY,
                         "the open request was made with %zu files of evidence, and not %zu",
                         value_count(before), value_count(evidence));
    for (size_t i = 0; i < value_count(evidence); i++)
        if (!entry_alike(value_at(evidence, i), value_at(before, i), err))
            return false;
    return true;
}
