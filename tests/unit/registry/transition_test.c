#include "moves.h"

#include "registry/situation.h"

START_TEST(test_transition__of_two_who_promote_at_once_one_wins)
{
    struct story story;
    story_moves(&story, "minimal");
    said(&story, judged(&story, "allow", "1.0.0", "production", "allow"));
    const struct value first = promotion(&story, "1.0.0", "production", "allow");
    said(&story, moves(&story, &story.bot, first));
    guarded(&story, moves(&story, &story.ops, first),
            "credit@1.0.0 stands in production since entry");
    story_end(&story);
}
END_TEST

START_TEST(test_transition__nothing_moves_where_the_row_of_its_model_is_gone)
{
    struct story story;
    struct error err = {0};
    story_moves(&story, "minimal");
    const struct value members = move(&story, "suspend", "1.0.0", "suspended");
    ck_assert(keeper_put(&story.keeper, (struct row_name){TEXT("model"), TEXT("credit")}, TEXT_NONE,
                         &err));
    refused(&story, moves(&story, &story.ops, members), "the model of credit@1.0.0 has no row");
    story_end(&story);
}
END_TEST

START_TEST(test_transition__another_head_is_a_conflict)
{
    struct story story;
    story_moves(&story, "minimal");
    said(&story, judged(&story, "allow", "1.0.0", "production", "allow"));
    const struct value members = promotion(&story, "1.0.0", "production", "allow");
    guarded(&story, moves(&story, &story.bot, with(&story, members, "head", "3")), "look again");
    guarded(&story, moves(&story, &story.bot, with(&story, members, "from", "'staging'")),
            "it was looked at in staging");
    story_end(&story);
}
END_TEST

START_TEST(test_transition__a_second_version_does_not_enter_production_beside_the_first)
{
    struct story story;
    story_moves(&story, "minimal");
    in_production(&story, "1.0.0", "minimal");
    registered(&story, "1.1.0", "minimal");
    said(&story, judged(&story, "allow", "1.1.0", "production", "allow"));
    const struct value members = promotion(&story, "1.1.0", "production", "allow");
    guarded(&story, moves(&story, &story.bot, with(&story, members, "other", "null")),
            "would take the place of none in production, where 1.0.0 is");
    refused(&story, moves(&story, &story.bot, with_other(&story, members, "1.0.0", "archived")),
            "displaces goes to deprecated");
    guarded(
        &story,
        moves(&story, &story.bot,
              with(&story, members, "other",
                   "{'version': '1.0.0', 'from': 'production', 'to': 'deprecated', 'head': 4}")),
        "1.0.0, which would move as well, stands in production since entry");
    said(&story, moves(&story, &story.bot, members));
    story_end(&story);
}
END_TEST

START_TEST(test_transition__a_decision_is_an_hour_old_at_most)
{
    struct story story;
    story_moves(&story, "minimal");
    said(&story, judged(&story, "allow", "1.0.0", "production", "allow"));
    const struct value members = promotion(&story, "1.0.0", "production", "allow");
    story.time += LIMIT_DECISION_AGE + 1;
    guarded(&story, moves(&story, &story.bot, members), "after 60 minutes it is made anew");
    story.time -= 1;
    said(&story, moves(&story, &story.bot, members));
    story_end(&story);
}
END_TEST

START_TEST(test_transition__a_decision_does_not_outlive_a_suspension)
{
    struct story story;
    story_moves(&story, "minimal");
    said(&story, judged(&story, "allow", "1.0.0", "production", "allow"));
    said(&story, moves(&story, &story.ops, move(&story, "suspend", "1.0.0", "suspended")));
    const struct value back = move(&story, "resume", "1.0.0", "registered");
    said(&story, moves(&story, &story.bot, back));
    said(&story, moves(&story, &story.rio, with_digest(&story, back, "reason", "x")));
    said(&story, moves(&story, &story.own, with_digest(&story, back, "reason", "y")));
    guarded(&story, moves(&story, &story.bot, promotion(&story, "1.0.0", "production", "allow")),
            "credit@1.0.0 has moved since it was judged");
    story_end(&story);
}
END_TEST

