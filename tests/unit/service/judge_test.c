/* The parent's half of judging, against workers that are played: what it makes of each message,
 * of their order, and of an end at any point. `judge_work` below stands in for the real one. */
#include "service/judge.h"

#include "service/judge_worker.h"
#include "service/record.h"
#include "support.h"

#include <unistd.h>

enum { POLICIES = 3, MANIFESTS = 2, EXIT_KILLED = 70 };

static struct arena arena;

/* How the worker in hand plays. */
static struct play {
    size_t dies_after; /* the message after which it ends, counted from 1; 0: never */
    size_t alone;      /* only the first worker dies: 1 + the manifest it begins at  */
    bool other_set;    /* a worker that takes over has read other policies           */
    bool other_inputs; /* and other inputs                                           */
    size_t skipped;    /* 1 + the policy that is passed over in silence              */
    bool caseless;     /* the second manifest is judged by the case of the first     */
    bool ahead;        /* policies are checked as they are loaded, where that may be */
    size_t dies_ahead; /* the policy, from 1, at which the worker ends then          */
    bool twice;        /* the same findings stand for two policies                   */
    bool uninvited;    /* policies are checked ahead where nobody asked for it       */
} play;

/* ---- the worker ---- */

struct player {
    const struct judge_start *start;
    struct worker_port *port;
    struct arena arena;
    size_t sent;
};

static struct record line(struct player *player, const char *kind)
{
    struct record record = record_in(&player->arena);
    record_text(&record, "kind", text_of(kind));
    return record;
}

static void send(struct player *player, const struct record *record)
{
    worker_send(player->port, record_bytes(record));
    if (++player->sent == play.dies_after && player->start->manifest + 1 == play.alone &&
        player->start->policy == 0)
        _exit(EXIT_KILLED);
}

static bool takes_over(const struct player *player)
{
    return player->start->policy > 0;
}

static void send_number(struct player *player, const char *kind, const char *name, size_t number)
{
    struct record record = line(player, kind);
    record_integer(&record, name, (int64_t)number);
    send(player, &record);
}

static void send_set(struct player *player)
{
    struct record record = line(player, "set");
    const struct value none = value_of_list(&player->arena, NULL, 0);
    record_text(&record, "digest", TEXT("sha256:"));
    record_text(&record, "usual_digest",
                play.other_set && takes_over(player) ? TEXT("other") : TEXT("one"));
    record_integer(&record, "count", POLICIES);
    record_value(&record, "changed", none);
    record_value(&record, "faults", none);
    send(player, &record);
}

static void send_case(struct player *player, size_t manifest)
{
    struct record record = line(player, "case");
    record_integer(&record, "manifest", (int64_t)manifest);
    record_text(&record, "subject",
                play.other_inputs && takes_over(player) ? TEXT("other") : TEXT("one"));
    record_value(&record, "not_applied", value_of_list(&player->arena, NULL, 0));
    send(player, &record);
}

static struct value one_finding(struct player *player, size_t number)
{
    const struct finding finding = {.policy = TEXT("x"),
                                    .control = text_format(&player->arena, "c%zu", number),
                                    .outcome = OUTCOME_PASS,
                                    .level = LEVEL_MANDATORY,
                                    .message = TEXT("holds")};
    return finding_value(&finding, &player->arena);
}

static void send_ahead(struct player *player)
{
    for (size_t i = 0; i < POLICIES; i++) {
        const struct value written = one_finding(player, i);
        struct record record = line(player, "loading");
        record_text(&record, "policy", TEXT("p.lua"));
        send(player, &record);
        record = line(player, "ahead");
        record_text(&record, "id", text_format(&player->arena, "p/%zu", i));
        send(player, &record);
        if (i + 1 == play.dies_ahead)
            _exit(EXIT_KILLED);
        record = line(player, "kept");
        record_value(&record, "findings", value_of_list(&player->arena, &written, 1));
        send(player, &record);
    }
}

static void send_stands(struct player *player, size_t number)
{
    struct record record = line(player, "stands");
    record_integer(&record, "policy", (int64_t)number);
    record_integer(&record, "kept", play.twice ? 0 : (int64_t)number);
    send(player, &record);
}

