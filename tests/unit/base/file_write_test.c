/* Writing: all of it or none, and nothing left behind. */
#include "scratch.h"

#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

static bool holds(const char *name, const char *contents)
{
    struct error err = {0};
    struct text read = TEXT_NONE;
    return file_read(scratch(name), 1 << 20, &arena, &read, &err) && text_is(read, contents);
}

static size_t files_in(const char *name)
{
    struct error err = {0};
    struct file_entries entries = {0};
    return file_list(scratch(name), 100, &arena, &entries, &err) ? entries.count : 999;
}

static unsigned mode_of(const char *name)
{
    struct stat found = {0};
    (void)stat(scratch(name), &found);
    return found.st_mode & 07777;
}

START_TEST(test_file_write__a_new_file_has_its_bytes_and_its_mode)
{
    struct error err = {0};
    scratch_open();
    const mode_t mask = umask(077);
    ck_assert(file_write(scratch("public"), TEXT("words\n"), 0644, &err));
    ck_assert(file_write(scratch("private"), TEXT(""), 0600, &err));
    (void)umask(mask);
    ck_assert(holds("public", "words\n"));
    ck_assert(holds("private", ""));
    ck_assert_uint_eq(mode_of("public"), 0644);
    ck_assert_uint_eq(mode_of("private"), 0600);
    ck_assert_uint_eq(files_in("."), 2);
    scratch_close();
}
END_TEST

START_TEST(test_file_write__replaces_in_one_step_so_that_a_reader_keeps_the_old_file)
{
    struct error err = {0};
    char old[8] = "";
    scratch_open();
    scratch_file("f", "before");
    const int reader = open(scratch("f"), O_RDONLY);
    ck_assert(file_write(scratch("f"), TEXT("after"), 0644, &err));
    ck_assert_int_eq(read(reader, old, sizeof old), 6);
    ck_assert_str_eq(old, "before");
    ck_assert(holds("f", "after"));
    ck_assert_uint_eq(files_in("."), 1);
    (void)close(reader);
    scratch_close();
}
END_TEST

START_TEST(test_file_write__leftovers_of_killed_processes_are_stepped_over)
{
    struct error err = {0};
    scratch_open();
    for (int i = 0; i < 3; i++)
        scratch_file(text_format(&arena, ".obstat-%ld-%d", (long)getpid(), i).at, "left");
    ck_assert(file_write(scratch("f"), TEXT("new"), 0644, &err));
    ck_assert(holds("f", "new"));
    ck_assert_uint_eq(files_in("."), 4);
    scratch_close();
}
END_TEST

START_TEST(test_file_write__a_link_is_not_written_through)
{
    struct error err = {0};
    struct stat found;
    scratch_open();
    scratch_file("real/f", "before");
    scratch_link("real/f", "link");
    ck_assert(!file_write(scratch("link"), TEXT("after"), 0644, &err));
    ck_assert_int_eq(err.code, ERROR_UNAVAILABLE);
    ck_assert(lstat(scratch("link"), &found) == 0 && S_ISLNK(found.st_mode));
    ck_assert(holds("real/f", "before"));
    ck_assert_uint_eq(files_in("."), 2);
    scratch_close();
}
END_TEST

START_TEST(test_file_write__where_nothing_can_be_written_it_says_why)
{
    static const struct {
        const char *path, *words;
        enum error_code code;
    } cases[] = {
        {"folder", "is a directory", ERROR_REFUSED},
        {"folder/", "is a directory", ERROR_REFUSED},
        {"new/", "names a folder, where a file is to be written", ERROR_UNAVAILABLE},
        {"absent/f", "cannot be written, its folder does not exist", ERROR_UNAVAILABLE},
        {"f/below", "leads through something that is not a folder", ERROR_UNAVAILABLE},
        {"dangling", "no such file", ERROR_UNAVAILABLE},
        {"circle", "leads through links that never end", ERROR_UNAVAILABLE},
    };
    scratch_open();
    scratch_folder("folder");
    scratch_file("f", "before");
    scratch_link("nowhere", "dangling");
    scratch_link("circle", "circle");
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        ck_assert(!file_write(scratch(cases[i].path), TEXT("x"), 0644, &err));
        ck_assert_msg(strcmp(err.message, cases[i].words) == 0, "%s", support_error(&err));
        ck_assert_int_eq(err.code, cases[i].code);
        ck_assert_str_eq(err.file, scratch(cases[i].path));
    }
    ck_assert_uint_eq(files_in("."), 3);
    ck_assert(holds("f", "before"));
    scratch_close();
    struct error err = {0};
    ck_assert_refused(file_write("", TEXT("x"), 0644, &err), err, "the path of a file is empty");
}
END_TEST

