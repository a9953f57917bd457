#include "base/clock.h"
#include "base/limits.h"
#include "registry/emergency.h"
#include "registry/identity.h"
#include "registry/owed.h"
#include "registry/place.h"
#include "registry/request.h"
#include "registry/semver.h"
#include "registry/told.h"
#include "registry/words.h"

enum {
    CI = 1U << ROLE_CI,
    OPERATOR = 1U << ROLE_OPERATOR,
    OWNER = 1U << ROLE_OWNER,
    VALIDATOR = 1U << ROLE_VALIDATOR,
    OFFICER = 1U << ROLE_RISK_OFFICER,
    ANYBODY = (1U << ROLE_COUNT) - 1,
    ALL_BUT_AUDITOR = ANYBODY & ~(1U << ROLE_AUDITOR),
    REVIEWS = VALIDATOR | OWNER | OFFICER,
    CLEARS = OWNER | OFFICER | OPERATOR, /* who may retire a version */
    SWEEPS_AHEAD = OPERATOR | OWNER | OFFICER,
    DAY = 24 * 60 * 60,
};

/* One annotation while it is applied. */
struct annotating {
    struct applying *applying;
    const struct value *annotated; /* the version's row */
    struct text change, key, value, version_key;
    struct deed version;
};

static bool annotation_object(const struct annotating *annotating, const char *why,
                              struct error *err)
{
    return error_set(err, ERROR_INTEGRITY, "%.*s %.*s on %.*s: %s", TEXT_ARGS(annotating->change),
                     TEXT_ARGS(annotating->key), TEXT_ARGS(annotating->version_key), why);
}

static bool value_wanted(const struct annotating *annotating, struct error *err)
{
    return annotating->value.size || annotation_object(annotating, "it says nothing of it", err);
}

/* ---- lists of maps, found by one member ---- */

static size_t listed_at(const struct value *told_list, const char *member, struct text wanted)
{
    size_t at = 0;
    while (at < value_count(told_list) &&
           !text_equal(told_text(value_at(told_list, at), member), wanted))
        at++;
    return at;
}

static void listed_drop(struct annotating *annotating, const char *list_name, size_t at)
{
    const struct value *told_list = told(annotating->annotated, list_name);
    struct values rest = {0};
    for (size_t i = 0; i < value_count(told_list); i++)
        if (i != at)
            *LIST_ADD(annotating->applying->arena, &rest) = *value_at(told_list, i);
    deed_put(&annotating->version, list_name,
             value_of_list(annotating->applying->arena, rest.at, rest.count));
}

/* Put it in the place of the one that is there, or at the end of those that may be there. */
static bool listed_put(struct annotating *annotating, const char *list_name, const char *member,
                       const struct deed *listed, size_t limit, struct error *err)
{
    struct arena *arena = annotating->applying->arena;
    const struct value *told_list = told(annotating->annotated, list_name);
    const size_t at = listed_at(told_list, member, annotating->key);
    if (at >= limit)
        return error_set(err, ERROR_INTEGRITY, "%.*s has %zu %s, and cannot have more",
                         TEXT_ARGS(annotating->version_key), at, list_name);
    deed_put(&annotating->version, list_name,
             at < value_count(told_list) ? list_changed(told_list, at, deed_value(listed), arena)
                                         : list_with(told_list, deed_value(listed), arena));
    return true;
}

static bool listed_find(struct annotating *annotating, const char *list_name, const char *member,
                        const struct value **out, size_t *at, struct error *err)
{
    const struct value *told_list = told(annotating->annotated, list_name);
    *at = listed_at(told_list, member, annotating->key);
    if (*at == value_count(told_list))
        return annotation_object(annotating, "there is none", err);
    *out = value_at(told_list, *at);
    return true;
}

/* ---- maps of words ---- */

static struct value map_without(const struct value *told_map, struct text key, struct arena *arena)
{
    struct members rest = {0};
    for (size_t i = 0; i < value_count(told_map); i++)
        if (!text_equal(member_key(told_map, i), key))
            members_add(arena, &rest, member_key(told_map, i), *member_value(told_map, i));
    return value_of_map(arena, &rest);
}

