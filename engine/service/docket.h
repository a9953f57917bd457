/* service/docket.h: case/v1, the document that names everything a recorded judgement read. Private
 * to the room.
 *
 *     {"obstat": "case/v1", "engine": "obstat 0.4.0",
 *      "now": "2026-11-20T09:00:00Z", "from": null, "to": "production",
 *      "policies": {"set": "sha256:...", "sources": "sha256:..."},
 *      "inputs": {"manifest": {"path": "model.yaml", "digest": "sha256:..."},
 *                 "artifact": {"kind": "folder", "digest": ..., "listing": ..., "path": ...},
 *                 "evidence": [{"path": ..., "digest": ..., "format": null, "grade": "declared",
 *                               "files": [{"path": "meta.yaml", "digest": ...}, ...]}],
 *                 "observations": {...},
 *                 "signatures": [{"path": ..., "digest": ...}, ...]},
 *      "champion": null,
 *      "approvals": [...], "waivers": [...], "lacking": [...], "signatures_lacking": 1,
 *      "unchecked": ["the artifact: ..."]}
 *
 * Every digest is that of a file in the vault, but for the artifact's, whose bytes are not kept:
 * what was seen of it stands in `artifact` and `observations`. `format` is the one that was asked
 * for, `files` is there only where the evidence is a folder, `signatures` only where there are any:
 * what they attest stands in grades and observations, and is not judged anew; `unchecked` only
 * where the ledger knew of something that the decision does not speak of. With the vault alone,
 * the document and the program give the same decision again, and so the same id.
 *
 * The worker, which read everything, writes `inputs` and hands over the bytes; the parent puts both
 * away. Neither believes the other: the parent digests what it puts away, and whoever takes it out
 * digests it again.
 */
#ifndef SERVICE_DOCKET_H
#define SERVICE_DOCKET_H

#include "base/buffer.h"
#include "service/inputs.h"
#include "service/settled.h"
#include "worker/worker.h"

/* ---- in the worker that has read the inputs ---- */

/* `inputs` of the document. */
struct value docket_inputs(const struct inputs *inputs, struct arena *arena);

/* Tell them in a message, and the champion's beside: `inputs`, `champion_inputs`. */
struct record;
void docket_tell(struct record *message, const struct inputs *inputs);

/* Send all bytes that it names, the champion's too. */
void docket_send(struct worker_port *port, const struct inputs *inputs);

/* ---- in the parent ---- */

struct held_files LIST(struct text);

/* Bytes that a worker handed over, until they go into the vault. */
struct held {
    struct arena arena;
    struct held_files whole; /* that came to their end */
    struct buffer begun;     /* the one that is coming       */
    uint64_t size;           /* of all                       */
};

void held_forget(struct held *held);

/* Is the message such bytes? They begin with a byte that no document begins with. */
bool held_is(struct text message);
NODISCARD bool held_take(struct held *held, struct text message);

/* What the document says besides its inputs. */
struct docket_parts {
    struct text engine;
    int64_t now;
    struct value transition;       /* {"from", "to"}                          */
    struct text set, sources;      /* digests of the policy set               */
    struct value inputs, champion; /* as docket_inputs wrote them, or null    */
    const struct settled *settled;
};

struct value docket_value(const struct docket_parts *parts, struct arena *arena);

/* Every digest that the inputs name is among the bytes that were held: ERROR_BUG where one is not.
 */
NODISCARD bool docket_covered(const struct value *docket, const struct held *held,
                              struct arena *arena, struct error *err);

/* ---- from the vault ---- */

/* A document of the vault, digested and read: at most LIMIT_REPORT_SIZE. ERROR_INTEGRITY. */
NODISCARD bool docket_read(const char *vault, const struct digest *digest, struct arena *arena,
                           const struct value **out, struct error *err);

/* A part of it, as if it had been made here. */
struct value docket_unplaced(const struct value *docket_placed, struct arena *arena);

/* Bytes that were taken out of the vault, by their digests. */
struct fetched {
    struct digest digest;
    struct text bytes;
};

struct fetched_files LIST(struct fetched);

/* Take out everything that `inputs` of the document names. Nothing of it is parsed. */
NODISCARD bool docket_fetch(const char *vault, const struct value *inputs, struct arena *arena,
                            struct fetched_files *files, struct error *err);

/* Inputs again, from `inputs` of the document and what it names: the same as were judged. */
NODISCARD bool docket_open(const struct fetched_files *files, const struct value *inputs,
                           struct schemas *schemas, struct arena *arena, struct inputs *out,
                           struct error *err);

#endif