START_TEST(test_transition__a_decision_that_was_consumed_lets_nothing_move_again)
{
    struct story story;
    story_moves(&story, "minimal");
    adopted(&story, "canary", "set", NULL);
    said(&story, judged(&story, "enter", "1.0.0", "canary", "allow"));
    said(&story, moves(&story, &story.bot, promotion(&story, "1.0.0", "canary", "enter")));
    said(&story, judged(&story, "step", "1.0.0", "canary", "allow"));
    said(&story, moves(&story, &story.bot, promotion(&story, "1.0.0", "canary", "step")));
    refused(&story, moves(&story, &story.bot, promotion(&story, "1.0.0", "canary", "step")),
            "has let credit@1.0.0 move already, at entry");
    refused(&story, moves(&story, &story.bot, promotion(&story, "1.0.0", "canary", "enter")),
            "is on the move from registered to canary");
    refused(&story, moves(&story, &story.bot, promotion(&story, "1.0.0", "canary", "never")),
            "is not in this log");
    story_end(&story);
}
END_TEST

START_TEST(test_transition__what_was_denied_or_judged_otherwise_does_not_move)
{
    struct story story;
    story_moves(&story, "minimal");
    said(&story, judged(&story, "no", "1.0.0", "production", "deny"));
    guarded(&story, moves(&story, &story.bot, promotion(&story, "1.0.0", "production", "no")),
            "credit@1.0.0 was denied production");
    said(&story, judged(&story, "yes", "1.0.0", "production", "allow"));
    const struct value members = promotion(&story, "1.0.0", "production", "yes");
    refused(&story, moves(&story, &story.bot, with_digest(&story, members, "artifact", "swapped")),
            "credit@1.0.0 was registered with sha256:");
    refused(&story, moves(&story, &story.bot, with(&story, members, "artifact", "null")),
            "the artifact none would move");
    registered(&story, "1.1.0", "minimal");
    refused(&story, moves(&story, &story.bot, promotion(&story, "1.1.0", "production", "yes")),
            "is on another version than credit@1.1.0");
    adopted(&story, "production", "stricter", "set");
    refused(&story, moves(&story, &story.bot, members), "in force for production is");
    story_end(&story);
}
END_TEST

START_TEST(test_transition__a_request_is_consumed_once)
{
    struct story story;
    story_moves(&story, "limited");
    asked(&story, "ask", "1.0.0", "production");
    const struct value before = promotion(&story, "1.0.0", "production", "ask");
    refused_as(&story, moves(&story, &story.bot, with_digest(&story, before, "request", "ask")),
               ERROR_PENDING,
               "1 of 1 signatures are lacking: one of validator, owner, risk-officer");
    said(&story, replies(&story, &story.rio, "risk-officer"));
    guarded(&story, moves(&story, &story.bot, with_digest(&story, before, "request", "ask")),
            "was judged before it was signed");
    said(&story, joined(&story, "allow", "ask", "1.0.0", "production"));
    const struct value members = promotion(&story, "1.0.0", "production", "allow");
    refused(&story, moves(&story, &story.bot, members), "the request none would be consumed");
    said(&story, joined(&story, "again", "ask", "1.0.0", "production"));
    guarded(&story, moves(&story, &story.bot, with_digest(&story, members, "request", "ask")),
            "was judged for production again since");
    const struct value newest = promotion(&story, "1.0.0", "production", "again");
    said(&story, moves(&story, &story.bot, with_digest(&story, newest, "request", "ask")));
    said(&story, moves(&story, &story.ops, move(&story, "suspend", "1.0.0", "suspended")));
    refused(&story, joined(&story, "once more", "ask", "1.0.0", "production"),
            "which is not open for these inputs");
    story_end(&story);
}
END_TEST

START_TEST(test_transition__a_request_that_was_rejected_carries_nothing)
{
    struct story story;
    story_moves(&story, "limited");
    asked(&story, "ask", "1.0.0", "production");
    said(&story, replies(&story, &story.rio, "risk-officer"));
    said(&story, joined(&story, "allow", "ask", "1.0.0", "production"));
    said(&story, answers(&story, &story.ray,
                         with(&story, reply(&story, "risk-officer"), "answer", "'reject'")));
    refused(&story,
            moves(&story, &story.bot,
                  with_digest(&story, promotion(&story, "1.0.0", "production", "allow"), "request",
                              "ask")),
            "the request on credit@1.0.0 was rejected by ray");
    story_end(&story);
}
END_TEST

