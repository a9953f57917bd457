/* What a decision is compared with, and whether that is still so when it is recorded. */
#include "service/recording.h"

#include "rows_fixture.h"

#include "base/clock.h"
#include "value/json.h"

/* 2.3.0 is in production, 2.2.0 was; 2.4.0 was judged for it twice, and for staging. */
static void ledger_make(void)
{
    rows_begin();
    row_put("adoption", "production",
            "{\"index\":3,\"set\":\"p1\",\"sources\":\"s1\",\"trust\":[\"k1\"]}");
    row_put("model", "credit", "{\"previous\":[\"2.2.0\"],\"production\":\"2.3.0\"}");
    row_put("version", "credit@2.2.0", "{\"passed\":\"d2\"}");
    row_put("version", "credit@2.3.0", "{\"decision\":\"d9\",\"passed\":\"d3\"}");
    row_put("version", "credit@2.4.0",
            "{\"decision\":\"d6\",\"newest\":{\"production\":\"d5\",\"staging\":\"d6\"},"
            "\"owner\":\"ml\"}");
    row_put("decision", "d2", "{\"case\":\"c2\"}");
    row_put("decision", "d3", "{\"case\":\"c3\"}");
    row_put("decision", "d5",
            "{\"case\":\"c5\",\"index\":7,"
            "\"transition\":{\"from\":\"registered\",\"to\":\"production\"}}");
    row_put("decision", "d6",
            "{\"case\":\"c6\",\"index\":8,"
            "\"transition\":{\"from\":\"registered\",\"to\":\"staging\"}}");
}

static struct value trust_of(const char *key)
{
    const struct value line = value_of_text(text_of(key));
    return value_of_list(&arena, &line, 1);
}

/* A decision that counted nobody's word. */
static struct keepsake keepsake_of(void)
{
    struct error err = {0};
    struct keepsake kept = {0};
    ck_assert(json_read(
        NULL,
        TEXT("{\"now\":\"2026-11-20T09:00:00Z\",\"verdict\":\"allow\",\"subject\":{\"name\":"
             "\"credit\","
             "\"version\":\"2.4.0\",\"tier\":\"minimal\"},\"transition\":{\"from\":\"staging\","
             "\"to\":\"production\"}}"),
        (struct json_options){0}, &arena, &kept.judgement.decision, &err));
    return kept;
}

/* The same moment. */
static bool unmoved(const struct known *known, struct error *err)
{
    int64_t now;
    const struct keepsake kept = keepsake_of();
    const struct resting resting = {known, &kept};
    ck_assert(clock_read(TEXT("2026-11-20T09:00:00Z"), &now));
    return recording_unmoved(&resting, &acting, now, err);
}

static struct known known_of(const struct value *trust)
{
    return (struct known){.name = TEXT("credit"),
                          .version = TEXT("2.4.0"),
                          .to = STAGE_PRODUCTION,
                          .set = TEXT("p1"),
                          .sources = TEXT("s1"),
                          .trust = trust,
                          .champion = TEXT("c3")};
}

START_TEST(test_unmoved__what_nobody_changed_is_recorded)
{
    ledger_make();
    struct error err = {0};
    const struct value trust = trust_of("k1");
    const struct known known = known_of(&trust);
    ck_assert_msg(unmoved(&known, &err), "%s", support_error(&err));
    arena_free(&arena);
}
END_TEST

START_TEST(test_unmoved__what_changed_while_it_was_judged_is_a_conflict)
{
    static const struct {
        const char *name, *kind, *key, *document, *told;
    } cases[] = {
        {"another version was promoted", "model", "credit",
         "{\"previous\":[\"2.3.0\"],\"production\":\"2.2.0\"}", "entered production"},
        {"it left, and another was before it", "model", "credit",
         "{\"previous\":[\"2.2.0\"],\"production\":null}", "entered production"},
        {"there is none, and never was", "model", "credit", "{\"production\":null}",
         "entered production"},
        {"it was judged anew and moved", "version", "credit@2.3.0", "{\"passed\":\"d2\"}",
         "entered production"},
        {"another set", "adoption", "production",
         "{\"set\":\"p2\",\"sources\":\"s1\",\"trust\":[\"k1\"]}", "another policy set"},
        {"other sources", "adoption", "production",
         "{\"set\":\"p1\",\"sources\":\"s2\",\"trust\":[\"k1\"]}", "another policy set"},
        {"others are trusted", "adoption", "production",
         "{\"set\":\"p1\",\"sources\":\"s1\",\"trust\":[\"k2\"]}", "another policy set"},
        {"nobody is trusted", "adoption", "production", "{\"set\":\"p1\",\"sources\":\"s1\"}",
         "another policy set"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        ledger_make();
        struct error err = {0};
        const struct value trust = trust_of("k1");
        const struct known known = known_of(&trust);
        row_put(cases[i].kind, cases[i].key, cases[i].document);
        ck_assert_msg(!unmoved(&known, &err), "%s", cases[i].name);
        ck_assert_msg(err.code == ERROR_GUARD && strstr(err.message, "conflict: ") &&
                          strstr(err.message, cases[i].told),
                      "%s: %s", cases[i].name, support_error(&err));
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_case__is_that_of_the_newest_decision_on_the_move)
{
    static const struct {
        enum stage from, to;
        const char *recorded; /* or NULL: there is none */
    } cases[] = {
        {STAGE_REGISTERED, STAGE_PRODUCTION, "c5"},
        {STAGE_REGISTERED, STAGE_STAGING, "c6"},
        {STAGE_STAGING, STAGE_PRODUCTION, NULL},
        {STAGE_REGISTERED, STAGE_CANARY, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        ledger_make();
        struct error err = {0};
        struct known known = {0};
        const struct demand demand = {TEXT("credit"), TEXT("2.4.0"), cases[i].from, cases[i].to,
                                      true};
        const bool found = recording_recorded(&acting, &demand, &known, &err);
        ck_assert_msg(found == (cases[i].recorded != NULL), "%s", support_error(&err));
        if (found)
            ck_assert(text_is(known.recorded, cases[i].recorded));
        else
            ck_assert_int_eq(err.code, ERROR_REFUSED);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_case__of_before_the_adopted_set_is_not_taken)
{
    ledger_make();
    struct error err = {0};
    struct known known = {0};
    const struct demand demand = {TEXT("credit"), TEXT("2.4.0"), STAGE_REGISTERED, STAGE_PRODUCTION,
                                  true};
    row_put("adoption", "production", "{\"index\":9,\"set\":\"p1\"}");
    ck_assert(!recording_recorded(&acting, &demand, &known, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    ck_assert_ptr_nonnull(strstr(err.message, "at entry 9, after the last decision"));
    arena_free(&arena);
}
END_TEST

TESTS("service/recording_case", test_unmoved__what_nobody_changed_is_recorded,
      test_unmoved__what_changed_while_it_was_judged_is_a_conflict,
      test_case__is_that_of_the_newest_decision_on_the_move,
      test_case__of_before_the_adopted_set_is_not_taken)
