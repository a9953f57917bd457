/* service/artifact_scan.h: the artifact digested and scanned, each file once. Private to the room.
 *
 * Digest and scan read the same open file, one after the other, and the file may not change in
 * between: what was found to be harmless is what the decision names by its digest.
 */
#ifndef SERVICE_ARTIFACT_SCAN_H
#define SERVICE_ARTIFACT_SCAN_H

#include "evidence/manifest.h"

/* Whoever wants to know how far reading has come: bytes of the artifact. */
struct reading_watch {
    void *context;
    void (*progress)(void *context, uint64_t done, uint64_t of);
};

/* artifact_read, and what its files would do when they are loaded, as scan/scan.h draws it; null
 * where the manifest names no path. `watch` may be NULL. */
NODISCARD bool artifact_scan(const struct manifest *manifest, const struct reading_watch *watch,
                             struct arena *arena, struct artifact *out, struct value *observation,
                             struct error *err);

#endif