START_TEST(test_transition__answers_that_ended_do_not_carry_a_promotion)
{
    struct story story;
    story_moves(&story, "limited");
    asked(&story, "ask", "1.0.0", "production");
    said(&story,
         answers(&story, &story.rio,
                 with_time(&story, reply(&story, "risk-officer"), "expires", story.time + 60)));
    said(&story, joined(&story, "allow", "ask", "1.0.0", "production"));
    const struct value members =
        with_digest(&story, promotion(&story, "1.0.0", "production", "allow"), "request", "ask");
    story.time += 61;
    refused_as(&story, moves(&story, &story.bot, members), ERROR_PENDING,
               "1 of 1 signatures are lacking");
    said(&story, replies(&story, &story.ray, "risk-officer"));
    said(&story, says(&story, &story.ada, ACT_IDENTITY,
                      with_time(&story,
                                json(&story, "{'change': 'revoke', 'id': 'ray',"
                                             " 'compromised_since': null, 'reason': null}"),
                                "compromised_since", story.time)));
    refused_as(&story, moves(&story, &story.bot, members), ERROR_PENDING,
               "1 of 1 signatures are lacking");
    story_end(&story);
}
END_TEST

START_TEST(test_transition__a_promotion_needs_its_role_and_no_stage_in_use_passed_over)
{
    struct story story;
    story_moves(&story, "minimal");
    said(&story, judged(&story, "allow", "1.0.0", "production", "allow"));
    const struct value members = promotion(&story, "1.0.0", "production", "allow");
    guarded(&story, moves(&story, &story.dev, members),
            "dev may not promote credit@1.0.0: for that one has to be one of owner, ci, operator");
    adopted(&story, "validated", "set", NULL);
    guarded(&story, moves(&story, &story.bot, members),
            "would pass over validated, for which a policy set is adopted");
    story_end(&story);
}
END_TEST

START_TEST(test_transition__who_suspended_neither_answers_nor_resumes)
{
    struct story story;
    story_moves(&story, "minimal");
    in_production(&story, "1.0.0", "minimal");
    said(&story, moves(&story, &story.rio, move(&story, "suspend", "1.0.0", "suspended")));
    asked(&story, "resume", "1.0.0", "production");
    said(&story, replies(&story, &story.rio, "risk-officer"));
    said(&story, replies(&story, &story.own, "owner"));
    refused(&story, joined(&story, "resumed", "resume", "1.0.0", "production"),
            "1 of 2 signatures are lacking: a risk-officer");
    said(&story, replies(&story, &story.ray, "risk-officer"));
    said(&story, joined(&story, "resumed", "resume", "1.0.0", "production"));
    guarded(&story, moves(&story, &story.rio, resuming(&story, "resumed")),
            "rio suspended credit@1.0.0 at entry");
    said(&story, moves(&story, &story.ray, resuming(&story, "resumed")));
    story_end(&story);
}
END_TEST

START_TEST(test_transition__what_is_suspended_goes_back_to_where_it_was)
{
    struct story story;
    story_moves(&story, "minimal");
    said(&story, moves(&story, &story.ops, move(&story, "suspend", "1.0.0", "suspended")));
    guarded(&story, moves(&story, &story.bot, move(&story, "resume", "1.0.0", "staging")),
            "credit@1.0.0 cannot be resumed to staging, but to registered");
    const struct value back = move(&story, "resume", "1.0.0", "registered");
    said(&story, moves(&story, &story.bot, back));
    said(&story, moves(&story, &story.rio, with_digest(&story, back, "reason", "x")));
    ck_assert(stands(&story, "1.0.0", "suspended"));
    said(&story, moves(&story, &story.own, with_digest(&story, back, "reason", "y")));
    ck_assert(stands(&story, "1.0.0", "registered") && placed(&story, "1.0.0"));
    story_end(&story);
}
END_TEST

