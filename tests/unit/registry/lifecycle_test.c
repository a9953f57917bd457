#include "registry/lifecycle.h"

#include "base/text.h"
#include "support.h"

enum {
    ALL_FACTS = (1U << GUARD_COUNT) - 1,
    ALL_ROLES = (1U << ROLE_COUNT) - 1,
    ALL_STAGES = (1U << STAGE_COUNT) - 1,
    OFFICER = 1U << ROLE_RISK_OFFICER,
    FOLLOWS = 1U << GUARD_ROW | 1U << GUARD_WHO | 1U << GUARD_STAGES | 1U << GUARD_SIGNATURES,
    EMERGENCY = 1U << ROLE_OPERATOR | 1U << ROLE_OWNER | OFFICER,
};

static bool has(enum lifecycle lifecycle, const struct transition *row)
{
    return row->lifecycles & 1U << lifecycle;
}

/* "default promote staging -> production", for the message of a failed test. */
static const char *told_of(const struct situation *situation)
{
    static char sentence[256];
    (void)snprintf(
        sentence, sizeof sentence,
        "%s %s %s -> %s, tier %s, roles %x, in use %x, facts %x, lacking %zu%s%s, before "
        "%s",
        lifecycle_name(situation->lifecycle), move_name(situation->move),
        stage_name(situation->from), stage_name(situation->to), tier_name(situation->tier),
        situation->roles, situation->in_use, situation->facts, situation->lacking,
        situation->emergency ? ", emergency" : "", situation->blue_green ? ", blue-green" : "",
        stage_name(situation->before));
    return sentence;
}

/* The situation in which nothing stands in a row's way. */
static struct situation clear_way(enum lifecycle lifecycle, const struct transition *row,
                                  enum tier tier)
{
    const enum stage before = row->move == MOVE_RESUME     ? row->to
                              : row->move == MOVE_ROLLBACK ? STAGE_PRODUCTION
                                                           : STAGE_NONE;
    return (struct situation){
        .lifecycle = lifecycle,
        .tier = tier,
        .move = row->move,
        .from = row->from,
        .to = row->to,
        .roles = ALL_ROLES,
        .facts = ALL_FACTS,
        .before = before,
    };
}

#define ck_assert_plan(situation, wanted, wanted_objection)                                        \
    do {                                                                                           \
        const struct plan made_plan = registry_plan(situation);                                    \
        ck_assert_msg(made_plan.verdict == (wanted) && made_plan.objection == (wanted_objection),  \
                      "%s: %d by %s", told_of(situation), (int)made_plan.verdict,                  \
                      guard_name(made_plan.objection));                                            \
    } while (0)

/* ---- words ---- */

START_TEST(test_lifecycle__every_word_is_read_back_and_no_other)
{
    enum lifecycle lifecycle = LIFECYCLE_COUNT;
    enum move move = MOVE_COUNT;
    for (size_t i = 0; i < LIFECYCLE_COUNT; i++) {
        ck_assert(lifecycle_read(text_of(lifecycle_words[i]), &lifecycle) && lifecycle == i);
        ck_assert_str_eq(lifecycle_name((enum lifecycle)i), lifecycle_words[i]);
    }
    ck_assert_ptr_null(lifecycle_words[LIFECYCLE_COUNT]);
    for (size_t i = 0; i < MOVE_COUNT; i++)
        ck_assert(move_read(text_of(move_name((enum move)i)), &move) && move == i);
    ck_assert(!lifecycle_read(TEXT("Default"), &lifecycle) && lifecycle == LIFECYCLE_MRM);
    ck_assert(!lifecycle_read(TEXT(""), &lifecycle) && !move_read(TEXT("promot"), &move));
    ck_assert(!move_read(TEXT("unknown"), &move) && move == MOVE_EXPIRE);
    for (size_t guard = 0; guard < GUARD_COUNT; guard++)
        ck_assert_str_ne(guard_name((enum guard)guard), "unknown");
    ck_assert_str_eq(guard_name(GUARD_COUNT), "unknown");
    ck_assert_str_eq(move_name(MOVE_COUNT), "unknown");
    ck_assert_str_eq(lifecycle_name(LIFECYCLE_COUNT), "unknown");
}
END_TEST

/* ---- the plan of what is a row ---- */

