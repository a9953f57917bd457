#include "report/text_page.h"

enum { SHORT_DIGITS = 8 };

static const struct text digest_prefix = {"sha256:", 7};

static size_t outcome_count(const struct value *summary_counts, enum outcome outcome)
{
    const struct value *summary_count =
        summary_counts ? value_present(summary_counts, text_of(outcome_name(outcome))) : NULL;
    const int64_t summary_number = summary_count ? value_integer(summary_count) : 0;
    return summary_number > 0 ? (size_t)summary_number : 0;
}

static bool has_status(const struct page *page, int status)
{
    const struct value *statuses = value_present(page->decision, TEXT("statuses"));
    for (size_t status_at = 0; statuses && status_at < value_count(statuses); status_at++)
        if (value_integer(value_at(statuses, status_at)) == status)
            return true;
    return false;
}

struct phrases {
    struct page *page;
    bool begun;
};

static void phrase(struct phrases *phrases, const char *text)
{
    buffer_string(phrases->page->out, phrases->begun ? ", " : "");
    buffer_string(phrases->page->out, text);
    phrases->begun = true;
}

static void phrase_count(struct phrases *phrases, size_t count, const char *one, const char *many)
{
    if (!count)
        return;
    phrase(phrases, "");
    text_count(phrases->page, count, one, many);
}

static void reasons_show(struct phrases *phrases, const struct value *counts)
{
    const size_t unjudged =
        outcome_count(counts, OUTCOME_MISSING) + outcome_count(counts, OUTCOME_INSUFFICIENT);
    const size_t failed = outcome_count(counts, OUTCOME_FAIL);
    phrase_count(phrases, failed, "failed", "failed");
    phrase_count(phrases, unjudged, "could not be judged", "could not be judged");
    phrase_count(phrases, outcome_count(counts, OUTCOME_ERROR), "policy error", "policy errors");
    if (has_status(phrases->page, STATUS_UNJUDGED) && !unjudged)
        phrase(phrases, "nothing was judged");
    if (has_status(phrases->page, STATUS_INTEGRITY))
        phrase(phrases, "integrity does not hold");
}

static void grounds_show(struct phrases *phrases, const struct value *counts,
                         const struct value *advisory)
{
    const size_t passed =
        outcome_count(counts, OUTCOME_PASS) + outcome_count(advisory, OUTCOME_PASS);
    const size_t waived = outcome_count(counts, OUTCOME_WAIVED);
    const size_t other = outcome_count(counts, OUTCOME_NOT_APPLICABLE);
    phrase_count(phrases, passed, "passed", "passed");
    phrase_count(phrases, waived, "waived", "waived");
    phrase_count(phrases, other, "not applicable", "not applicable");
    if (has_status(phrases->page, STATUS_PENDING))
        phrase(phrases, "signatures are lacking");
}

static size_t warnings_of(const struct value *advisory)
{
    return outcome_count(advisory, OUTCOME_FAIL) + outcome_count(advisory, OUTCOME_MISSING) +
           outcome_count(advisory, OUTCOME_INSUFFICIENT) + outcome_count(advisory, OUTCOME_ERROR);
}

static void id_show(struct page *page)
{
    const struct value *decision_id_value = value_present(page->decision, TEXT("id"));
    const struct text decision_id = decision_id_value ? value_text(decision_id_value) : TEXT_NONE;
    const size_t shown_digits = digest_prefix.size + SHORT_DIGITS;
    buffer_string(page->out, "   decision ");
    text_escape(page->options->verbose ? decision_id : text_part(decision_id, 0, shown_digits),
                page->out);
    if (!page->options->verbose && decision_id.size > shown_digits)
        buffer_string(page->out, "\xE2\x80\xA6");
}

void text_summary(struct page *page)
{
    const struct value *verdict = value_present(page->decision, TEXT("verdict"));
    const struct value *status = value_present(page->decision, TEXT("status"));
    const struct value *counts = value_present(page->decision, TEXT("counts"));
    const struct value *advisory = value_present(page->decision, TEXT("advisory"));
    const struct text verdict_word = verdict ? value_text(verdict) : TEXT_NONE;
    const bool is_allowed = text_is(verdict_word, "allow"),
               is_pending = text_is(verdict_word, "pending");
    struct phrases phrases = {page, false};
    text_shaded(page,
                is_allowed   ? SHADE_GOOD
                : is_pending ? SHADE_CARE
                             : SHADE_BAD,
                is_allowed   ? "ALLOWED"
                : is_pending ? "PENDING"
                             : "DENIED");
    buffer_string(page->out, "  ");
    if (is_allowed || is_pending)
        grounds_show(&phrases, counts, advisory);
    else
        reasons_show(&phrases, counts);
    phrase_count(&phrases, warnings_of(advisory), "warning", "warnings");
    id_show(page);
    buffer_format(page->out, "   status %d\n", status ? (int)value_integer(status) : STATUS_BUG);
}
