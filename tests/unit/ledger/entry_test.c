#include "ledger/entry.h"

#include "base/limits.h"
#include "support.h"

static struct arena arena;

static struct entry entry_of(size_t payload_size)
{
    struct entry entry = {.index = 12, .time = 1795273200};
    char *payload = arena_alloc(&arena, payload_size);
    memset(payload, 'a', payload_size);
    entry.envelope.type = STATEMENT_TYPE;
    entry.envelope.payload = (struct text){payload, payload_size};
    *LIST_ADD(&arena, &entry.envelope.signatures) =
        (struct envelope_signature){TEXT("key"), TEXT("\x01\x02\x03")};
    return entry;
}

static const char leaf_of_three[] =
    "{\"envelope\":{\"payload\":\"YWFh\",\"payloadType\":\"application/vnd.in-toto+json\","
    "\"signatures\":[{\"keyid\":\"key\",\"sig\":\"AQID\"}]},\"index\":12,"
    "\"obstat\":\"entry/v1\",\"time\":\"2026-11-21T15:00:00Z\"}";

START_TEST(test_entry__has_one_spelling)
{
    struct text leaf;
    struct error err = {0};
    struct entry read;
    const struct entry entry = entry_of(3);
    ck_assert(entry_write(&entry, &arena, &leaf, &err));
    ck_assert_msg(text_is(leaf, leaf_of_three), "%.*s", TEXT_ARGS(leaf));
    ck_assert(entry_read(leaf, &arena, &read, &err));
    ck_assert_uint_eq(read.index, 12);
    ck_assert_int_eq(read.time, 1795273200);
    ck_assert(text_is(read.envelope.payload, "aaa"));
    ck_assert(text_is(read.envelope.signatures.at[0].bytes, "\x01\x02\x03"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_entry__carries_a_commitment_to_what_was_not_signed)
{
    struct text leaf;
    struct error err = {0};
    struct entry read, entry = entry_of(3);
    const struct text commitment =
        TEXT("sha256:9834876dcfb05cb167a5c24953eba58c4ac89b1adf57f28f2f9d09af107ee8f0");
    entry.remark = commitment;
    ck_assert(entry_write(&entry, &arena, &leaf, &err));
    ck_assert_msg(entry_read(leaf, &arena, &read, &err), "%s", err.message);
    ck_assert(text_equal(read.remark, commitment));
    entry.remark = TEXT("approved by telephone");
    ck_assert(entry_write(&entry, &arena, &leaf, &err));
    ck_assert(!entry_read(leaf, &arena, &read, &err));
    ck_assert_msg(strstr(err.message, "no commitment") != NULL, "%s", err.message);
    arena_free(&arena);
}
END_TEST

START_TEST(test_entry__is_known_by_its_statement_alone)
{
    struct digest id, same, expected;
    struct error err = {0};
    struct entry entry = entry_of(3);
    ck_assert(entry_id(&entry, &id, &err) && digest_text(TEXT("aaa"), &expected, &err));
    entry.index = 1;
    entry.envelope.signatures.at[0].bytes = TEXT("other");
    ck_assert(entry_id(&entry, &same, &err));
    ck_assert(digest_equal(&id, &expected) && digest_equal(&same, &expected));
    arena_free(&arena);
}
END_TEST

START_TEST(test_entry__that_is_too_large_is_refused)
{
    struct text leaf;
    struct entry read;
    struct error err = {0};
    struct entry entry = entry_of(48000);
    ck_assert(entry_write(&entry, &arena, &leaf, &err));
    entry = entry_of(49100);
    ck_assert(!entry_write(&entry, &arena, &leaf, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_msg(strstr(err.message, "bytes, and 65535 are the most") != NULL, "%s", err.message);
    char *large = arena_alloc(&arena, LIMIT_ENTRY_SIZE + 1);
    memset(large, ' ', LIMIT_ENTRY_SIZE + 1);
    err = (struct error){0};
    ck_assert(!entry_read((struct text){large, LIMIT_ENTRY_SIZE + 1}, &arena, &read, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    arena_free(&arena);
}
END_TEST

#define ENVELOPE(more)                                                                             \
    "{\"envelope\":{\"payload\":\"YWFh\",\"payloadType\":\"application/vnd.in-toto+json\","        \
    "\"signatures\":[{\"keyid\":\"key\",\"sig\":\"AQID\"" more "}]},"

static const struct {
    const char *name, *leaf;
} bad_leaves[] = {
    {"nothing", ""},
    {"no map", "[]"},
    {"a space", ENVELOPE("") "\"index\":12, \"obstat\":\"entry/v1\","
                             "\"time\":\"2026-11-21T15:00:00Z\"}"},
    {"another order", "{\"obstat\":\"entry/v1\"}"},
    {"a member too many", ENVELOPE("") "\"index\":12,\"obstat\":\"entry/v1\","
                                       "\"time\":\"2026-11-21T15:00:00Z\",\"zone\":1}"},
    {"a member too many in the envelope",
     ENVELOPE(",\"x\":1") "\"index\":12,\"obstat\":\"entry/v1\","
                          "\"time\":\"2026-11-21T15:00:00Z\"}"},
    {"a member twice", ENVELOPE("") "\"index\":12,\"index\":12,\"obstat\":\"entry/v1\","
                                    "\"time\":\"2026-11-21T15:00:00Z\"}"},
    {"an index below 0", ENVELOPE("") "\"index\":-1,\"obstat\":\"entry/v1\","
                                      "\"time\":\"2026-11-21T15:00:00Z\"}"},
    {"an index as a text", ENVELOPE("") "\"index\":\"12\",\"obstat\":\"entry/v1\","
                                        "\"time\":\"2026-11-21T15:00:00Z\"}"},
    {"another time zone", ENVELOPE("") "\"index\":12,\"obstat\":\"entry/v1\","
                                       "\"time\":\"2026-11-21T16:00:00+01:00\"}"},
    {"another kind", ENVELOPE("") "\"index\":12,\"obstat\":\"entry/v2\","
                                  "\"time\":\"2026-11-21T15:00:00Z\"}"},
};

START_TEST(test_entry__in_another_spelling_is_refused)
{
    for (size_t i = 0; i < COUNT(bad_leaves); i++) {
        struct entry read;
        struct error err = {0};
        ck_assert_msg(!entry_read(text_of(bad_leaves[i].leaf), &arena, &read, &err), "%s was taken",
                      bad_leaves[i].name);
        ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_entry__with_one_byte_changed_is_another_or_none)
{
    const struct text leaf = {leaf_of_three, sizeof leaf_of_three - 1};
    for (size_t at = 0; at < leaf.size; at++) {
        char *changed = arena_alloc(&arena, leaf.size);
        struct text again;
        struct entry read;
        struct error err = {0};
        memcpy(changed, leaf.at, leaf.size);
        changed[at] = (char)(changed[at] ^ 1);
        const struct text other = {changed, leaf.size};
        if (entry_read(other, &arena, &read, &err)) {
            ck_assert(entry_write(&read, &arena, &again, &err));
            ck_assert(text_equal(again, other) && !text_equal(again, leaf));
        }
    }
    arena_free(&arena);
}
END_TEST

TESTS("ledger/entry", test_entry__has_one_spelling,
      test_entry__carries_a_commitment_to_what_was_not_signed,
      test_entry__is_known_by_its_statement_alone, test_entry__that_is_too_large_is_refused,
      test_entry__in_another_spelling_is_refused,
      test_entry__with_one_byte_changed_is_another_or_none)
