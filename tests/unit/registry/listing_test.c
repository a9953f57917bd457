/* Names of an artifact's files: registered once, and the same ever after. */
#include "moves.h"

#include "registry/request.h"

START_TEST(test_listing__names_are_those_that_were_registered)
{
    static const struct {
        const char *registered, *listing, *why;
    } cases[] = {
        {"l1", "l1", NULL},
        {"", "", NULL},
        {"l1", "l2", "files of the artifact have other names than those that a@1 was registered"},
        {"l1", "", "were not seen, and a@1 was registered with them: let artifact.path"},
        {"", "l1", "a@1 was registered by its artifact's digest alone"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        const bool held = registry_listing_holds(TEXT("a@1"), text_of(cases[i].registered),
                                                 text_of(cases[i].listing), &err);
        ck_assert_msg(held == !cases[i].why, "%s, %s", cases[i].registered, cases[i].listing);
        ck_assert_msg(held || (err.code == ERROR_INTEGRITY && strstr(err.message, cases[i].why)),
                      "%s", err.message);
    }
}
END_TEST

START_TEST(test_listing__a_version_without_names_is_not_judged_with_some)
{
    struct story story;
    story_version(&story);
    const struct value bare = with(&story, registering(&story, "2.0.0", "high"), "listing", "null");
    said(&story, says(&story, &story.dev, ACT_REGISTRATION, bare));
    const struct value members = judging(&story, "first", "2.0.0", "production", "pending");
    refused(&story, says(&story, &story.bot, ACT_DECISION, members),
            "credit@2.0.0 was registered by its artifact's digest alone");
    said(&story, says(&story, &story.bot, ACT_DECISION, with(&story, members, "listing", "null")));
    story_end(&story);
}
END_TEST

START_TEST(test_listing__a_request_is_open_for_its_names_alone)
{
    struct story story;
    struct error err = {0};
    struct binding binding;
    const struct value *found;
    story_request(&story);
    request_binding(row_of(&story, "request", digest_word(&story, "first")), &binding);
    ck_assert(registry_open_request(&story.rows, &binding, &story.arena, &found, &err));
    ck_assert_ptr_nonnull(found);
    binding.listing = text_of(digest_word(&story, "others"));
    ck_assert(registry_open_request(&story.rows, &binding, &story.arena, &found, &err));
    ck_assert_ptr_null(found);
    story_end(&story);
}
END_TEST

/* The row of the decision, as it would be had it been on other names. */
static void decided_on(struct story *story, const char *decision, const char *listing)
{
    struct error err = {0};
    const char *id = digest_word(story, decision);
    struct deed deed = deed_of(row_of(story, "decision", id), &story->arena);
    struct buffer written = buffer_in(&story->arena, LIMIT_ROW_SIZE);
    deed_text(&deed, "listing", text_of(listing));
    const struct value row = deed_value(&deed);
    ck_assert(canonical_write(&row, &written, &err));
    ck_assert(story->rows.put(story->rows.keeper, (struct row_name){TEXT("decision"), text_of(id)},
                              buffer_text(&written), &err));
}

START_TEST(test_listing__a_decision_on_other_names_of_files_lets_nothing_move)
{
    struct story story;
    story_moves(&story, "minimal");
    said(&story, judged(&story, "yes", "1.0.0", "production", "allow"));
    const struct value members = promotion(&story, "1.0.0", "production", "yes");
    decided_on(&story, "yes", digest_word(&story, "others"));
    refused(&story, moves(&story, &story.bot, members),
            "other names than those that credit@1.0.0 was registered with");
    decided_on(&story, "yes", "");
    refused(&story, moves(&story, &story.bot, members), "were not seen, and credit@1.0.0");
    decided_on(&story, "yes", digest_word(&story, "listing"));
    said(&story, moves(&story, &story.bot, members));
    story_end(&story);
}
END_TEST

TESTS("registry/listing", test_listing__names_are_those_that_were_registered,
      test_listing__a_version_without_names_is_not_judged_with_some,
      test_listing__a_request_is_open_for_its_names_alone,
      test_listing__a_decision_on_other_names_of_files_lets_nothing_move)
