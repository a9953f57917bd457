/* Public model cards: 178 of the Hugging Face Hub, whose front matter and figures PyYAML has read
 * with a resolver of YAML 1.2 (expected.jsonl); the fixtures of the Hub's own library; and cards
 * without any front matter. */
#include "evidence/evidence.h"

#include "support.h"

#include "value/json.h"

#include <glob.h>

static struct arena arena;

/* One line of expected.jsonl. */
static struct value expectation(struct text *lines)
{
    struct error err = {0};
    struct value expected;
    const size_t size = text_find(*lines, '\n');
    const struct text line = {text_string(&arena, text_part(*lines, 0, size)), size};
    ck_assert_msg(
        json_read("expected.jsonl", line, (struct json_options){0}, &arena, &expected, &err), "%s",
        support_error(&err));
    *lines = text_part(*lines, size + 1, lines->size);
    return expected;
}

static bool is_readable_problem(struct text problem)
{
    return text_ends(problem, TEXT("dataset missing")) || text_ends(problem, TEXT("is a string"));
}

/* Must the card be refused? Its front matter cannot be read, or its index cannot. */
static bool is_refusable(const struct value *expected)
{
    const struct text front = value_text(value_get(expected, TEXT("front_matter")));
    const struct value *problems =
        value_get(value_get(expected, TEXT("model_index")), TEXT("problems"));
    for (size_t i = 0; i < value_count(problems); i++)
        if (!is_readable_problem(value_text(value_at(problems, i))))
            return true;
    return !text_is(front, "ok") && !text_is(front, "absent");
}

static void keys_agree(const struct value *expected, const struct value *front, const char *path)
{
    const struct value *keys = value_get(expected, TEXT("keys"));
    ck_assert_msg(value_count(keys) == value_count(front), "%s: %zu keys", path,
                  value_count(front));
    for (size_t i = 0; i < value_count(keys); i++)
        ck_assert_msg(value_get(front, value_text(value_at(keys, i))) != NULL, "%s: no %.*s", path,
                      TEXT_ARGS(value_text(value_at(keys, i))));
}

static void card_agrees(const struct value *expected, const struct value *card, const char *path)
{
    static const char *const fields[] = {"license", "language",     "datasets",    "metrics",
                                         "tags",    "library_name", "pipeline_tag"};
    for (size_t i = 0; i < COUNT(fields); i++) {
        const struct value *theirs = value_present(expected, text_of(fields[i]));
        const struct value *ours = value_get(card, text_of(fields[i]));
        ck_assert_msg(theirs ? ours && value_equal(ours, theirs) : !ours, "%s: %s", path,
                      fields[i]);
    }
}

/* "232.59 +/- 25.63" is two numbers, any other text is that text. */
static void figure_agrees(const struct result *result, const struct value *expected,
                          const char *path)
{
    const struct text text = value_text(expected);
    char *behind;
    if (value_kind(expected) != VALUE_STRING || !result->details->spread) {
        ck_assert_msg(value_equal(result->value, expected), "%s: a figure", path);
        return;
    }
    const char *spelled = text_string(&arena, text);
    ck_assert_msg(value_number(result->value) == strtod(spelled, &behind), "%s: %s", path, spelled);
    ck_assert_msg(strncmp(behind, " +/- ", 5) == 0 &&
                      value_number(result->details->spread) == strtod(behind + 5, NULL),
                  "%s: %s", path, spelled);
}

static bool name_agrees(const struct value *ours, const struct value *theirs)
{
    return value_kind(theirs) == VALUE_NULL ? !ours : ours && value_equal(ours, theirs);
}

/* Each is [task, data set, metric, value, verified]. */
static size_t results_agree(const struct value *expected, const struct evidence *evidence)
{
    size_t seen = 0;
    const struct value *metrics =
        value_get(value_get(expected, TEXT("model_index")), TEXT("metrics"));
    for (size_t i = 0; i < value_count(metrics); i++) {
        const struct value *metric = value_at(metrics, i);
        if (value_kind(value_at(metric, 3)) == VALUE_NULL)
            continue;
        ck_assert_msg(seen < evidence->results.count, "%s: too few results", evidence->path);
        const struct result *result = &evidence->results.at[seen++];
        const struct value *verified = result->details->verified;
        ck_assert_msg(name_agrees(result->setting->task, value_at(metric, 0)) &&
                          name_agrees(result->setting->dataset, value_at(metric, 1)) &&
                          text_equal(result->metric, value_text(value_at(metric, 2))) &&
                          (verified && value_boolean(verified)) ==
                              value_boolean(value_at(metric, 4)),
                      "%s: result %zu", evidence->path, i);
        figure_agrees(result, value_at(metric, 3), evidence->path);
        ck_assert_uint_gt(value_place(result->value).line, 1);
    }
    ck_assert_msg(seen == evidence->results.count, "%s: %zu results", evidence->path,
                  evidence->results.count);
    return seen;
}

