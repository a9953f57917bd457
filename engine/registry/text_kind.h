/* registry/text_kind.h: the kinds of texts that acts have. Private to the room.
 *
 * Each in one spelling: a time is in UTC to the second, a digest in lower case, a key a line of
 * OpenSSH without a comment. So what is the same is written the same.
 */
#ifndef REGISTRY_TEXT_KIND_H
#define REGISTRY_TEXT_KIND_H

#include "base/error.h"
#include "base/text.h"

/* What it must be, in words, and whether one is; err may say why not. */
struct text_kind {
    const char *what;
    bool (*fits)(struct text shaped_text, struct error *err);
};

extern const struct text_kind shape_id, shape_name, shape_version, shape_words, shape_note,
    shape_digest, shape_time, shape_key, shape_stage, shape_tier, shape_role, shape_verdict,
    shape_answer, shape_meaning, shape_change, shape_lifecycle, shape_move, shape_entrance,
    shape_annotating, shape_why;

#endif