START_TEST(test_transition__rollback_needs_somewhere_to_go)
{
    struct story story;
    story_moves(&story, "minimal");
    in_production(&story, "1.0.0", "minimal");
    const struct value nowhere = move(&story, "rollback", "1.0.0", "staging");
    guarded(&story, moves(&story, &story.ops, nowhere), "there is no version of credit to return");
    registered(&story, "1.1.0", "minimal");
    in_production(&story, "1.1.0", "minimal");
    struct value back = move(&story, "rollback", "1.1.0", "staging");
    guarded(&story, moves(&story, &story.ops, back), "the version to return to is 1.0.0");
    back = with_other(&story, back, "1.0.0", "production");
    guarded(&story, moves(&story, &story.dev, back), "dev may not rollback");
    story.time += 366 * STORY_DAY;
    guarded(&story, moves(&story, &story.ops, back), "there is no version of credit to return");
    story_end(&story);
}
END_TEST

START_TEST(test_transition__what_has_lived_its_time_is_promoted_nowhere)
{
    struct story story;
    story_moves(&story, "minimal");
    story.time += 365 * STORY_DAY + 1;
    said(&story, judged(&story, "allow", "1.0.0", "production", "allow"));
    guarded(&story, moves(&story, &story.bot, promotion(&story, "1.0.0", "production", "allow")),
            "the time to live of credit@1.0.0 was over");
    story_end(&story);
}
END_TEST

START_TEST(test_transition__an_end_gives_notice_and_waits_for_its_day)
{
    struct story story;
    story_moves(&story, "limited");
    in_production(&story, "1.0.0", "limited");
    const struct value end = move(&story, "deprecate", "1.0.0", "deprecated");
    guarded(
        &story,
        moves(&story, &story.own, with_time(&story, end, "sunset", story.time + 29 * STORY_DAY)),
        "whoever uses it is given 30 days");
    said(&story,
         moves(&story, &story.own, with_time(&story, end, "sunset", story.time + 30 * STORY_DAY)));
    const struct value retiring = move(&story, "retire", "1.0.0", "retired");
    guarded(&story, moves(&story, &story.ops, retiring), "which has not come");
    story.time += 30 * STORY_DAY;
    said(&story, moves(&story, &story.ops, retiring));
    story_end(&story);
}
END_TEST

static bool notes(struct story *story, const struct person *who, const char *change,
                  const char *key)
{
    return says(story, who, ACT_ANNOTATION,
                json(story,
                     "{'change': '%s', 'model': {'name': 'credit', 'version': '1.0.0'},"
                     " 'key': '%s', 'value': null, 'note': null}",
                     change, key));
}

START_TEST(test_transition__what_is_used_is_not_retired)
{
    struct story story;
    story_moves(&story, "limited");
    in_production(&story, "1.0.0", "limited");
    said(&story, notes(&story, &story.ops, "serve", "eu-1"));
    said(&story, notes(&story, &story.dev, "consume", "shop"));
    said(&story, notes(&story, &story.dev, "consume", "bank"));
    said(&story, moves(&story, &story.own,
                       with_time(&story, move(&story, "deprecate", "1.0.0", "deprecated"), "sunset",
                                 far_enough(&story))));
    story.time = far_enough(&story);
    const struct value retiring = move(&story, "retire", "1.0.0", "retired");
    guarded(&story, moves(&story, &story.ops, retiring), "credit@1.0.0 is served by eu-1");
    said(&story, notes(&story, &story.ops, "withdraw", "eu-1"));
    guarded(&story, moves(&story, &story.ops, retiring), "shop uses credit@1.0.0");
    said(&story, notes(&story, &story.dev, "acknowledge", "shop"));
    guarded(&story, moves(&story, &story.ops, retiring), "bank uses credit@1.0.0");
    said(&story, moves(&story, &story.ops, with(&story, retiring, "acknowledged", "['bank']")));
    story_end(&story);
}
END_TEST

/* ---- emergencies ---- */

