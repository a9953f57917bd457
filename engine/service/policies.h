/* service/policies.h: the policies that an operation on policies is about. Private to the room.
 */
#ifndef SERVICE_POLICIES_H
#define SERVICE_POLICIES_H

#include "service/operation.h"
#include "service/policy_set.h"

/* Load what the request names under "policy" (places or ids' homes), else what the project of this
 * folder names, with its parameters and those of "param". Files that do not load are complained
 * about one by one and are left in set->sources.faults. */
NODISCARD bool policies_open(struct session *session, const struct value *request,
                             struct policy_set *out, struct error *err);

/* The status for a set that was opened: 5 where a file did not load, else 3 where the set is
 * empty, else 0. */
int policies_status(const struct policy_set *set);

/* "to production or canary; tier high", or "always". */
struct text policy_when_text(const struct policy *policy, struct arena *arena);

/* A value as a person writes it: texts bare, the rest as JSON. */
struct text value_shown(const struct value *shown_value, struct arena *arena);

#endif
