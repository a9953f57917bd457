/* service/replay_adoption.h: what adoptions say they loosen, looked at again. Private to the room.
 *
 * An adoption says in `loosens` what the set lets through that the one before it did not, and how
 * many have to sign follows from that. The log's guard cannot load policies, so it takes the word
 * of whoever signs. Here both sets come out of the vault, the new one is loaded in a confined
 * process for the bounds of its parameters, and the two are compared as `policy adopt` does it.
 * Whose evidence is trusted besides, the guard compares by itself.
 */
#ifndef SERVICE_REPLAY_ADOPTION_H
#define SERVICE_REPLAY_ADOPTION_H

#include "base/list.h"
#include "service/session.h"
#include "value/value.h"

/* An adoption that follows another, as its entry has it. */
struct adoption_said {
    uint64_t index;
    struct text stage, set, sources, previous; /* digests */
    const struct value *loosens;               /* texts   */
    const char *belied; /* how it differs from what is so; NULL: it does not */
};

struct adoptions_said LIST(struct adoption_said);

/* Set `belied` of each. False only where no process could be started. */
NODISCARD bool adoptions_compare(struct session *session, const char *vault,
                                 struct adoptions_said *adoptions, struct error *err);

#endif
