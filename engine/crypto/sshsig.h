/* crypto/sshsig.h: signatures that `ssh-keygen -Y` makes and checks: SSHSIG.
 *
 * A signature is for one namespace, "approval@example.org", and holds in no other, so what was
 * signed for one meaning cannot serve as another. The file names the key that made it. That is no
 * reason to trust it: the caller says whose signature is expected.
 *
 *     -----BEGIN SSH SIGNATURE-----          "SSHSIG", 1, key, namespace, "", hash name, signature
 *     U1NIU0lHAAAAAQAAADMAAAALc3NoLW...      in base64
 *     -----END SSH SIGNATURE-----
 *
 * Signed is not the message but "SSHSIG", namespace, "", hash name, hash of the message. A security
 * key signs SHA-256 of its application, its flags, its counter and SHA-256 of that.
 */
#ifndef CRYPTO_SSHSIG_H
#define CRYPTO_SSHSIG_H

#include "crypto/key.h"
#include "crypto/signature.h"

enum sshsig_hash { SSHSIG_SHA256, SSHSIG_SHA512 };

struct sshsig {
    struct key key;         /* whom the signature says it is by: Ed25519 or a security key */
    struct text name_space; /* never empty; in the arena */
    enum sshsig_hash hash;  /* of the message */
    uint8_t signature[SIGNATURE_SIZE];
    uint8_t flags;    /* of a security key, as it gave them; 0 for others */
    uint32_t counter; /* signatures it has made, where it counts */
};

/* Read the armored form, strictly: nothing before it, nothing behind it. ERROR_REFUSED with `file`
 * to blame. Nothing is verified yet. */
NODISCARD bool sshsig_read(const char *file, struct text armored, struct arena *arena,
                           struct sshsig *out, struct error *err);

/* The same for the binary form, which stands between the armor lines; `name_space` is borrowed from
 * it. */
NODISCARD bool sshsig_read_blob(const char *file, struct text blob, struct sshsig *out,
                                struct error *err);

/* ERROR_INTEGRITY unless it is by `key`, in the namespace, over the message. Only then are the
 * flags and the counter to be believed. Whether presence is enough is for the caller to say. */
NODISCARD bool sshsig_verify(const struct sshsig *sshsig, const struct key *key,
                             struct text name_space, struct text message, struct error *err);

/* Somebody touched the security key; and proved to it who they are, by PIN or finger. */
bool sshsig_present(const struct sshsig *sshsig);
bool sshsig_proven(const struct sshsig *sshsig);

/* Sign with SHA-512, as ssh-keygen does. The armored form with its last line end, in the arena.
 * An empty or too long namespace is ERROR_REFUSED. */
NODISCARD bool sshsig_sign(const struct key_pair *pair, struct text name_space, struct text message,
                           struct arena *arena, struct text *out, struct error *err);

/* The same in the binary form; and the armored form of that. */
NODISCARD bool sshsig_sign_blob(const struct key_pair *pair, struct text name_space,
                                struct text message, struct arena *arena, struct text *out,
                                struct error *err);
struct text sshsig_armor(struct text blob, struct arena *arena);

/* The binary form of an armored one, as far as the armor goes: nothing in it is read. */
NODISCARD bool sshsig_unarmor(const char *file, struct text armored, struct arena *arena,
                              struct text *blob, struct error *err);

/* In two halves, where the key signs elsewhere: what an ssh-agent has to sign, with SHA-512 of the
 * message; and the binary form around the signature it gave, in SSH's form. Nothing is verified. */
NODISCARD bool sshsig_signed_bytes(struct text name_space, struct text message, struct arena *arena,
                                   struct text *signed_bytes, struct error *err);
struct text sshsig_around(const struct key *key, struct text name_space, struct text signature,
                          struct arena *arena);

#endif
