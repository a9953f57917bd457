/* store/sqlite.h: the parts of the sqlite backend, among themselves. The only header that speaks of
 * SQLite.
 *
 * The database, log.db (application id "OBST", version 1), all tables STRICT:
 *
 *     entry       at     INTEGER  0, 1, 2, ...: the index
 *                 id     BLOB     32 bytes, unique
 *                 body   BLOB     the entry's bytes
 *     tile        place  INTEGER  level * 2^56 + number
 *                 hashes BLOB     8,192 bytes: 256 hashes, zeros where none is yet
 *     document    kind, key, body BLOB  the rows, in the order of their bytes
 *     checkpoint  only   INTEGER  1
 *                 note   BLOB     the newest that was published
 *
 * Tiles are those of ledger/tile.h: what `audit export` writes out, and the peaks of the tree, are
 * read from them. The last one of each level grows in place, so that a leaf changes one page. The
 * width of a tile follows from the number of entries, and is not written twice.
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
#include "store/store.h"

#include <sqlite3.h>
#include <sys/types.h>

enum {
    SQLITE_APPLICATION = 0x4f425354, /* "OBST" */
    SQLITE_SCHEMA_VERSION = 1,
    TILE_HASH_SIZE = 32,
    TILE_BYTES = TILE_WIDTH * TILE_HASH_SIZE,
    TILE_LEVELS_USED = 8, /* 256^8 entries are more than a log can have */
};

/* Statements that are prepared once and kept; their text is in sqlite_statement.c. */
enum sqlite_statement {
    SQLITE_SQL_BEGIN,
    SQLITE_SQL_COMMIT,
    SQLITE_SQL_ROLLBACK,
    SQLITE_SQL_SIZE,
    SQLITE_SQL_ENTRY_PUT,
    SQLITE_SQL_ENTRY_FIND,
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

struct sqlite {
    struct store store;
    sqlite3 *database;
    const char *path;
    enum store_mode mode;
    pid_t process;                              /* that opened it: a child of fork may not use it */
    int turn;                                   /* the lock file                                  */
    bool writing;                               /* between begin and commit or abort              */
    bool spoilt;                                /* something of this write failed: no commit      */
    bool poisoned;                              /* nobody knows what is on the disk               */
    uint64_t size;                              /* entries, while writing                         */
    uint64_t edged;                             /* entries that the edges stand for               */
    struct sqlite_tile edges[TILE_LEVELS_USED]; /* the last, unfinished tile of each level   */
    struct sqlite_tile read[TILE_LEVELS_USED];  /* the one of each level that was read last  */
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

/* sqlite_tile.c */
NODISCARD bool sqlite_tidy(struct store *store, struct error *err);
NODISCARD bool sqlite_hash(struct store *store, unsigned level, uint64_t number, struct digest *out,
                           struct error *err);
/* Read the edges of a log of sqlite->size entries, unless they are at hand. */
NODISCARD bool sqlite_edges_read(struct sqlite *sqlite, struct error *err);
/* Add the leaf at sqlite->size, and write the edges that changed. */
NODISCARD bool sqlite_edges_add(struct sqlite *sqlite, const struct digest *leaf,
                                struct error *err);
NODISCARD bool sqlite_edges_write(struct sqlite *sqlite, struct error *err);
/* What is in memory may be of a write that never was. */
void sqlite_tiles_forget(struct sqlite *sqlite);

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
NODISCARD bool sqlite_begin(struct store *store, struct error *err);
NODISCARD bool sqlite_commit(struct store *store, struct error *err);
NODISCARD bool sqlite_flush(struct store *store, uint64_t *size, struct error *err);
void sqlite_abort(struct store *store);
/* May something be put now? */
NODISCARD bool sqlite_writing(struct sqlite *sqlite, struct error *err);

#endif
