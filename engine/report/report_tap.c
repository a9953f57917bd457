/* TAP, the Test Anything Protocol: a test point for each control, what there is to know of one that
 * does not hold as YAML below it. It is written so that readers of TAP 13 and 14 read the same, and
 * says 13, because Perl's own reader refused 14 for years. Readers of 13 do not know an escaped
 * '#' and take what follows for a directive, so that one is spelled out. */
#include "report/formats.h"
#include "report/sheet.h"

#include "value/canonical.h"

/* A text on the line of a test point. */
static void point_text(struct text text, struct buffer *rendered)
{
    struct buffer escaped = buffer_in(rendered->arena, rendered->max);
    text_escape(text, &escaped);
    const struct text point_line = buffer_text(&escaped);
    for (size_t point_at = 0; point_at < point_line.size; point_at++)
        if (point_line.at[point_at] == '#')
            buffer_string(rendered, "\\\\x23");
        else {
            buffer_string(rendered, point_line.at[point_at] == '\\' ? "\\" : "");
            buffer_byte(rendered, point_line.at[point_at]);
        }
}

static void point_yaml_text(const char *name, struct text text, struct buffer *rendered)
{
    struct buffer escaped = buffer_in(rendered->arena, rendered->max);
    if (!text.size)
        return;
    text_escape(text, &escaped);
    buffer_format(rendered, "  %s: ", name);
    canonical_text(buffer_text(&escaped), rendered); /* a text of JSON is one of YAML */
    buffer_byte(rendered, '\n');
}

static void point_yaml_place(const char *name, struct place place, struct buffer *rendered)
{
    struct buffer written = buffer_in(rendered->arena, rendered->max);
    if (!place.file)
        return;
    place_write(place, &written);
    point_yaml_text(name, buffer_text(&written), rendered);
}

static void point_yaml_fix(void *context, struct text line)
{
    struct buffer *rendered = context;
    struct buffer escaped = buffer_in(rendered->arena, rendered->max);
    text_escape(line, &escaped);
    buffer_string(rendered, "    - ");
    canonical_text(buffer_text(&escaped), rendered);
    buffer_byte(rendered, '\n');
}

static void diagnostics_write(const struct control *control, struct buffer *rendered)
{
    const struct finding *shown_finding = control->finding;
    const char *point_level = level_name(shown_finding->level);
    buffer_string(rendered, "  ---\n");
    point_yaml_text("outcome", text_of(outcome_name(shown_finding->outcome)), rendered);
    point_yaml_text("level", text_of(point_level), rendered);
    point_yaml_text("message", shown_finding->message, rendered);
    point_yaml_place("evidence", shown_finding->evidence, rendered);
    point_yaml_place("policy", shown_finding->source, rendered);
    if (shown_finding->fix.size)
        buffer_string(rendered, "  fix:\n");
    lines_each(shown_finding->fix, point_yaml_fix, rendered);
    buffer_string(rendered, "  ...\n");
}

static void directive_write(const struct control *control, struct buffer *rendered)
{
    switch (control->standing) {
    case STANDING_WARNING:
        buffer_format(rendered,
                      " # TO"
                      "DO advisory, %s: ",
                      outcome_name(control->finding->outcome));
        break;
    case STANDING_WAIVED:
        buffer_string(rendered, " # SKIP waived: ");
        break;
    case STANDING_NOT_APPLICABLE:
        buffer_string(rendered, " # SKIP not applicable: ");
        break;
    default:
        return;
    }
    point_text(control->finding->message, rendered);
}

static void point_write(const struct control *control, size_t number, struct buffer *rendered)
{
    const bool holds = control->standing > STANDING_WARNING && control->standing < STANDING_COUNT;
    buffer_format(rendered, "%sok %zu - ", holds ? "" : "not ", number);
    point_text(control->finding->policy, rendered);
    buffer_string(rendered, ": ");
    point_text(control->finding->control, rendered);
    directive_write(control, rendered);
    buffer_byte(rendered, '\n');
    if (!holds)
        diagnostics_write(control, rendered);
}

static void heading_write(const struct sheet *sheet, struct buffer *rendered)
{
    buffer_string(rendered, "# ");
    point_text(sheet->title, rendered);
    buffer_format(rendered, ": %s, status %d", sheet->verdict, sheet->status);
    if (sheet->id.size) {
        buffer_string(rendered, ", decision ");
        point_text(sheet->id, rendered);
    }
    buffer_byte(rendered, '\n');
}

static bool write(const struct report_records *records, const struct report_options *options,
                  struct buffer *rendered, struct error *err)
{
    struct sheets sheets;
    size_t test_points = 0, test_point = 0;
    (void)options;
    if (!sheets_read(records, rendered->arena, &sheets, err))
        return false;
    for (size_t i = 0; i < sheets.count; i++)
        test_points += sheets.at[i].controls.count;
    buffer_format(rendered, "TAP version 13\n1..%zu\n", test_points);
    for (size_t i = 0; i < sheets.count; i++) {
        heading_write(&sheets.at[i], rendered);
        for (size_t j = 0; j < sheets.at[i].controls.count; j++)
            point_write(&sheets.at[i].controls.at[j], ++test_point, rendered);
    }
    return report_fits(rendered, err);
}

const struct report_format report_tap = {"tap", "TAP: a test point for each control", true, write};
