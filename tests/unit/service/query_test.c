#include "service/query.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "support.h"
#include "value/json.h"

static struct arena arena;
static struct error err;

static const struct query *query_of(const char *condition)
{
    const struct query *query;
    ck_assert_msg(query_read(condition, &arena, &query, &err), "%s: %s", condition, err.message);
    return query;
}

static void fact_set(struct query_facts *facts, enum query_field field, const char *fact)
{
    if (fact)
        *LIST_ADD(&arena, &facts->of[field]) = text_of(fact);
}

/* credit-default@2.10.0, in production, of the highest tier; two aliases, one tag; no sunset. */
static struct query_facts credit(void)
{
    static const char tags[] = "{\"team\": \"Risk\"}";
    struct value *told = ARENA_NEW(&arena, struct value);
    struct query_facts facts = {.tags = told};
    ck_assert(json_read(NULL, text_of(tags), (struct json_options){0}, &arena, told, &err));
    fact_set(&facts, QUERY_NAME, "credit-default");
    fact_set(&facts, QUERY_VERSION, "2.10.0");
    fact_set(&facts, QUERY_STAGE, "production");
    fact_set(&facts, QUERY_TIER, "high");
    fact_set(&facts, QUERY_OWNER, "dora");
    fact_set(&facts, QUERY_REGISTERED, "2026-11-21T15:00:00Z");
    fact_set(&facts, QUERY_EXPIRES, "2027-11-21T00:00:00Z");
    fact_set(&facts, QUERY_VERDICT, "allow");
    fact_set(&facts, QUERY_ALIAS, "champion");
    fact_set(&facts, QUERY_ALIAS, "blue");
    return facts;
}

static bool fits(const char *condition)
{
    const struct query_facts facts = credit();
    return query_fits(query_of(condition), &facts);
}

START_TEST(test_query__what_holds_of_a_version_fits_it)
{
    static const char *const held[] = {
        "tier = 'high' and stage = 'production'",
        "TIER = high AND NOT stage = canary",
        "tier != 'limited'",
        "stage in ('canary', 'production')",
        "stage not in (canary, shadow)",
        "version > '2.9.0'",
        "version >= 2.10.0",
        "version < 3.0.0-rc.1",
        "version > 2.10.0-rc.1",
        "version <= '2.10.0'",
        "name like 'credit-%'",
        "name like '%default'",
        "name like 'credit%def%t'",
        "name like 'credit-default'",
        "name like '%'",
        "name ilike 'CREDIT-%'",
        "name not like 'churn%'",
        "registered = 2026-11-21",
        "registered >= 2026-11-21",
        "registered <= 2026-11-21",
        "registered > 2026-11-20",
        "registered < 2026-11-22",
        "registered = '2026-11-21T16:00:00+01:00'",
        "expires < 2028-01-01",
        "sunset = ''",
        "owner != ''",
        "not sunset < 2030-01-01",
        "verdict = allow",
        "alias = champion",
        "alias = blue",
        "alias != green",
        "alias like 'cha%'",
        "tag.team = Risk",
        "tag.team ilike 'risk'",
        "tag.other = ''",
        "tag.other != 'x'",
        "owner = 'bob' or owner = 'dora'",
        "owner = bob or owner = dora and tier = high",
        "(owner = bob or owner = dora) and tier = high",
        "not (owner = bob or tier = minimal)",
        "not not tier = high",
        "  tier\t=\n'high'  ",
        "tier=high and(stage=production)",
    };
    for (size_t i = 0; i < COUNT(held); i++)
        ck_assert_msg(fits(held[i]), "%s", held[i]);
}
END_TEST

START_TEST(test_query__what_does_not_hold_does_not_fit)
{
    static const char *const unheld[] = {
        "tier = limited",
        "stage not in ('canary', 'production')",
        "version < 2.9.0",
        "version > 2.10.0",
        "version < 2.10.0-rc.1",
        "name like 'credit'",
        "name like 'CREDIT-%'",
        "name like '%churn%'",
        "name like ''",
        "name not like 'credit%'",
        "registered < 2026-11-21",
        "registered > 2026-11-21",
        "registered != 2026-11-21",
        "sunset < 2030-01-01",
        "sunset > 2000-01-01",
        "sunset >= 2000-01-01",
        "owner = ''",
        "alias = green",
        "alias != champion",
        "tag.team = risk",
        "tag.other = 'x'",
        "owner = dora and tier = limited or owner = bob",
        "owner = dora and (tier = limited or owner = bob)",
        "not tier = high",
    };
    for (size_t i = 0; i < COUNT(unheld); i++)
        ck_assert_msg(!fits(unheld[i]), "%s", unheld[i]);
}
END_TEST

