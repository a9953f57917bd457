/* Texts: the library, and patterns that are matched within a budget. */
#include "saying.h"

START_TEST(test_string__positions_count_from_both_ends)
{
    const struct saying rows[] = {
        GIVES("('hello'):sub(2, 3)", "el"),
        GIVES("('hello'):sub(-3)", "llo"),
        GIVES("('hello'):sub(-100, 2)", "he"),
        GIVES("('hello'):sub(4, 100)", "lo"),
        GIVES("('hello'):sub(0)", "hello"),
        GIVES("('hello'):sub(3, 2)", ""),
        GIVES("('hello'):sub(math.mininteger, math.maxinteger)", "hello"),
        GIVES("('hello'):sub(1, -100)", ""),
        GIVES("('hello'):byte()", "104"),
        GIVES("('hello'):byte(-1)", "111"),
        GIVES("('hello'):byte(1, -1)", "104 101 108 108 111"),
        GIVES("('hello'):byte(10)", ""),
        GIVES("string.char(104, 105, 0):len()", "3"),
        GIVES("string.char()", ""),
        RAISES("string.char(256)", "256 is no byte"),
        GIVES("('a'):rep(3) .. ('a'):rep(3, '-') .. ('a'):rep(0) .. ('a'):rep(-5)", "aaaa-a-a"),
        GIVES("('abc'):reverse() .. ('AbC'):lower() .. ('aBc'):upper()", "cbaabcABC"),
        GIVES("('\\xc4Z'):lower() == '\\xc4z', ('\\xe4'):upper() == '\\xe4'", "true true"),
        GIVES("#('x'):rep(65536)", "65536"),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

START_TEST(test_string__numbers_are_no_texts)
{
    const struct saying rows[] = {
        RAISES("string.rep(5, 2)", "string.rep: a text is needed, a number was given"),
        RAISES("string.rep('a', '2')", "a count is needed, a string was given"),
        RAISES("string.rep('a', 1.5)", "a number that is not whole was given"),
        GIVES("string.rep('a', 2.0)", "aa"),
        RAISES("string.len()", "string.len: a text is needed, nothing was given"),
        RAISES("'10' + 1", "attempt to perform arithmetic on a string value"),
        RAISES("-'10'", "attempt to perform arithmetic on a string value"),
        GIVES("'1' .. 2", "12"),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

START_TEST(test_string__patterns_mean_what_the_manual_says)
{
    const struct saying rows[] = {
        GIVES("('hello world'):find('o w')", "5 7"),
        GIVES("('hello'):find('l+')", "3 4"),
        GIVES("('hello'):find('(l)(l)')", "3 4 l l"),
        GIVES("('hello'):find('xyz')", "nil"),
        GIVES("('hello'):find('')", "1 0"),
        GIVES("('hello'):find('', 6)", "6 5"),
        GIVES("('hello'):find('', 7)", "nil"),
        GIVES("('hello'):find('l', -2)", "4 4"),
        GIVES("('a.b'):find('.', 1, true)", "2 2"),
        GIVES("('a+b'):find('+', 1, true)", "2 2"),
        GIVES("('hello'):match('^(h)(.-)o$')", "h ell"),
        GIVES("('hello'):match('()ll()')", "3 5"),
        GIVES("('key = value'):match('^(%w+)%s*=%s*(%w+)$')", "key value"),
        GIVES("('  x  '):match('^%s*(.-)%s*$')", "x"),
        GIVES("('2026-11-20'):match('(%d+)-(%d+)-(%d+)')", "2026 11 20"),
        GIVES("('f(a(b)c)d'):match('%b()')", "(a(b)c)"),
        GIVES("('THE (quick) fox'):find('%f[%a]%a+%f[%A]', 5)", "6 10"),
        GIVES("('\"a\" \\'b\\''):match('([\"\\']).-%1')", "\""),
        GIVES("('aXb'):match('%u') .. ('aXb'):match('%U')", "Xa"),
        GIVES("('[]'):match('[]]') .. ('a-z'):match('[a%-]+') .. ('^'):match('[%^]')", "]a-^"),
        GIVES("('abc'):match('[^a-b]')", "c"),
        GIVES("('x]'):match('[^]]')", "x"),
        GIVES("('aaa'):match('a-')", ""),
        GIVES("('aaa'):match('a-$')", "aaa"),
        GIVES("('ab'):match('a?b?c?')", "ab"),
        GIVES("('a$'):match('a$')", "nil"),
        GIVES("('a$b'):match('a$b')", "a$b"),
        GIVES("#('a\\0b'):match('a%zb' == '' and '' or 'a.b')", "3"),
        GIVES("('\\0\\1'):find('%c%c')", "1 2"),
        GIVES("('x'):rep(300):find(('x?'):rep(100) .. ('x'):rep(100))", "1 200"),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

START_TEST(test_string__malformed_patterns_are_named_before_anything_matches)
{
    const struct saying rows[] = {
        RAISES("(''):find('[a')", "malformed pattern: a [ without its ]"),
        RAISES("(''):find('[]')", "a [ without its ]"),
        RAISES("(''):find('[a%')", "a [ without its ]"),
        RAISES("(''):find('%')", "it ends with %"),
        RAISES("(''):find('(a')", "a ( without its )"),
        RAISES("(''):match('a)')", "a ) without its ("),
        RAISES("(''):find('%1')", "whose capture has not ended"),
        RAISES("(''):find('(a%1)')", "whose capture has not ended"),
        RAISES("(''):find('%b(')", "%b needs two characters"),
        RAISES("(''):find('%fa')", "%f needs a ["),
        RAISES("(''):find(('()'):rep(33))", "more than 32 captures"),
        RAISES("(''):find(('a?'):rep(151))", "repeats more than 150 of its parts"),
        RAISES("(''):find(('.'):rep(4097))", "the pattern is longer than 4096 bytes"),
        RAISES("('x'):gsub('x', '%2')", "has no capture 2"),
        RAISES("('x'):gsub('x', '%x')", "followed by a digit or %"),
        RAISES("('x'):gsub('x', function() return {} end)", "the replacement is a table"),
        RAISES("('x'):gsub('x')", "a text, table or function is needed as replacement"),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

START_TEST(test_string__every_match_is_visited_or_replaced_once)
{
    const struct saying rows[] = {
        GIVES("('hello'):gsub('l', 'L')", "heLLo 2"),
        GIVES("('hello'):gsub('l', 'L', 1)", "heLlo 1"),
        GIVES("('hello'):gsub('l', 'L', 0)", "hello 0"),
        GIVES("('hello'):gsub('', '-')", "-h-e-l-l-o- 6"),
        GIVES("('hello world'):gsub('o*', 'x')", "xhxexlxlx xwxrxlxdx 10"),
        GIVES("('abc'):gsub('%w', '%0%0')", "aabbcc 3"),
        GIVES("('abc def'):gsub('(%w+) (%w+)', '%2 %1')", "def abc 1"),
        GIVES("('abc'):gsub('%w', '%%')", "%%% 3"),
        GIVES("('abc'):gsub('%w', {a = '1', b = 2, c = false})", "12c 3"),
        GIVES("('abc'):gsub('%w', function(c) return c == 'b' and 'B' or nil end)", "aBc 3"),
        GIVES("('abc'):gsub('^%w', 'x')", "xbc 1"),
        GIVES("('abc'):gsub('()', function(p) return p end)", "1a2b3c4 4"),
        GIVES("('a,b,,c'):gsub(',', ';')", "a;b;;c 3"),
        GIVES_AFTER("local t = {} for w in ('one two  three'):gmatch('%a+') do t[#t + 1] = w end ",
                    "show(t[1], t[2], t[3], #t)", "=one two three 3"),
        GIVES_AFTER("local t = {} for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do t[#t+1] = "
                    "k..'='..v end ",
                    "show(t[1], t[2], #t)", "=a=1 b=2 2"),
        GIVES_AFTER("local t = {} for p in ('abc'):gmatch('()') do t[#t + 1] = p end ", "#t", "4"),
        GIVES_AFTER("local t = {} for p in ('a^a'):gmatch('^a') do t[#t + 1] = p end ", "#t", "1"),
        GIVES_AFTER("local t = {} for p in ('abc'):gmatch('%w', -1) do t[#t+1] = p end ", "t[1]",
                    "c"),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

START_TEST(test_string__format_spells_numbers_the_same_everywhere)
{
    const struct saying rows[] = {
        GIVES("('%d %5d|%-5d|%05d %+d'):format(3, 4, 5, 6, 7)", "3     4|5    |00006 +7"),
        GIVES("('%i %x %X %o %#x'):format(3.0, 255, 255, 8, 255)", "3 ff FF 10 0xff"),
        GIVES("('%.2f %5.1f %e %g'):format(1.005, 2.25, 12345.678, 0.0001)",
              "1.00   2.2 1.234568e+04 0.0001"),
        GIVES("('%a'):format(0.5)", "0x1p-1"),
        GIVES("('%s %s %s %s'):format(1, 1.0, true, nil)", "1 1.0 true nil"),
        GIVES("('%5s|%-5s|%.2s'):format('ab', 'ab', 'abc')", "   ab|ab   |ab"),
        GIVES("('%c%c'):format(104, 105)", "hi"),
        GIVES("('%%'):format()", "%"),
        RAISES("('%s %s'):format({}, print == nil)", "'print' does not exist here"),
        GIVES("('%s'):format({})", "table"),
        GIVES("('%s'):format(string.len)", "function"),
        GIVES("('%f %g %5.1f|'):format(0/0, -(0/0), 0/0)", "nan nan   nan|"),
        GIVES("('%f %d %g'):format(math.huge, 1, -math.huge)", "inf 1 -inf"),
        GIVES("#('%99.99f'):format(-1e308)", "410"),
        RAISES("('%d'):format(1.5)", "a whole number is needed"),
        RAISES("('%d'):format('1')", "a whole number is needed, a string was given"),
        RAISES("('%p'):format({})", "%p does not exist here"),
        RAISES("('%q'):format('a')", "%q does not exist here"),
        RAISES("('%y'):format(1)", "%y is no conversion"),
        RAISES("('%'):format(1)", "unfinished %"),
        RAISES("('%100d'):format(1)", "at most two digits"),
        RAISES("('%.100d'):format(1)", "at most two digits"),
        RAISES("('%d'):format()", "there is no value number 1"),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

START_TEST(test_string__utf8_is_strict)
{
    const struct saying rows[] = {
        GIVES("utf8.len('h\xC3\xA9llo')", "5"),
        GIVES("utf8.len('\\xff')", "nil 1"),
        GIVES("utf8.len('a\\xed\\xa0\\x80')", "nil 2"),
        GIVES("utf8.len('h\xC3\xA9llo', -1)", "1"),
        GIVES("utf8.char(104, 233, 0x1F600):byte(1, -1)", "104 195 169 240 159 152 128"),
        RAISES("utf8.char(0xD800)", "is no code point"),
        RAISES("utf8.char(0x110000)", "is no code point"),
        GIVES("utf8.codepoint('h\xC3\xA9', 1, -1)", "104 233"),
        RAISES("utf8.codepoint('\\xff')", "the text is not UTF-8"),
        GIVES("utf8.offset('h\xC3\xA9llo', 3)", "4"),
        GIVES("utf8.offset('h\xC3\xA9llo', -1)", "6"),
        GIVES("utf8.offset('h\xC3\xA9llo', 0, 3)", "2"),
        GIVES("utf8.offset('abc', 5)", "nil"),
        GIVES("utf8.offset('abc', 4)", "4"),
        GIVES_AFTER(
            "local t = {} for p, c in utf8.codes('h\xC3\xA9l') do t[#t + 1] = p .. ':' .. c end ",
            "table.concat(t, ',')", "1:104,2:233,4:108"),
        RAISES("utf8.codes('a\\x80')", "the text is not UTF-8"),
        GIVES("(('h\xC3\xA9'):gsub(utf8.charpattern, '.'))", ".."),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

TESTS("script/string", test_string__positions_count_from_both_ends,
      test_string__numbers_are_no_texts, test_string__patterns_mean_what_the_manual_says,
      test_string__malformed_patterns_are_named_before_anything_matches,
      test_string__every_match_is_visited_or_replaced_once,
      test_string__format_spells_numbers_the_same_everywhere, test_string__utf8_is_strict)
