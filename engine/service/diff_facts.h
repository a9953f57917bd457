/* service/diff_facts.h: what two versions can be compared by, as names and values. Private to the
 * room.
 *
 * Parameters, metrics and groups stand in manifests and evidence, which strangers wrote: a worker
 * reads them (errand.h), from the vault, as they were when the newest decision on the version was
 * recorded. What comes back is a flat list:
 *
 *     [{"section": "metrics", "name": "accuracy", "value": 0.914}, ...]
 */
#ifndef SERVICE_DIFF_FACTS_H
#define SERVICE_DIFF_FACTS_H

#include "service/acting.h"

struct fact {
    struct text section, name;
    struct value value; /* a number, a text, a boolean, null */
};

struct facts LIST(struct fact);

/* One version: what its row says, and what its newest decision rests on. */
struct compared {
    struct text named; /* NAME@VERSION                                */
    const struct value *row;
    const struct value *decision; /* its row; NULL where none is recorded */
    struct facts facts;
    bool cut; /* there are more than LIMIT_DIFF_FACTS */
};

/* Everything of both, in the order of section and name, each name once. */
NODISCARD bool diff_facts(struct acting *acting, struct compared sides[2], struct error *err);

/* The leaves of a tree, each under its path: "code.commit", "layers[0].width". */
void facts_flatten(struct text section, struct text path, const struct value *tree,
                   struct arena *arena, struct facts *facts);

/* The metrics, groups with their rates and impact ratios, of evidence. */
struct evidence;
void facts_measured(const struct evidence *evidence, struct arena *arena, struct facts *facts);

/* One more, unless there are too many already. */
void fact_add(struct facts *facts, struct arena *arena, struct fact fact);

#endif
