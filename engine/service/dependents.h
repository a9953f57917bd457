/* service/dependents.h: who depends on a version, drawn from the log's rows. Private to the room.
 *
 *     {"consumers": [{"id", "acknowledged"}], "endpoints": [{"endpoint", "requests"}],
 *      "models": [{"version", "stage"}]}
 *
 * Consumers said that they use it; endpoints serve it; models were built on it, as their lineage
 * says.
 */
#ifndef SERVICE_DEPENDENTS_H
#define SERVICE_DEPENDENTS_H

#include "base/buffer.h"
#include "service/acting.h"

/* Of the version with this row. */
NODISCARD bool dependents_find(struct acting *acting, const struct value *version,
                               struct value *out, struct error *err);

/* For a person: a line for each, or one that nobody is known to. */
void dependents_print(const struct value *dependents, struct buffer *page);

#endif
