/* ssh-agents that lie, stop, or say too much: none is believed, and none is waited for long. What a
 * true one does is in tests/signatures. */
#include "crypto/agent.h"

#include "base/base64.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "crypto/blob.h"
#include "crypto/digest.h"
#include "crypto/signer.h"
#include "support.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static struct arena arena;
static struct error err;
static struct key_pair *pair;  /* of the agent            */
static struct key_pair *other; /* what it may sign with   */

static const struct text place_of_use = {"approve@example.org", 19};
static const struct text message = {"a message", 9};

/* An agent that runs until the test ends it: what it answers is `reply`'s. */
struct fake {
    pid_t process;
    char folder[32];
    char socket_path[64];
};

static void question_answer(int fd, void (*reply)(struct text question, struct buffer *reply))
{
    char bytes[4096];
    struct arena scratch = {0};
    struct buffer answer = buffer_in(&scratch, 1 << 20);
    const ssize_t size = recv(fd, bytes, sizeof bytes, 0);
    if (size > 5)
        reply((struct text){bytes + 5, (size_t)size - 5}, &answer);
    else if (size == 5)
        reply(TEXT_NONE, &answer);
    (void)send(fd, answer.at, answer.size, MSG_NOSIGNAL);
    arena_free(&scratch);
}

static struct fake fake_start(void (*reply)(struct text question, struct buffer *reply))
{
    struct fake fake = {.folder = "/tmp/fake-agent-XXXXXX"};
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    ck_assert_ptr_nonnull(mkdtemp(fake.folder));
    snprintf(fake.socket_path, sizeof fake.socket_path, "%s/socket", fake.folder);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", fake.socket_path);
    const int listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_ge(listening, 0);
    ck_assert_int_eq(bind(listening, (struct sockaddr *)&address, sizeof address), 0);
    ck_assert_int_eq(listen(listening, 4), 0);
    fake.process = fork();
    ck_assert_int_ge(fake.process, 0);
    while (fake.process == 0) {
        const int fd = accept(listening, NULL, NULL);
        if (fd < 0)
            _exit(1);
        question_answer(fd, reply);
        (void)close(fd);
    }
    (void)close(listening);
    return fake;
}

static void fake_end(const struct fake *fake)
{
    (void)kill(fake->process, SIGKILL);
    (void)waitpid(fake->process, NULL, 0);
    (void)unlink(fake->socket_path);
    (void)rmdir(fake->folder);
}

/* ---- lists ---- */

static void message_add(struct buffer *reply, uint8_t kind, struct text rest)
{
    blob_add_number(reply, (uint32_t)rest.size + 1);
    buffer_byte(reply, (char)kind);
    buffer_add(reply, rest);
}

static struct text list_of(uint32_t count, struct text more)
{
    struct buffer list = buffer_in(&arena, 4096);
    blob_add_number(&list, count);
    blob_add_string(&list, key_blob(key_pair_public(pair), &arena));
    blob_add_string(&list, TEXT("alice@example.org"));
    buffer_add(&list, more);
    return buffer_text(&list);
}

static void says_nothing(struct text question, struct buffer *reply)
{
    (void)question;
    (void)reply;
}

static void says_a_size_alone(struct text question, struct buffer *reply)
{
    (void)question;
    blob_add_number(reply, 100);
}

static void says_zero(struct text question, struct buffer *reply)
{
    (void)question;
    blob_add_number(reply, 0);
}

static void says_four_gigabytes(struct text question, struct buffer *reply)
{
    (void)question;
    blob_add_number(reply, UINT32_MAX);
    buffer_byte(reply, 12);
}

static void says_a_byte_too_many(struct text question, struct buffer *reply)
{
    (void)question;
    blob_add_number(reply, LIMIT_AGENT_MESSAGE + 1);
    buffer_repeat(reply, 12, LIMIT_AGENT_MESSAGE + 1);
}

static void says_less_than_it_announces(struct text question, struct buffer *reply)
{
    (void)question;
    blob_add_number(reply, 100);
    buffer_repeat(reply, 12, 99);
}

static void says_no(struct text question, struct buffer *reply)
{
    (void)question;
    message_add(reply, 5, TEXT_NONE);
}

static void says_another_kind(struct text question, struct buffer *reply)
{
    (void)question;
    message_add(reply, 13, list_of(1, TEXT_NONE));
}

static void says_four_billion_keys(struct text question, struct buffer *reply)
{
    (void)question;
    message_add(reply, 12, list_of(UINT32_MAX, TEXT_NONE));
}

static void says_two_keys_and_has_one(struct text question, struct buffer *reply)
{
    (void)question;
    message_add(reply, 12, list_of(2, TEXT_NONE));
}

