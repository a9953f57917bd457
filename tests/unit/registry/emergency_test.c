#include "moves.h"

START_TEST(test_emergency__another_waits_until_the_first_is_reviewed)
{
    struct story story;
    story_moves(&story, "high");
    registered(&story, "1.1.0", "high");
    asked_for(&story, "1.1.0");
    asked_for(&story, "1.0.0");
    said(&story, moves(&story, &story.own, hurrying_of(&story, "1.0.0")));
    guarded(&story, moves(&story, &story.own, hurrying_of(&story, "1.1.0")),
            "the emergency of credit@1.0.0 has not been reviewed, and until then there is no other "
            "of credit");
    guarded(&story, moves(&story, &story.ops, hurrying_of(&story, "1.1.0")),
            "has not been reviewed");
    said(&story, replies(&story, &story.rio, "risk-officer"));
    said(&story, replies(&story, &story.ray, "risk-officer"));
    said(&story, moves(&story, &story.own, hurrying_of(&story, "1.1.0")));
    story_end(&story);
}
END_TEST

START_TEST(test_emergency__is_not_of_those_who_made_the_version)
{
    struct story story;
    story_moves(&story, "high");
    said(&story, says(&story, &story.own, ACT_REGISTRATION, registering(&story, "1.1.0", "high")));
    asked_for(&story, "1.1.0");
    guarded(&story, moves(&story, &story.own, hurrying_of(&story, "1.1.0")),
            "own is an author of credit@1.1.0, and somebody else promotes it in an emergency");
    said(&story, moves(&story, &story.ops, hurrying_of(&story, "1.1.0")));
    story_end(&story);
}
END_TEST

START_TEST(test_emergency__is_not_of_who_waives_for_it)
{
    struct story story;
    story_moves(&story, "high");
    said(&story,
         says(&story, &story.rio, ACT_WAIVER,
              json(&story,
                   "{'model': {'name': 'credit', 'version': '1.0.0'}, 'artifact': '%s', 'policy':"
                   " 'credit/floor', 'stage': 'production', 'until': '%s', 'reason': '%s'}",
                   digest_word(&story, "artifact"), time_word(&story, story.time + 60),
                   digest_word(&story, "why"))));
    story.time += 1800; /* over, and what was judged under it is not */
    asked_for(&story, "1.0.0");
    guarded(&story, moves(&story, &story.rio, hurrying_of(&story, "1.0.0")),
            "rio waives a policy for credit@1.0.0, and somebody else promotes it");
    said(&story, moves(&story, &story.ray, hurrying_of(&story, "1.0.0")));
    story_end(&story);
}
END_TEST

/* rio, ray and own may be the only ones; and each of them has had a hand in it. */
START_TEST(test_emergency__is_none_where_nobody_could_review_it)
{
    struct story story;
    story_moves(&story, "high");
    const struct value members = registering(&story, "1.1.0", "high");
    const struct value authored =
        with(&story, members, "model",
             "{'name': 'credit', 'version': '1.1.0', 'tier': 'high', 'owner': 'own',"
             " 'authors': ['val', 'rio']}");
    said(&story, says(&story, &story.dev, ACT_REGISTRATION, authored));
    asked_for(&story, "1.1.0");
    guarded(&story, moves(&story, &story.ray, hurrying_of(&story, "1.1.0")),
            "nobody could review the emergency of credit@1.1.0: besides ray it takes somebody "
            "enrolled as a risk-officer, and another as one of validator, owner, risk-officer");
    guarded(&story, moves(&story, &story.ops, hurrying_of(&story, "1.1.0")), "nobody could review");
    story_end(&story);
}
END_TEST

