/* SARIF 2.1.0: a rule for each policy, a result for each control that does not hold. GitHub makes
 * an alert of every result, passes and suppressed ones too, and takes none without a place in the
 * repository; so results that hold are there with `verbose` only, and are else listed by name in
 * the properties of the run. */
#include "report/formats.h"
#include "report/object.h"
#include "report/sheet.h"

#include "base/limits.h"
#include "value/canonical.h"

static const char unlocated[] = "model.yaml";

struct alert_rule {
    const struct finding *finding; /* the first of the alert's policy */
    struct text remedy;
    struct text help_uri;
};

struct alert_rules LIST(struct alert_rule);

struct alerts {
    struct arena *arena;
    const struct report_options *options;
    struct sheets sheets;
    struct alert_rules rules;
    struct values results;
    struct values passed, waived, not_applicable;
};

/* ---- rules ---- */

static struct text web_cite(const struct finding *shown_finding)
{
    for (size_t cited = 0; shown_finding->cites && cited < value_count(shown_finding->cites);
         cited++) {
        const struct text web_address = value_text(value_at(shown_finding->cites, cited));
        if (text_starts(web_address, TEXT("https://")) &&
            text_find(web_address, ' ') == web_address.size)
            return web_address;
    }
    return TEXT_NONE;
}

/* The index of the policy's rule. Findings come sorted by policy, so it is mostly the last. */
static size_t rule_of(struct alerts *alerts, const struct finding *shown_finding)
{
    size_t index = alerts->rules.count;
    while (index > 0 &&
           !text_equal(alerts->rules.at[index - 1].finding->policy, shown_finding->policy))
        index--;
    if (index == 0) {
        *LIST_ADD(alerts->arena, &alerts->rules) = (struct alert_rule){.finding = shown_finding};
        index = alerts->rules.count;
    }
    struct alert_rule *rule = &alerts->rules.at[index - 1];
    if (!rule->remedy.size)
        rule->remedy = shown_finding->fix;
    if (!rule->help_uri.size)
        rule->help_uri = web_cite(shown_finding);
    return index - 1;
}

static void line_add(void *context, struct text help_line)
{
    struct buffer *help_lines = context;
    buffer_string(help_lines, help_lines->size ? "\n" : "");
    text_escape(help_line, help_lines);
}

static struct value help(const struct alert_rule *rule, struct arena *arena)
{
    struct object made = object_in(arena);
    struct buffer help_lines = buffer_in(arena, LIMIT_REPORT_SIZE);
    lines_each(rule->remedy, line_add, &help_lines);
    for (size_t cited = 0; rule->finding->cites && cited < value_count(rule->finding->cites);
         cited++)
        line_add(&help_lines, value_text(value_at(rule->finding->cites, cited)));
    if (!help_lines.size)
        line_add(&help_lines, TEXT("The policy names no remedy"));
    object_value(&made, "text", value_of_text(buffer_text(&help_lines)));
    return object_made(&made);
}

static struct value rule_made(const struct alert_rule *rule, struct arena *arena)
{
    struct object made = object_in(arena), configuration = object_in(arena);
    const struct text alert_policy = rule->finding->policy;
    const size_t alert_name_at = text_find(alert_policy, '/');
    const bool is_advisory = rule->finding->level == LEVEL_ADVISORY;
    object_shown(&made, "id", alert_policy);
    if (alert_name_at < alert_policy.size) /* a name that is the id is a fault to validators */
        object_shown(&made, "name", text_part(alert_policy, alert_name_at + 1, alert_policy.size));
    object_value(&made, "shortDescription",
                 object_message(text_format(arena, "Policy %.*s", TEXT_ARGS(alert_policy)), arena));
    object_value(&made, "fullDescription",
                 object_message(text_format(arena, "A control of the policy %.*s does not hold.",
                                            TEXT_ARGS(alert_policy)),
                                arena));
    object_value(&made, "help", help(rule, arena));
    if (rule->help_uri.size)
        object_value(&made, "helpUri", value_of_text(object_uri_whole(rule->help_uri, arena)));
    object_text(&configuration, "level", is_advisory ? "warning" : "error");
    object_value(&made, "defaultConfiguration", object_made(&configuration));
    return object_made(&made);
}

/* ---- results ---- */

static struct value location(struct place place, struct arena *arena)
{
    struct object artifact = object_in(arena), region = object_in(arena);
    struct object physical = object_in(arena), made = object_in(arena);
    object_value(&artifact, "uri",
                 value_of_text(object_uri(place.file ? place.file : unlocated, arena)));
    object_text(&artifact, "uriBaseId", "%SRCROOT%");
    object_integer(&region, "startLine", place.line ? place.line : 1);
    if (place.line && place.column)
        object_integer(&region, "startColumn", place.column);
    object_value(&physical, "artifactLocation", object_made(&artifact));
    object_value(&physical, "region", object_made(&region));
    object_value(&made, "physicalLocation", object_made(&physical));
    return object_made(&made);
}

