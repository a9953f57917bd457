#include "service/webhook.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/scratch.h"
#include "evidence/manifest.h"
#include "registry/lifecycle.h"
#include "service/operations.h"
#include "service/record.h"

/* ---- a network that answers as it is told ---- */

struct told {
    struct net net;
    int64_t statuses[16]; /* one after another; 0: not reached, -1: the address is refused */
    size_t asked;
    const struct value *last;
};

static bool told_ask(struct net *net, const struct net_question *question, struct arena *answering,
                     const struct value **reply, struct error *err)
{
    struct told *told = (struct told *)net;
    struct record answer = record_in(answering);
    const int64_t status = told->statuses[told->asked++];
    struct value *last = ARENA_NEW(&arena, struct value),
                 *made = ARENA_NEW(answering, struct value);
    *last = value_copy(&arena, &question->request);
    told->last = last;
    if (status < 0)
        return error_set(err, ERROR_REFUSED, "the address is not https");
    record_value(&answer, "status", status ? value_of_integer(status) : value_of_null());
    record_text(&answer, "failed", status ? TEXT_NONE : TEXT("takes no connection"));
    *made = record_map(&answer);
    *reply = made;
    return true;
}

static void told_close(struct net *net)
{
    (void)net;
}

/* ---- a ledger of one entry ---- */

static size_t complaints;

static void unheard(void *context, struct text text)
{
    (void)context, (void)text;
}

static void complained(void *context, const struct error *err)
{
    (void)context, (void)err;
    complaints++;
}

static void progressed(void *context, const char *what, uint64_t done, uint64_t of)
{
    (void)context, (void)what, (void)done, (void)of;
}

static bool confirmed(void *context, struct text sentence, struct text word, struct error *err)
{
    (void)context, (void)sentence, (void)word, (void)err;
    return true;
}

static const char *setting(void *context, const char *name)
{
    (void)context;
    if (strcmp(name, "HOME") == 0)
        return scratch("home");
    return strcmp(name, "THE_SECRET") == 0 ? "whsec_" : NULL;
}

static struct session session = {.arena = &arena,
                                 .now = 1795000000,
                                 .print = unheard,
                                 .complain = complained,
                                 .progress = progressed,
                                 .confirm = confirmed,
                                 .setting = setting};
static struct acting acting;

static struct value one(const char *written)
{
    const struct value word = value_of_text(text_of(written));
    return value_of_list(&arena, &word, 1);
}

static void ledger_begin(void)
{
    struct key_pair *pair;
    struct error err = {0};
    scratch_open();
    complaints = 0;
    ck_assert(key_pair_generate(&arena, &pair, &err));
    scratch_bytes("ada.pub", key_line(key_pair_public(pair), TEXT("ada"), &arena));
    struct record request = record_in(&arena);
    record_text(&request, "folder", text_of(scratch("ledger")));
    record_text(&request, "origin", TEXT("gov.example/models"));
    record_value(&request, "admin", one(text_format(&arena, "ada=%s", scratch("ada.pub")).at));
    const struct value asked = record_map(&request);
    ck_assert_msg(init_operation.run(&session, &asked, &err) == 0, "%s", support_error(&err));
    struct record named = record_in(&arena);
    record_text(&named, "dir", text_of(scratch("ledger")));
    const struct value there = record_map(&named);
    ck_assert_msg(acting_open_unsigned(&session, &there, STORE_WRITE, &acting, &err), "%s",
                  support_error(&err));
}

static void ledger_end(void)
{
    acting_close(&acting);
    scratch_close();
}

/* Receivers of all events, by their names. */
static struct webhooks webhooks_of(const char *const *names, const char *secret)
{
    struct webhooks webhooks = {0};
    for (; *names; names++)
        *LIST_ADD(&arena, &webhooks) = (struct webhook){.name = text_of(*names),
                                                        .url = TEXT("https://hooks.example/"),
                                                        .secret_setting = secret};
    return webhooks;
}

