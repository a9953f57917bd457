/* attest/envelope.h: a document, its type, and signatures over both: DSSE 1.0.
 *
 *     {"payload": base64, "payloadType": "application/vnd.in-toto+json",
 *      "signatures": [{"keyid": "...", "sig": base64}]}
 *
 * Signed are the bytes of dsse_pae (crypto/dsse.h), never the envelope. A keyid is a hint and
 * decides nothing. What was verified is what is used: envelope_read decodes the payload once, and
 * every signature is over those very bytes.
 */
#ifndef ATTEST_ENVELOPE_H
#define ATTEST_ENVELOPE_H

#include "base/list.h"
#include "crypto/key.h"
#include "value/value.h"

struct envelope_signature {
    struct text key_id; /* empty where there is none */
    struct text bytes;  /* decoded; of any scheme    */
};

struct envelope_signatures LIST(struct envelope_signature);

struct envelope {
    struct text type;    /* of the payload, as it was written */
    struct text payload; /* decoded; in the arena             */
    struct envelope_signatures signatures;
};

#define STATEMENT_TYPE TEXT("application/vnd.in-toto+json")

/* Read an envelope from a document; unknown members are passed over, base64 may be the URL-safe
 * one. No signature, more than LIMIT_ENVELOPE_SIGNATURES, an empty signature: ERROR_REFUSED. */
NODISCARD bool envelope_read(const struct value *envelope_document, struct arena *arena,
                             struct envelope *out, struct error *err);

/* The document of an envelope, as envelope_read reads it. */
struct value envelope_value(const struct envelope *envelope, struct arena *arena);

/* The bytes that its signatures are over. */
struct text envelope_signed_bytes(const struct envelope *envelope, struct arena *arena);

/* ERROR_INTEGRITY unless one of the signatures is plainly the key's (Ed25519, or ECDSA in either
 * form) over the envelope. */
NODISCARD bool envelope_verify(const struct envelope *envelope, const struct key *key,
                               struct arena *arena, struct error *err);

/* The keyid that securesystemslib looks for: SHA-256, in hexadecimal, of the key's description. */
NODISCARD bool envelope_key_id(const struct key *key, struct arena *arena, struct text *keyid,
                               struct error *err);

#endif
