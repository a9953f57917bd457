/* Rows in memory: the same as a plain sorted list of them, whatever is done in whatever order. */
#include "support.h"

#include "base/buffer.h"
#include "registry/shelf.h"

enum { NAMES = 40, STEPS = 20000, WRITTEN_MAX = 1 << 16 };

static struct arena arena;

/* The plain list: one document for each of forty names, in the order of the names. Kinds are told
 * apart by their first eight bytes, or by what follows. */
static const char *const kinds[] = {"identity", "identity-of", "identity-or", "key"};
static struct text plain[NAMES];

static struct row_name nth_name(unsigned nth)
{
    char key[8];
    (void)snprintf(key, sizeof key, "%c/%u", 'a' + (int)(nth % 10 / 5), nth % 5);
    return (struct row_name){text_of(kinds[nth / 10]), text_copy(&arena, text_of(key))};
}

static unsigned chance(unsigned below)
{
    static uint64_t state = 20261121;
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (unsigned)(state >> 33) % below;
}

static bool row_write(void *context, struct row_name name, struct text document, struct error *err)
{
    (void)err;
    buffer_format(context, "%.*s/%.*s=%.*s\n", TEXT_ARGS(name.kind), TEXT_ARGS(name.key),
                  TEXT_ARGS(document));
    return true;
}

static struct text walked(const struct rows *rows, struct row_name prefix)
{
    struct error err = {0};
    struct buffer written = buffer_in(&arena, WRITTEN_MAX);
    ck_assert(rows->walk(rows->keeper, prefix, (struct row_visit){row_write, &written}, &err));
    return buffer_text(&written);
}

static struct text listed(struct row_name prefix)
{
    struct error err = {0};
    struct buffer written = buffer_in(&arena, WRITTEN_MAX);
    for (unsigned nth = 0; nth < NAMES; nth++) {
        const struct row_name name = nth_name(nth);
        if (plain[nth].size && (!prefix.kind.size || (text_equal(name.kind, prefix.kind) &&
                                                      text_starts(name.key, prefix.key))))
            (void)row_write(&written, name, plain[nth], &err);
    }
    return buffer_text(&written);
}

static void ck_walks_equal(const struct rows *rows, struct row_name prefix)
{
    const struct text came = walked(rows, prefix), wanted = listed(prefix);
    ck_assert_msg(text_equal(came, wanted), "%.*s/%.*s:\n%.*s\nnot\n%.*s", TEXT_ARGS(prefix.kind),
                  TEXT_ARGS(prefix.key), TEXT_ARGS(came), TEXT_ARGS(wanted));
}

