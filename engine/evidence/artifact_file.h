/* evidence/artifact_file.h: one file of an artifact, from its first byte to its last, digested and
 * shown. Private to the room.
 *
 * The bytes are read once for the digest. Where somebody looks on who reads them again, each block
 * is summed from the same bytes (base/block_sum.h), and what is handed on is the file as a
 * struct proven_file: of that, only what was digested can be read.
 */
#ifndef EVIDENCE_ARTIFACT_FILE_H
#define EVIDENCE_ARTIFACT_FILE_H

#include "evidence/manifest.h"

/* Of the files of one artifact, one after another. Whoever begins sets the first three. */
struct artifact_reader {
    const struct artifact_watch *watch; /* or NULL                                    */
    struct arena *arena;
    uint64_t of;   /* bytes of the artifact, for the watch                            */
    uint64_t done; /* of them                                                         */
    char *piece;   /* of an artifact's file, read at once                             */
    uint64_t *key; /* of the sums: drawn for this artifact, and never leaves here     */
    size_t key_size;
};

/* Tell the watch that `got` more bytes of the artifact are done. */
void artifact_progress_tell(struct artifact_reader *reader, size_t got);

/* Somebody reads the files again. */
bool artifact_is_shown(const struct artifact_reader *reader);

/* The digest and size of an open file, and the file shown to the watch as `shown`. ERROR_REFUSED
 * where it changed, or has 1 TB or more while somebody looks on; whatever the watch says. */
NODISCARD bool artifact_file_digest(struct artifact_reader *reader, int artifact_file,
                                    const char *shown, struct digest *digest, uint64_t *size,
                                    struct error *err);

#endif
