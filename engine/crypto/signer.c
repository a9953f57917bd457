#include "crypto/signer.h"

#include "base/buffer.h"
#include "crypto/agent.h"

void signer_of_pair(const struct key_pair *pair, struct signer *out)
{
    *out = (struct signer){.key = *key_pair_public(pair), .pair = pair};
}

static bool identity_is(const struct agent_identity *identity, const char *fingerprint,
                        struct text key_wanted)
{
    return text_equal(identity->comment, key_wanted) || text_is(key_wanted, fingerprint);
}

/* "SHA256:... (alice@example.org), SHA256:..." of those that `wanted` could mean, or of all. */
static const char *identities_words(const struct agent_identities *identities, struct arena *arena)
{
    struct buffer key_words = buffer_in(arena, ERROR_MESSAGE_SIZE);
    for (size_t i = 0; i < identities->count; i++) {
        char fingerprint[KEY_ID_SIZE];
        struct error unnamed_key = {0};
        if (key_id(&identities->at[i].key, fingerprint, &unnamed_key))
            buffer_format(&key_words, "%s%s (%.*s)", key_words.size ? ", " : "", fingerprint,
                          TEXT_ARGS(identities->at[i].comment));
    }
    return key_words.at ? key_words.at
                        : "no key that signs here: Ed25519, alone or in a security key";
}

bool signer_of_agent(const char *socket_path, struct text key_wanted, struct arena *arena,
                     struct signer *out, struct error *err)
{
    struct agent_identities identities, named_identities = {0};
    if (!agent_list(socket_path, arena, &identities, err))
        return false;
    for (size_t i = 0; i < identities.count; i++) {
        char fingerprint[KEY_ID_SIZE];
        if (!key_id(&identities.at[i].key, fingerprint, err))
            return false;
        if (identity_is(&identities.at[i], fingerprint, key_wanted))
            *LIST_ADD(arena, &named_identities) = identities.at[i];
    }
    if (named_identities.count > 1)
        return error_set(err, ERROR_USAGE, "\"%.*s\" names %zu keys of the ssh-agent: %s",
                         TEXT_ARGS(key_wanted), named_identities.count,
                         identities_words(&named_identities, arena));
    if (!named_identities.count)
        return error_set(err, ERROR_USAGE, "the ssh-agent has no key \"%.*s\"; it has %s",
                         TEXT_ARGS(key_wanted), identities_words(&identities, arena));
    *out = (struct signer){.key = named_identities.at[0].key,
                           .agent = text_string(arena, text_of(socket_path))};
    return true;
}

/* An agent's answer is believed no more than any other signature. */
static bool agent_sign_here(const struct signer *signer, struct text name_space,
                            struct text message, struct arena *arena, struct text *out,
                            struct error *err)
{
    struct text signed_bytes, signature;
    if (!sshsig_signed_bytes(name_space, message, arena, &signed_bytes, err) ||
        !agent_sign(signer->agent, &signer->key, signed_bytes, arena, &signature, err))
        return false;
    if (signature.size > LIMIT_SSHSIG_SIZE / 2)
        return error_set(err, ERROR_INTEGRITY, "the ssh-agent's signature is far too large");
    *out = sshsig_around(&signer->key, name_space, signature, arena);
    return true;
}

static bool blob_holds(const struct signer *signer, struct text blob, struct text name_space,
                       struct text message, struct error *err)
{
    struct sshsig sshsig;
    struct error unheld = {0};
    if (sshsig_read_blob(NULL, blob, &sshsig, &unheld) &&
        sshsig_verify(&sshsig, &signer->key, name_space, message, &unheld))
        return true;
    return error_set(err, ERROR_INTEGRITY, "what %s gave is no signature by its key: %s",
                     signer->agent ? "the ssh-agent" : "the key", unheld.message);
}

bool signer_sign(const struct signer *signer, struct text name_space, struct text message,
                 struct arena *arena, struct text *out, struct error *err)
{
    struct text blob;
    const bool signed_here =
        signer->agent ? agent_sign_here(signer, name_space, message, arena, &blob, err)
                      : sshsig_sign_blob(signer->pair, name_space, message, arena, &blob, err);
    if (!signed_here || !blob_holds(signer, blob, name_space, message, err))
        return false;
    *out = blob;
    return true;
}
