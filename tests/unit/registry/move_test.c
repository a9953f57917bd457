#include "moves.h"

/* ---- the happy path of each move, and the rows that it leaves ---- */

START_TEST(test_move__promotion_to_production_leaves_its_rows)
{
    struct story story;
    story_moves(&story, "high");
    in_production(&story, "1.0.0", "high");
    const struct value *version = version_row(&story, "1.0.0");
    ck_assert(stands(&story, "1.0.0", "production") && placed(&story, "1.0.0"));
    ck_assert(text_is(told_text(model_row(&story), "production"), "1.0.0"));
    ck_assert_uint_eq(told_count(version, "head"), story.count - 1);
    ck_assert(text_is(told_text(told(version, "moved"), "change"), "promote"));
    ck_assert(text_is(told_text(told(version, "moved"), "from"), "registered"));
    ck_assert_int_eq(told_time(version, "expires", 0), story.time + 365 * STORY_DAY);
    ck_assert_int_eq(told_time(version, "review_due", 0), story.time + 365 * STORY_DAY);
    ck_assert_uint_eq(value_count(told(version, "open")), 0);
    const struct value *request = row_of(&story, "request", digest_word(&story, "ask 1.0.0"));
    ck_assert(text_is(told_text(told(request, "closed"), "how"), "consumed"));
    const struct value *decision = row_of(&story, "decision", digest_word(&story, "allow 1.0.0"));
    ck_assert_uint_eq(told_count(told(decision, "consumed"), "index"), story.count - 1);
    ck_assert(text_is(told_text(version, "judged_by"), digest_word(&story, "set")));
    story_end(&story);
}
END_TEST

START_TEST(test_move__promotion_displaces_the_version_before_in_the_same_entry)
{
    struct story story;
    story_moves(&story, "limited");
    in_production(&story, "1.0.0", "limited");
    registered(&story, "1.1.0", "limited");
    in_production(&story, "1.1.0", "limited");
    const struct value *before = version_row(&story, "1.0.0");
    ck_assert(stands(&story, "1.1.0", "production") && placed(&story, "1.1.0"));
    ck_assert(stands(&story, "1.0.0", "deprecated") && placed(&story, "1.0.0"));
    ck_assert_uint_eq(told_count(before, "head"), story.count - 1);
    ck_assert(text_is(told_text(before, "successor"), "1.1.0"));
    ck_assert_int_eq(told_time(before, "sunset", 0), story.time + LIMIT_NOTICE_DAYS * STORY_DAY);
    ck_assert(text_is(told_text(model_row(&story), "production"), "1.1.0"));
    ck_assert(told_among(told(model_row(&story), "previous"), TEXT("1.0.0")));
    story_end(&story);
}
END_TEST

START_TEST(test_move__suspension_leaves_production_empty_and_owes_a_review)
{
    struct story story;
    story_moves(&story, "minimal");
    in_production(&story, "1.0.0", "minimal");
    said(&story,
         moves(&story, &story.ops,
               with(&story, move(&story, "suspend", "1.0.0", "suspended"), "incident", "'INC-7'")));
    const struct value *version = version_row(&story, "1.0.0");
    const struct value *debt = value_at(told(version, "owed"), 0);
    ck_assert(stands(&story, "1.0.0", "suspended") && placed(&story, "1.0.0"));
    ck_assert(text_is(told_text(version, "before"), "production"));
    ck_assert(text_is(told_text(told(version, "suspended"), "incident"), "INC-7"));
    ck_assert(text_is(told_text(debt, "what"), "suspension"));
    ck_assert_int_eq(told_time(debt, "due", 0), story.time + 72 * 3600);
    ck_assert_ptr_null(told(model_row(&story), "production"));
    ck_assert(told_among(told(model_row(&story), "previous"), TEXT("1.0.0")));
    story_end(&story);
}
END_TEST

