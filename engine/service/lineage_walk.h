/* service/lineage_walk.h: what a version was made from, and what was made from something. Private
 * to the room.
 *
 * Both are walks of the log's rows: upwards by what versions say of themselves, back by the index
 * `source` (registry/registry.h). Models lead on to further models; a walk meets each version once,
 * goes LIMIT_LINEAGE_DEPTH models far and ends at LIMIT_LINEAGE_VERSIONS, and says so where there
 * would have been more.
 */
#ifndef SERVICE_LINEAGE_WALK_H
#define SERVICE_LINEAGE_WALK_H

#include "service/acting.h"

/* A version that was met. */
struct relative {
    struct text named;       /* NAME@VERSION, or NAME where no version was told     */
    struct text relation;    /* "fine-tuned"; empty where none was told             */
    struct text through;     /* the version that it was met through; empty: at once */
    unsigned depth;          /* models from where the walk began, from 1            */
    const struct value *row; /* of the version; NULL where it is not registered     */
};

struct relatives LIST(struct relative);

struct lineage_walk {
    struct acting *acting;
    struct relatives relatives;
    bool cut; /* there is more than the limits let through */
};

/* The models that the version was made from, and those that these were made from: each before what
 * it was made from. */
NODISCARD bool lineage_parents(struct lineage_walk *walk, struct text version_key,
                               struct error *err);

/* What says `what` under a kind of source: "data", "model", "code", "environment", "policies".
 * `begins`: also what only begins so, as an abbreviated digest does. */
struct lineage_source {
    const char *kind;
    struct text what;
    bool begins;
};

NODISCARD bool lineage_made_from(struct lineage_walk *walk, const struct lineage_source *source,
                                 struct error *err);

/* And all that was built on those that were met so far. */
NODISCARD bool lineage_built_on(struct lineage_walk *walk, struct error *err);

#endif
