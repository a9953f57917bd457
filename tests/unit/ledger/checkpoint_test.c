/* Checkpoints and receipts. The log is that of the public sample: "leaf 0", "leaf 1", "leaf 2". */
#include "logging.h"

#include "ledger/proof.h"

#define ROOT "1Pksj7uJcg6ztVZ3x9fvrd/rENEaGoSguo8aIzN/qpU="
#define PUBLISHED                                                                                  \
    "gov.example/log1\n3\n" ROOT "\n\n"                                                            \
    "\xE2\x80\x94 gov.example/log1 "                                                               \
    "X8PqnyJc1pCuUweektE0LIsZyhd18BKZfBgDbGE1XPMuH1vClGIWwboz7LpjESnYPALVGD2m0D9y5RZ3tuN4XTMqeww=" \
    "\n"
#define EMPTY_ROOT "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define RECEIPT                                                                                    \
    "c2sp.org/tlog-proof@v1\nindex 1\n"                                                            \
    "G7l9zCFjXUfiZj79/QoXRobZjdcBNS3SzQbotD/T0wU=\n"                                               \
    "qze6NNHf4pAV3nF6bVdkqPsCnDp6D1tkuTtUNRiFv3w=\n\n" PUBLISHED

static struct arena arena;
static struct error err;

static void fresh(void)
{
    arena_free(&arena);
    err = (struct error){0};
}

START_TEST(test_checkpoint__ours_is_byte_for_byte_the_public_sample)
{
    const struct logged *logged = logged_of(&arena, 3);
    ck_assert_str_eq(text_string(&arena, logged_at(logged, "checkpoint")->bytes), PUBLISHED);
    const struct note_key key = key_of(&arena, LOGGED_ORIGIN, PEM_LOG);
    ck_assert(text_is(note_key_print(&key, &arena),
                      "gov.example/log1+5fc3ea9f+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"));
    fresh();
}
END_TEST

