#include "service/audit_ledger.h"

#include "registry/opening.h"
#include "service/audit_fold.h"
#include "service/audit_tree.h"
#include "service/audit_words.h"
#include "service/said.h"

/* What an entry says that the log went on from. */
struct restored {
    struct tree_head head;
    uint64_t index;
};

struct restores LIST(struct restored);

struct checking {
    struct acting *acting;
    struct audit_fold *fold;
    struct audit_naming *naming;
    struct arena row; /* of the row in hand */
    uint64_t folded;  /* rows that follow from the entries */
    struct audit_words words;
    struct restores restores;
    struct audit_tree tree;
    uint64_t older_size;
    struct audit_sum *audit_sum;
};

/* ---- entries: spelling, order, rules, hashes ---- */

/* The id under which the entry is found is its own. */
static bool id_check(struct checking *checking, const struct entry *checked_entry,
                     struct error *err)
{
    bool id_found;
    uint64_t index;
    struct digest checked_id;
    struct store *checked_store = log_store(checking->acting->log);
    return entry_id(checked_entry, &checked_id, err) &&
           checked_store->is->find(checked_store, &checked_id, &id_found, &index, err) &&
           ((id_found && index == checked_entry->index) ||
            error_set(err, ERROR_INTEGRITY, "entry %llu is not found under its id",
                      (unsigned long long)checked_entry->index));
}

static bool opening_find(const void *context, const struct digest *commitment, bool *out,
                         struct error *err)
{
    struct text document;
    struct arena scratch = {0};
    const struct rows *rows = context;
    const struct row_name opening_named = {TEXT("opening"), digest_print(commitment, &scratch)};
    const bool got = rows->get(rows->keeper, opening_named, &scratch, &document, err);
    if (got)
        *out = document.size > 0;
    arena_free(&scratch);
    return got;
}

static bool restore_note(struct checking *checking, const struct audited *audited,
                         struct error *err)
{
    struct note note;
    struct checkpoint restored_checkpoint;
    const struct text published = said_text(audited->act.predicate, "checkpoint");
    if (audited->act.kind != ACT_RESTORE)
        return true;
    if (!note_read(published, &checking->row, &note, err) ||
        !checkpoint_read(note.message, &restored_checkpoint, err))
        return false;
    *LIST_ADD(checking->acting->arena, &checking->restores) =
        (struct restored){restored_checkpoint.head, audited->entry.index};
    return true;
}

/* What it commits to, and what it says that was restored: looked at when all entries are known. */
static bool act_note(struct checking *checking, const struct entry *entry, struct error *err)
{
    struct audited audited = {.entry = *entry};
    arena_clear(&checking->row);
    return act_read("entry", entry->envelope.payload, &checking->row, &audited.act, err) &&
           restore_note(checking, &audited, err) &&
           audit_words_entry(&checking->words, &audited, &checking->row, err);
}

static bool entry_check(void *context, uint64_t index, struct text leaf, struct error *err)
{
    enum { TOLD_EVERY = 256 };
    struct checking *checking = context;
    struct session *session = checking->acting->session;
    if (index % TOLD_EVERY == 0)
        session->progress(session->context, "entries", index,
                          log_head(checking->acting->log)->size);
    checking->audit_sum->entries++;
    if (!audit_fold_entry(checking->fold, index, leaf, err))
        return false;
    const struct entry *entry = audit_fold_last(checking->fold);
    return id_check(checking, entry, err) && audit_naming_entry(checking->naming, entry, err) &&
           act_note(checking, entry, err) &&
           audit_tree_add(&checking->tree, audit_fold_leaf(checking->fold), err);
}

static bool entries_to(struct checking *checking, uint64_t checked_size,
                       struct digest *checked_root, struct error *err)
{
    struct tree_head checked_head;
    struct store *checked_store = log_store(checking->acting->log);
    const struct entry_visit visit = {entry_check, checking};
    const struct leaf_range checked_range = {checking->tree.tiling.size, checked_size};
    if (!checked_store->is->entries(checked_store, checked_range, visit, err) ||
        !tiling_head(&checking->tree.tiling, &checked_head, err))
        return false;
    *checked_root = checked_head.root;
    return true;
}

/* Entries beyond the signed head are of a write that broke off before anybody was told: the next
 * writer signs and anchors them, so they have to hold as well. */
static bool entries_check(struct checking *checking, struct error *err)
{
    uint64_t stored_size;
    struct digest checked_root;
    struct log *log = checking->acting->log;
    struct store *checked_store = log_store(log);
    struct audit_sum *audit_sum = checking->audit_sum;
    const uint64_t signed_size = log_head(log)->size;
    const uint64_t older_size =
        checking->older_size < signed_size ? checking->older_size : signed_size;
    if (!checked_store->is->size(checked_store, &stored_size, err) ||
        !entries_to(checking, older_size, &audit_sum->older_root, err) ||
        !entries_to(checking, signed_size, &checked_root, err) ||
        !audit_tree_signed(&checking->tree, log_head(log), err) ||
        !entries_to(checking, stored_size, &checked_root, err))
        return false;
    audit_sum->unanchored = stored_size - signed_size;
    return audit_tree_end(&checking->tree, err);
}

/* The log did stand so when it was backed up: its key may have signed another log as well. */
static bool restores_check(const struct checking *checking, struct error *err)
{
    struct log *log = checking->acting->log;
    for (size_t i = 0; i < checking->restores.count; i++) {
        struct path path;
        struct error unled = {0};
        const struct restored *restored = &checking->restores.at[i];
        if (restored->index < log_head(log)->size &&
            (!log_consistency(log, restored->head.size, &path, &unled) ||
             !consistency_verify(&path, &restored->head, log_head(log), &unled)))
            return error_set(err, ERROR_INTEGRITY,
                             "entry %llu says that the log went on from a backup of %llu entries, "
                             "and they are not its first ones: %s",
                             (unsigned long long)restored->index,
                             (unsigned long long)restored->head.size, unled.message);
    }
    return true;
}

