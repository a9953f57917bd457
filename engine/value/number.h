/* value/number.h: numbers as text, the same text everywhere.
 *
 * The shortest decimal that reads back as the same double, in the form ECMAScript prints
 * (RFC 8785, section 3.2.2.3): 0.1, 1e-7, 100000000000000000000, 1e+21, and 0 for -0.
 */
#ifndef VALUE_NUMBER_H
#define VALUE_NUMBER_H

#include "base/text.h"

enum { NUMBER_TEXT_SIZE = 32 };

/* Write a finite double; NUL-terminated; returns the bytes written. Of the shortest decimals the
 * one nearest to the value is taken. */
size_t number_write(double number, char spelling[NUMBER_TEXT_SIZE]);

/* For people: rounded to three places ("0.632"), thousands of integers separated ("3,696").
 * A value that three places would turn into 0, or a bound that it would turn into its opposite, is
 * not the caller's worry here: 0.0004 is "0.0004" (three significant digits), and 0.99996 is not
 * "1.000": what is not whole gets as many places as it takes not to read as whole. NaN is "not a
 * number". NUL-terminated; returns the bytes written. */
size_t number_write_rounded(double number, char spelling[NUMBER_TEXT_SIZE]);
size_t integer_write_grouped(long long number, char spelling[NUMBER_TEXT_SIZE]);

/* The double that `text` spells in JSON's grammar, nothing else around it. False where it does
 * not, or where the magnitude is above the largest double. */
bool number_read(struct text text, double *number);

#endif
