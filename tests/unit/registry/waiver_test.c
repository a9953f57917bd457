#include "story.h"

static struct value waiving(struct story *story, const char *policy)
{
    return json(story,
                "{'model': {'name': 'credit', 'version': '1.0.0'}, 'artifact': '%s', 'policy':"
                " '%s', 'stage': 'production', 'until': '2027-02-28T23:59:59Z', 'reason': '%s'}",
                digest_word(story, "artifact"), policy, digest_word(story, "reason"));
}

static bool waives(struct story *story, const struct person *who, struct value members)
{
    return says(story, who, ACT_WAIVER, members);
}

static size_t waivers_at(struct story *story, enum stage to, const char *artifact, int64_t now)
{
    const struct binding binding = {.name = TEXT("credit"),
                                    .version = TEXT("1.0.0"),
                                    .artifact = text_of(digest_word(story, artifact)),
                                    .to = to};
    const struct value *found;
    struct error err = {0};
    ck_assert(registry_waivers(&story->rows, &binding, now, &story->arena, &found, &err));
    return value_count(found);
}

START_TEST(test_waiver__holds_for_its_version_stage_artifact_and_time)
{
    struct story story;
    story_version(&story);
    said(&story, waives(&story, &story.rio, waiving(&story, "credit/floor")));
    said(&story, waives(&story, &story.rio, waiving(&story, "credit/four-fifths")));
    const int64_t last = 1803859199; /* 2027-02-28T23:59:59Z */
    ck_assert_uint_eq(waivers_at(&story, STAGE_PRODUCTION, "artifact", last), 2);
    ck_assert_uint_eq(waivers_at(&story, STAGE_PRODUCTION, "artifact", last + 1), 0);
    ck_assert_uint_eq(waivers_at(&story, STAGE_PRODUCTION, "another", last), 0);
    ck_assert_uint_eq(waivers_at(&story, STAGE_CANARY, "artifact", last), 0);
    story_end(&story);
}
END_TEST

START_TEST(test_waiver__of_somebody_compromised_since_before_is_void)
{
    struct story story;
    story_version(&story);
    said(&story, waives(&story, &story.rio, waiving(&story, "credit/floor")));
    said(&story, says(&story, &story.ada, ACT_IDENTITY,
                      json(&story,
                           "{'change': 'revoke', 'id': 'rio', 'compromised_since': '%s',"
                           " 'reason': null}",
                           time_word(&story, story.time))));
    ck_assert_uint_eq(waivers_at(&story, STAGE_PRODUCTION, "artifact", story.time), 0);
    story_end(&story);
}
END_TEST

static const struct {
    const char *name, *member, *written, *why;
} bad_waivers[] = {
    {"another artifact", "artifact", "null", "is on the artifact none"},
    {"another version", "model", "{'name': 'credit', 'version': '2.0.0'}",
     "credit@2.0.0 is not registered"},
    {"too long", "until", "'2027-06-01T00:00:00Z'", "90 days are the most"},
    {"over", "until", "'2027-01-01T00:00:00Z'", "which is over"},
    {"without a reason", "reason", "null", "waiver.reason may not be null"},
    {"a policy that a screen would hide", "policy", "'a\\u200bb'", "waiver.policy is not"},
};

START_TEST(test_waiver__bad_ones_are_refused)
{
    struct story story;
    story_version(&story);
    for (size_t i = 0; i < COUNT(bad_waivers); i++) {
        const struct value members = with(&story, waiving(&story, "credit/floor"),
                                          bad_waivers[i].member, bad_waivers[i].written);
        ck_assert_msg(!waives(&story, &story.rio, members), "%s was taken", bad_waivers[i].name);
        ck_assert_msg(strstr(story.err.message, bad_waivers[i].why) != NULL, "%s: %s",
                      bad_waivers[i].name, story.err.message);
    }
    refused(&story, waives(&story, &story.val, waiving(&story, "credit/floor")),
            "for a waiver one has to be a risk-officer");
    const struct person eve = person_new(&story, "eve");
    enrol(&story, &eve, "risk-officer");
    refused(&story, waives(&story, &eve, waiving(&story, "credit/floor")),
            "nobody waives for their own work");
    story_end(&story);
}
END_TEST

TESTS("registry/waiver", test_waiver__holds_for_its_version_stage_artifact_and_time,
      test_waiver__of_somebody_compromised_since_before_is_void, test_waiver__bad_ones_are_refused)
