/* store/log.h: the log as a whole: entries appended in the one safe order.
 *
 *     begin      the others wait; what the store holds is checked against the anchor
 *     add        entries, rows                                      nothing is seen yet
 *     commit  1  entries, hashes and rows are in the store          others may go on and add
 *             2  they are on the disk                               nobody was told
 *             3  the checkpoint over them is signed                 in this process only
 *             4  the anchor moves to it                             from here on it counts
 *             5  true is returned                                   "recorded" may be said
 *             6  it is published in the store                       with the next write
 *
 * One at a time goes through 2 to 4, and does it for all that stands in the store by then: who
 * comes second finds its entries anchored. So 32 processes wait for two flushes together, and not
 * for two each:
 *
 *      A   | add | flush, sign, anchor |
 *      B         | add | ............. | flush, sign, anchor, for C and D too |
 *      C               | add | ....... | .................................... | done
 *      D                     | add | . | .................................... | done
 *
 * Signing comes after the flush and before anybody is told. The other way round, a loss of power
 * would leave a checkpoint over entries that are gone, and the next one would contradict it: a fork
 * of our own making.
 *
 * After a crash before 4 the entries are there and nobody was told: whoever opens the log for
 * writing next signs and anchors them (the store is ahead of the anchor and extends it, and what is
 * ahead is under the seal that was committed with it, row_seal.h), or they are not there at all.
 * Adding the same entry again gives its index, so a retry does no harm. A store that is behind the
 * anchor was rolled back; one that does not extend it was forked or changed. Both are
 * ERROR_INTEGRITY, and nothing is ever signed over them.
 *
 * After a commit that failed nobody knows how far it came: the log is poisoned, every later call
 * fails, and opening it anew tells.
 *
 * The folder of a ledger:
 *
 *     log.db         the store; beside it log.db-wal, log.db-shm, log.db.lock while it is open
 *     log.key        the log's key, PKCS#8, readable by its owner alone
 *     log.vkey       its public half, one line: name+id+key (ledger/note.h)
 *     anchor-folder  where the anchor is, one line, from the root; the anchor itself is anchor.db
 *     evidence/      the vault
 */
#ifndef STORE_LOG_H
#define STORE_LOG_H

#include "crypto/key.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "store/stocktake.h"
#include "store/store.h"

struct log;
struct anchor;

/* Where the parts of a ledger lie. */
struct log_paths {
    const char *folder;        /* ".obstat"                                 */
    const char *anchor_folder; /* NULL: what log.db remembers               */
};

/* Make folder, key, store and anchor, with what entry_first makes, given the log's key, as entry 0.
 * All is made under another name, which the folder keeps until everything is on the disk: a ledger
 * is there whole or not at all. A process that is killed meanwhile leaves FOLDER.new-NUMBER behind,
 * and an anchor perhaps: both may be deleted. `now` is its log time. What is there already is never
 * touched. */
struct log_founding {
    struct log_paths paths;
    struct text origin;
    int64_t now;
    bool (*entry_first)(void *context, const struct key_pair *log_key, struct arena *arena,
                        struct text *entry, struct digest *id, struct error *err);
    /* Called within the same write, before the entry is added: puts down what follows from it. NULL
     * where nothing does. */
    bool (*rows_first)(void *context, const struct rows *rows, struct error *err);
    void *context;
};

NODISCARD bool log_create(const struct log_founding *founding, struct arena *arena,
                          struct log **out, struct error *err);

/* What was restored into the folder is of one log: log.vkey is of log.key, which signed the
 * checkpoint, and log.db goes on from it. Nothing is written. ERROR_INTEGRITY. */
NODISCARD bool log_backup_check(struct log_paths paths, struct text published, struct arena *arena,
                                struct error *err);

/* Tell a folder that was restored where its anchor lies; where that was lost as well, `first` is
 * the checkpoint with which a new one begins, else it is empty. */
NODISCARD bool log_anchor_set(struct log_paths paths, struct text first, struct arena *arena,
                              struct error *err);

/* Take away the anchor that was begun so, where what came afterwards failed. */
void log_anchor_undo(struct log_paths paths, struct arena *arena);

/* Open; the anchor is asked at once. With STORE_READ no key is read and nothing is written. */
NODISCARD bool log_open(struct log_paths paths, enum store_mode mode, struct arena *arena,
                        struct log **out, struct error *err);

/* The same for writing, where somebody put entries behind those that the log was given: they are
 * taken away first, *gone of them. What is signed stays, and so does what is under the seal. */
NODISCARD bool log_open_cut(struct log_paths paths, struct arena *arena, struct log **out,
                            uint64_t *gone, struct error *err);
void log_close(struct log *log);

/* From here on a log that is open for reading holds its rows against their seal as well, as a
 * writer does. The key is read for the secret of the seal and given back at once: once the log is
 * closed, nothing of either is left in memory. */
NODISCARD bool log_unseal(struct log *log, struct log_paths paths, struct error *err);

/* A log over a store and anchor that are open already, for tests and for audits; log_close closes
 * them too. A reader must not have read from the store yet: the anchor is read first, so that what
 * is appended meanwhile does not look like a rollback. */