static void each_row(void (*hold)(const struct situation *clear, const struct transition *row))
{
    for (size_t i = 0; i < transition_count; i++)
        for (size_t lifecycle = 0; lifecycle < LIFECYCLE_COUNT; lifecycle++)
            for (size_t tier = 0; tier < TIER_COUNT; tier++)
                if (has((enum lifecycle)lifecycle, &transitions[i])) {
                    const struct situation clear =
                        clear_way((enum lifecycle)lifecycle, &transitions[i], (enum tier)tier);
                    hold(&clear, &transitions[i]);
                }
}

static void is_made(const struct situation *clear, const struct transition *row)
{
    ck_assert_plan(clear, PLAN_MADE, GUARD_COUNT);
    ck_assert_ptr_eq(registry_plan(clear).planned, row);
}

START_TEST(test_lifecycle__a_row_is_made_where_all_holds)
{
    each_row(is_made);
}
END_TEST

/* Each fact missing alone is named where it is asked, and not looked at where it is not. */
static void each_fact_counts(const struct situation *clear, const struct transition *row)
{
    for (unsigned in_use = 0; in_use < 2; in_use++)
        for (size_t guard = 0; guard < GUARD_COUNT; guard++) {
            struct situation lacks = *clear;
            lacks.in_use = in_use ? 1U << row->to : 0;
            lacks.facts = ALL_FACTS & ~(1U << guard);
            const unsigned asked = (row->guards & ~(in_use ? 0 : row->adopted)) | 1U << GUARD_HEAD;
            if (asked & 1U << guard)
                ck_assert_plan(&lacks, PLAN_REFUSED, guard);
            else
                ck_assert_plan(&lacks, PLAN_MADE, GUARD_COUNT);
        }
}

START_TEST(test_lifecycle__each_fact_that_is_missing_is_named)
{
    each_row(each_fact_counts);
}
END_TEST

static void head_is_asked_first(const struct situation *clear, const struct transition *row)
{
    struct situation nothing = *clear;
    (void)row;
    nothing.facts = 0;
    nothing.roles = 0;
    ck_assert_plan(&nothing, PLAN_REFUSED, GUARD_HEAD);
    nothing.facts = 1U << GUARD_HEAD;
    ck_assert_plan(&nothing, PLAN_REFUSED, GUARD_WHO);
}

START_TEST(test_lifecycle__the_first_guard_is_the_one_that_is_named)
{
    each_row(head_is_asked_first);
}
END_TEST

static void each_role_counts(const struct situation *clear, const struct transition *row)
{
    for (size_t role = 0; role < ROLE_COUNT; role++) {
        struct situation acts = *clear;
        acts.roles = 1U << role;
        if (row->who & 1U << role)
            ck_assert_plan(&acts, PLAN_MADE, GUARD_COUNT);
        else
            ck_assert_plan(&acts, PLAN_REFUSED, GUARD_WHO);
    }
}

START_TEST(test_lifecycle__only_the_roles_of_the_row_do_it)
{
    each_row(each_role_counts);
}
END_TEST

static void signatures_are_waited_for(const struct situation *clear, const struct transition *row)
{
    struct situation unsigned_yet = *clear;
    unsigned_yet.lacking = 1;
    if (row->seats[clear->tier].seats[0])
        ck_assert_plan(&unsigned_yet, PLAN_PENDING, GUARD_SIGNATURES);
    else
        ck_assert_plan(&unsigned_yet, PLAN_MADE, GUARD_COUNT);
    unsigned_yet.roles = 0; /* what is refused is not pending */
    ck_assert_plan(&unsigned_yet, PLAN_REFUSED, GUARD_WHO);
}

START_TEST(test_lifecycle__a_lacking_signature_is_pending_and_nothing_else_is)
{
    each_row(signatures_are_waited_for);
}
END_TEST

static void stages_in_use_are_not_skipped(const struct situation *clear,
                                          const struct transition *row)
{
    for (size_t stage = 0; stage < STAGE_COUNT; stage++)
        for (unsigned blue_green = 0; blue_green < 2; blue_green++) {
            struct situation skips = *clear;
            const bool excused =
                stage == STAGE_CANARY && (blue_green || clear->tier == TIER_MINIMAL);
            skips.in_use = 1U << stage;
            skips.blue_green = blue_green;
            if (row->passes & 1U << stage && !excused)
                ck_assert_plan(&skips, PLAN_REFUSED, GUARD_STAGES);
            else
                ck_assert_plan(&skips, PLAN_MADE, GUARD_COUNT);
        }
}

