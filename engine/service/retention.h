/* service/retention.h: how long an archived version is kept, by what it was used for. Private to
 * the room.
 *
 *     standard   3 years     our own default: a dispute comes up within it
 *     hipaa      6 years     45 CFR 164.316(b)(2): documentation
 *     finance    7 years     audit work papers, 17 CFR 210.2-06
 *     ai-act    10 years     Regulation (EU) 2024/1689, Article 18: technical documentation
 *     ll144      6 months    6 RCNY 5-303: a summary stays up for six months after the last use
 *
 * Counted from the day on which a version is archived, which is never earlier than the day from
 * which a rule counts. A day that a month does not have becomes the first of the next one, so that
 * nothing is kept a day too short. Whoever needs longer says --until; shorter is refused.
 */
#ifndef SERVICE_RETENTION_H
#define SERVICE_RETENTION_H

#include "base/error.h"
#include "base/suggest.h"

#include <stdint.h>

struct retention_class {
    const char *name;
    int years, months;
    const char *rule; /* where the time comes from */
};

extern const struct retention_class retention_classes[]; /* ended by a row without a name */
extern const char *const retention_words[];              /* their names, NULL last        */

/* The row of that name, or NULL with a suggestion. */
const struct retention_class *retention_named(struct text class_name,
                                              struct suggestion *near_class);

/* Until when what is archived at a moment is kept. ERROR_REFUSED where that is after the last year
 * that can be written. */
NODISCARD bool retention_until(const struct retention_class *retention, int64_t archived_at,
                               int64_t *until, struct error *err);

#endif
