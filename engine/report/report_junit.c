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

static void property_write(const char *name, struct text value, struct buffer *rendered)
{
    if (!value.size)
        return;
    buffer_string(rendered, "      <property");
    markup_attribute("name", text_of(name), rendered);
    markup_attribute("value", value, rendered);
    buffer_string(rendered, "/>\n");
}

static struct text decision_text(const struct value *decision_map, const char *decision_key)
{
    const struct value *decision_words = value_present(decision_map, text_of(decision_key));
    return decision_words ? value_text(decision_words) : TEXT_NONE;
}

static void properties_write(const struct sheet *sheet, struct buffer *rendered)
{
    const struct value *policies = value_present(sheet->record, TEXT("policies"));
    const struct value *subject = value_present(sheet->record, TEXT("subject"));
    buffer_string(rendered, "    <properties>\n");
    property_write("verdict", text_of(sheet->verdict), rendered);
    property_write("decision", sheet->id, rendered);
    property_write("policies", decision_text(policies, "digest"), rendered);
    property_write("tier", decision_text(subject, "tier"), rendered);
    property_write("engine", decision_text(sheet->record, "engine"), rendered);
    buffer_string(rendered, "    </properties>\n");
}

/* <skipped message="advisory, fail: ..."/> */
static void skipped_write(const struct control *control, struct buffer *rendered)
{
    struct buffer reason = buffer_in(rendered->arena, rendered->max);
    const bool advisory = control->standing == STANDING_WARNING;
    buffer_string(&reason, advisory ? "advisory, " : "");
    buffer_string(&reason, advisory ? outcome_name(control->finding->outcome)
                                    : standing_word(control->standing));
    buffer_string(&reason, ": ");
    buffer_add(&reason, control->finding->message);
    buffer_string(rendered, "<skipped");
    markup_attribute("message", buffer_text(&reason), rendered);
    buffer_string(rendered, "/>");
}

static void block_write(const struct control *control, struct buffer *rendered)
{
    const char *element = control->standing == STANDING_ERROR ? "error" : "failure";
    struct buffer explained = buffer_in(rendered->arena, rendered->max);
    buffer_format(rendered, "<%s", element);
    markup_attribute("type", text_of(outcome_name(control->finding->outcome)), rendered);
    markup_attribute("message", control->finding->message, rendered);
    buffer_byte(rendered, '>');
    control_explain(control, &explained);
    markup_lines(buffer_text(&explained), rendered);
    buffer_format(rendered, "</%s>", element);
}

static void case_write(const struct control *control, struct buffer *rendered)
{
    buffer_string(rendered, "    <testcase");
    markup_attribute("classname", control->finding->policy, rendered);
    markup_attribute("name", control->finding->control, rendered);
    if (control->standing == STANDING_PASS) {
        buffer_string(rendered, "/>\n");
        return;
    }
    buffer_byte(rendered, '>');
    if (standing_blocks(control->standing))
        block_write(control, rendered);
    else
        skipped_write(control, rendered);
    buffer_string(rendered, "</testcase>\n");
}

static void suite_write(const struct sheet *sheet, struct buffer *rendered)
{
    buffer_string(rendered, "  <testsuite");
    markup_attribute("name", sheet->title, rendered);
    markup_number("tests", sheet->controls.count, rendered);
    markup_number("failures", failures_of(sheet), rendered);
    markup_number("errors", sheet->counts[STANDING_ERROR], rendered);
    markup_number("skipped", skipped_of(sheet), rendered);
    if (decision_text(sheet->record, "now").size)
        markup_attribute("timestamp", decision_text(sheet->record, "now"), rendered);
    if (sheet->manifest)
        markup_attribute("file", text_of(sheet->manifest), rendered);
    buffer_string(rendered, ">\n");
    properties_write(sheet, rendered);
    for (size_t i = 0; i < sheet->controls.count; i++)
        case_write(&sheet->controls.at[i], rendered);
    buffer_string(rendered, "  </testsuite>\n");
}

static size_t tests_of(const struct sheets *sheets)
{
    size_t tests = 0;
    for (size_t i = 0; i < sheets->count; i++)
        tests += sheets->at[i].controls.count;
    return tests;
}

static bool write(const struct report_records *records, const struct report_options *options,
                  struct buffer *rendered, struct error *err)
{
    struct sheets sheets;
    (void)options;
    if (!sheets_read(records, rendered->arena, &sheets, err))
        return false;
    const size_t errors = sheets_count(&sheets, STANDING_ERROR);
    buffer_string(rendered,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"obstat\"");
    markup_number("tests", tests_of(&sheets), rendered);
    markup_number("failures", sheets_blocking(&sheets) - errors, rendered);
    markup_number("errors", errors, rendered);
    buffer_string(rendered, ">\n");
    for (size_t i = 0; i < sheets.count; i++)
        suite_write(&sheets.at[i], rendered);
    buffer_string(rendered, "</testsuites>\n");
    return report_fits(rendered, err);
}

const struct report_format report_junit = {
    "junit", "JUnit XML: a suite for each manifest, a case for each control", true, write};
