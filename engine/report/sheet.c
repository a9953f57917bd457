#include "report/sheet.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/limits.h"
#include "value/number.h"

static const struct text own_policy = {"obstat", 6};

static struct text decision_text(const struct value *decision_map, const char *decision_key)
{
    const struct value *decision_words = value_present(decision_map, text_of(decision_key));
    return decision_words ? value_text(decision_words) : TEXT_NONE;
}

static unsigned decision_count(const struct value *decision_map, const char *decision_key)
{
    const struct value *counted = value_present(decision_map, text_of(decision_key));
    const int64_t counted_number = counted ? value_integer(counted) : 0;
    return counted_number > 0 && counted_number <= UINT32_MAX ? (unsigned)counted_number : 0;
}

/* ---- paths ---- */

/* The path as seen from here, without "." and ".."; NULL where it leads out of here. */
static const char *path_here(const char *seen_folder, const char *path, struct arena *arena)
{
    const char *seen_path = path_join(arena, seen_folder ? seen_folder : "", path);
    const char *seen_from_here = path_settle(arena, seen_path);
    const struct text seen_text = text_of(seen_from_here);
    if (seen_path[0] == '/' || text_is(seen_text, "..") || text_starts(seen_text, TEXT("../")))
        return NULL;
    return seen_from_here;
}

static bool given_has(const struct value *given_paths, struct text given_path)
{
    for (size_t given = 0; given_paths && given < value_count(given_paths); given++)
        if (text_equal(value_text(value_at(given_paths, given)), given_path))
            return true;
    return false;
}

static struct place evidence_here(const struct report_record *of, struct place place,
                                  struct arena *arena)
{
    const bool given = given_has(of->given, text_of(place.file));
    const char *folder = of->manifest && !given ? path_folder(arena, of->manifest) : NULL;
    if (place.file)
        place.file = path_here(folder, place.file, arena);
    return place;
}

/* A pack's policy is a file of the product, and none that lies here. */
static struct place source_here(const struct report_record *of, struct place place,
                                struct arena *arena)
{
    const struct text source_file = text_of(place.file);
    const bool is_packed =
        text_starts(source_file, TEXT("pack:")) || text_starts(source_file, TEXT("stdlib/"));
    if (place.file)
        place.file = is_packed ? NULL : path_here(of->policies, place.file, arena);
    return place;
}

/* ---- controls ---- */

bool sheet_findings(const struct value *decision, struct arena *arena,
                    struct findings *shown_findings, struct error *err)
{
    const struct value *sheet_list = value_present(decision, TEXT("findings"));
    if (!sheet_list || value_kind(sheet_list) != VALUE_LIST)
        return error_set(err, ERROR_REFUSED, "the record is not a decision: it has no findings");
    struct findings read_findings = {ARENA_ARRAY(arena, struct finding, value_count(sheet_list)), 0,
                                     0};
    for (; read_findings.count < value_count(sheet_list); read_findings.count++)
        if (!finding_read(value_at(sheet_list, read_findings.count), arena,
                          &read_findings.at[read_findings.count], err))
            return false;
    *shown_findings = read_findings;
    return true;
}

static void control_add(struct sheet *sheet, const struct report_record *of,
                        const struct finding *shown_finding, struct arena *arena)
{
    const enum standing standing = standing_of(shown_finding);
    *LIST_ADD(arena, &sheet->controls) =
        (struct control){shown_finding, standing, evidence_here(of, shown_finding->evidence, arena),
                         source_here(of, shown_finding->source, arena)};
    sheet->counts[standing]++;
}

/* Why a decision blocks though none of its findings does. */
static struct finding silent_block(int status)
{
    struct finding shown_finding = {.policy = own_policy,
                                    .control = TEXT("verdict"),
                                    .outcome = OUTCOME_ERROR,
                                    .message = TEXT("the decision lets nothing pass")};
    if (status == STATUS_UNJUDGED) {
        shown_finding.outcome = OUTCOME_MISSING;
        shown_finding.message = TEXT("nothing was judged");
        shown_finding.fix = TEXT("Name policies that apply to this transition and tier");
    } else if (status == STATUS_INTEGRITY)
        shown_finding.message = TEXT("integrity does not hold");
    else if (status == STATUS_PENDING) {
        shown_finding.outcome = OUTCOME_MISSING;
        shown_finding.message = TEXT("signatures are lacking");
    }
    return shown_finding;
}

