#include "support.h"

#include "base/suggest.h"

static const char *const words[] = {"accuracy", "auc", "f1", "precision", "recall", "id", "of"};

static const char *nearest(const char *asked)
{
    static char word[80];
    struct suggestion best = suggest_for(text_of(asked));
    for (size_t i = 0; i < COUNT(words); i++)
        suggest_offer(&best, text_of(words[i]));
    (void)snprintf(word, sizeof word, "%.*s", TEXT_ARGS(best.word));
    return word;
}

START_TEST(test_suggest__finds_the_word_that_was_meant)
{
    static const struct {
        const char *name, *asked, *meant;
    } cases[] = {
        {"a letter missing", "acuracy", "accuracy"},
        {"a letter too many", "accurracy", "accuracy"},
        {"a letter changed", "accurasy", "accuracy"},
        {"two letters swapped", "accruacy", "accuracy"},
        {"a third of the letters", "prezizion", "precision"},
        {"another case", "ACCURACY", "accuracy"},
        {"three letters, one wrong", "auk", "auc"},
        {"two letters, swapped", "1f", "f1"},
        {"two letters, one wrong", "f2", "f1"},
        {"of two equally near, the first", "if", "id"},
        {"the same word", "recall", "recall"},
        {"more than a third", "bccvrbcz", ""},
        {"one letter has no neighbours", "f", ""},
        {"nothing in common", "zzzz", ""},
        {"nothing", "", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_msg(strcmp(nearest(cases[i].asked), cases[i].meant) == 0, "%s: %s", cases[i].name,
                      nearest(cases[i].asked));
}
END_TEST

START_TEST(test_suggest__distance_is_optimal_string_alignment)
{
    static const struct {
        const char *a, *b;
        size_t distance;
    } cases[] = {
        {"kitten", "sitting", 3}, {"abcdefghij", "badcfehgij", 4}, {"flaw", "lawn", 2},
        {"abcdef", "abcdef", 0},  {"abcdefghi", "abdcefghi", 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct suggestion best = suggest_for(text_of(cases[i].a));
        best.distance = 100;
        suggest_offer(&best, text_of(cases[i].b));
        ck_assert_msg(best.distance == cases[i].distance, "%s, %s: %zu", cases[i].a, cases[i].b,
                      best.distance);
    }
}
END_TEST

START_TEST(test_suggest__a_pair_that_was_swapped_is_not_edited_again)
{
    struct suggestion best = suggest_for(TEXT("ca"));
    best.distance = 100;
    suggest_offer(&best, TEXT("abc"));
    ck_assert_uint_eq(best.distance, 3);
}
END_TEST

START_TEST(test_suggest__words_above_64_bytes_are_passed_over)
{
    char longest[66];
    memset(longest, 'a', sizeof longest);
    struct suggestion best = suggest_for((struct text){longest, 64});
    suggest_offer(&best, (struct text){longest, 65});
    ck_assert_uint_eq(best.word.size, 0);
    suggest_offer(&best, (struct text){longest, 64});
    ck_assert_uint_eq(best.word.size, 64);
    best = suggest_for((struct text){longest, 65});
    suggest_offer(&best, (struct text){longest, 64});
    ck_assert_uint_eq(best.word.size, 0);
}
END_TEST

START_TEST(test_suggest__the_hint_is_a_clause_or_nothing)
{
    struct arena arena = {0};
    struct suggestion best = suggest_for(TEXT("acuracy"));
    ck_assert_str_eq(suggest_hint(&best, &arena), "");
    suggest_offer(&best, TEXT("accuracy"));
    ck_assert_str_eq(suggest_hint(&best, &arena), "; did you mean accuracy?");
    arena_free(&arena);
}
END_TEST

TESTS("base/suggest", test_suggest__finds_the_word_that_was_meant,
      test_suggest__distance_is_optimal_string_alignment,
      test_suggest__a_pair_that_was_swapped_is_not_edited_again,
      test_suggest__words_above_64_bytes_are_passed_over,
      test_suggest__the_hint_is_a_clause_or_nothing)
