/* evidence/figures.h: the figures of a tree, under their keys joined with dots. Private to the
 * room.
 *
 *     {"auc": 0.9, "val": {"f1": 0.25}, "curve": [0, 1]}      auc 0.9    val.f1 0.25
 *
 * For trackers, which nest what they like. Lists are curves and no figures. (A plain tree of its
 * own, which may have a million figures, is read by format_metrics.c, twice over.)
 */
#ifndef EVIDENCE_FIGURES_H
#define EVIDENCE_FIGURES_H

#include "evidence/evidence.h"
#include "evidence/naming.h"

struct figures {
    struct evidence *evidence;
    const struct setting *setting;                                /* of all of them, or NULL    */
    bool (*passed_over)(struct text key, const struct value *of); /* what is no figure; or NULL */
    struct naming naming; /* of all figures of a file, with its arena and error: it bounds them */
};

/* Add every figure below `map`; `above` is the name so far, empty at the top. ERROR_REFUSED as
 * result_add and name_join. */
NODISCARD bool figures_read(struct figures *figures, const struct value *map, struct text above);

#endif