static int write_without_rights(void)
{
    struct error err = {0};
    if (!rights_drop())
        return NOT_POSSIBLE_HERE;
    return !file_write(scratch("closed/f"), TEXT("x"), 0644, &err) &&
                   strcmp(err.message, "permission denied") == 0 && err.code == ERROR_UNAVAILABLE
               ? HELD
               : BROKEN;
}

START_TEST(test_file_write__a_folder_that_does_not_take_it_is_unavailable)
{
    scratch_open();
    scratch_folder("closed");
    ck_assert_int_eq(chmod(scratch("closed"), 0555), 0);
    ck_assert_int_eq(in_child(write_without_rights), HELD);
    ck_assert_int_eq(chmod(scratch("closed"), 0755), 0);
    scratch_close();
}
END_TEST

static int write_above_the_limit(void)
{
    char bytes[1000];
    struct error err = {0};
    memset(bytes, 'x', sizeof bytes);
    const struct rlimit limit = {100, 100};
    (void)signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return NOT_POSSIBLE_HERE;
    return !file_write(scratch("f"), (struct text){bytes, sizeof bytes}, 0644, &err) &&
                   err.code == ERROR_UNAVAILABLE && strstr(err.message, "larger than this system")
               ? HELD
               : BROKEN;
}

START_TEST(test_file_write__a_write_that_stops_half_way_leaves_all_as_it_was)
{
    scratch_open();
    scratch_file("f", "before");
    ck_assert_int_eq(in_child(write_above_the_limit), HELD);
    ck_assert(holds("f", "before"));
    ck_assert_uint_eq(files_in("."), 1);
    scratch_close();
}
END_TEST

/* A name space of mounts for this process alone, which may be asked for by anybody where the
 * system has user name spaces: there the process is its own superuser. */
static bool kernel_tell(const char *path, const char *words)
{
    const int fd = open(path, O_WRONLY);
    const bool told = fd >= 0 && write(fd, words, strlen(words)) > 0;
    (void)close(fd);
    return told;
}

static bool mounts_own(void)
{
    const char *user = text_format(&arena, "0 %u 1", (unsigned)getuid()).at;
    const char *group = text_format(&arena, "0 %u 1", (unsigned)getgid()).at;
    if (getuid() == 0)
        return unshare(CLONE_NEWNS) == 0;
    return unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && kernel_tell("/proc/self/uid_map", user) &&
           kernel_tell("/proc/self/setgroups", "deny") && kernel_tell("/proc/self/gid_map", group);
}

