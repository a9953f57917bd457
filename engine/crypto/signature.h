/* crypto/signature.h: that the holder of a key meant these bytes.
 *
 * We sign with Ed25519, pure, as RFC 8032 has it: the message itself goes in, 64 bytes come out.
 * Others' evidence is also signed with ECDSA, P-256 with SHA-256 and P-384 with SHA-384. Which
 * algorithm it is follows from the key alone; a signature never chooses.
 *
 * Verifying is stricter than OpenSSL: a weak key, an R of small order, an R or S in a second
 * spelling never verify, so one message and one key have one signature and nobody can say later
 * that another message was meant.
 */
#ifndef CRYPTO_SIGNATURE_H
#define CRYPTO_SIGNATURE_H

#include "crypto/key.h"

enum { SIGNATURE_SIZE = 64 }; /* of Ed25519 */

/* Sign the message. */
NODISCARD bool signature_make(const struct key_pair *pair, struct text message,
                              uint8_t signature[SIGNATURE_SIZE], struct error *err);

/* ERROR_INTEGRITY where the signature is not the key's over the message; ERROR_REFUSED where the
 * key is weak or of a security key, which signs through SSHSIG. An ECDSA signature is in DER. */
NODISCARD bool signature_verify(const struct key *key, struct text message, struct text signature,
                                struct error *err);

/* The same with r and s of ECDSA side by side, as JOSE and WebCrypto write them. */
NODISCARD bool signature_verify_raw(const struct key *key, struct text message,
                                    struct text signature, struct error *err);

#endif
