#include "ledger/checkpoint.h"
#include "story.h"

static struct value admins_as(struct story *story, const char *written)
{
    return with(story, origin_saying(story).members, "admins", written);
}

static bool begins(struct story *story, struct value members)
{
    return say(story, (struct saying){.kind = ACT_ORIGIN, .plain = true, .members = members});
}

START_TEST(test_origin__is_the_first_entry_and_the_only_one)
{
    struct story story;
    story_empty(&story);
    refused(&story, says(&story, &story.ada, ACT_IDENTITY, adding(&story, &story.dev, "ci")),
            "entry 0 of a log is its origin");
    said(&story, say(&story, origin_saying(&story)));
    story.time += 1;
    refused(&story, say(&story, origin_saying(&story)), "a log has one origin");
    story_end(&story);
}
END_TEST

START_TEST(test_origin__is_signed_by_the_key_that_it_pins)
{
    struct story story;
    story_empty(&story);
    struct saying saying = origin_saying(&story);
    saying.who = &story.ada;
    saying.by = "";
    refused(&story, say(&story, saying), "signature");
    saying.who = NULL;
    saying.log = "gov.example/other";
    refused(&story, say(&story, saying), "pins a key of another name");
    saying.log = NULL;
    saying.plain = false;
    saying.name_space = "origin@" ORIGIN;
    refused(&story, say(&story, saying), "an origin is signed by the log's key, plainly");
    saying = origin_saying(&story);
    saying.by = "ada";
    refused(&story, say(&story, saying), "not by ada");
    story_end(&story);
}
END_TEST

static struct value two_admins(struct story *story, const char *id, const char *key,
                               const char *other_id, const char *other_key)
{
    return admins_as(story, text_format(&story->arena,
                                        "[{'id': '%s', 'key': '%s', 'name': null},"
                                        " {'id': '%s', 'key': '%s', 'name': null}]",
                                        id, key, other_id, other_key)
                                .at);
}

START_TEST(test_origin__its_administrators_differ)
{
    struct story story;
    story_empty(&story);
    const char *key = key_of(&story, &story.ada), *other = key_of(&story, &story.abe);
    refused(&story, begins(&story, admins_as(&story, "[]")), "one administrator at least");
    refused(&story, begins(&story, two_admins(&story, "ada", key, "ada", other)),
            "ada is there twice");
    refused(&story, begins(&story, two_admins(&story, "ada", key, "abe", key)),
            "abe is there twice");
    said(&story, begins(&story, two_admins(&story, "ada", key, "abe", other)));
    story_end(&story);
}
END_TEST

static const struct {
    const char *quorum, *why;
} bad_quorums[] = {
    {"{'tighten': 0, 'loosen': 2, 'restore': 1, 'enroll': 1}", "the quorum to tighten is 0"},
    {"{'tighten': 1, 'loosen': 101, 'restore': 1, 'enroll': 1}", "the quorum to loosen is 101"},
    {"{'tighten': 2, 'loosen': 1, 'restore': 1, 'enroll': 1}", "may not need fewer"},
    {"{'tighten': 1, 'loosen': 2, 'restore': 1, 'enroll': 0}", "the quorum to enroll is 0"},
    {"{'tighten': 1, 'loosen': 2, 'restore': 1, 'enroll': 3}", "than enrolling somebody"},
    {"{'tighten': 1, 'loosen': 2, 'restore': 1}", "origin.quorum.enroll is missing"},
    {"{'tighten': 1, 'loosen': 2}", "origin.quorum.restore is missing"},
};

START_TEST(test_origin__a_bad_quorum_is_refused)
{
    struct story story;
    story_empty(&story);
    for (size_t i = 0; i < COUNT(bad_quorums); i++)
        refused(&story,
                begins(&story, with(&story, origin_saying(&story).members, "quorum",
                                    bad_quorums[i].quorum)),
                bad_quorums[i].why);
    story_end(&story);
}
END_TEST

/* ---- restore ---- */

static const char *backup_of(struct story *story, const char *origin, const struct key_pair *pair,
                             uint64_t size)
{
    struct checkpoint checkpoint = {.origin = text_of(origin), .head = {.size = size}};
    struct buffer published = buffer_in(&story->arena, LIMIT_NOTE_SIZE), quoted = published;
    checkpoint.head.root.bytes[0] = 1;
    ck_assert_msg(checkpoint_sign(&checkpoint, pair, &published, &story->err), "%s",
                  story->err.message);
    canonical_text(buffer_text(&published), &quoted);
    return text_format(&story->arena, "{'checkpoint': %.*s, 'replaces': null}",
                       TEXT_ARGS(buffer_text(&quoted)))
        .at;
}

