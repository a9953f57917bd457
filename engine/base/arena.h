/* base/arena.h: memory that is given back all at once.
 *
 * One arena serves one operation. What is allocated from it lives until arena_free; nothing is
 * freed singly, so there is nothing to forget on the way out of a failure.
 *
 *     struct arena arena = {0};              an empty arena; no set-up call
 *     char *name = arena_alloc(&arena, 32);
 *     arena_defer(&arena, socket_close, s);  runs at arena_free, last deferred first
 *     arena_free(&arena);                    the arena is empty again and may be used anew
 *
 *      blocks -> [ header | used ......... | free ] -> [ header | used full ] -> NULL
 *                                          ^ next    ^ end
 *
 * Allocation never returns NULL. Inputs are capped before they are read (base/limits.h), which
 * bounds every arena; where the system refuses all the same, the process writes one line and ends
 * with status 70: nothing is half-committed at such a moment, since commits hold no arena open.
 *
 * Under the address sanitizer every allocation is a block of its own, so that overruns and uses
 * after arena_free are seen.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/attributes.h"

#include <stdbool.h>
#include <stddef.h>

struct arena_block;
struct arena_deferred;

struct arena {
    struct arena_block *blocks;
    char *next;
    char *end;
    struct arena_deferred *deferred;
    size_t size; /* bytes asked of the system so far */
};

/* `size` bytes, aligned for any object, contents undefined; size 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((returns_nonnull, malloc));

/* Room for `count` objects of `size` bytes, zeroed; an overflow of the product ends the process. */
void *arena_array(struct arena *arena, size_t count, size_t size) __attribute__((returns_nonnull));

/* Let the object of `old` bytes grow to `size` where it lies: true where it was allocated last and
 * has the room behind it. False changes nothing. */
bool arena_extend(struct arena *arena, void *object, size_t old, size_t size);

#define ARENA_NEW(arena, type)          ((type *)arena_array((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_array((arena), (count), sizeof(type)))

/* Run `function(object)` when the arena is freed. */
void arena_defer(struct arena *arena, void (*function)(void *object), void *object);

/* Run what was deferred, give everything back, and leave the arena empty. */
void arena_free(struct arena *arena);

/* The same, but one block stays for what comes next: for an arena that is filled and emptied many
 * times before arena_free. */
void arena_clear(struct arena *arena);

/* Ends the process: status 70, one line on standard error. For allocation failures only. */
NORETURN void arena_exhausted(void);

#endif
