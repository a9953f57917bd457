/* Reviews by somebody who was somebody else. */
#include "moves.h"

static bool acknowledges(struct story *story, const struct person *who, const char *what)
{
    return says(story, who, ACT_ANNOTATION,
                json(story,
                     "{'change': 'acknowledge', 'model': {'name': 'credit', 'version': '1.1.0'},"
                     " 'key': '%s', 'value': null, 'note': null}",
                     what));
}

static void compromised(struct story *story, const char *id, int64_t since)
{
    said(story, says(story, &story->ada, ACT_IDENTITY,
                     json(story,
                          "{'change': 'revoke', 'id': '%s', 'compromised_since': '%s',"
                          " 'reason': null}",
                          id, time_word(story, since))));
}

/* 1.0.0 in an emergency, reviewed by rio and, a minute later, by ray. */
static void story_reviewed(struct story *story)
{
    story_moves(story, "high");
    asked_for(story, "1.0.0");
    said(story, moves(story, &story->own, hurrying_of(story, "1.0.0")));
    said(story, replies(story, &story->rio, "risk-officer"));
    story->time += 60;
    said(story, replies(story, &story->ray, "risk-officer"));
    ck_assert_ptr_null(told(model_row(story), "emergency"));
}

START_TEST(test_owed__an_emergency_that_a_stolen_key_reviewed_is_owed_again)
{
    struct story story;
    story_reviewed(&story);
    compromised(&story, "ray", story.time);
    ck_assert(is_unreviewed(&story, "1.0.0"));
    registered(&story, "1.1.0", "high");
    asked_for(&story, "1.1.0");
    guarded(&story, moves(&story, &story.ops, hurrying_of(&story, "1.1.0")),
            "the emergency of credit@1.0.0 has not been reviewed");
    story_end(&story);
    story_reviewed(&story);
    compromised(&story, "ray", story.time);
    refused(&story, replies(&story, &story.rio, "risk-officer"), "has answered the request");
    said(&story, replies(&story, &story.val, "validator"));
    ck_assert_ptr_null(told(model_row(&story), "emergency"));
    ck_assert(!owed_in_emergency(version_row(&story, "1.0.0")));
    story_end(&story);
}
END_TEST

START_TEST(test_owed__an_emergency_reviewed_before_the_key_was_stolen_stays_reviewed)
{
    struct story story;
    story_reviewed(&story);
    compromised(&story, "rio", story.time);
    ck_assert(!owed_in_emergency(version_row(&story, "1.0.0")));
    story_end(&story);
}
END_TEST

static struct value revoking(struct story *story, const char *id, const char *since)
{
    return json(story, "{'change': 'revoke', 'id': '%s', 'compromised_since': %s, 'reason': null}",
                id, since);
}

START_TEST(test_owed__a_theft_that_comes_out_after_the_key_was_revoked_counts_all_the_same)
{
    struct story story;
    story_reviewed(&story);
    const char *reviewed =
        text_string(&story.arena, text_format(&story.arena, "'%s'", time_word(&story, story.time)));
    story.time += STORY_DAY;
    said(&story, says(&story, &story.ray, ACT_IDENTITY, revoking(&story, "ray", "null")));
    ck_assert(!owed_in_emergency(version_row(&story, "1.0.0")));
    refused(&story, says(&story, &story.ada, ACT_IDENTITY, revoking(&story, "ray", "null")),
            "all that can be said now is that the key was stolen, by an administrator");
    said(&story, says(&story, &story.ada, ACT_IDENTITY, revoking(&story, "ray", reviewed)));
    ck_assert(is_unreviewed(&story, "1.0.0"));
    story.time += 60;
    refused(&story, says(&story, &story.ada, ACT_IDENTITY, revoking(&story, "ray", reviewed)),
            "stolen earlier than was said");
    said(&story, replies(&story, &story.val, "validator"));
    ck_assert(!owed_in_emergency(version_row(&story, "1.0.0")));
    said(&story,
         says(&story, &story.ada, ACT_IDENTITY, revoking(&story, "ray", "'2020-01-01T00:00:00Z'")));
    ck_assert(!owed_in_emergency(version_row(&story, "1.0.0"))); /* paid again already */
    story_end(&story);
}
END_TEST

