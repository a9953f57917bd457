/* in-toto statements: read strictly, written in one spelling. */
#include "attest/statement.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "support.h"

static struct arena arena;
static struct error err;

#define DIGITS  "92745110b1ab4368471cbe31664e10174e954b113a3df333db860317b2c6dec4"
#define SUBJECT "{\"digest\":{\"sha256\":\"" DIGITS "\"},\"name\":\"credit@7\"}"
#define TYPE    "\"_type\":\"https://in-toto.io/Statement/v1\""
#define TAIL    ",\"predicateType\":\"urn:example:v1\"}"

static const char whole[] =
    "{" TYPE ",\"predicate\":{\"answer\":\"approve\"},\"predicateType\":\"urn:example:v1\","
    "\"subject\":[" SUBJECT "]}";

START_TEST(test_statement__is_written_as_it_is_read)
{
    struct statement statement;
    struct text back;
    ck_assert_msg(statement_read("s.json", text_of(whole), &arena, &statement, &err), "%s",
                  support_error(&err));
    ck_assert_uint_eq(statement.subjects.count, 1);
    ck_assert(text_is(statement.subjects.at[0].name, "credit@7"));
    ck_assert(text_is(digest_print(&statement.subjects.at[0].digest, &arena), "sha256:" DIGITS));
    ck_assert(text_is(statement.predicate_type, "urn:example:v1"));
    ck_assert(text_is(value_text(value_get(statement.predicate, TEXT("answer"))), "approve"));
    ck_assert(statement_write(&statement, &arena, &back, &err));
    ck_assert(text_is(back, whole));
}
END_TEST

static const struct {
    const char *name;
    const char *json;
    const char *says; /* in the refusal; NULL where it is read */
} cases[] = {
    {"is no map", "[]", "no in-toto statement"},
    {"has no type", "{\"subject\":[" SUBJECT "]" TAIL, "`_type` is missing"},
    {"is of an older version",
     "{\"_type\":\"https://in-toto.io/Statement/v0.1\",\"subject\":[" SUBJECT "]" TAIL,
     "version 1"},
    {"has no subject", "{" TYPE TAIL, "`subject` is missing"},
    {"has a subject that is no list", "{" TYPE ",\"subject\":" SUBJECT TAIL, "must be a list"},
    {"is about nothing", "{" TYPE ",\"subject\":[]" TAIL, "1 to"},
    {"has a subject that is a text", "{" TYPE ",\"subject\":[\"a\"]" TAIL, "must be a map"},
    {"has a subject without digests", "{" TYPE ",\"subject\":[{\"name\":\"a\"}]" TAIL,
     "`digest` is missing"},
    {"has a subject without SHA-256",
     "{" TYPE ",\"subject\":[{\"name\":\"a\",\"digest\":{\"sha512\":\"00\"}}]" TAIL,
     "`sha256` is missing"},
    {"has a digest that is too short",
     "{" TYPE ",\"subject\":[{\"digest\":{\"sha256\":\"92\"}}]" TAIL, "64 hexadecimal digits"},
    {"has a digest in capitals",
     "{" TYPE ",\"subject\":[{\"digest\":{\"sha256\":\"92745110B1AB4368471CBE31664E10174E954B113A3D"
     "F333DB860317B2C6DEC4\"}}]" TAIL,
     "lower case"},
    {"has something behind a digest",
     "{" TYPE ",\"subject\":[{\"digest\":{\"sha256\":\"" DIGITS "\\u0000x\"}}]" TAIL,
     "64 hexadecimal digits"},
    {"has a name that is a number",
     "{" TYPE ",\"subject\":[{\"name\":1,\"digest\":{\"sha256\":\"" DIGITS "\"}}]" TAIL,
     "`name` must be a string"},
    {"has no predicate type", "{" TYPE ",\"subject\":[" SUBJECT "]}", "`predicateType` is missing"},
    {"has an empty predicate type", "{" TYPE ",\"subject\":[" SUBJECT "],\"predicateType\":\"\"}",
     "`predicateType` is empty"},
    {"has a predicate that is a list", "{" TYPE ",\"subject\":[" SUBJECT "],\"predicate\":[]" TAIL,
     "`predicate` must be a map"},
    {"says a thing twice", "{" TYPE ",\"subject\":[" SUBJECT "],\"subject\":[" SUBJECT "]" TAIL,
     "subject"},
    {"goes on behind its end", "{" TYPE ",\"subject\":[" SUBJECT "]" TAIL "{}", "after"},
    {"is cut short", "{" TYPE ",\"subject\":[", ""},
    {"is empty", "", ""},
    {"has no predicate", "{" TYPE ",\"subject\":[" SUBJECT "]" TAIL, NULL},
    {"has a subject without a name",
     "{" TYPE ",\"subject\":[{\"digest\":{\"sha256\":\"" DIGITS "\",\"x\":\"y\"}}]" TAIL, NULL},
    {"has members nobody knows", "{" TYPE ",\"more\":1,\"subject\":[" SUBJECT "]" TAIL, NULL},
};

