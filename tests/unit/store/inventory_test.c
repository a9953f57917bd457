/* Rows under one digest: noted one after another, taken stock of at once, edited behind its back.
 */
#include "store/ledger_fixture.h"

#include "base/limits.h"
#include "store/stocktake.h"

#include <stdlib.h>

enum { NAMES = 3000 };

static struct store *store;
static struct rows port;
static struct inventory inventory;

/* What each row says at the moment; 0: there is none. */
static unsigned said[NAMES];

static void stock_open(void)
{
    static const struct store_fault none;
    struct error err = {0};
    scratch_open();
    ck_assert(store_memory_create(&none, &arena, &store, &err));
    port = store_rows(store);
    inventory = (struct inventory){.nodes = port, .arena = &arena};
    memset(said, 0, sizeof said);
}

/* Some stand alone, some below one beginning of their keys, some below two. */
static struct row_name name_of(unsigned number)
{
    static const char *const kinds[] = {"version", "model", "request", "place", "waiver"};
    static const char *const beginnings[] = {"", "row/", "row/", "staging/high/"};
    const unsigned nth = number % COUNT(kinds);
    return (struct row_name){
        text_of(kinds[nth]),
        nth < COUNT(beginnings) ? text_format(&arena, "%s%u", beginnings[nth], number)
                                : text_format(&arena, "a@%u/staging/%u/last", number % 7, number),
    };
}

static struct text document_of(unsigned content)
{
    return content ? text_format(&arena, "{\"is\":%u}", content) : TEXT_NONE;
}

static void note(unsigned number, unsigned content)
{
    struct error err = {0};
    ck_assert_msg(inventory_note(&inventory, name_of(number), document_of(content), &err), "%s",
                  support_error(&err));
    said[number] = content;
}

static bool holds(unsigned number, unsigned content, struct error *err)
{
    return inventory_holds(&inventory, name_of(number), document_of(content), err);
}

static void begin(void)
{
    struct error err = {0};
    ck_assert_msg(store->is->begin(store, &err), "%s", support_error(&err));
}

static void commit(void)
{
    struct error err = {0};
    ck_assert_msg(inventory_write(&inventory, &err) && store->is->commit(store, &err), "%s",
                  support_error(&err));
}

/* Only the digest of the top is remembered, as a seal does. */
static void forget(void)
{
    const struct inventory_part top = {.count = inventory.top.count,
                                       .digest = inventory.top.digest};
    inventory = (struct inventory){.nodes = port, .arena = &arena, .top = top};
}

struct counted {
    size_t nodes, differing;
};

static bool node_count(void *context, struct row_name node, struct text bytes, struct error *err)
{
    (void)node, (void)bytes, (void)err;
    ((struct counted *)context)->nodes++;
    return true;
}

static bool node_compare(void *context, struct row_name node, struct text bytes, struct error *err)
{
    struct text stored;
    struct counted *counted = context;
    counted->nodes++;
    ck_assert(port.get(port.keeper, node, &arena, &stored, err));
    counted->differing += !text_equal(stored, bytes);
    return true;
}

static bool said_tell(void *context, struct row_visit visit, struct error *err)
{
    (void)context;
    for (unsigned number = 0; number < NAMES; number++)
        if (said[number] &&
            !visit.see(visit.context, name_of(number), document_of(said[number]), err))
            return false;
    return true;
}

/* The nodes that are stored are those of a stocktake of the same rows, and no others. */
static void ck_assert_stock(void)
{
    struct error err = {0};
    struct inventory_part top;
    struct counted made = {0}, stored = {0};
    struct stock_source source = {said_tell, NULL, 0};
    for (unsigned number = 0; number < NAMES; number++)
        source.count += said[number] > 0;
    ck_assert(stocktake(&source, (struct stock_sink){node_compare, &made}, &top, &err));
    ck_assert(port.walk(port.keeper, (struct row_name){inventory_kind, TEXT_NONE},
                        (struct row_visit){node_count, &stored}, &err));
    ck_assert_uint_eq(made.differing, 0);
    ck_assert_uint_eq(made.nodes, stored.nodes);
    ck_assert_uint_eq(top.count, inventory.top.count);
    ck_assert(digest_equal(&top.digest, &inventory.top.digest));
}

