/* registry/commitments.h: the words that an act commits to (opening.h), wherever it does.
 *
 * Whose words are gone must have been erased: an erasure names each commitment whose opening it
 * took away, and the row `erased` of the commitment says so from then on.
 */
#ifndef REGISTRY_COMMITMENTS_H
#define REGISTRY_COMMITMENTS_H

#include "registry/registry.h"

/* Of names, reasons, conditions and notes, in the order in which they stand in the predicate. What
 * an erasure takes away is not among them. Other digests, and names that look like one, are not. */
struct texts commitments_of(const struct act *act, struct arena *arena);

#endif
