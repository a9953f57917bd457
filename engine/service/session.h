/* service/session.h: what an operation is given, and where its words go.
 *
 * A session is one call through one door. The door decides what printing means; an operation only
 * says what is a result (print), what went wrong (complain), how far it has come (progress), and
 * what a person has to give or to confirm (secret, confirm).
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
    int64_t now;         /* seconds since 1970, when the call began                        */
    int64_t began_ms;    /* clock_elapsed_ms() of that moment; 0: the clock stands still   */
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

    /* Ask for a secret, `what` ("passphrase of ci.key"), without showing what is typed. It lives as
     * long as the arena, whose end zeroes it. Where nobody sits there: ERROR_USAGE, naming
     * OBSTAT_PASSPHRASE_FILE as the other way. */
    bool (*secret)(void *context, const char *what, struct arena *arena, struct text *out,
                   struct error *err);

    /* Show what is about to be signed, and where somebody sits there, wait until they have typed
     * `word`: ERROR_USAGE where it is anything else. Without a terminal: true at once. */
    bool (*confirm)(void *context, struct text sentence, struct text word, struct error *err);

    /* What the surroundings say under that name: OBSTAT_AS, OBSTAT_KEY, OBSTAT_DIR,
     * OBSTAT_LOG_KEY, OBSTAT_ANCHOR, OBSTAT_CLAMD, OBSTAT_PASSPHRASE_FILE, SSH_AUTH_SOCK,
     * XDG_STATE_HOME, HOME. NULL where nothing, or the empty text, is said. */
    const char *(*setting)(void *context, const char *name);
};

/* The moment as it is, which is later than `now` by as long as the call takes: it may have waited
 * for a key, or been stopped. What is written to a log is logged then. */
int64_t session_moment(const struct session *session);

/* The same session, as if it had begun at that moment. */
struct session session_present(const struct session *session);

#endif
