#include "service/obligation.h"

#include "base/clock.h"

enum { DAY_SECONDS = 24 * 60 * 60 };

static const struct {
    enum notice notice;
    unsigned days;
} notices[] = {{NOTICE_DAY, 1}, {NOTICE_WEEK, 7}, {NOTICE_MONTH, 30}};

static int64_t notice_from(int64_t due, unsigned days)
{
    const int64_t ahead = (int64_t)days * DAY_SECONDS;
    return due < INT64_MIN + ahead ? INT64_MIN : due - ahead;
}

enum notice notice_of(int64_t due, int64_t moment)
{
    if (moment > due)
        return NOTICE_OVERDUE;
    for (size_t i = 0; i < COUNT(notices); i++)
        if (moment >= notice_from(due, notices[i].days))
            return notices[i].notice;
    return NOTICE_NONE;
}

unsigned notice_days(enum notice notice)
{
    for (size_t i = 0; i < COUNT(notices); i++)
        if (notices[i].notice == notice)
            return notices[i].days;
    return 0;
}

int64_t notice_next(int64_t due, int64_t moment)
{
    if (moment > due)
        return INT64_MAX;
    for (size_t i = COUNT(notices); i-- > 0;)
        if (moment < notice_from(due, notices[i].days))
            return notice_from(due, notices[i].days);
    return due;
}

enum notice obligation_notice(const struct obligation *obligation, int64_t moment)
{
    const enum notice notice = notice_of(obligation->due, moment);
    const bool told_since = notice == NOTICE_NONE || notice == NOTICE_OVERDUE ||
                            notice_from(obligation->due, notice_days(notice)) > obligation->since;
    return told_since ? notice : NOTICE_NONE;
}

struct text notice_words(int64_t due, enum notice notice, struct arena *arena)
{
    char due_written[CLOCK_TEXT_SIZE];
    clock_write(due, due_written);
    return notice == NOTICE_OVERDUE ? text_format(arena, "%s/overdue", due_written)
                                    : text_format(arena, "%s/%u", due_written, notice_days(notice));
}
