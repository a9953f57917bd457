#include "story.h"

START_TEST(test_approval__two_persons_fulfil_a_request)
{
    struct story story;
    story_request(&story);
    ck_assert_uint_eq(standing_of(&story).lacking, 2);
    said(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")));
    ck_assert_uint_eq(standing_of(&story).lacking, 1);
    said(&story, answers(&story, &story.val, answer_of(&story, "validator")));
    ck_assert_uint_eq(standing_of(&story).lacking, 0);
    said(&story,
         says(&story, &story.bot, ACT_DECISION, deciding(&story, "second", "allow", "first")));
    story_end(&story);
}
END_TEST

static const struct {
    const char *name, *member, *written, *why;
} forgeries[] = {
    {"another version", "model", "{'name': 'credit', 'version': '2.0.0'}", "for another version"},
    {"another model", "model", "{'name': 'debit', 'version': '1.0.0'}", "for another version"},
    {"another artifact", "artifact",
     "'sha256:0000000000000000000000000000000000000000000000000000000000000000'",
     "for another artifact"},
    {"no artifact", "artifact", "null", "for another artifact"},
    {"other names of the files", "listing",
     "'sha256:0000000000000000000000000000000000000000000000000000000000000000'",
     "for other names of files"},
    {"no names of the files", "listing", "null", "for other names of files"},
    {"another manifest", "manifest",
     "'sha256:0000000000000000000000000000000000000000000000000000000000000000'",
     "for another manifest"},
    {"another policy set", "policies",
     "'sha256:0000000000000000000000000000000000000000000000000000000000000000'",
     "for another policy set"},
    {"other evidence", "evidence", "[]", "for other evidence"},
    {"another stage", "transition", "{'from': 'staging', 'to': 'canary'}",
     "for another transition"},
    {"another way to it", "transition", "{'from': null, 'to': 'production'}",
     "for another transition"},
    {"another tier", "tier", "'minimal'", "for another tier"},
    {"another request", "request",
     "'sha256:0000000000000000000000000000000000000000000000000000000000000000'",
     "this log does not have"},
    {"another entry of the request", "request_index", "1", "was opened at entry"},
    {"a log that is longer", "seen",
     "{'size': 900, 'root': "
     "'sha256:0000000000000000000000000000000000000000000000000000000000000000'}",
     "saw a log of 900 entries"},
    {"a log without the request", "seen",
     "{'size': 3, 'root': "
     "'sha256:0000000000000000000000000000000000000000000000000000000000000000'}",
     "did not stand yet"},
    {"expired", "expires", "'2027-01-15T07:59:59Z'", "expired at 2027-01-15T07:59:59Z"},
    {"too long", "expires", "'2027-06-15T00:00:00Z'", "90 days are the most"},
    {"a role that others have", "role", "'owner'", "signed as owner"},
    {"a role that does not answer", "role", "'admin'", "signed as admin"},
    {"an unknown role", "role", "'king'", "approval.role is not a role"},
    {"an unknown answer", "answer", "'perhaps'", "approval.answer is not"},
    {"an unknown meaning", "meaning", "'love'", "approval.meaning is not"},
    {"an edited sentence", "sentence", "'I approve everything'", "does not say what"},
    {"a member too many", "note", "'x'", "approval has a member note"},
    {"a member too few", "conditions", "", "approval.conditions is missing"},
    {"a condition in clear words", "conditions", "[{'text': 'monitor it', 'due': null}]",
     "approval.conditions.text is not a digest"},
};

START_TEST(test_approval__what_binds_anything_else_is_refused)
{
    struct story story;
    story_request(&story);
    for (size_t i = 0; i < COUNT(forgeries); i++) {
        const struct value answer = with(&story, answer_of(&story, "risk-officer"),
                                         forgeries[i].member, forgeries[i].written);
        ck_assert_msg(!answers(&story, &story.rio, answer), "%s was taken", forgeries[i].name);
        ck_assert_int_eq(story.err.code, ERROR_INTEGRITY);
        ck_assert_msg(strstr(story.err.message, forgeries[i].why) != NULL, "%s: %s",
                      forgeries[i].name, story.err.message);
        ck_assert_uint_eq(standing_of(&story).lacking, 2);
    }
    said(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")));
    story_end(&story);
}
END_TEST

START_TEST(test_approval__another_decision_or_another_place_of_it_is_refused)
{
    struct story story;
    story_request(&story);
    const char *id = digest_word(&story, "first"), *other = digest_word(&story, "other");
    struct value answer = answer_of(&story, "risk-officer");
    answer = with(&story, answer, "decision",
                  text_format(&story.arena, "{'id': '%s', 'leaf': '%s'}", id, other).at);
    refused(&story, answers(&story, &story.rio, answer), "as another entry of the log");
    answer = with(&story, answer, "decision",
                  text_format(&story.arena, "{'id': '%s', 'leaf': '%s'}", other, id).at);
    refused(&story, answers(&story, &story.rio, answer), "another decision than those");
    story_end(&story);
}
END_TEST

START_TEST(test_approval__of_another_log_is_refused)
{
    struct story story;
    story_request(&story);
    struct saying saying = answering(&story, &story.rio, answer_of(&story, "risk-officer"));
    saying.log = "gov.example/other";
    refused(&story, say(&story, saying), "was signed for the log gov.example/other");
    story_end(&story);
}
END_TEST

START_TEST(test_approval__signed_in_another_namespace_is_refused)
{
    struct story story;
    story_request(&story);
    struct saying saying = answering(&story, &story.rio, answer_of(&story, "risk-officer"));
    saying.name_space = "waive@" ORIGIN;
    refused(&story, say(&story, saying), "for another namespace");
    saying.name_space = "approve@gov.example/other";
    refused(&story, say(&story, saying), "for another namespace");
    saying.name_space = NULL;
    saying.plain = true;
    refused(&story, say(&story, saying), "signed plainly");
    story_end(&story);
}
END_TEST

START_TEST(test_approval__with_the_key_of_another_person_is_refused)
{
    struct story story;
    story_request(&story);
    struct saying saying = answering(&story, &story.rio, answer_of(&story, "risk-officer"));
    saying.who = &story.val;
    saying.by = "rio";
    refused(&story, say(&story, saying), "by rio, and is signed with a key of val");
    const struct person stranger = person_new(&story, "rio");
    saying.who = &stranger;
    refused(&story, say(&story, saying), "belongs to nobody here");
    story_end(&story);
}
END_TEST

START_TEST(test_approval__changed_after_it_was_signed_is_refused)
{
    struct story story;
    story_request(&story);
    const struct saying saying = answering(&story, &story.rio, answer_of(&story, "risk-officer"));
    struct saying other = saying;
    other.members = with(&story, saying.members, "reason",
                         text_format(&story.arena, "'%s'", digest_word(&story, "why")).at);
    struct entry entry = entry_of(&story, saying);
    entry.envelope.payload = entry_of(&story, other).envelope.payload;
    refused(&story, append(&story, &entry), "the approval by rio: the signature");
    story_end(&story);
}
END_TEST

START_TEST(test_approval__without_a_name_counts_for_whose_key_it_is)
{
    struct story story;
    story_request(&story);
    const struct act act = {.kind = ACT_APPROVAL, .log = TEXT(ORIGIN)};
    struct value answer = answer_of(&story, "risk-officer");
    struct text sentence;
    ck_assert(approval_sentence(&act, &answer, &story.arena, &sentence, &story.err));
    answer = with(&story, answer, "sentence",
                  text_format(&story.arena, "'%.*s'", TEXT_ARGS(sentence)).at);
    struct saying saying = answering(&story, &story.rio, answer);
    saying.by = "";
    said(&story, say(&story, saying));
    const struct value *request = row_of(&story, "request", digest_word(&story, "first"));
    const struct value *heard = value_at(told(request, "answers"), 0);
    ck_assert(text_is(told_text(heard, "by"), "rio"));
    story.time += 1;
    saying.plain = true;
    refused(&story, say(&story, saying), "the approval does not say who it is by");
    saying.plain = false;
    saying.kind = ACT_REGISTRATION;
    saying.members = registering(&story, "2.0.0", "high");
    refused(&story, say(&story, saying), "registration.by may not be null");
    story_end(&story);
}
END_TEST

START_TEST(test_approval__an_author_does_not_answer_for_their_own_work)
{
    struct story story;
    story_request(&story);
    const struct person eve = person_new(&story, "eve"), amy = person_new(&story, "amy");
    enrol(&story, &eve, "owner"); /* the model's owner, and one of its authors */
    enrol(&story, &amy, "validator");
    refused(&story, answers(&story, &eve, answer_of(&story, "owner")), "eve is an author");
    refused(&story, answers(&story, &amy, answer_of(&story, "validator")), "amy is an author");
    refused(&story, answers(&story, &story.dev, answer_of(&story, "owner")), "dev may not sign");
    story_end(&story);
}
END_TEST

START_TEST(test_approval__who_recorded_a_decision_does_not_answer)
{
    struct story story;
    story_request(&story);
    said(&story,
         says(&story, &story.val, ACT_DECISION, deciding(&story, "second", "pending", "first")));
    refused(&story, answers(&story, &story.val, answer_of(&story, "validator")),
            "val is an author");
    said(&story, answers(&story, &story.own, answer_of(&story, "owner")));
    refused(&story,
            says(&story, &story.own, ACT_DECISION, deciding(&story, "third", "pending", "first")),
            "own has answered the request");
    story_end(&story);
}
END_TEST

START_TEST(test_approval__one_person_answers_once)
{
    struct story story;
    story_request(&story);
    said(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")));
    refused(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")),
            "rio has answered the request on credit@1.0.0 already, at entry");
    ck_assert_uint_eq(standing_of(&story).lacking, 1);
    story_end(&story);
}
END_TEST

START_TEST(test_approval__two_keys_of_one_person_are_one_person)
{
    struct story story;
    story_request(&story);
    said(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")));
    const struct person again = person_new(&story, "rio");
    said(&story, says(&story, &story.rio, ACT_IDENTITY,
                      json(&story,
                           "{'change': 'rotate', 'id': 'rio', 'key': '%s', 'valid_until': null,"
                           " 'reason': null}",
                           key_of(&story, &again))));
    said(&story, says(&story, &again, ACT_IDENTITY, proving(&story, &again)));
    refused(&story, answers(&story, &again, answer_of(&story, "risk-officer")), "rio has answered");
    story_end(&story);
}
END_TEST

START_TEST(test_approval__that_has_expired_counts_no_more_and_may_be_given_anew)
{
    struct story story;
    story_request(&story);
    said(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")));
    story.time += 30 * STORY_DAY;
    ck_assert_uint_eq(standing_of(&story).lacking, 1);
    story.time += 1;
    ck_assert_uint_eq(standing_of(&story).lacking, 2);
    said(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")));
    ck_assert_uint_eq(standing_of(&story).lacking, 1);
    story_end(&story);
}
END_TEST

static const struct value *answers_kept(struct story *story)
{
    return told(row_of(story, "request", digest_word(story, "first")), "answers");
}

START_TEST(test_approval__who_answers_often_takes_two_places_in_the_row)
{
    struct story story;
    story_request(&story);
    said(&story, answers(&story, &story.val, answer_of(&story, "validator")));
    for (size_t i = 0; i < 5; i++) {
        said(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")));
        ck_assert_uint_eq(value_count(answers_kept(&story)), i ? 3 : 2);
        story.time += 31 * STORY_DAY;
    }
    const struct value *kept = answers_kept(&story);
    ck_assert(text_is(told_text(value_at(kept, 0), "by"), "val"));
    ck_assert_uint_lt(told_count(value_at(kept, 1), "index"),
                      told_count(value_at(kept, 2), "index"));
    story_end(&story);
}
END_TEST

START_TEST(test_approval__more_conditions_than_anybody_sees_to_are_refused)
{
    struct story story;
    story_request(&story);
    struct buffer conditions = buffer_in(&story.arena, LIMIT_ENTRY_SIZE);
    for (size_t i = 0; i <= LIMIT_CONDITIONS; i++)
        buffer_format(&conditions, "%s{'text': '%s', 'due': null}", i ? ", " : "[",
                      digest_word(&story, "monitor it"));
    buffer_string(&conditions, "]");
    const struct value answer = with(&story, answer_of(&story, "risk-officer"), "conditions",
                                     text_string(&story.arena, buffer_text(&conditions)));
    refused(&story, answers(&story, &story.rio, answer),
            "rio answers under 33 conditions; 32 are the most");
    story_end(&story);
}
END_TEST

START_TEST(test_approval__of_somebody_compromised_since_before_is_void)
{
    struct story story;
    story_request(&story);
    said(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")));
    story.time += STORY_DAY;
    said(&story, answers(&story, &story.ray, answer_of(&story, "risk-officer")));
    ck_assert_uint_eq(standing_of(&story).lacking, 0);
    story.time += STORY_DAY;
    const char *since = time_word(&story, STORY_START + STORY_DAY);
    const struct value of_ray = json(&story,
                                     "{'change': 'revoke', 'id': 'ray', 'compromised_since': '%s',"
                                     " 'reason': null}",
                                     since);
    said(&story, says(&story, &story.ada, ACT_IDENTITY, of_ray));
    ck_assert_uint_eq(standing_of(&story).lacking, 1); /* logged at that very moment */
    const struct value of_rio = with(&story, of_ray, "id", "'rio'");
    said(&story, says(&story, &story.ada, ACT_IDENTITY, of_rio));
    ck_assert_uint_eq(standing_of(&story).lacking, 1); /* logged the day before */
    story_end(&story);
}
END_TEST

START_TEST(test_approval__of_somebody_revoked_or_past_their_time_is_refused)
{
    struct story story;
    story_request(&story);
    const struct person guest = person_new(&story, "guest");
    said(&story, says(&story, &story.ada, ACT_IDENTITY,
                      with(&story, adding(&story, &guest, "owner"), "valid_until",
                           "'2027-01-16T00:00:00Z'")));
    refused(&story, answers(&story, &guest, answer_of(&story, "owner")), "is not valid yet");
    said(&story, says(&story, &guest, ACT_IDENTITY, proving(&story, &guest)));
    said(&story, says(&story, &story.ada, ACT_IDENTITY,
                      json(&story, "{'change': 'revoke', 'id': 'rio', 'compromised_since': null,"
                                   " 'reason': null}")));
    refused(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")),
            "rio was revoked by ada");
    story.time += STORY_DAY;
    refused(&story, answers(&story, &guest, answer_of(&story, "owner")),
            "guest was valid until 2027-01-16T00:00:00Z");
    story_end(&story);
}
END_TEST

START_TEST(test_approval__a_refusal_closes_the_request)
{
    static const struct {
        const char *answer, *how;
    } closings[] = {{"'reject'", "rejected by rio at entry "},
                    {"'request-changes'", "sent back for changes by rio at entry "}};
    for (size_t i = 0; i < COUNT(closings); i++) {
        struct story story;
        story_request(&story);
        const struct value answer =
            with(&story, answer_of(&story, "risk-officer"), "answer", closings[i].answer);
        said(&story, answers(&story, &story.rio, answer));
        const struct standing standing = standing_of(&story);
        ck_assert(standing.closed);
        ck_assert(text_starts(standing.closed_how, text_of(closings[i].how)));
        refused(&story, answers(&story, &story.val, answer_of(&story, "validator")),
                "the request on credit@1.0.0 was");
        story_end(&story);
    }
}
END_TEST

START_TEST(test_approval__only_some_meanings_count)
{
    struct story story;
    story_request(&story);
    said(&story, answers(&story, &story.rio,
                         with(&story, answer_of(&story, "risk-officer"), "meaning", "'review'")));
    ck_assert_uint_eq(standing_of(&story).lacking, 2);
    said(&story,
         answers(&story, &story.ray,
                 with(&story, answer_of(&story, "risk-officer"), "meaning", "'risk-assessment'")));
    ck_assert_uint_eq(standing_of(&story).lacking, 1);
    story_end(&story);
}
END_TEST

START_TEST(test_approval__the_sentence_names_all_that_is_bound)
{
    struct story story;
    story_request(&story);
    const struct saying saying = answering(&story, &story.rio, answer_of(&story, "risk-officer"));
    const struct text sentence = told_text(&saying.members, "sentence");
    const char *names[] = {"rio: I approve credit 1.0.0 for production, coming from registered",
                           "as risk-officer",
                           "meaning: approval",
                           "tier high",
                           digest_word(&story, "artifact"),
                           digest_word(&story, "listing"),
                           digest_word(&story, "manifest"),
                           digest_word(&story, "set"),
                           digest_word(&story, "first"),
                           "valid until 2027-02-14T08:00:00Z",
                           ORIGIN};
    for (size_t i = 0; i < COUNT(names); i++)
        ck_assert_msg(strstr(text_string(&story.arena, sentence), names[i]) != NULL, "%s: %.*s",
                      names[i], TEXT_ARGS(sentence));
    story_end(&story);
}
END_TEST

START_TEST(test_approval__a_sentence_that_is_too_long_is_refused)
{
    struct story story;
    struct text sentence;
    story_request(&story);
    char *long_origin = arena_alloc(&story.arena, LIMIT_ACT_TEXT);
    memset(long_origin, 'a', LIMIT_ACT_TEXT);
    const struct act act = {.kind = ACT_APPROVAL, .log = {long_origin, LIMIT_ACT_TEXT}};
    const struct value answer = answer_of(&story, "risk-officer");
    ck_assert(!approval_sentence(&act, &answer, &story.arena, &sentence, &story.err));
    ck_assert_int_eq(story.err.code, ERROR_REFUSED);
    story_end(&story);
}
END_TEST

TESTS("registry/approval", test_approval__two_persons_fulfil_a_request,
      test_approval__what_binds_anything_else_is_refused,
      test_approval__another_decision_or_another_place_of_it_is_refused,
      test_approval__of_another_log_is_refused,
      test_approval__signed_in_another_namespace_is_refused,
      test_approval__with_the_key_of_another_person_is_refused,
      test_approval__changed_after_it_was_signed_is_refused,
      test_approval__without_a_name_counts_for_whose_key_it_is,
      test_approval__an_author_does_not_answer_for_their_own_work,
      test_approval__who_recorded_a_decision_does_not_answer,
      test_approval__one_person_answers_once, test_approval__two_keys_of_one_person_are_one_person,
      test_approval__that_has_expired_counts_no_more_and_may_be_given_anew,
      test_approval__who_answers_often_takes_two_places_in_the_row,
      test_approval__more_conditions_than_anybody_sees_to_are_refused,
      test_approval__of_somebody_compromised_since_before_is_void,
      test_approval__of_somebody_revoked_or_past_their_time_is_refused,
      test_approval__a_refusal_closes_the_request, test_approval__only_some_meanings_count,
      test_approval__the_sentence_names_all_that_is_bound,
      test_approval__a_sentence_that_is_too_long_is_refused)
