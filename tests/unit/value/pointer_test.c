#include "value/pointer.h"

#include "support.h"
#include "value/json.h"

enum { ROOM = 4096 };

static struct arena arena;

static struct value read(const char *source)
{
    struct error err = {0};
    struct value value = {0};
    ck_assert_msg(
        json_read("a.json", text_of(source), (struct json_options){0}, &arena, &value, &err),
        "%s: %s", source, support_error(&err));
    return value;
}

/* RFC 6901, section 5, and a few of ours. */
static const char *const example =
    "{\"foo\": [\"bar\", \"baz\"], \"\": 0, \"a/b\": 1, \"c%d\": 2, \"e^f\": 3, \"g|h\": 4,"
    " \"i\\\\j\": 5, \"k\\\"l\": 6, \" \": 7, \"m~n\": 8,"
    " \"results\": {\"arc,acc/none\": {\"accuracy\": 0.5, \"loss\": null}, \"x.y\": 9},"
    " \"lineage\": {\"data\": [{\"digest\": 10}, {\"digest\": 11}], \"code\": {\"commit\": 12}}}";

START_TEST(test_pointer__leads_where_rfc_6901_says)
{
    static const struct {
        const char *pointer;
        int64_t integer;
    } cases[] = {
        {"/", 0},
        {"/a~1b", 1},
        {"/c%d", 2},
        {"/e^f", 3},
        {"/g|h", 4},
        {"/i\\j", 5},
        {"/k\"l", 6},
        {"/ ", 7},
        {"/m~0n", 8},
        {"/lineage/data/0/digest", 10},
        {"/lineage/data/1/digest", 11},
    };
    const struct value root = read(example);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct pointer_result result;
        const struct text pointer = text_of(cases[i].pointer);
        ck_assert_msg(pointer_follow(&root, pointer, &arena, &result, &err), "%s", err.message);
        ck_assert_msg(result.value != NULL, "%s", cases[i].pointer);
        ck_assert_int_eq(value_integer(result.value), cases[i].integer);
        ck_assert(text_equal(result.reached, pointer));
        ck_assert_str_eq(result.hint, "");
    }
    struct error err = {0};
    struct pointer_result whole;
    ck_assert(pointer_follow(&root, TEXT(""), &arena, &whole, &err));
    ck_assert_ptr_eq(whole.value, &root);
    arena_free(&arena);
}
END_TEST

