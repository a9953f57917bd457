/* Whose request a signature is for, where the command names none. */
#include "service/answer.h"

#include "rows_fixture.h"

#include "base/clock.h"

static struct text complained;

static void complaint(void *context, const struct error *err)
{
    (void)context;
    complained = text_copy(&arena, text_of(err->message));
}

static struct session session = {.complain = complaint};

#define DIGITS "000000000000000000000000000000000000000000000000000000000000"
/* A request that somebody opened, from a stage to production, on evidence, and what became of it.
 */
#define REQUEST(id, from, evidence, by, closed)                                                    \
    "{\"answers\":[],\"artifact\":\"a1\",\"by\":\"" by "\"," closed "\"evidence\":[\"" evidence    \
    "\"],\"id\":\"" id "\",\"index\":7,\"manifest\":\"m1\",\"policies\":\"p1\","                   \
    "\"transition\":{\"from\":\"" from "\",\"to\":\"production\"}}"
#define SUPERSEDED(by)                                                                             \
    "\"closed\":{\"by\":\"" by                                                                     \
    "\",\"how\":\"superseded\",\"index\":8,\"time\":\"2026-11-19T09:00:00Z\"},"
#define FIRST  "sha256:1111" DIGITS
#define SECOND "sha256:2222" DIGITS

/* credit@1 stands in staging; two requests, of which `open` lists those that are open; entry 8 was
 * of that kind. */
static void ledger_make(const char *first, const char *second, const char *open, const char *kind)
{
    rows_begin();
    complained = TEXT_NONE;
    ck_assert(clock_read(TEXT("2026-11-20T09:00:00Z"), &session.now));
    acting.session = &session;
    row_put("log", "origin", "{\"lifecycle\":\"default\"}");
    row_put("model", "credit", "{\"aliases\":{\"champion\":\"1\"},\"name\":\"credit\"}");
    row_put("version", "credit@1",
            text_format(&arena,
                        "{\"name\":\"credit\",\"open\":[%s],\"stage\":\"staging\","
                        "\"version\":\"1\"}",
                        open)
                .at);
    row_put("request", FIRST, first);
    row_put("request", SECOND, second);
    row_put("history", "credit@1/0000000000000006", "{\"id\":\"" FIRST "\",\"kind\":\"decision\"}");
    row_put("history", "credit@1/0000000000000007",
            "{\"id\":\"" SECOND "\",\"kind\":\"decision\"}");
    row_put("history", "credit@1/0000000000000008",
            text_format(&arena, "{\"id\":\"sha256:3333" DIGITS "\",\"kind\":\"%s\"}", kind).at);
}

static bool meant(const char *version, const char *prefix, struct text *id, struct error *err)
{
    const struct value *request;
    const struct asked_request asked = {
        {TEXT("credit"), text_of(version)}, STAGE_PRODUCTION, text_of(prefix)};
    if (!answer_request_meant(&acting, &asked, "approve", &request, err))
        return false;
    *id = value_text(value_get(request, TEXT("id")));
    return true;
}

static void ck_assert_meant(const char *prefix, const char *expected)
{
    struct text id;
    struct error err = {0};
    ck_assert_msg(meant("1", prefix, &id, &err), "%s", support_error(&err));
    ck_assert(text_is(id, expected));
}

static void ck_assert_unmeant(const char *version, const char *words)
{
    struct text id;
    struct error refusal = {0};
    ck_assert_msg(!meant(version, "", &id, &refusal), "%s", words);
    ck_assert_int_eq(refusal.code, ERROR_GUARD);
    ck_assert_msg(strstr(refusal.message, words), "%s", refusal.message);
}

#define OPEN_SECOND "\"" SECOND "\""
#define OPEN_BOTH   "\"" FIRST "\",\"" SECOND "\""

