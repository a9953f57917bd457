/* Artifacts are made in a folder of their own below /tmp; the oracle of a folder's digest is the
 * definition, by hand. */
#include "evidence/manifest.h"

#include "support.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"
#include "value/canonical.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* A folder with a manifest in it; everything goes when it is closed. */
struct workshop {
    struct arena arena;
    char folder[64];
};

static struct workshop workshop_open(void)
{
    struct workshop shop = {.folder = "/tmp/obstat-artifact-XXXXXX"};
    ck_assert_ptr_nonnull(mkdtemp(shop.folder));
    return shop;
}

static const char *at(struct workshop *shop, const char *path)
{
    return path_join(&shop->arena, shop->folder, path);
}

static void folder_add(struct workshop *shop, const char *path)
{
    ck_assert_int_eq(mkdir(at(shop, path), 0755), 0);
}

static void file_add(struct workshop *shop, const char *path, const char *contents)
{
    FILE *file = fopen(at(shop, path), "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(contents, 1, strlen(contents), file), strlen(contents));
    ck_assert_int_eq(fclose(file), 0);
}

static void link_add(struct workshop *shop, const char *path, const char *target)
{
    ck_assert_int_eq(symlink(target, at(shop, path)), 0);
}

static void folder_remove(int parent, const char *name)
{
    /* files first, then their folders: the listing has no folders, so each parent is tried */
    struct arena arena = {0};
    struct error err = {0};
    struct file_entries entries = {0};
    ck_assert(file_list(name, LIMIT_ARTIFACT_FILES, &arena, &entries, &err));
    for (size_t i = 0; i < entries.count; i++)
        (void)unlinkat(parent, path_join(&arena, name, entries.at[i].path), 0);
    for (size_t i = entries.count; i-- > 0;)
        for (const char *path = path_folder(&arena, entries.at[i].path); strcmp(path, ".") != 0;
             path = path_folder(&arena, path))
            (void)unlinkat(parent, path_join(&arena, name, path), AT_REMOVEDIR);
    (void)unlinkat(parent, path_join(&arena, name, "model"), AT_REMOVEDIR);
    (void)unlinkat(parent, name, AT_REMOVEDIR);
    arena_free(&arena);
}

static void workshop_close(struct workshop *shop)
{
    folder_remove(AT_FDCWD, shop->folder);
    arena_free(&shop->arena);
}

static bool artifact_of(struct workshop *shop, const char *entry, struct artifact *out,
                        struct error *err)
{
    struct arena *arena = &shop->arena;
    struct manifest *manifest = ARENA_NEW(arena, struct manifest);
    const struct text source =
        text_format(arena, "obstat: model/v1\nname: a\nversion: '1'\nevidence: []\n%s%s\n",
                    entry ? "artifact: " : "", entry ? entry : "");
    struct error unread = {0};
    ck_assert_msg(
        manifest_read(at(shop, "model.yaml"), source, schemas_new(arena), arena, manifest, &unread),
        "%s", support_error(&unread));
    return artifact_read(manifest, arena, out, err);
}

static struct artifact read_artifact(struct workshop *shop, const char *entry)
{
    struct error err = {0};
    struct artifact artifact = {0};
    ck_assert_msg(artifact_of(shop, entry, &artifact, &err), "%s: %s", entry, support_error(&err));
    return artifact;
}

static void check_refused(struct workshop *shop, const char *entry, enum error_code code,
                          unsigned column, const char *words)
{
    struct error err = {0};
    struct artifact artifact = {.files = 77};
    ck_assert_msg(!artifact_of(shop, entry, &artifact, &err), "%s", entry);
    ck_assert_msg(err.code == code && strcmp(err.file, at(shop, "model.yaml")) == 0 &&
                      err.line == 5 && err.column == column && strstr(err.message, words),
                  "%s: %s", entry, support_error(&err));
    ck_assert_uint_eq(artifact.files, 77);
}

/* SHA-256 over the SHA-256 digests of the contents, in the order given. */
static struct digest root_of(const char *const *contents, size_t count)
{
    struct digest digests[8], root;
    struct text parts[8];
    struct error err = {0};
    for (size_t i = 0; i < count; i++) {
        ck_assert(digest_text(text_of(contents[i]), &digests[i], &err));
        parts[i] = (struct text){(const char *)digests[i].bytes, sizeof digests[i].bytes};
    }
    ck_assert(digest_of(parts, count, &root, &err));
    return root;
}

static void check_value(struct workshop *shop, const struct artifact *artifact,
                        const char *expected)
{
    struct error err = {0};
    struct buffer out = buffer_in(&shop->arena, 1 << 16);
    const struct value value = artifact_value(artifact, &shop->arena);
    ck_assert(canonical_write(&value, &out, &err));
    ck_assert_str_eq(buffer_text(&out).at, expected);
}

/* ---- what is digested ---- */

START_TEST(test_artifact__of_a_file_is_the_sha_256_of_its_bytes)
{
    struct workshop shop = workshop_open();
    struct digest digest;
    struct error err = {0};
    file_add(&shop, "weights.bin", "abc");
    const struct artifact artifact = read_artifact(&shop, "{path: weights.bin}");
    ck_assert(digest_text(TEXT("abc"), &digest, &err));
    ck_assert(digest_equal(&artifact.digest, &digest));
    ck_assert_int_eq(artifact.kind, ARTIFACT_FILE);
    ck_assert_str_eq(artifact.path, "weights.bin");
    ck_assert_uint_eq(artifact.files, 1);
    ck_assert_uint_eq(artifact.size, 3);
    check_value(&shop, &artifact,
                "{\"digest\":\"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61"
                "f20015ad\",\"kind\":\"file\",\"path\":\"weights.bin\"}");
    workshop_close(&shop);
}
END_TEST

START_TEST(test_artifact__of_a_folder_is_the_root_over_its_files_in_byte_order)
{
    struct workshop shop = workshop_open();
    folder_add(&shop, "model");
    folder_add(&shop, "model/a");
    file_add(&shop, "model/a/z", "5: after a-b and a.b, as / is after - and .");
    file_add(&shop, "model/a-b", "3");
    file_add(&shop, "model/a.b", "4");
    file_add(&shop, "model/.hidden", "1");
    file_add(&shop, "model/Z", "2: capitals before small letters");
    file_add(&shop, "model/\xc3\xa9", "");
    static const char *const contents[] = {"1",
                                           "2: capitals before small letters",
                                           "3",
                                           "4",
                                           "5: after a-b and a.b, as / is after - and .",
                                           ""};
    const struct digest root = root_of(contents, COUNT(contents));
    const struct artifact artifact = read_artifact(&shop, "{path: model/}");
    ck_assert(digest_equal(&artifact.digest, &root));
    ck_assert_int_eq(artifact.kind, ARTIFACT_FOLDER);
    ck_assert_uint_eq(artifact.files, 6);
    ck_assert_uint_eq(artifact.size, 78);
    workshop_close(&shop);
}
END_TEST

START_TEST(test_artifact__ignored_names_and_folders_do_not_count_and_are_recorded)
{
    struct workshop shop = workshop_open();
    folder_add(&shop, "model");
    folder_add(&shop, "model/.git");
    file_add(&shop, "model/weights", "w");
    file_add(&shop, "model/weights.sig", "kept: only exact names are ignored");
    file_add(&shop, "model/model.sig", "s");
    file_add(&shop, "model/.git/HEAD", "h");
    link_add(&shop, "model/.git/link", "/nowhere");
    static const char *const contents[] = {"w", "kept: only exact names are ignored"};
    const struct digest root = root_of(contents, COUNT(contents));
    const struct artifact artifact =
        read_artifact(&shop, "{path: model, ignore: [model.sig, .git/, weight, absent]}");
    ck_assert(digest_equal(&artifact.digest, &root));
    ck_assert_uint_eq(artifact.files, 2);
    const struct value value = artifact_value(&artifact, &shop.arena);
    ck_assert_uint_eq(value_count(value_get(&value, TEXT("ignore"))), 4);
    workshop_close(&shop);
}
END_TEST

START_TEST(test_artifact__renaming_moving_or_changing_a_file_is_seen)
{
    struct workshop shop = workshop_open();
    folder_add(&shop, "model");
    file_add(&shop, "model/a", "1");
    file_add(&shop, "model/b", "2");
    const struct artifact before = read_artifact(&shop, "{path: model}");
    file_add(&shop, "model/b", "3");
    const struct artifact changed = read_artifact(&shop, "{path: model}");
    ck_assert(!digest_equal(&before.digest, &changed.digest));
    ck_assert(!text_equal(before.listing, changed.listing));
    file_add(&shop, "model/b", "1");
    file_add(&shop, "model/a", "2");
    const struct artifact swapped = read_artifact(&shop, "{path: model}");
    ck_assert(!digest_equal(&before.digest, &swapped.digest));
    folder_add(&shop, "again");
    file_add(&shop, "again/a", "1");
    file_add(&shop, "again/b2", "2");
    const struct artifact renamed = read_artifact(&shop, "{path: again}");
    ck_assert(digest_equal(&before.digest, &renamed.digest));
    ck_assert(!text_equal(before.listing, renamed.listing));
    const struct value value = artifact_value(&renamed, &shop.arena);
    ck_assert(text_equal(value_text(value_get(&value, TEXT("listing"))), renamed.listing));
    workshop_close(&shop);
}
END_TEST

#define DIGEST_OF_ABC "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define DIGEST_OTHER  "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ae"

START_TEST(test_artifact__a_path_and_a_digest_must_agree)
{
    struct workshop shop = workshop_open();
    file_add(&shop, "w", "abc");
    const struct artifact artifact = read_artifact(&shop, "{path: w, digest: '" DIGEST_OF_ABC "'}");
    ck_assert_int_eq(artifact.kind, ARTIFACT_FILE);
    check_refused(&shop, "{path: w, digest: '" DIGEST_OTHER "'}", ERROR_INTEGRITY, 29,
                  "its own is " DIGEST_OF_ABC);
    workshop_close(&shop);
}
END_TEST

START_TEST(test_artifact__what_was_not_seen_is_declared_or_a_service_or_absent)
{
    struct workshop shop = workshop_open();
    const struct artifact declared = read_artifact(&shop, "{digest: '" DIGEST_OF_ABC "'}");
    ck_assert_int_eq(declared.kind, ARTIFACT_DECLARED);
    ck_assert_ptr_null(declared.path);
    check_value(&shop, &declared, "{\"digest\":\"" DIGEST_OF_ABC "\",\"kind\":\"declared\"}");
    const struct artifact service =
        read_artifact(&shop, "{service: {provider: p, model: m, snapshot: s}}");
    ck_assert_int_eq(service.kind, ARTIFACT_SERVICE);
    check_value(&shop, &service,
                "{\"kind\":\"service\",\"service\":{\"model\":\"m\",\"provider\":\"p\","
                "\"snapshot\":\"s\"}}");
    const struct artifact none = read_artifact(&shop, NULL);
    ck_assert_int_eq(none.kind, ARTIFACT_NONE);
    ck_assert_ptr_null(none.node);
    check_value(&shop, &none, "null");
    workshop_close(&shop);
}
END_TEST

/* ---- what is refused ---- */

START_TEST(test_artifact__what_is_not_there_is_refused_at_the_manifests_line)
{
    struct workshop shop = workshop_open();
    file_add(&shop, "w", "abc");
    check_refused(&shop, "{path: model/}", ERROR_REFUSED, 18, "no such file or folder");
    check_refused(&shop, "{path: w/x}", ERROR_REFUSED, 18, "w/x: no such file or folder");
    workshop_close(&shop);
}
END_TEST

START_TEST(test_artifact__a_folder_without_files_is_refused)
{
    struct workshop shop = workshop_open();
    folder_add(&shop, "model");
    check_refused(&shop, "{path: model}", ERROR_REFUSED, 18, "model: the folder holds no file");
    file_add(&shop, "model/a", "a");
    check_refused(&shop, "{path: model, ignore: [a]}", ERROR_REFUSED, 18, "holds no file");
    workshop_close(&shop);
}
END_TEST

START_TEST(test_artifact__links_in_a_folder_are_refused_by_path)
{
    static const char *const targets[] = {"weights", "/etc/passwd", "nowhere", ".", "odd"};
    for (size_t i = 0; i < COUNT(targets); i++) {
        struct workshop shop = workshop_open();
        folder_add(&shop, "model");
        file_add(&shop, "model/weights", "w");
        link_add(&shop, "model/odd", targets[i]);
        check_refused(&shop, "{path: model}", ERROR_REFUSED, 18, "model/odd: is a link");
        workshop_close(&shop);
    }
}
END_TEST

START_TEST(test_artifact__special_files_are_refused_by_path)
{
    struct workshop shop = workshop_open();
    folder_add(&shop, "model");
    file_add(&shop, "model/weights", "w");
    ck_assert_int_eq(mkfifo(at(&shop, "model/pipe"), 0600), 0);
    check_refused(&shop, "{path: model}", ERROR_REFUSED, 18,
                  "model/pipe: is neither a file nor a folder");
    check_refused(&shop, "{path: model/pipe}", ERROR_REFUSED, 18, "model/pipe: is a FIFO");
    ck_assert_int_eq(unlink(at(&shop, "model/pipe")), 0);
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    (void)snprintf(name.sun_path, sizeof name.sun_path, "%s", at(&shop, "model/socket"));
    const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    ck_assert_int_eq(bind(listener, (struct sockaddr *)&name, sizeof name), 0);
    check_refused(&shop, "{path: model}", ERROR_REFUSED, 18, "model/socket: is neither a file");
    ck_assert_int_eq(close(listener), 0);
    workshop_close(&shop);
}
END_TEST

START_TEST(test_artifact__a_link_may_lead_to_the_artifact_but_not_out_of_the_folder)
{
    struct workshop shop = workshop_open();
    folder_add(&shop, "model");
    file_add(&shop, "model/weights", "w");
    link_add(&shop, "latest", "model");
    link_add(&shop, "etc", "/etc");
    link_add(&shop, "file", "/etc/passwd");
    link_add(&shop, "above", "..");
    const struct artifact artifact = read_artifact(&shop, "{path: latest}");
    ck_assert_int_eq(artifact.kind, ARTIFACT_FOLDER);
    check_refused(&shop, "{path: etc}", ERROR_REFUSED, 18, "etc: leads out of the project");
    check_refused(&shop, "{path: above}", ERROR_REFUSED, 18, "above: leads out of the project");
    check_refused(&shop, "{path: file}", ERROR_REFUSED, 18, "file: ");
    check_refused(&shop, "{path: etc/passwd}", ERROR_REFUSED, 18, "etc/passwd: ");
    workshop_close(&shop);
}
END_TEST

START_TEST(test_artifact__a_sibling_with_the_folders_name_as_prefix_is_outside)
{
    struct workshop shop = workshop_open();
    struct workshop other = {.arena = {0}};
    (void)snprintf(other.folder, sizeof other.folder, "%.50s-more", shop.folder);
    ck_assert_int_eq(mkdir(other.folder, 0755), 0);
    file_add(&other, "weights", "w");
    link_add(&shop, "model", other.folder);
    check_refused(&shop, "{path: model}", ERROR_REFUSED, 18, "leads out of the project");
    workshop_close(&other);
    workshop_close(&shop);
}
END_TEST

START_TEST(test_artifact__links_in_a_circle_are_refused)
{
    struct workshop shop = workshop_open();
    link_add(&shop, "one", "two");
    link_add(&shop, "two", "one");
    check_refused(&shop, "{path: one}", ERROR_REFUSED, 18, "one: no such file or folder");
    workshop_close(&shop);
}
END_TEST

START_TEST(test_artifact__a_name_that_is_not_utf_8_is_refused)
{
    struct workshop shop = workshop_open();
    folder_add(&shop, "model");
    file_add(&shop, "model/\xff", "w");
    check_refused(&shop, "{path: model}", ERROR_REFUSED, 18, "has a name that is not UTF-8");
    workshop_close(&shop);
}
END_TEST

/* ---- what does not hold still ---- */

/* Bytes: reading them takes longer than the pause of the other process. */
enum { LARGE = 64 << 20 };

static void pause_shortly(void)
{
    (void)nanosleep(&(struct timespec){.tv_nsec = 500000}, NULL);
}

/* Another process that goes on until it is ended: it overwrites the first byte of `file`, or adds
 * files beside it. */
static pid_t disturb(const char *file, bool rewrite)
{
    const pid_t other = fork();
    ck_assert_int_ge(other, 0);
    if (other != 0)
        return other;
    for (unsigned i = 0;; i++) {
        char name[128];
        (void)snprintf(name, sizeof name, "%s%u", file, i);
        const int fd = open(rewrite ? file : name, O_WRONLY | O_CREAT, 0600);
        if (fd < 0 || write(fd, "x", 1) != 1)
            _exit(1);
        (void)close(fd);
        pause_shortly();
    }
}

static void check_unsteady(bool rewrite, const char *words)
{
    struct workshop shop = workshop_open();
    folder_add(&shop, "model");
    file_add(&shop, "model/a", "a");
    file_add(&shop, "model/z", "z");
    ck_assert_int_eq(truncate(at(&shop, "model/a"), LARGE), 0);
    const pid_t other = disturb(at(&shop, "model/z"), rewrite);
    struct error err = {0};
    struct artifact artifact;
    const char *entry = rewrite ? "{path: model/z}" : "{path: model}";
    if (rewrite)
        ck_assert_int_eq(truncate(at(&shop, "model/z"), LARGE), 0);
    const bool read = artifact_of(&shop, entry, &artifact, &err);
    ck_assert_int_eq(kill(other, SIGKILL), 0);
    ck_assert_int_eq(waitpid(other, NULL, 0), other);
    ck_assert_msg(!read && err.code == ERROR_REFUSED && err.line == 5 && err.column == 18 &&
                      strstr(err.message, words),
                  "%s", support_error(&err));
    workshop_close(&shop);
}

START_TEST(test_artifact__a_file_that_changes_while_it_is_read_is_refused)
{
    check_unsteady(true, "model/z: changed while it was read");
}
END_TEST

START_TEST(test_artifact__a_folder_that_grows_while_it_is_read_is_refused)
{
    check_unsteady(false, "model: the folder changed while it was read");
}
END_TEST

START_TEST(test_artifact__more_ignored_names_than_the_limit_are_refused)
{
    struct workshop shop = workshop_open();
    struct buffer entry = buffer_in(&shop.arena, 1 << 16);
    folder_add(&shop, "model");
    file_add(&shop, "model/a", "a");
    buffer_string(&entry, "{path: model, ignore: [b");
    for (size_t i = 0; i < LIMIT_ARTIFACT_IGNORED; i++)
        buffer_string(&entry, ", b");
    buffer_string(&entry, "]}");
    check_refused(&shop, buffer_text(&entry).at, ERROR_REFUSED, 33, "names 1001 paths");
    workshop_close(&shop);
}
END_TEST

TESTS("evidence/artifact", test_artifact__of_a_file_is_the_sha_256_of_its_bytes,
      test_artifact__of_a_folder_is_the_root_over_its_files_in_byte_order,
      test_artifact__ignored_names_and_folders_do_not_count_and_are_recorded,
      test_artifact__renaming_moving_or_changing_a_file_is_seen,
      test_artifact__a_path_and_a_digest_must_agree,
      test_artifact__what_was_not_seen_is_declared_or_a_service_or_absent,
      test_artifact__what_is_not_there_is_refused_at_the_manifests_line,
      test_artifact__a_folder_without_files_is_refused,
      test_artifact__links_in_a_folder_are_refused_by_path,
      test_artifact__special_files_are_refused_by_path,
      test_artifact__a_link_may_lead_to_the_artifact_but_not_out_of_the_folder,
      test_artifact__a_sibling_with_the_folders_name_as_prefix_is_outside,
      test_artifact__links_in_a_circle_are_refused,
      test_artifact__a_name_that_is_not_utf_8_is_refused,
      test_artifact__a_file_that_changes_while_it_is_read_is_refused,
      test_artifact__a_folder_that_grows_while_it_is_read_is_refused,
      test_artifact__more_ignored_names_than_the_limit_are_refused)
