#include "service/audit_files.h"
#include "service/audit_fold.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "ledger/proof.h"
#include "ledger/succession.h"
#include "ledger/tile_log.h"
#include "report/escape.h"

/* ---- files of the folder, as the ledger's room asks for them ---- */

struct folder {
    const char *path;
};

static bool folder_read(void *holder, struct text path, size_t max, struct arena *arena,
                        struct text *out, struct error *err)
{
    enum file_kind kind;
    const struct folder *audited_folder = holder;
    const char *audited_path = path_join(arena, audited_folder->path, path.at);
    if (!file_kind_of(audited_path, &kind)) {
        *out = TEXT_NONE;
        return true;
    }
    return file_read_beneath(audited_folder->path, path.at, max, arena, out, err);
}

/* ---- the key and the earlier checkpoint ---- */

/* A vkey, or a file that has one on its first line. */
bool audit_key_named(const char *audited_named, struct arena *arena, struct note_key *audited_key,
                     struct error *err)
{
    struct text audited_text = text_of(audited_named);
    struct error unread = {0};
    if (!audited_named)
        return error_set(err, ERROR_USAGE,
                         "--key is needed: the log's key, from its owner and not "
                         "from the folder");
    if (note_key_read(audited_text, audited_key, &unread))
        return true;
    enum file_kind kind;
    if (!file_kind_of(audited_named, &kind) && !strchr(audited_named, '+'))
        return error_set(err, ERROR_USAGE, "--key %s: no such file", audited_named);
    if (!file_kind_of(audited_named, &kind))
        return error_set(err, ERROR_USAGE, "--key is neither a vkey nor a file: %s",
                         unread.message);
    if (!file_read(audited_named, (size_t)LIMIT_NOTE_NAME * 2, arena, &audited_text, err))
        return false;
    return note_key_read(text_part(audited_text, 0, text_find(audited_text, '\n')), audited_key,
                         err);
}

struct against {
    struct text published; /* empty where none was given */
    struct checkpoint checkpoint;
};

static bool against_read(const char *receipt_file, const struct note_key *audited_key,
                         struct arena *arena, struct against *out, struct error *err)
{
    *out = (struct against){0};
    return !receipt_file ||
           (file_read(receipt_file, LIMIT_NOTE_SIZE, arena, &out->published, err) &&
            checkpoint_open(out->published, audited_key, arena, &out->checkpoint, err));
}

static bool against_check(const struct against *against, const struct checkpoint *audited_newer,
                          const struct digest *audited_root, struct error *err)
{
    const struct tree_head *audited_older = &against->checkpoint.head;
    if (!against->published.size)
        return true;
    const enum succession audited_succession =
        succession_of(audited_older, &audited_newer->head, audited_root);
    return audited_succession == SUCCESSION_CONSISTENT ||
           error_set(err, ERROR_INTEGRITY,
                     "the log is %s: the earlier checkpoint has %llu entries, this one %llu",
                     succession_name(audited_succession), (unsigned long long)audited_older->size,
                     (unsigned long long)audited_newer->head.size);
}

/* ---- an export ---- */

static bool entry_fold(void *taker, uint64_t index, struct text leaf, struct error *err)
{
    struct audit_fold *fold = taker;
    return audit_fold_entry(fold, index, leaf, err);
}

/* -1 for what is no index. */
static int64_t index_said(const struct value *said_entries, const char *index_name)
{
    const struct value *said_index = value_get(said_entries, text_of(index_name));
    return value_kind(said_index) == VALUE_INTEGER ? value_integer(said_index) : -1;
}

/* The manifest speaks of this checkpoint, and of these entries. */
static bool manifest_fits(const struct value *manifest, const struct checkpoint *checkpoint,
                          struct arena *arena, struct leaf_range *included, struct error *err)
{
    const struct value *said_entries = value_get(manifest, TEXT("entries"));
    const int64_t from = index_said(said_entries, "from"), to = index_said(said_entries, "to");
    const struct text root = digest_print(&checkpoint->head.root, arena);
    if (!text_equal(value_text(value_get(manifest, TEXT("root"))), root) ||
        value_integer(value_get(manifest, TEXT("size"))) != (int64_t)checkpoint->head.size ||
        from < 0 || to < from || (uint64_t)to >= checkpoint->head.size)
        return error_set(err, ERROR_INTEGRITY, "manifest.json speaks of another checkpoint");
    *included = (struct leaf_range){(uint64_t)from, (uint64_t)to + 1};
    return true;
}

