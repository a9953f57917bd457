/* evidence/naming.h: names of figures that are made of the keys down to them. Private to the room.
 *
 *     {"F1ByLabel": {"0": 0.53}}    F1ByLabel.0    0.53
 *
 * A long key above a million figures would be copied a million times: the bytes of all names of a
 * file are counted and bounded.
 */
#ifndef EVIDENCE_NAMING_H
#define EVIDENCE_NAMING_H

#include "base/error.h"
#include "base/text.h"

struct naming {
    struct arena *arena;
    struct error *err;
    size_t size; /* bytes of the figures' names made so far */
};

/* `above`, a dot and `key`; the key alone where `above` is empty. ERROR_REFUSED at `place` where
 * the name is longer than LIMIT_KEY_SIZE or all names together than LIMIT_EVIDENCE_SIZE. */
NODISCARD bool name_join(struct naming *naming, struct text above, struct text key,
                         struct place place, struct text *metric_name);

#endif
