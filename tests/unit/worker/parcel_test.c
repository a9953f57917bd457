#include "base/clock.h"
#include "support.h"
#include "worker/parcel.h"
#include "worker/partner.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HERE, THERE };

static void channel_make(int ends[2])
{
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
}

static int64_t soon(void)
{
    return clock_milliseconds() + 200;
}

START_TEST(test_parcel__a_message_and_its_file_come_together)
{
    int ends[2];
    char read_there[6] = "";
    struct arena arena = {0};
    struct parcel came = {.file = -1};
    channel_make(ends);
    const int file = open(__FILE__, O_RDONLY | O_CLOEXEC);
    const struct parcel sent = {TEXT("look at this"), file};
    ck_assert_int_eq(parcel_send(ends[HERE], &sent, soon()), PARCEL_HERE);
    ck_assert_int_eq(parcel_receive(ends[THERE], 100, soon(), &arena, &came), PARCEL_HERE);
    ck_assert(text_is(came.message, "look at this"));
    ck_assert_int_ge(came.file, 0);
    ck_assert_int_ne(came.file, file);
    ck_assert_int_eq(read(came.file, read_there, 5), 5);
    arena_free(&arena);
}
END_TEST

START_TEST(test_parcel__two_come_one_after_the_other_and_then_the_end)
{
    int ends[2];
    struct arena arena = {0};
    struct parcel came;
    channel_make(ends);
    const struct parcel first = {TEXT("first"), -1}, second = {TEXT(""), -1};
    ck_assert_int_eq(parcel_send(ends[HERE], &first, soon()), PARCEL_HERE);
    ck_assert_int_eq(parcel_send(ends[HERE], &second, soon()), PARCEL_HERE);
    (void)close(ends[HERE]);
    ck_assert_int_eq(parcel_receive(ends[THERE], 100, soon(), &arena, &came), PARCEL_HERE);
    ck_assert(text_is(came.message, "first"));
    ck_assert_int_eq(came.file, -1);
    ck_assert_int_eq(parcel_receive(ends[THERE], 100, soon(), &arena, &came), PARCEL_HERE);
    ck_assert_uint_eq(came.message.size, 0);
    ck_assert_int_eq(parcel_receive(ends[THERE], 100, soon(), &arena, &came), PARCEL_OVER);
    arena_free(&arena);
}
END_TEST

static const struct breach {
    const char *name, *bytes;
    size_t size;
    enum parcel_event event;
} breaches[] = {
    {"a size above the limit", "\0\0\0\x65", 4, PARCEL_BROKEN},
    {"the largest size", "\xff\xff\xff\xff", 4, PARCEL_BROKEN},
    {"an end in the size", "\0\0", 2, PARCEL_BROKEN},
    {"an end behind the size", "\0\0\0\5", 4, PARCEL_BROKEN},
    {"an end in the message", "\0\0\0\5abc", 7, PARCEL_BROKEN},
    {"nothing at all", "", 0, PARCEL_OVER},
};

START_TEST(test_parcel__what_is_none_breaks_the_conversation)
{
    for (size_t i = 0; i < COUNT(breaches); i++) {
        int ends[2];
        struct arena arena = {0};
        struct parcel came = {.file = -1};
        channel_make(ends);
        ck_assert_int_eq(write(ends[HERE], breaches[i].bytes, breaches[i].size),
                         (ssize_t)breaches[i].size);
        (void)close(ends[HERE]);
        const enum parcel_event event = parcel_receive(ends[THERE], 100, soon(), &arena, &came);
        ck_assert_msg(event == breaches[i].event, "%s: %d", breaches[i].name, (int)event);
        ck_assert_int_eq(came.file, -1);
        (void)close(ends[THERE]);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_parcel__nobody_is_waited_for_past_the_deadline)
{
    int ends[2];
    struct arena arena = {0};
    struct parcel came;
    channel_make(ends);
    ck_assert_int_eq(write(ends[HERE], "\0\0\0\5ab", 6), 6);
    ck_assert_int_eq(parcel_receive(ends[THERE], 100, soon(), &arena, &came), PARCEL_LATE);
    arena_free(&arena);
}
END_TEST

/* ---- a partner ---- */

static bool partner_asked(const char *path, const char *question, struct text *answer,
                          struct arena *arena, struct error *err)
{
    struct partner *partner;
    const char *const arguments[] = {path, NULL}, *const environment[] = {NULL};
    const struct program program = {.arguments = arguments, .environment = environment, .max = 100};
    const struct partner_question put = {text_of(question), -1, 300};
    return partner_start(&program, arena, &partner, err) &&
           partner_ask(partner, &put, arena, answer, err);
}

START_TEST(test_partner__answers_what_it_is_asked)
{
    struct arena arena = {0};
    struct error err = {0};
    struct text answer;
    ck_assert_msg(partner_asked("/bin/cat", "said again", &answer, &arena, &err), "%s",
                  support_error(&err));
    ck_assert(text_is(answer, "said again"));
    arena_free(&arena);
}
END_TEST

static const struct mute {
    const char *path, *words;
} mutes[] = {
    {"/bin/true", "/bin/true "}, /* gone before or after it is asked */
    {"/bin/nothing-of-the-kind", "cannot be started"},
    {"/bin/yes", "broke off"}, /* "y\ny\n" is a size, and a large one */
};

START_TEST(test_partner__one_that_does_not_answer_is_ended)
{
    for (size_t i = 0; i < COUNT(mutes); i++) {
        struct arena arena = {0};
        struct error err = {0};
        struct text answer;
        ck_assert(!partner_asked(mutes[i].path, "?", &answer, &arena, &err));
        ck_assert_int_eq(err.code, ERROR_UNAVAILABLE);
        ck_assert_msg(strstr(err.message, mutes[i].words), "%s", err.message);
        arena_free(&arena);
    }
}
END_TEST

TESTS("worker/parcel", test_parcel__a_message_and_its_file_come_together,
      test_parcel__two_come_one_after_the_other_and_then_the_end,
      test_parcel__what_is_none_breaks_the_conversation,
      test_parcel__nobody_is_waited_for_past_the_deadline, test_partner__answers_what_it_is_asked,
      test_partner__one_that_does_not_answer_is_ended)
