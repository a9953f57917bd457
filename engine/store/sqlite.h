/* store/sqlite.h: the parts of the sqlite backend, among themselves. The only header that speaks of
 * SQLite.
 *
 * The database, log.db (application id "OBST", version 2), all tables STRICT:
 *
 *     entry       at     INTEGER  0, 1, 2, ...: the index
 *                 body   BLOB     the entry's bytes
 *     recent      at     INTEGER  the index, of the last size mod 1,024 entries
 *                 id     BLOB     32 bytes
 *                 leaf   BLOB     32 bytes, the leaf hash
 *     known       id     BLOB     32 bytes, of all entries before those
 *                 at     INTEGER  the index
 *     tile        place  INTEGER  level * 2^56 + number
 *                 hashes BLOB     8,192 bytes: 256 hashes, zeros where none is yet
 *     document    kind, key, body BLOB  the rows, in the order of their bytes
 *     checkpoint  only   INTEGER  1
 *                 note   BLOB     the newest that was published
 *
 * Ids are hashes, so that each new one would belong on another page of `known`, and a page for
 * every entry is more than the entry itself. They are kept in the order of the log first, the leaf
 * hashes beside them, where an entry changes one page, and go to `known` together, in the order of
 * the ids, whenever there are 1,024. Whoever has the log open holds the recent ones in memory.
 *
 * Tiles are those of ledger/tile.h: what `audit export` writes out, and the peaks of the tree, are
 * read from them. Those of leaves are written when they are full; of the levels above, the last one
 * grows in place. The width of a tile follows from the number of entries, and is not written twice.
 *
 * Every page ends in a sum of its bytes (store/sqlite_sum.h).
 *
 * Triggers refuse to change or delete an entry: guard rails for whoever opens the file with another
 * program, and no proof. What proves is the tree, and the anchor.
 *
 * Durability. The journal is a write-ahead log (log.db-wal), a part of the database while anybody
 * has it open. `synchronous` is NORMAL, which writes the journal in order and never flushes it on
 * commit; sqlite_flush does, through SQLite's own file, and that is what FULL would do for each
 * commit alone: 32 processes that commit together wait for one flush instead of 32.
 */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "ledger/tile.h"
#include "store/sqlite_sum.h"
#include "store/store.h"

#include <sqlite3.h>
#include <sys/types.h>

enum {
    SQLITE_APPLICATION = 0x4f425354, /* "OBST" */
    SQLITE_SCHEMA_VERSION = 2,
    TILE_HASH_SIZE = 32,
    TILE_BYTES = TILE_WIDTH * TILE_HASH_SIZE,
    TILE_LEVELS_USED = 8, /* 256^8 entries are more than a log can have */
    RECENT_MAX = 1024,    /* a multiple of a tile's width: then the tiles of all of them are full */
    RECENT_SLOTS = 2 * RECENT_MAX,
};

/* Statements that are prepared once and kept; their text is in sqlite_statement.c. */
enum sqlite_statement {
    SQLITE_SQL_HOLD,
    SQLITE_SQL_BEGIN,
    SQLITE_SQL_COMMIT,
    SQLITE_SQL_ROLLBACK,
    SQLITE_SQL_SIZE,
    SQLITE_SQL_ENTRY_PUT,
    SQLITE_SQL_KNOWN_FIND,
    SQLITE_SQL_KNOWN_WALK,
    SQLITE_SQL_KNOWN_PUT,
    SQLITE_SQL_KNOWN_TAKE,
    SQLITE_SQL_RECENT_CHANGE,
    SQLITE_SQL_RECENT_READ,
    SQLITE_SQL_RECENT_PUT,
    SQLITE_SQL_RECENT_KNOWN,
    SQLITE_SQL_RECENT_CLEAR,
    SQLITE_SQL_ENTRY_WALK,
    SQLITE_SQL_TILE_GET,
    SQLITE_SQL_TILE_PUT,
    SQLITE_SQL_TILE_CHANGE,
    SQLITE_SQL_ROW_GET,
    SQLITE_SQL_ROW_WALK,
    SQLITE_SQL_ROW_WALK_ALL,
    SQLITE_SQL_ROW_PUT,
    SQLITE_SQL_ROW_TAKE,
    SQLITE_SQL_CHECKPOINT_GET,
    SQLITE_SQL_CHECKPOINT_PUT,
    SQLITE_SQL_PAGES,
    SQLITE_SQL_COUNT
};

