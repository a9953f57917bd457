/* crypto/key_openssh.h: private key files as ssh-keygen writes them. Private to the room.
 *
 *     -----BEGIN OPENSSH PRIVATE KEY-----
 *     "openssh-key-v1", 0, cipher, kdf, its options, 1, public key, private part
 *     -----END OPENSSH PRIVATE KEY-----
 *
 * The private part: a number twice, "ssh-ed25519", the point, seed and point, comment, 1 2 3 ... up
 * to the next eight bytes. Only files without a passphrase (cipher "none") are read.
 */
#ifndef CRYPTO_KEY_OPENSSH_H
#define CRYPTO_KEY_OPENSSH_H

#include "base/error.h"
#include "base/text.h"

#include <openssl/evp.h>

bool key_openssh_is(struct text pem);

/* The key, which the caller frees; NULL with ERROR_REFUSED. */
EVP_PKEY *key_openssh_read(struct text pem, struct error *err);

#endif
