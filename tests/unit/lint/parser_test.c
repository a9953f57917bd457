#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"
#include "lint/parser.h"
#include "support.h"

enum { ROOM = 4096, FILES_MAX = 10000 };

static struct arena arena;

static bool reads(struct text source, struct syntax *out, struct error *err)
{
    return syntax_read("a.lua", source, &arena, out, err);
}

/* ---- what is shipped ---- */

static size_t folder_reads(const char *folder)
{
    size_t count = 0;
    struct error err = {0};
    struct file_entries entries = {0};
    const char *root = path_join(&arena, OBSTAT_SOURCE, folder);
    ck_assert_msg(file_list(root, FILES_MAX, &arena, &entries, &err), "%s", support_error(&err));
    for (size_t i = 0; i < entries.count; i++) {
        struct syntax syntax;
        const char *path = path_join(&arena, root, entries.at[i].path);
        if (!text_ends(text_of(path), TEXT(".lua")) || entries.at[i].kind != FILE_REGULAR)
            continue;
        ck_assert_msg(syntax_read(path, support_read(&arena, path), &arena, &syntax, &err), "%s",
                      support_error(&err));
        count++;
    }
    return count;
}

START_TEST(test_parser__every_shipped_policy_module_and_test_is_read)
{
    ck_assert_uint_gt(folder_reads("policies"), 0);
    ck_assert_uint_gt(folder_reads("stdlib-lua"), 0);
    ck_assert_uint_gt(folder_reads("docs/examples"), 0);
    arena_free(&arena);
}
END_TEST

/* ---- precedence: an expression with all its parentheses ---- */

static void spell(const struct expression *at, struct buffer *out)
{
    switch (at->kind) {
    case EXPRESSION_BINARY:
        buffer_byte(out, '(');
        spell(at->left, out);
        buffer_format(out, " %s ", token_name(at->operation));
        spell(at->right, out);
        buffer_byte(out, ')');
        break;
    case EXPRESSION_UNARY:
        buffer_format(out, "(%s ", token_name(at->operation));
        spell(at->left, out);
        buffer_byte(out, ')');
        break;
    case EXPRESSION_INDEX:
        spell(at->left, out);
        buffer_byte(out, '[');
        spell(at->right, out);
        buffer_byte(out, ']');
        break;
    case EXPRESSION_CALL:
    case EXPRESSION_METHOD:
        spell(at->left, out);
        if (at->kind == EXPRESSION_METHOD)
            buffer_format(out, ":%.*s", TEXT_ARGS(at->text));
        buffer_byte(out, '(');
        for (size_t i = 0; i < at->items.count; i++)
            spell(at->items.at[i].value, out);
        buffer_byte(out, ')');
        break;
    case EXPRESSION_NUMBER:
        buffer_format(out, "%g", at->number);
        break;
    case EXPRESSION_PAREN:
        buffer_byte(out, '<');
        spell(at->left, out);
        buffer_byte(out, '>');
        break;
    case EXPRESSION_TABLE:
        buffer_byte(out, '{');
        for (size_t i = 0; i < at->items.count; i++) {
            if (at->items.at[i].key)
                spell(at->items.at[i].key, out);
            buffer_byte(out, '=');
            spell(at->items.at[i].value, out);
            buffer_byte(out, ',');
        }
        buffer_byte(out, '}');
        break;
    default:
        buffer_add(out, at->text);
    }
}

