#include "service/audit_files.h"
#include "service/audit_fold.h"
#include "service/audit_words.h"

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

/* All entries of an export, while they are judged, and the words beside them. */
struct whole {
    struct audit_fold *fold;
    struct audit_words words;
    struct arena entry; /* of the entry in hand */
};

static bool entry_fold(void *taker, uint64_t index, struct text leaf, struct error *err)
{
    struct audited audited;
    struct whole *whole = taker;
    if (!audit_fold_entry(whole->fold, index, leaf, err))
        return false;
    arena_clear(&whole->entry);
    audited = (struct audited){.leaf = leaf, .entry = *audit_fold_last(whole->fold)};
    return act_read("entry", audited.entry.envelope.payload, &whole->entry, &audited.act, err) &&
           audit_words_entry(&whole->words, &audited, &whole->entry, err);
}

/* Each commitment opens or was erased, and nothing opens one that was. */
static bool words_check(struct whole *whole, struct error *err)
{
    const struct opened *opened = whole->words.context;
    const struct rows *rows = audit_fold_rows(whole->fold);
    for (size_t i = 0; i < opened->count; i++) {
        arena_clear(&whole->entry);
        const struct text commitment = digest_print(&opened->at[i], &whole->entry);
        if (!audit_words_unerased(commitment, rows, &whole->entry, err))
            return false;
    }
    return audit_words_end(&whole->words, rows, err);
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
static bool whole_check(struct folder *audited_folder, const struct checkpoint *audited_checkpoint,
                        uint64_t older_size, struct arena *arena, struct tile_log_sum *audited_sum,
                        struct error *err)
{
    struct text written;
    struct opened opened;
    struct whole whole = {.words = {arena, audit_openings_find, &opened, {0}}};
    const struct tile_source audited_source = {folder_read, audited_folder};
    const struct entry_taker audited_taker = {entry_fold, &whole};
    const struct tile_log audited_log = {.source = &audited_source,
                                         .head = audited_checkpoint->head,
                                         .older_size = older_size,
                                         .taker = &audited_taker};
    if (!file_read_beneath(audited_folder->path, "openings.jsonl", LIMIT_EVIDENCE_SIZE, arena,
                           &written, err) ||
        !audit_openings_read(written, arena, &opened, err))
        return false;
    whole.fold = audit_fold_begin();
    const bool audited_holds =
        tile_log_check(&audited_log, audited_sum, err) && words_check(&whole, err);
    audit_fold_end(whole.fold);
    arena_free(&whole.entry);
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
    if (!(is_whole ? whole_check(&audited_folder, &audited_checkpoint, against.checkpoint.head.size,
                                 session->arena, &audited_sum, err)
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
    buffer_string(&audit_page,
                  "not checked: other files of the folder, and what the entries mean; no "
                  "witness has signed, so that nobody was shown another log is not "
                  "known\n");
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

/* What obstat audit export writes besides the log itself, NULL where there is nothing of it. An
 * export whose manifest was taken away is no bare log: whatever is left of it tells. */
static const char *export_mark(const char *folder, struct arena *arena)
{
    static const char *const export_marks[] = {
        "manifest.json", "manifest.json.sig", "records.jsonl", "records.csv",
        "report.html",   "openings.jsonl",    "verify.sh",     "VERIFY.md",
        "keys",          "envelopes",         "pae",           "sigs",
        "proofs",        "earlier",           "evidence"};
    for (size_t i = 0; i < COUNT(export_marks); i++) {
        enum file_kind kind;
        if (file_kind_of(path_join(arena, folder, export_marks[i]), &kind))
            return export_marks[i];
    }
    return NULL;
}

/* What lists its files is there, or nothing of them can be believed. */
static bool export_listed(const char *folder, const char *mark, struct arena *arena,
                          struct error *err)
{
    enum file_kind kind;
    return file_kind_of(path_join(arena, folder, "manifest.json"), &kind) ||
           error_set(
               err, ERROR_INTEGRITY,
               "%s is an export, as %s in it shows, and its manifest.json is missing: what "
               "the log's key signed of it is not known; a bare log of tiles has no such file",
               folder, mark);
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
    const char *mark = export_mark(audit_files->folder, session->arena);
    if (!mark)
        return tiles_verify(session, audit_files, &key, err);
    return export_listed(audit_files->folder, mark, session->arena, err) &&
           export_verify(session, audit_files, &key, err);
}
