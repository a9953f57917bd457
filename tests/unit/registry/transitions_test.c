#include "registry/lifecycle.h"

#include "support.h"

enum {
    OFFICER = 1U << ROLE_RISK_OFFICER,
    /* Guards that no row names, as they always hold or follow from its other columns. */
    UNNAMED = 1U << GUARD_ROW | 1U << GUARD_HEAD | 1U << GUARD_WHO | 1U << GUARD_STAGES |
              1U << GUARD_SIGNATURES,
};

static bool has(enum lifecycle lifecycle, const struct transition *row)
{
    return row->lifecycles & 1U << lifecycle;
}

START_TEST(test_transitions__no_move_has_two_rows)
{
    for (size_t i = 0; i < transition_count; i++)
        for (size_t j = i + 1; j < transition_count; j++)
            ck_assert_msg(transitions[i].move != transitions[j].move ||
                              transitions[i].from != transitions[j].from ||
                              transitions[i].to != transitions[j].to ||
                              !(transitions[i].lifecycles & transitions[j].lifecycles),
                          "%s %s -> %s stands twice", move_name(transitions[i].move),
                          stage_name(transitions[i].from), stage_name(transitions[i].to));
}
END_TEST

START_TEST(test_transitions__every_row_is_whole)
{
    for (size_t i = 0; i < transition_count; i++) {
        const struct transition *row = &transitions[i];
        ck_assert_uint_ne(row->lifecycles, 0);
        ck_assert_uint_lt(row->lifecycles, 1U << LIFECYCLE_COUNT);
        ck_assert_uint_ne(row->who, 0);
        ck_assert_uint_eq(row->who & (1U << ROLE_AUDITOR | 1U << ROLE_ADMIN), 0);
        ck_assert_uint_eq(row->guards & UNNAMED, 0);
        ck_assert_uint_eq(row->adopted & ~row->guards, 0);
        ck_assert(row->from != STAGE_NONE && row->to != STAGE_NONE && row->recorded[0]);
    }
}
END_TEST

/* Stages that rows lead to, from a start, with the two moves that a record takes along. */
static unsigned stages_reached(enum lifecycle lifecycle, enum stage start)
{
    unsigned reached = 1U << start, before = 0;
    while (reached != before) {
        before = reached;
        for (size_t i = 0; i < transition_count; i++)
            if (has(lifecycle, &transitions[i]) && reached & 1U << transitions[i].from)
                reached |= 1U << transitions[i].to;
        if (reached & 1U << STAGE_PRODUCTION)
            reached |= 1U << lifecycle_displaced(lifecycle);
    }
    return reached;
}

START_TEST(test_transitions__every_row_is_reached_from_the_beginning)
{
    for (size_t lifecycle = 0; lifecycle < LIFECYCLE_COUNT; lifecycle++) {
        const unsigned reached =
            stages_reached((enum lifecycle)lifecycle, STAGE_REGISTERED) | 1U << STAGE_EXPERIMENTAL;
        for (size_t i = 0; i < transition_count; i++)
            if (has((enum lifecycle)lifecycle, &transitions[i]))
                ck_assert_msg(reached & 1U << transitions[i].from, "%s: nothing is ever %s",
                              lifecycle_words[lifecycle], stage_name(transitions[i].from));
    }
}
END_TEST

START_TEST(test_transitions__what_is_rejected_stays_and_what_is_archived_is_only_held)
{
    for (size_t i = 0; i < transition_count; i++) {
        ck_assert_int_ne(transitions[i].from, STAGE_REJECTED);
        if (transitions[i].from == STAGE_ARCHIVED)
            ck_assert(transitions[i].move == MOVE_HOLD && transitions[i].to == STAGE_ARCHIVED);
        else
            ck_assert_int_ne(transitions[i].move, MOVE_HOLD);
        if (transitions[i].from == STAGE_RETIRED)
            ck_assert_int_eq(transitions[i].to, STAGE_ARCHIVED);
    }
}
END_TEST

START_TEST(test_transitions__one_person_stops_whatever_lives)
{
    const unsigned ended =
        1U << STAGE_RETIRED | 1U << STAGE_ARCHIVED | 1U << STAGE_REJECTED | 1U << STAGE_SUSPENDED;
    for (size_t lifecycle = 0; lifecycle < LIFECYCLE_COUNT; lifecycle++) {
        const unsigned live =
            stages_reached((enum lifecycle)lifecycle, STAGE_EXPERIMENTAL) & ~ended;
        for (size_t stage = 0; stage < STAGE_COUNT; stage++) {
            const struct transition *row = transition_find((enum lifecycle)lifecycle, MOVE_SUSPEND,
                                                           (enum stage)stage, STAGE_SUSPENDED);
            const struct transition *back = transition_find((enum lifecycle)lifecycle, MOVE_RESUME,
                                                            STAGE_SUSPENDED, (enum stage)stage);
            ck_assert_msg(!row == !(live & 1U << stage), "%s", stage_name((enum stage)stage));
            ck_assert_msg(!row == !back, "%s", stage_name((enum stage)stage));
            if (!row)
                continue;
            ck_assert_uint_eq(row->guards, 1U << GUARD_REASON);
            for (size_t tier = 0; tier < TIER_COUNT; tier++) {
                ck_assert_uint_eq(row->seats[tier].seats[0], 0);
                ck_assert_uint_eq(back->seats[tier].seats[0], OFFICER);
                ck_assert_uint_ne(back->seats[tier].seats[1], 0);
            }
        }
    }
}
END_TEST