START_TEST(test_query__without_a_condition_everything_fits)
{
    const struct query_facts nothing = {0};
    ck_assert(query_fits(query_of(NULL), &nothing));
}
END_TEST

START_TEST(test_query__a_doubled_quote_is_one)
{
    struct query_facts facts = {0};
    fact_set(&facts, QUERY_OWNER, "d'Arc");
    ck_assert(query_fits(query_of("owner = 'd''Arc'"), &facts));
    ck_assert(query_fits(query_of("owner = \"d'Arc\""), &facts));
    ck_assert(!query_fits(query_of("owner = 'dArc'"), &facts));
}
END_TEST

START_TEST(test_query__a_pattern_of_many_runs_is_answered_at_once)
{
    struct query_facts facts = {0};
    char *name = arena_alloc(&arena, 2001);
    struct buffer condition = buffer_in(&arena, LIMIT_QUERY_SIZE);
    memset(name, 'a', 2000);
    name[2000] = '\0';
    buffer_string(&condition, "name like '");
    for (size_t i = 0; i < 1000; i++)
        buffer_string(&condition, "a%");
    buffer_string(&condition, "b'");
    fact_set(&facts, QUERY_NAME, name);
    ck_assert(!query_fits(query_of(condition.at), &facts));
}
END_TEST

