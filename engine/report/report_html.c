#include "report/formats.h"
#include "report/html.h"

static const struct value *decision_get(const struct value *decision_map, const char *decision_key)
{
    return value_present(decision_map, text_of(decision_key));
}

static const char *verdict_class(const struct sheet *sheet)
{
    if (strcmp(sheet->verdict, "ALLOWED") == 0)
        return "allowed";
    return strcmp(sheet->verdict, "PENDING") == 0 ? "pending" : "denied";
}

static void style_write(struct buffer *rendered)
{
    buffer_string(rendered, "<style>\n");
    for (size_t i = 0; html_style[i]; i++) {
        buffer_string(rendered, html_style[i]);
        buffer_byte(rendered, '\n');
    }
    buffer_string(rendered, "</style>\n");
}

static void title_write(const struct sheets *sheets, struct buffer *rendered)
{
    if (sheets->count == 1) {
        buffer_format(rendered, "%s: ", sheets->at[0].verdict);
        markup_text(sheets->at[0].title, rendered);
    } else
        buffer_format(rendered, "obstat: %zu decisions", sheets->count);
}

static void head_write(const struct sheets *sheets, struct buffer *rendered)
{
    buffer_string(rendered,
                  "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n"
                  "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    title_write(sheets, rendered);
    buffer_string(rendered, "</title>\n");
    style_write(rendered);
    buffer_string(rendered, "</head>\n<body>\n<main>\n");
}

static void index_write(const struct sheets *sheets, struct buffer *rendered)
{
    if (sheets->count < 2)
        return;
    buffer_string(rendered, "<nav aria-label=\"Decisions\"><ol>\n");
    for (size_t i = 0; i < sheets->count; i++) {
        const struct sheet *sheet = &sheets->at[i];
        buffer_format(rendered, "<li class=\"%s\"><a href=\"#d%zu\">", verdict_class(sheet), i + 1);
        markup_text(sheet->title, rendered);
        buffer_format(rendered, "</a><span class=\"badge\">%s</span></li>\n", sheet->verdict);
    }
    buffer_string(rendered, "</ol></nav>\n");
}

static void fact_write(const char *name, struct text fact, struct buffer *rendered)
{
    if (!fact.size)
        return;
    buffer_format(rendered, "<span>%s <b>", name);
    markup_text(fact, rendered);
    buffer_string(rendered, "</b></span>\n");
}

static void count_write(size_t count, const char *one, const char *many, struct buffer *rendered)
{
    buffer_format(rendered, "<span><b>%zu</b> %s</span>\n", count, count == 1 ? one : many);
}

static struct text decision_text(const struct value *decision_map, const char *decision_key)
{
    const struct value *decision_words = decision_get(decision_map, decision_key);
    return decision_words ? value_text(decision_words) : TEXT_NONE;
}

static void facts_write(const struct sheet *sheet, struct buffer *rendered)
{
    const struct value *evidence = decision_get(sheet->record, "evidence");
    const struct value *policies = decision_get(decision_get(sheet->record, "policies"), "count");
    const int64_t policy_count = policies ? value_integer(policies) : 0;
    buffer_string(rendered, "<p class=\"facts\">\n");
    fact_write("tier", decision_text(decision_get(sheet->record, "subject"), "tier"), rendered);
    if (policies) {
        count_write(policy_count > 0 ? (size_t)policy_count : 0, "policy", "policies", rendered);
        count_write(sheet->controls.count, "control", "controls", rendered);
        count_write(evidence ? value_count(evidence) : 0, "evidence file", "evidence files",
                    rendered);
    }
    fact_write("as of", decision_text(sheet->record, "now"), rendered);
    buffer_format(rendered, "<span>status <b>%d</b></span></p>\n", sheet->status);
}

static void banner_write(const struct sheet *sheet, struct buffer *rendered)
{
    buffer_format(rendered, "<header class=\"banner %s\"><p class=\"verdict\">%s</p>\n<h1>",
                  verdict_class(sheet), sheet->verdict);
    markup_text(sheet->title, rendered);
    buffer_string(rendered, "</h1>\n");
    facts_write(sheet, rendered);
    buffer_string(rendered, "</header>\n");
}

static void tally_write(const struct sheet *sheet, struct buffer *rendered)
{
    buffer_string(rendered, "<ul class=\"tally\">\n");
    for (enum standing standing = 0; standing < STANDING_COUNT; standing++)
        if (sheet->counts[standing])
            buffer_format(rendered, "<li class=\"%s\"><b>%zu</b> %s</li>\n", html_class(standing),
                          sheet->counts[standing], html_counted(standing, sheet->counts[standing]));
    buffer_string(rendered, "</ul>\n");
}

static bool write(const struct report_records *records, const struct report_options *options,
                  struct buffer *rendered, struct error *err)
{
    struct sheets sheets;
    (void)options;
    if (!sheets_read(records, rendered->arena, &sheets, err))
        return false;
    head_write(&sheets, rendered);
    index_write(&sheets, rendered);
    for (size_t i = 0; i < sheets.count; i++) {
        buffer_format(rendered, "<article id=\"d%zu\">\n", i + 1);
        banner_write(&sheets.at[i], rendered);
        tally_write(&sheets.at[i], rendered);
        html_controls(&sheets.at[i], rendered);
        html_grounds(&sheets.at[i], rendered);
        buffer_string(rendered, "</article>\n");
    }
    buffer_string(rendered, "</main>\n</body>\n</html>\n");
    return report_fits(rendered, err);
}

const struct report_format report_html = {
    "html", "One page for people: works offline, prints, light and dark", true, write};
