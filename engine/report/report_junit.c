/* JUnit XML as the schema of Jenkins has it (junit-10.xsd): a suite for each manifest, a case for
 * each control. That schema knows no place of a case, so places stand in its text. What does not
 * block is no failure there: waived, not applicable and advisory controls are skipped, each with
 * its reason. */
#include "report/formats.h"
#include "report/markup.h"
#include "report/sheet.h"

static size_t skipped_of(const struct sheet *sheet)
{
    return sheet->counts[STANDING_WARNING] + sheet->counts[STANDING_WAIVED] +
           sheet->counts[STANDING_NOT_APPLICABLE];
}

static size_t failures_of(const struct sheet *sheet)
{
    return sheet->counts[STANDING_FAIL] + sheet->counts[STANDING_MISSING] +
           sheet->counts[STANDING_INSUFFICIENT];
}

static void property_write(const char *name, struct text value, struct buffer *out)
{
    if (!value.size)
        return;
    buffer_string(out, "      <property");
    markup_attribute("name", text_of(name), out);
    markup_attribute("value", value, out);
    buffer_string(out, "/>\n");
}

static struct text member(const struct value *map, const char *key)
{
    const struct value *found = value_present(map, text_of(key));
    return found ? value_text(found) : TEXT_NONE;
}

static void properties_write(const struct sheet *sheet, struct buffer *out)
{
    const struct value *policies = value_present(sheet->record, TEXT("policies"));
    const struct value *subject = value_present(sheet->record, TEXT("subject"));
    buffer_string(out, "    <properties>\n");
    property_write("verdict", text_of(sheet->verdict), out);
    property_write("decision", sheet->id, out);
    property_write("policies", member(policies, "digest"), out);
    property_write("tier", member(subject, "tier"), out);
    property_write("engine", member(sheet->record, "engine"), out);
    buffer_string(out, "    </properties>\n");
}

/* <skipped message="advisory, fail: ..."/> */
static void skipped_write(const struct control *control, struct buffer *out)
{
    struct buffer reason = buffer_in(out->arena, out->max);
    const bool advisory = control->standing == STANDING_WARNING;
    buffer_string(&reason, advisory ? "advisory, " : "");
    buffer_string(&reason, advisory ? outcome_name(control->finding->outcome)
                                    : standing_word(control->standing));
    buffer_string(&reason, ": ");
    buffer_add(&reason, control->finding->message);
    buffer_string(out, "<skipped");
    markup_attribute("message", buffer_text(&reason), out);
    buffer_string(out, "/>");
}

static void block_write(const struct control *control, struct buffer *out)
{
    const char *element = control->standing == STANDING_ERROR ? "error" : "failure";
    struct buffer explained = buffer_in(out->arena, out->max);
    buffer_format(out, "<%s", element);
    markup_attribute("type", text_of(outcome_name(control->finding->outcome)), out);
    markup_attribute("message", control->finding->message, out);
    buffer_byte(out, '>');
    control_explain(control, &explained);
    markup_lines(buffer_text(&explained), out);
    buffer_format(out, "</%s>", element);
}

static void case_write(const struct control *control, struct buffer *out)
{
    buffer_string(out, "    <testcase");
    markup_attribute("classname", control->finding->policy, out);
    markup_attribute("name", control->finding->control, out);
    if (control->standing == STANDING_PASS) {
        buffer_string(out, "/>\n");
        return;
    }
    buffer_byte(out, '>');
    if (standing_blocks(control->standing))
        block_write(control, out);
    else
        skipped_write(control, out);
    buffer_string(out, "</testcase>\n");
}

static void suite_write(const struct sheet *sheet, struct buffer *out)
{
    buffer_string(out, "  <testsuite");
    markup_attribute("name", sheet->title, out);
    markup_number("tests", sheet->controls.count, out);
    markup_number("failures", failures_of(sheet), out);
    markup_number("errors", sheet->counts[STANDING_ERROR], out);
    markup_number("skipped", skipped_of(sheet), out);
    if (member(sheet->record, "now").size)
        markup_attribute("timestamp", member(sheet->record, "now"), out);
    if (sheet->manifest)
        markup_attribute("file", text_of(sheet->manifest), out);
    buffer_string(out, ">\n");
    properties_write(sheet, out);
    for (size_t i = 0; i < sheet->controls.count; i++)
        case_write(&sheet->controls.at[i], out);
    buffer_string(out, "  </testsuite>\n");
}

static size_t tests_of(const struct sheets *sheets)
{
    size_t tests = 0;
    for (size_t i = 0; i < sheets->count; i++)
        tests += sheets->at[i].controls.count;
    return tests;
}

static bool write(const struct report_records *records, const struct report_options *options,
                  struct buffer *out, struct error *err)
{
    struct sheets sheets;
    (void)options;
    if (!sheets_read(records, out->arena, &sheets, err))
        return false;
    const size_t errors = sheets_count(&sheets, STANDING_ERROR);
    buffer_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"obstat\"");
    markup_number("tests", tests_of(&sheets), out);
    markup_number("failures", sheets_blocking(&sheets) - errors, out);
    markup_number("errors", errors, out);
    buffer_string(out, ">\n");
    for (size_t i = 0; i < sheets.count; i++)
        suite_write(&sheets.at[i], out);
    buffer_string(out, "</testsuites>\n");
    return report_fits(out, err);
}

const struct report_format report_junit = {
    "junit", "JUnit XML: a suite for each manifest, a case for each control", true, write};
