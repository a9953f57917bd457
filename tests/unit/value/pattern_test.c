#include "value/pattern.h"

#include "base/limits.h"
#include "support.h"

static struct arena arena;

static bool matches(const char *source, const char *subject)
{
    struct error err = {0};
    struct pattern *pattern;
    bool found = false;
    ck_assert_msg(pattern_compile(text_of(source), &arena, &pattern, &err), "%s: %s", source,
                  support_error(&err));
    ck_assert_msg(pattern_find(pattern, text_of(subject), &found, &err), "%s on %s: %s", source,
                  subject, support_error(&err));
    return found;
}

static const char *refusal_of(const char *source)
{
    struct error err = {0};
    struct pattern *pattern = NULL;
    ck_assert_msg(!pattern_compile(text_of(source), &arena, &pattern, &err), "%s", source);
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_ptr_null(pattern);
    return text_string(&arena, text_of(err.message));
}

START_TEST(test_pattern__the_dialect_is_that_of_json_schema)
{
    const struct {
        const char *name, *pattern, *subject;
        bool found;
    } cases[] = {
        {"a pattern is not anchored", "b+", "abbc", true},
        {"an anchored one is", "^b+$", "abbc", false},
        {"$ is the end of the text, not of its last line", "a$", "a\n", false},
        {"\\d is ASCII", "^\\d$", "\xD9\xA3", false},
        {"\\w is ASCII", "^\\w$", "\xC3\xA9", false},
        {"\\W is the rest", "^\\W$", "\xC3\xA9", true},
        {"\\s is ASCII", "^\\s$", "\xC2\xA0", false},
        {"a dot is one character", "^.$", "\xF0\x9F\x92\xA9", true},
        {"\\p{Letter} is \\p{L}", "^\\p{Letter}+$", "\xC3\xA9\xCE\xB1z", true},
        {"and no digit", "^\\p{Letter}+$", "a1", false},
        {"\\P{Letter} is its opposite", "^\\P{Letter}$", "1", true},
        {"\\p{Uppercase_Letter}", "^\\p{Uppercase_Letter}$", "\xC3\x89", true},
        {"\\p{Cased_Letter}", "^\\p{Cased_Letter}+$", "aB", true},
        {"\\p{General_Category=Decimal_Number}", "^\\p{General_Category=Decimal_Number}$",
         "\xD9\xA3", true},
        {"\\p{gc=Nd}", "^\\p{gc=Nd}$", "7", true},
        {"\\p{Script=Greek}", "^\\p{Script=Greek}$", "\xCE\xB1", true},
        {"\\p{L} itself", "^\\p{L}$", "a", true},
        {"an escaped backslash before p{Letter}", "^\\\\p{1}$", "\\p", true},
        {"\\u0041 is A", "^\\u0041$", "A", true},
        {"\\u{1F4A9} is one character", "^\\u{1F4A9}$", "\xF0\x9F\x92\xA9", true},
        {"\\x41 is A", "^\\x41$", "A", true},
        {"\\cI is a tab", "^\\cI$", "\t", true},
        {"an empty class is no character", "[]", "a", false},
        {"its opposite is any", "^[^]$", "\n", true},
        {"a group that is not set matches nothing, everywhere", "^(?:(a)|b)\\1$", "b", true},
        {"look ahead", "^(?!.*\\.\\.)[a-z./]+$", "a/../b", false},
        {"an empty subject", "^$", "", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_msg(matches(cases[i].pattern, cases[i].subject) == cases[i].found, "%s",
                      cases[i].name);
    arena_free(&arena);
}
END_TEST

START_TEST(test_pattern__what_does_not_compile_is_refused_at_its_character)
{
    ck_assert_str_eq(refusal_of("a("), "the pattern does not compile: at character 3: missing "
                                       "closing parenthesis");
    ck_assert_str_eq(refusal_of("\xC3\xA9["), "the pattern does not compile: at character 3: "
                                              "missing terminating ] for character class");
    ck_assert(text_starts(text_of(refusal_of("\\p{Letter}\\p{Lettre}")),
                          TEXT("the pattern does not compile: at character 21: ")));
    ck_assert_str_eq(refusal_of("(*UCP)\\d"),
                     "the pattern does not compile: at character 2: nothing to repeat");
    ck_assert_str_eq(refusal_of("\xFF"), "the pattern is not UTF-8");
    (void)refusal_of("\\C");
    arena_free(&arena);
}
END_TEST

START_TEST(test_pattern__a_pattern_above_its_limit_is_refused)
{
    static char source[LIMIT_PATTERN_SIZE + 2];
    memset(source, 'a', LIMIT_PATTERN_SIZE);
    ck_assert(!matches(source, "a"));
    source[LIMIT_PATTERN_SIZE] = 'a';
    ck_assert_str_eq(refusal_of(source), "the pattern is longer than 4096 bytes");
    arena_free(&arena);
}
END_TEST

static const char *stop_of(const char *source, struct text subject)
{
    struct error err = {0};
    struct pattern *pattern;
    bool found = true;
    ck_assert(pattern_compile(text_of(source), &arena, &pattern, &err));
    ck_assert(!pattern_find(pattern, subject, &found, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert(found); /* untouched */
    return text_string(&arena, text_of(err.message));
}

START_TEST(test_pattern__endless_backtracking_is_a_failure_and_not_no_match)
{
    static const char stopped[] = "the pattern needs more than 100000 steps on this text";
    ck_assert_str_eq(stop_of("^(a+)+$", TEXT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")), stopped);
    static char many[1 << 20];
    memset(many, 'a', sizeof many);
    ck_assert_str_eq(stop_of("^(?:a|b)*c", (struct text){many, sizeof many}), stopped);
    arena_free(&arena);
}
END_TEST

START_TEST(test_pattern__a_subject_that_is_not_utf8_is_a_failure)
{
    ck_assert_str_eq(stop_of("a", TEXT("a\xFF")), "the text is not UTF-8");
    arena_free(&arena);
}
END_TEST

START_TEST(test_pattern__an_empty_text_without_bytes_can_be_searched)
{
    struct error err = {0};
    struct pattern *pattern;
    bool found = false;
    ck_assert(pattern_compile(TEXT_NONE, &arena, &pattern, &err));
    ck_assert(pattern_find(pattern, TEXT_NONE, &found, &err));
    ck_assert(found);
    arena_free(&arena);
}
END_TEST

TESTS("value/pattern", test_pattern__the_dialect_is_that_of_json_schema,
      test_pattern__what_does_not_compile_is_refused_at_its_character,
      test_pattern__a_pattern_above_its_limit_is_refused,
      test_pattern__endless_backtracking_is_a_failure_and_not_no_match,
      test_pattern__a_subject_that_is_not_utf8_is_a_failure,
      test_pattern__an_empty_text_without_bytes_can_be_searched)
