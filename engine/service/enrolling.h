/* service/enrolling.h: a key and whose it is, as acts about people name them. Private to the room.
 */
#ifndef SERVICE_ENROLLING_H
#define SERVICE_ENROLLING_H

#include "service/acting.h"
#include "service/record.h"

struct enrolling {
    struct text id;
    struct text line;        /* the key, as OpenSSH writes it, without a comment */
    struct text fingerprint; /* by which people compare keys                     */
    struct statement_subject subject;
};

NODISCARD bool enrolling_of(const struct acting *acting, struct text id,
                            const struct key *enrolling_key, struct enrolling *out,
                            struct error *err);

/* The members of an act about somebody, as far as all have them: change, id. */
struct record enrolling_change(const struct acting *acting, const char *change, struct text id);

#endif
