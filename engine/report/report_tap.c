/* TAP, the Test Anything Protocol: a test point for each control, what there is to know of one that
 * does not hold as YAML below it. It is written so that readers of TAP 13 and 14 read the same, and
 * says 13, because Perl's own reader refused 14 for years. Readers of 13 do not know an escaped
 * '#' and take what follows for a directive, so that one is spelled out. */
#include "report/formats.h"
#include "report/sheet.h"

#include "value/canonical.h"

/* A text on the line of a test point. */
static void point_text(struct text text, struct buffer *out)
{
    struct buffer escaped = buffer_in(out->arena, out->max);
    text_escape(text, &escaped);
    const struct text line = buffer_text(&escaped);
    for (size_t i = 0; i < line.size; i++)
        if (line.at[i] == '#')
            buffer_string(out, "\\\\x23");
        else {
            buffer_string(out, line.at[i] == '\\' ? "\\" : "");
            buffer_byte(out, line.at[i]);
        }
}

static void yaml_text(const char *name, struct text text, struct buffer *out)
{
    struct buffer escaped = buffer_in(out->arena, out->max);
    if (!text.size)
        return;
    text_escape(text, &escaped);
    buffer_format(out, "  %s: ", name);
    canonical_text(buffer_text(&escaped), out); /* a text of JSON is one of YAML */
    buffer_byte(out, '\n');
}

static void yaml_place(const char *name, struct place place, struct buffer *out)
{
    struct buffer written = buffer_in(out->arena, out->max);
    if (!place.file)
        return;
    place_write(place, &written);
    yaml_text(name, buffer_text(&written), out);
}

static void yaml_fix(void *context, struct text line)
{
    struct buffer *out = context;
    struct buffer escaped = buffer_in(out->arena, out->max);
    text_escape(line, &escaped);
    buffer_string(out, "    - ");
    canonical_text(buffer_text(&escaped), out);
    buffer_byte(out, '\n');
}

static void diagnostics_write(const struct control *control, struct buffer *out)
{
    const struct finding *finding = control->finding;
    const char *level = level_name(finding->level);
    buffer_string(out, "  ---\n");
    yaml_text("outcome", text_of(outcome_name(finding->outcome)), out);
    yaml_text("level", text_of(level), out);
    yaml_text("message", finding->message, out);
    yaml_place("evidence", finding->evidence, out);
    yaml_place("policy", finding->source, out);
    if (finding->fix.size)
        buffer_string(out, "  fix:\n");
    lines_each(finding->fix, yaml_fix, out);
    buffer_string(out, "  ...\n");
}

static void directive_write(const struct control *control, struct buffer *out)
{
    switch (control->standing) {
    case STANDING_WARNING:
        buffer_format(out,
                      " # TO"
                      "DO advisory, %s: ",
                      outcome_name(control->finding->outcome));
        break;
    case STANDING_WAIVED:
        buffer_string(out, " # SKIP waived: ");
        break;
    case STANDING_NOT_APPLICABLE:
        buffer_string(out, " # SKIP not applicable: ");
        break;
    default:
        return;
    }
    point_text(control->finding->message, out);
}

static void point_write(const struct control *control, size_t number, struct buffer *out)
{
    const bool holds = control->standing > STANDING_WARNING && control->standing < STANDING_COUNT;
    buffer_format(out, "%sok %zu - ", holds ? "" : "not ", number);
    point_text(control->finding->policy, out);
    buffer_string(out, ": ");
    point_text(control->finding->control, out);
    directive_write(control, out);
    buffer_byte(out, '\n');
    if (!holds)
        diagnostics_write(control, out);
}

static void heading_write(const struct sheet *sheet, struct buffer *out)
{
    buffer_string(out, "# ");
    point_text(sheet->title, out);
    buffer_format(out, ": %s, status %d", sheet->verdict, sheet->status);
    if (sheet->id.size) {
        buffer_string(out, ", decision ");
        point_text(sheet->id, out);
    }
    buffer_byte(out, '\n');
}

static bool write(const struct report_records *records, const struct report_options *options,
                  struct buffer *out, struct error *err)
{
    struct sheets sheets;
    size_t points = 0, number = 0;
    (void)options;
    if (!sheets_read(records, out->arena, &sheets, err))
        return false;
    for (size_t i = 0; i < sheets.count; i++)
        points += sheets.at[i].controls.count;
    buffer_format(out, "TAP version 13\n1..%zu\n", points);
    for (size_t i = 0; i < sheets.count; i++) {
        heading_write(&sheets.at[i], out);
        for (size_t j = 0; j < sheets.at[i].controls.count; j++)
            point_write(&sheets.at[i].controls.at[j], ++number, out);
    }
    return report_fits(out, err);
}

const struct report_format report_tap = {"tap", "TAP: a test point for each control", true, write};
