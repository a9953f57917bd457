/* tests/unit/script/judging.h: a policy judges a small model, and we look at what it found.
 *
 *     const struct trial trial = {.evidence = {"{accuracy: 0.89}"},
 *                                 .check = "case:metric('accuracy'):at_least(0.9)"};
 *     struct judged judged = judge(trial);
 *     ends(&judged, "accuracy", OUTCOME_FAIL, "accuracy is 0.890, at least 0.900 is required");
 *
 * Everything goes through the room's door, with the default budget.
 */
#ifndef JUDGING_H
#define JUDGING_H

#include "support.h"

#include "script/script.h"

#include <math.h>

enum { TRIAL_FILES = 4 };

struct trial {
    const char *name;  /* of a row in a table */
    const char *model; /* YAML after obstat, name and version; NULL: nothing more */
    const char
        *evidence[TRIAL_FILES]; /* bodies of evidence/v1 in YAML flow: "metrics: {auc: 0.9}" */
    enum grade grades[TRIAL_FILES];
    const char
        *champion[TRIAL_FILES]; /* the same of the version in production; none: no champion */
    const char *champion_model;
    const char *check;  /* body of the check */
    const char *policy; /* the whole file, in place of `check` */
    const char *params; /* body of params */
    const char *level;
    const char *control; /* what is expected: of the first finding where NULL */
    enum outcome outcome;
    const char *message;
    enum stage from;
    int64_t now;
    uint64_t fuel;
    struct watcher *watcher;
    bool memo;
};

struct judged {
    struct arena arena;
    struct findings findings;
    struct evaluation evaluation;
    struct error err;
};

static inline void trial_manifest(struct arena *arena, const char *path, const char *more,
                                  struct manifest *out)
{
    struct error err = {0};
    struct value *document = ARENA_NEW(arena, struct value);
    const struct text text = text_format(arena,
                                         "obstat: model/v1\nname: credit\nversion: 1.0.0\n"
                                         "evidence: [{path: m.yaml}]\n%s",
                                         more ? more : "");
    ck_assert_msg(document_read(path, text, arena, document, &err), "%s", support_error(&err));
    *out = (struct manifest){
        .path = path,
        .folder = ".",
        .document = document,
        .name = TEXT("credit"),
        .version = TEXT("1.0.0"),
        .tier = TIER_HIGH,
    };
    const struct value *risk = value_present(document, TEXT("risk"));
    const struct value *tier = risk ? value_present(risk, TEXT("tier")) : NULL;
    struct suggestion near;
    if (tier) {
        ck_assert(tier_read(value_text(tier), &out->tier, &near));
        out->tier_declared = true;
    }
}

static inline struct evidences *trial_evidence(struct arena *arena, const char *prefix,
                                               const char *const *bodies, const enum grade *grades)
{
    struct evidences *evidences = ARENA_NEW(arena, struct evidences);
    for (size_t i = 0; i < TRIAL_FILES && bodies[i]; i++) {
        struct error err = {0};
        struct evidence evidence = {0};
        const char *path = text_format(arena, "%s%zu.yaml", prefix, i + 1).at;
        const struct text text = text_format(arena, "obstat: evidence/v1\n%s\n", bodies[i]);
        ck_assert_msg(evidence_read(path, text, TEXT_NONE, arena, &evidence, &err), "%s",
                      support_error(&err));
        evidence.grade = grades[i];
        *LIST_ADD(arena, evidences) = evidence;
    }
    return evidences;
}

static inline struct case_file *trial_case(const struct trial *trial, struct arena *arena)
{
    static const enum grade declared[TRIAL_FILES];
    struct case_file *of = ARENA_NEW(arena, struct case_file);
    struct manifest *manifest = ARENA_NEW(arena, struct manifest);
    trial_manifest(arena, "model.yaml", trial->model, manifest);
    *of = (struct case_file){
        .manifest = manifest,
        .evidence = trial_evidence(arena, "m", trial->evidence, trial->grades),
        .from = trial->from,
        .to = STAGE_PRODUCTION,
        .now = trial->now,
    };
    if (trial->champion[0]) {
        struct case_file *champion = ARENA_NEW(arena, struct case_file);
        struct manifest *theirs = ARENA_NEW(arena, struct manifest);
        trial_manifest(arena, "champion.yaml", trial->champion_model, theirs);
        *champion = (struct case_file){
            .manifest = theirs,
            .evidence = trial_evidence(arena, "c", trial->champion, declared),
            .to = STAGE_PRODUCTION,
        };
        of->champion = champion;
    }
    if (trial->memo) {
        of->memo = ARENA_NEW(arena, struct case_memo);
        of->memo->arena = arena;
    }
    return of;
}

