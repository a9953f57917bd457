/* Files made to hurt a reader of YAML: each is read or refused by name, in under a second and
 * 100 MB; those that are marked as faults are refused. */
#include "base/list.h"
#include "value/yaml.h"

#include "support.h"

#include <ftw.h>
#include <stdint.h>
#include <sys/resource.h>

#if defined(__SANITIZE_ADDRESS__)
enum { SLOWER = 20, LARGER = 20 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { SLOWER = 20, LARGER = 20 };
#else
enum { SLOWER = 1, LARGER = 1 };
#endif
#else
enum { SLOWER = 1, LARGER = 1 };
#endif

enum { MILLISECONDS = 1000 * SLOWER, KILOBYTES = 100 * 1024 * LARGER };

struct paths LIST(const char *);

/* nftw hands nothing through to its callback. */
static struct {
    struct arena arena;
    struct paths paths;
} walk;

static int path_take(const char *path, const struct stat *found, int kind, struct FTW *where)
{
    (void)found;
    (void)where;
    if (kind == FTW_F)
        *LIST_ADD(&walk.arena, &walk.paths) = text_string(&walk.arena, text_of(path));
    return 0;
}

static long peak_kilobytes(void)
{
    struct rusage used;
    ck_assert_int_eq(getrusage(RUSAGE_SELF, &used), 0);
    return used.ru_maxrss;
}

/* Read the source; true where it is a document. Whatever happens, it happens soon. */
static bool reads(const char *name, struct text source)
{
    struct arena arena = {0};
    struct error err = {0};
    struct value value;
    const long before = peak_kilobytes();
    const clock_t start = clock();
    const bool read = yaml_read("a.yaml", source, &arena, &value, &err);
    const long milliseconds = (long)((clock() - start) * 1000 / CLOCKS_PER_SEC);
    arena_free(&arena);
    ck_assert_msg(milliseconds < MILLISECONDS, "%s: %ld ms", name, milliseconds);
    ck_assert_msg(peak_kilobytes() - before < KILOBYTES, "%s: %ld kB", name,
                  peak_kilobytes() - before);
    if (!read)
        ck_assert_msg(err.code == ERROR_REFUSED && err.line && err.column && err.message[0],
                      "%s: %s", name, support_error(&err));
    return read;
}

START_TEST(test_yaml_hostile__every_file_is_read_or_refused_and_faults_are_refused)
{
    struct arena arena = {0};
    const char *root = support_corpus(&arena, "yaml-hostile");
    size_t read = 0;
    ck_assert_int_eq(nftw(text_format(&arena, "%s/src", root).at, path_take, 8, FTW_PHYS), 0);
    for (size_t i = 0; i < walk.paths.count; i++) {
        const char *path = walk.paths.at[i], *name = strrchr(path, '/');
        const bool taken = reads(path, support_read(&arena, path));
        ck_assert_msg(!taken || !strstr(name, "error"), "%s is read", path);
        read += taken;
    }
    (void)printf("%zu files: %zu read\n", walk.paths.count, read);
    ck_assert_uint_ge(walk.paths.count, 300);
    arena_free(&walk.arena);
    arena_free(&arena);
}
END_TEST

static struct text field_take(struct text *line)
{
    const size_t end = text_find(*line, '\t');
    const struct text field = text_part(*line, 0, end);
    *line = text_part(*line, end + 1, line->size);
    return field;
}

static void check_line(struct arena *arena, const char *root, struct text line)
{
    const struct text name = field_take(&line), expected = field_take(&line);
    const char *path = text_format(arena, "%s/strings/%.*s", root, TEXT_ARGS(name)).at;
    struct stat found;
    if (stat(path, &found) != 0)
        return; /* listed, and not handed out */
    const bool taken = reads(path, support_read(arena, path));
    ck_assert_msg(taken == text_is(expected, "accept"), "%s", path);
}

START_TEST(test_yaml_hostile__strings_are_accepted_and_rejected_as_listed)
{
    struct arena arena = {0};
    const char *root = support_corpus(&arena, "yaml-hostile");
    struct text rest =
        support_read(&arena, text_format(&arena, "%s/strings/expected.tsv", root).at);
    while (rest.size) {
        const size_t end = text_find(rest, '\n');
        const struct text line = text_part(rest, 0, end);
        rest = text_part(rest, end + 1, rest.size);
        if (line.size && line.at[0] != '#')
            check_line(&arena, root, line);
    }
    arena_free(&arena);
}
END_TEST

/* ---- sources as large as may be ---- */

enum { LARGEST = 32 << 20 };

/* `head`, then `unit` until the source is full; the caller frees it. */
static struct text filled(const char *head, const char *unit)
{
    char *bytes = malloc(LARGEST + 1);
    ck_assert_ptr_nonnull(bytes);
    const size_t step = strlen(unit);
    size_t size = strlen(head);
    memcpy(bytes, head, size + 1);
    for (; size + step <= LARGEST; size += step)
        memcpy(bytes + size, unit, step + 1);
    return (struct text){bytes, size};
}

START_TEST(test_yaml_hostile__sources_that_keep_libyaml_busy_are_refused_soon)
{
    char deep[300] = "";
    memset(deep, '[', 255);
    const struct {
        const char *name, *head, *unit;
    } cases[] = {
        {"brackets", "", "["},
        {"braces", "", "{"},
        {"brackets, one a line", "", "[\n"},
        {"maps in each other", "", "{a: "},
        {"lists in each other", "", "- "},
        {"keys in each other", "", "? "},
        {"items without end", "[", "a,"},
        {"items deep inside", deep, "a,"},
        {"lists deep inside", deep, "[],"},
        {"empty items", "", "-\n"},
        {"keys without end", "{", "?,"},
        {"anchors", "[", "&a,"},
        {"aliases", "- &a x\n", "- *a\n"},
        {"aliases without an anchor", "[", "*a,"},
        {"documents", "", "---\n"},
        {"tag directives", "", "%TAG !a! b\n"},
        {"quotes that stay open", "\"", "a "},
        {"brackets too many", "", "]"},
        {"one tag", "!", "a"},
        {"one anchor", "&", "a"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct text source = filled(cases[i].head, cases[i].unit);
        ck_assert_msg(!reads(cases[i].name, source), "%s", cases[i].name);
        free((char *)(uintptr_t)source.at);
    }
}
END_TEST

START_TEST(test_yaml_hostile__a_long_run_of_blanks_before_many_words_is_refused)
{
    struct text source = filled("a", " ");
    char *bytes = (char *)(uintptr_t)source.at;
    for (size_t i = source.size / 2; i < source.size; i += 2)
        bytes[i] = 'a';
    ck_assert(!reads("32 MB", source));
    source.size = 1 << 20; /* a manifest */
    for (size_t i = source.size / 2; i < source.size; i += 2)
        bytes[i] = 'a';
    ck_assert(!reads("1 MB", source));
    free(bytes);
}
END_TEST

TESTS("corpora/yaml_hostile",
      test_yaml_hostile__every_file_is_read_or_refused_and_faults_are_refused,
      test_yaml_hostile__strings_are_accepted_and_rejected_as_listed,
      test_yaml_hostile__sources_that_keep_libyaml_busy_are_refused_soon,
      test_yaml_hostile__a_long_run_of_blanks_before_many_words_is_refused)