START_TEST(test_query__what_is_off_is_named_with_its_column)
{
    static const struct {
        const char *condition, *words;
    } cases[] = {
        {"teir = 'high'", "column 1: there is no field teir; did you mean tier?"},
        {"tier = 'hihg'", "column 8: there is no tier hihg; did you mean high?"},
        {"stage in (canary, prodution)",
         "column 19: there is no stage prodution; did you mean production?"},
        {"tier = 'high", "column 8: the quote that begins here is not closed"},
        {"tier =", "column 7: a text is expected here"},
        {"tier", "column 5: =, !="},
        {"tier high", "column 6: =, !="},
        {"tier > high", "column 6: tier has no order"},
        {"alias < 'x'", "column 7: alias has no order"},
        {"tier = high and", "column 16: a field is expected here"},
        {"tier = high xor owner = bob",
         "column 13: comparisons are joined by `and` and `or`, and here stands xor"},
        {"tier = high)", "column 12: comparisons are joined by `and` and `or`, and here stands )"},
        {"(tier = high", "column 13: and, or or ) is expected here"},
        {"stage in canary", "column 10: after `in` stands a list"},
        {"stage in (canary", "column 17: the list of `in` goes on with a comma or ends with )"},
        {"stage in ()", "column 11: a text is expected here"},
        {"tier not = high", "column 12: after `not` stands in, like or ilike"},
        {"expires < tomorrow", "column 11: tomorrow is no day or moment"},
        {"tag. = x", "column 1: there is no field tag."},
        {"'tier' = high", "column 1: a field is expected here"},
        {"", "--where needs a condition"},
        {"  ", "--where needs a condition"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct query *query;
        struct error refusal = {0};
        ck_assert_msg(!query_read(cases[i].condition, &arena, &query, &refusal), "%s",
                      cases[i].condition);
        ck_assert_int_eq(refusal.code, ERROR_USAGE);
        ck_assert_msg(strstr(refusal.message, cases[i].words), "%s: %s", cases[i].condition,
                      refusal.message);
    }
}
END_TEST

static bool is_read(const char *opening, size_t count, const char *inside, const char *closing)
{
    const struct query *query;
    struct error refusal = {0};
    struct text condition = text_of(inside);
    for (size_t i = 0; i < count; i++)
        condition = text_format(&arena, "%s%.*s%s", opening, TEXT_ARGS(condition), closing);
    return query_read(text_string(&arena, condition), &arena, &query, &refusal);
}

START_TEST(test_query__depth_and_length_are_bounded)
{
    ck_assert(is_read("(", LIMIT_QUERY_DEPTH - 1, "tier = high", ")"));
    ck_assert(!is_read("(", LIMIT_QUERY_DEPTH, "tier = high", ")"));
    ck_assert(is_read("not ", LIMIT_QUERY_DEPTH - 1, "tier = high", ""));
    ck_assert(!is_read("not ", LIMIT_QUERY_DEPTH, "tier = high", ""));
    ck_assert(is_read("tier = high and ", 200, "tier = high", ""));
    ck_assert(!is_read("tier = high and ", 300, "tier = high", ""));
}
END_TEST

/* ---- what is looked at ---- */

START_TEST(test_query__what_fixes_stage_and_tier_narrows_what_is_looked_at)
{
    const unsigned production = 1U << STAGE_PRODUCTION, canary = 1U << STAGE_CANARY;
    const unsigned high = 1U << TIER_HIGH, every_tier = (1U << TIER_COUNT) - 1;
    struct query_reach reach = query_reach(query_of("tier = high and stage = production"));
    ck_assert_uint_eq(reach.stages, production);
    ck_assert_uint_eq(reach.tiers, high);
    reach = query_reach(query_of("(stage = canary or stage = production) and name = x"));
    ck_assert_uint_eq(reach.stages, canary | production);
    ck_assert_uint_eq(reach.tiers, every_tier);
    ck_assert(text_is(reach.name, "x"));
    reach = query_reach(query_of("stage = production and stage like 'can%'"));
    ck_assert_uint_eq(reach.stages, 0);
    reach = query_reach(query_of("tier != high and stage not in (canary)"));
    ck_assert_uint_eq(reach.tiers, every_tier & ~high);
    ck_assert(reach.stages & canary);
    reach = query_reach(query_of("name = x or name = y"));
    ck_assert_uint_eq(reach.name.size, 0);
    reach = query_reach(query_of("name = x or tier = high"));
    ck_assert_uint_eq(reach.name.size, 0);
    ck_assert_uint_eq(reach.tiers, every_tier);
}
END_TEST

/* Whatever fits is within reach, of every stage and tier, for conditions made at random. */
START_TEST(test_query__nothing_that_fits_is_out_of_reach)
{
    static const char *const parts[] = {"tier = high",      "stage = canary",
                                        "name = x",         "not tier = high",
                                        "stage like '%e%'", "tier in (high, limited)",
                                        "name != x",        "not stage in (shadow, staging)"};
    unsigned dice = 1;
    for (size_t round = 0; round < 2000; round++) {
        const char *word[5];
        for (size_t i = 0; i < COUNT(word); i++) {
            dice = dice * 1103515245U + 12345U;
            word[i] = i % 2 ? (dice >> 16 & 1 ? "and" : "or") : parts[(dice >> 16) % COUNT(parts)];
        }
        const struct query *query = query_of(text_format(&arena, "not (%s) %s (%s %s %s)", word[0],
                                                         word[1], word[2], word[3], word[4])
                                                 .at);
        const struct query_reach reach = query_reach(query);
        for (enum stage stage = STAGE_EXPERIMENTAL; stage < STAGE_COUNT; stage++)
            for (enum tier tier = TIER_HIGH; tier < TIER_COUNT; tier++)
                for (size_t named = 0; named < 2; named++) {
                    struct query_facts facts = {0};
                    fact_set(&facts, QUERY_STAGE, stage_name(stage));
                    fact_set(&facts, QUERY_TIER, tier_name(tier));
                    fact_set(&facts, QUERY_NAME, named ? "x" : "y");
                    const bool reached =
                        reach.stages >> stage & 1U && reach.tiers >> tier & 1U &&
                        (!reach.name.size || text_is(reach.name, named ? "x" : "y"));
                    ck_assert(reached || !query_fits(query, &facts));
                }
        if (round % 100 == 0)
            arena_clear(&arena);
    }
}
END_TEST

TESTS("service/query", test_query__what_holds_of_a_version_fits_it,
      test_query__what_does_not_hold_does_not_fit, test_query__without_a_condition_everything_fits,
      test_query__a_doubled_quote_is_one, test_query__a_pattern_of_many_runs_is_answered_at_once,
      test_query__what_is_off_is_named_with_its_column, test_query__depth_and_length_are_bounded,
      test_query__what_fixes_stage_and_tier_narrows_what_is_looked_at,
      test_query__nothing_that_fits_is_out_of_reach)
