/* service/telling.h: what is told of a policy set and of a case, member by member: all of a
 * decision but its findings. Private to the room.
 *
 * A worker tells it in messages (judge_worker.h), and replay tells it to itself.
 */
#ifndef SERVICE_TELLING_H
#define SERVICE_TELLING_H

#include "service/inputs.h"
#include "service/policy_set.h"
#include "service/record.h"

/* digest, usual_digest, count, changed, faults */
void set_tell(struct record *message, const struct policy_set *set);

/* subject, artifact, transition, evidence, champion, observations, not_applied, not_in_force */
void case_tell(struct record *message, const struct inputs *inputs, const struct policy_set *set);

/* Is the policy one that judges this case? */
bool policy_judges(const struct policy *policy, const struct case_file *of);

struct value notes_tell(const struct notes *notes, struct arena *arena);

#endif
