#include "service/judging.h"

#include "service/deliberation.h"

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

/* The set that judges where decisions are recorded is the one in force, whatever the vault gave. A
 * file that did not load is a fault, which blocks by itself. */
static bool set_in_force(const struct judging *judging, const struct known *known,
                         struct error *err)
{
    const struct text digest = message_text(judging->set, "digest");
    return text_equal(digest, known->set) || message_count(judging->set, "faults") > 0 ||
           error_set(err, ERROR_INTEGRITY, "the policies in the vault are %.*s; %.*s is in force",
                     TEXT_ARGS(digest), TEXT_ARGS(known->set));
}

/* What the ledger says, now that it is known what was judged. */
static bool settle(struct judging *judging, struct settled *settled, struct error *err)
{
    const struct judge_ledger *ledger = judging->request->ledger;
    const struct judged judged = {
        .manifest = judging->manifest,
        .subject = value_get(judging->of, TEXT("subject")),
        .artifact = value_get(judging->of, TEXT("artifact")),
        .evidence = value_get(judging->of, TEXT("evidence")),
        .transition = value_get(judging->of, TEXT("transition")),
        .policies = message_text(judging->set, "digest"),
    };
    return set_in_force(judging, &ledger->known[judging->manifest], err) &&
           ledger->settle(ledger->context, &judged, &judging->arena, settled, err);
}

static void docket_make(struct judging *judging, struct judgement *out)
{
    const struct known *known = &judging->request->ledger->known[judging->manifest];
    const struct docket_parts parts = {
        .engine = deliberation_engine,
        .now = judging->request->now,
        .transition = deliberation_part(judging->of, "transition"),
        .set = known->set,
        .sources = known->sources,
        .inputs = deliberation_part(judging->of, "inputs"),
        .champion = deliberation_part(judging->of, "champion_inputs"),
        .settled = out->settled,
    };
    out->docket = docket_value(&parts, &judging->arena);
    out->held = &judging->held;
}

static bool decision_make(struct judging *judging, struct judgement *out, struct error *err)
{
    struct settled *settled = NULL;
    if (judging->request->ledger) {
        settled = ARENA_NEW(&judging->arena, struct settled);
        if (!settle(judging, settled, err))
            return false;
    }
    struct deliberation deliberation = {
        .set = judging->set,
        .of = judging->of,
        .findings = judging->findings,
        .notes = judging->notes,
        .now = judging->request->now,
        .engine = deliberation_engine,
        .settled = settled,
    };
    if (!deliberation_decide(&deliberation, &judging->arena, &out->conclusion, &out->decision, err))
        return false;
    out->settled = settled;
    if (settled)
        docket_make(judging, out);
    return true;
}

bool judging_decide(struct judging *judging, struct judgement *out, struct error *err)
{
    return set_allowed(judging, err) && all_checked(judging, err) &&
           decision_make(judging, out, err);
}
