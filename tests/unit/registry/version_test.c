#include "moves.h"

static bool registers(struct story *story, const struct person *who, struct value members)
{
    return says(story, who, ACT_REGISTRATION, members);
}

START_TEST(test_version__is_registered_once)
{
    struct story story;
    story_version(&story);
    const struct value again = registering(&story, "1.0.0", "high");
    const char *zero = "'sha256:0000000000000000000000000000000000000000000000000000000000000000'";
    refused(&story, registers(&story, &story.bot, again), "is registered already, at entry 14");
    refused(&story, registers(&story, &story.bot, with(&story, again, "manifest", zero)),
            "with another manifest, at entry 14");
    refused(&story, registers(&story, &story.bot, with(&story, again, "artifact", zero)),
            "give the new artifact a new version");
    refused(&story, registers(&story, &story.bot, with(&story, again, "listing", zero)),
            "files of the artifact have other names than those that credit@1.0.0");
    refused(&story, registers(&story, &story.bot, with(&story, again, "listing", "null")),
            "the names of the artifact's files were not seen, and credit@1.0.0");
    said(&story, registers(&story, &story.bot, registering(&story, "1.0.1", "high")));
    ck_assert_uint_eq(told_count(row_of(&story, "model", "credit"), "versions"), 2);
    story_end(&story);
}
END_TEST

START_TEST(test_version__is_registered_by_those_who_make_it)
{
    struct story story;
    story_version(&story);
    refused(&story, registers(&story, &story.rio, registering(&story, "2.0.0", "high")),
            "rio may not sign this: for a registration one has to be one of developer, validator, "
            "owner, ci");
    story_end(&story);
}
END_TEST

static const struct {
    const char *name, *written;
} bad_models[] = {
    {"a capital letter",
     "{'name': 'Credit', 'version': '1', 'tier': 'high', 'owner': null, 'authors': []}"},
    {"a way up",
     "{'name': 'a/../b', 'version': '1', 'tier': 'high', 'owner': null, 'authors': []}"},
    {"a sign that rows are keyed by",
     "{'name': 'a@b', 'version': '1', 'tier': 'high', 'owner': null, 'authors': []}"},
    {"a version with a slash",
     "{'name': 'a', 'version': '1/2', 'tier': 'high', 'owner': null, 'authors': []}"},
    {"a version that is a way up",
     "{'name': 'a', 'version': '..', 'tier': 'high', 'owner': null, 'authors': []}"},
    {"a version that looks like an option",
     "{'name': 'a', 'version': '--help', 'tier': 'high', 'owner': null, 'authors': []}"},
    {"an unknown tier",
     "{'name': 'a', 'version': '1', 'tier': 'tiny', 'owner': null, 'authors': []}"},
    {"no owner", "{'name': 'a', 'version': '1', 'tier': 'high', 'authors': []}"},
    {"an author that turns the writing round",
     "{'name': 'a', 'version': '1', 'tier': 'high', 'owner': null, 'authors': ['\\u202eeve']}"},
    {"a text", "'a@1'"},
};

START_TEST(test_version__bad_models_are_refused)
{
    struct story story;
    story_version(&story);
    for (size_t i = 0; i < COUNT(bad_models); i++) {
        const struct value members =
            with(&story, registering(&story, "2.0.0", "high"), "model", bad_models[i].written);
        ck_assert_msg(!registers(&story, &story.dev, members), "%s was taken", bad_models[i].name);
        ck_assert_msg(strstr(story.err.message, "registration.model") != NULL, "%s: %s",
                      bad_models[i].name, story.err.message);
    }
    story_end(&story);
}
END_TEST

