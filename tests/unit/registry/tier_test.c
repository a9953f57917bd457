#include "moves.h"

#include "registry/production.h"

static const char *const met_in[] = {"shadow", "canary", "production"};

/* Of tier minimal, registered before anything served; and policies for every stage that serves. */
static void story_tiers(struct story *story, const char *tier)
{
    story_moves(story, tier);
    adopted(story, "shadow", "set", NULL);
    adopted(story, "canary", "set", NULL);
    registered(story, "0.9.0", "minimal");
}

static void high_in_production(struct story *story)
{
    served(story, "1.0.0", "canary", "high");
    in_production(story, "1.0.0", "high");
}

static bool judged_and_moved(struct story *story, const struct person *who, const char *version,
                             const char *to)
{
    static unsigned count;
    const char *decision = text_format(&story->arena, "%s to %s, %u", version, to, count++).at;
    said(story, judged(story, decision, version, to, "allow"));
    return moves(story, who, promotion(story, version, to, decision));
}

static bool is_tier(struct story *story, const char *tier)
{
    return text_is(told_text(model_row(story), "tier"), tier);
}

START_TEST(test_tier__a_lower_one_comes_to_people_by_an_owner_and_by_no_machine)
{
    for (size_t i = 0; i < COUNT(met_in); i++) {
        struct story story;
        story_tiers(&story, "high");
        high_in_production(&story);
        adopted(&story, "staging", "set", NULL);
        said(&story, judged_and_moved(&story, &story.bot, "0.9.0", "staging"));
        guarded(&story, judged_and_moved(&story, &story.bot, "0.9.0", met_in[i]),
                "credit@0.9.0 is of a lower tier than what has served, high: an owner who did not "
                "make it promotes it");
        guarded(&story, judged_and_moved(&story, &story.ops, "0.9.0", met_in[i]), "lower tier");
        said(&story, judged_and_moved(&story, &story.own, "0.9.0", met_in[i]));
        ck_assert(stands(&story, "0.9.0", met_in[i]));
        ck_assert(is_tier(&story, i == COUNT(met_in) - 1 ? "minimal" : "high"));
        story_end(&story);
    }
}
END_TEST

START_TEST(test_tier__an_owner_who_made_it_does_not_bring_it_to_people)
{
    struct story story;
    story_tiers(&story, "high");
    high_in_production(&story);
    said(&story,
         says(&story, &story.own, ACT_REGISTRATION, registering(&story, "1.1.0", "minimal")));
    for (size_t i = 0; i < COUNT(met_in); i++)
        guarded(&story, judged_and_moved(&story, &story.own, "1.1.0", met_in[i]), "lower tier");
    story_end(&story);
}
END_TEST

START_TEST(test_tier__what_serves_below_production_counts_as_well)
{
    for (size_t i = 0; i < COUNT(met_in) - 1; i++) {
        struct story story;
        story_tiers(&story, "high");
        ck_assert_ptr_null(told(model_row(&story), "tier"));
        served(&story, "1.0.0", met_in[i], "high");
        ck_assert(is_tier(&story, "high"));
        ck_assert_ptr_null(told(model_row(&story), "production"));
        guarded(&story, judged_and_moved(&story, &story.bot, "0.9.0", "canary"), "lower tier");
        guarded(&story, judged_and_moved(&story, &story.bot, "0.9.0", "production"), "lower tier");
        guarded(&story,
                says(&story, &story.dev, ACT_REGISTRATION, registering(&story, "2.0.0", "minimal")),
                "credit has served as high");
        story_end(&story);
    }
}
END_TEST

/* 0.9.5 entered before anything served, and waits. */
START_TEST(test_tier__what_waits_as_experimental_is_let_in_as_less_by_who_may_say_so)
{
    struct story story;
    story_tiers(&story, "high");
    const struct value waits =
        with(&story, registering(&story, "0.9.5", "minimal"), "stage", "'experimental'");
    const struct value also =
        with(&story, registering(&story, "0.9.6", "minimal"), "stage", "'experimental'");
    said(&story, says(&story, &story.dev, ACT_REGISTRATION, waits));
    said(&story, says(&story, &story.dev, ACT_REGISTRATION, also));
    served(&story, "1.0.0", "canary", "high");
    const struct value in = move(&story, "register", "0.9.5", "registered");
    const char *why = "credit@0.9.5 is of tier minimal, and credit has served as high: an owner or "
                      "a risk-officer registers a lower tier";
    guarded(&story, moves(&story, &story.dev, in), why);
    guarded(&story, moves(&story, &story.bot, in), why);
    guarded(&story, moves(&story, &story.val, in), why);
    said(&story, moves(&story, &story.rio, in));
    ck_assert(stands(&story, "0.9.5", "registered"));
    said(&story, moves(&story, &story.own, move(&story, "register", "0.9.6", "registered")));
    story_end(&story);
}
END_TEST

START_TEST(test_tier__the_first_version_of_a_model_may_be_of_a_low_one)
{
    struct story story;
    story_tiers(&story, "high");
    said(&story, judged_and_moved(&story, &story.bot, "0.9.0", "canary"));
    said(&story, judged_and_moved(&story, &story.bot, "0.9.0", "production"));
    ck_assert(is_tier(&story, "minimal"));
    served(&story, "1.0.0", "canary", "high");
    ck_assert(is_tier(&story, "high"));
    story_end(&story);
}
END_TEST

