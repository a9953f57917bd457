#include "report/formats.h"
#include "report/text_page.h"

#include "base/encode.h"

enum { COLUMN_LEAST = 30, COLUMN_MOST = 50, GAP = 2 };

static bool findings_of(const struct value *decision, struct arena *arena, struct findings *out,
                        struct error *err)
{
    const struct value *list = value_present(decision, TEXT("findings"));
    if (!list || value_kind(list) != VALUE_LIST)
        return error_set(err, ERROR_REFUSED, "the record is not a decision: it has no findings");
    out->at = ARENA_ARRAY(arena, struct finding, value_count(list));
    out->count = value_count(list);
    for (size_t i = 0; i < value_count(list); i++)
        if (!finding_read(value_at(list, i), arena, &out->at[i], err))
            return false;
    return true;
}

/* Is the finding shown on lines of its own? */
static bool is_shown(const struct page *page, const struct finding *finding)
{
    return page->options->verbose || mark_of(finding) != MARK_PASS;
}

static void column_set(struct page *page)
{
    page->column = COLUMN_LEAST;
    for (size_t i = 0; i < page->findings.count; i++) {
        const struct finding *finding = &page->findings.at[i];
        const size_t width = utf8_count(finding->policy) + GAP;
        if (is_shown(page, finding) && width > page->column && width <= COLUMN_MOST)
            page->column = width;
    }
}

static void blocks_show(struct page *page)
{
    for (enum mark_kind kind = MARK_FAIL; kind <= MARK_PASS; kind++)
        for (size_t i = 0; i < page->findings.count; i++) {
            const struct finding *finding = &page->findings.at[i];
            if (mark_of(finding) == kind && is_shown(page, finding))
                text_block(page, finding);
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
    text_lead(page, MARK_PASS, buffer_text(&name));
    buffer_string(page->out, "-v lists them\n");
}

static bool write(const struct value *decision, const struct report_options *options,
                  struct buffer *out, struct error *err)
{
    struct page page = {.decision = decision, .options = options, .out = out};
    if (!findings_of(decision, out->arena, &page.findings, err))
        return false;
    column_set(&page);
    text_header(&page);
    buffer_byte(out, '\n');
    const size_t before = out->size;
    text_notes(&page);
    blocks_show(&page);
    passed_show(&page);
    if (out->size > before)
        buffer_byte(out, '\n');
    text_summary(&page);
    return report_fits(out, err);
}

const struct report_format report_text = {
    "text", "For people: what blocks, where, and what to do about it", write};
