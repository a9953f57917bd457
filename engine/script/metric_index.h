/* script/metric_index.h: the results of all evidence, found by metric. Private to the room.
 *
 * A report of 60 MB holds a million results and a policy may ask for hundreds of metrics, so the
 * names are hashed once. Twelve bytes a result:
 *
 *     slots    [ . | 7 | . | 3 | ... ]      a slot holds the first result of one name, from 1
 *     next     3 -> 5 -> 0                  and each result the next of its name, in the order of
 *                                           the evidence
 */
#ifndef SCRIPT_METRIC_INDEX_H
#define SCRIPT_METRIC_INDEX_H

#include "policy/case.h"

struct metric_index;

/* A result and the evidence it is of. */
struct metric_found {
    const struct evidence *evidence;
    const struct result *result;
};

/* The index of a case, kept in its memo where it has one, else made in `arena`. */
const struct metric_index *metric_index_of(const struct case_file *of, struct arena *arena);

/* How many results there are in all. */
size_t metric_index_count(const struct metric_index *index);

/* Result `number` in the order of the evidence, from 0. */
struct metric_found metric_index_at(const struct metric_index *index, size_t number);

/* Step through the results of one metric: `cursor` is 0 at first. False after the last. */
bool metric_index_next(const struct metric_index *index, struct text metric, size_t *cursor,
                       struct metric_found *out);

#endif
