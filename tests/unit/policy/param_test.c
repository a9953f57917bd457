#include "policy/policy.h"

#include "support.h"
#include "value/canonical.h"
#include "value/json.h"

static struct arena arena;
static const struct policy_source source = {.path = "p.lua"};

static struct value *json(const char *text)
{
    struct error err = {0};
    struct value *value = ARENA_NEW(&arena, struct value);
    ck_assert_msg(json_read("p.json", text_of(text), (struct json_options){.bare_nan = true},
                            &arena, value, &err),
                  "%s: %s", text, support_error(&err));
    return value;
}

static bool declared(const char *spec, struct policy *out, struct error *err)
{
    const struct text all =
        text_format(&arena,
                    "{\"id\": \"a/b\", \"title\": \"T\", \"level\": \"mandatory\", "
                    "\"params\": {\"floor\": %s, \"window\": 7}}",
                    spec);
    return policy_read(json(all.at), &source, &arena, out, err);
}

static struct policy policy_of(const char *spec)
{
    struct error err = {0};
    struct policy policy = {0};
    ck_assert_msg(declared(spec, &policy, &err), "%s: %s", spec, support_error(&err));
    return policy;
}

static const char *shown(const struct value *value)
{
    struct error err = {0};
    struct buffer out = buffer_in(&arena, 4096);
    ck_assert_msg(canonical_write(value, &out, &err), "%s", err.message);
    return text_string(&arena, buffer_text(&out));
}