static void own_add(struct sheet *sheet, struct finding shown_finding, struct arena *arena)
{
    struct finding *kept = ARENA_NEW(arena, struct finding);
    *kept = shown_finding;
    const struct report_record here = {0}; /* what we say ourselves is seen from here already */
    control_add(sheet, &here, kept, arena);
}

static bool blocks(const struct sheet *sheet)
{
    for (enum standing standing = 0; standing < STANDING_WARNING; standing++)
        if (sheet->counts[standing])
            return true;
    return false;
}

/* ---- a decision ---- */

static void title_part(struct buffer *title, const char *before, struct text part)
{
    if (!part.size)
        return;
    buffer_string(title, title->size ? before : "");
    buffer_add(title, part);
}

static struct text decision_title(const struct value *decision, struct arena *arena)
{
    const struct value *subject = value_present(decision, TEXT("subject"));
    const struct value *transition = value_present(decision, TEXT("transition"));
    struct buffer title = buffer_in(arena, LIMIT_REPORT_SIZE);
    title_part(&title, "", decision_text(subject, "name"));
    title_part(&title, " ", decision_text(subject, "version"));
    title_part(&title, " ", decision_text(transition, "from"));
    title_part(&title, " -> ", decision_text(transition, "to"));
    return buffer_text(&title);
}

static const char *verdict_shown(struct text verdict)
{
    if (text_is(verdict, verdict_name(VERDICT_ALLOW)))
        return "ALLOWED";
    return text_is(verdict, verdict_name(VERDICT_PENDING)) ? "PENDING" : "DENIED";
}

static bool is_allowed(const struct sheet *sheet)
{
    return sheet->status == STATUS_ALLOWED && strcmp(sheet->verdict, "ALLOWED") == 0;
}

static bool decision_read(const struct report_record *of, struct arena *arena, struct sheet *sheet,
                          struct error *err)
{
    struct findings findings;
    const struct value *decision_status = value_present(of->record, TEXT("status"));
    if (!sheet_findings(of->record, arena, &findings, err))
        return false;
    sheet->title = decision_title(of->record, arena);
    sheet->name = decision_text(value_present(of->record, TEXT("subject")), "name");
    sheet->verdict = verdict_shown(decision_text(of->record, "verdict"));
    sheet->id = decision_text(of->record, "id");
    sheet->status = decision_status ? (int)value_integer(decision_status) : STATUS_BUG;
    for (size_t i = 0; i < findings.count; i++)
        control_add(sheet, of, &findings.at[i], arena);
    if (!is_allowed(sheet) && !blocks(sheet))
        own_add(sheet, silent_block(sheet->status), arena);
    return true;
}

/* ---- a manifest that could not be judged ---- */

static void refusal_read(const struct report_record *of, struct arena *arena, struct sheet *sheet)
{
    const struct value *error = value_present(of->record, TEXT("error"));
    const char *file = text_string(arena, decision_text(error, "file"));
    const unsigned status = decision_count(of->record, "status");
    sheet->title = decision_text(of->record, "manifest");
    sheet->verdict = "DENIED";
    sheet->status = status ? (int)status : STATUS_BUG;
    if (!file[0])
        file = text_string(arena, sheet->title);
    own_add(sheet,
            (struct finding){
                .policy = own_policy,
                .control = TEXT("manifest"),
                .outcome = OUTCOME_ERROR,
                .message = decision_text(error, "message"),
                .evidence = {file, decision_count(error, "line"), decision_count(error, "column")},
            },
            arena);
}