/* A tile in memory. */
struct sqlite_tile {
    bool held;
    bool stored;  /* has a row                   */
    bool changed; /* of an edge: not yet written */
    uint64_t number;
    uint8_t hashes[TILE_BYTES];
};

/* The recent entries, as many of them as were read. What is here is never wrong, for entries do not
 * change, but others may have appended more. */
struct sqlite_recent {
    uint64_t from; /* the index of the first */
    size_t count;
    uint16_t slots[RECENT_SLOTS]; /* by id: which it is, from 1; 0 where none is */
    struct digest ids[RECENT_MAX];
    struct digest leaves[RECENT_MAX];
};

struct sqlite {
    struct store store;
    sqlite3 *database;
    const char *path;
    enum store_mode mode;
    pid_t process;                              /* that opened it: a child of fork may not use it */
    int turn;                                   /* the lock file                                  */
    const char *turn_path;                      /* its name                                       */
    bool writing;                               /* between begin and commit or abort              */
    bool spoilt;                                /* something of this write failed: no commit      */
    bool poisoned;                              /* nobody knows what is on the disk               */
    bool counted;                               /* the size below is that of this write           */
    uint64_t size;                              /* entries, while writing                         */
    uint64_t edged;                             /* entries that the edges stand for               */
    struct sqlite_tile edges[TILE_LEVELS_USED]; /* the last, unfinished tile of each level   */
    struct sqlite_tile read[TILE_LEVELS_USED];  /* the one of each level that was read last  */
    struct sqlite_recent recent;
    sqlite3_stmt *statements[SQLITE_SQL_COUNT];
};

/* sqlite_statement.c: asking SQLite, and what its failures mean. */

/* May the store be used at all: not poisoned, not by a child of fork. */
NODISCARD bool sqlite_usable(struct sqlite *sqlite, struct error *err);

/* The prepared statement, ready to be bound. */
NODISCARD bool sqlite_take(struct sqlite *sqlite, enum sqlite_statement which,
                           sqlite3_stmt **statement, struct error *err);
/* The same for a walk, during which others may be begun: where the kept one is under way, it is
 * another. Given back by sqlite_give. */
NODISCARD bool sqlite_take_walk(struct sqlite *sqlite, enum sqlite_statement which,
                                sqlite3_stmt **statement, struct error *err);
void sqlite_give(struct sqlite *sqlite, enum sqlite_statement which, sqlite3_stmt *statement);
/* Bytes as a parameter of the statement; they must live until it has run. */
NODISCARD bool sqlite_bind(struct sqlite *sqlite, sqlite3_stmt *statement, int parameter,
                           struct text bytes, struct error *err);
/* Step once: *found tells whether there is a row. */
NODISCARD bool sqlite_step(struct sqlite *sqlite, sqlite3_stmt *statement, bool *found,
                           struct error *err);
/* Step to the end, and reset. */
NODISCARD bool sqlite_run(struct sqlite *sqlite, sqlite3_stmt *statement, struct error *err);
/* A digest as a parameter. */
struct text digest_bytes(const struct digest *digest);
/* A column of the row, borrowed until the next step. */
struct text sqlite_bytes(sqlite3_stmt *statement, int column);
/* Say what `result` means. Always false. */
bool sqlite_refuse(struct sqlite *sqlite, int result, struct error *err);
/* What stands in the database is not as it must be. Always false. */
PRINTF_LIKE(3, 4)
bool sqlite_damaged(struct sqlite *sqlite, struct error *err, const char *damage_format, ...);

/* sqlite_schema.c */

/* Make the tables in an empty database. */
NODISCARD bool sqlite_schema_make(struct sqlite *sqlite, struct error *err);
/* Are they there, word for word, and nothing else? */
NODISCARD bool sqlite_schema_check(struct sqlite *sqlite, struct error *err);
/* The statement that makes a table or trigger. */
const char *sqlite_schema_sql(const char *name);
/* Run one statement that has no parameters; its one answer, where `expected` is not NULL, must be
 * that. */
NODISCARD bool sqlite_pragma(struct sqlite *sqlite, const char *sql, const char *expected,
                             struct error *err);

