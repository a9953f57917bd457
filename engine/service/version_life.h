/* service/version_life.h: of how a version stands, what its life has brought: when it ends, who
 * uses it, what it is called. Private to the room.
 */
#ifndef SERVICE_VERSION_LIFE_H
#define SERVICE_VERSION_LIFE_H

#include "base/buffer.h"
#include "service/acting.h"
#include "service/record.h"

/* Into the document of a version (version_status.h): "moved", "expires", "review_due", "sunset",
 * "suspended", "owed", "aliases", "tags", "consumers", "endpoints" and the like; null where nothing
 * is known. */
NODISCARD bool version_life_record(struct acting *acting, const struct value *version,
                                   struct record *out, struct error *err);

/* The same for a person, of the document: a line each, and nothing of what is not known. */
void version_life_print(const struct value *standing, struct buffer *life_page);

#endif