static void related_add(struct object *alert_result, const struct control *control)
{
    struct arena *arena = alert_result->arena;
    if (!control->evidence.file || !control->source.file)
        return;
    struct value place = location(control->source, arena);
    struct object related = object_in(arena);
    object_integer(&related, "id", 1);
    object_value(&related, "message", object_message(TEXT("The policy's line"), arena));
    object_value(&related, "physicalLocation", *value_get(&place, TEXT("physicalLocation")));
    const struct value made = object_made(&related);
    object_value(alert_result, "relatedLocations", value_of_list(arena, &made, 1));
}

static const char *kind_of(enum standing standing)
{
    if (standing == STANDING_PASS)
        return "pass";
    return standing == STANDING_NOT_APPLICABLE ? "notApplicable" : "fail";
}

static const char *level_of(enum standing standing)
{
    if (standing == STANDING_PASS || standing == STANDING_NOT_APPLICABLE)
        return "none";
    return standing == STANDING_WARNING ? "warning" : "error";
}

static void suppression_add(struct object *alert_result, const struct control *control)
{
    struct object suppression = object_in(alert_result->arena);
    if (control->standing != STANDING_WAIVED)
        return;
    object_text(&suppression, "kind", "external");
    object_text(&suppression, "status", "accepted");
    object_shown(&suppression, "justification", control->finding->message);
    const struct value made = object_made(&suppression);
    object_value(alert_result, "suppressions", value_of_list(alert_result->arena, &made, 1));
}

static struct value properties(const struct control *control, struct arena *arena)
{
    struct object made = object_in(arena);
    const char *level = level_name(control->finding->level);
    object_shown(&made, "control", control->finding->control);
    object_text(&made, "outcome", outcome_name(control->finding->outcome));
    object_text(&made, "level", level ? level : "none");
    return object_made(&made);
}

/* "](": what would make a link of two texts. */
static struct value message(struct text alert_text, struct arena *arena)
{
    const struct text shown = object_escaped(alert_text, arena);
    struct buffer unlinked = buffer_in(arena, LIMIT_REPORT_SIZE);
    struct object made = object_in(arena);
    for (size_t shown_at = 0; shown_at < shown.size; shown_at++) {
        const bool opens_link = text_starts(text_part(shown, shown_at, shown.size), TEXT("]("));
        buffer_string(&unlinked, opens_link ? "\\" : "");
        buffer_byte(&unlinked, shown.at[shown_at]);
    }
    object_value(&made, "text", value_of_text(buffer_text(&unlinked)));
    return object_made(&made);
}

static bool result_add(struct alerts *alerts, const struct sheet *sheet,
                       const struct control *control, struct error *err)
{
    struct arena *arena = alerts->arena;
    struct object alert_result = object_in(arena), prints = object_in(arena);
    char *fingerprint = arena_alloc(arena, FINGERPRINT_SIZE);
    if (!sheet_fingerprint(sheet, control, fingerprint, err))
        return false;
    object_shown(&alert_result, "ruleId", control->finding->policy);
    object_integer(&alert_result, "ruleIndex", (int64_t)rule_of(alerts, control->finding));
    object_text(&alert_result, "kind", kind_of(control->standing));
    object_text(&alert_result, "level", level_of(control->standing));
    object_value(&alert_result, "message", message(control->finding->message, arena));
    const struct value place = location(sheet_place(sheet, control), arena);
    object_value(&alert_result, "locations", value_of_list(arena, &place, 1));
    related_add(&alert_result, control);
    suppression_add(&alert_result, control);
    object_text(&prints, "obstat/v1", fingerprint);
    object_value(&alert_result, "partialFingerprints", object_made(&prints));
    object_value(&alert_result, "properties", properties(control, arena));
    *LIST_ADD(arena, &alerts->results) = object_made(&alert_result);
    return true;
}

/* ---- the run ---- */

static struct values *holding(struct alerts *alerts, enum standing standing)
{
    if (standing == STANDING_PASS)
        return &alerts->passed;
    return standing == STANDING_WAIVED ? &alerts->waived : &alerts->not_applicable;
}

static void holding_add(struct alerts *alerts, const struct control *control)
{
    struct object made = object_in(alerts->arena);
    object_shown(&made, "policy", control->finding->policy);
    object_shown(&made, "control", control->finding->control);
    object_shown(&made, "message", control->finding->message);
    *LIST_ADD(alerts->arena, holding(alerts, control->standing)) = object_made(&made);
}