static struct value map_with(const struct value *told_map, struct text key, struct text words,
                             struct arena *arena)
{
    struct members more = {0};
    for (size_t i = 0; i < value_count(told_map); i++)
        if (!text_equal(member_key(told_map, i), key))
            members_add(arena, &more, member_key(told_map, i), *member_value(told_map, i));
    members_add(arena, &more, key, value_of_text(words));
    return value_of_map(arena, &more);
}

/* ---- tags, aliases, notes ---- */

static bool tag_apply(struct annotating *annotating, struct error *err)
{
    const struct value *tags = told(annotating->annotated, "tags");
    if (!value_wanted(annotating, err))
        return false;
    if (!value_get(tags, annotating->key) && value_count(tags) >= LIMIT_TAGS)
        return error_set(err, ERROR_INTEGRITY, "%.*s has %d tags, and cannot have more",
                         TEXT_ARGS(annotating->version_key), LIMIT_TAGS);
    deed_put(&annotating->version, "tags",
             map_with(tags, annotating->key, annotating->value, annotating->applying->arena));
    return true;
}

static bool untag_apply(struct annotating *annotating, struct error *err)
{
    const struct value *tags = told(annotating->annotated, "tags");
    if (!value_get(tags, annotating->key))
        return annotation_object(annotating, "there is none", err);
    deed_put(&annotating->version, "tags",
             map_without(tags, annotating->key, annotating->applying->arena));
    return true;
}

/* "latest", "v7" and the stages mean something already, and "1.0.0" a version. */
static bool alias_reserved(struct text alias)
{
    struct semver semver;
    bool numbered = alias.size > 1 && alias.at[0] == 'v';
    for (size_t i = 1; numbered && i < alias.size; i++)
        numbered = alias.at[i] >= '0' && alias.at[i] <= '9';
    return numbered || words_are_reserved(alias) || semver_read(alias, &semver);
}

bool registry_alias_free(struct text alias)
{
    return words_are_id(alias) && !alias_reserved(alias);
}

static bool model_find(const struct annotating *annotating, const struct value **out,
                       struct error *err)
{
    return applying_row(annotating->applying, "model", told_text(annotating->annotated, "name"),
                        out, err);
}

static bool aliases_put(const struct annotating *annotating, const struct value *model,
                        struct value aliases, struct error *err)
{
    struct deed deed = deed_of(model, annotating->applying->arena);
    deed_put(&deed, "aliases", aliases);
    return applying_put(annotating->applying, "model", told_text(model, "name"), &deed, err);
}

/* An alias is asked for where a version may be: it is not called as one is. */
static bool alias_distinct(const struct annotating *annotating, struct error *err)
{
    const struct value *called_so;
    struct applying *applying = annotating->applying;
    const struct text name = told_text(annotating->annotated, "name");
    const struct text key =
        text_format(applying->arena, "%.*s@%.*s", TEXT_ARGS(name), TEXT_ARGS(annotating->key));
    if (!applying_row(applying, "version", key, &called_so, err))
        return false;
    return !called_so || annotation_object(annotating, "a version is called so", err);
}

/* By an alias production is deployed, and stopped: it is led away from there by who answers for
 * that, not by a pipeline. */
static bool alias_leaves(const struct annotating *annotating, const struct value *model,
                         struct text version, struct error *err)
{
    const struct text meant = value_text(value_get(told(model, "aliases"), annotating->key));
    if (!meant.size || text_equal(meant, version) ||
        !text_equal(meant, told_text(model, "production")) ||
        identity_roles(annotating->applying->who) & (OWNER | OPERATOR))
        return true;
    return annotation_object(
        annotating, "it stands for what is in production, and an owner or operator changes that",
        err);
}

static bool alias_apply(struct annotating *annotating, struct error *err)
{
    const struct value *model;
    if (!words_are_id(annotating->key))
        return annotation_object(annotating, "an alias has a-z, 0-9, ., _, @ and -, 64 at most",
                                 err);
    if (alias_reserved(annotating->key))
        return annotation_object(annotating, "that word is reserved", err);
    if (!alias_distinct(annotating, err) || !model_find(annotating, &model, err) ||
        !alias_leaves(annotating, model, told_text(annotating->annotated, "version"), err))
        return false;
    const struct value *aliases = told(model, "aliases");
    if (!value_get(aliases, annotating->key) && value_count(aliases) >= LIMIT_ALIASES)
        return error_set(err, ERROR_INTEGRITY, "%.*s has %d aliases, and cannot have more",
                         TEXT_ARGS(told_text(model, "name")), LIMIT_ALIASES);
    return aliases_put(annotating, model,
                       map_with(aliases, annotating->key,
                                told_text(annotating->annotated, "version"),
                                annotating->applying->arena),
                       err);
}

