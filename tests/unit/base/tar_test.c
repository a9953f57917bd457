/* Archives: GNU tar reads ours, and nothing is read but what was written here. */
#include "scratch.h"

#include "base/tar.h"

enum { BLOCK = 512, MAX = 1 << 20 };

static struct text read_file(const char *name)
{
    struct error err = {0};
    struct text bytes = TEXT_NONE;
    ck_assert_msg(file_read(scratch(name), MAX, &arena, &bytes, &err), "%s", support_error(&err));
    return bytes;
}

/* An archive of two files, the second of 700 bytes. */
static void archive_make(const char *name)
{
    struct error err = {0};
    struct tar_writer *writer = NULL;
    char *bytes = arena_alloc(&arena, 700);
    memset(bytes, 'x', 700);
    ck_assert(tar_create(scratch(name), &arena, &writer, &err));
    ck_assert(tar_add(writer, "checkpoint", TEXT("gov.example\n1\n"), &err));
    scratch_bytes("long", (struct text){bytes, 700});
    ck_assert(tar_add_file(writer, "evidence/long", scratch("long"), &err));
    ck_assert_msg(tar_finish(writer, &err), "%s", support_error(&err));
}

/* The whole archive read; false where something in it is refused. */
static bool archive_reads(const char *name, struct error *err)
{
    uint64_t size;
    struct text file = TEXT("first"), bytes;
    struct tar_reader *reader = NULL;
    if (!tar_open(scratch(name), &arena, &reader, err))
        return false;
    bool reads = true;
    while (reads && (reads = tar_next(reader, &file, &size, err)) && file.size)
        reads = tar_read(reader, MAX, &arena, &bytes, err) && bytes.size == size;
    tar_close(reader);
    return reads;
}

static const char *command;

static int command_run(void)
{
    (void)execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    return 127;
}

static int run(const char *in_scratch)
{
    command = text_format(&arena, "cd %s && %s", scratch_root, in_scratch).at;
    return in_child(command_run);
}

START_TEST(test_tar__what_was_written_is_read)
{
    uint64_t size;
    struct error err = {0};
    struct text name;
    struct tar_reader *reader = NULL;
    scratch_open();
    archive_make("a.tar");
    ck_assert(tar_open(scratch("a.tar"), &arena, &reader, &err));
    ck_assert(tar_next(reader, &name, &size, &err));
    ck_assert(text_is(name, "checkpoint"));
    ck_assert_uint_eq(size, 14);
    ck_assert(tar_next(reader, &name, &size, &err)); /* the first one is passed over */
    ck_assert(text_is(name, "evidence/long"));
    ck_assert(tar_extract(reader, scratch("extracted"), &err));
    ck_assert(text_equal(read_file("extracted"), read_file("long")));
    ck_assert(tar_next(reader, &name, &size, &err));
    ck_assert_uint_eq(name.size, 0);
    tar_close(reader);
    scratch_close();
}
END_TEST

START_TEST(test_tar__gnu_tar_reads_what_was_written)
{
    scratch_open();
    archive_make("a.tar");
    ck_assert_int_eq(run("test \"$(tar tf a.tar | tr '\\n' ' ')\" = 'checkpoint evidence/long '"),
                     0);
    ck_assert_int_eq(run("mkdir out && tar xf a.tar -C out && cmp out/evidence/long long"), 0);
    scratch_close();
}
END_TEST

START_TEST(test_tar__the_same_files_give_the_same_bytes)
{
    scratch_open();
    archive_make("a.tar");
    archive_make("b.tar");
    ck_assert(text_equal(read_file("a.tar"), read_file("b.tar")));
    ck_assert_uint_eq(read_file("a.tar").size, (2 + 3 + 2) * BLOCK);
    scratch_close();
}
END_TEST

START_TEST(test_tar__an_archive_that_was_cut_anywhere_is_refused)
{
    struct error err = {0};
    scratch_open();
    archive_make("a.tar");
    const struct text whole = read_file("a.tar");
    ck_assert(archive_reads("a.tar", &err));
    for (size_t size = 0; size < whole.size; size += 61) {
        scratch_bytes("cut.tar", text_part(whole, 0, size));
        ck_assert_msg(!archive_reads("cut.tar", &err), "cut to %zu bytes", size);
        ck_assert_int_eq(err.code, ERROR_REFUSED);
    }
    scratch_close();
}
END_TEST

START_TEST(test_tar__nothing_is_left_of_a_file_that_was_cut)
{
    uint64_t size;
    struct text name;
    struct error err = {0};
    enum file_kind kind;
    struct tar_reader *reader = NULL;
    scratch_open();
    archive_make("a.tar");
    scratch_bytes("cut.tar", text_part(read_file("a.tar"), 0, 3 * BLOCK + 10));
    ck_assert(tar_open(scratch("cut.tar"), &arena, &reader, &err));
    ck_assert(tar_next(reader, &name, &size, &err));
    ck_assert(tar_next(reader, &name, &size, &err));
    ck_assert(!tar_extract(reader, scratch("extracted"), &err));
    ck_assert(!file_kind_of(scratch("extracted"), &kind));
    tar_close(reader);
    scratch_close();
}
END_TEST