/* Each of them is one that no other may follow. */
START_TEST(test_owed__all_emergencies_that_a_stolen_key_reviewed_are_owed_again)
{
    struct story story;
    story_reviewed(&story);
    const struct digest request = story.request, leaf = story.request_leaf;
    const uint64_t index = story.request_index;
    registered(&story, "1.1.0", "high");
    asked_for(&story, "1.1.0");
    said(&story, moves(&story, &story.own, hurrying_of(&story, "1.1.0")));
    said(&story, replies(&story, &story.rio, "risk-officer"));
    said(&story, replies(&story, &story.ray, "risk-officer"));
    compromised(&story, "ray", story.time);
    said(&story, replies(&story, &story.val, "validator"));
    ck_assert(is_unreviewed(&story, "1.0.0"));
    ck_assert(!owed_in_emergency(version_row(&story, "1.1.0")));
    story.request = request, story.request_leaf = leaf, story.request_index = index;
    said(&story, replies(&story, &story.val, "validator"));
    ck_assert_ptr_null(told(model_row(&story), "emergency"));
    story_end(&story);
}
END_TEST

START_TEST(test_owed__an_emergency_of_what_ended_meanwhile_is_owed_as_an_acknowledgement)
{
    struct story story;
    story_reviewed(&story);
    said(&story, moves(&story, &story.ops, move(&story, "suspend", "1.0.0", "suspended")));
    said(&story, moves(&story, &story.own, move(&story, "reject", "1.0.0", "rejected")));
    compromised(&story, "ray", story.time - 1);
    ck_assert(is_unreviewed(&story, "1.0.0"));
    const struct value reviewed =
        json(&story, "{'change': 'acknowledge', 'model': {'name': 'credit', 'version': '1.0.0'},"
                     " 'key': 'emergency', 'value': null, 'note': null}");
    said(&story, says(&story, &story.val, ACT_ANNOTATION, reviewed));
    ck_assert_ptr_null(told(model_row(&story), "emergency"));
    story_end(&story);
}
END_TEST

static size_t owes(struct story *story, const char *version)
{
    return value_count(told(version_row(story, version), "owed"));
}

START_TEST(test_owed__a_rollback_or_suspension_that_a_stolen_key_reviewed_as_well)
{
    struct story story;
    story_two(&story);
    said(&story, moves(&story, &story.ops,
                       with_other(&story, move(&story, "rollback", "1.1.0", "staging"), "1.0.0",
                                  "production")));
    said(&story, acknowledges(&story, &story.val, "rollback"));
    ck_assert_uint_eq(owes(&story, "1.1.0"), 0);
    said(&story, moves(&story, &story.ops, move(&story, "suspend", "1.1.0", "suspended")));
    const struct value back = move(&story, "resume", "1.1.0", "staging");
    said(&story, moves(&story, &story.bot, back));
    said(&story, moves(&story, &story.rio, back));
    said(&story, moves(&story, &story.own, back));
    ck_assert_uint_eq(owes(&story, "1.1.0"), 0);
    compromised(&story, "val", story.time);
    ck_assert_uint_eq(owes(&story, "1.1.0"), 1);
    compromised(&story, "rio", story.time);
    ck_assert_uint_eq(owes(&story, "1.1.0"), 2);
    said(&story, acknowledges(&story, &story.ray, "suspension"));
    said(&story, acknowledges(&story, &story.ray, "rollback"));
    ck_assert_uint_eq(owes(&story, "1.1.0"), 0);
    story_end(&story);
}
END_TEST

TESTS("registry/owed", test_owed__an_emergency_that_a_stolen_key_reviewed_is_owed_again,
      test_owed__an_emergency_reviewed_before_the_key_was_stolen_stays_reviewed,
      test_owed__all_emergencies_that_a_stolen_key_reviewed_are_owed_again,
      test_owed__a_theft_that_comes_out_after_the_key_was_revoked_counts_all_the_same,
      test_owed__an_emergency_of_what_ended_meanwhile_is_owed_as_an_acknowledgement,
      test_owed__a_rollback_or_suspension_that_a_stolen_key_reviewed_as_well)