START_TEST(test_lifecycle__a_stage_in_use_is_not_passed_over)
{
    each_row(stages_in_use_are_not_skipped);
}
END_TEST

/* An emergency spares signatures and stages, and nothing else; and it is a promotion. */
static void emergency_spares_signatures(const struct situation *clear, const struct transition *row)
{
    struct situation urgent = *clear;
    urgent.emergency = true;
    urgent.lacking = 2;
    urgent.in_use = ALL_STAGES;
    if (row->move != MOVE_PROMOTE) {
        ck_assert_plan(&urgent, PLAN_REFUSED, GUARD_ROW);
        return;
    }
    ck_assert_plan(&urgent, PLAN_MADE, GUARD_COUNT);
    for (size_t role = 0; role < ROLE_COUNT; role++) {
        urgent.roles = 1U << role;
        if (EMERGENCY & 1U << role)
            ck_assert_plan(&urgent, PLAN_MADE, GUARD_COUNT);
        else
            ck_assert_plan(&urgent, PLAN_REFUSED, GUARD_WHO);
    }
    urgent.roles = EMERGENCY;
    for (size_t guard = 0; guard < GUARD_COUNT; guard++) {
        urgent.facts = ALL_FACTS & ~(1U << guard);
        if ((row->guards | 1U << GUARD_HEAD | 1U << GUARD_REASON) & 1U << guard)
            ck_assert_plan(&urgent, PLAN_REFUSED, guard);
        else
            ck_assert_plan(&urgent, PLAN_MADE, GUARD_COUNT);
    }
}

START_TEST(test_lifecycle__an_emergency_spares_signatures_and_stages_alone)
{
    each_row(emergency_spares_signatures);
}
END_TEST

/* What is suspended goes back to where it was, and nowhere else. */
static void suspended_remembers(const struct situation *clear, const struct transition *row)
{
    for (size_t before = 0; before <= STAGE_COUNT; before++) {
        struct situation was = *clear;
        was.before = (enum stage)before;
        const bool bound = row->from == STAGE_SUSPENDED &&
                           (row->move == MOVE_RESUME || row->move == MOVE_ROLLBACK);
        if (bound && was.before != clear->before)
            ck_assert_plan(&was, PLAN_REFUSED, GUARD_ROW);
        else
            ck_assert_plan(&was, PLAN_MADE, GUARD_COUNT);
    }
}

START_TEST(test_lifecycle__what_is_suspended_goes_back_to_where_it_was)
{
    each_row(suspended_remembers);
}
END_TEST

/* ---- the whole matrix ---- */

/* Facts: all, none, each missing alone, each there alone. */
enum { FACTS = 2 + 2 * GUARD_COUNT, ROLES = 2 + ROLE_COUNT };

static unsigned facts_at(size_t at)
{
    if (at < 2)
        return at ? ALL_FACTS : 0;
    const unsigned alone = 1U << (at - 2) / 2;
    return at % 2 ? alone : ALL_FACTS & ~alone;
}

static unsigned roles_at(size_t at)
{
    return at < 2 ? (at ? ALL_ROLES : 0) : 1U << (at - 2);
}

/* Whatever is said of a situation is so. */
static bool plan_is_sound(const struct situation *situation)
{
    const struct plan plan = registry_plan(situation);
    const struct transition *row = plan.planned;
    if (!row)
        return plan.verdict == PLAN_REFUSED && plan.objection == GUARD_ROW;
    const unsigned asked = transition_guards(row, situation);
    const unsigned due = asked & ~(unsigned)FOLLOWS;
    const unsigned who = situation->emergency ? EMERGENCY : row->who;
    const bool passes = !(row->passes & situation->in_use & ~(1U << STAGE_CANARY)) &&
                        (!(row->passes & situation->in_use) || situation->blue_green ||
                         situation->tier == TIER_MINIMAL);
    const bool lets = (situation->facts & due) == due && situation->roles & who &&
                      (situation->emergency || passes);
    const bool waits =
        !situation->emergency && situation->lacking && row->seats[situation->tier].seats[0];
    switch (plan.verdict) {
    case PLAN_MADE:
        return lets && !waits;
    case PLAN_PENDING:
        return lets && waits && plan.objection == GUARD_SIGNATURES;
    case PLAN_REFUSED:
        return !lets && plan.objection != GUARD_ROW && plan.objection < GUARD_SIGNATURES &&
               asked & 1U << plan.objection &&
               (plan.objection == GUARD_WHO      ? !(situation->roles & who)
                : plan.objection == GUARD_STAGES ? !passes
                                                 : !(situation->facts & 1U << plan.objection)) &&
               (situation->facts & due & ((1U << plan.objection) - 1)) ==
                   (due & ((1U << plan.objection) - 1));
    }
    return false;
}

