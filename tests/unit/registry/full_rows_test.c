/* Rows that others have filled as far as they may: what only stops something still goes through. */
#include "moves.h"

static void row_write(struct story *story, const char *kind, const char *key,
                      const struct deed *deed)
{
    struct error err = {0};
    struct buffer document = buffer_in(&story->arena, LIMIT_ROW_SIZE);
    const struct value row = deed_value(deed);
    ck_assert(canonical_write(&row, &document, &err) && !buffer_full(&document));
    ck_assert(keeper_put(&story->keeper, (struct row_name){text_of(kind), text_of(key)},
                         buffer_text(&document), &err));
}

/* The row as it would be if others had filled it, almost up to what is reserved. */
static void row_fill(struct story *story, const char *kind, const char *key)
{
    enum { OTHERS = 40 << 10 }; /* what else stands in a row of a test, at most */
    struct deed deed = deed_of(row_of(story, kind, key), &story->arena);
    const size_t size = LIMIT_ROW_SIZE - LIMIT_ROW_RESERVE;
    char *filling = arena_alloc(&story->arena, size);
    struct buffer document = buffer_in(&story->arena, OTHERS);
    const struct value row = deed_value(&deed);
    struct error err = {0};
    memset(filling, 'x', size);
    ck_assert(canonical_write(&row, &document, &err) && !buffer_full(&document));
    deed_text(
        &deed, "filling",
        (struct text){filling, size - buffer_text(&document).size - sizeof "\"filling\":\"\","});
    row_write(story, kind, key, &deed);
}

static bool consumed_by(struct story *story, const char *consumer)
{
    return says(story, &story->dev, ACT_ANNOTATION,
                json(story,
                     "{'change': 'consume', 'model': {'name': 'credit', 'version': '1.0.0'},"
                     " 'key': '%s', 'value': null, 'note': null}",
                     consumer));
}

START_TEST(test_full_rows__a_version_can_still_be_suspended)
{
    struct story story;
    story_moves(&story, "limited");
    in_production(&story, "1.0.0", "limited");
    row_fill(&story, "version", "credit@1.0.0");
    refused(&story, consumed_by(&story, "shop"), "is too much to keep");
    said(&story, moves(&story, &story.ops, move(&story, "suspend", "1.0.0", "suspended")));
    ck_assert(stands(&story, "1.0.0", "suspended"));
    story_end(&story);
}
END_TEST

START_TEST(test_full_rows__a_request_can_still_be_rejected)
{
    struct story story;
    story_request(&story);
    row_fill(&story, "request", digest_word(&story, "first"));
    refused(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")),
            "is too much to keep");
    const struct value rejection =
        with(&story, answer_of(&story, "risk-officer"), "answer", "'reject'");
    said(&story, answers(&story, &story.rio, rejection));
    ck_assert(standing_of(&story).closed);
    story_end(&story);
}
END_TEST

START_TEST(test_full_rows__as_many_answers_as_are_kept_leave_room_to_close_the_request)
{
    struct story story;
    story_request(&story);
    const char *key = digest_word(&story, "first");
    struct deed deed = deed_of(row_of(&story, "request", key), &story.arena);
    struct values given = {0};
    for (size_t i = 0; i < LIMIT_ANSWERS; i++)
        *LIST_ADD(&story.arena, &given) =
            json(&story, "{'by': 'member-%zu', 'answer': 'approve', 'index': 3}", i);
    deed_put(&deed, "answers", value_of_list(&story.arena, given.at, given.count));
    row_write(&story, "request", key, &deed);
    refused(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")),
            "has 64 answers, the most that are kept");
    said(&story,
         answers(&story, &story.rio,
                 with(&story, answer_of(&story, "risk-officer"), "answer", "'request-changes'")));
    story_end(&story);
}
END_TEST

START_TEST(test_full_rows__a_person_can_still_be_revoked)
{
    struct story story;
    story_begin(&story);
    enrol(&story, &story.dev, "developer");
    const struct person fresh = person_new(&story, "dev");
    row_fill(&story, "identity", "dev");
    refused(&story,
            says(&story, &story.dev, ACT_IDENTITY,
                 json(&story,
                      "{'change': 'rotate', 'id': 'dev', 'key': '%s', 'valid_until': null,"
                      " 'reason': null}",
                      key_of(&story, &fresh))),
            "is too much to keep");
    said(&story, says(&story, &story.ada, ACT_IDENTITY,
                      json(&story, "{'change': 'revoke', 'id': 'dev', 'compromised_since': null,"
                                   " 'reason': null}")));
    story_end(&story);
}
END_TEST

TESTS("registry/full_rows", test_full_rows__a_version_can_still_be_suspended,
      test_full_rows__a_request_can_still_be_rejected,
      test_full_rows__as_many_answers_as_are_kept_leave_room_to_close_the_request,
      test_full_rows__a_person_can_still_be_revoked)