START_TEST(test_param__defaults_are_scalars_lists_or_the_first_item_before_bounds)
{
    static const struct {
        const char *spec, *usual;
    } cases[] = {
        {"0.90", "0.9"},
        {"3", "3"},
        {"true", "true"},
        {"\"race\"", "\"race\""},
        {"[\"a\", \"b\"]", "[\"a\",\"b\"]"},
        {"[0.9]", "[0.9]"},
        {"[]", "[]"},
        {"{}", "[]"},
        {"{\"1\": 0.9, \"at_least\": 0.8}", "0.9"},
        {"{\"1\": 0.8, \"at_least\": 0.8, \"at_most\": 1}", "0.8"},
        {"{\"1\": \"a\", \"one_of\": [\"a\", \"b\"]}", "\"a\""},
        {"{\"1\": [\"a\"], \"one_of\": [\"a\", \"b\"]}", "[\"a\"]"},
        {"{\"1\": 2, \"one_of\": [1, 2.0]}", "2"},
        {"{\"1\": 5}", "5"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct policy policy = policy_of(cases[i].spec);
        ck_assert_uint_eq(policy.params.count, 2);
        ck_assert_str_eq(shown(&policy.params.at[0].usual), cases[i].usual);
        ck_assert_str_eq(shown(&policy.params.at[0].value), cases[i].usual);
        ck_assert(!param_changed(&policy.params.at[0]) && !param_looser(&policy.params.at[0]));
    }
}
END_TEST

START_TEST(test_param__what_is_off_in_a_declaration_is_refused)
{
    static const struct {
        const char *spec, *message;
    } cases[] = {
        {"NaN", "params.floor has a default that is not"},
        {"Infinity", "params.floor has a default that is not"},
        {"null", "params.floor has a default that is not"},
        {"9007199254740993", "params.floor has a default that is not"},
        {"[[1]]", "params.floor has a default that is not"},
        {"[1, \"a\"]", "params.floor has a default that is not"},
        {"[NaN]", "params.floor has a default that is not"},
        {"{\"1\": NaN, \"at_least\": 0}", "params.floor has a default that is not"},
        {"{\"1\": {\"a\": 1}, \"at_least\": 0}", "params.floor has a default that is not"},
        {"{\"1\": {\"a\": 1}}", "params.floor has a default that is not"},
        {"{\"at_least\": 0.8}", "params.floor has bounds and no default before them"},
        {"{\"1\": 0.9, \"2\": 0.8}", "unknown key 2 in params.floor"},
        {"{\"1\": 0.9, \"at_leat\": 0.8}",
         "unknown key at_leat in params.floor; did you mean at_least?"},
        {"{\"1\": 0.7, \"at_least\": 0.8}",
         "params.floor: the default 0.7 is outside its own bound at_least 0.8"},
        {"{\"1\": 2, \"at_most\": 1}",
         "params.floor: the default 2 is outside its own bound at_most 1"},
        {"{\"1\": \"c\", \"one_of\": [\"a\"]}",
         "params.floor: the default \"c\" is outside its own bound one_of [\"a\"]"},
        {"{\"1\": 0.9, \"at_least\": \"0.8\"}", "params.floor has a bound that is not a number"},
        {"{\"1\": 0.9, \"at_least\": NaN}", "params.floor has a bound that is not a number"},
        {"{\"1\": \"a\", \"at_least\": 1}", "params.floor has at_least or at_most, and a default"},
        {"{\"1\": true, \"at_most\": 1}", "params.floor has at_least or at_most, and a default"},
        {"{\"1\": 1, \"one_of\": []}", "params.floor has a one_of that is not a list"},
        {"{\"1\": 1, \"one_of\": 1}", "params.floor has a one_of that is not a list"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct policy policy;
        ck_assert_msg(!declared(cases[i].spec, &policy, &err), "not refused: %s", cases[i].spec);
        ck_assert_int_eq(err.code, ERROR_POLICY);
        ck_assert_msg(text_starts(text_of(err.message), text_of(cases[i].message)), "%s: %s",
                      cases[i].spec, err.message);
    }
}
END_TEST

START_TEST(test_param__a_name_is_one_that_lua_can_spell)
{
    static const char *const names[] = {"", "1", "a b", "a-b", "a.b", "a=b"};
    for (size_t i = 0; i < COUNT(names); i++) {
        struct error err = {0};
        struct policy policy;
        const struct text all = text_format(
            &arena,
            "{\"id\": \"a\", \"title\": \"T\", \"level\": \"advisory\", \"params\": {\"%s\": 1}}",
            names[i]);
        ck_assert_msg(!policy_read(json(all.at), &source, &arena, &policy, &err), "%s", names[i]);
        ck_assert_int_eq(err.code, ERROR_POLICY);
    }
}
END_TEST

START_TEST(test_param__texts_are_read_by_the_type_of_the_default)
{
    static const struct {
        const char *spec, *text, *value; /* NULL: refused */
    } cases[] = {
        {"0.9", "0.95", "0.95"},
        {"0.9", "1", "1"},
        {"0.9", "1e-2", "0.01"},
        {"0.9", ".5", NULL},
        {"0.9", "0.5 ", NULL},
        {"0.9", "", NULL},
        {"0.9", "NaN", NULL},
        {"0.9", "inf", NULL},
        {"0.9", "0x10", NULL},
        {"0.9", "1e400", NULL},
        {"0.9", "true", NULL},
        {"0.9", "[0.9]", NULL},
        {"3", "4", "4"},
        {"3", "4.5", "4.5"},
        {"3", "9007199254740992", "9007199254740992"},
        {"3", "9007199254740993", NULL},
        {"3", "18446744073709551617", NULL},
        {"true", "false", "false"},
        {"true", "0", NULL},
        {"true", "no", NULL},
        {"\"a\"", "true", "\"true\""},
        {"\"a\"", "", "\"\""},
        {"\"a\"", "\xff", NULL},
        {"[\"a\"]", "[\"x\", \"y\"]", "[\"x\",\"y\"]"},
        {"[\"a\"]", "[]", "[]"},
        {"[\"a\"]", "[1]", NULL},
        {"[\"a\"]", "x", NULL},
        {"[\"a\"]", "[\"x\"", NULL},
        {"[\"a\"]", "\"x\"", NULL},
        {"[]", "[1, 2]", "[1,2]"},
        {"[]", "[1, \"a\"]", NULL},
        {"[1]", "[0.5]", "[0.5]"},
        {"[1]", "[[1]]", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct policy policy = policy_of(cases[i].spec);
        const char *before = shown(&policy.params.at[0].value);
        const bool set =
            param_set_text(&policy, TEXT("floor"), text_of(cases[i].text), &arena, &err);
        ck_assert_msg(set == (cases[i].value != NULL), "%s = %s: %s", cases[i].spec, cases[i].text,
                      err.message);
        ck_assert(set || err.code == ERROR_USAGE);
        ck_assert_str_eq(shown(&policy.params.at[0].value), set ? cases[i].value : before);
    }
}
END_TEST

START_TEST(test_param__a_number_takes_the_kind_of_its_default)
{
    struct error err = {0};
    struct policy real = policy_of("0.9"), whole = policy_of("3");
    ck_assert(param_set(&real, TEXT("floor"), json("1"), &arena, &err));
    ck_assert(param_set(&whole, TEXT("floor"), json("4.0"), &arena, &err));
    ck_assert_int_eq(value_kind(&real.params.at[0].value), VALUE_NUMBER);
    ck_assert_int_eq(value_kind(&whole.params.at[0].value), VALUE_INTEGER);
}
END_TEST

START_TEST(test_param__no_override_passes_a_bound)
{
    static const struct {
        const char *spec, *value, *message; /* NULL: taken */
    } cases[] = {
        {"{\"1\": 0.9, \"at_least\": 0.8}", "0.8", NULL},
        {"{\"1\": 0.9, \"at_least\": 0.8}", "0.79",
         "a/b.floor = 0.79 is past its bound at_least 0.8 (the default is 0.9)"},
        {"{\"1\": 0.9, \"at_least\": 0.8}", "0.7999999999999999",
         "a/b.floor = 0.7999999999999999 is past its bound at_least 0.8 (the default is 0.9)"},
        {"{\"1\": 5, \"at_most\": 9}", "9", NULL},
        {"{\"1\": 5, \"at_most\": 9}", "9.5",
         "a/b.floor = 9.5 is past its bound at_most 9 (the default is 5)"},
        {"{\"1\": \"a\", \"one_of\": [\"a\", \"b\"]}", "\"b\"", NULL},
        {"{\"1\": \"a\", \"one_of\": [\"a\", \"b\"]}", "\"c\"",
         "a/b.floor = \"c\" is past its bound one_of [\"a\",\"b\"] (the default is \"a\")"},
        {"{\"1\": [\"a\"], \"one_of\": [\"a\", \"b\"]}", "[\"b\", \"c\"]",
         "a/b.floor = [\"b\",\"c\"] is past its bound one_of [\"a\",\"b\"] (the default is "
         "[\"a\"])"},
        {"0.9", "NaN", "a/b.floor is a number, such as its default 0.9, and not NaN"},
        {"0.9", "null", "a/b.floor is a number, such as its default 0.9, and not null"},
        {"0.9", "\"0.9\"", "a/b.floor is a number, such as its default 0.9, and not \"0.9\""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct policy policy = policy_of(cases[i].spec);
        const bool set = param_set(&policy, TEXT("floor"), json(cases[i].value), &arena, &err);
        ck_assert_msg(set == !cases[i].message, "%s = %s", cases[i].spec, cases[i].value);
        ck_assert_str_eq(err.message, cases[i].message ? cases[i].message : "");
        ck_assert(set || err.code == ERROR_USAGE);
        ck_assert(set || !param_changed(&policy.params.at[0]));
    }
}
END_TEST

START_TEST(test_param__the_bound_gives_the_direction_of_looser)
{
    static const struct {
        const char *name, *spec, *value;
        bool changed, looser;
    } cases[] = {
        {"at_least, smaller", "{\"1\": 0.9, \"at_least\": 0.8}", "0.85", true, true},
        {"at_least, larger", "{\"1\": 0.9, \"at_least\": 0.8}", "0.95", true, false},
        {"at_least, the same", "{\"1\": 0.9, \"at_least\": 0.8}", "0.90", false, false},
        {"at_most, larger", "{\"1\": 5, \"at_most\": 9}", "6", true, true},
        {"at_most, smaller", "{\"1\": 5, \"at_most\": 9}", "4", true, false},
        {"both, larger", "{\"1\": 5, \"at_least\": 1, \"at_most\": 9}", "6", true, true},
        {"both, smaller", "{\"1\": 5, \"at_least\": 1, \"at_most\": 9}", "4", true, true},
        {"no bound", "0.9", "0.99", true, true},
        {"no bound, the same", "1", "1.0", false, false},
        {"one_of", "{\"1\": \"a\", \"one_of\": [\"a\", \"b\"]}", "\"b\"", true, true},
        {"a list", "[\"a\"]", "[\"a\", \"b\"]", true, true},
        {"true", "true", "false", true, true},
        {"one_of and at_least, larger", "{\"1\": 1, \"one_of\": [1, 2], \"at_least\": 0}", "2",
         true, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct policy policy = policy_of(cases[i].spec);
        ck_assert_msg(param_set(&policy, TEXT("floor"), json(cases[i].value), &arena, &err), "%s",
                      err.message);
        ck_assert_msg(param_changed(&policy.params.at[0]) == cases[i].changed, "%s", cases[i].name);
        ck_assert_msg(param_looser(&policy.params.at[0]) == cases[i].looser, "%s", cases[i].name);
    }
}
END_TEST

START_TEST(test_param__an_unknown_name_gets_a_suggestion)
{
    struct error err = {0}, again = {0};
    struct policy policy = policy_of("0.9");
    ck_assert(!param_set_text(&policy, TEXT("flor"), TEXT("1"), &arena, &err));
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_str_eq(err.message, "policy a/b has no parameter flor; did you mean floor?");
    ck_assert(!param_set(&policy, TEXT("quota"), json("1"), &arena, &again));
    ck_assert_str_eq(again.message, "policy a/b has no parameter quota");
}
END_TEST

TESTS("policy/param", test_param__defaults_are_scalars_lists_or_the_first_item_before_bounds,
      test_param__what_is_off_in_a_declaration_is_refused,
      test_param__a_name_is_one_that_lua_can_spell,
      test_param__texts_are_read_by_the_type_of_the_default,
      test_param__a_number_takes_the_kind_of_its_default, test_param__no_override_passes_a_bound,
      test_param__the_bound_gives_the_direction_of_looser,
      test_param__an_unknown_name_gets_a_suggestion)