static void says_more_than_it_counts(struct text question, struct buffer *reply)
{
    (void)question;
    message_add(reply, 12, list_of(1, TEXT("x")));
}

static void says_no_count(struct text question, struct buffer *reply)
{
    (void)question;
    message_add(reply, 12, TEXT("\0\0"));
}

static const struct {
    const char *name;
    void (*reply)(struct text question, struct buffer *reply);
    const char *says; /* in the refusal */
} liars[] = {
    {"nothing", says_nothing, "ended before its answer"},
    {"a size alone", says_a_size_alone, "ended before its answer"},
    {"a size of 0", says_zero, "a size that cannot be"},
    {"a size of 4 GB", says_four_gigabytes, "a size that cannot be"},
    {"a size above the limit", says_a_byte_too_many, "a size that cannot be"},
    {"less than it announces", says_less_than_it_announces, "ended before its answer"},
    {"no", says_no, "does not list its keys"},
    {"another kind", says_another_kind, "does not list its keys"},
    {"four billion keys", says_four_billion_keys, "more than 1000 keys"},
    {"two keys, and has one", says_two_keys_and_has_one, "or does not say which"},
    {"more than it counts", says_more_than_it_counts, "or does not say which"},
    {"no count", says_no_count, "or does not say which"},
};

START_TEST(test_agent__a_list_that_does_not_add_up_is_refused)
{
    for (size_t i = 0; i < COUNT(liars); i++) {
        const struct fake fake = fake_start(liars[i].reply);
        struct agent_identities identities = {0};
        struct error why = {0};
        ck_assert_msg(!agent_list(fake.socket_path, &arena, &identities, &why), "%s",
                      liars[i].name);
        ck_assert_msg(why.code == ERROR_UNAVAILABLE, "%s: %s", liars[i].name, why.message);
        ck_assert_ptr_nonnull(strstr(why.message, fake.socket_path));
        ck_assert_msg(strstr(why.message, liars[i].says), "%s: %s", liars[i].name, why.message);
        fake_end(&fake);
    }
}
END_TEST

static void never_ends(struct text question, struct buffer *reply)
{
    (void)question;
    (void)reply;
    (void)pause();
}

START_TEST(test_agent__is_not_waited_for_without_end)
{
    const struct fake fake = fake_start(never_ends);
    struct agent_identities identities;
    struct error why = {0};
    const int64_t before = clock_milliseconds();
    ck_assert(!agent_list(fake.socket_path, &arena, &identities, &why));
    const int64_t waited = clock_milliseconds() - before;
    fake_end(&fake);
    ck_assert_int_ge(waited, LIMIT_AGENT_TIME_MS);
    ck_assert_int_lt(waited, 2 * LIMIT_AGENT_TIME_MS);
    ck_assert_ptr_nonnull(strstr(why.message, "in time"));
    ck_assert_int_eq(why.code, ERROR_UNAVAILABLE);
}
END_TEST

START_TEST(test_agent__nobody_there_is_no_answer)
{
    struct agent_identities identities;
    char long_path[200];
    struct error absent = {0}, empty = {0}, too_long = {0};
    memset(long_path, 'a', sizeof long_path - 1);
    long_path[sizeof long_path - 1] = '\0';
    ck_assert(!agent_list("/nowhere/agent", &arena, &identities, &absent));
    ck_assert(!agent_list("", &arena, &identities, &empty));
    ck_assert(!agent_list(long_path, &arena, &identities, &too_long));
    ck_assert_int_eq(absent.code, ERROR_UNAVAILABLE);
    ck_assert_int_eq(empty.code, ERROR_USAGE);
    ck_assert_int_eq(too_long.code, ERROR_USAGE);
}
END_TEST

static void lists_kinds(struct text question, struct buffer *reply)
{
    struct buffer list = buffer_in(&arena, 4096);
    struct key weak = {.kind = KEY_ED25519, .size = 32, .point = {1}};
    struct key security = *key_pair_public(other);
    security.kind = KEY_SECURITY;
    security.application_size = 4;
    memcpy(security.application, "ssh:", 4);
    (void)question;
    blob_add_number(&list, 4);
    blob_add_string(&list, TEXT("\0\0\0\7ssh-rsa\0\0\0\1\3"));
    blob_add_string(&list, TEXT("an RSA key"));
    blob_add_string(&list, key_blob(&weak, &arena));
    blob_add_string(&list, TEXT("weak"));
    blob_add_string(&list, key_blob(key_pair_public(pair), &arena));
    blob_add_string(&list, TEXT("alice@example.org"));
    blob_add_string(&list, key_blob(&security, &arena));
    blob_add_string(&list, TEXT("alice's touch"));
    message_add(reply, 12, buffer_text(&list));
}

