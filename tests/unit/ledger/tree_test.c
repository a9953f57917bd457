/* The roots are those of RFC 6962 implementations everywhere: eight leaves of rising length. */
#include "logging.h"

enum { SIZES = 40 };

static const struct text entries[] = {
    {"", 0},         {"\x00", 1}, {"\x10", 1},     {"\x20\x21", 2},
    {"\x30\x31", 2}, {"@ABC", 4}, {"PQRSTUVW", 8}, {"`abcdefghijklmno", 16},
};

static const char *const root_of_size[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static struct digest hashes[SIZES];
static struct leaves log_leaves = {hashes, SIZES};

static struct tree_head head_of(uint64_t size)
{
    struct error err = {0};
    struct grove grove = leaves_grove(&log_leaves);
    struct tree_head head = {.size = size};
    for (size_t nth = 0; nth < SIZES; nth++)
        ck_assert(leaf_hash(entries[nth % COUNT(entries)], &hashes[nth], &err));
    ck_assert_msg(tree_range_root(&grove, (struct leaf_range){0, size}, &head.root, &err), "%s",
                  err.message);
    return head;
}

START_TEST(test_tree__roots_are_those_of_rfc_6962)
{
    struct peaks peaks = {0};
    struct error err = {0};
    for (size_t size = 0; size < COUNT(root_of_size); size++) {
        const struct tree_head head = head_of(size);
        struct digest known, appended;
        ck_assert(hex_read(text_of(root_of_size[size]), known.bytes, sizeof known.bytes));
        ck_assert(peaks_root(&peaks, &appended, &err));
        ck_assert_mem_eq(head.root.bytes, known.bytes, sizeof known.bytes);
        ck_assert_mem_eq(appended.bytes, known.bytes, sizeof known.bytes);
        ck_assert(peaks_append(&peaks, &hashes[size], &err));
    }
}
END_TEST

START_TEST(test_tree__every_leaf_of_every_size_is_shown_and_no_other)
{
    const struct grove grove = leaves_grove(&log_leaves);
    for (uint64_t size = 1; size <= SIZES; size++)
        for (uint64_t index = 0; index < size; index++) {
            struct error err = {0};
            struct path path;
            const struct tree_head head = head_of(size);
            ck_assert(inclusion_make(&grove, (struct leaf_place){index, size}, &path, &err));
            ck_assert(inclusion_verify(&path, &hashes[index], index, &head, &err));
            ck_assert(!inclusion_verify(&path, &hashes[(index + 1) % 8], index, &head, &err));
            ck_assert_int_eq(err.code, ERROR_INTEGRITY);
            path.length++;
            ck_assert(!inclusion_verify(&path, &hashes[index], index, &head, &err));
            path.length -= 2;
            ck_assert(size == 1 || !inclusion_verify(&path, &hashes[index], index, &head, &err));
        }
}
END_TEST

START_TEST(test_tree__every_older_log_is_shown_to_be_a_beginning)
{
    const struct grove grove = leaves_grove(&log_leaves);
    for (uint64_t size = 1; size <= SIZES; size++)
        for (uint64_t old_size = 1; old_size <= size; old_size++) {
            struct error err = {0};
            struct path path;
            const struct tree_head newer = head_of(size), older = head_of(old_size);
            ck_assert(consistency_make(&grove, old_size, size, &path, &err));
            ck_assert_msg(consistency_verify(&path, &older, &newer, &err), "%s", err.message);
            struct tree_head other = older;
            other.root.bytes[0] ^= 1;
            ck_assert(!consistency_verify(&path, &other, &newer, &err));
            ck_assert_int_eq(err.code, ERROR_INTEGRITY);
        }
}
END_TEST

START_TEST(test_tree__a_range_that_is_no_subtree_is_refused)
{
    struct error err = {0};
    struct digest root;
    const struct grove grove = leaves_grove(&log_leaves);
    (void)head_of(8);
    ck_assert(tree_range_root(&grove, (struct leaf_range){4, 7}, &root, &err));
    ck_assert(!tree_range_root(&grove, (struct leaf_range){2, 5}, &root, &err));
    ck_assert_int_eq(err.code, ERROR_BUG);
}
END_TEST

/* Sizes where rows of the tree, and of its tiles, begin and end. */
static const uint64_t edges[] = {1, 2, 3, 255, 256, 257, 65535, 65536, 65537, 70000};

static struct arena arena;

static size_t bits_of(uint64_t number)
{
    return number == 0 ? 0 : 64 - (size_t)__builtin_clzll(number);
}

static bool shown(const struct path *path, const struct digest *leaf, uint64_t index,
                  struct tree_head head)
{
    struct error err = {0};
    const bool holds = inclusion_verify(path, leaf, index, &head, &err);
    ck_assert(holds || err.code == ERROR_INTEGRITY);
    return holds;
}

/* Everything beside the one path, place and head is refused. */
static void only_this_is_shown(const struct path *path, const struct digest *leaf, uint64_t index,
                               struct tree_head head)
{
    struct path other = *path;
    struct tree_head another = head;
    ck_assert(shown(path, leaf, index, head));
    for (size_t step = 0; step < path->length; step++) {
        other.at[step].bytes[step % 32] ^= 0x10;
        ck_assert(!shown(&other, leaf, index, head));
        other.at[step] = path->at[step];
    }
    for (size_t step = 1; step < path->length; step++) {
        other.at[step - 1] = path->at[step];
        other.at[step] = path->at[step - 1];
        ck_assert(!shown(&other, leaf, index, head));
        other = *path;
    }
    another.root.bytes[31] ^= 1;
    ck_assert(!shown(path, leaf, index, another));
    ck_assert(!shown(path, &head.root, index, head) || head.size == 1);
    ck_assert(!shown(path, leaf, index + 1, head));
    ck_assert(index == 0 || !shown(path, leaf, index - 1, head));
    ck_assert(!shown(path, leaf, head.size, head));
    ck_assert(!shown(path, leaf, UINT64_MAX, head));
}

START_TEST(test_inclusion__at_every_edge_one_path_holds_and_no_other)
{
    const struct digest *all = logged_leaves(&arena, edges[COUNT(edges) - 1]);
    for (size_t nth = 0; nth < COUNT(edges); nth++) {
        const uint64_t size = edges[nth];
        const uint64_t indexes[] = {0, 1, 254, 255, 256, 65535, size / 2, size - 1};
        const struct leaves leaves = {all, size};
        const struct grove grove = leaves_grove(&leaves);
        const struct tree_head head = {size, slow_root(all, size)};
        for (size_t place = 0; place < COUNT(indexes); place++) {
            struct error err = {0};
            struct path path;
            const uint64_t index = indexes[place];
            if (index >= size)
                continue;
            ck_assert(inclusion_make(&grove, (struct leaf_place){index, size}, &path, &err));
            const size_t inner = bits_of(index ^ (size - 1));
            ck_assert_uint_eq(path.length, inner + (size_t)__builtin_popcountll(index >> inner));
            only_this_is_shown(&path, &all[index], index, head);
        }
    }
    arena_free(&arena);
}
END_TEST

static bool follows(const struct path *path, struct tree_head older, struct tree_head newer)
{
    struct error err = {0};
    const bool holds = consistency_verify(path, &older, &newer, &err);
    ck_assert(holds || err.code == ERROR_INTEGRITY);
    return holds;
}

static void only_this_follows(const struct path *path, struct tree_head older,
                              struct tree_head newer)
{
    struct path other = *path;
    struct tree_head another = older;
    ck_assert(follows(path, older, newer));
    for (size_t step = 0; step < path->length; step++) {
        other.at[step].bytes[step % 32] ^= 0x10;
        ck_assert(!follows(&other, older, newer));
        other.at[step] = path->at[step];
    }
    other.length++;
    ck_assert(!follows(&other, older, newer));
    if (older.size == newer.size)
        return;
    other.length = path->length - 1;
    ck_assert(!follows(&other, older, newer));
    ck_assert(!follows(path, newer, older));
    another.root = newer.root;
    ck_assert(!follows(path, another, newer));
    another = newer;
    another.root = older.root;
    ck_assert(!follows(path, older, another));
    another = older;
    another.size++;
    ck_assert(!follows(path, another, newer));
    another.size = 0;
    ck_assert(!follows(path, another, newer));
}

START_TEST(test_consistency__at_every_edge_one_path_holds_and_no_other)
{
    const struct digest *all = logged_leaves(&arena, edges[COUNT(edges) - 1]);
    struct tree_head heads[COUNT(edges)];
    for (size_t nth = 0; nth < COUNT(edges); nth++)
        heads[nth] = (struct tree_head){edges[nth], slow_root(all, edges[nth])};
    for (size_t new_edge = 0; new_edge < COUNT(edges); new_edge++)
        for (size_t old_edge = 0; old_edge <= new_edge; old_edge++) {
            struct error err = {0};
            struct path path = {0};
            const struct leaves leaves = {all, edges[new_edge]};
            const struct grove grove = leaves_grove(&leaves);
            const struct tree_head older = heads[old_edge], newer = heads[new_edge];
            ck_assert(consistency_make(&grove, older.size, newer.size, &path, &err));
            only_this_follows(&path, older, newer);
        }
    arena_free(&arena);
}
END_TEST

/* A path that leads to the right hashes is the path of its sizes, and of no others. */
START_TEST(test_consistency__a_path_of_another_length_than_its_sizes_have_is_refused)
{
    struct error err = {0};
    struct path path;
    const struct digest *all = logged_leaves(&arena, 8);
    const struct leaves leaves = {all, 8};
    const struct grove grove = leaves_grove(&leaves);
    const struct tree_head older = {4, slow_root(all, 4)}, newer = {8, slow_root(all, 8)};
    ck_assert(consistency_make(&grove, 4, 8, &path, &err));
    ck_assert(follows(&path, older, newer));
    for (uint64_t size = 9; size <= 40; size++)
        ck_assert(!follows(&path, older, (struct tree_head){size, newer.root}));
    arena_free(&arena);
}
END_TEST

START_TEST(test_tree__a_place_outside_of_the_log_has_no_path)
{
    static const struct leaf_place places[] = {
        {0, 0}, {1, 1}, {8, 8}, {UINT64_MAX, 8}, {0, UINT64_MAX}};
    static const uint64_t sizes[][2] = {{0, 8}, {9, 8}, {0, 0}, {1, UINT64_MAX}};
    const struct grove grove = leaves_grove(&log_leaves);
    struct path path = {.length = 99};
    (void)head_of(8);
    for (size_t nth = 0; nth < COUNT(places); nth++) {
        struct error err = {0};
        ck_assert(!inclusion_make(&grove, places[nth], &path, &err));
        ck_assert_int_eq(err.code, ERROR_REFUSED);
    }
    for (size_t nth = 0; nth < COUNT(sizes); nth++) {
        struct error err = {0};
        ck_assert(!consistency_make(&grove, sizes[nth][0], sizes[nth][1], &path, &err));
        ck_assert_int_eq(err.code, ERROR_REFUSED);
    }
    ck_assert_uint_eq(path.length, 99);
}
END_TEST

START_TEST(test_tree__an_entry_is_never_taken_for_a_node)
{
    struct error err = {0};
    struct digest node, leaf;
    char joined[64];
    (void)head_of(2);
    memcpy(joined, hashes[0].bytes, 32);
    memcpy(joined + 32, hashes[1].bytes, 32);
    ck_assert(node_hash(&hashes[0], &hashes[1], &node, &err));
    ck_assert(leaf_hash((struct text){joined, sizeof joined}, &leaf, &err));
    ck_assert(!digest_equal(&node, &leaf));
}
END_TEST

START_TEST(test_tree__a_full_log_takes_no_more)
{
    struct error err = {0};
    struct peaks peaks = {.size = LIMIT_LOG_ENTRIES};
    (void)head_of(1);
    ck_assert(!peaks_append(&peaks, &hashes[0], &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_uint_eq(peaks.size, LIMIT_LOG_ENTRIES);
}
END_TEST

TESTS("ledger/tree", test_tree__roots_are_those_of_rfc_6962,
      test_tree__every_leaf_of_every_size_is_shown_and_no_other,
      test_tree__every_older_log_is_shown_to_be_a_beginning,
      test_tree__a_range_that_is_no_subtree_is_refused,
      test_inclusion__at_every_edge_one_path_holds_and_no_other,
      test_consistency__at_every_edge_one_path_holds_and_no_other,
      test_consistency__a_path_of_another_length_than_its_sizes_have_is_refused,
      test_tree__a_place_outside_of_the_log_has_no_path,
      test_tree__an_entry_is_never_taken_for_a_node, test_tree__a_full_log_takes_no_more)
