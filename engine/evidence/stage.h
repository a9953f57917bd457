/* evidence/stage.h: where a model version stands in its life, and how much it can harm.
 *
 * The words are the product's; nothing else is a stage or a tier. An absent tier counts as high:
 * what nobody classified is treated as the worst.
 */
#ifndef EVIDENCE_STAGE_H
#define EVIDENCE_STAGE_H

#include "base/suggest.h"
#include "base/text.h"

enum stage {
    STAGE_NONE, /* not known: no ledger says where the version stands */
    STAGE_EXPERIMENTAL,
    STAGE_REGISTERED,
    STAGE_VALIDATED,
    STAGE_STAGING,
    STAGE_SHADOW,
    STAGE_CANARY,
    STAGE_PRODUCTION,
    STAGE_DEPRECATED,
    STAGE_RETIRED,
    STAGE_ARCHIVED,
    STAGE_REJECTED,
    STAGE_SUSPENDED,
    STAGE_COUNT
};

enum tier { TIER_HIGH, TIER_LIMITED, TIER_MINIMAL, TIER_COUNT };

/* The word of a stage or tier, and the stage or tier of a word. False for any other word, with a
 * suggestion; "none" is no word. */
const char *stage_name(enum stage stage);
NODISCARD bool stage_read(struct text stage_word, enum stage *stage_out, struct suggestion *near);
const char *tier_name(enum tier tier);
NODISCARD bool tier_read(struct text tier_word, enum tier *tier_out, struct suggestion *near);

#endif
