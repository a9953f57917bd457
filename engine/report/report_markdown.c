/* Markdown for the summary of a job and for comments: a verdict, a table of what does not hold, the
 * rest folded. Whatever comes from a record is text there and nothing else: no markup, link,
 * mention or reference. */
#include "report/formats.h"
#include "report/sheet.h"

#include "base/limits.h"
#include "value/canonical.h"

/* What has a meaning in Markdown, on GitHub or in GitLab, wherever it stands. */
static const char special[] = "\\`*_[]<>#|~@&$!^";

/* A zero-width space keeps "@name", "#12" and "www." from being taken for more than letters. */
static const char parted[] = "&#8203;";

static bool is_markup_digit(char markup_byte)
{
    return markup_byte >= '0' && markup_byte <= '9';
}

/* Would an address of the web begin to be one here, at its ':' or '.'? */
static bool begins_link(struct text markdown_text, size_t at)
{
    static const struct text web_prefix = {"www", 3};
    const struct text markup_before =
        text_part(markdown_text, at < web_prefix.size ? 0 : at - web_prefix.size, web_prefix.size);
    if (markdown_text.at[at] == ':')
        return text_starts(text_part(markdown_text, at, markdown_text.size), TEXT("://"));
    if (markdown_text.at[at] != '.' || markup_before.size != web_prefix.size)
        return false;
    for (size_t prefix_at = 0; prefix_at < web_prefix.size; prefix_at++)
        if ((markup_before.at[prefix_at] | ' ') != web_prefix.at[prefix_at])
            return false;
    return true;
}

static void character_write(struct text markdown_text, size_t at, struct buffer *rendered)
{
    const char markup_byte = markdown_text.at[at];
    const bool reference =
        markup_byte == '@' || (markup_byte == '#' && at + 1 < markdown_text.size &&
                               is_markup_digit(markdown_text.at[at + 1]));
    if ((markup_byte && strchr(special, markup_byte)) || begins_link(markdown_text, at))
        buffer_format(rendered, "&#%d;", markup_byte);
    else
        buffer_byte(rendered, markup_byte);
    if (reference || begins_link(markdown_text, at))
        buffer_string(rendered, parted);
}

static void text_write(struct text markdown_text, struct buffer *rendered)
{
    struct buffer escaped = buffer_in(rendered->arena, rendered->max);
    text_escape(markdown_text, &escaped);
    const struct text line = buffer_text(&escaped);
    for (size_t i = 0; i < line.size; i++)
        character_write(line, i, rendered);
}

static void place_cell(struct place place, struct buffer *rendered)
{
    struct buffer written = buffer_in(rendered->arena, rendered->max);
    if (!place.file)
        return;
    place_write(place, &written);
    text_write(buffer_text(&written), rendered);
}

static void fix_line(void *context, struct text line)
{
    struct buffer *rendered = context;
    buffer_string(rendered, "<br>");
    text_write(line, rendered);
}

static void row_write(const struct control *control, struct buffer *rendered)
{
    const struct finding *shown_finding = control->finding;
    const bool holds = control->standing > STANDING_WARNING && control->standing < STANDING_COUNT;
    buffer_format(rendered, "| %s%s%s | ", holds ? "" : "**", standing_word(control->standing),
                  holds ? "" : "**");
    text_write(shown_finding->policy, rendered);
    buffer_string(rendered, " | ");
    text_write(shown_finding->control, rendered);
    buffer_string(rendered, " | ");
    text_write(shown_finding->message, rendered);
    if (control->standing == STANDING_WARNING)
        buffer_format(rendered, " (advisory, %s)", outcome_name(shown_finding->outcome));
    if (!holds)
        lines_each(shown_finding->fix, fix_line, rendered);
    buffer_string(rendered, " | ");
    place_cell(shown_finding->evidence.file ? shown_finding->evidence : shown_finding->source,
               rendered);
    buffer_string(rendered, " |\n");
}

/* ---- a page of limited size ---- */

struct page {
    struct buffer *out;
    size_t dropped; /* rows of the page that did not fit */
};

static bool has_room(const struct page *page, size_t more)
{
    enum { RESERVE = 4096 }; /* for what ends the page */
    return page->out->size + more + RESERVE <= LIMIT_MARKDOWN_SIZE;
}

static void page_add(struct page *page, const struct buffer *part, size_t rows)
{
    if (page->dropped || !has_room(page, part->size))
        page->dropped += rows;
    else
        buffer_add(page->out, buffer_text(part));
}

static void rows_add(struct page *page, const struct sheet *sheet, bool holding)
{
    for (enum standing standing = 0; standing < STANDING_COUNT; standing++)
        for (size_t i = 0; i < sheet->controls.count; i++) {
            struct buffer row = buffer_in(page->out->arena, page->out->max);
            if (sheet->controls.at[i].standing != standing ||
                (standing > STANDING_WARNING) != holding)
                continue;
            row_write(&sheet->controls.at[i], &row);
            page_add(page, &row, 1);
        }
}

static void table_begin(struct page *page)
{
    struct buffer head = buffer_in(page->out->arena, page->out->max);
    buffer_string(&head, "| | policy | control | finding | where |\n|---|---|---|---|---|\n");
    page_add(page, &head, 0);
}

