/* Versions with the same bytes, under other names. */
#include "moves.h"

#include "registry/twin.h"

/* As `version` is registered, with the bytes of 1.0.0. */
static struct value twin_of(struct story *story, const char *version, const char *tier)
{
    return with_digest(story, registering(story, version, tier), "artifact", "artifact");
}

static void twin_registered(struct story *story, const char *version, const char *tier)
{
    said(story, says(story, &story->dev, ACT_REGISTRATION, twin_of(story, version, tier)));
}

static const struct value *twins_row(struct story *story)
{
    return row_of(story, "artifact", digest_word(story, "artifact"));
}

/* To production, of tier minimal. */
static bool twin_promoted(struct story *story, const char *version)
{
    static unsigned count;
    const char *decision = text_format(&story->arena, "%s, %u", version, count++).at;
    said(story, says(story, &story->bot, ACT_DECISION,
                     with_digest(story, judging(story, decision, version, "production", "allow"),
                                 "artifact", "artifact")));
    return moves(story, &story->bot,
                 with_digest(story, promotion(story, version, "production", decision), "artifact",
                             "artifact"));
}

static void suspended(struct story *story, const char *version)
{
    said(story, moves(story, &story->ops, move(story, "suspend", version, "suspended")));
}

START_TEST(test_twin__what_is_suspended_is_promoted_under_no_other_name)
{
    struct story story;
    story_moves(&story, "minimal");
    suspended(&story, "1.0.0");
    twin_registered(&story, "1.1.0", "minimal");
    guarded(&story, twin_promoted(&story, "1.1.0"),
            "credit@1.1.0 has the same bytes as credit@1.0.0, which is suspended or was rejected");
    const struct value back = move(&story, "resume", "1.0.0", "registered");
    said(&story, moves(&story, &story.bot, back));
    said(&story, moves(&story, &story.rio, back));
    said(&story, moves(&story, &story.own, back));
    ck_assert(stands(&story, "1.0.0", "registered"));
    said(&story, twin_promoted(&story, "1.1.0"));
    story_end(&story);
}
END_TEST

START_TEST(test_twin__what_was_rejected_stays_so_under_every_name)
{
    for (unsigned before = 0; before < 2; before++) {
        struct story story;
        story_moves(&story, "minimal");
        twin_registered(&story, "1.1.0", "minimal");
        if (before)
            suspended(&story, "1.0.0");
        said(&story, moves(&story, &story.own, move(&story, "reject", "1.0.0", "rejected")));
        ck_assert_uint_eq(told_count(twins_row(&story), "stopped"), 1);
        guarded(&story, twin_promoted(&story, "1.1.0"), "the same bytes as credit@1.0.0");
        story_end(&story);
    }
}
END_TEST

START_TEST(test_twin__whose_suspension_ended_in_retirement_is_stopped_still)
{
    struct story story;
    story_moves(&story, "minimal");
    in_production(&story, "1.0.0", "minimal");
    suspended(&story, "1.0.0");
    said(&story, moves(&story, &story.own, move(&story, "retire", "1.0.0", "retired")));
    twin_registered(&story, "1.1.0", "minimal");
    guarded(&story, twin_promoted(&story, "1.1.0"), "the same bytes as credit@1.0.0");
    story_end(&story);
}
END_TEST

START_TEST(test_twin__of_a_lower_tier_is_registered_by_who_may_lower_one)
{
    struct story story;
    story_moves(&story, "high");
    guarded(&story, says(&story, &story.dev, ACT_REGISTRATION, twin_of(&story, "1.1.0", "minimal")),
            "credit@1.1.0 is of tier minimal, and the same bytes are registered as credit@1.0.0, "
            "which is high: a risk-officer who did not make it registers them as less");
    guarded(&story, says(&story, &story.own, ACT_REGISTRATION, twin_of(&story, "1.1.0", "minimal")),
            "a risk-officer who did not make it");
    said(&story, says(&story, &story.rio, ACT_REGISTRATION, twin_of(&story, "1.1.0", "minimal")));
    guarded(&story, says(&story, &story.dev, ACT_REGISTRATION, twin_of(&story, "1.2.0", "limited")),
            "which is high");
    twin_registered(&story, "1.3.0", "high");
    registered(&story, "1.4.0", "minimal");
    story_end(&story);
}
END_TEST

