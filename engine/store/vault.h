/* store/vault.h: bytes by their digest: evidence, policies and documents that the log names.
 *
 * One file each, named by the 64 hexadecimal digits of its SHA-256, written whole or not at all and
 * never changed. What is read is digested, so a file that was changed is found when it is used.
 */
#ifndef STORE_VAULT_H
#define STORE_VAULT_H

#include "base/list.h"
#include "crypto/digest.h"

/* Keep the bytes; durable when it returns true. Bytes that are there already are read once more:
 * ERROR_INTEGRITY where they are others. */
NODISCARD bool vault_put(const char *folder, struct text kept_bytes, struct digest *digest,
                         struct error *err);

/* The same for who keeps many: all of them are durable after vault_settle, and none for certain
 * before. */
NODISCARD bool vault_lay(const char *folder, struct text kept_bytes, struct digest *digest,
                         struct error *err);
NODISCARD bool vault_settle(const char *folder, struct error *err);

/* The bytes of a digest, at most `max`, in the arena. Absent or changed: ERROR_INTEGRITY by name.
 */
NODISCARD bool vault_get(const char *folder, const struct digest *digest, size_t max,
                         struct arena *arena, struct text *kept, struct error *err);

bool vault_has(const char *folder, const struct digest *digest);

struct vault_digests LIST(struct digest);

/* Every file in it, in the order of names; what is not named like a digest is ERROR_INTEGRITY. */
NODISCARD bool vault_list(const char *folder, struct arena *arena,
                          struct vault_digests *vault_digests, struct error *err);

#endif
