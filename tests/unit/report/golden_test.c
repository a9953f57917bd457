/* What each format makes of a few records, compared whole with golden/NAME.FORMAT. Where a form is
 * changed on purpose, REGOLD=1 writes the files anew; read what changed before you keep it. */
#include "records.h"

#include "base/encode.h"
#include "base/file.h"

static struct arena arena;

/* Everything that may harm a tool, in one text. */
static const char evil_bytes[] =
    "\x1b[31m\r\n::error::all is well\n##[error]y ##vso[task.complete]z \xE2\x80\xAE<script>alert"
    "(1)</script>&\"'`|[a](https://evil.example)@root #12 www.evil.example ]]> --> # skip it "
    "\\# todo it \\ \x7f \xC2\x9B \xEF\xBF\xBE \xED\xA0\x80 \xff %0A${{ x }} $(id) {0} <!-- "
    "*b*\n";
static const struct text evil = {evil_bytes, sizeof evil_bytes - 1};

static const char *const kept[] = {"obstat", "verdict", "outcome", "level"};

static bool is_kept(struct text key)
{
    for (size_t i = 0; i < COUNT(kept); i++)
        if (text_is(key, kept[i]))
            return true;
    return false;
}

/* The record with every text in it, but for the words that have a meaning, made evil. */
static struct value poisoned(const struct value *value)
{
    struct members members = {0};
    struct values items = {0};
    switch (value_kind(value)) {
    case VALUE_STRING:
        return value_of_text(evil);
    case VALUE_LIST:
        for (size_t i = 0; i < value_count(value); i++)
            *LIST_ADD(&arena, &items) = poisoned(value_at(value, i));
        return value_of_list(&arena, items.at, items.count);
    case VALUE_MAP:
        for (size_t i = 0; i < value_count(value); i++)
            members_add(&arena, &members, member_key(value, i),
                        is_kept(member_key(value, i)) ? *member_value(value, i)
                                                      : poisoned(member_value(value, i)));
        return value_of_map(&arena, &members);
    default:
        return *value;
    }
}

static const struct value *hostile(const char *name)
{
    struct value *value = ARENA_NEW(&arena, struct value);
    *value = poisoned(record_named(&arena, name));
    return value;
}

struct scene {
    const char *name;
    struct report_records records;
    struct report_options options;
};

static void add(struct scene *scene, const struct value *record, const char *manifest)
{
    *LIST_ADD(&arena, &scene->records) = (struct report_record){record, manifest, "models", NULL};
}

static struct scene full_scene(void)
{
    struct scene scene = {.name = "full"};
    add(&scene, record_named(&arena, "full"), "models/credit/model.yaml");
    return scene;
}

static struct scene verbose_scene(void)
{
    struct scene scene = {.name = "verbose", .options = {.verbose = true}};
    add(&scene, record_named(&arena, "full"), "models/credit/model.yaml");
    return scene;
}

static struct scene run_scene(void)
{
    struct scene scene = {.name = "run"};
    add(&scene, record_named(&arena, "full"), "models/credit/model.yaml");
    add(&scene, record_named(&arena, "allowed"), "models/credit-2.4/model.yaml");
    add(&scene, record_named(&arena, "nothing"), "models/empty/model.yaml");
    add(&scene, record_named(&arena, "refused"), "models/torn/model.yaml");
    return scene;
}

static struct scene hostile_scene(void)
{
    struct scene scene = {.name = "hostile"};
    add(&scene, hostile("full"), text_string(&arena, evil));
    add(&scene, hostile("refused"), text_string(&arena, evil));
    return scene;
}

static struct text report_of(const struct scene *scene, const struct report_format *format)
{
    struct error err = {0};
    struct buffer out = buffer_in(&arena, LIMIT_REPORT_SIZE);
    ck_assert_msg(format->write(&scene->records, &scene->options, &out, &err), "%s: %s",
                  format->name, support_error(&err));
    return buffer_text(&out);
}

static const char *golden_path(const struct scene *scene, const struct report_format *format)
{
    return text_format(&arena, OBSTAT_SOURCE "/tests/unit/report/golden/%s.%s", scene->name,
                       format->name)
        .at;
}

static void compare(const struct scene *scene, const struct report_format *format)
{
    enum { MODE = 0644 };
    struct error err = {0};
    const struct text report = report_of(scene, format);
    const char *path = golden_path(scene, format);
    if (getenv("REGOLD"))
        ck_assert_msg(file_write(path, report, MODE, &err), "%s", support_error(&err));
    const struct text golden = support_read(&arena, path);
    ck_assert_msg(text_equal(report, golden), "%s is not what it was:\n%.*s", path,
                  TEXT_ARGS(report));
}

START_TEST(test_golden__every_format_of_every_scene_is_as_it_was)
{
    const struct scene scenes[] = {full_scene(), run_scene(), hostile_scene()};
    for (size_t i = 0; i < COUNT(scenes); i++)
        for (size_t j = 0; report_formats[j]; j++)
            if (strcmp(report_formats[j]->name, "json") != 0)
                compare(&scenes[i], report_formats[j]);
}
END_TEST

