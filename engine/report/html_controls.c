#include "report/html.h"

static const struct {
    const char *class, *label;
    const char *one, *many; /* as a count has it: "1 error", "2 errors" */
} looks[STANDING_COUNT] = {
    [STANDING_FAIL] = {"fail", "Failed", "failed", "failed"},
    [STANDING_MISSING] = {"missing", "Missing", "missing", "missing"},
    [STANDING_INSUFFICIENT] = {"insufficient", "Insufficient", "insufficient", "insufficient"},
    [STANDING_ERROR] = {"error", "Error", "error", "errors"},
    [STANDING_WARNING] = {"warning", "Warning", "warning", "warnings"},
    [STANDING_WAIVED] = {"waived", "Waived", "waived", "waived"},
    [STANDING_NOT_APPLICABLE] = {"not-applicable", "Not applicable", "not applicable",
                                 "not applicable"},
    [STANDING_PASS] = {"pass", "Passed", "passed", "passed"},
};

const char *html_class(enum standing standing)
{
    return standing < STANDING_COUNT ? looks[standing].class : looks[STANDING_ERROR].class;
}

const char *html_label(enum standing standing)
{
    return standing < STANDING_COUNT ? looks[standing].label : looks[STANDING_ERROR].label;
}

const char *html_counted(enum standing standing, size_t count)
{
    const enum standing known = standing < STANDING_COUNT ? standing : STANDING_ERROR;
    return count == 1 ? looks[known].one : looks[known].many;
}

static void place_show(struct place place, struct buffer *rendered)
{
    struct buffer written = buffer_in(rendered->arena, rendered->max);
    place_write(place, &written);
    buffer_string(rendered, "<code>");
    markup_lines(buffer_text(&written), rendered);
    buffer_string(rendered, "</code>");
}

static void evidence_show(const struct finding *shown_finding, struct buffer *rendered)
{
    if (!shown_finding->evidence.file)
        return;
    place_show(shown_finding->evidence, rendered);
    if (shown_finding->grade.size) {
        buffer_string(rendered, " <span class=\"grade\">");
        markup_text(shown_finding->grade, rendered);
        buffer_string(rendered, "</span>");
    }
}

/* ---- cards ---- */

struct lines {
    struct buffer *out;
    bool begun;
};

static void line_show(void *context, struct text line)
{
    struct lines *card_lines = context;
    buffer_string(card_lines->out, card_lines->begun ? "<br>" : "");
    markup_text(line, card_lines->out);
    card_lines->begun = true;
}

static void term(const char *name, struct buffer *rendered)
{
    buffer_format(rendered, "<dt>%s</dt><dd>", name);
}

static void cites_show(const struct value *shown_cites, struct buffer *rendered)
{
    struct lines lines = {rendered, false};
    if (!shown_cites || value_count(shown_cites) == 0)
        return;
    term("Rests on", rendered);
    for (size_t cited = 0; cited < value_count(shown_cites); cited++)
        line_show(&lines, value_text(value_at(shown_cites, cited)));
    buffer_string(rendered, "</dd>");
}

static void fix_show(struct text fix, struct buffer *rendered)
{
    struct lines lines = {rendered, false};
    if (!fix.size)
        return;
    term("What to do", rendered);
    lines_each(fix, line_show, &lines);
    buffer_string(rendered, "</dd>");
}

static void places_show(const struct finding *shown_finding, struct buffer *rendered)
{
    if (shown_finding->evidence.file) {
        term("Evidence", rendered);
        evidence_show(shown_finding, rendered);
        buffer_string(rendered, "</dd>");
    }
    if (shown_finding->source.file) {
        term("Policy", rendered);
        place_show(shown_finding->source, rendered);
        buffer_string(rendered, "</dd>");
    }
}

static void card_show(const struct control *control, struct buffer *rendered)
{
    const struct finding *shown_finding = control->finding;
    const bool warns = control->standing == STANDING_WARNING;
    buffer_format(rendered,
                  "<section class=\"control %s\"><h3><span class=\"badge\">%s%s%s</span> ",
                  html_class(control->standing), html_label(control->standing), warns ? ": " : "",
                  warns ? outcome_name(shown_finding->outcome) : "");
    buffer_string(rendered, "<span>");
    markup_text(shown_finding->policy, rendered);
    buffer_string(rendered, "</span> <span>");
    markup_text(shown_finding->control, rendered);
    buffer_string(rendered, "</span></h3>\n<p class=\"message\">");
    markup_text(shown_finding->message, rendered);
    buffer_string(rendered, "</p>\n<dl>");
    places_show(shown_finding, rendered);
    cites_show(shown_finding->cites, rendered);
    fix_show(shown_finding->fix, rendered);
    buffer_string(rendered, "</dl></section>\n");
}

