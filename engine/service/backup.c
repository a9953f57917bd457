/* backup and restore: the whole of a ledger in one file, but for its key and its anchor. */
#include "service/acting.h"
#include "service/operations.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/tar.h"
#include "policy/outcome.h"
#include "service/anchoring.h"
#include "service/judge.h"
#include "service/record.h"
#include "store/disk.h"
#include "store/vault.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char vault_prefix[] = "evidence/";

/* ---- backup ---- */

static bool vault_add(struct acting *acting, struct tar_writer *writer, struct error *err)
{
    struct vault_digests digests = {0};
    if (!vault_list(acting->vault, acting->arena, &digests, err))
        return false;
    for (size_t i = 0; i < digests.count; i++) {
        char backup_written[DIGEST_TEXT_SIZE], part_name[DIGEST_TEXT_SIZE + sizeof vault_prefix];
        digest_write(&digests.at[i], backup_written);
        const char *backup_digits = strchr(backup_written, ':') + 1;
        (void)snprintf(part_name, sizeof part_name, "%s%s", vault_prefix, backup_digits);
        if (!tar_add_file(writer, part_name, path_join(acting->arena, acting->vault, backup_digits),
                          err))
            return false;
    }
    return true;
}

/* The database first: what it names was in the vault before. */
static bool parts_add(struct acting *acting, struct tar_writer *writer, const char *database,
                      struct error *err)
{
    const struct text vkey = note_key_print(log_key(acting->log), acting->arena);
    return tar_add(writer, "checkpoint", log_checkpoint(acting->log), err) &&
           tar_add(writer, "log.vkey", text_format(acting->arena, "%.*s\n", TEXT_ARGS(vkey)),
                   err) &&
           tar_add_file(writer, "log.db", database, err) && vault_add(acting, writer, err);
}

static bool entry_pass(void *context, uint64_t index, struct text leaf, struct error *err)
{
    (void)context, (void)index, (void)leaf, (void)err;
    return true;
}

/* A copy of what somebody edited would be found out when it is needed. */
static bool ledger_whole(struct acting *acting, struct error *err)
{
    const struct leaf_range all = {0, log_head(acting->log)->size};
    return log_entries(acting->log, all, (struct entry_visit){entry_pass, NULL}, err) &&
           log_rows_whole(acting->log, err);
}

static bool backup_write(struct acting *acting, const char *backup_file, struct error *err)
{
    struct tar_writer *backup_writer = NULL;
    const char *backup_database = text_format(acting->arena, "%s.database", backup_file).at;
    if (!tar_create(backup_file, acting->arena, &backup_writer, err))
        return false;
    if (!store_sqlite_backup(log_store(acting->log), backup_database, err)) {
        tar_abandon(backup_writer);
        return false;
    }
    const bool added = parts_add(acting, backup_writer, backup_database, err);
    (void)unlink(backup_database);
    if (!added) {
        tar_abandon(backup_writer);
        return false;
    }
    return tar_finish(backup_writer, err);
}

static int backup_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    const char *backup_file = request_text(request, "file");
    if (!acting_open_shown(session, request, &acting, err))
        return operation_failed(err);
    const bool written = ledger_whole(&acting, err) && backup_write(&acting, backup_file, err);
    if (written)
        session->print(
            session->context,
            text_format(session->arena,
                        "%s: the log up to entry %llu, and its evidence; not its key (log.key) "
                        "and not its anchor\n",
                        backup_file, (unsigned long long)log_head(acting.log)->size - 1));
    acting_close(&acting);
    return written ? STATUS_ALLOWED : operation_failed(err);
}

static const struct parameter backup_parameters[] = {
    {"file", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "FILE", "what to write; a tar archive",
     NULL},
    PARAMETER_DIR,
    {0},
};

const struct operation backup_operation = {
    .name = "backup",
    .summary = "a copy of the ledger in one file, taken while others write",
    .details =
        "The archive holds the database, the evidence and the checkpoint. It does not hold the\n"
        "log's key, which is to be kept apart, nor the anchor, which is never restored: it is "
        "what\n"
        "shows that a backup is older than the log was.\n",
    .examples = "obstat backup /backup/obstat-2026-11-21.tar\n",
    .parameters = backup_parameters,
    .run = backup_run,
};

