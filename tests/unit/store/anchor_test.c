/* The anchor: what it holds, what it refuses, and that every byte of it counts. */
#include "base/scratch.h"

#include "store/anchor.h"
#include "store/anchor_slot.h"

#define ck_assert_fails(call, err, with)                                                           \
    do {                                                                                           \
        (err) = (struct error){0};                                                                 \
        ck_assert(!(call));                                                                        \
        ck_assert_msg((err).code == (with), "%s", support_error(&(err)));                          \
    } while (0)

static struct anchor *anchor;
static struct error err;

static void anchor_make(const char *checkpoint)
{
    scratch_open();
    err = (struct error){0};
    ck_assert_msg(anchor_create(scratch("anchor.db"), text_of(checkpoint), &err), "%s",
                  support_error(&err));
    ck_assert_msg(anchor_open(scratch("anchor.db"), &arena, &anchor, &err), "%s",
                  support_error(&err));
}

static void anchor_end(void)
{
    anchor_close(anchor);
    scratch_close();
}

static struct text held(void)
{
    struct text checkpoint = TEXT_NONE;
    ck_assert_msg(anchor_read(anchor, &arena, &checkpoint, &err), "%s", support_error(&err));
    return checkpoint;
}

static void bytes_change(const char *name, long at, const void *bytes, size_t size)
{
    FILE *file = fopen(scratch(name), "r+b");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseek(file, at, SEEK_SET), 0);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
}

START_TEST(test_anchor__it_holds_what_it_was_made_with_and_then_what_it_moved_to)
{
    anchor_make("first\n");
    ck_assert(text_is(held(), "first\n"));
    for (int nth = 0; nth < 5; nth++) {
        const struct text known = held();
        const struct text next = text_format(&arena, "number %d\n", nth);
        ck_assert(anchor_swap(anchor, known, next, &err));
        ck_assert(text_equal(held(), next));
    }
    anchor_close(anchor);
    ck_assert(anchor_open(scratch("anchor.db"), &arena, &anchor, &err));
    ck_assert(text_is(held(), "number 4\n"));
    anchor_end();
}
END_TEST

START_TEST(test_anchor__it_moves_from_what_is_known_only)
{
    anchor_make("first");
    ck_assert(anchor_swap(anchor, TEXT("first"), TEXT("second"), &err));
    ck_assert_fails(anchor_swap(anchor, TEXT("first"), TEXT("third"), &err), err, ERROR_INTEGRITY);
    err = (struct error){0};
    ck_assert(text_is(held(), "second"));
    ck_assert(anchor_swap(anchor, TEXT("first"), TEXT("second"), &err)); /* it is there already */
    anchor_end();
}
END_TEST

START_TEST(test_anchor__a_reader_sees_what_another_has_moved)
{
    struct anchor *other;
    anchor_make("first");
    ck_assert(anchor_open(scratch("anchor.db"), &arena, &other, &err));
    ck_assert(anchor_swap(other, TEXT("first"), TEXT("second"), &err));
    ck_assert(text_is(held(), "second"));
    ck_assert(anchor_hold(other, &err));
    ck_assert(text_is(held(), "second")); /* and does not wait for it */
    ck_assert(anchor_swap(other, TEXT("second"), TEXT("third"), &err));
    anchor_release(other);
    ck_assert(text_is(held(), "third"));
    anchor_close(other);
    anchor_end();
}
END_TEST

START_TEST(test_anchor__a_long_checkpoint_fits_up_to_its_limit)
{
    static char longest[ANCHOR_TEXT_MAX + 1];
    memset(longest, 'x', sizeof longest);
    anchor_make("first");
    const struct text fits = {longest, ANCHOR_TEXT_MAX};
    ck_assert(anchor_swap(anchor, TEXT("first"), fits, &err));
    ck_assert(text_equal(held(), fits));
    ck_assert_fails(anchor_swap(anchor, fits, (struct text){longest, ANCHOR_TEXT_MAX + 1}, &err),
                    err, ERROR_REFUSED);
    ck_assert_fails(anchor_swap(anchor, fits, TEXT_NONE, &err), err, ERROR_REFUSED);
    err = (struct error){0};
    ck_assert(text_equal(held(), fits));
    anchor_end();
}
END_TEST

