/* lint/scope.h: which variable a name means, and where a goto leads. Private to the room.
 *
 * The parser opens and closes blocks as it goes and asks for names where they stand, so that every
 * name is resolved as Lua resolves it: a local is visible from the statement after its own to the
 * end of its block, `until` sees the variables of its loop, a goto sees the labels of the blocks
 * around it and may not jump into the scope of a local.
 */
#ifndef LINT_SCOPE_H
#define LINT_SCOPE_H

#include "lint/syntax.h"

struct scope_block {
    struct scope_block *outer;
    struct function *function;
    size_t variables, labels, jumps; /* how many there were when it was opened */
    bool loop;
    bool outermost; /* of its function */
};

/* A label that is visible. */
struct label {
    struct symbol *symbol;
    struct spot spot;
    size_t variables; /* visible where it stands */
    struct statement *statement;
};

/* A goto whose label has not come yet. */
struct jump {
    struct symbol *symbol;
    struct spot spot;
    size_t variables;
};

struct labels LIST(struct label);
struct jumps LIST(struct jump);

struct scope {
    const char *path;
    struct arena *arena;
    struct syntax *syntax;
    struct symbol *environment; /* _ENV */
    struct variables visible;
    struct labels labels;
    struct jumps jumps;
    struct scope_block *block; /* the innermost */
};

/* Open a block; `block` is borrowed until it is closed. A function's outermost block names it. */
void scope_open(struct scope *scope, struct scope_block *block, bool loop);
void scope_open_function(struct scope *scope, struct scope_block *block, struct function *function);

/* Close the innermost block. ERROR_POLICY where a goto of a function finds no label. */
NODISCARD bool scope_close(struct scope *scope, struct error *err);

/* A variable that is not visible yet, and one that is from now on. Lua has room for 200 in one
 * function. */
struct variable *variable_new(struct scope *scope, const struct token *name,
                              enum variable_kind kind);
NODISCARD bool variable_show(struct scope *scope, struct variable *variable, struct error *err);

/* Resolve a NAME that is read, and turn a read into a write. Constants cannot be written. */
void name_read_at(struct scope *scope, struct expression *name, struct symbol *symbol);
NODISCARD bool name_write(struct scope *scope, struct expression *name, struct error *err);

/* `statement_is_last`: nothing but the end of the block follows the label. */
NODISCARD bool label_add(struct scope *scope, const struct token *name, struct statement *statement,
                         bool statement_is_last, struct error *err);
void goto_add(struct scope *scope, const struct token *name);

/* Is there a loop around, in the same function? */
bool scope_in_loop(const struct scope *scope);

/* The function that is being read. */
struct function *scope_function(const struct scope *scope);

#endif
