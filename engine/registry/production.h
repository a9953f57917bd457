/* registry/production.h: which version of a model is in production, and which were. Private to the
 * room.
 *
 *     production ----- leaves ----> previous[], newest last ---- returns, by a rollback -->
 * production
 *
 * One version of a model is in production, or none. Who was rolled back is not among those to
 * return to: the next rollback goes further back, and not to what had just failed.
 */
#ifndef REGISTRY_PRODUCTION_H
#define REGISTRY_PRODUCTION_H

#include "registry/deed.h"
#include "registry/situation.h"

/* The model takes the tier of the row that enters, and keeps it when that leaves. */
void production_enter(struct deed *model, const struct value *version);
void production_leave(struct deed *model, struct text version); /* if it is there */
void production_return(struct deed *model, struct text version, const struct value *predecessor);

#endif
