#include "value/number.h"

#include <math.h>
#include <stdint.h>

/* A decimal of DIGITS_SURE digits survives the way through a normal double; DIGITS_MAX digits
 * always read back as the same double. Integers of up to PLAIN_LARGEST digits are written without
 * an exponent, and fractions with at most five zeros (PLAIN_SMALLEST) behind the point. */
enum {
    DIGITS_SURE = 15,
    DIGITS_MAX = 17,
    PLAIN_LARGEST = 21,
    PLAIN_SMALLEST = -5,
    PRINTED_SIZE = 40,
};

/* Ten to each of these powers is a double. */
enum { POWERS = 22 };
static const double powers[POWERS + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                          1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                          1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* A positive decimal: 0.DIGITS times ten to the power of `point`. */
struct printed {
    char digits[DIGITS_MAX + 1];
    int count;
    int point;
};

/* The digits of an integer, without a NUL. */
static size_t integer_digits(uint64_t number, char *spelling)
{
    char digits[NUMBER_TEXT_SIZE];
    size_t first = sizeof digits;
    do
        digits[--first] = (char)('0' + number % 10);
    while (number /= 10);
    memcpy(spelling, digits + first, sizeof digits - first);
    return sizeof digits - first;
}

/* A decimal of up to 15 digits, as most are: two doubles whose quotient, rounded once, gives the
 * number back. No other decimal of so few digits reads as the same double. */
static bool printed_short(double number, struct printed *shortest)
{
    const double most = powers[DIGITS_SURE];
    for (int places = 1; places <= DIGITS_SURE; places++) {
        const double scaled = number * powers[places];
        if (!(scaled < most - 1))
            return false;
        const uint64_t whole_digits = (uint64_t)(scaled + 0.5);
        if ((double)whole_digits / powers[places] == number) {
            shortest->count = (int)integer_digits(whole_digits, shortest->digits);
            shortest->point = shortest->count - places;
            return true;
        }
    }
    return false;
}

/* The double that the digits spell; strtod rounds correctly, and sees no locale's point here. */
static double printed_double(const struct printed *printed)
{
    char text[PRINTED_SIZE];
    (void)snprintf(text, sizeof text, "%.*se%d", printed->count, printed->digits,
                   printed->point - printed->count);
    return strtod(text, NULL);
}

/* The decimal of `count` digits that is nearest to `number`. */
static struct printed printed_nearest(double number, int count)
{
    char text[PRINTED_SIZE];
    struct printed printed = {.count = count};
    (void)snprintf(text, sizeof text, "%.*e", count - 1, number);
    printed.digits[0] = text[0];
    memcpy(printed.digits + 1, text + 2, (size_t)count - 1);
    printed.point = (int)strtol(strchr(text, 'e') + 1, NULL, 10) + 1;
    return printed;
}

/* One more in the last of the digits. */
static struct printed printed_above(struct printed printed)
{
    int i = printed.count - 1;
    while (i >= 0 && printed.digits[i] == '9')
        printed.digits[i--] = '0';
    if (i >= 0) {
        printed.digits[i]++;
        return printed;
    }
    printed.digits[0] = '1';
    printed.point++;
    return printed;
}

/* A decimal of `count` digits that reads back as `number`, the nearest such. Where the nearest of
 * all does not, another can only be above: at a power of two, whose gap to the double below is
 * half of that above. */
static bool printed_exact(double number, int count, struct printed *rounded)
{
    int power;
    struct printed printed = printed_nearest(number, count);
    if (printed_double(&printed) != number) {
        if (frexp(number, &power) != 0.5)
            return false;
        printed = printed_above(printed);
        if (printed_double(&printed) != number)
            return false;
    }
    *rounded = printed;
    return true;
}

/* Subnormal numbers hold fewer digits the smaller they are, so they are tried from one digit on. A
 * normal one of up to 15 digits shows all of them, and zeros behind, when 15 are asked for. */
static struct printed printed_shortest(double number)
{
    struct printed printed = {0};
    if (printed_short(number, &printed))
        return printed;
    int count = number < 0x1p-1022 ? 1 : DIGITS_SURE;
    while (count < DIGITS_MAX && !printed_exact(number, count, &printed))
        count++;
    if (count == DIGITS_MAX)
        printed = printed_nearest(number, DIGITS_MAX);
    while (printed.count > 1 && printed.digits[printed.count - 1] == '0')
        printed.count--;
    return printed;
}

/* As ECMAScript lays it out (ECMA-262, Number::toString). */
static size_t printed_write(const struct printed *printed, char *spelling)
{
    const int count = printed->count, point = printed->point;
    const char *digits = printed->digits;
    const size_t room = NUMBER_TEXT_SIZE - 1; /* the sign is written */
    int size = 0;
    if (point >= count && point <= PLAIN_LARGEST)
        size = snprintf(spelling, room, "%.*s%.*s", count, digits, point - count,
                        "000000000000000000000");
    else if (point > 0 && point <= PLAIN_LARGEST)
        size = snprintf(spelling, room, "%.*s.%.*s", point, digits, count - point, digits + point);
    else if (point <= 0 && point >= PLAIN_SMALLEST)
        size = snprintf(spelling, room, "0.%.*s%.*s", -point, "00000", count, digits);
    else if (count == 1)
        size = snprintf(spelling, room, "%ce%+d", digits[0], point - 1);
    else
        size = snprintf(spelling, room, "%c.%.*se%+d", digits[0], count - 1, digits + 1, point - 1);
    return (size_t)size;
}

/* Integers that a double holds one by one need no search. */
static bool is_small_integer(double number)
{
    return fabs(number) < 0x1p53 && number == trunc(number);
}

size_t number_write(double number, char spelling[NUMBER_TEXT_SIZE])
{
    if (!isfinite(number)) /* not ours to write: canonical.h refuses it before */
        return (size_t)snprintf(spelling, NUMBER_TEXT_SIZE, "null");
    const size_t sign = number < 0;
    spelling[0] = '-';
    if (is_small_integer(number)) {
        const size_t size = sign + integer_digits((uint64_t)fabs(number), spelling + sign);
        spelling[size] = '\0';
        return size;
    }
    const struct printed printed = printed_shortest(fabs(number));
    return sign + printed_write(&printed, spelling + sign);
}

/* ---- for people ---- */

enum { PLACES = 3, PLACES_MAX = 17, GROUP = 3, THOUSAND = 1000, GROUPED = 999 };

/* Copy a printed number, with a comma between each three of its digits before the point. */
static size_t group_digits(const char *printed, char spelling[NUMBER_TEXT_SIZE])
{
    const size_t sign = printed[0] == '-';
    const size_t whole_digits = strspn(printed + sign, "0123456789");
    size_t size = 0;
    for (size_t i = 0; printed[i] && size < NUMBER_TEXT_SIZE - 2; i++) {
        const size_t left = sign + whole_digits - i;
        if (i > sign && i < sign + whole_digits && left % GROUP == 0)
            spelling[size++] = ',';
        spelling[size++] = printed[i];
    }
    spelling[size] = '\0';
    return size;
}

size_t integer_write_grouped(long long number, char spelling[NUMBER_TEXT_SIZE])
{
    char printed[NUMBER_TEXT_SIZE];
    (void)snprintf(printed, sizeof printed, "%lld", number);
    return group_digits(printed, spelling);
}

static bool reads_as_whole(const char *printed)
{
    const char *point = strchr(printed, '.');
    return !point || point[1 + strspn(point + 1, "0")] == '\0';
}

/* The usual case without printf, and as printf would have it: three places, where rounding leaves
 * no doubt. 0 where it is not that. */
static size_t fraction_short(double number, char spelling[NUMBER_TEXT_SIZE])
{
    static const double doubt = 1e-6;
    const double scaled = fabs(number) * THOUSAND;
    const uint64_t whole_digits = scaled < GROUPED * THOUSAND ? (uint64_t)(scaled + 0.5) : 0;
    if (whole_digits % THOUSAND == 0 || fabs(scaled - floor(scaled) - 0.5) < doubt)
        return 0;
    const size_t sign = number < 0;
    spelling[0] = '-';
    size_t size = sign + integer_digits(whole_digits / THOUSAND, spelling + sign);
    size += integer_digits(THOUSAND + whole_digits % THOUSAND, spelling + size); /* 1632 for .632 */
    spelling[size - PLACES - 1] = '.';
    spelling[size] = '\0';
    return size;
}

/* What is not whole never reads as whole: 0.99996 is not 1.000, so places are added until it
 * shows. */
static size_t fraction_write(double number, char spelling[NUMBER_TEXT_SIZE])
{
    char printed[NUMBER_TEXT_SIZE + PLACES_MAX];
    const size_t size = fraction_short(number, spelling);
    if (size)
        return size;
    for (int places = PLACES; places <= PLACES_MAX; places++) {
        (void)snprintf(printed, sizeof printed, "%.*f", places, number);
        if (!reads_as_whole(printed))
            return group_digits(printed, spelling);
    }
    return number_write(number, spelling);
}

size_t number_write_rounded(double number, char spelling[NUMBER_TEXT_SIZE])
{
    static const double smallest = 0.001, largest = 1e15;
    const double magnitude = fabs(number);
    char printed[PRINTED_SIZE];
    if (!isfinite(number))
        return (size_t)snprintf(spelling, NUMBER_TEXT_SIZE, "not a number");
    if (magnitude >= largest)
        return number_write(number, spelling);
    if (number == trunc(number))
        return integer_write_grouped((long long)number, spelling);
    if (magnitude >= smallest)
        return fraction_write(number, spelling);
    (void)snprintf(printed, sizeof printed, "%.*e", PLACES - 1, number);
    return number_write(strtod(printed, NULL), spelling);
}

/* ---- reading ---- */

enum {
    SMALL_DIGITS = 19,        /* so many digits always fit 64 bits                */
    SIGNIFICANT_MAX = 800,    /* the middle of two doubles has at most 767 digits */
    EXPONENT_MAX = 100000000, /* far beyond any double, far below overflow        */
};

/* What a spelling says: the digits without point and leading zeros, times a power of ten. Digits
 * past SIGNIFICANT_MAX only matter by being there: a last digit 1 stands for them. */
struct spelled {
    char digits[SIGNIFICANT_MAX + 2];
    size_t count;
    int64_t power;
    bool negative;
};

static bool is_digit(const struct text *spelling_rest)
{
    return spelling_rest->size && spelling_rest->at[0] >= '0' && spelling_rest->at[0] <= '9';
}

static bool spelling_mark_take(struct text *spelling_rest, char byte)
{
    if (!spelling_rest->size || spelling_rest->at[0] != byte)
        return false;
    *spelling_rest = text_part(*spelling_rest, 1, spelling_rest->size);
    return true;
}

static void digit_add(struct spelled *spelled, char digit, bool fraction)
{
    if (spelled->count < SIGNIFICANT_MAX) {
        if (spelled->count || digit != '0')
            spelled->digits[spelled->count++] = digit;
        spelled->power -= fraction;
        return;
    }
    if (digit != '0' && spelled->count == SIGNIFICANT_MAX) {
        spelled->digits[spelled->count++] = '1';
        spelled->power--;
    }
    spelled->power += !fraction;
}

/* At least one digit of a spelling; false where there is none. */
static bool digits_take(struct text *spelling_rest, struct spelled *spelled, bool fraction)
{
    if (!is_digit(spelling_rest))
        return false;
    for (; is_digit(spelling_rest); spelling_rest->at++, spelling_rest->size--)
        digit_add(spelled, spelling_rest->at[0], fraction);
    return true;
}

static bool exponent_take(struct text *spelling_rest, struct spelled *spelled)
{
    const bool negative = spelling_mark_take(spelling_rest, '-');
    int64_t exponent = 0;
    if (!negative)
        (void)spelling_mark_take(spelling_rest, '+');
    if (!is_digit(spelling_rest))
        return false;
    for (; is_digit(spelling_rest); spelling_rest->at++, spelling_rest->size--)
        if (exponent < EXPONENT_MAX)
            exponent = exponent * 10 + (spelling_rest->at[0] - '0');
    spelled->power += negative ? -exponent : exponent;
    return true;
}

/* JSON's grammar (RFC 8259, section 6), and nothing behind it. */
static bool spelling_take(struct text spelling_rest, struct spelled *spelled)
{
    spelled->negative = spelling_mark_take(&spelling_rest, '-');
    const bool zero = spelling_rest.size && spelling_rest.at[0] == '0';
    if (zero ? !spelling_mark_take(&spelling_rest, '0')
             : !digits_take(&spelling_rest, spelled, false))
        return false;
    if (spelling_mark_take(&spelling_rest, '.') && !digits_take(&spelling_rest, spelled, true))
        return false;
    if ((spelling_mark_take(&spelling_rest, 'e') || spelling_mark_take(&spelling_rest, 'E')) &&
        !exponent_take(&spelling_rest, spelled))
        return false;
    return spelling_rest.size == 0;
}

/* Where digits and power are doubles themselves, one operation rounds once: exact. */
static bool spelled_small(const struct spelled *spelled, double *number)
{
    uint64_t whole_digits = 0;
    if (spelled->count > SMALL_DIGITS || spelled->power < -POWERS || spelled->power > POWERS)
        return false;
    for (size_t i = 0; i < spelled->count; i++)
        whole_digits = whole_digits * 10 + (uint64_t)(spelled->digits[i] - '0');
    if (whole_digits > UINT64_C(1) << 53)
        return false;
    *number = spelled->power < 0 ? (double)whole_digits / powers[-spelled->power]
                                 : (double)whole_digits * powers[spelled->power];
    return true;
}

static double spelled_any(struct spelled *spelled)
{
    char text[sizeof spelled->digits + PRINTED_SIZE];
    if (spelled->power > EXPONENT_MAX)
        spelled->power = EXPONENT_MAX;
    if (spelled->power < -EXPONENT_MAX)
        spelled->power = -EXPONENT_MAX;
    (void)snprintf(text, sizeof text, "%.*se%d", (int)spelled->count, spelled->digits,
                   (int)spelled->power);
    return strtod(text, NULL);
}

bool number_read(struct text text, double *number)
{
    struct spelled spelled;
    double magnitude = 0;
    spelled.count = 0;
    spelled.power = 0;
    if (!spelling_take(text, &spelled))
        return false;
    if (spelled.count && !spelled_small(&spelled, &magnitude))
        magnitude = spelled_any(&spelled);
    if (!isfinite(magnitude))
        return false;
    *number = spelled.negative ? -magnitude : magnitude;
    return true;
}