/* ray sits for the risk officer; the other seat is for who has shown that the key is theirs. */
START_TEST(test_emergency__is_none_while_a_seat_of_its_review_could_not_be_filled)
{
    struct story story;
    story_moves(&story, "high");
    const struct person vic = person_new(&story, "vic");
    const struct value authored =
        with(&story, registering(&story, "1.1.0", "high"), "model",
             "{'name': 'credit', 'version': '1.1.0', 'tier': 'high', 'owner': 'own',"
             " 'authors': ['val', 'rio']}");
    said(&story, says(&story, &story.dev, ACT_REGISTRATION, authored));
    asked_for(&story, "1.1.0");
    said(&story, says(&story, &story.ada, ACT_IDENTITY, adding(&story, &vic, "validator")));
    const struct value proof = proving(&story, &vic);
    guarded(&story, moves(&story, &story.ops, hurrying_of(&story, "1.1.0")), "nobody could review");
    said(&story, says(&story, &vic, ACT_IDENTITY, proof));
    said(&story, moves(&story, &story.ops, hurrying_of(&story, "1.1.0")));
    story_end(&story);
}
END_TEST

START_TEST(test_emergency__that_is_overdue_is_reviewed_before_its_version_serves_again)
{
    struct story story;
    story_moves(&story, "high");
    asked_for(&story, "1.0.0");
    said(&story, moves(&story, &story.ops, hurrying_of(&story, "1.0.0")));
    said(&story, moves(&story, &story.bot, move(&story, "suspend", "1.0.0", "suspended")));
    story.time += 25 * 3600;
    asked(&story, "resume", "1.0.0", "production");
    said(&story, replies(&story, &story.rio, "risk-officer"));
    said(&story, replies(&story, &story.own, "owner"));
    said(&story, joined(&story, "again", "resume", "1.0.0", "production"));
    guarded(&story, moves(&story, &story.ops, resuming(&story, "again")),
            "credit@1.0.0 owes a review since the emergency at entry");
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
    said(&story, moves(&story, &story.ops, hurrying_of(&story, "1.0.0")));
    story_end(&story);
}
END_TEST

