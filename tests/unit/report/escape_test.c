#include "report/report.h"

#include "support.h"

static struct arena arena;

static const char *escaped(struct text text)
{
    struct buffer out = buffer_in(&arena, 4096);
    text_escape(text, &out);
    return text_string(&arena, buffer_text(&out));
}

START_TEST(test_escape__what_a_terminal_would_obey_is_shown_by_its_code)
{
    static const struct {
        const char *name;
        struct text raw;
        const char *shown;
    } cases[] = {
        {"an escape sequence", TEXT("\x1b[31mred\x1b[0m"), "\\x1b[31mred\\x1b[0m"},
        {"a line end", TEXT("a\nb"), "a\\x0ab"},
        {"a carriage return", TEXT("DENIED\rALLOWED"), "DENIED\\x0dALLOWED"},
        {"a backspace", TEXT("a\bb"), "a\\x08b"},
        {"a tab", TEXT("a\tb"), "a\\x09b"},
        {"a NUL", TEXT("a\0b"), "a\\x00b"},
        {"DEL", TEXT("\x7f"), "\\x7f"},
        {"the second control characters",
         TEXT("\xC2\x9B"
              "31m"),
         "\\u009b31m"},
        {"a right-to-left override",
         TEXT("a\xE2\x80\xAE"
              "b"),
         "a\\u202eb"},
        {"an isolate", TEXT("\xE2\x81\xA6"), "\\u2066"},
        {"a right-to-left mark", TEXT("\xE2\x80\x8F"), "\\u200f"},
        {"an Arabic letter mark", TEXT("\xD8\x9C"), "\\u061c"},
        {"a line separator", TEXT("\xE2\x80\xA8"), "\\u2028"},
        {"a zero-width space", TEXT("\xE2\x80\x8B"), "\\u200b"},
        {"a byte order mark", TEXT("\xEF\xBB\xBF"), "\\ufeff"},
        {"a tag", TEXT("\xF3\xA0\x81\x81"), "\\u{e0041}"},
        {"a stray byte", TEXT("a\xff"), "a\\xff"},
        {"a lone surrogate", TEXT("\xED\xA0\x80"), "\\xed\\xa0\\x80"},
        {"a cut character", TEXT("\xE2\x82"), "\\xe2\\x82"},
        {"an overlong slash", TEXT("\xC0\xAF"), "\\xc0\\xaf"},
        {"a workflow command", TEXT("::error::x"), "\\x3a:error::x"},
        {"a workflow command after blanks", TEXT(" \xC2\xA0 ::error::x"),
         " \xC2\xA0 \\x3a:error::x"},
        {"an old workflow command", TEXT("a ##[error]x"), "a \\x23#[error]x"},
        {"a pipeline's command", TEXT("a ##vso[task]x"), "a \\x23#vso[task]x"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_msg(strcmp(escaped(cases[i].raw), cases[i].shown) == 0, "%s: %s", cases[i].name,
                      escaped(cases[i].raw));
}
END_TEST

START_TEST(test_escape__every_script_goes_through_as_it_is)
{
    static const char *const texts[] = {
        "",
        "plain ~ text \\ with %s",
        "sch\xC3\xB6n",
        "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D",
        "\xE6\xA8\xA1\xE5\x9E\x8B",
        "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB", /* joined by U+200D */
        "\xC2\xA0\xE2\x80\xA6",
        "std::vector #[a] ## b",
    };
    for (size_t i = 0; i < COUNT(texts); i++)
        ck_assert_str_eq(escaped(text_of(texts[i])), texts[i]);
}
END_TEST

START_TEST(test_escape__no_control_character_ever_comes_out)
{
    for (unsigned point = 0; point < 0x100; point++) {
        const char byte = (char)point;
        const char pair[] = {(char)(0xC0 | point >> 6), (char)(0x80 | (point & 0x3f))};
        const struct text raw[] = {{&byte, 1}, {pair, 2}};
        for (size_t i = 0; i < COUNT(raw); i++) {
            const struct text shown = text_of(escaped(raw[i]));
            for (size_t k = 0; k < shown.size; k++)
                ck_assert_msg((unsigned char)shown.at[k] >= 0x20 && shown.at[k] != 0x7f, "U+%04X",
                              point);
            ck_assert_msg(!text_starts(shown, TEXT("\xC2")) || (unsigned char)shown.at[1] >= 0xa0,
                          "U+%04X", point);
        }
    }
}
END_TEST

TESTS("report/escape", test_escape__what_a_terminal_would_obey_is_shown_by_its_code,
      test_escape__every_script_goes_through_as_it_is,
      test_escape__no_control_character_ever_comes_out)
