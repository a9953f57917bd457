/* service/said.h: what a row, a predicate or a document says under a name. Private to the room.
 *
 *     said_text(version, "stage")        "production"; empty where it says nothing
 *     said_integer(version, "head")      61; 0 where it says nothing
 *     said_by(signers, "rita")           has she signed?
 *
 * The shape of all of them was checked where they came in, so what is not there was null. Whoever
 * has to tell what is absent from what is wrong asks the value (value/value.h).
 */
#ifndef SERVICE_SAID_H
#define SERVICE_SAID_H

#include "evidence/stage.h"
#include "value/value.h"

/* NULL where it is null or absent. */
const struct value *said_part(const struct value *of, const char *name);

struct text said_text(const struct value *of, const char *name);

int64_t said_integer(const struct value *of, const char *name);

/* A stage by its word; false where it says none, or one that there is none. */
NODISCARD bool said_stage(const struct value *of, const char *name, enum stage *out);

/* Is the text one of the list? */
bool said_among(const struct value *list, struct text wanted);

/* Is one of these signers, each {by, ...}, the person? */
bool said_by(const struct value *signers, struct text id);

#endif
