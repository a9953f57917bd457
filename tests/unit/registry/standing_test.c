#include "registry/lifecycle.h"
#include "story.h"

static const struct {
    enum stage to;
    enum tier tier;
    const char *lacks; /* in order, between semicolons */
} nobody_signed[] = {
    {STAGE_PRODUCTION, TIER_HIGH, "a risk-officer; one more of validator, owner, risk-officer; "},
    {STAGE_PRODUCTION, TIER_LIMITED, "one of validator, owner, risk-officer; "},
    {STAGE_PRODUCTION, TIER_MINIMAL, ""},
    {STAGE_CANARY, TIER_HIGH, "a risk-officer; one more of validator, owner; "},
    {STAGE_CANARY, TIER_LIMITED, "one of validator, owner, risk-officer; "},
    {STAGE_CANARY, TIER_MINIMAL, ""},
    {STAGE_SHADOW, TIER_HIGH, "a risk-officer; "},
    {STAGE_SHADOW, TIER_LIMITED, ""},
    {STAGE_VALIDATED, TIER_HIGH, "a validator; "},
    {STAGE_VALIDATED, TIER_LIMITED, "a validator; "},
    {STAGE_VALIDATED, TIER_MINIMAL, ""},
    {STAGE_STAGING, TIER_HIGH, ""},
    {STAGE_REGISTERED, TIER_HIGH, ""},
    {STAGE_COUNT, TIER_COUNT, "a risk-officer; one more of validator, owner, risk-officer; "},
};

START_TEST(test_standing__says_whose_signatures_are_lacking)
{
    struct story story;
    story_begin(&story);
    for (size_t i = 0; i < COUNT(nobody_signed); i++) {
        struct standing standing;
        struct error err = {0};
        struct text lacks = TEXT("");
        const struct inquiry inquiry = inquiry_of(&story);
        const struct passage passage = {STAGE_NONE, nobody_signed[i].to, nobody_signed[i].tier};
        ck_assert(registry_standing(&inquiry, NULL, passage, &standing, &err));
        for (size_t at = 0; at < standing.lacks.count; at++)
            lacks = text_format(&story.arena, "%.*s%.*s; ", TEXT_ARGS(lacks),
                                TEXT_ARGS(standing.lacks.at[at]));
        ck_assert_msg(text_is(lacks, nobody_signed[i].lacks), "%s: %.*s",
                      stage_name(nobody_signed[i].to), TEXT_ARGS(lacks));
        ck_assert_uint_eq(standing.needed, standing.lacks.count);
        ck_assert_uint_eq(standing.lacking, standing.lacks.count);
        ck_assert(!standing.closed);
    }
    story_end(&story);
}
END_TEST

START_TEST(test_standing__two_who_are_no_risk_officers_are_one)
{
    struct story story;
    story_request(&story);
    said(&story, answers(&story, &story.val, answer_of(&story, "validator")));
    said(&story, answers(&story, &story.own, answer_of(&story, "owner")));
    const struct standing standing = standing_of(&story);
    ck_assert_uint_eq(standing.lacking, 1);
    ck_assert(text_is(standing.lacks.at[0], "a risk-officer"));
    story_end(&story);
}
END_TEST

START_TEST(test_standing__two_risk_officers_are_two)
{
    struct story story;
    story_request(&story);
    said(&story, answers(&story, &story.ray, answer_of(&story, "risk-officer")));
    said(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")));
    ck_assert_uint_eq(standing_of(&story).lacking, 0);
    story_end(&story);
}
END_TEST

START_TEST(test_standing__seats_are_narrow_before_wide)
{
    for (unsigned to = 0; to < STAGE_COUNT; to++)
        for (unsigned tier = 0; tier < TIER_COUNT; tier++) {
            const struct quorum quorum =
                lifecycle_seats(LIFECYCLE_DEFAULT, STAGE_NONE, (enum stage)to, (enum tier)tier);
            const unsigned both = quorum.seats[0] & quorum.seats[1];
            ck_assert(!both || both == quorum.seats[0]);
            ck_assert(quorum.seats[0] || !quorum.seats[1]);
        }
}
END_TEST

TESTS("registry/standing", test_standing__says_whose_signatures_are_lacking,
      test_standing__two_who_are_no_risk_officers_are_one, test_standing__two_risk_officers_are_two,
      test_standing__seats_are_narrow_before_wide)
