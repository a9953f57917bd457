/* Reports of tests and bills of materials: every file is read, and says what Python finds in it,
 * number by number (reports_oracle.py). */
#include "evidence/evidence.h"

#include "support.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { FIELDS_MAX = 7 };

static struct arena arena;

/* One line of the oracle's, or one of ours. */
struct line {
    struct text fields[FIELDS_MAX];
    size_t count;
    bool met;
};

struct lines LIST(struct line);

static struct line line_split(struct text text)
{
    struct line line = {0};
    while (line.count < FIELDS_MAX) {
        const size_t end = text_find(text, '\t');
        line.fields[line.count++] = text_part(text, 0, end);
        if (end == text.size)
            break;
        text = text_part(text, end + 1, text.size);
    }
    return line;
}

/* Tabs and line breaks as spaces, as the oracle has them. */
static struct text flat(struct text text)
{
    const struct text copy = text_copy(&arena, text);
    char *at = arena_alloc(&arena, copy.size + 1);
    for (size_t i = 0; i < copy.size; i++)
        at[i] = copy.at[i] == '\t' || copy.at[i] == '\n' ? ' ' : copy.at[i];
    return (struct text){at, copy.size};
}

static bool number_is(const struct value *number, struct text expected)
{
    if (!number)
        return expected.size == 0;
    return value_number(number) == strtod(text_string(&arena, expected), NULL);
}

static bool value_is(const struct value *value, struct text expected)
{
    if (value_is_number(value))
        return expected.size && expected.at[0] != '"' && number_is(value, expected);
    const struct text text = value_kind(value) == VALUE_BOOLEAN
                                 ? text_of(value_boolean(value) ? "true" : "false")
                                 : flat(value_text(value));
    return expected.size && expected.at[0] == '"' &&
           text_equal(text_part(expected, 1, expected.size), text);
}

static bool part_is(const struct value *part, struct text expected)
{
    return text_equal(part ? value_text(part) : TEXT_NONE, expected);
}

static bool figure_is(const struct result *result, const struct line *line)
{
    return text_is(line->fields[0], "figure") && text_equal(result->metric, line->fields[1]) &&
           part_is(result->setting->task, line->fields[2]) &&
           part_is(result->setting->split, line->fields[3]) &&
           value_is(result->value, line->fields[4]);
}

static bool suite_is(const struct suite *suite, const struct line *line)
{
    return text_is(line->fields[0], "suite") && text_equal(suite->name, line->fields[1]) &&
           number_is(suite->passed, line->fields[2]) && number_is(suite->total, line->fields[3]) &&
           number_is(suite->failed, line->fields[4]) && number_is(suite->errors, line->fields[5]) &&
           number_is(suite->skipped, line->fields[6]);
}

/* Each of ours is one of the oracle's that no other is. */
static void figures_meet(const struct evidence *evidence, struct lines *lines)
{
    for (size_t i = 0; i < evidence->results.count; i++) {
        size_t at = 0;
        while (at < lines->count &&
               (lines->at[at].met || !figure_is(&evidence->results.at[i], &lines->at[at])))
            at++;
        ck_assert_msg(at < lines->count, "%s: the oracle does not have %.*s", evidence->path,
                      TEXT_ARGS(evidence->results.at[i].metric));
        ck_assert_uint_gt(value_place(evidence->results.at[i].value).line, 0);
        lines->at[at].met = true;
    }
}

static void suites_meet(const struct evidence *evidence, struct lines *lines)
{
    for (size_t i = 0; i < evidence->suites.count; i++) {
        size_t at = 0;
        while (at < lines->count &&
               (lines->at[at].met || !suite_is(&evidence->suites.at[i], &lines->at[at])))
            at++;
        ck_assert_msg(at < lines->count, "%s: the oracle does not have the suite %.*s",
                      evidence->path, TEXT_ARGS(evidence->suites.at[i].name));
        lines->at[at].met = true;
    }
}

static void file_agrees(const char *path, const char *format, struct lines *lines)
{
    struct error err = {0};
    struct evidence evidence = {0};
    ck_assert_msg(
        evidence_read(path, support_read(&arena, path), TEXT_NONE, &arena, &evidence, &err), "%s",
        support_error(&err));
    ck_assert_str_eq(evidence.format, format);
    figures_meet(&evidence, lines);
    suites_meet(&evidence, lines);
    for (size_t i = 0; i < lines->count; i++)
        ck_assert_msg(lines->at[i].met, "%s: %.*s %.*s is missing", path,
                      TEXT_ARGS(lines->at[i].fields[0]), TEXT_ARGS(lines->at[i].fields[1]));
}

/* What the oracle prints of a folder. NULL where there is no Python here. */
static FILE *oracle_run(const char *pattern, const char *root)
{
    const char *script =
        text_format(&arena, "%s/tests/corpora/reports_oracle.py", OBSTAT_SOURCE).at;
    const char *const words[] = {"python3", script, pattern, root, NULL};
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status = 0;
    FILE *printed = tmpfile();
    ck_assert_ptr_nonnull(printed);
    ck_assert_int_eq(posix_spawn_file_actions_init(&actions), 0);
    ck_assert_int_eq(posix_spawn_file_actions_adddup2(&actions, fileno(printed), STDOUT_FILENO), 0);
    const bool started = posix_spawnp(&child, words[0], &actions, NULL,
                                      (char *const *)(uintptr_t)words, environ) == 0;
    (void)posix_spawn_file_actions_destroy(&actions);
    if (!started) {
        (void)fclose(printed);
        return NULL;
    }
    ck_assert(waitpid(child, &status, 0) == child && WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 0);
    rewind(printed);
    return printed;
}

static size_t files_agree(FILE *oracle, const char *format)
{
    struct lines lines = {0};
    const char *path = NULL;
    char *line = NULL;
    size_t room = 0, files = 0;
    for (ssize_t read; (read = getline(&line, &room, oracle)) > 0;) {
        const struct text text = text_copy(&arena, (struct text){line, (size_t)read - 1});
        if (text.size && text.at[0] == '\t') {
            *LIST_ADD(&arena, &lines) = line_split(text_part(text, 1, text.size));
            continue;
        }
        if (path)
            file_agrees(path, format, &lines);
        path = text_string(&arena, text);
        lines.count = 0;
        files++;
    }
    free(line);
    if (path)
        file_agrees(path, format, &lines);
    return files;
}

static void folder_agrees(const char *pattern, const char *folder, const char *format,
                          size_t files_least)
{
    FILE *oracle = oracle_run(pattern, support_corpus(&arena, folder));
    if (oracle) {
        ck_assert_uint_ge(files_agree(oracle, format), files_least);
        (void)fclose(oracle);
    } else {
        ck_assert_msg(!getenv("CI"), "python3 is not installed");
        (void)fprintf(stderr, "skipped: corpora/reports: python3 is not installed\n");
    }
    arena_free(&arena);
}

START_TEST(test_reports__of_junit_say_what_python_counts)
{
    folder_agrees("*.xml", "junit-xml", "junit", 5);
}
END_TEST

START_TEST(test_reports__of_cyclonedx_say_what_python_reads)
{
    folder_agrees("valid-*.json", "cyclonedx-ml", "cyclonedx", 3);
}
END_TEST

START_TEST(test_reports__of_spdx_say_what_python_reads)
{
    folder_agrees("*.json", "spdx3-ai", "spdx", 1);
}
END_TEST

TESTS("corpora/reports", test_reports__of_junit_say_what_python_counts,
      test_reports__of_cyclonedx_say_what_python_reads, test_reports__of_spdx_say_what_python_reads)
