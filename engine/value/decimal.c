#include "value/decimal.h"

#include <inttypes.h>

enum { DIVISOR_DIGITS = 18 }; /* fits 64 bits, and a remainder times ten does too */

#define EXPONENT_MAX INT64_C(1000000000000) /* beyond any spelling; sums of two do not overflow */

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static int64_t exponent_read(struct text digits)
{
    const bool negative = digits.size > 0 && digits.at[0] == '-';
    int64_t exponent = 0;
    for (size_t digit = 0; digit < digits.size; digit++)
        if (is_digit(digits.at[digit]) && exponent < EXPONENT_MAX)
            exponent = exponent * 10 + (digits.at[digit] - '0');
    return negative ? -exponent : exponent;
}

static size_t digits_count(struct text mantissa)
{
    return mantissa.size - (text_find(mantissa, '.') < mantissa.size);
}

/* Cut zeros and the point from both ends, counting those behind into the exponent. */
static struct decimal decimal_trim(struct text mantissa, int64_t exponent)
{
    struct decimal decimal = {.digits = mantissa};
    const size_t point = text_find(mantissa, '.');
    if (point < mantissa.size)
        exponent -= (int64_t)(mantissa.size - point - 1);
    while (decimal.digits.size && !(decimal.digits.at[0] > '0'))
        decimal.digits = text_part(decimal.digits, 1, decimal.digits.size);
    while (decimal.digits.size && !(decimal.digits.at[decimal.digits.size - 1] > '0')) {
        exponent += decimal.digits.at[decimal.digits.size - 1] == '0';
        decimal.digits.size--;
    }
    decimal.count = digits_count(decimal.digits);
    decimal.exponent = decimal.count ? exponent : 0;
    return decimal;
}

static struct decimal decimal_read(struct text spelling)
{
    const bool negative = spelling.size > 0 && spelling.at[0] == '-';
    const struct text rest = text_part(spelling, negative, spelling.size);
    size_t end = text_find(rest, 'e');
    if (end == rest.size)
        end = text_find(rest, 'E');
    struct decimal decimal =
        decimal_trim(text_part(rest, 0, end), exponent_read(text_part(rest, end + 1, rest.size)));
    decimal.negative = negative && decimal.count > 0;
    return decimal;
}

struct decimal decimal_of(const struct value *number, char room[NUMBER_TEXT_SIZE])
{
    const struct text spelling = value_spelling(number);
    if (spelling.size)
        return decimal_read(spelling);
    if (value_kind(number) == VALUE_INTEGER)
        (void)snprintf(room, NUMBER_TEXT_SIZE, "%" PRId64, value_integer(number));
    else
        (void)number_write(value_number(number), room);
    return decimal_read(text_of(room));
}

/* The digit at `*at`, which moves on past it; 0 past the end. */
static char digit_next(struct text digits, size_t *at)
{
    if (*at < digits.size && digits.at[*at] == '.')
        ++*at;
    return *at < digits.size ? digits.at[(*at)++] : '0';
}

static int digits_compare(const struct decimal *a, const struct decimal *b)
{
    size_t left_digit = 0, right_digit = 0;
    while (left_digit < a->digits.size || right_digit < b->digits.size) {
        const int order = digit_next(a->digits, &left_digit) - digit_next(b->digits, &right_digit);
        if (order != 0)
            return order;
    }
    return 0;
}

static int magnitude_compare(const struct decimal *a, const struct decimal *b)
{
    if (a->count == 0 || b->count == 0)
        return (a->count > 0) - (b->count > 0);
    const int64_t left_exponent = a->exponent + (int64_t)a->count,
                  right_exponent = b->exponent + (int64_t)b->count;
    if (left_exponent != right_exponent)
        return left_exponent < right_exponent ? -1 : 1;
    return digits_compare(a, b);
}

int decimal_compare(const struct decimal *a, const struct decimal *b)
{
    if (a->negative != b->negative)
        return a->negative ? -1 : 1;
    return a->negative ? magnitude_compare(b, a) : magnitude_compare(a, b);
}

bool decimal_is_integer(const struct decimal *decimal)
{
    return decimal->exponent >= 0;
}

bool decimal_divides(const struct decimal *divisor)
{
    return divisor->count <= DIVISOR_DIGITS;
}

static uint64_t modular_product(uint64_t a, uint64_t b, uint64_t modulus)
{
    return modulus ? (uint64_t)(__extension__(unsigned __int128) a * b % modulus) : 0;
}

static uint64_t modular_power_of_ten(uint64_t power, uint64_t modulus)
{
    if (modulus == 0)
        return 0;
    uint64_t product = 1 % modulus, square = 10 % modulus;
    for (; power > 0; power >>= 1) {
        if (power & 1)
            product = modular_product(product, square, modulus);
        square = modular_product(square, square, modulus);
    }
    return product;
}

static uint64_t digits_modulo(struct text digits, uint64_t modulus)
{
    uint64_t rest = 0;
    for (size_t digit = 0; digit < digits.size && modulus; digit++)
        if (digits.at[digit] != '.')
            rest = (rest * 10 + (uint64_t)(digits.at[digit] - '0')) % modulus;
    return rest;
}

bool decimal_is_multiple(const struct decimal *number, const struct decimal *divisor)
{
    if (number->count == 0)
        return true;
    /* Neither ends in 0: where the divisor's power of ten is the higher, ten does not divide. */
    if (number->exponent < divisor->exponent)
        return false;
    const uint64_t modulus = digits_modulo(divisor->digits, UINT64_MAX);
    const uint64_t power = (uint64_t)(number->exponent - divisor->exponent);
    return modular_product(digits_modulo(number->digits, modulus),
                           modular_power_of_ten(power, modulus), modulus) == 0;
}
