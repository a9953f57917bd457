#include "registry/request.h"

#include "registry/place.h"
#include "registry/told.h"

enum {
    /* A risk officer who records one, in an emergency, is an author from then on. */
    MAY_DECIDE = 1U << ROLE_DEVELOPER | 1U << ROLE_CI | 1U << ROLE_VALIDATOR | 1U << ROLE_OWNER |
                 1U << ROLE_OPERATOR | 1U << ROLE_RISK_OFFICER,
};

/* One decision while it is applied. */
struct ruling {
    struct applying *applying;
    const struct value *act_members;
    const struct value *registered;
    const struct value *open_request; /* the open one with the same binding, or NULL */
    struct binding binding;
    struct text decision_id, verdict, version_key; /* key: NAME@VERSION */
};

static bool is_deny(const struct ruling *ruling)
{
    return text_is(ruling->verdict, "deny");
}

static bool decision_absent(const struct ruling *ruling, struct error *err)
{
    const struct value *recorded_before;
    if (!applying_row(ruling->applying, "decision", ruling->decision_id, &recorded_before, err))
        return false;
    return !recorded_before ||
           error_set(err, ERROR_INTEGRITY, "the decision %.*s is recorded already, at entry %llu",
                     TEXT_ARGS(ruling->decision_id),
                     (unsigned long long)told_count(recorded_before, "index"));
}

static bool policies_check(const struct ruling *ruling, struct error *err)
{
    const struct value *adopted_row;
    const struct text stage = text_of(stage_name(ruling->binding.to));
    if (!applying_row(ruling->applying, "adoption", stage, &adopted_row, err))
        return false;
    if (!adopted_row)
        return error_set(err, ERROR_INTEGRITY,
                         "no policy set is adopted for %.*s; obstat policy adopt does that",
                         TEXT_ARGS(stage));
    return text_equal(told_text(adopted_row, "set"), ruling->binding.policies) ||
           error_set(err, ERROR_INTEGRITY,
                     "the decision was made under the policy set %.*s; in force for %.*s is %.*s",
                     TEXT_ARGS(ruling->binding.policies), TEXT_ARGS(stage),
                     TEXT_ARGS(told_text(adopted_row, "set")));
}

static bool listing_check(const struct ruling *ruling, struct error *err)
{
    return registry_listing_holds(ruling->version_key, told_text(ruling->registered, "listing"),
                                  ruling->binding.listing, err);
}

/* Where a version stands is for the log to say. */
static bool stage_check(const struct ruling *ruling, struct error *err)
{
    const struct text stage = told_text(ruling->registered, "stage");
    return text_is(stage, stage_name(ruling->binding.from)) ||
           error_set(err, ERROR_INTEGRITY,
                     "the decision is on a move of %.*s from %s; it stands in %.*s",
                     TEXT_ARGS(ruling->version_key),
                     ruling->binding.from ? stage_name(ruling->binding.from) : "nowhere",
                     TEXT_ARGS(stage));
}

static bool tier_check(const struct ruling *ruling, struct error *err)
{
    const struct text judged = told_text(told(ruling->act_members, "model"), "tier");
    return text_equal(judged, told_text(ruling->registered, "tier")) ||
           error_set(err, ERROR_INTEGRITY,
                     "the decision takes %.*s for a model of tier %.*s; it is registered as %.*s",
                     TEXT_ARGS(ruling->version_key), TEXT_ARGS(judged),
                     TEXT_ARGS(told_text(ruling->registered, "tier")));
}

static bool status_check(const struct ruling *ruling, struct error *err)
{
    const uint64_t told_status = told_count(ruling->act_members, "status");
    const bool status_fits =
        text_is(ruling->verdict, "allow") ? told_status == STATUS_ALLOWED
        : text_is(ruling->verdict, "pending")
            ? told_status == STATUS_PENDING
            : told_status == STATUS_DENIED ||
                  (told_status >= STATUS_UNJUDGED && told_status <= STATUS_POLICY);
    return status_fits || error_set(err, ERROR_INTEGRITY, "no decision is %.*s with status %llu",
                                    TEXT_ARGS(ruling->verdict), (unsigned long long)told_status);
}

/* The request that the decision names is the open one with its binding, if there is one. A denial
 * need not name it. */