START_TEST(test_move__resumption_takes_two_others_and_pays_the_review)
{
    struct story story;
    story_moves(&story, "minimal");
    in_production(&story, "1.0.0", "minimal");
    said(&story, moves(&story, &story.ops, move(&story, "suspend", "1.0.0", "suspended")));
    asked(&story, "resume", "1.0.0", "production");
    said(&story, replies(&story, &story.rio, "risk-officer"));
    refused_as(&story, joined(&story, "resumed", "resume", "1.0.0", "production"), ERROR_INTEGRITY,
               "1 of 2 signatures are lacking");
    said(&story, replies(&story, &story.own, "owner"));
    said(&story, joined(&story, "resumed", "resume", "1.0.0", "production"));
    said(&story, moves(&story, &story.bot, resuming(&story, "resumed")));
    const struct value *version = version_row(&story, "1.0.0");
    ck_assert(stands(&story, "1.0.0", "production") && placed(&story, "1.0.0"));
    ck_assert_ptr_null(told(version, "suspended"));
    ck_assert_ptr_null(told(version, "before"));
    ck_assert_uint_eq(value_count(told(version, "owed")), 0);
    ck_assert(text_is(told_text(model_row(&story), "production"), "1.0.0"));
    ck_assert_uint_eq(value_count(told(model_row(&story), "previous")), 0);
    story_end(&story);
}
END_TEST

START_TEST(test_move__rollback_moves_both_versions_in_one_entry)
{
    struct story story;
    story_two(&story);
    said(&story, moves(&story, &story.ops,
                       with_other(&story, move(&story, "rollback", "1.1.0", "staging"), "1.0.0",
                                  "production")));
    const struct value *version = version_row(&story, "1.1.0");
    ck_assert(stands(&story, "1.1.0", "staging") && placed(&story, "1.1.0"));
    ck_assert(stands(&story, "1.0.0", "production") && placed(&story, "1.0.0"));
    ck_assert(text_is(told_text(model_row(&story), "production"), "1.0.0"));
    ck_assert_uint_eq(value_count(told(model_row(&story), "previous")), 0);
    ck_assert_ptr_null(told(version_row(&story, "1.0.0"), "sunset"));
    ck_assert(text_is(told_text(value_at(told(version, "owed"), 0), "what"), "rollback"));
    story_end(&story);
}
END_TEST

START_TEST(test_move__rollback_of_a_suspended_version_leaves_it_suspended)
{
    struct story story;
    story_two(&story);
    said(&story, moves(&story, &story.ops, move(&story, "suspend", "1.1.0", "suspended")));
    said(&story, moves(&story, &story.ops,
                       with_other(&story, move(&story, "rollback", "1.1.0", "suspended"), "1.0.0",
                                  "production")));
    ck_assert(stands(&story, "1.1.0", "suspended") && placed(&story, "1.1.0"));
    ck_assert(text_is(told_text(version_row(&story, "1.1.0"), "before"), "staging"));
    ck_assert(stands(&story, "1.0.0", "production"));
    story_end(&story);
}
END_TEST

START_TEST(test_move__an_end_is_deprecated_retired_and_archived)
{
    struct story story;
    story_moves(&story, "high");
    in_production(&story, "1.0.0", "high");
    const int64_t sunset = far_enough(&story);
    struct value end =
        with(&story,
             with_time(&story, move(&story, "deprecate", "1.0.0", "deprecated"), "sunset", sunset),
             "steps", "[{'percent': 50, 'at': '2027-02-01T00:00:00Z'}]");
    said(&story, moves(&story, &story.own, end));
    ck_assert(stands(&story, "1.0.0", "production"));
    ck_assert(row_of(&story, "proposal", "move/credit@1.0.0/deprecate") != NULL);
    guarded(&story, moves(&story, &story.own, with_digest(&story, end, "reason", "more")),
            "own has signed to deprecate credit@1.0.0 already");
    said(&story, moves(&story, &story.rio, with_digest(&story, end, "reason", "another")));
    ck_assert(stands(&story, "1.0.0", "deprecated") && placed(&story, "1.0.0"));
    ck_assert_ptr_null(row_of(&story, "proposal", "move/credit@1.0.0/deprecate"));
    ck_assert_int_eq(told_time(version_row(&story, "1.0.0"), "sunset", 0), sunset);
    story.time = sunset;
    end = move(&story, "retire", "1.0.0", "retired");
    said(&story, moves(&story, &story.ops, end));
    said(&story, moves(&story, &story.rio, with_digest(&story, end, "reason", "another")));
    ck_assert(stands(&story, "1.0.0", "retired") && placed(&story, "1.0.0"));
    end = with(&story, move(&story, "archive", "1.0.0", "archived"), "retention",
               "{'class': 'model', 'until': '2040-01-01T00:00:00Z', 'hold': 0}");
    end = with(&story, end, "stored",
               text_format(&story.arena,
                           "[{'digest': '%s', 'size': 9, 'where': 'x'},"
                           " {'digest': '%s', 'size': 9, 'where': 'x'}]",
                           digest_word(&story, "artifact"), digest_word(&story, "evidence"))
                   .at);
    said(&story, moves(&story, &story.ops, end));
    said(&story, moves(&story, &story.own, with_digest(&story, end, "reason", "another")));
    ck_assert(stands(&story, "1.0.0", "archived") && placed(&story, "1.0.0"));
    end = with(&story, move(&story, "hold", "1.0.0", "archived"), "retention",
               "{'class': 'model', 'until': '2040-01-01T00:00:00Z', 'hold': 1}");
    said(&story, moves(&story, &story.rio, end));
    said(&story, moves(&story, &story.val, with_digest(&story, end, "reason", "another")));
    ck_assert_uint_eq(told_count(told(version_row(&story, "1.0.0"), "retention"), "hold"), 1);
    story_end(&story);
}
END_TEST

