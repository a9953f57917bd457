/* service/provenance.h: what a version was made from, and how it is to be released, as its manifest
 * says, in the members of a registration. Private to the room.
 *
 * The worker that reads the manifest tells it (provenance_tell); who holds the key copies the
 * members, whose shape is checked when the act is written (provenance_copy).
 */
#ifndef SERVICE_PROVENANCE_H
#define SERVICE_PROVENANCE_H

#include "evidence/manifest.h"
#include "service/acting.h"
#include "service/record.h"

/* release, ttl_days, created, lineage. */
NODISCARD bool provenance_tell(const struct manifest *manifest, struct record *told,
                               struct error *err);

/* The same out of what was told, and the stage at which the version enters. */
void provenance_copy(const struct value *told, enum stage enters, struct record *registration);

/* The highest stage at which a version that the log does not know could enter it: experimental
 * where a policy set is adopted for `registered`, which has to let it in. */
NODISCARD bool provenance_stage(struct acting *acting, enum stage *out, struct error *err);

#endif
