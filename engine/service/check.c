/* check: judge manifests, and report each decision where and how it was asked for. */
#include "base/file.h"
#include "base/limits.h"
#include "report/report.h"
#include "service/judge_request.h"
#include "service/operations.h"
#include "service/project.h"
#include "service/record.h"
#include "service/recording.h"

#include <limits.h>

/* One -o: a format, and the file it goes to or NULL for standard output. */
struct output {
    const struct report_format *format;
    const char *file;
    struct buffer bytes; /* of a file, until the run is over */
};

struct outputs LIST(struct output);

enum { REPORT_MODE = 0644 };

struct checking {
    struct session *session;
    struct outputs outputs;
    struct report_options options;
    const struct value *given;  /* evidence that the command line adds                      */
    bool policies_given;        /* by -p: their paths begin here, not at the project's root */
    struct report_records kept; /* for reports that are one document                        */
    size_t controls;            /* of all that is kept                                      */
    int status;
    struct error failed; /* a report that could not be written */
};

static void checking_fail(struct checking *checking, const struct error *err)
{
    if (checking->failed.code == ERROR_NONE)
        checking->failed = *err;
}

/* ---- where reports go ---- */

static bool output_add(struct checking *checking, const char *word, struct error *err)
{
    const struct text output_text = text_of(word);
    const size_t output_equals = text_find(output_text, '=');
    const struct text output_name = text_part(output_text, 0, output_equals);
    struct suggestion near_format = suggest_for(output_name);
    struct arena *arena = checking->session->arena;
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
    *LIST_ADD(arena, &checking->outputs) = output;
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

static bool outputs_read(struct checking *checking, const struct value *request, struct error *err)
{
    const size_t count = request_count(request, "output");
    if (count == 0)
        return output_add(checking, "text", err);
    for (size_t i = 0; i < count; i++)
        if (!output_add(checking, request_at(request, "output", i), err) ||
            !output_alone(&checking->outputs, i, err))
            return false;
    return true;
}

/* ---- what came of a manifest ---- */

static void report_give(struct checking *checking, struct output *output, struct text bytes)
{
    if (output->file)
        buffer_add(&output->bytes, bytes);
    else
        checking->session->print(checking->session->context, bytes);
}

static void report_write(struct checking *checking, struct output *output,
                         const struct report_records *judged_records)
{
    struct arena arena = {0};
    struct error err = {0};
    struct report_options options = checking->options;
    struct buffer bytes = buffer_in(&arena, LIMIT_REPORT_SIZE);
    options.colour = options.colour && !output->file;
    if (output->format->write(judged_records, &options, &bytes, &err) && !buffer_full(&bytes))
        report_give(checking, output, buffer_text(&bytes));
    else {
        (void)error_set(&err, ERROR_UNAVAILABLE, "the report is too large to be written");
        checking_fail(checking, &err);
    }
    arena_free(&arena);
}

/* The manifest as seen from here: tools want to open it. */
static const char *manifest_here(const char *manifest, struct arena *arena)
{
    char checking_here[PATH_MAX];
    if (manifest[0] != '/' || !realpath(".", checking_here))
        return manifest;
    const struct text manifest_path = text_of(manifest), manifest_folder = text_of(checking_here);
    const bool manifest_inside = text_starts(manifest_path, manifest_folder) &&
                                 manifest_path.at[manifest_folder.size] == '/';
    return manifest_inside ? text_string(arena, text_part(manifest_path, manifest_folder.size + 1,
                                                          manifest_path.size))
                           : manifest;
}

static struct report_record report_record_of(const struct checking *checking,
                                             const struct judgement *judgement,
                                             const struct value *record, struct arena *arena)
{
    const char *manifest = manifest_here(judgement->manifest, arena);
    return (struct report_record){
        .record = record,
        .manifest = manifest,
        .policies = checking->policies_given ? "" : project_root(manifest, arena),
        .given = checking->given,
    };
}

static bool has_whole(const struct checking *checking)
{
    for (size_t i = 0; i < checking->outputs.count; i++)
        if (checking->outputs.at[i].format->whole)
            return true;
    return false;
}

/* Keep the record until the run is over, where a report wants all of them. */
static void record_keep(struct checking *checking, const struct report_record *judged)
{
    struct arena *arena = checking->session->arena;
    const struct value *kept_findings = value_present(judged->record, TEXT("findings"));
    struct error err = {0};
    if (!has_whole(checking) || checking->failed.code != ERROR_NONE)
        return;
    checking->controls += 1 + (kept_findings ? value_count(kept_findings) : 0);
    if (checking->controls > LIMIT_REPORT_CONTROLS) {
        (void)error_set(&err, ERROR_UNAVAILABLE,
                        "a report that is one document holds %d controls at most; judge fewer "
                        "manifests in a run, or take json",
                        LIMIT_REPORT_CONTROLS);
        checking_fail(checking, &err);
        return;
    }
    struct value *copy = ARENA_NEW(arena, struct value);
    *copy = value_copy(arena, judged->record);
    struct report_record *kept = LIST_ADD(arena, &checking->kept);
    *kept = *judged;
    kept->record = copy;
    kept->manifest = text_string(arena, text_of(judged->manifest));
    kept->policies = text_string(arena, text_of(judged->policies));
}

static void record_report(struct checking *checking, const struct judgement *judgement,
                          const struct value *record)
{
    struct arena arena = {0};
    struct report_record judged = report_record_of(checking, judgement, record, &arena);
    const struct report_records one_judged = {&judged, 1, 1};
    for (size_t i = 0; i < checking->outputs.count; i++)
        if (!checking->outputs.at[i].format->whole)
            report_write(checking, &checking->outputs.at[i], &one_judged);
    record_keep(checking, &judged);
    arena_free(&arena);
}

/* A manifest that could not be judged still has its place in every report: nobody may miss it. */
static void refusal_report(struct checking *checking, const struct judgement *judgement)
{
    struct arena arena = {0};
    struct record record = record_in(&arena);
    record_text(&record, "obstat", TEXT("error/v1"));
    record_text(&record, "manifest", text_of(judgement->manifest));
    record_integer(&record, "status", error_status(judgement->error.code));
    record_error(&record, "error", &judgement->error);
    const struct value map = record_map(&record);
    record_report(checking, judgement, &map);
    arena_free(&arena);
}

/* Where it is in the log, for whoever reads the text; the other reports are documents. */
static void recorded_print(struct checking *checking, const struct judgement *judgement)
{
    struct arena arena = {0};
    bool text_shown = false;
    for (size_t i = 0; i < checking->outputs.count; i++)
        text_shown = text_shown || (!checking->outputs.at[i].file &&
                                    strcmp(checking->outputs.at[i].format->name, "text") == 0);
    if (judgement->recorded && text_shown)
        checking->session->print(checking->session->context,
                                 text_format(&arena, "%s\n", judgement->recorded));
    arena_free(&arena);
}

static void judgement_see(void *context, const struct judgement *judgement)
{
    struct checking *checking = context;
    int status = judgement->conclusion.status;
    if (judgement->refused) {
        struct error judged_error = judgement->error;
        if (!judged_error.file[0])
            (void)snprintf(judged_error.file, sizeof judged_error.file, "%s", judgement->manifest);
        checking->session->complain(checking->session->context, &judged_error);
        refusal_report(checking, judgement);
        status = error_status(judged_error.code);
    } else {
        record_report(checking, judgement, &judgement->decision);
        recorded_print(checking, judgement);
    }
    checking->status = status_graver(checking->status, status);
}

/* ---- the end of the run ---- */

/* Reports that are one document; none of them where a record is missing. */
static void whole_write(struct checking *checking)
{
    if (checking->failed.code != ERROR_NONE)
        return;
    for (size_t i = 0; i < checking->outputs.count; i++)
        if (checking->outputs.at[i].format->whole)
            report_write(checking, &checking->outputs.at[i], &checking->kept);
}

static bool files_write(struct checking *checking, struct error *err)
{
    for (size_t i = 0; i < checking->outputs.count; i++) {
        struct output *output = &checking->outputs.at[i];
        const bool failed = output->format->whole && checking->failed.code != ERROR_NONE;
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

static int check_run(struct session *session, const struct value *request, struct error *err)
{
    struct judge_request judging;
    struct checking checking = {
        .session = session,
        .options = {.colour = session->colour, .verbose = request_flag(request, "verbose")},
        .given = value_get(request, TEXT("evidence")),
        .policies_given = request_count(request, "policy") > 0};
    const bool record = request_flag(request, "record");
    checking.policies_given = checking.policies_given || record; /* paths are the adopted set's */
    if (!outputs_read(&checking, request, err) ||
        !judge_request_read(session, request, &judging, err) ||
        !(record ? recording_run(session, request, &judging, judgement_see, &checking, err)
                 : judge(&judging, session, judgement_see, &checking, err)))
        return operation_failed(err);
    whole_write(&checking);
    if (!files_write(&checking, err))
        return operation_failed(err);
    if (checking.failed.code != ERROR_NONE) {
        *err = checking.failed;
        return operation_failed(err);
    }
    return checking.status;
}

static const struct parameter parameters[] = {
    {"manifest", 0, PARAMETER_ARGUMENTS, 0, "MANIFEST",
     "what to judge; model.yaml where none is named", NULL},
    {"to", 0, PARAMETER_OPTION, 0, "STAGE",
     "the stage it shall enter; the manifest's target, else production", stage_words},
    {"from", 0, PARAMETER_OPTION, 0, "STAGE", "the stage it is in, where policies ask",
     stage_words},
    {"policy", 'p', PARAMETER_OPTIONS, 0, "DIR|FILE|pack:NAME",
     "judge by these, not by the project's policies", NULL},
    {"param", 0, PARAMETER_OPTIONS, 0, "ID.KEY=VALUE",
     "set a parameter of a policy, within its bounds", NULL},
    {"evidence", 0, PARAMETER_OPTIONS, 0, "FILE", "evidence besides the manifest's own", NULL},
    {"champion", 0, PARAMETER_OPTION, 0, "MANIFEST", "the version that is in production now", NULL},
    {"require-policies", 0, PARAMETER_OPTIONS, 0, "sha256:...|FILE",
     "refuse any other policy set, and looser parameters", NULL},
    {"require-tier", 0, PARAMETER_OPTION, 0, "TIER", "refuse a manifest that declares a lower tier",
     tier_words},
    {"trust", 0, PARAMETER_OPTIONS, 0, "FILE",
     "public keys whose signatures make evidence attested; repeatable", NULL},
    {"now", 0, PARAMETER_OPTION, 0, "RFC3339", "judge as of this moment", NULL},
    {"output", 'o', PARAMETER_OPTIONS, 0, "FORMAT[=FILE]",
     "how to report, text where it is not said; repeatable", NULL},
    {"verbose", 'v', PARAMETER_FLAG, 0, NULL, "list every control", NULL},
    {"record", 0, PARAMETER_FLAG, 0, NULL,
     "judge by the adopted policies, and record the decision in the ledger", NULL},
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

const struct operation check_operation = {
    .name = "check",
    .summary = "judge a model by its policies; the status says whether it may pass",
    .details =
        "Reads the manifest and its evidence, runs every policy that applies, and reports each\n"
        "control that does not hold: what was observed, what is required, where both stand, and\n"
        "what to do. Nothing that could not be judged passes.\n"
        "\n"
        "Reports: text for people, json the record itself; html, markdown, junit, tap, sarif, "
        "github\n"
        "and gitlab for what opens those. Without =FILE a report goes to standard output.\n"
        "\n"
        "With --record the policy set that was adopted for the stage judges, waivers and "
        "signatures\n"
        "count, and the decision goes into the ledger, with everything that it rests on.\n"
        "\n"
        "Statuses: 0 allowed, 1 denied, 3 could not be judged, 4 a digest, subject, signature\n"
        "or required policy set does not hold, 5 a policy crashed or overspent, 7 signatures\n"
        "are lacking; 2 the command is off, 6 a report or the record could not be written.\n",
    .examples = "obstat check --to production\n"
                "obstat check -p pack:metrics-gate --param metrics-gate/floor.floor=0.92\n"
                "obstat check -o text -o json=decision.json models/credit/model.yaml\n"
                "obstat check --record --to production --sign ci.key\n",
    .parameters = parameters,
    .run = check_run,
};
