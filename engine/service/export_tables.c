/* The entries as people read, sort and print them. */
#include "service/exporting.h"
#include "service/said.h"

#include "base/limits.h"
#include "report/escape.h"
#include "value/canonical.h"

#include <string.h>

/* What a row shows of a record. */
struct export_row {
    struct text index, time, kind, by, name, meaning, what, reason, id, key;
};

/* A note or reason that was signed; where there is none, what came with the signature, marked. */
static struct text row_reason(const struct value *export_record, const struct value *said,
                              struct arena *arena)
{
    const struct value *words = value_get(export_record, TEXT("words"));
    const struct text note = said_text(said, "note"),
                      signed_words = note.size ? note : said_text(said, "reason");
    if (signed_words.size)
        return value_text(value_get(words, signed_words));
    return acting_remarked(value_text(value_get(words, said_text(export_record, "remark"))), arena);
}

static struct export_row row_of(const struct value *export_record, struct text phrase,
                                struct arena *arena)
{
    const struct value *said =
        value_get(value_get(export_record, TEXT("statement")), TEXT("predicate"));
    return (struct export_row){
        .index = text_format(arena, "%lld", (long long)said_integer(export_record, "index")),
        .time = said_text(export_record, "time"),
        .kind = said_text(export_record, "kind"),
        .by = said_text(export_record, "by"),
        .name = said_text(export_record, "name"),
        .meaning = said_text(said, "meaning"),
        .what = phrase,
        .reason = row_reason(export_record, said, arena),
        .id = said_text(export_record, "id"),
        .key = said_text(export_record, "key"),
    };
}

/* ---- records.csv ---- */

/* Quoted always; what a spreadsheet would run as a formula begins with an apostrophe. */
static void csv_cell(struct text cell, char after, struct buffer *export_table)
{
    buffer_byte(export_table, '"');
    if (cell.size && strchr("=+-@\t\r", cell.at[0]))
        buffer_byte(export_table, '\'');
    for (size_t i = 0; i < cell.size; i++) {
        if (cell.at[i] == '"')
            buffer_byte(export_table, '"');
        buffer_byte(export_table, cell.at[i]);
    }
    buffer_byte(export_table, '"');
    buffer_byte(export_table, after);
}

static void csv_write(const struct export_row *csv_row, struct buffer *export_table)
{
    const struct text cells[] = {csv_row->index, csv_row->time, csv_row->kind,    csv_row->by,
                                 csv_row->name,  csv_row->what, csv_row->meaning, csv_row->reason,
                                 csv_row->id,    csv_row->key};
    for (size_t i = 0; i < COUNT(cells); i++)
        csv_cell(cells[i], i + 1 < COUNT(cells) ? ',' : '\n', export_table);
}

/* ---- report.html ---- */

/* Escaped twice: what could deceive on a screen, then what HTML would read. */
static void html_text(struct text shown, struct buffer *export_page)
{
    struct buffer safe = buffer_in(export_page->arena, export_page->max);
    text_escape(shown, &safe);
    const struct text text = buffer_text(&safe);
    for (size_t i = 0; i < text.size; i++)
        switch (text.at[i]) {
        case '&':
            buffer_string(export_page, "&amp;");
            break;
        case '<':
            buffer_string(export_page, "&lt;");
            break;
        case '>':
            buffer_string(export_page, "&gt;");
            break;
        case '"':
            buffer_string(export_page, "&quot;");
            break;
        default:
            buffer_byte(export_page, text.at[i]);
        }
}

static void html_cell(const char *class, struct text cell, struct buffer *export_page)
{
    buffer_format(export_page, "<td class=\"%s\">", class);
    html_text(cell, export_page);
    buffer_string(export_page, "</td>");
}