static struct serving served_by(struct told *told, const struct webhooks *webhooks, int64_t now)
{
    struct serving serving;
    struct error err = {0};
    told->net = (struct net){told_ask, told_close};
    ck_assert_msg(serving_open(&acting, webhooks, &told->net, now, &serving, &err), "%s",
                  support_error(&err));
    ck_assert_msg(serving_run(&serving, &err), "%s", support_error(&err));
    return serving;
}

static const char *const two[] = {"first", "second", NULL}, *const only[] = {"only", NULL};

/* ---- delivering ---- */

START_TEST(test_webhook__one_that_fails_keeps_nobody_waiting)
{
    ledger_begin();
    struct told told = {.statuses = {500, 204}};
    const struct webhooks webhooks = webhooks_of(two, "THE_SECRET");
    const struct serving serving = served_by(&told, &webhooks, 1000);
    ck_assert_uint_eq(told.asked, 2);
    ck_assert(serving.at[0].unreached);
    ck_assert_uint_eq(serving.at[0].delivery.attempts, 1);
    ck_assert(text_is(serving.at[0].delivery.last_error, "answers 500"));
    ck_assert_uint_eq(serving.at[1].taken, 1);
    ck_assert(!serving.at[1].unreached);
    ledger_end();
}
END_TEST

START_TEST(test_webhook__how_far_it_came_is_kept)
{
    ledger_begin();
    struct told down = {.statuses = {0}}, up = {.statuses = {200}}, idle = {0};
    const struct webhooks webhooks = webhooks_of(only, "THE_SECRET");
    (void)served_by(&down, &webhooks, 1000);
    const struct text id = value_text(value_get(down.last, TEXT("id")));
    const struct serving early = served_by(&idle, &webhooks, 1003);
    ck_assert_uint_eq(idle.asked, 0);
    ck_assert_uint_eq(early.at[0].delivery.attempts, 1);
    const struct serving later = served_by(&up, &webhooks, 1010);
    ck_assert_uint_eq(later.at[0].taken, 1);
    ck_assert_msg(text_equal(value_text(value_get(up.last, TEXT("id"))), id), "it has another id");
    (void)served_by(&idle, &webhooks, 2000);
    ck_assert_uint_eq(idle.asked, 0);
    ledger_end();
}
END_TEST

static void row_put(const char *name, const char *document)
{
    int64_t moment;
    struct error err = {0};
    const struct row_name row = {TEXT("delivery"), text_of(name)};
    ck_assert_msg(log_begin(acting.log, session.now, &moment, &err) &&
                      log_put_row(acting.log, row, text_of(document), &err) &&
                      log_commit(acting.log, &err),
                  "%s", support_error(&err));
}

START_TEST(test_webhook__who_edits_how_far_it_was_served_keeps_nothing_from_it)
{
    static const char *const edited[] = {"{\"next\":1}", "{\"next\":1,\"mark\":\"\"}",
                                         "{\"next\":0,\"stopped\":true,\"mark\":\"sha256:0000\"}"};
    for (size_t i = 0; i < COUNT(edited); i++) {
        ledger_begin();
        struct told up = {.statuses = {200, 200}}, idle = {0};
        const struct webhooks webhooks = webhooks_of(only, "THE_SECRET");
        row_put("only", edited[i]);
        ck_assert_uint_eq(served_by(&up, &webhooks, 1000).at[0].taken, 1);
        ck_assert_uint_eq(complaints, 1);
        (void)served_by(&idle, &webhooks, 2000);
        ck_assert_uint_eq(idle.asked, 0);
        ck_assert_uint_eq(complaints, 1);
        ledger_end();
    }
}
END_TEST

