/* store/anchor_slot.h: the bytes of the anchor, as store/anchor.h draws them. Pure.
 */
#ifndef STORE_ANCHOR_SLOT_H
#define STORE_ANCHOR_SLOT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

#include <stdint.h>

enum {
    SECTOR_SIZE = 512,
    SLOT_SECTORS = 8,
    SLOT_SIZE = SECTOR_SIZE * SLOT_SECTORS,
    ANCHOR_SLOTS = 2,
    ANCHOR_SIZE = SLOT_SIZE * ANCHOR_SLOTS,
};

/* What an anchor says: the checkpoint of its latest turn. */
struct anchored {
    uint64_t turn;
    struct text checkpoint;
};

/* Write a slot; ERROR_REFUSED above ANCHOR_TEXT_MAX. */
NODISCARD bool slot_write(const struct anchored *anchored, uint8_t slot[SLOT_SIZE],
                          struct error *err);

/* Read both slots, the checkpoint in the arena. ERROR_INTEGRITY names the first byte of the sector
 * that was changed. */
NODISCARD bool slots_read(const uint8_t image[ANCHOR_SIZE], struct arena *arena,
                          struct anchored *out, struct error *err);

#endif
