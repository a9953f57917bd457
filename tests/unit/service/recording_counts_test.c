/* What a decision counted counts when it is recorded. */
#include "service/recording.h"

#include "rows_fixture.h"

#include "base/clock.h"
#include "value/json.h"

static struct value value_read(const char *written)
{
    struct value read;
    struct error err = {0};
    ck_assert_msg(json_read(NULL, text_of(written), (struct json_options){0}, &arena, &read, &err),
                  "%s", support_error(&err));
    return read;
}

#define REQUEST(artifact, closed)                                                                  \
    "{\"id\":\"r1\",\"model\":{\"name\":\"credit\",\"version\":\"2.4.0\"},"                        \
    "\"transition\":{\"from\":\"staging\",\"to\":\"production\"},\"artifact\":\"" artifact         \
    "\",\"manifest\":\"m1\",\"policies\":\"p1\",\"evidence\":[\"e1\"]," closed                     \
    "\"answers\":[{\"answer\":\"approve\",\"by\":\"vera\",\"expires\":\"2026-11-20T12:00:00Z\","   \
    "\"meaning\":\"approval\",\"present\":true,\"proven\":false,\"role\":\"validator\","           \
    "\"time\":\"2026-11-19T09:00:00Z\"}]}"
#define WAIVER(by, index)                                                                          \
    "{\"artifact\":\"a1\",\"by\":\"" by "\",\"index\":" index ",\"policy\":\"house/floor\","       \
    "\"stage\":\"production\",\"time\":\"2026-11-19T09:00:00Z\","                                  \
    "\"until\":\"2026-11-20T09:30:00Z\"}"
#define REVOKED "\"revoked\":{\"since\":\"2026-11-01T00:00:00Z\"},"
#define WAIVED  "credit@2.4.0/production/house/floor"

/* vera signed for 2.4.0, rita waived a policy. */
static void ledger_make(void)
{
    rows_begin();
    row_put("identity", "rita", "{\"id\":\"rita\",\"roles\":[\"risk-officer\"]}");
    row_put("identity", "ron", "{\"id\":\"ron\",\"roles\":[\"risk-officer\"]}");
    row_put("identity", "vera", "{\"id\":\"vera\",\"roles\":[\"validator\"]}");
    row_put("version", "credit@2.4.0",
            "{\"name\":\"credit\",\"open\":[\"r1\"],\"version\":\"2.4.0\"}");
    row_put("request", "r1", REQUEST("a1", ""));
    row_put("waiver", WAIVED, WAIVER("rita", "5"));
}

static struct keepsake keepsake_of(const char *verdict)
{
    const char *const decision =
        text_format(&arena,
                    "{\"now\":\"2026-11-20T09:00:00Z\",\"verdict\":\"%s\","
                    "\"subject\":{\"name\":\"credit\",\"version\":\"2.4.0\",\"tier\":\"high\","
                    "\"manifest\":\"m1\"},\"artifact\":{\"digest\":\"a1\"},"
                    "\"evidence\":[{\"digest\":\"e1\"}],\"policies\":{\"digest\":\"p1\"},"
                    "\"transition\":{\"from\":\"staging\",\"to\":\"production\"}}",
                    verdict)
            .at;
    return (struct keepsake){
        .judgement.decision = value_read(decision),
        .waivers = value_read("[{\"by\":\"rita\",\"index\":5,\"policy\":\"house/floor\","
                              "\"until\":\"2026-11-20T09:30:00Z\"}]"),
        .approvals = value_read("[{\"by\":\"vera\",\"meaning\":\"approval\",\"present\":true,"
                                "\"proven\":false,\"role\":\"validator\","
                                "\"time\":\"2026-11-19T09:00:00Z\"}]"),
    };
}

static bool counts_at(const struct keepsake *kept, const char *moment, struct error *err)
{
    int64_t log_time;
    ck_assert(clock_read(text_of(moment), &log_time));
    return recording_counts(&acting, kept, log_time, err);
}

