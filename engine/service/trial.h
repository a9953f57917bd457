/* service/trial.h: one case of a policy's test, made and run. Private to the room.
 *
 *     { name = "one person less is not",
 *       model = { risk = { tier = "limited" } },        laid over the smallest valid manifest
 *       evidence = { groups = { ... } },                laid over an empty evidence/v1
 *       champion = { model = ..., evidence = ... },
 *       to = "production", from = "staging", now = "2026-11-20", params = { floor = 0.9 },
 *       observations = { git = { head = ..., clean = true } },
 *       expect = "fail" }                               or { outcome = "fail", message = "0\\.798"
 * }
 *
 * A table is written out as JSON and read back as a file would be, so a test meets the same readers
 * as a pipeline; a text is the name of a file beside the test. `evidence` may be a list of several.
 * The smallest valid manifest: name "test-model", version "1.0.0", no evidence listed.
 */
#ifndef SERVICE_TRIAL_H
#define SERVICE_TRIAL_H

#include "policy/evaluator.h"
#include "service/judge.h"

/* The documents of a case, as values that ablation may change, and what is expected. */
struct trial {
    struct text name;
    struct value model;
    struct values evidence;
    bool championed;
    struct value champion_model;
    struct values champion_evidence;
    struct value observations, approvals;
    const struct value *params; /* that the trial sets, or NULL */
    enum stage from, to;
    int64_t now;
    enum outcome outcome; /* expected                                                        */
    struct text message;  /* pattern that a finding's message must match in the trial, or "" */
};

/* What a case is read into and judged as: everything in `arena`. */
struct trial_run {
    struct manifest manifest, champion_manifest;
    struct evidences evidence, champion_evidence;
    struct artifact artifact;
    struct case_file of, champion;
    struct findings findings;
    struct conclusion conclusion;
    enum outcome outcome; /* of the whole: the gravest of the binding findings, see trial.c */
};

/* Read a case from its table. `folder` is the test's; `trial_place` is for errors (ERROR_POLICY).
 */
NODISCARD bool trial_read(const struct value *trial_table, const char *folder,
                          struct place trial_place, struct arena *arena, struct trial *out,
                          struct error *err);

/* What every trial of a policy is judged with. */
struct trial_bench {
    const struct policy *policy;
    const struct evaluator *evaluator;
    struct schemas *schemas;
    struct watcher *watcher; /* or NULL */
};

/* Make the documents and judge. False, with err, where a reader refuses them: they cannot be
 * judged, which blocks. `trial_run` stays where it is: its parts point to one another. */
NODISCARD bool trial_judge(const struct trial *trial, const struct trial_bench *bench,
                           struct arena *arena, struct trial_run *trial_run, struct error *err);

/* Did it end as expected? If not, `trial_why` says what came instead. */
bool trial_holds(const struct trial *trial, const struct trial_run *run, struct arena *arena,
                 struct text *trial_why);

#endif
