/* registry/twin.h: versions with the same bytes, whatever they are called. Private to the room.
 *
 *     artifact DIGEST: tier, version   the highest under which they were registered, and as what
 *                      stopped         how many versions of them are suspended, or ended so, or
 *                                      were rejected for good
 *                      stops[]         the newest of those
 *                      firm, firms[]   the same, of those that stop what has served as well
 *                      names[]         of models, under which they have served
 *
 * Who suspends a version stops what it does, and that is done by its bytes: another name for them
 * is promoted nowhere, and no rollback returns to it. But whoever may register bytes can give them
 * a name of their own, and stop that: a version that never served, of a model under whose name they
 * never served while they did under another, stops none that has. Those are stopped by themselves,
 * where their owners see it. One row for each artifact, which has what is asked of it however many
 * versions there are.
 */
#ifndef REGISTRY_TWIN_H
#define REGISTRY_TWIN_H

#include "registry/applying.h"

/* A version entered (`moved_from` is NULL) or moved: its bytes are stopped by that, or no more. */
NODISCARD bool twin_put(struct applying *applying, const struct value *moved_from,
                        const struct deed *version, struct error *err);

/* The row of the version's artifact; NULL where it has none. */
NODISCARD bool twin_find(const struct rows *rows, const struct value *version, struct arena *arena,
                         const struct value **out, struct error *err);

/* A version of these bytes that is stopped, and stops `version` with it; empty for none. */
struct text twin_stopped(const struct value *twins, const struct value *version);

#endif
