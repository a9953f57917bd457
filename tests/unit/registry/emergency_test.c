#include "moves.h"

/* As it is judged and asked under its own names. */
static struct value hurrying(struct story *story, const char *version)
{
    const char *ask = named(story, version, "ask");
    const struct value members =
        with_digest(story, promotion(story, version, "production", ask), "request", ask);
    return with_time(story, members, "review_by", story->time + 24 * 3600);
}

static void asked_for(struct story *story, const char *version)
{
    asked(story, named(story, version, "ask"), version, "production");
}

START_TEST(test_emergency__another_waits_until_the_first_is_reviewed)
{
    struct story story;
    story_moves(&story, "high");
    registered(&story, "1.1.0", "high");
    asked_for(&story, "1.1.0");
    asked_for(&story, "1.0.0");
    said(&story, moves(&story, &story.own, hurrying(&story, "1.0.0")));
    guarded(&story, moves(&story, &story.own, hurrying(&story, "1.1.0")),
            "the emergency of credit@1.0.0 has not been reviewed, and until then there is no other "
            "of credit");
    guarded(&story, moves(&story, &story.ops, hurrying(&story, "1.1.0")), "has not been reviewed");
    said(&story, replies(&story, &story.rio, "risk-officer"));
    said(&story, replies(&story, &story.ray, "risk-officer"));
    said(&story, moves(&story, &story.own, hurrying(&story, "1.1.0")));
    story_end(&story);
}
END_TEST

START_TEST(test_emergency__is_not_of_those_who_made_the_version)
{
    struct story story;
    story_moves(&story, "high");
    said(&story, says(&story, &story.own, ACT_REGISTRATION, registering(&story, "1.1.0", "high")));
    asked_for(&story, "1.1.0");
    guarded(&story, moves(&story, &story.own, hurrying(&story, "1.1.0")),
            "own is an author of credit@1.1.0, and somebody else promotes it in an emergency");
    said(&story, moves(&story, &story.ops, hurrying(&story, "1.1.0")));
    story_end(&story);
}
END_TEST

START_TEST(test_emergency__who_records_its_decision_may_promote_it)
{
    struct story story;
    story_moves(&story, "high");
    said(&story,
         says(&story, &story.ops, ACT_DECISION,
              judging(&story, named(&story, "1.0.0", "ask"), "1.0.0", "production", "pending")));
    said(&story, moves(&story, &story.ops, hurrying(&story, "1.0.0")));
    story_end(&story);
}
END_TEST

START_TEST(test_emergency__nothing_returns_whose_review_is_overdue)
{
    struct story story;
    story_moves(&story, "high");
    asked_for(&story, "1.0.0");
    said(&story, moves(&story, &story.ops, hurrying(&story, "1.0.0")));
    registered(&story, "1.1.0", "high");
    in_production(&story, "1.1.0", "high");
    const struct value back =
        with_other(&story, move(&story, "rollback", "1.1.0", "staging"), "1.0.0", "production");
    story.time += 25 * 3600;
    guarded(&story, moves(&story, &story.ops, back), "there is no version of credit to return to");
    story.time -= 2 * 3600;
    said(&story, moves(&story, &story.ops, back));
    story_end(&story);
}
END_TEST

TESTS("registry/emergency", test_emergency__another_waits_until_the_first_is_reviewed,
      test_emergency__is_not_of_those_who_made_the_version,
      test_emergency__who_records_its_decision_may_promote_it,
      test_emergency__nothing_returns_whose_review_is_overdue)