START_TEST(test_tar__an_archive_that_goes_on_behind_its_end_is_refused)
{
    struct error err = {0};
    scratch_open();
    archive_make("a.tar");
    const struct text whole = read_file("a.tar");
    char *more = arena_alloc(&arena, whole.size + 1);
    memcpy(more, whole.at, whole.size);
    more[whole.size] = '\0';
    scratch_bytes("more.tar", (struct text){more, whole.size + 1});
    ck_assert(!archive_reads("more.tar", &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    scratch_close();
}
END_TEST

START_TEST(test_tar__a_header_with_any_other_byte_is_refused)
{
    struct error err = {0};
    scratch_open();
    archive_make("a.tar");
    const struct text whole = read_file("a.tar");
    char *changed = arena_alloc(&arena, whole.size);
    for (size_t at = 0; at < BLOCK; at++) {
        memcpy(changed, whole.at, whole.size);
        changed[at] ^= 1;
        scratch_bytes("changed.tar", (struct text){changed, whole.size});
        ck_assert_msg(!archive_reads("changed.tar", &err), "byte %zu", at);
    }
    scratch_close();
}
END_TEST

/* Archives of GNU tar: links, folders, owners and times are none of ours. */
START_TEST(test_tar__what_other_programs_archived_is_refused)
{
    static const char *const archives[] = {
        "tar cf b.tar long",
        "ln -sf /etc/passwd link && tar cf b.tar link",
        "ln -f long hard && tar cf b.tar long hard",
        "mkdir -p folder && tar cf b.tar folder",
        "tar -P --transform 's,^,../../,' -cf b.tar long",
        "truncate -s 20G huge && tar -S -cf b.tar huge",
        "mkfifo -m 600 pipe; tar cf b.tar pipe",
    };
    scratch_open();
    scratch_file("long", "words");
    for (size_t nth = 0; nth < sizeof archives / sizeof *archives; nth++) {
        struct error err = {0};
        ck_assert_int_eq(run(archives[nth]), 0);
        ck_assert_msg(!archive_reads("b.tar", &err), "%s", archives[nth]);
        ck_assert_int_eq(err.code, ERROR_REFUSED);
    }
    scratch_close();
}
END_TEST

START_TEST(test_tar__a_file_above_what_the_reader_takes_is_refused_before_it_is_read)
{
    uint64_t size;
    struct error err = {0};
    struct text name, bytes;
    struct tar_reader *reader = NULL;
    scratch_open();
    archive_make("a.tar");
    ck_assert(tar_open(scratch("a.tar"), &arena, &reader, &err));
    ck_assert(tar_next(reader, &name, &size, &err));
    ck_assert(!tar_read(reader, 13, &arena, &bytes, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    tar_close(reader);
    scratch_close();
}
END_TEST

START_TEST(test_tar__nothing_is_written_over_and_nothing_is_left_of_what_was_given_up)
{
    struct error err = {0};
    struct tar_writer *writer = NULL;
    struct file_entries entries = {0};
    scratch_open();
    scratch_file("kept.tar", "kept");
    ck_assert(!tar_create(scratch("kept.tar"), &arena, &writer, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert(tar_create(scratch("new.tar"), &arena, &writer, &err));
    scratch_file("new.tar", "somebody was faster");
    ck_assert(!tar_finish(writer, &err));
    ck_assert(tar_create(scratch("other.tar"), &arena, &writer, &err));
    tar_abandon(writer);
    ck_assert(text_is(read_file("kept.tar"), "kept"));
    ck_assert(text_is(read_file("new.tar"), "somebody was faster"));
    ck_assert(file_list(scratch_root, 10, &arena, &entries, &err));
    ck_assert_uint_eq(entries.count, 2);
    scratch_close();
}
END_TEST

START_TEST(test_tar__a_name_that_does_not_fit_is_refused)
{
    char name[102];
    struct error err = {0};
    struct tar_writer *writer = NULL;
    memset(name, 'n', sizeof name);
    name[100] = '\0';
    scratch_open();
    ck_assert(tar_create(scratch("a.tar"), &arena, &writer, &err));
    ck_assert(tar_add(writer, name, TEXT("of a hundred bytes"), &err));
    name[100] = 'n';
    name[101] = '\0';
    ck_assert(!tar_add(writer, name, TEXT("of one more"), &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    tar_abandon(writer);
    scratch_close();
}
END_TEST

START_TEST(test_tar__a_link_is_not_followed_into_an_archive)
{
    struct error err = {0};
    struct tar_writer *writer = NULL;
    scratch_open();
    scratch_link("/etc/passwd", "link");
    ck_assert(tar_create(scratch("a.tar"), &arena, &writer, &err));
    ck_assert(!tar_add_file(writer, "link", scratch("link"), &err));
    tar_abandon(writer);
    scratch_close();
}
END_TEST

TESTS("base/tar", test_tar__what_was_written_is_read, test_tar__gnu_tar_reads_what_was_written,
      test_tar__the_same_files_give_the_same_bytes,
      test_tar__an_archive_that_was_cut_anywhere_is_refused,
      test_tar__nothing_is_left_of_a_file_that_was_cut,
      test_tar__an_archive_that_goes_on_behind_its_end_is_refused,
      test_tar__a_header_with_any_other_byte_is_refused,
      test_tar__what_other_programs_archived_is_refused,
      test_tar__a_file_above_what_the_reader_takes_is_refused_before_it_is_read,
      test_tar__nothing_is_written_over_and_nothing_is_left_of_what_was_given_up,
      test_tar__a_name_that_does_not_fit_is_refused,
      test_tar__a_link_is_not_followed_into_an_archive)
