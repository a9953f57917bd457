/* How a log went on, and what convicts one that forked. */
#include "logging.h"

#include "ledger/succession.h"
#include "ledger/tile_shelf.h"

static struct arena arena;
static struct error err;

static void fresh(void)
{
    arena_free(&arena);
    err = (struct error){0};
}

/* The first entries of a log, in which one entry may be another: UINT64_MAX for none. */
static struct tree_head head_with(uint64_t size, uint64_t changed, struct digest **out)
{
    struct digest *leaves = logged_leaves(&arena, size);
    if (changed < size)
        ck_assert(leaf_hash(TEXT("another"), &leaves[changed], &err));
    if (out)
        *out = leaves;
    return (struct tree_head){size, slow_root(leaves, size)};
}

static struct text published(struct tree_head head, const char *origin, const char *pem)
{
    struct buffer bytes = buffer_in(&arena, LIMIT_NOTE_SIZE);
    const struct checkpoint checkpoint = {text_of(origin), head, TEXT_NONE};
    ck_assert(checkpoint_sign(&checkpoint, pair_of(&arena, pem), &bytes, &err));
    return buffer_text(&bytes);
}

START_TEST(test_succession__a_log_that_grew_is_consistent)
{
    for (uint64_t older_size = 0; older_size <= 20; older_size++) {
        const struct tree_head older = head_with(older_size, UINT64_MAX, NULL);
        const struct tree_head newer = head_with(20, UINT64_MAX, NULL);
        ck_assert_int_eq(succession_of(&older, &newer, &older.root), SUCCESSION_CONSISTENT);
    }
    fresh();
}
END_TEST

START_TEST(test_succession__a_shorter_log_is_rolled_back)
{
    const struct tree_head older = head_with(20, UINT64_MAX, NULL);
    const struct tree_head newer = head_with(19, UINT64_MAX, NULL);
    const struct tree_head nothing = head_with(0, UINT64_MAX, NULL);
    ck_assert_int_eq(succession_of(&older, &newer, &older.root), SUCCESSION_ROLLED_BACK);
    ck_assert_int_eq(succession_of(&older, &nothing, &older.root), SUCCESSION_ROLLED_BACK);
    ck_assert_str_eq(succession_name(SUCCESSION_ROLLED_BACK), "rolled back");
    fresh();
}
END_TEST

START_TEST(test_succession__another_beginning_is_a_fork)
{
    for (uint64_t older_size = 8; older_size <= 20; older_size++) {
        struct digest *leaves;
        const struct tree_head older = head_with(older_size, UINT64_MAX, NULL);
        const struct tree_head newer = head_with(20, 7, &leaves);
        const struct digest there = slow_root(leaves, older_size);
        ck_assert_int_eq(succession_of(&older, &newer, &there), SUCCESSION_FORKED);
    }
    fresh();
}
END_TEST

/* Evidence that entry 7 is another in the newer log. */
static struct fork_evidence forked(uint64_t older_size, uint64_t newer_size)
{
    struct fork_evidence evidence = {0};
    struct leaves leaves = {.count = newer_size};
    struct digest *at;
    const struct tree_head older = head_with(older_size, UINT64_MAX, NULL);
    const struct tree_head newer = head_with(newer_size, 7, &at);
    leaves.at = at;
    const struct grove grove = leaves_grove(&leaves);
    evidence.older = published(older, LOGGED_ORIGIN, PEM_LOG);
    evidence.newer = published(newer, LOGGED_ORIGIN, PEM_LOG);
    evidence.root = slow_root(at, older_size);
    ck_assert(consistency_make(&grove, older_size, newer_size, &evidence.path, &err));
    return evidence;
}

static struct text written(const struct fork_evidence *evidence)
{
    struct buffer bytes = buffer_in(&arena, LIMIT_FORK_SIZE);
    ck_assert(fork_evidence_write(evidence, &bytes, &err));
    return buffer_text(&bytes);
}

START_TEST(test_fork__its_evidence_convicts_whoever_signed_both)
{
    const struct note_key key = key_of(&arena, LOGGED_ORIGIN, PEM_LOG);
    for (uint64_t older_size = 8; older_size <= 20; older_size++) {
        const struct fork_evidence evidence = forked(older_size, 20);
        struct fork_evidence read;
        ck_assert_msg(fork_evidence_read(written(&evidence), &read, &err), "%s",
                      support_error(&err));
        ck_assert_msg(fork_evidence_verify(&read, &key, &err), "%s", support_error(&err));
        ck_assert(text_equal(written(&read), written(&evidence)));
    }
    fresh();
}
END_TEST

