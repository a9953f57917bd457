#include "report/formats.h"
#include "report/html.h"

static const struct value *get(const struct value *map, const char *key)
{
    return value_present(map, text_of(key));
}

static const char *verdict_class(const struct sheet *sheet)
{
    if (strcmp(sheet->verdict, "ALLOWED") == 0)
        return "allowed";
    return strcmp(sheet->verdict, "PENDING") == 0 ? "pending" : "denied";
}

static void style_write(struct buffer *out)
{
    buffer_string(out, "<style>\n");
    for (size_t i = 0; html_style[i]; i++) {
        buffer_string(out, html_style[i]);
        buffer_byte(out, '\n');
    }
    buffer_string(out, "</style>\n");
}

static void title_write(const struct sheets *sheets, struct buffer *out)
{
    if (sheets->count == 1) {
        buffer_format(out, "%s: ", sheets->at[0].verdict);
        markup_text(sheets->at[0].title, out);
    } else
        buffer_format(out, "obstat: %zu decisions", sheets->count);
}

static void head_write(const struct sheets *sheets, struct buffer *out)
{
    buffer_string(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                       "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta name=\"color-scheme\" content=\"light dark\">\n"
                       "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    title_write(sheets, out);
    buffer_string(out, "</title>\n");
    style_write(out);
    buffer_string(out, "</head>\n<body>\n<main>\n");
}

static void index_write(const struct sheets *sheets, struct buffer *out)
{
    if (sheets->count < 2)
        return;
    buffer_string(out, "<nav aria-label=\"Decisions\"><ol>\n");
    for (size_t i = 0; i < sheets->count; i++) {
        const struct sheet *sheet = &sheets->at[i];
        buffer_format(out, "<li class=\"%s\"><a href=\"#d%zu\">", verdict_class(sheet), i + 1);
        markup_text(sheet->title, out);
        buffer_format(out, "</a><span class=\"badge\">%s</span></li>\n", sheet->verdict);
    }
    buffer_string(out, "</ol></nav>\n");
}

static void fact_write(const char *name, struct text fact, struct buffer *out)
{
    if (!fact.size)
        return;
    buffer_format(out, "<span>%s <b>", name);
    markup_text(fact, out);
    buffer_string(out, "</b></span>\n");
}

static void count_write(size_t count, const char *one, const char *many, struct buffer *out)
{
    buffer_format(out, "<span><b>%zu</b> %s</span>\n", count, count == 1 ? one : many);
}

static struct text text_in(const struct value *map, const char *key)
{
    const struct value *text = get(map, key);
    return text ? value_text(text) : TEXT_NONE;
}

static void facts_write(const struct sheet *sheet, struct buffer *out)
{
    const struct value *evidence = get(sheet->record, "evidence");
    const struct value *policies = get(get(sheet->record, "policies"), "count");
    const int64_t count = policies ? value_integer(policies) : 0;
    buffer_string(out, "<p class=\"facts\">\n");
    fact_write("tier", text_in(get(sheet->record, "subject"), "tier"), out);
    if (policies) {
        count_write(count > 0 ? (size_t)count : 0, "policy", "policies", out);
        count_write(sheet->controls.count, "control", "controls", out);
        count_write(evidence ? value_count(evidence) : 0, "evidence file", "evidence files", out);
    }
    fact_write("as of", text_in(sheet->record, "now"), out);
    buffer_format(out, "<span>status <b>%d</b></span></p>\n", sheet->status);
}

static void banner_write(const struct sheet *sheet, struct buffer *out)
{
    buffer_format(out, "<header class=\"banner %s\"><p class=\"verdict\">%s</p>\n<h1>",
                  verdict_class(sheet), sheet->verdict);
    markup_text(sheet->title, out);
    buffer_string(out, "</h1>\n");
    facts_write(sheet, out);
    buffer_string(out, "</header>\n");
}

static void tally_write(const struct sheet *sheet, struct buffer *out)
{
    buffer_string(out, "<ul class=\"tally\">\n");
    for (enum standing standing = 0; standing < STANDING_COUNT; standing++)
        if (sheet->counts[standing])
            buffer_format(out, "<li class=\"%s\"><b>%zu</b> %s</li>\n", html_class(standing),
                          sheet->counts[standing], html_counted(standing, sheet->counts[standing]));
    buffer_string(out, "</ul>\n");
}

static bool write(const struct report_records *records, const struct report_options *options,
                  struct buffer *out, struct error *err)
{
    struct sheets sheets;
    (void)options;
    if (!sheets_read(records, out->arena, &sheets, err))
        return false;
    head_write(&sheets, out);
    index_write(&sheets, out);
    for (size_t i = 0; i < sheets.count; i++) {
        buffer_format(out, "<article id=\"d%zu\">\n", i + 1);
        banner_write(&sheets.at[i], out);
        tally_write(&sheets.at[i], out);
        html_controls(&sheets.at[i], out);
        html_grounds(&sheets.at[i], out);
        buffer_string(out, "</article>\n");
    }
    buffer_string(out, "</main>\n</body>\n</html>\n");
    return report_fits(out, err);
}

const struct report_format report_html = {
    "html", "One page for people: works offline, prints, light and dark", true, write};
