/* GitLab's code quality report: what does not hold, at a place in the repository. It knows no
 * waivers and no passes, so it has none of them. */
#include "report/formats.h"
#include "report/object.h"
#include "report/sheet.h"

#include "value/canonical.h"

/* GitLab's report shows nothing without a path. */
static const char unlocated[] = "model.yaml";

static const char *severity(const struct finding *shown_finding)
{
    switch (shown_finding->level) {
    case LEVEL_OVERRIDABLE:
        return "critical";
    case LEVEL_ADVISORY:
        return "minor";
    case LEVEL_NONE:
    case LEVEL_MANDATORY:
    case LEVEL_COUNT:
        break;
    }
    return "blocker";
}

static struct value location(const struct sheet *sheet, const struct control *control,
                             struct arena *arena)
{
    const struct place place = sheet_place(sheet, control);
    struct object lines = object_in(arena), located = object_in(arena);
    object_integer(&lines, "begin", place.line ? place.line : 1);
    object_shown(&located, "path", text_of(place.file ? place.file : unlocated));
    object_value(&located, "lines", object_made(&lines));
    return object_made(&located);
}

static struct text description(const struct control *control, struct arena *arena)
{
    const bool advisory = control->standing == STANDING_WARNING;
    return text_format(arena, "%.*s%s", TEXT_ARGS(control->finding->message),
                       advisory ? " (advisory)" : "");
}

static bool problem(const struct sheet *sheet, const struct control *control, struct arena *arena,
                    struct value *code_problem, struct error *err)
{
    struct object problem = object_in(arena);
    char fingerprint[FINGERPRINT_SIZE];
    if (!sheet_fingerprint(sheet, control, fingerprint, err))
        return false;
    object_shown(&problem, "description", description(control, arena));
    object_shown(&problem, "check_name", control->finding->policy);
    object_value(&problem, "fingerprint", value_of_text(text_copy(arena, text_of(fingerprint))));
    object_text(&problem, "severity", severity(control->finding));
    object_value(&problem, "location", location(sheet, control, arena));
    *code_problem = object_made(&problem);
    return true;
}

static bool problems_add(const struct sheet *sheet, struct arena *arena,
                         struct values *code_problems, struct error *err)
{
    for (size_t i = 0; i < sheet->controls.count; i++) {
        const struct control *control = &sheet->controls.at[i];
        struct value made;
        if (control->standing > STANDING_WARNING && control->standing < STANDING_COUNT)
            continue;
        if (!problem(sheet, control, arena, &made, err))
            return false;
        *LIST_ADD(arena, code_problems) = made;
    }
    return true;
}

static bool write(const struct report_records *records, const struct report_options *options,
                  struct buffer *rendered, struct error *err)
{
    struct sheets sheets;
    struct values code_problems = {0};
    (void)options;
    if (!sheets_read(records, rendered->arena, &sheets, err))
        return false;
    for (size_t i = 0; i < sheets.count; i++)
        if (!problems_add(&sheets.at[i], rendered->arena, &code_problems, err))
            return false;
    const struct value code_problem_list =
        value_of_list(rendered->arena, code_problems.at, code_problems.count);
    if (!canonical_write(&code_problem_list, rendered, err))
        return false;
    buffer_byte(rendered, '\n');
    return report_fits(rendered, err);
}

const struct report_format report_gitlab = {
    "gitlab", "GitLab code quality: what does not hold, for the merge request", true, write};
