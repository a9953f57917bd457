#include "fetch/scrub.h"
#include "support.h"

static const struct scrubbing {
    const char *name, *words, *scrubbed;
} scrubbings[] = {
    {"plain words stay", "takes no connection", "takes no connection"},
    {"a name and password before the host", "at https://joe:pw@proxy.example:8080/x now",
     "at https://proxy.example:8080/x now"},
    {"an @ in a password", "http://a:b@c@host/p", "http://host/p"},
    {"what stands behind a ?", "GET https://host/p?token=abc&x=1 failed",
     "GET https://host/p failed"},
    {"an @ behind the ?", "https://host/p?mail=a@b", "https://host/p"},
    {"a mail address is no password", "a ? b", "a  b"},
    {"a secret", "header Authorization: s3cret-of-mine!", "header Authorization: ***!"},
    {"the longer of two secrets", "s3cret-of-mine-too", "***"},
    {"a secret inside a word", "xs3cret-of-miney", "x***y"},
    {"control characters and others", "a\x1b[31m\nb\xc3\xa9", "a [31m b"},
};

START_TEST(test_scrub__what_must_not_be_told_is_gone)
{
    struct arena arena = {0};
    struct scrubbed_secrets secrets = {0};
    *LIST_ADD(&arena, &secrets) = TEXT("s3cret-of-mine");
    *LIST_ADD(&arena, &secrets) = TEXT("s3cret-of-mine-too");
    for (size_t i = 0; i < COUNT(scrubbings); i++) {
        const struct text made = scrub(text_of(scrubbings[i].words), &secrets, &arena);
        ck_assert_msg(text_is(made, scrubbings[i].scrubbed), "%s: \"%.*s\"", scrubbings[i].name,
                      TEXT_ARGS(made));
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_scrub__words_are_cut_to_a_line)
{
    char words[5000];
    struct arena arena = {0};
    struct scrubbed_secrets secrets = {0};
    memset(words, 'w', sizeof words);
    ck_assert_uint_le(scrub((struct text){words, sizeof words}, &secrets, &arena).size, 200);
    arena_free(&arena);
}
END_TEST

TESTS("fetch/scrub", test_scrub__what_must_not_be_told_is_gone, test_scrub__words_are_cut_to_a_line)
