#include "support.h"

START_TEST(test_error__setting_one_returns_false_and_keeps_the_words)
{
    struct error err = {0};
    ck_assert(!error_set(&err, ERROR_REFUSED, "%d of %s", 3, "four"));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_str_eq(err.message, "3 of four");
    ck_assert_str_eq(err.file, "");
    ck_assert_uint_eq(err.line, 0);
    ck_assert_uint_eq(err.column, 0);
}
END_TEST

START_TEST(test_error__the_place_is_the_users)
{
    struct error err = {0};
    ck_assert(!error_at(&err, ERROR_POLICY, (struct place){"a.lua", 3, 7}, "no such function"));
    ck_assert_str_eq(support_error(&err), "a.lua:3:7: policy: no such function");
}
END_TEST

START_TEST(test_error__the_first_failure_wins)
{
    struct error err = {0};
    (void)error_at(&err, ERROR_REFUSED, (struct place){"first", 1, 1}, "the cause");
    (void)error_at(&err, ERROR_BUG, (struct place){"second", 2, 2}, "what tripped over it");
    (void)error_set(&err, ERROR_USAGE, "and again");
    ck_assert_str_eq(support_error(&err), "first:1:1: refused: the cause");
}
END_TEST

START_TEST(test_error__long_words_are_cut_and_stay_within)
{
    struct error err = {0};
    char long_words[2 * ERROR_MESSAGE_SIZE];
    memset(long_words, 'x', sizeof long_words);
    long_words[sizeof long_words - 1] = '\0';
    (void)error_at(&err, ERROR_REFUSED, (struct place){.file = long_words}, "%s", long_words);
    ck_assert_uint_eq(strlen(err.message), ERROR_MESSAGE_SIZE - 1);
    ck_assert_uint_eq(strlen(err.file), ERROR_FILE_SIZE - 1);
}
END_TEST

START_TEST(test_error__every_code_has_its_status_and_its_name)
{
    static const struct {
        enum error_code code;
        const char *name;
        int status;
    } cases[] = {
        {ERROR_NONE, "none", 0},       {ERROR_USAGE, "usage", 2},
        {ERROR_REFUSED, "refused", 3}, {ERROR_INTEGRITY, "integrity", 4},
        {ERROR_POLICY, "policy", 5},   {ERROR_UNAVAILABLE, "unavailable", 6},
        {ERROR_BUG, "bug", 70},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        ck_assert_str_eq(error_name(cases[i].code), cases[i].name);
        ck_assert_int_eq(error_status(cases[i].code), cases[i].status);
        ck_assert_int_eq(error_code_of(cases[i].name), cases[i].code);
    }
}
END_TEST

START_TEST(test_error__what_is_outside_the_table_is_a_bug_of_ours)
{
    ck_assert_int_eq(error_status((enum error_code)(ERROR_BUG + 1)), 70);
    ck_assert_str_eq(error_name((enum error_code)(ERROR_BUG + 1)), "bug");
    ck_assert_int_eq(error_code_of("Refused"), ERROR_BUG);
    ck_assert_int_eq(error_code_of(""), ERROR_BUG);
}
END_TEST

TESTS("base/error", test_error__setting_one_returns_false_and_keeps_the_words,
      test_error__the_place_is_the_users, test_error__the_first_failure_wins,
      test_error__long_words_are_cut_and_stay_within,
      test_error__every_code_has_its_status_and_its_name,
      test_error__what_is_outside_the_table_is_a_bug_of_ours)