static bool unalias_apply(struct annotating *annotating, struct error *err)
{
    const struct value *model;
    if (!model_find(annotating, &model, err))
        return false;
    const struct value *aliases = told(model, "aliases");
    if (!text_equal(value_text(value_get(aliases, annotating->key)),
                    told_text(annotating->annotated, "version")))
        return annotation_object(annotating, "that alias is not its", err);
    if (!alias_leaves(annotating, model, TEXT_NONE, err))
        return false;
    return aliases_put(annotating, model,
                       map_without(aliases, annotating->key, annotating->applying->arena), err);
}

static bool note_apply(struct annotating *annotating, struct error *err)
{
    return told(annotating->applying->act.predicate, "note") ||
           annotation_object(annotating, "it says nothing", err);
}

/* ---- consumers and reviews ---- */

/* Who recorded a consumer first speaks for it, whoever records it again. */
static struct text consumer_speaker(const struct annotating *annotating)
{
    const struct value *consumers = told(annotating->annotated, "consumers");
    const size_t at = listed_at(consumers, "id", annotating->key);
    return at < value_count(consumers) ? told_text(value_at(consumers, at), "by")
                                       : annotating->applying->by;
}

/* That a version ends is known to who uses it, and not to whoever wants it gone: it is said by who
 * recorded the consumer, by itself where it is a person, or by who may retire the version. */
static bool consumer_heard(const struct annotating *annotating, struct error *err)
{
    const struct applying *applying = annotating->applying;
    const struct text speaker = consumer_speaker(annotating);
    if (text_equal(applying->by, speaker) || text_equal(applying->by, annotating->key) ||
        identity_roles(applying->who) & CLEARS)
        return true;
    return error_set(err, ERROR_GUARD,
                     "%.*s may not %.*s %.*s on %.*s: that is said by %.*s, who recorded it, or by "
                     "%.*s",
                     TEXT_ARGS(applying->by), TEXT_ARGS(annotating->change),
                     TEXT_ARGS(annotating->key), TEXT_ARGS(annotating->version_key),
                     TEXT_ARGS(speaker),
                     TEXT_ARGS(roles_phrase(CLEARS, "one of", applying->arena)));
}

static bool consume_apply(struct annotating *annotating, struct error *err)
{
    enum owed_kind owed;
    struct deed consumer = deed_of(NULL, annotating->applying->arena);
    if (owed_read(annotating->key, &owed))
        return annotation_object(annotating, "that word is reserved", err);
    deed_text(&consumer, "id", annotating->key);
    deed_text(&consumer, "by", consumer_speaker(annotating));
    deed_count(&consumer, "index", annotating->applying->entry->index);
    deed_put(&consumer, "acknowledged", value_of_null());
    return listed_put(annotating, "consumers", "id", &consumer, LIMIT_CONSUMERS, err);
}

static bool release_apply(struct annotating *annotating, struct error *err)
{
    size_t at;
    const struct value *consumer;
    if (!listed_find(annotating, "consumers", "id", &consumer, &at, err) ||
        !consumer_heard(annotating, err))
        return false;
    listed_drop(annotating, "consumers", at);
    return true;
}

/* A review that is owed is somebody else's to do. */
static bool review_apply(struct annotating *annotating, enum owed_kind owed, struct error *err)
{
    size_t paid;
    struct applying *applying = annotating->applying;
    struct values payers = {0};
    struct deed payer = deed_of(NULL, applying->arena);
    if (!applying_role(applying, REVIEWS, err))
        return false;
    if (version_has_author(annotating->annotated, applying->by))
        return error_set(err, ERROR_INTEGRITY,
                         "%.*s is an author of %.*s, and nobody reviews their own work",
                         TEXT_ARGS(applying->by), TEXT_ARGS(annotating->version_key));
    applying_stamp(applying, &payer);
    *LIST_ADD(applying->arena, &payers) = deed_value(&payer);
    const struct payment payment = {owed, TEXT_NONE, applying->by, &payers};
    if (!owed_pay(applying, &payment, &annotating->version, &paid, err))
        return false;
    if (!paid)
        return annotation_object(
            annotating, "no such review is owed, or the one who signs this is whose doing it is",
            err);
    return emergency_settle(applying, &annotating->version, err);
}