START_TEST(test_fork__what_convicts_nobody_is_refused)
{
    const struct note_key key = key_of(&arena, LOGGED_ORIGIN, PEM_LOG);
    const struct fork_evidence sound = forked(13, 20);
    const struct tree_head older = head_with(13, UINT64_MAX, NULL);
    struct fork_evidence cases[8];
    for (size_t nth = 0; nth < COUNT(cases); nth++)
        cases[nth] = sound;
    cases[0].older = published(older, LOGGED_ORIGIN, PEM_OTHER); /* signed by somebody else */
    cases[1].older = published(older, "gov.example/log2", PEM_LOG);
    cases[2].root = older.root; /* no fork at all */
    cases[3].root.bytes[0] ^= 1;
    cases[4].path.at[0].bytes[0] ^= 1;
    cases[5].path.length--;
    cases[6].older = sound.newer;
    cases[6].newer = sound.older; /* a rollback shows no fork */
    cases[7].newer = published(head_with(20, UINT64_MAX, NULL), LOGGED_ORIGIN, PEM_LOG);
    for (size_t nth = 0; nth < COUNT(cases); nth++) {
        struct error found = {0};
        ck_assert_msg(!fork_evidence_verify(&cases[nth], &key, &found), "case %zu", nth);
        ck_assert_int_eq(found.code, ERROR_INTEGRITY);
    }
    fresh();
}
END_TEST

START_TEST(test_fork__evidence_that_is_cut_or_changed_is_refused)
{
    const struct note_key key = key_of(&arena, LOGGED_ORIGIN, PEM_LOG);
    const struct fork_evidence sound = forked(13, 20);
    const struct text source = written(&sound);
    char *bytes = arena_alloc(&arena, source.size);
    memcpy(bytes, source.at, source.size);
    for (size_t byte = 0; byte < source.size; byte++) {
        struct error found = {0};
        struct fork_evidence read;
        const struct text cut = text_part(source, 0, byte);
        ck_assert(!fork_evidence_read(cut, &read, &found) ||
                  !fork_evidence_verify(&read, &key, &found));
        bytes[byte] ^= 1;
        found = (struct error){0};
        ck_assert_msg(!fork_evidence_read((struct text){bytes, source.size}, &read, &found) ||
                          !fork_evidence_verify(&read, &key, &found),
                      "byte %zu", byte);
        bytes[byte] ^= 1;
    }
    fresh();
}
END_TEST

START_TEST(test_fork__evidence_that_is_malformed_is_refused)
{
#define FORK  "obstat fork evidence v1\n"
#define NOTES "older 2\na\nnewer 2\nb\n"
#define HASH  "1Pksj7uJcg6ztVZ3x9fvrd/rENEaGoSguo8aIzN/qpU="
    static const char *const cases[] = {
        "",
        FORK,
        FORK NOTES,
        FORK NOTES "root \n",
        FORK NOTES "root " HASH,
        FORK NOTES "root " HASH "\n" HASH,
        FORK NOTES "root " HASH "\n\n",
        FORK NOTES "root " HASH "\nx\n",
        FORK "older 3\na\nnewer 2\nb\nroot " HASH "\n",
        FORK "older 02\na\nnewer 2\nb\nroot " HASH "\n",
        FORK "older 99\na\nnewer 2\nb\nroot " HASH "\n",
        FORK "newer 2\nb\nolder 2\na\nroot " HASH "\n",
        "obstat fork evidence v2\n" NOTES "root " HASH "\n",
    };
    struct fork_evidence read;
    for (size_t nth = 0; nth < COUNT(cases); nth++) {
        struct error found = {0};
        ck_assert_msg(!fork_evidence_read(text_of(cases[nth]), &read, &found), "%s", cases[nth]);
        ck_assert_int_eq(found.code, ERROR_REFUSED);
    }
    ck_assert(fork_evidence_read(TEXT(FORK NOTES "root " HASH "\n" HASH "\n"), &read, &err));
    ck_assert_uint_eq(read.path.length, 1);
    fresh();
}
END_TEST

TESTS("ledger/succession", test_succession__a_log_that_grew_is_consistent,
      test_succession__a_shorter_log_is_rolled_back, test_succession__another_beginning_is_a_fork,
      test_fork__its_evidence_convicts_whoever_signed_both,
      test_fork__what_convicts_nobody_is_refused,
      test_fork__evidence_that_is_cut_or_changed_is_refused,
      test_fork__evidence_that_is_malformed_is_refused)