struct log_parts {
    struct store *store;
    struct anchor *anchor;
    const struct key_pair *key;
    struct text origin;
    uint64_t *gone; /* NULL, or as log_open_cut has it */
};
NODISCARD bool log_over(const struct log_parts *parts, struct arena *arena, struct log **out,
                        struct error *err);

struct store *log_store(struct log *log);
struct text log_origin(const struct log *log);
const struct note_key *log_key(const struct log *log);      /* the public one: what its vkey says */
const struct key_pair *log_key_pair(const struct log *log); /* NULL with STORE_READ */
const struct tree_head *log_head(const struct log *log);    /* as anchored; moves with commit */
struct text log_checkpoint(const struct log *log);          /* the signed note over that head */

/* Begin a write: from here to commit or abort nobody else writes. `now` is the clock; *time is the
 * log time of what is added: never before the last entry's. A clock that went back by up to
 * LIMIT_CLOCK_SKEW is given the last entry's time; beyond that, ERROR_REFUSED names both. So it
 * does where the clock is more than LIMIT_CLOCK_AHEAD_DAYS on, as nothing could be logged any more
 * once it was put right; log_rested says of an open log that it is. */
void log_rested(struct log *log);
NODISCARD bool log_begin(struct log *log, int64_t now, int64_t *time, struct error *err);

/* The index that the next entry gets. */
uint64_t log_next(const struct log *log);

/* Add an entry and rows. An id that is in the log already: *index is where, *repeated true, and
 * nothing is added; the commit then sees to it that this entry is anchored. An entry ends in its
 * log time, as the canonical JSON of entry/v1 does. */
NODISCARD bool log_add(struct log *log, struct text entry, const struct digest *id, uint64_t *index,
                       bool *repeated, struct error *err);
NODISCARD bool log_put_row(struct log *log, struct row_name name, struct text document,
                           struct error *err);

/* The rows that follow from entries. In a log that is open for writing each one that is read is
 * held against the inventory that the last writer sealed: ERROR_INTEGRITY names a row that was
 * edited, taken away, put in or put back as it was before. A walk of one kind shows
 * no row that does not hold, and ends with ERROR_INTEGRITY where one is missing, once it has shown
 * the others: nothing is done by what it showed before it came to its end. It goes over all rows
 * that have the prefix's inventory_beginning. Rows are put within a write, and the commit seals
 * them. That an entry is there (kind "entry", key its id) is answered by the entries themselves. */
struct rows log_rows(struct log *log);

/* Every row that is under the seal is there, and was not edited; where this process has not the
 * key, nothing is looked at. ERROR_INTEGRITY. */
NODISCARD bool log_rows_whole(struct log *log, struct error *err);

/* Documents that do not follow from entries, and are under no seal: openings of commitments, how
 * far webhooks were served, and the seal itself with its inventory. They are put by log_put_row. */
bool log_row_beside(struct text kind);

/* What the log's own programs put down beside it, they mark: nobody makes the mark over these words
 * who has not the log's key. *made is false where this process has it not either. */
NODISCARD bool log_mark(struct log *log, struct text words, struct digest *out, bool *made,
                        struct error *err);

/* What came of making the inventory anew. */
struct log_stock {
    bool same;       /* it was theirs, and the seal ours                                      */
    bool unfinished; /* more has to be put than this write may hold: commit, and call it again */
};

/* The inventory of these rows, sealed, within a write that puts `most` nodes; and whether that
 * which is stored is theirs, in a log of `size` entries, for who has no key to open the seal with.
 */
NODISCARD bool log_stock_put(struct log *log, const struct stock_source *source, size_t most,
                             struct log_stock *out, struct error *err);
NODISCARD bool log_stock_compare(struct log *log, const struct stock_source *source, uint64_t size,
                                 bool *same, struct error *err);

/* True: recorded. After false, whatever it was, the log must be opened anew. */
NODISCARD bool log_commit(struct log *log, struct error *err);
void log_abort(struct log *log);

/* Within a write: entries are found by these ids and by no others (store.h). */
NODISCARD bool log_put_ids(struct log *log, const struct store_ids *ids, bool *same,
                           struct error *err);

/* Entries from `range.from` up to but without `range.to`, held against the tree that the log's key
 * signed: ERROR_INTEGRITY names the first one that was edited, once all were seen, so that nothing
 * is done by what was seen before it returns true. What was committed and is not signed yet is held
 * against the seal of the rows, by who can open it. Where `see` ends the walk and sets no error, so
 * far it is proven, and true is returned. */
NODISCARD bool log_entries(struct log *log, struct leaf_range range, struct entry_visit visit,
                           struct error *err);

/* Proofs under the current head. */
NODISCARD bool log_inclusion(struct log *log, uint64_t index, struct path *out, struct error *err);
NODISCARD bool log_consistency(struct log *log, uint64_t old_size, struct path *out,
                               struct error *err);

/* The root when it had so many entries, which are no more than the head has: ERROR_REFUSED. */
NODISCARD bool log_root(struct log *log, uint64_t old_size, struct digest *out, struct error *err);

#endif
