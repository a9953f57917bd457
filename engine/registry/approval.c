#include "base/limits.h"
#include "registry/emergency.h"
#include "registry/identity.h"
#include "registry/owed.h"
#include "registry/quorum.h"
#include "registry/request.h"
#include "registry/told.h"

#include <string.h>

enum { DAY = 24 * 60 * 60 };

/* One answer while it is applied. */
struct answering {
    struct applying *applying;
    const struct value *act_members;
    const struct value *answered;
    const struct value *registered;
    struct text role_word;   /* in which the answer counts */
    struct text request_id;  /* of the request   */
    struct text version_key; /* NAME@VERSION     */
};

/* ---- what it binds ---- */

static const struct {
    const char *member, *sentence;
} bound_members[] = {
    {"model", "another version"},         {"artifact", "another artifact"},
    {"listing", "other names of files"},  {"manifest", "another manifest"},
    {"policies", "another policy set"},   {"evidence", "other evidence"},
    {"transition", "another transition"}, {"tier", "another tier"},
};

static bool request_find(struct answering *answering, struct error *err)
{
    struct applying *applying = answering->applying;
    if (!applying_row(applying, "request", answering->request_id, &answering->answered, err))
        return false;
    if (!answering->answered)
        return error_set(err, ERROR_INTEGRITY,
                         "%.*s answers the request %.*s, which this log does not have",
                         TEXT_ARGS(applying->by), TEXT_ARGS(answering->request_id));
    if (told_count(answering->answered, "index") !=
        told_count(answering->act_members, "request_index"))
        return error_set(err, ERROR_INTEGRITY,
                         "%.*s answers a request at entry %llu; %.*s was opened at entry %llu",
                         TEXT_ARGS(applying->by),
                         (unsigned long long)told_count(answering->act_members, "request_index"),
                         TEXT_ARGS(answering->request_id),
                         (unsigned long long)told_count(answering->answered, "index"));
    return true;
}

/* The decision that was looked at is one of the request's, at its place in the tree. */
static bool decision_bound(const struct answering *answering, struct error *err)
{
    const struct value *decided = told(answering->act_members, "decision"), *decision;
    const struct text id = told_text(decided, "id");
    if (!applying_row(answering->applying, "decision", id, &decision, err))
        return false;
    if (!text_equal(id, answering->request_id) &&
        !text_equal(told_text(decision, "request"), answering->request_id))
        return error_set(err, ERROR_INTEGRITY,
                         "%.*s signed on another decision than those of the request, %.*s",
                         TEXT_ARGS(answering->applying->by), TEXT_ARGS(id));
    return text_equal(told_text(decision, "leaf"), told_text(decided, "leaf")) ||
           error_set(err, ERROR_INTEGRITY,
                     "%.*s signed on the decision %.*s as another entry of the log than it is",
                     TEXT_ARGS(answering->applying->by), TEXT_ARGS(id));
}

static bool binding_check(const struct answering *answering, struct error *err)
{
    for (size_t i = 0; i < COUNT(bound_members); i++)
        if (!value_equal(value_get(answering->act_members, text_of(bound_members[i].member)),
                         value_get(answering->answered, text_of(bound_members[i].member))))
            return error_set(err, ERROR_INTEGRITY,
                             "%.*s signed for %s than the request on %.*s is about",
                             TEXT_ARGS(answering->applying->by), bound_members[i].sentence,
                             TEXT_ARGS(answering->version_key));
    return decision_bound(answering, err);
}

/* ---- when ---- */

static bool request_open(const struct answering *answering, struct error *err)
{
    const struct value *closed = told(answering->answered, "closed");
    return !closed ||
           error_set(err, ERROR_INTEGRITY, "the request on %.*s was %.*s by %.*s at entry %llu",
                     TEXT_ARGS(answering->version_key), TEXT_ARGS(told_text(closed, "how")),
                     TEXT_ARGS(told_text(closed, "by")),
                     (unsigned long long)told_count(closed, "index"));
}

