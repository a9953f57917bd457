#include "crypto/agent.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "crypto/blob.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { ASK_LIST = 11, GIVE_LIST = 12, ASK_SIGNATURE = 13, GIVE_SIGNATURE = 14, SIZE_BYTES = 4 };

/* One question to the agent, until its answer or the deadline. */
struct conversation {
    const char *socket_path;
    int fd;
    int64_t deadline; /* of clock_milliseconds */
};

static bool agent_failed(struct error *err, const struct conversation *talk, const char *what)
{
    return error_set(err, ERROR_UNAVAILABLE, "the ssh-agent at %s %s", talk->socket_path, what);
}

static bool agent_lost(struct error *err, const struct conversation *talk)
{
    return error_set(err, ERROR_UNAVAILABLE, "the ssh-agent at %s does not answer: %s",
                     talk->socket_path, strerror(errno));
}

/* Until the socket is ready for `events`. A hang-up is for the call that follows to find. */
static bool socket_wait(const struct conversation *talk, short events, struct error *err)
{
    struct pollfd agent_poll = {.fd = talk->fd, .events = events};
    for (;;) {
        const int64_t patience_left = talk->deadline - clock_milliseconds();
        const int socket_ready = patience_left > 0 ? poll(&agent_poll, 1, (int)patience_left) : 0;
        if (socket_ready > 0)
            return true;
        if (socket_ready == 0)
            return agent_failed(err, talk, "does not answer in time");
        if (errno != EINTR)
            return agent_lost(err, talk);
    }
}

/* A socket of this kind connects at once or not at all: where too many wait before us, the agent
 * does not answer. */
static bool agent_connect(const char *socket_path, int64_t patience, struct conversation *out,
                          struct error *err)
{
    struct sockaddr_un agent_address = {.sun_family = AF_UNIX};
    struct conversation talk = {socket_path, -1, clock_milliseconds() + patience};
    const size_t path_size = strlen(socket_path);
    if (path_size == 0 || path_size >= sizeof agent_address.sun_path)
        return error_set(err, ERROR_USAGE, "the ssh-agent's socket has a path of 1 to %zu bytes",
                         sizeof agent_address.sun_path - 1);
    memcpy(agent_address.sun_path, socket_path, path_size);
    talk.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (talk.fd < 0)
        return agent_lost(err, &talk);
    if (connect(talk.fd, (const struct sockaddr *)&agent_address, sizeof agent_address) != 0) {
        (void)agent_lost(err, &talk);
        (void)close(talk.fd);
        return false;
    }
    *out = talk;
    return true;
}

static bool socket_send(const struct conversation *talk, struct text agent_blob, struct error *err)
{
    while (agent_blob.size) {
        if (!socket_wait(talk, POLLOUT, err))
            return false;
        const ssize_t sent = send(talk->fd, agent_blob.at, agent_blob.size, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR && errno != EAGAIN)
            return agent_lost(err, talk);
        if (sent > 0)
            agent_blob = text_part(agent_blob, (size_t)sent, agent_blob.size);
    }
    return true;
}

static bool socket_receive(const struct conversation *talk, char *agent_blob, size_t blob_size,
                           struct error *err)
{
    size_t received = 0;
    while (received < blob_size) {
        if (!socket_wait(talk, POLLIN, err))
            return false;
        const ssize_t received_now = recv(talk->fd, agent_blob + received, blob_size - received, 0);
        if (received_now == 0)
            return agent_failed(err, talk, "ended before its answer did");
        if (received_now < 0 && errno != EINTR && errno != EAGAIN)
            return agent_lost(err, talk);
        received += received_now > 0 ? (size_t)received_now : 0;
    }
    return true;
}

/* One message there, one back; `answer` is what follows its kind. */
static bool agent_talk(const struct conversation *talk, struct text question, uint8_t answer_kind,
                       struct arena *arena, struct blob *answer, struct error *err)
{
    char size_blob[SIZE_BYTES];
    struct buffer asked_blob = buffer_in(arena, question.size + SIZE_BYTES);
    blob_add_string(&asked_blob, question);
    if (!socket_send(talk, buffer_text(&asked_blob), err) ||
        !socket_receive(talk, size_blob, sizeof size_blob, err))
        return false;
    struct blob announced = {.rest = {size_blob, sizeof size_blob}};
    const size_t answer_size = blob_number(&announced);
    if (answer_size == 0 || answer_size > LIMIT_AGENT_MESSAGE)
        return agent_failed(err, talk, "answers with a message of a size that cannot be");
    char *answer_blob = arena_array(arena, answer_size, 1);
    if (!socket_receive(talk, answer_blob, answer_size, err))
        return false;
    *answer = (struct blob){.rest = {answer_blob, answer_size}};
    if (blob_byte(answer) != answer_kind)
        return agent_failed(err, talk,
                            answer_kind == GIVE_SIGNATURE
                                ? "does not sign: its owner, or a rule of the "
                                  "key, refused"
                                : "does not list its keys");
    return true;
}

