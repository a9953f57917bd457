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

static bool run_import(struct session *session, const char *path, const char *root,
                       const char *inside, struct text format, struct error *err)
{
    struct evidence imported;
    struct arena arena = {0};
    const struct evidence_folder folder = {path, root, inside};
    const bool done = evidence_read_folder(&folder, format, &arena, &imported, err) &&
                      evidence_print(session, &imported, &arena, err);
    arena_free(&arena);
    return done;
}

/* A folder is a run, or holds runs: then each of them is printed. */
static bool folder_import(struct session *session, const char *path, struct text format,
                          struct error *err)
{
    struct arena arena = {0};
    struct run_paths runs = {0};
    bool done = evidence_runs(path, ".", &arena, &runs, err);
    if (done && runs.count == 0)
        done = run_import(session, path, path, ".", format, err);
    for (size_t run = 0; done && run < runs.count; run++)
        done = run_import(session, path_join(&arena, path, runs.at[run]), path, runs.at[run],
                          format, err);
    arena_free(&arena);
    return done;
}

static bool file_import(struct session *session, const char *path, struct text format,
                        struct error *err)
{
    struct text bytes;
    enum file_kind kind;
    struct evidence imported;
    struct arena arena = {0};
    if (file_kind_of(path, &kind) && kind == FILE_FOLDER)
        return folder_import(session, path, format, err);
    const bool done = file_read(path, LIMIT_EVIDENCE_SIZE, &arena, &bytes, err) &&
                      evidence_read(path, bytes, format, &arena, &imported, err) &&
                      evidence_print(session, &imported, &arena, err);
    arena_free(&arena);
    return done;
}

static int import_run(struct session *session, const struct value *request, struct error *err)
{
    int status = STATUS_ALLOWED;
    const char *word = request_text(request, "format");
    struct suggestion near_format = suggest_for(text_of(word));
    if (word && !format_named(text_of(word), &near_format)) {
        (void)error_set(err, ERROR_USAGE, "--format: there is no format %s%s", word,
                        suggest_hint(&near_format, session->arena));
        return operation_failed(err);
    }
    for (size_t i = 0; i < request_count(request, "file"); i++) {
        struct error failed = {0};
        if (file_import(session, request_at(request, "file", i), text_of(word), &failed))
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
