/* registry/request.h: a question that waits for signatures, and what its answers come to. Private
 * to the room.
 *
 *     decision, pending --> open --> enough answers: standing 0
 *                             |----> rejected, changes requested   by a person
 *                             |----> superseded                    by a decision on other inputs,
 *                             |                                    or by a move of its version
 *                             '----> consumed                      by the transition it was for
 */
#ifndef REGISTRY_REQUEST_H
#define REGISTRY_REQUEST_H

#include "registry/applying.h"

/* What a decision or a request binds. */
void request_binding(const struct value *predicate, struct binding *out);

/* Does the request bind exactly this? */
bool request_binds(const struct value *request, const struct binding *binding);

/* Is it an author (version_has_author) who has not only recorded a decision? */
bool version_has_maker(const struct value *version, struct text id);

/* Does the manifest name them as an author, or as the owner? */
bool version_names_maker(const struct value *version, struct text id);

/* Has it ended, so that nobody is served by it again? */
bool version_ended(const struct value *version);

/* Note in the request's deed that the entry closes it, and take it out of the version's open ones.
 */
void request_close(const struct applying *applying, struct deed *request, struct deed *version,
                   struct text request_id, const char *closed_how);

/* The version's row; refuses where it is not registered. */
NODISCARD bool version_find(const struct applying *applying, const struct value *model,
                            const struct value **out, struct error *err);

/* Is the artifact of the act the version's? */
NODISCARD bool version_artifact(const struct applying *applying, const struct value *version,
                                struct error *err);

#endif
