#include "service/answer.h"

#include "base/clock.h"
#include "base/limits.h"
#include "policy/outcome.h"
#include "service/claims.h"
#include "service/deliberation.h"
#include "service/dossier.h"
#include "service/record.h"
#include "service/said.h"

#include <stdlib.h>
#include <string.h>

enum { DAY_SECONDS = 24 * 60 * 60, ANSWER_DAYS = 30 };

/* ---- the words of a command ---- */

bool asked_version_read(const char *asked_text, struct asked_version *out, struct error *err)
{
    const char *at = strrchr(asked_text, '@');
    if (!at || at == asked_text || !at[1])
        return error_set(err, ERROR_USAGE, "%s is not NAME@VERSION", asked_text);
    out->name = (struct text){asked_text, (size_t)(at - asked_text)};
    out->version = text_of(at + 1);
    return true;
}

static struct text asked_key(const struct acting *acting, const struct asked_version *asked)
{
    return text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(asked->name),
                       TEXT_ARGS(asked->version));
}

bool asked_version_resolve(struct acting *acting, struct asked_version *asked, struct error *err)
{
    const struct value *version, *model;
    if (!registry_row(&acting->rows, "version", asked_key(acting, asked), acting->arena, &version,
                      err) ||
        !registry_row(&acting->rows, "model", asked->name, acting->arena, &model, err))
        return false;
    const struct value *meant =
        value_present(value_present(model, TEXT("aliases")), asked->version);
    if (!version && value_kind(meant) == VALUE_STRING)
        asked->version = value_text(meant);
    return true;
}

bool asked_version_firm(struct acting *acting, const struct asked_version *asked, struct error *err)
{
    struct asked_version meant = *asked;
    return asked_version_resolve(acting, &meant, err) &&
           (text_equal(meant.version, asked->version) ||
            error_set(err, ERROR_GUARD,
                      "%.*s is an alias, of %.*s now, and may be led to another version once it "
                      "was looked at: who signs names the version",
                      TEXT_ARGS(asked_key(acting, asked)), TEXT_ARGS(asked_key(acting, &meant))));
}

bool asked_words_resolve(struct acting *acting, struct text *asked_words, struct error *err)
{
    struct asked_version asked;
    struct error unversioned = {0};
    if (!asked_version_read(text_string(acting->arena, *asked_words), &asked, &unversioned))
        return true;
    if (!asked_version_resolve(acting, &asked, err))
        return false;
    *asked_words = asked_key(acting, &asked);
    return true;
}

bool asked_stage(const struct value *request, enum stage *out, struct error *err)
{
    const char *to = request_text(request, "to");
    struct suggestion near_stage = suggest_for(text_of(to));
    *out = STAGE_PRODUCTION;
    return !to || stage_read(text_of(to), out, &near_stage) ||
           error_set(err, ERROR_USAGE, "%s is no stage", to);
}

static bool expiry_read(const char *days, int64_t now, int64_t *out, struct error *err)
{
    char *end = NULL;
    const long counted = days ? strtol(days, &end, 10) : ANSWER_DAYS;
    if (days && (end == days || *end || counted < 1 || counted > LIMIT_APPROVAL_DAYS))
        return error_set(err, ERROR_USAGE, "--expires %s: days from 1 to %d are wanted", days,
                         LIMIT_APPROVAL_DAYS);
    *out = now + counted * DAY_SECONDS;
    return true;
}

bool answer_read(const struct value *request, const char *word, int64_t now, struct answer *out,
                 struct error *err)
{
    const char *meaning = request_text(request, "meaning");
    struct answer answer = {
        .word = text_of(word),
        .meaning = meaning                        ? text_of(meaning)
                   : strcmp(word, "approve") == 0 ? TEXT("approval")
                                                  : TEXT("review"),
        .role = request_text(request, "role"),
        .reason = text_of(request_text(request, "reason")),
        .conditions = value_get(request, TEXT("condition")),
        .dues = value_get(request, TEXT("due")),
    };
    if (value_count(answer.conditions) > LIMIT_CONDITIONS)
        return error_set(err, ERROR_USAGE, "%zu conditions: an answer has %d at most",
                         value_count(answer.conditions), LIMIT_CONDITIONS);
    if (value_count(answer.dues) > value_count(answer.conditions))
        return error_set(err, ERROR_USAGE, "--due without the --condition that it belongs to");
    if (!expiry_read(request_text(request, "expires"), now, &answer.expires, err))
        return false;
    *out = answer;
    return true;
}

/* ---- what is signed ---- */