START_TEST(test_transitions__every_way_to_production_is_decided_bound_and_signed)
{
    const unsigned due = 1U << GUARD_ARTIFACT | 1U << GUARD_DECISION | 1U << GUARD_UNEXPIRED;
    size_t ways = 0;
    for (size_t i = 0; i < transition_count; i++) {
        const struct transition *row = &transitions[i];
        if (row->to != STAGE_PRODUCTION)
            continue;
        ways++;
        ck_assert_uint_eq(row->guards & due, due);
        ck_assert_uint_eq(row->adopted, 0);
        ck_assert_uint_eq(row->seats[TIER_HIGH].seats[0], OFFICER);
        ck_assert_uint_ne(row->seats[TIER_HIGH].seats[1], 0);
        ck_assert_uint_ne(row->seats[TIER_LIMITED].seats[0], 0);
        ck_assert(row->move == MOVE_PROMOTE || row->move == MOVE_RESUME);
        if (row->move == MOVE_PROMOTE)
            ck_assert_uint_ne(row->guards & 1U << GUARD_REVIEWED, 0);
    }
    ck_assert_uint_eq(ways, 8);
}
END_TEST

START_TEST(test_transitions__the_narrower_seat_stands_first)
{
    for (size_t i = 0; i < transition_count; i++)
        for (size_t tier = 0; tier < TIER_COUNT; tier++) {
            const unsigned *seats = transitions[i].seats[tier].seats;
            ck_assert_uint_eq((seats[0] | seats[1]) & ~quorum_roles(), 0);
            ck_assert(seats[0] || !seats[1]);
            /* Either is within the other, or they share nobody: whoever fits first may sit. */
            ck_assert((seats[0] & seats[1]) == 0 || (seats[0] & ~seats[1]) == 0);
        }
}
END_TEST

START_TEST(test_transitions__no_stage_is_passed_over_in_mrm)
{
    static const enum stage ladder[] = {STAGE_REGISTERED, STAGE_VALIDATED, STAGE_STAGING,
                                        STAGE_SHADOW,     STAGE_CANARY,    STAGE_PRODUCTION};
    size_t promotions = 0;
    for (size_t i = 0; i < transition_count; i++) {
        if (!has(LIFECYCLE_MRM, &transitions[i]))
            continue;
        ck_assert_uint_eq(transitions[i].passes, 0);
        promotions += transitions[i].move == MOVE_PROMOTE;
    }
    ck_assert_uint_eq(promotions, 7);
    for (size_t rung = 0; rung + 1 < COUNT(ladder); rung++)
        ck_assert_ptr_nonnull(
            transition_find(LIFECYCLE_MRM, MOVE_PROMOTE, ladder[rung], ladder[rung + 1]));
    for (size_t tier = 0; tier < TIER_COUNT; tier++)
        ck_assert_uint_eq(
            lifecycle_seats(LIFECYCLE_MRM, STAGE_REGISTERED, STAGE_VALIDATED, (enum tier)tier)
                .seats[0],
            1U << ROLE_VALIDATOR);
}
END_TEST

/* A row passes over what lies between its ends: shadow apart, which nobody has to go through. */
START_TEST(test_transitions__a_promotion_passes_over_what_lies_between)
{
    for (size_t i = 0; i < transition_count; i++) {
        const struct transition *row = &transitions[i];
        for (size_t lifecycle = 0; lifecycle < LIFECYCLE_COUNT; lifecycle++) {
            unsigned between = 0;
            if (row->move != MOVE_PROMOTE || !has((enum lifecycle)lifecycle, row))
                continue;
            for (size_t stage = row->from + 1U; stage < row->to; stage++)
                if (stage != STAGE_SHADOW &&
                    stages_reached((enum lifecycle)lifecycle, STAGE_REGISTERED) & 1U << stage)
                    between |= 1U << stage;
            ck_assert_msg(row->passes == between, "%s: %s -> %s", lifecycle_words[lifecycle],
                          stage_name(row->from), stage_name(row->to));
        }
    }
}
END_TEST

TESTS("registry/transitions", test_transitions__no_move_has_two_rows,
      test_transitions__every_row_is_whole,
      test_transitions__every_row_is_reached_from_the_beginning,
      test_transitions__what_is_rejected_stays_and_what_is_archived_is_only_held,
      test_transitions__one_person_stops_whatever_lives,
      test_transitions__every_way_to_production_is_decided_bound_and_signed,
      test_transitions__the_narrower_seat_stands_first,
      test_transitions__no_stage_is_passed_over_in_mrm,
      test_transitions__a_promotion_passes_over_what_lies_between)
