/* scan/symbol.h: what is known of the values that a pickle would make. Private to the room.
 *
 * The walker makes no objects. Its stack and memo hold symbols: mostly SYMBOL_ANY, and as much more
 * as is needed to tell which function a name means and how many raw bytes follow an array.
 *
 *     opcode            the unpickler's stack           ours
 *     X "os"            'os'                            TEXT os
 *     X "system"        'os', 'system'                  TEXT os, TEXT system
 *     STACK_GLOBAL      <function system>               GLOBAL, and a finding
 *
 * Where it forgets, it forgets towards ANY, and ANY in a place that matters is held against the
 * pickle. Three tables, each with its limit, so that memory does not grow with the file:
 *
 *     stack    neighbouring ANYs are one entry with a count; when it is full, what lies deep and
 *              is neither a mark nor a function becomes ANY
 *     memo     keeps only symbols that matter; of the rest, that there is something
 *     names    texts shaped like names, each once; others are ANY
 */
#ifndef SCAN_SYMBOL_H
#define SCAN_SYMBOL_H

#include "base/arena.h"
#include "base/text.h"
#include "scan/globals.h"

#include <stdbool.h>
#include <stdint.h>

enum symbol_kind {
    SYMBOL_ANY,    /* `count` values of any kind                                        */
    SYMBOL_MARK,   /* a mark                                                            */
    SYMBOL_NULL,   /* None                                                              */
    SYMBOL_NUMBER, /* `number`                                                          */
    SYMBOL_TEXT,   /* `text`                                                            */
    SYMBOL_SHAPE,  /* a tuple of numbers, whose product is `number`                     */
    SYMBOL_NAMED,  /* a tuple that begins with `text`                                   */
    SYMBOL_LAYOUT, /* a dtype's state: `number` bytes an element, `known` of objects */
    SYMBOL_DICT,   /* a dict that was just made, or the state of an array               */
    SYMBOL_DTYPE,  /* of numpy, `number` bytes an element, 0 where that is not known    */
    SYMBOL_GLOBAL, /* a function or class; `role`                                       */
    SYMBOL_ARRAY,  /* joblib's stand-in for an array whose bytes follow its state       */
};

/* What is known of an array's state. */
enum symbol_known {
    KNOWN_SHAPE = 1,   /* `number` elements                        */
    KNOWN_DTYPE = 2,   /* of `width` bytes                         */
    KNOWN_ALIGNED = 4, /* a byte that counts filling comes first   */
    KNOWN_OBJECTS = 8, /* the elements are a pickle of their own   */
    KNOWN_WRONG = 16,  /* something that is not followed is in it  */
};

struct symbol {
    uint8_t kind;
    uint8_t role;   /* of enum global_role            */
    uint8_t known;  /* of enum symbol_known           */
    uint32_t count; /* symbols that an ANY stands for */
    uint32_t width;
    uint64_t number;
    union {
        const char *text;
        uint64_t writes; /* of DICT: writes to dicts before it */
    } as;
};

enum { STACK_SIZE = 4096 };

struct stack {
    struct arena *arena;
    struct symbol *at;
    size_t count, capacity; /* up to STACK_SIZE */
};

/* Push; false where more lies on the stack than can be followed. */
NODISCARD bool stack_push(struct stack *stack, struct symbol symbol);

/* Push `count` values of which nothing is known. */
NODISCARD bool stack_push_many(struct stack *stack, uint32_t count);

/* Pop one value; false where there is none above the last mark. */
NODISCARD bool stack_pop(struct stack *stack, struct symbol *out);

/* The topmost entry where it is a value: NULL where there is none above the last mark. An ANY that
 * stands for several stands for its last. */
struct symbol *stack_top(struct stack *stack);

/* Where the last mark is; false where there is none. */
NODISCARD bool stack_mark(const struct stack *stack, size_t *out);

/* Values above entry `from`. */
uint64_t stack_values(const struct stack *stack, size_t from);

/* ---- the memo ---- */

struct memo_entry {
    uint64_t key;
    uint32_t pickle; /* it was written in; another's entry is free */
    struct symbol symbol;
};

struct memo_run {
    uint64_t from, to; /* keys of the memo that were written, `to` not among them */
};

enum { MEMO_RUNS = 256 };

struct memo {
    struct arena *arena;
    struct memo_entry *at;
    size_t count, capacity;
    uint32_t pickle;  /* counted from 1                             */
    uint64_t written; /* different keys: MEMOIZE writes to this one */
    struct memo_run runs[MEMO_RUNS];
    size_t run_count;
};

/* Empty it for the next pickle; the room stays. */
void memo_clear(struct memo *memo);

/* Write; false where the memo cannot be followed any more. */
NODISCARD bool memo_store(struct memo *memo, uint64_t key, struct symbol symbol);

/* Read; false where the key was never written. */
NODISCARD bool memo_fetch(const struct memo *memo, uint64_t key, struct symbol *out);

/* ---- names ---- */

struct names {
    struct arena *arena;
    const char **at;
    size_t count, capacity, size;
};

/* The one copy of a text that is shaped like a name; NULL for others, and where the table is
 * full. */
const char *name_keep(struct names *symbol_names, struct text symbol_text);

#endif