static bool expiry_check(const struct answering *answering, struct error *err)
{
    const int64_t time = answering->applying->entry->time;
    const int64_t expires = told_time(answering->act_members, "expires", INT64_MIN);
    const struct text expires_text = told_text(answering->act_members, "expires");
    if (expires < time)
        return error_set(err, ERROR_INTEGRITY, "the answer of %.*s expired at %.*s",
                         TEXT_ARGS(answering->applying->by), TEXT_ARGS(expires_text));
    return expires - time <= (int64_t)LIMIT_APPROVAL_DAYS * DAY ||
           error_set(err, ERROR_INTEGRITY,
                     "the answer of %.*s would count until %.*s; %d days are the most",
                     TEXT_ARGS(answering->applying->by), TEXT_ARGS(expires_text),
                     LIMIT_APPROVAL_DAYS);
}

/* Who signed had seen the request, and no more of the log than there is. */
static bool seen_check(const struct answering *answering, struct error *err)
{
    const uint64_t seen = told_count(told(answering->act_members, "seen"), "size");
    const uint64_t log_size = answering->applying->entry->index;
    if (seen > log_size)
        return error_set(err, ERROR_INTEGRITY,
                         "%.*s saw a log of %llu entries, and this one has %llu",
                         TEXT_ARGS(answering->applying->by), (unsigned long long)seen,
                         (unsigned long long)log_size);
    return seen > told_count(answering->answered, "index") ||
           error_set(err, ERROR_INTEGRITY, "%.*s saw a log in which the request did not stand yet",
                     TEXT_ARGS(answering->applying->by));
}

/* Most entries are no approvals, and an act takes long to read. It has one spelling. */
static bool seen_spelled(struct text act_payload)
{
    static const char spelled[] = "\"seen\":{";
    return memmem(act_payload.at, act_payload.size, spelled, sizeof spelled - 1) != NULL;
}

bool approval_seen(const struct entry *entry, struct arena *arena, struct tree_head *out,
                   struct error *err)
{
    struct act act;
    struct tree_head head = {0};
    const struct text act_payload = entry->envelope.payload;
    if (!seen_spelled(act_payload)) {
        *out = head;
        return true;
    }
    if (!act_read(NULL, act_payload, arena, &act, err))
        return false;
    const struct value *seen = told(act.predicate, "seen");
    if (act.kind == ACT_APPROVAL) {
        head.size = told_count(seen, "size");
        if (!head.size || !digest_read(told_text(seen, "root"), &head.root))
            return error_set(err, ERROR_INTEGRITY, "the approval names no log that was seen");
    }
    *out = head;
    return true;
}

bool approval_unseen(const struct tree_head *seen, struct error *err)
{
    return error_set(err, ERROR_INTEGRITY,
                     "who signed was shown another log: with %llu entries this one had another "
                     "root than the approval names; look at which ledger the request was written "
                     "from, and sign a new one",
                     (unsigned long long)seen->size);
}

/* ---- who ---- */

/* Of the roles that somebody has, the one in which an answer weighs most. */
static struct text role_heaviest(unsigned roles)
{
    static const enum role heaviest[] = {ROLE_RISK_OFFICER, ROLE_OWNER, ROLE_VALIDATOR};
    for (size_t i = 0; i < COUNT(heaviest); i++)
        if (roles & 1U << heaviest[i])
            return text_of(role_name(heaviest[i]));
    return TEXT_NONE;
}