START_TEST(test_move__who_proposes_something_else_begins_anew)
{
    struct story story;
    story_moves(&story, "high");
    in_production(&story, "1.0.0", "high");
    const struct value end = move(&story, "deprecate", "1.0.0", "deprecated");
    const int64_t sunset = far_enough(&story);
    said(&story, moves(&story, &story.own, with_time(&story, end, "sunset", sunset)));
    said(&story, moves(&story, &story.rio, with_time(&story, end, "sunset", sunset + STORY_DAY)));
    ck_assert(stands(&story, "1.0.0", "production"));
    said(&story, moves(&story, &story.own, with_time(&story, end, "sunset", sunset + STORY_DAY)));
    ck_assert(stands(&story, "1.0.0", "deprecated"));
    story_end(&story);
}
END_TEST

/* credit@1.0.0 was registered by dev, and eve owns it; Amy wrote it. */
START_TEST(test_move__who_made_a_version_does_not_sign_for_its_end)
{
    struct story story;
    story_moves(&story, "high");
    in_production(&story, "1.0.0", "high");
    struct person eve = person_new(&story, "eve"), amy = person_new(&story, "amy");
    enrol(&story, &eve, "owner");
    enrol(&story, &amy, "validator");
    const struct value end = with_time(&story, move(&story, "deprecate", "1.0.0", "deprecated"),
                                       "sunset", far_enough(&story));
    said(&story, moves(&story, &eve, end));
    said(&story, moves(&story, &amy, with_digest(&story, end, "reason", "another")));
    ck_assert(stands(&story, "1.0.0", "production"));
    said(&story, moves(&story, &story.val, with_digest(&story, end, "reason", "a third")));
    ck_assert(stands(&story, "1.0.0", "deprecated"));
    story_end(&story);
}
END_TEST

START_TEST(test_move__a_signature_waits_a_month_and_no_longer_than_its_signer)
{
    struct story story;
    story_moves(&story, "high");
    in_production(&story, "1.0.0", "high");
    const struct value end = with_time(&story, move(&story, "deprecate", "1.0.0", "deprecated"),
                                       "sunset", far_enough(&story) + 60 * STORY_DAY);
    said(&story, moves(&story, &story.own, end));
    story.time += LIMIT_COSIGNED_DAYS * STORY_DAY + 1;
    said(&story, moves(&story, &story.rio, end));
    ck_assert(stands(&story, "1.0.0", "production"));
    said(&story, says(&story, &story.ada, ACT_IDENTITY,
                      json(&story, "{'change': 'revoke', 'id': 'rio', 'compromised_since': null,"
                                   " 'reason': null}")));
    said(&story, moves(&story, &story.ray, end));
    ck_assert(stands(&story, "1.0.0", "production"));
    said(&story, moves(&story, &story.own, with_digest(&story, end, "reason", "again")));
    ck_assert(stands(&story, "1.0.0", "deprecated"));
    story_end(&story);
}
END_TEST

START_TEST(test_move__what_is_rejected_stays_so)
{
    struct story story;
    story_moves(&story, "high");
    said(&story, moves(&story, &story.val, move(&story, "reject", "1.0.0", "rejected")));
    ck_assert(stands(&story, "1.0.0", "rejected") && placed(&story, "1.0.0"));
    guarded(&story, moves(&story, &story.ops, move(&story, "suspend", "1.0.0", "suspended")),
            "from there it has: nothing");
    story_end(&story);
}
END_TEST

