/* worker/confine.h: what the kernel is asked to refuse a worker. Private to the room.
 *
 * Limits (setrlimit) bound what a child takes; a filter of system calls (seccomp) bounds what it
 * does. A filter stays for the process's life and is inherited by programs it runs.
 */
#ifndef WORKER_CONFINE_H
#define WORKER_CONFINE_H

#include "worker/worker.h"

/* Memory, open files, core dumps, and writing to any file (its size may not grow past 0). */
void confine_limits(void);

NODISCARD bool confine_calls(enum worker_confinement confinement, struct error *err);

#endif
