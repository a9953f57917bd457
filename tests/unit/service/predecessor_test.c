/* Who comes back when a version is rolled back, and what would fail today. */
#include "service/predecessor.h"

#include "../support.h"

#include "registry/shelf.h"

static struct arena arena;
static struct shelf shelf;
static struct session session = {.now = 1795000000}; /* 2026-11-18 */
static struct acting acting;

static void row_put(const char *kind, const char *key, const char *document)
{
    struct error err = {0};
    const struct rows rows = shelf_rows(&shelf);
    ck_assert(rows.put(rows.keeper, (struct row_name){text_of(kind), text_of(key)},
                       text_of(document), &err));
}

/* 3 is in production; 1 and 2 were, and 2 was later; `second` is the row of 2. */
static void ledger_make(const char *second)
{
    shelf = (struct shelf){.arena = &arena};
    acting = (struct acting){
        .session = &session, .arena = &arena, .vault = "/nonexistent", .rows = shelf_rows(&shelf)};
    row_put("model", "credit", "{\"previous\":[\"1\",\"2\",\"3\"],\"production\":null}");
    row_put("version", "credit@1",
            "{\"artifact\":\"a1\",\"name\":\"credit\",\"stage\":\"deprecated\",\"version\":\"1\"}");
    row_put("version", "credit@2", second);
}

static struct text found(void)
{
    struct error err = {0};
    const struct value *predecessor;
    const struct moving moving = {.asked = {TEXT("credit"), TEXT("3")}};
    ck_assert_msg(predecessor_find(&acting, &moving, &predecessor, &err), "%s",
                  support_error(&err));
    return predecessor ? value_text(value_get(predecessor, TEXT("version"))) : TEXT_NONE;
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
        {"in staging, and owes a review",
         "{\"artifact\":\"a2\",\"owed\":[{\"due\":\"2026-12-01T00:00:00Z\"}],"
         "\"stage\":\"staging\",\"version\":\"2\"}",
         "2"},
        {"owes one that is overdue",
         "{\"artifact\":\"a2\",\"owed\":[{\"due\":\"2026-11-01T00:00:00Z\"}],"
         "\"stage\":\"staging\",\"version\":\"2\"}",
         "1"},
        {"has expired",
         "{\"artifact\":\"a2\",\"expires\":\"2026-01-01T00:00:00Z\",\"stage\":\"deprecated\","
         "\"version\":\"2\"}",
         "1"},
        {"has no artifact", "{\"artifact\":null,\"stage\":\"deprecated\",\"version\":\"2\"}", "1"},
        {"is suspended", "{\"artifact\":\"a2\",\"stage\":\"suspended\",\"version\":\"2\"}", "1"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        ledger_make(cases[i].row);
        ck_assert_msg(text_is(found(), cases[i].returns), "%s", cases[i].name);
        arena_free(&arena);
    }
}
END_TEST

static struct texts doubts_of(const char *row)
{
    struct error err = {0};
    struct texts doubts = {0};
    const struct value *predecessor;
    ledger_make(row);
    row_put("adoption", "production", "{\"set\":\"p2\"}");
    row_put("decision", "d1", "{\"evidence\":[],\"policies\":\"p1\"}");
    row_put("decision", "d2", "{\"evidence\":[\"none\"],\"policies\":\"p2\"}");
    ck_assert(registry_row(&acting.rows, "version", TEXT("credit@2"), &arena, &predecessor, &err));
    ck_assert_msg(predecessor_doubts(&acting, predecessor, &doubts, &err), "%s",
                  support_error(&err));
    return doubts;
}

START_TEST(test_predecessor__is_doubted_by_its_newest_decision_for_production)
{
    static const struct {
        const char *newest, *told;
    } cases[] = {
        {"{\"production\":\"d1\",\"staging\":\"d2\"}", "judged under the policy set p1"},
        {"{\"production\":\"d2\"}", "the evidence none is not in the ledger"},
        {"{\"staging\":\"d2\"}", "no decision on credit@2 for production"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct texts doubts =
            doubts_of(text_format(&arena,
                                  "{\"artifact\":\"a2\",\"name\":\"credit\",\"newest\":%s,"
                                  "\"stage\":\"deprecated\",\"version\":\"2\"}",
                                  cases[i].newest)
                          .at);
        ck_assert_uint_eq(doubts.count, 1);
        ck_assert_ptr_nonnull(strstr(text_string(&arena, doubts.at[0]), cases[i].told));
        arena_free(&arena);
    }
}
END_TEST

TESTS("service/predecessor", test_predecessor__is_the_newest_that_is_fit,
      test_predecessor__is_doubted_by_its_newest_decision_for_production)
