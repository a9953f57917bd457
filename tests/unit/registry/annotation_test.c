#include "moves.h"

static struct value annotation(struct story *story, const char *change, const char *key,
                               const char *value)
{
    return json(story,
                "{'change': '%s', 'model': {'name': 'credit', 'version': '1.0.0'}, 'key': '%s',"
                " 'value': %s%s%s, 'note': null}",
                change, key, value ? "'" : "", value ? value : "null", value ? "'" : "");
}

static bool notes(struct story *story, const struct person *who, const char *change,
                  const char *key, const char *value)
{
    return says(story, who, ACT_ANNOTATION, annotation(story, change, key, value));
}

START_TEST(test_annotation__tags_are_put_changed_and_taken_away)
{
    struct story story;
    story_moves(&story, "minimal");
    said(&story, notes(&story, &story.dev, "tag", "team", "risk"));
    said(&story, notes(&story, &story.dev, "tag", "team", "loans"));
    const struct value *tags = told(version_row(&story, "1.0.0"), "tags");
    ck_assert(text_is(told_text(tags, "team"), "loans"));
    said(&story, notes(&story, &story.val, "untag", "team", NULL));
    ck_assert_uint_eq(value_count(told(version_row(&story, "1.0.0"), "tags")), 0);
    refused(&story, notes(&story, &story.ops, "untag", "team", NULL), "there is none");
    refused(&story, notes(&story, &story.ops, "tag", "team", NULL), "it says nothing of it");
    ck_assert(stands(&story, "1.0.0", "registered") && placed(&story, "1.0.0"));
    story_end(&story);
}
END_TEST

START_TEST(test_annotation__an_auditor_writes_nothing)
{
    struct story story;
    struct person eve;
    story_moves(&story, "minimal");
    eve = person_new(&story, "eve");
    enrol(&story, &eve, "auditor");
    refused(&story, notes(&story, &eve, "tag", "team", "x"), "eve may not sign this");
    story_end(&story);
}
END_TEST

static const char *const reserved_aliases[] = {
    "latest", "v1", "v20", "1.0.0", "2.0.0-rc.1", "production", "suspended", "registered"};

START_TEST(test_annotation__an_alias_is_the_model_s_and_means_one_version)
{
    struct story story;
    story_moves(&story, "minimal");
    registered(&story, "1.1.0", "minimal");
    said(&story, notes(&story, &story.bot, "alias", "champion", NULL));
    const struct value other = with(&story, annotation(&story, "alias", "champion", NULL), "model",
                                    "{'name': 'credit', 'version': '1.1.0'}");
    said(&story, says(&story, &story.bot, ACT_ANNOTATION, other));
    ck_assert(text_is(told_text(told(model_row(&story), "aliases"), "champion"), "1.1.0"));
    refused(&story, notes(&story, &story.bot, "unalias", "champion", NULL),
            "that alias is not its");
    refused(&story, notes(&story, &story.dev, "alias", "mine", NULL), "dev may not sign this");
    refused(&story, notes(&story, &story.bot, "alias", "Big One", NULL), "an alias has a-z");
    for (size_t i = 0; i < COUNT(reserved_aliases); i++)
        refused(&story, notes(&story, &story.bot, "alias", reserved_aliases[i], NULL),
                "that word is reserved");
    said(&story, notes(&story, &story.bot, "alias", "v1.0", NULL));
    story_end(&story);
}
END_TEST

START_TEST(test_annotation__what_stands_for_production_is_not_led_away_by_a_pipeline)
{
    struct story story;
    const char *why = "it stands for what is in production, and an owner or operator changes that";
    story_moves(&story, "minimal");
    registered(&story, "1.1.0", "minimal");
    registered(&story, "decoy", "minimal");
    in_production(&story, "1.0.0", "minimal");
    said(&story, notes(&story, &story.bot, "alias", "stable", NULL));
    const struct value other = with(&story, annotation(&story, "alias", "stable", NULL), "model",
                                    "{'name': 'credit', 'version': '1.1.0'}");
    refused(&story, says(&story, &story.bot, ACT_ANNOTATION, other), why);
    refused(&story, notes(&story, &story.bot, "unalias", "stable", NULL), why);
    refused(&story, notes(&story, &story.own, "alias", "decoy", NULL), "a version is called so");
    said(&story, says(&story, &story.own, ACT_ANNOTATION, other));
    story_end(&story);
}
END_TEST