static inline struct text trial_policy(const struct trial *trial, struct arena *arena)
{
    if (trial->policy)
        return text_of(trial->policy);
    return text_format(arena,
                       "return {id = 't/p', title = 'A policy', level = '%s',\n"
                       "remedy = 'Mend it.', params = {%s},\n"
                       "check = function(case, params)\n%s\nend}",
                       trial->level ? trial->level : "mandatory",
                       trial->params ? trial->params : "", trial->check ? trial->check : "");
}

static inline void judge_case(const struct trial *trial, const struct case_file *of,
                              struct judged *out)
{
    struct policy policy;
    const struct script_options options = {.fuel = trial->fuel, .time_ms = 60000};
    const struct evaluator lua = script_evaluator(&options);
    const struct policy_source source = {.path = "p.lua",
                                         .source = trial_policy(trial, &out->arena)};
    out->evaluation = (struct evaluation){.watcher = trial->watcher};
    out->findings = (struct findings){0};
    ck_assert_msg(lua.load(lua.host, &source, &out->arena, &policy, &out->err), "%s: %s",
                  trial->name ? trial->name : "the policy", support_error(&out->err));
    lua.check(lua.host, &policy, of, &out->arena, &out->findings, &out->evaluation);
}

static inline struct judged judge(struct trial trial)
{
    struct judged judged = {0};
    judge_case(&trial, trial_case(&trial, &judged.arena), &judged);
    return judged;
}

static inline const char *judged_words(const struct judged *judged, struct arena *arena)
{
    enum { SHOWN = 10 };
    struct text words = TEXT_NONE;
    for (size_t i = 0; i < judged->findings.count && i < SHOWN; i++) {
        const struct finding *one = &judged->findings.at[i];
        words =
            text_format(arena, "%.*s\n  [%.*s] %s: %.*s", TEXT_ARGS(words), TEXT_ARGS(one->control),
                        outcome_name(one->outcome), TEXT_ARGS(one->message));
    }
    return words.at ? words.at : "no findings";
}

/* The finding of that control; the only one where `control` is NULL. */
static inline const struct finding *finding_of(struct judged *judged, const char *control)
{
    for (size_t i = 0; i < judged->findings.count; i++)
        if (!control ? judged->findings.count == 1
                     : text_is(judged->findings.at[i].control, control))
            return &judged->findings.at[i];
    ck_abort_msg("no finding %s among: %s", control ? control : "alone",
                 judged_words(judged, &judged->arena));
    return NULL;
}

static inline bool text_has(struct text text, const char *part)
{
    return memmem(text.at, text.size, part, strlen(part)) != NULL;
}

/* The control ended so, and its message has these words. */
static inline void ends(struct judged *judged, const char *control, enum outcome outcome,
                        const char *message)
{
    const struct finding *finding = finding_of(judged, control);
    ck_assert_msg(finding->outcome == outcome && text_has(finding->message, message),
                  "wanted %s \"%s\", found %s", outcome_name(outcome), message,
                  judged_words(judged, &judged->arena));
}

/* Each row of a table: its one finding ends as the row says. */
static inline void judge_rows(const struct trial *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct judged judged = judge(rows[i]);
        const struct finding *finding = finding_of(&judged, rows[i].control);
        ck_assert_msg(finding->outcome == rows[i].outcome &&
                          text_has(finding->message, rows[i].message ? rows[i].message : ""),
                      "%s: wanted %s \"%s\", found %s", rows[i].name, outcome_name(rows[i].outcome),
                      rows[i].message ? rows[i].message : "", judged_words(&judged, &judged.arena));
        arena_free(&judged.arena);
    }
}

#endif