static void export_tell(struct session *session, const struct checkpoint *checkpoint,
                        struct leaf_range included, bool is_whole)
{
    struct buffer audit_page = buffer_in(session->arena, LIMIT_MESSAGE_SIZE);
    buffer_string(&audit_page, "VERIFIED  ");
    text_escape(checkpoint->origin, &audit_page);
    buffer_format(&audit_page, ": %llu of %llu entries, every file as the log's key signed it\n",
                  (unsigned long long)(included.to - included.from),
                  (unsigned long long)checkpoint->head.size);
    buffer_string(&audit_page, is_whole
                                   ? "every signature and every rule was judged at its log time\n"
                                   : "not checked: signatures and rules, which need the entries "
                                     "from the first on (verify.sh checks the signatures)\n");
    buffer_string(&audit_page,
                  "not checked: no witness has signed, so that nobody was shown another log "
                  "is not known\n");
    session->print(session->context, buffer_text(&audit_page));
}

/* All entries are there: they are judged as they were when they were logged. */
static bool whole_check(const struct tile_source *audited_source,
                        const struct checkpoint *audited_checkpoint, uint64_t older_size,
                        struct tile_log_sum *audited_sum, struct error *err)
{
    struct audit_fold *fold = audit_fold_begin();
    const struct entry_taker audited_taker = {entry_fold, fold};
    const struct tile_log audited_log = {.source = audited_source,
                                         .head = audited_checkpoint->head,
                                         .older_size = older_size,
                                         .taker = &audited_taker};
    const bool audited_holds = tile_log_check(&audited_log, audited_sum, err);
    audit_fold_end(fold);
    return audited_holds;
}

static bool export_verify(struct session *session, const struct audit_files *audit_files,
                          const struct note_key *audited_key, struct error *err)
{
    struct value manifest;
    struct against against;
    struct text audited_published;
    struct checkpoint audited_checkpoint;
    struct leaf_range included;
    struct tile_log_sum audited_sum = {0};
    struct folder audited_folder = {audit_files->folder};
    const struct tile_source audited_source = {folder_read, &audited_folder};
    if (!audit_export_files(session, audit_files, audited_key, &manifest, err) ||
        !against_read(audit_files->against, audited_key, session->arena, &against, err) ||
        !tile_source_checkpoint(&audited_source, audited_key, session->arena, &audited_published,
                                &audited_checkpoint, err) ||
        !manifest_fits(&manifest, &audited_checkpoint, session->arena, &included, err))
        return false;
    const bool is_whole = included.from == 0 && included.to == audited_checkpoint.head.size;
    const struct audit_range range = {&audited_source, audited_checkpoint.head, included};
    if (!(is_whole ? whole_check(&audited_source, &audited_checkpoint, against.checkpoint.head.size,
                                 &audited_sum, err)
                   : audit_range_check(&range, err)))
        return false;
    if (!is_whole && against.published.size)
        return error_set(err, ERROR_USAGE,
                         "--against needs an export of all entries; what this "
                         "one goes on from is in earlier/");
    if (!against_check(&against, &audited_checkpoint, &audited_sum.older_root, err))
        return false;
    export_tell(session, &audited_checkpoint, included, is_whole);
    return true;
}

/* ---- the log of tiles ---- */

static void tiles_tell(struct session *session, const struct checkpoint *checkpoint,
                       const struct against *against)
{
    struct buffer audit_page = buffer_in(session->arena, LIMIT_MESSAGE_SIZE);
    buffer_string(&audit_page, "VERIFIED  ");
    text_escape(checkpoint->origin, &audit_page);
    buffer_format(&audit_page, ": %llu entries lead to the root that the log's key signed\n",
                  (unsigned long long)checkpoint->head.size);
    if (against->published.size)
        buffer_format(&audit_page, "consistent with the checkpoint over %llu entries\n",
                      (unsigned long long)against->checkpoint.head.size);
    buffer_string(&audit_page, "not checked: what the entries mean; no witness has signed, so that "
                               "nobody was shown another log is not known\n");
    session->print(session->context, buffer_text(&audit_page));
}

