#include "service/judging.h"

#include "service/record.h"

struct text message_text(const struct value *message, const char *name)
{
    const struct value *found = value_get(message, text_of(name));
    return found ? value_text(found) : TEXT_NONE;
}

size_t message_number(const struct value *message, const char *name)
{
    const struct value *found = value_get(message, text_of(name));
    const int64_t number = found ? value_integer(found) : -1;
    return number < 0 ? SIZE_MAX : (size_t)number;
}

/* A file that did not load, as a finding that binds. */
static void fault_add(struct judging *judging, const struct value *fault)
{
    struct error error;
    const struct value *written = value_get(fault, TEXT("error"));
    if (written)
        record_error_read(written, &judging->arena, &error);
    else
        error = (struct error){.code = ERROR_BUG};
    const char *file = text_string(&judging->arena, text_of(error.file));
    *LIST_ADD(&judging->arena, &judging->findings) = (struct finding){
        .policy = message_text(fault, "policy"),
        .control = TEXT("load"),
        .outcome = OUTCOME_ERROR,
        .level = LEVEL_NONE,
        .message = text_copy(&judging->arena, text_of(error.message)),
        .source = {file[0] ? file : NULL, error.line, error.column},
        .fix = TEXT("Mend the file, or take it out of the policies by a reviewed change"),
    };
}

static struct value policies_part(struct judging *judging)
{
    struct record part = record_in(&judging->arena);
    const struct value *changed = value_get(judging->set, TEXT("changed"));
    const struct value *not_applied = value_get(judging->of, TEXT("not_applied"));
    const struct value *not_in_force = value_get(judging->of, TEXT("not_in_force"));
    record_text(&part, "digest", message_text(judging->set, "digest"));
    record_integer(&part, "count", (int64_t)message_number(judging->set, "count"));
    record_value(&part, "changed", changed ? *changed : value_of_null());
    record_value(&part, "not_applied", not_applied ? *not_applied : value_of_null());
    if (not_in_force && value_count(not_in_force))
        record_value(&part, "not_in_force", *not_in_force);
    return record_map(&part);
}

/* What this decision does not speak of, so that nobody takes it for granted. */
static struct value not_checked(struct judging *judging)
{
    struct values list = {0};
    struct arena *arena = &judging->arena;
    const struct value *artifact = value_get(judging->of, TEXT("artifact"));
    const struct text kind = artifact ? message_text(artifact, "kind") : TEXT_NONE;
    *LIST_ADD(arena, &list) = value_of_text(TEXT("the transition: no ledger"));
    if (text_is(kind, "service"))
        *LIST_ADD(arena, &list) =
            value_of_text(TEXT("the artifact: a service holds it, its bytes cannot be seen"));
    else if (text_is(kind, "declared"))
        *LIST_ADD(arena, &list) =
            value_of_text(TEXT("the artifact: its digest is declared, its bytes were not seen"));
    else if (kind.size == 0)
        *LIST_ADD(arena, &list) = value_of_text(TEXT("the artifact: the manifest names none"));
    return value_of_list(arena, list.at, list.count);
}

static struct value part_of(const struct value *message, const char *name)
{
    const struct value *found = value_get(message, text_of(name));
    return found ? *found : value_of_null();
}

/* A parameter that lets more through than its default, where the set is prescribed. */
static bool parameters_allowed(const struct judging *judging, struct error *err)
{
    const struct value *changed = value_get(judging->set, TEXT("changed"));
    for (size_t i = 0; changed && i < value_count(changed); i++) {
        const struct value *row = value_at(changed, i);
        const struct value *looser = value_get(row, TEXT("looser"));
        if (!looser || value_boolean(looser))
            return error_set(err, ERROR_INTEGRITY,
                             "parameter %.*s of %.*s may let more through than its default, which "
                             "the required policy set does not allow",
                             TEXT_ARGS(message_text(row, "param")),
                             TEXT_ARGS(message_text(row, "id")));
    }
    return true;
}

static bool set_allowed(const struct judging *judging, struct error *err)
{
    struct digest usual;
    const struct digests *required = &judging->request->required;
    const struct text written = message_text(judging->set, "usual_digest");
    if (required->count == 0)
        return true;
    if (!digest_read(written, &usual))
        return error_set(err, ERROR_BUG, "the policy set has no digest");
    for (size_t i = 0; i < required->count; i++)
        if (digest_equal(&usual, &required->at[i]))
            return parameters_allowed(judging, err);
    char wanted[DIGEST_TEXT_SIZE];
    digest_write(&required->at[0], wanted);
    return error_set(err, ERROR_INTEGRITY, "the policies here are %.*s; %s is required",
                     TEXT_ARGS(written), wanted);
}

static size_t message_count(const struct value *message, const char *name)
{
    const struct value *found = value_get(message, text_of(name));
    return found ? value_count(found) : 0;
}

/* Nobody is passed over, whatever befell the workers: all that apply were checked. */
static bool all_checked(const struct judging *judging, struct error *err)
{
    const size_t seen = judging->checked + message_count(judging->of, "not_applied") +
                        message_count(judging->set, "faults");
    return seen == message_number(judging->set, "count") ||
           error_set(err, ERROR_BUG, "not every policy of the set was run");
}

static bool decision_make(struct judging *judging, struct judgement *out, struct error *err)
{
    struct arena *arena = &judging->arena;
    const struct value *faults = value_get(judging->set, TEXT("faults"));
    for (size_t i = 0; faults && i < value_count(faults); i++)
        fault_add(judging, value_at(faults, i));
    decision_conclude(&judging->findings, 0, &out->conclusion);
    struct decision_parts parts = {
        .subject = part_of(judging->of, "subject"),
        .artifact = part_of(judging->of, "artifact"),
        .transition = part_of(judging->of, "transition"),
        .engine = value_of_text(TEXT("obstat " OBSTAT_VERSION)),
        .policies = policies_part(judging),
        .evidence = part_of(judging->of, "evidence"),
        .champion = part_of(judging->of, "champion"),
        .waivers = value_of_list(arena, NULL, 0),
        .not_checked = not_checked(judging),
        .now = judging->request->now,
    };
    const struct value observations = part_of(judging->of, "observations");
    if (value_count(&observations))
        parts.observations = observations;
    if (judging->notes.count)
        parts.notes = value_of_list(arena, judging->notes.at, judging->notes.count);
    return decision_write(&parts, &judging->findings, &out->conclusion, arena, &out->decision, err);
}

bool judging_decide(struct judging *judging, struct judgement *out, struct error *err)
{
    return set_allowed(judging, err) && all_checked(judging, err) &&
           decision_make(judging, out, err);
}