static void ways_of(struct situation situation)
{
    for (size_t way = 0; way < 32; way++) {
        const struct transition *row =
            transition_find(situation.lifecycle, situation.move, situation.from, situation.to);
        situation.emergency = way & 1;
        situation.lacking = way & 2;
        situation.blue_green = way & 4;
        situation.in_use = way & 8 ? ALL_STAGES : 0;
        situation.before = way & 16 ? situation.to : STAGE_PRODUCTION;
        for (size_t facts = 0; facts < (row ? FACTS : 2); facts++)
            for (size_t roles = 0; roles < (row ? ROLES : 2); roles++) {
                situation.facts = facts_at(facts);
                situation.roles = roles_at(roles);
                if (!plan_is_sound(&situation) || (registry_plan(&situation).planned && !row))
                    ck_abort_msg("%s", told_of(&situation));
            }
    }
}

/* One past the last of each is garbage, and is refused like what is no row. */
START_TEST(test_lifecycle__the_whole_matrix_is_sound)
{
    for (size_t lifecycle = 0; lifecycle <= LIFECYCLE_COUNT; lifecycle++)
        for (size_t move = 0; move <= MOVE_COUNT; move++)
            for (size_t from = 0; from <= STAGE_COUNT; from++)
                for (size_t to = 0; to <= STAGE_COUNT; to++)
                    for (size_t tier = 0; tier < TIER_COUNT; tier++)
                        ways_of((struct situation){.lifecycle = (enum lifecycle)lifecycle,
                                                   .move = (enum move)move,
                                                   .from = (enum stage)from,
                                                   .to = (enum stage)to,
                                                   .tier = (enum tier)tier});
}
END_TEST

START_TEST(test_lifecycle__what_nobody_knows_is_refused)
{
    static const int garbage[] = {-1, 31, 32, 64, 1 << 30};
    const struct situation clear = clear_way(LIFECYCLE_DEFAULT, &transitions[0], TIER_HIGH);
    for (size_t i = 0; i < COUNT(garbage); i++) {
        struct situation lifecycle = clear, tier = clear, move = clear, from = clear, to = clear;
        lifecycle.lifecycle = (enum lifecycle)garbage[i];
        tier.tier = (enum tier)garbage[i];
        move.move = (enum move)garbage[i];
        from.from = (enum stage)garbage[i];
        to.to = (enum stage)garbage[i];
        ck_assert_plan(&lifecycle, PLAN_REFUSED, GUARD_ROW);
        ck_assert_plan(&tier, PLAN_REFUSED, GUARD_ROW);
        ck_assert_plan(&move, PLAN_REFUSED, GUARD_ROW);
        ck_assert_plan(&from, PLAN_REFUSED, GUARD_ROW);
        ck_assert_plan(&to, PLAN_REFUSED, GUARD_ROW);
        ck_assert_uint_eq(lifecycle_seats((enum lifecycle)garbage[i], (enum stage)garbage[i],
                                          (enum stage)garbage[i], (enum tier)garbage[i])
                              .seats[0],
                          OFFICER);
    }
}
END_TEST

/* ---- seats ---- */

