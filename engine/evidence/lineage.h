/* evidence/lineage.h: filling the lineage of a file, part by part. Private to the room.
 *
 * Tools tell in their own words what a run was made from; here it takes the words of evidence/v1:
 *
 *     {code: {commit, repository}, data: [{name, digest}], parameters: {...}, environment: {...},
 *      outputs: [{name, digest}], run: {id, status, ...}}
 *
 * What a tool does not say is absent. Values keep their places.
 */
#ifndef EVIDENCE_LINEAGE_H
#define EVIDENCE_LINEAGE_H

#include "evidence/evidence.h"

struct lineage {
    struct members code, run, environment;
    struct values data, outputs;    /* of the lineage: data sets, and what came out */
    const struct value *parameters; /* a map, or NULL                               */
    struct arena *arena;
};

/* Add `key: value` to a part; nothing where the value is NULL, null or the empty text. */
void lineage_say(struct lineage *lineage, struct members *part, struct text key,
                 const struct value *lineage_value);

/* Add {name, digest} to data or outputs of the lineage; a digest that is NULL is left out. */
void lineage_list(struct lineage *lineage, struct values *list, const struct value *name,
                  const struct value *digest);

/* The whole, placed where `of` stands; NULL where nothing was said. */
const struct value *lineage_value(const struct lineage *lineage, const struct value *of);

#endif
