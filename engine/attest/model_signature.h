/* attest/model_signature.h: who vouches for a file or a model: signatures of others, by pinned
 * keys.
 *
 * Keys are pinned by whoever prescribes the policies, never by the judged project. A signature by a
 * key that is not pinned says nothing; one that is malformed or does not fit what it is for is a
 * refusal (ERROR_INTEGRITY). Read are
 *
 *     SSHSIG, armored       over a file's bytes, in the namespace "file" or "evidence@..."
 *     DSSE envelope         an in-toto statement whose subject is the file's SHA-256
 *     Sigstore bundle       the same in a bundle (v0.1 to v0.3) that carries a public key hint
 *     OMS                   a bundle over an in-toto statement of type https://model_signing/
 *                           signature/v1.0: every file of the model, each by its digest
 *
 * A bundle that rests on a certificate of a transparency service ("keyless") is `unsupported`:
 * what it claims cannot be checked offline here, and it is never taken for valid.
 */
#ifndef ATTEST_MODEL_SIGNATURE_H
#define ATTEST_MODEL_SIGNATURE_H

#include "base/list.h"
#include "crypto/digest.h"
#include "crypto/key.h"

struct pinned_key {
    struct key key;
    struct text comment;    /* what the line says it is                                   */
    struct text id;         /* its fingerprint                                            */
    struct text key_id;     /* as securesystemslib names it (envelope.h); Ed25519 alone   */
    struct text pem_digest; /* SHA-256 of the PEM in hexadecimal, where it was read from PEM */
};

struct pinned_keys LIST(struct pinned_key);

/* Add the keys of a file: OpenSSH lines and PEM blocks; empty lines and those that begin with # are
 * remarks. ERROR_REFUSED with the line, and where there is no key. */
NODISCARD bool pinned_keys_read(const char *file, struct text pinned_text, struct arena *arena,
                                struct pinned_keys *out, struct error *err);

/* Do people who sign call the key so? A hint: it finds what does not hold, and proves nothing. */
bool pinned_key_called(const struct pinned_key *pinned, struct text name);

enum attestation { ATTESTED_NOT, ATTESTED_UNPINNED, ATTESTED_UNSUPPORTED, ATTESTED };

struct attested {
    enum attestation kind;
    const struct pinned_key *by; /* of ATTESTED */
    struct text form;            /* "sshsig", "dsse", "sigstore", "oms" */
};

/* A signature file: its bytes, and what to call it where it is to blame. */
struct signature_file {
    const char *path;
    struct text bytes;
};

/* What the signature file says of one file with these bytes' digest. */
NODISCARD bool attested_file(struct signature_file signature, struct text signed_bytes,
                             const struct pinned_keys *pinned, struct arena *arena,
                             struct attested *out, struct error *err);

/* One file of a model, and its digest. */
struct model_file {
    struct text name; /* relative, "/" between the parts */
    struct digest digest;
};

struct model_files LIST(struct model_file);

/* What a signature says of a model that has exactly these files, sorted by name: one that is
 * missing, changed or extra is ERROR_INTEGRITY by name. A model of one file has the name ".". A
 * statement of another kind than OMS is about the file's digest, or about the digest that OMS makes
 * of all. */
NODISCARD bool attested_model(struct signature_file signature,
                              const struct model_files *model_files,
                              const struct pinned_keys *pinned, struct arena *arena,
                              struct attested *out, struct error *err);

#endif
