#include "base/clock.h"

enum {
    SECONDS_A_MINUTE = 60,
    SECONDS_AN_HOUR = 3600,
    SECONDS_A_DAY = 86400,
    DAYS_OF_400_YEARS = 146097,
    MILLISECONDS = 1000,
    NANOSECONDS_A_MILLISECOND = 1000000,
    MICROSECONDS = 1000000,
    NANOSECONDS_A_MICROSECOND = 1000,
};

/* The date and the time as they were written, before an offset is taken off. */
struct written {
    int64_t year, month, day, hour, minute, second;
};

/* What is still to be read; it only ever gets shorter. */
struct scanner {
    struct text rest;
};

int64_t clock_now(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

int64_t clock_milliseconds(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * MILLISECONDS + now.tv_nsec / NANOSECONDS_A_MILLISECOND;
}

int64_t clock_microseconds(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * MICROSECONDS + now.tv_nsec / NANOSECONDS_A_MICROSECOND;
}

/* Days from 1970-01-01 in the Gregorian calendar without end. Counting years from March puts the
 * leap day last; 153 days make every five months from there. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    const int64_t since_march = (month + 9) % 12;
    const int64_t y = year + 400 - (month <= 2); /* one era up: year 0 of March is not negative */
    const int64_t day_of_year = (153 * since_march + 2) / 5 + day - 1;
    const int64_t days_to_1970 = 719468;
    return 365 * y + y / 4 - y / 100 + y / 400 + day_of_year - days_to_1970 - DAYS_OF_400_YEARS;
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int64_t days_in(int64_t year, int64_t month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

static bool scan_digits(struct scanner *scanner, size_t count, int64_t *out)
{
    int64_t number = 0;
    if (scanner->rest.size < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        const char digit = scanner->rest.at[i];
        if (digit < '0' || digit > '9')
            return false;
        number = number * 10 + (digit - '0');
    }
    scanner->rest = text_part(scanner->rest, count, SIZE_MAX);
    *out = number;
    return true;
}

/* One byte out of `wanted`. */
static bool scan_one(struct scanner *scanner, const char *wanted, char *out)
{
    if (scanner->rest.size == 0 || scanner->rest.at[0] == '\0' ||
        !strchr(wanted, scanner->rest.at[0]))
        return false;
    *out = scanner->rest.at[0];
    scanner->rest = text_part(scanner->rest, 1, SIZE_MAX);
    return true;
}

static bool scan_date(struct scanner *scanner, struct written *out)
{
    char dash;
    return scan_digits(scanner, 4, &out->year) && scan_one(scanner, "-", &dash) &&
           scan_digits(scanner, 2, &out->month) && scan_one(scanner, "-", &dash) &&
           scan_digits(scanner, 2, &out->day) && out->month >= 1 && out->month <= 12 &&
           out->day >= 1 && out->day <= days_in(out->year, out->month);
}

/* A fraction has at least one digit; its value is dropped. */
static bool scan_fraction(struct scanner *scanner)
{
    char dot;
    int64_t digit;
    if (!scan_one(scanner, ".", &dot))
        return true;
    if (!scan_digits(scanner, 1, &digit))
        return false;
    while (scan_digits(scanner, 1, &digit))
        ;
    return true;
}

static bool scan_time(struct scanner *scanner, struct written *out)
{
    char colon;
    if (!scan_digits(scanner, 2, &out->hour) || !scan_one(scanner, ":", &colon) ||
        !scan_digits(scanner, 2, &out->minute) || !scan_one(scanner, ":", &colon) ||
        !scan_digits(scanner, 2, &out->second) || !scan_fraction(scanner))
        return false;
    if (out->hour > 23 || out->minute > 59 || out->second > 60)
        return false;
    if (out->second == 60) /* these seconds count no leap seconds: it falls on the one before */
        out->second = 59;
    return true;
}

/* Seconds east of Greenwich. */
static bool scan_offset(struct scanner *scanner, int64_t *out)
{
    char sign, colon;
    int64_t hours, minutes;
    if (scan_one(scanner, "Zz", &sign)) {
        *out = 0;
        return true;
    }
    if (!scan_one(scanner, "+-", &sign) || !scan_digits(scanner, 2, &hours) ||
        !scan_one(scanner, ":", &colon) || !scan_digits(scanner, 2, &minutes) || hours > 23 ||
        minutes > 59)
        return false;
    const int64_t offset = hours * SECONDS_AN_HOUR + minutes * SECONDS_A_MINUTE;
    *out = sign == '-' ? -offset : offset;
    return true;
}

bool clock_read(struct text text, int64_t *out)
{
    struct scanner scanner = {text};
    struct written read = {.hour = 23, .minute = 59, .second = 59};
    int64_t offset = 0;
    char separator;
    if (!scan_date(&scanner, &read))
        return false;
    if (scanner.rest.size > 0 &&
        (!scan_one(&scanner, "Tt", &separator) || !scan_time(&scanner, &read) ||
         !scan_offset(&scanner, &offset) || scanner.rest.size > 0))
        return false;
    const int64_t moment = days_of(read.year, read.month, read.day) * SECONDS_A_DAY +
                           read.hour * SECONDS_AN_HOUR + read.minute * SECONDS_A_MINUTE +
                           read.second - offset;
    if (moment < CLOCK_FIRST || moment > CLOCK_LAST)
        return false;
    *out = moment;
    return true;
}

/* The date of a day that is counted from 0000-01-01: guess the year low, then step. */
static void date_of(int64_t day, struct written *out)
{
    const int64_t first = CLOCK_FIRST / SECONDS_A_DAY;
    out->year = day * 400 / DAYS_OF_400_YEARS;
    while (days_of(out->year + 1, 1, 1) - first <= day)
        out->year++;
    while (days_of(out->year, 1, 1) - first > day)
        out->year--;
    out->month = 1;
    while (out->month < 12 && days_of(out->year, out->month + 1, 1) - first <= day)
        out->month++;
    out->day = day - (days_of(out->year, out->month, 1) - first) + 1;
}

void clock_write(int64_t moment, char out[CLOCK_TEXT_SIZE])
{
    if (moment < CLOCK_FIRST)
        moment = CLOCK_FIRST;
    if (moment > CLOCK_LAST)
        moment = CLOCK_LAST;
    const int64_t since_first = moment - CLOCK_FIRST;
    const int64_t second = since_first % SECONDS_A_DAY;
    struct written date = {0};
    date_of(since_first / SECONDS_A_DAY, &date);
    char line[128]; /* the compiler does not know that a year has four digits */
    (void)snprintf(line, sizeof line, "%04d-%02d-%02dT%02d:%02d:%02dZ", (int)date.year,
                   (int)date.month, (int)date.day, (int)(second / SECONDS_AN_HOUR),
                   (int)(second % SECONDS_AN_HOUR / SECONDS_A_MINUTE),
                   (int)(second % SECONDS_A_MINUTE));
    memcpy(out, line, CLOCK_TEXT_SIZE - 1);
    out[CLOCK_TEXT_SIZE - 1] = '\0';
}
