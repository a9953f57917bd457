/* Model cards as Markdown: where front matter begins and ends, what is a heading, what is text. */
#include "evidence/carrier.h"

#include "support.h"

#include "base/limits.h"
#include "value/canonical.h"

static struct value read_card(struct arena *arena, const char *source)
{
    struct error err = {0};
    struct value document;
    ck_assert_msg(carrier_markdown_read("card.md", text_of(source), arena, &document, &err),
                  "%s: %s", source, support_error(&err));
    return document;
}

static void card_refused(const char *source, unsigned line, unsigned column, const char *words)
{
    struct arena arena = {0};
    struct error err = {0};
    struct value document;
    ck_assert_msg(!carrier_markdown_read("card.md", text_of(source), &arena, &document, &err),
                  "%s was read", source);
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_msg(strstr(err.message, words), "%s", support_error(&err));
    ck_assert_msg(err.line == line && err.column == column, "%s", support_error(&err));
    arena_free(&arena);
}

/* The sections as "1 Title|text" and a line break each. */
static const char *outline_of(struct arena *arena, const char *source)
{
    const struct value card = read_card(arena, source);
    const struct value *sections = value_get(&card, TEXT("sections"));
    struct buffer outline = buffer_in(arena, LIMIT_REPORT_SIZE);
    buffer_string(&outline, "");
    for (size_t i = 0; i < value_count(sections); i++) {
        const struct value *section = value_at(sections, i);
        buffer_format(&outline, "%d %.*s|%.*s\n",
                      (int)value_integer(value_get(section, TEXT("level"))),
                      TEXT_ARGS(value_text(value_get(section, TEXT("title")))),
                      TEXT_ARGS(value_text(value_get(section, TEXT("text")))));
    }
    return outline.size ? text_string(arena, buffer_text(&outline)) : "";
}

static void outline_is(const char *source, const char *expected)
{
    struct arena arena = {0};
    ck_assert_str_eq(outline_of(&arena, source), expected);
    arena_free(&arena);
}