static void ck_assert_row_refused(unsigned number, unsigned content, const char *words)
{
    struct error refusal = {0};
    ck_assert(!holds(number, content, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ck_assert_msg(strstr(refusal.message, words), "%s", refusal.message);
}

START_TEST(test_inventory__rows_that_were_noted_hold_and_others_do_not)
{
    struct error err = {0};
    stock_open();
    begin();
    for (unsigned number = 0; number < 500; number++)
        note(number, number + 1);
    commit();
    forget();
    for (unsigned number = 0; number < 500; number++)
        ck_assert_msg(holds(number, number + 1, &err), "%s", support_error(&err));
    ck_assert(holds(777, 0, &err));
    ck_assert_row_refused(7, 9, "the row request row/7 does not follow from the log");
    ck_assert_row_refused(7, 0, "the row request row/7 does not follow from the log");
    ck_assert_row_refused(777, 1, "the row request row/777 does not follow from the log");
    scratch_close();
}
END_TEST

START_TEST(test_inventory__an_older_document_does_not_hold)
{
    stock_open();
    begin();
    note(1, 5);
    commit();
    forget();
    begin();
    note(1, 6);
    commit();
    forget();
    ck_assert_row_refused(1, 5, "does not follow from the log");
    scratch_close();
}
END_TEST

/* Rows come, change and go at random; after each write the nodes are those of a stocktake. */
START_TEST(test_inventory__in_whatever_order_rows_come_their_nodes_are_the_same)
{
    stock_open();
    srandom(20261121);
    for (unsigned round = 0; round < 60; round++) {
        const bool shrinks = round % 20 >= 14;
        begin();
        for (unsigned change = 0; change < 200; change++) {
            const unsigned number = (unsigned)random() % NAMES;
            note(number, shrinks || random() % 5 == 0 ? 0 : 1 + (unsigned)random() % 3);
        }
        for (unsigned number = 0; shrinks && round % 20 == 19 && number < NAMES; number++)
            note(number, number % 97 ? 0 : 1); /* down to some thirty */
        commit();
        forget();
        ck_assert_stock();
    }
    scratch_close();
}
END_TEST

static uint32_t count_of(const char *kind, const char *beginning)
{
    uint32_t count = UINT32_MAX;
    struct error err = {0};
    ck_assert_msg(inventory_count(&inventory, (struct row_name){text_of(kind), text_of(beginning)},
                                  &count, &err),
                  "%s", support_error(&err));
    return count;
}

/* Rows that there are of the numbers that leave this rest. */
static uint32_t numbers_of(unsigned divisor, unsigned rest)
{
    uint32_t count = 0;
    for (unsigned number = rest; number < NAMES; number += divisor)
        count += said[number] > 0;
    return count;
}

static void ck_assert_counts(void)
{
    ck_assert_uint_eq(count_of("version", ""), numbers_of(5, 0));
    ck_assert_uint_eq(count_of("model", ""), numbers_of(5, 1));
    ck_assert_uint_eq(count_of("model", "row/"), numbers_of(5, 1));
    ck_assert_uint_eq(count_of("model", "column/"), 0);
    ck_assert_uint_eq(count_of("place", "staging/"), numbers_of(5, 3));
    ck_assert_uint_eq(count_of("place", "staging/high/"), numbers_of(5, 3));
    ck_assert_uint_eq(count_of("place", "staging/low/"), 0);
    ck_assert_uint_eq(count_of("waiver", ""), numbers_of(5, 4));
    ck_assert_uint_eq(count_of("waiver", "a@4/"), numbers_of(35, 4));
    ck_assert_uint_eq(count_of("waiver", "a@4/staging/"), numbers_of(35, 4));
    ck_assert_uint_eq(count_of("decision", ""), 0);
}

START_TEST(test_inventory__how_many_rows_there_are_is_known_of_each_kind_and_beginning)
{
    stock_open();
    srandom(20261122);
    ck_assert_counts();
    for (unsigned round = 0; round < 40; round++) {
        begin();
        for (unsigned change = 0; change < 4U << round / 4; change++)
            note((unsigned)random() % NAMES, (unsigned)random() % 3);
        ck_assert_counts(); /* those that were noted and not written yet */
        commit();
        ck_assert_counts();
        forget();
        ck_assert_counts();
    }
    scratch_close();
}
END_TEST

START_TEST(test_inventory__the_beginning_that_rows_are_counted_by_ends_with_one_slash_or_two)
{
    static const char *const keys[][2] = {
        {"", ""},          {"a@1", ""},           {"a@1/", "a@1/"},
        {"a@1/b", "a@1/"}, {"a/b@1/c", "a/b@1/"}, {"a/b/c/d/", "a/b/"},
        {"//", "//"}};
    for (size_t nth = 0; nth < COUNT(keys); nth++)
        ck_assert(text_is(inventory_beginning(text_of(keys[nth][0])), keys[nth][1]));
}
END_TEST

/* Else the rows of both were counted as those of one, and no walk over either would ever end well.
 */
START_TEST(test_inventory__no_two_kinds_of_rows_have_the_same_letters)
{
    static const char *const kinds[] = {
        "adoption", "artifact", "decision", "entry",   "erasure", "history",
        "identity", "key",      "log",      "model",   "notice",  "place",
        "proposal", "request",  "source",   "version", "waiver",
    };
    for (size_t one = 0; one < COUNT(kinds); one++)
        for (size_t other = 0; other < one; other++) {
            struct error err = {0};
            uint8_t label[INVENTORY_LABEL], second[INVENTORY_LABEL];
            const struct row_name first = {text_of(kinds[one]), TEXT("a")};
            const struct row_name last = {text_of(kinds[other]), TEXT("b/c")};
            ck_assert(inventory_label_of(first, label, &err) &&
                      inventory_label_of(last, second, &err));
            ck_assert_msg(inventory_letter(label, 0) != inventory_letter(second, 0) ||
                              inventory_letter(label, 1) != inventory_letter(second, 1),
                          "%s and %s", kinds[one], kinds[other]);
        }
}
END_TEST

START_TEST(test_inventory__thirty_two_rows_are_a_leaf_and_one_more_a_fork)
{
    struct error err = {0};
    struct text top;
    const struct row_name named = {inventory_kind, TEXT_NONE};
    stock_open();
    begin();
    for (unsigned number = 0; number < INVENTORY_LEAF; number++)
        note(number, 1);
    commit();
    ck_assert(port.get(port.keeper, named, &arena, &top, &err));
    ck_assert_uint_eq(top.size, 1 + INVENTORY_LEAF * INVENTORY_MEMBER);
    ck_assert_int_eq(top.at[0], 'L');
    begin();
    note(INVENTORY_LEAF, 1);
    commit();
    ck_assert(port.get(port.keeper, named, &arena, &top, &err));
    ck_assert_int_eq(top.at[0], 'F');
    forget();
    begin();
    note(INVENTORY_LEAF, 0);
    commit();
    ck_assert(port.get(port.keeper, named, &arena, &top, &err));
    ck_assert_int_eq(top.at[0], 'L');
    ck_assert_stock();
    scratch_close();
}
END_TEST

START_TEST(test_inventory__of_no_rows_there_are_no_nodes)
{
    struct error err = {0};
    stock_open();
    begin();
    note(1, 1);
    commit();
    forget();
    begin();
    note(1, 0);
    commit();
    ck_assert_uint_eq(inventory.top.count, 0);
    ck_assert_stock();
    forget();
    ck_assert(holds(1, 0, &err));
    scratch_close();
}
END_TEST

/* The node that leads to the first row, with one of its bytes changed, or gone. */
static struct row_name node_edit(const char *how)
{
    struct error err = {0};
    struct text bytes;
    uint8_t label[INVENTORY_LABEL];
    ck_assert(inventory_label_of(name_of(0), label, &err));
    char path[] = {inventory_sign(inventory_letter(label, 0)), '\0'};
    const struct row_name named = {inventory_kind, text_copy(&arena, text_of(path))};
    ck_assert(port.get(port.keeper, named, &arena, &bytes, &err));
    ck_assert_uint_gt(bytes.size, 1);
    char *edited = arena_alloc(&arena, bytes.size);
    memcpy(edited, bytes.at, bytes.size);
    edited[bytes.size / 2] ^= 1;
    const struct text put = text_is(text_of(how), "gone")  ? TEXT_NONE
                            : text_is(text_of(how), "cut") ? text_part(bytes, 0, bytes.size - 1)
                                                           : (struct text){edited, bytes.size};
    begin();
    ck_assert(port.put(port.keeper, named, put, &err));
    ck_assert(store->is->commit(store, &err));
    return named;
}

START_TEST(test_inventory__a_node_that_was_edited_is_refused)
{
    static const char *const ways[] = {"edited", "gone", "cut"};
    for (size_t nth = 0; nth < COUNT(ways); nth++) {
        struct error refusal = {0};
        stock_open();
        begin();
        for (unsigned number = 0; number < 900; number++)
            note(number, 1);
        commit();
        forget();
        (void)node_edit(ways[nth]);
        ck_assert_row_refused(0, 1, "the inventory of the rows does not follow from the log");
        ck_assert(!inventory_note(&inventory, name_of(0), document_of(2), &refusal));
        ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
        scratch_close();
    }
}
END_TEST

START_TEST(test_inventory__a_stocktake_of_other_rows_than_were_counted_is_refused)
{
    for (unsigned count = 5; count <= 500; count *= 10) {
        struct error refusal = {0};
        struct inventory_part top;
        struct counted made = {0};
        stock_open();
        for (unsigned number = 0; number < count; number++)
            said[number] = 1;
        const struct stock_source source = {said_tell, NULL, count + 1};
        ck_assert(!stocktake(&source, (struct stock_sink){node_count, &made}, &top, &refusal));
        ck_assert_int_eq(refusal.code, ERROR_BUG);
        scratch_close();
    }
}
END_TEST

/* One row as often as the source counts. */
static bool again_tell(void *context, struct row_visit visit, struct error *err)
{
    for (unsigned time = 0; time < *(const unsigned *)context; time++)
        if (!visit.see(visit.context, name_of(0), document_of(1), err))
            return false;
    return true;
}

START_TEST(test_inventory__a_stocktake_of_rows_with_one_name_is_refused)
{
    unsigned times[] = {2, INVENTORY_LEAF, INVENTORY_LEAF + 1, 600};
    for (size_t nth = 0; nth < COUNT(times); nth++) {
        struct error refusal = {0};
        struct inventory_part top;
        struct counted made = {0};
        stock_open();
        const struct stock_source source = {again_tell, &times[nth], times[nth]};
        ck_assert(!stocktake(&source, (struct stock_sink){node_count, &made}, &top, &refusal));
        ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
        ck_assert_str_eq(refusal.message,
                         "two rows of the ledger have one name: somebody edited the database");
        scratch_close();
    }
}
END_TEST

/* More rows than are held at once: they are told as often as it takes. */
static unsigned told;

static bool many_tell(void *context, struct row_visit visit, struct error *err)
{
    (void)context;
    told++;
    for (unsigned number = 0; number < LIMIT_STOCK_MEMBERS + 100; number++) {
        char key[32];
        (void)snprintf(key, sizeof key, "%u", number);
        if (!visit.see(visit.context, (struct row_name){TEXT("row"), text_of(key)}, TEXT("{}"),
                       err))
            return false;
    }
    return true;
}

START_TEST(test_inventory__a_stocktake_holds_a_bounded_number_of_rows)
{
    struct error err = {0};
    struct inventory_part top;
    struct counted made = {0};
    stock_open();
    told = 0;
    const struct stock_source source = {many_tell, NULL, LIMIT_STOCK_MEMBERS + 100};
    ck_assert_msg(stocktake(&source, (struct stock_sink){node_count, &made}, &top, &err), "%s",
                  support_error(&err));
    ck_assert_uint_eq(told, 3); /* once to count them */
    ck_assert_uint_eq(top.count, LIMIT_STOCK_MEMBERS + 100);
    ck_assert_uint_gt(made.nodes, LIMIT_STOCK_MEMBERS / INVENTORY_LEAF);
    scratch_close();
}
END_TEST

START_TEST(test_inventory__letters_of_a_label_are_five_bits_each)
{
    const uint8_t label[INVENTORY_LABEL] = {0x08, 0x42, 0x10, 0x84, 0x21, [22] = 0x00, [23] = 0x05};
    const unsigned expected[] = {1, 1, 1, 1, 1, 1, 1, 1};
    for (unsigned depth = 0; depth < COUNT(expected); depth++)
        ck_assert_uint_eq(inventory_letter(label, depth), expected[depth]);
    ck_assert_uint_eq(inventory_letter(label, 37), 1);
    ck_assert_uint_eq(inventory_letter(label, INVENTORY_DEPTH), 1 << 3);
    ck_assert_int_eq(inventory_sign(0), '0');
    ck_assert_int_eq(inventory_sign(31), 'v');
}
END_TEST

TESTS("store/inventory", test_inventory__rows_that_were_noted_hold_and_others_do_not,
      test_inventory__an_older_document_does_not_hold,
      test_inventory__in_whatever_order_rows_come_their_nodes_are_the_same,
      test_inventory__how_many_rows_there_are_is_known_of_each_kind_and_beginning,
      test_inventory__the_beginning_that_rows_are_counted_by_ends_with_one_slash_or_two,
      test_inventory__no_two_kinds_of_rows_have_the_same_letters,
      test_inventory__thirty_two_rows_are_a_leaf_and_one_more_a_fork,
      test_inventory__of_no_rows_there_are_no_nodes,
      test_inventory__a_node_that_was_edited_is_refused,
      test_inventory__a_stocktake_of_other_rows_than_were_counted_is_refused,
      test_inventory__a_stocktake_of_rows_with_one_name_is_refused,
      test_inventory__a_stocktake_holds_a_bounded_number_of_rows,
      test_inventory__letters_of_a_label_are_five_bits_each)
