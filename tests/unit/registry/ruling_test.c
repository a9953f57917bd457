#include "story.h"

static bool decides(struct story *story, const struct person *who, struct value members)
{
    return says(story, who, ACT_DECISION, members);
}

static const struct {
    const char *name, *member, *written, *why;
} bad_decisions[] = {
    {"a version that is not registered", "model",
     "{'name': 'credit', 'version': '9.0.0', 'tier': 'high'}", "credit@9.0.0 is not registered"},
    {"a lower tier", "model", "{'name': 'credit', 'version': '1.0.0', 'tier': 'minimal'}",
     "it is registered as high"},
    {"another artifact", "artifact",
     "'sha256:0000000000000000000000000000000000000000000000000000000000000000'",
     "credit@1.0.0 was registered with sha256:"},
    {"no artifact", "artifact", "null", "is on the artifact none"},
    {"other names of the files", "listing",
     "'sha256:0000000000000000000000000000000000000000000000000000000000000000'",
     "files of the artifact have other names than those that credit@1.0.0 was registered with"},
    {"no names of the files", "listing", "null",
     "the names of the artifact's files were not seen, and credit@1.0.0 was registered with them"},
    {"another policy set", "policies",
     "'sha256:0000000000000000000000000000000000000000000000000000000000000000'",
     "in force for production is sha256:"},
    {"a stage without policies", "transition", "{'from': 'registered', 'to': 'canary'}",
     "no policy set is adopted for canary"},
    {"another stage than it stands in", "transition", "{'from': 'staging', 'to': 'production'}",
     "a move of credit@1.0.0 from staging; it stands in registered"},
    {"no stage that it comes from", "transition", "{'from': null, 'to': 'production'}",
     "from nowhere; it stands in registered"},
    {"another status", "status", "0", "no decision is pending with status 0"},
    {"allowed without signatures", "verdict", "'allow'", "no decision is allow with status 7"},
    {"a request that is not there", "request",
     "'sha256:0000000000000000000000000000000000000000000000000000000000000000'",
     "which is not open for these inputs"},
    {"an unknown verdict", "verdict", "'maybe'", "decision.verdict is not"},
};

START_TEST(test_decision__what_does_not_fit_the_log_is_refused)
{
    struct story story;
    story_version(&story);
    for (size_t i = 0; i < COUNT(bad_decisions); i++) {
        const struct value members = with(&story, deciding(&story, "first", "pending", NULL),
                                          bad_decisions[i].member, bad_decisions[i].written);
        ck_assert_msg(!decides(&story, &story.bot, members), "%s was taken", bad_decisions[i].name);
        ck_assert_int_eq(story.err.code, ERROR_INTEGRITY);
        ck_assert_msg(strstr(story.err.message, bad_decisions[i].why) != NULL, "%s: %s",
                      bad_decisions[i].name, story.err.message);
    }
    said(&story, decides(&story, &story.bot, deciding(&story, "first", "pending", NULL)));
    story_end(&story);
}
END_TEST