static bool acknowledge_apply(struct annotating *annotating, struct error *err)
{
    size_t at;
    enum owed_kind owed;
    const struct value *consumer;
    if (owed_read(annotating->key, &owed))
        return review_apply(annotating, owed, err);
    if (!listed_find(annotating, "consumers", "id", &consumer, &at, err) ||
        !consumer_heard(annotating, err))
        return false;
    struct deed acknowledged = deed_of(consumer, annotating->applying->arena);
    deed_count(&acknowledged, "acknowledged", annotating->applying->entry->index);
    return listed_put(annotating, "consumers", "id", &acknowledged, LIMIT_CONSUMERS, err);
}

/* ---- endpoints ---- */

static bool serve_apply(struct annotating *annotating, struct error *err)
{
    struct deed endpoint = deed_of(NULL, annotating->applying->arena);
    deed_text(&endpoint, "endpoint", annotating->key);
    deed_count(&endpoint, "index", annotating->applying->entry->index);
    deed_text(&endpoint, "where", annotating->value);
    deed_put(&endpoint, "requests", value_of_null());
    return listed_put(annotating, "endpoints", "endpoint", &endpoint, LIMIT_ENDPOINTS, err);
}

static bool withdraw_apply(struct annotating *annotating, struct error *err)
{
    size_t at;
    const struct value *endpoint;
    if (!listed_find(annotating, "endpoints", "endpoint", &endpoint, &at, err))
        return false;
    listed_drop(annotating, "endpoints", at);
    return true;
}

enum { REQUESTS_DIGITS = 15 };

static bool requests_read(struct text requests_text, uint64_t *out)
{
    uint64_t requests = 0;
    for (size_t i = 0; i < requests_text.size; i++) {
        if (requests_text.at[i] < '0' || requests_text.at[i] > '9')
            return false;
        requests = requests * 10 + (uint64_t)(requests_text.at[i] - '0');
    }
    *out = requests;
    return requests_text.size > 0 && requests_text.size <= REQUESTS_DIGITS;
}

static bool traffic_apply(struct annotating *annotating, struct error *err)
{
    size_t at;
    uint64_t requests;
    const struct value *endpoint;
    if (annotating->value.size > REQUESTS_DIGITS || !requests_read(annotating->value, &requests))
        return annotation_object(annotating, "requests a day are a whole number", err);
    if (!listed_find(annotating, "endpoints", "endpoint", &endpoint, &at, err))
        return false;
    struct deed busier = deed_of(endpoint, annotating->applying->arena);
    deed_count(&busier, "requests", requests);
    return listed_put(annotating, "endpoints", "endpoint", &busier, LIMIT_ENDPOINTS, err);
}

/* ---- notices ---- */

/* "DUE/DAYS", and from when on it is to be given. */
static bool notice_read(struct text notice, int64_t *from)
{
    static const struct {
        const char *word;
        int64_t days;
    } notices[] = {{"30", 30}, {"7", 7}, {"1", 1}, {"overdue", 0}};
    int64_t due;
    const size_t slash = text_find(notice, '/');
    if (slash == notice.size || !clock_read(text_part(notice, 0, slash), &due))
        return false;
    const struct text word = text_part(notice, slash + 1, notice.size - slash - 1);
    for (size_t i = 0; i < COUNT(notices); i++)
        if (text_is(word, notices[i].word)) {
            *from = due - notices[i].days * DAY;
            return true;
        }
    return false;
}

/* Ahead of the day a person sweeps: a machine waits for it to come. */
static bool notice_timely(const struct annotating *annotating, int64_t from, struct error *err)
{
    const struct applying *applying = annotating->applying;
    return from <= applying->entry->time + LIMIT_CLOCK_SKEW ||
           identity_roles(applying->who) & SWEEPS_AHEAD ||
           error_set(err, ERROR_GUARD,
                     "%.*s is a machine and may not give the notice %.*s of %.*s on %.*s before "
                     "the day has come; ahead of it one has to be %.*s",
                     TEXT_ARGS(applying->by), TEXT_ARGS(annotating->value),
                     TEXT_ARGS(annotating->key), TEXT_ARGS(annotating->version_key),
                     TEXT_ARGS(roles_phrase(SWEEPS_AHEAD, "one of", applying->arena)));
}

