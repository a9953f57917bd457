/* Workflow commands of GitHub Actions: each control that does not hold becomes an annotation at its
 * place, each verdict a notice. GitHub shows ten annotations of a kind for a step and drops the
 * rest in silence, so the gravest come first and the tenth says how many are not shown. */
#include "report/formats.h"
#include "report/sheet.h"

enum { ANNOTATIONS = 10 };

/* GitHub's own escapes, after ours: a property ends at ':' and ','. */
static void command_escape(struct text text, bool property, struct buffer *out)
{
    for (size_t i = 0; i < text.size; i++) {
        const char byte = text.at[i];
        const bool special = byte == '%' || byte == '\n' || byte == '\r' ||
                             (property && (byte == ':' || byte == ','));
        if (special)
            buffer_format(out, "%%%02X", (unsigned)byte);
        else
            buffer_byte(out, byte);
    }
}

static void shown_escape(struct text text, bool property, struct buffer *out)
{
    struct buffer escaped = buffer_in(out->arena, out->max);
    text_escape(text, &escaped);
    command_escape(buffer_text(&escaped), property, out);
}

static void place_properties(struct place place, struct buffer *out)
{
    if (!place.file)
        return;
    buffer_string(out, "file=");
    shown_escape(text_of(place.file), true, out);
    if (place.line)
        buffer_format(out, ",line=%u", place.line);
    if (place.line && place.column)
        buffer_format(out, ",col=%u", place.column);
    buffer_byte(out, ',');
}

static void annotate(const struct sheet *sheet, const struct control *control, const char *kind,
                     struct buffer *out)
{
    struct buffer explained = buffer_in(out->arena, out->max);
    buffer_format(out, "::%s ", kind);
    place_properties(sheet_place(sheet, control), out);
    buffer_string(out, "title=");
    shown_escape(control->finding->policy, true, out);
    buffer_string(out, "::");
    control_explain(control, &explained);
    const struct text lines = buffer_text(&explained);
    command_escape(text_part(lines, 0, lines.size ? lines.size - 1 : 0), false, out);
    buffer_byte(out, '\n');
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
    for (size_t i = 0; i < kind->count; i++)
        total += sheets_count(sheets, kind->standings[i]);
    return total;
}

static void annotate_standing(const struct sheets *sheets, enum standing standing, const char *name,
                              size_t *left, struct buffer *out)
{
    for (size_t i = 0; i < sheets->count; i++)
        for (size_t j = 0; *left && j < sheets->at[i].controls.count; j++)
            if (sheets->at[i].controls.at[j].standing == standing) {
                annotate(&sheets->at[i], &sheets->at[i].controls.at[j], name, out);
                --*left;
            }
}

static void kind_write(const struct sheets *sheets, const struct annotation_kind *kind,
                       struct buffer *out)
{
    const size_t total = kind_total(sheets, kind);
    size_t left = total > ANNOTATIONS ? ANNOTATIONS - 1 : total;
    const size_t shown = left;
    for (size_t i = 0; i < kind->count; i++)
        annotate_standing(sheets, kind->standings[i], kind->name, &left, out);
    if (total > shown)
        buffer_format(out, "::%s title=obstat::and %zu more %s\n", kind->name, total - shown,
                      kind->rest);
}

static void verdict_write(const struct sheet *sheet, struct buffer *out)
{
    struct buffer summary = buffer_in(out->arena, out->max);
    sheet_summary(sheet, &summary);
    buffer_string(out, "::notice title=obstat::");
    shown_escape(sheet->title, false, out);
    buffer_format(out, "%%0A%s", sheet->verdict);
    buffer_string(out, summary.size ? "  " : "");
    command_escape(buffer_text(&summary), false, out);
    if (sheet->id.size) {
        buffer_string(out, "%0Adecision ");
        shown_escape(sheet->id, false, out);
    }
    buffer_format(out, "%%0Astatus %d\n", sheet->status);
}

static void verdicts_write(const struct sheets *sheets, struct buffer *out)
{
    const size_t shown = sheets->count > ANNOTATIONS ? ANNOTATIONS - 1 : sheets->count;
    for (size_t i = 0; i < shown; i++)
        verdict_write(&sheets->at[i], out);
    if (shown < sheets->count)
        buffer_format(out, "::notice title=obstat::and %zu more decisions\n",
                      sheets->count - shown);
}

static bool write(const struct report_records *records, const struct report_options *options,
                  struct buffer *out, struct error *err)
{
    static const enum standing blocking[] = {STANDING_ERROR, STANDING_FAIL, STANDING_MISSING,
                                             STANDING_INSUFFICIENT};
    static const enum standing advisory[] = {STANDING_WARNING};
    struct sheets sheets;
    (void)options;
    if (!sheets_read(records, out->arena, &sheets, err))
        return false;
    kind_write(&sheets,
               &(struct annotation_kind){"error",
                                         "controls block; every one is in the other reports",
                                         blocking, COUNT(blocking)},
               out);
    kind_write(&sheets,
               &(struct annotation_kind){"warning", "warnings; every one is in the other reports",
                                         advisory, COUNT(advisory)},
               out);
    verdicts_write(&sheets, out);
    return report_fits(out, err);
}

const struct report_format report_github = {
    "github", "Annotations of GitHub Actions, at the lines to blame", true, write};