static struct value hurrying(struct story *story)
{
    struct value members = promotion(story, "1.0.0", "production", "ask");
    members = with_digest(story, members, "request", "ask");
    return with_time(story, members, "review_by", story->time + 24 * 3600);
}

START_TEST(test_transition__an_emergency_goes_ahead_and_its_answers_pay_for_it)
{
    struct story story;
    story_moves(&story, "high");
    adopted(&story, "canary", "set", NULL);
    asked(&story, "ask", "1.0.0", "production");
    guarded(&story, moves(&story, &story.bot, hurrying(&story)), "bot may not promote");
    guarded(&story,
            moves(&story, &story.ops,
                  with_time(&story, hurrying(&story), "review_by", story.time + 25 * 3600)),
            "it is due within 24 hours");
    guarded(&story, moves(&story, &story.ops, with(&story, hurrying(&story), "reason", "null")),
            "no reason is given");
    said(&story, moves(&story, &story.rio, hurrying(&story)));
    ck_assert(stands(&story, "1.0.0", "production") && placed(&story, "1.0.0"));
    ck_assert_uint_eq(value_count(told(version_row(&story, "1.0.0"), "owed")), 1);
    said(&story, replies(&story, &story.rio, "risk-officer"));
    said(&story, replies(&story, &story.own, "owner"));
    ck_assert_uint_eq(value_count(told(version_row(&story, "1.0.0"), "owed")), 1);
    said(&story, replies(&story, &story.ray, "risk-officer"));
    ck_assert_uint_eq(value_count(told(version_row(&story, "1.0.0"), "owed")), 0);
    const struct value *request = row_of(&story, "request", digest_word(&story, "ask"));
    ck_assert(text_is(told_text(told(request, "closed"), "how"), "consumed"));
    ck_assert_uint_eq(value_count(told(version_row(&story, "1.0.0"), "open")), 0);
    story_end(&story);
}
END_TEST

START_TEST(test_transition__a_review_that_is_overdue_stops_the_next_promotion)
{
    struct story story;
    story_two(&story);
    said(&story, moves(&story, &story.ops,
                       with_other(&story, move(&story, "rollback", "1.1.0", "staging"), "1.0.0",
                                  "production")));
    story.time += 24 * 3600 + 1;
    ck_assert(owed_overdue(version_row(&story, "1.0.0"), story.time, false) != NULL);
    said(&story, judged(&story, "once more", "1.1.0", "production", "allow"));
    const struct value members = promotion(&story, "1.1.0", "production", "once more");
    guarded(&story, moves(&story, &story.bot, members),
            "credit@1.1.0 owes a review since the rollback at entry");
    const struct value reviewing =
        json(&story, "{'change': 'acknowledge', 'model': {'name': 'credit', 'version': '1.1.0'},"
                     " 'key': 'rollback', 'value': null, 'note': null}");
    refused(&story, says(&story, &story.ops, ACT_ANNOTATION, reviewing), "ops may not sign this");
    said(&story, says(&story, &story.val, ACT_ANNOTATION, reviewing));
    said(&story, moves(&story, &story.bot, members));
    story_end(&story);
}
END_TEST

/* ---- what does not belong, and what is over ---- */

static const struct {
    const char *change, *to, *member, *written;
} strangers[] = {
    {"suspend", "suspended", "sunset", "'2030-01-01T00:00:00Z'"},
    {"suspend", "suspended", "step", "5"},
    {"suspend", "suspended", "moment", "'2030-01-01T00:00:00Z'"},
    {"suspend", "suspended", "acknowledged", "['shop']"},
    {"reject", "rejected", "incident", "'INC'"},
    {"reject", "rejected", "retention",
     "{'class': 'x', 'until': '2030-01-01T00:00:00Z', 'hold': 0}"},
    {"promote", "canary", "other",
     "{'version': '0', 'from': 'production', 'to': 'deprecated', 'head': 1}"},
    {"promote", "production", "sunset", "'2030-01-01T00:00:00Z'"},
    {"promote", "production", "incident", "'INC'"},
    {"promote", "production", "step", "5"},
    {"promote", "production", "stored", "[{'digest': 'DIGEST', 'size': 1, 'where': 'x'}]"},
    {"rollback", "staging", "steps", "[{'percent': 5, 'at': '2030-01-01T00:00:00Z'}]"},
    {"rollback", "staging", "successor", "'2'"},
};

