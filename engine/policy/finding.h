/* policy/finding.h: how one control of one policy ended, and everything a person needs to see why.
 *
 *     credit/four-fifths | race=African-American impact ratio | fail
 *       observed 0.632   expected {"at_least": 0.8}   margin -0.168
 *       evidence eval/metrics.yaml:14:5 /groups/0     source policies/four-fifths.lua:31
 *
 * The margin is how far the observed value is on the good side of the bound, in its own unit:
 * positive where the control holds, negative where it does not.
 *
 * A finding has one written form (finding_value), which is what the decision stores and digests;
 * finding_read is its inverse and takes nothing else, because it reads what another process wrote.
 */
#ifndef POLICY_FINDING_H
#define POLICY_FINDING_H

#include "policy/outcome.h"
#include "value/value.h"

struct finding {
    struct text policy;  /* id, or the file's path where the policy did not load            */
    struct text control; /* unique within the policy                                        */
    enum outcome outcome;
    enum level level;
    struct text message;          /* one sentence, no full stop; at most LIMIT_MESSAGE_SIZE */
    const struct value *observed; /* number, text, boolean, list or NULL                    */
    const struct value *expected; /* {"at_least": 0.8}, or NULL                             */
    const struct value *margin;   /* number, or NULL                                        */
    const struct value *n;        /* rows behind the observed value, or NULL                */
    struct place evidence;        /* file NULL where no evidence is to blame                */
    struct text pointer;          /* of the evidence, in its file                           */
    struct text grade;            /* of the evidence: "declared", ..., or ""                */
    struct place source;          /* line of the policy                                     */
    struct text fix;              /* what to do, or ""                                      */
    const struct value *cites;    /* list of texts, or NULL                                 */
    const struct value *written;  /* its written form where that was made before, or NULL   */
    struct text canonical;        /* the canonical bytes of what is written                 */
};

struct findings LIST(struct finding);

/* What is `written` already is taken as it is: nothing of the finding may change after that. */
struct value finding_value(const struct finding *finding, struct arena *arena);

/* Make the written form and its canonical bytes now, while there is time: a decision then only puts
 * them in their place. */
NODISCARD bool finding_write(struct finding *finding, struct arena *arena, struct error *err);

NODISCARD bool finding_read(const struct value *value, struct arena *arena, struct finding *out,
                            struct error *err);

/* Order of a decision: by policy, then control, in bytes. */
void findings_sort(struct findings *findings);

#endif
