/* evidence/result.h: filling the results of a file, one after another. Private to the room.
 *
 *     struct result result = {.metric = TEXT("acc,none"), .value = figure};
 *     const struct setting setting = {.task = task, .dataset = dataset};
 *     const struct details details = {.stderr_ = error_of_it, .n = rows};
 *     ok = result_add(evidence, &result, &setting, &details, arena, err);
 *
 * A figure is kept as it stands: a number, NaN, or what stands in place of one ("N/A", false).
 * Null and absent figures make no result. Formats that write numbers as texts say so by asking for
 * figure_of_text; nobody else guesses.
 */
#ifndef EVIDENCE_RESULT_H
#define EVIDENCE_RESULT_H

#include "evidence/evidence.h"

/* Room for `result_count` results in one piece, so that nothing is grown and copied. `place` is
 * blamed where there are more than LIMIT_RESULTS. */
NODISCARD bool results_reserve(struct results *results, size_t result_count, struct place place,
                               struct arena *arena, struct error *err);

/* The setting or details as a result keeps them: the ones of the result before where they are the
 * same (results of one task stand together), else a copy in the arena; never NULL. */
const struct setting *setting_keep(const struct results *results, const struct setting *setting,
                                   struct arena *arena);
const struct details *details_keep(const struct details *details, struct arena *arena);

/* Add a result with its setting and details, either NULL where there are none. A value that is NULL
 * or null adds nothing. A list or map in place of a figure is refused by its place: a reader that
 * expects those looks first. ERROR_REFUSED past LIMIT_RESULTS. */
NODISCARD bool result_add(struct evidence *evidence, const struct result *result,
                          const struct setting *setting, const struct details *details,
                          struct arena *arena, struct error *err);

/* A figure written as a text: JSON's grammar, a leading + and blanks around it allowed. "nan",
 * "inf" and "Infinity" in any case are NaN. Keeps the text's place. The value itself where it is no
 * text or spells no number. */
const struct value *figure_of_text(const struct value *text, struct arena *arena);

/* The same for `232.59 +/- 25.63` and `232.59 ± 25.63`: the figure, and in *spread the other
 * number; *spread is NULL where the text has one number or none. */
const struct value *figure_with_spread(const struct value *text, const struct value **spread,
                                       struct arena *arena);

/* What stands in place of a figure, fit for a result: a list or a map becomes the text that JSON
 * spells it with, or "a list" where that is longer than LIMIT_OBSERVED_SIZE; anything else stays
 * as it is. */
const struct value *figure_spelled(const struct value *value, struct arena *arena);

/* A value of our own at the place of `of`, in the arena. */
const struct value *value_beside(struct value value, const struct value *of, struct arena *arena);

#endif