static bool tiles_verify(struct session *session, const struct audit_files *audit_files,
                         const struct note_key *audited_key, struct error *err)
{
    struct against against;
    struct text audited_published;
    struct tile_log_sum audited_sum;
    struct checkpoint audited_checkpoint;
    struct folder audited_folder = {audit_files->folder};
    const struct tile_source audited_source = {folder_read, &audited_folder};
    if (!against_read(audit_files->against, audited_key, session->arena, &against, err) ||
        !tile_source_checkpoint(&audited_source, audited_key, session->arena, &audited_published,
                                &audited_checkpoint, err))
        return false;
    const struct tile_log audited_log = {.source = &audited_source,
                                         .head = audited_checkpoint.head,
                                         .older_size = against.checkpoint.head.size};
    if (!tile_log_check(&audited_log, &audited_sum, err) ||
        !against_check(&against, &audited_checkpoint, &audited_sum.older_root, err))
        return false;
    tiles_tell(session, &audited_checkpoint, &against);
    return true;
}

/* ---- a receipt ---- */

static void receipt_tell(struct session *session, const struct proof *audited_receipt,
                         const struct entry *audited_entry,
                         const struct checkpoint *audited_checkpoint)
{
    char audited_moment[CLOCK_TEXT_SIZE];
    struct buffer audit_page = buffer_in(session->arena, LIMIT_MESSAGE_SIZE);
    clock_write(audited_entry->time, audited_moment);
    buffer_string(&audit_page, "VERIFIED  ");
    text_escape(audited_checkpoint->origin, &audit_page);
    buffer_format(
        &audit_page,
        ": entry %llu of %llu, logged %s, leads to the root that the log's key signed\n"
        "not checked: who signed it and whether they might; no witness has signed, so that "
        "nobody was shown another log is not known\n",
        (unsigned long long)audited_receipt->index,
        (unsigned long long)audited_checkpoint->head.size, audited_moment);
    session->print(session->context, buffer_text(&audit_page));
}

/* The entry stands in the receipt, as obstat audit prove writes it. */
static bool receipt_verify(struct session *session, const char *receipt_file,
                           const struct note_key *audited_key, struct error *err)
{
    struct proof audited_receipt;
    struct entry audited_entry;
    struct digest audited_leaf;
    struct text audited_text;
    struct checkpoint audited_checkpoint;
    struct arena *arena = session->arena;
    if (!file_read(receipt_file, LIMIT_PROOF_SIZE, arena, &audited_text, err) ||
        !proof_read(audited_text, arena, &audited_receipt, err))
        return false;
    if (!audited_receipt.has_extra)
        return error_set(err, ERROR_REFUSED,
                         "%s does not hold its entry, which has to be at hand; receipts of obstat "
                         "audit prove do",
                         receipt_file);
    if (!checkpoint_open(audited_receipt.note, audited_key, arena, &audited_checkpoint, err) ||
        !leaf_hash(audited_receipt.extra, &audited_leaf, err) ||
        !inclusion_verify(&audited_receipt.path, &audited_leaf, audited_receipt.index,
                          &audited_checkpoint.head, err) ||
        !entry_read(audited_receipt.extra, arena, &audited_entry, err))
        return false;
    if (audited_entry.index != audited_receipt.index)
        return error_set(err, ERROR_INTEGRITY, "%s is for entry %llu and holds another",
                         receipt_file, (unsigned long long)audited_receipt.index);
    receipt_tell(session, &audited_receipt, &audited_entry, &audited_checkpoint);
    return true;
}

/* An export whose manifest was taken away is no bare log: its other files tell. */
static bool is_export(const char *folder, struct arena *arena)
{
    static const char *const export_marks[] = {"manifest.json", "manifest.json.sig",
                                               "records.jsonl", "keys/log.vkey"};
    bool is_marked = false;
    for (size_t i = 0; i < COUNT(export_marks) && !is_marked; i++) {
        enum file_kind kind;
        is_marked = file_kind_of(path_join(arena, folder, export_marks[i]), &kind);
    }
    return is_marked;
}

bool audit_files_verify(struct session *session, const struct audit_files *audit_files,
                        struct error *err)
{
    struct note_key key;
    enum file_kind kind;
    if (!file_kind_of(audit_files->folder, &kind) || (kind != FILE_FOLDER && kind != FILE_REGULAR))
        return error_set(err, ERROR_REFUSED, "%s is neither a folder nor a file",
                         audit_files->folder);
    if (!audit_key_named(audit_files->key, session->arena, &key, err))
        return false;
    if (kind == FILE_REGULAR && audit_files->against)
        return error_set(err, ERROR_USAGE, "--against is for a whole log, and %s is a receipt",
                         audit_files->folder);
    if (kind == FILE_REGULAR)
        return receipt_verify(session, audit_files->folder, &key, err);
    return is_export(audit_files->folder, session->arena)
               ? export_verify(session, audit_files, &key, err)
               : tiles_verify(session, audit_files, &key, err);
}
