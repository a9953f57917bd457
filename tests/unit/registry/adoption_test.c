#include "story.h"

static bool adopts(struct story *story, const struct person *who, struct value members)
{
    return says(story, who, ACT_ADOPTION, members);
}

static bool is_in_force(struct story *story, const char *set)
{
    const struct value *row = row_of(story, "adoption", "production");
    return text_is(told_text(row, "set"), digest_word(story, set));
}

START_TEST(test_adoption__one_administrator_tightens)
{
    struct story story;
    story_begin(&story);
    said(&story, adopts(&story, &story.ada, adopting(&story, "production", "one", NULL)));
    said(&story, adopts(&story, &story.abe, adopting(&story, "production", "two", "one")));
    ck_assert(is_in_force(&story, "two"));
    story_end(&story);
}
END_TEST

START_TEST(test_adoption__two_administrators_loosen)
{
    struct story story;
    story_begin(&story);
    said(&story, adopts(&story, &story.ada, adopting(&story, "production", "one", NULL)));
    const struct value looser = with(&story, adopting(&story, "production", "two", "one"),
                                     "loosens", "['credit/floor has a looser floor']");
    said(&story, adopts(&story, &story.ada, looser));
    ck_assert(is_in_force(&story, "one"));
    story.time += 1;
    refused(&story, adopts(&story, &story.ada, looser), "ada has signed this already, at entry 2");
    refused(&story,
            adopts(&story, &story.abe, with(&story, looser, "loosens", "['something else']")),
            "another `loosens`");
    said(&story, adopts(&story, &story.abe, looser));
    ck_assert(is_in_force(&story, "two"));
    const char *key = text_format(&story.arena, "production/%s", digest_word(&story, "two")).at;
    ck_assert_ptr_null(row_of(&story, "proposal", key));
    ck_assert_uint_eq(value_count(told(row_of(&story, "adoption", "production"), "signers")), 2);
    story_end(&story);
}
END_TEST

START_TEST(test_adoption__to_trust_one_more_key_is_to_loosen)
{
    struct story story;
    story_begin(&story);
    said(&story, adopts(&story, &story.ada, adopting(&story, "production", "one", NULL)));
    const char *trust = text_format(&story.arena, "['%s']", key_of(&story, &story.bot)).at;
    const struct value members =
        with(&story, adopting(&story, "production", "one", "one"), "trust", trust);
    said(&story, adopts(&story, &story.ada, members));
    ck_assert_uint_eq(value_count(told(row_of(&story, "adoption", "production"), "trust")), 0);
    said(&story, adopts(&story, &story.abe, members));
    ck_assert_uint_eq(value_count(told(row_of(&story, "adoption", "production"), "trust")), 1);
    said(&story, adopts(&story, &story.ada, adopting(&story, "production", "one", "one")));
    ck_assert_uint_eq(value_count(told(row_of(&story, "adoption", "production"), "trust")), 0);
    story_end(&story);
}
END_TEST

START_TEST(test_adoption__follows_what_is_in_force)
{
    struct story story;
    story_begin(&story);
    refused(&story, adopts(&story, &story.ada, adopting(&story, "production", "one", "zero")),
            "in force is nothing");
    said(&story, adopts(&story, &story.ada, adopting(&story, "production", "one", NULL)));
    refused(&story, adopts(&story, &story.ada, adopting(&story, "production", "two", NULL)),
            "would follow nothing");
    refused(&story, adopts(&story, &story.ada, adopting(&story, "production", "one", "one")),
            "is in force for production already");
    story_end(&story);
}
END_TEST

/* Before it nobody got there; the first for `registered` ends the packs that ship. */
START_TEST(test_adoption__two_administrators_open_what_meets_people)
{
    struct story story;
    static const char *const opened[] = {"shadow", "canary", "registered"};
    story_begin(&story);
    said(&story, adopts(&story, &story.ada, adopting(&story, "production", "one", NULL)));
    for (size_t i = 0; i < COUNT(opened); i++) {
        said(&story, adopts(&story, &story.ada, adopting(&story, opened[i], "two", NULL)));
        ck_assert_ptr_null(row_of(&story, "adoption", opened[i]));
        said(&story, adopts(&story, &story.abe, adopting(&story, opened[i], "two", NULL)));
        ck_assert_ptr_nonnull(row_of(&story, "adoption", opened[i]));
    }
    said(&story, adopts(&story, &story.ada, adopting(&story, "staging", "two", NULL)));
    ck_assert_ptr_nonnull(row_of(&story, "adoption", "staging"));
    story_end(&story);
}
END_TEST

