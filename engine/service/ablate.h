/* service/ablate.h: does a policy notice when its inputs go missing? Private to the room.
 *
 * Each input that a passing test read is removed, made null and corrupted (given another type), one
 * by one, and the policy judges again. Where it still lets the model through, it does not depend
 * on what it says it depends on: that is how a misspelt key passes in silence.
 *
 * Three things are left alone. `risk.tier` may be absent: it counts as high. What a policy reads
 * through case:optional may be: the record shows the default. And a list may have an item less: how
 * many there should be is nothing that a policy can know.
 */
#ifndef SERVICE_ABLATE_H
#define SERVICE_ABLATE_H

#include "service/trial.h"

struct read_values LIST(const struct value *);

/* What a check reads, collected by a watcher. */
struct reads {
    struct arena *arena;
    struct read_values values; /* parts of the documents that were judged */
};

/* A watcher that fills `reads`. */
struct watcher reads_watcher(struct reads *reads);

/* A test that passed, and what judged it. */
struct ablating {
    const struct trial *trial;
    const struct trial_run *passed;
    struct trial_bench bench;
};

struct ablation {
    size_t tried;    /* changed documents that were judged                           */
    size_t survived; /* that still let through                                       */
};

/* Change each input and judge; `tell` gets a line for each that still passes. */
void ablate(const struct ablating *what, const struct reads *reads, struct ablation *out,
            void (*tell)(void *context, struct text line), void *context);

#endif
