#include "report/sheet.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/limits.h"
#include "value/number.h"

static const struct text own_policy = {"obstat", 6};

static struct text text_in(const struct value *map, const char *key)
{
    const struct value *text = value_present(map, text_of(key));
    return text ? value_text(text) : TEXT_NONE;
}

static unsigned count_in(const struct value *map, const char *key)
{
    const struct value *count = value_present(map, text_of(key));
    const int64_t number = count ? value_integer(count) : 0;
    return number > 0 && number <= UINT32_MAX ? (unsigned)number : 0;
}

/* ---- paths ---- */

/* The path as seen from here, without "." and ".."; NULL where it leads out of here. */
static const char *path_here(const char *folder, const char *path, struct arena *arena)
{
    const char *joined = path_join(arena, folder ? folder : "", path);
    const char *settled = path_settle(arena, joined);
    const struct text text = text_of(settled);
    if (joined[0] == '/' || text_is(text, "..") || text_starts(text, TEXT("../")))
        return NULL;
    return settled;
}

static bool list_has(const struct value *list, struct text text)
{
    for (size_t i = 0; list && i < value_count(list); i++)
        if (text_equal(value_text(value_at(list, i)), text))
            return true;
    return false;
}

static struct place evidence_here(const struct report_record *of, struct place place,
                                  struct arena *arena)
{
    const bool given = list_has(of->given, text_of(place.file));
    const char *folder = of->manifest && !given ? path_folder(arena, of->manifest) : NULL;
    if (place.file)
        place.file = path_here(folder, place.file, arena);
    return place;
}

/* A pack's policy is a file of the product, and none that lies here. */
static struct place source_here(const struct report_record *of, struct place place,
                                struct arena *arena)
{
    const struct text file = text_of(place.file);
    const bool ours = text_starts(file, TEXT("pack:")) || text_starts(file, TEXT("stdlib/"));
    if (place.file)
        place.file = ours ? NULL : path_here(of->policies, place.file, arena);
    return place;
}

/* ---- controls ---- */

bool sheet_findings(const struct value *decision, struct arena *arena, struct findings *out,
                    struct error *err)
{
    const struct value *list = value_present(decision, TEXT("findings"));
    if (!list || value_kind(list) != VALUE_LIST)
        return error_set(err, ERROR_REFUSED, "the record is not a decision: it has no findings");
    struct findings findings = {ARENA_ARRAY(arena, struct finding, value_count(list)), 0, 0};
    for (; findings.count < value_count(list); findings.count++)
        if (!finding_read(value_at(list, findings.count), arena, &findings.at[findings.count], err))
            return false;
    *out = findings;
    return true;
}

static void control_add(struct sheet *sheet, const struct report_record *of,
                        const struct finding *finding, struct arena *arena)
{
    const enum standing standing = standing_of(finding);
    *LIST_ADD(arena, &sheet->controls) =
        (struct control){finding, standing, evidence_here(of, finding->evidence, arena),
                         source_here(of, finding->source, arena)};
    sheet->counts[standing]++;
}

/* Why a decision blocks though none of its findings does. */
static struct finding silent_block(int status)
{
    struct finding finding = {.policy = own_policy,
                              .control = TEXT("verdict"),
                              .outcome = OUTCOME_ERROR,
                              .message = TEXT("the decision lets nothing pass")};
    if (status == STATUS_UNJUDGED) {
        finding.outcome = OUTCOME_MISSING;
        finding.message = TEXT("nothing was judged");
        finding.fix = TEXT("Name policies that apply to this transition and tier");
    } else if (status == STATUS_INTEGRITY)
        finding.message = TEXT("integrity does not hold");
    else if (status == STATUS_PENDING) {
        finding.outcome = OUTCOME_MISSING;
        finding.message = TEXT("signatures are lacking");
    }
    return finding;
}

