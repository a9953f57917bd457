/* registry/emergency.h: of each model, the version that somebody promoted ahead of the others and
 * that they have not reviewed yet. Private to the room.
 *
 *     promote --emergency --> model.emergency {version, index} --> reviewed: null
 *                                                 ^                    |
 *                                                 '-- by a stolen key --'
 *
 * It stands in the model's own row, so that it is there or the row is not, and nobody has to look
 * through all versions for it. While one stands there is no emergency of the model, of that version
 * or of another; so there is one, unless a review that had been there counts no more, and then the
 * `others` stand behind it.
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

/* In words, as whom those have to be enrolled who could review it, each another person. */
struct text emergency_reviewers(const struct motion *motion);

/* The model has one, from this entry on. */
void emergency_begin(const struct applying *applying, struct text version, struct deed *model);

/* The version's, of that entry, was reviewed by somebody whose word counts no more. */
NODISCARD bool emergency_again(struct applying *applying, const struct value *version,
                               uint64_t index, struct error *err);

/* The model has none any more, or the others behind it, if it was this version's and that owes no
 * review for it now. */
NODISCARD bool emergency_settle(struct applying *applying, const struct deed *version,
                                struct error *err);

#endif
