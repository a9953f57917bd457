/* crypto/signer.h: what can make an SSHSIG signature: a key file, or an ssh-agent.
 *
 * A signer knows its public key and signs one message in one namespace. With an agent the private
 * half is never in this process; a security key may ask its owner to touch it, so signing can take
 * as long as a person does.
 *
 *     signer_of_pair(pair, &signer);                                   a key file that was read
 *     signer_of_agent(socket, TEXT("SHA256:..."), arena, &signer, err)  or by the key's comment
 *     signer_sign(&signer, TEXT("approve@gov.example/models"), pae, arena, &blob, err)
 */
#ifndef CRYPTO_SIGNER_H
#define CRYPTO_SIGNER_H

#include "crypto/key.h"
#include "crypto/sshsig.h"

struct signer {
    struct key key;              /* what signatures will be by                */
    const struct key_pair *pair; /* of a key file; NULL for an agent          */
    const char *agent;           /* the agent's socket; NULL for a key file   */
};

void signer_of_pair(const struct key_pair *pair, struct signer *out);

/* The one key in the agent at `socket_path` that `key_wanted` names, by fingerprint ("SHA256:...")
 * or by comment. None or several: ERROR_USAGE lists what is there. No agent: ERROR_UNAVAILABLE. */
NODISCARD bool signer_of_agent(const char *socket_path, struct text key_wanted, struct arena *arena,
                               struct signer *out, struct error *err);

/* A signature over the message, in the binary form that stands between the armor lines. It has been
 * verified against signer->key when it is returned. */
NODISCARD bool signer_sign(const struct signer *signer, struct text name_space, struct text message,
                           struct arena *arena, struct text *out, struct error *err);

#endif