static bool sheet_add(struct alerts *alerts, const struct sheet *sheet, struct error *err)
{
    for (size_t i = 0; i < sheet->controls.count; i++) {
        const struct control *control = &sheet->controls.at[i];
        const bool holds =
            control->standing > STANDING_WARNING && control->standing < STANDING_COUNT;
        if (holds)
            holding_add(alerts, control);
        if ((!holds || alerts->options->verbose) && !result_add(alerts, sheet, control, err))
            return false;
    }
    return true;
}

static struct value tool(const struct alerts *alerts)
{
    struct object driver = object_in(alerts->arena), made = object_in(alerts->arena);
    struct values rules = {0};
    for (size_t i = 0; i < alerts->rules.count; i++)
        *LIST_ADD(alerts->arena, &rules) = rule_made(&alerts->rules.at[i], alerts->arena);
    object_text(&driver, "name", "obstat");
    object_value(&driver, "rules", value_of_list(alerts->arena, rules.at, rules.count));
    for (size_t i = 0; i < alerts->sheets.count; i++) {
        const struct value *engine = value_present(alerts->sheets.at[i].record, TEXT("engine"));
        if (engine && value_text(engine).size) {
            object_shown(&driver, "fullName", value_text(engine));
            break;
        }
    }
    object_value(&made, "driver", object_made(&driver));
    return object_made(&made);
}

static struct value invocations(const struct alerts *alerts)
{
    struct object made = object_in(alerts->arena);
    int status = STATUS_ALLOWED;
    for (size_t i = 0; i < alerts->sheets.count; i++)
        status = status_graver(status, alerts->sheets.at[i].status);
    object_value(&made, "executionSuccessful",
                 value_of_boolean(sheets_count(&alerts->sheets, STANDING_ERROR) == 0));
    object_integer(&made, "exitCode", status);
    const struct value invocation = object_made(&made);
    return value_of_list(alerts->arena, &invocation, 1);
}

static struct value decisions(const struct alerts *alerts)
{
    struct values list = {0};
    for (size_t i = 0; i < alerts->sheets.count; i++) {
        const struct sheet *sheet = &alerts->sheets.at[i];
        struct object made = object_in(alerts->arena);
        object_shown(&made, "title", sheet->title);
        object_text(&made, "verdict", sheet->verdict);
        object_integer(&made, "status", sheet->status);
        object_shown(&made, "id", sheet->id);
        *LIST_ADD(alerts->arena, &list) = object_made(&made);
    }
    return value_of_list(alerts->arena, list.at, list.count);
}

static struct value run_properties(const struct alerts *alerts)
{
    struct object made = object_in(alerts->arena);
    object_value(&made, "decisions", decisions(alerts));
    object_value(&made, "passed",
                 value_of_list(alerts->arena, alerts->passed.at, alerts->passed.count));
    object_value(&made, "waived",
                 value_of_list(alerts->arena, alerts->waived.at, alerts->waived.count));
    object_value(
        &made, "notApplicable",
        value_of_list(alerts->arena, alerts->not_applicable.at, alerts->not_applicable.count));
    return object_made(&made);
}

static struct value base_ids(struct arena *arena)
{
    struct object root = object_in(arena), made = object_in(arena);
    object_value(&root, "description",
                 object_message(TEXT("The folder in which obstat ran"), arena));
    object_value(&made, "%SRCROOT%", object_made(&root));
    return object_made(&made);
}

static struct value document(const struct alerts *alerts)
{
    struct object run = object_in(alerts->arena), made = object_in(alerts->arena);
    object_value(&run, "tool", tool(alerts));
    object_value(&run, "invocations", invocations(alerts));
    object_text(&run, "columnKind", "unicodeCodePoints");
    object_value(&run, "originalUriBaseIds", base_ids(alerts->arena));
    object_value(&run, "results",
                 value_of_list(alerts->arena, alerts->results.at, alerts->results.count));
    object_value(&run, "properties", run_properties(alerts));
    const struct value only = object_made(&run);
    object_text(&made, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    object_text(&made, "version", "2.1.0");
    object_value(&made, "runs", value_of_list(alerts->arena, &only, 1));
    return object_made(&made);
}

static bool write(const struct report_records *records, const struct report_options *options,
                  struct buffer *rendered, struct error *err)
{
    struct alerts alerts = {.arena = rendered->arena, .options = options};
    if (!sheets_read(records, rendered->arena, &alerts.sheets, err))
        return false;
    for (size_t i = 0; i < alerts.sheets.count; i++)
        if (!sheet_add(&alerts, &alerts.sheets.at[i], err))
            return false;
    const struct value made = document(&alerts);
    if (!canonical_write(&made, rendered, err))
        return false;
    buffer_byte(rendered, '\n');
    return report_fits(rendered, err);
}

const struct report_format report_sarif = {
    "sarif", "SARIF 2.1.0: what does not hold, for code scanning and editors", true, write};
