#include "service/reporting.h"

#include "base/file.h"
#include "base/limits.h"
#include "service/operation.h"
#include "service/project.h"
#include "service/record.h"
#include "value/canonical.h"

#include <limits.h>

enum { REPORT_MODE = 0644 };

static void reporting_fail(struct reporting *reporting, const struct error *err)
{
    if (reporting->failed.code == ERROR_NONE)
        reporting->failed = *err;
}

/* ---- where reports go ---- */

static bool output_add(struct reporting *reporting, const char *word, struct error *err)
{
    const struct text output_text = text_of(word);
    const size_t output_equals = text_find(output_text, '=');
    const struct text output_name = text_part(output_text, 0, output_equals);
    struct suggestion near_format = suggest_for(output_name);
    struct arena *arena = reporting->session->arena;
    struct output output = {.format = report_find(output_name, &near_format),
                            .bytes = buffer_in(arena, LIMIT_REPORT_SIZE)};
    if (!output.format)
        return error_set(err, ERROR_USAGE, "there is no report format %.*s%s",
                         TEXT_ARGS(output_name), suggest_hint(&near_format, arena));
    if (output_equals < output_text.size)
        output.file =
            text_string(arena, text_part(output_text, output_equals + 1, output_text.size));
    if (output.file && !output.file[0])
        return error_set(err, ERROR_USAGE, "-o %s names no file after =", word);
    *LIST_ADD(arena, &reporting->outputs) = output;
    return true;
}

/* No other before it goes to the same place, but for one that keeps nothing: a device, a FIFO. */
static bool output_alone(const struct outputs *outputs, size_t index, struct error *err)
{
    enum file_kind kind;
    const char *output_file = outputs->at[index].file;
    const bool output_kept =
        output_file && !(file_kind_of(output_file, &kind) && kind == FILE_OTHER);
    for (size_t i = 0; i < index; i++) {
        const char *other_file = outputs->at[i].file;
        if (!output_file && !other_file)
            return error_set(
                err, ERROR_USAGE,
                "two reports cannot share standard output; give one a file: -o json=FILE");
        if (output_kept && other_file && strcmp(output_file, other_file) == 0)
            return error_set(err, ERROR_USAGE, "two reports cannot share the file %s", output_file);
    }
    return true;
}

bool reporting_begin(struct session *session, const struct value *request, struct reporting *out,
                     struct error *err)
{
    const size_t count = request_count(request, "output");
    out->session = session;
    if (count == 0)
        return output_add(out, "text", err);
    for (size_t i = 0; i < count; i++)
        if (!output_add(out, request_at(request, "output", i), err) ||
            !output_alone(&out->outputs, i, err))
            return false;
    return true;
}

/* ---- what came of a manifest ---- */

static bool is_format(const struct output *output, const char *name)
{
    return strcmp(output->format->name, name) == 0;
}

static void report_give(struct reporting *reporting, struct output *output, struct text bytes)
{
    if (output->file)
        buffer_add(&output->bytes, bytes);
    else
        reporting->session->print(reporting->session->context, bytes);
}

static void report_write(struct reporting *reporting, struct output *output,
                         const struct report_records *judged_records)
{
    struct arena arena = {0};
    struct error err = {0};
    struct report_options options = reporting->options;
    struct buffer bytes = buffer_in(&arena, LIMIT_REPORT_SIZE);
    options.colour = options.colour && !output->file;
    if (output->format->write(judged_records, &options, &bytes, &err) && !buffer_full(&bytes))
        report_give(reporting, output, buffer_text(&bytes));
    else {
        (void)error_set(&err, ERROR_UNAVAILABLE, "the report is too large to be written");
        reporting_fail(reporting, &err);
    }
    arena_free(&arena);
}

/* The manifest as seen from here: tools want to open it. */
static const char *manifest_here(const char *manifest, struct arena *arena)
{
    char reporting_here[PATH_MAX];
    if (manifest[0] != '/' || !realpath(".", reporting_here))
        return manifest;
    const struct text manifest_path = text_of(manifest), manifest_folder = text_of(reporting_here);
    const bool manifest_inside = text_starts(manifest_path, manifest_folder) &&
                                 manifest_path.at[manifest_folder.size] == '/';
    return manifest_inside ? text_string(arena, text_part(manifest_path, manifest_folder.size + 1,
                                                          manifest_path.size))
                           : manifest;
}

static struct report_record report_record_of(const struct reporting *reporting,
                                             const struct judgement *judgement,
                                             const struct value *record, struct arena *arena)
{
    const char *manifest = manifest_here(judgement->manifest, arena);
    return (struct report_record){
        .record = record,
        .manifest = manifest,
        .policies = reporting->policies_given ? "" : project_root(manifest, arena),
        .given = reporting->given,
    };
}

static bool has_whole(const struct reporting *reporting)
{
    for (size_t i = 0; i < reporting->outputs.count; i++)
        if (reporting->outputs.at[i].format->whole)
            return true;
    return false;
}