/* With the second write the first checkpoint is published, and it is never taken away. */
static bool published_check(const struct checking *checking, struct error *err)
{
    struct text checked_published;
    struct store *checked_store = log_store(checking->acting->log);
    return checked_store->is->checkpoint(checked_store, checking->acting->arena, &checked_published,
                                         err) &&
           (checked_published.size || checking->audit_sum->entries < 2 ||
            error_set(err, ERROR_INTEGRITY, "the published checkpoint is missing"));
}

/* ---- rows ---- */

static bool row_wrong(struct row_name audited_row, const char *how, struct error *err)
{
    return error_set(err, ERROR_INTEGRITY, "the row %.*s/%.*s %s", TEXT_ARGS(audited_row.kind),
                     TEXT_ARGS(audited_row.key), how);
}

static bool opening_check(struct checking *checking, struct row_name audited_row,
                          struct text document, struct error *err)
{
    struct opening opening;
    struct digest commitment;
    checking->audit_sum->rows++;
    if (!digest_read(audited_row.key, &commitment) ||
        !opening_read(document, &commitment, &checking->row, &opening, err))
        return row_wrong(audited_row, "does not open its commitment", err);
    return audit_words_unerased(audited_row.key, audit_fold_rows(checking->fold), &checking->row,
                                err);
}

static bool stored_see(void *context, struct row_name audited_row, struct text document,
                       struct error *err)
{
    struct text folded;
    struct checking *checking = context;
    const struct rows *rows = audit_fold_rows(checking->fold);
    arena_clear(&checking->row);
    if (text_is(audited_row.kind, "opening"))
        return opening_check(checking, audited_row, document, err);
    if (log_row_beside(audited_row.kind))
        return true;
    checking->audit_sum->rows++;
    if (text_is(audited_row.kind, "entry")) /* what the entries answer themselves */
        return row_wrong(audited_row, "follows from no entry", err);
    return rows->get(rows->keeper, audited_row, &checking->row, &folded, err) &&
           (text_equal(folded, document) ||
            row_wrong(audited_row,
                      folded.size ? "is not what the entries say" : "follows from no entry", err));
}

static bool folded_see(void *context, struct row_name audited_row, struct text document,
                       struct error *err)
{
    struct text stored_size;
    struct checking *checking = context;
    const struct rows *rows = &checking->acting->rows;
    (void)document;
    arena_clear(&checking->row);
    checking->folded++;
    return rows->get(rows->keeper, audited_row, &checking->row, &stored_size, err) &&
           (stored_size.size || row_wrong(audited_row, "is missing", err));
}

static bool folded_tell(void *context, struct row_visit visit, struct error *err)
{
    const struct checking *checking = context;
    const struct rows *folded = audit_fold_rows(checking->fold);
    return folded->walk(folded->keeper, (struct row_name){TEXT_NONE, TEXT_NONE}, visit, err);
}

/* Where the log's key is at hand, the seal is opened with it: then a row that is read says so. A
 * key that is another's is no auditor who has none. */
static bool seal_check(struct acting *acting, struct error *err)
{
    const struct value *origin;
    struct error keyless = {0};
    if (log_unseal(acting->log, (struct log_paths){.folder = acting->folder}, &keyless))
        return registry_row(&acting->rows, "log", TEXT("origin"), acting->arena, &origin, err);
    if (keyless.code != ERROR_INTEGRITY)
        return true;
    *err = keyless;
    return false;
}

/* What is under the seal, everybody can look at. */
static bool inventory_check(struct checking *checking, struct error *err)
{
    bool same;
    const struct stock_source folded = {folded_tell, checking, checking->folded};
    return log_stock_compare(checking->acting->log, &folded, checking->audit_sum->entries, &same,
                             err) &&
           (same || error_set(err, ERROR_INTEGRITY,
                              "the inventory of the rows is not theirs; obstat registry rebuild "
                              "makes it anew")) &&
           seal_check(checking->acting, err);
}

static bool rows_check(struct checking *checking, struct error *err)
{
    const struct row_name checked_rows = {TEXT_NONE, TEXT_NONE};
    const struct rows *stored_size = &checking->acting->rows;
    const struct rows *folded = audit_fold_rows(checking->fold);
    return stored_size->walk(stored_size->keeper, checked_rows,
                             (struct row_visit){stored_see, checking}, err) &&
           folded->walk(folded->keeper, checked_rows, (struct row_visit){folded_see, checking},
                        err);
}

bool audit_ledger(struct acting *acting, uint64_t older_size, struct audit_sum *out,
                  struct error *err)
{
    struct audit_sum audit_sum = {0};
    struct checking checking = {
        .acting = acting, .older_size = older_size, .audit_sum = &audit_sum};
    checking.fold = audit_fold_begin();
    checking.naming = audit_naming_begin(acting);
    checking.tree.store = log_store(acting->log);
    checking.words = (struct audit_words){acting->arena, opening_find, &acting->rows, {0}};
    const bool holds = entries_check(&checking, err) && restores_check(&checking, err) &&
                       published_check(&checking, err) && rows_check(&checking, err) &&
                       audit_words_end(&checking.words, audit_fold_rows(checking.fold), err) &&
                       inventory_check(&checking, err) &&
                       audit_naming_check(checking.naming, &audit_sum, err);
    arena_free(&checking.row);
    audit_fold_end(checking.fold);
    if (holds)
        *out = audit_sum;
    return holds;
}
