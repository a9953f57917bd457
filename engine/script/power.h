/* script/power.h: the operator ^, as far as it is the same everywhere. Private to the room.
 *
 * x^2 is one multiplication, and 10^-6 is computed once, from two numerals, when the text is
 * compiled. Every other use asks the C library's pow, whose last bit differs between processors; a
 * decision could not be re-derived on another machine. So it is refused by name, before the policy
 * runs.
 */
#ifndef SCRIPT_POWER_H
#define SCRIPT_POWER_H

#include "base/text.h"

/* Where the first ^ of that kind stands in a text that compiles; source.size where there is none.
 */
size_t power_find(struct text chunk_text);

#endif