START_TEST(test_webhook__how_far_one_was_served_says_nothing_of_another)
{
    ledger_begin();
    struct error err = {0};
    struct text document;
    struct told up = {.statuses = {200}}, again = {.statuses = {200}};
    const struct webhooks webhooks = webhooks_of(only, "THE_SECRET");
    const struct webhooks other = webhooks_of((const char *const[]){"other", NULL}, "THE_SECRET");
    (void)served_by(&up, &webhooks, 1000);
    const struct row_name row = {TEXT("delivery"), TEXT("only")};
    ck_assert(acting.rows.get(acting.rows.keeper, row, &arena, &document, &err));
    row_put("other", text_string(&arena, document));
    ck_assert_uint_eq(served_by(&again, &other, 1000).at[0].taken, 1);
    ck_assert_uint_eq(complaints, 1);
    ledger_end();
}
END_TEST

START_TEST(test_webhook__one_that_is_gone_is_stopped_until_it_is_retried)
{
    ledger_begin();
    struct error err = {0};
    struct told gone = {.statuses = {410}}, up = {.statuses = {200}};
    const struct webhooks webhooks = webhooks_of(only, "THE_SECRET");
    const struct serving stopped = served_by(&gone, &webhooks, 1000);
    ck_assert(stopped.at[0].delivery.stopped);
    struct serving serving = served_by(&gone, &webhooks, 9000000);
    ck_assert_uint_eq(gone.asked, 1);
    ck_assert(serving_retry(&serving, &serving.at[0], &err));
    ck_assert_uint_eq(served_by(&up, &webhooks, 9000000).at[0].taken, 1);
    ledger_end();
}
END_TEST

START_TEST(test_webhook__a_mistake_is_no_attempt)
{
    ledger_begin();
    struct told refused = {.statuses = {-1}}, idle = {0};
    const struct webhooks webhooks = webhooks_of(only, "THE_SECRET");
    const struct webhooks secretless = webhooks_of(only, "NO_SECRET");
    const struct serving serving = served_by(&refused, &webhooks, 1000);
    ck_assert(serving.at[0].unreached);
    ck_assert_uint_eq(serving.at[0].delivery.attempts, 0);
    ck_assert(served_by(&idle, &secretless, 1000).at[0].unreached);
    ck_assert_uint_eq(idle.asked, 0);
    ck_assert_uint_eq(complaints, 2);
    ledger_end();
}
END_TEST

/* ---- what an attempt comes to ---- */

static const int64_t pauses[] = {5, 300, 1800, 7200, 18000, 36000, 36000};

START_TEST(test_webhook__it_is_tried_again_later_each_time_and_then_given_up)
{
    struct arena keeping = {0};
    struct delivery delivery = {.next = 7};
    for (size_t i = 0; i < COUNT(pauses); i++) {
        delivery_failed(&delivery, 7, TEXT("answers 500"), 1000, &keeping);
        ck_assert_uint_eq(delivery.attempts, i + 1);
        ck_assert_int_eq(delivery.next_try, 1000 + pauses[i]);
        ck_assert_uint_eq(delivery.next, 7);
    }
    delivery_failed(&delivery, 7, TEXT("answers 502"), 1000, &keeping);
    ck_assert_uint_eq(delivery.next, 8);
    ck_assert_uint_eq(delivery.attempts, 0);
    ck_assert_uint_eq(delivery.dead.count, 1);
    ck_assert_uint_eq(delivery.dead.at[0].index, 7);
    ck_assert_uint_eq(delivery.dead.at[0].attempts, DELIVERY_ATTEMPTS);
    ck_assert(text_is(delivery.dead.at[0].why, "answers 502"));
    arena_free(&keeping);
}
END_TEST

START_TEST(test_webhook__where_no_more_dead_letters_fit_it_stops_and_drops_none)
{
    struct arena keeping = {0};
    struct delivery delivery = {0};
    for (uint64_t index = 0; !delivery.stopped && index < 2 * LIMIT_WEBHOOK_DEAD; index++)
        for (size_t i = 0; i < DELIVERY_ATTEMPTS; i++)
            delivery_failed(&delivery, index, TEXT("answers 500"), 1000, &keeping);
    ck_assert(delivery.stopped);
    ck_assert_uint_eq(delivery.dead.count, LIMIT_WEBHOOK_DEAD);
    ck_assert_uint_eq(delivery.next, LIMIT_WEBHOOK_DEAD);
    arena_free(&keeping);
}
END_TEST

