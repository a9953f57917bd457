/* script/names.h: a table of names, each with a number. Private to the room.
 *
 *     struct names seen = {.seed = seed};
 *     uint32_t *times = names_add(&seen, arena, TEXT("auc"));    0 where it is new
 *     (*times)++;
 *
 * Open addressing in an arena; a table of zeros is empty. The names are borrowed. Names may come
 * from strangers, so the hash is seeded: with the digest of their file (names_seed) nobody can
 * write a file whose names collide, because every change moves them all.
 */
#ifndef SCRIPT_NAMES_H
#define SCRIPT_NAMES_H

#include "base/arena.h"
#include "base/text.h"

#include <stdint.h>

struct names_slot {
    struct text name;
    uint32_t number;
    bool used;
};

struct names {
    struct names_slot *slots;
    size_t capacity; /* slots for names: a power of two, at least twice the count */
    size_t count;
    uint64_t seed;
};

/* Bytes that a table takes from its first name on, and more for each: growing leaves the old slots
 * behind. */
enum {
    NAMES_FIRST = 32,
    NAMES_LEAST = NAMES_FIRST * sizeof(struct names_slot),
    NAMES_EACH = 4 * sizeof(struct names_slot)
};

uint64_t names_hash(struct text name, uint64_t seed);

/* A seed from `size` bytes, mixed into one that is there already. */
uint64_t names_seed(uint64_t seed, const uint8_t *bytes, size_t size);

/* The number of a name, NULL where it is not there. */
uint32_t *names_find(const struct names *names, struct text name);

/* The same, after adding it with number 0 where it was not there. Good until the next addition. */
uint32_t *names_add(struct names *names, struct arena *arena, struct text name);

#endif
