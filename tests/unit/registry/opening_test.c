#include "base/encode.h"
#include "registry/opening.h"
#include "support.h"

static struct arena arena;
static const uint8_t salt[OPENING_SALT_SIZE] = {0, 1, 2,  3,  4,  5,  6,  7,
                                                8, 9, 10, 11, 12, 13, 14, 15};

START_TEST(test_opening__the_commitment_is_the_digest_of_whose_it_is_salt_and_text)
{
    struct opening opening = {.by = TEXT("ada"), .text = TEXT("Ada Lovelace")};
    struct digest commitment, expected;
    struct error err = {0};
    struct text written;
    ck_assert(opening_make(&opening, salt, &arena, &commitment, &err));
    ck_assert(opening_write(&opening, &arena, &written, &err));
    ck_assert(text_is(written, "{\"by\":\"ada\",\"salt\":\"000102030405060708090a0b0c0d0e0f\","
                               "\"text\":\"Ada Lovelace\"}"));
    ck_assert(digest_text(written, &expected, &err));
    ck_assert(digest_equal(&commitment, &expected));
    arena_free(&arena);
}
END_TEST

START_TEST(test_opening__is_read_back_where_the_commitment_fits)
{
    struct opening read, opening = {.by = TEXT("zoe"), .text = TEXT("Zoë \"the\" 李")};
    struct digest commitment;
    struct error err = {0};
    struct text written;
    ck_assert(opening_make(&opening, salt, &arena, &commitment, &err));
    ck_assert(opening_write(&opening, &arena, &written, &err));
    ck_assert(opening_read(written, &commitment, &arena, &read, &err));
    ck_assert(text_equal(read.text, opening.text) && text_equal(read.by, opening.by));
    commitment.bytes[0] ^= 1;
    ck_assert(!opening_read(written, &commitment, &arena, &read, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    arena_free(&arena);
}
END_TEST

START_TEST(test_opening__what_was_committed_to_and_is_no_opening_is_refused)
{
    static const char *const documents[] = {
        "",
        "{",
        "[]",
        "{\"text\":\"Ada\"}",
        "{\"salt\":\"00\",\"text\":\"Ada\"}",
        "{\"salt\":\"000102030405060708090a0b0c0d0e0f\",\"text\":\"\\u202eAda\"}",
        "{\"salt\":\"000102030405060708090a0b0c0d0e0f\",\"text\":\"Ada\"}", /* nobody's */
        "{\"by\":\"ada\",\"salt\":\"000102030405060708090a0b0c0d0e0f\",\"text\":\"Ada\"} ",
        ("{\"by\":\"ada\",\"more\":1,\"salt\":\"000102030405060708090a0b0c0d0e0f\",\"text\":"
         "\"Ada\"}")};
    for (size_t i = 0; i < COUNT(documents); i++) {
        struct digest commitment;
        struct opening read;
        struct error err = {0};
        ck_assert(digest_text(text_of(documents[i]), &commitment, &err));
        ck_assert_msg(!opening_read(text_of(documents[i]), &commitment, &arena, &read, &err), "%s",
                      documents[i]);
        ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    }
    arena_free(&arena);
}
END_TEST

static const struct {
    const char *name, *text, *why;
} unsound[] = {
    {"nothing", "", "is empty"},
    {"a terminal escape", "\x1b[2J", "control character"},
    {"a line end", "one\ntwo", "control character"},
    {"a delete", "a\x7f", "control character"},
    {"a control character of Latin-1",
     "a\xc2\x9b"
     "b",
     "control character"},
    {"an override of the direction",
     "a\xe2\x80\xae"
     "b",
     "turns the writing round"},
    {"an isolate",
     "a\xe2\x81\xa6"
     "b",
     "turns the writing round"},
    {"a zero-width space",
     "a\xe2\x80\x8b"
     "b",
     "does not show"},
    {"a soft hyphen",
     "a\xc2\xad"
     "b",
     "does not show"},
    {"a byte order mark",
     "\xef\xbb\xbf"
     "a",
     "does not show"},
    {"a tag character", "a\xf3\xa0\x81\x81", "does not show"},
    {"a line separator",
     "a\xe2\x80\xa8"
     "b",
     "does not show"},
    {"half a letter", "a\xc3", "is not UTF-8"},
};

START_TEST(test_opening__a_text_that_would_deceive_is_refused)
{
    for (size_t i = 0; i < COUNT(unsound); i++) {
        struct opening opening = {.by = TEXT("ada"), .text = text_of(unsound[i].text)};
        struct digest commitment;
        struct error err = {0};
        ck_assert_msg(!opening_make(&opening, salt, &arena, &commitment, &err), "%s was taken",
                      unsound[i].name);
        ck_assert_int_eq(err.code, ERROR_REFUSED);
        ck_assert_msg(strstr(err.message, unsound[i].why) != NULL, "%s: %s", unsound[i].name,
                      err.message);
    }
    arena_free(&arena);
}
END_TEST

/* The same words by somebody else, or by nobody, are other words: who copies the commitment of
 * what another said cannot make it theirs. */
START_TEST(test_opening__words_are_whose_they_are)
{
    static const char *const persons[] = {"", "ada", "bob"};
    struct digest commitments[COUNT(persons)];
    struct error err = {0};
    for (size_t i = 0; i < COUNT(persons); i++) {
        struct opening opening = {.by = text_of(persons[i]), .text = TEXT("never above 500")};
        struct opening read;
        struct text written;
        ck_assert(opening_make(&opening, salt, &arena, &commitments[i], &err));
        ck_assert(opening_write(&opening, &arena, &written, &err));
        ck_assert(opening_read(written, &commitments[i], &arena, &read, &err));
        ck_assert(text_is(read.by, persons[i]));
        ck_assert(persons[i][0] || text_starts(written, TEXT("{\"by\":null,")));
        for (size_t other = 0; other < i; other++)
            ck_assert(!digest_equal(&commitments[i], &commitments[other]));
    }
    struct digest commitment;
    struct opening nobody = {.by = TEXT("ada\n"), .text = TEXT("words")};
    ck_assert(!opening_make(&nobody, salt, &arena, &commitment, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    arena_free(&arena);
}
END_TEST

START_TEST(test_opening__has_a_largest_size)
{
    struct digest commitment;
    struct error err = {0};
    char *letters = arena_alloc(&arena, 4097);
    memset(letters, 'a', 4097);
    struct opening fits = {.text = {letters, 4096}}, larger = {.text = {letters, 4097}};
    ck_assert(opening_make(&fits, salt, &arena, &commitment, &err));
    ck_assert(!opening_make(&larger, salt, &arena, &commitment, &err));
    memset(letters, '"', 4096);
    err = (struct error){0};
    ck_assert(opening_make(&fits, salt, &arena, &commitment, &err));
    arena_free(&arena);
}
END_TEST

TESTS("registry/opening", test_opening__the_commitment_is_the_digest_of_whose_it_is_salt_and_text,
      test_opening__is_read_back_where_the_commitment_fits,
      test_opening__what_was_committed_to_and_is_no_opening_is_refused,
      test_opening__a_text_that_would_deceive_is_refused, test_opening__words_are_whose_they_are,
      test_opening__has_a_largest_size)
