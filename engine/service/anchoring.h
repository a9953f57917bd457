/* service/anchoring.h: where the anchor of a log lies. Private to the room.
 */
#ifndef SERVICE_ANCHORING_H
#define SERVICE_ANCHORING_H

#include "service/session.h"

/* The folder that was given, else one below $XDG_STATE_HOME, or ~/.local/state, that is named after
 * the log. ERROR_USAGE where nothing says where. */
NODISCARD bool anchoring_folder(struct session *session, const char *given, struct text log_origin,
                                const char **out, struct error *err);

/* A name of a log is plain enough to be a key's name, part of a namespace and of a folder. */
NODISCARD bool anchoring_origin_fits(struct text origin, struct error *err);

#endif
