/* lint/symbol.h: names, each kept once. Private to the room.
 *
 * A name that stands in a file a hundred times is one symbol, so that names are compared by their
 * address, and a symbol knows which local variable it stands for where the parser is just now:
 *
 *     symbol "x" --visible--> x of the inner block --shadowed--> x of the outer block --> NULL
 */
#ifndef LINT_SYMBOL_H
#define LINT_SYMBOL_H

#include "base/arena.h"
#include "base/text.h"

struct variable;

struct symbol {
    struct text name;
    int word;                 /* the token of a word of the language, 0 for any other name */
    struct variable *visible; /* the local variable of that name; NULL where there is none */
    bool declared;            /* some variable of the file is called so                    */
    struct symbol *next;      /* in the same slot of the symbols                           */
};

struct symbols {
    struct arena *arena;
    struct symbol **slots;
    size_t capacity; /* slots of the symbols: a power of two, or 0 */
    size_t count;
};

/* The symbol of that name, made where it was not there. The name is borrowed. */
struct symbol *symbol_of(struct symbols *symbols, struct text name);

#endif