START_TEST(test_annotation__endpoints_are_those_that_serve)
{
    struct story story;
    story_moves(&story, "minimal");
    refused(&story, notes(&story, &story.dev, "serve", "eu-1", NULL), "dev may not sign this");
    refused(&story, notes(&story, &story.ops, "traffic", "eu-1", "9"), "there is none");
    said(&story, notes(&story, &story.ops, "serve", "eu-1", "https://eu-1.example"));
    said(&story, notes(&story, &story.ops, "traffic", "eu-1", "120000"));
    refused(&story, notes(&story, &story.ops, "traffic", "eu-1", "many"), "are a whole number");
    refused(&story, notes(&story, &story.ops, "traffic", "eu-1", "1234567890123456"),
            "are a whole number");
    const struct value *endpoint = value_at(told(version_row(&story, "1.0.0"), "endpoints"), 0);
    ck_assert_uint_eq(told_count(endpoint, "requests"), 120000);
    ck_assert(text_is(told_text(endpoint, "where"), "https://eu-1.example"));
    said(&story, notes(&story, &story.ops, "withdraw", "eu-1", NULL));
    ck_assert_uint_eq(value_count(told(version_row(&story, "1.0.0"), "endpoints")), 0);
    story_end(&story);
}
END_TEST

START_TEST(test_annotation__consumers_come_acknowledge_and_go)
{
    struct story story;
    story_moves(&story, "minimal");
    said(&story, notes(&story, &story.dev, "consume", "shop", NULL));
    said(&story, notes(&story, &story.own, "acknowledge", "shop", NULL));
    const struct value *consumer = value_at(told(version_row(&story, "1.0.0"), "consumers"), 0);
    ck_assert_uint_eq(told_count(consumer, "acknowledged"), story.count - 1);
    said(&story, notes(&story, &story.dev, "release", "shop", NULL));
    ck_assert_uint_eq(value_count(told(version_row(&story, "1.0.0"), "consumers")), 0);
    refused(&story, notes(&story, &story.dev, "release", "shop ", NULL), "there is none");
    refused(&story, notes(&story, &story.dev, "consume", "rollback", NULL),
            "that word is reserved");
    story_end(&story);
}
END_TEST

START_TEST(test_annotation__a_consumer_is_spoken_for_by_who_recorded_it_or_may_retire)
{
    static const char *const spoken[] = {"acknowledge", "release"};
    const char *why = "that is said by val, who recorded it, or by one of owner, risk-officer, "
                      "operator";
    struct story story;
    story_moves(&story, "minimal");
    for (size_t i = 0; i < COUNT(spoken); i++) {
        said(&story, notes(&story, &story.val, "consume", "shop", NULL));
        guarded(&story, notes(&story, &story.dev, spoken[i], "shop", NULL), why);
        guarded(&story, notes(&story, &story.bot, spoken[i], "shop", NULL), why);
        story.time += 1;
        said(&story,
             notes(&story, &story.dev, "consume", "shop", NULL)); /* again: it stays val's */
        guarded(&story, notes(&story, &story.dev, spoken[i], "shop", NULL), why);
        said(&story, notes(&story, &story.val, spoken[i], "shop", NULL));
        story.time += 1;
        said(&story, notes(&story, &story.val, "consume", "shop", NULL));
        said(&story, notes(&story, &story.ops, spoken[i], "shop", NULL));
        story.time += 1;
    }
    said(&story, notes(&story, &story.val, "consume", "dev", NULL));
    said(&story, notes(&story, &story.dev, "acknowledge", "dev", NULL)); /* it is they themselves */
    story_end(&story);
}
END_TEST

/* Due in 40 days: in ten the first notice is. */
START_TEST(test_annotation__a_machine_gives_no_notice_before_its_time)
{
    static const char *const days[] = {"30", "7", "1", "overdue"};
    struct story story;
    story_moves(&story, "minimal");
    const int64_t due = story.time + 40 * STORY_DAY;
    for (size_t i = 0; i < COUNT(days); i++) {
        const char *notice = text_format(&story.arena, "%s/%s", time_word(&story, due), days[i]).at;
        guarded(&story, notes(&story, &story.bot, "notice", "review", notice),
                "bot is a machine and may not give the notice");
        said(&story, notes(&story, &story.ops, "notice", "review", notice));
    }
    const char *month = text_format(&story.arena, "%s/30", time_word(&story, due)).at;
    story.time = due - 30 * STORY_DAY;
    said(&story, notes(&story, &story.bot, "notice", "expiry", month));
    story_end(&story);
}
END_TEST

