/* service/marks.h: does the payload of an entry hold these bytes? Asked of the entry as it stands,
 * where the payload is in base64, so that those which do not matter are never decoded. Private to
 * the room.
 *
 * Bytes are spelt in one of three ways, by where in the payload they begin: the letters that hold
 * nothing but bits of them are looked for. A mark may be found where they do not stand, as part of
 * other words; it is never missed where they do.
 */
#ifndef SERVICE_MARKS_H
#define SERVICE_MARKS_H

#include "base/arena.h"
#include "base/text.h"

enum { MARK_SHIFTS = 3 };

struct mark {
    struct text shifted[MARK_SHIFTS];
};

struct mark mark_of(struct text sought, struct arena *arena);
bool mark_found(const struct mark *mark, struct text leaf);

#endif
