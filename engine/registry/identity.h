/* registry/identity.h: a person or a machine, as its row tells. Private to the room.
 *
 *     added or rotated ---- proven ---------------- rotated and proven, or revoked
 *                  not yet      valid: since <= time < until           no more
 *
 * A key counts from the entry that proves it to the entry that ends it. An identity ends when it is
 * revoked, or after valid_until. All this is asked at the moment an entry is logged.
 */
#ifndef REGISTRY_IDENTITY_H
#define REGISTRY_IDENTITY_H

#include "registry/registry.h"

/* The row of somebody who must exist. */
NODISCARD bool identity_find(const struct rows *rows, struct text id, struct arena *arena,
                             const struct value **out, struct error *err);

/* Is the identity in force at the moment, and the key one of its keys, proven and not ended? */
NODISCARD bool identity_valid(const struct value *identity, struct text key_id, int64_t time,
                              struct error *err);

/* Does it hold one of the roles? The sentence names what for. */
NODISCARD bool identity_has_role(const struct value *identity, unsigned roles,
                                 const char *act_named, struct arena *arena, struct error *err);

/* The roles as bits. */
unsigned identity_roles(const struct value *identity);

/* Was it revoked as compromised since before, or at, this moment? Then what it said at the moment
 * does not count. */
bool identity_void(const struct value *identity, int64_t time);

/* "a risk-officer", "one of validator, owner". */
struct text roles_phrase(unsigned roles, const char *several, struct arena *arena);

/* A first administrator's row and key, at entry 0. */
struct applying;
NODISCARD bool identity_found(struct applying *applying, const struct value *admin,
                              struct error *err);

#endif