static bool request_check(const struct ruling *ruling, struct error *err)
{
    const struct text named_request = told_text(ruling->act_members, "request"),
                      open_id = told_text(ruling->open_request, "id");
    if (text_equal(named_request, open_id) || (is_deny(ruling) && !named_request.size))
        return true;
    if (!named_request.size)
        return error_set(err, ERROR_INTEGRITY,
                         "the request %.*s is open for the same inputs, and the decision does not "
                         "join it",
                         TEXT_ARGS(open_id));
    return error_set(err, ERROR_INTEGRITY,
                     "the decision joins the request %.*s, which is not open "
                     "for these inputs",
                     TEXT_ARGS(named_request));
}

/* Who has answered would make an author of themselves, and their answer void. */
static bool recorder_check(const struct ruling *ruling, struct error *err)
{
    const struct value *given_answers = told(ruling->open_request, "answers");
    for (size_t i = 0; i < value_count(given_answers); i++)
        if (text_equal(told_text(value_at(given_answers, i), "by"), ruling->applying->by))
            return error_set(err, ERROR_INTEGRITY,
                             "%.*s has answered the request on %.*s, at entry %llu, so somebody "
                             "else records decisions for it",
                             TEXT_ARGS(ruling->applying->by), TEXT_ARGS(ruling->version_key),
                             (unsigned long long)told_count(value_at(given_answers, i), "index"));
    return true;
}

/* Pending exactly where signatures lack; allowed exactly where none does. */
static bool verdict_check(const struct ruling *ruling, struct error *err)
{
    struct standing standing;
    enum tier tier = TIER_HIGH;
    const struct applying *applying = ruling->applying;
    const struct text tier_word = told_text(ruling->registered, "tier");
    struct suggestion near_tier = suggest_for(tier_word);
    if (is_deny(ruling))
        return true;
    if (!tier_read(tier_word, &tier, &near_tier))
        return error_set(err, ERROR_INTEGRITY, "%.*s has no tier", TEXT_ARGS(ruling->version_key));
    const struct inquiry inquiry = {applying->rows, applying->entry->time, applying->arena};
    const struct passage passage = {ruling->binding.from, ruling->binding.to, tier};
    if (!registry_standing(&inquiry, ruling->open_request, passage, &standing, err))
        return false;
    const bool pending = text_is(ruling->verdict, "pending");
    if (pending == (standing.lacking > 0))
        return true;
    if (pending)
        return error_set(err, ERROR_INTEGRITY,
                         "the decision on %.*s is pending, and no signature is lacking",
                         TEXT_ARGS(ruling->version_key));
    return error_set(err, ERROR_INTEGRITY,
                     "the decision on %.*s allows it, and %zu of %zu signatures are lacking: %.*s",
                     TEXT_ARGS(ruling->version_key), standing.lacking, standing.needed,
                     TEXT_ARGS(standing.lacks.at[0]));
}

/* Requests of the version for the same stage on other inputs are answered no more. */
static bool others_supersede(const struct ruling *ruling, struct deed *version, struct error *err)
{
    struct applying *applying = ruling->applying;
    const struct value *open_requests = told(ruling->registered, "open");
    for (size_t i = 0; i < value_count(open_requests); i++) {
        const struct value *request;
        struct binding bound;
        const struct text request_id = value_text(value_at(open_requests, i));
        if (!applying_row(applying, "request", request_id, &request, err))
            return false;
        request_binding(request, &bound);
        if (bound.to != ruling->binding.to || request_binds(request, &ruling->binding) ||
            told(request, "emergency"))
            continue;
        struct deed deed = deed_of(request, applying->arena);
        request_close(applying, &deed, version, request_id, "superseded");
        if (!applying_put(applying, "request", request_id, &deed, err))
            return false;
    }
    return true;
}

static void bound_keep(const struct ruling *ruling, struct deed *deed)
{
    static const char *const bound_members[] = {"transition", "artifact", "listing",
                                                "manifest",   "policies", "evidence"};
    const struct value *model = told(ruling->act_members, "model");
    struct deed bound_model = deed_of(NULL, ruling->applying->arena);
    deed_keep(&bound_model, "name", told(model, "name"));
    deed_keep(&bound_model, "version", told(model, "version"));
    deed_put(deed, "model", deed_value(&bound_model));
    deed_keep(deed, "tier", told(model, "tier"));
    for (size_t i = 0; i < COUNT(bound_members); i++)
        deed_keep(deed, bound_members[i], told(ruling->act_members, bound_members[i]));
}

