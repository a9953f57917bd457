/* crypto/key.h: keys: whom a signature is by, and what makes one.
 *
 * A public key is a value, read from a line as ssh-keygen writes it or from PEM. Every key that
 * leaves this room was checked: an Ed25519 point that is written in more than one way, or whose
 * order is small, so that anybody can forge for it, is refused when it is read and again when a
 * signature is verified. A key's id is its fingerprint as `ssh-keygen -l` prints it.
 *
 * A key pair is Ed25519. Its private half never leaves OpenSSL's memory except into the file that
 * key_pair_write makes, and is zeroed when the arena is freed. The file is PKCS#8 in PEM, closed
 * by a passphrase: AES-256 under scrypt with N = 16,384, r = 8 and p = 5. scrypt needs memory as
 * well as time, so that guessing on graphics cards is dear; 16 MiB a guess is what OpenSSL 3.0
 * opens without being told to take more.
 */
#ifndef CRYPTO_KEY_H
#define CRYPTO_KEY_H

#include "base/arena.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

#include <stdint.h>

enum key_kind {
    KEY_ED25519,
    KEY_SECURITY, /* Ed25519 in a security key: sk-ssh-ed25519@openssh.com; signs through SSHSIG */
    KEY_P256,     /* ECDSA, for verifying what others signed */
    KEY_P384,
};

enum { KEY_POINT_MAX = 97, KEY_ID_SIZE = 51, ED25519_POINT_SIZE = 32 };

struct key {
    enum key_kind kind;
    size_t size;                  /* bytes of the point: 32, 32, 65, 97 */
    uint8_t point[KEY_POINT_MAX]; /* as the standard encodes it; ECDSA uncompressed */
    size_t application_size;      /* of a security key: what it signs for, "ssh:" */
    char application[LIMIT_APPLICATION_SIZE];
};

struct key_pair; /* an Ed25519 key with its private half */

/* Read a public key: one line in OpenSSH's form, or PEM ("BEGIN PUBLIC KEY"). ERROR_REFUSED with
 * `file` to blame; a private key is refused by that name. */
NODISCARD bool key_read(const char *file, struct text key_text, struct key *out, struct error *err);

/* The same for the binary form, inside signatures. */
NODISCARD bool key_read_blob(struct text bytes, struct key *out, struct error *err);

/* ERROR_REFUSED where anybody could sign for the key, or where its point has another spelling. */
NODISCARD bool key_check(const struct key *key, struct error *err);

/* Whether the 32 bytes are the one spelling of a y coordinate, and no point of small order: the
 * rule for keys and for the R of a signature. */
bool key_point_sound(const uint8_t point[ED25519_POINT_SIZE]);

bool key_equal(const struct key *a, const struct key *b);

/* The binary form; a line "ssh-ed25519 AAAA... comment" without a line end. In the arena. */
struct text key_blob(const struct key *key, struct arena *arena);
struct text key_line(const struct key *key, struct text key_comment, struct arena *arena);

/* "SHA256:" and 43 letters of base64, and a NUL. */
NODISCARD bool key_id(const struct key *key, char id[KEY_ID_SIZE], struct error *err);

/* A new pair, from OpenSSL's random numbers. */
NODISCARD bool key_pair_generate(struct arena *arena, struct key_pair **out, struct error *err);

/* Write the private half to `path`, readable by its owner alone, closed by a passphrase that may
 * not be empty. What stands at `path` is never replaced: ERROR_REFUSED. */
NODISCARD bool key_pair_write(const struct key_pair *pair, const char *path, struct text passphrase,
                              struct error *err);

/* The same without a passphrase: whoever reads the file signs. For machines that have nobody to
 * type one. */
NODISCARD bool key_pair_write_open(const struct key_pair *pair, const char *path,
                                   struct error *err);

/* Read a pair from PKCS#8 PEM; `passphrase` may be empty where the file needs none. The file that
 * ssh-keygen writes is read where it has no passphrase; for one that has, ssh-agent is the way. A
 * file that others may read, another kind of key, or a wrong passphrase is ERROR_REFUSED. */
NODISCARD bool key_pair_read(const char *path, struct text passphrase, struct arena *arena,
                             struct key_pair **out, struct error *err);

/* Whether the file at `path` is closed by a passphrase. ERROR_REFUSED where it cannot be read; what
 * is no key at all is not closed, and key_pair_read says so. */
NODISCARD bool key_pair_closed(const char *path, bool *closed, struct error *err);

/* key_pair_read from bytes that were read already; the caller zeroes them. */
NODISCARD bool key_pair_read_text(const char *file, struct text pem, struct text passphrase,
                                  struct arena *arena, struct key_pair **out, struct error *err);

const struct key *key_pair_public(const struct key_pair *pair);

#endif
