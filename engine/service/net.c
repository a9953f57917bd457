#include "service/net.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"
#include "service/record.h"
#include "value/canonical.h"
#include "value/json.h"
#include "worker/partner.h"

#include <unistd.h>

/* What is handed over as it is: libcurl reads the proxies, obstat-net the rest. */
static const char *const net_settings[] = {
    "http_proxy", "https_proxy",   "HTTPS_PROXY",  "all_proxy",      "ALL_PROXY",       "no_proxy",
    "NO_PROXY",   "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "OBSTAT_NET_PLAIN"};

struct net_program {
    struct net net;
    struct partner *partner;
};

static const char *file_found(const char *path)
{
    enum file_kind kind;
    return file_kind_of(path, &kind) && kind == FILE_REGULAR ? path : NULL;
}

static bool program_find(struct arena *arena, const char **out, struct error *err)
{
    char ours[LIMIT_PATH_SIZE];
    const ssize_t ours_size = readlink("/proc/self/exe", ours, sizeof ours - 1);
    if (ours_size <= 0)
        return error_set(err, ERROR_UNAVAILABLE, "obstat-net cannot be found: /proc is not there");
    ours[ours_size] = '\0';
    const char *folder = path_folder(arena, ours);
    const char *beside = path_join(arena, folder, "obstat-net");
    const char *found = file_found(beside);
    if (!found)
        found = file_found(path_join(arena, folder, "../libexec/obstat/obstat-net"));
    if (!found)
        return error_set(
            err, ERROR_UNAVAILABLE,
            "there is no %s; what needs the network is done by obstat-net, which comes "
            "with the Debian package",
            beside);
    *out = found;
    return true;
}

struct settings LIST(const char *);

static void setting_add(struct session *session, const char *name, const char *setting,
                        struct settings *environment)
{
    const char *said = session->setting(session->context, setting);
    if (said)
        *LIST_ADD(session->arena, environment) =
            text_format(session->arena, "%s=%s", name, said).at;
}

static const char *const *environment_make(struct session *session,
                                           const struct net_secret *secrets, size_t secret_count)
{
    struct settings environment = {0};
    *LIST_ADD(session->arena, &environment) = "LC_ALL=C";
    for (size_t i = 0; i < COUNT(net_settings); i++)
        setting_add(session, net_settings[i], net_settings[i], &environment);
    for (size_t i = 0; i < secret_count; i++)
        setting_add(session, secrets[i].name, secrets[i].setting, &environment);
    *LIST_ADD(session->arena, &environment) = NULL;
    return environment.at;
}

static bool reply_read(struct text answer, struct arena *arena, const struct value **reply,
                       struct error *err)
{
    struct value *told = ARENA_NEW(arena, struct value);
    if (!json_read("obstat-net", answer, (struct json_options){0}, arena, told, err))
        return false;
    const struct value *failed = value_get(told, TEXT("error"));
    if (value_kind(told) != VALUE_MAP)
        return error_set(err, ERROR_BUG, "obstat-net answers with no map");
    if (failed) {
        record_error_read(failed, arena, err);
        return false;
    }
    *reply = told;
    return true;
}

static bool program_ask(struct net *net, const struct net_question *question, struct arena *arena,
                        const struct value **reply, struct error *err)
{
    struct text answer;
    struct buffer asked = buffer_in(arena, LIMIT_NET_MESSAGE);
    struct net_program *program = (struct net_program *)net;
    if (!canonical_write(&question->request, &asked, err))
        return false;
    if (buffer_full(&asked))
        return error_set(err, ERROR_REFUSED, "what is to be sent is larger than %d bytes",
                         LIMIT_NET_MESSAGE);
    const struct partner_question put = {buffer_text(&asked), question->file, question->time_ms};
    return partner_ask(program->partner, &put, arena, &answer, err) &&
           reply_read(answer, arena, reply, err);
}

static void program_close(struct net *net)
{
    partner_stop(((struct net_program *)net)->partner);
}

bool net_open(struct session *session, const struct net_secret *secrets, size_t secret_count,
              struct net **out, struct error *err)
{
    const char *path;
    struct net_program *opened = ARENA_NEW(session->arena, struct net_program);
    if (!program_find(session->arena, &path, err))
        return false;
    const char *const arguments[] = {path, NULL};
    const struct program program = {.arguments = arguments,
                                    .environment = environment_make(session, secrets, secret_count),
                                    .max = LIMIT_NET_MESSAGE};
    if (!partner_start(&program, session->arena, &opened->partner, err))
        return false;
    opened->net = (struct net){program_ask, program_close};
    *out = &opened->net;
    return true;
}

bool net_ask(struct net *net, const struct net_question *question, struct arena *arena,
             const struct value **reply, struct error *err)
{
    return net->ask(net, question, arena, reply, err);
}

void net_close(struct net *net)
{
    if (net)
        net->close(net);
}
