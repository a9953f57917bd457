/* registry/transition.h: what follows from a move that is made. Private to the room. */
#ifndef REGISTRY_TRANSITION_H
#define REGISTRY_TRANSITION_H

#include "registry/applying.h"
#include "registry/situation.h"

/* Put down the rows of both versions, of their model, of the decision and the request that are
 * consumed, and of those that are moot now. */
NODISCARD bool transition_put(struct applying *applying, const struct motion *motion,
                              struct error *err);

#endif
