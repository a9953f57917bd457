/* Documents are written as they would stand in a file; each refusal names its place and its words.
 */
#include "value/yaml.h"

#include "support.h"

#include "base/buffer.h"
#include "base/limits.h"

#include <math.h>

static struct value read_text(struct arena *arena, struct text source)
{
    struct error err = {0};
    struct value value = value_of_null();
    ck_assert_msg(yaml_read("a.yaml", source, arena, &value, &err), "%.60s: %s", source.at,
                  support_error(&err));
    return value;
}

static struct value read_yaml(struct arena *arena, const char *source)
{
    return read_text(arena, text_of(source));
}

static struct error refusal_of(struct text source)
{
    struct arena arena = {0};
    struct error err = {0};
    struct value value = value_of_integer(7);
    ck_assert_msg(!yaml_read("a.yaml", source, &arena, &value, &err), "%.60s", source.at);
    ck_assert_int_eq(value_integer(&value), 7);
    ck_assert_msg(err.code == ERROR_REFUSED, "%s", support_error(&err));
    arena_free(&arena);
    return err;
}

static const struct value *member(const struct value *map, const char *key)
{
    const struct value *found = value_get(map, text_of(key));
    ck_assert_msg(found != NULL, "%s", key);
    return found;
}

static void check_place(const struct value *value, unsigned line, unsigned column)
{
    const struct place place = value_place(value);
    ck_assert_str_eq(place.file, "a.yaml");
    ck_assert_uint_eq(place.line, line);
    ck_assert_uint_eq(place.column, column);
}

/* ---- trees ---- */

START_TEST(test_yaml__every_value_and_key_knows_its_place)
{
    struct arena arena = {0};
    const struct value root = read_yaml(&arena, "\xef\xbb\xbf# metrics\n"
                                                "metrics:\n"
                                                "  \xc3\xa9\xe2\x82\xac: {auc: 0.83, n: 120}\n"
                                                "list:\n"
                                                "  - \xf0\x9f\x98\x80: 1\n"
                                                "    b:\n");
    check_place(&root, 2, 1);
    const struct value *metrics = member(&root, "metrics");
    check_place(metrics, 3, 3);
    const struct value *map = member(metrics, "\xc3\xa9\xe2\x82\xac");
    check_place(map, 3, 7);
    check_place(member(map, "auc"), 3, 13);
    check_place(member(map, "n"), 3, 22);
    const struct place key = member_place(map, 1);
    ck_assert_uint_eq(key.line, 3);
    ck_assert_uint_eq(key.column, 19);
    const struct value *item = value_at(member(&root, "list"), 0);
    check_place(item, 5, 5);
    check_place(member(item, "\xf0\x9f\x98\x80"), 5, 8);
    check_place(member(item, "b"), 6, 7);
    arena_free(&arena);
}
END_TEST

START_TEST(test_yaml__maps_are_sorted_and_lists_keep_their_order)
{
    struct arena arena = {0};
    const struct value root = read_yaml(&arena, "b: 1\nz: [3, [1, 2], {}]\n<<: {c: 1}\na: x\n");
    static const char *const keys[] = {"<<", "a", "b", "z"};
    ck_assert_uint_eq(value_count(&root), COUNT(keys));
    for (size_t i = 0; i < COUNT(keys); i++)
        ck_assert(text_is(member_key(&root, i), keys[i]));
    const struct value *list = member(&root, "z");
    ck_assert_uint_eq(value_count(list), 3);
    ck_assert_int_eq(value_integer(value_at(list, 0)), 3);
    ck_assert_int_eq(value_integer(value_at(value_at(list, 1), 1)), 2);
    ck_assert_int_eq(value_kind(value_at(list, 2)), VALUE_MAP);
    arena_free(&arena);
}
END_TEST

