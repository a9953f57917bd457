/* Before somebody signs: can the signature still do what it is asked for? */
#include "service/moving.h"
#include "service/said.h"

bool answer_way(struct acting *acting, const struct value *request, bool *has_way,
                struct error *err)
{
    static const enum move answered[] = {MOVE_REGISTER, MOVE_PROMOTE, MOVE_RESUME};
    enum lifecycle lifecycle;
    enum stage from, to;
    const struct value *way = value_get(request, TEXT("transition"));
    if (!moving_lifecycle(acting, &lifecycle, err))
        return false;
    *has_way = false;
    for (size_t i = 0; i < COUNT(answered); i++)
        *has_way |= said_stage(way, "from", &from) && said_stage(way, "to", &to) &&
                    transition_find(lifecycle, answered[i], from, to) != NULL;
    return true;
}

struct text answer_wayless(const struct value *request, struct arena *arena)
{
    const struct value *way = value_get(request, TEXT("transition"));
    const struct text from = said_text(way, "from"), to = said_text(way, "to");
    return text_is(from, stage_name(STAGE_EXPERIMENTAL))
               ? text_format(arena,
                             "from experimental no signature moves it to %.*s; obstat register "
                             "lets it in, and then obstat check --record asks anew",
                             TEXT_ARGS(to))
               : text_format(arena,
                             "the lifecycle has no way from %.*s to %.*s, whoever signs for it",
                             TEXT_ARGS(from), TEXT_ARGS(to));
}

/* Nobody ends the suspension that they laid on: such an approval would not count. */
static bool suspender_check(struct acting *acting, const struct value *request,
                            struct text version_key, struct text by, struct error *err)
{
    const struct value *version;
    const struct text from = said_text(value_get(request, TEXT("transition")), "from");
    if (!text_is(from, stage_name(STAGE_SUSPENDED)))
        return true;
    if (!registry_row(&acting->rows, "version", version_key, acting->arena, &version, err))
        return false;
    const struct value *suspended = value_present(version, TEXT("suspended"));
    return !by.size || !text_equal(said_text(suspended, "by"), by) ||
           error_set(err, ERROR_INTEGRITY,
                     "%.*s suspended %.*s at entry %lld, so an approval by %.*s does not count: "
                     "others bring it back",
                     TEXT_ARGS(by), TEXT_ARGS(version_key),
                     (long long)said_integer(suspended, "index"), TEXT_ARGS(by));
}

bool answer_counts(struct acting *acting, const struct value *request, struct text by,
                   struct error *err)
{
    bool has_way;
    struct statement_subject subject;
    if (!answer_subject(request, acting->arena, &subject, err) ||
        !answer_way(acting, request, &has_way, err))
        return false;
    if (!has_way && !value_present(request, TEXT("closed")))
        return error_set(err, ERROR_GUARD, "%.*s cannot move: %.*s", TEXT_ARGS(subject.name),
                         TEXT_ARGS(answer_wayless(request, acting->arena)));
    return suspender_check(acting, request, subject.name, by, err);
}

/* ---- a version that is none ---- */

struct offering {
    struct arena *arena;
    bool one; /* a version was asked for, and not a model */
    struct suggestion near_one;
};

static bool version_offer(void *context, struct row_name named, struct text document,
                          struct error *err)
{
    struct offering *offering = context;
    const struct text key = text_copy(offering->arena, named.key);
    (void)document;
    (void)err;
    suggest_offer(&offering->near_one,
                  offering->one ? key : text_part(key, 0, text_find(key, '@')));
    return true;
}

bool version_unknown(struct acting *acting, struct text asked, struct error *err)
{
    const struct rows *rows = &acting->rows;
    const struct row_name all_versions = {TEXT("version"), TEXT_NONE};
    struct offering offering = {acting->arena, text_find(asked, '@') < asked.size,
                                suggest_for(asked)};
    if (!rows->walk(rows->keeper, all_versions, (struct row_visit){version_offer, &offering}, err))
        return false;
    const char *hint = suggest_hint(&offering.near_one, acting->arena);
    return error_set(err, ERROR_USAGE, "%.*s is not registered%s%s", TEXT_ARGS(asked), hint,
                     *hint ? "" : "; obstat register enters it");
}
