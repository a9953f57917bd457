/* service/version_status.h: how a version stands, drawn from the log's rows. Private to the room.
 *
 *     {"name", "version", "stage", "tier", "owner", "authors": [...],
 *      "recorders": [...], "artifact", "manifest",
 *      "registered": {"by", "name", "time", "index"},
 *      "decision": {"id", "verdict", "status", "from", "to", "by", "name", "time", "index",
 *                   "closed": {"how", "by", "name", "time", "index"}},
 *      "requests": [{"id", "from", "to", "needed", "lacking", "lacks": [...], "answers": [
 *                     {"answer", "by", "name", "role", "meaning", "reason", "remark", "time",
 * "index", "expires", "conditions": [{"text", "due"}]}], "stuck"}], "cosigned": as cosigned.h has
 * them, "waivers": [{"policy", "stage", "until",
 * "reason", "by", "name", "time", "index"}]}
 *
 * and what its life has brought, as version_life.h has it. Who signed stands there with the printed
 * name, the moment in UTC and what they meant. What was erased reads "(erased)"; what is not there
 * is null.
 */
#ifndef SERVICE_VERSION_STATUS_H
#define SERVICE_VERSION_STATUS_H

#include "base/buffer.h"
#include "service/acting.h"

/* The document of a version, from its row. */
NODISCARD bool version_status(struct acting *acting, const struct value *version, struct value *out,
                              struct error *err);

/* As much of it as a line of a table shows: name, version, stage, tier, owner, the newest decision
 * without its signer, and what lacks. */
NODISCARD bool version_brief(struct acting *acting, const struct value *version, struct value *out,
                             struct error *err);

/* The document for a person. */
void version_status_print(const struct value *standing, struct buffer *status_page);

/* What lacks for its open requests, in words; "nothing" where requests are open and nothing does,
 * empty where none is. */
struct text version_lacks(const struct value *standing, struct arena *arena);

/* "pending -> production 2026-11-21T15:00:00Z", or empty. */
struct text version_decided(const struct value *standing, struct arena *arena);

#endif