static void send_policy(struct player *player, size_t number)
{
    const struct value written = one_finding(player, number);
    struct record record = line(player, "checking");
    record_integer(&record, "policy", (int64_t)number);
    record_text(&record, "id", text_format(&player->arena, "p/%zu", number));
    record_text(&record, "level", TEXT("advisory"));
    record_text(&record, "path", TEXT("p.lua"));
    send(player, &record);
    record = line(player, "findings");
    record_integer(&record, "policy", (int64_t)number);
    record_value(&record, "findings", value_of_list(&player->arena, &written, 1));
    send(player, &record);
}

void judge_work(void *context, struct worker_port *port)
{
    struct player player = {.start = context, .port = port};
    for (size_t i = player.start->manifest; i < MANIFESTS; i++)
        send_number(&player, "reading", "manifest", i);
    for (size_t i = player.start->manifest; i < MANIFESTS; i++) {
        const size_t first = i == player.start->manifest ? player.start->policy : 0;
        const bool blamed = player.start->casualties->count > 0;
        const bool ahead =
            play.ahead && i == 0 && !blamed && (player.start->ahead || play.uninvited);
        if (ahead)
            send_ahead(&player);
        if (!play.caseless || i == 0) {
            send_set(&player);
            send_case(&player, i);
        }
        for (size_t j = first; j < POLICIES; j++)
            if (j + 1 != play.skipped && !(blamed && j == 0))
                (ahead ? send_stands : send_policy)(&player, j);
        send_number(&player, "judged", "manifest", i);
    }
}

/* ---- the parent ---- */

static struct seen {
    size_t count, refused, allowed, errors;
    struct error error; /* of the last that was refused */
} seen;

static void see(void *context, const struct judgement *judgement)
{
    (void)context;
    seen.count++;
    seen.refused += judgement->refused;
    seen.allowed += !judgement->refused && judgement->conclusion.status == STATUS_ALLOWED;
    if (judgement->refused)
        seen.error = judgement->error;
    else
        seen.errors += judgement->conclusion.counts[OUTCOME_ERROR] +
                       judgement->conclusion.advisory_counts[OUTCOME_ERROR];
}

static void progress(void *context, const char *what, uint64_t done, uint64_t of)
{
    (void)context;
    (void)what;
    (void)done;
    (void)of;
}

static bool judged(struct play how, struct error *err)
{
    struct judge_request request = {.now = 0};
    struct session session = {.arena = &arena, .progress = progress};
    for (size_t i = 0; i < MANIFESTS; i++)
        *LIST_ADD(&arena, &request.manifests) = "m.yaml";
    play = how;
    seen = (struct seen){0};
    const bool done = judge(&request, &session, see, NULL, err);
    arena_free(&arena);
    return done;
}

/* Messages of the first worker: 2 reading, set, case, 3 x (checking, findings), judged, set, ... */
enum { AFTER_CHECKING = 5, AFTER_FINDINGS = 6, AFTER_JUDGED = 11, AFTER_SECOND_SET = 12 };

START_TEST(test_judge__every_manifest_is_judged)
{
    struct error err = {0};
    ck_assert_msg(judged((struct play){0}, &err), "%s", support_error(&err));
    ck_assert_uint_eq(seen.count, MANIFESTS);
    ck_assert_uint_eq(seen.allowed, MANIFESTS);
}
END_TEST

START_TEST(test_judge__a_worker_that_dies_in_a_check_costs_that_policy_alone)
{
    struct error err = {0};
    const struct play dying = {.dies_after = AFTER_CHECKING, .alone = 1};
    ck_assert_msg(judged(dying, &err), "%s", support_error(&err));
    ck_assert_uint_eq(seen.count, MANIFESTS);
    ck_assert_uint_eq(seen.errors, 1);
}
END_TEST

START_TEST(test_judge__nobody_is_blamed_between_two_policies)
{
    struct error err = {0};
    const struct play dying = {.dies_after = AFTER_FINDINGS, .alone = 1};
    ck_assert(!judged(dying, &err));
    ck_assert_int_eq(err.code, ERROR_UNAVAILABLE);
    ck_assert_uint_eq(seen.count, 0);
}
END_TEST

/* The policy that was checked last belongs to the manifest before. */
START_TEST(test_judge__nobody_is_blamed_between_two_manifests)
{
    static const size_t ends[] = {AFTER_JUDGED, AFTER_SECOND_SET};
    for (size_t i = 0; i < COUNT(ends); i++) {
        struct error err = {0};
        const struct play dying = {.dies_after = ends[i], .alone = 1};
        ck_assert(!judged(dying, &err));
        ck_assert_int_eq(err.code, ERROR_UNAVAILABLE);
        ck_assert_uint_eq(seen.count, 1);
        ck_assert_uint_eq(seen.errors, 0);
    }
}
END_TEST