START_TEST(test_twin__who_is_named_as_its_maker_does_not_call_it_less)
{
    static const char *const named_so[] = {
        "{'name': 'credit', 'version': '1.1.0', 'tier': 'minimal', 'owner': 'rio', 'authors': []}",
        "{'name': 'credit', 'version': '1.1.0', 'tier': 'minimal', 'owner': 'eve', 'authors': "
        "['rio']}",
    };
    struct story story;
    story_moves(&story, "high");
    for (size_t i = 0; i < COUNT(named_so); i++)
        guarded(&story,
                says(&story, &story.rio, ACT_REGISTRATION,
                     with(&story, twin_of(&story, "1.1.0", "minimal"), "model", named_so[i])),
                "a risk-officer who did not make it");
    story_end(&story);
}
END_TEST

/* 1.1.0 waits; its bytes were registered as more since. */
START_TEST(test_twin__of_a_lower_tier_that_waits_is_let_in_by_a_risk_officer)
{
    struct story story;
    story_moves(&story, "minimal");
    said(&story,
         says(&story, &story.dev, ACT_REGISTRATION,
              with(&story, twin_of(&story, "1.1.0", "minimal"), "stage", "'experimental'")));
    twin_registered(&story, "1.2.0", "high");
    const struct value in = with_digest(&story, move(&story, "register", "1.1.0", "registered"),
                                        "artifact", "artifact");
    guarded(&story, moves(&story, &story.dev, in),
            "the same bytes are registered as credit@1.2.0, which is high");
    guarded(&story, moves(&story, &story.own, in), "a risk-officer who did not make it");
    said(&story, moves(&story, &story.rio, in));
    story_end(&story);
}
END_TEST

/* However many are stopped, each that comes back is counted, and the row stays small. */
START_TEST(test_twin__more_are_stopped_than_are_named)
{
    struct story story;
    story_moves(&story, "minimal");
    for (unsigned twin = 0; twin < LIMIT_STOPS + 2; twin++) {
        const char *version = text_format(&story.arena, "2.0.%u", twin).at;
        twin_registered(&story, version, "minimal");
        said(&story, moves(&story, &story.ops,
                           with_digest(&story, move(&story, "suspend", version, "suspended"),
                                       "artifact", "artifact")));
    }
    const struct value *stops = told(twins_row(&story), "stops");
    ck_assert_uint_eq(told_count(twins_row(&story), "stopped"), LIMIT_STOPS + 2);
    ck_assert_uint_eq(value_count(stops), LIMIT_STOPS);
    ck_assert(text_is(value_text(value_at(stops, LIMIT_STOPS - 1)), "credit@2.0.17"));
    guarded(&story, twin_promoted(&story, "1.0.0"), "the same bytes as credit@2.0.17");
    story_end(&story);
}
END_TEST

/* 1.1.0 served, was suspended, and came back to staging: nobody's rollback returns to it. */
START_TEST(test_twin__what_came_back_to_staging_is_nobodys_predecessor)
{
    struct story story;
    story_two(&story);
    suspended(&story, "1.1.0");
    registered(&story, "1.2.0", "minimal");
    in_production(&story, "1.2.0", "minimal");
    const struct value back = move(&story, "resume", "1.1.0", "staging");
    said(&story, moves(&story, &story.bot, back));
    said(&story, moves(&story, &story.rio, back));
    said(&story, moves(&story, &story.own, back));
    const struct value rolled = move(&story, "rollback", "1.2.0", "staging");
    guarded(&story, moves(&story, &story.ops, with_other(&story, rolled, "1.1.0", "production")),
            "the version to return to is 1.0.0");
    said(&story, moves(&story, &story.ops, with_other(&story, rolled, "1.0.0", "production")));
    story_end(&story);
}
END_TEST

/* ---- a name of one's own ---- */

/* The bytes of 1.0.0, as junk. */
static void junk_registered(struct story *story)
{
    const struct value members =
        with(story, twin_of(story, "0.0.1", "minimal"), "model",
             "{'name': 'junk', 'version': '0.0.1', 'tier': 'minimal', 'owner': null,"
             " 'authors': []}");
    said(story, says(story, &story->val, ACT_REGISTRATION, members));
}

