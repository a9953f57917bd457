/* evidence/prose.h: sections of a model card, put together from the fields of a bill of materials.
 * Private to the room.
 *
 *     ["Small print", "Handwriting"]                "Small print\nHandwriting"
 *     [{"name": "bias", "mitigationStrategy": "…"}]  "bias: …"
 */
#ifndef EVIDENCE_PROSE_H
#define EVIDENCE_PROSE_H

#include "evidence/card.h"

/* The prose of a text, a list, or a list of maps: a line for each item, the texts of a map with
 * colons between, its name first and the rest in the order of their keys. NULL where there is no
 * text. Has the place of `value`.
 */
const struct value *prose_of(const struct value *value, struct arena *arena);

/* Add it to the sections of a card, where there is any. */
void prose_add(struct sections *sections, struct text title, const struct value *value,
               struct arena *arena);

/* The texts of `key` in the maps of a list, as a list; NULL for none. */
const struct value *texts_of(const struct value *list, struct text key, struct arena *arena);

#endif
