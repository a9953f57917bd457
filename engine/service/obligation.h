/* service/obligation.h: what falls due about a version, and when somebody is told. Private to the
 * room.
 *
 *     ttl         its time to live ends                 sunset      a deprecated version ends
 *     review      the review that its tier asks for     emergency, suspension, rollback
 *     waiver      a waiver ends                                     the review that these owe
 *     condition   what an approval was given under
 *     approval    one that counts ends, and what it was given for still waits
 *
 * Each is told 30 days before, 7 days before, one day before, and when it is over:
 *
 *     ------- 30 --------- 7 ---- 1 -- due ----------> moment
 *       none |    30      |   7  |  1 |  overdue
 *
 * A sweep that comes late gives the notice of the stretch it comes in, and none of those before.
 * Which notices were given stands in the log, so giving them twice is nobody's choice.
 */
#ifndef SERVICE_OBLIGATION_H
#define SERVICE_OBLIGATION_H

#include "service/acting.h"

enum notice { NOTICE_NONE, NOTICE_MONTH, NOTICE_WEEK, NOTICE_DAY, NOTICE_OVERDUE };

/* The notice that belongs to the moment. */
enum notice notice_of(int64_t due, int64_t moment);

/* Its days, as rows and pages have them: 30, 7, 1, 0 when overdue. */
unsigned notice_days(enum notice notice);

/* When the next notice is given, or `due` itself; INT64_MAX where it is over already. */
int64_t notice_next(int64_t due, int64_t moment);

/* How a notice of the log says it: "2027-01-31T00:00:00Z/7", ".../overdue". */
struct text notice_words(int64_t due, enum notice notice, struct arena *arena);

struct obligation {
    struct text name, version;
    struct text what; /* "ttl", "waiver production credit/four-fifths", "approval 12" */
    struct text told; /* for a person: "its time to live ends"                           */
    int64_t since;    /* no notice is due of a stretch that had begun by then; INT64_MIN: all are */
    int64_t due;
};

/* The notice that belongs to the moment, unless its stretch is as old as what it is about: who
 * signs for 30 days need not be told at once. */
enum notice obligation_notice(const struct obligation *obligation, int64_t moment);

struct obligations LIST(struct obligation);

/* Sees the rows of versions, which live until it returns. */
struct obliged_visit {
    bool (*see)(void *context, const struct value *version, struct error *err);
    void *context;
};

/* All that falls due about the versions in the stages that a sweep looks at, which `visit` sees:
 * in use, on their way out of it, or suspended; and of any that is not at its end its waivers, and
 * while it waits for signatures the approvals that it has, and its time to live. Conditions are
 * those of versions in use. */
NODISCARD bool obligations_find(struct acting *acting, struct obliged_visit visit,
                                struct obligations *out, struct error *err);

#endif
