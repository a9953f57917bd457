/* Listing a tree, and the paths of one. */
#include "scratch.h"

#include "base/limits.h"

START_TEST(test_file_list__everything_below_is_listed_in_byte_order)
{
    static const struct file_entry expected[] = {
        {".hidden", FILE_REGULAR, 2},     {"A", FILE_REGULAR, 1},
        {"Z", FILE_REGULAR, 0},           {"a+b", FILE_REGULAR, 0},
        {"a-/z", FILE_REGULAR, 0},        {"a.json", FILE_REGULAR, 3},
        {"a/b/c", FILE_REGULAR, 1},       {"a/z", FILE_REGULAR, 0},
        {"aa", FILE_REGULAR, 0},          {"fifo", FILE_OTHER, 0},
        {"link-to-file", FILE_LINK, 0},   {"link-to-folder", FILE_LINK, 0},
        {"link-to-itself", FILE_LINK, 0}, {"\xC3\xA9", FILE_REGULAR, 0},
    };
    struct error err = {0};
    struct file_entries found = {0};
    scratch_open();
    for (size_t i = COUNT(expected); i-- > 0;)
        if (expected[i].kind == FILE_REGULAR)
            scratch_bytes(expected[i].path, (struct text){"xyz", (size_t)expected[i].size});
    scratch_folder("empty/inner");
    scratch_link("A", "link-to-file");
    scratch_link("..", "link-to-folder");
    scratch_link("link-to-itself", "link-to-itself");
    ck_assert_int_eq(mkfifo(scratch("fifo"), 0600), 0);
    struct file_entries named = {0};
    ck_assert(file_list(scratch_root, COUNT(expected), &arena, &found, &err));
    ck_assert(file_names(scratch_root, COUNT(expected), &arena, &named, &err));
    ck_assert_uint_eq(found.count, COUNT(expected));
    ck_assert_uint_eq(named.count, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        ck_assert_str_eq(found.at[i].path, expected[i].path);
        ck_assert_int_eq(found.at[i].kind, expected[i].kind);
        ck_assert_uint_eq(found.at[i].size, expected[i].size);
        ck_assert_str_eq(named.at[i].path, expected[i].path);
        ck_assert_int_eq(named.at[i].kind, expected[i].kind);
        ck_assert_uint_eq(named.at[i].size, 0);
    }
    scratch_close();
}
END_TEST

START_TEST(test_file_list__an_empty_folder_has_nothing_and_a_link_to_one_is_one)
{
    struct error err = {0};
    struct file_entries found = {.count = 77};
    scratch_open();
    scratch_folder("empty");
    scratch_link("empty", "link");
    ck_assert(file_list(scratch("empty"), 0, &arena, &found, &err));
    ck_assert_uint_eq(found.count, 0);
    ck_assert(file_list(scratch("link"), 0, &arena, &found, &err));
    scratch_close();
}
END_TEST

START_TEST(test_file_list__more_than_the_maximum_is_refused)
{
    struct error files = {0}, folders = {0};
    struct file_entries found = {.count = 77};
    scratch_open();
    scratch_file("files/a", "");
    scratch_file("files/b/c", "");
    scratch_folder("folders/a/b/c");
    ck_assert(file_list(scratch("files"), 2, &arena, &found, &files));
    found.count = 77;
    ck_assert_refused(file_list(scratch("files"), 1, &arena, &found, &files), files,
                      "holds more than 1 files");
    ck_assert_refused(file_list(scratch("folders"), 2, &arena, &found, &folders), folders,
                      "holds more than 2 folders");
    ck_assert_str_eq(files.file, scratch("files"));
    ck_assert_uint_eq(found.count, 77);
    scratch_close();
}
END_TEST

START_TEST(test_file_list__more_levels_than_the_limit_are_refused)
{
    struct error err = {0};
    struct file_entries found = {0};
    scratch_open();
    struct text deep = TEXT("d");
    for (int i = 1; i < LIMIT_DIRECTORY_DEPTH; i++)
        deep = text_format(&arena, "%s/d", deep.at);
    scratch_file(text_format(&arena, "%s/f", deep.at).at, "x");
    ck_assert_msg(file_list(scratch_root, 100, &arena, &found, &err), "%s", support_error(&err));
    ck_assert_uint_eq(found.count, 1);
    ck_assert_uint_eq(strlen(found.at[0].path), 2 * LIMIT_DIRECTORY_DEPTH + 1);
    scratch_folder(text_format(&arena, "%s/d", deep.at).at);
    ck_assert_refused(file_list(scratch_root, 100, &arena, &found, &err), err,
                      "has more than 64 folders inside one another");
    scratch_close();
}
END_TEST

