/* scan/globals.h: which functions and classes a pickle may name. Private to the room.
 *
 * A pickle calls whatever it names. What is on the list of harmless ones was read for what it does
 * when it is called, and given a state, with arguments of an attacker's choice: it makes a value
 * and neither runs code, nor opens files, nor changes anything that was there before. The list is
 * in globals.c, by library, each group with its reason.
 *
 * A second list names what is known to do harm. It decides only between two words: what is on
 * neither list is suspicious, and no policy for high risk lets that through either.
 */
#ifndef SCAN_GLOBALS_H
#define SCAN_GLOBALS_H

#include "base/text.h"
#include "scan/scan.h"

enum global_role {
    ROLE_PLAIN,
    ROLE_DTYPE, /* numpy's dtype: says how large an element is               */
    ROLE_ARRAY, /* joblib's stand-in: raw bytes follow in the file           */
};

struct global {
    enum scan_verdict verdict;
    enum global_role role;
    const char *why; /* NULL where it is safe */
};

/* What `module`.`name` is known for. Python 2's names of modules count as well. */
struct global global_judge(struct text module, struct text name);

#endif