/* In the role that was signed; where it was left open who signs, in the heaviest of theirs. */
static bool role_check(struct answering *answering, struct error *err)
{
    enum role role;
    const struct applying *applying = answering->applying;
    struct text role_word = told_text(answering->act_members, "role");
    if (!applying_role(applying, quorum_roles(), err))
        return false;
    if (!role_word.size && applying->act.by.size)
        return error_set(err, ERROR_INTEGRITY, "%.*s signed in no role", TEXT_ARGS(applying->by));
    if (!role_word.size)
        role_word = role_heaviest(identity_roles(applying->who));
    answering->role_word = role_word;
    if (role_read(role_word, &role) && quorum_roles() & 1U << role &&
        identity_roles(applying->who) & 1U << role)
        return true;
    return error_set(err, ERROR_INTEGRITY, "%.*s signed as %.*s, a role in which %.*s may not",
                     TEXT_ARGS(applying->by), TEXT_ARGS(role_word), TEXT_ARGS(applying->by));
}

static bool author_check(const struct answering *answering, struct error *err)
{
    return !version_has_author(answering->registered, answering->applying->by) ||
           error_set(err, ERROR_INTEGRITY,
                     "%.*s is an author of %.*s, and nobody answers for their own work",
                     TEXT_ARGS(answering->applying->by), TEXT_ARGS(answering->version_key));
}

/* One answer a person, whatever the key; a new one once the old has expired. */
static bool once_check(const struct answering *answering, struct error *err)
{
    const struct value *given_answers = told(answering->answered, "answers");
    for (size_t i = 0; i < value_count(given_answers); i++) {
        const struct value *given_answer = value_at(given_answers, i);
        if (text_equal(told_text(given_answer, "by"), answering->applying->by) &&
            told_time(given_answer, "expires", INT64_MAX) >= answering->applying->entry->time)
            return error_set(err, ERROR_INTEGRITY,
                             "%.*s has answered the request on %.*s already, at entry %llu",
                             TEXT_ARGS(answering->applying->by), TEXT_ARGS(answering->version_key),
                             (unsigned long long)told_count(given_answer, "index"));
    }
    return true;
}

static bool conditions_check(const struct answering *answering, struct error *err)
{
    const size_t count = value_count(told(answering->act_members, "conditions"));
    return count <= LIMIT_CONDITIONS ||
           error_set(err, ERROR_INTEGRITY, "%.*s answers under %zu conditions; %d are the most",
                     TEXT_ARGS(answering->applying->by), count, LIMIT_CONDITIONS);
}

static bool sentence_check(const struct answering *answering, struct error *err)
{
    struct text sentence;
    const struct applying *applying = answering->applying;
    return approval_sentence(&applying->act, answering->act_members, applying->arena, &sentence,
                             err) &&
           (text_equal(sentence, told_text(answering->act_members, "sentence")) ||
            error_set(err, ERROR_INTEGRITY,
                      "the sentence that %.*s signed does not say what the approval binds",
                      TEXT_ARGS(applying->by)));
}

/* ---- what follows ---- */

static struct value answer_row(const struct answering *answering)
{
    static const char *const kept_members[] = {"answer",     "meaning", "expires", "reason",
                                               "conditions", "engine",  "sentence"};
    const struct applying *applying = answering->applying;
    struct deed deed = deed_of(NULL, applying->arena);
    applying_stamp(applying, &deed);
    for (size_t i = 0; i < COUNT(kept_members); i++)
        deed_keep(&deed, kept_members[i], told(answering->act_members, kept_members[i]));
    deed_keep(&deed, "decision", told(told(answering->act_members, "decision"), "id"));
    deed_text(&deed, "role", answering->role_word);
    deed_text(&deed, "key", applying->key_id);
    deed_put(&deed, "present", value_of_boolean(applying->seal.present));
    deed_put(&deed, "proven", value_of_boolean(applying->seal.proven));
    return deed_value(&deed);
}

/* The answers as the row has them from now on. Of one person it keeps the last that expired beside
 * the new one, and the log keeps all, so that nobody fills the row by answering often. Who rejects
 * or sends back is not refused for want of room: it closes the request. */