START_TEST(test_parser__operators_bind_as_the_manual_says)
{
    static const struct {
        const char *source, *meant;
    } rows[] = {
        {"a or b and c", "(a or (b and c))"},
        {"a and b or c", "((a and b) or c)"},
        {"a < b == c", "((a < b) == c)"},
        {"a | b ~ c & d << e", "(a | (b ~ (c & (d << e))))"},
        {"a << b .. c", "(a << (b .. c))"},
        {"a .. b .. c", "(a .. (b .. c))"},
        {"a .. b + c", "(a .. (b + c))"},
        {"a + b - c", "((a + b) - c)"},
        {"a + b * c // d % e", "(a + (((b * c) // d) % e))"},
        {"-a ^ b", "(- (a ^ b))"},
        {"a ^ -b ^ c", "(a ^ (- (b ^ c)))"},
        {"a ^ b ^ c", "(a ^ (b ^ c))"},
        {"not a == b", "((not a) == b)"},
        {"#a .. ~b", "((# a) .. (~ b))"},
        {"(a + b) * c", "(<(a + b)> * c)"},
        {"a.b[c]:d'e'.f{1}", "a[b][c]:d(e)[f]({=1,})"},
        {"{a = b, [c] = d; e, f.g}", "{a=b,c=d,=e,=f[g],}"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct error err = {0};
        struct syntax syntax;
        struct buffer out = buffer_in(&arena, ROOM);
        ck_assert_msg(reads(text_format(&arena, "return %s", rows[i].source), &syntax, &err),
                      "%s: %s", rows[i].source, support_error(&err));
        spell(syntax.statements.at[0]->values.at[0], &out);
        ck_assert_str_eq(out.at, rows[i].meant);
    }
    arena_free(&arena);
}
END_TEST

/* ---- what is Lua, and what is not ---- */

START_TEST(test_parser__every_statement_is_read)
{
    static const char *const sources[] = {
        "",
        ";;; local a; ; return",
        "a, b.c, d[1] = 1, f()",
        "local a <const>, b <close> = 1, nil",
        "do local x <const> = 1 end",
        "while a do break end repeat local z until z",
        "if a then elseif b then elseif c then else end",
        "for i = 1, 10 do end for i = 10, 1, -1 do end for k, v, w in pairs(t) do break end",
        "function a.b.c:d(e, ...) return self, e, ... end function f() end",
        "local function f(n) return n and f(n - 1) end",
        "goto done do goto done end ::done::",
        "for i = 1, 2 do if i == 1 then goto continue end local x = i ::continue:: end",
        "do goto last local x ::last:: ; ::other:: end",
        "::again:: if a then goto again end",
        "f'a' f\"b\" f[[c]] f{1} f(2):g(3)'h'",
        "return function(...) local a, b = ... return select('#', ...) end",
        "return {1, 2; 3, a = 4, ['b'] = 5, [6] = 7,}",
        "local _ENV = {} x = 1",
        "do ::a:: end do ::a:: end",
    };
    for (size_t i = 0; i < COUNT(sources); i++) {
        struct error err = {0};
        struct syntax syntax;
        ck_assert_msg(reads(text_of(sources[i]), &syntax, &err), "%s: %s", sources[i],
                      support_error(&err));
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_parser__what_is_no_lua_is_refused_where_it_stands)
{
    static const struct {
        const char *name, *source;
        unsigned line, column;
        const char *says;
    } rows[] = {
        {"an if without end", "if a then\n  b()\n", 3, 1, "end is needed to close if of line 1"},
        {"an if without then", "if a b() end", 1, 6, "then is needed, b stands here"},
        {"a call that is not closed", "f(1,\n2", 2, 2, ") is needed to close ( of line 1"},
        {"a table that is not closed", "t = {1, 2", 1, 10, "} is needed, the end of the file"},
        {"no expression", "x = = 1", 1, 5, "an expression is needed, = stands here"},
        {"a bare name", "x", 1, 1, "this does nothing"},
        {"a bare comparison", "x == 1", 1, 1, "this does nothing"},
        {"a call that is assigned", "f() = 1", 1, 1, "cannot be assigned to"},
        {"parentheses that are assigned", "(a) = 1", 1, 1, "cannot be assigned to"},
        {"an else too much", "else", 1, 1, "the end of the file is needed, else stands here"},
        {"something after return", "return 1 x()", 1, 10, "nothing may follow return"},
        {"break outside a loop", "if a then break end", 1, 11, "outside a loop"},
        {"break in a function in a loop", "while a do f(function() break end) end", 1, 25,
         "outside a loop"},
        {"a goto without its label", "goto nowhere", 1, 6, "nowhere is no label"},
        {"a goto into a block", "goto a do ::a:: end", 1, 6, "a is no label"},
        {"a goto out of a function", "::a:: f(function() goto a end)", 1, 25, "a is no label"},
        {"a goto past a local", "goto a local x ::a:: f()", 1, 6, "a local variable begins"},
        {"a goto past a local before until", "repeat goto c local x ::c:: until x", 1, 13,
         "a local variable begins"},
        {"a label twice", "::a:: do ::a:: end", 1, 12, "a is a label already"},
        {"a constant that is assigned", "local a <const> = 1\na = 2", 2, 1, "a is constant"},
        {"a constant that a function names", "local a <const> = 1 function a() end", 1, 30,
         "a is constant"},
        {"an attribute that is none", "local a <let> = 1", 1, 10, "<const> or <close>"},
        {"two locals to be closed", "local a <close>, b <close>", 1, 18, "not two"},
        {"dots outside a variadic function", "function f() return ... end", 1, 21,
         "any number of arguments"},
        {"a for without its end value", "for i = 1 do end", 1, 11, ", is needed, do stands here"},
        {"a for with four values", "for i = 1, 2, 3, 4 do end", 1, 18, "one too many"},
        {"a for without anything", "for i do end", 1, 7, "= or in is needed"},
        {"a parameter after dots", "function f(..., a) end", 1, 15, ") is needed"},
        {"a method without arguments", "a:b = 1", 1, 5, "( is needed, = stands here"},
        {"a key without a value", "t = {[1]}", 1, 9, "= is needed, } stands here"},
        {"a word as a name", "local end = 1", 1, 7, "a name is needed, end stands here"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct error err = {0};
        struct syntax syntax;
        ck_assert_msg(!reads(text_of(rows[i].source), &syntax, &err), "%s", rows[i].name);
        ck_assert_msg(err.code == ERROR_POLICY && strstr(err.message, rows[i].says), "%s: %s",
                      rows[i].name, err.message);
        ck_assert_msg(err.line == rows[i].line && err.column == rows[i].column, "%s: %s",
                      rows[i].name, support_error(&err));
    }
    arena_free(&arena);
}
END_TEST

static struct text repeated(const char *before, const char *unit, size_t count, const char *middle,
                            const char *unit_after, const char *after)
{
    struct buffer out = buffer_in(&arena, LIMIT_POLICY_SIZE);
    buffer_string(&out, before);
    for (size_t i = 0; i < count; i++)
        buffer_string(&out, unit);
    buffer_string(&out, middle);
    for (size_t i = 0; i < count; i++)
        buffer_string(&out, unit_after);
    buffer_string(&out, after);
    ck_assert(!buffer_full(&out));
    return buffer_text(&out);
}

START_TEST(test_parser__nesting_has_a_limit_and_chains_have_none)
{
    static const struct {
        const char *name, *before, *unit, *middle, *unit_after, *after;
        size_t count;
        bool read;
    } rows[] = {
        {"parentheses", "x = ", "(", "1", ")", "", 150, true},
        {"too many parentheses", "x = ", "(", "1", ")", "", 20000, false},
        {"too many blocks", "", "do ", "", "end ", "", 20000, false},
        {"too many functions", "return ", "function() return ", "1", " end", "", 5000, false},
        {"too many tables", "x = ", "{", "", "}", "", 20000, false},
        {"too many signs", "x = ", "- ", "1", "", "", 20000, false},
        {"too many powers", "x = ", "2^", "1", "", "", 20000, false},
        {"too many labels", "", "::a:: ", "", "", "", 20000, false},
        {"a long sum", "x = ", "1+", "1", "", "", 100000, true},
        {"a long chain of members", "x = a", ".b", "", "", "", 100000, true},
        {"many arms", "if a then ", "elseif b then ", "end", "", "", 10000, true},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct error err = {0};
        struct syntax syntax;
        const struct text source = repeated(rows[i].before, rows[i].unit, rows[i].count,
                                            rows[i].middle, rows[i].unit_after, rows[i].after);
        ck_assert_msg(reads(source, &syntax, &err) == rows[i].read, "%s: %s", rows[i].name,
                      support_error(&err));
        ck_assert_msg(rows[i].read || strstr(err.message, "nested deeper"), "%s: %s", rows[i].name,
                      err.message);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_parser__a_function_has_room_for_two_hundred_locals)
{
    struct error err = {0};
    struct syntax syntax;
    ck_assert(reads(repeated("", "local a ", 200, "", "", ""), &syntax, &err));
    ck_assert(!reads(repeated("", "local a ", 201, "", "", ""), &syntax, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "room for 200"));
    arena_free(&arena);
}
END_TEST

/* ---- names ---- */

/* The line on which the variable was declared that the last name of the text means; 0 for a global
 * name. */
static unsigned line_meant(const char *source)
{
    struct error err = {0};
    struct syntax syntax;
    const struct expression *last = NULL;
    ck_assert_msg(reads(text_of(source), &syntax, &err), "%s: %s", source, support_error(&err));
    for (size_t i = 0; i < syntax.expressions.count; i++) {
        const struct expression *at = syntax.expressions.at[i];
        if (at->kind == EXPRESSION_NAME && text_is(at->text, "x") &&
            (!last || at->from > last->from))
            last = at;
    }
    ck_assert_ptr_nonnull(last);
    return last->variable ? last->variable->spot.line : 0;
}

START_TEST(test_parser__a_name_means_the_variable_that_lua_means)
{
    static const struct {
        const char *name, *source;
        unsigned line;
    } rows[] = {
        {"nothing declares it", "return x", 0},
        {"a local", "local x\nreturn x", 1},
        {"the inner of two", "local x\ndo local x\nreturn x end", 2},
        {"after the inner block", "local x\ndo local x end\nreturn x", 1},
        {"its own value is the outer one", "local x\nlocal y, x = 1, x", 1},
        {"its own value, nothing outside", "local x = x", 0},
        {"a local function knows itself", "local function x()\nreturn x end", 1},
        {"a local of a function does not", "local x = function()\nreturn x end", 0},
        {"a parameter", "return function(\nx) return x end", 2},
        {"after the function", "local f = function(x) end return x", 0},
        {"a counter", "for\nx = 1, 2 do return x end", 2},
        {"a counter's own bounds", "for x = 1, x do end", 0},
        {"the second variable of a loop", "for y,\nx in f() do return x end", 2},
        {"a loop's own list", "for y, x in x do end", 0},
        {"until sees the body", "repeat\nlocal x until x", 2},
        {"while does not", "while x do local x end", 0},
        {"after a loop", "repeat local x until y return x", 0},
        {"an upvalue", "local x\nreturn function() return function() return x end end", 1},
        {"else does not see then", "if y then local x else return x end", 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        ck_assert_msg(line_meant(rows[i].source) == rows[i].line, "%s", rows[i].name);
    arena_free(&arena);
}
END_TEST

START_TEST(test_parser__reads_and_writes_of_a_variable_are_counted)
{
    struct error err = {0};
    struct syntax syntax;
    ck_assert(reads(TEXT("local a, b = 1 a = b a, t[a] = 2, a function b() end"), &syntax, &err));
    ck_assert_uint_eq(syntax.variables.at[0]->writes, 2);
    ck_assert_uint_eq(syntax.variables.at[0]->reads, 2);
    ck_assert_uint_eq(syntax.variables.at[1]->writes, 1);
    ck_assert_uint_eq(syntax.variables.at[1]->reads, 1);
    ck_assert_ptr_nonnull(syntax.variables.at[0]->initial);
    ck_assert_ptr_null(syntax.variables.at[1]->initial);
    arena_free(&arena);
}
END_TEST

TESTS("lint/parser", test_parser__every_shipped_policy_module_and_test_is_read,
      test_parser__operators_bind_as_the_manual_says, test_parser__every_statement_is_read,
      test_parser__what_is_no_lua_is_refused_where_it_stands,
      test_parser__nesting_has_a_limit_and_chains_have_none,
      test_parser__a_function_has_room_for_two_hundred_locals,
      test_parser__a_name_means_the_variable_that_lua_means,
      test_parser__reads_and_writes_of_a_variable_are_counted)
