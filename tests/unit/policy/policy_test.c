#include "policy/policy.h"

#include "support.h"
#include "value/json.h"

#include <inttypes.h>

static struct arena arena;
static const struct policy_source source = {.path = "policies/floor.lua"};

static bool read(const char *json, struct policy *out, struct error *err)
{
    struct error broken = {0};
    struct value *value = ARENA_NEW(&arena, struct value);
    ck_assert_msg(json_read(NULL, text_of(json), (struct json_options){.bare_nan = true}, &arena,
                            value, &broken),
                  "%s: %s", json, support_error(&broken));
    value->line = 0; /* tables from Lua have no places */
    return policy_read(value, &source, &arena, out, err);
}

/* A policy with further members after the three that are required. */
static struct policy policy_with(const char *more)
{
    struct error err = {0};
    struct policy policy = {0};
    const struct text all = text_format(
        &arena, "{\"id\": \"credit/floor\", \"title\": \"T\", \"level\": \"mandatory\"%s}", more);
    ck_assert_msg(read(all.at, &policy, &err), "%s: %s", more, support_error(&err));
    return policy;
}

static const char *refusal_of(const char *more)
{
    struct error err = {0};
    struct policy policy = {.applies_from = 42};
    const struct text all = text_format(
        &arena, "{\"id\": \"credit/floor\", \"title\": \"T\", \"level\": \"mandatory\"%s}", more);
    ck_assert_msg(!read(all.at, &policy, &err), "not refused: %s", more);
    ck_assert_int_eq(err.code, ERROR_POLICY);
    ck_assert_msg(policy.applies_from == 42 && !policy.id.at, "the output was touched: %s", more);
    return text_string(&arena, text_of(err.message));
}

START_TEST(test_policy__a_whole_declaration_is_read)
{
    const struct policy policy = policy_with(
        ", \"when\": {\"to\": \"production\", \"tier\": [\"high\", \"limited\"]},"
        "\"cites\": [\"Model standard 4.2\"], \"remedy\": \"Retrain\", \"owner\": \"o@b.example\","
        "\"version\": \"1.2.0\", \"applies_from\": \"2026-01-01\", \"rules\": [{}],"
        "\"params\": {\"floor\": {\"1\": 0.90, \"at_least\": 0.80}}");
    ck_assert(text_is(policy.id, "credit/floor") && text_is(policy.title, "T"));
    ck_assert(text_is(policy.remedy, "Retrain") && text_is(policy.owner, "o@b.example"));
    ck_assert(text_is(policy.version, "1.2.0"));
    ck_assert_int_eq(policy.level, LEVEL_MANDATORY);
    ck_assert_uint_eq(policy.to, UINT32_C(1) << STAGE_PRODUCTION);
    ck_assert_uint_eq(policy.from, 0);
    ck_assert_uint_eq(policy.tiers, 1U << TIER_HIGH | 1U << TIER_LIMITED);
    ck_assert_uint_eq(value_count(policy.cites), 1);
    ck_assert_uint_eq(policy.params.count, 1);
    ck_assert_str_eq(policy.source.path, "policies/floor.lua");
    ck_assert_int_eq(policy.applies_from, INT64_C(1767225600));
}
END_TEST

START_TEST(test_policy__the_least_declaration_leaves_the_rest_empty)
{
    const struct policy policy = policy_with("");
    ck_assert(!policy.to && !policy.from && !policy.tiers && !policy.cites);
    ck_assert_uint_eq(policy.params.count, 0);
    ck_assert_uint_eq(policy.remedy.size, 0);
    ck_assert(policy.applies_from == INT64_MIN);
}
END_TEST

START_TEST(test_policy__one_cite_may_stand_alone_and_an_empty_table_is_none)
{
    ck_assert_uint_eq(value_count(policy_with(", \"cites\": \"A\"").cites), 1);
    ck_assert_ptr_null(policy_with(", \"cites\": []").cites);
    ck_assert_ptr_null(policy_with(", \"cites\": {}").cites);
    ck_assert_uint_eq(policy_with(", \"params\": []").params.count, 0);
    ck_assert_uint_eq(policy_with(", \"when\": []").to, 0);
}
END_TEST

