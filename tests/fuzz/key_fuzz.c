/* Any bytes are a key, a signature or refused with a message; a key that is read is written as a
 * line that is read as the same key. */
#include "crypto/sshsig.h"
#include "fuzz.h"

static void demand(bool promise)
{
    if (!promise)
        abort();
}

static void try_key(struct text written, struct arena *arena)
{
    struct error err = {0};
    struct key key, again;
    if (!key_read("key.pub", written, &key, &err)) {
        demand(err.code == ERROR_REFUSED && err.message[0]);
        return;
    }
    demand(key_read("again.pub", key_line(&key, TEXT_NONE, arena), &again, &err));
    demand(key_equal(&key, &again));
}

static void try_signature(struct text written, struct arena *arena)
{
    struct error err = {0};
    struct sshsig sshsig;
    if (!sshsig_read("a.sig", written, arena, &sshsig, &err)) {
        demand(err.code == ERROR_REFUSED && err.message[0]);
        return;
    }
    demand(sshsig.name_space.size > 0);
    if (!sshsig_verify(&sshsig, &sshsig.key, sshsig.name_space, TEXT("message"), &err))
        demand(err.code == ERROR_INTEGRITY);
}

/* Without a passphrase: the work that a file asks for is not done. */
static void try_pair(struct text written, struct arena *arena)
{
    struct error err = {0};
    struct key_pair *pair;
    if (!key_pair_read_text("key.pem", written, TEXT_NONE, arena, &pair, &err))
        demand(err.code == ERROR_REFUSED && err.message[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    const struct text input = {(const char *)data, size};
    try_key(input, &arena);
    try_signature(input, &arena);
    try_pair(input, &arena);
    arena_free(&arena);
    return 0;
}
