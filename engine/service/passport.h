/* service/passport.h: passports of versions, made from the log. Private to the room.
 *
 *     row "version"  -> where it stands      entry at its head -> under the signed root, sealed
 *                                            every entry after it -> none moves the version on
 *                                            the decision that let it -> policies
 *                    -> statement, signed by the log's key (registry/passport.h)
 *
 * What a passport vouches for is read from the log, not from rows alone: the transition that
 * brought the version to its stage is followed back to who signed it, and whatever was logged
 * after it is read as well, as it hangs under the root that the log's key has signed. So a
 * database in which a suspension was edited away gives no passport.
 */
#ifndef SERVICE_PASSPORT_H
#define SERVICE_PASSPORT_H

#include "registry/passport.h"
#include "service/acting.h"

/* Write the passport of a version, valid for `valid` seconds and not beyond what it hangs on: the
 * version's time to live, a review that it owes. `path` NULL: passport_path. The log is open for
 * writing, since its key signs. ERROR_USAGE where the version is not registered, ERROR_GUARD where
 * it stands in no stage that deploys, its time to live is over, or a review is overdue. */
NODISCARD bool passport_write(struct acting *acting, struct text model_name,
                              struct text model_version, int64_t valid, const char *path,
                              struct error *err);

/* The same, and what it says. */
NODISCARD bool passport_issue(struct acting *acting, struct text version_key, int64_t valid,
                              struct passport *out, struct text *document, struct error *err);

/* Where promote leaves it: LEDGER/passports/NAME@VERSION.STAGE.json, with %2F for a slash. */
const char *passport_path(const struct acting *acting, struct text version_key, enum stage stage);

#endif
