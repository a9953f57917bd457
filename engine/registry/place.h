/* registry/place.h: where versions stand and what they were made from, as rows that are found
 * without looking at every version. Private to the room.
 *
 * A place follows from the version's row and from nothing else, so it is put down, and the former
 * one taken away, by the one function that puts down a version that has moved. Sources never
 * change: a version is made once.
 */
#ifndef REGISTRY_PLACE_H
#define REGISTRY_PLACE_H

#include "registry/applying.h"

/* Put down the row of a version that entered or moved, its place, and what that comes to for its
 * bytes; `moved_from` is the row as it was, NULL for one that is new. */
NODISCARD bool place_put(struct applying *applying, const struct value *moved_from,
                         const struct deed *version, struct error *err);

/* How long a version may live, from the entry on, as it was registered (`ttl_days`); and that the
 * entry moved it. */
void version_live(const struct applying *applying, const struct value *ttl_told,
                  struct deed *version);
void version_moved(const struct applying *applying, const char *change, struct text from,
                   struct deed *version);

/* A part of a key, without the slashes that part keys. */
struct text row_key_escape(struct text key_part, struct arena *arena);

/* Everything that a registration names in its lineage. */
NODISCARD bool lineage_put(struct applying *applying, struct text version_key,
                           const struct value *lineage, struct error *err);

/* One source of the version. */
NODISCARD bool source_put(struct applying *applying, const char *source_kind,
                          struct text source_what, struct text version_key, struct error *err);

#endif
