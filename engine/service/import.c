#include "service/operations.h"

#include "base/file.h"
#include "base/limits.h"
#include "evidence/evidence.h"
#include "policy/outcome.h"
#include "value/canonical.h"

static const struct parameter import_parameters[] = {
    {"file", 0, PARAMETER_ARGUMENTS, PARAMETER_REQUIRED, "FILE", "evidence in any known format",
     NULL},
    {"format", 0, PARAMETER_OPTION, 0, "FORMAT", "read as this format; by content where left out",
     NULL},
    {0},
};

/* One document as one line. */
static bool evidence_print(struct session *session, const struct evidence *imported,
                           struct arena *arena, struct error *err)
{
    struct buffer imported_line = buffer_in(arena, LIMIT_REPORT_SIZE);
    const struct value normal_form = evidence_value(imported, arena);
    if (!canonical_write(&normal_form, &imported_line, err))
        return false;
    buffer_byte(&imported_line, '\n');
    if (buffer_full(&imported_line))
        return error_at(err, ERROR_REFUSED, (struct place){imported->path, 0, 0},
                        "is too large to print");
    session->print(session->context, buffer_text(&imported_line));
    return true;
}

static bool run_import(struct session *session, const char *imported_path,
                       const char *imported_root, const char *imported_inside,
                       struct text imported_format, struct error *err)
{
    struct evidence imported;
    struct arena arena = {0};
    const struct evidence_folder imported_folder = {imported_path, imported_root, imported_inside};
    const bool imported_whole =
        evidence_read_folder(&imported_folder, imported_format, &arena, &imported, err) &&
        evidence_print(session, &imported, &arena, err);
    arena_free(&arena);
    return imported_whole;
}

/* A folder is a run, or holds runs: then each of them is printed. */
static bool folder_import(struct session *session, const char *path, struct text format,
                          struct error *err)
{
    struct arena arena = {0};
    struct run_paths imported_runs = {0};
    bool imported_all = evidence_runs(path, ".", &arena, &imported_runs, err);
    if (imported_all && imported_runs.count == 0)
        imported_all = run_import(session, path, path, ".", format, err);
    for (size_t imported_run = 0; imported_all && imported_run < imported_runs.count;
         imported_run++)
        imported_all = run_import(session, path_join(&arena, path, imported_runs.at[imported_run]),
                                  path, imported_runs.at[imported_run], format, err);
    arena_free(&arena);
    return imported_all;
}

static bool file_import(struct session *session, const char *path, struct text format,
                        struct error *err)
{
    struct text imported_bytes;
    enum file_kind imported_kind;
    struct evidence imported;
    struct arena arena = {0};
    if (file_kind_of(path, &imported_kind) && imported_kind == FILE_FOLDER)
        return folder_import(session, path, format, err);
    const bool imported_whole =
        file_read(path, LIMIT_EVIDENCE_SIZE, &arena, &imported_bytes, err) &&
        evidence_read(path, imported_bytes, format, &arena, &imported, err) &&
        evidence_print(session, &imported, &arena, err);
    arena_free(&arena);
    return imported_whole;
}

static int import_run(struct session *session, const struct value *request, struct error *err)
{
    int status = STATUS_ALLOWED;
    const char *format_word = request_text(request, "format");
    struct suggestion near_format = suggest_for(text_of(format_word));
    if (format_word && !format_named(text_of(format_word), &near_format)) {
        (void)error_set(err, ERROR_USAGE, "--format: there is no format %s%s", format_word,
                        suggest_hint(&near_format, session->arena));
        return operation_failed(err);
    }
    for (size_t i = 0; i < request_count(request, "file"); i++) {
        struct error failed = {0};
        if (file_import(session, request_at(request, "file", i), text_of(format_word), &failed))
            continue;
        session->complain(session->context, &failed);
        status = status_graver(status, operation_failed(&failed));
    }
    return status;
}

const struct operation import_operation = {
    .name = "import",
    .summary = "print evidence in its normal form, evidence/v1 as JSON",
    .details = "One document a line. What is not a number becomes null with its text, never 0.\n"
               "A folder is a run of MLflow's file store, or holds runs: then each is printed.\n",
    .examples = "obstat import eval/metrics.json\n"
                "obstat import README.md\n"
                "obstat import mlruns/\n",
    .parameters = import_parameters,
    .run = import_run,
};