START_TEST(test_yaml__texts_outlive_the_source)
{
    struct arena arena = {0};
    char source[] = "key: plain\nquoted: \"a\\nb\\0c\"\nblock: |\n  one\n  two\n";
    const struct value root = read_yaml(&arena, source);
    memset(source, 'x', sizeof source);
    ck_assert(text_is(value_text(member(&root, "key")), "plain"));
    ck_assert(text_equal(value_text(member(&root, "quoted")), TEXT("a\nb\0c")));
    ck_assert(text_is(value_text(member(&root, "block")), "one\ntwo\n"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_yaml__an_empty_source_is_null)
{
    struct arena arena = {0};
    const struct value value = read_text(&arena, TEXT_NONE);
    ck_assert_int_eq(value_kind(&value), VALUE_NULL);
    check_place(&value, 1, 1);
    arena_free(&arena);
}
END_TEST

/* ---- where libyaml departs from YAML 1.2 ---- */

static void check_member(const char *source, const char *key, const char *text)
{
    struct arena arena = {0};
    const struct value root = read_yaml(&arena, source);
    const struct value *found = value_kind(&root) == VALUE_LIST ? value_at(&root, 0) : &root;
    ck_assert_msg(value_kind(found) == VALUE_MAP && value_count(found) == 1, "%s", source);
    const struct value *value = value_get(found, text_of(key));
    ck_assert_msg(value != NULL, "%s", source);
    ck_assert_msg(text ? text_is(value_text(value), text) : value_kind(value) == VALUE_NULL, "%s",
                  source);
    arena_free(&arena);
}

START_TEST(test_yaml__a_question_mark_in_brackets_begins_a_text)
{
    struct arena arena = {0};
    check_member("{?a: b}", "?a", "b");
    check_member("{?a}", "?a", NULL);
    check_member("{?a: }", "?a", NULL);
    check_member("[?a: ~]", "?a", NULL);
    check_member("[?a: b]", "?a", "b");
    check_member("{? a: b}", "a", "b");
    check_member("[? a]", "a", NULL);
    check_member("[{?a}]", "?a", NULL);
    check_member("?a: b", "?a", "b");
    check_member("- ?a:", "?a", NULL);
    const struct value list = read_yaml(&arena, "[?a, x, ?b c # d: e\n, \"?c\"]");
    static const char *const texts[] = {"?a", "x", "?b c", "?c"};
    for (size_t i = 0; i < COUNT(texts); i++)
        ck_assert_msg(text_is(value_text(value_at(&list, i)), texts[i]), "%s", texts[i]);
    check_place(value_at(&list, 0), 1, 2);
    arena_free(&arena);
}
END_TEST

START_TEST(test_yaml__the_name_of_an_anchor_ends_at_a_blank)
{
    struct arena arena = {0};
    const struct value list = read_yaml(&arena, "- &a:b c\n- &d?e\n  12\n- !!str &f:g 1\n- &a-b x\n"
                                                "- *a-b\n");
    ck_assert(text_is(value_text(value_at(&list, 0)), "c"));
    ck_assert_int_eq(value_integer(value_at(&list, 1)), 12);
    ck_assert(text_is(value_text(value_at(&list, 2)), "1"));
    ck_assert(text_is(value_text(value_at(&list, 4)), "x"));
    ck_assert_ptr_nonnull(strstr(refusal_of(TEXT("- &a:b c\n- *a\n")).message, "has no anchor"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_yaml__only_the_line_breaks_of_yaml_1_2_break_lines)
{
    struct arena arena = {0};
    const struct value root = read_yaml(&arena, "# a \xe2\x80\xa8"
                                                "b: 1\n"
                                                "c: d \xc2\x85 e \xe2\x80\xa9\n"
                                                "f: \"\xe2\x80\xa8 \xc2\x85\"\n"
                                                "\xe2\x80\xa8: &g \xe2\x80\xa9\n"
                                                "h: *g\n");
    ck_assert_uint_eq(value_count(&root), 4);
    ck_assert(text_is(value_text(member(&root, "c")), "d \xc2\x85 e \xe2\x80\xa9"));
    ck_assert(text_is(value_text(member(&root, "f")), "\xe2\x80\xa8 \xc2\x85"));
    ck_assert(text_is(value_text(member(&root, "\xe2\x80\xa8")), "\xe2\x80\xa9"));
    ck_assert(text_is(value_text(member(&root, "h")), "\xe2\x80\xa9"));
    check_place(member(&root, "f"), 3, 4);
    check_place(member(&root, "h"), 4, 4);
    arena_free(&arena);
}
END_TEST

START_TEST(test_yaml__a_last_line_of_blanks_ends_a_block)
{
    struct arena arena = {0};
    struct value value = read_yaml(&arena, "|+\n   ");
    ck_assert(text_is(value_text(&value), "\n"));
    value = read_yaml(&arena, "|\n  x\n   ");
    ck_assert(text_is(value_text(&value), "x\n \n"));
    value = read_yaml(&arena, "|\n  x ");
    ck_assert(text_is(value_text(&value), "x "));
    arena_free(&arena);
}
END_TEST

/* ---- aliases ---- */

START_TEST(test_yaml__an_alias_repeats_the_nearest_value_of_its_name)
{
    struct arena arena = {0};
    const struct value root = read_yaml(&arena, "- &a {x: 1}\n- *a\n- &a two\n- *a\n"
                                                "- &b [&b inner, *b]\n- *b\n- {*a : v}\n");
    ck_assert(value_equal(value_at(&root, 1), value_at(&root, 0)));
    ck_assert(text_is(value_text(value_at(&root, 3)), "two"));
    ck_assert(text_is(value_text(value_at(value_at(&root, 4), 1)), "inner"));
    ck_assert(text_is(value_text(value_at(&root, 5)), "inner"));
    ck_assert(text_is(value_text(member(value_at(&root, 6), "two")), "v"));
    check_place(value_at(&root, 1), 1, 3);
    arena_free(&arena);
}
END_TEST

START_TEST(test_yaml__many_names_are_told_apart)
{
    struct arena arena = {0};
    char source[20000];
    size_t size = 0;
    for (size_t i = 0; i < 500; i++)
        size += (size_t)snprintf(source + size, sizeof source - size, "- &n%zu %zu\n",
                                 i * 7919 % 500, i * 7919 % 500);
    for (size_t i = 0; i < 500; i++)
        size += (size_t)snprintf(source + size, sizeof source - size, "- *n%zu\n", i);
    const struct value root = read_text(&arena, (struct text){source, size});
    ck_assert_uint_eq(value_count(&root), 1000);
    for (size_t i = 0; i < 500; i++)
        ck_assert_int_eq(value_integer(value_at(&root, 500 + i)), (int64_t)i);
    arena_free(&arena);
}
END_TEST

/* `head`, then `unit` `count` times, then `tail`. */
static struct text repeated(struct arena *arena, const char *head, const char *unit, size_t count,
                            const char *tail)
{
    const size_t step = strlen(unit), first = strlen(head), last = strlen(tail);
    char *bytes = arena_alloc(arena, first + count * step + last + 1);
    memcpy(bytes, head, first);
    for (size_t i = 0; i < count; i++)
        memcpy(bytes + first + i * step, unit, step);
    memcpy(bytes + first + count * step, tail, last + 1);
    return (struct text){bytes, first + count * step + last};
}

START_TEST(test_yaml__aliases_add_nodes_up_to_their_limit)
{
    struct arena arena = {0};
    struct error err;
    /* *a repeats 5 values: the list and its four items */
    struct text source =
        repeated(&arena, "- &a [1, 2, 3, 4]\n", "- *a\n", LIMIT_YAML_ALIASES / 5, "");
    const struct value root = read_text(&arena, source);
    ck_assert_uint_eq(value_count(&root), 1 + LIMIT_YAML_ALIASES / 5);
    source = repeated(&arena, "- &a [1, 2, 3, 4]\n", "- *a\n", LIMIT_YAML_ALIASES / 5 + 1, "");
    err = refusal_of(source);
    ck_assert_ptr_nonnull(strstr(err.message, "repeat more than 10000 values"));
    ck_assert_uint_eq(err.line, LIMIT_YAML_ALIASES / 5 + 2);
    arena_free(&arena);
}
END_TEST

START_TEST(test_yaml__aliases_that_nest_are_counted_as_written_out)
{
    struct arena arena = {0};
    struct buffer source = buffer_in(&arena, 4096);
    buffer_string(&source, "- &n0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
        buffer_format(&source, "- &n%d [", i);
        for (int k = 0; k < 9; k++)
            buffer_format(&source, "*n%d, ", i - 1);
        buffer_string(&source, "]\n");
    }
    const struct error err = refusal_of(buffer_text(&source));
    ck_assert_ptr_nonnull(strstr(err.message, "repeat more than 10000 values"));
    ck_assert_uint_eq(err.line, 5); /* 10, 91 and 820 values nine times each, and then 7,381 */
    arena_free(&arena);
}
END_TEST

START_TEST(test_yaml__aliases_cannot_repeat_a_large_text_for_ever)
{
    struct arena arena = {0};
    const struct text item = repeated(&arena, "- &a ", "x", 4 << 20, "\n");
    struct text source = repeated(&arena, item.at, "- *a\n", 8, "");
    const struct value root = read_text(&arena, source);
    ck_assert_uint_eq(value_count(&root), 9);
    source = repeated(&arena, item.at, "- *a\n", 9, "");
    ck_assert_ptr_nonnull(strstr(refusal_of(source).message, "bytes of text"));
    arena_free(&arena);
}
END_TEST

/* `depth` lists in each other around `inside`. */
static struct text nested(struct arena *arena, size_t depth, const char *inside)
{
    const struct text open = repeated(arena, "", "[", depth, inside);
    return repeated(arena, open.at, "]", depth, "\n");
}

START_TEST(test_yaml__nesting_has_a_limit)
{
    struct arena arena = {0};
    const struct value root = read_text(&arena, nested(&arena, LIMIT_DEPTH, ""));
    ck_assert_int_eq(value_kind(&root), VALUE_LIST);
    const struct error err = refusal_of(nested(&arena, LIMIT_DEPTH + 1, ""));
    ck_assert_str_eq(err.message, "lists and maps nest deeper than 256 levels");
    ck_assert_uint_eq(err.line, 1);
    ck_assert_uint_eq(err.column, LIMIT_DEPTH + 1);
    arena_free(&arena);
}
END_TEST

START_TEST(test_yaml__an_alias_cannot_make_a_tree_deeper_than_the_limit)
{
    struct arena arena = {0};
    const struct text first = nested(&arena, 100, "x");
    const struct text good = nested(&arena, LIMIT_DEPTH - 102, "*a");
    const struct text deep = nested(&arena, LIMIT_DEPTH - 100, "*a");
    struct text source = text_format(&arena, "- &a %s- %s", first.at, good.at);
    const struct value root = read_text(&arena, source);
    ck_assert_uint_eq(value_count(&root), 2);
    source = text_format(&arena, "- &a %s- %s", first.at, deep.at);
    ck_assert_ptr_nonnull(strstr(refusal_of(source).message, "nest deeper than 256 levels"));
    arena_free(&arena);
}
END_TEST

/* ---- refusals ---- */

struct refusal {
    const char *name, *source, *message; /* the message holds this */
    unsigned line, column;
};

static void check_refusals(const struct refusal *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct error err = refusal_of(text_of(cases[i].source));
        ck_assert_msg(strstr(err.message, cases[i].message) != NULL, "%s: %s", cases[i].name,
                      support_error(&err));
        ck_assert_msg(err.line == cases[i].line && err.column == cases[i].column, "%s: %s",
                      cases[i].name, support_error(&err));
        ck_assert_msg(strcmp(err.file, "a.yaml") == 0, "%s", cases[i].name);
    }
}

static const struct refusal no_values[] = {
    {"two documents", "a: 1\n---\nb: 2\n", "a second document", 2, 1},
    {"an empty second document", "---\na: 1\n---\n", "a second document", 3, 1},
    {"a key twice", "a: 1\nb: 2\na: 3\n", "the key \"a\" is given twice", 3, 1},
    {"a key twice, quoted", "{x: 1, \"x\": 2}", "the key \"x\" is given twice", 1, 8},
    {"a merge key twice", "<<: {a: 1}\n<<: {b: 1}\n", "the key \"<<\" is given twice", 2, 1},
    {"a key with a line feed twice", "{\"a\\nb\": 1, \"a\\nb\": 2}", "\"a?b\" is given", 1, 13},
    {"a merge of a text", "a: 1\n<<: b\n", "<< takes a map or a list of maps", 2, 1},
    {"a merge of a list of texts", "<<: [{a: 1}, b]\n", "<< takes a map", 1, 1},
    {"an integer as a key", "a: 1\n12: x\n", "the key 12 is read as integer", 2, 1},
    {"a number as a key", "1.5: x\n", "the key 1.5 is read as number", 1, 1},
    {"a boolean as a key", "true: x\n", "the key true is read as boolean", 1, 1},
    {"null as a key", "~: x\n", "the key ~ is read as null", 1, 1},
    {"nothing as a key", "?\n: 2\n", "no key stands here", 1, 2},
    {"a list as a key", "[a, b]: x\n", "a list cannot be a key", 1, 1},
    {"a map as a key", "? {a: b}\n: x\n", "a map cannot be a key", 1, 3},
    {"a template", "{{ name }}\n", "a map cannot be a key", 1, 2},
    {"an alias to a list as a key", "- &a [1]\n- *a : x\n", "of kind list", 2, 3},
    {"an alias to an integer as a key", "- &a 1\n- *a : x\n", "of kind integer", 2, 3},
    {"an integer key by its tag", "!!int 1: x\n", "the key 1 is read as integer", 1, 1},
    {"a tag of YAML 1.1", "a: !!binary aGVsbG8=\n", "the tag !!binary is none of", 1, 4},
    {"a tag of Python", "a: !!python/object:os.system {}\n", "!!python/object:os.system", 1, 4},
    {"a tag of one's own", "- !mine [1]\n", "the tag !mine is none of", 1, 3},
    {"a tag with a line feed", "!a%0Ab x\n", "the tag !a?b is none of", 1, 1},
    {"a text with a tag of integers", "!!int x\n", "\"x\" does not fit its tag !!int", 1, 1},
    {"nothing with a tag of integers", "!!int\n", "\"\" does not fit its tag !!int", 1, 1},
    {"nothing with a tag of numbers", "!!float \"\"\n", "not fit its tag !!float", 1, 1},
    {"a fraction with a tag of integers", "!!int 1.0\n", "\"1.0\" does not fit", 1, 1},
    {"yes with a tag of booleans", "!!bool yes\n", "\"yes\" does not fit its tag !!bool", 1, 1},
    {"a list with a tag of texts", "!!str [a]\n", "the tag !!str stands at a list", 1, 1},
    {"a list with a tag of maps", "!!map [a]\n", "the tag !!map stands at a list", 1, 1},
    {"a text with a tag of maps", "!!map a\n", "\"a\" does not fit its tag !!map", 1, 1},
    {"an alias without its anchor", "- *bat\n", "the alias *bat has no anchor", 1, 3},
    {"an alias before its anchor", "- *a\n- &a 1\n", "the alias *a has no anchor", 1, 3},
    {"a list that holds itself", "&a [1, *a]\n", "stands inside the value", 1, 8},
    {"a map that holds itself", "&a\nx: {y: *a}\n", "stands inside the value", 2, 8},
    {"a list that is its own key", "&a [{*a : 1}]\n", "stands inside the value", 1, 6},
    {"a question mark before quotes", "{?\"a\": b}\n", "needs a blank behind it", 1, 2},
    {"a question mark before a tag", "{?!!str a: b}\n", "needs a blank behind it", 1, 2},
    {"a question mark before a list", "[?[a]: b]\n", "needs a blank behind it", 1, 2},
    {"an anchor with a colon, and a list", "&a:b [c]\n", "&a is followed by :", 1, 1},
    {"an anchor with a colon, and a map", "&a:b\nc: d\n", "a colon that makes no key", 2, 2},
    {"a byte order mark later",
     "a: 1\n\xef\xbb\xbf"
     "b: 2\n",
     "a byte order mark", 2, 1},
    {"a stand-in", "\xf0\x9f\xbf\xbe: \xe2\x80\xa8\n", "is no character", 1, 1},
    {"hexadecimal beyond 63 bits", "a: 0x8000000000000000\n", "more than 63 bits", 1, 4},
    {"octal beyond 63 bits", "0o1000000000000000000000\n", "more than 63 bits", 1, 1},
};

START_TEST(test_yaml__what_is_yaml_but_no_value_is_refused_by_name)
{
    check_refusals(no_values, COUNT(no_values));
}
END_TEST

START_TEST(test_yaml__what_is_not_yaml_is_refused_with_what_to_do)
{
    static const struct refusal cases[] = {
        {"a key without its colon", "a: 1\nbc\nd: 2\n", "a key without its colon", 2, 1},
        {"a tab for indentation", "a:\n\tb: 1\n", "indent with spaces", 2, 1},
        {"a tab inside a text", "a:\n  b: c\n\td\n", "a tab in the indentation", 3, 1},
        {"a colon in a text", "a: b: c\n", "a colon that makes no key", 1, 5},
        {"a list behind a key", "a: - b\n", "a list does not begin here", 1, 4},
        {"a key that is indented less", "  a: 1\n b: 2\n", "check the indentation", 2, 2},
        {"a list that ends in a key", "- a\nb: 1\n", "an item of the list", 2, 1},
        {"a list without a comma", "[a\nb: c]\n", "needs ',' or ']' here", 2, 2},
        {"a map that is not closed", "{a: 1\n", "needs ',' or '}' here", 2, 1},
        {"a comma too many", "[a,,b]\n", "a value is expected here", 1, 4},
        {"a bracket too many", "[a]]\n", "this belongs to nothing", 1, 4},
        {"quotes that stay open", "a: \"b\nc: d\n", "never closed", 1, 4},
        {"an escape that is none", "\"a\\x0\"\n", "not YAML", 1, 5},
        {"an unknown escape", "\"\\q\"\n", "no such escape in double quotes", 1, 2},
        {"a surrogate", "\"\\ud800\"\n", "not YAML", 1, 4},
        {"an unknown handle", "!x!y z\n", "not YAML", 1, 1},
        {"another YAML", "%YAML 3.0\n---\na\n", "not 1.1 or 1.2", 1, 1},
        {"a version without end", "%YAML 1.99999999999999999999\n---\na\n", "not YAML", 1, 18},
        {"a control character", "a: \x01\n", "the character U+0001", 1, 4},
        {"a control character, later", "\xc3\xa9: 1\n\xc3\xa9: \x7f\n", "the character U+007F", 2,
         4},
    };
    check_refusals(cases, COUNT(cases));
}
END_TEST

START_TEST(test_yaml__only_utf8_is_read)
{
    static const struct {
        const char *name;
        struct text source;
        const char *message;
        unsigned line, column;
    } cases[] = {
        {"UTF-16, little",
         {"\xff\xfe"
          "a\0",
          4},
         "the file is UTF-16",
         1,
         1},
        {"UTF-16, big", {"\xfe\xff\0a", 4}, "the file is UTF-16", 1, 1},
        {"UTF-16 without a mark", {"a\0:\0", 4}, "the character U+0000", 1, 2},
        {"a byte of Latin-1", {"b: 1\na: \xe9\n", 10}, "the byte 0xe9 is not UTF-8", 2, 4},
        {"an overlong slash", {"\xc0\xaf", 2}, "the byte 0xc0 is not UTF-8", 1, 1},
        {"a surrogate", {"\xc3\xa9\r\n\xed\xa0\x80", 7}, "the byte 0xed is not UTF-8", 2, 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct error err = refusal_of(cases[i].source);
        ck_assert_msg(strstr(err.message, cases[i].message) != NULL, "%s: %s", cases[i].name,
                      support_error(&err));
        ck_assert_msg(err.line == cases[i].line && err.column == cases[i].column, "%s: %s",
                      cases[i].name, support_error(&err));
    }
}
END_TEST

START_TEST(test_yaml__sizes_have_limits)
{
    struct arena arena = {0};
    const struct text blanks = repeated(&arena, "a", " ", 1 << 17, "");
    const struct {
        const char *name;
        struct text source;
        const char *message;
    } cases[] = {
        {"the file", repeated(&arena, "", "#\n", (LIMIT_YAML_SIZE >> 1) + 1, ""), "larger than"},
        {"a key", repeated(&arena, "? ", "k", LIMIT_KEY_SIZE + 1, "\n: 1\n"), "longer than 65536"},
        {"values", repeated(&arena, "[", "1,", LIMIT_YAML_NODES, "]"), "more than 1000000 values"},
        {"anchors", repeated(&arena, "", "- &a x\n", LIMIT_YAML_ALIASES + 1, ""), "anchors"},
        {"directives", repeated(&arena, "", "%TAG !a! tag:a\n", LIMIT_YAML_DIRECTIVES + 1, ""),
         "TAG directives"},
        {"a tag", repeated(&arena, "[!", "a", LIMIT_KEY_SIZE, "]"), "a tag or an anchor is longer"},
        {"blanks before words", repeated(&arena, blanks.at, "a ", 1 << 15, ""), "131072 blanks"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct error err = refusal_of(cases[i].source);
        ck_assert_msg(strstr(err.message, cases[i].message) != NULL, "%s: %s", cases[i].name,
                      support_error(&err));
    }
    const struct value value =
        read_text(&arena, repeated(&arena, "? ", "k", LIMIT_KEY_SIZE, "\n: 1\n"));
    ck_assert_uint_eq(value_count(&value), 1);
    arena_free(&arena);
}
END_TEST

START_TEST(test_yaml__a_long_name_is_cut_in_the_message_between_characters)
{
    struct arena arena = {0};
    const struct text key = repeated(&arena, "k", "\xc3\xa9", 100, "");
    const struct error err = refusal_of(text_format(&arena, "{%s: 1, %s: 2}", key.at, key.at));
    const struct text shown =
        repeated(&arena, "the key \"k", "\xc3\xa9", 39, "...\" is given twice");
    ck_assert_str_eq(err.message, shown.at);
    arena_free(&arena);
}
END_TEST

TESTS("value/yaml", test_yaml__every_value_and_key_knows_its_place,
      test_yaml__maps_are_sorted_and_lists_keep_their_order, test_yaml__texts_outlive_the_source,
      test_yaml__an_empty_source_is_null, test_yaml__a_question_mark_in_brackets_begins_a_text,
      test_yaml__the_name_of_an_anchor_ends_at_a_blank,
      test_yaml__only_the_line_breaks_of_yaml_1_2_break_lines,
      test_yaml__a_last_line_of_blanks_ends_a_block,
      test_yaml__an_alias_repeats_the_nearest_value_of_its_name,
      test_yaml__many_names_are_told_apart, test_yaml__aliases_add_nodes_up_to_their_limit,
      test_yaml__aliases_that_nest_are_counted_as_written_out,
      test_yaml__aliases_cannot_repeat_a_large_text_for_ever, test_yaml__nesting_has_a_limit,
      test_yaml__an_alias_cannot_make_a_tree_deeper_than_the_limit,
      test_yaml__what_is_yaml_but_no_value_is_refused_by_name,
      test_yaml__what_is_not_yaml_is_refused_with_what_to_do, test_yaml__only_utf8_is_read,
      test_yaml__sizes_have_limits, test_yaml__a_long_name_is_cut_in_the_message_between_characters)
