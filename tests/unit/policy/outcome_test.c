/* The whole matrix of outcome and level, as experience.md section 3 tells it. */
#include "policy/outcome.h"

#include "support.h"

enum { OUTSIDE = 99 };

static const struct {
    const char *name;
    enum outcome outcome;
    enum level level;
    int status;
    bool judges;
} matrix[] = {
    {"pass none", OUTCOME_PASS, LEVEL_NONE, 0, true},
    {"pass mandatory", OUTCOME_PASS, LEVEL_MANDATORY, 0, true},
    {"pass overridable", OUTCOME_PASS, LEVEL_OVERRIDABLE, 0, true},
    {"pass advisory", OUTCOME_PASS, LEVEL_ADVISORY, 0, false},
    {"fail none", OUTCOME_FAIL, LEVEL_NONE, 1, true},
    {"fail mandatory", OUTCOME_FAIL, LEVEL_MANDATORY, 1, true},
    {"fail overridable", OUTCOME_FAIL, LEVEL_OVERRIDABLE, 1, true},
    {"fail advisory", OUTCOME_FAIL, LEVEL_ADVISORY, 0, false},
    {"missing none", OUTCOME_MISSING, LEVEL_NONE, 3, true},
    {"missing mandatory", OUTCOME_MISSING, LEVEL_MANDATORY, 3, true},
    {"missing overridable", OUTCOME_MISSING, LEVEL_OVERRIDABLE, 3, true},
    {"missing advisory", OUTCOME_MISSING, LEVEL_ADVISORY, 0, false},
    {"insufficient none", OUTCOME_INSUFFICIENT, LEVEL_NONE, 3, true},
    {"insufficient mandatory", OUTCOME_INSUFFICIENT, LEVEL_MANDATORY, 3, true},
    {"insufficient overridable", OUTCOME_INSUFFICIENT, LEVEL_OVERRIDABLE, 3, true},
    {"insufficient advisory", OUTCOME_INSUFFICIENT, LEVEL_ADVISORY, 0, false},
    {"not_applicable none", OUTCOME_NOT_APPLICABLE, LEVEL_NONE, 0, false},
    {"not_applicable mandatory", OUTCOME_NOT_APPLICABLE, LEVEL_MANDATORY, 0, false},
    {"not_applicable overridable", OUTCOME_NOT_APPLICABLE, LEVEL_OVERRIDABLE, 0, false},
    {"not_applicable advisory", OUTCOME_NOT_APPLICABLE, LEVEL_ADVISORY, 0, false},
    {"waived none", OUTCOME_WAIVED, LEVEL_NONE, 0, false},
    {"waived mandatory", OUTCOME_WAIVED, LEVEL_MANDATORY, 0, false},
    {"waived overridable", OUTCOME_WAIVED, LEVEL_OVERRIDABLE, 0, false},
    {"waived advisory", OUTCOME_WAIVED, LEVEL_ADVISORY, 0, false},
    {"error none", OUTCOME_ERROR, LEVEL_NONE, 5, true},
    {"error mandatory", OUTCOME_ERROR, LEVEL_MANDATORY, 5, true},
    {"error overridable", OUTCOME_ERROR, LEVEL_OVERRIDABLE, 5, true},
    {"error advisory", OUTCOME_ERROR, LEVEL_ADVISORY, 0, false},
    {"unknown outcome", (enum outcome)OUTSIDE, LEVEL_MANDATORY, 5, true},
    {"unknown outcome, advisory", (enum outcome)OUTSIDE, LEVEL_ADVISORY, 0, false},
    {"fail at an unknown level", OUTCOME_FAIL, (enum level)OUTSIDE, 1, true},
    {"unknown outcome and level", (enum outcome)OUTSIDE, (enum level)OUTSIDE, 5, true},
};

START_TEST(test_outcome__the_matrix_of_outcome_and_level_holds)
{
    ck_assert_uint_eq(COUNT(matrix), OUTCOME_COUNT * LEVEL_COUNT + 4);
    for (size_t i = 0; i < COUNT(matrix); i++) {
        ck_assert_msg(outcome_status(matrix[i].outcome, matrix[i].level) == matrix[i].status,
                      "status of %s", matrix[i].name);
        ck_assert_msg(outcome_judges(matrix[i].outcome, matrix[i].level) == matrix[i].judges,
                      "does it judge: %s", matrix[i].name);
    }
}
END_TEST

START_TEST(test_outcome__names_are_read_as_they_are_written)
{
    for (enum outcome outcome = 0; outcome < OUTCOME_COUNT; outcome++) {
        enum outcome read = OUTCOME_COUNT;
        ck_assert(outcome_read(text_of(outcome_name(outcome)), &read));
        ck_assert_int_eq(read, outcome);
    }
    for (enum level level = LEVEL_MANDATORY; level < LEVEL_COUNT; level++) {
        enum level read = LEVEL_NONE;
        ck_assert(level_read(text_of(level_name(level)), &read));
        ck_assert_int_eq(read, level);
    }
}
END_TEST

START_TEST(test_outcome__no_other_word_is_one)
{
    static const char *const words[] = {"", "Pass", "passed", "none", "pass ", "mandator"};
    for (size_t i = 0; i < COUNT(words); i++) {
        enum outcome outcome = OUTCOME_WAIVED;
        enum level level = LEVEL_ADVISORY;
        ck_assert_msg(!outcome_read(text_of(words[i]), &outcome), "%s", words[i]);
        ck_assert_msg(!level_read(text_of(words[i]), &level), "%s", words[i]);
        ck_assert(outcome == OUTCOME_WAIVED && level == LEVEL_ADVISORY);
    }
}
END_TEST

START_TEST(test_outcome__what_is_outside_the_enum_is_an_error_and_binds)
{
    ck_assert_str_eq(outcome_name((enum outcome)OUTSIDE), "error");
    ck_assert_int_eq(outcome_known((enum outcome)OUTSIDE), OUTCOME_ERROR);
    ck_assert_ptr_null(level_name(LEVEL_NONE));
    ck_assert_ptr_null(level_name((enum level)OUTSIDE));
    ck_assert(level_binds((enum level)OUTSIDE));
    ck_assert(level_binds(LEVEL_NONE));
    ck_assert(!level_binds(LEVEL_ADVISORY));
}
END_TEST

START_TEST(test_outcome__the_graver_status_wins)
{
    static const int gravest_first[] = {70, 2, 6, 4, 5, 3, 1, 7, 0};
    for (size_t a = 0; a < COUNT(gravest_first); a++)
        for (size_t b = a; b < COUNT(gravest_first); b++) {
            ck_assert_int_eq(status_graver(gravest_first[a], gravest_first[b]), gravest_first[a]);
            ck_assert_int_eq(status_graver(gravest_first[b], gravest_first[a]), gravest_first[a]);
        }
    ck_assert_int_eq(status_graver(42, 2), 70);
    ck_assert_int_eq(status_graver(0, -1), 70);
}
END_TEST

TESTS("policy/outcome", test_outcome__the_matrix_of_outcome_and_level_holds,
      test_outcome__names_are_read_as_they_are_written, test_outcome__no_other_word_is_one,
      test_outcome__what_is_outside_the_enum_is_an_error_and_binds,
      test_outcome__the_graver_status_wins)