static bool junk_moves(struct story *story, const struct person *who, const char *change,
                       const char *to)
{
    const struct value *row = row_of(story, "version", "junk@0.0.1");
    struct value members = move(story, change, "1.0.0", to);
    members = with(story, members, "model", "{'name': 'junk', 'version': '0.0.1'}");
    members = with(story, members, "from",
                   text_format(&story->arena, "'%.*s'", TEXT_ARGS(told_text(row, "stage"))).at);
    members = with(story, members, "head",
                   text_format(&story->arena, "%u", (unsigned)told_count(row, "head")).at);
    return moves(story, who, members);
}

static struct value back_to_first(struct story *story)
{
    return with_other(story, move(story, "rollback", "1.1.0", "staging"), "1.0.0", "production");
}

START_TEST(test_twin__a_name_that_never_served_stops_nothing_that_has)
{
    static const char *const stops[][2] = {{"reject", "rejected"}, {"suspend", "suspended"}};
    for (size_t i = 0; i < COUNT(stops); i++) {
        struct story story;
        story_two(&story);
        junk_registered(&story);
        said(&story, junk_moves(&story, &story.val, stops[i][0], stops[i][1]));
        twin_registered(&story, "1.2.0", "minimal");
        guarded(&story, twin_promoted(&story, "1.2.0"),
                "credit@1.2.0 has the same bytes as junk@0.0.1");
        said(&story, moves(&story, &story.ops, back_to_first(&story)));
        ck_assert(stands(&story, "1.0.0", "production"));
        story_end(&story);
    }
}
END_TEST

START_TEST(test_twin__a_name_of_its_own_stops_what_has_not_served)
{
    struct story story;
    story_moves(&story, "minimal");
    junk_registered(&story);
    said(&story, junk_moves(&story, &story.val, "reject", "rejected"));
    guarded(&story, twin_promoted(&story, "1.0.0"), "the same bytes as junk@0.0.1");
    story_end(&story);
}
END_TEST

/* 1.2.0 is of the same model, where its owners see it; the kill switch is as it was. */
START_TEST(test_twin__of_the_same_model_stops_what_has_served)
{
    struct story story;
    story_two(&story);
    twin_registered(&story, "1.2.0", "minimal");
    said(&story, moves(&story, &story.own,
                       with_digest(&story, move(&story, "reject", "1.2.0", "rejected"), "artifact",
                                   "artifact")));
    guarded(&story, moves(&story, &story.ops, back_to_first(&story)),
            "there is no version of credit to return to");
    story_end(&story);
}
END_TEST

START_TEST(test_twin__what_a_name_of_its_own_stopped_is_lifted_with_it)
{
    struct story story;
    story_two(&story);
    junk_registered(&story);
    said(&story, junk_moves(&story, &story.ops, "suspend", "suspended"));
    ck_assert_uint_eq(told_count(twins_row(&story), "stopped"), 1);
    ck_assert_uint_eq(told_count(twins_row(&story), "firm"), 0);
    said(&story, junk_moves(&story, &story.bot, "resume", "registered"));
    said(&story, junk_moves(&story, &story.rio, "resume", "registered"));
    said(&story, junk_moves(&story, &story.own, "resume", "registered"));
    ck_assert_uint_eq(told_count(twins_row(&story), "stopped"), 0);
    twin_registered(&story, "1.2.0", "minimal");
    said(&story, twin_promoted(&story, "1.2.0"));
    story_end(&story);
}
END_TEST

TESTS("registry/twin", test_twin__a_name_that_never_served_stops_nothing_that_has,
      test_twin__a_name_of_its_own_stops_what_has_not_served,
      test_twin__of_the_same_model_stops_what_has_served,
      test_twin__what_a_name_of_its_own_stopped_is_lifted_with_it,
      test_twin__what_is_suspended_is_promoted_under_no_other_name,
      test_twin__what_was_rejected_stays_so_under_every_name,
      test_twin__whose_suspension_ended_in_retirement_is_stopped_still,
      test_twin__of_a_lower_tier_is_registered_by_who_may_lower_one,
      test_twin__who_is_named_as_its_maker_does_not_call_it_less,
      test_twin__of_a_lower_tier_that_waits_is_let_in_by_a_risk_officer,
      test_twin__more_are_stopped_than_are_named,
      test_twin__what_came_back_to_staging_is_nobodys_predecessor)
