#include "story.h"

static struct value erasing(struct story *story, const char *id, const char *commitments)
{
    return json(story, "{'id': '%s', 'commitments': [%s], 'reason': null}", id, commitments);
}

static bool erases(struct story *story, const struct person *who, const char *id,
                   const char *commitments)
{
    story->time++;
    return says(story, who, ACT_ERASURE, erasing(story, id, commitments));
}

static const char *quoted(struct story *story, const char *words)
{
    return text_format(&story->arena, "'%s'", digest_word(story, words)).at;
}

START_TEST(test_erasure__is_remembered_each_time_with_who_and_when)
{
    struct story story;
    story_begin(&story);
    enrol(&story, &story.rio, "risk-officer");
    ck_assert_ptr_null(row_of(&story, "erasure", "rio"));
    said(&story, erases(&story, &story.ada, "rio", quoted(&story, "name")));
    said(&story, erases(&story, &story.abe, "rio", quoted(&story, "reason")));
    const struct value *row = row_of(&story, "erasure", "rio"), *erased = told(row, "erased");
    ck_assert(text_is(told_text(row, "id"), "rio"));
    ck_assert_uint_eq(value_count(erased), 2);
    ck_assert(text_is(told_text(value_at(erased, 0), "by"), "ada"));
    ck_assert_uint_eq(told_count(value_at(erased, 0), "index"), 3);
    ck_assert_int_eq(told_time(value_at(erased, 0), "time", 0), story.time - 1);
    ck_assert(text_is(told_text(value_at(erased, 1), "by"), "abe"));
    ck_assert_uint_eq(told_count(value_at(erased, 1), "index"), 4);
    story_end(&story);
}
END_TEST

START_TEST(test_erasure__says_of_each_commitment_that_its_words_are_gone)
{
    struct story story;
    story_begin(&story);
    enrol(&story, &story.rio, "risk-officer");
    const char *name = quoted(&story, "name"), *reason = quoted(&story, "reason");
    ck_assert_ptr_null(row_of(&story, "erased", digest_word(&story, "name")));
    said(&story,
         erases(&story, &story.ada, "rio", text_format(&story.arena, "%s, %s", name, reason).at));
    static const char *const gone[] = {"name", "reason"};
    for (size_t nth = 0; nth < COUNT(gone); nth++) {
        const struct value *row = row_of(&story, "erased", digest_word(&story, gone[nth]));
        ck_assert(text_is(told_text(row, "id"), "rio"));
        ck_assert_uint_eq(told_count(row, "index"), 3);
    }
    ck_assert_ptr_null(row_of(&story, "erased", digest_word(&story, "another")));
    story_end(&story);
}
END_TEST

START_TEST(test_erasure__takes_no_right_away)
{
    struct story story;
    story_request(&story);
    said(&story, erases(&story, &story.ada, "rio", quoted(&story, "name")));
    said(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")));
    ck_assert_uint_eq(value_count(told(row_of(&story, "erasure", "rio"), "erased")), 1);
    story_end(&story);
}
END_TEST

START_TEST(test_erasure__is_for_administrators_about_somebody_there)
{
    struct story story;
    story_begin(&story);
    enrol(&story, &story.rio, "risk-officer");
    refused(&story, erases(&story, &story.rio, "rio", quoted(&story, "name")),
            "for an erasure one has to be an admin");
    refused(&story, erases(&story, &story.ada, "ron", quoted(&story, "name")),
            "the log knows nobody by the id ron");
    ck_assert_ptr_null(row_of(&story, "erasure", "rio"));
    story_end(&story);
}
END_TEST

START_TEST(test_erasure__names_commitments_and_each_once)
{
    struct story story;
    story_begin(&story);
    const char *name = quoted(&story, "name"), *reason = quoted(&story, "reason");
    const char *twice = text_format(&story.arena, "%s, %s, %s", name, reason, name).at;
    refused(&story, erases(&story, &story.ada, "abe", ""), "names no commitment");
    refused(&story, erases(&story, &story.ada, "abe", twice), "twice");
    refused(&story, erases(&story, &story.ada, "abe", "'Abe Adams'"),
            "erasure.commitments is not a digest");
    said(&story,
         erases(&story, &story.ada, "abe", text_format(&story.arena, "%s, %s", name, reason).at));
    story_end(&story);
}
END_TEST

START_TEST(test_erasure__is_signed_in_a_namespace_of_its_own)
{
    struct story story;
    story_begin(&story);
    const struct saying saying = {.kind = ACT_ERASURE,
                                  .who = &story.ada,
                                  .members = erasing(&story, "abe", quoted(&story, "name")),
                                  .name_space = "revoke@" ORIGIN};
    struct saying plain = saying, rightly = saying;
    plain.name_space = NULL;
    plain.plain = true;
    rightly.name_space = "erase@" ORIGIN;
    refused(&story, say(&story, saying), "the signature is for another namespace");
    refused(&story, say(&story, plain), "plain");
    said(&story, say(&story, rightly));
    story_end(&story);
}
END_TEST

TESTS("registry/erasure", test_erasure__is_remembered_each_time_with_who_and_when,
      test_erasure__says_of_each_commitment_that_its_words_are_gone,
      test_erasure__takes_no_right_away, test_erasure__is_for_administrators_about_somebody_there,
      test_erasure__names_commitments_and_each_once,
      test_erasure__is_signed_in_a_namespace_of_its_own)
