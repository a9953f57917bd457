/* service/replay_compare.h: how a decision that was derived again differs from the recorded one.
 * Private to the room.
 *
 *     findings[3].message: "accuracy is 0.91" was recorded, "accuracy is 0.92" is derived
 */
#ifndef SERVICE_REPLAY_COMPARE_H
#define SERVICE_REPLAY_COMPARE_H

#include "service/replay.h"
#include "value/value.h"

/* The first member that differs, in the order of keys, in words. `stored` are the recorded bytes,
 * `decision` what is derived, with its id. REPLAY_CLOCK where the recorded one has a finding that
 * the clock or the system made, else REPLAY_DIFFERS. */
struct text replay_compare(struct text stored, const struct value *decision, struct arena *arena,
                           enum replay_ending *ending);

#endif
