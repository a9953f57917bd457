/* registry/passport.h: what a version shows at the door of a machine that has no ledger.
 *
 *     {"entry": base64, "obstat": "passport/v1", "proof": "c2sp.org/tlog-proof@v1\n...",
 *      "statement": {"payload": ..., "payloadType": ..., "signatures": [...]}}
 *
 * statement    a SLSA verification summary about the artifact, in an envelope that the log's key
 *              has signed plainly: which version, which stage, by which policies and decision, with
 *              which proof, from when until when
 * entry        the transition that brought the version to that stage, as the log has it
 * proof        its path to the root of a checkpoint, which the same key has signed
 *
 * in the one spelling of RFC 8785 with one newline behind it. It is judged with the log's key
 * alone. The bytes that are read are written again and have to be the same, the statement as well,
 * and the statement has the digest of the proof: a passport has no byte that means nothing, and the
 * proof of a later day, which anybody may have, does not make it younger. It vouches for what stood
 * in the log when it was made; so it is short-lived, and a door that knows a newer checkpoint can
 * ask for one no older.
 */
#ifndef REGISTRY_PASSPORT_H
#define REGISTRY_PASSPORT_H

#include "evidence/manifest.h"
#include "ledger/checkpoint.h"
#include "ledger/entry.h"

/* What a passport says. */
struct passport {
    struct text origin; /* of the log                                                   */
    struct text engine; /* the version of obstat that made it                           */
    struct text name, version;
    struct digest artifact;  /* of the manifest where the version has none               */
    enum artifact_kind kind; /* file or folder, which may have one digest; else not said */
    struct text listing;     /* "sha256:...": of a folder's names (struct artifact), or empty   */
    enum stage stage;
    enum tier tier;
    int64_t since, until;  /* `until` is the first second at which it is stale     */
    struct text policies;  /* "sha256:...": the set that judged it ...             */
    enum stage judged;     /* ... for this stage: another, where it fell back      */
    struct text decision;  /* "sha256:...", and its index in the log               */
    struct text proof;     /* "sha256:...": of the proof, every byte of it         */
    uint64_t index;        /* of the transition                                    */
    struct tree_head head; /* of the checkpoint: filled by reading                 */
};

/* Its parts, as the document has them. */
struct passport_parts {
    struct envelope statement;
    struct text leaf;    /* the bytes of the transition's entry */
    struct text receipt; /* the proof, without an extra         */
};

/* The stages in which a version is deployed, and a passport can say so. */
bool passport_stage(enum stage stage);

/* The statement, not yet signed: the payload of its envelope. Index and head are not in it. */
NODISCARD bool passport_statement(const struct passport *passport, struct arena *arena,
                                  struct text *payload, struct error *err);

/* The document. */
NODISCARD bool passport_print(const struct passport_parts *parts, struct arena *arena,
                              struct text *document, struct error *err);

/* Read a document and verify all of it with the log's key: both signatures, the path, and that the
 * entry moved this version to this stage. `document` is followed by a NUL. Everything that does not
 * hold is ERROR_INTEGRITY. */
NODISCARD bool passport_read(struct text document, const struct note_key *log, struct arena *arena,
                             struct passport *out, struct error *err);

/* Who stands at a door with what. */
struct door {
    enum stage stage;
    struct text model, version; /* which it serves; empty: any                             */
    enum tier lowest;           /* whose signatures will do: TIER_MINIMAL takes all of them */
    struct digest artifact;
    enum artifact_kind kind; /* of what is there: file or folder; any other is not known     */
    struct text listing;     /* of what is there: of a folder's names, or empty: not known   */
    int64_t now;
    const struct checkpoint *newest; /* that the door knows of, opened; or NULL */
};

/* Which model the door serves: NAME or NAME@VERSION. False where it is neither. */
NODISCARD bool door_serves(struct door *door, struct text model);

/* May what stands there pass? ERROR_GUARD, with what to do, where the passport is for another
 * model, version, stage, artifact or kind of it, of a lower tier, is not valid yet or any more, or
 * is of a smaller log than the door's checkpoint: the same bytes may be registered under another
 * name; ERROR_INTEGRITY where the two are of one size and not the same log. */
NODISCARD bool passport_admits(const struct passport *passport, const struct door *door,
                               struct error *err);

/* All of that but the artifact, which takes long to digest. */
NODISCARD bool passport_timely(const struct passport *passport, const struct door *door,
                               struct error *err);

#endif