START_TEST(test_agent__keys_that_cannot_sign_here_are_passed_over)
{
    const struct fake fake = fake_start(lists_kinds);
    struct agent_identities identities = {0};
    ck_assert_msg(agent_list(fake.socket_path, &arena, &identities, &err), "%s",
                  support_error(&err));
    fake_end(&fake);
    ck_assert_uint_eq(identities.count, 2);
    ck_assert(key_equal(&identities.at[0].key, key_pair_public(pair)));
    ck_assert(text_is(identities.at[0].comment, "alice@example.org"));
    ck_assert_int_eq(identities.at[1].key.kind, KEY_SECURITY);
}
END_TEST

/* ---- signers ---- */

static void signature_add(struct buffer *reply, const struct key_pair *by, struct text bytes)
{
    uint8_t signature[SIGNATURE_SIZE];
    struct buffer inner = buffer_in(&arena, 4096), outer = inner;
    struct error passed = {0};
    if (!signature_make(by, bytes, signature, &passed))
        _exit(1);
    blob_add_string(&inner, TEXT("ssh-ed25519"));
    blob_add_string(&inner, (struct text){(char *)signature, sizeof signature});
    blob_add_string(&outer, buffer_text(&inner));
    message_add(reply, 14, buffer_text(&outer));
}

/* A question without more lists; one with more asks for a signature over what follows the key. */
static struct text asked_for(struct text question)
{
    struct blob blob = {.rest = question};
    (void)blob_string(&blob);
    return blob_string(&blob);
}

static void signs(struct text question, struct buffer *reply)
{
    if (question.size == 0)
        message_add(reply, 12, list_of(1, TEXT_NONE));
    else
        signature_add(reply, pair, asked_for(question));
}

static void signs_with_another_key(struct text question, struct buffer *reply)
{
    if (question.size == 0)
        message_add(reply, 12, list_of(1, TEXT_NONE));
    else
        signature_add(reply, other, asked_for(question));
}

static void signs_something_else(struct text question, struct buffer *reply)
{
    if (question.size == 0)
        message_add(reply, 12, list_of(1, TEXT_NONE));
    else
        signature_add(reply, pair, TEXT("a transfer of everything to Mallory"));
}

static void signs_too_much(struct text question, struct buffer *reply)
{
    struct buffer outer = buffer_in(&arena, LIMIT_AGENT_MESSAGE);
    if (question.size == 0) {
        message_add(reply, 12, list_of(1, TEXT_NONE));
        return;
    }
    blob_add_string(&outer, (struct text){arena_array(&arena, 100000, 1), 100000});
    message_add(reply, 14, buffer_text(&outer));
}

static void signs_nothing(struct text question, struct buffer *reply)
{
    if (question.size == 0)
        message_add(reply, 12, list_of(1, TEXT_NONE));
    else
        message_add(reply, 14, TEXT("\0\0\0\0"));
}

static void refuses(struct text question, struct buffer *reply)
{
    if (question.size == 0)
        message_add(reply, 12, list_of(1, TEXT_NONE));
    else
        message_add(reply, 5, TEXT_NONE);
}

static bool signed_by_fake(void (*reply)(struct text question, struct buffer *reply),
                           struct text *blob, struct signer *signer, struct error *why)
{
    const struct fake fake = fake_start(reply);
    const bool made =
        signer_of_agent(fake.socket_path, TEXT("alice@example.org"), &arena, signer, why) &&
        signer_sign(signer, place_of_use, message, &arena, blob, why);
    fake_end(&fake);
    return made;
}

START_TEST(test_signer__an_agent_signs_as_a_key_file_does)
{
    struct signer of_agent, of_pair;
    struct text blob, same, armored;
    ck_assert_msg(signed_by_fake(signs, &blob, &of_agent, &err), "%s", support_error(&err));
    ck_assert_ptr_null(of_agent.pair);
    signer_of_pair(pair, &of_pair);
    ck_assert(signer_sign(&of_pair, place_of_use, message, &arena, &same, &err));
    ck_assert(text_equal(blob, same));
    ck_assert(sshsig_sign(pair, place_of_use, message, &arena, &armored, &err));
    ck_assert(text_equal(sshsig_armor(blob, &arena), armored));
}
END_TEST

static const struct {
    const char *name;
    void (*reply)(struct text question, struct buffer *reply);
    enum error_code code;
} forgers[] = {
    {"another key", signs_with_another_key, ERROR_INTEGRITY},
    {"another message", signs_something_else, ERROR_INTEGRITY},
    {"far too much", signs_too_much, ERROR_INTEGRITY},
    {"nothing", signs_nothing, ERROR_INTEGRITY},
    {"a refusal", refuses, ERROR_UNAVAILABLE},
};

