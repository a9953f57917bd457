/* base/clock.h: moments, as seconds since 1970-01-01T00:00:00Z, and RFC 3339.
 *
 * Nothing below the command line asks what time it is: the moment of a decision is an input, is
 * written into the decision, and can be given again. clock_now is for the doors alone.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/text.h"

#include <stdint.h>

/* A moment before year 0 or after 9999 cannot be written, so it is not one. */
#define CLOCK_FIRST INT64_C(-62167219200)
#define CLOCK_LAST  INT64_C(253402300799)

enum { CLOCK_TEXT_SIZE = 21 }; /* "2026-11-20T09:00:00Z" and a NUL */

/* Now, in whole seconds. */
int64_t clock_now(void);

/* A monotonic count of milliseconds, for deadlines. */
int64_t clock_milliseconds(void);

/* The same count in microseconds, for saying how long something took. */
int64_t clock_microseconds(void);

/* A monotonic count of milliseconds that goes on while the machine sleeps, for how long ago
 * something was. */
int64_t clock_elapsed_ms(void);

/* Read RFC 3339: a date-time with `Z` or an offset, a fraction being dropped, or a date alone,
 * which lasts to its last second. False for anything else: no such day, hour 24, second 60 at a
 * time that had no leap second is taken as the second before. */
NODISCARD bool clock_read(struct text written, int64_t *moment);

/* Read how long something lasts, in seconds: a count and s, m, h or d ("90s", "24h", "7d"). False
 * for anything else, for nothing ("0h"), and for more than a hundred years. */
NODISCARD bool clock_span_read(struct text written, int64_t *seconds);

/* Write in UTC, "2026-11-20T09:00:00Z". `moment` is clipped to CLOCK_FIRST..CLOCK_LAST. */
void clock_write(int64_t moment, char written[CLOCK_TEXT_SIZE]);

#endif
