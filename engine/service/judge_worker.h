/* service/judge_worker.h: the part of judging that runs in the worker. Private to the room.
 *
 * Messages are canonical JSON maps; `kind` says which:
 *
 *     reading   before a manifest's inputs are read: its number
 *     progress  while its artifact is read: bytes that are done, and of how many
 *     loading   before a policy's file is run: its path
 *     ahead     after that, before the policy is checked in the same go: its id
 *     kept      after it: the findings and notes of that policy, which may be needed later
 *     set       before each case: digests of its policy set, changed parameters, faults
 *     case      before the policies of a manifest: everything of the record but the findings
 *     checking  before a policy's check: its number in the set
 *     findings  after it: the findings and notes of that policy
 *     stands    instead of the two: its number, and which of those kept are its findings
 *     judged    after the last policy of a manifest
 *     refused   instead of case to judged: why a manifest could not be judged
 *     usage     instead of everything: the command itself is off
 */
#ifndef SERVICE_JUDGE_WORKER_H
#define SERVICE_JUDGE_WORKER_H

#include "service/judge.h"
#include "worker/worker.h"

/* What ended a worker before, and must not be touched again. */
struct casualty {
    const char *policy; /* the path of a file that ended it while loading, or NULL       */
    size_t manifest;    /* else the manifest whose inputs did                            */
    struct error error; /* how                                                           */
};

struct casualties LIST(struct casualty);

/* Where a worker begins. */
struct judge_start {
    const struct judge_request *request;
    size_t manifest;         /* the first to judge                          */
    size_t policy;           /* of that manifest's set, the first to check  */
    int64_t run_deadline_ms; /* of that manifest's run; 0 where it has not begun */
    const struct casualties *casualties;
    bool ahead; /* policies may be checked as they are loaded, which is sooner */
};

/* The worker's body; `context` is a struct judge_start. */
void judge_work(void *context, struct worker_port *port);

#endif