START_TEST(test_transition__members_of_other_changes_are_refused)
{
    struct story story;
    story_moves(&story, "minimal");
    for (size_t i = 0; i < COUNT(strangers); i++) {
        const char *digest = strstr(strangers[i].written, "DIGEST");
        const char *written =
            digest ? text_format(&story.arena, "%.*s%s%s", (int)(digest - strangers[i].written),
                                 strangers[i].written, digest_word(&story, "x"), digest + 6)
                         .at
                   : strangers[i].written;
        const struct value members =
            with(&story, move(&story, strangers[i].change, "1.0.0", strangers[i].to),
                 strangers[i].member, written);
        refused(&story, moves(&story, &story.ops, members), "that does not belong to");
        ck_assert_msg(strstr(story.err.message, strangers[i].member) != NULL, "%s",
                      story.err.message);
    }
    story_end(&story);
}
END_TEST

START_TEST(test_transition__the_namespace_is_the_change)
{
    struct story story;
    story_moves(&story, "minimal");
    const struct value members = move(&story, "suspend", "1.0.0", "suspended");
    struct saying saying = {.kind = ACT_TRANSITION, .who = &story.ops, .members = members};
    saying.name_space = "promote@" ORIGIN;
    refused(&story, say(&story, saying), "the transition by ops: ");
    saying.name_space = NULL;
    saying.plain = true;
    refused(&story, say(&story, saying), "it needs a signature in its own namespace");
    saying.plain = false;
    said(&story, say(&story, saying));
    story_end(&story);
}
END_TEST

/* In the lifecycle `simple`, whose end is short. */
static void story_archived(struct story *story)
{
    struct value end;
    story_empty(story);
    story->lifecycle = "simple";
    said(story, say(story, origin_saying(story)));
    enrol_all(story);
    story->ops = person_new(story, "ops");
    enrol(story, &story->ops, "operator");
    adopted(story, "production", "set", NULL);
    adopted(story, "staging", "set", NULL);
    registered(story, "1.0.0", "minimal");
    said(story, judged(story, "allow", "1.0.0", "staging", "allow"));
    said(story, moves(story, &story->bot, promotion(story, "1.0.0", "staging", "allow")));
    end = with(story, move(story, "archive", "1.0.0", "archived"), "retention",
               "{'class': 'model', 'until': '2040-01-01T00:00:00Z', 'hold': 1}");
    said(story, moves(story, &story->ops, end));
}

START_TEST(test_transition__what_is_archived_stays_and_its_hold_is_not_for_everybody)
{
    struct story story;
    story_archived(&story);
    ck_assert(stands(&story, "1.0.0", "archived") && placed(&story, "1.0.0"));
    guarded(&story, moves(&story, &story.ops, move(&story, "suspend", "1.0.0", "suspended")),
            "the lifecycle simple does not suspend credit@1.0.0 from archived");
    const struct value lifting =
        with(&story, move(&story, "hold", "1.0.0", "archived"), "retention",
             "{'class': 'model', 'until': '2040-01-01T00:00:00Z', 'hold': 0}");
    guarded(&story, moves(&story, &story.ops, lifting), "ops may not hold credit@1.0.0");
    guarded(&story,
            moves(&story, &story.rio,
                  with(&story, lifting, "retention",
                       "{'class': 'model', 'until': '2039-01-01T00:00:00Z', 'hold': 0}")),
            "is kept as model until 2040-01-01T00:00:00Z, and not for less");
    said(&story, moves(&story, &story.rio, lifting));
    said(&story, moves(&story, &story.own, with_digest(&story, lifting, "reason", "x")));
    ck_assert_uint_eq(told_count(told(version_row(&story, "1.0.0"), "retention"), "hold"), 0);
    story_end(&story);
}
END_TEST