START_TEST(test_counts__what_nobody_took_back_counts)
{
    ledger_make();
    struct error err = {0};
    const struct keepsake kept = keepsake_of("allow");
    ck_assert_msg(counts_at(&kept, "2026-11-20T09:30:00Z", &err), "%s", support_error(&err));
    row_put("waiver", "credit@2.4.0/production/house/other",
            "{\"artifact\":\"a1\",\"by\":\"ron\",\"index\":9,\"policy\":\"house/other\","
            "\"time\":\"2026-11-20T09:00:10Z\",\"until\":\"2026-11-25T00:00:00Z\"}");
    ck_assert_msg(counts_at(&kept, "2026-11-20T09:30:00Z", &err), "one more is no harm: %s",
                  support_error(&err));
    arena_free(&arena);
}
END_TEST

START_TEST(test_counts__what_counts_no_more_is_a_conflict)
{
    static const struct {
        const char *name, *kind, *key, *document, *moment, *told;
    } cases[] = {
        {"who waived is revoked", "identity", "rita", "{" REVOKED "\"id\":\"rita\"}",
         "2026-11-20T09:00:05Z", "the waiver of rita"},
        {"who signed is revoked", "identity", "vera", "{" REVOKED "\"id\":\"vera\"}",
         "2026-11-20T09:00:05Z", "the signature of vera"},
        {"another waived it anew", "waiver", WAIVED, WAIVER("ron", "9"), "2026-11-20T09:00:05Z",
         "the waiver of rita"},
        {"the waiver is over", "waiver", WAIVED, WAIVER("rita", "5"), "2026-11-20T09:30:01Z",
         "the waiver of rita"},
        {"the request is of other inputs", "request", "r1", REQUEST("a2", ""),
         "2026-11-20T09:00:05Z", "the signature of vera"},
        {"the request is closed", "version", "credit@2.4.0",
         "{\"name\":\"credit\",\"open\":[],\"version\":\"2.4.0\"}", "2026-11-20T09:00:05Z",
         "the signature of vera"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        ledger_make();
        struct error err = {0};
        const struct keepsake kept = keepsake_of("allow");
        row_put(cases[i].kind, cases[i].key, cases[i].document);
        ck_assert_msg(!counts_at(&kept, cases[i].moment, &err), "%s", cases[i].name);
        ck_assert_msg(err.code == ERROR_GUARD && strstr(err.message, "conflict: ") &&
                          strstr(err.message, cases[i].told),
                      "%s: %s", cases[i].name, support_error(&err));
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_counts__a_signature_that_expired_is_a_conflict)
{
    ledger_make();
    struct error err = {0};
    struct keepsake kept = keepsake_of("allow");
    kept.waivers = value_of_null();
    kept.judgement.decision = value_read(
        "{\"now\":\"2026-11-20T11:59:00Z\",\"verdict\":\"allow\",\"subject\":{\"name\":\"credit\","
        "\"version\":\"2.4.0\",\"tier\":\"high\",\"manifest\":\"m1\"},"
        "\"artifact\":{\"digest\":\"a1\"},\"evidence\":[{\"digest\":\"e1\"}],"
        "\"policies\":{\"digest\":\"p1\"},"
        "\"transition\":{\"from\":\"staging\",\"to\":\"production\"}}");
    ck_assert_msg(counts_at(&kept, "2026-11-20T12:00:00Z", &err), "%s", support_error(&err));
    ck_assert(!counts_at(&kept, "2026-11-20T12:00:01Z", &err));
    ck_assert_ptr_nonnull(strstr(err.message, "the signature of vera"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_counts__a_moment_that_is_over_lets_nothing_through)
{
    static const struct {
        const char *verdict, *moment;
        bool counts;
    } cases[] = {
        {"allow", "2026-11-20T10:00:00Z", true},
        {"allow", "2026-11-20T10:00:01Z", false},
        {"pending", "2026-11-20T10:00:01Z", false},
        {"deny", "2026-11-20T10:00:01Z", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        ledger_make();
        struct error err = {0};
        struct keepsake kept = keepsake_of(cases[i].verdict);
        kept.waivers = value_of_null();
        ck_assert_msg(counts_at(&kept, cases[i].moment, &err) == cases[i].counts, "%s at %s: %s",
                      cases[i].verdict, cases[i].moment, support_error(&err));
        ck_assert(cases[i].counts || err.code == ERROR_GUARD);
        arena_free(&arena);
    }
}
END_TEST

TESTS("service/recording_counts", test_counts__what_nobody_took_back_counts,
      test_counts__what_counts_no_more_is_a_conflict,
      test_counts__a_signature_that_expired_is_a_conflict,
      test_counts__a_moment_that_is_over_lets_nothing_through)