START_TEST(test_pointer__says_how_far_it_led)
{
    static const struct {
        const char *pointer, *reached, *absent, *hint;
    } cases[] = {
        {"/foo/2", "/foo", "2", ""},
        {"/foo/-", "/foo", "-", ""},
        {"/foo/01", "/foo", "01", ""},
        {"/foo/99999999999999999999", "/foo", "99999999999999999999", ""},
        {"/foo/0/x", "/foo/0", "x", ""},
        {"/fooo/0", "", "fooo", "; did you mean foo?"},
        {"/results/arc,acc~1none/acuracy", "/results/arc,acc~1none", "acuracy",
         "; did you mean accuracy?"},
        {"/m~0m/x", "", "m~m", "; did you mean m~n?"},
        {"/nothing/of/this", "", "nothing", ""},
    };
    const struct value root = read(example);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct pointer_result result;
        ck_assert(pointer_follow(&root, text_of(cases[i].pointer), &arena, &result, &err));
        ck_assert_msg(result.value == NULL, "%s", cases[i].pointer);
        ck_assert_msg(text_is(result.reached, cases[i].reached), "%s", cases[i].pointer);
        ck_assert_msg(text_is(result.absent, cases[i].absent), "%s", cases[i].pointer);
        ck_assert_str_eq(result.hint, cases[i].hint);
        ck_assert_ptr_nonnull(result.last);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_pointer__what_is_no_pointer_is_refused)
{
    static const char *const pointers[] = {"a", "foo/0", "/m~n", "/~", "/nowhere/~2", "/a/~"};
    const struct value root = read(example);
    for (size_t i = 0; i < COUNT(pointers); i++) {
        struct error err = {0};
        struct pointer_result result = {.hint = "untouched"};
        ck_assert_msg(!pointer_follow(&root, text_of(pointers[i]), &arena, &result, &err), "%s",
                      pointers[i]);
        ck_assert_int_eq(err.code, ERROR_USAGE);
        ck_assert_str_eq(result.hint, "untouched");
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_path__leads_by_names_indexes_and_quoted_keys)
{
    static const struct {
        const char *path;
        double number;
    } cases[] = {
        {"lineage.code.commit", 12},
        {"lineage.data[1].digest", 10},
        {"lineage.data[2].digest", 11},
        {"lineage[\"code\"][\"commit\"]", 12},
        {"results[\"arc,acc/none\"].accuracy", 0.5},
        {"results.arc,acc/none.accuracy", 0.5},
        {"results[\"x.y\"]", 9},
        {"[\"a/b\"]", 1},
        {"[\"k\\\"l\"]", 6},
        {"[\"i\\\\j\"]", 5},
        {"[\"\"]", 0},
    };
    const struct value root = read(example);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct pointer_result result;
        ck_assert_msg(path_follow(&root, text_of(cases[i].path), &arena, &result, &err), "%s",
                      err.message);
        ck_assert_msg(result.value != NULL, "%s", cases[i].path);
        ck_assert_msg(value_number(result.value) == cases[i].number, "%s", cases[i].path);
        ck_assert(text_is(result.reached, cases[i].path));
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_path__null_counts_as_absent)
{
    struct error err = {0};
    struct pointer_result result;
    const struct value root = read(example);
    const struct text path = TEXT("results[\"arc,acc/none\"].loss.x");
    ck_assert(path_follow(&root, path, &arena, &result, &err));
    ck_assert_ptr_null(result.value);
    ck_assert(text_is(result.reached, "results[\"arc,acc/none\"]"));
    ck_assert(text_is(result.absent, "loss"));
    ck_assert_str_eq(result.hint, "");
    ck_assert_int_eq(value_kind(result.last), VALUE_MAP);
    arena_free(&arena);
}
END_TEST

START_TEST(test_path__says_how_far_it_led)
{
    static const struct {
        const char *path, *reached, *absent, *hint;
    } cases[] = {
        {"lineage.data[3].digest", "lineage.data", "[3]", ""},
        {"lineage.code[1]", "lineage.code", "[1]", ""},
        {"lineage.code.comit", "lineage.code", "comit", "; did you mean commit?"},
        {"[\"a/c\"]", "", "a/c", "; did you mean a/b?"},
        {"lineage.code.commit.x", "lineage.code.commit", "x", ""},
    };
    const struct value root = read(example);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct pointer_result result;
        ck_assert(path_follow(&root, text_of(cases[i].path), &arena, &result, &err));
        ck_assert_msg(result.value == NULL, "%s", cases[i].path);
        ck_assert_msg(text_is(result.reached, cases[i].reached), "%s", cases[i].path);
        ck_assert_msg(text_is(result.absent, cases[i].absent), "%s", cases[i].path);
        ck_assert_str_eq(result.hint, cases[i].hint);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_path__what_is_no_path_is_refused)
{
    static const char *const paths[] = {
        "",        ".",     "a.",        ".a",  "a..b",   "a[",     "a[1",
        "a[0]",    "a[01]", "a[-1]",     "a[]", "a[x]",   "a[\"x]", "a[\"x",
        "a[\"x\"", "a[1]b", "a[\"x\"b]", "a]",  "a\"b\"", "a.[1]",  "a[\"x\\",
    };
    const struct value root = read(example);
    for (size_t i = 0; i < COUNT(paths); i++) {
        struct error err = {0};
        struct pointer_result result = {.hint = "untouched"};
        ck_assert_msg(!path_follow(&root, text_of(paths[i]), &arena, &result, &err), "%s",
                      paths[i]);
        ck_assert_int_eq(err.code, ERROR_USAGE);
        ck_assert_str_eq(result.hint, "untouched");
    }
    arena_free(&arena);
}
END_TEST

/* Every node's pointer leads back to that node. */
static size_t walk(const struct value *root, const struct value *node)
{
    struct error err = {0};
    struct pointer_result result;
    const struct text pointer = pointer_to(root, node, &arena);
    ck_assert_ptr_nonnull(pointer.at);
    ck_assert(pointer_follow(root, pointer, &arena, &result, &err));
    ck_assert_msg(result.value == node, "%.*s", TEXT_ARGS(pointer));
    size_t nodes = 1;
    for (size_t i = 0; i < value_count(node); i++)
        nodes +=
            walk(root, value_kind(node) == VALUE_MAP ? member_value(node, i) : value_at(node, i));
    return nodes;
}

START_TEST(test_pointer__of_every_node_leads_back_to_it)
{
    const struct value root = read(example), copy = value_copy(&arena, &root);
    ck_assert_uint_eq(walk(&root, &root), 26);
    ck_assert_uint_eq(walk(&copy, &copy), 26);
    arena_free(&arena);
}
END_TEST

/* As an alias of YAML does: a node whose place is far from where it is found. */
START_TEST(test_pointer__of_a_node_that_stands_elsewhere_is_found_too)
{
    const struct value *inner = &(struct value){0};
    struct value item = value_placed(value_of_integer(1), (struct place){"a.yaml", 9, 1});
    struct value list = value_of_list(&arena, &item, 1);
    inner = value_at(&list, 0);
    struct members members = {0};
    members_add(&arena, &members, TEXT("early"),
                value_placed(list, (struct place){"a.yaml", 20, 1}));
    members_add(&arena, &members, TEXT("late"),
                value_placed(value_of_list(&arena, &item, 1), (struct place){"a.yaml", 8, 1}));
    const struct value map = value_of_map(&arena, &members);
    ck_assert(text_is(pointer_to(&map, inner, &arena), "/early/0"));
    ck_assert_ptr_null(pointer_to(&map, &item, &arena).at);
    arena_free(&arena);
}
END_TEST

START_TEST(test_pointer__tokens_are_escaped)
{
    struct buffer out = buffer_in(&arena, ROOM);
    pointer_add(&out, TEXT("a/b~c"));
    pointer_add(&out, TEXT(""));
    ck_assert(text_is(buffer_text(&out), "/a~1b~0c/"));
    arena_free(&arena);
}
END_TEST

TESTS("value/pointer", test_pointer__leads_where_rfc_6901_says, test_pointer__says_how_far_it_led,
      test_pointer__what_is_no_pointer_is_refused,
      test_path__leads_by_names_indexes_and_quoted_keys, test_path__null_counts_as_absent,
      test_path__says_how_far_it_led, test_path__what_is_no_path_is_refused,
      test_pointer__of_every_node_leads_back_to_it,
      test_pointer__of_a_node_that_stands_elsewhere_is_found_too, test_pointer__tokens_are_escaped)