START_TEST(test_policy__what_is_off_is_refused_by_name)
{
    static const struct {
        const char *more, *message;
    } cases[] = {
        {", \"titel\": \"x\"", "unknown key titel in the policy; did you mean title?"},
        {", \"check\": true", "check must be a function, boolean was given"},
        {", \"remedy\": 3", "remedy must be a text, integer was given"},
        {", \"version\": 1.2", "version must be a text, number was given"},
        {", \"owner\": \"\"", "owner is empty"},
        {", \"owner\": \"a\\u0000\"", "owner is not a text of UTF-8"},
        {", \"cites\": 1", "cites is not a text or a list of texts"},
        {", \"cites\": [1]", "cites is not a text or a list of texts"},
        {", \"when\": \"production\"", "when must be a table with names, string was given"},
        {", \"when\": {\"too\": \"production\"}", "unknown key too in when; did you mean to?"},
        {", \"when\": {\"to\": \"producton\"}",
         "when.to: unknown stage producton; did you mean production?"},
        {", \"when\": {\"from\": [\"staging\", \"none\"]}", "when.from: unknown stage none"},
        {", \"when\": {\"tier\": \"hihg\"}", "when.tier: unknown tier hihg; did you mean high?"},
        {", \"when\": {\"tier\": 1}", "when.tier: a tier is named by a text, integer was given"},
        {", \"when\": {\"to\": []}", "when.to names no stage: leave it out for all of them"},
        {", \"applies_from\": \"2026-02-30\"",
         "applies_from 2026-02-30 is not a date such as 2026-01-01"},
        {", \"applies_from\": \"soon\"", "applies_from soon is not a date such as 2026-01-01"},
        {", \"params\": \"floor\"", "params must be a table with names, string was given"},
        {", \"params\": [1]", "params must be a table with names, list was given"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_str_eq(refusal_of(cases[i].more), cases[i].message);
}
END_TEST

START_TEST(test_policy__id_title_and_level_are_required)
{
    static const struct {
        const char *json, *message;
    } cases[] = {
        {"{}", "the policy has no id"},
        {"{\"id\": \"a\"}", "the policy has no title"},
        {"{\"id\": \"a\", \"title\": \"\"}", "title is empty"},
        {"{\"id\": \"a\", \"title\": \"T\"}", "the policy has no level"},
        {"{\"id\": \"a\", \"title\": \"T\", \"level\": \"mandatroy\"}",
         "level mandatroy is not mandatory, overridable or advisory; did you mean mandatory?"},
        {"{\"id\": \"a\", \"title\": \"T\", \"level\": \"none\"}",
         "level none is not mandatory, overridable or advisory"},
        {"[1]", "the policy must be a table with names, list was given"},
        {"null", "the policy must be a table with names, null was given"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct policy policy;
        ck_assert_msg(!read(cases[i].json, &policy, &err), "%s", cases[i].json);
        ck_assert_str_eq(err.message, cases[i].message);
        ck_assert_int_eq(err.code, ERROR_POLICY);
        ck_assert_str_eq(err.file, "policies/floor.lua");
    }
}
END_TEST

START_TEST(test_policy__an_id_has_parts_of_letters_digits_and_hyphens)
{
    static const struct {
        const char *id;
        bool valid;
    } cases[] = {
        {"a", true},         {"credit/floor", true}, {"a/b/c-1", true}, {"0/9", true},
        {"a-", true},        {"a--b", true},         {"", false},       {"-a", false},
        {"a/-b", false},     {"/a", false},          {"a/", false},     {"a//b", false},
        {"A", false},        {"a.b", false},         {"a b", false},    {"a/..", false},
        {"\xC3\xA4", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct policy policy;
        const struct text json = text_format(
            &arena, "{\"id\": \"%s\", \"title\": \"T\", \"level\": \"advisory\"}", cases[i].id);
        ck_assert_msg(read(json.at, &policy, &err) == cases[i].valid, "%s", cases[i].id);
    }
}
END_TEST

START_TEST(test_policy__an_id_of_128_bytes_is_the_longest)
{
    char id[130];
    memset(id, 'a', sizeof id);
    for (int size = 128; size <= 129; size++) {
        struct error err = {0};
        struct policy policy;
        const struct text json = text_format(
            &arena, "{\"id\": \"%.*s\", \"title\": \"T\", \"level\": \"advisory\"}", size, id);
        ck_assert_msg(read(json.at, &policy, &err) == (size == 128), "%d", size);
    }
}
END_TEST

START_TEST(test_policy__when_says_where_it_applies)
{
    const struct policy policy = policy_with(", \"when\": {\"to\": [\"canary\", \"production\"],"
                                             "\"from\": \"staging\", \"tier\": \"high\"}");
    static const struct {
        const char *name;
        enum stage from, to;
        enum tier tier;
        bool applies;
    } cases[] = {
        {"all fit", STAGE_STAGING, STAGE_CANARY, TIER_HIGH, true},
        {"another target", STAGE_STAGING, STAGE_SHADOW, TIER_HIGH, false},
        {"another origin", STAGE_SHADOW, STAGE_CANARY, TIER_HIGH, false},
        {"another tier", STAGE_STAGING, STAGE_CANARY, TIER_LIMITED, false},
        {"an unknown origin", STAGE_NONE, STAGE_PRODUCTION, TIER_HIGH, true},
        {"a stage outside the enum", STAGE_STAGING, STAGE_COUNT, TIER_HIGH, true},
        {"a tier outside the enum", STAGE_STAGING, STAGE_CANARY, TIER_COUNT, true},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_msg(policy_applies(&policy, cases[i].from, cases[i].to, cases[i].tier) ==
                          cases[i].applies,
                      "%s", cases[i].name);
}
END_TEST

START_TEST(test_policy__without_when_it_always_applies)
{
    const struct policy policy = policy_with("");
    for (enum stage to = STAGE_NONE; to < STAGE_COUNT; to++)
        for (enum tier tier = TIER_HIGH; tier < TIER_COUNT; tier++)
            ck_assert(policy_applies(&policy, STAGE_NONE, to, tier));
}
END_TEST

START_TEST(test_policy__before_the_first_second_of_applies_from_it_is_advisory)
{
    static const struct {
        const char *from;
        int64_t first;
    } cases[] = {
        {"2026-01-01", INT64_C(1767225600)},
        {"2026-01-01T12:00:00Z", INT64_C(1767268800)},
        {"2026-01-01T12:00:00+02:00", INT64_C(1767261600)},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct policy policy =
            policy_with(text_format(&arena, ", \"applies_from\": \"%s\"", cases[i].from).at);
        ck_assert_int_eq(policy_level_at(&policy, cases[i].first - 1), LEVEL_ADVISORY);
        ck_assert_int_eq(policy_level_at(&policy, cases[i].first), LEVEL_MANDATORY);
    }
}
END_TEST

START_TEST(test_policy__what_did_not_load_is_never_advisory)
{
    const struct policy policy = {.level = LEVEL_NONE, .applies_from = INT64_MAX};
    ck_assert_int_eq(policy_level_at(&policy, 0), LEVEL_NONE);
}
END_TEST

TESTS("policy/policy", test_policy__a_whole_declaration_is_read,
      test_policy__the_least_declaration_leaves_the_rest_empty,
      test_policy__one_cite_may_stand_alone_and_an_empty_table_is_none,
      test_policy__what_is_off_is_refused_by_name, test_policy__id_title_and_level_are_required,
      test_policy__an_id_has_parts_of_letters_digits_and_hyphens,
      test_policy__an_id_of_128_bytes_is_the_longest, test_policy__when_says_where_it_applies,
      test_policy__without_when_it_always_applies,
      test_policy__before_the_first_second_of_applies_from_it_is_advisory,
      test_policy__what_did_not_load_is_never_advisory)