START_TEST(test_statement__is_refused_where_it_is_off_and_else_read)
{
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct statement statement;
        struct error why = {0};
        const bool taken =
            statement_read("s.json", text_of(cases[i].json), &arena, &statement, &why);
        ck_assert_msg(taken == !cases[i].says, "%s: %s", cases[i].name, support_error(&why));
        if (taken)
            continue;
        ck_assert_msg(strstr(why.message, cases[i].says), "%s: %s", cases[i].name, why.message);
        ck_assert_str_eq(why.file, "s.json");
        ck_assert_int_eq(why.code, ERROR_REFUSED);
    }
}
END_TEST

START_TEST(test_statement__what_has_no_predicate_has_an_empty_one)
{
    struct statement statement;
    ck_assert(statement_read("s", text_of("{" TYPE ",\"subject\":[" SUBJECT "]" TAIL), &arena,
                             &statement, &err));
    ck_assert_int_eq(value_kind(statement.predicate), VALUE_MAP);
    ck_assert_uint_eq(value_count(statement.predicate), 0);
}
END_TEST

START_TEST(test_statement__names_a_bounded_number_of_subjects)
{
    struct buffer json = buffer_in(&arena, 4 << 20);
    struct statement statement;
    struct error why = {0};
    buffer_string(&json, "{" TYPE ",\"subject\":[" SUBJECT);
    for (int i = 0; i < LIMIT_STATEMENT_SUBJECTS; i++)
        buffer_string(&json, "," SUBJECT);
    buffer_string(&json, "]" TAIL);
    ck_assert(!buffer_full(&json));
    ck_assert(!statement_read("s", buffer_text(&json), &arena, &statement, &why));
    ck_assert_ptr_nonnull(strstr(why.message, "10000"));
}
END_TEST

START_TEST(test_statement__what_is_too_large_or_has_no_spelling_is_not_written)
{
    struct members members = {0};
    struct statement statement;
    struct text back;
    struct error large = {0}, nan = {0};
    ck_assert(statement_read("s", text_of(whole), &arena, &statement, &err));
    const struct text long_text = {arena_array(&arena, LIMIT_STATEMENT_SIZE, 1),
                                   LIMIT_STATEMENT_SIZE};
    members_add(&arena, &members, TEXT("a"), value_of_text(long_text));
    const struct value huge = value_of_map(&arena, &members);
    statement.predicate = &huge;
    ck_assert(!statement_write(&statement, &arena, &back, &large));
    members.at[0].value = value_of_number(0.0 / 0.0);
    const struct value without = value_of_map(&arena, &members);
    statement.predicate = &without;
    ck_assert(!statement_write(&statement, &arena, &back, &nan));
    ck_assert_int_eq(large.code, ERROR_REFUSED);
    ck_assert_int_eq(nan.code, ERROR_REFUSED);
}
END_TEST

TESTS("attest/statement", test_statement__is_written_as_it_is_read,
      test_statement__is_refused_where_it_is_off_and_else_read,
      test_statement__what_has_no_predicate_has_an_empty_one,
      test_statement__names_a_bounded_number_of_subjects,
      test_statement__what_is_too_large_or_has_no_spelling_is_not_written)
