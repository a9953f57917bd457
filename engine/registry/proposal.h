/* registry/proposal.h: what takes more than one signature, while it is being signed. Private to the
 * room.
 *
 * Distinct administrators say the same thing in acts of their own; when enough have, it is so.
 * Somebody revoked as compromised from before they signed does not count.
 */
#ifndef REGISTRY_PROPOSAL_H
#define REGISTRY_PROPOSAL_H

#include "registry/applying.h"

/* What is proposed: the row that stands there, NULL for nothing; what all must say alike; how many
 * must say it. */
struct proposal {
    const struct value *proposed;
    struct deed terms;
    uint64_t needed;
};

/* The proposal's row with this signature as well; in *passed whether that is enough of them.
 * Signing twice is refused, naming the entry, and so are other terms than those that were signed
 * before. */
NODISCARD bool proposal_sign(struct applying *applying, const struct proposal *proposal,
                             struct deed *out, bool *passed, struct error *err);

#endif