START_TEST(test_markdown__values_of_front_matter_keep_the_lines_of_the_file)
{
    static const struct {
        const char *name, *source;
        unsigned line, column;
    } cards[] = {
        {"plain", "---\ntags: [a]\nlicense: mit\n---\n# T\n", 3, 10},
        {"after blank lines", "\n\n---\nlicense: mit\n---\n", 4, 10},
        {"with a byte order mark", "\xef\xbb\xbf---\nlicense: mit\n---\n", 2, 10},
        {"with CRLF", "---\r\ntags: [a]\r\nlicense: mit\r\n---\r\n# T\r\n", 3, 10},
        {"with CR", "---\rlicense: mit\r---\r", 2, 10},
        {"with blanks behind the marks", "---  \nlicense: mit\n---\t\n", 2, 10},
        {"without a last line break", "---\nlicense: mit\n---", 2, 10},
    };
    for (size_t i = 0; i < COUNT(cards); i++) {
        struct arena arena = {0};
        const struct value card = read_card(&arena, cards[i].source);
        const struct value *license = value_get(value_get(&card, TEXT("front")), TEXT("license"));
        const struct place place = value_place(license);
        ck_assert_msg(text_is(value_text(license), "mit"), "%s", cards[i].name);
        ck_assert_msg(place.line == cards[i].line && place.column == cards[i].column, "%s: %u:%u",
                      cards[i].name, place.line, place.column);
        ck_assert_str_eq(place.file, "card.md");
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_markdown__front_matter_that_is_off_is_refused_with_its_place)
{
    card_refused("---\nlicense: mit\n", 1, 1, "never ends");
    card_refused("\n---\nlicense: mit\n# T\n", 2, 1, "never ends");
    card_refused("---\nlicense: mit\n----\n", 1, 1, "never ends");
    card_refused("----\nlicense: mit\n---\n", 1, 1, "three dashes, here are 4");
    card_refused("  ---\nlicense: mit\n---\n", 1, 1, "remove them");
    card_refused("---\r\r\nlicense: mit\r\r\n---\r\r\n", 1, 1, "carriage returns");
    card_refused("---\n[]\n---\n", 2, 1, "is a list");
    card_refused("---\nmit\n---\n", 2, 1, "is a string");
    card_refused("---\na: 1\na: 2\n---\n", 3, 1, "a");
    card_refused("---\nlicense: [mit\n---\n", 3, 1, "");
}
END_TEST

START_TEST(test_markdown__a_file_in_another_encoding_is_refused_by_name)
{
    struct arena arena = {0};
    struct error err = {0};
    struct value document;
    static const char wide[] = "\xff\xfe-\0-\0-\0\n\0";
    ck_assert(!carrier_markdown_read("card.md", (struct text){wide, sizeof wide - 1}, &arena,
                                     &document, &err));
    ck_assert_msg(strstr(err.message, "UTF-16"), "%s", err.message);
    card_refused("# T\nLigne \xe9t\xe9\n", 2, 7, "0xe9");
    struct error zero = {0};
    ck_assert(!carrier_markdown_read("card.md", TEXT("# T\n\0\n"), &arena, &document, &zero));
    ck_assert_msg(strstr(zero.message, "0x00") && zero.line == 2, "%s", support_error(&zero));
    arena_free(&arena);
}
END_TEST

START_TEST(test_markdown__a_card_without_front_matter_has_sections_only)
{
    struct arena arena = {0};
    const struct value card = read_card(&arena, "# Phi-4 \n\nSmall.\n\n## Uses\nMath\n");
    ck_assert_int_eq(value_kind(value_get(&card, TEXT("front"))), VALUE_NULL);
    const struct value *uses = value_at(value_get(&card, TEXT("sections")), 1);
    ck_assert_uint_eq(value_place(uses).line, 5);
    ck_assert_str_eq(value_place(uses).file, "card.md");
    arena_free(&arena);
}
END_TEST

START_TEST(test_markdown__headings_are_those_of_commonmark)
{
    static const struct {
        const char *source, *outline;
    } cards[] = {
        {"# A\ntext\n## B ##\n\nmore\n", "1 A|text\n2 B|more\n"},
        {"before\n\n# A\n", "0 |before\n1 A|\n"},
        {"   # three blanks\n    # four are code\n", "1 three blanks|# four are code\n"},
        {"#no blank\n####### seven\n", "0 |#no blank\n####### seven\n"},
        {"# C#\n# A \\#\n#\n", "1 C#|\n1 A #|\n1 |\n"},
        {"Title\n=====\ntext\n\nOther\n---\nmore\n", "1 Title|text\n2 Other|more\n"},
        {"Two\nlines\n-----\n", "2 Two lines|\n"},
        {"para\n\n---\nafter\n", "0 |para\n\n---\nafter\n"},
        {"- item\n---\n", "0 |- item\n---\n"},
        {"1. item\n---\n", "0 |1. item\n---\n"},
        {"| a | b |\n---\n", "0 || a | b |\n---\n"},
        {"> quoted\n===\n", "0 |> quoted\n===\n"},
        {"# A\n---\n", "1 A|---\n"},
        {"# A\r\ntext\r\n# B\r\n", "1 A|text\n1 B|\n"},
        {"# A\rtext\r# B", "1 A|text\n1 B|\n"},
        {"", ""},
        {"\n \n", ""},
    };
    for (size_t i = 0; i < COUNT(cards); i++)
        outline_is(cards[i].source, cards[i].outline);
}
END_TEST

START_TEST(test_markdown__fenced_code_has_no_headings)
{
    outline_is("# A\n```sh\n# comment\n```\n# B\n", "1 A|```sh\n# comment\n```\n1 B|\n");
    outline_is("~~~\n# a\n```\n# b\n~~~~\n# C\n", "0 |~~~\n# a\n```\n# b\n~~~~\n1 C|\n");
    outline_is("````\n```\n# a\n````\n# B\n", "0 |````\n```\n# a\n````\n1 B|\n");
    outline_is("```\n# never closed\n", "0 |```\n# never closed\n");
    outline_is("``` a`b\n# A\n", "0 |``` a`b\n1 A|\n");
    outline_is("text\n```\n---\n```\n", "0 |text\n```\n---\n```\n");
}
END_TEST

START_TEST(test_markdown__comments_are_no_text_and_hide_headings)
{
    outline_is("# A\nsaid <!-- not --> so\n", "1 A|said  so\n");
    outline_is("# A\n<!--\n# hidden\nfill in\n-->\n# B\n", "1 A|\n1 B|\n");
    outline_is("# A <!-- x -->\n<!---->text\n", "1 A|text\n");
    outline_is("# A\n<!-- never closed\n# hidden\n", "1 A|\n");
    outline_is("# A\na <!-- never closed\n# B\n", "1 A|a <!-- never closed\n1 B|\n");
    outline_is("# A\nthe mark `<!--` and `-->`\n# B\n", "1 A|the mark `<!--` and `-->`\n1 B|\n");
    outline_is("```\n<!-- kept -->\n```\n", "0 |```\n<!-- kept -->\n```\n");
    outline_is("<!--\n```\n-->\n# A\n```\n# in\n```\n", "1 A|```\n# in\n```\n");
}
END_TEST

START_TEST(test_markdown__lines_are_counted_past_comments)
{
    struct arena arena = {0};
    const struct value card = read_card(&arena, "---\na: 1\n---\n<!--\n\n-->\n# A\n");
    const struct value *section = value_at(value_get(&card, TEXT("sections")), 0);
    ck_assert_uint_eq(value_place(section).line, 7);
    arena_free(&arena);
}
END_TEST

START_TEST(test_markdown__titles_are_what_is_read)
{
    static const struct {
        const char *source, *title;
    } titles[] = {
        {"**Intended** uses", "Intended uses"},
        {"__Bold__ and _soft_", "Bold and soft"},
        {"my_model_name", "my_model_name"},
        {"2 * 3 * 4", "2 * 3 * 4"},
        {"The `pipeline` API", "The pipeline API"},
        {"``a`b``", "a`b"},
        {"[Model card](https://x.example/a_(b))", "Model card"},
        {"![logo](a.png) Phi", "logo Phi"},
        {"[![badge](b.svg)](https://x.example) Title", "badge Title"},
        {"Uses [optional]", "Uses [optional]"},
        {"[text][ref]", "text"},
        {"A <a id=\"x\"></a>B<br/>", "A B"},
        {"a < b > c", "a < b > c"},
        {"<https://x.example>", "https://x.example"},
        {"a\\*b\\_c", "a*b_c"},
        {"~~Old~~ new", "Old new"},
        {"\xf0\x9f\xa4\x97 Evaluation   data", "\xf0\x9f\xa4\x97 Evaluation data"},
        {"trailing \\", "trailing \\"},
        {"[open", "[open"},
        {"`open", "`open"},
    };
    for (size_t i = 0; i < COUNT(titles); i++) {
        struct arena arena = {0};
        const char *source = text_format(&arena, "# %s\n", titles[i].source).at;
        const struct value card = read_card(&arena, source);
        const struct value *title =
            value_get(value_at(value_get(&card, TEXT("sections")), 0), TEXT("title"));
        ck_assert_msg(text_is(value_text(title), titles[i].title), "%s: %.*s", titles[i].source,
                      TEXT_ARGS(value_text(title)));
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_markdown__a_heading_as_long_as_a_page_is_a_paragraph)
{
    struct arena arena = {0};
    struct buffer card = buffer_in(&arena, LIMIT_REPORT_SIZE);
    buffer_repeat(&card, 'a', LIMIT_TITLE_SIZE);
    buffer_string(&card, "\n---\n# B\n");
    const struct value read = read_card(&arena, card.at);
    const struct value *sections = value_get(&read, TEXT("sections"));
    ck_assert_uint_eq(value_count(sections), 2);
    ck_assert_int_eq(value_integer(value_get(value_at(sections, 0), TEXT("level"))), 0);
    arena_free(&arena);
}
END_TEST

START_TEST(test_markdown__more_headings_than_anybody_reads_are_refused)
{
    struct arena arena = {0};
    struct error err = {0};
    struct value document;
    struct buffer card = buffer_in(&arena, LIMIT_REPORT_SIZE);
    for (int i = 0; i <= LIMIT_SECTIONS + 1; i++)
        buffer_string(&card, "# a\n");
    ck_assert(!carrier_markdown_read("card.md", buffer_text(&card), &arena, &document, &err));
    ck_assert_msg(strstr(err.message, "10000 headings"), "%s", err.message);
    arena_free(&arena);
}
END_TEST

START_TEST(test_markdown__hostile_cards_of_megabytes_are_read_in_time)
{
    static const char *const parts[] = {"`",    "<!--",  "<!-- ",  "[",         "](",    "``` ",
                                        "*a_ ", "# [\n", "a\n-\n", "` `` ``` ", "<!-->", "\r"};
    for (size_t i = 0; i < COUNT(parts); i++) {
        struct arena arena = {0};
        struct error err = {0};
        struct value document;
        struct buffer card = buffer_in(&arena, 4 << 20);
        buffer_string(&card, "x ");
        while (card.size < 2 << 20)
            buffer_string(&card, parts[i]);
        (void)!carrier_markdown_read("card.md", buffer_text(&card), &arena, &document, &err);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_markdown__its_name_or_what_follows_the_front_matter_makes_a_card)
{
    static const struct {
        const char *path, *source;
        bool card;
    } files[] = {
        {"README.md", "plain", true},
        {"a/README.MD", "a,b\n1,2\n", true},
        {"card.markdown", "", true},
        {"README", "---\na: 1\n---\n# Title\ntext\n", true},
        {"README", "---\na: 1\n---\nSome words: not a map? - no\n\n* a\n", true},
        {"README", "---\na: 1\n", false},
        {"README", "---\na: 1\n---\nb: 2\n", false},
        {"README", "---\na: 1\n---\n", false},
        {"a.yaml", "---\na: 1\n---\n# Title\ntext\n", false},
        {"a.json", "---\na: 1\n---\n# Title\ntext\n", false},
        {"a", "{}", false},
        {"a", "", false},
    };
    for (size_t i = 0; i < COUNT(files); i++)
        ck_assert_msg(carrier_markdown_claims(files[i].path, text_of(files[i].source)) ==
                          files[i].card,
                      "%s: %s", files[i].path, files[i].source);
}
END_TEST

TESTS("evidence/markdown", test_markdown__values_of_front_matter_keep_the_lines_of_the_file,
      test_markdown__front_matter_that_is_off_is_refused_with_its_place,
      test_markdown__a_file_in_another_encoding_is_refused_by_name,
      test_markdown__a_card_without_front_matter_has_sections_only,
      test_markdown__headings_are_those_of_commonmark, test_markdown__fenced_code_has_no_headings,
      test_markdown__comments_are_no_text_and_hide_headings,
      test_markdown__lines_are_counted_past_comments, test_markdown__titles_are_what_is_read,
      test_markdown__a_heading_as_long_as_a_page_is_a_paragraph,
      test_markdown__more_headings_than_anybody_reads_are_refused,
      test_markdown__hostile_cards_of_megabytes_are_read_in_time,
      test_markdown__its_name_or_what_follows_the_front_matter_makes_a_card)
