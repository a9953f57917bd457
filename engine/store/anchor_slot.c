#include "store/anchor_slot.h"

#include "store/anchor.h"

#include "base/buffer.h"
#include "crypto/digest.h"

enum {
    TURN_AT = 8,
    PLACE_AT = 16,
    SIZE_AT = 18,
    PART_AT = 20,
    PART_SIZE = 460,
    DIGEST_AT = 480,
    BYTE_BITS = 8,
};

static const struct text sector_mark = {"obstat-a", TURN_AT};

struct sector {
    uint64_t turn;
    size_t place;
    size_t size;
    const uint8_t *part;
};

static void number_put(uint8_t *slot_at, unsigned slot_bytes, uint64_t slot_number)
{
    for (unsigned nth = slot_bytes; nth-- > 0; slot_number >>= BYTE_BITS)
        slot_at[nth] = (uint8_t)slot_number;
}

static uint64_t number_get(const uint8_t *slot_at, unsigned slot_bytes)
{
    uint64_t slot_number = 0;
    for (unsigned nth = 0; nth < slot_bytes; nth++)
        slot_number = slot_number << BYTE_BITS | slot_at[nth];
    return slot_number;
}

static bool sector_digest(const uint8_t *sector, struct digest *sector_mark_digest,
                          struct error *err)
{
    return digest_text((struct text){(const char *)sector, DIGEST_AT}, sector_mark_digest, err);
}

static bool sector_write(const struct anchored *anchored, size_t place, uint8_t *sector,
                         struct error *err)
{
    struct digest digest;
    const struct text part = text_part(anchored->checkpoint, place * PART_SIZE, PART_SIZE);
    memset(sector, 0, SECTOR_SIZE);
    memcpy(sector, sector_mark.at, sector_mark.size);
    number_put(sector + TURN_AT, PLACE_AT - TURN_AT, anchored->turn);
    number_put(sector + PLACE_AT, SIZE_AT - PLACE_AT, place);
    number_put(sector + SIZE_AT, PART_AT - SIZE_AT, anchored->checkpoint.size);
    if (part.size > 0)
        memcpy(sector + PART_AT, part.at, part.size);
    if (!sector_digest(sector, &digest, err))
        return false;
    memcpy(sector + DIGEST_AT, digest.bytes, sizeof digest.bytes);
    return true;
}

bool slot_write(const struct anchored *anchored, uint8_t slot[SLOT_SIZE], struct error *err)
{
    if (anchored->checkpoint.size == 0 || anchored->checkpoint.size > ANCHOR_TEXT_MAX)
        return error_set(err, ERROR_REFUSED,
                         "a checkpoint of %zu bytes does not fit into an anchor, which takes %d",
                         anchored->checkpoint.size, ANCHOR_TEXT_MAX);
    for (size_t place = 0; place < SLOT_SECTORS; place++)
        if (!sector_write(anchored, place, slot + place * SECTOR_SIZE, err))
            return false;
    return true;
}

static bool anchor_damaged(size_t at, struct error *err)
{
    return error_set(err, ERROR_INTEGRITY, "the anchor was changed: its bytes from %zu on", at);
}

static bool sector_read(const uint8_t *image, size_t at, struct sector *out, struct error *err)
{
    const uint8_t *sector_bytes = image + at;
    struct digest sector_computed, sector_written;
    if (!sector_digest(sector_bytes, &sector_computed, err))
        return false;
    memcpy(sector_written.bytes, sector_bytes + DIGEST_AT, sizeof sector_written.bytes);
    *out = (struct sector){
        .turn = number_get(sector_bytes + TURN_AT, PLACE_AT - TURN_AT),
        .place = (size_t)number_get(sector_bytes + PLACE_AT, SIZE_AT - PLACE_AT),
        .size = (size_t)number_get(sector_bytes + SIZE_AT, PART_AT - SIZE_AT),
        .part = sector_bytes + PART_AT,
    };
    if (!digest_equal(&sector_computed, &sector_written) ||
        memcmp(sector_bytes, sector_mark.at, sector_mark.size) != 0 ||
        out->place != at % SLOT_SIZE / SECTOR_SIZE || out->turn % ANCHOR_SLOTS != at / SLOT_SIZE ||
        out->size == 0 || out->size > ANCHOR_TEXT_MAX)
        return anchor_damaged(at, err);
    return true;
}

/* A slot; *whole tells whether it was written to its end. */
static bool slot_read(const uint8_t *image, size_t at, struct arena *arena, struct anchored *out,
                      bool *whole, struct error *err)
{
    struct buffer checkpoint = buffer_in(arena, ANCHOR_TEXT_MAX);
    struct sector first = {0}, sector = {0};
    *whole = true;
    for (size_t place = 0; place < SLOT_SECTORS; place++) {
        if (!sector_read(image, at + place * SECTOR_SIZE, &sector, err))
            return false;
        first = place == 0 ? sector : first;
        *whole = *whole && sector.turn == first.turn && sector.size == first.size;
        buffer_add(&checkpoint, (struct text){(const char *)sector.part, PART_SIZE});
    }
    *out = (struct anchored){first.turn, text_part(buffer_text(&checkpoint), 0, first.size)};
    return true;
}

bool slots_read(const uint8_t image[ANCHOR_SIZE], struct arena *arena, struct anchored *out,
                struct error *err)
{
    struct anchored slots[ANCHOR_SLOTS];
    bool whole[ANCHOR_SLOTS];
    for (size_t nth = 0; nth < ANCHOR_SLOTS; nth++)
        if (!slot_read(image, nth * SLOT_SIZE, arena, &slots[nth], &whole[nth], err))
            return false;
    if (!whole[0] && !whole[1])
        return error_set(err, ERROR_INTEGRITY, "the anchor was changed: neither half is whole");
    const size_t newer = whole[1] && (!whole[0] || slots[1].turn > slots[0].turn);
    if (whole[0] && whole[1] && slots[newer].turn != slots[!newer].turn + 1)
        return error_set(err, ERROR_INTEGRITY,
                         "the anchor was changed: its halves do not follow "
                         "each other");
    *out = slots[newer];
    return true;
}