START_TEST(test_answer_request__that_another_opened_after_a_move_has_to_be_named)
{
    ledger_make(REQUEST(FIRST, "registered", "e1", "ci", SUPERSEDED("ci")),
                REQUEST(SECOND, "staging", "e2", "dev", ""), OPEN_SECOND, "transition");
    ck_assert_unmeant("1", "changed at entry 8, by ci");
    ck_assert_unmeant("1", "obstat approve credit@1 --to production --request " SECOND);
    ck_assert_meant("22220000", SECOND);
    arena_free(&arena);
}
END_TEST

START_TEST(test_answer_request__that_the_same_one_opened_after_a_move_is_told_of)
{
    ledger_make(REQUEST(FIRST, "registered", "e1", "ci", SUPERSEDED("olaf")),
                REQUEST(SECOND, "staging", "e2", "ci", ""), OPEN_SECOND, "transition");
    ck_assert_meant("", SECOND);
    ck_assert_msg(strstr(complained.at, "changed at entry 8, by olaf"), "%s", complained.at);
    arena_free(&arena);
}
END_TEST

START_TEST(test_answer_request__of_the_same_inputs_is_the_same_from_every_stage)
{
    ledger_make(REQUEST(FIRST, "registered", "e1", "ci", SUPERSEDED("ci")),
                REQUEST(SECOND, "staging", "e1", "dev", ""), OPEN_SECOND, "transition");
    ck_assert_meant("", SECOND);
    ck_assert_uint_eq(complained.size, 0);
    arena_free(&arena);
}
END_TEST

START_TEST(test_answer_request__of_several_that_differ_one_has_to_be_named)
{
    ledger_make(REQUEST(FIRST, "canary", "e1", "olaf", ""),
                REQUEST(SECOND, "canary", "e2", "dev", ""), OPEN_BOTH, "transition");
    ck_assert_unmeant("1", "obstat approve credit@1 --to production --request 1111000000000000 "
                           "(entry 7, by olaf) or --request 2222000000000000 (entry 7, by dev)");
    ck_assert_meant("11110000", FIRST);
    ck_assert_meant("22220000", SECOND);
    arena_free(&arena);
}
END_TEST

START_TEST(test_answer_request__of_several_that_are_alike_none_has_to_be_named)
{
    ledger_make(REQUEST(FIRST, "canary", "e1", "olaf", ""),
                REQUEST(SECOND, "canary", "e1", "dev", ""), OPEN_BOTH, "transition");
    ck_assert_meant("", SECOND);
    arena_free(&arena);
}
END_TEST

START_TEST(test_answer_request__that_nobody_s_signature_moves_is_mistaken_for_none)
{
    ledger_make(REQUEST(FIRST, "canary", "e1", "olaf", ""),
                REQUEST(SECOND, "production", "e2", "dev", ""), OPEN_BOTH, "transition");
    ck_assert_meant("", FIRST);
    arena_free(&arena);
}
END_TEST

START_TEST(test_answer_request__of_an_alias_is_not_signed_for)
{
    ledger_make(REQUEST(FIRST, "registered", "e1", "ci", SUPERSEDED("ci")),
                REQUEST(SECOND, "canary", "e1", "ci", ""), OPEN_SECOND, "transition");
    ck_assert_unmeant("champion", "credit@champion is an alias, of credit@1 now");
    ck_assert_meant("", SECOND);
    arena_free(&arena);
}
END_TEST

TESTS("service/answer_request",
      test_answer_request__that_another_opened_after_a_move_has_to_be_named,
      test_answer_request__that_the_same_one_opened_after_a_move_is_told_of,
      test_answer_request__of_the_same_inputs_is_the_same_from_every_stage,
      test_answer_request__of_several_that_differ_one_has_to_be_named,
      test_answer_request__of_several_that_are_alike_none_has_to_be_named,
      test_answer_request__that_nobody_s_signature_moves_is_mistaken_for_none,
      test_answer_request__of_an_alias_is_not_signed_for)
