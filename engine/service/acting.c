#include "service/acting.h"

#include "base/file.h"
#include "base/limits.h"
#include "service/errand.h"
#include "service/project.h"
#include "service/signing.h"

static const char ledger_folder[] = ".obstat";

/* ---- where the ledger is ---- */

static bool ledger_named(const char *folder, const char *how, const char **out, struct error *err)
{
    enum file_kind kind;
    if (!file_kind_of(folder, &kind) || kind != FILE_FOLDER)
        return error_set(err, ERROR_USAGE, "%s: there is no ledger at %s; obstat init makes one",
                         how, folder);
    *out = folder;
    return true;
}

/* In a process apart: where the project file at `context` says that the ledger is, or null. */
static bool project_ledger_tell(void *context, struct arena *arena, struct value *told,
                                struct error *err)
{
    struct project project;
    const char *manifest = path_join(arena, path_folder(arena, context), "model.yaml");
    if (!project_read(manifest, schemas_new(arena), arena, &project, err))
        return false;
    *told = value_of_null();
    if (project.ledger.size)
        *told = value_of_text(
            text_of(path_join(arena, project.root, text_string(arena, project.ledger))));
    return true;
}

static bool ledger_of_project(struct session *session, const char **out, struct error *err)
{
    const struct value *errand_told;
    const char *ledger_found = project_seek(session->arena, ".", "obstat.yaml");
    const struct errand errand = {.tell = project_ledger_tell,
                                  .context = (void *)(uintptr_t)ledger_found,
                                  .time_ms = LIMIT_READ_TIME_MS};
    *out = NULL;
    if (!ledger_found)
        return true;
    if (!errand_run(session, &errand, &errand_told, err))
        return false;
    return value_kind(errand_told) != VALUE_STRING ||
           ledger_named(text_string(session->arena, value_text(errand_told)), ledger_found, out,
                        err);
}

bool acting_find(struct session *session, const struct value *request, const char **folder,
                 struct error *err)
{
    enum file_kind ledger_kind;
    const char *ledger_given = request_text(request, "dir");
    const char *setting = ledger_given ? NULL : session->setting(session->context, "OBSTAT_DIR");
    if (ledger_given || setting)
        return ledger_named(ledger_given ? ledger_given : setting,
                            ledger_given ? "--dir" : "OBSTAT_DIR", folder, err);
    const char *ledger_found = project_seek(session->arena, ".", ledger_folder);
    if (!ledger_found)
        return ledger_of_project(session, folder, err);
    if (!file_kind_of(ledger_found, &ledger_kind) || ledger_kind != FILE_FOLDER)
        return error_set(err, ERROR_USAGE, "%s is no folder, so it is no ledger", ledger_found);
    *folder = ledger_found;
    return true;
}

void acting_begin(struct session *session, const char *acting_folder, struct log *acting_log,
                  struct acting *out)
{
    const char *clock_ahead = session->setting(session->context, "OBSTAT_CLOCK_AHEAD");
    if (clock_ahead && text_is(text_of(clock_ahead), "yes"))
        log_rested(acting_log);
    *out = (struct acting){
        .session = session,
        .arena = session->arena,
        .folder = acting_folder,
        .vault = path_join(session->arena, acting_folder, "evidence"),
        .log = acting_log,
        .origin = log_origin(acting_log),
        .rows = log_rows(acting_log),
    };
}

/* A ledger can come along with what is judged, and say anything. Whoever runs a pipeline says which
 * log they mean by its key, and no other will do. */
static bool log_meant(struct session *session, const char *acting_folder, struct log *meant_log,
                      struct error *err)
{
    const char *vkey_meant = session->setting(session->context, "OBSTAT_LOG_KEY");
    const struct text acting_vkey = note_key_print(log_key(meant_log), session->arena);
    return !vkey_meant || text_is(acting_vkey, vkey_meant) ||
           error_set(err, ERROR_INTEGRITY,
                     "the ledger at %s is of the log %.*s, and OBSTAT_LOG_KEY is that of another",
                     acting_folder, TEXT_ARGS(acting_vkey));
}

/* `gone`: NULL where entries that the log was not given are refused, and not taken away. */
static bool acting_open_by(struct session *session, const struct value *request,
                           enum store_mode ledger_mode, uint64_t *gone, struct acting *out,
                           struct error *err)
{
    struct log *acting_log;
    const char *acting_folder = NULL;
    if (!acting_find(session, request, &acting_folder, err))
        return false;
    if (!acting_folder)
        return error_set(err, ERROR_USAGE,
                         "there is no ledger here or above; name one with --dir, or make one with "
                         "obstat init");
    const struct log_paths ledger_paths = {
        .folder = acting_folder,
        .anchor_folder = session->setting(session->context, "OBSTAT_ANCHOR"),
    };
    if (gone ? !log_open_cut(ledger_paths, session->arena, &acting_log, gone, err)
             : !log_open(ledger_paths, ledger_mode, session->arena, &acting_log, err))
        return false;
    if (!log_meant(session, acting_folder, acting_log, err)) {
        log_close(acting_log);
        return false;
    }
    acting_begin(session, acting_folder, acting_log, out);
    return true;
}

bool acting_open_unsigned(struct session *session, const struct value *request,
                          enum store_mode mode, struct acting *out, struct error *err)
{
    return acting_open_by(session, request, mode, NULL, out, err);
}

bool acting_open_cut(struct session *session, const struct value *request, uint64_t *gone,
                     struct acting *out, struct error *err)
{
    return acting_open_by(session, request, STORE_WRITE, gone, out, err);
}

bool acting_open(struct session *session, const struct value *request, enum store_mode mode,
                 struct acting *out, struct error *err)
{
    if (!acting_open_unsigned(session, request, mode, out, err))
        return false;
    if (mode == STORE_READ || acting_identify(out, request, err))
        return true;
    acting_close(out);
    return false;
}

bool acting_open_sealed(struct session *session, const struct value *request, struct acting *out,
                        struct error *err)
{
    if (!acting_open_unsigned(session, request, STORE_READ, out, err))
        return false;
    if (log_unseal(out->log, (struct log_paths){.folder = out->folder}, err))
        return true;
    acting_close(out);
    return false;
}

bool acting_open_shown(struct session *session, const struct value *request, struct acting *out,
                       struct error *err)
{
    struct error unsealed = {0};
    if (acting_open_sealed(session, request, out, &unsealed))
        return true;
    if (unsealed.code != ERROR_INTEGRITY)
        return acting_open_unsigned(session, request, STORE_READ, out, err);
    *err = unsealed;
    return false;
}

void acting_close(struct acting *acting)
{
    if (acting->log)
        log_close(acting->log);
    acting->log = NULL;
}

/* ---- who acts ---- */

bool acting_identify(struct acting *acting, const struct value *request, struct error *err)
{
    struct text acting_holder;
    struct signer signer;
    struct session *session = acting->session;
    const char *id_given = request_text(request, "as");
    const char *id_expected = id_given ? id_given : session->setting(session->context, "OBSTAT_AS");
    if (!signing_key_open(session, request_text(request, "sign"), acting->arena, &signer, err))
        return false;
    acting->signer = signer;
    if (!registry_holder(&acting->rows, &signer.key, acting->arena, &acting_holder, err))
        return false;
    if (id_expected && !text_is(acting_holder, id_expected))
        return error_set(err, ERROR_INTEGRITY, "the key is that of %.*s, not of %s",
                         TEXT_ARGS(acting_holder), id_expected);
    acting->id = acting_holder;
    acting->pair = signer.pair;
    return true;
}
