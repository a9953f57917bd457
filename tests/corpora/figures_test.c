/* Model cards in JSON and catalogues: every file is read, and each figure is the double that Python
 * reads in it, under the same names and in the same order (figures_oracle.py). */
#include "evidence/evidence.h"

#include "support.h"

#include <glob.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { LINE_SIZE = 4096, FIELDS = 8 };

enum field { NOTHING, METRIC, TASK, DATASET, GROUP, VALUE, LOW, HIGH };

static struct arena arena;

static struct evidence import(const char *path)
{
    struct error err = {0};
    struct evidence evidence = {0};
    ck_assert_msg(
        evidence_read(path, support_read(&arena, path), TEXT_NONE, &arena, &evidence, &err), "%s",
        support_error(&err));
    return evidence;
}

static void split(char *line, const char *fields[FIELDS])
{
    for (size_t i = 0; i < FIELDS; i++) {
        fields[i] = strsep(&line, "\t");
        ck_assert_msg(fields[i] != NULL, "a line of the oracle has %zu fields", i);
    }
}

static void name_is(const struct value *name, const char *expected, const char *path)
{
    ck_assert_msg(text_is(value_text(name), expected), "%s: %.*s, not %s", path,
                  TEXT_ARGS(value_text(name)), expected);
}

static void number_is(const struct value *number, const char *expected, const char *path)
{
    if (!*expected)
        ck_assert_msg(number == NULL, "%s: a number where there is none", path);
    else
        ck_assert_msg(number && value_number(number) == strtod(expected, NULL), "%s: %g, not %s",
                      path, value_number(number), expected);
}

static void figure_is(const struct result *result, const char *const fields[FIELDS],
                      const char *path)
{
    ck_assert_msg(text_is(result->metric, fields[METRIC]), "%s: %.*s, not %s", path,
                  TEXT_ARGS(result->metric), fields[METRIC]);
    name_is(result->setting->task, fields[TASK], path);
    name_is(result->setting->dataset, fields[DATASET], path);
    name_is(value_get(result->setting->group, TEXT("slice")), fields[GROUP], path);
    number_is(result->value, fields[VALUE], path);
    number_is(result->details->low, fields[LOW], path);
    number_is(result->details->high, fields[HIGH], path);
    ck_assert_uint_gt(value_place(result->value).line, 0);
}

/* All figures that the oracle prints, and no others; returns how many there were. */
static size_t compare(FILE *oracle, const char *format)
{
    char line[LINE_SIZE];
    struct evidence evidence = {0};
    size_t seen = 0, all = 0;
    while (fgets(line, sizeof line, oracle)) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] != '\t') {
            ck_assert_uint_eq(seen, evidence.results.count);
            evidence = import(text_string(&arena, text_of(line)));
            ck_assert_str_eq(evidence.format, format);
            seen = 0;
            continue;
        }
        const char *fields[FIELDS];
        split(line, fields);
        ck_assert_msg(seen < evidence.results.count, "%s has more figures", evidence.path);
        figure_is(&evidence.results.at[seen++], fields, evidence.path);
        all++;
    }
    ck_assert_uint_eq(seen, evidence.results.count);
    return all;
}

/* Start the oracle; what it prints is read from *out. False where there is no Python here. */
static bool oracle_start(const char *kind, const char *root, pid_t *child, FILE **out)
{
    int ends[2];
    posix_spawn_file_actions_t actions;
    const char *script =
        text_format(&arena, "%s/tests/corpora/figures_oracle.py", OBSTAT_SOURCE).at;
    const char *const words[] = {"python3", script, kind, root, NULL};
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(posix_spawn_file_actions_init(&actions), 0);
    ck_assert_int_eq(posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO), 0);
    ck_assert_int_eq(posix_spawn_file_actions_addclose(&actions, ends[0]), 0);
    const bool started = posix_spawnp(child, words[0], &actions, NULL,
                                      (char *const *)(uintptr_t)words, environ) == 0;
    (void)posix_spawn_file_actions_destroy(&actions);
    (void)close(ends[1]);
    *out = fdopen(ends[0], "r");
    ck_assert_ptr_nonnull(*out);
    return started;
}

static void folder_agrees(const char *kind, const char *folder, const char *format, size_t least)
{
    FILE *oracle = NULL;
    pid_t child = 0;
    int status = 0;
    const char *root = support_corpus(&arena, folder);
    if (oracle_start(kind, root, &child, &oracle)) {
        const size_t seen = compare(oracle, format);
        ck_assert(waitpid(child, &status, 0) == child);
        ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the oracle failed");
        ck_assert_uint_ge(seen, least);
    } else {
        (void)printf("no python3 here: figures of %s were not compared\n", folder);
    }
    (void)fclose(oracle);
    arena_free(&arena);
}

START_TEST(test_figures__of_the_model_card_toolkit_are_those_of_python)
{
    folder_agrees("toolkit", "model-card-toolkit", "model-card-toolkit", 7);
}
END_TEST

START_TEST(test_figures__of_monai_bundles_are_those_of_python)
{
    folder_agrees("monai", "monai-metadata", "monai", 12);
}
END_TEST

START_TEST(test_figures__of_open_data_hub_are_those_of_python)
{
    folder_agrees("lines", "odh-model-catalog", "odh-lines", 22);
}
END_TEST

START_TEST(test_figures__validations_are_suites_or_statements)
{
    const char *root = support_corpus(&arena, "odh-model-catalog/sample-data");
    const struct evidence named =
        import(text_format(&arena, "%s/acmetech/text-analyzer-2.1/validation.ndjson", root).at);
    const struct evidence stated =
        import(text_format(&arena, "%s/testcorp/sample-model-1.0/validation.ndjson", root).at);
    ck_assert_uint_eq(named.suites.count, 2);
    ck_assert_int_eq(value_integer(named.suites.at[0].passed), 1);
    ck_assert_uint_eq(stated.suites.count, 0);
    ck_assert_uint_eq(value_count(value_get(stated.card, TEXT("validations"))), 1);
    arena_free(&arena);
}
END_TEST

START_TEST(test_figures__catalogues_are_read_as_cards)
{
    static const char *const files[] = {
        "sample-data/*/*/metadata.json", "sample-data/manifest.json", "data/*.yaml",
        "input/models/vllm-config/*.yaml", "input/models/collections/*.yaml"};
    size_t seen = 0;
    const char *root = support_corpus(&arena, "odh-model-catalog");
    for (size_t i = 0; i < COUNT(files); i++) {
        glob_t found;
        ck_assert_int_eq(glob(text_format(&arena, "%s/%s", root, files[i]).at, 0, NULL, &found), 0);
        for (size_t file = 0; file < found.gl_pathc; file++, seen++) {
            const struct evidence evidence = import(found.gl_pathv[file]);
            ck_assert_str_eq(evidence.format, "odh-catalog");
            ck_assert_uint_eq(value_count(evidence.card), value_count(evidence.document));
        }
        globfree(&found);
    }
    ck_assert_uint_ge(seen, 15);
    arena_free(&arena);
}
END_TEST

TESTS("corpora/figures", test_figures__of_the_model_card_toolkit_are_those_of_python,
      test_figures__of_monai_bundles_are_those_of_python,
      test_figures__of_open_data_hub_are_those_of_python,
      test_figures__validations_are_suites_or_statements,
      test_figures__catalogues_are_read_as_cards)
