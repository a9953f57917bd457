/* Words beside a log, and commitments that nothing opens. */
#include "service/audit_words.h"

#include "service/rows_fixture.h"

#include "registry/opening.h"

static struct audit_words audit_words;
static struct opened opened;

/* The line of openings.jsonl for these words; *commitment is what they are committed to by. */
static struct text line_of(const char *words, struct text *commitment)
{
    struct error err = {0};
    struct digest digest;
    struct text document;
    const uint8_t salt[OPENING_SALT_SIZE] = {7};
    struct opening opening = {.by = TEXT("ada"), .text = text_of(words)};
    ck_assert_msg(opening_make(&opening, salt, &arena, &digest, &err) &&
                      opening_write(&opening, &arena, &document, &err),
                  "%s", support_error(&err));
    *commitment = digest_print(&digest, &arena);
    return text_format(&arena, "{\"commitment\":\"%.*s\",\"opening\":%.*s}\n",
                       TEXT_ARGS(*commitment), TEXT_ARGS(document));
}

/* An entry that gives one reason. */
static bool given(struct text reason, uint64_t index, struct error *err)
{
    struct members members = {0};
    members_add(&arena, &members, TEXT("reason"), value_of_text(reason));
    const struct value predicate = value_of_map(&arena, &members);
    const struct audited audited = {.entry = {.index = index},
                                    .act = {.kind = ACT_WAIVER, .predicate = &predicate}};
    return audit_words_entry(&audit_words, &audited, &arena, err);
}

static void words_open(struct text written)
{
    struct error err = {0};
    rows_begin();
    opened = (struct opened){0};
    ck_assert_msg(audit_openings_read(written, &arena, &opened, &err), "%s", support_error(&err));
    audit_words = (struct audit_words){&arena, audit_openings_find, &opened, {0}};
}

START_TEST(test_audit_words__each_that_nobody_erased_is_there)
{
    struct error err = {0};
    struct text one, other, third;
    const struct text first = line_of("first", &one), second = line_of("second", &other);
    (void)line_of("third", &third);
    words_open(text_format(&arena, "%.*s%.*s", TEXT_ARGS(first), TEXT_ARGS(second)));
    ck_assert_uint_eq(opened.count, 2);
    ck_assert(given(one, 4, &err) && given(other, 5, &err));
    ck_assert_msg(audit_words_end(&audit_words, &acting.rows, &err), "%s", support_error(&err));
    ck_assert(given(third, 6, &err));
    ck_assert(!audit_words_end(&audit_words, &acting.rows, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    ck_assert_msg(strstr(err.message, "in entry 6, are missing"), "%s", err.message);
    row_put("erased", text_string(&arena, third), "{\"id\":\"ada\",\"index\":7}");
    err = (struct error){0};
    ck_assert_msg(audit_words_end(&audit_words, &acting.rows, &err), "%s", support_error(&err));
    arena_free(&arena);
}
END_TEST

START_TEST(test_audit_words__what_was_erased_does_not_come_back)
{
    struct error err = {0};
    struct text one;
    words_open(line_of("first", &one));
    ck_assert(audit_words_unerased(one, &acting.rows, &arena, &err));
    row_put("erased", text_string(&arena, one), "{\"id\":\"ada\",\"index\":7}");
    ck_assert(!audit_words_unerased(one, &acting.rows, &arena, &err));
    ck_assert_msg(strstr(err.message, "erased by entry 7 and are there again"), "%s", err.message);
    arena_free(&arena);
}
END_TEST

START_TEST(test_audit_words__a_line_that_opens_nothing_is_refused)
{
    struct text one;
    static const char *const lines[] = {"", "{}", "nothing", "{\"commitment\":\"sha256:0\"}"};
    const struct text good = line_of("first", &one);
    for (size_t nth = 0; nth < COUNT(lines); nth++) {
        struct error err = {0};
        struct opened read;
        const struct text written = text_format(&arena, "%.*s%s\n", TEXT_ARGS(good), lines[nth]);
        ck_assert_msg(!audit_openings_read(written, &arena, &read, &err), "%s", lines[nth]);
        ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    }
    struct error err = {0};
    struct opened read;
    char other[256] = "";
    ck_assert_uint_lt(good.size, sizeof other);
    memcpy(other, good.at, good.size);
    memcpy(strstr(other, "first"), "thirs", 5);
    ck_assert(!audit_openings_read(text_of(other), &arena, &read, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    arena_free(&arena);
}
END_TEST

TESTS("service/audit_words", test_audit_words__each_that_nobody_erased_is_there,
      test_audit_words__what_was_erased_does_not_come_back,
      test_audit_words__a_line_that_opens_nothing_is_refused)
