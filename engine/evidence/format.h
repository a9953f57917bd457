/* evidence/format.h: what the readers of formats share. Private to the room.
 *
 * A reader gets a document of any shape: what it needs it checks, and what does not fit it refuses
 * with the place. A format is one file, format_NAME.c, that defines one `struct format`; add it
 * below and to the table in format.c, the plain metric tree staying last.
 */
#ifndef EVIDENCE_FORMAT_H
#define EVIDENCE_FORMAT_H

#include "evidence/evidence.h"

extern const struct format format_evidence_v1;
extern const struct format format_metrics;

/* The format called `name`, or without a name the one that recognises the document. */
NODISCARD bool format_choose(const struct value *document, struct text name, struct arena *arena,
                             const struct format **out, struct error *err);

/* Room for `count` results in one piece, so that nothing is grown and copied. `place` is blamed
 * where there are more than LIMIT_RESULTS. */
NODISCARD bool results_reserve(struct results *results, size_t count, struct place place,
                               struct arena *arena, struct error *err);

#endif
