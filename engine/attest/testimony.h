/* attest/testimony.h: a signature file of somebody else's, read: what it holds and whom it names.
 * Private to the room.
 *
 *     SSHSIG                      a key and a signature over the file's bytes
 *     DSSE envelope               a statement and signatures over it
 *     Sigstore bundle 0.1 - 0.3   one envelope, or a signature over the file's bytes, and a key,
 *                                 the hint of one, or a certificate
 *
 * Nothing of it is believed: testimony_hold asks the pinned keys.
 */
#ifndef ATTEST_TESTIMONY_H
#define ATTEST_TESTIMONY_H

#include "attest/envelope.h"
#include "attest/model_signature.h"
#include "crypto/sshsig.h"

enum testimony_form { TESTIMONY_SSHSIG, TESTIMONY_ENVELOPE, TESTIMONY_SIGSTORE };

struct testimony {
    enum testimony_form form;
    bool unsupported; /* it rests on a certificate, or on what is newer than this */
    struct sshsig sshsig;
    struct envelope envelope; /* without signatures where the next is there         */
    struct text direct;       /* a signature over the bytes themselves, without an envelope */
    struct text claimed;      /* SHA-256 of those, as the bundle says; raw; may be empty    */
    bool keyed;               /* it carries its key: */
    struct key key;
    struct text hint; /* what the bundle calls its key; may be empty */
};

/* Read what the file holds. Whatever is off is ERROR_INTEGRITY: a signature that nobody can read
 * does not hold. */
NODISCARD bool testimony_read(const char *file, struct text signature, struct arena *arena,
                              struct testimony *out, struct error *err);

const char *testimony_name(enum testimony_form form);

/* Whose it is, of an envelope or of a signature over `signed_bytes`. ERROR_INTEGRITY where it names
 * a key, carried along or pinned, that did not make it. */
NODISCARD bool testimony_hold(const struct testimony *testimony, struct text signed_bytes,
                              const struct pinned_keys *pinned, struct arena *arena,
                              struct attested *out, struct error *err);

#endif
