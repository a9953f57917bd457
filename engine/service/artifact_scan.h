/* service/artifact_scan.h: the artifact digested and scanned, each file once. Private to the room.
 *
 * Digest and scan read the same open file, one after the other. What the scan reads, and what is
 * shown to a malware scanner, is proven to be what was digested (base/proven_file.h): what was
 * found to be harmless is what the decision names by its digest.
 */
#ifndef SERVICE_ARTIFACT_SCAN_H
#define SERVICE_ARTIFACT_SCAN_H

#include "evidence/manifest.h"
#include "service/malware.h"

/* Whoever wants to know how far reading has come: bytes of the artifact. */
struct reading_watch {
    void *context;
    void (*progress)(void *context, uint64_t done, uint64_t of);
};

/* Who else sees the artifact's files: NULL where nobody does. */
struct artifact_eyes {
    const struct reading_watch *watch;
    struct malware *malware;
};

/* artifact_read, and what its files would do when they are loaded, as scan/scan.h draws it; null
 * where the manifest names no path. */
NODISCARD bool artifact_scan(const struct manifest *manifest, struct artifact_eyes eyes,
                             struct arena *arena, struct artifact *out, struct value *observation,
                             struct error *err);

#endif
