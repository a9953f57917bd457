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

static void place_show(struct place place, struct buffer *out)
{
    struct buffer written = buffer_in(out->arena, out->max);
    place_write(place, &written);
    buffer_string(out, "<code>");
    markup_lines(buffer_text(&written), out);
    buffer_string(out, "</code>");
}

static void evidence_show(const struct finding *finding, struct buffer *out)
{
    if (!finding->evidence.file)
        return;
    place_show(finding->evidence, out);
    if (finding->grade.size) {
        buffer_string(out, " <span class=\"grade\">");
        markup_text(finding->grade, out);
        buffer_string(out, "</span>");
    }
}

/* ---- cards ---- */

struct lines {
    struct buffer *out;
    bool begun;
};

static void line_show(void *context, struct text line)
{
    struct lines *lines = context;
    buffer_string(lines->out, lines->begun ? "<br>" : "");
    markup_text(line, lines->out);
    lines->begun = true;
}

static void term(const char *name, struct buffer *out)
{
    buffer_format(out, "<dt>%s</dt><dd>", name);
}

static void cites_show(const struct value *cites, struct buffer *out)
{
    struct lines lines = {out, false};
    if (!cites || value_count(cites) == 0)
        return;
    term("Rests on", out);
    for (size_t i = 0; i < value_count(cites); i++)
        line_show(&lines, value_text(value_at(cites, i)));
    buffer_string(out, "</dd>");
}

static void fix_show(struct text fix, struct buffer *out)
{
    struct lines lines = {out, false};
    if (!fix.size)
        return;
    term("What to do", out);
    lines_each(fix, line_show, &lines);
    buffer_string(out, "</dd>");
}

static void places_show(const struct finding *finding, struct buffer *out)
{
    if (finding->evidence.file) {
        term("Evidence", out);
        evidence_show(finding, out);
        buffer_string(out, "</dd>");
    }
    if (finding->source.file) {
        term("Policy", out);
        place_show(finding->source, out);
        buffer_string(out, "</dd>");
    }
}

static void card_show(const struct control *control, struct buffer *out)
{
    const struct finding *finding = control->finding;
    const bool warns = control->standing == STANDING_WARNING;
    buffer_format(out, "<section class=\"control %s\"><h3><span class=\"badge\">%s%s%s</span> ",
                  html_class(control->standing), html_label(control->standing), warns ? ": " : "",
                  warns ? outcome_name(finding->outcome) : "");
    buffer_string(out, "<span>");
    markup_text(finding->policy, out);
    buffer_string(out, "</span> <span>");
    markup_text(finding->control, out);
    buffer_string(out, "</span></h3>\n<p class=\"message\">");
    markup_text(finding->message, out);
    buffer_string(out, "</p>\n<dl>");
    places_show(finding, out);
    cites_show(finding->cites, out);
    fix_show(finding->fix, out);
    buffer_string(out, "</dl></section>\n");
}

static void cards_show(const struct sheet *sheet, const char *heading, enum standing from,
                       enum standing to, struct buffer *out)
{
    size_t cards = 0;
    for (enum standing standing = from; standing <= to; standing++)
        cards += sheet->counts[standing];
    if (!cards)
        return;
    buffer_format(out, "<h2>%s</h2>\n", heading);
    for (enum standing standing = from; standing <= to; standing++)
        for (size_t i = 0; i < sheet->controls.count; i++)
            if (sheet->controls.at[i].standing == standing)
                card_show(&sheet->controls.at[i], out);
}

/* ---- tables ---- */

/* How many rows below each other are of the same policy. */
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

static void row_show(const struct control *control, size_t span, struct buffer *out)
{
    buffer_string(out, "<tr>");
    if (span) {
        buffer_format(out, "<th scope=\"rowgroup\" rowspan=\"%zu\">", span);
        markup_text(control->finding->policy, out);
        buffer_string(out, "</th>");
    }
    buffer_string(out, "<td>");
    markup_text(control->finding->control, out);
    buffer_string(out, "</td><td>");
    markup_text(control->finding->message, out);
    buffer_string(out, "</td><td>");
    evidence_show(control->finding, out);
    buffer_string(out, "</td></tr>\n");
}

static void rows_show(const struct sheet *sheet, enum standing standing, struct buffer *out)
{
    size_t left = 0; /* rows of the policy in hand */
    for (size_t i = 0; i < sheet->controls.count; i++) {
        if (sheet->controls.at[i].standing != standing)
            continue;
        const size_t span = left ? 0 : rows_of(sheet, i, standing);
        buffer_string(out, span ? "<tbody>" : "");
        left = (left ? left : span) - 1;
        row_show(&sheet->controls.at[i], span, out);
        buffer_string(out, left ? "" : "</tbody>\n");
    }
}

static void table_show(const struct sheet *sheet, enum standing standing, struct buffer *out)
{
    if (!sheet->counts[standing])
        return;
    buffer_format(
        out,
        "<details class=\"%s\"><summary><span class=\"badge\">%s</span> %zu %s</summary>"
        "<div class=\"inner\"><table class=\"controls\">\n<thead><tr><th scope=\"col\">Policy</th>"
        "<th scope=\"col\">Control</th><th scope=\"col\">Finding</th>"
        "<th scope=\"col\">Evidence</th></tr></thead>\n",
        html_class(standing), html_label(standing), sheet->counts[standing],
        sheet->counts[standing] == 1 ? "control" : "controls");
    rows_show(sheet, standing, out);
    buffer_string(out, "</table></div></details>\n");
}

void html_controls(const struct sheet *sheet, struct buffer *out)
{
    cards_show(sheet, "What blocks", STANDING_FAIL, STANDING_ERROR, out);
    cards_show(sheet, "What does not block, but wants to be seen", STANDING_WARNING,
               STANDING_WARNING, out);
    if (sheet->counts[STANDING_WAIVED] + sheet->counts[STANDING_NOT_APPLICABLE] +
        sheet->counts[STANDING_PASS])
        buffer_string(out, "<h2>What was let through</h2>\n");
    for (enum standing standing = STANDING_WAIVED; standing <= STANDING_PASS; standing++)
        table_show(sheet, standing, out);
}
