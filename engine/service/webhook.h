/* service/webhook.h: telling others what was recorded. Private to the room.
 *
 * The log is the outbox: what happened and that it is to be told of are one entry, so nothing can
 * be lost between the two. Beside the log stands only how far each receiver was served, a row
 * `delivery` of its own, with the log's mark (log_mark), so that nobody else can say that somebody
 * was told. Such rows follow from no entry; an audit and a rebuild leave them alone.
 *
 *     entries   0   1   2   3   4   5   6   7         log
 *     pager     .   x   .   x   .   .   x             next 5: 1 and 3 were taken, 6 waits
 *     archive   x   x   x                             next 2, 3 attempts, next try at 14:05:00
 *
 * An entry is told as {"type", "timestamp", "data": {"index", "time", "id", "kind", "by",
 * "subject", "predicate"}}: what was signed, and no personal words, which are not in the log.
 */
#ifndef SERVICE_WEBHOOK_H
#define SERVICE_WEBHOOK_H

#include "service/acting.h"
#include "service/net.h"

/* ---- receivers ---- */

struct webhook {
    struct text name, url;
    const char *secret_setting; /* PAGER_SECRET */
    const struct value *events; /* NULL: all */
    uint64_t from;              /* the first entry that it is told of */
};

struct webhooks LIST(struct webhook);

extern const char webhooks_none[]; /* a line for a ledger that has none */

/* Those of webhooks.yaml in the ledger's folder, read in a process apart; none where there is no
 * such file. */
NODISCARD bool webhooks_read(struct session *session, const char *ledger_folder,
                             struct webhooks *out, struct error *err);

/* The one of that name; ERROR_USAGE with the nearest. */
NODISCARD bool webhook_find(const struct webhooks *webhooks, const char *name,
                            struct session *session, const struct webhook **out, struct error *err);

/* The address without what stands behind a ?, which may be a token. */
struct text webhook_shown(const struct webhook *webhook);

/* ---- events ---- */

struct webhook_event {
    bool found; /* false: there was none, and nothing else is set */
    uint64_t index;
    struct text id;   /* of the entry, "sha256:..." */
    struct text type; /* "transition.suspend" */
    struct text body; /* what is sent */
};

/* Does the receiver ask for events of the type? */
bool webhook_wants(const struct webhook *webhook, struct text type);

/* The first entry of the range that the receiver asks for, if there is one. In the arena. */
NODISCARD bool webhook_next(struct acting *acting, const struct webhook *webhook,
                            struct leaf_range range, struct arena *arena, struct webhook_event *out,
                            struct error *err);

/* What `webhook test` sends: no entry stands behind it. */
NODISCARD bool webhook_test_event(struct session *session, struct text origin,
                                  struct webhook_event *out, struct error *err);

/* ---- how far it was served ---- */

/* An event that was given up after its last attempt. */
struct dead_letter {
    uint64_t index;
    uint64_t attempts;
    struct text why;
};

struct dead_letters LIST(struct dead_letter);

struct delivery {
    struct text webhook;
    uint64_t next;     /* the first entry that was not looked at, or was not taken */
    uint64_t attempts; /* at that entry                                           */
    int64_t next_try;  /* not before then; where attempts is not 0                */
    struct text last_error;
    bool stopped; /* it said that it is gone (410) */
    bool edited;  /* the row had not the log's mark: it counts as if it were not there */
    struct dead_letters dead;
};

/* The row, or where a receiver begins who has none. Who has not the log's key takes it as it is. */
NODISCARD bool delivery_read(struct acting *acting, const struct webhook *webhook,
                             struct delivery *out, struct error *err);

/* Complain of a row that was edited. */
void delivery_complain(struct session *session, const struct delivery *delivery);

/* On the disk when it returns true. */
NODISCARD bool delivery_write(struct acting *acting, const struct delivery *delivery,
                              struct error *err);

enum { DELIVERY_ATTEMPTS = 8 };

/* What an attempt comes to. After a failure the delivery says when to try again; after the last
 * one the event is a dead letter, and the next one's turn comes. Where LIMIT_WEBHOOK_DEAD of them
 * lie there already, the receiver stops instead: nothing is dropped. */
void delivery_taken(struct delivery *delivery, uint64_t index);
void delivery_failed(struct delivery *delivery, uint64_t index, struct text why, int64_t now,
                     struct arena *arena);

/* ---- delivering ---- */

/* What a run did for one receiver. */
struct served {
    const struct webhook *webhook;
    const char *called; /* its name, for progress                  */
    struct delivery delivery;
    uint64_t taken;    /* events of this run                       */
    uint64_t died;     /* that became dead letters in it           */
    bool unreached;    /* an attempt of this run failed            */
    bool over;         /* there is nothing more to do for it now   */
    bool secret_known; /* its setting is there                     */
};

struct serving {
    struct acting *acting;
    struct net *net;
    int64_t now;       /* when the run began                     */
    int64_t begun_ms;  /* the same by clock_milliseconds         */
    struct served *at; /* one for each receiver                  */
    size_t count;
};

/* Ask a receiver to take an event. False where nothing can be sent to it at all (ERROR_REFUSED: its
 * address or secret is none), or nothing to anybody any more. */
struct webhook_answer {
    bool taken, gone;
    struct text why; /* where it is not taken: "answers 500" */
};
NODISCARD bool webhook_ask(struct serving *serving, const struct served *served,
                           const struct webhook_event *event, struct arena *arena,
                           struct webhook_answer *out, struct error *err);

/* Open what delivering needs: the receivers' rows, their secrets, obstat-net (where `net` is NULL).
 */
NODISCARD bool serving_open(struct acting *acting, const struct webhooks *webhooks, struct net *net,
                            int64_t now, struct serving *out, struct error *err);

/* Serve all of them: each in the order of the log, in turns, so that one who is slow takes nobody's
 * time but its own. One for whom nothing is due or can be done is over. False only where nothing
 * more can be delivered to anybody. */
NODISCARD bool serving_run(struct serving *serving, struct error *err);

/* Dead letters of one receiver once more, in their order. What is taken is one no longer. */
NODISCARD bool serving_retry(struct serving *serving, struct served *served, struct error *err);

/* Now, as far into the run as it is. */
int64_t serving_now(const struct serving *serving);

/* Only one process serves a ledger's receivers. *taken false where another does; the lock ends with
 * the process, or with close(2). */
NODISCARD bool serving_turn(struct acting *acting, bool *taken, int *lock, struct error *err);

#endif
