/* registry/proposal.h: what takes more than one signature, while it is being signed. Private to the
 * room.
 *
 * Distinct administrators say the same thing in acts of their own; when enough have, it is so.
 * A signature that waited for LIMIT_COSIGNED_DAYS, or whose signer was revoked since, does not
 * count.
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

/* Does what the identity signed, as the proposal's row has it, count at the moment? */
bool signature_stands(const struct value *identity, const struct value *signer, int64_t now);

/* The proposal's row with this signature as well; in *passed whether that is enough of them;
 * what does not count any more is left out. Signing twice is refused, naming the entry, and so are
 * other terms than those that were signed before. */
NODISCARD bool proposal_sign(struct applying *applying, const struct proposal *proposal,
                             struct deed *out, bool *passed, struct error *err);

#endif
