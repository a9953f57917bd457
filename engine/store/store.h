/* store/store.h: where a ledger is kept: the port, and what every backend promises.
 *
 * A store keeps five things, and knows the meaning of none:
 *
 *     entries      0, 1, 2, ...        bytes, never changed once they are there
 *     ids          digest -> index     an entry is there once
 *     hashes       (level, number)     full subtrees of the hash tree (ledger/tree.h), in tiles
 *     rows         (kind, key)         documents derived from the entries, and openings beside
 *     checkpoint   one                 the newest signed one that was published
 *
 * Contract. Reads see what was committed, and within a write what it has put. One write at a time:
 * `begin` waits for the others, of any process on this host. `commit` makes all that was put seen,
 * or nothing of it; `flush` returns true only when everything that was seen before is on the disk
 * and would survive a loss of power. No commit survives without those before it. So many processes
 * commit one after another, and one flush is enough for all of them.
 *
 * A commit or flush that fails may be done or undone (ERROR_UNAVAILABLE): then the store is
 * poisoned, every later call fails, and only opening it anew tells. To ask the disk a second time
 * would be answered by a cache that has forgotten the failure. A store never repairs what it reads:
 * what is not as it must be is ERROR_INTEGRITY.
 *
 * A store that was opened for reading sees one moment: that of its first read.
 *
 * Two backends keep to it, and one suite (tests/unit/store/conformance_test.c) holds both to it:
 * sqlite for use, memory for tests, which fails wherever it is told to.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/list.h"
#include "crypto/digest.h"
#include "ledger/row.h"
#include "ledger/tree.h"

struct store; /* an open one */

/* Sees entries in order; false ends the walk, with err set or not. */
struct entry_visit {
    bool (*see)(void *context, uint64_t index, struct text entry, struct error *err);
    void *context;
};

/* The ids of the entries, from 0 on. */
struct store_ids {
    const struct digest *(*at)(const void *context, uint64_t index);
    const void *context;
    size_t most; /* wrong ones that are taken away singly: of more, all are put anew */
};

struct store_class {
    const char *name; /* "sqlite", "memory" */

    /* Entries that are there. */
    bool (*size)(struct store *store, uint64_t *out, struct error *err);
    /* Entries from `range.from` up to but without `range.to`. */
    bool (*entries)(struct store *store, struct leaf_range range, struct entry_visit visit,
                    struct error *err);
    /* The index of the entry with this id; *found false where there is none. */
    bool (*find)(struct store *store, const struct digest *id, bool *found, uint64_t *index,
                 struct error *err);
    /* A full subtree's hash, for struct grove. */
    bool (*hash)(struct store *store, unsigned level, uint64_t number, struct digest *out,
                 struct error *err);
    /* The tiles hold the hashes of the entries that are there, and nothing besides: no tile too
     * many, zeros behind the last hash. And every byte of the files is as it was written, also
     * where nothing is kept. */
    bool (*tidy)(struct store *store, struct error *err);
    /* A document, in the arena; empty where there is none. */
    bool (*row)(struct store *store, struct row_name name, struct arena *arena, struct text *out,
                struct error *err);
    /* All documents of a kind whose keys begin so, in the order of their keys' bytes. An empty kind
     * walks all kinds. */
    bool (*rows)(struct store *store, struct row_name prefix, struct row_visit visit,
                 struct error *err);
    /* The published checkpoint, in the arena; empty where there is none. */
    bool (*checkpoint)(struct store *store, struct arena *arena, struct text *out,
                       struct error *err);

    /* From here to `release`, what a writer reads between its writes is of one moment, as it always
     * is for a reader. Nothing is begun meanwhile. */
    bool (*hold)(struct store *store, struct error *err);
    void (*release)(struct store *store);

    bool (*begin)(struct store *store, struct error *err);
    /* The next entry, with its id and leaf hash. An id that is there is ERROR_REFUSED. */
    bool (*put_entry)(struct store *store, struct text entry, const struct digest *id,
                      const struct digest *leaf, struct error *err);
    /* A document; an empty one takes the row away. */
    bool (*put_row)(struct store *store, struct row_name name, struct text document,
                    struct error *err);
    bool (*put_checkpoint)(struct store *store, struct text checkpoint, struct error *err);
    bool (*commit)(struct store *store, struct error *err);
    void (*abort)(struct store *store);
    /* On the disk: what this and every other process has committed; *size entries for certain, and
     * all of this one's own. Lets those first who are waiting to write: they will want to be
     * flushed too. */
    bool (*flush)(struct store *store, uint64_t *size, struct error *err);
    /* Take away the last entries, which nobody was told of, with their ids: not within a write.
     * *done is false, and nothing is changed, where others than these are the last by now.
     * ERROR_INTEGRITY where those before them would not be whole. */
    bool (*cut)(struct store *store, struct leaf_range last, bool *done, struct error *err);
    /* Within a write, of all entries: *same where they are found by these ids already, and by no
     * others. */
    bool (*put_ids)(struct store *store, const struct store_ids *ids, bool *same,
                    struct error *err);
    void (*close)(struct store *store);
};

/* The first member of every backend's own struct. */
struct store {
    const struct store_class *is;
};

/* ---- sqlite ---- */

/* A new one at `path`, which must not exist. Its folder must be on a local file system. */
NODISCARD bool store_sqlite_create(const char *path, struct arena *arena, struct store **out,
                                   struct error *err);

enum store_mode { STORE_READ, STORE_WRITE };

/* One that exists: never created. Refused (ERROR_UNAVAILABLE or ERROR_INTEGRITY, by name) are a
 * file with two names, a network file system, another application's database, a schema that was
 * changed.
 */
NODISCARD bool store_sqlite_open(const char *path, enum store_mode mode, struct arena *arena,
                                 struct store **out, struct error *err);

/* A copy of the whole, consistent, made while others write. `path` must not exist. */
NODISCARD bool store_sqlite_backup(struct store *store, const char *path, struct error *err);

/* ---- memory ---- */

/* Which call fails, and how: the nth of all calls, once or from then on. Abort and close never
 * fail.
 */
struct store_fault {
    unsigned call;  /* from 1; 0: none fails                                                      */
    bool from_then; /* every later one as well                                                    */
    bool after;     /* a commit or flush was done all the same, only nobody hears of it           */
    bool forgets;   /* opened anew, it has only what was flushed, as after a loss of power        */
};

/* `fault` is borrowed; NULL where nothing ever fails. */
NODISCARD bool store_memory_create(const struct store_fault *fault, struct arena *arena,
                                   struct store **out, struct error *err);

/* The same contents in a store that was closed and opened anew, as after a crash. */
struct store *store_memory_reopen(struct store *store, const struct store_fault *fault);

/* The rows of a store as a port: `put` is for within a write. */
struct rows store_rows(struct store *store);

#endif