/* A disk of 64 KiB. */
static int write_to_a_full_disk(void)
{
    char bytes[1 << 17];
    struct error err = {0};
    memset(bytes, 'x', sizeof bytes);
    if (!mounts_own() || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", scratch("disk"), "tmpfs", 0, "size=64k") != 0)
        return NOT_POSSIBLE_HERE;
    if (!file_write(scratch("disk/f"), TEXT("before"), 0644, &err) ||
        file_write(scratch("disk/f"), (struct text){bytes, sizeof bytes}, 0644, &err))
        return BROKEN;
    return strcmp(err.message, "cannot be written, the disk is full") == 0 &&
                   err.code == ERROR_UNAVAILABLE && holds("disk/f", "before") &&
                   files_in("disk") == 1
               ? HELD
               : BROKEN;
}

START_TEST(test_file_write__a_full_disk_is_unavailable_and_loses_nothing)
{
    scratch_open();
    scratch_folder("disk");
    const int outcome = in_child(write_to_a_full_disk);
    ck_assert_int_ne(outcome, BROKEN);
    if (outcome == NOT_POSSIBLE_HERE)
        (void)printf("not seen: this system lets no disk be mounted\n");
    scratch_close();
}
END_TEST

START_TEST(test_file_write__devices_are_written_to_and_never_replaced)
{
    struct error none = {0}, full = {0};
    struct stat found;
    ck_assert(file_write("/dev/null", TEXT("x"), 0644, &none));
    ck_assert(!file_write("/dev/full", TEXT("x"), 0644, &full));
    ck_assert_str_eq(full.message, "cannot be written, the disk is full");
    ck_assert_int_eq(full.code, ERROR_UNAVAILABLE);
    ck_assert(lstat("/dev/null", &found) == 0 && S_ISCHR(found.st_mode));
    ck_assert(lstat("/dev/full", &found) == 0 && S_ISCHR(found.st_mode));
}
END_TEST

START_TEST(test_file_write__a_fifo_hands_the_bytes_to_its_reader)
{
    struct error err = {0};
    struct stat found;
    char bytes[8] = "";
    scratch_open();
    ck_assert_int_eq(mkfifo(scratch("fifo"), 0600), 0);
    const int reader = open(scratch("fifo"), O_RDONLY | O_NONBLOCK);
    ck_assert(file_write(scratch("fifo"), TEXT("words"), 0644, &err));
    ck_assert_int_eq(read(reader, bytes, sizeof bytes), 5);
    ck_assert_str_eq(bytes, "words");
    ck_assert(lstat(scratch("fifo"), &found) == 0 && S_ISFIFO(found.st_mode));
    (void)close(reader);
    scratch_close();
}
END_TEST

/* As under `program > out`, with something printed before and after. */
static int write_to_standard_output(void)
{
    struct error err = {0};
    const int fd = open(scratch("out"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (dup2(fd, STDOUT_FILENO) < 0 || write(STDOUT_FILENO, "one,", 4) != 4 ||
        !file_write("/dev/stdout", TEXT("two,"), 0644, &err) ||
        write(STDOUT_FILENO, "three", 5) != 5)
        return BROKEN;
    return HELD;
}

START_TEST(test_file_write__standard_output_by_name_is_the_stream_and_not_its_file)
{
    struct stat link;
    scratch_open();
    ck_assert_int_eq(in_child(write_to_standard_output), HELD);
    ck_assert(holds("out", "one,two,three"));
    ck_assert_uint_eq(mode_of("out"), 0600);
    ck_assert(lstat("/dev/stdout", &link) == 0 && S_ISLNK(link.st_mode));
    scratch_close();
}
END_TEST

START_TEST(test_file_create__never_takes_a_name_that_is_taken)
{
    static const char *const taken[] = {"file", "link", "dangling", "folder"};
    scratch_open();
    scratch_file("file", "before");
    scratch_file("folder/inside", "before");
    scratch_link("file", "link");
    scratch_link("nowhere", "dangling");
    for (size_t i = 0; i < COUNT(taken); i++) {
        struct error err = {0};
        ck_assert_msg(!file_create(scratch(taken[i]), TEXT("after"), 0600, &err), "%s", taken[i]);
        ck_assert_int_eq(err.code, ERROR_REFUSED);
    }
    ck_assert(holds("file", "before"));
    ck_assert_uint_eq(files_in("."), 4);
    scratch_close();
}
END_TEST

/* In a child: 0 where it made the file, 1 where another had. */
_Noreturn static void created_first(void)
{
    struct error err = {0};
    if (file_create(scratch("key"), text_format(&arena, "%ld", (long)getpid()), 0600, &err))
        _exit(0);
    _exit(err.code == ERROR_REFUSED ? 1 : 2);
}

START_TEST(test_file_create__of_many_at_once_one_makes_it)
{
    enum { MANY = 16 };
    int first = 0, later = 0;
    pid_t children[MANY];
    scratch_open();
    for (int i = 0; i < MANY; i++) {
        children[i] = fork();
        ck_assert_int_ge(children[i], 0);
        if (children[i] == 0)
            created_first();
    }
    for (int i = 0; i < MANY; i++) {
        int ended = -1;
        ck_assert_int_eq(waitpid(children[i], &ended, 0), children[i]);
        first += ended == 0;
        later += WIFEXITED(ended) && WEXITSTATUS(ended) == 1;
    }
    ck_assert_int_eq(first, 1);
    ck_assert_int_eq(later, MANY - 1);
    ck_assert_uint_eq(files_in("."), 1);
    ck_assert_uint_eq(mode_of("key"), 0600);
    scratch_close();
}
END_TEST

TESTS("base/file_write", test_file_write__a_new_file_has_its_bytes_and_its_mode,
      test_file_write__replaces_in_one_step_so_that_a_reader_keeps_the_old_file,
      test_file_write__leftovers_of_killed_processes_are_stepped_over,
      test_file_write__a_link_is_not_written_through,
      test_file_write__where_nothing_can_be_written_it_says_why,
      test_file_write__a_folder_that_does_not_take_it_is_unavailable,
      test_file_write__a_write_that_stops_half_way_leaves_all_as_it_was,
      test_file_write__a_full_disk_is_unavailable_and_loses_nothing,
      test_file_write__devices_are_written_to_and_never_replaced,
      test_file_write__a_fifo_hands_the_bytes_to_its_reader,
      test_file_write__standard_output_by_name_is_the_stream_and_not_its_file,
      test_file_create__never_takes_a_name_that_is_taken,
      test_file_create__of_many_at_once_one_makes_it)
