/* base/text.h: a run of bytes that belongs to somebody else.
 *
 * A text is a pointer and a size: no terminator is promised, NUL bytes may be inside, and whoever
 * made it says how long the bytes live (most live in an arena, or in the program). Copy it freely.
 * Whether it is UTF-8 is the reader's promise; nothing here needs it to be.
 *
 *     struct text name = TEXT("accuracy");
 *     if (text_equal(name, other))
 *         printf("%.*s\n", TEXT_ARGS(name));
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"
#include "base/attributes.h"

#include <stdbool.h>
#include <stddef.h>

struct text {
    const char *at; /* may be NULL where size is 0 */
    size_t size;    /* bytes                       */
};

/* A text from a string literal, and the arguments for "%.*s". */
#define TEXT(literal)   ((struct text){(literal), sizeof(literal) - 1})
#define TEXT_ARGS(text) (int)(text).size, (text).at ? (text).at : ""
#define TEXT_NONE       ((struct text){NULL, 0})

/* A text over a C string, which it borrows; NULL makes the empty text. */
struct text text_of(const char *string);

bool text_equal(struct text a, struct text b);
bool text_is(struct text a, const char *string);
bool text_starts(struct text a, struct text prefix);
bool text_ends(struct text a, struct text suffix);

/* Order by bytes, a prefix before what it begins: negative, 0 or positive. */
int text_compare(struct text a, struct text b);

/* The part from `from`, `size` bytes long; clipped to what is there. */
struct text text_part(struct text a, size_t from, size_t size);

/* Without the spaces, tabs and line breaks at its ends. */
struct text text_trimmed(struct text a);

/* The place of the first `byte`, or a.size where there is none. */
size_t text_find(struct text a, char byte);

/* Copies in the arena; text_string adds the terminator (bytes after a NUL are there but unseen). */
struct text text_copy(struct arena *arena, struct text a);
const char *text_string(struct arena *arena, struct text a);

PRINTF_LIKE(2, 3)
struct text text_format(struct arena *arena, const char *format, ...);

#endif