START_TEST(test_version__a_lower_tier_than_what_serves_is_not_the_makers_to_declare)
{
    struct story story;
    const char *why = "credit@2.9.9 is of tier minimal, and credit has served as high: an owner or "
                      "a risk-officer registers a lower tier";
    story_moves(&story, "high");
    registered(&story, "0.9.0", "minimal");
    in_production(&story, "1.0.0", "high");
    guarded(&story, registers(&story, &story.bot, registering(&story, "2.9.9", "minimal")), why);
    guarded(&story, registers(&story, &story.val, registering(&story, "2.9.9", "minimal")), why);
    said(&story, registers(&story, &story.bot, registering(&story, "2.0.0", "high")));
    said(&story, moves(&story, &story.ops, move(&story, "suspend", "1.0.0", "suspended")));
    guarded(&story, registers(&story, &story.bot, registering(&story, "2.9.9", "minimal")), why);
    said(&story, registers(&story, &story.own, registering(&story, "2.9.9", "minimal")));
    said(&story, registers(&story, &story.rio, registering(&story, "2.9.8", "limited")));
    story_end(&story);
}
END_TEST

START_TEST(test_version__what_has_served_sets_the_tier)
{
    struct story story;
    story_moves(&story, "limited");
    in_production(&story, "1.0.0", "limited");
    ck_assert(text_is(told_text(model_row(&story), "tier"), "limited"));
    registered(&story, "1.1.0", "high");
    in_production(&story, "1.1.0", "high");
    ck_assert(text_is(told_text(model_row(&story), "tier"), "high"));
    guarded(&story, registers(&story, &story.dev, registering(&story, "1.2.0", "limited")),
            "credit has served as high");
    said(&story, moves(&story, &story.ops,
                       with_other(&story, move(&story, "rollback", "1.1.0", "staging"), "1.0.0",
                                  "production")));
    ck_assert(text_is(told_text(model_row(&story), "tier"), "high")); /* nobody has lowered it */
    guarded(&story, registers(&story, &story.dev, registering(&story, "1.2.0", "limited")),
            "credit has served as high");
    story_end(&story);
}
END_TEST

static const char *const taken_words[] = {"latest",  "production", "staging",
                                          "retired", "LATEST",     "Production"};

START_TEST(test_version__is_not_called_like_a_stage)
{
    struct story story;
    story_version(&story);
    for (size_t i = 0; i < COUNT(taken_words); i++)
        refused(&story, registers(&story, &story.dev, registering(&story, taken_words[i], "high")),
                "which means something already");
    said(&story, registers(&story, &story.dev, registering(&story, "v1", "high")));
    story_end(&story);
}
END_TEST

START_TEST(test_version__is_not_called_like_an_alias)
{
    struct story story;
    story_version(&story);
    said(&story, says(&story, &story.own, ACT_ANNOTATION,
                      json(&story, "{'change': 'alias', 'model': {'name': 'credit', 'version':"
                                   " '1.0.0'}, 'key': 'stable', 'value': null, 'note': null}")));
    refused(&story, registers(&story, &story.dev, registering(&story, "stable", "high")),
            "credit@stable: no version is called stable, which is an alias of version 1.0.0");
    said(&story, registers(&story, &story.dev, registering(&story, "stable2", "high")));
    story_end(&story);
}
END_TEST

START_TEST(test_version__remembers_what_happened_to_it_in_order)
{
    struct story story;
    story_request(&story);
    said(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")));
    const struct value *first = row_of(&story, "history", "credit@1.0.0/0000000000000014"),
                       *second = row_of(&story, "history", "credit@1.0.0/0000000000000015"),
                       *third = row_of(&story, "history", "credit@1.0.0/0000000000000016");
    ck_assert(text_is(told_text(first, "kind"), "registration"));
    ck_assert(text_is(told_text(second, "kind"), "decision"));
    ck_assert(text_is(told_text(third, "kind"), "approval"));
    ck_assert(text_is(told_text(third, "id"), digest_word(&story, "first")));
    story_end(&story);
}
END_TEST

TESTS("registry/version", test_version__is_registered_once,
      test_version__is_registered_by_those_who_make_it, test_version__bad_models_are_refused,
      test_version__a_lower_tier_than_what_serves_is_not_the_makers_to_declare,
      test_version__what_has_served_sets_the_tier, test_version__is_not_called_like_a_stage,
      test_version__is_not_called_like_an_alias,
      test_version__remembers_what_happened_to_it_in_order)
