#include "support.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

/* The address sanitizer refuses as malloc does, instead of ending the process in its own way. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

/* The status a process ends with that does `act`; it says nothing on the way. */
static int status_of(void (*act)(void))
{
    const pid_t child = fork();
    ck_assert(child >= 0);
    if (child == 0) {
        (void)dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
        act();
        _exit(0);
    }
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status), "ended by signal %d", WTERMSIG(status));
    return WEXITSTATUS(status);
}

START_TEST(test_arena__what_it_gives_is_aligned_apart_and_writable)
{
    struct arena arena = {0};
    char *given[200];
    for (size_t i = 0; i < COUNT(given); i++) {
        given[i] = arena_alloc(&arena, i);
        ck_assert_uint_eq((uintptr_t)given[i] % 16, 0);
        memset(given[i], (int)i, i);
    }
    for (size_t i = 0; i < COUNT(given); i++)
        for (size_t j = 0; j < i; j++)
            ck_assert_int_eq((unsigned char)given[i][j], (int)i);
    arena_free(&arena);
}
END_TEST

START_TEST(test_arena__one_allocation_may_be_larger_than_a_block)
{
    struct arena arena = {0};
    const size_t size = 1 << 20;
    char *small = arena_alloc(&arena, 1);
    char *large = arena_alloc(&arena, size);
    char *after = arena_alloc(&arena, 1);
    *small = 's';
    *after = 'a';
    memset(large, 'l', size);
    ck_assert_int_eq(*small, 's');
    ck_assert_int_eq(*after, 'a');
    ck_assert_uint_ge(arena.size, size);
    arena_free(&arena);
}
END_TEST

START_TEST(test_arena__an_array_is_zeroed_even_in_used_memory)
{
    struct arena arena = {0};
    memset(arena_alloc(&arena, 4096), 0xFF, 4096);
    const uint64_t *numbers = ARENA_ARRAY(&arena, uint64_t, 512);
    for (size_t i = 0; i < 512; i++)
        ck_assert_uint_eq(numbers[i], 0);
    arena_free(&arena);
}
END_TEST

struct note {
    char *log;
    char letter;
};

static void note_write(void *object)
{
    const struct note *note = object;
    note->log[strlen(note->log)] = note->letter;
}

START_TEST(test_arena__the_last_deferred_runs_first_and_once)
{
    struct arena arena = {0};
    char log[8] = "";
    struct note notes[] = {{log, 'a'}, {log, 'b'}, {log, 'c'}};
    for (size_t i = 0; i < COUNT(notes); i++)
        arena_defer(&arena, note_write, &notes[i]);
    ck_assert_str_eq(log, "");
    arena_free(&arena);
    ck_assert_str_eq(log, "cba");
    arena_free(&arena);
    ck_assert_str_eq(log, "cba");
}
END_TEST

START_TEST(test_arena__a_freed_one_is_empty_and_may_be_used_anew)
{
    struct arena arena = {0};
    (void)arena_alloc(&arena, 100);
    arena_free(&arena);
    ck_assert_ptr_null(arena.blocks);
    ck_assert_ptr_null(arena.next);
    ck_assert_ptr_null(arena.deferred);
    ck_assert_uint_eq(arena.size, 0);
    ck_assert_ptr_nonnull(arena_alloc(&arena, 1));
    arena_free(&arena);
}
END_TEST

static void count_up(void *object)
{
    ++*(int *)object;
}

START_TEST(test_arena__a_cleared_one_is_as_good_as_a_new_one)
{
    enum { ROUNDS = 5, SMALL = 1000, SMALLS = 200, LARGE = 1 << 20 };
    struct arena arena = {0};
    int ran = 0;
    arena_clear(&arena);
    ck_assert_ptr_null(arena.blocks);
    size_t kept = 0;
    for (int round = 0; round < ROUNDS; round++) {
        memset(arena_alloc(&arena, LARGE), round, LARGE);
        for (int i = 0; i < SMALLS; i++)
            memset(arena_alloc(&arena, SMALL), round, SMALL);
        arena_defer(&arena, count_up, &ran);
        arena_clear(&arena);
        ck_assert_int_eq(ran, round + 1);
        ck_assert_ptr_null(arena.deferred);
        if (round == 0)
            kept = arena.size;
        ck_assert_uint_eq(arena.size, kept);
        ck_assert_uint_lt(arena.size, LARGE);
    }
    arena_free(&arena);
    ck_assert_int_eq(ran, ROUNDS);
    ck_assert_ptr_null(arena.blocks);
}
END_TEST

START_TEST(test_arena__only_what_was_allocated_last_grows_where_it_lies)
{
    enum { SMALL = 20, LARGER = 1000, TOO_LARGE = 1 << 20 };
    struct arena arena = {0};
    char *first = arena_alloc(&arena, SMALL), *last = arena_alloc(&arena, SMALL);
    memset(last, 'l', SMALL);
    ck_assert(!arena_extend(&arena, first, SMALL, LARGER));
    ck_assert(!arena_extend(&arena, last, SMALL, TOO_LARGE));
    ck_assert(!arena_extend(&arena, last, SMALL, SIZE_MAX));
    ck_assert(!arena_extend(&arena, NULL, 0, SMALL));
    if (arena_extend(&arena, last, SMALL, LARGER)) { /* never where each has its own block */
        const char *next = arena_alloc(&arena, SMALL);
        ck_assert(next >= last + LARGER);
        memset(last, 'm', LARGER);
        ck_assert(!arena_extend(&arena, last, LARGER, LARGER + 1));
    }
    arena_free(&arena);
}
END_TEST

static volatile size_t huge = SIZE_MAX;

static void product_overflow(void)
{
    struct arena arena = {0};
    (void)arena_array(&arena, huge / 2 + 1, 2);
}

static void product_overflow_to_something_small(void)
{
    struct arena arena = {0};
    (void)arena_array(&arena, huge / 8 + 2, 8);
}

static void size_overflow(void)
{
    struct arena arena = {0};
    (void)arena_alloc(&arena, huge);
}

static void size_overflow_with_the_header(void)
{
    struct arena arena = {0};
    (void)arena_alloc(&arena, huge - 16);
}

START_TEST(test_arena__an_overflow_ends_the_process_with_70)
{
    static const struct {
        const char *name;
        void (*act)(void);
    } cases[] = {
        {"count * size is one too many", product_overflow},
        {"count * size wraps to a small number", product_overflow_to_something_small},
        {"a size that cannot be rounded", size_overflow},
        {"a size that leaves no room for a header", size_overflow_with_the_header},
        {"out of memory", (void (*)(void))arena_exhausted},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const int status = status_of(cases[i].act);
        ck_assert_msg(status == 70, "%s: %d", cases[i].name, status);
    }
}
END_TEST

TESTS("base/arena", test_arena__what_it_gives_is_aligned_apart_and_writable,
      test_arena__one_allocation_may_be_larger_than_a_block,
      test_arena__an_array_is_zeroed_even_in_used_memory,
      test_arena__the_last_deferred_runs_first_and_once,
      test_arena__a_freed_one_is_empty_and_may_be_used_anew,
      test_arena__a_cleared_one_is_as_good_as_a_new_one,
      test_arena__only_what_was_allocated_last_grows_where_it_lies,
      test_arena__an_overflow_ends_the_process_with_70)