START_TEST(test_tier__each_larger_part_of_a_canary_is_an_owners_once_a_higher_one_has_served)
{
    struct story story;
    story_tiers(&story, "high");
    said(&story, judged_and_moved(&story, &story.bot, "0.9.0", "canary"));
    said(&story, judged_and_moved(&story, &story.bot, "0.9.0", "canary"));
    served(&story, "1.0.0", "canary", "high");
    guarded(&story, judged_and_moved(&story, &story.bot, "0.9.0", "canary"), "lower tier");
    said(&story, judged_and_moved(&story, &story.own, "0.9.0", "canary"));
    said(&story, judged_and_moved(&story, &story.bot, "1.0.0", "canary"));
    story_end(&story);
}
END_TEST

START_TEST(test_tier__falls_only_by_an_owners_promotion_to_production)
{
    struct story story;
    story_tiers(&story, "high");
    registered(&story, "0.9.1", "minimal");
    high_in_production(&story);
    said(&story, judged_and_moved(&story, &story.own, "0.9.0", "canary"));
    ck_assert(is_tier(&story, "high"));
    said(&story, judged_and_moved(&story, &story.own, "0.9.0", "production"));
    ck_assert(is_tier(&story, "minimal"));
    said(&story, judged_and_moved(&story, &story.bot, "0.9.1", "canary"));
    story_end(&story);
}
END_TEST

/* 0.9.0 served first, and was suspended; 1.0.0 served since, and was suspended too. */
START_TEST(test_tier__a_return_from_a_suspension_does_not_lower_it)
{
    struct story story;
    story_tiers(&story, "high");
    registered(&story, "0.9.1", "minimal");
    said(&story, judged_and_moved(&story, &story.bot, "0.9.0", "canary"));
    said(&story, judged_and_moved(&story, &story.bot, "0.9.0", "production"));
    said(&story, moves(&story, &story.ops, move(&story, "suspend", "0.9.0", "suspended")));
    high_in_production(&story);
    said(&story, moves(&story, &story.ops, move(&story, "suspend", "1.0.0", "suspended")));
    asked(&story, "resume", "0.9.0", "production");
    said(&story, replies(&story, &story.rio, "risk-officer"));
    said(&story, replies(&story, &story.own, "owner"));
    said(&story, joined(&story, "resumed", "resume", "0.9.0", "production"));
    const struct value back =
        with_digest(&story, move(&story, "resume", "0.9.0", "production"), "decision", "resumed");
    said(&story, moves(&story, &story.bot, with_digest(&story, back, "request", "resume")));
    ck_assert(text_is(told_text(model_row(&story), "production"), "0.9.0"));
    ck_assert(is_tier(&story, "high"));
    guarded(&story, judged_and_moved(&story, &story.bot, "0.9.1", "canary"), "lower tier");
    story_end(&story);
}
END_TEST

START_TEST(test_tier__a_return_from_a_suspension_raises_it)
{
    struct story story;
    story_tiers(&story, "high");
    served(&story, "1.0.0", "canary", "high");
    said(&story, moves(&story, &story.ops, move(&story, "suspend", "1.0.0", "suspended")));
    said(&story, judged_and_moved(&story, &story.own, "0.9.0", "canary"));
    said(&story, judged_and_moved(&story, &story.own, "0.9.0", "production"));
    ck_assert(is_tier(&story, "minimal"));
    asked(&story, "resume", "1.0.0", "canary");
    said(&story, replies(&story, &story.rio, "risk-officer"));
    said(&story, replies(&story, &story.own, "owner"));
    said(&story, joined(&story, "resumed", "resume", "1.0.0", "canary"));
    const struct value back =
        with_digest(&story, move(&story, "resume", "1.0.0", "canary"), "decision", "resumed");
    said(&story, moves(&story, &story.bot, with_digest(&story, back, "request", "resume")));
    ck_assert(is_tier(&story, "high"));
    story_end(&story);
}
END_TEST

START_TEST(test_tier__an_emergency_takes_an_owner_as_well)
{
    struct story story;
    story_tiers(&story, "high");
    high_in_production(&story);
    said(&story, judged(&story, "hurry", "0.9.0", "canary", "allow"));
    const struct value members = with_time(&story, promotion(&story, "0.9.0", "canary", "hurry"),
                                           "review_by", story.time + 24 * 3600);
    guarded(&story, moves(&story, &story.ops, members), "lower tier");
    guarded(&story, moves(&story, &story.rio, members), "lower tier");
    said(&story, moves(&story, &story.own, members));
    story_end(&story);
}
END_TEST

START_TEST(test_tier__one_that_nobody_knows_is_the_highest)
{
    struct story story;
    story_moves(&story, "minimal");
    const struct value unknown = json(&story, "{'tier': 'harmless'}");
    ck_assert_int_eq(tier_served(&unknown), TIER_HIGH);
    ck_assert_int_eq(tier_served(NULL), TIER_HIGH);
    story_end(&story);
}
END_TEST

TESTS("registry/tier", test_tier__a_lower_one_comes_to_people_by_an_owner_and_by_no_machine,
      test_tier__an_owner_who_made_it_does_not_bring_it_to_people,
      test_tier__what_serves_below_production_counts_as_well,
      test_tier__what_waits_as_experimental_is_let_in_as_less_by_who_may_say_so,
      test_tier__the_first_version_of_a_model_may_be_of_a_low_one,
      test_tier__each_larger_part_of_a_canary_is_an_owners_once_a_higher_one_has_served,
      test_tier__falls_only_by_an_owners_promotion_to_production,
      test_tier__a_return_from_a_suspension_does_not_lower_it,
      test_tier__a_return_from_a_suspension_raises_it,
      test_tier__an_emergency_takes_an_owner_as_well,
      test_tier__one_that_nobody_knows_is_the_highest)
