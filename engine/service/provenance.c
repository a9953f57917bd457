#include "service/provenance.h"
#include "service/said.h"

#include "base/clock.h"
#include "base/limits.h"
#include "value/canonical.h"

/* A list with those members of each of its maps. */
static struct value provenance_list(const struct value *declared, const char *const names[],
                                    struct arena *arena)
{
    struct values listed = {0};
    for (size_t i = 0; i < value_count(declared); i++) {
        struct record one = record_in(arena);
        for (size_t member = 0; names[member]; member++)
            record_text(&one, names[member], said_text(value_at(declared, i), names[member]));
        *LIST_ADD(arena, &listed) = record_map(&one);
    }
    return value_of_list(arena, listed.at, listed.count);
}

static struct value provenance_code(const struct value *declared, struct arena *arena)
{
    struct record code = record_in(arena);
    if (!declared)
        return value_of_null();
    record_text(&code, "repository", said_text(declared, "repository"));
    record_text(&code, "commit", said_text(declared, "commit"));
    return record_map(&code);
}

/* The image, which is pinned; else the digest of the lock file. */
static struct text provenance_environment(const struct value *declared)
{
    const struct text image = said_text(declared, "image");
    return image.size ? image : said_text(said_part(declared, "lock"), "digest");
}

static bool parameters_digest(const struct value *declared, struct record *lineage,
                              struct error *err)
{
    struct digest parameters;
    struct buffer spelled = buffer_in(lineage->arena, LIMIT_MANIFEST_SIZE);
    if (!declared) {
        record_value(lineage, "parameters", value_of_null());
        return true;
    }
    if (!canonical_write(declared, &spelled, err) ||
        !digest_text(buffer_text(&spelled), &parameters, err))
        return false;
    if (buffer_full(&spelled))
        return error_set(err, ERROR_REFUSED, "the parameters of the lineage are too many");
    record_digest(lineage, "parameters", &parameters);
    return true;
}

/* In UTC, wherever it was written. */
static struct text provenance_time(struct text declared, struct arena *arena)
{
    int64_t made;
    char written[CLOCK_TEXT_SIZE];
    if (!clock_read(declared, &made))
        return TEXT_NONE;
    clock_write(made, written);
    return text_copy(arena, text_of(written));
}

bool provenance_tell(const struct manifest *manifest, struct record *told, struct error *err)
{
    static const char *const data_names[] = {"name", "version", "digest", NULL},
                             *const model_names[] = {"name", "version", "relation", NULL};
    struct arena *arena = told->arena;
    const struct value *document = manifest->document;
    const struct value *declared = said_part(document, "lineage");
    struct record lineage = record_in(arena);
    record_value(&lineage, "code", provenance_code(said_part(declared, "code"), arena));
    record_value(&lineage, "data", provenance_list(said_part(declared, "data"), data_names, arena));
    record_value(&lineage, "models",
                 provenance_list(said_part(declared, "models"), model_names, arena));
    record_text(&lineage, "environment",
                provenance_environment(said_part(declared, "environment")));
    if (!parameters_digest(said_part(declared, "parameters"), &lineage, err))
        return false;
    record_text(told, "release", said_text(said_part(document, "release"), "strategy"));
    record_maybe(told, "ttl_days", said_part(document, "ttl_days"));
    record_text(told, "created", provenance_time(said_text(document, "created"), arena));
    record_value(told, "lineage", record_map(&lineage));
    return true;
}

bool provenance_stage(struct acting *acting, enum stage *out, struct error *err)
{
    const struct value *adoption;
    if (!registry_row(&acting->rows, "adoption", text_of(stage_name(STAGE_REGISTERED)),
                      acting->arena, &adoption, err))
        return false;
    *out = adoption ? STAGE_EXPERIMENTAL : STAGE_REGISTERED;
    return true;
}

void provenance_copy(const struct value *told, enum stage enters, struct record *registration)
{
    static const char *const copied[] = {"release", "ttl_days", "created", "lineage"};
    record_text(registration, "stage", text_of(stage_name(enters)));
    for (size_t i = 0; i < COUNT(copied); i++)
        record_maybe(registration, copied[i], said_part(told, copied[i]));
}
