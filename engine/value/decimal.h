/* value/decimal.h: numbers as they are written, compared and divided exactly.
 *
 * 0.0075 is a multiple of 0.0001, and 9007199254740993 is not 9007199254740992: doubles say
 * otherwise. A decimal is digits and a power of ten; a double that was not read from text is taken
 * as the shortest decimal that gives it.
 */
#ifndef VALUE_DECIMAL_H
#define VALUE_DECIMAL_H

#include "value/number.h"
#include "value/value.h"

/* The digits as one integer, times ten to the `exponent`. Zero has no digits. */
struct decimal {
    bool negative;
    struct text digits; /* from the first that is not 0 to the last; a point may stand among them */
    size_t count;       /* digits, the point not counted                                          */
    int64_t exponent;
};

/* Of a value for which value_is_number holds. The digits lie in `room` or where the value's do. */
struct decimal decimal_of(const struct value *number, char room[NUMBER_TEXT_SIZE]);

/* Negative, 0 or positive, as a is below, equal to or above b. */
int decimal_compare(const struct decimal *a, const struct decimal *b);

/* Has it no fraction? */
bool decimal_is_integer(const struct decimal *decimal);

/* At most 18 digits, which is what a divisor may have. */
bool decimal_divides(const struct decimal *divisor);

/* Is `number` an integer times `divisor`, for which decimal_divides holds and which is not 0? */
bool decimal_is_multiple(const struct decimal *number, const struct decimal *divisor);

#endif
