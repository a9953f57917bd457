/* evidence/card.h: putting together what a model card says, whatever format it came in. Private to
 * the room.
 *
 *     card = {license, datasets, language, ..., sections: {"Intended use": "Research."}}
 *
 * What the source says under other keys is kept as it is. `card_keys` mean the same in every card,
 * and have the kinds that the schema of evidence gives them: a reader adds them one by one, and
 * what a source has under them with another meaning gives way.
 */
#ifndef EVIDENCE_CARD_H
#define EVIDENCE_CARD_H

#include "base/list.h"
#include "value/value.h"

struct section {
    struct text title, text;
    struct place place;
};

struct sections LIST(struct section);

/* datasets, language, license, model_name, problems, sections; NULL ends them. */
extern const char *const card_keys[];

/* Add what `map` has under other keys than those in `except`, which NULL ends. */
void card_keep(struct members *card, const struct value *map, const char *const *except,
               struct arena *arena);

/* Add a value that is there: NULL and null add nothing. */
void card_add(struct members *card, struct text key, const struct value *value,
              struct arena *arena);

/* Add names: a text, or a list of texts; a number or a boolean among them is taken for the text
 * that it was written as. ERROR_REFUSED for lists in lists and for maps. */
NODISCARD bool card_names_add(struct members *card, struct text key, const struct value *names,
                              struct arena *arena, struct error *err);

/* A section, unless its text is empty and its title too. */
void card_section(struct sections *sections, struct text title, struct text text,
                  struct place place, struct arena *arena);

/* Add `sections`: texts by title, those of one title joined in order with a blank line between. */
void card_sections_add(struct members *card, const struct sections *sections, struct arena *arena);

#endif