static bool answers_with(const struct answering *answering, struct value *out, struct error *err)
{
    const struct value *given_answers = told(answering->answered, "answers");
    const struct applying *applying = answering->applying;
    struct values kept_answers = {0};
    size_t own_answers = 0;
    for (size_t i = 0; i < value_count(given_answers); i++)
        own_answers += text_equal(told_text(value_at(given_answers, i), "by"), applying->by);
    for (size_t i = 0; i < value_count(given_answers); i++)
        if (!text_equal(told_text(value_at(given_answers, i), "by"), applying->by) ||
            --own_answers == 0)
            *LIST_ADD(applying->arena, &kept_answers) = *value_at(given_answers, i);
    if (kept_answers.count >= LIMIT_ANSWERS &&
        text_is(told_text(answering->act_members, "answer"), "approve"))
        return error_set(err, ERROR_INTEGRITY,
                         "the request on %.*s has %zu answers, the most that are kept: reject or "
                         "request-changes closes it",
                         TEXT_ARGS(answering->version_key), kept_answers.count);
    *LIST_ADD(applying->arena, &kept_answers) = answer_row(answering);
    *out = value_of_list(applying->arena, kept_answers.at, kept_answers.count);
    return true;
}

/* A promotion went ahead of these answers: when all are there, nothing is owed for it any more. */
static bool debt_pay(const struct answering *answering, struct deed *request, struct deed *version,
                     struct error *err)
{
    size_t paid;
    struct binding bound;
    struct standing standing;
    enum tier tier = TIER_HIGH;
    struct applying *applying = answering->applying;
    const struct inquiry inquiry = {applying->rows, applying->entry->time, applying->arena};
    const struct value request_row = deed_value(request);
    const struct text tier_word = told_text(&request_row, "tier");
    struct suggestion near_tier = suggest_for(tier_word);
    if (!told(&request_row, "emergency") || told(&request_row, "closed"))
        return true;
    request_binding(&request_row, &bound);
    if (!tier_read(tier_word, &tier, &near_tier))
        return error_set(err, ERROR_INTEGRITY, "the request has no tier");
    const struct passage passage = {bound.from, bound.to, tier};
    if (!registry_standing(&inquiry, &request_row, passage, &standing, err))
        return false;
    if (standing.lacking)
        return true;
    request_close(applying, request, version, answering->request_id, "consumed");
    const struct payment payment = {OWED_EMERGENCY, answering->request_id, TEXT_NONE,
                                    &standing.counted};
    return owed_pay(applying, &payment, version, &paid, err);
}

static bool answer_put(const struct answering *answering, struct error *err)
{
    struct applying *applying = answering->applying;
    struct deed request = deed_of(answering->answered, applying->arena);
    struct deed version = deed_of(answering->registered, applying->arena);
    const struct text answer = told_text(answering->act_members, "answer");
    struct value answers;
    if (!answers_with(answering, &answers, err))
        return false;
    deed_put(&request, "answers", answers);
    if (!text_is(answer, "approve"))
        request_close(applying, &request, &version, answering->request_id,
                      text_is(answer, "reject") ? "rejected" : "sent back for changes");
    return debt_pay(answering, &request, &version, err) &&
           emergency_settle(applying, &version, err) &&
           applying_put(applying, "request", answering->request_id, &request, err) &&
           applying_put(applying, "version", answering->version_key, &version, err) &&
           applying_history(applying, answering->version_key, answering->request_id, err);
}

bool approval_apply(struct applying *applying, struct error *err)
{
    const struct value *act_members = applying->act.predicate;
    struct answering answering = {.applying = applying,
                                  .act_members = act_members,
                                  .request_id = told_text(act_members, "request")};
    if (!request_find(&answering, err))
        return false;
    const struct value *model = told(answering.answered, "model");
    answering.version_key = told_version(model, applying->arena);
    return version_find(applying, model, &answering.registered, err) &&
           binding_check(&answering, err) && request_open(&answering, err) &&
           role_check(&answering, err) && author_check(&answering, err) &&
           once_check(&answering, err) && expiry_check(&answering, err) &&
           seen_check(&answering, err) && conditions_check(&answering, err) &&
           sentence_check(&answering, err) && answer_put(&answering, err);
}