START_TEST(test_shelf__is_the_same_as_a_sorted_list_after_any_puts_and_takes)
{
    struct error err = {0};
    struct shelf shelf = {.arena = &arena};
    const struct rows rows = shelf_rows(&shelf);
    memset(plain, 0, sizeof plain);
    for (unsigned step = 0; step < STEPS; step++) {
        struct text found;
        const unsigned nth = chance(NAMES);
        const struct row_name name = nth_name(nth);
        const struct text document =
            chance(3) ? text_format(&arena, "{\"step\":%u}", step) : TEXT_NONE;
        ck_assert(rows.put(rows.keeper, name, document, &err));
        plain[nth] = document;
        const unsigned asked = chance(NAMES);
        ck_assert(rows.get(rows.keeper, nth_name(asked), &arena, &found, &err));
        ck_assert(text_equal(found, plain[asked]));
        if (step % 100 == 0) {
            ck_walks_equal(&rows, (struct row_name){TEXT_NONE, TEXT_NONE});
            ck_walks_equal(&rows, (struct row_name){text_of(kinds[chance(4)]), TEXT_NONE});
            ck_walks_equal(&rows, (struct row_name){text_of(kinds[chance(4)]), TEXT("b/")});
        }
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_shelf__counts_the_rows_that_are_there)
{
    struct error err = {0};
    struct shelf shelf = {.arena = &arena};
    const struct rows rows = shelf_rows(&shelf);
    for (unsigned nth = 0; nth < NAMES; nth++)
        ck_assert(rows.put(rows.keeper, nth_name(nth), TEXT("{}"), &err));
    ck_assert(rows.put(rows.keeper, nth_name(3), TEXT("{\"again\":1}"), &err));
    ck_assert_uint_eq(shelf.count, NAMES);
    ck_assert(rows.put(rows.keeper, nth_name(3), TEXT_NONE, &err));
    ck_assert(rows.put(rows.keeper, nth_name(3), TEXT_NONE, &err));
    ck_assert_uint_eq(shelf.count, NAMES - 1);
    arena_free(&arena);
}
END_TEST

static unsigned depth_of(const struct shelf_row *row)
{
    if (!row)
        return 0;
    const unsigned before = depth_of(row->rows_before), after = depth_of(row->rows_after);
    return 1 + (before > after ? before : after);
}

/* Rows that somebody would choose who wants the tree deep: in order, backwards, and from both ends
 * towards the middle. */
static unsigned nth_chosen(unsigned how, unsigned nth, unsigned rows_made)
{
    return how == 0 ? nth : how == 1 ? rows_made - nth : nth % 2 ? nth / 2 : rows_made - nth / 2;
}

START_TEST(test_shelf__stays_shallow_whatever_names_come_and_go)
{
    enum { ROWS = 100000, WAYS = 3, DEEP = 34 }; /* 2 log2(n) */
    struct error err = {0};
    for (unsigned how = 0; how < WAYS; how++) {
        struct shelf shelf = {.arena = &arena};
        const struct rows rows = shelf_rows(&shelf);
        for (unsigned nth = 0; nth < ROWS; nth++) {
            const struct row_name name = {TEXT("decision"),
                                          text_format(&arena, "%06u", nth_chosen(how, nth, ROWS))};
            ck_assert(rows.put(rows.keeper, name, TEXT("{}"), &err));
        }
        ck_assert_uint_eq(shelf.count, ROWS);
        ck_assert_uint_lt(depth_of(shelf.top), DEEP);
        for (unsigned nth = 0; nth < ROWS; nth++) {
            const struct row_name name = {TEXT("decision"),
                                          text_format(&arena, "%06u", nth_chosen(how, nth, ROWS))};
            if (nth % 100)
                ck_assert(rows.put(rows.keeper, name, TEXT_NONE, &err));
        }
        ck_assert_uint_eq(shelf.count, ROWS / 100);
        ck_assert_uint_lt(depth_of(shelf.top), DEEP - 12);
        arena_free(&arena);
    }
}
END_TEST

static bool first_alone(void *context, struct row_name name, struct text document,
                        struct error *err)
{
    (void)name;
    (void)document;
    (void)err;
    ++*(unsigned *)context;
    return false;
}

START_TEST(test_shelf__a_walk_ends_where_its_visitor_says_so)
{
    unsigned seen = 0;
    struct error err = {0};
    struct shelf shelf = {.arena = &arena};
    const struct rows rows = shelf_rows(&shelf);
    for (unsigned nth = 0; nth < NAMES; nth++)
        ck_assert(rows.put(rows.keeper, nth_name(nth), TEXT("{}"), &err));
    ck_assert(!rows.walk(rows.keeper, (struct row_name){TEXT_NONE, TEXT_NONE},
                         (struct row_visit){first_alone, &seen}, &err));
    ck_assert_uint_eq(seen, 1);
    arena_free(&arena);
}
END_TEST

START_TEST(test_shelf__a_row_that_grows_with_every_entry_costs_no_more_than_its_end)
{
    enum { GROWN = 100000, STEP = 25, TIMES = 8 };
    char document[GROWN];
    struct error err = {0};
    struct arena kept = {0};
    struct shelf shelf = {.arena = &kept};
    const struct rows rows = shelf_rows(&shelf);
    memset(document, 'd', sizeof document);
    for (size_t size = STEP; size <= GROWN; size += STEP)
        ck_assert(rows.put(rows.keeper, nth_name(1), (struct text){document, size}, &err));
    ck_assert_uint_lt(kept.size, (size_t)TIMES * GROWN);
    arena_free(&kept);
    arena_free(&arena);
}
END_TEST

START_TEST(test_shelf__what_was_asked_for_stays_as_it_was)
{
    struct text asked;
    struct error err = {0};
    struct shelf shelf = {.arena = &arena};
    const struct rows rows = shelf_rows(&shelf);
    ck_assert(rows.put(rows.keeper, nth_name(1), TEXT("{\"before\":1}"), &err));
    ck_assert(rows.get(rows.keeper, nth_name(1), &arena, &asked, &err));
    ck_assert(rows.put(rows.keeper, nth_name(1), TEXT("{\"after\":1}"), &err));
    ck_assert(text_is(asked, "{\"before\":1}"));
    arena_free(&arena);
}
END_TEST

TESTS("registry/shelf", test_shelf__is_the_same_as_a_sorted_list_after_any_puts_and_takes,
      test_shelf__counts_the_rows_that_are_there,
      test_shelf__stays_shallow_whatever_names_come_and_go,
      test_shelf__a_row_that_grows_with_every_entry_costs_no_more_than_its_end,
      test_shelf__what_was_asked_for_stays_as_it_was,
      test_shelf__a_walk_ends_where_its_visitor_says_so)
