/* service/custody.h: answers that are about to count, followed back to who signed them. Private to
 * the room.
 *
 *     row "request"  -> entry of the answer -> its signature -> entry that brought the key -> ...
 *                                                            -> entry 0, signed by the log's key
 *
 * Commands go by rows, and rows are a convenience: whoever can write to the database can edit them,
 * and only `audit verify` compares all of them with the log. So before a decision allows something
 * because people have signed, each of their answers is read again as the log has it: the entry
 * stands under the signed root, says what the row says, and is signed by a key that somebody
 * enrolled, whose key somebody enrolled, up to the first administrators.
 */
#ifndef SERVICE_CUSTODY_H
#define SERVICE_CUSTODY_H

#include "service/audit.h"

/* Every answer that counts for the request. ERROR_INTEGRITY names the first that the log does not
 * have so. */
NODISCARD bool custody_check(struct acting *acting, struct text request_id, struct error *err);

/* What else the decision (decision/v1) rests on: the adopted set, what the version was registered
 * as, and the waivers that let something through. */
NODISCARD bool custody_grounds(struct acting *acting, const struct value *decision,
                               struct error *err);

/* One entry, whoever it is by: it stands under the signed root, and its signer's key is theirs. */
NODISCARD bool custody_entry(struct acting *acting, uint64_t index, struct audited *out,
                             struct error *err);

#endif
