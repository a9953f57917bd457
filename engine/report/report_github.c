/* Workflow commands of GitHub Actions: each control that does not hold becomes an annotation at its
 * place, each verdict a notice. GitHub shows ten annotations of a kind for a step and drops the
 * rest in silence, so the gravest come first and the tenth says how many are not shown. */
#include "report/formats.h"
#include "report/sheet.h"

enum { ANNOTATIONS = 10 };

/* GitHub's own escapes, after ours: a property ends at ':' and ','. */
static void command_escape(struct text command_text, bool property, struct buffer *rendered)
{
    for (size_t property_at = 0; property_at < command_text.size; property_at++) {
        const char property_byte = command_text.at[property_at];
        const bool is_special = property_byte == '%' || property_byte == '\n' ||
                                property_byte == '\r' ||
                                (property && (property_byte == ':' || property_byte == ','));
        if (is_special)
            buffer_format(rendered, "%%%02X", (unsigned)property_byte);
        else
            buffer_byte(rendered, property_byte);
    }
}

static void shown_escape(struct text command_text, bool property, struct buffer *rendered)
{
    struct buffer escaped = buffer_in(rendered->arena, rendered->max);
    text_escape(command_text, &escaped);
    command_escape(buffer_text(&escaped), property, rendered);
}

static void place_properties(struct place place, struct buffer *rendered)
{
    if (!place.file)
        return;
    buffer_string(rendered, "file=");
    shown_escape(text_of(place.file), true, rendered);
    if (place.line)
        buffer_format(rendered, ",line=%u", place.line);
    if (place.line && place.column)
        buffer_format(rendered, ",col=%u", place.column);
    buffer_byte(rendered, ',');
}

static void annotate(const struct sheet *sheet, const struct control *control, const char *kind,
                     struct buffer *rendered)
{
    struct buffer explained = buffer_in(rendered->arena, rendered->max);
    buffer_format(rendered, "::%s ", kind);
    place_properties(sheet_place(sheet, control), rendered);
    buffer_string(rendered, "title=");
    shown_escape(control->finding->policy, true, rendered);
    buffer_string(rendered, "::");
    control_explain(control, &explained);
    const struct text lines = buffer_text(&explained);
    command_escape(text_part(lines, 0, lines.size ? lines.size - 1 : 0), false, rendered);
    buffer_byte(rendered, '\n');
}

/* Annotations of one kind: those of some standings, gravest first. */
struct annotation_kind {
    const char *name, *rest;
    const enum standing *standings;
    size_t count;
};

static size_t kind_total(const struct sheets *sheets, const struct annotation_kind *kind)
{
    size_t total = 0;
    for (size_t kind_standing = 0; kind_standing < kind->count; kind_standing++)
        total += sheets_count(sheets, kind->standings[kind_standing]);
    return total;
}

static void annotate_standing(const struct sheets *sheets, enum standing standing, const char *name,
                              size_t *left, struct buffer *rendered)
{
    for (size_t i = 0; i < sheets->count; i++)
        for (size_t j = 0; *left && j < sheets->at[i].controls.count; j++)
            if (sheets->at[i].controls.at[j].standing == standing) {
                annotate(&sheets->at[i], &sheets->at[i].controls.at[j], name, rendered);
                --*left;
            }
}

static void kind_write(const struct sheets *sheets, const struct annotation_kind *kind,
                       struct buffer *rendered)
{
    const size_t total = kind_total(sheets, kind);
    size_t left = total > ANNOTATIONS ? ANNOTATIONS - 1 : total;
    const size_t annotations_shown = left;
    for (size_t kind_standing = 0; kind_standing < kind->count; kind_standing++)
        annotate_standing(sheets, kind->standings[kind_standing], kind->name, &left, rendered);
    if (total > annotations_shown)
        buffer_format(rendered, "::%s title=obstat::and %zu more %s\n", kind->name,
                      total - annotations_shown, kind->rest);
}

static void verdict_write(const struct sheet *sheet, struct buffer *rendered)
{
    struct buffer summary = buffer_in(rendered->arena, rendered->max);
    sheet_summary(sheet, &summary);
    buffer_string(rendered, "::notice title=obstat::");
    shown_escape(sheet->title, false, rendered);
    buffer_format(rendered, "%%0A%s", sheet->verdict);
    buffer_string(rendered, summary.size ? "  " : "");
    command_escape(buffer_text(&summary), false, rendered);
    if (sheet->id.size) {
        buffer_string(rendered, "%0Adecision ");
        shown_escape(sheet->id, false, rendered);
    }
    buffer_format(rendered, "%%0Astatus %d\n", sheet->status);
}

static void verdicts_write(const struct sheets *sheets, struct buffer *rendered)
{
    const size_t shown = sheets->count > ANNOTATIONS ? ANNOTATIONS - 1 : sheets->count;
    for (size_t i = 0; i < shown; i++)
        verdict_write(&sheets->at[i], rendered);
    if (shown < sheets->count)
        buffer_format(rendered, "::notice title=obstat::and %zu more decisions\n",
                      sheets->count - shown);
}

static bool write(const struct report_records *records, const struct report_options *options,
                  struct buffer *rendered, struct error *err)
{
    static const enum standing blocking[] = {STANDING_ERROR, STANDING_FAIL, STANDING_MISSING,
                                             STANDING_INSUFFICIENT};
    static const enum standing advisory[] = {STANDING_WARNING};
    struct sheets sheets;
    (void)options;
    if (!sheets_read(records, rendered->arena, &sheets, err))
        return false;
    kind_write(&sheets,
               &(struct annotation_kind){"error",
                                         "controls block; every one is in the other reports",
                                         blocking, COUNT(blocking)},
               rendered);
    kind_write(&sheets,
               &(struct annotation_kind){"warning", "warnings; every one is in the other reports",
                                         advisory, COUNT(advisory)},
               rendered);
    verdicts_write(&sheets, rendered);
    return report_fits(rendered, err);
}

const struct report_format report_github = {
    "github", "Annotations of GitHub Actions, at the lines to blame", true, write};
