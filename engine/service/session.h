/* service/session.h: what an operation is given, and where its words go.
 *
 * A session is one call through one door. The door decides what printing means; an operation only
 * says what is a result (print), what went wrong (complain), and how far it has come (progress).
 * Nothing in this room reads the environment, the clock or the terminal by itself.
 */
#ifndef SERVICE_SESSION_H
#define SERVICE_SESSION_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

#include <stdint.h>

struct session {
    struct arena *arena; /* of the whole call                                              */
    int64_t now;         /* seconds since 1970                                             */
    const char *data;    /* the folder with policies/ and stdlib-lua/                      */
    bool colour;         /* results go to a terminal that shows colours                    */
    void *context;       /* of the door, for the functions below                           */

    /* A part of the result: standard output, in order. */
    void (*print)(void *context, struct text text);

    /* Something to tell besides the result, e.g. a failure that is not the last word: one line
     * on standard error. */
    void (*complain)(void *context, const struct error *err);

    /* `done` of `of` are done ("manifests"); shown on terminals only. */
    void (*progress)(void *context, const char *what, uint64_t done, uint64_t of);
};

#endif
