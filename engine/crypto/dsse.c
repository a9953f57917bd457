#include "crypto/dsse.h"

#include "base/buffer.h"

enum { FRAME_SIZE = 64 }; /* "DSSEv1", two sizes of 20 digits at most, four spaces */

struct text dsse_pae(struct text type, struct text body, struct arena *arena)
{
    struct buffer pae = buffer_in(arena, type.size + body.size + FRAME_SIZE);
    buffer_format(&pae, "DSSEv1 %zu ", type.size);
    buffer_add(&pae, type);
    buffer_format(&pae, " %zu ", body.size);
    buffer_add(&pae, body);
    return buffer_text(&pae);
}