START_TEST(test_signer__what_an_agent_gives_is_verified)
{
    for (size_t i = 0; i < COUNT(forgers); i++) {
        struct signer signer;
        struct text blob;
        struct error why = {0};
        ck_assert_msg(!signed_by_fake(forgers[i].reply, &blob, &signer, &why), "%s",
                      forgers[i].name);
        ck_assert_msg(why.code == forgers[i].code, "%s: %s", forgers[i].name, why.message);
    }
}
END_TEST

/* As a security key signs: over its application, its flags, its counter and the message. */
static void touches(struct text question, struct buffer *reply)
{
    struct blob blob = {.rest = question};
    struct error passed = {0};
    struct key key;
    struct digest application, hashed;
    uint8_t signature[SIGNATURE_SIZE];
    struct buffer sealed = buffer_in(&arena, 4096), inner = sealed, outer = sealed;
    if (question.size == 0) {
        lists_kinds(question, reply);
        return;
    }
    if (!key_read_blob(blob_string(&blob), &key, &passed) ||
        !digest_text((struct text){key.application, key.application_size}, &application, &passed) ||
        !digest_text(blob_string(&blob), &hashed, &passed))
        _exit(1);
    buffer_add(&sealed, (struct text){(char *)application.bytes, sizeof application.bytes});
    buffer_string(&sealed, "\5"); /* present and proven */
    blob_add_number(&sealed, 8);
    buffer_add(&sealed, (struct text){(char *)hashed.bytes, sizeof hashed.bytes});
    if (!signature_make(other, buffer_text(&sealed), signature, &passed))
        _exit(1);
    blob_add_string(&inner, TEXT("sk-ssh-ed25519@openssh.com"));
    blob_add_string(&inner, (struct text){(char *)signature, sizeof signature});
    buffer_string(&inner, "\5");
    blob_add_number(&inner, 8);
    blob_add_string(&outer, buffer_text(&inner));
    message_add(reply, 14, buffer_text(&outer));
}

START_TEST(test_signer__a_security_key_signs_through_the_agent)
{
    const struct fake fake = fake_start(touches);
    struct signer signer;
    struct sshsig sshsig;
    struct text blob;
    ck_assert_msg(signer_of_agent(fake.socket_path, TEXT("alice's touch"), &arena, &signer, &err) &&
                      signer_sign(&signer, place_of_use, message, &arena, &blob, &err),
                  "%s", support_error(&err));
    fake_end(&fake);
    ck_assert(sshsig_read_blob("a", blob, &sshsig, &err));
    ck_assert(sshsig_present(&sshsig) && sshsig_proven(&sshsig));
}
END_TEST

static void lists_namesakes(struct text question, struct buffer *reply)
{
    struct buffer list = buffer_in(&arena, 4096);
    (void)question;
    blob_add_number(&list, 2);
    blob_add_string(&list, key_blob(key_pair_public(pair), &arena));
    blob_add_string(&list, TEXT("laptop"));
    blob_add_string(&list, key_blob(key_pair_public(other), &arena));
    blob_add_string(&list, TEXT("laptop"));
    message_add(reply, 12, buffer_text(&list));
}

START_TEST(test_signer__one_key_must_be_meant)
{
    const struct fake fake = fake_start(lists_namesakes);
    struct signer signer;
    char id[KEY_ID_SIZE];
    struct error several = {0}, none = {0};
    ck_assert(key_id(key_pair_public(other), id, &err));
    ck_assert(!signer_of_agent(fake.socket_path, TEXT("laptop"), &arena, &signer, &several));
    ck_assert(!signer_of_agent(fake.socket_path, TEXT("desktop"), &arena, &signer, &none));
    ck_assert(signer_of_agent(fake.socket_path, text_of(id), &arena, &signer, &err));
    fake_end(&fake);
    ck_assert(key_equal(&signer.key, key_pair_public(other)));
    ck_assert_int_eq(several.code, ERROR_USAGE);
    ck_assert_int_eq(none.code, ERROR_USAGE);
    ck_assert_ptr_nonnull(strstr(several.message, id));
    ck_assert_ptr_nonnull(strstr(none.message, id));
}
END_TEST

START_TEST(test_agent__keys_are_made)
{
    ck_assert(key_pair_generate(&arena, &pair, &err) && key_pair_generate(&arena, &other, &err));
}
END_TEST

TESTS("crypto/agent", test_agent__keys_are_made, test_agent__a_list_that_does_not_add_up_is_refused,
      test_agent__is_not_waited_for_without_end, test_agent__nobody_there_is_no_answer,
      test_agent__keys_that_cannot_sign_here_are_passed_over,
      test_signer__an_agent_signs_as_a_key_file_does, test_signer__what_an_agent_gives_is_verified,
      test_signer__a_security_key_signs_through_the_agent, test_signer__one_key_must_be_meant)
