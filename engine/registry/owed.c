#include "registry/owed.h"

#include "base/limits.h"
#include "registry/situation.h"
#include "registry/told.h"

enum { HOUR = 60 * 60 };

static const struct {
    const char *name;
    int hours;
} owed_kinds[OWED_KINDS] = {
    [OWED_EMERGENCY] = {"emergency", LIMIT_EMERGENCY_HOURS},
    [OWED_SUSPENSION] = {"suspension", LIMIT_SUSPENSION_HOURS},
    [OWED_ROLLBACK] = {"rollback", LIMIT_ROLLBACK_HOURS},
};

const char *owed_name(enum owed_kind kind)
{
    return kind < OWED_KINDS ? owed_kinds[kind].name : "nothing";
}

bool owed_read(struct text owed_word, enum owed_kind *out)
{
    for (size_t kind = 0; kind < OWED_KINDS; kind++)
        if (text_is(owed_word, owed_kinds[kind].name)) {
            *out = (enum owed_kind)kind;
            return true;
        }
    return false;
}

bool owed_due(const struct applying *applying, enum owed_kind kind, int64_t *out, struct error *err)
{
    const int64_t time = applying->entry->time,
                  latest = time + (int64_t)owed_kinds[kind].hours * HOUR;
    const int64_t due = told_time(applying->act.predicate, "review_by", latest);
    if (due < time || due > latest + LIMIT_CLOCK_SKEW)
        return error_set(
            err, ERROR_GUARD, "the review would be owed until %.*s; it is due within %d hours",
            TEXT_ARGS(told_text(applying->act.predicate, "review_by")), owed_kinds[kind].hours);
    *out = due;
    return true;
}

static bool is_debt(const struct value *debt, enum owed_kind kind, struct text request_id)
{
    return text_is(told_text(debt, "what"), owed_name(kind)) &&
           text_equal(told_text(debt, "request"), request_id);
}

void owed_add(const struct applying *applying, enum owed_kind kind, int64_t due,
              struct text request_id, struct deed *version)
{
    const struct value version_row = deed_value(version);
    const struct value *owed = told(&version_row, "owed");
    struct values debts = {0};
    struct deed debt = deed_of(NULL, version->arena);
    for (size_t i = 0; i < value_count(owed); i++) {
        const struct value *earlier = value_at(owed, i);
        if (!is_debt(earlier, kind, request_id) ||
            !text_equal(told_text(earlier, "by"), applying->by))
            *LIST_ADD(version->arena, &debts) = *earlier;
        else if (told_time(earlier, "due", due) < due)
            due = told_time(earlier, "due", due);
    }
    deed_text(&debt, "what", text_of(owed_name(kind)));
    deed_time(&debt, "due", due);
    deed_count(&debt, "index", applying->entry->index);
    deed_text(&debt, "by", applying->by);
    deed_text(&debt, "request", request_id);
    *LIST_ADD(version->arena, &debts) = deed_value(&debt);
    deed_put(version, "owed", value_of_list(version->arena, debts.at, debts.count));
}

bool owed_pay(enum owed_kind kind, struct text request_id, struct text but_of, struct deed *version)
{
    const struct value version_row = deed_value(version);
    const struct value *owed = told(&version_row, "owed");
    struct values unpaid = {0};
    for (size_t i = 0; i < value_count(owed); i++)
        if (!is_debt(value_at(owed, i), kind, request_id) ||
            text_equal(told_text(value_at(owed, i), "by"), but_of))
            *LIST_ADD(version->arena, &unpaid) = *value_at(owed, i);
    deed_put(version, "owed", value_of_list(version->arena, unpaid.at, unpaid.count));
    return unpaid.count < value_count(owed);
}

void owed_end(struct deed *version)
{
    const struct value version_row = deed_value(version);
    const struct value *owed = told(&version_row, "owed");
    struct values debts = {0};
    for (size_t i = 0; i < value_count(owed); i++) {
        struct deed debt = deed_of(value_at(owed, i), version->arena);
        deed_put(&debt, "request", value_of_null());
        *LIST_ADD(version->arena, &debts) = deed_value(&debt);
    }
    deed_put(version, "owed", value_of_list(version->arena, debts.at, debts.count));
}

bool owed_in_emergency(const struct value *version)
{
    const struct value *owed = told(version, "owed");
    for (size_t i = 0; i < value_count(owed); i++)
        if (text_is(told_text(value_at(owed, i), "what"), owed_name(OWED_EMERGENCY)))
            return true;
    return false;
}

const struct value *owed_overdue(const struct value *version, int64_t now, bool resumes)
{
    const struct value *owed = told(version, "owed");
    for (size_t i = 0; i < value_count(owed); i++)
        if (told_time(value_at(owed, i), "due", INT64_MIN) < now &&
            !(resumes && text_is(told_text(value_at(owed, i), "what"), owed_name(OWED_SUSPENSION))))
            return value_at(owed, i);
    return NULL;
}
