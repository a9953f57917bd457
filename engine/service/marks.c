#include "service/marks.h"

#include "base/base64.h"

#include <string.h>

enum { BYTE_BITS = 8, LETTER_BITS = 6 };

struct mark mark_of(struct text sought, struct arena *arena)
{
    struct mark mark;
    for (size_t shift = 0; shift < MARK_SHIFTS; shift++) {
        const struct text shifted =
            text_format(arena, "%.*s%.*s", (int)shift, "..", TEXT_ARGS(sought));
        const size_t first = (shift * BYTE_BITS + LETTER_BITS - 1) / LETTER_BITS;
        mark.shifted[shift] = text_part(base64_print(shifted, arena), first,
                                        shifted.size * BYTE_BITS / LETTER_BITS - first);
    }
    return mark;
}

bool mark_found(const struct mark *mark, struct text leaf)
{
    for (size_t shift = 0; shift < MARK_SHIFTS; shift++)
        if (memmem(leaf.at, leaf.size, mark->shifted[shift].at, mark->shifted[shift].size))
            return true;
    return false;
}