START_TEST(test_emergency__nothing_returns_whose_review_is_overdue)
{
    struct story story;
    story_moves(&story, "high");
    asked_for(&story, "1.0.0");
    said(&story, moves(&story, &story.ops, hurrying_of(&story, "1.0.0")));
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

/* ---- one at a time ---- */

/* To canary, ahead of its answers, by own. */
static void hurried_to_canary(struct story *story, const char *version)
{
    const char *ask = named(story, version, "canary of");
    adopted(story, "canary", "set", NULL);
    asked(story, ask, version, "canary");
    const struct value members =
        with_digest(story, promotion(story, version, "canary", ask), "request", ask);
    said(story, moves(story, &story->own,
                      with_time(story, members, "review_by", story->time + 24 * 3600)));
}

START_TEST(test_emergency__the_same_version_waits_as_well_stage_after_stage)
{
    struct story story;
    story_moves(&story, "high");
    hurried_to_canary(&story, "1.0.0");
    const struct digest request = story.request, leaf = story.request_leaf;
    const uint64_t index = story.request_index;
    ck_assert(is_unreviewed(&story, "1.0.0"));
    asked_for(&story, "1.0.0");
    guarded(&story, moves(&story, &story.own, hurrying_of(&story, "1.0.0")),
            "the emergency of credit@1.0.0 has not been reviewed, and until then there is no other "
            "of credit");
    guarded(&story, moves(&story, &story.ops, hurrying_of(&story, "1.0.0")),
            "has not been reviewed");
    said(&story, replies(&story, &story.rio, "risk-officer"));
    said(&story, replies(&story, &story.val, "validator"));
    said(&story, joined(&story, "signed", "ask 1.0.0", "1.0.0", "production"));
    const struct value signed_by_two = with_digest(
        &story, promotion(&story, "1.0.0", "production", "signed"), "request", "ask 1.0.0");
    guarded(&story, moves(&story, &story.bot, signed_by_two),
            "the emergency of credit@1.0.0 has not been reviewed, and until then it is promoted no "
            "further");
    story.request = request, story.request_leaf = leaf, story.request_index = index;
    said(&story, replies(&story, &story.rio, "risk-officer"));
    said(&story, replies(&story, &story.val, "validator"));
    ck_assert_ptr_null(told(model_row(&story), "emergency"));
    said(&story, moves(&story, &story.bot, signed_by_two));
    story_end(&story);
}
END_TEST

START_TEST(test_emergency__of_a_canary_no_larger_part_follows_before_it_is_reviewed)
{
    struct story story;
    story_moves(&story, "high");
    hurried_to_canary(&story, "1.0.0");
    said(&story, judged(&story, "step", "1.0.0", "canary", "allow"));
    const struct value step = promotion(&story, "1.0.0", "canary", "step");
    guarded(&story, moves(&story, &story.bot, step), "promoted no further");
    guarded(&story,
            moves(&story, &story.own, with_time(&story, step, "review_by", story.time + 24 * 3600)),
            "there is no other");
    story_end(&story);
}
END_TEST

START_TEST(test_emergency__is_one_stage_where_none_is_passed_over)
{
    struct story story;
    story_empty(&story);
    story.lifecycle = "mrm";
    said(&story, say(&story, origin_saying(&story)));
    enrol_all(&story);
    story.ops = person_new(&story, "ops");
    enrol(&story, &story.ops, "operator");
    adopted(&story, "validated", "set", NULL);
    adopted(&story, "staging", "set", NULL);
    adopted(&story, "production", "set", NULL);
    registered(&story, "1.0.0", "high");
    asked_for(&story, "1.0.0");
    guarded(&story, moves(&story, &story.own, hurrying_of(&story, "1.0.0")),
            "the lifecycle mrm does not promote credit@1.0.0 from registered to production");
    asked(&story, "validation", "1.0.0", "validated");
    const struct value members = with_digest(
        &story, promotion(&story, "1.0.0", "validated", "validation"), "request", "validation");
    said(&story, moves(&story, &story.own,
                       with_time(&story, members, "review_by", story.time + 24 * 3600)));
    said(&story, judged(&story, "next", "1.0.0", "staging", "allow"));
    const struct value next = promotion(&story, "1.0.0", "staging", "next");
    guarded(&story,
            moves(&story, &story.own, with_time(&story, next, "review_by", story.time + 24 * 3600)),
            "there is no other");
    guarded(&story, moves(&story, &story.bot, next), "promoted no further");
    said(&story, replies(&story, &story.val, "validator"));
    said(&story, moves(&story, &story.bot, next));
    story_end(&story);
}
END_TEST

/* ---- what does not pay for it ---- */

static bool acknowledges(struct story *story, const struct person *who, const char *what)
{
    return says(story, who, ACT_ANNOTATION,
                json(story,
                     "{'change': 'acknowledge', 'model': {'name': 'credit', 'version': '1.1.0'},"
                     " 'key': '%s', 'value': null, 'note': null}",
                     what));
}

/* 1.1.0 was promoted in an emergency and took the place of 1.0.0; 1.2.0 would be the next. */
static void story_hurried(struct story *story)
{
    story_moves(story, "high");
    in_production(story, "1.0.0", "high");
    registered(story, "1.1.0", "high");
    registered(story, "1.2.0", "high");
    asked_for(story, "1.1.0");
    said(story, moves(story, &story->own, hurrying_of(story, "1.1.0")));
}

static void rolls_back(struct story *story)
{
    said(story, moves(story, &story->ops,
                      with_other(story, move(story, "rollback", "1.1.0", "staging"), "1.0.0",
                                 "production")));
    said(story, acknowledges(story, &story->val, "rollback"));
}

static void suspends(struct story *story)
{
    said(story, moves(story, &story->own, move(story, "suspend", "1.1.0", "suspended")));
    said(story, acknowledges(story, &story->val, "suspension"));
}

static void suspends_and_resumes(struct story *story)
{
    const struct digest request = story->request, leaf = story->request_leaf;
    const uint64_t index = story->request_index;
    suspends(story);
    asked(story, "resume", "1.1.0", "production");
    said(story, replies(story, &story->rio, "risk-officer"));
    said(story, replies(story, &story->val, "validator"));
    said(story, joined(story, "resumed", "resume", "1.1.0", "production"));
    const struct value back =
        with_digest(story, move(story, "resume", "1.1.0", "production"), "decision", "resumed");
    said(story, moves(story, &story->bot, with_digest(story, back, "request", "resume")));
    story->request = request, story->request_leaf = leaf, story->request_index = index;
}

static void is_answered_with_no(struct story *story)
{
    said(story, answers(story, &story->ray,
                        with(story, reply(story, "risk-officer"), "answer", "'reject'")));
}

static void is_sent_back(struct story *story)
{
    said(story, answers(story, &story->ray,
                        with(story, reply(story, "risk-officer"), "answer", "'request-changes'")));
}

static void is_acknowledged(struct story *story)
{
    refused(story, acknowledges(story, &story->val, "emergency"), "no such review is owed");
}

static void is_answered_by_one(struct story *story)
{
    said(story, replies(story, &story->rio, "risk-officer"));
}

static void deprecates(struct story *story)
{
    const struct value end =
        with_time(story, move(story, "deprecate", "1.1.0", "deprecated"), "sunset",
                  story->time + (int64_t)LIMIT_NOTICE_DAYS_HIGH * STORY_DAY);
    said(story, moves(story, &story->own, end));
    said(story, moves(story, &story->rio, with_digest(story, end, "reason", "x")));
}

static void retires(struct story *story)
{
    deprecates(story);
    story->time = told_time(version_row(story, "1.1.0"), "sunset", 0);
    const struct value end = move(story, "retire", "1.1.0", "retired");
    said(story, moves(story, &story->ops, end));
    said(story, moves(story, &story->rio, with_digest(story, end, "reason", "x")));
}

static void rejects(struct story *story)
{
    suspends(story);
    said(story, moves(story, &story->own, move(story, "reject", "1.1.0", "rejected")));
}

static void is_displaced(struct story *story)
{
    registered(story, "1.3.0", "high");
    in_production(story, "1.3.0", "high");
}

static void is_judged_again(struct story *story)
{
    said(story, moves(story, &story->ops, move(story, "suspend", "1.1.0", "suspended")));
    asked(story, "once more", "1.1.0", "production");
}

static void waits(struct story *story)
{
    story->time += 400 * STORY_DAY;
}

static const struct {
    const char *name;
    void (*happens)(struct story *story);
} no_payments[] = {
    {"a rollback", rolls_back},
    {"a suspension", suspends},
    {"a suspension and the return from it", suspends_and_resumes},
    {"an answer that rejects it", is_answered_with_no},
    {"an answer that sends it back", is_sent_back},
    {"an acknowledgement in the place of answers", is_acknowledged},
    {"one answer of two", is_answered_by_one},
    {"a deprecation", deprecates},
    {"a retirement", retires},
    {"a rejection for good", rejects},
    {"another version in its place", is_displaced},
    {"another decision and its request", is_judged_again},
    {"time", waits},
};

START_TEST(test_emergency__is_paid_for_by_its_review_and_by_nothing_else)
{
    for (size_t i = 0; i < COUNT(no_payments); i++) {
        struct story story;
        story_hurried(&story);
        no_payments[i].happens(&story);
        ck_assert_msg(is_unreviewed(&story, "1.1.0"), "%s paid for it", no_payments[i].name);
        registered(&story, "1.4.0", "high");
        asked_for(&story, "1.4.0");
        guarded(&story, moves(&story, &story.ops, hurrying_of(&story, "1.4.0")),
                "the emergency of credit@1.1.0 has not been reviewed");
        story_end(&story);
    }
}
END_TEST

START_TEST(test_emergency__of_a_version_that_ended_is_acknowledged_by_somebody_else)
{
    struct story story;
    story_hurried(&story);
    const struct digest request = story.request;
    is_answered_with_no(&story);
    refused(&story, acknowledges(&story, &story.val, "emergency"), "no such review is owed");
    rejects(&story);
    refused(&story, acknowledges(&story, &story.own, "emergency"), "whose doing it is");
    refused(&story, acknowledges(&story, &story.dev, "emergency"), "dev may not sign this");
    ck_assert(is_unreviewed(&story, "1.1.0"));
    said(&story, acknowledges(&story, &story.val, "emergency"));
    ck_assert_ptr_null(told(model_row(&story), "emergency"));
    ck_assert_ptr_nonnull(
        told(row_of(&story, "request", digest_print(&request, &story.arena).at), "closed"));
    asked_for(&story, "1.2.0");
    said(&story, moves(&story, &story.own, hurrying_of(&story, "1.2.0")));
    story_end(&story);
}
END_TEST

START_TEST(test_emergency__whose_request_is_open_when_its_version_ends_is_answered_no_more)
{
    struct story story;
    story_hurried(&story);
    rejects(&story);
    refused(&story, replies(&story, &story.rio, "risk-officer"), "was superseded by own");
    said(&story, acknowledges(&story, &story.rio, "emergency"));
    ck_assert_ptr_null(told(model_row(&story), "emergency"));
    story_end(&story);
}
END_TEST

START_TEST(test_emergency__that_nobody_had_to_answer_is_acknowledged)
{
    struct story story;
    story_moves(&story, "minimal");
    registered(&story, "1.1.0", "minimal");
    said(&story, judged(&story, "allow", "1.1.0", "production", "allow"));
    const struct value members = promotion(&story, "1.1.0", "production", "allow");
    said(&story, moves(&story, &story.ops,
                       with_time(&story, members, "review_by", story.time + 24 * 3600)));
    ck_assert(is_unreviewed(&story, "1.1.0"));
    said(&story, acknowledges(&story, &story.val, "emergency"));
    ck_assert_ptr_null(told(model_row(&story), "emergency"));
    story_end(&story);
}
END_TEST

/* Nobody looks through the versions of the model for it. */
START_TEST(test_emergency__is_known_where_the_row_of_its_version_is_left_out)
{
    struct story story;
    struct error err = {0};
    story_hurried(&story);
    asked_for(&story, "1.2.0");
    const struct value members = hurrying_of(&story, "1.2.0");
    ck_assert(keeper_put(&story.keeper, (struct row_name){TEXT("version"), TEXT("credit@1.1.0")},
                         TEXT_NONE, &err));
    guarded(&story, moves(&story, &story.ops, with(&story, members, "other", "null")),
            "would take the place");
    const struct inquiry inquiry = inquiry_of(&story);
    ck_assert(!registry_reviewed(&inquiry, &members, TEXT("ops"), &err));
    ck_assert(strstr(err.message, "the emergency of credit@1.1.0 has not been reviewed"));
    story_end(&story);
}
END_TEST

START_TEST(test_emergency__that_is_overdue_does_not_come_back_as_deprecated)
{
    struct story story;
    story_moves(&story, "high");
    asked_for(&story, "1.0.0");
    said(&story, moves(&story, &story.ops, hurrying_of(&story, "1.0.0")));
    registered(&story, "1.1.0", "high");
    in_production(&story, "1.1.0", "high");
    ck_assert(stands(&story, "1.0.0", "deprecated"));
    said(&story, moves(&story, &story.bot, move(&story, "suspend", "1.0.0", "suspended")));
    story.time += 25 * 3600;
    guarded(&story, moves(&story, &story.rio, move(&story, "resume", "1.0.0", "deprecated")),
            "credit@1.0.0 owes a review since the emergency at entry");
    story_end(&story);
}
END_TEST

TESTS("registry/emergency", test_emergency__is_not_of_who_waives_for_it,
      test_emergency__is_none_while_a_seat_of_its_review_could_not_be_filled,
      test_emergency__that_is_overdue_does_not_come_back_as_deprecated,
      test_emergency__is_none_where_nobody_could_review_it,
      test_emergency__that_is_overdue_is_reviewed_before_its_version_serves_again,
      test_emergency__another_waits_until_the_first_is_reviewed,
      test_emergency__the_same_version_waits_as_well_stage_after_stage,
      test_emergency__of_a_canary_no_larger_part_follows_before_it_is_reviewed,
      test_emergency__is_one_stage_where_none_is_passed_over,
      test_emergency__is_paid_for_by_its_review_and_by_nothing_else,
      test_emergency__of_a_version_that_ended_is_acknowledged_by_somebody_else,
      test_emergency__whose_request_is_open_when_its_version_ends_is_answered_no_more,
      test_emergency__that_nobody_had_to_answer_is_acknowledged,
      test_emergency__is_known_where_the_row_of_its_version_is_left_out,
      test_emergency__is_not_of_those_who_made_the_version,
      test_emergency__who_records_its_decision_may_promote_it,
      test_emergency__nothing_returns_whose_review_is_overdue)
