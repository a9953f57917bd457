#include "service/said.h"

#include "../support.h"
#include "value/json.h"

static struct value document(const char *json, struct arena *arena)
{
    struct value read;
    struct error err = {0};
    ck_assert_msg(json_read("a row", text_of(json), (struct json_options){0}, arena, &read, &err),
                  "%s", err.message);
    return read;
}

START_TEST(test_said__what_is_null_absent_or_of_another_kind_reads_as_empty)
{
    struct arena arena = {0};
    const struct value row =
        document("{\"stage\": \"canary\", \"head\": 61, \"sunset\": null}", &arena);
    ck_assert(text_is(said_text(&row, "stage"), "canary"));
    ck_assert_int_eq(said_integer(&row, "head"), 61);
    static const char *const empty[] = {"sunset", "owner", "head"};
    for (size_t i = 0; i < COUNT(empty); i++)
        ck_assert_msg(said_text(&row, empty[i]).size == 0, "%s", empty[i]);
    ck_assert_int_eq(said_integer(&row, "stage"), 0);
    ck_assert_ptr_null(said_part(&row, "sunset"));
    ck_assert_ptr_null(said_part(NULL, "stage"));
    ck_assert_ptr_nonnull(said_part(&row, "head"));
    ck_assert_uint_eq(said_text(NULL, "stage").size, 0);
    arena_free(&arena);
}
END_TEST

START_TEST(test_said__a_stage_is_one_that_there_is)
{
    struct arena arena = {0};
    enum stage stage = STAGE_NONE;
    const struct value row = document("{\"from\": \"canary\", \"to\": \"canry\"}", &arena);
    ck_assert(said_stage(&row, "from", &stage));
    ck_assert_int_eq(stage, STAGE_CANARY);
    ck_assert(!said_stage(&row, "to", &stage));
    ck_assert(!said_stage(&row, "before", &stage));
    arena_free(&arena);
}
END_TEST

START_TEST(test_said__who_signed_is_found_by_their_whole_name)
{
    struct arena arena = {0};
    const struct value row = document(
        "{\"roles\": [\"ci\", \"owner\"], \"signers\": [{\"by\": \"rita\"}, {\"by\": null}]}",
        &arena);
    ck_assert(said_among(said_part(&row, "roles"), TEXT("owner")));
    ck_assert(!said_among(said_part(&row, "roles"), TEXT("own")));
    ck_assert(!said_among(NULL, TEXT("owner")));
    ck_assert(said_by(said_part(&row, "signers"), TEXT("rita")));
    ck_assert(!said_by(said_part(&row, "signers"), TEXT("rit")));
    ck_assert(!said_by(said_part(&row, "roles"), TEXT("ci")));
    arena_free(&arena);
}
END_TEST

TESTS("service/said", test_said__what_is_null_absent_or_of_another_kind_reads_as_empty,
      test_said__a_stage_is_one_that_there_is, test_said__who_signed_is_found_by_their_whole_name)