START_TEST(test_anchor__every_changed_byte_is_found)
{
    anchor_make("the first checkpoint\n");
    ck_assert(anchor_swap(anchor, TEXT("the first checkpoint\n"), TEXT("the second\n"), &err));
    anchor_close(anchor);
    const struct text whole = support_read(&arena, scratch("anchor.db"));
    ck_assert_uint_eq(whole.size, ANCHOR_SIZE);
    for (size_t at = 0; at < whole.size; at++) {
        uint8_t image[ANCHOR_SIZE];
        struct anchored anchored;
        struct arena own = {0};
        memcpy(image, whole.at, whole.size);
        image[at] ^= (uint8_t)(1U << at % 8);
        ck_assert_fails(slots_read(image, &own, &anchored, &err), err, ERROR_INTEGRITY);
        arena_free(&own);
    }
    bytes_change("anchor.db", 5000, "?", 1);
    err = (struct error){0};
    ck_assert(anchor_open(scratch("anchor.db"), &arena, &anchor, &err));
    struct text checkpoint;
    ck_assert_fails(anchor_read(anchor, &arena, &checkpoint, &err), err, ERROR_INTEGRITY);
    ck_assert_str_eq(err.message, "the anchor was changed: its bytes from 4608 on");
    anchor_end();
}
END_TEST

/* The power went while a slot was written: some of its sectors are of the new turn, in any order.
 */
START_TEST(test_anchor__a_write_that_broke_off_leaves_the_older_checkpoint)
{
    anchor_make("first");
    ck_assert(anchor_swap(anchor, TEXT("first"), TEXT("second"), &err));
    const struct text before = text_copy(&arena, support_read(&arena, scratch("anchor.db")));
    ck_assert(anchor_swap(anchor, TEXT("second"), TEXT("third"), &err));
    const struct text after = support_read(&arena, scratch("anchor.db"));
    for (unsigned written = 1; written + 1 < 1U << SLOT_SECTORS; written++) {
        uint8_t image[ANCHOR_SIZE];
        struct anchored anchored;
        memcpy(image, before.at, ANCHOR_SIZE);
        for (size_t sector = 0; sector < SLOT_SECTORS; sector++)
            if (written >> sector & 1) /* of turn 3, in the second slot */
                memcpy(image + SLOT_SIZE + sector * SECTOR_SIZE,
                       after.at + SLOT_SIZE + sector * SECTOR_SIZE, SECTOR_SIZE);
        ck_assert_msg(slots_read(image, &arena, &anchored, &err), "%u: %s", written,
                      support_error(&err));
        ck_assert(text_is(anchored.checkpoint, "second"));
    }
    bytes_change("anchor.db", SLOT_SIZE, before.at + SLOT_SIZE, SECTOR_SIZE);
    ck_assert(text_is(held(), "second"));
    ck_assert(anchor_swap(anchor, TEXT("second"), TEXT("third again"), &err));
    ck_assert(text_is(held(), "third again"));
    anchor_end();
}
END_TEST

START_TEST(test_anchor__halves_that_do_not_belong_together_are_refused)
{
    uint8_t first[SLOT_SIZE], third[SLOT_SIZE], image[ANCHOR_SIZE];
    struct anchored anchored;
    scratch_open();
    err = (struct error){0};
    ck_assert(slot_write(&(struct anchored){0, TEXT("first")}, first, &err));
    ck_assert(slot_write(&(struct anchored){3, TEXT("fourth")}, third, &err));
    memcpy(image, first, SLOT_SIZE);
    memcpy(image + SLOT_SIZE, third, SLOT_SIZE);
    ck_assert_fails(slots_read(image, &arena, &anchored, &err), err, ERROR_INTEGRITY);
    memcpy(image, third, SLOT_SIZE); /* of the other place */
    ck_assert_fails(slots_read(image, &arena, &anchored, &err), err, ERROR_INTEGRITY);
    scratch_close();
}
END_TEST

START_TEST(test_anchor__it_is_never_made_by_opening_and_never_replaced_by_making)
{
    struct anchor *none;
    anchor_make("first");
    ck_assert_fails(anchor_open(scratch("other.db"), &arena, &none, &err), err, ERROR_INTEGRITY);
    ck_assert_str_eq(err.message, "the anchor is missing; without it nobody can see whether the "
                                  "log lost its end");
    ck_assert_fails(anchor_open(scratch("no/other.db"), &arena, &none, &err), err, ERROR_INTEGRITY);
    ck_assert_fails(anchor_create(scratch("anchor.db"), TEXT("second"), &err), err, ERROR_REFUSED);
    err = (struct error){0};
    ck_assert(text_is(held(), "first"));
    struct file_entries entries = {0};
    ck_assert(file_list(scratch_root, 10, &arena, &entries, &err));
    ck_assert_uint_eq(entries.count, 1); /* no other file was left behind */
    anchor_end();
}
END_TEST