static bool notice_apply(struct annotating *annotating, struct error *err)
{
    int64_t from;
    const struct value *given;
    struct applying *applying = annotating->applying;
    if (!notice_read(annotating->value, &from))
        return annotation_object(annotating,
                                 "a notice is of a day and how far it is: TIME/30, "
                                 "TIME/7, TIME/1 or TIME/overdue",
                                 err);
    if (!notice_timely(annotating, from, err))
        return false;
    const struct text notice_key = text_format(
        applying->arena, "%.*s/%.*s/%.*s", TEXT_ARGS(annotating->version_key),
        TEXT_ARGS(row_key_escape(annotating->key, applying->arena)), TEXT_ARGS(annotating->value));
    if (!applying_row(applying, "notice", notice_key, &given, err))
        return false;
    if (given)
        return annotation_object(annotating, "that notice was given", err);
    struct deed notice = deed_of(NULL, applying->arena);
    deed_count(&notice, "index", applying->entry->index);
    deed_time(&notice, "time", applying->entry->time);
    return applying_put(applying, "notice", notice_key, &notice, err);
}

/* ---- any of them ---- */

static const struct {
    const char *change;
    unsigned who;
    bool valued; /* may say something of it */
    bool (*apply)(struct annotating *annotating, struct error *err);
} annotations[] = {
    {"tag", ALL_BUT_AUDITOR, true, tag_apply},
    {"untag", ALL_BUT_AUDITOR, false, untag_apply},
    {"alias", OWNER | OPERATOR | CI | VALIDATOR | OFFICER, false, alias_apply},
    {"unalias", OWNER | OPERATOR | CI | VALIDATOR | OFFICER, false, unalias_apply},
    {"note", ALL_BUT_AUDITOR, true, note_apply},
    {"consume", ALL_BUT_AUDITOR, false, consume_apply},
    {"release", ALL_BUT_AUDITOR, false, release_apply},
    {"acknowledge", ALL_BUT_AUDITOR, false, acknowledge_apply},
    {"serve", CI | OPERATOR | OWNER, true, serve_apply},
    {"withdraw", CI | OPERATOR | OWNER, false, withdraw_apply},
    {"traffic", CI | OPERATOR | OWNER, true, traffic_apply},
    {"notice", OPERATOR | CI | OWNER | OFFICER, true, notice_apply},
};

static bool annotation_fits(const struct annotating *annotating, bool valued, struct error *err)
{
    if (annotating->key.size > LIMIT_ANNOTATION_KEY ||
        annotating->value.size > LIMIT_ANNOTATION_VALUE)
        return error_set(err, ERROR_INTEGRITY,
                         "an annotation of %.*s is too long: %d bytes of key and %d of value are "
                         "the most",
                         TEXT_ARGS(annotating->version_key), LIMIT_ANNOTATION_KEY,
                         LIMIT_ANNOTATION_VALUE);
    return valued || !annotating->value.size ||
           annotation_object(annotating, "it has a value, and nothing is said of it", err);
}

bool annotation_apply(struct applying *applying, struct error *err)
{
    const struct value *act_members = applying->act.predicate, *model = told(act_members, "model");
    struct annotating annotating = {.applying = applying,
                                    .change = told_text(act_members, "change"),
                                    .key = told_text(act_members, "key"),
                                    .value = told_text(act_members, "value"),
                                    .version_key = told_version(model, applying->arena)};
    size_t kind = 0;
    while (kind < COUNT(annotations) && !text_is(annotating.change, annotations[kind].change))
        kind++;
    if (kind == COUNT(annotations))
        return error_set(err, ERROR_INTEGRITY, "%.*s is no annotation",
                         TEXT_ARGS(annotating.change));
    if (!applying_role(applying, annotations[kind].who, err) ||
        !version_find(applying, model, &annotating.annotated, err) ||
        !annotation_fits(&annotating, annotations[kind].valued, err))
        return false;
    annotating.version = deed_of(annotating.annotated, applying->arena);
    return annotations[kind].apply(&annotating, err) &&
           applying_put(applying, "version", annotating.version_key, &annotating.version, err) &&
           applying_history(applying, annotating.version_key, annotating.change, err);
}
