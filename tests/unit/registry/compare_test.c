#include "story.h"

static struct story story;

#define POLICY(level, source, modules, params)                                                     \
    "[{'id': 'a/b', 'level': '" level "', 'source': '" source "', 'modules': " modules             \
    ", 'params': " params "}]"

static const struct {
    const char *name, *old, *new, *looser; /* the first sentence; NULL for none */
} cases[] = {
    {"nothing was in force", NULL, "[]", NULL},
    {"nothing changed", POLICY("mandatory", "s", "{}", "{'floor': 1}"),
     POLICY("mandatory", "s", "{}", "{'floor': 1}"), NULL},
    {"a policy more", "[]", POLICY("mandatory", "s", "{}", "{}"), NULL},
    {"a policy less", POLICY("advisory", "s", "{}", "{}"), "[]", "a/b is gone"},
    {"a lower level", POLICY("mandatory", "s", "{}", "{}"), POLICY("overridable", "s", "{}", "{}"),
     "a/b is only overridable"},
    {"a level that nobody knows", POLICY("advisory", "s", "{}", "{}"),
     POLICY("sometimes", "s", "{}", "{}"), "a/b is only sometimes"},
    {"a higher level", POLICY("advisory", "s", "{}", "{}"), POLICY("mandatory", "s", "{}", "{}"),
     NULL},
    {"another source", POLICY("mandatory", "s", "{}", "{}"), POLICY("mandatory", "t", "{}", "{}"),
     "a/b has another source, and may be looser"},
    {"another module", POLICY("mandatory", "s", "{'m': 'x'}", "{}"),
     POLICY("mandatory", "s", "{'m': 'y'}", "{}"), "a/b has another source, and may be looser"},
    {"a parameter, where no direction is known", POLICY("mandatory", "s", "{}", "{'floor': 1}"),
     POLICY("mandatory", "s", "{}", "{'floor': 2}"), "a/b has a looser floor"},
};

START_TEST(test_compare__says_what_may_let_more_through)
{
    story_empty(&story);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct texts looser = {0};
        struct error err = {0};
        const struct value new = json(&story, "%s", cases[i].new);
        const struct value old = cases[i].old ? json(&story, "%s", cases[i].old) : value_of_null();
        ck_assert(
            adoption_compare(cases[i].old ? &old : NULL, &new, NULL, &story.arena, &looser, &err));
        ck_assert_msg(looser.count == (cases[i].looser ? 1 : 0), "%s: %zu", cases[i].name,
                      looser.count);
        if (cases[i].looser)
            ck_assert_msg(text_is(looser.at[0], cases[i].looser), "%s: %.*s", cases[i].name,
                          TEXT_ARGS(looser.at[0]));
    }
    story_end(&story);
}
END_TEST

START_TEST(test_compare__knows_the_direction_of_a_bound)
{
    story_empty(&story);
    const struct value bound = value_of_number(0.5);
    struct param param = {.name = TEXT("floor"), .at_least = &bound};
    struct policy policy = {.id = TEXT("a/b"), .params = {&param, 1, 1}};
    const struct policies known = {&policy, 1, 1};
    const struct value low = json(&story, "%s", POLICY("mandatory", "s", "{}", "{'floor': 0.8}")),
                       high = json(&story, "%s", POLICY("mandatory", "s", "{}", "{'floor': 0.9}"));
    struct texts looser = {0};
    struct error err = {0};
    ck_assert(adoption_compare(&low, &high, &known, &story.arena, &looser, &err));
    ck_assert_uint_eq(looser.count, 0);
    ck_assert(adoption_compare(&high, &low, &known, &story.arena, &looser, &err));
    ck_assert_uint_eq(looser.count, 1);
    story_end(&story);
}
END_TEST

START_TEST(test_compare__what_is_no_listing_is_refused)
{
    story_empty(&story);
    static const char *const listings[] = {"{}", "null", "[1]", "[{'level': 'mandatory'}]"};
    const struct value sound = json(&story, "[]");
    for (size_t i = 0; i < COUNT(listings); i++) {
        struct texts looser = {0};
        struct error err = {0};
        const struct value listing = json(&story, "%s", listings[i]);
        ck_assert(!adoption_compare(&listing, &sound, NULL, &story.arena, &looser, &err));
        ck_assert_int_eq(err.code, ERROR_REFUSED);
        err = (struct error){0};
        ck_assert(!adoption_compare(&sound, &listing, NULL, &story.arena, &looser, &err));
    }
    story_end(&story);
}
END_TEST

TESTS("registry/compare", test_compare__says_what_may_let_more_through,
      test_compare__knows_the_direction_of_a_bound, test_compare__what_is_no_listing_is_refused)