/* ---- restore ---- */

struct restoring {
    struct session *session;
    const char *folder;
    struct text checkpoint;  /* of the backup */
    bool begun;              /* nothing was there before, and something may be now */
    struct names made;       /* files to take away where it fails */
    struct log_paths anchor; /* the same of the anchor; its folder is NULL where it was there */
};

static bool is_vault_name(struct text part_name)
{
    struct digest digest;
    struct arena backup_scratch = {0};
    const struct text digits = text_part(part_name, sizeof vault_prefix - 1, part_name.size);
    const bool is =
        text_starts(part_name, text_of(vault_prefix)) &&
        digest_read(text_format(&backup_scratch, "sha256:%.*s", TEXT_ARGS(digits)), &digest);
    arena_free(&backup_scratch);
    return is;
}

static bool part_extract(struct restoring *restoring, struct tar_reader *backup_reader,
                         struct text part_name, struct error *err)
{
    struct arena *arena = restoring->session->arena;
    if (text_is(part_name, "checkpoint"))
        return tar_read(backup_reader, LIMIT_NOTE_SIZE, arena, &restoring->checkpoint, err);
    if (!text_is(part_name, "log.db") && !text_is(part_name, "log.vkey") &&
        !is_vault_name(part_name))
        return error_set(err, ERROR_REFUSED, "the backup holds %.*s, which no backup has",
                         TEXT_ARGS(part_name));
    const char *restored_path = path_join(arena, restoring->folder, text_string(arena, part_name));
    if (!tar_extract(backup_reader, restored_path, err))
        return false;
    *LIST_ADD(arena, &restoring->made) = restored_path;
    return true;
}

static bool backup_extract(struct restoring *restoring, const char *backup_file, struct error *err)
{
    uint64_t size;
    struct text part_name = TEXT("checkpoint");
    struct tar_reader *backup_reader = NULL;
    struct arena *arena = restoring->session->arena;
    const char *vault = path_join(arena, restoring->folder, "evidence");
    if (!tar_open(backup_file, arena, &backup_reader, err))
        return false;
    bool extracted = folder_make(vault, err);
    while (extracted && (extracted = tar_next(backup_reader, &part_name, &size, err)) &&
           part_name.size)
        extracted = part_extract(restoring, backup_reader, part_name, err);
    tar_close(backup_reader);
    return extracted && disk_flush_folder(vault, err) &&
           (restoring->checkpoint.size ||
            error_set(err, ERROR_REFUSED, "%s holds no checkpoint", backup_file));
}

/* What is said to have been restored is what was: the checkpoint over all entries that are there,
 * which the anchor knows by now, and not what lay beside them. */
static bool restore_record(struct acting *acting, struct recorded *recorded, struct error *err)
{
    struct record members = record_in(acting->arena);
    struct draft draft = {.kind = ACT_RESTORE, .word = TEXT("restore")};
    const struct text restored = text_copy(acting->arena, log_checkpoint(acting->log));
    draft.subject.name = acting->origin;
    if (!digest_text(restored, &draft.subject.digest, err))
        return false;
    record_text(&members, "checkpoint", restored);
    record_value(&members, "replaces", value_of_null());
    draft.members = members.members;
    draft.sentence = text_format(
        acting->arena, "I, %.*s, let the log %.*s go on from a backup, whose checkpoint is %.*s.",
        TEXT_ARGS(acting->id), TEXT_ARGS(acting->origin),
        TEXT_ARGS(digest_print(&draft.subject.digest, acting->arena)));
    return acting_record(acting, &draft, recorded, err);
}

/* The anchor is older than, or the same as, the backup, or the log is not opened at all. */
static bool restored_log(struct restoring *restoring, const struct value *request,
                         struct error *err)
{
    struct log *log = NULL;
    struct acting acting;
    struct recorded recorded;
    const struct log_paths restored_paths = {restoring->folder, NULL};
    if (!log_open(restored_paths, STORE_WRITE, restoring->session->arena, &log, err))
        return false;
    acting_begin(restoring->session, restoring->folder, log, &acting);
    const bool done =
        acting_identify(&acting, request, err) && restore_record(&acting, &recorded, err);
    if (done)
        acting_tell(&acting,
                    text_format(acting.arena, "the log %.*s goes on from the backup",
                                TEXT_ARGS(acting.origin)),
                    &recorded);
    acting_close(&acting);
    return done;
}

