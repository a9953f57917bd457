#include "service/audit_fold.h"

#include "registry/story.h"

/* A story's entries, as the log has them, up to the first that the fold does not hold. */
static uint64_t folds(struct story *story, struct error *err)
{
    uint64_t index = 0;
    struct audit_fold *fold = audit_fold_begin();
    for (; index < story->count; index++) {
        struct text leaf;
        ck_assert(entry_write(&story->entries[index].entry, &story->arena, &leaf, &story->err));
        if (!audit_fold_entry(fold, index, leaf, err))
            break;
    }
    audit_fold_end(fold);
    return index;
}

static const char *root_at(struct story *story, uint64_t size)
{
    struct peaks peaks = {0};
    struct digest root;
    for (uint64_t at = 0; at < size; at++)
        ck_assert(peaks_append(&peaks, &story->entries[at].leaf, &story->err));
    ck_assert(peaks_root(&peaks, &root, &story->err));
    return digest_print(&root, &story->arena).at;
}

static struct value seen_of(struct story *story, uint64_t size, const char *root)
{
    const char *written =
        text_format(&story->arena, "{'size': %llu, 'root': '%s'}", (unsigned long long)size, root)
            .at;
    return with(story, answer_of(story, "risk-officer"), "seen", written);
}

START_TEST(test_audit_fold__who_answered_had_seen_this_log)
{
    struct story story;
    struct error err = {0};
    story_request(&story);
    const uint64_t size = story.count;
    said(&story, answers(&story, &story.rio, seen_of(&story, size, root_at(&story, size))));
    ck_assert_msg(folds(&story, &err) == story.count, "%s", err.message);
    story_end(&story);
}
END_TEST

/* What the rows cannot say, since they have no tree: whoever answered was shown a fork, or the log
 * of another day under the size of this one. */
START_TEST(test_audit_fold__who_was_shown_another_log_has_answered_nothing)
{
    for (int fork = 0; fork < 2; fork++) {
        struct story story;
        struct error err = {0};
        story_request(&story);
        const uint64_t size = story.count;
        const char *root = fork ? digest_word(&story, "a fork") : root_at(&story, size - 1);
        said(&story, answers(&story, &story.rio, seen_of(&story, size, root)));
        ck_assert_uint_eq(folds(&story, &err), size);
        ck_assert_int_eq(err.code, ERROR_INTEGRITY);
        ck_assert_msg(strstr(err.message, "was shown another log") != NULL, "%s", err.message);
        story_end(&story);
    }
}
END_TEST

TESTS("service/audit_fold", test_audit_fold__who_answered_had_seen_this_log,
      test_audit_fold__who_was_shown_another_log_has_answered_nothing)
