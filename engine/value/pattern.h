/* value/pattern.h: regular expressions by PCRE2, in UTF-8, with a limit on their work.
 *
 * Unanchored, as JSON Schema and policies mean them. Backtracking stops after LIMIT_PATTERN_STEPS,
 * which is a failure and not "no match". Patterns from outside are at most LIMIT_PATTERN_SIZE
 * bytes.
 */
#ifndef VALUE_PATTERN_H
#define VALUE_PATTERN_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

struct pattern;

/* Compile; released with the arena. ERROR_USAGE says what is wrong and at which character. The
 * dialect of JSON Schema (ECMA-262) is met where it differs: \d, \w and \s are ASCII, `$` is the
 * end of the text only, \p{Letter} is \p{L}. */
NODISCARD bool pattern_compile(struct text pattern_text, struct arena *arena,
                               struct pattern **compiled, struct error *err);

/* Does it match anywhere in `matched_text`? `pattern_found` is set on success only. A subject that
 * is not UTF-8 or a match that needs more than its steps is ERROR_REFUSED. */
NODISCARD bool pattern_find(const struct pattern *pattern, struct text matched_text,
                            bool *pattern_found, struct error *err);

#endif
