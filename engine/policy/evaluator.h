/* policy/evaluator.h: the port behind which policies run.
 *
 * script/ implements it with Lua. An evaluator reads a policy's metadata without running its check,
 * and later judges one case with it. Every call starts from nothing: no policy sees another, or
 * an earlier case.
 */
#ifndef POLICY_EVALUATOR_H
#define POLICY_EVALUATOR_H

#include "policy/case.h"
#include "policy/finding.h"
#include "policy/policy.h"

/* A remark that judges nothing: case:note, a default that case:optional gave. Part of the record.
 */
struct remark {
    struct text policy;
    struct text message;
    struct place source; /* line of the policy */
};

struct notes LIST(struct remark);

/* What a call has used of its budget, what it remarked, and who wants to watch. */
struct evaluation {
    uint64_t fuel;           /* units spent                    */
    size_t memory;           /* bytes at the peak              */
    int64_t time_us;         /* not part of any record         */
    struct watcher *watcher; /* or NULL */
    struct notes notes;      /* in the order of the policy; at most LIMIT_FINDINGS */
};

/* Told of what a policy does, for `policy try`, coverage and ablation. Any member may be NULL. */
struct watcher {
    void *context;
    /* A value was read: where the policy did it, what it asked for, what it got (NULL: absent). */
    void (*read)(void *context, struct place source, struct text path, const struct value *value);
    /* A control ended. */
    void (*finding)(void *context, const struct finding *finding);
    /* A line of the policy (not of a module) was reached. */
    void (*line)(void *context, unsigned line);
};

struct lines LIST(unsigned);

/* A case that is judged right after loading, in the same go. */
struct early {
    const struct case_file *of;
    struct arena *arena; /* where findings and notes live; the policy itself does not */
    /* Asked when the policy is known and before its check runs: shall it? */
    bool (*wanted)(void *context, const struct policy *policy);
    void *context;
    bool judged; /* then these are what check would have given; else check is still to be called */
    struct findings findings;
    struct evaluation evaluation;
};

struct evaluator {
    void *host;

    /* Run the file and read what it declares. False, with ERROR_POLICY at file and line, where it
     * does not compile, fails, spends its budget, or declares nonsense. */
    bool (*load)(void *host, const struct policy_source *source, struct arena *arena,
                 struct policy *out, struct error *err);

    /* Judge one case. Findings carry policy, level (at the case's moment), cites and fix; there is
     * at least one. A policy that fails or overspends gets an error finding after those it made;
     * so this has no way to fail. */
    void (*check)(void *host, const struct policy *policy, const struct case_file *of,
                  struct arena *arena, struct findings *out, struct evaluation *evaluation);

    /* load, and then check as well, where that is wanted: sooner than one after the other. Nobody
     * can tell from a finding which way it came; so where anything is amiss, or the two take more
     * than a small part of the budget, `judged` stays false. */
    bool (*load_early)(void *host, const struct policy_source *source, struct early *early,
                       struct arena *arena, struct policy *out, struct error *err);

    /* Lines of the policy that can be reached, in order, for coverage. */
    bool (*lines)(void *host, const struct policy_source *source, struct arena *arena,
                  struct lines *out, struct error *err);
};

#endif
