/* Versions that move, in one line each, on top of story.h:
 *
 *     story_moves(&story, "high");                       credit@1.0.0 is registered
 *     in_production(&story, "1.0.0", "high");            judged, signed by rio and own, promoted
 *     guarded(&story, moves(&story, &story.ops, move(&story, "rollback", "1.0.0", "staging")),
 * ...);
 */
#ifndef MOVES_H
#define MOVES_H

#include "story.h"

#include "registry/owed.h"

#define refused_as(story, saying, error_code, why)                                                 \
    do {                                                                                           \
        ck_assert_msg(!(saying), "it was not refused");                                            \
        ck_assert_msg(strstr((story)->err.message, why) != NULL, "%s", (story)->err.message);      \
        ck_assert_int_eq((story)->err.code, error_code);                                           \
    } while (0)

/* The lifecycle does not let it. */
#define guarded(story, saying, why) refused_as(story, saying, ERROR_GUARD, why)

static inline const char *key_version(struct story *story, const char *version)
{
    return text_format(&story->arena, "credit@%s", version).at;
}

static inline const struct value *version_row(struct story *story, const char *version)
{
    return row_of(story, "version", key_version(story, version));
}

static inline const struct value *model_row(struct story *story)
{
    return row_of(story, "model", "credit");
}

static inline bool stands(struct story *story, const char *version, const char *stage)
{
    return text_is(told_text(version_row(story, version), "stage"), stage);
}

/* Where it stands, and who says so: one row, under the stage that the version's row has. */
static inline bool placed(struct story *story, const char *version)
{
    const struct value *row = version_row(story, version);
    size_t places = 0;
    bool right = false;
    for (size_t i = 0; i < story->keeper.count; i++) {
        const struct kept *kept = &story->keeper.rows[i];
        const struct text key = text_format(&story->arena, "/credit@%s", version);
        if (!text_is(kept->kind, "place") || !text_ends(kept->key, key))
            continue;
        places++;
        right = text_starts(kept->key, told_text(row, "stage"));
    }
    return places == 1 && right;
}

/* ---- moving ---- */

/* As a command drafts it: from where the row says, at the head that it says. */
static inline struct value move(struct story *story, const char *change, const char *version,
                                const char *to)
{
    const struct value *row = version_row(story, version);
    return json(story,
                "{'change': '%s', 'model': {'name': 'credit', 'version': '%s'}, 'artifact': '%s',"
                " 'from': '%.*s', 'to': '%s', 'head': %u, 'reason': '%s', 'other': null,"
                " 'decision': null, 'request': null, 'review_by': null, 'incident': null,"
                " 'sunset': null, 'steps': [], 'successor': null, 'moment': null, 'step': null,"
                " 'acknowledged': [], 'retention': null, 'stored': []}",
                change, version, artifact_word(story, version), TEXT_ARGS(told_text(row, "stage")),
                to, (unsigned)told_count(row, "head"), digest_word(story, "why"));
}

static inline struct value with_digest(struct story *story, struct value members, const char *name,
                                       const char *of)
{
    return with(story, members, name,
                text_format(&story->arena, "'%s'", digest_word(story, of)).at);
}

static inline struct value with_time(struct story *story, struct value members, const char *name,
                                     int64_t moment)
{
    return with(story, members, name,
                text_format(&story->arena, "'%s'", time_word(story, moment)).at);
}

/* And the version that moves in the same record. */
static inline struct value with_other(struct story *story, struct value members,
                                      const char *version, const char *to)
{
    const struct value *row = version_row(story, version);
    return with(story, members, "other",
                text_format(&story->arena,
                            "{'version': '%s', 'from': '%.*s', 'to': '%s', 'head': %u}", version,
                            TEXT_ARGS(told_text(row, "stage")), to,
                            (unsigned)told_count(row, "head"))
                    .at);
}

static inline bool moves(struct story *story, const struct person *who, struct value members)
{
    return says(story, who, ACT_TRANSITION, members);
}

/* ---- judging ---- */

static inline struct value judging(struct story *story, const char *decision, const char *version,
                                   const char *to, const char *verdict)
{
    const struct value *row = version_row(story, version);
    struct value members = deciding(story, decision, verdict, NULL);
    members = with(story, members, "artifact",
                   text_format(&story->arena, "'%s'", artifact_word(story, version)).at);
    members = with(story, members, "model",
                   text_format(&story->arena, "{'name': 'credit', 'version': '%s', 'tier': '%.*s'}",
                               version, TEXT_ARGS(told_text(row, "tier")))
                       .at);
    return with(story, members, "transition",
                text_format(&story->arena, "{'from': '%.*s', 'to': '%s'}",
                            TEXT_ARGS(told_text(row, "stage")), to)
                    .at);
}

static inline bool judged(struct story *story, const char *decision, const char *version,
                          const char *to, const char *verdict)
{
    return says(story, &story->bot, ACT_DECISION, judging(story, decision, version, to, verdict));
}

/* A pending decision that opens a request. */
static inline void asked(struct story *story, const char *decision, const char *version,
                         const char *to)
{
    struct error err = {0};
    said(story, judged(story, decision, version, to, "pending"));
    story->request_index = story->count - 1;
    story->request_leaf = story->entries[story->count - 1].leaf;
    ck_assert(digest_text(text_of(decision), &story->request, &err));
}

