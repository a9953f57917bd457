/* XML as a document with places, and everything in XML that is not read. */
#include "evidence/carrier.h"

#include "support.h"

#include "base/limits.h"
#include "value/canonical.h"

#include <time.h>

static struct text repeated(struct arena *arena, const char *before, const char *piece,
                            size_t count, const char *after)
{
    struct buffer text = buffer_in(arena, LIMIT_EVIDENCE_SIZE);
    buffer_string(&text, before);
    for (size_t i = 0; i < count; i++)
        buffer_string(&text, piece);
    buffer_string(&text, after);
    return buffer_text(&text);
}

static void check_read(struct text source, const char *expected)
{
    struct arena arena = {0};
    struct error err = {0};
    struct value document;
    struct buffer line = buffer_in(&arena, LIMIT_REPORT_SIZE);
    ck_assert_msg(carrier_xml_read("r.xml", source, &arena, &document, &err), "%s",
                  support_error(&err));
    ck_assert(canonical_write(&document, &line, &err));
    ck_assert_str_eq(text_string(&arena, buffer_text(&line)), expected);
    arena_free(&arena);
}

/* A DOCTYPE has its line and no certain column: 0 compares none. */
static void check_refused(const char *name, struct text source, unsigned line, unsigned column,
                          const char *words)
{
    struct arena arena = {0};
    struct error err = {0};
    struct value document;
    const clock_t before = clock();
    ck_assert_msg(!carrier_xml_read("r.xml", source, &arena, &document, &err), "%s was read", name);
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_msg(strstr(err.message, words), "%s: %s", name, support_error(&err));
    ck_assert_msg(err.line == line && (!column || err.column == column), "%s: %s", name,
                  support_error(&err));
    ck_assert_msg(clock() - before < 2 * CLOCKS_PER_SEC, "%s takes too long", name);
    arena_free(&arena);
}

START_TEST(test_xml__elements_have_names_attributes_text_and_children)
{
    check_read(TEXT("<?xml version='1.0' encoding='utf-8'?>\n"
                    "<!-- a --><ns:a b='1' a=\"x &lt; &#233;\">\n"
                    "  <c/>one<c>two<![CDATA[<&>]]></c>\n"
                    "</ns:a>"),
               "{\"attributes\":{\"a\":\"x < é\",\"b\":\"1\"},"
               "\"children\":[{\"name\":\"c\",\"text\":\"\"},"
               "{\"name\":\"c\",\"text\":\"two<&>\"}],"
               "\"name\":\"ns:a\",\"text\":\"\\n  one\\n\"}");
}
END_TEST

START_TEST(test_xml__white_space_alone_is_no_text_and_line_ends_are_one)
{
    check_read(TEXT("\xef\xbb\xbf<a>\r\n \t<b>1\r\n2\r3</b>\r\n</a>\r\n"),
               "{\"children\":[{\"name\":\"b\",\"text\":\"1\\n2\\n3\"}],"
               "\"name\":\"a\",\"text\":\"\"}");
}
END_TEST

START_TEST(test_xml__places_are_lines_and_code_points)
{
    struct arena arena = {0};
    struct error err = {0};
    struct value document;
    const struct text source = TEXT("\xef\xbb\xbf<a>\r\n<!-- é --><b c='d'>\n"
                                    "</b>🤗<b/></a>");
    ck_assert(carrier_xml_read("r.xml", source, &arena, &document, &err));
    const struct value *children = value_get(&document, TEXT("children"));
    const struct place root = value_place(&document), first = value_place(value_at(children, 0)),
                       second = value_place(value_at(children, 1));
    ck_assert_str_eq(first.file, "r.xml");
    ck_assert_uint_eq(root.line, 1);
    ck_assert_uint_eq(root.column, 1);
    ck_assert_uint_eq(first.line, 2);
    ck_assert_uint_eq(first.column, 11);
    ck_assert_uint_eq(second.line, 3);
    ck_assert_uint_eq(second.column, 6);
    const struct place attribute =
        value_place(value_get(value_get(value_at(children, 0), TEXT("attributes")), TEXT("c")));
    ck_assert_uint_eq(attribute.line, 2);
    arena_free(&arena);
}
END_TEST

