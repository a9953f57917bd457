/* evidence/format.h: what the readers of formats share. Private to the room.
 *
 * A reader gets a document of any shape: what it needs it checks, and what does not fit it refuses
 * with the place. A figure that is no number is kept as what it is (result.h), never dropped and
 * never 0. A format is one file, format_NAME.c, that defines one `struct format`; add it below and
 * to the table in format.c, the plain metric tree staying last. `is` looks for what only this
 * format has: two that say yes to one document are an error that names both.
 */
#ifndef EVIDENCE_FORMAT_H
#define EVIDENCE_FORMAT_H

#include "evidence/carrier.h"
#include "evidence/evidence.h"
#include "evidence/fields.h"
#include "evidence/result.h"

extern const struct format format_aequitas;
extern const struct format format_attribution;
extern const struct format format_attribution_table;
extern const struct format format_evidence_v1;
extern const struct format format_fairlearn;
extern const struct format format_fairlearn_table;
extern const struct format format_metrics;

/* The format called `name`, or without a name the one that recognises the document that came by
 * this carrier. */
NODISCARD bool format_choose(const struct value *document, enum carrier carrier, struct text name,
                             struct arena *arena, const struct format **out, struct error *err);

#endif