START_TEST(test_restore__an_administrator_says_that_the_log_goes_on_from_a_backup)
{
    struct story story;
    story_begin(&story);
    enrol(&story, &story.rio, "risk-officer");
    const struct value members = json(&story, "%s", backup_of(&story, ORIGIN, story.log_key, 2));
    refused(&story, says(&story, &story.rio, ACT_RESTORE, members), "has to be an admin");
    said(&story, says(&story, &story.ada, ACT_RESTORE, members));
    const struct value *restores = told(row_of(&story, "log", "origin"), "restores");
    ck_assert_uint_eq(value_count(restores), 1);
    ck_assert_uint_eq(told_count(value_at(restores, 0), "size"), 2);
    refused(&story,
            says(&story, &story.ada, ACT_RESTORE,
                 json(&story, "%s", backup_of(&story, ORIGIN, story.log_key, 9))),
            "the backup has 9 entries, and this log has 4");
    refused(&story,
            says(&story, &story.ada, ACT_RESTORE,
                 json(&story, "%s", backup_of(&story, "gov.example/other", story.log_key, 2))),
            "no known key has signed");
    refused(&story,
            says(&story, &story.ada, ACT_RESTORE,
                 json(&story, "%s", backup_of(&story, ORIGIN, story.abe.pair, 2))),
            "");
    story_end(&story);
}
END_TEST

START_TEST(test_restore__takes_as_many_as_the_origin_says)
{
    struct story story;
    story_empty(&story);
    said(&story, begins(&story, with(&story, origin_saying(&story).members, "quorum",
                                     "{'tighten': 1, 'loosen': 2, 'restore': 2, 'enroll': 1}")));
    const struct value members = json(&story, "%s", backup_of(&story, ORIGIN, story.log_key, 1));
    said(&story, says(&story, &story.ada, ACT_RESTORE, members));
    ck_assert_uint_eq(value_count(told(row_of(&story, "log", "origin"), "restores")), 0);
    story.time += 1;
    refused(&story, says(&story, &story.ada, ACT_RESTORE, members), "has signed this already");
    said(&story, says(&story, &story.abe, ACT_RESTORE, members));
    ck_assert_uint_eq(value_count(told(row_of(&story, "log", "origin"), "restores")), 1);
    story_end(&story);
}
END_TEST

/* `of` the log that is followed: its name and its key, in a checkpoint of two entries. */
static const char *follows(struct story *story, const char *key_of, const char *checkpoint_of)
{
    struct error err = {0};
    struct note_key key;
    ck_assert(note_key_of(text_of(key_of), key_pair_public(story->log_key), &key, &err));
    const char *backup = backup_of(story, checkpoint_of, story->log_key, 2);
    const char *from = strstr(backup, "'checkpoint': ");
    ck_assert_ptr_nonnull(from);
    const size_t size = strcspn(from, ",}");
    return text_format(&story->arena, "{'key': '%s', %.*s}", note_key_print(&key, &story->arena).at,
                       (int)size, from)
        .at;
}

START_TEST(test_origin__a_log_that_follows_another_names_its_last_checkpoint)
{
    struct story story;
    story_empty(&story);
    said(&story, begins(&story, with(&story, origin_saying(&story).members, "continues",
                                     follows(&story, "old.example/log", "old.example/log"))));
    ck_assert(told(row_of(&story, "log", "origin"), "continues") != NULL);
    story_end(&story);
}
END_TEST

START_TEST(test_origin__a_checkpoint_of_another_log_is_not_followed)
{
    struct story story;
    story_empty(&story);
    refused(&story,
            begins(&story, with(&story, origin_saying(&story).members, "continues",
                                follows(&story, "old.example/log", "other.example/log"))),
            "no known key has signed");
    story_end(&story);
}
END_TEST

TESTS("registry/origin", test_origin__a_log_that_follows_another_names_its_last_checkpoint,
      test_origin__a_checkpoint_of_another_log_is_not_followed,
      test_origin__is_the_first_entry_and_the_only_one,
      test_origin__is_signed_by_the_key_that_it_pins, test_origin__its_administrators_differ,
      test_origin__a_bad_quorum_is_refused,
      test_restore__an_administrator_says_that_the_log_goes_on_from_a_backup,
      test_restore__takes_as_many_as_the_origin_says)