/* How many results the card has; 0 where it is refused, as it must be. */
static size_t card_judge(const struct value *expected, const char *folder)
{
    struct error err = {0};
    struct evidence evidence = {0};
    const char *path = text_format(&arena, "%s/cards/%.*s", folder,
                                   TEXT_ARGS(value_text(value_get(expected, TEXT("file")))))
                           .at;
    const bool read =
        evidence_read(path, support_read(&arena, path), TEXT_NONE, &arena, &evidence, &err);
    ck_assert_msg(read == !is_refusable(expected), "%s: %s", path,
                  read ? "was read" : support_error(&err));
    if (!read) {
        ck_assert_msg(err.code == ERROR_REFUSED && err.file[0] && err.line && err.column, "%s",
                      support_error(&err));
        return 0;
    }
    ck_assert_str_eq(evidence.format, "huggingface");
    keys_agree(expected, value_present(evidence.document, TEXT("front")), path);
    card_agrees(expected, evidence.card, path);
    return results_agree(expected, &evidence);
}

START_TEST(test_model_cards__of_the_hub_agree_field_by_field)
{
    size_t cards = 0, results = 0;
    const char *folder = support_corpus(&arena, "hf-model-cards/give");
    struct text lines = support_read(&arena, text_format(&arena, "%s/expected.jsonl", folder).at);
    while (lines.size) {
        const struct value expected = expectation(&lines);
        results += card_judge(&expected, folder);
        cards++;
    }
    ck_assert_uint_eq(cards, 178);
    ck_assert_uint_ge(results, 300);
    arena_free(&arena);
}
END_TEST

static bool fixture_read(const char *name, struct evidence *evidence, struct error *err)
{
    const char *folder = support_corpus(&arena, "hf-hub-card-fixtures/tests/fixtures/cards");
    const char *path = text_format(&arena, "%s/%s", folder, name).at;
    return evidence_read(path, support_read(&arena, path), TEXT_NONE, &arena, evidence, err);
}

START_TEST(test_model_cards__fixtures_are_what_their_names_say)
{
    static const struct {
        const char *name, *license;
        unsigned line; /* where it is refused; 0 where it is not */
        size_t results, problems;
    } fixtures[] = {
        {"sample_simple.md", "mit", 0, 0, 0},
        {"sample_simple_model_index.md", "mit", 0, 2, 0},
        {"sample_windows_line_breaks.md", "mit", 0, 0, 0},
        {"sample_no_metadata.md", "", 0, 0, 0},
        {"sample_invalid_card_data.md", "", 2, 0, 0},
        {"sample_invalid_model_index.md", "mit", 0, 1, 1},
        {"sample_template.md", "", 2, 0, 0},
    };
    for (size_t i = 0; i < COUNT(fixtures); i++) {
        struct error err = {0};
        struct evidence evidence = {0};
        const bool read = fixture_read(fixtures[i].name, &evidence, &err);
        ck_assert_msg(read == !fixtures[i].line && err.line == fixtures[i].line, "%s: %s",
                      fixtures[i].name, support_error(&err));
        ck_assert_uint_eq(evidence.results.count, fixtures[i].results);
        ck_assert_uint_eq(value_count(value_get(evidence.card, TEXT("problems"))),
                          fixtures[i].problems);
        ck_assert_msg(
            text_is(value_text(value_get(evidence.card, TEXT("license"))), fixtures[i].license),
            "%s", fixtures[i].name);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_model_cards__without_front_matter_have_their_headings)
{
    static const char *const headings[] = {"Intended uses", "Characteristics",
                                           "Available model variants"};
    glob_t found;
    size_t there = 0;
    const char *folder = support_corpus(&arena, "model-cards-markdown/docker/ai");
    ck_assert_int_eq(glob(text_format(&arena, "%s/*.md", folder).at, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct error err = {0};
        struct evidence evidence = {0};
        const char *path = found.gl_pathv[i];
        const struct text card = support_read(&arena, path);
        ck_assert_msg(evidence_read(path, card, TEXT_NONE, &arena, &evidence, &err), "%s",
                      support_error(&err));
        const struct value *sections = value_get(evidence.card, TEXT("sections"));
        for (size_t heading = 0; heading < COUNT(headings); heading++) {
            const struct text line = text_format(&arena, "\n## %s\n", headings[heading]);
            const bool written = memmem(card.at, card.size, line.at, line.size) != NULL;
            const struct value *section = value_get(sections, text_of(headings[heading]));
            ck_assert_msg(!written || value_text(section).size, "%s: %s", path, headings[heading]);
            there += written;
        }
        ck_assert_uint_gt(value_count(sections), 2);
    }
    ck_assert_uint_ge(found.gl_pathc, 40);
    ck_assert_uint_ge(there, 80);
    globfree(&found);
    arena_free(&arena);
}
END_TEST

TESTS("corpora/model-cards", test_model_cards__of_the_hub_agree_field_by_field,
      test_model_cards__fixtures_are_what_their_names_say,
      test_model_cards__without_front_matter_have_their_headings)
