/* scan/unpickler.h: one pickle while it is walked. Private to pickle.c, call.c and array.c.
 */
#ifndef SCAN_UNPICKLER_H
#define SCAN_UNPICKLER_H

#include "base/limits.h"
#include "scan/opcode.h"
#include "scan/pickle.h"
#include "scan/symbol.h"

struct unpickler {
    struct exam *exam;
    struct source *source;
    struct pickle_options options;
    struct stack stack;
    struct memo memo;
    struct names names;
    struct pickle_walked walked;
    uint64_t begin;   /* where this pickle begins                                */
    uint64_t offset;  /* of the opcode at hand                                   */
    uint64_t numbers; /* up to here, runs of numbers were looked for             */
    uint64_t writes;  /* into dicts that are not followed: maybe by another name */
    bool stopped;
    bool doubtful; /* a dtype has a size that is not followed: no array's size is known then */
};

/* The argument of an opcode. */
struct argument {
    uint64_t number; /* fixed, or of up to 8 counted bytes              */
    uint64_t size;   /* of the argument: counted bytes, or of the line  */
    bool whole;      /* all of the argument is here, not only its start */
    char text[LIMIT_PICKLE_NAME + 8];
    char second[LIMIT_PICKLE_NAME + 8]; /* the second of two lines */
};

/* A fault of the pickle: unreadable. Always false. */
bool unpickle_broken(struct unpickler *unpickler, const char *why);

NODISCARD bool unpickle_push(struct unpickler *unpickler, struct symbol symbol);
NODISCARD bool unpickle_push_any(struct unpickler *unpickler);
NODISCARD bool unpickle_pop(struct unpickler *unpickler, struct symbol *out);

/* The topmost value, or NULL and a finding. */
struct symbol *unpickle_top(struct unpickler *unpickler);

/* ---- call.c: functions and classes, and what is done with them ---- */

NODISCARD bool unpickle_global(struct unpickler *unpickler, struct text module, struct text name);
NODISCARD bool unpickle_extension(struct unpickler *unpickler);
NODISCARD bool unpickle_stack_global(struct unpickler *unpickler);
NODISCARD bool unpickle_instance(struct unpickler *unpickler, struct text module, struct text name);
NODISCARD bool unpickle_object(struct unpickler *unpickler);
NODISCARD bool unpickle_call(struct unpickler *unpickler);
NODISCARD bool unpickle_new(struct unpickler *unpickler, size_t pops);
NODISCARD bool unpickle_build(struct unpickler *unpickler);

/* Take all down to the mark; a stand-in for an array may not get lost that way. */
NODISCARD bool unpickle_gather(struct unpickler *unpickler);

/* A value goes into a container, where it is not followed. */
NODISCARD bool unpickle_absorb(struct unpickler *unpickler, const struct symbol *symbol);

/* The topmost value is written into: it may not be a function or a class. */
NODISCARD bool unpickle_written(struct unpickler *unpickler);

/* ---- array.c: sizes of numpy's arrays, for joblib ---- */

NODISCARD bool unpickle_tuple(struct unpickler *unpickler, size_t pops);
NODISCARD bool unpickle_tuple_mark(struct unpickler *unpickler);
NODISCARD bool unpickle_set_items(struct unpickler *unpickler);

/* numpy.dtype(NAMED). */
struct symbol dtype_of(const char *dtype_name);

/* The state of a dtype, and of an array, at BUILD. */
void dtype_build(struct unpickler *unpickler, const struct symbol *dtype,
                 const struct symbol *layout);
NODISCARD bool array_build(struct unpickler *unpickler, const struct symbol *state);

#endif