/* Of the roles that somebody has, the one in which an answer weighs most; --role decides. */
static bool role_choose(struct acting *acting, const struct answer *answer, struct text by,
                        struct text *out, struct error *err)
{
    static const enum role heaviest[] = {ROLE_RISK_OFFICER, ROLE_OWNER, ROLE_VALIDATOR};
    const struct value *identity;
    if (answer->role || !by.size) {
        *out = text_of(answer->role);
        return true;
    }
    if (!registry_row(&acting->rows, "identity", by, acting->arena, &identity, err))
        return false;
    const struct value *answering_roles = value_get(identity, TEXT("roles"));
    for (size_t i = 0; i < sizeof heaviest / sizeof *heaviest; i++)
        if (said_among(answering_roles, text_of(role_name(heaviest[i])))) {
            *out = text_of(role_name(heaviest[i]));
            return true;
        }
    return error_set(err, ERROR_INTEGRITY,
                     "%.*s is neither risk-officer nor owner nor validator, and cannot answer",
                     TEXT_ARGS(by));
}

static bool conditions_value(struct acting *acting, const struct answer *answer, struct text by,
                             struct value *out, struct error *err)
{
    struct values conditions = {0};
    for (size_t i = 0; i < value_count(answer->conditions); i++) {
        int64_t due;
        struct value commitment;
        char condition_moment[CLOCK_TEXT_SIZE];
        struct record condition = record_in(acting->arena);
        const struct text asked_text = value_text(value_at(answer->dues, i));
        if (asked_text.size && !clock_read(asked_text, &due))
            return error_set(err, ERROR_USAGE, "--due %.*s is no date, such as 2027-01-31",
                             TEXT_ARGS(asked_text));
        if (!acting_commit(acting, by, value_text(value_at(answer->conditions, i)), &commitment,
                           err))
            return false;
        if (asked_text.size)
            clock_write(due, condition_moment);
        record_value(&condition, "text", commitment);
        record_text(&condition, "due",
                    asked_text.size ? text_copy(acting->arena, text_of(condition_moment))
                                    : TEXT_NONE);
        *LIST_ADD(acting->arena, &conditions) = record_map(&condition);
    }
    *out = value_of_list(acting->arena, conditions.at, conditions.count);
    return true;
}

/* The newest decision of the request, and where it stands in the log. Nobody approves what says
 * something else than the log says of it. */
static bool decision_value(struct acting *acting, const struct value *request,
                           const struct answer *answer, struct value *out, struct error *err)
{
    const struct value *kept, *decision, *decisions = value_get(request, TEXT("decisions"));
    struct record decided = record_in(acting->arena);
    const struct text id = value_text(value_at(decisions, value_count(decisions) - 1));
    if (!registry_row(&acting->rows, "decision", id, acting->arena, &decision, err) ||
        (text_is(answer->word, "approve") &&
         (!dossier_decision(acting, id, &kept, err) || !claim_holds(decision, kept, err))))
        return false;
    record_text(&decided, "id", id);
    record_text(&decided, "leaf", said_text(decision, "leaf"));
    *out = record_map(&decided);
    return true;
}

static struct value seen_value(struct acting *acting)
{
    struct record seen = record_in(acting->arena);
    record_integer(&seen, "size", (int64_t)log_head(acting->log)->size);
    record_digest(&seen, "root", &log_head(acting->log)->root);
    return record_map(&seen);
}

/* What the request binds goes into the answer as it is. */
static void binding_keep(struct record *members, const struct value *request)
{
    static const char *const bound_members[] = {"model",   "tier",     "transition", "artifact",
                                                "listing", "manifest", "policies",   "evidence"};
    for (size_t i = 0; i < sizeof bound_members / sizeof *bound_members; i++) {
        const struct value *part = value_get(request, text_of(bound_members[i]));
        record_value(members, bound_members[i], part ? *part : value_of_null());
    }
    record_text(members, "request", said_text(request, "id"));
    record_integer(members, "request_index", said_integer(request, "index"));
}

bool answer_subject(const struct value *request, struct arena *arena, struct statement_subject *out,
                    struct error *err)
{
    const struct value *model = value_get(request, TEXT("model"));
    const struct text artifact = said_text(request, "artifact");
    const struct text name = said_text(model, "name"), version = said_text(model, "version");
    out->name = text_format(arena, "%.*s@%.*s", TEXT_ARGS(name), TEXT_ARGS(version));
    return digest_read(artifact.size ? artifact : said_text(request, "manifest"), &out->digest) ||
           error_set(err, ERROR_INTEGRITY, "the request on %.*s binds no digest",
                     TEXT_ARGS(out->name));
}

