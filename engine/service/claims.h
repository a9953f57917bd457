/* service/claims.h: what the log says of a decision, held against the decision. Private to the
 * room.
 *
 * An entry names a decision by its id, and says beside it what was judged and what came of it: the
 * rules of the log go by those words alone. Whoever signs entries could name one decision and speak
 * of another, or call a denial an approval, and the id would still be that of a decision which can
 * be derived again. So whoever relies on an entry holds it against the decision that the vault
 * keeps: a person before signing, and `audit replay` for all of them.
 */
#ifndef SERVICE_CLAIMS_H
#define SERVICE_CLAIMS_H

#include "base/error.h"
#include "value/value.h"

/* `claim` is the predicate of an entry of a decision, or its row. False names the first member of
 * which the decision says another thing. */
NODISCARD bool claim_holds(const struct value *claim, const struct value *decision,
                           struct error *err);

/* Every waiver by which the decision let something pass is one that was logged before entry
 * `index`: for this version, artifact and stage, by that person, until that day. `logged` is a list
 * of {"index", "by", "waiver": the predicate}. */
NODISCARD bool claimed_waivers_hold(const struct value *decision, const struct value *logged,
                                    uint64_t index, struct error *err);

#endif
