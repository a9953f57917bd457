/* policy/case.h: everything that a policy may know when it judges.
 *
 * A case is plain data: the judged manifest, its evidence, the version that is in production now,
 * the transition that is asked for, approvals, observations, and the moment. Nothing else reaches
 * a policy, so the same case gives the same findings for ever.
 */
#ifndef POLICY_CASE_H
#define POLICY_CASE_H

#include "evidence/manifest.h"

struct metric_index;

/* What an evaluator has worked out about a case, kept for the next policy that judges it. It is a
 * cache and nothing more: with and without one the findings are the same. `arena` lives as long as
 * the case. */
struct case_memo {
    struct arena *arena;
    const struct metric_index *results; /* by metric: script/metric_index.h; NULL until asked for */
    const struct value *evidence;       /* the list of normal forms; NULL until asked for         */
};

struct case_file {
    const struct manifest *manifest;
    const struct evidences *evidence;
    const struct artifact *artifact;
    const struct case_file *champion; /* NULL where nothing is in production */
    enum stage from, to;
    const struct value *approvals;    /* a list, empty without a ledger                        */
    const struct value *observations; /* a map: what was looked up, e.g. git                   */
    int64_t now;                      /* seconds since 1970                                    */
    struct case_memo *memo;           /* or NULL: every check works things out for itself      */
};

#endif