/* An answer to what was asked last. */
static inline struct value reply(struct story *story, const char *role)
{
    const char *request = digest_print(&story->request, &story->arena).at;
    const struct value *row = row_of(story, "request", request);
    struct deed deed = {.arena = &story->arena};
    const struct value plain = answer_of(story, role);
    deed = deed_of(&plain, &story->arena);
    deed_keep(&deed, "model", told(row, "model"));
    deed_keep(&deed, "tier", told(row, "tier"));
    deed_keep(&deed, "transition", told(row, "transition"));
    deed_keep(&deed, "policies", told(row, "policies"));
    deed_keep(&deed, "artifact", told(row, "artifact"));
    return deed_value(&deed);
}

static inline bool replies(struct story *story, const struct person *who, const char *role)
{
    return answers(story, who, reply(story, role));
}

/* The decision that joins what was asked, once it is signed. */
static inline bool joined(struct story *story, const char *decision, const char *request,
                          const char *version, const char *to)
{
    const struct value members = judging(story, decision, version, to, "allow");
    return says(story, &story->bot, ACT_DECISION, with_digest(story, members, "request", request));
}

/* ---- stories ---- */

static inline void adopted(struct story *story, const char *stage, const char *set,
                           const char *previous)
{
    const struct value adoption = adopting(story, stage, set, previous);
    said(story, says(story, &story->ada, ACT_ADOPTION, adoption));
    const struct value *in_force = row_of(story, "adoption", stage);
    if (!text_is(told_text(in_force, "set"), digest_word(story, set)))
        said(story, says(story, &story->abe, ACT_ADOPTION, adoption));
}

static inline void registered(struct story *story, const char *version, const char *tier)
{
    said(story, says(story, &story->dev, ACT_REGISTRATION, registering(story, version, tier)));
}

static inline void story_moves(struct story *story, const char *tier)
{
    story_begin(story);
    enrol_all(story);
    story->ops = person_new(story, "ops");
    enrol(story, &story->ops, "operator");
    adopted(story, "production", "set", NULL);
    registered(story, "1.0.0", tier);
}

/* The promotion of a version that was judged: what displaces, displaces. */
static inline struct value promotion(struct story *story, const char *version, const char *to,
                                     const char *decision)
{
    struct value members = move(story, "promote", version, to);
    const struct text production = told_text(model_row(story), "production");
    members = with_digest(story, members, "decision", decision);
    if (strcmp(to, "production") == 0 && production.size)
        members = with_other(
            story, members, text_string(&story->arena, production),
            story->lifecycle && strcmp(story->lifecycle, "simple") == 0 ? "staging" : "deprecated");
    return members;
}

static inline const char *named(struct story *story, const char *version, const char *what)
{
    return text_format(&story->arena, "%s %s", what, version).at;
}

/* Judged and promoted by bot; signed by rio and own where the tier asks for it. */
static inline void in_production(struct story *story, const char *version, const char *tier)
{
    const char *allow = named(story, version, "allow"), *ask = named(story, version, "ask");
    if (strcmp(tier, "minimal") == 0) {
        said(story, judged(story, allow, version, "production", "allow"));
        said(story, moves(story, &story->bot, promotion(story, version, "production", allow)));
        return;
    }
    asked(story, ask, version, "production");
    said(story, replies(story, &story->rio, "risk-officer"));
    if (strcmp(tier, "high") == 0)
        said(story, replies(story, &story->own, "owner"));
    said(story, joined(story, allow, ask, version, "production"));
    said(story,
         moves(story, &story->bot,
               with_digest(story, promotion(story, version, "production", allow), "request", ask)));
}

/* Into shadow or canary, by bot; signed by rio and own where the tier is high. */
static inline void served(struct story *story, const char *version, const char *to,
                          const char *tier)
{
    const char *allow = named(story, version, to);
    const char *ask = named(story, version, text_format(&story->arena, "ask %s", to).at);
    if (strcmp(tier, "high") != 0) {
        said(story, judged(story, allow, version, to, "allow"));
        said(story, moves(story, &story->bot, promotion(story, version, to, allow)));
        return;
    }
    asked(story, ask, version, to);
    said(story, replies(story, &story->rio, "risk-officer"));
    said(story, replies(story, &story->own, "owner"));
    said(story, joined(story, allow, ask, version, to));
    said(story, moves(story, &story->bot,
                      with_digest(story, promotion(story, version, to, allow), "request", ask)));
}

/* Of credit@1.0.0, which was in production, by answers to what was asked as "resume". */
static inline struct value resuming(struct story *story, const char *decision)
{
    const struct value members = move(story, "resume", "1.0.0", "production");
    return with_digest(story, with_digest(story, members, "decision", decision), "request",
                       "resume");
}

/* 1.0.0 was in production before 1.1.0, which is. */
static inline void story_two(struct story *story)
{
    story_moves(story, "minimal");
    in_production(story, "1.0.0", "minimal");
    registered(story, "1.1.0", "minimal");
    in_production(story, "1.1.0", "minimal");
}

/* Notice of a day that is far enough. */
static inline int64_t far_enough(const struct story *story)
{
    return story->time + (int64_t)LIMIT_NOTICE_DAYS_HIGH * STORY_DAY;
}

/* ---- emergencies ---- */

/* By review in a day, as it is judged and asked under its own names. */
static inline struct value hurrying_of(struct story *story, const char *version)
{
    const char *ask = named(story, version, "ask");
    const struct value members =
        with_digest(story, promotion(story, version, "production", ask), "request", ask);
    return with_time(story, members, "review_by", story->time + 24 * 3600);
}

static inline void asked_for(struct story *story, const char *version)
{
    asked(story, named(story, version, "ask"), version, "production");
}

static inline bool is_unreviewed(struct story *story, const char *version)
{
    return owed_in_emergency(version_row(story, version)) &&
           text_is(told_text(told(model_row(story), "emergency"), "version"), version);
}

#endif
