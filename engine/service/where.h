/* service/where.h: conditions on versions: tier = 'high' and stage != 'retired'. Private to the
 * room.
 *
 *     condition = comparison { "and" comparison }
 *     comparison = field ( "=" | "!=" ) text
 *     field = name | version | stage | tier | owner | verdict
 *     text = 'in quotes' | bare-word
 *
 * A field that is not there is the empty text.
 */
#ifndef SERVICE_WHERE_H
#define SERVICE_WHERE_H

#include "value/value.h"

enum { WHERE_MAX = 16 };

struct demand {
    struct text field, wanted;
    bool differs; /* != */
};

struct where {
    struct demand at[WHERE_MAX];
    size_t count;
};

/* NULL reads as no condition. ERROR_USAGE says what is off. */
NODISCARD bool where_read(const char *written, struct arena *arena, struct where *out,
                          struct error *err);

/* Does all of it hold for the document of a version (version_status.h)? */
bool where_holds(const struct where *where, const struct value *standing);

#endif