bool sheet_read(const struct report_record *of, struct arena *arena, struct sheet *read_sheet,
                struct error *err)
{
    struct sheet sheet = {.record = of->record};
    if (of->manifest)
        sheet.manifest = path_here(NULL, of->manifest, arena);
    if (text_is(decision_text(of->record, "obstat"), "error/v1"))
        refusal_read(of, arena, &sheet);
    else if (!decision_read(of, arena, &sheet, err))
        return false;
    *read_sheet = sheet;
    return true;
}

bool sheets_read(const struct report_records *records, struct arena *arena,
                 struct sheets *read_sheets, struct error *err)
{
    struct sheets sheets = {0};
    for (size_t i = 0; i < records->count; i++) {
        struct sheet sheet;
        if (!sheet_read(&records->at[i], arena, &sheet, err))
            return false;
        *LIST_ADD(arena, &sheets) = sheet;
    }
    *read_sheets = sheets;
    return true;
}

/* ---- what formats ask ---- */

size_t sheets_count(const struct sheets *sheets, enum standing standing)
{
    size_t count = 0;
    for (size_t i = 0; i < sheets->count; i++)
        count += sheets->at[i].counts[standing];
    return count;
}

size_t sheets_blocking(const struct sheets *sheets)
{
    size_t count = 0;
    for (enum standing standing = 0; standing < STANDING_WARNING; standing++)
        count += sheets_count(sheets, standing);
    return count;
}

struct place sheet_place(const struct sheet *sheet, const struct control *control)
{
    if (control->evidence.file)
        return control->evidence;
    if (control->source.file)
        return control->source;
    return (struct place){sheet->manifest, 0, 0};
}

static void summary_part(struct buffer *rendered, size_t *parts, size_t count, const char *one,
                         const char *many)
{
    char summary_number[NUMBER_TEXT_SIZE];
    if (!count)
        return;
    (void)integer_write_grouped((long long)count, summary_number);
    buffer_format(rendered, "%s%s %s", *parts ? ", " : "", summary_number, count == 1 ? one : many);
    ++*parts;
}

void sheet_summary(const struct sheet *sheet, struct buffer *rendered)
{
    size_t parts = 0;
    const size_t *counts = sheet->counts;
    summary_part(rendered, &parts, counts[STANDING_FAIL], "failed", "failed");
    summary_part(rendered, &parts, counts[STANDING_MISSING] + counts[STANDING_INSUFFICIENT],
                 "could not be judged", "could not be judged");
    summary_part(rendered, &parts, counts[STANDING_ERROR], "error", "errors");
    summary_part(rendered, &parts, counts[STANDING_WARNING], "warning", "warnings");
    summary_part(rendered, &parts, counts[STANDING_WAIVED], "waived", "waived");
    summary_part(rendered, &parts, counts[STANDING_NOT_APPLICABLE], "not applicable",
                 "not applicable");
    summary_part(rendered, &parts, counts[STANDING_PASS], "passed", "passed");
}

struct text sheet_force(const struct value *row, struct arena *arena)
{
    struct text from = decision_text(row, "applies_from"), level = decision_text(row, "level");
    const struct text midnight = TEXT("T00:00:00Z");
    if (text_ends(from, midnight))
        from = text_part(from, 0, from.size - midnight.size);
    return text_format(arena, "is %.*s from %.*s on; until then it is advisory", TEXT_ARGS(level),
                       TEXT_ARGS(from));
}

bool sheet_fingerprint(const struct sheet *sheet, const struct control *control,
                       char fingerprint[FINGERPRINT_SIZE], struct error *err)
{
    struct digest digest;
    const struct text fingerprint_break = {"",
                                           1}; /* a NUL: no part can hold one and pass for two */
    const struct text fingerprint_parts[] = {sheet->name,
                                             fingerprint_break,
                                             text_of(sheet->manifest),
                                             fingerprint_break,
                                             control->finding->policy,
                                             fingerprint_break,
                                             control->finding->control};
    if (!digest_of(fingerprint_parts, COUNT(fingerprint_parts), &digest, err))
        return false;
    hex_write(digest.bytes, sizeof digest.bytes, fingerprint);
    return true;
}
