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

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Would an address of the web begin to be one here, at its ':' or '.'? */
static bool begins_link(struct text text, size_t at)
{
    static const struct text www = {"www", 3};
    const struct text before = text_part(text, at < www.size ? 0 : at - www.size, www.size);
    if (text.at[at] == ':')
        return text_starts(text_part(text, at, text.size), TEXT("://"));
    if (text.at[at] != '.' || before.size != www.size)
        return false;
    for (size_t i = 0; i < www.size; i++)
        if ((before.at[i] | ' ') != www.at[i])
            return false;
    return true;
}

static void character_write(struct text text, size_t at, struct buffer *out)
{
    const char byte = text.at[at];
    const bool reference =
        byte == '@' || (byte == '#' && at + 1 < text.size && is_digit(text.at[at + 1]));
    if ((byte && strchr(special, byte)) || begins_link(text, at))
        buffer_format(out, "&#%d;", byte);
    else
        buffer_byte(out, byte);
    if (reference || begins_link(text, at))
        buffer_string(out, parted);
}

static void text_write(struct text text, struct buffer *out)
{
    struct buffer escaped = buffer_in(out->arena, out->max);
    text_escape(text, &escaped);
    const struct text line = buffer_text(&escaped);
    for (size_t i = 0; i < line.size; i++)
        character_write(line, i, out);
}

static void place_cell(struct place place, struct buffer *out)
{
    struct buffer written = buffer_in(out->arena, out->max);
    if (!place.file)
        return;
    place_write(place, &written);
    text_write(buffer_text(&written), out);
}

static void fix_line(void *context, struct text line)
{
    struct buffer *out = context;
    buffer_string(out, "<br>");
    text_write(line, out);
}

static void row_write(const struct control *control, struct buffer *out)
{
    const struct finding *finding = control->finding;
    const bool holds = control->standing > STANDING_WARNING && control->standing < STANDING_COUNT;
    buffer_format(out, "| %s%s%s | ", holds ? "" : "**", standing_word(control->standing),
                  holds ? "" : "**");
    text_write(finding->policy, out);
    buffer_string(out, " | ");
    text_write(finding->control, out);
    buffer_string(out, " | ");
    text_write(finding->message, out);
    if (control->standing == STANDING_WARNING)
        buffer_format(out, " (advisory, %s)", outcome_name(finding->outcome));
    if (!holds)
        lines_each(finding->fix, fix_line, out);
    buffer_string(out, " | ");
    place_cell(finding->evidence.file ? finding->evidence : finding->source, out);
    buffer_string(out, " |\n");
}

/* ---- a page of limited size ---- */

struct page {
    struct buffer *out;
    size_t dropped; /* rows that did not fit */
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

static void value_write(const struct value *value, struct buffer *out)
{
    struct error unwritable = {0};
    struct buffer written = buffer_in(out->arena, out->max);
    if (value && canonical_write(value, &written, &unwritable))
        text_write(buffer_text(&written), out);
}

static void change_write(const struct value *change, struct buffer *out)
{
    const struct value *id = value_present(change, TEXT("id"));
    const struct value *param = value_present(change, TEXT("param"));
    const struct value *looser = value_present(change, TEXT("looser"));
    buffer_string(out, "- parameter ");
    text_write(param ? value_text(param) : TEXT_NONE, out);
    buffer_string(out, " of ");
    text_write(id ? value_text(id) : TEXT_NONE, out);
    buffer_string(out, " is ");
    value_write(value_get(change, TEXT("value")), out);
    buffer_string(out, looser && !value_boolean(looser) ? ", tighter than its default "
                                                        : ", **looser** than its default ");
    value_write(value_get(change, TEXT("default")), out);
    buffer_byte(out, '\n');
}

static void force_write(const struct value *row, struct buffer *out)
{
    const struct value *id = value_present(row, TEXT("id"));
    buffer_string(out, "- ");
    text_write(id ? value_text(id) : TEXT_NONE, out);
    buffer_byte(out, ' ');
    text_write(sheet_force(row, out->arena), out);
    buffer_byte(out, '\n');
}

static size_t count_of(const struct value *list)
{
    return list ? value_count(list) : 0;
}

static void remarks_add(struct page *page, const struct sheet *sheet)
{
    struct buffer remarks = buffer_in(page->out->arena, page->out->max);
    const struct value *policies = value_present(sheet->record, TEXT("policies"));
    const struct value *changed = value_present(policies, TEXT("changed"));
    const struct value *not_checked = value_present(sheet->record, TEXT("not_checked"));
    for (size_t i = 0; i < count_of(changed); i++)
        change_write(value_at(changed, i), &remarks);
    const struct value *not_in_force = value_present(policies, TEXT("not_in_force"));
    for (size_t i = 0; i < count_of(not_in_force); i++)
        force_write(value_at(not_in_force, i), &remarks);
    for (size_t i = 0; i < count_of(not_checked); i++) {
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
                  struct buffer *out, struct error *err)
{
    struct sheets sheets;
    struct page page = {out, 0};
    (void)options;
    if (!sheets_read(records, out->arena, &sheets, err))
        return false;
    for (size_t i = 0; i < sheets.count; i++) {
        blocks_add(&page, &sheets.at[i]);
        remarks_add(&page, &sheets.at[i]);
    }
    for (size_t i = 0; i < sheets.count; i++)
        rest_add(&page, &sheets.at[i]);
    if (page.dropped)
        buffer_format(out,
                      "**%zu more are left out: a job's summary holds 1 MiB.** "
                      "Every control is in the json report.\n",
                      page.dropped);
    return report_fits(out, err);
}

const struct report_format report_markdown = {
    "markdown", "Markdown for the summary of a job or a comment", true, write};