START_TEST(test_file_list__what_is_no_folder_is_refused)
{
    struct error absent = {0}, file = {0}, fifo = {0};
    struct file_entries found;
    scratch_open();
    scratch_file("f", "");
    ck_assert_int_eq(mkfifo(scratch("fifo"), 0600), 0);
    ck_assert_refused(file_list(scratch("absent"), 9, &arena, &found, &absent), absent,
                      "no such folder");
    ck_assert_refused(file_list(scratch("f"), 9, &arena, &found, &file), file, "is not a folder");
    ck_assert_refused(file_list(scratch("fifo"), 9, &arena, &found, &fifo), fifo,
                      "is not a folder");
    scratch_close();
}
END_TEST

static int list_without_rights(void)
{
    struct error err = {0};
    struct file_entries found;
    if (!rights_drop())
        return NOT_POSSIBLE_HERE;
    return !file_list(scratch_root, 9, &arena, &found, &err) &&
                   strcmp(err.message, "permission denied") == 0 &&
                   strcmp(err.file, scratch("a/closed")) == 0
               ? HELD
               : BROKEN;
}

START_TEST(test_file_list__a_folder_that_cannot_be_read_is_named_and_not_skipped)
{
    scratch_open();
    scratch_folder("a/closed");
    ck_assert_int_eq(chmod(scratch("a/closed"), 0), 0);
    ck_assert_int_eq(in_child(list_without_rights), HELD);
    ck_assert_int_eq(chmod(scratch("a/closed"), 0755), 0);
    scratch_close();
}
END_TEST

START_TEST(test_path__is_joined)
{
    static const struct {
        const char *folder, *name, *joined;
    } cases[] = {
        {"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"", "b", "b"},      {".", "b", "b"},
        {"a", "/b", "/b"}, {"/", "b", "/b"},   {"..", "b", "../b"}, {"./a", "b/c", "./a/b/c"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_str_eq(path_join(&arena, cases[i].folder, cases[i].name), cases[i].joined);
    arena_free(&arena);
}
END_TEST

START_TEST(test_path__has_a_folder)
{
    static const struct {
        const char *path, *folder;
    } cases[] = {
        {"a", "."},    {"a/b", "a"},  {"a/b/c", "a/b"}, {"/a", "/"}, {"/", "/"},     {"//a", "/"},
        {"a//b", "a"}, {"a/b/", "a"}, {"a/", "."},      {"", "."},   {"../a", ".."}, {"/a/b", "/a"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_msg(strcmp(path_folder(&arena, cases[i].path), cases[i].folder) == 0, "%s",
                      cases[i].path);
    arena_free(&arena);
}
END_TEST

START_TEST(test_path__settles_by_its_spelling_and_never_climbs_unseen)
{
    static const struct {
        const char *path, *settled;
    } cases[] = {
        {"a", "a"},
        {"a/b", "a/b"},
        {"./a/./b", "a/b"},
        {"a//b/", "a/b"},
        {"a/../b", "b"},
        {"a/b/../../c", "c"},
        {"a/..", "."},
        {".", "."},
        {"..", ".."},
        {"../a", "../a"},
        {"a/../..", ".."},
        {"a/../../b", "../b"},
        {"../../a", "../../a"},
        {"../a/..", ".."},
        {"..a/b", "..a/b"},
        {".../..", "."},
        {"a/...", "a/..."},
        {"", "."},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_str_eq(path_settle(&arena, cases[i].path), cases[i].settled);
    arena_free(&arena);
}
END_TEST

START_TEST(test_path__that_a_document_spells_is_checked)
{
    char long_path[LIMIT_PATH_SIZE];
    memset(long_path, 'p', sizeof long_path);
    const struct {
        const char *words; /* NULL: read */
        struct text path;
    } cases[] = {
        {NULL, {"a/b", 3}},
        {NULL, {long_path, LIMIT_PATH_SIZE - 1}},
        {"the path of a file is empty", {NULL, 0}},
        {"a path has a NUL byte inside", {"a\0b", 3}},
        {"a path has a NUL byte inside", {"a\0", 2}},
        {"a path is longer than 4,095 bytes", {long_path, LIMIT_PATH_SIZE}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        const char *path = NULL;
        const bool read =
            path_read(cases[i].path, (struct place){"model.yaml", 3, 9}, &arena, &path, &err);
        if (!cases[i].words) {
            ck_assert(read && text_is(cases[i].path, path));
            continue;
        }
        ck_assert_refused(read, err, cases[i].words);
        ck_assert_str_eq(err.file, "model.yaml");
        ck_assert_uint_eq(err.line, 3);
        ck_assert_ptr_null(path);
    }
    arena_free(&arena);
}
END_TEST

TESTS("base/file_walk", test_file_list__everything_below_is_listed_in_byte_order,
      test_file_list__an_empty_folder_has_nothing_and_a_link_to_one_is_one,
      test_file_list__more_than_the_maximum_is_refused,
      test_file_list__more_levels_than_the_limit_are_refused,
      test_file_list__what_is_no_folder_is_refused,
      test_file_list__a_folder_that_cannot_be_read_is_named_and_not_skipped, test_path__is_joined,
      test_path__has_a_folder, test_path__settles_by_its_spelling_and_never_climbs_unseen,
      test_path__that_a_document_spells_is_checked)
