/* Rows while a log is folded: the same as a shelf that holds all of them, whatever is done and
 * wherever the rows lie by then. */
#include "service/rebuild_rows.h"

#include "base/buffer.h"
#include "support.h"

#include <stdlib.h>
#include <unistd.h>

enum { NAMES = 60, STEPS = 20000, WRITTEN_MAX = 1 << 16 };

static struct arena arena;
static struct error err;
static char folder[] = "/tmp/obstat-rebuild-XXXXXX";
static bool made;

static unsigned chance(unsigned below)
{
    static uint64_t state = 20261121;
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (unsigned)(state >> 33) % below;
}

static struct row_name nth_name(unsigned nth)
{
    static const char *const kinds[] = {"decision", "place", "version"};
    return (struct row_name){text_of(kinds[nth % 3]),
                             text_format(&arena, "%c/%u", 'a' + (int)(nth % 2), nth)};
}

static bool row_write(void *context, struct row_name named, struct text document,
                      struct error *failure)
{
    (void)failure;
    buffer_format(context, "%.*s/%.*s=%.*s\n", TEXT_ARGS(named.kind), TEXT_ARGS(named.key),
                  TEXT_ARGS(document));
    return true;
}

static struct text walked(const struct rows *rows, struct row_name prefix)
{
    struct buffer written = buffer_in(&arena, WRITTEN_MAX);
    ck_assert(rows->walk(rows->keeper, prefix, (struct row_visit){row_write, &written}, &err));
    return buffer_text(&written);
}

static struct scratch *scratch_new(void)
{
    struct scratch *scratch;
    if (!made)
        ck_assert_ptr_nonnull(mkdtemp(folder));
    made = true;
    ck_assert_msg(scratch_open(folder, &arena, &scratch, &err), "%s", support_error(&err));
    return scratch;
}

static void folded_end(struct rebuild_rows *folded)
{
    rebuild_rows_free(folded);
    scratch_close(folded->scratch);
    arena_free(&arena);
    (void)rmdir(folder);
    (void)snprintf(folder, sizeof folder, "/tmp/obstat-rebuild-XXXXXX");
    made = false;
}

START_TEST(test_rebuild_rows__are_the_same_as_a_shelf_after_any_puts_and_takes)
{
    struct shelf shelf = {.arena = &arena};
    struct rebuild_rows folded = {.scratch = scratch_new()};
    const struct rows plain = shelf_rows(&shelf), rows = rebuild_rows_port(&folded);
    for (unsigned step = 0; step < STEPS; step++) {
        struct text found, wanted;
        const struct row_name named = nth_name(chance(NAMES)), asked = nth_name(chance(NAMES));
        const struct text document =
            chance(3) ? text_format(&arena, "{\"step\":%u}", step) : TEXT_NONE;
        ck_assert(rows.put(rows.keeper, named, document, &err));
        ck_assert(plain.put(plain.keeper, named, document, &err));
        ck_assert(rows.get(rows.keeper, asked, &arena, &found, &err));
        ck_assert(plain.get(plain.keeper, asked, &arena, &wanted, &err));
        ck_assert_msg(text_equal(found, wanted), "step %u", step);
        if (chance(50) == 0)
            ck_assert(rebuild_rows_settle(&folded, &err));
        if (chance(200) == 0) {
            const struct row_name prefix = {TEXT("place"), TEXT("b/")};
            ck_assert(text_equal(walked(&rows, prefix), walked(&plain, prefix)));
        }
    }
    folded_end(&folded);
}
END_TEST

START_TEST(test_rebuild_rows__are_all_in_the_scratch_in_order_once_they_are_settled)
{
    bool found = true;
    struct text document;
    struct row_name named;
    struct shelf shelf = {.arena = &arena};
    struct rebuild_rows folded = {.scratch = scratch_new()};
    struct buffer written = buffer_in(&arena, WRITTEN_MAX);
    const struct rows plain = shelf_rows(&shelf), rows = rebuild_rows_port(&folded);
    for (unsigned nth = 0; nth < NAMES; nth++) {
        ck_assert(rows.put(rows.keeper, nth_name(nth), TEXT("{}"), &err));
        ck_assert(nth % 7 == 0 || plain.put(plain.keeper, nth_name(nth), TEXT("{}"), &err));
    }
    ck_assert(rebuild_rows_settle(&folded, &err));
    for (unsigned nth = 0; nth < NAMES; nth += 7)
        ck_assert(rows.put(rows.keeper, nth_name(nth), TEXT_NONE, &err));
    ck_assert(rebuild_rows_settle(&folded, &err));
    while (scratch_next(folded.scratch, &found, &named, &document, &err) && found)
        (void)row_write(&written, named, document, &err);
    ck_assert(!found);
    ck_assert(
        text_equal(buffer_text(&written), walked(&plain, (struct row_name){TEXT_NONE, TEXT_NONE})));
    folded_end(&folded);
}
END_TEST

START_TEST(test_rebuild_rows__hold_no_more_than_their_share_of_memory)
{
    enum { ROWS = 20000, SIZE = 8000, SHARE = 64 << 20 };
    char document[SIZE];
    struct rebuild_rows folded = {.scratch = scratch_new()};
    const struct rows rows = rebuild_rows_port(&folded);
    memset(document, 'd', sizeof document);
    for (unsigned nth = 0; nth < ROWS; nth++) {
        ck_assert(rows.put(rows.keeper,
                           (struct row_name){TEXT("decision"), text_format(&arena, "%06u", nth)},
                           (struct text){document, SIZE}, &err));
        ck_assert_uint_lt(folded.memory.size, SHARE);
    }
    folded_end(&folded);
}
END_TEST

START_TEST(test_scratch__leaves_nothing_behind)
{
    struct scratch *scratch = scratch_new();
    const struct rows rows = scratch_rows(scratch);
    ck_assert(rows.put(rows.keeper, nth_name(1), TEXT("{}"), &err));
    ck_assert_int_eq(rmdir(folder), 0); /* nothing is in it */
    made = false;
    scratch_close(scratch);
    ck_assert(!scratch_open("/nowhere/at/all", &arena, &scratch, &err));
    ck_assert_int_eq(err.code, ERROR_UNAVAILABLE);
    arena_free(&arena);
}
END_TEST

TESTS("service/rebuild_rows", test_rebuild_rows__are_the_same_as_a_shelf_after_any_puts_and_takes,
      test_rebuild_rows__are_all_in_the_scratch_in_order_once_they_are_settled,
      test_rebuild_rows__hold_no_more_than_their_share_of_memory,
      test_scratch__leaves_nothing_behind)