START_TEST(test_adoption__productions_own_set_opens_a_canary_but_lets_nobody_in)
{
    struct story story;
    story_begin(&story);
    said(&story, adopts(&story, &story.ada, adopting(&story, "production", "one", NULL)));
    const char *trust = text_format(&story.arena, "['%s']", key_of(&story, &story.bot)).at;
    said(&story, adopts(&story, &story.ada,
                        with(&story, adopting(&story, "shadow", "one", NULL), "trust", trust)));
    ck_assert_ptr_null(row_of(&story, "adoption", "shadow"));
    said(&story, adopts(&story, &story.ada, adopting(&story, "canary", "one", NULL)));
    ck_assert_ptr_nonnull(row_of(&story, "adoption", "canary"));
    said(&story, adopts(&story, &story.ada, adopting(&story, "registered", "one", NULL)));
    ck_assert_ptr_null(row_of(&story, "adoption", "registered"));
    story_end(&story);
}
END_TEST

START_TEST(test_adoption__ends_what_was_proposed_to_follow_the_same)
{
    struct story story;
    story_begin(&story);
    said(&story, adopts(&story, &story.ada, adopting(&story, "production", "one", NULL)));
    const struct value looser = with(&story, adopting(&story, "production", "two", "one"),
                                     "loosens", "['credit/floor is gone']");
    said(&story, adopts(&story, &story.ada, looser));
    said(&story, adopts(&story, &story.ada, adopting(&story, "production", "three", "one")));
    refused(&story, adopts(&story, &story.abe, looser), "would follow");
    const struct value anew = with(&story, adopting(&story, "production", "two", "three"),
                                   "loosens", "['credit/floor is gone']");
    said(&story, adopts(&story, &story.ada, anew));
    ck_assert(is_in_force(&story, "three"));
    story_end(&story);
}
END_TEST

/* One that was left behind where it should have been taken away. */
START_TEST(test_adoption__what_was_proposed_before_a_set_came_back_counts_no_more)
{
    struct story story;
    struct error err = {0};
    story_begin(&story);
    said(&story, adopts(&story, &story.ada, adopting(&story, "production", "one", NULL)));
    const struct value looser = with(&story, adopting(&story, "production", "two", "one"),
                                     "loosens", "['credit/floor is gone']");
    said(&story, adopts(&story, &story.ada, looser));
    const struct row_name proposed = {
        TEXT("proposal"),
        text_format(&story.arena, "production/%s", digest_word(&story, "two")),
    };
    struct text signed_by_ada;
    ck_assert(keeper_get(&story.keeper, proposed, &story.arena, &signed_by_ada, &err));
    said(&story, adopts(&story, &story.ada, adopting(&story, "production", "three", "one")));
    said(&story, adopts(&story, &story.ada, adopting(&story, "production", "one", "three")));
    ck_assert(keeper_put(&story.keeper, proposed, signed_by_ada, &err));
    said(&story, adopts(&story, &story.abe, looser));
    ck_assert(is_in_force(&story, "one"));
    story_end(&story);
}
END_TEST

START_TEST(test_adoption__of_somebody_compromised_since_before_counts_no_more)
{
    struct story story;
    story_begin(&story);
    said(&story, adopts(&story, &story.ada, adopting(&story, "production", "one", NULL)));
    const struct person eva = person_new(&story, "eva");
    enrol(&story, &eva, "admin");
    const struct value looser = with(&story, adopting(&story, "production", "two", "one"),
                                     "loosens", "['credit/floor is gone']");
    said(&story, adopts(&story, &story.abe, looser));
    said(&story, says(&story, &story.ada, ACT_IDENTITY,
                      json(&story,
                           "{'change': 'revoke', 'id': 'abe', 'compromised_since': '%s',"
                           " 'reason': null}",
                           time_word(&story, story.time))));
    said(&story, adopts(&story, &eva, looser));
    ck_assert(is_in_force(&story, "one"));
    said(&story, adopts(&story, &story.ada, looser));
    ck_assert(is_in_force(&story, "two"));
    story_end(&story);
}
END_TEST

START_TEST(test_adoption__is_for_administrators)
{
    struct story story;
    story_begin(&story);
    enrol(&story, &story.rio, "risk-officer");
    refused(&story, adopts(&story, &story.rio, adopting(&story, "production", "one", NULL)),
            "rio may not sign this: for an adoption one has to be an admin");
    refused(&story, adopts(&story, &story.ada, adopting(&story, "paradise", "one", NULL)),
            "adoption.stage is not a stage");
    story_end(&story);
}
END_TEST

TESTS("registry/adoption", test_adoption__two_administrators_open_what_meets_people,
      test_adoption__productions_own_set_opens_a_canary_but_lets_nobody_in,
      test_adoption__one_administrator_tightens, test_adoption__two_administrators_loosen,
      test_adoption__to_trust_one_more_key_is_to_loosen, test_adoption__follows_what_is_in_force,
      test_adoption__ends_what_was_proposed_to_follow_the_same,
      test_adoption__what_was_proposed_before_a_set_came_back_counts_no_more,
      test_adoption__of_somebody_compromised_since_before_counts_no_more,
      test_adoption__is_for_administrators)