static bool request_open(const struct ruling *ruling, struct deed *version, struct error *err)
{
    struct applying *applying = ruling->applying;
    const struct value version_row = deed_value(version);
    struct deed deed = deed_of(NULL, applying->arena);
    bound_keep(ruling, &deed);
    applying_stamp(applying, &deed);
    deed_text(&deed, "id", ruling->decision_id);
    deed_text(&deed, "leaf", applying->leaf);
    deed_put(&deed, "decisions",
             list_with(NULL, value_of_text(ruling->decision_id), applying->arena));
    deed_put(&deed, "answers", value_of_list(applying->arena, NULL, 0));
    deed_put(&deed, "closed", value_of_null());
    deed_put(
        version, "open",
        list_with(told(&version_row, "open"), value_of_text(ruling->decision_id), applying->arena));
    return applying_put(applying, "request", ruling->decision_id, &deed, err);
}

/* The newest takes the place of the others, which name the request in rows of their own: a row that
 * grew with each would one day be too large to be answered or closed. */
static bool request_join(const struct ruling *ruling, struct error *err)
{
    struct applying *applying = ruling->applying;
    struct deed deed = deed_of(ruling->open_request, applying->arena);
    deed_put(&deed, "decisions",
             list_with(NULL, value_of_text(ruling->decision_id), applying->arena));
    return applying_put(applying, "request", told_text(ruling->open_request, "id"), &deed, err);
}

static bool decision_put(const struct ruling *ruling, struct error *err)
{
    static const char *const kept_members[] = {"case", "verdict", "status", "request"};
    struct applying *applying = ruling->applying;
    struct deed deed = deed_of(NULL, applying->arena);
    bound_keep(ruling, &deed);
    for (size_t i = 0; i < COUNT(kept_members); i++)
        deed_keep(&deed, kept_members[i], told(ruling->act_members, kept_members[i]));
    applying_stamp(applying, &deed);
    deed_text(&deed, "id", ruling->decision_id);
    deed_text(&deed, "leaf", applying->leaf);
    return applying_put(applying, "decision", ruling->decision_id, &deed, err);
}

/* The newest decision on each move from where the version stands: an older one counts no more. */
static struct value newest_with(const struct ruling *ruling)
{
    struct deed newest = deed_of(told(ruling->registered, "newest"), ruling->applying->arena);
    deed_text(&newest, stage_name(ruling->binding.to), ruling->decision_id);
    return deed_value(&newest);
}

static bool ruling_put(const struct ruling *ruling, struct error *err)
{
    struct applying *applying = ruling->applying;
    struct deed version = deed_of(ruling->registered, applying->arena);
    const bool opens = text_is(ruling->verdict, "pending") && !ruling->open_request;
    const bool joins = ruling->open_request && told(ruling->act_members, "request");
    deed_text(&version, "decision", ruling->decision_id);
    deed_put(&version, "newest", newest_with(ruling));
    deed_text(&version, "judged_by", ruling->binding.policies);
    deed_put(&version, "recorders",
             list_with_text(told(ruling->registered, "recorders"), applying->by, applying->arena));
    return others_supersede(ruling, &version, err) &&
           (!opens || request_open(ruling, &version, err)) &&
           (!joins || request_join(ruling, err)) && decision_put(ruling, err) &&
           applying_put(applying, "version", ruling->version_key, &version, err) &&
           source_put(applying, "policies", ruling->binding.policies, ruling->version_key, err) &&
           applying_history(applying, ruling->version_key, ruling->decision_id, err);
}

bool decision_apply(struct applying *applying, struct error *err)
{
    const struct value *act_members = applying->act.predicate, *model = told(act_members, "model");
    struct ruling ruling = {
        .applying = applying,
        .act_members = act_members,
        .decision_id = told_text(act_members, "decision"),
        .verdict = told_text(act_members, "verdict"),
        .version_key = told_version(model, applying->arena),
    };
    request_binding(act_members, &ruling.binding);
    return applying_role(applying, MAY_DECIDE, err) &&
           version_find(applying, model, &ruling.registered, err) &&
           decision_absent(&ruling, err) && version_artifact(applying, ruling.registered, err) &&
           listing_check(&ruling, err) && stage_check(&ruling, err) &&
           policies_check(&ruling, err) && tier_check(&ruling, err) && status_check(&ruling, err) &&
           registry_open_request(applying->rows, &ruling.binding, applying->arena,
                                 &ruling.open_request, err) &&
           request_check(&ruling, err) && recorder_check(&ruling, err) &&
           verdict_check(&ruling, err) && ruling_put(&ruling, err);
}
