/* service/archiving.h: what is kept of a version that is over, copied into an archive part by part.
 * Private to the room.
 *
 *     artifact, data       from where they lie, by the digests that were registered
 *     manifest, evidence   out of the vault, with the decisions on the version, the cases that they
 *     decisions, policies  judged and the policies that judged them
 *     index                archive/v1, which says what is what; it is kept in the vault as well
 *
 *     {"obstat": "archive/v1", "log": ORIGIN, "version": NAME@VERSION, "where": "s3://...",
 *      "parts": [{"what": "artifact", "name": "model", "digest": ..., "size": ...,
 *                 "listing": ... of a folder}, {"what": "file", ...}, ...]}
 *
 * Each part is read back before anything is signed. The log names the artifact, the manifest, the
 * evidence and, last, the index, by which all the others are found and verified again.
 */
#ifndef SERVICE_ARCHIVING_H
#define SERVICE_ARCHIVING_H

#include "service/archive_store.h"
#include "service/moving.h"

struct archiving {
    struct acting *acting;
    const struct value *version; /* its row */
    struct archive_store *archive;
    struct values parts;  /* of the index                     */
    struct values stored; /* {digest, size, where} of the log */
};

/* Where the artifact lies, as the command says; both NULL: the manifest here. */
struct artifact_place {
    const char *artifact; /* a file or folder */
    const char *manifest; /* beside which it lies as that says */
};

/* Copy all of it, `data` being NAME=PATH, and verify it. */
NODISCARD bool archiving_copy(struct archiving *archiving, const struct artifact_place *place,
                              const struct value *data, struct error *err);

/* What stands there already, as a list {digest, size, where} says whose last is the index: read all
 * of it back. *count is how many objects that are. ERROR_INTEGRITY names the first that is not what
 * it was. */
NODISCARD bool archiving_verify(struct acting *acting, const struct value *stored, size_t *count,
                                struct error *err);

/* ---- where it lies: in a process apart, as the manifest is somebody else's ---- */

struct seeking {
    struct text bytes; /* of the manifest as it was registered; empty: none says what to ignore */
    const char *manifest; /* where it lay */
    const char *path;     /* of the artifact; NULL: beside the manifest */
};

/* {"folder": bool, "at", "digest", "size", "parts": [{"path", "digest"}]}, or null where the
 * manifest names no path. */
NODISCARD bool seeking_run(struct session *session, const struct seeking *seeking,
                           const struct value **told, struct error *err);

#endif
