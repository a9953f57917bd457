/* evidence/manifest.h: model.yaml, what a team says of a model version and where its evidence lies.
 *
 * The document is checked against schemas/model.schema.json, which is built in, so that what is
 * here after reading has the shape that experience promises: unknown keys are refused with a
 * did-you-mean, versions are texts, paths are relative.
 */
#ifndef EVIDENCE_MANIFEST_H
#define EVIDENCE_MANIFEST_H

#include "base/proven_file.h"
#include "evidence/evidence.h"
#include "evidence/stage.h"
#include "value/schema.h"

struct manifest {
    const char *path;   /* as the user named it                                        */
    const char *folder; /* of the path: evidence and artifact are relative to it       */
    const char *root;   /* what no path may leave: the folder, unless a project says more */
    const char *inside; /* the folder as seen from the root, "" where they are the same   */
    const struct value *document;
    struct digest digest; /* of the bytes */
    struct text name, version;
    enum tier tier; /* high where none is declared */
    bool tier_declared;
    enum stage target; /* STAGE_NONE where none is declared */
};

/* How an artifact is known. */
enum artifact_kind {
    ARTIFACT_NONE,     /* the manifest has none                                       */
    ARTIFACT_FILE,     /* digested here: SHA-256 of the file                          */
    ARTIFACT_FOLDER,   /* digested here: the OMS root digest                          */
    ARTIFACT_DECLARED, /* a digest was written down; the bytes were not seen          */
    ARTIFACT_SERVICE,  /* a provider's model: not verifiable                          */
};

/* One file of an artifact, as it was digested; "." where the artifact is a file. */
struct artifact_part {
    const char *path; /* from the artifact's folder */
    struct digest digest;
};

struct artifact_parts LIST(struct artifact_part);

struct artifact {
    enum artifact_kind kind;
    const char *path;            /* of a file or folder, relative to the manifest     */
    struct digest digest;        /* of file, folder, declared                         */
    struct text listing;         /* of a folder: the digest of its files' names, sizes and digests,
                                    "sha256:...", which are no part of `digest`; else empty */
    uint64_t files, size;        /* how many and how many bytes were digested         */
    struct artifact_parts parts; /* those files, where a signature or a watch asks for them */
    const struct value *node;    /* the manifest's entry, NULL where there is none */
};

/* The schemas that are built in, compiled when first asked for. Lives in its arena. */
struct schemas;
struct schemas *schemas_new(struct arena *arena);

/* The schema for documents that begin `obstat: NAME/v1` ("model", "evidence", "project",
 * "decision"); NULL, with err, where there is none of the name. */
NODISCARD bool schemas_find(struct schemas *schemas, struct text name, struct schema **out,
                            struct error *err);

/* Check a document against the schema of that name. Where it does not fit: ERROR_REFUSED with the
 * first fault and, where there are more, how many. */
NODISCARD bool schemas_check(struct schemas *schemas, struct text name,
                             const struct value *document, struct arena *arena, struct error *err);

/* Read and check a manifest of `bytes`, which were read from `path`. */
NODISCARD bool manifest_read(const char *path, struct text bytes, struct schemas *schemas,
                             struct arena *arena, struct manifest *out, struct error *err);

/* Digest what the manifest's artifact names. The OMS root digest of a folder is the SHA-256 over
 * the raw SHA-256 digests of its regular files in byte order of their paths, hidden files
 * included; `artifact.ignore` leaves names or folders out (exact paths, relative to the folder),
 * and so is `artifact.signature`, which cannot be over itself;
 * links and special files are refused. Where both path and digest are given they must agree, else
 * ERROR_INTEGRITY. A path may not leave the
 * manifest's root. */
NODISCARD bool artifact_read(const struct manifest *manifest, struct arena *arena,
                             struct artifact *out, struct error *err);

/* Whoever looks on while an artifact is digested. `progress` is told of the bytes that are done;
 * `file` is handed each file that was digested, its path relative to the manifest: what it reads
 * there is proven to be what was digested, block by block, or the artifact is refused as changed.
 */
struct artifact_watch {
    void *context;
    void (*progress)(void *context, uint64_t done, uint64_t of);
    bool (*file)(void *context, struct proven_file *file, const char *path, struct error *err);
    bool parts; /* the digest of each file is wanted, signature or not */
};

NODISCARD bool artifact_read_watched(const struct manifest *manifest,
                                     const struct artifact_watch *watch, struct arena *arena,
                                     struct artifact *out, struct error *err);

/* The word of a kind: "folder". */
const char *artifact_kind_name(enum artifact_kind kind);

/* The artifact as a decision records it: {"digest":...,"kind":...,"listing":...,"path":...}, where
 * a listing is only that of a folder; or null. */
struct value artifact_value(const struct artifact *artifact, struct arena *arena);

#endif
