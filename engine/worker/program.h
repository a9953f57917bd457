/* worker/program.h: run another program and read what it prints. No shell is involved.
 *
 * The program is named by its path, gets the arguments and environment that are given here and
 * nothing else, reads a file or nothing as its standard input, and its standard error is thrown
 * away. It may start no other program (WORKER_ALONE), and is killed at its deadline or when it
 * prints more than `max` bytes. Only what says so may start others, as a script of our own does.
 */
#ifndef WORKER_PROGRAM_H
#define WORKER_PROGRAM_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

#include <stdint.h>

struct program {
    const char *const *arguments;   /* the program's path first, NULL last                     */
    const char *const *environment; /* "NAME=value", NULL last                                */
    size_t max;                     /* bytes of output                                        */
    int64_t time_ms;                /* how long it may take                                   */
    const char *input;              /* the file that it reads, or NULL                        */
    bool starts_others;             /* it may: never where a stranger's file says what         */
};

/* Run to its end. `status` is what it exited with, 128 + signal where one ended it.
 * ERROR_UNAVAILABLE where it cannot be started, is late, or prints too much. */
NODISCARD bool program_run(const struct program *program, struct arena *arena, struct text *output,
                           int *status, struct error *err);

#endif
