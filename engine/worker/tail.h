/* worker/tail.h: the end of a stream, in memory that its two ends share. Private to the room.
 *
 * A child that says before each dangerous step what it is about to do would spend more on waking
 * its parent than on the step. So what it says lies here first, and goes through the pipe in larger
 * pieces. Where the child dies or is slow, the parent looks here, and nothing that was said is
 * lost.
 *
 *     stream   ......................................|
 *     pipe     ..........................|           ^ end
 *     tail                      | the last TAIL_SIZE |     byte n lies at bytes[n % TAIL_SIZE]
 *
 * The child alone writes. The parent believes nothing of it: an `end` that cannot be is no end.
 */
#ifndef WORKER_TAIL_H
#define WORKER_TAIL_H

#include "base/text.h"

#include <stdint.h>

enum { TAIL_SIZE = 16 << 10 };

struct tail;

/* NULL with errno where the system has no memory to share. */
struct tail *tail_open(void);
void tail_close(struct tail *tail);

/* Put the bytes behind the first `end` of the stream. At most TAIL_SIZE. */
void tail_put(struct tail *tail, uint64_t end, struct text bytes);

/* The bytes of the stream from `from` up to `end`, as far as they lie in one piece. */
struct text tail_piece(const struct tail *tail, uint64_t from, uint64_t end);

/* Copy the stream from byte `from` to its end, and say how many bytes that is: at most TAIL_SIZE,
 * and 0 where the writer is too far ahead; then they are in the pipe. */
size_t tail_peek(const struct tail *tail, uint64_t from, char copied[TAIL_SIZE]);

#endif
