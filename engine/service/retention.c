#include "service/retention.h"

#include "base/clock.h"

#include <stdio.h>

const struct retention_class retention_classes[] = {
    {"standard", 3, 0, "our own default"},
    {"hipaa", 6, 0, "45 CFR 164.316(b)(2)"},
    {"finance", 7, 0, "17 CFR 210.2-06"},
    {"ai-act", 10, 0, "Regulation (EU) 2024/1689, Article 18"},
    {"ll144", 0, 6, "6 RCNY 5-303"},
    {0},
};

const char *const retention_words[] = {"standard", "hipaa", "finance", "ai-act", "ll144", NULL};

const struct retention_class *retention_named(struct text class_name, struct suggestion *near_class)
{
    for (size_t i = 0; retention_classes[i].name; i++) {
        if (text_is(class_name, retention_classes[i].name))
            return &retention_classes[i];
        suggest_offer(near_class, text_of(retention_classes[i].name));
    }
    return NULL;
}

/* A moment taken apart, as its spelling has it. */
struct calendar_day {
    int year, month, day;
    char rest[CLOCK_TEXT_SIZE]; /* "T09:00:00Z" */
};

static int digits_at(const char *written, size_t from, size_t to)
{
    int number = 0;
    for (; from < to; from++)
        number = number * 10 + (written[from] - '0');
    return number;
}

/* "2026-11-21T09:00:00Z", as clock_write spells it. */
static void day_read(int64_t moment, struct calendar_day *out)
{
    enum { MONTH_AT = 5, DAY_AT = 8, REST_AT = 10 };
    char written[CLOCK_TEXT_SIZE];
    clock_write(moment, written);
    out->year = digits_at(written, 0, MONTH_AT - 1);
    out->month = digits_at(written, MONTH_AT, DAY_AT - 1);
    out->day = digits_at(written, DAY_AT, REST_AT);
    (void)snprintf(out->rest, sizeof out->rest, "%s", written + REST_AT);
}

static bool day_moment(const struct calendar_day *day, int64_t *moment)
{
    char written[2 * CLOCK_TEXT_SIZE];
    (void)snprintf(written, sizeof written, "%04d-%02d-%02d%s", day->year, day->month, day->day,
                   day->rest);
    return clock_read(text_of(written), moment);
}

bool retention_until(const struct retention_class *retention, int64_t archived_at, int64_t *until,
                     struct error *err)
{
    enum { MONTHS = 12 };
    struct calendar_day kept_day;
    day_read(archived_at, &kept_day);
    const int kept_months = kept_day.month - 1 + retention->months;
    kept_day.year += retention->years + kept_months / MONTHS;
    kept_day.month = kept_months % MONTHS + 1;
    if (day_moment(&kept_day, until))
        return true;
    kept_day.day = 1;
    kept_day.year += kept_day.month / MONTHS;
    kept_day.month = kept_day.month % MONTHS + 1;
    return day_moment(&kept_day, until) ||
           error_set(err, ERROR_REFUSED, "%s would end after the year 9999", retention->name);
}