START_TEST(test_decision__allows_only_where_no_signature_is_lacking)
{
    struct story story;
    story_request(&story);
    refused(&story, decides(&story, &story.bot, deciding(&story, "second", "allow", "first")),
            "2 of 2 signatures are lacking: a risk-officer");
    said(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")));
    refused(&story, decides(&story, &story.bot, deciding(&story, "second", "allow", "first")),
            "1 of 2 signatures are lacking: one more of validator, owner, risk-officer");
    said(&story, answers(&story, &story.ray, answer_of(&story, "risk-officer")));
    refused(&story, decides(&story, &story.bot, deciding(&story, "second", "pending", "first")),
            "is pending, and no signature is lacking");
    said(&story, decides(&story, &story.bot, deciding(&story, "second", "allow", "first")));
    story_end(&story);
}
END_TEST

START_TEST(test_decision__is_recorded_once)
{
    struct story story;
    story_request(&story);
    refused(&story, decides(&story, &story.bot, deciding(&story, "first", "pending", "first")),
            "is recorded already, at entry 15");
    story_end(&story);
}
END_TEST

START_TEST(test_decision__on_the_same_inputs_joins_the_open_request)
{
    struct story story;
    story_request(&story);
    refused(&story, decides(&story, &story.bot, deciding(&story, "second", "pending", NULL)),
            "the decision does not join it");
    said(&story, decides(&story, &story.bot, deciding(&story, "second", "pending", "first")));
    said(&story, decides(&story, &story.bot, deciding(&story, "third", "deny", NULL)));
    const struct value *request = row_of(&story, "request", digest_word(&story, "first"));
    ck_assert_uint_eq(value_count(told(request, "decisions")), 1);
    ck_assert(text_is(value_text(value_at(told(request, "decisions"), 0)),
                      digest_word(&story, "second")));
    ck_assert_ptr_null(row_of(&story, "request", digest_word(&story, "second")));
    story_end(&story);
}
END_TEST

START_TEST(test_decision__that_others_joined_since_can_still_be_answered)
{
    struct story story;
    story_request(&story);
    const struct value answer = answer_of(&story, "risk-officer");
    said(&story, decides(&story, &story.bot, deciding(&story, "second", "pending", "first")));
    said(&story, answers(&story, &story.rio, answer));
    story_end(&story);
}
END_TEST

START_TEST(test_decision__on_other_inputs_supersedes_the_open_request)
{
    struct story story;
    story_request(&story);
    said(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")));
    const struct value other =
        with(&story, deciding(&story, "second", "pending", NULL), "evidence", "[]");
    refused(&story,
            decides(&story, &story.bot,
                    with(&story, other, "request",
                         text_format(&story.arena, "'%s'", digest_word(&story, "first")).at)),
            "which is not open for these inputs");
    said(&story, decides(&story, &story.bot, other));
    ck_assert(text_starts(standing_of(&story).closed_how, TEXT("superseded by bot at entry ")));
    refused(&story, answers(&story, &story.val, answer_of(&story, "validator")),
            "was superseded by bot");
    const struct value *version = row_of(&story, "version", "credit@1.0.0");
    ck_assert_uint_eq(value_count(told(version, "open")), 1);
    story_end(&story);
}
END_TEST

START_TEST(test_decision__may_be_signed_plainly_by_a_machine)
{
    struct story story;
    story_version(&story);
    struct saying saying = {.kind = ACT_DECISION,
                            .who = &story.bot,
                            .plain = true,
                            .members = deciding(&story, "first", "pending", NULL)};
    saying.by = "dev";
    refused(&story, say(&story, saying), "signed plainly, by no key that dev has");
    saying.by = NULL;
    struct entry entry = entry_of(&story, saying);
    entry.envelope.signatures.at[0].bytes =
        entry_of(&story, (struct saying){.kind = ACT_DECISION,
                                         .who = &story.bot,
                                         .plain = true,
                                         .members = deciding(&story, "other", "deny", NULL)})
            .envelope.signatures.at[0]
            .bytes;
    refused(&story, append(&story, &entry), "the decision by bot: ");
    said(&story, say(&story, saying));
    story_end(&story);
}
END_TEST

START_TEST(test_decision__is_not_for_everybody)
{
    struct story story;
    story_version(&story);
    refused(&story, decides(&story, &story.ada, deciding(&story, "first", "pending", NULL)),
            "ada may not sign this: for a decision one has to be one of developer");
    story_end(&story);
}
END_TEST

START_TEST(test_decision__under_a_set_that_was_replaced_is_refused)
{
    struct story story;
    story_version(&story);
    said(&story,
         says(&story, &story.ada, ACT_ADOPTION, adopting(&story, "production", "new", "set")));
    refused(&story, decides(&story, &story.bot, deciding(&story, "first", "pending", NULL)),
            "the decision was made under the policy set");
    story_end(&story);
}
END_TEST

TESTS("registry/ruling", test_decision__what_does_not_fit_the_log_is_refused,
      test_decision__allows_only_where_no_signature_is_lacking, test_decision__is_recorded_once,
      test_decision__on_the_same_inputs_joins_the_open_request,
      test_decision__that_others_joined_since_can_still_be_answered,
      test_decision__on_other_inputs_supersedes_the_open_request,
      test_decision__may_be_signed_plainly_by_a_machine, test_decision__is_not_for_everybody,
      test_decision__under_a_set_that_was_replaced_is_refused)