/* sqlite_entry.c */
NODISCARD bool sqlite_size(struct store *store, uint64_t *out, struct error *err);
NODISCARD bool sqlite_entries(struct store *store, struct leaf_range range,
                              struct entry_visit visit, struct error *err);
NODISCARD bool sqlite_find(struct store *store, const struct digest *id, bool *found,
                           uint64_t *index, struct error *err);
NODISCARD bool sqlite_put_entry(struct store *store, struct text entry, const struct digest *id,
                                const struct digest *leaf, struct error *err);

/* sqlite_recent.c */

/* Read those that came since. */
NODISCARD bool sqlite_recent_read(struct sqlite *sqlite, struct error *err);
/* The same within a write, where all of them must be there. */
NODISCARD bool sqlite_recent_reach(struct sqlite *sqlite, struct error *err);
/* The entries that are committed, or a few less: all of this process's own. */
NODISCARD bool sqlite_recent_size(struct sqlite *sqlite, uint64_t *size, struct error *err);
/* Is the id among those that were read? */
NODISCARD bool sqlite_recent_find(const struct sqlite *sqlite, const struct digest *id,
                                  uint64_t *index);
/* The leaf hashes of `count` entries from there on; NULL where not all of them were read. */
const struct digest *sqlite_recent_leaves(const struct sqlite *sqlite, uint64_t index,
                                          size_t count);
/* Add the one at sqlite->size. */
NODISCARD bool sqlite_recent_put(struct sqlite *sqlite, const struct digest *id,
                                 const struct digest *leaf, struct error *err);
/* Where there are as many as may be, put them among the known. */
NODISCARD bool sqlite_recent_settle(struct sqlite *sqlite, struct error *err);
void sqlite_recent_forget(struct sqlite *sqlite);

/* sqlite_tile.c */
NODISCARD bool sqlite_tidy(struct store *store, struct error *err);
NODISCARD bool sqlite_hash(struct store *store, unsigned level, uint64_t number, struct digest *out,
                           struct error *err);
/* Read the edges of a log of sqlite->size entries, and the recent ones, unless they are at hand. */
NODISCARD bool sqlite_edges_read(struct sqlite *sqlite, struct error *err);
/* Count the leaf at sqlite->size, which is among the recent ones, and what it makes full. */
NODISCARD bool sqlite_edges_add(struct sqlite *sqlite, struct error *err);
NODISCARD bool sqlite_edges_write(struct sqlite *sqlite, struct error *err);
/* What is in memory may be of a write that never was. */
void sqlite_tiles_forget(struct sqlite *sqlite);

/* sqlite_mend.c */
NODISCARD bool sqlite_cut(struct store *store, struct leaf_range last, bool *done,
                          struct error *err);
NODISCARD bool sqlite_put_ids(struct store *store, const struct store_ids *ids, bool *same,
                              struct error *err);

/* sqlite_sweep.c: reads every page of the database, and every frame of the journal that counts,
 * also where nothing is kept in it. Within a write it looks at nothing. */
NODISCARD bool sqlite_sweep(struct sqlite *sqlite, struct error *err);

/* sqlite_row.c */
NODISCARD bool sqlite_row(struct store *store, struct row_name name, struct arena *arena,
                          struct text *out, struct error *err);
NODISCARD bool sqlite_rows(struct store *store, struct row_name prefix, struct row_visit visit,
                           struct error *err);
NODISCARD bool sqlite_put_row(struct store *store, struct row_name name, struct text document,
                              struct error *err);
NODISCARD bool sqlite_checkpoint(struct store *store, struct arena *arena, struct text *out,
                                 struct error *err);
NODISCARD bool sqlite_put_checkpoint(struct store *store, struct text checkpoint,
                                     struct error *err);

/* sqlite_write.c */
NODISCARD bool sqlite_hold(struct store *store, struct error *err);
void sqlite_release(struct store *store);
NODISCARD bool sqlite_begin(struct store *store, struct error *err);
NODISCARD bool sqlite_commit(struct store *store, struct error *err);
NODISCARD bool sqlite_flush(struct store *store, uint64_t *size, struct error *err);
void sqlite_abort(struct store *store);
/* May something be put now? */
NODISCARD bool sqlite_writing(struct sqlite *sqlite, struct error *err);

#endif