/* What is asked, which kind of answer is due, and for how long it is waited for. */
struct agent_question {
    struct text bytes;
    uint8_t answer_kind;
    int64_t patience_ms;
};

static bool agent_ask(const char *socket_path, const struct agent_question *question,
                      struct arena *arena, struct blob *answer, struct error *err)
{
    struct conversation talk = {.fd = -1};
    if (question->bytes.size > LIMIT_AGENT_MESSAGE)
        return error_set(err, ERROR_REFUSED, "an ssh-agent signs no more than %d bytes",
                         LIMIT_AGENT_MESSAGE);
    if (!agent_connect(socket_path, question->patience_ms, &talk, err))
        return false;
    const bool answered =
        agent_talk(&talk, question->bytes, question->answer_kind, arena, answer, err);
    (void)close(talk.fd);
    return answered;
}

static bool key_signs_here(struct text blob, struct key *key)
{
    struct error unread_key = {0};
    return key_read_blob(blob, key, &unread_key) &&
           (key->kind == KEY_ED25519 || key->kind == KEY_SECURITY);
}

bool agent_identities_read(struct text listed, struct arena *arena, struct agent_identities *out,
                           struct error *err)
{
    struct agent_identities identities = {0};
    struct blob blob = {.rest = listed};
    const uint32_t key_count = blob_number(&blob);
    for (uint32_t i = 0; i < key_count && key_count <= LIMIT_AGENT_KEYS && !blob.broken; i++) {
        struct key key;
        const struct text key_bytes = blob_string(&blob), comment = blob_string(&blob);
        if (!blob.broken && key_signs_here(key_bytes, &key))
            *LIST_ADD(arena, &identities) = (struct agent_identity){key, comment};
    }
    if (!blob_ended(&blob))
        return error_set(err, ERROR_UNAVAILABLE,
                         "the ssh-agent lists more than %d keys, or does not say which",
                         LIMIT_AGENT_KEYS);
    *out = identities;
    return true;
}

bool agent_list(const char *socket_path, struct arena *arena, struct agent_identities *identities,
                struct error *err)
{
    static const char ask_list[] = {ASK_LIST};
    const struct agent_question question = {
        {ask_list, sizeof ask_list}, GIVE_LIST, LIMIT_AGENT_TIME_MS};
    struct blob answer;
    struct error agent_fault = {0};
    if (!agent_ask(socket_path, &question, arena, &answer, err))
        return false;
    return agent_identities_read(answer.rest, arena, identities, &agent_fault) ||
           error_set(err, agent_fault.code, "%s: %s", socket_path, agent_fault.message);
}

bool agent_sign(const char *socket_path, const struct key *key, struct text signed_bytes,
                struct arena *arena, struct text *signature, struct error *err)
{
    struct blob answer;
    const struct text blob = key_blob(key, arena);
    struct buffer ask_signature = buffer_in(arena, LIMIT_AGENT_MESSAGE + 1);
    buffer_byte(&ask_signature, ASK_SIGNATURE);
    blob_add_string(&ask_signature, blob);
    blob_add_string(&ask_signature, signed_bytes);
    blob_add_number(&ask_signature, 0); /* no flags: they choose among the hashes of RSA */
    const struct agent_question question = {buffer_text(&ask_signature), GIVE_SIGNATURE,
                                            LIMIT_AGENT_SIGN_MS};
    if (!agent_ask(socket_path, &question, arena, &answer, err))
        return false;
    const struct text agent_signature = blob_string(&answer);
    if (!blob_ended(&answer))
        return error_set(err, ERROR_UNAVAILABLE,
                         "the ssh-agent at %s gives a signature that has no end", socket_path);
    *signature = agent_signature;
    return true;
}
