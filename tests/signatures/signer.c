/* The room's functions as commands, for `run`: 0 where it holds, 1 with the reason where not.
 *
 *     signer generate KEY PASSPHRASE        a new key file; its public line on standard output
 *     signer public KEY PASSPHRASE          the public line
 *     signer id PUBLIC                      the fingerprint
 *     signer sign KEY PASSPHRASE FILE       64 bytes
 *     signer verify PUBLIC FILE SIGNATURE
 *     signer ssh-sign KEY PASSPHRASE NAMESPACE FILE
 *     signer ssh-verify PUBLIC NAMESPACE FILE SIGNATURE
 *     signer agent-sign SOCKET KEY NAMESPACE FILE
 */
#include "crypto/signer.h"
#include "base/file.h"

enum { FILE_MAX = 1 << 20 };

static bool load(const char *path, struct arena *arena, struct text *out, struct error *err)
{
    return file_read(path, FILE_MAX, arena, out, err);
}

static bool public_of(const char *path, struct arena *arena, struct key *out, struct error *err)
{
    struct text written;
    return load(path, arena, &written, err) && key_read(path, written, out, err);
}

static bool pair_of(char **words, struct arena *arena, struct key_pair **pair, struct error *err)
{
    return key_pair_read(words[0], text_of(words[1]), arena, pair, err);
}

static bool generate(char **words, struct arena *arena, struct text *out, struct error *err)
{
    struct key_pair *pair;
    const struct text passphrase = text_of(words[1]);
    if (!key_pair_generate(arena, &pair, err) ||
        !(passphrase.size ? key_pair_write(pair, words[0], passphrase, err)
                          : key_pair_write_open(pair, words[0], err)))
        return false;
    *out = key_line(key_pair_public(pair), TEXT("signer"), arena);
    return true;
}

static bool public(char **words, struct arena *arena, struct text *out, struct error *err)
{
    struct key_pair *pair;
    if (!pair_of(words, arena, &pair, err))
        return false;
    *out = key_line(key_pair_public(pair), TEXT("signer"), arena);
    return true;
}

static bool id(char **words, struct arena *arena, struct text *out, struct error *err)
{
    struct key key;
    char id_text[KEY_ID_SIZE];
    if (!public_of(words[0], arena, &key, err) || !key_id(&key, id_text, err))
        return false;
    *out = text_copy(arena, text_of(id_text));
    return true;
}

static bool sign(char **words, struct arena *arena, struct text *out, struct error *err)
{
    struct key_pair *pair;
    struct text message;
    uint8_t *signature = arena_alloc(arena, SIGNATURE_SIZE);
    if (!pair_of(words, arena, &pair, err) || !load(words[2], arena, &message, err) ||
        !signature_make(pair, message, signature, err))
        return false;
    *out = (struct text){(char *)signature, SIGNATURE_SIZE};
    return true;
}

static bool verify(char **words, struct arena *arena, struct text *out, struct error *err)
{
    struct key key;
    struct text message, signature;
    (void)out;
    return public_of(words[0], arena, &key, err) && load(words[1], arena, &message, err) &&
           load(words[2], arena, &signature, err) &&
           signature_verify(&key, message, signature, err);
}

static bool ssh_sign(char **words, struct arena *arena, struct text *out, struct error *err)
{
    struct key_pair *pair;
    struct text message;
    return pair_of(words, arena, &pair, err) && load(words[3], arena, &message, err) &&
           sshsig_sign(pair, text_of(words[2]), message, arena, out, err);
}

static bool ssh_verify(char **words, struct arena *arena, struct text *out, struct error *err)
{
    struct key key;
    struct text message, armored;
    struct sshsig sshsig;
    (void)out;
    return public_of(words[0], arena, &key, err) && load(words[2], arena, &message, err) &&
           load(words[3], arena, &armored, err) &&
           sshsig_read(words[3], armored, arena, &sshsig, err) &&
           sshsig_verify(&sshsig, &key, text_of(words[1]), message, err);
}

static bool agent_sign_armored(char **words, struct arena *arena, struct text *out,
                               struct error *err)
{
    struct signer signer;
    struct text message, blob;
    if (!signer_of_agent(words[0], text_of(words[1]), arena, &signer, err) ||
        !load(words[3], arena, &message, err) ||
        !signer_sign(&signer, text_of(words[2]), message, arena, &blob, err))
        return false;
    *out = sshsig_armor(blob, arena);
    return true;
}

static const struct {
    const char *name;
    int count;
    bool (*run)(char **words, struct arena *arena, struct text *out, struct error *err);
} commands[] = {
    {"generate", 2, generate},
    {"public", 2, public},
    {"id", 1, id},
    {"sign", 3, sign},
    {"verify", 3, verify},
    {"ssh-sign", 4, ssh_sign},
    {"ssh-verify", 4, ssh_verify},
    {"agent-sign", 4, agent_sign_armored},
};

int main(int count, char **words)
{
    struct arena arena = {0};
    struct error err = {0};
    struct text out = TEXT_NONE;
    bool done = false;
    for (size_t i = 0; count > 1 && i < COUNT(commands); i++)
        if (strcmp(commands[i].name, words[1]) == 0 && commands[i].count == count - 2)
            done = commands[i].run(words + 2, &arena, &out, &err);
    if (done)
        fwrite(out.at ? out.at : "", 1, out.size, stdout);
    else
        fprintf(stderr, "signer: %s: %s\n", err.file, err.message);
    arena_free(&arena);
    return done ? 0 : 1;
}
