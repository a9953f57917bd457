/* service/passport.h: passports of versions, made from the log. Private to the room.
 *
 *     row "version"   -> stage, artifact, tier, until when ------> statement, signed by the log's
 *     row "decision"  -> the one that let it through: policies ->  key (registry/passport.h)
 *     entry at head   -> that brought it there, and its path to the signed root
 *
 * Rows that a writer reads are under the log's seal, so a database in which a suspension was edited
 * away gives no passport. And what was made is read as a door reads it before it is handed out: an
 * entry that is not the one that was signed, or moved another version, is found there.
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
