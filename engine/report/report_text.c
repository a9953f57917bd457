#include "report/formats.h"
#include "report/sheet.h"
#include "report/text_page.h"

#include "base/encode.h"

enum { COLUMN_LEAST = 30, COLUMN_MOST = 50, GAP = 2 };

/* Is the finding shown on lines of its own? */
static bool is_shown(const struct page *page, const struct finding *shown_finding)
{
    return page->options->verbose || standing_of(shown_finding) != STANDING_PASS;
}

static void column_set(struct page *page)
{
    page->column = COLUMN_LEAST;
    for (size_t i = 0; i < page->findings.count; i++) {
        const struct finding *shown_finding = &page->findings.at[i];
        const size_t width = utf8_count(shown_finding->policy) + GAP;
        if (is_shown(page, shown_finding) && width > page->column && width <= COLUMN_MOST)
            page->column = width;
    }
}

static void blocks_show(struct page *page)
{
    for (enum standing kind = STANDING_FAIL; kind <= STANDING_PASS; kind++)
        for (size_t i = 0; i < page->findings.count; i++) {
            const struct finding *shown_finding = &page->findings.at[i];
            if (standing_of(shown_finding) == kind && is_shown(page, shown_finding))
                text_block(page, shown_finding);
        }
}

static void passed_show(struct page *page)
{
    size_t passed = 0;
    for (size_t i = 0; i < page->findings.count; i++)
        passed += !is_shown(page, &page->findings.at[i]);
    if (!passed)
        return;
    struct buffer name = buffer_in(page->out->arena, page->out->max);
    struct page line = *page;
    line.out = &name;
    text_count(&line, passed, "control", "controls");
    text_lead(page, STANDING_PASS, buffer_text(&name));
    buffer_string(page->out, "-v lists them\n");
}

/* A manifest that could not be judged is no decision: standard error has said why. */
static bool is_refusal(const struct value *record)
{
    const struct value *kind = value_present(record, TEXT("obstat"));
    return kind && text_is(value_text(kind), "error/v1");
}

static bool decision_show(const struct value *decision, const struct report_options *options,
                          struct buffer *rendered, struct error *err)
{
    struct page page = {.decision = decision, .options = options, .out = rendered};
    if (!sheet_findings(decision, rendered->arena, &page.findings, err))
        return false;
    column_set(&page);
    text_header(&page);
    buffer_byte(rendered, '\n');
    const size_t rendered_before = rendered->size;
    text_notes(&page);
    blocks_show(&page);
    passed_show(&page);
    if (rendered->size > rendered_before)
        buffer_byte(rendered, '\n');
    text_summary(&page);
    return true;
}

static bool write(const struct report_records *records, const struct report_options *options,
                  struct buffer *rendered, struct error *err)
{
    for (size_t i = 0; i < records->count; i++)
        if (!is_refusal(records->at[i].record) &&
            !decision_show(records->at[i].record, options, rendered, err))
            return false;
    return report_fits(rendered, err);
}

const struct report_format report_text = {
    "text", "For people: what blocks, where, and what to do about it", false, write};