bool answer_draft(struct acting *acting, const struct value *request, const struct answer *answer,
                  struct text by, struct draft *out, struct error *err)
{
    struct text role;
    char expires[CLOCK_TEXT_SIZE];
    struct value conditions, reason, decision;
    struct record members = record_in(acting->arena);
    struct draft draft = {.kind = ACT_APPROVAL};
    clock_write(answer->expires, expires);
    if (!role_choose(acting, answer, by, &role, err) ||
        !conditions_value(acting, answer, by, &conditions, err) ||
        !acting_commit(acting, by, answer->reason, &reason, err) ||
        !decision_value(acting, request, answer, &decision, err) ||
        !answer_subject(request, acting->arena, &draft.subject, err))
        return false;
    binding_keep(&members, request);
    record_value(&members, "decision", decision);
    record_text(&members, "engine", deliberation_engine);
    record_text(&members, "answer", answer->word);
    record_text(&members, "meaning", answer->meaning);
    record_text(&members, "role", role);
    record_value(&members, "conditions", conditions);
    record_value(&members, "reason", reason);
    record_text(&members, "expires", text_copy(acting->arena, text_of(expires)));
    record_value(&members, "seen", seen_value(acting));
    const struct value bound_members = record_map(&members);
    const struct act act = {.kind = ACT_APPROVAL, .log = acting->origin, .by = by};
    if (!approval_sentence(&act, &bound_members, acting->arena, &draft.sentence, err))
        return false;
    record_text(&members, "sentence", draft.sentence);
    draft.members = members.members;
    draft.word = said_text(value_get(request, TEXT("model")), "version");
    *out = draft;
    return true;
}

/* ---- what came of it ---- */

bool answer_standing_at(struct acting *acting, const struct value *request, int64_t moment,
                        struct standing *out, struct error *err)
{
    struct passage asked = {STAGE_NONE, STAGE_PRODUCTION, TIER_HIGH};
    const struct value *asked_way = value_get(request, TEXT("transition"));
    struct suggestion near_tier = suggest_for(TEXT_NONE);
    const struct inquiry inquiry = {&acting->rows, moment, acting->arena};
    return ((said_stage(asked_way, "to", &asked.to) && said_stage(asked_way, "from", &asked.from) &&
             tier_read(said_text(request, "tier"), &asked.tier, &near_tier)) ||
            error_set(err, ERROR_INTEGRITY, "the request has no stage or tier that is known")) &&
           registry_standing(&inquiry, request, asked, out, err);
}

bool answer_standing(struct acting *acting, const struct value *request, struct standing *out,
                     struct error *err)
{
    return answer_standing_at(acting, request, acting->session->now, out, err);
}

/* Who has signed has not moved it yet: the command that does. */
static void next_write(const struct value *request, struct text version_key, struct buffer *told)
{
    const struct value *way = value_get(request, TEXT("transition"));
    buffer_string(told, "approved: no signature lacks; next  obstat ");
    if (text_is(said_text(way, "from"), stage_name(STAGE_SUSPENDED)))
        buffer_format(told, "resume %.*s --reason TEXT", TEXT_ARGS(version_key));
    else
        buffer_format(told, "promote %.*s --to %.*s", TEXT_ARGS(version_key),
                      TEXT_ARGS(said_text(way, "to")));
}

bool answer_told(struct acting *acting, const struct value *members,
                 const struct recorded *recorded, int *status, struct error *err)
{
    const struct value *request;
    struct standing answered_standing;
    struct statement_subject answered_subject;
    const struct text id = said_text(members, "request");
    if (!registry_row(&acting->rows, "request", id, acting->arena, &request, err) ||
        !answer_standing(acting, request, &answered_standing, err) ||
        !answer_subject(members, acting->arena, &answered_subject, err))
        return false;
    const struct text word = said_text(members, "answer");
    acting_tell(acting,
                text_format(acting->arena, "%.*s: %.*s (%.*s)", TEXT_ARGS(answered_subject.name),
                            TEXT_ARGS(word), TEXT_ARGS(said_text(members, "meaning"))),
                recorded);
    struct buffer told = buffer_in(acting->arena, LIMIT_MESSAGE_SIZE);
    for (size_t i = 0; i < answered_standing.lacks.count && !answered_standing.closed; i++)
        buffer_format(&told, "%s%.*s", i ? "; " : "waits for ",
                      TEXT_ARGS(answered_standing.lacks.at[i]));
    if (answered_standing.closed && value_present(request, TEXT("emergency")) &&
        text_is(word, "approve"))
        buffer_string(&told, "all have signed: the review that the emergency owed is done");
    else if (answered_standing.closed)
        buffer_format(&told, "closed: %.*s", TEXT_ARGS(answered_standing.closed_how));
    else if (!answered_standing.lacking)
        next_write(request, answered_subject.name, &told);
    buffer_byte(&told, '\n');
    acting->session->print(acting->session->context, buffer_text(&told));
    *status =
        !answered_standing.closed && answered_standing.lacking ? STATUS_PENDING : STATUS_ALLOWED;
    return true;
}