START_TEST(test_xml__what_could_expand_or_lead_out_is_refused)
{
    static const struct {
        const char *name, *source, *words;
        unsigned line, column;
    } cases[] = {
        {"a billion laughs",
         "<?xml version=\"1.0\"?>\n<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">\n"
         "<!ENTITY c \"&b;&b;&b;&b;\">]>\n<l>&c;</l>",
         "DOCTYPE", 2, 0},
        {"a file of the machine",
         "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", "DOCTYPE", 1, 0},
        {"a DTD elsewhere", "<!DOCTYPE a SYSTEM \"http://127.0.0.1/a.dtd\"><a/>", "DOCTYPE", 1, 0},
        {"a public DTD", "<!DOCTYPE html PUBLIC \"-//W3C\" \"x.dtd\">\n<html/>", "DOCTYPE", 1, 0},
        {"a parameter entity", "<!DOCTYPE a [<!ENTITY % p SYSTEM \"x\"> %p;]><a/>", "DOCTYPE", 1,
         0},
        {"a DOCTYPE alone", "<!DOCTYPE a>\n<a/>", "DOCTYPE", 1, 0},
        {"an entity of nobody", "<a>\n &x;</a>", "undefined entity", 2, 2},
        {"Latin 1", "<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "ISO-8859-1", 1, 1},
        {"a declared UTF-16", "<?xml version='1.0' encoding='UTF-16'?><a/>", "UTF-16", 1, 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        check_refused(cases[i].name, text_of(cases[i].source), cases[i].line, cases[i].column,
                      cases[i].words);
}
END_TEST

START_TEST(test_xml__what_is_no_xml_in_utf_8_is_refused_with_its_place)
{
    static const struct {
        const char *name;
        struct text source;
        const char *words;
        unsigned line, column;
    } cases[] = {
        {"nothing", {"", 0}, "no element", 1, 1},
        {"the end missing", {"<a>\n<b>", 7}, "no element found", 2, 4},
        {"a tag cut short", {"<a>\n<b c='", 10}, "unclosed token", 2, 1},
        {"another end", {"<a>\n</b>", 8}, "mismatched tag", 2, 3},
        {"two roots", {"<a/>\n<b/>", 9}, "junk after document", 2, 1},
        {"an attribute twice", {"<a b='1' b='2'/>", 16}, "duplicate attribute", 1, 10},
        {"a NUL", {"<a>\0</a>", 8}, "not well-formed", 1, 4},
        {"a reference to NUL", {"<a>&#0;</a>", 11}, "reference to invalid character", 1, 4},
        {"UTF-16, small end first", {"\xff\xfe<\0a\0/\0>\0", 10}, "UTF-16", 1, 1},
        {"UTF-16, big end first", {"\xfe\xff\0<\0a\0/\0>", 10}, "UTF-16", 1, 1},
        {"UTF-16 without a mark", {"<\0a\0/\0>\0", 8}, "UTF-16", 1, 1},
        {"a byte of Latin 1", {"<a>\n\xe9</a>", 9}, "not UTF-8", 2, 1},
        {"a number", {"12", 2}, "not well-formed", 1, 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        check_refused(cases[i].name, cases[i].source, cases[i].line, cases[i].column,
                      cases[i].words);
}
END_TEST

START_TEST(test_xml__elements_nest_as_deep_as_the_limit_and_no_deeper)
{
    struct arena arena = {0};
    struct error err = {0};
    struct value document;
    struct buffer deepest = buffer_in(&arena, LIMIT_EVIDENCE_SIZE);
    for (size_t i = 0; i < LIMIT_XML_DEPTH; i++)
        buffer_string(&deepest, "<a>");
    for (size_t i = 0; i < LIMIT_XML_DEPTH; i++)
        buffer_string(&deepest, "</a>");
    ck_assert_msg(carrier_xml_read("r.xml", buffer_text(&deepest), &arena, &document, &err), "%s",
                  support_error(&err));
    check_refused("deep", repeated(&arena, "", "<a>", 100000, ""), 1, 3 * LIMIT_XML_DEPTH + 1,
                  "nested more than 100 deep");
    arena_free(&arena);
}
END_TEST

START_TEST(test_xml__attributes_are_bounded_and_long_ones_are_read)
{
    struct arena arena = {0};
    struct error err = {0};
    struct value document;
    struct buffer many = buffer_in(&arena, LIMIT_EVIDENCE_SIZE);
    buffer_string(&many, "<a");
    for (size_t i = 0; i <= LIMIT_XML_ATTRIBUTES; i++)
        buffer_format(&many, " a%zu=''", i);
    buffer_string(&many, "/>");
    check_refused("many", buffer_text(&many), 1, 1, "more than 256 attributes");
    check_refused("long name", repeated(&arena, "<a ", "n", LIMIT_KEY_SIZE + 1, "=''/>"), 1, 1,
                  "longer than 65536 bytes");
    const struct text wide = repeated(&arena, "<a b='", "x", 20 << 20, "'/>");
    ck_assert(carrier_xml_read("r.xml", wide, &arena, &document, &err));
    const struct value *b = value_get(value_get(&document, TEXT("attributes")), TEXT("b"));
    ck_assert_uint_eq(value_text(b).size, 20 << 20);
    arena_free(&arena);
}
END_TEST

START_TEST(test_xml__elements_are_bounded)
{
    struct arena arena = {0};
    struct error err = {0};
    struct value document;
    const struct text source = repeated(&arena, "<a>\n", "<b/>", LIMIT_XML_NODES, "</a>");
    ck_assert(!carrier_xml_read("r.xml", source, &arena, &document, &err));
    ck_assert_msg(strstr(err.message, "more than 1500000 elements"), "%s", support_error(&err));
    ck_assert_uint_eq(err.line, 2);
    arena_free(&arena);
}
END_TEST

START_TEST(test_xml__is_claimed_by_its_name_or_its_first_tag)
{
    static const struct {
        const char *path;
        struct text source;
        bool claimed;
    } cases[] = {
        {"a.xml", {"{}", 2}, true},        {"report", {"<a/>", 4}, true},
        {"report", {" \n<?xml", 7}, true}, {"report", {"\xef\xbb\xbf<!-- -->", 11}, true},
        {"README.md", {"<p>", 3}, false},  {"a.json", {"{}", 2}, false},
        {"a.yaml", {"<<: *a", 6}, false},  {"a.yaml", {"a: <b>", 6}, false},
        {"report", {"<\0a\0", 4}, true},   {"report", {"", 0}, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_msg(carrier_xml_claims(cases[i].path, cases[i].source) == cases[i].claimed,
                      "case %zu: %s", i, cases[i].path);
}
END_TEST

TESTS("evidence/xml", test_xml__elements_have_names_attributes_text_and_children,
      test_xml__white_space_alone_is_no_text_and_line_ends_are_one,
      test_xml__places_are_lines_and_code_points,
      test_xml__what_could_expand_or_lead_out_is_refused,
      test_xml__what_is_no_xml_in_utf_8_is_refused_with_its_place,
      test_xml__elements_nest_as_deep_as_the_limit_and_no_deeper,
      test_xml__attributes_are_bounded_and_long_ones_are_read, test_xml__elements_are_bounded,
      test_xml__is_claimed_by_its_name_or_its_first_tag)
