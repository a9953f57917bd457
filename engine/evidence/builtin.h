/* evidence/builtin.h: the schemas of our documents, as they stand in schemas/. Private to the room.
 *
 * The build turns the files into a C file (cmake/embed.cmake), so that the program needs none of
 * them to run and nobody can hand it others.
 */
#ifndef EVIDENCE_BUILTIN_H
#define EVIDENCE_BUILTIN_H

#include "base/text.h"

struct builtin_schema {
    const char *name;   /* "model"                               */
    struct text source; /* the schema as JSON, followed by a NUL */
};

/* The schemas, ended by a row without a name. */
extern const struct builtin_schema builtin_schemas[];

#endif
