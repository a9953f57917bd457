/* service/places.h: finding the versions for which a query holds, by the index over where they
 * stand. Private to the room.
 *
 * The rows `place` (registry/registry.h) are in the order of stage, tier, name: what fixes these is
 * found without looking at anything else. Tags, aliases and verdicts are in other rows, which are
 * read where the query asks for them, of versions that are in its reach.
 */
#ifndef SERVICE_PLACES_H
#define SERVICE_PLACES_H

#include "service/acting.h"
#include "service/query.h"

struct place_found {
    struct text name, version;
};

struct places_found LIST(struct place_found);

/* Those of the model `name`, of all models where it is empty, for which the query holds: by name,
 * and within a name from the earliest version to the latest. */
NODISCARD bool places_find(struct acting *acting, const struct query *query, struct text name,
                           struct places_found *out, struct error *err);

#endif