START_TEST(test_checkpoint__it_is_opened_with_the_key_of_its_log_alone)
{
    struct checkpoint checkpoint;
    const struct note_key key = key_of(&arena, LOGGED_ORIGIN, PEM_LOG);
    const struct note_key other = key_of(&arena, LOGGED_ORIGIN, PEM_OTHER);
    const struct note_key renamed = key_of(&arena, "gov.example/log2", PEM_LOG);
    ck_assert(checkpoint_open(TEXT(PUBLISHED), &key, &arena, &checkpoint, &err));
    ck_assert_uint_eq(checkpoint.head.size, 3);
    ck_assert(!checkpoint_open(TEXT(PUBLISHED), &other, &arena, &checkpoint, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    err = (struct error){0};
    ck_assert(!checkpoint_open(TEXT(PUBLISHED), &renamed, &arena, &checkpoint, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    fresh();
}
END_TEST

/* The key of one log signs what names another: that is no checkpoint of either. */
START_TEST(test_checkpoint__one_that_names_another_log_is_refused)
{
    struct checkpoint checkpoint;
    struct note note = {.message = TEXT("gov.example/log2\n3\n" ROOT "\n")};
    struct buffer bytes = buffer_in(&arena, LIMIT_NOTE_SIZE);
    const struct note_key key = key_of(&arena, LOGGED_ORIGIN, PEM_LOG);
    ck_assert(note_sign(&note, TEXT(LOGGED_ORIGIN), pair_of(&arena, PEM_LOG), &arena, &err));
    ck_assert(note_write(&note, &bytes, &err));
    ck_assert(!checkpoint_open(buffer_text(&bytes), &key, &arena, &checkpoint, &err));
    ck_assert_str_eq(err.message,
                     "the checkpoint is of the log gov.example/log2 and not of gov.example/log1");
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    fresh();
}
END_TEST

START_TEST(test_checkpoint__what_is_read_is_written_the_same)
{
    static const char *const messages[] = {
        "o\n3\n" ROOT "\n",
        "o\n0\n" EMPTY_ROOT "\n",
        "an origin with blanks\n9223372036854775807\n" ROOT "\n",
        "o\n1\n" ROOT "\nan extension\nanother\n",
    };
    for (size_t nth = 0; nth < COUNT(messages); nth++) {
        struct checkpoint checkpoint;
        struct buffer bytes = buffer_in(&arena, LIMIT_NOTE_SIZE);
        ck_assert_msg(checkpoint_read(text_of(messages[nth]), &checkpoint, &err), "%s",
                      messages[nth]);
        ck_assert(checkpoint_write(&checkpoint, &bytes, &err));
        ck_assert_str_eq(buffer_text(&bytes).at, messages[nth]);
    }
    fresh();
}
END_TEST

START_TEST(test_checkpoint__what_is_malformed_is_refused)
{
    static const char *const messages[] = {
        "",
        "o",
        "o\n",
        "o\n3\n",
        "o\n3\n" ROOT,
        "\n3\n" ROOT "\n",
        "o\n\n" ROOT "\n",
        "o\n03\n" ROOT "\n",
        "o\n+3\n" ROOT "\n",
        "o\n-3\n" ROOT "\n",
        "o\n 3\n" ROOT "\n",
        "o\n3 \n" ROOT "\n",
        "o\n3.0\n" ROOT "\n",
        "o\n0x3\n" ROOT "\n",
        "o\n9223372036854775808\n" ROOT "\n",
        "o\n18446744073709551619\n" ROOT "\n",
        "o\n99999999999999999999\n" ROOT "\n",
        "o\n3\n1Pksj7uJcg6ztVZ3x9fvrd/rENEaGoSguo8aIzN/qg==\n",
        "o\n3\n1Pksj7uJcg6ztVZ3x9fvrd/rENEaGoSguo8aIzN/qpUA\n",
        "o\n3\n1Pksj7uJcg6ztVZ3x9fvrd_rENEaGoSguo8aIzN_qpU=\n",
        "o\n3\n1Pksj7uJcg6ztVZ3x9fvrd/rENEaGoSguo8aIzN/qpV=\n",
        "o\n3\n" ROOT "\n\n",
        "o\n3\n" ROOT "\nx\n\ny\n",
        "o\n3\n" ROOT "\nunfinished",
        "o\n0\n" ROOT "\n",
    };
    for (size_t nth = 0; nth < COUNT(messages); nth++) {
        struct error found = {0};
        struct checkpoint checkpoint = {.head.size = 99};
        ck_assert_msg(!checkpoint_read(text_of(messages[nth]), &checkpoint, &found), "%s",
                      messages[nth]);
        ck_assert_int_eq(found.code, ERROR_REFUSED);
        ck_assert_uint_eq(checkpoint.head.size, 99);
    }
}
END_TEST

START_TEST(test_checkpoint__what_would_not_be_read_is_not_written)
{
    const struct checkpoint cases[] = {
        {.origin = TEXT(""), .head.size = 3},
        {.origin = TEXT("o\np"), .head.size = 3},
        {.origin = TEXT("o"), .head.size = 0},
        {.origin = TEXT("o"), .head.size = UINT64_MAX},
        {.origin = TEXT("o"), .head.size = 3, .extensions = TEXT("x")},
        {.origin = TEXT("o"), .head.size = 3, .extensions = TEXT("\n")},
    };
    for (size_t nth = 0; nth < COUNT(cases); nth++) {
        struct error found = {0};
        struct buffer bytes = buffer_in(&arena, LIMIT_NOTE_SIZE);
        ck_assert_msg(!checkpoint_write(&cases[nth], &bytes, &found), "case %zu", nth);
        ck_assert_uint_eq(bytes.size, 0);
    }
    fresh();
}
END_TEST

START_TEST(test_receipt__it_shows_that_its_entry_was_logged)
{
    struct proof proof;
    struct checkpoint checkpoint;
    struct digest leaf;
    const struct note_key key = key_of(&arena, LOGGED_ORIGIN, PEM_LOG);
    ck_assert_msg(proof_read(TEXT(RECEIPT), &arena, &proof, &err), "%s", support_error(&err));
    ck_assert(checkpoint_open(proof.note, &key, &arena, &checkpoint, &err));
    ck_assert(leaf_hash(TEXT("leaf 1"), &leaf, &err));
    ck_assert(inclusion_verify(&proof.path, &leaf, proof.index, &checkpoint.head, &err));
    ck_assert(leaf_hash(TEXT("leaf 2"), &leaf, &err));
    ck_assert(!inclusion_verify(&proof.path, &leaf, proof.index, &checkpoint.head, &err));
    fresh();
}
END_TEST

START_TEST(test_receipt__ours_is_byte_for_byte_that_of_the_specification)
{
    struct proof proof = {.index = 1, .note = TEXT(PUBLISHED)};
    const struct leaves leaves = {logged_leaves(&arena, 3), 3};
    const struct grove grove = leaves_grove(&leaves);
    struct buffer bytes = buffer_in(&arena, LIMIT_PROOF_SIZE);
    ck_assert(inclusion_make(&grove, (struct leaf_place){1, 3}, &proof.path, &err));
    ck_assert(proof_write(&proof, &bytes, &err));
    ck_assert_str_eq(buffer_text(&bytes).at, RECEIPT);
    fresh();
}
END_TEST

START_TEST(test_receipt__an_extra_line_comes_back)
{
    static const char *const extras[] = {"", "a", "\xFF and \n"};
    for (size_t nth = 0; nth < COUNT(extras); nth++) {
        struct proof again;
        const struct proof proof = {
            .has_extra = true, .extra = text_of(extras[nth]), .note = TEXT("n\n")};
        struct buffer bytes = buffer_in(&arena, LIMIT_PROOF_SIZE);
        ck_assert(proof_write(&proof, &bytes, &err));
        ck_assert(proof_read(buffer_text(&bytes), &arena, &again, &err));
        ck_assert(again.has_extra && text_is(again.extra, extras[nth]));
    }
    fresh();
}
END_TEST

START_TEST(test_receipt__a_path_has_63_hashes_at_most)
{
    struct proof again, proof = {.note = TEXT("n\n"), .path.length = PROOF_HASHES_MAX};
    struct buffer bytes = buffer_in(&arena, LIMIT_PROOF_SIZE);
    ck_assert(proof_write(&proof, &bytes, &err));
    ck_assert(proof_read(buffer_text(&bytes), &arena, &again, &err));
    ck_assert_uint_eq(again.path.length, PROOF_HASHES_MAX);
    const struct text lines = TEXT("c2sp.org/tlog-proof@v1\nindex 0\n" ROOT "\n");
    const struct text longer = text_format(
        &arena, "%.*s%.*s", TEXT_ARGS(lines),
        TEXT_ARGS(text_part(buffer_text(&bytes), TEXT("c2sp.org/tlog-proof@v1\nindex 0\n").size,
                            bytes.size)));
    ck_assert(!proof_read(longer, &arena, &again, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    proof.path.length++;
    ck_assert(!proof_write(&proof, &bytes, &err));
    fresh();
}
END_TEST

START_TEST(test_receipt__what_is_malformed_is_refused)
{
#define TITLE "c2sp.org/tlog-proof@v1\n"
    static const char *const receipts[] = {
        "",
        TITLE,
        TITLE "index 1\n",
        TITLE "index 1\n\n",
        TITLE "\nindex 1\n\nn\n",
        "c2sp.org/tlog-proof@v2\nindex 1\n\nn\n",
        " " TITLE "index 1\n\nn\n",
        TITLE "index 01\n\nn\n",
        TITLE "index -1\n\nn\n",
        TITLE "index 9223372036854775808\n\nn\n",
        TITLE "index\n\nn\n",
        TITLE "Index 1\n\nn\n",
        TITLE "extra a\nindex 1\n\nn\n",
        TITLE "extra YQ==\nextra YQ==\nindex 1\n\nn\n",
        TITLE "index 1\nextra YQ==\n\nn\n",
        TITLE "index 1\n" ROOT "n\n",
        TITLE "index 1\n1Pksj7uJcg6ztVZ3x9fvrd/rENEaGoSguo8aIzN/qg==\n\nn\n",
        TITLE "index 1\n" ROOT " \n\nn\n",
        TITLE "index 1\n" ROOT "\nn\n",
    };
    for (size_t nth = 0; nth < COUNT(receipts); nth++) {
        struct error found = {0};
        struct proof proof = {.index = 99};
        ck_assert_msg(!proof_read(text_of(receipts[nth]), &arena, &proof, &found), "%s",
                      receipts[nth]);
        ck_assert_int_eq(found.code, ERROR_REFUSED);
        ck_assert_uint_eq(proof.index, 99);
    }
    fresh();
}
END_TEST

TESTS("ledger/checkpoint", test_checkpoint__ours_is_byte_for_byte_the_public_sample,
      test_checkpoint__it_is_opened_with_the_key_of_its_log_alone,
      test_checkpoint__one_that_names_another_log_is_refused,
      test_checkpoint__what_is_read_is_written_the_same,
      test_checkpoint__what_is_malformed_is_refused,
      test_checkpoint__what_would_not_be_read_is_not_written,
      test_receipt__it_shows_that_its_entry_was_logged,
      test_receipt__ours_is_byte_for_byte_that_of_the_specification,
      test_receipt__an_extra_line_comes_back, test_receipt__a_path_has_63_hashes_at_most,
      test_receipt__what_is_malformed_is_refused)