/* Keep the record until the run is over, where a report wants all of them. */
static void record_keep(struct reporting *reporting, const struct report_record *judged)
{
    struct arena *arena = reporting->session->arena;
    const struct value *kept_findings = value_present(judged->record, TEXT("findings"));
    struct error err = {0};
    if (!has_whole(reporting) || reporting->failed.code != ERROR_NONE)
        return;
    reporting->controls += 1 + (kept_findings ? value_count(kept_findings) : 0);
    if (reporting->controls > LIMIT_REPORT_CONTROLS) {
        (void)error_set(&err, ERROR_UNAVAILABLE,
                        "a report that is one document holds %d controls at most; judge fewer "
                        "manifests in a run, or take json",
                        LIMIT_REPORT_CONTROLS);
        reporting_fail(reporting, &err);
        return;
    }
    struct value *copy = ARENA_NEW(arena, struct value);
    *copy = value_copy(arena, judged->record);
    struct report_record *kept = LIST_ADD(arena, &reporting->kept);
    *kept = *judged;
    kept->record = copy;
    kept->manifest = text_string(arena, text_of(judged->manifest));
    kept->policies = text_string(arena, text_of(judged->policies));
}

static void record_report(struct reporting *reporting, const struct judgement *judgement,
                          const struct value *record)
{
    struct arena arena = {0};
    struct report_record judged = report_record_of(reporting, judgement, record, &arena);
    const struct report_records one_judged = {&judged, 1, 1};
    for (size_t i = 0; i < reporting->outputs.count; i++)
        if (!reporting->outputs.at[i].format->whole)
            report_write(reporting, &reporting->outputs.at[i], &one_judged);
    record_keep(reporting, &judged);
    arena_free(&arena);
}

/* A manifest that could not be judged still has its place in every report: nobody may miss it. */
static void refusal_report(struct reporting *reporting, const struct judgement *judgement)
{
    struct arena arena = {0};
    struct record record = record_in(&arena);
    record_text(&record, "obstat", TEXT("error/v1"));
    record_text(&record, "manifest", text_of(judgement->manifest));
    record_integer(&record, "status", error_status(judgement->error.code));
    record_error(&record, "error", &judgement->error);
    const struct value map = record_map(&record);
    record_report(reporting, judgement, &map);
    arena_free(&arena);
}

bool reporting_shown(const struct reporting *reporting)
{
    for (size_t i = 0; i < reporting->outputs.count; i++)
        if (!reporting->outputs.at[i].file && is_format(&reporting->outputs.at[i], "text"))
            return true;
    return false;
}

/* Where it is in the log, for whoever reads the text; the other reports are documents. */
static void recorded_print(struct reporting *reporting, const struct judgement *judgement)
{
    struct arena arena = {0};
    if (judgement->recorded && reporting_shown(reporting))
        reporting->session->print(reporting->session->context,
                                  text_format(&arena, "%s\n", judgement->recorded));
    arena_free(&arena);
}

bool reporting_add(struct reporting *reporting, struct text words, const struct value *document,
                   struct error *err)
{
    struct arena *arena = reporting->session->arena;
    struct buffer line = buffer_in(arena, LIMIT_REPORT_SIZE);
    if (!canonical_write(document, &line, err))
        return false;
    buffer_byte(&line, '\n');
    for (size_t i = 0; i < reporting->outputs.count; i++) {
        if (is_format(&reporting->outputs.at[i], "text"))
            report_give(reporting, &reporting->outputs.at[i], words);
        if (is_format(&reporting->outputs.at[i], "json"))
            report_give(reporting, &reporting->outputs.at[i], buffer_text(&line));
    }
    return true;
}

void reporting_see(void *context, const struct judgement *judgement)
{
    struct reporting *reporting = context;
    int status = judgement->conclusion.status;
    if (judgement->refused) {
        struct error judged_error = judgement->error;
        if (!judged_error.file[0])
            (void)snprintf(judged_error.file, sizeof judged_error.file, "%s", judgement->manifest);
        reporting->session->complain(reporting->session->context, &judged_error);
        refusal_report(reporting, judgement);
        status = error_status(judged_error.code);
    } else {
        record_report(reporting, judgement, &judgement->decision);
        recorded_print(reporting, judgement);
    }
    reporting->status = status_graver(reporting->status, status);
}

/* ---- the end of the run ---- */

/* Reports that are one document; none of them where a record is missing. */
static void whole_write(struct reporting *reporting)
{
    if (reporting->failed.code != ERROR_NONE)
        return;
    for (size_t i = 0; i < reporting->outputs.count; i++)
        if (reporting->outputs.at[i].format->whole)
            report_write(reporting, &reporting->outputs.at[i], &reporting->kept);
}

static bool files_write(struct reporting *reporting, struct error *err)
{
    for (size_t i = 0; i < reporting->outputs.count; i++) {
        struct output *output = &reporting->outputs.at[i];
        const bool failed = output->format->whole && reporting->failed.code != ERROR_NONE;
        if (!output->file || failed)
            continue;
        if (buffer_full(&output->bytes))
            return error_set(err, ERROR_UNAVAILABLE, "the report for %s is too large",
                             output->file);
        if (!file_write(output->file, buffer_text(&output->bytes), REPORT_MODE, err)) {
            err->code = ERROR_UNAVAILABLE; /* whatever stands there: the report is not written */
            return false;
        }
    }
    return true;
}

bool reporting_end(struct reporting *reporting, struct error *err)
{
    whole_write(reporting);
    if (!files_write(reporting, err))
        return false;
    if (reporting->failed.code == ERROR_NONE)
        return true;
    *err = reporting->failed;
    return false;
}
