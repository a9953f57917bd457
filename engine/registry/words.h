/* registry/words.h: texts that people read, and ids that must not be mistaken. Private to the room.
 *
 * An id is ASCII, so that no two look alike. What a person wrote may be in any script, but has
 * nothing in it that a screen would hide or turn round: no control characters (line ends are), no
 * format characters, no marks that change the direction of writing.
 */
#ifndef REGISTRY_WORDS_H
#define REGISTRY_WORDS_H

#include "base/text.h"

/* [a-z0-9._@-], 1 to LIMIT_PERSON_ID of them. */
bool words_are_id(struct text id);

/* A model's name, [a-z0-9][a-z0-9._/-]{0,127} without ".."; a version, [A-Za-z0-9._+-]{1,64}. */
bool words_are_name(struct text model_name);
bool words_are_version(struct text version);

/* A stage, or "latest": where a version or an alias could stand, they mean something already. */
bool words_are_reserved(struct text words);

/* Why a text may not be shown ("has a control character"); NULL where it may. */
const char *words_unsound(struct text words);

#endif