/* Printed name, moment and meaning stand with every signature (21 CFR 11.50). */
static void html_row(const struct export_row *csv_row, struct buffer *export_page)
{
    buffer_string(export_page, "<tr>");
    html_cell("number", csv_row->index, export_page);
    html_cell("time", csv_row->time, export_page);
    html_cell("name", csv_row->name.size ? csv_row->name : TEXT("the log"), export_page);
    html_cell("id", csv_row->by, export_page);
    html_cell("kind", csv_row->kind, export_page);
    html_cell("what", csv_row->what, export_page);
    html_cell("meaning", csv_row->meaning, export_page);
    html_cell("reason", csv_row->reason, export_page);
    html_cell("key", csv_row->key, export_page);
    buffer_string(export_page, "</tr>\n");
}

static struct text style_text(void)
{
    for (size_t i = 0; export_texts[i].name; i++)
        if (strcmp(export_texts[i].name, "report") == 0)
            return export_texts[i].text;
    return TEXT_NONE;
}

static void html_head(struct exporting *exporting)
{
    struct buffer *export_page = &exporting->page;
    const struct text origin = exporting->acting->origin;
    const struct leaf_range range = exporting->range;
    const unsigned long long size = exporting->head->size, included = range.to - range.from;
    buffer_string(export_page,
                  "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>");
    html_text(origin, export_page);
    buffer_string(export_page, "</title>\n<style>\n");
    buffer_add(export_page, style_text());
    buffer_string(export_page, "</style></head><body>\n<h1>");
    html_text(origin, export_page);
    buffer_format(export_page,
                  "</h1>\n<p>Entries %llu to %llu of a log of %llu: %llu are listed, %llu lie "
                  "outside of the range. No other filter was applied.</p>\n<p>Root <code>",
                  (unsigned long long)range.from, (unsigned long long)range.to - 1, size, included,
                  size - included);
    html_text(digest_print(&exporting->head->root, exporting->arena), export_page);
    buffer_string(export_page,
                  "</code>. Times are UTC, by the log's clock. Names and reasons are shown "
                  "where they were not erased.</p>\n<table><thead><tr><th>Entry</th>"
                  "<th>Time</th><th>Name</th><th>Id</th><th>Kind</th><th>What</th>"
                  "<th>Meaning</th><th>Reason</th><th>Key</th></tr></thead><tbody>\n");
}

/* ---- all three ---- */

void export_tables_begin(struct exporting *exporting)
{
    struct arena *arena = exporting->arena;
    exporting->records = buffer_in(arena, LIMIT_REPORT_SIZE);
    exporting->table = buffer_in(arena, LIMIT_REPORT_SIZE);
    exporting->page = buffer_in(arena, LIMIT_REPORT_SIZE);
    exporting->openings = buffer_in(arena, LIMIT_REPORT_SIZE);
    buffer_string(&exporting->table, "index,time,kind,by,name,what,meaning,reason,id,key\n");
    html_head(exporting);
}

bool export_tables_add(struct exporting *exporting, const struct value *export_record,
                       struct text phrase, struct error *err)
{
    const struct export_row csv_row = row_of(export_record, phrase, exporting->arena);
    if (!canonical_write(export_record, &exporting->records, err))
        return false;
    buffer_byte(&exporting->records, '\n');
    csv_write(&csv_row, &exporting->table);
    html_row(&csv_row, &exporting->page);
    return true;
}

bool export_tables_end(struct exporting *exporting, struct error *err)
{
    buffer_string(&exporting->page, "</tbody></table>\n</body></html>\n");
    if (buffer_full(&exporting->records) || buffer_full(&exporting->table) ||
        buffer_full(&exporting->page) || buffer_full(&exporting->openings))
        return error_set(err, ERROR_REFUSED,
                         "the tables of so many entries are larger than a file may be; export "
                         "them in ranges, with --from and --to");
    return export_file(exporting, "records.jsonl", buffer_text(&exporting->records), err) &&
           export_file(exporting, "records.csv", buffer_text(&exporting->table), err) &&
           export_file(exporting, "report.html", buffer_text(&exporting->page), err) &&
           export_file(exporting, "openings.jsonl", buffer_text(&exporting->openings), err);
}
