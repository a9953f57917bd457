/* crypto/agent.h: an ssh-agent: a process of the user's that holds private keys and signs.
 *
 *     | size, 4 bytes | kind, 1 byte | size - 1 bytes |     a message, either way
 *
 *     11 list the keys ->          12: count, then key and comment of each
 *     13 sign: key, bytes, 0 ->    14: the signature; 5 where the agent, or its owner, does not
 *
 * The agent is a stranger: sizes and counts are held against limits, and what it gives for a
 * signature is only bytes until somebody has verified it (signer.h does). Keys of kinds that cannot
 * sign here are passed over.
 */
#ifndef CRYPTO_AGENT_H
#define CRYPTO_AGENT_H

#include "base/list.h"
#include "crypto/key.h"

struct agent_identity {
    struct key key; /* Ed25519, or of a security key */
    struct text comment;
};

struct agent_identities LIST(struct agent_identity);

/* The keys that the agent at `socket_path` holds, in its order. ERROR_UNAVAILABLE where nobody
 * answers there in LIMIT_AGENT_TIME_MS, or not as an agent does. */
NODISCARD bool agent_list(const char *socket_path, struct arena *arena,
                          struct agent_identities *identities, struct error *err);

/* What such a list says, without the size and the kind in front. ERROR_UNAVAILABLE where it says
 * more or less than it counts. */
NODISCARD bool agent_identities_read(struct text listed, struct arena *arena,
                                     struct agent_identities *out, struct error *err);

/* Its signature over the bytes, in SSH's form: the algorithm's name, the signature, what a security
 * key adds. Waits LIMIT_AGENT_SIGN_MS, since a person may have to agree. ERROR_UNAVAILABLE. */
NODISCARD bool agent_sign(const char *socket_path, const struct key *key, struct text signed_bytes,
                          struct arena *arena, struct text *signature, struct error *err);

#endif
