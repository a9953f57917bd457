/* base/error.h: a failure, explained to a person and classified for a machine.
 *
 * The caller owns the error and passes it last. A fallible function leaves it untouched on
 * success; on failure it sets it once and returns false, so that calls chain:
 *
 *     struct error err = {0};
 *     return manifest_read(path, arena, &manifest, &err)
 *         && policies_load(folder, arena, &set, &err)
 *         && judge(&set, &manifest, arena, &decision, &err);
 *
 * The first failure wins: setting an error that is already set changes nothing, so the message
 * names the cause and not the last thing that tripped over it. Outputs are left alone on failure.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/attributes.h"

#include <stdbool.h>

/* One row for each kind of failure: constant, name, exit status. */
#define ERROR_CODES(row)                                                                           \
    row(NONE, "none", 0)                   /* nothing failed                                    */ \
        row(GUARD, "guard", 1)             /* the lifecycle does not let it, as things stand    */ \
        row(USAGE, "usage", 2)             /* the words of the command are off                  */ \
        row(REFUSED, "refused", 3)         /* an input cannot be read or judged                 */ \
        row(INTEGRITY, "integrity", 4)     /* a signature, digest or required set does not hold */ \
        row(POLICY, "policy", 5)           /* a policy does not load, crashed or overspent      */ \
        row(UNAVAILABLE, "unavailable", 6) /* a store, disk, network or peer does not answer    */ \
        row(PENDING, "pending", 7)         /* everything holds, signatures are lacking          */ \
        row(BUG, "bug", 70)                /* an invariant of ours is broken                    */

enum error_code {
#define ROW(constant, word, number) ERROR_##constant,
    ERROR_CODES(ROW)
#undef ROW
};

enum { ERROR_MESSAGE_SIZE = 512, ERROR_FILE_SIZE = 256 };

struct error {
    enum error_code code;
    char message[ERROR_MESSAGE_SIZE]; /* one line, no full stop, names the thing              */
    char file[ERROR_FILE_SIZE];       /* the user's file, empty where none is to blame        */
    unsigned line;                    /* from 1; 0 where the whole file is meant              */
    unsigned column;                  /* from 1, in code points; 0 where the whole line is    */
};

/* Where something stands in a user's file. `file` is borrowed; NULL means nowhere. */
struct place {
    const char *file;
    unsigned line;   /* from 1; 0 where the whole file is meant             */
    unsigned column; /* from 1, in code points; 0 where the whole line is   */
};

/* Set err unless it is set already. Always returns false, so `return error_set(...)` reads well. */
PRINTF_LIKE(3, 4)
bool error_set(struct error *err, enum error_code code, const char *format, ...);

/* The same, with the place in the user's file that is to blame. */
PRINTF_LIKE(4, 5)
bool error_at(struct error *err, enum error_code code, struct place place, const char *format, ...);

/* An invariant of ours is broken and there is nobody to tell: ends the process with status 70 and
 * one line on standard error. Never for anything that an input can bring about. */
NORETURN void error_bug(const char *what);

/* The exit status of a code, and its name in lower case ("refused"). A code outside the table is
 * ours to mend: 70, "bug". */
int error_status(enum error_code code);
const char *error_name(enum error_code code);

/* The code that error_name prints so; ERROR_BUG where none does. */
enum error_code error_code_of(const char *name);

#endif
