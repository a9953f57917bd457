#include "registry/owed.h"

#include "base/limits.h"
#include "registry/emergency.h"
#include "registry/place.h"
#include "registry/request.h"
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

/* ---- paying ---- */

static struct text paid_prefix(struct text id, struct arena *arena)
{
    return text_format(arena, "%.*s/", TEXT_ARGS(row_key_escape(id, arena)));
}

static bool paid_note(struct applying *applying, const struct value *debt,
                      const struct value *payer, struct text version_key, struct error *err)
{
    struct deed deed = deed_of(NULL, applying->arena);
    const struct text key = text_format(
        applying->arena, "%.*s%.*s/%.*s/%016llu",
        TEXT_ARGS(paid_prefix(told_text(payer, "by"), applying->arena)), TEXT_ARGS(version_key),
        TEXT_ARGS(told_text(debt, "what")), (unsigned long long)told_count(debt, "index"));
    deed_text(&deed, "version", version_key);
    deed_keep(&deed, "time", told(payer, "time"));
    deed_put(&deed, "debt", *debt);
    return applying_put(applying, "paid", key, &deed, err);
}

static bool paid_by_all(struct applying *applying, const struct value *debt,
                        const struct values *payers, struct text version_key, struct error *err)
{
    for (size_t i = 0; i < payers->count; i++)
        if (!paid_note(applying, debt, &payers->at[i], version_key, err))
            return false;
    return true;
}

bool owed_pay(struct applying *applying, const struct payment *payment, struct deed *version,
              size_t *paid, struct error *err)
{
    const struct value version_row = deed_value(version);
    const struct text version_key = told_version(&version_row, version->arena);
    const struct value *owed = told(&version_row, "owed");
    struct values unpaid = {0};
    for (size_t i = 0; i < value_count(owed); i++) {
        const struct value *debt = value_at(owed, i);
        if (!is_debt(debt, payment->kind, payment->request_id) ||
            text_equal(told_text(debt, "by"), payment->but_of))
            *LIST_ADD(version->arena, &unpaid) = *debt;
        else if (!paid_by_all(applying, debt, payment->payers, version_key, err))
            return false;
    }
    deed_put(version, "owed", value_of_list(version->arena, unpaid.at, unpaid.count));
    *paid = value_count(owed) - unpaid.count;
    return true;
}

/* ---- paid by a stolen key ---- */

struct unpaying {
    struct applying *applying;
    int64_t since, until;
    struct values payments; /* rows */
};

static bool payment_see(void *context, struct row_name row_named, struct text row_document,
                        struct error *err)
{
    struct unpaying *unpaying = context;
    const struct value *payment;
    (void)row_named;
    if (!row_read(row_document, unpaying->applying->arena, &payment, err))
        return false;
    const int64_t paid_at = told_time(payment, "time", INT64_MAX);
    if (paid_at >= unpaying->since && paid_at < unpaying->until)
        *LIST_ADD(unpaying->applying->arena, &unpaying->payments) = *payment;
    return true;
}

static bool is_owed(const struct value *owed, const struct value *debt)
{
    for (size_t i = 0; i < value_count(owed); i++)
        if (text_equal(told_text(value_at(owed, i), "what"), told_text(debt, "what")) &&
            told_count(value_at(owed, i), "index") == told_count(debt, "index"))
            return true;
    return false;
}

/* The answers that were short of one are waited for again. */
static bool request_again(struct applying *applying, struct text request_id, struct deed *version,
                          struct error *err)
{
    const struct value *request, version_row = deed_value(version);
    if (!applying_row_newest(applying, "request", request_id, &request, err))
        return false;
    struct deed deed = deed_of(request, applying->arena);
    deed_put(&deed, "closed", value_of_null());
    deed_put(version, "open",
             list_with_text(told(&version_row, "open"), request_id, applying->arena));
    return applying_put(applying, "request", request_id, &deed, err);
}

static bool debt_again(struct applying *applying, const struct value *payment, struct error *err)
{
    const struct value *registered;
    const struct text version_key = told_text(payment, "version");
    const struct value *paid = told(payment, "debt");
    if (!applying_row_newest(applying, "version", version_key, &registered, err))
        return false;
    if (!registered || is_owed(told(registered, "owed"), paid))
        return true;
    struct deed version = deed_of(registered, applying->arena),
                debt = deed_of(paid, applying->arena);
    const struct text request_id =
        version_ended(registered) ? TEXT_NONE : told_text(paid, "request");
    deed_text(&debt, "request", request_id);
    deed_put(&version, "owed",
             list_with(told(registered, "owed"), deed_value(&debt), applying->arena));
    if (request_id.size && !request_again(applying, request_id, &version, err))
        return false;
    if (text_is(told_text(paid, "what"), owed_name(OWED_EMERGENCY)) &&
        !emergency_again(applying, registered, told_count(paid, "index"), err))
        return false;
    return applying_put(applying, "version", version_key, &version, err) &&
           applying_history(applying, version_key, request_id, err);
}

bool owed_again(struct applying *applying, struct text id, int64_t since, int64_t until,
                struct error *err)
{
    struct unpaying unpaying = {.applying = applying, .since = since, .until = until};
    const struct row_name payments = {TEXT("paid"), paid_prefix(id, applying->arena)};
    if (!applying->rows->walk(applying->rows->keeper, payments,
                              (struct row_visit){payment_see, &unpaying}, err))
        return false;
    for (size_t i = 0; i < unpaying.payments.count; i++)
        if (!debt_again(applying, &unpaying.payments.at[i], err))
            return false;
    return true;
}

/* ---- what it owes ---- */

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
