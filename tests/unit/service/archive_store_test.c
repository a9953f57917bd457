#include "base/file.h"
#include "base/scratch.h"
#include "service/archive_store.h"
#include "support.h"

#include <sys/stat.h>
#include <unistd.h>

static struct error err;

static void progress_ignore(void *context, const char *what, uint64_t done, uint64_t of)
{
    (void)context, (void)what, (void)done, (void)of;
}

static struct session session = {.arena = &arena, .progress = progress_ignore};

static void begin(void)
{
    scratch_open();
    err = (struct error){0};
}

static struct archive_store *archive_here(void)
{
    struct archive_store *archive;
    ck_assert_msg(archive_store_open(&session, scratch("archive"), &archive, &err), "%s",
                  support_error(&err));
    return archive;
}

static struct digest digest_made(const char *content)
{
    struct digest digest;
    ck_assert(digest_text(text_of(content), &digest, &err));
    return digest;
}

static const char *object_path(const struct digest *digest)
{
    return scratch(
        text_format(&arena, "archive/sha256/%s", digest_print(digest, &arena).at + 7).at);
}

static void file_made(const char *name, const char *content)
{
    ck_assert(file_write(scratch(name), text_of(content), 0600, &err));
}

START_TEST(test_archive__a_file_is_kept_under_its_digest_and_closed_to_writing)
{
    begin();
    uint64_t size = 0;
    struct stat found;
    struct archive_store *archive = archive_here();
    const struct digest digest = digest_made("weights");
    file_made("model.bin", "weights");
    const struct archived archived = {.path = scratch("model.bin"), .digest = &digest};
    ck_assert_msg(archive_store_put(archive, &archived, &size, &err), "%s", support_error(&err));
    ck_assert_uint_eq(size, 7);
    ck_assert_int_eq(stat(object_path(&digest), &found), 0);
    ck_assert_uint_eq(found.st_mode & 0777, 0444);
    ck_assert(archive_store_verify(archive, &digest, &err));
    ck_assert_msg(archive_store_put(archive, &archived, &size, &err), "twice is as well as once");
    ck_assert(text_starts(archive_store_name(archive), TEXT("file:///")));
    archive_store_close(archive);
    scratch_close();
}
END_TEST

START_TEST(test_archive__what_is_not_what_was_recorded_is_not_kept)
{
    begin();
    uint64_t size;
    struct archive_store *archive = archive_here();
    const struct digest digest = digest_made("weights");
    file_made("model.bin", "swapped");
    const struct archived archived = {.path = scratch("model.bin"), .digest = &digest};
    ck_assert(!archive_store_put(archive, &archived, &size, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    ck_assert_int_ne(access(object_path(&digest), F_OK), 0);
    scratch_close();
}
END_TEST

START_TEST(test_archive__what_was_changed_is_found_and_never_replaced)
{
    begin();
    uint64_t size;
    struct text there;
    struct archive_store *archive = archive_here();
    const struct digest digest = digest_made("weights");
    const struct archived archived = {.bytes = TEXT("weights"), .digest = &digest};
    ck_assert(archive_store_put(archive, &archived, &size, &err));
    ck_assert_int_eq(chmod(object_path(&digest), 0600), 0);
    ck_assert(file_write(object_path(&digest), TEXT("changed"), 0600, &err));
    ck_assert(!archive_store_verify(archive, &digest, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    err = (struct error){0};
    ck_assert(!archive_store_put(archive, &archived, &size, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    err = (struct error){0};
    ck_assert(file_read(object_path(&digest), 100, &arena, &there, &err));
    ck_assert(text_is(there, "changed"));
    scratch_close();
}
END_TEST

START_TEST(test_archive__what_is_absent_or_a_link_does_not_verify)
{
    begin();
    struct archive_store *archive = archive_here();
    const struct digest digest = digest_made("weights");
    ck_assert(!archive_store_verify(archive, &digest, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    err = (struct error){0};
    file_made("model.bin", "weights");
    ck_assert_int_eq(symlink(scratch("model.bin"), object_path(&digest)), 0);
    ck_assert(!archive_store_verify(archive, &digest, &err));
    scratch_close();
}
END_TEST

static void folder_made(struct artifact_parts *parts, struct digest *root)
{
    static const char *const names[] = {"config.json", "weights.bin"};
    struct text raw[COUNT(names)];
    ck_assert_int_eq(mkdir(scratch("model"), 0700), 0);
    for (size_t i = 0; i < COUNT(names); i++) {
        struct artifact_part *part = LIST_ADD(&arena, parts);
        *part = (struct artifact_part){names[i], digest_made(names[i])};
        file_made(text_format(&arena, "model/%s", names[i]).at, names[i]);
    }
    for (size_t i = 0; i < COUNT(names); i++)
        raw[i] = (struct text){(const char *)parts->at[i].digest.bytes, 32};
    ck_assert(digest_of(raw, COUNT(names), root, &err));
}

START_TEST(test_archive__a_folder_is_kept_file_by_file_with_its_listing)
{
    begin();
    struct text listed;
    struct digest root;
    struct archive_listing listing;
    struct artifact_parts parts = {0};
    struct archive_store *archive = archive_here();
    folder_made(&parts, &root);
    ck_assert_msg(
        archive_store_put_folder(archive, scratch("model"), &parts, &root, &listing, &err), "%s",
        support_error(&err));
    ck_assert_uint_eq(listing.size, strlen("config.json") + strlen("weights.bin"));
    ck_assert(archive_store_verify(archive, &parts.at[0].digest, &err));
    ck_assert(archive_store_verify(archive, &parts.at[1].digest, &err));
    ck_assert(archive_store_verify(archive, &listing.digest, &err));
    ck_assert(file_read(object_path(&listing.digest), 1000, &arena, &listed, &err));
    ck_assert_ptr_nonnull(strstr(listed.at, "\"obstat\":\"archive-listing/v1\""));
    ck_assert_ptr_nonnull(strstr(listed.at, digest_print(&root, &arena).at));
    scratch_close();
}
END_TEST

START_TEST(test_archive__files_that_are_not_the_artifact_are_not_kept)
{
    begin();
    struct digest root;
    struct archive_listing listing;
    struct artifact_parts parts = {0};
    struct archive_store *archive = archive_here();
    folder_made(&parts, &root);
    parts.count--;
    ck_assert(!archive_store_put_folder(archive, scratch("model"), &parts, &root, &listing, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    scratch_close();
}
END_TEST

static const char *const no_archives[] = {"", "gs://bucket", "https://bucket.example"};

START_TEST(test_archive__is_a_folder_or_a_bucket)
{
    begin();
    struct archive_store *archive;
    for (size_t i = 0; i < COUNT(no_archives); i++) {
        err = (struct error){0};
        ck_assert(!archive_store_open(&session, no_archives[i], &archive, &err));
        ck_assert_int_eq(err.code, ERROR_USAGE);
    }
    err = (struct error){0};
    ck_assert(!archive_store_open(&session, scratch("not/there"), &archive, &err));
    ck_assert_int_eq(err.code, ERROR_UNAVAILABLE);
    scratch_close();
}
END_TEST

TESTS("service/archive_store", test_archive__a_file_is_kept_under_its_digest_and_closed_to_writing,
      test_archive__what_is_not_what_was_recorded_is_not_kept,
      test_archive__what_was_changed_is_found_and_never_replaced,
      test_archive__what_is_absent_or_a_link_does_not_verify,
      test_archive__a_folder_is_kept_file_by_file_with_its_listing,
      test_archive__files_that_are_not_the_artifact_are_not_kept,
      test_archive__is_a_folder_or_a_bucket)
