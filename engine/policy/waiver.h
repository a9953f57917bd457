/* policy/waiver.h: findings that somebody, by name and until a day, has taken upon themselves.
 *
 * A waiver names one overridable policy. While it is in force, what that policy found short of its
 * bounds no longer blocks; it stays in the record as `waived`, with who and until when:
 *
 *     credit/four-fifths  overridable  fail     a waiver of it    -> waived
 *     credit/commit       mandatory    fail     a waiver of it    -> fail: nothing overrides it
 *     credit/latency      overridable  error    a waiver of it    -> error: a rule that crashed has
 *                                                                    found nothing to be accepted
 *
 * Which waivers are in force is the registry's to say; here they are what they are.
 */
#ifndef POLICY_WAIVER_H
#define POLICY_WAIVER_H

#include "policy/finding.h"

/* Waive what the waivers cover: a list of {"policy", "until", "by", ...}. `used` is the list of
 * those that covered a finding, each as it came, in their order. An entry without a policy, a
 * day or a name covers nothing. */
void waivers_apply(struct findings *findings, const struct value *waivers, struct arena *arena,
                   struct value *used);

#endif