static void cards_show(const struct sheet *sheet, const char *heading, enum standing from,
                       enum standing to, struct buffer *rendered)
{
    size_t cards = 0;
    for (enum standing standing = from; standing <= to; standing++)
        cards += sheet->counts[standing];
    if (!cards)
        return;
    buffer_format(rendered, "<h2>%s</h2>\n", heading);
    for (enum standing standing = from; standing <= to; standing++)
        for (size_t i = 0; i < sheet->controls.count; i++)
            if (sheet->controls.at[i].standing == standing)
                card_show(&sheet->controls.at[i], rendered);
}

/* ---- tables ---- */

/* How many rows of controls below each other are of the same policy. */
static size_t rows_of(const struct sheet *sheet, size_t from, enum standing standing)
{
    size_t rows = 0;
    for (size_t i = from; i < sheet->controls.count; i++) {
        const struct control *control = &sheet->controls.at[i];
        if (!text_equal(control->finding->policy, sheet->controls.at[from].finding->policy))
            break;
        rows += control->standing == standing;
    }
    return rows;
}

static void row_show(const struct control *control, size_t span, struct buffer *rendered)
{
    buffer_string(rendered, "<tr>");
    if (span) {
        buffer_format(rendered, "<th scope=\"rowgroup\" rowspan=\"%zu\">", span);
        markup_text(control->finding->policy, rendered);
        buffer_string(rendered, "</th>");
    }
    buffer_string(rendered, "<td>");
    markup_text(control->finding->control, rendered);
    buffer_string(rendered, "</td><td>");
    markup_text(control->finding->message, rendered);
    buffer_string(rendered, "</td><td>");
    evidence_show(control->finding, rendered);
    buffer_string(rendered, "</td></tr>\n");
}

static void rows_show(const struct sheet *sheet, enum standing standing, struct buffer *rendered)
{
    size_t rows_left = 0; /* rows of the policy in hand */
    for (size_t i = 0; i < sheet->controls.count; i++) {
        if (sheet->controls.at[i].standing != standing)
            continue;
        const size_t span = rows_left ? 0 : rows_of(sheet, i, standing);
        buffer_string(rendered, span ? "<tbody>" : "");
        rows_left = (rows_left ? rows_left : span) - 1;
        row_show(&sheet->controls.at[i], span, rendered);
        buffer_string(rendered, rows_left ? "" : "</tbody>\n");
    }
}

static void table_show(const struct sheet *sheet, enum standing standing, struct buffer *rendered)
{
    if (!sheet->counts[standing])
        return;
    buffer_format(
        rendered,
        "<details class=\"%s\"><summary><span class=\"badge\">%s</span> %zu %s</summary>"
        "<div class=\"inner\"><table class=\"controls\">\n<thead><tr><th scope=\"col\">Policy</th>"
        "<th scope=\"col\">Control</th><th scope=\"col\">Finding</th>"
        "<th scope=\"col\">Evidence</th></tr></thead>\n",
        html_class(standing), html_label(standing), sheet->counts[standing],
        sheet->counts[standing] == 1 ? "control" : "controls");
    rows_show(sheet, standing, rendered);
    buffer_string(rendered, "</table></div></details>\n");
}

void html_controls(const struct sheet *sheet, struct buffer *rendered)
{
    cards_show(sheet, "What blocks", STANDING_FAIL, STANDING_ERROR, rendered);
    cards_show(sheet, "What does not block, but wants to be seen", STANDING_WARNING,
               STANDING_WARNING, rendered);
    if (sheet->counts[STANDING_WAIVED] + sheet->counts[STANDING_NOT_APPLICABLE] +
        sheet->counts[STANDING_PASS])
        buffer_string(rendered, "<h2>What was let through</h2>\n");
    for (enum standing standing = STANDING_WAIVED; standing <= STANDING_PASS; standing++)
        table_show(sheet, standing, rendered);
}