/* Where the anchor is; with --new-anchor it was lost, and begins anew with the backup's. */
static bool anchor_settle(struct restoring *restoring, const struct value *request,
                          struct error *err)
{
    struct log_paths restored_paths = {.folder = restoring->folder};
    struct arena *arena = restoring->session->arena;
    const struct text origin =
        text_part(restoring->checkpoint, 0, text_find(restoring->checkpoint, '\n'));
    const bool anew = request_flag(request, "new-anchor");
    if (!log_backup_check(restored_paths, restoring->checkpoint, arena, err) ||
        !anchoring_folder(restoring->session, request_text(request, "anchor"), origin,
                          &restored_paths.anchor_folder, err) ||
        !log_anchor_set(restored_paths, anew ? restoring->checkpoint : TEXT_NONE, arena, err))
        return false;
    if (anew)
        restoring->anchor = restored_paths;
    *LIST_ADD(arena, &restoring->made) = path_join(arena, restoring->folder, "anchor-folder");
    return true;
}

static bool ledger_restore(struct restoring *restoring, const struct value *request,
                           struct error *err)
{
    enum file_kind kind;
    struct arena *arena = restoring->session->arena;
    const char *backup_file = request_text(request, "file");
    if (file_kind_of(path_join(arena, restoring->folder, "log.db"), &kind))
        return error_set(err, ERROR_REFUSED, "%s holds a log already; restore into another folder",
                         restoring->folder);
    if (!file_kind_of(path_join(arena, restoring->folder, "log.key"), &kind))
        return error_set(err, ERROR_REFUSED,
                         "%s/log.key is not there: put the log's key back first, which no backup "
                         "holds",
                         restoring->folder);
    restoring->begun = true;
    return backup_extract(restoring, backup_file, err) && anchor_settle(restoring, request, err) &&
           restored_log(restoring, request, err);
}

/* What failed leaves nothing behind but the key, which was there. */
static void restore_undo(const struct restoring *restoring)
{
    static const char *const beside[] = {"log.db-wal", "log.db-shm", "log.db.lock"};
    struct arena *arena = restoring->session->arena;
    if (!restoring->begun)
        return;
    for (size_t i = 0; i < restoring->made.count; i++)
        (void)unlink(restoring->made.at[i]);
    for (size_t i = 0; restoring->made.count && i < COUNT(beside); i++)
        (void)unlink(path_join(arena, restoring->folder, beside[i]));
    (void)rmdir(path_join(arena, restoring->folder, vault_prefix));
    if (restoring->anchor.anchor_folder)
        log_anchor_undo(restoring->anchor, arena);
}

static int restore_run(struct session *session, const struct value *request, struct error *err)
{
    const char *folder = request_text(request, "folder");
    struct restoring restoring = {.session = session, .folder = folder ? folder : ".obstat"};
    if (ledger_restore(&restoring, request, err))
        return STATUS_ALLOWED;
    restore_undo(&restoring);
    return operation_failed(err);
}

static const struct parameter restore_parameters[] = {
    {"file", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "FILE", "what obstat backup wrote", NULL},
    {"folder", 0, PARAMETER_ARGUMENT, 0, "DIR",
     "where the ledger is to be, with log.key in it; .obstat", NULL},
    {"anchor", 0, PARAMETER_OPTION, 0, "DIR", "where the anchor lies; else as init has it", NULL},
    {"new-anchor", 0, PARAMETER_FLAG, 0, NULL,
     "the anchor was lost as well: begin one with the backup's checkpoint", NULL},
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

const struct operation restore_operation = {
    .name = "restore",
    .summary = "let a ledger go on from a backup; the log says so from then on",
    .details =
        "Refused (4) where the anchor has seen more entries than the backup holds: they would be\n"
        "lost without a trace. The restore is an entry, signed by an administrator.\n",
    .examples = "obstat restore /backup/obstat-2026-11-21.tar --as ada --sign ssh-agent:ada\n",
    .parameters = restore_parameters,
    .run = restore_run,
};
