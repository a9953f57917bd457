/* evidence/fields.h: the entries of a document, taken by name and kind. Private to the room.
 *
 * Each function takes one entry of a map. What is absent or null leaves the empty text or NULL;
 * what is there in another kind than its reader needs is refused with its place.
 */
#ifndef EVIDENCE_FIELDS_H
#define EVIDENCE_FIELDS_H

#include "base/suggest.h"
#include "value/value.h"

/* "a string", "null": what stands in the field, for a message. */
const char *kind_words(enum value_kind kind);

/* Refuse the first key of `map` that is not in `keys`, with a did-you-mean. `keys` ascend by their
 * bytes and end with NULL; `what` names the map: "a result". */
NODISCARD bool fields_known(const struct value *map, const char *const *keys, const char *what,
                            struct arena *arena, struct error *err);

NODISCARD bool field_text(const struct value *map, struct text key, struct text *field_words,
                          struct error *err);
NODISCARD bool field_number(const struct value *map, struct text key, const struct value **number,
                            struct error *err);
/* A field's number that is not below 0, or NaN. */
NODISCARD bool field_count(const struct value *map, struct text key, const struct value **count,
                           struct error *err);
NODISCARD bool field_of_kind(const struct value *map, struct text key, enum value_kind kind,
                             const struct value **field_out, struct error *err);

#endif