START_TEST(test_golden__verbose_shows_what_was_let_through_as_results)
{
    const struct scene scene = verbose_scene();
    compare(&scene, format_named("text"));
    compare(&scene, format_named("sarif"));
}
END_TEST

static void assert_harmless(const char *format, struct text report)
{
    static const char *const never[] = {"##[", "##vso[", "\xE2\x80\xAE", "\xC2\x9B",
                                        "\xEF\xBF\xBE"};
    ck_assert_uint_eq(utf8_check(report), report.size);
    for (size_t i = 0; i < report.size; i++)
        ck_assert_msg(((unsigned char)report.at[i] >= ' ' && report.at[i] != 0x7f) ||
                          report.at[i] == '\n',
                      "%s: byte %02x at %zu", format, (unsigned char)report.at[i], i);
    for (size_t i = 0; i < COUNT(never); i++)
        ck_assert_msg(!strstr(report.at, never[i]), "%s: %s", format, never[i]);
}

/* No line begins with a workflow command, but for those of the format that is made of them. */
static void assert_no_commands(const char *format, struct text report)
{
    static const char *const own[] = {"::error file=", "::error title=", "::warning file=",
                                      "::warning title=", "::notice title="};
    const bool commands = strcmp(format, "github") == 0;
    for (size_t at = 0; at < report.size;
         at += text_find(text_part(report, at, report.size), '\n') + 1) {
        struct text line = text_part(report, at, report.size);
        bool ours = false;
        line = text_part(line, 0, text_find(line, '\n'));
        while (line.size && *line.at == ' ')
            line = text_part(line, 1, line.size);
        for (size_t i = 0; commands && i < COUNT(own); i++)
            ours = ours || text_starts(line, text_of(own[i]));
        ck_assert_msg(ours || !text_starts(line, TEXT("::")), "%s: %.*s", format, TEXT_ARGS(line));
    }
}

START_TEST(test_golden__nothing_from_a_record_does_harm_in_any_format)
{
    const struct scene scene = hostile_scene();
    for (size_t i = 0; report_formats[i]; i++) {
        const char *name = report_formats[i]->name;
        if (strcmp(name, "json") ==
            0) /* the record itself: a machine's, and refused if not UTF-8 */
            continue;
        const struct text report = report_of(&scene, report_formats[i]);
        assert_harmless(name, report);
        assert_no_commands(name, report);
        const bool marked_up = strcmp(name, "html") == 0 || strcmp(name, "markdown") == 0 ||
                               strcmp(name, "junit") == 0;
        ck_assert_msg(!marked_up || !strstr(report.at, "<script"), "%s", name);
    }
}
END_TEST

START_TEST(test_golden__what_is_no_record_is_refused_by_every_format)
{
    static const char *const texts[] = {"null", "[]", "{}", "{\"findings\": 1}",
                                        "{\"findings\": [{}]}"};
    for (size_t i = 0; report_formats[i]; i++)
        for (size_t j = 0; j < COUNT(texts); j++) {
            struct error err = {0};
            struct value value;
            struct buffer out = buffer_in(&arena, 65536);
            ck_assert(
                json_read("d", text_of(texts[j]), (struct json_options){0}, &arena, &value, &err));
            if (strcmp(report_formats[i]->name, "json") == 0)
                continue;
            ck_assert_msg(!record_write(report_formats[i]->name, &value,
                                        &(struct report_options){0}, &out, &err),
                          "%s: %s", report_formats[i]->name, texts[j]);
            ck_assert_int_eq(err.code, ERROR_REFUSED);
        }
}
END_TEST

START_TEST(test_golden__a_report_that_does_not_fit_is_refused_by_every_format)
{
    for (size_t i = 0; report_formats[i]; i++) {
        struct error err = {0};
        struct buffer out = buffer_in(&arena, 300);
        ck_assert_msg(!record_write(report_formats[i]->name, record_named(&arena, "full"),
                                    &(struct report_options){0}, &out, &err),
                      "%s", report_formats[i]->name);
        ck_assert_int_eq(err.code, ERROR_REFUSED);
    }
}
END_TEST

START_TEST(test_golden__an_empty_run_is_a_document_too)
{
    const struct scene empty = {.name = "empty"};
    for (size_t i = 0; report_formats[i]; i++)
        if (report_formats[i]->whole && strcmp(report_formats[i]->name, "github") != 0 &&
            strcmp(report_formats[i]->name, "markdown") != 0)
            ck_assert_uint_gt(report_of(&empty, report_formats[i]).size, 0);
}
END_TEST

TESTS("report/golden", test_golden__every_format_of_every_scene_is_as_it_was,
      test_golden__verbose_shows_what_was_let_through_as_results,
      test_golden__nothing_from_a_record_does_harm_in_any_format,
      test_golden__what_is_no_record_is_refused_by_every_format,
      test_golden__a_report_that_does_not_fit_is_refused_by_every_format,
      test_golden__an_empty_run_is_a_document_too)
