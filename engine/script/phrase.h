/* script/phrase.h: values in sentences, and numbers compared. Private to the room.
 *
 *     0.8999999999999999 against 0.9       "0.8999999999999999", "0.900": never the same words
 *     "fast"                               "\"fast\""
 *     a list of three                      "a list of 3"
 */
#ifndef SCRIPT_PHRASE_H
#define SCRIPT_PHRASE_H

#include "value/value.h"

/* At most `max` bytes of the text, cut between code points; what is cut ends in an ellipsis. */
struct text text_cut(struct text shown_text, size_t max, struct arena *arena);

/* The phrase for a value, for a person: long texts are cut. */
struct text phrase_value(const struct value *shown_value, struct arena *arena);

/* What kind of thing stands there, with an article: "a text", "a list". */
const char *phrase_kind(const struct value *shown_value);

/* A finite number rounded for people; `beside` is another that it must not look like unless it is
 * equal to it, or NULL. */
struct text phrase_number(const struct value *number, const struct value *beside,
                          struct arena *arena);

/* Order of two numbers by what they are, without rounding an integer to a double. Both are finite.
 */
int number_compare(const struct value *observed, const struct value *bound);

/* a - b: exact between integers, else as doubles; NULL where it is not finite. */
const struct value *number_difference(const struct value *observed, const struct value *bound,
                                      struct arena *arena);

/* The value kept in the run's arena. */
const struct value *value_kept(struct value value, struct arena *arena);

#endif
