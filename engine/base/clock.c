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

#define SPAN_LONGEST INT64_C(3155760000) /* a hundred years */

/* The date and the time as they were written, before an offset is taken off. */
struct clock_fields {
    int64_t year, month, day, hour, minute, second;
};

/* What is still to be read; it only ever gets shorter. */
struct clock_reader {
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

int64_t clock_elapsed_ms(void)
{
    struct timespec now = {0};
#ifdef CLOCK_BOOTTIME
    (void)clock_gettime(CLOCK_BOOTTIME, &now);
#else
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
#endif
    return (int64_t)now.tv_sec * MILLISECONDS + now.tv_nsec / NANOSECONDS_A_MILLISECOND;
}

/* Days from 1970-01-01 in the Gregorian calendar without end. Counting years from March puts the
 * leap day last; 153 days make every five months from there. */
static int64_t days_since_1970(int64_t year, int64_t month, int64_t day)
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

static int64_t days_in_month(int64_t year, int64_t month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

static bool clock_digits(struct clock_reader *reader, size_t count, int64_t *number)
{
    int64_t digits_read = 0;
    if (reader->rest.size < count)
        return false;
    for (size_t digit_index = 0; digit_index < count; digit_index++) {
        const char digit = reader->rest.at[digit_index];
        if (digit < '0' || digit > '9')
            return false;
        digits_read = digits_read * 10 + (digit - '0');
    }
    reader->rest = text_part(reader->rest, count, SIZE_MAX);
    *number = digits_read;
    return true;
}

/* One byte out of `wanted`. */
static bool clock_mark(struct clock_reader *reader, const char *wanted, char *mark)
{
    if (reader->rest.size == 0 || reader->rest.at[0] == '\0' || !strchr(wanted, reader->rest.at[0]))
        return false;
    *mark = reader->rest.at[0];
    reader->rest = text_part(reader->rest, 1, SIZE_MAX);
    return true;
}

static bool clock_date(struct clock_reader *reader, struct clock_fields *date)
{
    char dash;
    return clock_digits(reader, 4, &date->year) && clock_mark(reader, "-", &dash) &&
           clock_digits(reader, 2, &date->month) && clock_mark(reader, "-", &dash) &&
           clock_digits(reader, 2, &date->day) && date->month >= 1 && date->month <= 12 &&
           date->day >= 1 && date->day <= days_in_month(date->year, date->month);
}

/* A fraction has at least one digit; its value is dropped. */
static bool clock_fraction(struct clock_reader *reader)
{
    char dot;
    int64_t digit;
    if (!clock_mark(reader, ".", &dot))
        return true;
    if (!clock_digits(reader, 1, &digit))
        return false;
    while (clock_digits(reader, 1, &digit))
        ;
    return true;
}

static bool clock_time(struct clock_reader *reader, struct clock_fields *time)
{
    char colon;
    if (!clock_digits(reader, 2, &time->hour) || !clock_mark(reader, ":", &colon) ||
        !clock_digits(reader, 2, &time->minute) || !clock_mark(reader, ":", &colon) ||
        !clock_digits(reader, 2, &time->second) || !clock_fraction(reader))
        return false;
    if (time->hour > 23 || time->minute > 59 || time->second > 60)
        return false;
    if (time->second == 60) /* these seconds count no leap seconds: it falls on the one before */
        time->second = 59;
    return true;
}

/* Seconds east of Greenwich. */
static bool clock_offset(struct clock_reader *reader, int64_t *seconds_east)
{
    char sign, colon;
    int64_t hours, minutes;
    if (clock_mark(reader, "Zz", &sign)) {
        *seconds_east = 0;
        return true;
    }
    if (!clock_mark(reader, "+-", &sign) || !clock_digits(reader, 2, &hours) ||
        !clock_mark(reader, ":", &colon) || !clock_digits(reader, 2, &minutes) || hours > 23 ||
        minutes > 59)
        return false;
    const int64_t offset = hours * SECONDS_AN_HOUR + minutes * SECONDS_A_MINUTE;
    *seconds_east = sign == '-' ? -offset : offset;
    return true;
}

bool clock_read(struct text written, int64_t *moment)
{
    struct clock_reader reader = {written};
    struct clock_fields date = {.hour = 23, .minute = 59, .second = 59};
    int64_t offset = 0;
    char separator;
    if (!clock_date(&reader, &date))
        return false;
    if (reader.rest.size > 0 &&
        (!clock_mark(&reader, "Tt", &separator) || !clock_time(&reader, &date) ||
         !clock_offset(&reader, &offset) || reader.rest.size > 0))
        return false;
    const int64_t seconds = days_since_1970(date.year, date.month, date.day) * SECONDS_A_DAY +
                            date.hour * SECONDS_AN_HOUR + date.minute * SECONDS_A_MINUTE +
                            date.second - offset;
    if (seconds < CLOCK_FIRST || seconds > CLOCK_LAST)
        return false;
    *moment = seconds;
    return true;
}

/* The date of a day that is counted from 0000-01-01: guess the year low, then step. */
static void date_of_day(int64_t day, struct clock_fields *date)
{
    const int64_t first = CLOCK_FIRST / SECONDS_A_DAY;
    date->year = day * 400 / DAYS_OF_400_YEARS;
    while (days_since_1970(date->year + 1, 1, 1) - first <= day)
        date->year++;
    while (days_since_1970(date->year, 1, 1) - first > day)
        date->year--;
    date->month = 1;
    while (date->month < 12 && days_since_1970(date->year, date->month + 1, 1) - first <= day)
        date->month++;
    date->day = day - (days_since_1970(date->year, date->month, 1) - first) + 1;
}

static int64_t unit_seconds(char unit)
{
    switch (unit) {
    case 's':
        return 1;
    case 'm':
        return SECONDS_A_MINUTE;
    case 'h':
        return SECONDS_AN_HOUR;
    case 'd':
        return SECONDS_A_DAY;
    default:
        return 0;
    }
}

bool clock_span_read(struct text written, int64_t *seconds)
{
    int64_t count = 0;
    const int64_t unit = written.size > 1 ? unit_seconds(written.at[written.size - 1]) : 0;
    for (size_t i = 0; i + 1 < written.size; i++) {
        if (written.at[i] < '0' || written.at[i] > '9' || count > SPAN_LONGEST)
            return false;
        count = count * 10 + (written.at[i] - '0');
    }
    if (!unit || !count || count > SPAN_LONGEST / unit)
        return false;
    *seconds = count * unit;
    return true;
}

void clock_write(int64_t moment, char written[CLOCK_TEXT_SIZE])
{
    if (moment < CLOCK_FIRST)
        moment = CLOCK_FIRST;
    if (moment > CLOCK_LAST)
        moment = CLOCK_LAST;
    const int64_t since_first = moment - CLOCK_FIRST;
    const int64_t second = since_first % SECONDS_A_DAY;
    struct clock_fields date = {0};
    date_of_day(since_first / SECONDS_A_DAY, &date);
    char line[128]; /* the compiler does not know that a year has four digits */
    (void)snprintf(line, sizeof line, "%04d-%02d-%02dT%02d:%02d:%02dZ", (int)date.year,
                   (int)date.month, (int)date.day, (int)(second / SECONDS_AN_HOUR),
                   (int)(second % SECONDS_AN_HOUR / SECONDS_A_MINUTE),
                   (int)(second % SECONDS_A_MINUTE));
    memcpy(written, line, CLOCK_TEXT_SIZE - 1);
    written[CLOCK_TEXT_SIZE - 1] = '\0';
}
