/* registry/emergency.h: of each model, the version that somebody promoted ahead of the others and
 * that they have not reviewed yet. Private to the room.
 *
 *     promote --emergency --> model.emergency {version, index} --> reviewed: null
 *
 * It stands in the model's own row, so that it is there or the row is not, and nobody has to look
 * through all versions for it. There is one at most: while it stands there is no emergency of the
 * model, of that version or of another.
 */
#ifndef REGISTRY_EMERGENCY_H
#define REGISTRY_EMERGENCY_H

#include "registry/applying.h"

struct motion;

/* The version whose emergency nobody has reviewed; empty for none. */
struct text emergency_unreviewed(const struct motion *motion);

/* Is who promotes it in an emergency among those who made it? Recording the decision, which the
 * same command does, makes nobody one of them. */
bool emergency_own(const struct motion *motion);

/* The model has one, from this entry on. */
void emergency_begin(const struct applying *applying, struct text version, struct deed *model);

/* The model has none any more, if it was this version's and that owes no review for it now. */
NODISCARD bool emergency_settle(struct applying *applying, const struct deed *version,
                                struct error *err);

#endif
