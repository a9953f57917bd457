/* Who comes back when a version is rolled back. */
#include "registry/registry.h"

#include "../support.h"

#include "registry/shelf.h"

static struct arena arena;
static struct shelf shelf;

static void row_put(const char *kind, const char *key, const char *document)
{
    struct error err = {0};
    const struct rows rows = shelf_rows(&shelf);
    ck_assert(rows.put(rows.keeper, (struct row_name){text_of(kind), text_of(key)},
                       text_of(document), &err));
}

/* 3 is in production; 1 and 2 were, and 2 was later; `second` is the row of 2. */
static void rows_make(const char *second)
{
    shelf = (struct shelf){.arena = &arena};
    row_put("model", "credit",
            "{\"name\":\"credit\",\"previous\":[\"1\",\"2\",\"3\"],\"production\":null}");
    row_put("version", "credit@1",
            "{\"artifact\":\"a1\",\"name\":\"credit\",\"stage\":\"deprecated\",\"version\":\"1\"}");
    row_put("version", "credit@2", second);
    row_put("artifact", "a4", "{\"stopped\":1,\"stops\":[\"debit@1\"],\"tier\":\"high\"}");
    row_put("artifact", "a5", "{\"firm\":0,\"stopped\":1,\"stops\":[\"junk@1\"]}");
    row_put("artifact", "a6",
            "{\"firm\":1,\"firms\":[\"debit@1\"],\"stopped\":1,\"stops\":[\"debit@1\"]}");
    row_put("version", "credit@3",
            "{\"artifact\":\"a3\",\"name\":\"credit\",\"stage\":\"deprecated\",\"version\":\"3\"}");
}

static struct text returning(const char *version)
{
    struct error err = {0};
    const struct value *model, *predecessor;
    const struct rows rows = shelf_rows(&shelf);
    const struct inquiry inquiry = {&rows, 1795000000, &arena}; /* 2026-11-18 */
    ck_assert(registry_row(&rows, "model", TEXT("credit"), &arena, &model, &err));
    ck_assert_msg(registry_predecessor(&inquiry, model, text_of(version), &predecessor, &err), "%s",
                  support_error(&err));
    return predecessor ? value_text(value_get(predecessor, TEXT("version"))) : TEXT("none");
}

START_TEST(test_predecessor__is_the_newest_that_is_fit)
{
    static const struct {
        const char *name, *row, *returns;
    } cases[] = {
        {"deprecated",
         "{\"artifact\":\"a2\",\"expires\":\"2027-01-01T00:00:00Z\",\"owed\":[],"
         "\"stage\":\"deprecated\",\"version\":\"2\"}",
         "2"},
        {"owes a review",
         "{\"artifact\":\"a2\",\"owed\":[{\"due\":\"2026-12-01T00:00:00Z\"}],"
         "\"stage\":\"deprecated\",\"version\":\"2\"}",
         "2"},
        {"owes one that is overdue",
         "{\"artifact\":\"a2\",\"owed\":[{\"due\":\"2026-11-01T00:00:00Z\"}],"
         "\"stage\":\"deprecated\",\"version\":\"2\"}",
         "1"},
        {"is to end in time",
         "{\"artifact\":\"a2\",\"stage\":\"deprecated\",\"sunset\":\"2026-12-01T00:00:00Z\","
         "\"version\":\"2\"}",
         "2"},
        {"was to end before",
         "{\"artifact\":\"a2\",\"stage\":\"deprecated\",\"sunset\":\"2026-11-01T00:00:00Z\","
         "\"version\":\"2\"}",
         "1"},
        {"is in staging, where nobody displaced it to",
         "{\"artifact\":\"a2\",\"stage\":\"staging\",\"version\":\"2\"}", "1"},
        {"has bytes that are stopped under another name",
         "{\"artifact\":\"a4\",\"stage\":\"deprecated\",\"version\":\"2\"}", "1"},
        {"has bytes that are stopped under a name that never served",
         "{\"artifact\":\"a5\",\"served\":4,\"stage\":\"deprecated\",\"version\":\"2\"}", "2"},
        {"has bytes that are stopped under another name that served",
         "{\"artifact\":\"a6\",\"served\":4,\"stage\":\"deprecated\",\"version\":\"2\"}", "1"},
        {"has expired",
         "{\"artifact\":\"a2\",\"expires\":\"2026-01-01T00:00:00Z\",\"stage\":\"deprecated\","
         "\"version\":\"2\"}",
         "1"},
        {"has no artifact", "{\"artifact\":null,\"stage\":\"deprecated\",\"version\":\"2\"}", "1"},
        {"has no row that can be read", "{}", "1"},
        {"owes one without a day",
         "{\"artifact\":\"a2\",\"owed\":[{\"due\":null}],\"stage\":\"deprecated\","
         "\"version\":\"2\"}",
         "1"},
        {"is suspended", "{\"artifact\":\"a2\",\"stage\":\"suspended\",\"version\":\"2\"}", "1"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        rows_make(cases[i].row);
        ck_assert_msg(text_is(returning("3"), cases[i].returns), "%s", cases[i].name);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_predecessor__says_which_it_passes_over_and_why)
{
    struct error err = {0};
    struct texts passed;
    const struct value *model;
    rows_make("{\"artifact\":\"a4\",\"stage\":\"deprecated\",\"version\":\"2\"}");
    const struct rows rows = shelf_rows(&shelf);
    const struct inquiry inquiry = {&rows, 1795000000, &arena};
    ck_assert(registry_row(&rows, "model", TEXT("credit"), &arena, &model, &err));
    ck_assert(registry_passed_over(&inquiry, model, TEXT("3"), &passed, &err));
    ck_assert_uint_eq(passed.count, 1);
    ck_assert(text_is(passed.at[0],
                      "credit@2 is passed over: it has the same bytes as debit@1, which is "
                      "suspended or was rejected for good"));
    rows_make("{\"artifact\":\"a2\",\"stage\":\"deprecated\",\"version\":\"2\"}");
    ck_assert(registry_passed_over(&inquiry, model, TEXT("3"), &passed, &err));
    ck_assert_uint_eq(passed.count, 0);
    arena_free(&arena);
}
END_TEST

START_TEST(test_predecessor__is_none_where_no_other_was_in_production)
{
    rows_make("{}");
    row_put("version", "credit@1", "{\"stage\":\"retired\",\"version\":\"1\"}");
    ck_assert(text_is(returning("3"), "none"));
    ck_assert(text_is(returning("2"), "3"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_predecessor__is_in_staging_in_simple_which_has_no_notice)
{
    rows_make("{\"artifact\":\"a2\",\"stage\":\"staging\",\"version\":\"2\"}");
    row_put("log", "origin", "{\"lifecycle\":\"simple\"}");
    ck_assert(text_is(returning("3"), "2"));
    arena_free(&arena);
}
END_TEST

TESTS("registry/predecessor", test_predecessor__says_which_it_passes_over_and_why,
      test_predecessor__is_in_staging_in_simple_which_has_no_notice,
      test_predecessor__is_the_newest_that_is_fit,
      test_predecessor__is_none_where_no_other_was_in_production)