static const struct wish {
    const char *asked, *type;
    bool wanted;
} wishes[] = {
    {"decision", "decision", true},
    {"transition", "transition.suspend", true},
    {"transition.suspend", "transition.suspend", true},
    {"transition.suspend", "transition.promote", false},
    {"transition.suspend", "transition", false},
    {"decision", "transition.suspend", false},
    {"trans", "transition", false},
};

START_TEST(test_webhook__wants_a_kind_or_one_change_of_it)
{
    for (size_t i = 0; i < COUNT(wishes); i++) {
        struct arena keeping = {0};
        const struct value asked = value_of_text(text_of(wishes[i].asked));
        const struct value events = value_of_list(&keeping, &asked, 1);
        const struct webhook webhook = {.events = &events}, curious = {0};
        ck_assert_msg(webhook_wants(&webhook, text_of(wishes[i].type)) == wishes[i].wanted,
                      "%s of %s", wishes[i].asked, wishes[i].type);
        ck_assert(webhook_wants(&curious, text_of(wishes[i].type)));
        arena_free(&keeping);
    }
}
END_TEST

/* ---- what a receiver may ask for ---- */

static bool may_be_asked(const char *kind, const char *change, struct arena *keeping)
{
    struct error err = {0};
    struct value document;
    const char *before = change ? "." : "";
    const struct text source =
        text_format(keeping,
                    "obstat: webhooks/v1\nwebhooks: [{name: all, url: 'https://a.example', "
                    "secret_env: S, events: [%s%s%s]}]\n",
                    kind, before, change ? change : "");
    ck_assert_msg(document_read("w.yaml", source, keeping, &document, &err), "%s",
                  support_error(&err));
    return schemas_check(schemas_new(keeping), TEXT("webhooks"), &document, keeping, &err);
}

START_TEST(test_webhook__every_kind_and_change_may_be_asked_for_and_no_other)
{
    static const char *const enrolments[] = {"add", "prove", "rotate", "revoke"};
    struct arena keeping = {0};
    for (int kind = 0; kind < ACT_KINDS; kind++)
        ck_assert_msg(may_be_asked(act_kind_name((enum act_kind)kind), NULL, &keeping), "%s",
                      act_kind_name((enum act_kind)kind));
    for (int move = 0; move < MOVE_COUNT; move++)
        ck_assert_msg(may_be_asked("transition", move_name((enum move)move), &keeping), "%s",
                      move_name((enum move)move));
    for (size_t i = 0; annotation_words[i]; i++)
        ck_assert_msg(may_be_asked("annotation", annotation_words[i], &keeping), "%s",
                      annotation_words[i]);
    for (size_t i = 0; i < COUNT(enrolments); i++)
        ck_assert(may_be_asked("identity", enrolments[i], &keeping));
    ck_assert(!may_be_asked("transition", "supsend", &keeping));
    ck_assert(!may_be_asked("decision", "suspend", &keeping));
    ck_assert(!may_be_asked("transitions", NULL, &keeping));
    arena_free(&keeping);
}
END_TEST

TESTS("service/webhook", test_webhook__one_that_fails_keeps_nobody_waiting,
      test_webhook__how_far_it_came_is_kept,
      test_webhook__who_edits_how_far_it_was_served_keeps_nothing_from_it,
      test_webhook__how_far_one_was_served_says_nothing_of_another,
      test_webhook__one_that_is_gone_is_stopped_until_it_is_retried,
      test_webhook__a_mistake_is_no_attempt,
      test_webhook__it_is_tried_again_later_each_time_and_then_given_up,
      test_webhook__where_no_more_dead_letters_fit_it_stops_and_drops_none,
      test_webhook__wants_a_kind_or_one_change_of_it,
      test_webhook__every_kind_and_change_may_be_asked_for_and_no_other)
