#include "registry/request.h"

#include "registry/told.h"

static enum stage stage_told(const struct value *told_map, const char *name)
{
    enum stage stage;
    const struct text stage_word = told_text(told_map, name);
    struct suggestion near_stage = suggest_for(stage_word);
    return stage_read(stage_word, &stage, &near_stage) ? stage : STAGE_NONE;
}

void request_binding(const struct value *predicate, struct binding *out)
{
    const struct value *model = told(predicate, "model"), *way = told(predicate, "transition");
    *out = (struct binding){
        .name = told_text(model, "name"),
        .version = told_text(model, "version"),
        .artifact = told_text(predicate, "artifact"),
        .listing = told_text(predicate, "listing"),
        .manifest = told_text(predicate, "manifest"),
        .policies = told_text(predicate, "policies"),
        .evidence = told(predicate, "evidence"),
        .from = stage_told(way, "from"),
        .to = stage_told(way, "to"),
    };
}

bool request_binds(const struct value *request, const struct binding *binding)
{
    struct binding bound;
    request_binding(request, &bound);
    return text_equal(bound.name, binding->name) && text_equal(bound.version, binding->version) &&
           text_equal(bound.artifact, binding->artifact) &&
           text_equal(bound.listing, binding->listing) &&
           text_equal(bound.manifest, binding->manifest) &&
           text_equal(bound.policies, binding->policies) && bound.from == binding->from &&
           bound.to == binding->to && value_equal(bound.evidence, binding->evidence);
}

bool registry_open_request(const struct rows *rows, const struct binding *binding,
                           struct arena *arena, const struct value **out, struct error *err)
{
    const struct value *registered, *open_request = NULL;
    const struct text version_key =
        text_format(arena, "%.*s@%.*s", TEXT_ARGS(binding->name), TEXT_ARGS(binding->version));
    if (!registry_row(rows, "version", version_key, arena, &registered, err))
        return false;
    const struct value *open_requests = told(registered, "open");
    for (size_t i = 0; i < value_count(open_requests); i++) {
        if (!registry_row(rows, "request", value_text(value_at(open_requests, i)), arena,
                          &open_request, err))
            return false;
        /* What an emergency still waits for is answered, and joined by nobody. */
        if (request_binds(open_request, binding) && !told(open_request, "emergency")) {
            *out = open_request;
            return true;
        }
    }
    *out = NULL;
    return true;
}

/* Ids are in small letters, and a manifest is written by hand: Rita is rita. */
static bool names_id(struct text written, struct text id)
{
    bool same = written.size == id.size;
    for (size_t i = 0; same && i < id.size; i++) {
        const char letter = written.at[i];
        same = (letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter) == id.at[i];
    }
    return same;
}

bool version_names_maker(const struct value *version, struct text id)
{
    const struct value *authors = told(version, "authors");
    for (size_t i = 0; i < value_count(authors); i++)
        if (names_id(value_text(value_at(authors, i)), id))
            return true;
    return names_id(told_text(version, "owner"), id);
}

bool version_has_maker(const struct value *version, struct text id)
{
    return version_names_maker(version, id) || text_equal(told_text(version, "by"), id);
}

bool version_has_author(const struct value *version, struct text id)
{
    return version_has_maker(version, id) || told_among(told(version, "recorders"), id);
}

void request_close(const struct applying *applying, struct deed *request, struct deed *version,
                   struct text request_id, const char *closed_how)
{
    const struct value version_row = deed_value(version);
    struct deed closed = deed_of(NULL, applying->arena);
    applying_stamp(applying, &closed);
    deed_text(&closed, "how", text_of(closed_how));
    deed_put(request, "closed", deed_value(&closed));
    deed_put(version, "open",
             list_without(told(&version_row, "open"), request_id, applying->arena));
}

bool version_find(const struct applying *applying, const struct value *model,
                  const struct value **out, struct error *err)
{
    const struct text version_key = told_version(model, applying->arena);
    const struct value *registered;
    if (!applying_row(applying, "version", version_key, &registered, err))
        return false;
    if (!registered)
        return error_set(err, ERROR_INTEGRITY, "%.*s is not registered; obstat register does that",
                         TEXT_ARGS(version_key));
    *out = registered;
    return true;
}

bool version_artifact(const struct applying *applying, const struct value *version,
                      struct error *err)
{
    const struct text artifact = told_text(applying->act.predicate, "artifact"),
                      registered = told_text(version, "artifact");
    return text_equal(artifact, registered) ||
           error_set(err, ERROR_INTEGRITY,
                     "the %s is on the artifact %.*s; %.*s was registered with %.*s",
                     act_kind_name(applying->act.kind),
                     TEXT_ARGS(artifact.size ? artifact : TEXT("none")),
                     TEXT_ARGS(told_version(version, applying->arena)),
                     TEXT_ARGS(registered.size ? registered : TEXT("none")));
}

bool version_ended(const struct value *version)
{
    const struct text stage = told_text(version, "stage");
    return text_is(stage, stage_name(STAGE_REJECTED)) ||
           text_is(stage, stage_name(STAGE_RETIRED)) || text_is(stage, stage_name(STAGE_ARCHIVED));
}
