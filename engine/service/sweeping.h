/* service/sweeping.h: what a sweep does, step by step. Private to the room.
 *
 *     versions whose end has come -> moved on     production -> deprecated -> retired
 *     all that falls due          -> notices      each once: the log has those that were given
 *
 * Everything is planned from rows for one moment, then signed; a second sweep for the same moment
 * plans nothing.
 */
#ifndef SERVICE_SWEEPING_H
#define SERVICE_SWEEPING_H

#include "service/moving.h"
#include "service/obligation.h"

/* A version whose end has come. */
struct ending {
    struct text name, version;
    enum stage from, to;
    int64_t since;   /* its time to live, or its sunset             */
    struct text use; /* why it may not go yet: "endpoint eu-west"; empty: it goes */
};

struct endings LIST(struct ending);

/* A notice that is due and was not given. */
struct due_notice {
    const struct obligation *obligation;
    enum notice notice;
};

struct due_notices LIST(struct due_notice);

struct sweeping {
    struct acting *acting;
    int64_t moment; /* that is swept for                       */
    bool ahead;     /* it was said, and is not now             */
    struct endings endings;
    struct obligations obligations;
    struct due_notices notices;
    struct values told;   /* what was done, as documents             */
    size_t refused;       /* steps that the log did not let          */
    struct error refusal; /* the first of them                      */
};

/* What is to be done at the moment. */
NODISCARD bool sweeping_plan(struct sweeping *sweeping, struct error *err);

/* Do it, and plan again what is left: obligations are those that stand afterwards. */
NODISCARD bool sweeping_do(struct sweeping *sweeping, struct error *err);

#endif