START_TEST(test_move__a_step_of_a_canary_keeps_what_is_asked)
{
    struct story story;
    story_moves(&story, "limited");
    adopted(&story, "canary", "set", NULL);
    asked(&story, "ask", "1.0.0", "canary");
    said(&story, replies(&story, &story.val, "validator"));
    said(&story, joined(&story, "allow", "ask", "1.0.0", "canary"));
    said(&story, moves(&story, &story.bot,
                       with(&story,
                            with_digest(&story, promotion(&story, "1.0.0", "canary", "allow"),
                                        "request", "ask"),
                            "step", "5")));
    asked(&story, "ask more", "1.0.0", "production");
    said(&story, judged(&story, "step", "1.0.0", "canary", "allow"));
    said(&story, moves(&story, &story.bot,
                       with(&story, promotion(&story, "1.0.0", "canary", "step"), "step", "20")));
    ck_assert(stands(&story, "1.0.0", "canary") && placed(&story, "1.0.0"));
    ck_assert_uint_eq(told_count(version_row(&story, "1.0.0"), "step"), 20);
    ck_assert_uint_eq(value_count(told(version_row(&story, "1.0.0"), "open")), 1);
    story_end(&story);
}
END_TEST

START_TEST(test_move__the_sweep_ends_what_has_expired)
{
    struct story story;
    story_moves(&story, "high");
    in_production(&story, "1.0.0", "high");
    const int64_t over = story.time + 366 * STORY_DAY;
    struct value end = move(&story, "expire", "1.0.0", "deprecated");
    guarded(&story, moves(&story, &story.bot, end), "the time to live of credit@1.0.0 is not over");
    guarded(&story, moves(&story, &story.bot, with_time(&story, end, "moment", over)),
            "bot is a machine and may not expire credit@1.0.0 before the day");
    said(&story, moves(&story, &story.ops, with_time(&story, end, "moment", over)));
    const int64_t sunset = told_time(version_row(&story, "1.0.0"), "sunset", 0);
    ck_assert(stands(&story, "1.0.0", "deprecated") && placed(&story, "1.0.0"));
    ck_assert_int_eq(sunset, over + LIMIT_NOTICE_DAYS_HIGH * STORY_DAY);
    ck_assert_ptr_null(told(model_row(&story), "production"));
    end = move(&story, "expire", "1.0.0", "retired");
    guarded(&story, moves(&story, &story.ops, with_time(&story, end, "moment", sunset)),
            "the notice of credit@1.0.0 is not over");
    said(&story, moves(&story, &story.ops, with_time(&story, end, "moment", sunset + 1)));
    ck_assert(stands(&story, "1.0.0", "retired") && placed(&story, "1.0.0"));
    story_end(&story);
}
END_TEST

START_TEST(test_move__where_a_set_judges_entrants_they_are_experimental_first)
{
    struct story story;
    story_moves(&story, "high");
    adopted(&story, "registered", "set", NULL);
    const struct value entering = registering(&story, "2.0.0", "high");
    guarded(&story, says(&story, &story.dev, ACT_REGISTRATION, entering),
            "credit@2.0.0 enters as experimental");
    said(&story, says(&story, &story.dev, ACT_REGISTRATION,
                      with(&story, entering, "stage", "'experimental'")));
    struct value members = move(&story, "register", "2.0.0", "registered");
    guarded(&story, moves(&story, &story.dev, members), "no decision lets credit@2.0.0");
    said(&story, judged(&story, "let in", "2.0.0", "registered", "allow"));
    said(&story, moves(&story, &story.dev, with_digest(&story, members, "decision", "let in")));
    ck_assert(stands(&story, "2.0.0", "registered") && placed(&story, "2.0.0"));
    story_end(&story);
}
END_TEST

TESTS("registry/move", test_move__promotion_to_production_leaves_its_rows,
      test_move__promotion_displaces_the_version_before_in_the_same_entry,
      test_move__suspension_leaves_production_empty_and_owes_a_review,
      test_move__resumption_takes_two_others_and_pays_the_review,
      test_move__rollback_moves_both_versions_in_one_entry,
      test_move__rollback_of_a_suspended_version_leaves_it_suspended,
      test_move__an_end_is_deprecated_retired_and_archived,
      test_move__who_made_a_version_does_not_sign_for_its_end,
      test_move__a_signature_waits_a_month_and_no_longer_than_its_signer,
      test_move__who_proposes_something_else_begins_anew, test_move__what_is_rejected_stays_so,
      test_move__a_step_of_a_canary_keeps_what_is_asked, test_move__the_sweep_ends_what_has_expired,
      test_move__where_a_set_judges_entrants_they_are_experimental_first)
