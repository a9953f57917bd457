#include "lint/lexer.h"
#include "support.h"

enum { TOKENS_MAX = 64 };

struct tokens {
    struct token at[TOKENS_MAX];
    size_t count;
    struct comments comments;
};

static struct arena arena;
static struct symbols symbols;

static struct lexer lexer_over(struct text source)
{
    symbols = (struct symbols){.arena = &arena};
    return lexer_of("a.lua", source, &symbols);
}

static struct tokens tokens_of(struct text source)
{
    struct tokens tokens = {.count = 0};
    struct lexer lexer = lexer_over(source);
    for (;;) {
        struct error err = {0};
        struct token token;
        ck_assert_msg(lexer_next(&lexer, &token, &err), "%s", support_error(&err));
        if (token.kind == TOKEN_FINISH)
            break;
        ck_assert_uint_lt(tokens.count, TOKENS_MAX);
        tokens.at[tokens.count++] = token;
    }
    tokens.comments = lexer.comments;
    return tokens;
}

static struct token token_of(const char *source)
{
    const struct tokens tokens = tokens_of(text_of(source));
    ck_assert_msg(tokens.count == 1, "%s: %zu tokens", source, tokens.count);
    return tokens.at[0];
}

START_TEST(test_lexer__every_word_and_mark_is_one_token)
{
    static const struct {
        const char *spelling;
        enum token_kind kind;
    } rows[] = {
#define ROW(constant, spelling) {spelling, TOKEN_##constant},
        TOKEN_WORDS(ROW) TOKEN_MARKS(ROW)
#undef ROW
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct token token = token_of(rows[i].spelling);
        ck_assert_msg(token.kind == rows[i].kind, "%s", rows[i].spelling);
        ck_assert_str_eq(token_name(token.kind), rows[i].spelling);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_lexer__the_longest_mark_is_taken)
{
    const struct tokens tokens = tokens_of(TEXT("a...b..c.d::e:f<<g<=h//i/j~=k~l"));
    const enum token_kind marks[] = {TOKEN_DOTS,   TOKEN_CONCAT,     TOKEN_DOT,     TOKEN_LABEL,
                                     TOKEN_COLON,  TOKEN_SHIFT_LEFT, TOKEN_AT_MOST, TOKEN_FLOOR,
                                     TOKEN_DIVIDE, TOKEN_UNEQUAL,    TOKEN_BIT_XOR};
    ck_assert_uint_eq(tokens.count, 2 * COUNT(marks) + 1);
    for (size_t i = 0; i < COUNT(marks); i++)
        ck_assert_uint_eq(tokens.at[2 * i + 1].kind, marks[i]);
    arena_free(&arena);
}
END_TEST

START_TEST(test_lexer__a_word_of_the_language_inside_a_name_is_no_word)
{
    ck_assert_uint_eq(token_of("ending").kind, TOKEN_NAME);
    ck_assert_uint_eq(token_of("_end").kind, TOKEN_NAME);
    ck_assert_uint_eq(token_of("end2").kind, TOKEN_NAME);
    ck_assert_uint_eq(token_of("End").kind, TOKEN_NAME);
    arena_free(&arena);
}
END_TEST

START_TEST(test_lexer__numbers_are_read_in_every_form)
{
    static const struct {
        const char *spelling;
        double number;
    } rows[] = {
        {"0", 0},
        {"3", 3},
        {"345", 345},
        {"3.0", 3},
        {"3.", 3},
        {".5", 0.5},
        {"3.1416", 3.1416},
        {"314.16e-2", 3.1416},
        {"0.31416E1", 3.1416},
        {"34e1", 340},
        {"1e+2", 100},
        {"0xff", 255},
        {"0xBEBADA", 0xBEBADA},
        {"0x0.1E", 0.1171875},
        {"0xA23p-4", 162.1875},
        {"0X1.921FB54442D18P+1", 3.141592653589793},
        {"0x.8", 0.5},
        {"0xep1", 28},
        {"0xffffffffffffffff", -1},
        {"0x1ffffffffffffffff", -1},
        {"0x8000000000000000", -9223372036854775808.0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct token token = token_of(rows[i].spelling);
        ck_assert_msg(token.kind == TOKEN_NUMBER, "%s", rows[i].spelling);
        ck_assert_msg(token.number >= rows[i].number && token.number <= rows[i].number, "%s: %.17g",
                      rows[i].spelling, token.number);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_lexer__a_sign_after_a_hexadecimal_e_is_an_operator)
{
    const struct tokens tokens = tokens_of(TEXT("0xe+1"));
    ck_assert_uint_eq(tokens.count, 3);
    ck_assert_uint_eq(tokens.at[1].kind, TOKEN_PLUS);
    arena_free(&arena);
}
END_TEST

START_TEST(test_lexer__texts_are_decoded)
{
    static const struct {
        const char *name, *source;
        struct text meant;
    } rows[] = {
        {"double quotes", "\"a'b\"", TEXT("a'b")},
        {"single quotes", "'a\"b'", TEXT("a\"b")},
        {"letters", "'\\a\\b\\f\\n\\r\\t\\v\\\\\\\"\\''", TEXT("\a\b\f\n\r\t\v\\\"'")},
        {"decimal, as many digits as there are", "'\\65\\0660\\0a'", TEXT("AB0\0a")},
        {"hexadecimal", "'\\x41\\xfF'", TEXT("A\xff")},
        {"code points", "'\\u{41}\\u{20AC}\\u{10FFFF}'", TEXT("A\xE2\x82\xAC\xF4\x8F\xBF\xBF")},
        {"the largest code point", "'\\u{7FFFFFFF}'", TEXT("\xFD\xBF\xBF\xBF\xBF\xBF")},
        {"a line end after a backslash", "'a\\\r\nb'", TEXT("a\nb")},
        {"white space that is left out", "'a\\z \t\r\n  b'", TEXT("ab")},
        {"long brackets", "[[a\\n\"]]", TEXT("a\\n\"")},
        {"long brackets with a level", "[==[a]]b]=]c]==]", TEXT("a]]b]=]c")},
        {"a first line end in long brackets", "[[\n\na\r\nb]]", TEXT("\na\nb")},
        {"nothing", "''", TEXT("")},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct token token = token_of(rows[i].source);
        ck_assert_msg(token.kind == TOKEN_STRING, "%s", rows[i].name);
        ck_assert_msg(text_equal(token.text, rows[i].meant), "%s: %.*s", rows[i].name,
                      TEXT_ARGS(token.text));
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_lexer__what_is_no_lua_is_refused_where_it_stands)
{
    static const struct {
        const char *name;
        struct text source;
        unsigned line, column;
        const char *says;
    } rows[] = {
        {"a text without its end", TEXT("x\n = 'abc"), 2, 4, "no closing '"},
        {"a text over two lines", TEXT("'a\nb'"), 1, 1, "on its line"},
        {"an escape that is none", TEXT("'a\\qb'"), 1, 3, "backslash"},
        {"a byte above 255", TEXT("'\\256'"), 1, 3, "256"},
        {"one hexadecimal digit", TEXT("'\\x4g'"), 1, 5, "two hexadecimal"},
        {"a code point without braces", TEXT("'\\u41'"), 1, 3, "braces"},
        {"a code point that is too large", TEXT("'\\u{80000000}'"), 1, 3, "too large"},
        {"a code point without its end", TEXT("'\\u{41'"), 1, 7, "closing brace"},
        {"long brackets without their end", TEXT("a [==[ b ]=]"), 1, 3, "no end"},
        {"a long comment without its end", TEXT("\n--[[ b ]"), 2, 3, "no end"},
        {"two points", TEXT("3..2"), 1, 1, "3..2 is no number"},
        {"letters behind a number", TEXT("  3x"), 1, 3, "3x is no number"},
        {"an exponent without digits", TEXT("1e+"), 1, 1, "is no number"},
        {"hexadecimal without digits", TEXT("0x"), 1, 1, "is no number"},
        {"a mark of other languages", TEXT("a ! b"), 1, 3, "! is nothing"},
        {"a letter that is not ASCII", TEXT("\xC3\xA4 = 1"), 1, 1, "only inside texts"},
        {"a control character", TEXT("a \x01"), 1, 3, "only inside texts"},
        {"a NUL byte", TEXT("a\0b"), 1, 2, "only inside texts"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct error err = {0};
        struct token token = {.kind = TOKEN_NAME};
        struct lexer lexer = lexer_over(rows[i].source);
        while (token.kind != TOKEN_FINISH && lexer_next(&lexer, &token, &err))
            continue;
        ck_assert_msg(err.code == ERROR_POLICY, "%s", rows[i].name);
        ck_assert_msg(strstr(err.message, rows[i].says), "%s: %s", rows[i].name, err.message);
        ck_assert_msg(err.line == rows[i].line && err.column == rows[i].column, "%s: %s",
                      rows[i].name, support_error(&err));
        ck_assert_str_eq(err.file, "a.lua");
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_lexer__columns_count_code_points_and_lines_every_line_end)
{
    const struct tokens tokens =
        tokens_of(TEXT("'\xC3\xA4\xE2\x82\xAC' a\r\nb\rc\n\rd\n\n --[[\n]] e"));
    static const struct spot spots[] = {{1, 1}, {1, 6}, {2, 1}, {3, 1}, {4, 1}, {7, 4}};
    ck_assert_uint_eq(tokens.count, COUNT(spots));
    for (size_t i = 0; i < COUNT(spots); i++) {
        ck_assert_uint_eq(tokens.at[i].spot.line, spots[i].line);
        ck_assert_uint_eq(tokens.at[i].spot.column, spots[i].column);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_lexer__a_comment_knows_whether_it_stands_alone_and_what_follows)
{
    const struct tokens tokens =
        tokens_of(TEXT("a -- one\n  -- two\n--[==[ none ]==] b --[=x three\n-- four"));
    ck_assert_uint_eq(tokens.count, 2);
    ck_assert_uint_eq(tokens.comments.count, 4);
    const struct comment *at = tokens.comments.at;
    ck_assert(!at[0].alone && text_is(at[0].text, " one") && at[0].below == 3);
    ck_assert(at[1].alone && text_is(at[1].text, " two") && at[1].below == 3);
    ck_assert(!at[2].alone && text_is(at[2].text, "[=x three") && at[2].below == 0);
    ck_assert(at[3].alone && at[3].spot.line == 4 && at[3].below == 0);
    arena_free(&arena);
}
END_TEST

TESTS("lint/lexer", test_lexer__every_word_and_mark_is_one_token,
      test_lexer__the_longest_mark_is_taken,
      test_lexer__a_word_of_the_language_inside_a_name_is_no_word,
      test_lexer__numbers_are_read_in_every_form,
      test_lexer__a_sign_after_a_hexadecimal_e_is_an_operator, test_lexer__texts_are_decoded,
      test_lexer__what_is_no_lua_is_refused_where_it_stands,
      test_lexer__columns_count_code_points_and_lines_every_line_end,
      test_lexer__a_comment_knows_whether_it_stands_alone_and_what_follows)
