/* registry/shape.h: the members that an act of each kind has, no more and no less. Private to the
 * room.
 *
 * A shape is a row of members; each says what it must be. The tables in shape_kinds.c are what
 * act.h draws and schemas/act.schema.json describes, and a test holds the three together.
 */
#ifndef REGISTRY_SHAPE_H
#define REGISTRY_SHAPE_H

#include "registry/act.h"

enum { SHAPE_OPTIONAL = 1, SHAPE_LISTED = 2 };

struct text_kind;

struct shape {
    const char *name;
    const struct text_kind *text; /* NULL: a count, or a map                 */
    unsigned how;
    const struct shape *member_shapes; /* of a map, the one without a name last   */
};

/* The members of a kind, besides log, by and at; the one without a name last. */
const struct shape *shape_of(enum act_kind kind, const struct value *predicate);

/* ERROR_REFUSED by name where a member is missing, is not one of the kind, or is not what it must
 * be. The predicate is whole: log, by and at are in it. */
NODISCARD bool shape_check(enum act_kind kind, const struct value *predicate, struct error *err);

#endif
