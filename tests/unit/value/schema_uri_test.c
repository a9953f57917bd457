/* The examples of RFC 3986, section 5.4, and what schemas add to them. */
#include "support.h"
#include "value/schema_internal.h"

START_TEST(test_schema_uri__references_resolve_as_the_rfc_says)
{
    static const char base[] = "http://a/b/c/d;p?q";
    const struct {
        const char *base, *reference, *resolved;
    } cases[] = {
        {base, "g:h", "g:h"},
        {base, "g", "http://a/b/c/g"},
        {base, "./g", "http://a/b/c/g"},
        {base, "g/", "http://a/b/c/g/"},
        {base, "/g", "http://a/g"},
        {base, "//g", "http://g"},
        {base, "?y", "http://a/b/c/d;p?y"},
        {base, "g?y", "http://a/b/c/g?y"},
        {base, "#s", "http://a/b/c/d;p?q#s"},
        {base, "g#s", "http://a/b/c/g#s"},
        {base, ";x", "http://a/b/c/;x"},
        {base, "", "http://a/b/c/d;p?q"},
        {base, ".", "http://a/b/c/"},
        {base, "./", "http://a/b/c/"},
        {base, "..", "http://a/b/"},
        {base, "../g", "http://a/b/g"},
        {base, "../..", "http://a/"},
        {base, "../../g", "http://a/g"},
        {base, "../../../g", "http://a/g"},
        {base, "/./g", "http://a/g"},
        {base, "/../g", "http://a/g"},
        {base, "g.", "http://a/b/c/g."},
        {base, "..g", "http://a/b/c/..g"},
        {base, "./../g", "http://a/b/g"},
        {base, "g/./h", "http://a/b/c/g/h"},
        {base, "g/../h", "http://a/b/c/h"},
        {base, "g;x=1/../y", "http://a/b/c/y"},
        {base, "g?y/../x", "http://a/b/c/g?y/../x"},
        {base, "g#s/../x", "http://a/b/c/g#s/../x"},
        {"http://a", "g", "http://a/g"},
        {"urn:a:b", "#c", "urn:a:b#c"},
        {"urn:a:b", "urn:c", "urn:c"},
        {"", "g.json", "g.json"},
        {"", "#a", "#a"},
    };
    struct arena arena = {0};
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_str_eq(text_string(&arena, schema_uri_resolve(&arena, text_of(cases[i].base),
                                                                text_of(cases[i].reference))),
                         cases[i].resolved);
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema_uri__a_fragment_is_decoded)
{
    struct arena arena = {0};
    struct text document, fragment;
    ck_assert(schema_uri_split(&arena, TEXT("a:b#/%24defs/a%25b"), &document, &fragment));
    ck_assert(text_is(document, "a:b") && text_is(fragment, "/$defs/a%b"));
    ck_assert(schema_uri_split(&arena, TEXT("a:b"), &document, &fragment));
    ck_assert(text_is(document, "a:b") && fragment.size == 0);
    static const char *const broken[] = {"#%", "#%4", "#%zz", "#a%2"};
    for (size_t i = 0; i < COUNT(broken); i++)
        ck_assert_msg(!schema_uri_split(&arena, text_of(broken[i]), &document, &fragment), "%s",
                      broken[i]);
    arena_free(&arena);
}
END_TEST

TESTS("value/schema_uri", test_schema_uri__references_resolve_as_the_rfc_says,
      test_schema_uri__a_fragment_is_decoded)