static void own_add(struct sheet *sheet, struct finding finding, struct arena *arena)
{
    struct finding *kept = ARENA_NEW(arena, struct finding);
    *kept = finding;
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
    title_part(&title, "", text_in(subject, "name"));
    title_part(&title, " ", text_in(subject, "version"));
    title_part(&title, " ", text_in(transition, "from"));
    title_part(&title, " -> ", text_in(transition, "to"));
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
    const struct value *status = value_present(of->record, TEXT("status"));
    if (!sheet_findings(of->record, arena, &findings, err))
        return false;
    sheet->title = decision_title(of->record, arena);
    sheet->name = text_in(value_present(of->record, TEXT("subject")), "name");
    sheet->verdict = verdict_shown(text_in(of->record, "verdict"));
    sheet->id = text_in(of->record, "id");
    sheet->status = status ? (int)value_integer(status) : STATUS_BUG;
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
    const char *file = text_string(arena, text_in(error, "file"));
    const unsigned status = count_in(of->record, "status");
    sheet->title = text_in(of->record, "manifest");
    sheet->verdict = "DENIED";
    sheet->status = status ? (int)status : STATUS_BUG;
    if (!file[0])
        file = text_string(arena, sheet->title);
    own_add(sheet,
            (struct finding){
                .policy = own_policy,
                .control = TEXT("manifest"),
                .outcome = OUTCOME_ERROR,
                .message = text_in(error, "message"),
                .evidence = {file, count_in(error, "line"), count_in(error, "column")},
            },
            arena);
}

bool sheet_read(const struct report_record *of, struct arena *arena, struct sheet *out,
                struct error *err)
{
    struct sheet sheet = {.record = of->record};
    if (of->manifest)
        sheet.manifest = path_here(NULL, of->manifest, arena);
    if (text_is(text_in(of->record, "obstat"), "error/v1"))
        refusal_read(of, arena, &sheet);
    else if (!decision_read(of, arena, &sheet, err))
        return false;
    *out = sheet;
    return true;
}

bool sheets_read(const struct report_records *records, struct arena *arena, struct sheets *out,
                 struct error *err)
{
    struct sheets sheets = {0};
    for (size_t i = 0; i < records->count; i++) {
        struct sheet sheet;
        if (!sheet_read(&records->at[i], arena, &sheet, err))
            return false;
        *LIST_ADD(arena, &sheets) = sheet;
    }
    *out = sheets;
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

static void summary_part(struct buffer *out, size_t *parts, size_t count, const char *one,
                         const char *many)
{
    char number[NUMBER_TEXT_SIZE];
    if (!count)
        return;
    (void)integer_write_grouped((long long)count, number);
    buffer_format(out, "%s%s %s", *parts ? ", " : "", number, count == 1 ? one : many);
    ++*parts;
}

void sheet_summary(const struct sheet *sheet, struct buffer *out)
{
    size_t parts = 0;
    const size_t *counts = sheet->counts;
    summary_part(out, &parts, counts[STANDING_FAIL], "failed", "failed");
    summary_part(out, &parts, counts[STANDING_MISSING] + counts[STANDING_INSUFFICIENT],
                 "could not be judged", "could not be judged");
    summary_part(out, &parts, counts[STANDING_ERROR], "error", "errors");
    summary_part(out, &parts, counts[STANDING_WARNING], "warning", "warnings");
    summary_part(out, &parts, counts[STANDING_WAIVED], "waived", "waived");
    summary_part(out, &parts, counts[STANDING_NOT_APPLICABLE], "not applicable", "not applicable");
    summary_part(out, &parts, counts[STANDING_PASS], "passed", "passed");
}

struct text sheet_force(const struct value *row, struct arena *arena)
{
    struct text from = text_in(row, "applies_from"), level = text_in(row, "level");
    const struct text midnight = TEXT("T00:00:00Z");
    if (text_ends(from, midnight))
        from = text_part(from, 0, from.size - midnight.size);
    return text_format(arena, "is %.*s from %.*s on; until then it is advisory", TEXT_ARGS(level),
                       TEXT_ARGS(from));
}

bool sheet_fingerprint(const struct sheet *sheet, const struct control *control,
                       char out[FINGERPRINT_SIZE], struct error *err)
{
    struct digest digest;
    const struct text between = {"", 1}; /* a NUL: no part can hold one and pass for two */
    const struct text parts[] = {sheet->name,
                                 between,
                                 text_of(sheet->manifest),
                                 between,
                                 control->finding->policy,
                                 between,
                                 control->finding->control};
    if (!digest_of(parts, COUNT(parts), &digest, err))
        return false;
    hex_write(digest.bytes, sizeof digest.bytes, out);
    return true;
}
