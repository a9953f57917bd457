/* registry/owed.h: reviews that a version owes, because somebody went ahead of them. Private to the
 * room.
 *
 *     what         until      paid by
 *     emergency    24 hours   answers that fill the seats of its request; where none was open, or
 *                             the version has ended for good, an acknowledgement
 *     suspension   72 hours   resuming it, or an acknowledgement
 *     rollback     24 hours   an acknowledgement
 *
 * Whoever did it pays nothing, and no move pays: a debt follows the version wherever it goes. While
 * one is overdue the version is promoted nowhere.
 */
#ifndef REGISTRY_OWED_H
#define REGISTRY_OWED_H

#include "registry/applying.h"

enum owed_kind { OWED_EMERGENCY, OWED_SUSPENSION, OWED_ROLLBACK, OWED_KINDS };

const char *owed_name(enum owed_kind kind);
NODISCARD bool owed_read(struct text owed_word, enum owed_kind *out);

/* Until when it is owed: what the act says, which is no later than it may be; else as late. */
NODISCARD bool owed_due(const struct applying *applying, enum owed_kind kind, int64_t *out,
                        struct error *err);

/* The version owes it from this entry on; of one kind, request and person once, by the earlier day.
 */
void owed_add(const struct applying *applying, enum owed_kind kind, int64_t due,
              struct text request_id, struct deed *version);

/* What is paid, and by whom: each of `payers` has said so `by` and at a `time`. */
struct payment {
    enum owed_kind kind;
    struct text request_id; /* empty: the debts that have none               */
    struct text but_of;     /* debts of this one's doing stay; empty: none do */
    const struct values *payers;
};

/* It owes this no more. For each who paid a row says so, "paid ID/NAME@VERSION/WHAT/INDEX", for the
 * day on which their word counts no more. `*paid` is how many debts that were. */
NODISCARD bool owed_pay(struct applying *applying, const struct payment *payment,
                        struct deed *version, size_t *paid, struct error *err);

/* Of what one has paid, all since then is owed again: they were not who they are; `until` is since
 * when that was known before, INT64_MAX where it was not. Where answers to a request had paid, it
 * is open again, unless its version has ended. */
NODISCARD bool owed_again(struct applying *applying, struct text id, int64_t since, int64_t until,
                          struct error *err);

/* The version has ended for good: nobody answers for its promotion any more, and what it owes for
 * an emergency is an acknowledgement. */
void owed_end(struct deed *version);

/* Does it owe the review of an emergency, overdue or not? */
bool owed_in_emergency(const struct value *version);

#endif