START_TEST(test_judge__policies_that_changed_meanwhile_judge_nothing)
{
    struct error err = {0};
    const struct play changed = {.dies_after = AFTER_CHECKING, .alone = 1, .other_set = true};
    ck_assert_msg(judged(changed, &err), "%s", support_error(&err));
    ck_assert_uint_eq(seen.refused, 1);
    ck_assert_str_eq(seen.error.message, "the policies changed while they judged");
}
END_TEST

START_TEST(test_judge__inputs_that_changed_meanwhile_are_not_judged)
{
    struct error err = {0};
    const struct play changed = {.dies_after = AFTER_CHECKING, .alone = 1, .other_inputs = true};
    ck_assert_msg(judged(changed, &err), "%s", support_error(&err));
    ck_assert_uint_eq(seen.refused, 1);
    ck_assert_str_eq(seen.error.message, "the inputs changed while they were judged");
}
END_TEST

START_TEST(test_judge__a_policy_that_was_passed_over_is_noticed)
{
    for (size_t i = 1; i <= POLICIES; i++) {
        struct error err = {0};
        ck_assert_msg(judged((struct play){.skipped = i}, &err), "%s", support_error(&err));
        ck_assert_uint_eq(seen.refused, MANIFESTS);
        ck_assert_int_eq(seen.error.code, ERROR_BUG);
    }
}
END_TEST

START_TEST(test_judge__no_manifest_is_judged_by_the_case_of_another)
{
    struct error err = {0};
    ck_assert(!judged((struct play){.caseless = true}, &err));
    ck_assert_uint_eq(seen.count, 1);
}
END_TEST

START_TEST(test_judge__what_was_found_ahead_stands_when_it_is_its_turn)
{
    struct error err = {0};
    ck_assert_msg(judged((struct play){.ahead = true}, &err), "%s", support_error(&err));
    ck_assert_uint_eq(seen.allowed, MANIFESTS);
    ck_assert_msg(judged((struct play){.ahead = true, .skipped = 2}, &err), "%s",
                  support_error(&err));
    ck_assert_uint_eq(seen.refused, MANIFESTS);
    ck_assert_int_eq(seen.error.code, ERROR_BUG);
}
END_TEST

/* In its turn it may end a worker again, and then it is blamed: once, and for a check. */
START_TEST(test_judge__nobody_is_blamed_for_what_happens_ahead)
{
    for (size_t i = 1; i <= POLICIES; i++) {
        struct error err = {0};
        const struct play dying = {.ahead = true, .dies_ahead = i};
        ck_assert_msg(judged(dying, &err), "%s", support_error(&err));
        ck_assert_uint_eq(seen.allowed, MANIFESTS);
        ck_assert_uint_eq(seen.errors, 0);
    }
}
END_TEST

START_TEST(test_judge__findings_stand_for_one_policy_alone)
{
    struct error err = {0};
    ck_assert(!judged((struct play){.ahead = true, .twice = true}, &err));
    ck_assert_uint_eq(seen.count, 0);
}
END_TEST

START_TEST(test_judge__a_worker_that_took_over_is_not_ahead)
{
    struct error err = {0};
    const struct play dying = {.ahead = true, .dies_ahead = 2, .uninvited = true};
    ck_assert_msg(judged(dying, &err), "%s", support_error(&err)); /* what it loads is blamed */
    ck_assert_uint_eq(seen.refused, MANIFESTS);
}
END_TEST

TESTS("service/judge", test_judge__every_manifest_is_judged,
      test_judge__what_was_found_ahead_stands_when_it_is_its_turn,
      test_judge__nobody_is_blamed_for_what_happens_ahead,
      test_judge__findings_stand_for_one_policy_alone,
      test_judge__a_worker_that_took_over_is_not_ahead,
      test_judge__a_worker_that_dies_in_a_check_costs_that_policy_alone,
      test_judge__nobody_is_blamed_between_two_policies,
      test_judge__nobody_is_blamed_between_two_manifests,
      test_judge__policies_that_changed_meanwhile_judge_nothing,
      test_judge__inputs_that_changed_meanwhile_are_not_judged,
      test_judge__a_policy_that_was_passed_over_is_noticed,
      test_judge__no_manifest_is_judged_by_the_case_of_another)
