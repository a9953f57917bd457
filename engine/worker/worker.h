/* worker/worker.h: work that is done in a process apart, and may fail there.
 *
 * What strangers wrote is read, and what strangers programmed is run, in a child that holds no key,
 * no log and no way out:
 *
 *     parent                               child
 *     worker_start(body, context) -------> body(context, port)
 *                                            worker_confine(port, WORKER_READING)
 *                                            ... opens and parses files ...
 *                                            worker_confine(port, WORKER_JUDGING)
 *                                            ... runs policies ...
 *     worker_receive() <------ message ----- worker_send(port, message)
 *     WORKER_DONE      <-------------------- body returns
 *
 * Messages are bytes with their size in front, at most LIMIT_WORKER_MESSAGE. The parent believes
 * none of them: it reads each strictly. A child that is late, dies, or sends nonsense is killed;
 * what it had sent before stands, and the caller decides what to start anew.
 *
 * The body never returns to main: the child leaves by _exit, so nothing of the parent is flushed,
 * freed or signed twice.
 */
#ifndef WORKER_WORKER_H
#define WORKER_WORKER_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

#include <stdint.h>

struct worker;      /* the parent's end  */
struct worker_port; /* the child's end   */

enum worker_event {
    WORKER_MESSAGE, /* one message is here                                  */
    WORKER_DONE,    /* the body returned, everything was received           */
    WORKER_DIED,    /* it ended without saying so; worker_fate says how     */
    WORKER_LATE,    /* the deadline passed; it was killed                   */
};

/* What a child may still do. Each step takes more away, and none gives back. */
enum worker_confinement {
    WORKER_READING, /* no network, no writing to files, no tracing of others; programs may be run */
    WORKER_JUDGING, /* compute, take memory, send messages, look at the clock, end               */
    WORKER_ALONE,   /* of a program that a reader runs: start no other, signal nobody            */
    WORKER_TALKING, /* of a program on the network: write to no file, start and signal nobody    */
};

/* Fork, run `body` in the child. ERROR_UNAVAILABLE where the system refuses a process or a pipe. */
NODISCARD bool worker_start(void (*body)(void *context, struct worker_port *port), void *context,
                            struct arena *arena, struct worker **out, struct error *err);

/* Wait for what comes next, at most until `deadline_ms` of clock_milliseconds. `message` is set for
 * WORKER_MESSAGE only and lives in the arena. After any other event the worker is over. */
enum worker_event worker_receive(struct worker *worker, int64_t deadline_ms, struct arena *arena,
                                 struct text *message);

/* How it ended, for a sentence: "was ended by signal 11", "ran out of memory". */
const char *worker_fate(const struct worker *worker);

/* Kill it if it still runs. Called by the arena as well: forgetting it leaves no process behind. */
void worker_stop(struct worker *worker);

/* ---- in the child ---- */

/* Send one message; ends the child where the parent is gone or the message is too large. */
void worker_send(struct worker_port *port, struct text message);

/* The same without hurry: it goes along with the next one that is sent, or at the body's end, and
 * is lost where the child dies before. For what the parent need not know yet. */
void worker_hold(struct worker_port *port, struct text message);

/* Give up rights. Where the kernel has no such filter (under emulation), limits and deadline still
 * hold and true is returned; ERROR_UNAVAILABLE where it has one and refuses ours. */
NODISCARD bool worker_confine(struct worker_port *port, enum worker_confinement confinement,
                              struct error *err);

#endif
