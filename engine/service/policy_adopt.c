/* policy adopt: which policies judge a stage from now on, signed by administrators. */
#include "service/acting.h"
#include "service/admins.h"
#include "service/adopted.h"
#include "service/adopting.h"
#include "service/moving.h"
#include "service/operations.h"
#include "service/policies.h"

#include "base/limits.h"
#include "report/escape.h"
#include "service/record.h"
#include "service/said.h"
#include "value/json.h"

static const struct parameter adopt_parameters[] = {
    {"policy", 'p', PARAMETER_OPTIONS, 0, "DIR|FILE|pack:NAME",
     "which policies; the project's where none are named", NULL},
    {"to", 0, PARAMETER_OPTION, PARAMETER_REQUIRED, "STAGE", "the stage they judge", stage_words},
    {"param", 0, PARAMETER_OPTIONS, 0, "ID.KEY=VALUE", "set a parameter of a policy", NULL},
    {"trust", 0, PARAMETER_OPTIONS, 0, "FILE",
     "public keys of those whose signed evidence counts as attested", NULL},
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

/* ---- against what is in force ---- */

/* One more key whose word is taken lets more through. */
static void trust_compare(struct arena *arena, struct adopt *adopt)
{
    const struct value *before = value_get(adopt->in_force, TEXT("trust"));
    for (size_t i = 0; adopt->in_force && i < value_count(&adopt->trust); i++) {
        const struct text key_line = value_text(value_at(&adopt->trust, i));
        if (!said_among(before, key_line))
            *LIST_ADD(arena, &adopt->looser) =
                text_format(arena, "evidence signed by %.*s is attested", TEXT_ARGS(key_line));
    }
}

static bool adopt_compare(struct acting *acting, const char *stage, struct adopt *adopt,
                          struct error *err)
{
    struct digest digest;
    if (!registry_row(&acting->rows, "adoption", text_of(stage), acting->arena, &adopt->in_force,
                      err))
        return false;
    const struct text set = said_text(adopt->in_force, "set");
    if (adopt->in_force &&
        (!digest_read(set, &digest) ||
         !adopted_listing_load(acting->vault, &digest, acting->arena, &adopt->old, err)))
        return false;
    if (!adoption_compare(adopt->old, &adopt->listing, &adopt->bounded, acting->arena,
                          &adopt->looser, err))
        return false;
    trust_compare(acting->arena, adopt);
    return true;
}

static void adopt_line(struct buffer *adopt_page, const char *adopt_mark, struct text adopt_words)
{
    buffer_format(adopt_page, "  %-9s ", adopt_mark);
    text_escape(adopt_words, adopt_page);
    buffer_byte(adopt_page, '\n');
}

static const struct value *listed_policy(const struct value *listing, struct text id)
{
    for (size_t i = 0; i < value_count(listing); i++)
        if (text_equal(said_text(value_at(listing, i), "id"), id))
            return value_at(listing, i);
    return NULL;
}

/* By the bounds alone: a floor that rises, a ceiling that falls. */
static bool is_tighter(const struct param *param, const struct value *param_before)
{
    const double was = value_number(param_before), param_is = value_number(&param->value);
    if (param->at_least && !param->at_most)
        return param_is > was;
    return param->at_most && !param->at_least && param_is < was;
}

/* Parameters that moved to their tighter side; the looser ones have sentences of their own. */
static void tighter_lines(const struct policy *adopt_policy, const struct value *params_before,
                          struct buffer *adopt_page)
{
    const struct value *adopt_params = value_get(params_before, TEXT("params"));
    for (size_t i = 0; i < adopt_policy->params.count; i++) {
        const struct param *param = &adopt_policy->params.at[i];
        const struct value *was = value_get(adopt_params, param->name);
        if (was && is_tighter(param, was))
            adopt_line(adopt_page, "tighter",
                       text_format(adopt_page->arena, "%.*s: %.*s is %.*s, was %.*s",
                                   TEXT_ARGS(adopt_policy->id), TEXT_ARGS(param->name),
                                   TEXT_ARGS(value_shown(&param->value, adopt_page->arena)),
                                   TEXT_ARGS(value_shown(was, adopt_page->arena))));
    }
}

static struct text policies_counted(const struct adopt *adopt, struct arena *arena)
{
    const size_t count = value_count(&adopt->listing);
    return text_format(arena, "%zu %s", count, count == 1 ? "policy" : "policies");
}

/* What changes against the set in force. */
static void adopt_tell(const struct acting *acting, const char *stage, const struct adopt *adopt)
{
    struct buffer adopt_page = buffer_in(acting->arena, LIMIT_REPORT_SIZE);
    buffer_format(&adopt_page, "%.*s for %s   %.*s\n",
                  TEXT_ARGS(policies_counted(adopt, adopt_page.arena)), stage,
                  TEXT_ARGS(digest_print(&adopt->digest, acting->arena)));
    if (!adopt->in_force)
        adopt_line(&adopt_page, "first", TEXT("no policy set is in force for this stage"));
    for (size_t i = 0; adopt->in_force && i < adopt->bounded.count; i++) {
        const struct policy *policy = &adopt->bounded.at[i];
        const struct value *before = listed_policy(adopt->old, policy->id);
        if (before)
            tighter_lines(policy, before, &adopt_page);
        else
            adopt_line(&adopt_page, "new", policy->id);
    }
    for (size_t i = 0; i < adopt->looser.count; i++)
        adopt_line(&adopt_page, "looser", adopt->looser.at[i]);
    acting->session->print(acting->session->context, buffer_text(&adopt_page));
}

/* ---- signing, and what it came to ---- */

static void adopt_draft(struct acting *acting, const char *stage, const struct adopt *adopt,
                        struct draft *out)
{
    struct arena *arena = acting->arena;
    struct values loosens = {0};
    for (size_t i = 0; i < adopt->looser.count; i++)
        *LIST_ADD(arena, &loosens) = value_of_text(adopt->looser.at[i]);
    struct record members = record_in(arena);
    record_text(&members, "stage", text_of(stage));
    record_digest(&members, "set", &adopt->digest);
    record_digest(&members, "sources", &adopt->sources);
    record_text(&members, "previous", said_text(adopt->in_force, "set"));
    record_value(&members, "loosens", value_of_list(arena, loosens.at, loosens.count));
    record_value(&members, "trust", adopt->trust);
    *out = (struct draft){
        .kind = ACT_ADOPTION,
        .subject = {text_format(arena, "policies:%s", stage), adopt->digest},
        .members = members.members,
        .word = text_of(stage),
    };
    out->sentence = text_format(
        arena, "I, %.*s, adopt the set of %.*s, %.*s, for %s in the log %.*s%s.",
        TEXT_ARGS(acting->id), TEXT_ARGS(policies_counted(adopt, arena)),
        TEXT_ARGS(digest_print(&adopt->digest, arena)), stage, TEXT_ARGS(acting->origin),
        adopt->looser.count ? "; it lets more through than the one in force" : "");
}

static bool proposal_find(struct acting *acting, const char *stage, const struct adopt *adopt,
                          const struct value **out, struct error *err)
{
    const struct text set = digest_print(&adopt->digest, acting->arena);
    const struct text key = text_format(acting->arena, "%s/%.*s", stage, TEXT_ARGS(set));
    return registry_row(&acting->rows, "proposal", key, acting->arena, out, err);
}

/* In force: 0. Else the signatures that lack, and by whom they may be: 7. */
static bool adopt_standing(struct acting *acting, const char *stage, const struct adopt *adopt,
                           int *status, struct error *err)
{
    const struct value *adopt_proposal;
    struct session *session = acting->session;
    if (!proposal_find(acting, stage, adopt, &adopt_proposal, err))
        return false;
    if (!adopt_proposal) {
        session->print(session->context, text_format(acting->arena, "In force for %s.\n", stage));
        *status = STATUS_ALLOWED;
        return true;
    }
    if (!admins_pending_tell(acting, adopt_proposal, err))
        return false;
    *status = STATUS_PENDING;
    return true;
}

/* Is there nothing left to sign: is it in force, or has this administrator signed it? */
static bool adopt_done(struct acting *acting, const char *stage, const struct adopt *adopt,
                       bool *adopt_done_line, struct error *err)
{
    const struct value *adopt_proposal;
    const struct text set = digest_print(&adopt->digest, acting->arena);
    if (!proposal_find(acting, stage, adopt, &adopt_proposal, err))
        return false;
    const bool in_force = text_equal(said_text(adopt->in_force, "set"), set) &&
                          value_equal(value_get(adopt->in_force, TEXT("trust")), &adopt->trust);
    *adopt_done_line = in_force || said_by(value_get(adopt_proposal, TEXT("signers")), acting->id);
    return true;
}

static bool adopt_sign(struct acting *acting, const char *stage, const struct adopt *adopt,
                       struct error *err)
{
    struct draft draft;
    struct recorded recorded;
    adopt_draft(acting, stage, adopt, &draft);
    if (!acting_record(acting, &draft, &recorded, err))
        return false;
    acting_tell(acting, text_format(acting->arena, "signed by %.*s", TEXT_ARGS(acting->id)),
                &recorded);
    return true;
}

static bool adopt_record(struct acting *acting, const char *stage, struct adopt *adopt, int *status,
                         struct error *err)
{
    bool done;
    const struct adopting adopting = {&adopt->set.sources.policies, &adopt->listing,
                                      adopt->listing_bytes, adopt->places};
    if (!adopted_set_store(acting->vault, &adopting, acting->arena, &adopt->digest, &adopt->sources,
                           err) ||
        !adopt_compare(acting, stage, adopt, err))
        return false;
    adopt_tell(acting, stage, adopt);
    return adopt_done(acting, stage, adopt, &done, err) &&
           (done || adopt_sign(acting, stage, adopt, err)) &&
           adopt_standing(acting, stage, adopt, status, err);
}

static int adopt_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    struct adopt adopt = {0};
    int status = STATUS_ALLOWED;
    const char *stage = request_text(request, "to");
    if (!adopt_prepare(session, request, &adopt, err) ||
        !acting_open(session, request, STORE_WRITE, &acting, err))
        return operation_failed(err);
    const struct refused refused = {.command = "policy adopt", .why = err};
    const bool adopted =
        adopt_record(&acting, stage, &adopt, &status, err) || refusal_known(&acting, &refused);
    acting_close(&acting);
    return adopted ? status : operation_failed(err);
}

const struct operation policy_adopt_operation = {
    .name = "policy adopt",
    .summary = "say which policies judge a stage, from now on",
    .details =
        "An administrator signs the set: every policy's source, modules, level and parameters.\n"
        "The files go into the ledger's vault, so the set can be run again when the folder is "
        "gone.\n"
        "A set that lets more through than the one in force, or trusts more keys, needs more\n"
        "signatures, as the log's first entry says: until they are there the status is 7, and the\n"
        "old set stays in force. So does the first set for registered, and for shadow or canary\n"
        "one that is not production's. Decisions are recorded under the adopted set only.\n",
    .examples = "obstat policy adopt -p pack:core-repro -p policies --to production\n"
                "obstat policy adopt -p policies --to staging --param credit/floor.floor=0.85 "
                "--trust eval-team.pub\n",
    .parameters = adopt_parameters,
    .run = adopt_run,
};