START_TEST(test_annotation__a_notice_is_given_once)
{
    struct story story;
    story_moves(&story, "minimal");
    const char *due = "2027-02-01T00:00:00Z/30";
    said(&story, notes(&story, &story.bot, "notice", "review/yearly", due));
    ck_assert(row_of(&story, "notice", "credit@1.0.0/review%2Fyearly/2027-02-01T00:00:00Z/30") !=
              NULL);
    story.time += 1;
    refused(&story, notes(&story, &story.bot, "notice", "review/yearly", due),
            "that notice was given");
    refused(&story, notes(&story, &story.bot, "notice", "review", "2027-03-01T00:00:00Z/8"),
            "TIME/30, TIME/7, TIME/1 or TIME/overdue");
    refused(&story, notes(&story, &story.bot, "notice", "review", "tomorrow/7"), "TIME/30");
    refused(&story, notes(&story, &story.val, "notice", "review", due), "val may not sign this");
    story_end(&story);
}
END_TEST

START_TEST(test_annotation__there_are_no_more_than_a_row_can_hold)
{
    struct story story;
    story_moves(&story, "minimal");
    const char *long_key = text_format(&story.arena, "%0*d", LIMIT_ANNOTATION_KEY + 1, 1).at;
    refused(&story, notes(&story, &story.dev, "tag", long_key, "x"), "is too long");
    refused(&story, notes(&story, &story.dev, "untag", "team", "x"), "nothing is said of it");
    for (unsigned i = 0; i < LIMIT_TAGS; i++)
        said(&story, notes(&story, &story.dev, "tag", text_format(&story.arena, "t%u", i).at, "x"));
    refused(&story, notes(&story, &story.dev, "tag", "one more", "x"), "cannot have more");
    said(&story, notes(&story, &story.dev, "tag", "t5", "changed"));
    story_end(&story);
}
END_TEST

START_TEST(test_annotation__of_what_is_not_there_is_refused)
{
    struct story story;
    story_moves(&story, "minimal");
    const struct value members = with(&story, annotation(&story, "tag", "team", "x"), "model",
                                      "{'name': 'credit', 'version': '9'}");
    refused(&story, says(&story, &story.dev, ACT_ANNOTATION, members),
            "credit@9 is not registered");
    refused(&story, notes(&story, &story.dev, "note", "why", NULL), "it says nothing");
    refused(&story, notes(&story, &story.dev, "paint", "why", NULL), "annotation.change is not");
    story_end(&story);
}
END_TEST

/* ---- what a version was made from ---- */

START_TEST(test_annotation__sources_are_found_from_their_end)
{
    struct story story;
    static const char *const sources[] = {
        "data:loans@3/credit@1.0.0", "data:md5:abc/credit@1.0.0", "model:base%2Fbig/credit@1.0.0",
        "code:c0ffee/credit@1.0.0", "environment:image@sha256:12/credit@1.0.0"};
    story_moves(&story, "minimal");
    for (size_t i = 0; i < COUNT(sources); i++)
        ck_assert_msg(row_of(&story, "source", sources[i]) != NULL, "%s", sources[i]);
    said(&story, judged(&story, "allow", "1.0.0", "production", "allow"));
    const struct text judged_by =
        registry_source_key("policies", text_of(digest_word(&story, "set")), &story.arena);
    ck_assert(row_of(&story, "source",
                     text_format(&story.arena, "%.*scredit@1.0.0", TEXT_ARGS(judged_by)).at) !=
              NULL);
    ck_assert(text_is(registry_source_key("data", TEXT("a/b%c"), &story.arena), "data:a%2Fb%25c/"));
    story_end(&story);
}
END_TEST

TESTS("registry/annotation", test_annotation__tags_are_put_changed_and_taken_away,
      test_annotation__an_auditor_writes_nothing,
      test_annotation__an_alias_is_the_model_s_and_means_one_version,
      test_annotation__what_stands_for_production_is_not_led_away_by_a_pipeline,
      test_annotation__endpoints_are_those_that_serve,
      test_annotation__consumers_come_acknowledge_and_go,
      test_annotation__a_consumer_is_spoken_for_by_who_recorded_it_or_may_retire,
      test_annotation__a_machine_gives_no_notice_before_its_time,
      test_annotation__a_notice_is_given_once,
      test_annotation__there_are_no_more_than_a_row_can_hold,
      test_annotation__of_what_is_not_there_is_refused,
      test_annotation__sources_are_found_from_their_end)
