/* policy/decision.h: what follows from all findings, and the record of it.
 *
 * decision_conclude is the whole rule: pure, total, and small enough to read. The record has one
 * written form, decision/v1 (schemas/decision.schema.json); its id is the SHA-256 over the RFC
 * 8785 form of everything but the id itself. Same inputs and same moment, same id, anywhere.
 */
#ifndef POLICY_DECISION_H
#define POLICY_DECISION_H

#include "crypto/digest.h"
#include "policy/finding.h"

enum verdict { VERDICT_ALLOW, VERDICT_DENY, VERDICT_PENDING };

enum { STATUSES_MAX = 6 };

/* What follows from findings. */
struct conclusion {
    enum verdict verdict;
    int status;                 /* the gravest                                             */
    int statuses[STATUSES_MAX]; /* every one that applies, gravest first; {0} where allowed */
    size_t status_count;
    size_t counts[OUTCOME_COUNT];          /* of binding findings                           */
    size_t advisory_counts[OUTCOME_COUNT]; /* of advisory ones                              */
    bool nothing_judged; /* no binding finding judged anything: status 3                    */
};

/* `lacking` is how many signatures are lacking: where all else holds the verdict is pending. */
void decision_conclude(const struct findings *findings, size_t lacking,
                       struct conclusion *conclusion);

const char *verdict_name(enum verdict verdict);

/* The parts of the record that are not findings, as values; each goes in under its own name. A
 * value of zeros is null. Reports look for these members, and do without those that are absent:
 *
 *     subject      {"name", "version", "tier"}
 *     transition   {"from", "to"}
 *     policies     {"digest", "count", "changed": [{"id", "param", "default", "value", "looser"}]}
 *     not_checked  ["the transition: no ledger", ...]      what, a colon, why
 *     approvals    [{"by", "role", "meaning", "time"}]     with a ledger: who has signed so far
 *     lacking      ["a risk-officer", ...]                 with a ledger: who has yet to sign
 */
struct decision_parts {
    struct value subject, artifact, transition, engine, policies, evidence, champion, waivers,
        not_checked;
    struct value notes, observations, approvals, lacking; /* left out of the record where null */
    int64_t now;
};

/* The record, its `id` included. Sorts the findings. */
NODISCARD bool decision_write(const struct decision_parts *parts, struct findings *findings,
                              const struct conclusion *conclusion, struct arena *arena,
                              struct value *written, struct error *err);

/* Does the record's id fit its contents? ERROR_INTEGRITY where it does not. */
NODISCARD bool decision_verify(const struct value *decision, struct arena *arena,
                               struct error *err);

#endif
