#include "report/text_page.h"

enum { SHORT_DIGITS = 8 };

static const struct text digest_prefix = {"sha256:", 7};

static size_t count_in(const struct value *counts, enum outcome outcome)
{
    const struct value *count =
        counts ? value_present(counts, text_of(outcome_name(outcome))) : NULL;
    const int64_t number = count ? value_integer(count) : 0;
    return number > 0 ? (size_t)number : 0;
}

static bool has_status(const struct page *page, int status)
{
    const struct value *statuses = value_present(page->decision, TEXT("statuses"));
    for (size_t i = 0; statuses && i < value_count(statuses); i++)
        if (value_integer(value_at(statuses, i)) == status)
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
        count_in(counts, OUTCOME_MISSING) + count_in(counts, OUTCOME_INSUFFICIENT);
    const size_t failed = count_in(counts, OUTCOME_FAIL);
    phrase_count(phrases, failed, "failed", "failed");
    phrase_count(phrases, unjudged, "could not be judged", "could not be judged");
    phrase_count(phrases, count_in(counts, OUTCOME_ERROR), "policy error", "policy errors");
    if (has_status(phrases->page, STATUS_UNJUDGED) && !unjudged)
        phrase(phrases, "nothing was judged");
    if (has_status(phrases->page, STATUS_INTEGRITY))
        phrase(phrases, "integrity does not hold");
}

static void grounds_show(struct phrases *phrases, const struct value *counts,
                         const struct value *advisory)
{
    const size_t passed = count_in(counts, OUTCOME_PASS) + count_in(advisory, OUTCOME_PASS);
    const size_t waived = count_in(counts, OUTCOME_WAIVED);
    const size_t other = count_in(counts, OUTCOME_NOT_APPLICABLE);
    phrase_count(phrases, passed, "passed", "passed");
    phrase_count(phrases, waived, "waived", "waived");
    phrase_count(phrases, other, "not applicable", "not applicable");
    if (has_status(phrases->page, STATUS_PENDING))
        phrase(phrases, "signatures are lacking");
}

static size_t warnings_of(const struct value *advisory)
{
    return count_in(advisory, OUTCOME_FAIL) + count_in(advisory, OUTCOME_MISSING) +
           count_in(advisory, OUTCOME_INSUFFICIENT) + count_in(advisory, OUTCOME_ERROR);
}

static void id_show(struct page *page)
{
    const struct value *id = value_present(page->decision, TEXT("id"));
    const struct text whole = id ? value_text(id) : TEXT_NONE;
    const size_t shown = digest_prefix.size + SHORT_DIGITS;
    buffer_string(page->out, "   decision ");
    text_escape(page->options->verbose ? whole : text_part(whole, 0, shown), page->out);
    if (!page->options->verbose && whole.size > shown)
        buffer_string(page->out, "\xE2\x80\xA6");
}

void text_summary(struct page *page)
{
    const struct value *verdict = value_present(page->decision, TEXT("verdict"));
    const struct value *status = value_present(page->decision, TEXT("status"));
    const struct value *counts = value_present(page->decision, TEXT("counts"));
    const struct value *advisory = value_present(page->decision, TEXT("advisory"));
    const struct text word = verdict ? value_text(verdict) : TEXT_NONE;
    const bool allowed = text_is(word, "allow"), pending = text_is(word, "pending");
    struct phrases phrases = {page, false};
    text_shaded(page,
                allowed   ? SHADE_GOOD
                : pending ? SHADE_CARE
                          : SHADE_BAD,
                allowed   ? "ALLOWED"
                : pending ? "PENDING"
                          : "DENIED");
    buffer_string(page->out, "  ");
    if (allowed || pending)
        grounds_show(&phrases, counts, advisory);
    else
        reasons_show(&phrases, counts);
    phrase_count(&phrases, warnings_of(advisory), "warning", "warnings");
    id_show(page);
    buffer_format(page->out, "   status %d\n", status ? (int)value_integer(status) : STATUS_BUG);
}