static const struct {
    enum lifecycle lifecycle;
    enum stage from, to;
    enum tier tier;
    size_t seats;
    unsigned first;
} seats_due[] = {
    {LIFECYCLE_DEFAULT, STAGE_STAGING, STAGE_PRODUCTION, TIER_HIGH, 2, OFFICER},
    {LIFECYCLE_DEFAULT, STAGE_NONE, STAGE_PRODUCTION, TIER_HIGH, 2, OFFICER},
    {LIFECYCLE_DEFAULT, STAGE_NONE, STAGE_PRODUCTION, TIER_LIMITED, 1, 0},
    {LIFECYCLE_DEFAULT, STAGE_NONE, STAGE_PRODUCTION, TIER_MINIMAL, 0, 0},
    {LIFECYCLE_DEFAULT, STAGE_EXPERIMENTAL, STAGE_PRODUCTION, TIER_HIGH, 2, OFFICER},
    {LIFECYCLE_DEFAULT, STAGE_SUSPENDED, STAGE_PRODUCTION, TIER_MINIMAL, 2, OFFICER},
    {LIFECYCLE_DEFAULT, STAGE_SUSPENDED, STAGE_STAGING, TIER_LIMITED, 2, OFFICER},
    {LIFECYCLE_DEFAULT, STAGE_CANARY, STAGE_CANARY, TIER_HIGH, 0, 0},
    {LIFECYCLE_DEFAULT, STAGE_NONE, STAGE_CANARY, TIER_HIGH, 2, OFFICER},
    {LIFECYCLE_DEFAULT, STAGE_NONE, STAGE_SHADOW, TIER_HIGH, 1, OFFICER},
    {LIFECYCLE_DEFAULT, STAGE_REGISTERED, STAGE_VALIDATED, TIER_MINIMAL, 0, 0},
    {LIFECYCLE_DEFAULT, STAGE_NONE, STAGE_VALIDATED, TIER_LIMITED, 1, 1U << ROLE_VALIDATOR},
    {LIFECYCLE_DEFAULT, STAGE_REGISTERED, STAGE_STAGING, TIER_HIGH, 0, 0},
    {LIFECYCLE_DEFAULT, STAGE_EXPERIMENTAL, STAGE_REGISTERED, TIER_HIGH, 0, 0},
    {LIFECYCLE_DEFAULT, STAGE_DEPRECATED, STAGE_RETIRED, TIER_HIGH, 1, 0},
    {LIFECYCLE_DEFAULT, STAGE_RETIRED, STAGE_ARCHIVED, TIER_MINIMAL, 1, 0},
    {LIFECYCLE_SIMPLE, STAGE_REGISTERED, STAGE_PRODUCTION, TIER_HIGH, 2, OFFICER},
    {LIFECYCLE_MRM, STAGE_REGISTERED, STAGE_VALIDATED, TIER_MINIMAL, 1, 1U << ROLE_VALIDATOR},
    {LIFECYCLE_MRM, STAGE_REGISTERED, STAGE_PRODUCTION, TIER_HIGH, 2, OFFICER},
};

START_TEST(test_lifecycle__says_whose_seats_a_move_has)
{
    for (size_t i = 0; i < COUNT(seats_due); i++) {
        const struct quorum quorum = lifecycle_seats(seats_due[i].lifecycle, seats_due[i].from,
                                                     seats_due[i].to, seats_due[i].tier);
        const size_t seats = quorum.seats[0] ? (quorum.seats[1] ? 2 : 1) : 0;
        ck_assert_msg(seats == seats_due[i].seats &&
                          (!seats_due[i].first || quorum.seats[0] == seats_due[i].first),
                      "%s: %s -> %s, %s: %zu seats, the first for %x",
                      lifecycle_name(seats_due[i].lifecycle), stage_name(seats_due[i].from),
                      stage_name(seats_due[i].to), tier_name(seats_due[i].tier), seats,
                      quorum.seats[0]);
    }
}
END_TEST

TESTS("registry/lifecycle", test_lifecycle__every_word_is_read_back_and_no_other,
      test_lifecycle__a_row_is_made_where_all_holds,
      test_lifecycle__each_fact_that_is_missing_is_named,
      test_lifecycle__the_first_guard_is_the_one_that_is_named,
      test_lifecycle__only_the_roles_of_the_row_do_it,
      test_lifecycle__a_lacking_signature_is_pending_and_nothing_else_is,
      test_lifecycle__a_stage_in_use_is_not_passed_over,
      test_lifecycle__an_emergency_spares_signatures_and_stages_alone,
      test_lifecycle__what_is_suspended_goes_back_to_where_it_was,
      test_lifecycle__the_whole_matrix_is_sound, test_lifecycle__what_nobody_knows_is_refused,
      test_lifecycle__says_whose_seats_a_move_has)
