/* service/dossier.h: what a person should know before signing, drawn from the log and the vault.
 *
 * A dossier is a document, dossier/v1, that says of one request what was decided on what, which
 * passes were closest to failing, what changed since the version that is in production, what was
 * tried before, what is waived or promised, who has answered, and which sentence will be signed.
 * Nothing in it is judged anew. Private to the room.
 */
#ifndef SERVICE_DOSSIER_H
#define SERVICE_DOSSIER_H

#include "base/buffer.h"
#include "service/acting.h"

enum { DOSSIER_CALLS = 5 }; /* the closest calls that are shown */

/* The decision that is logged under this id, as decision/v1 without its id, from the vault. */
NODISCARD bool dossier_decision(struct acting *acting, struct text decision_id,
                                const struct value **out, struct error *err);

/* The dossier of a request (a document of the row "request"). */
NODISCARD bool dossier_write(struct acting *acting, const struct value *request,
                             struct value *dossier, struct error *err);

/* The dossier for a person. */
void dossier_print(const struct value *dossier, struct buffer *dossier_page);

/* ---- the parts that follow from decisions alone ---- */

/* The passes with the smallest margins as shares of their bounds, closest first:
 * [{"policy", "control", "message", "observed", "expected", "margin", "share"}]. A margin without a
 * bound that is a number has no share and comes last. */
struct value dossier_calls(const struct value *decision, struct arena *arena);

/* What differs between the controls of two decisions, in the order of policies and controls:
 * [{"policy", "control", "was": {"outcome", "observed"} or null, "is": ... or null}]. */
struct value dossier_changes(const struct value *before, const struct value *after,
                             struct arena *arena);

#endif
