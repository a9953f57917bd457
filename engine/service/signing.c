#include "service/signing.h"

#include "base/file.h"
#include "base/limits.h"

static const struct text agent_prefix = {"ssh-agent:", 10};

static void passphrase_forget(void *object)
{
    const struct text *passphrase = object;
    explicit_bzero((void *)(uintptr_t)passphrase->at, passphrase->size);
}

static struct text line_end_dropped(struct text passphrase_line)
{
    if (text_ends(passphrase_line, TEXT("\n")))
        passphrase_line.size--;
    if (text_ends(passphrase_line, TEXT("\r")))
        passphrase_line.size--;
    return passphrase_line;
}

static bool passphrase_load(const char *passphrase_path, struct arena *arena, struct text *out,
                            struct error *err)
{
    struct text *passphrase = ARENA_NEW(arena, struct text);
    const size_t passphrase_end = sizeof "\r\n" - 1;
    if (!file_read(passphrase_path, LIMIT_PASSPHRASE_SIZE + passphrase_end, arena, passphrase, err))
        return false;
    arena_defer(arena, passphrase_forget, passphrase);
    *out = line_end_dropped(*passphrase);
    if (!out->size)
        return error_at(err, ERROR_USAGE, (struct place){.file = passphrase_path},
                        "is empty, and should hold a passphrase");
    return true;
}

bool passphrase_ask(const struct session *session, const char *what, struct arena *arena,
                    struct text *out, struct error *err)
{
    const char *path = session->setting(session->context, "OBSTAT_PASSPHRASE_FILE");
    return path ? passphrase_load(path, arena, out, err)
                : session->secret(session->context, what, arena, out, err);
}

static bool agent_open(const struct session *session, struct text signing_wanted,
                       struct arena *arena, struct signer *out, struct error *err)
{
    const char *socket_path = session->setting(session->context, "SSH_AUTH_SOCK");
    if (!socket_path)
        return error_set(err, ERROR_USAGE,
                         "no ssh-agent is there to ask: SSH_AUTH_SOCK does not name its socket");
    if (!signing_wanted.size)
        return error_set(err, ERROR_USAGE,
                         "ssh-agent: is followed by the key's comment or fingerprint, as "
                         "`ssh-add -l` lists them");
    return signer_of_agent(socket_path, signing_wanted, arena, out, err);
}

static bool file_key_open(const struct session *session, const char *signing_path,
                          struct arena *arena, struct signer *out, struct error *err)
{
    struct key_pair *signing_pair;
    struct text passphrase = TEXT_NONE;
    bool signing_closed;
    if (!key_pair_closed(signing_path, &signing_closed, err))
        return false;
    const struct text what = text_format(arena, "passphrase of %s", signing_path);
    if ((signing_closed && !passphrase_ask(session, what.at, arena, &passphrase, err)) ||
        !key_pair_read(signing_path, passphrase, arena, &signing_pair, err))
        return false;
    signer_of_pair(signing_pair, out);
    return true;
}

/* The key that is named: --sign, else OBSTAT_KEY. */
static const char *signing_key_named(const struct session *session, const char *signing_key)
{
    return signing_key ? signing_key : session->setting(session->context, "OBSTAT_KEY");
}

bool signing_key_claimed(const struct session *session, const char *signing_key, struct key *out)
{
    struct text public_line;
    struct error unclaimed = {0};
    bool signing_closed = false;
    signing_key = signing_key_named(session, signing_key);
    if (!signing_key || text_starts(text_of(signing_key), agent_prefix) ||
        !key_pair_closed(signing_key, &signing_closed, &unclaimed) || !signing_closed)
        return false;
    const char *public_path = text_format(session->arena, "%s.pub", signing_key).at;
    return file_read(public_path, LIMIT_KEY_FILE, session->arena, &public_line, &unclaimed) &&
           key_read(public_path, public_line, out, &unclaimed);
}

bool signing_key_open(const struct session *session, const char *signing_key, struct arena *arena,
                      struct signer *out, struct error *err)
{
    signing_key = signing_key_named(session, signing_key);
    if (!signing_key)
        return error_set(err, ERROR_USAGE,
                         "--sign or OBSTAT_KEY must name a key: a PEM file, or ssh-agent:COMMENT");
    const struct text signing_named = text_of(signing_key);
    if (text_starts(signing_named, agent_prefix))
        return agent_open(session, text_part(signing_named, agent_prefix.size, signing_named.size),
                          arena, out, err);
    return file_key_open(session, signing_key, arena, out, err);
}