START_TEST(test_anchor__files_that_are_not_what_they_seem_are_refused)
{
    struct anchor *none;
    anchor_make("first");
    scratch_link("anchor.db", "link.db");
    ck_assert_fails(anchor_open(scratch("link.db"), &arena, &none, &err), err, ERROR_INTEGRITY);
    ck_assert_int_eq(chmod(scratch("anchor.db"), 0664), 0);
    ck_assert_fails(anchor_open(scratch("anchor.db"), &arena, &none, &err), err, ERROR_INTEGRITY);
    ck_assert_int_eq(chmod(scratch("anchor.db"), 0644), 0);
    ck_assert_int_eq(link(scratch("anchor.db"), scratch("second.db")), 0);
    ck_assert_fails(anchor_open(scratch("anchor.db"), &arena, &none, &err), err, ERROR_INTEGRITY);
    ck_assert_int_eq(unlink(scratch("second.db")), 0);
    err = (struct error){0};
    ck_assert(text_is(held(), "first"));
    anchor_end();
}
END_TEST

START_TEST(test_anchor__a_file_that_is_cut_short_or_longer_is_refused)
{
    struct text checkpoint;
    anchor_make("first");
    const int sizes[] = {0, 512, SLOT_SIZE, ANCHOR_SIZE - 1, ANCHOR_SIZE + 1};
    for (size_t nth = 0; nth < COUNT(sizes); nth++) {
        ck_assert_int_eq(truncate(scratch("anchor.db"), sizes[nth]), 0);
        ck_assert_fails(anchor_read(anchor, &arena, &checkpoint, &err), err, ERROR_INTEGRITY);
    }
    anchor_end();
}
END_TEST

START_TEST(test_anchor__one_that_was_replaced_while_it_was_open_moves_no_more)
{
    anchor_make("first");
    ck_assert(anchor_create(scratch("other.db"), TEXT("first"), &err));
    ck_assert_int_eq(rename(scratch("other.db"), scratch("anchor.db")), 0);
    ck_assert_fails(anchor_swap(anchor, TEXT("first"), TEXT("second"), &err), err, ERROR_INTEGRITY);
    anchor_end();
}
END_TEST

static int read_only_act(void)
{
    struct anchor *other;
    struct error refusal = {0};
    struct text checkpoint;
    if (!rights_drop())
        return NOT_POSSIBLE_HERE;
    if (!anchor_open(scratch("anchor.db"), &arena, &other, &refusal) ||
        !anchor_read(other, &arena, &checkpoint, &refusal) || !text_is(checkpoint, "first"))
        return BROKEN;
    const bool swapped = anchor_swap(other, TEXT("first"), TEXT("second"), &refusal);
    return !swapped && refusal.code == ERROR_UNAVAILABLE ? HELD : BROKEN;
}

START_TEST(test_anchor__whoever_may_only_read_reads)
{
    anchor_make("first");
    const int outcome = in_child(read_only_act);
    ck_assert(outcome == HELD || outcome == NOT_POSSIBLE_HERE);
    ck_assert(text_is(held(), "first"));
    anchor_end();
}
END_TEST

TESTS("store/anchor", test_anchor__it_holds_what_it_was_made_with_and_then_what_it_moved_to,
      test_anchor__it_moves_from_what_is_known_only,
      test_anchor__a_reader_sees_what_another_has_moved,
      test_anchor__a_long_checkpoint_fits_up_to_its_limit, test_anchor__every_changed_byte_is_found,
      test_anchor__a_write_that_broke_off_leaves_the_older_checkpoint,
      test_anchor__halves_that_do_not_belong_together_are_refused,
      test_anchor__it_is_never_made_by_opening_and_never_replaced_by_making,
      test_anchor__files_that_are_not_what_they_seem_are_refused,
      test_anchor__a_file_that_is_cut_short_or_longer_is_refused,
      test_anchor__one_that_was_replaced_while_it_was_open_moves_no_more,
      test_anchor__whoever_may_only_read_reads)