static void heading_add(struct page *page, const struct sheet *sheet)
{
    struct buffer heading = buffer_in(page->out->arena, page->out->max);
    struct buffer summary = buffer_in(page->out->arena, page->out->max);
    sheet_summary(sheet, &summary);
    buffer_format(&heading, "## %s: ", sheet->verdict);
    text_write(sheet->title, &heading);
    buffer_string(&heading, "\n\n");
    buffer_add(&heading, buffer_text(&summary));
    buffer_format(&heading, "%sstatus %d", summary.size ? " · " : "", sheet->status);
    if (sheet->id.size) {
        buffer_string(&heading, " · decision ");
        text_write(sheet->id, &heading);
    }
    buffer_string(&heading, "\n\n");
    page_add(page, &heading, 0);
}

static size_t holding_of(const struct sheet *sheet)
{
    return sheet->counts[STANDING_PASS] + sheet->counts[STANDING_WAIVED] +
           sheet->counts[STANDING_NOT_APPLICABLE];
}

static void blocks_add(struct page *page, const struct sheet *sheet)
{
    heading_add(page, sheet);
    if (sheet->controls.count > holding_of(sheet)) {
        table_begin(page);
        rows_add(page, sheet, false);
        buffer_byte(page->out, '\n');
    }
}

/* ---- what is folded ---- */

static void decision_value_write(const struct value *decision_value, struct buffer *rendered)
{
    struct error unwritable = {0};
    struct buffer value_rendered = buffer_in(rendered->arena, rendered->max);
    if (decision_value && canonical_write(decision_value, &value_rendered, &unwritable))
        text_write(buffer_text(&value_rendered), rendered);
}

static void change_write(const struct value *change, struct buffer *rendered)
{
    const struct value *changed_id = value_present(change, TEXT("id"));
    const struct value *changed_param = value_present(change, TEXT("param"));
    const struct value *changed_looser = value_present(change, TEXT("looser"));
    buffer_string(rendered, "- parameter ");
    text_write(changed_param ? value_text(changed_param) : TEXT_NONE, rendered);
    buffer_string(rendered, " of ");
    text_write(changed_id ? value_text(changed_id) : TEXT_NONE, rendered);
    buffer_string(rendered, " is ");
    decision_value_write(value_get(change, TEXT("value")), rendered);
    buffer_string(rendered, changed_looser && !value_boolean(changed_looser)
                                ? ", tighter than its default "
                                : ", **looser** than its default ");
    decision_value_write(value_get(change, TEXT("default")), rendered);
    buffer_byte(rendered, '\n');
}

static void force_write(const struct value *row, struct buffer *rendered)
{
    const struct value *forced_id = value_present(row, TEXT("id"));
    buffer_string(rendered, "- ");
    text_write(forced_id ? value_text(forced_id) : TEXT_NONE, rendered);
    buffer_byte(rendered, ' ');
    text_write(sheet_force(row, rendered->arena), rendered);
    buffer_byte(rendered, '\n');
}

static size_t decision_count(const struct value *decision_list)
{
    return decision_list ? value_count(decision_list) : 0;
}

static void remarks_add(struct page *page, const struct sheet *sheet)
{
    struct buffer remarks = buffer_in(page->out->arena, page->out->max);
    const struct value *policies = value_present(sheet->record, TEXT("policies"));
    const struct value *changed = value_present(policies, TEXT("changed"));
    const struct value *not_checked = value_present(sheet->record, TEXT("not_checked"));
    for (size_t i = 0; i < decision_count(changed); i++)
        change_write(value_at(changed, i), &remarks);
    const struct value *not_in_force = value_present(policies, TEXT("not_in_force"));
    for (size_t i = 0; i < decision_count(not_in_force); i++)
        force_write(value_at(not_in_force, i), &remarks);
    for (size_t i = 0; i < decision_count(not_checked); i++) {
        buffer_string(&remarks, "- not checked: ");
        text_write(value_text(value_at(not_checked, i)), &remarks);
        buffer_byte(&remarks, '\n');
    }
    buffer_string(&remarks, remarks.size ? "\n" : "");
    page_add(page, &remarks, 0);
}

static void rest_add(struct page *page, const struct sheet *sheet)
{
    struct buffer fold = buffer_in(page->out->arena, page->out->max);
    const size_t holding = holding_of(sheet);
    if (!holding || page->dropped) {
        page->dropped += holding;
        return;
    }
    buffer_format(&fold, "<details><summary>%zu %s let through: ", holding,
                  holding == 1 ? "control" : "controls");
    text_write(sheet->title, &fold);
    buffer_string(&fold, "</summary>\n\n");
    if (!has_room(page, fold.size)) {
        page->dropped += holding;
        return;
    }
    page_add(page, &fold, 0);
    table_begin(page);
    rows_add(page, sheet, true);
    buffer_string(page->out, "\n</details>\n\n");
}

static bool write(const struct report_records *records, const struct report_options *options,
                  struct buffer *rendered, struct error *err)
{
    struct sheets sheets;
    struct page page = {rendered, 0};
    (void)options;
    if (!sheets_read(records, rendered->arena, &sheets, err))
        return false;
    for (size_t i = 0; i < sheets.count; i++) {
        blocks_add(&page, &sheets.at[i]);
        remarks_add(&page, &sheets.at[i]);
    }
    for (size_t i = 0; i < sheets.count; i++)
        rest_add(&page, &sheets.at[i]);
    if (page.dropped)
        buffer_format(rendered,
                      "**%zu more are left out: a job's summary holds 1 MiB.** "
                      "Every control is in the json report.\n",
                      page.dropped);
    return report_fits(rendered, err);
}

const struct report_format report_markdown = {
    "markdown", "Markdown for the summary of a job or a comment", true, write};
