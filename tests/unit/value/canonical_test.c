#include "value/canonical.h"

#include "support.h"
#include "value/json.h"

#include <math.h>

enum { ROOM = 1 << 16 };

static struct arena arena;

static struct value read(const char *source)
{
    struct error err = {0};
    struct value value = {0};
    const struct json_options options = {.bare_nan = true};
    ck_assert_msg(json_read("a.json", text_of(source), options, &arena, &value, &err), "%s: %s",
                  source, support_error(&err));
    return value;
}

START_TEST(test_canonical__one_spelling_for_each_value)
{
    static const struct {
        const char *name, *source, *canonical;
    } cases[] = {
        {"white space goes", " [ 1 , {\n} ,\t[ ] ] ", "[1,{},[]]"},
        {"words", "[null,true,false]", "[null,true,false]"},
        {"keys by bytes", "{\"b\":1,\"a\":2,\"\":3,\"ab\":4}", "{\"\":3,\"a\":2,\"ab\":4,\"b\":1}"},
        {"numbers", "[1.0,-0.0,1e2,1E-7,0.10,333333333.33333329]",
         "[1,0,100,1e-7,0.1,333333333.3333333]"},
        {"integers that are spelled as doubles are", "[1152921504606847000,295147905179352830000]",
         "[1152921504606847000,295147905179352830000]"},
        {"integers beyond plain digits", "[1180591620717411303424]", "[1.1805916207174113e+21]"},
        {"integers that doubles hold",
         "[9007199254740992,-9007199254740994,9223372036854775808,100000000000000000000]",
         "[9007199254740992,-9007199254740994,9223372036854776000,100000000000000000000]"},
        {"the fewest escapes", "\"\\u0041\\/\\u20ac\\u007f\xc3\xa9\"",
         "\"A/\xe2\x82\xac\x7f\xc3\xa9\""},
        {"escapes that are needed", "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001F\\\"\\\\\"",
         "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\\"\\\\\""},
        {"escapes in keys", "{\"a\\nb\":1}", "{\"a\\nb\":1}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct buffer out = buffer_in(&arena, ROOM);
        const struct value value = read(cases[i].source);
        ck_assert_msg(canonical_write(&value, &out, &err), "%s: %s", cases[i].name, err.message);
        ck_assert_msg(text_is(buffer_text(&out), cases[i].canonical), "%s: %.*s", cases[i].name,
                      TEXT_ARGS(buffer_text(&out)));
    }
    arena_free(&arena);
}
END_TEST

/* Texts are looked at many bytes at once: an escape may stand at any place of any length. */
START_TEST(test_canonical__an_escape_is_found_wherever_it_stands)
{
    enum { LONGEST = 70 };
    char plain[LONGEST + 1], expected[LONGEST + sizeof "\"\\\"\""];
    for (size_t size = 1; size <= LONGEST; size++)
        for (size_t place = 0; place < size; place++) {
            struct buffer out = buffer_in(&arena, ROOM);
            memset(plain, place % 2 ? 'a' : '\xc3', size);
            plain[place] = '"';
            (void)snprintf(expected, sizeof expected, "\"%.*s\\\"%.*s\"", (int)place, plain,
                           (int)(size - place - 1), plain + place + 1);
            canonical_text((struct text){plain, size}, &out);
            ck_assert_msg(text_is(buffer_text(&out), expected), "byte %zu of %zu", place, size);
        }
    arena_free(&arena);
}
END_TEST

/* U+FB33 is below U+1F600 as a code point, and above its first surrogate 0xd83d. */
START_TEST(test_canonical__orders_keys_by_utf16)
{
    struct error err = {0};
    struct buffer out = buffer_in(&arena, ROOM);
    const struct value map =
        read("{\"\xef\xac\xb3\":1,\"\xf0\x9f\x98\x80\":2,\"\xee\x80\x80\":3,"
             "\"\xed\x9f\xbf\":4,\"a\xf0\x9f\x98\x80\":5,\"a\xef\xac\xb3\":6}");
    ck_assert(canonical_write(&map, &out, &err));
    ck_assert(text_is(buffer_text(&out),
                      "{\"a\xf0\x9f\x98\x80\":5,\"a\xef\xac\xb3\":6,\"\xed\x9f\xbf\":4,"
                      "\"\xf0\x9f\x98\x80\":2,\"\xee\x80\x80\":3,\"\xef\xac\xb3\":1}"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_canonical__what_has_no_spelling_is_refused_by_its_pointer)
{
    static const struct {
        const char *source, *message;
        unsigned column;
    } cases[] = {
        {"{\"a\": [1, {\"b/c\": NaN}]}",
         "/a/1/b~1c is not a number, which has no canonical spelling", 19},
        {"[9007199254740993]",
         "/0 is an integer too large to be written exactly; write it as a text", 2},
        {"[0, 9223372036854775807]",
         "/1 is an integer too large to be written exactly; write it as a text", 5},
        {"1152921504606846976", /* 2^60: a double, but its bytes would be another integer */
         "the document is an integer too large to be written exactly; write it as a text", 1},
        {"-100000000000000000001",
         "the document is an integer too large to be written exactly; write it as a text", 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct buffer out = buffer_in(&arena, ROOM);
        const struct value value = read(cases[i].source);
        ck_assert_msg(!canonical_write(&value, &out, &err), "%s", cases[i].source);
        ck_assert_int_eq(err.code, ERROR_REFUSED);
        ck_assert_str_eq(err.message, cases[i].message);
        ck_assert_uint_eq(err.column, cases[i].column);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_canonical__its_own_bytes_are_canonical)
{
    struct error err = {0};
    struct buffer once = buffer_in(&arena, ROOM), twice = buffer_in(&arena, ROOM);
    const struct value value = read("{\"z\": [0.1, 1e21, 5e-324], \"a\\u0007\": {\"\": \"\\\\\"}}");
    ck_assert(canonical_write(&value, &once, &err));
    const struct value again = read(buffer_text(&once).at);
    ck_assert(value_equal(&value, &again));
    ck_assert(canonical_write(&again, &twice, &err));
    ck_assert(text_equal(buffer_text(&once), buffer_text(&twice)));
    arena_free(&arena);
}
END_TEST

START_TEST(test_canonical__a_full_buffer_is_the_callers_to_see)
{
    struct error err = {0};
    struct buffer out = buffer_in(&arena, 4);
    const struct value value = read("[1,2,3]");
    ck_assert(canonical_write(&value, &out, &err));
    ck_assert(buffer_full(&out));
    arena_free(&arena);
}
END_TEST

TESTS("value/canonical", test_canonical__one_spelling_for_each_value,
      test_canonical__an_escape_is_found_wherever_it_stands, test_canonical__orders_keys_by_utf16,
      test_canonical__what_has_no_spelling_is_refused_by_its_pointer,
      test_canonical__its_own_bytes_are_canonical,
      test_canonical__a_full_buffer_is_the_callers_to_see)
