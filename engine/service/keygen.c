#include "base/file.h"
#include "base/limits.h"
#include "crypto/key.h"
#include "service/operations.h"
#include "service/signing.h"

#include <unistd.h>

enum { PUBLIC_MODE = 0644 };

/* Typed twice, since nobody sees it; a file is asked once. */
static bool passphrase_choose(struct session *session, const char *path, struct text *passphrase,
                              struct error *err)
{
    struct arena *arena = session->arena;
    struct text passphrase_again;
    const struct text passphrase_first = text_format(arena, "new passphrase for %s", path);
    if (!passphrase_ask(session, passphrase_first.at, arena, passphrase, err))
        return false;
    if (!passphrase->size)
        return error_set(err, ERROR_USAGE,
                         "the passphrase is empty; --no-passphrase makes a key without one");
    if (session->setting(session->context, "OBSTAT_PASSPHRASE_FILE"))
        return true;
    if (!passphrase_ask(session, "the same passphrase again", arena, &passphrase_again, err))
        return false;
    return text_equal(*passphrase, passphrase_again)
               ? true
               : error_set(err, ERROR_USAGE, "the two passphrases differ");
}

/* What the line says the key is: the name of its file, where that is fit for a line. */
static struct text line_comment(const char *keygen_path)
{
    const char *keygen_slash = strrchr(keygen_path, '/');
    const struct text name = text_of(keygen_slash ? keygen_slash + 1 : keygen_path);
    for (size_t i = 0; i < name.size; i++)
        if ((unsigned char)name.at[i] < ' ')
            return TEXT_NONE;
    return name;
}

/* The public half first: a private key that stands there has its line beside it. Where the private
 * half cannot be written the line goes, and nobody enrols a key that does not exist. */
static bool pair_write(struct session *session, const struct key_pair *keygen_pair,
                       const char *keygen_path, const struct text *passphrase, struct error *err)
{
    const struct text keygen_line =
        key_line(key_pair_public(keygen_pair), line_comment(keygen_path), session->arena);
    const char *public_path = text_format(session->arena, "%s.pub", keygen_path).at;
    const struct text keygen_contents =
        text_format(session->arena, "%.*s\n", TEXT_ARGS(keygen_line));
    if (!file_create(public_path, keygen_contents, PUBLIC_MODE, err))
        return false;
    if (passphrase ? key_pair_write(keygen_pair, keygen_path, *passphrase, err)
                   : key_pair_write_open(keygen_pair, keygen_path, err))
        return true;
    (void)unlink(public_path);
    return false;
}

static bool key_tell(struct session *session, const struct key *keygen_key, const char *keygen_path,
                     struct error *err)
{
    char keygen_id[KEY_ID_SIZE];
    if (!key_id(keygen_key, keygen_id, err))
        return false;
    session->print(session->context, text_format(session->arena,
                                                 "%s      the private key, readable by you alone\n"
                                                 "%s.pub  the public key, to be enrolled\n"
                                                 "%s\n",
                                                 keygen_path, keygen_path, keygen_id));
    return true;
}

static int keygen_run(struct session *session, const struct value *request, struct error *err)
{
    struct key_pair *keygen_pair;
    struct text passphrase;
    const char *keygen_path = request_text(request, "file");
    const bool open = request_flag(request, "no-passphrase");
    enum file_kind kind;
    if (file_kind_of(keygen_path, &kind)) /* before anybody has typed a passphrase twice */
        (void)error_at(err, ERROR_REFUSED, (struct place){.file = keygen_path},
                       "is there already, and a key is never replaced");
    else if ((open || passphrase_choose(session, keygen_path, &passphrase, err)) &&
             key_pair_generate(session->arena, &keygen_pair, err) &&
             pair_write(session, keygen_pair, keygen_path, open ? NULL : &passphrase, err) &&
             key_tell(session, key_pair_public(keygen_pair), keygen_path, err))
        return 0;
    return operation_failed(err);
}

static const struct parameter keygen_parameters[] = {
    {.name = "file",
     .kind = PARAMETER_ARGUMENT,
     .flags = PARAMETER_REQUIRED,
     .placeholder = "FILE",
     .help = "the private key; the public one goes to FILE.pub"},
    {.name = "no-passphrase",
     .kind = PARAMETER_FLAG,
     .help = "whoever reads the file signs: for machines that nobody sits at"},
    {0},
};

const struct operation keygen_operation = {
    .name = "keygen",
    .summary = "make a key for a machine that signs",
    .details =
        "Ed25519: the private key as PKCS#8 PEM, readable by its owner alone and closed by a\n"
        "passphrase; the public key as a line of OpenSSH's. Neither file is ever replaced. The\n"
        "passphrase is typed twice, or is what OBSTAT_PASSPHRASE_FILE holds.\n"
        "\n"
        "People sign with a key in ssh-agent, best one in a security key: `ssh-keygen -t\n"
        "ed25519-sk -O verify-required`.\n",
    .examples = "obstat keygen ci.key\n"
                "obstat keygen --no-passphrase /run/secrets/ci.key\n",
    .parameters = keygen_parameters,
    .run = keygen_run,
};
