#include "service/where.h"

#include "../support.h"

#include "value/json.h"

static struct arena arena;

static struct value version_of(const char *json)
{
    struct value document;
    struct error err = {0};
    ck_assert_msg(
        json_read("version", text_of(json), (struct json_options){0}, &arena, &document, &err),
        "%s", support_error(&err));
    return document;
}

START_TEST(test_where__holds_for_what_it_says)
{
    static const struct {
        const char *name, *condition;
        bool holds;
    } cases[] = {
        {"no condition", NULL, true},
        {"a field in quotes", "tier = 'high'", true},
        {"a bare word", "tier=high", true},
        {"double quotes", "stage = \"production\"", true},
        {"another value", "tier = 'limited'", false},
        {"differs", "tier != 'limited'", true},
        {"does not differ", "tier != high", false},
        {"all of several", "tier = 'high' and stage = 'production' and version != 1.0.0", true},
        {"one of several fails", "tier = 'high' and stage = 'retired'", false},
        {"an absent field is the empty text", "owner = ''", true},
        {"a blank in quotes", "owner = 'a b'", false},
        {"the last verdict", "verdict = pending", true},
        {"and in a quote", "tier != 'x and y'", true},
    };
    const struct value version =
        version_of("{\"name\": \"credit\", \"version\": \"2.3.0\", \"tier\": \"high\", \"stage\": "
                   "\"production\", \"owner\": null, \"decision\": {\"verdict\": \"pending\"}}");
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct where where;
        struct error err = {0};
        ck_assert_msg(where_read(cases[i].condition, &arena, &where, &err), "%s: %s", cases[i].name,
                      support_error(&err));
        ck_assert_msg(where_holds(&where, &version) == cases[i].holds, "%s", cases[i].name);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_where__says_what_is_off)
{
    static const struct {
        const char *condition, *message;
    } cases[] = {
        {"", "needs a condition"},
        {"   ", "needs a condition"},
        {"teir = high", "did you mean tier?"},
        {"tier", "after tier stands = or !="},
        {"tier > 1", "after tier stands = or !="},
        {"tier ! high", "after tier stands = or !="},
        {"tier =", "nothing stands after ="},
        {"tier = 'high", "a quote is not closed"},
        {"tier = high stage = x", "joined by `and`"},
        {"tier = high and", "joined by `and`"},
        {"tier = high or tier = low", "joined by `and`"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct where where;
        struct error err = {0};
        ck_assert_msg(!where_read(cases[i].condition, &arena, &where, &err), "%s",
                      cases[i].condition);
        ck_assert_int_eq(err.code, ERROR_USAGE);
        ck_assert_msg(strstr(err.message, cases[i].message), "%s: %s", cases[i].condition,
                      err.message);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_where__takes_so_many_comparisons_and_no_more)
{
    struct where where;
    struct error err = {0};
    struct text condition = TEXT("tier = high");
    for (size_t i = 1; i < WHERE_MAX; i++)
        condition = text_format(&arena, "%.*s and tier = high", TEXT_ARGS(condition));
    ck_assert(where_read(text_string(&arena, condition), &arena, &where, &err));
    ck_assert_uint_eq(where.count, WHERE_MAX);
    condition = text_format(&arena, "%.*s and tier = high", TEXT_ARGS(condition));
    ck_assert(!where_read(text_string(&arena, condition), &arena, &where, &err));
    arena_free(&arena);
}
END_TEST

TESTS("service/where", test_where__holds_for_what_it_says, test_where__says_what_is_off,
      test_where__takes_so_many_comparisons_and_no_more)
