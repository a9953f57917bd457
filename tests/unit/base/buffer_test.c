#include "support.h"

#include "base/buffer.h"

#include <stdint.h>

static struct arena arena;

START_TEST(test_buffer__an_empty_one_has_a_text_and_took_no_memory)
{
    const struct buffer buffer = buffer_in(&arena, 10);
    ck_assert(text_is(buffer_text(&buffer), ""));
    ck_assert_ptr_nonnull(buffer_text(&buffer).at);
    ck_assert(!buffer_full(&buffer));
    ck_assert_uint_eq(arena.size, 0);
}
END_TEST

START_TEST(test_buffer__keeps_what_was_written_in_order)
{
    struct buffer buffer = buffer_in(&arena, 100);
    buffer_byte(&buffer, '{');
    buffer_string(&buffer, "ab");
    buffer_add(&buffer, TEXT("c\0d"));
    buffer_add(&buffer, TEXT_NONE);
    buffer_string(&buffer, NULL);
    buffer_repeat(&buffer, '-', 3);
    buffer_repeat(&buffer, '-', 0);
    buffer_format(&buffer, "%d%s", 42, "}");
    ck_assert(text_equal(buffer_text(&buffer), TEXT("{abc\0d---42}")));
    ck_assert_int_eq(buffer.at[buffer.size], '\0');
    arena_free(&arena);
}
END_TEST

START_TEST(test_buffer__grows_without_losing_a_byte)
{
    struct buffer buffer = buffer_in(&arena, 100000);
    for (int i = 0; i < 20000; i++)
        buffer_format(&buffer, "%05d", i);
    ck_assert(!buffer_full(&buffer));
    ck_assert_uint_eq(buffer.size, 100000);
    for (int i = 0; i < 20000; i++) {
        char number[6];
        (void)snprintf(number, sizeof number, "%05d", i);
        ck_assert(text_is(text_part(buffer_text(&buffer), (size_t)i * 5, 5), number));
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_buffer__holds_exactly_its_maximum)
{
    struct buffer buffer = buffer_in(&arena, 4);
    buffer_string(&buffer, "abcd");
    ck_assert(!buffer_full(&buffer));
    buffer_byte(&buffer, 'e');
    ck_assert(buffer_full(&buffer));
    ck_assert(text_is(buffer_text(&buffer), "abcd"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_buffer__what_does_not_fit_is_dropped_and_so_is_the_rest)
{
    struct buffer buffer = buffer_in(&arena, 4);
    buffer_string(&buffer, "ab");
    buffer_format(&buffer, "%s", "cde");
    buffer_string(&buffer, "f");
    buffer_repeat(&buffer, 'g', SIZE_MAX);
    ck_assert(buffer_full(&buffer));
    ck_assert(text_is(buffer_text(&buffer), "ab"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_buffer__over_room_of_the_callers_never_leaves_it)
{
    char room[8] = "-------";
    struct buffer buffer = buffer_over(room, 6);
    buffer_string(&buffer, "abc");
    buffer_byte(&buffer, 'd');
    buffer_byte(&buffer, 'e');
    ck_assert(!buffer_full(&buffer));
    ck_assert(text_is(buffer_text(&buffer), "abcde"));
    ck_assert_ptr_eq(buffer_text(&buffer).at, room);
    buffer_byte(&buffer, 'f');
    ck_assert(buffer_full(&buffer));
    ck_assert_mem_eq(room, "abcde\0-", 7);
}
END_TEST

TESTS("base/buffer", test_buffer__over_room_of_the_callers_never_leaves_it,
      test_buffer__an_empty_one_has_a_text_and_took_no_memory,
      test_buffer__keeps_what_was_written_in_order, test_buffer__grows_without_losing_a_byte,
      test_buffer__holds_exactly_its_maximum,
      test_buffer__what_does_not_fit_is_dropped_and_so_is_the_rest)