START_TEST(test_transition__archiving_says_how_long_and_where)
{
    struct story story;
    story_moves(&story, "minimal");
    in_production(&story, "1.0.0", "minimal");
    said(&story, moves(&story, &story.ops, move(&story, "suspend", "1.0.0", "suspended")));
    said(&story, moves(&story, &story.ops, move(&story, "retire", "1.0.0", "retired")));
    struct value end = move(&story, "archive", "1.0.0", "archived");
    guarded(&story, moves(&story, &story.ops, end), "how long credit@1.0.0 is kept is not said");
    end = with(&story, end, "retention",
               "{'class': 'model', 'until': '2040-01-01T00:00:00Z', 'hold': 0}");
    guarded(&story, moves(&story, &story.ops, end), "the artifact sha256:");
    end = with(&story, end, "stored",
               text_format(&story.arena, "[{'digest': '%s', 'size': 9, 'where': 'x'}]",
                           digest_word(&story, "artifact"))
                   .at);
    guarded(&story, moves(&story, &story.ops, end), "the evidence sha256:");
    story_end(&story);
}
END_TEST

START_TEST(test_transition__moving_closes_what_was_asked_where_it_stood)
{
    struct story story;
    story_moves(&story, "limited");
    asked(&story, "ask", "1.0.0", "production");
    said(&story, moves(&story, &story.ops, move(&story, "suspend", "1.0.0", "suspended")));
    const struct value *request = row_of(&story, "request", digest_word(&story, "ask"));
    ck_assert(text_is(told_text(told(request, "closed"), "how"), "superseded"));
    ck_assert_uint_eq(value_count(told(version_row(&story, "1.0.0"), "open")), 0);
    story_end(&story);
}
END_TEST

START_TEST(test_transition__what_a_command_plans_is_what_the_log_decides)
{
    struct story story;
    struct error err = {0};
    story_moves(&story, "minimal");
    const struct inquiry inquiry = inquiry_of(&story);
    const struct value members = move(&story, "suspend", "1.0.0", "suspended");
    ck_assert(registry_permits(&inquiry, &members, TEXT("ops"), &err));
    ck_assert(!registry_permits(&inquiry, &members, TEXT("dev"), &err));
    ck_assert_int_eq(err.code, ERROR_GUARD);
    ck_assert(!moves(&story, &story.dev, members));
    ck_assert_str_eq(story.err.message, err.message);
    err = (struct error){0};
    ck_assert(!registry_permits(&inquiry, &members, TEXT("nobody"), &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    story_end(&story);
}
END_TEST

TESTS("registry/transition", test_transition__of_two_who_promote_at_once_one_wins,
      test_transition__nothing_moves_where_the_row_of_its_model_is_gone,
      test_transition__another_head_is_a_conflict,
      test_transition__a_second_version_does_not_enter_production_beside_the_first,
      test_transition__a_decision_is_an_hour_old_at_most,
      test_transition__a_decision_does_not_outlive_a_suspension,
      test_transition__a_decision_that_was_consumed_lets_nothing_move_again,
      test_transition__what_was_denied_or_judged_otherwise_does_not_move,
      test_transition__a_request_is_consumed_once,
      test_transition__a_request_that_was_rejected_carries_nothing,
      test_transition__answers_that_ended_do_not_carry_a_promotion,
      test_transition__a_promotion_needs_its_role_and_no_stage_in_use_passed_over,
      test_transition__who_suspended_neither_answers_nor_resumes,
      test_transition__what_is_suspended_goes_back_to_where_it_was,
      test_transition__rollback_needs_somewhere_to_go,
      test_transition__what_has_lived_its_time_is_promoted_nowhere,
      test_transition__an_end_gives_notice_and_waits_for_its_day,
      test_transition__what_is_used_is_not_retired,
      test_transition__an_emergency_goes_ahead_and_its_answers_pay_for_it,
      test_transition__a_review_that_is_overdue_stops_the_next_promotion,
      test_transition__members_of_other_changes_are_refused,
      test_transition__the_namespace_is_the_change,
      test_transition__what_is_archived_stays_and_its_hold_is_not_for_everybody,
      test_transition__archiving_says_how_long_and_where,
      test_transition__moving_closes_what_was_asked_where_it_stood,
      test_transition__what_a_command_plans_is_what_the_log_decides)
