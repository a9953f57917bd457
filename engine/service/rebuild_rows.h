/* service/rebuild_rows.h: rows while a whole log is folded, in memory that does not grow with it.
 * Private to the room.
 *
 * What was put or asked for last is in memory, in order; when that is full, what was put goes to a
 * scratch (store/scratch.h) in one sweep, in the order of its keys, and memory begins anew.
 */
#ifndef SERVICE_REBUILD_ROWS_H
#define SERVICE_REBUILD_ROWS_H

#include "registry/shelf.h"
#include "store/scratch.h"

struct rebuild_rows {
    struct scratch *scratch;
    struct shelf newest; /* each document has a mark before it: put, taken away, or only read */
    struct arena memory; /* of `newest`                                                       */
    struct arena marked; /* of the document in hand                                           */
};

/* All zeros but the scratch is an empty one. */
void rebuild_rows_free(struct rebuild_rows *rebuild_rows);

/* The port over it. */
struct rows rebuild_rows_port(struct rebuild_rows *rebuild_rows);

/* Put everything into the scratch: from here on that has all rows. */
NODISCARD bool rebuild_rows_settle(struct rebuild_rows *rebuild_rows, struct error *err);

#endif
