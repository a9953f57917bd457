/* worker/partner.h: another program that is talked with: asked one thing after another, each with
 * one answer. No shell is involved.
 *
 * The program is named by its path and gets the arguments and environment that are given here and
 * nothing else: its standard input and output are the two ends of one socket, standard error is
 * thrown away, and no other descriptor is open. It may open files for reading and talk to the
 * network; it may write to no file, start no other program and signal nobody (WORKER_TALKING). It
 * ends with us, however we end.
 *
 *     us                                    the program
 *     partner_ask("...", file)  ---parcel-->
 *                               <--parcel---  its answer
 *     partner_stop()            ---- end --->  leaves
 */
#ifndef WORKER_PARTNER_H
#define WORKER_PARTNER_H

#include "worker/program.h"

struct partner;

/* Start it; `max` bounds each answer, `time_ms` is not used. ERROR_UNAVAILABLE where it cannot be
 * started. It is stopped with the arena as well. */
NODISCARD bool partner_start(const struct program *program, struct arena *arena,
                             struct partner **out, struct error *err);
void partner_stop(struct partner *partner);

/* What it is asked: a message, an open file for it to read (-1: none), and how long it may take. */
struct partner_question {
    struct text message;
    int file;
    int64_t time_ms;
};

/* The answer, in the arena. ERROR_UNAVAILABLE where none came: then it was ended, and every later
 * question fails. */
NODISCARD bool partner_ask(struct partner *partner, const struct partner_question *question,
                           struct arena *arena, struct text *answer, struct error *err);

#endif
