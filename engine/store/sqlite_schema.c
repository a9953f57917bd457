#include "store/sqlite.h"

#include "base/buffer.h"

/* In the order of their names. SQLite keeps the text of each statement, and it is compared with
 * these at every opening: they are a part of the format. */
static const struct table {
    const char *name;
    const char *sql;
} tables[] = {
    {"checkpoint", "CREATE TABLE checkpoint (\n"
                   "    only INTEGER PRIMARY KEY CHECK (only = 1),\n"
                   "    note BLOB NOT NULL\n"
                   ") STRICT"},
    {"document", "CREATE TABLE document (\n"
                 "    kind BLOB NOT NULL,\n"
                 "    key  BLOB NOT NULL,\n"
                 "    body BLOB NOT NULL,\n"
                 "    PRIMARY KEY (kind, key)\n"
                 ") STRICT, WITHOUT ROWID"},
    {"entry", "CREATE TABLE entry (\n"
              "    at   INTEGER PRIMARY KEY CHECK (at >= 0),\n"
              "    body BLOB NOT NULL\n"
              ") STRICT"},
    {"entry_remains", "CREATE TRIGGER entry_remains BEFORE DELETE ON entry\n"
                      "BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END"},
    {"entry_stands", "CREATE TRIGGER entry_stands BEFORE UPDATE ON entry\n"
                     "BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END"},
    {"known", "CREATE TABLE known (\n"
              "    id BLOB PRIMARY KEY CHECK (length(id) = 32),\n"
              "    at INTEGER NOT NULL\n"
              ") STRICT, WITHOUT ROWID"},
    {"recent", "CREATE TABLE recent (\n"
               "    at   INTEGER PRIMARY KEY CHECK (at >= 0),\n"
               "    id   BLOB NOT NULL CHECK (length(id) = 32),\n"
               "    leaf BLOB NOT NULL CHECK (length(leaf) = 32)\n"
               ") STRICT"},
    {"tile", "CREATE TABLE tile (\n"
             "    place  INTEGER PRIMARY KEY CHECK (place >= 0),\n"
             "    hashes BLOB NOT NULL CHECK (length(hashes) = 8192)\n"
             ") STRICT"},
};

static const char schema_list[] =
    "SELECT CAST(name AS BLOB), CAST(sql AS BLOB) FROM sqlite_schema\n"
    "WHERE sql IS NOT NULL ORDER BY name";

const char *sqlite_schema_sql(const char *name)
{
    for (size_t nth = 0; nth < COUNT(tables); nth++)
        if (strcmp(tables[nth].name, name) == 0)
            return tables[nth].sql;
    return "";
}

static bool statement_new(struct sqlite *sqlite, const char *sql, sqlite3_stmt **out,
                          struct error *err)
{
    const int result = sqlite3_prepare_v2(sqlite->database, sql, -1, out, NULL);
    return result == SQLITE_OK || sqlite_refuse(sqlite, result, err);
}

static bool answer_is(struct sqlite *sqlite, sqlite3_stmt *statement, const char *pragma_expected,
                      struct error *err)
{
    bool found = false;
    if (!sqlite_step(sqlite, statement, &found, err))
        return false;
    const char *pragma_answer = found ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    if (pragma_expected && (!pragma_answer || strcmp(pragma_answer, pragma_expected) != 0))
        return sqlite_damaged(sqlite, err, "\"%s\" is %s, where it must be %s",
                              sqlite3_sql(statement), pragma_answer ? pragma_answer : "nothing",
                              pragma_expected);
    return true;
}

bool sqlite_pragma(struct sqlite *sqlite, const char *sql, const char *expected, struct error *err)
{
    sqlite3_stmt *statement = NULL;
    const bool done =
        statement_new(sqlite, sql, &statement, err) && answer_is(sqlite, statement, expected, err);
    (void)sqlite3_finalize(statement);
    return done;
}

bool sqlite_schema_make(struct sqlite *sqlite, struct error *err)
{
    char sqlite_application[64], sqlite_version[64];
    (void)snprintf(sqlite_application, sizeof sqlite_application, "PRAGMA application_id = %d",
                   SQLITE_APPLICATION);
    (void)snprintf(sqlite_version, sizeof sqlite_version, "PRAGMA user_version = %d",
                   SQLITE_SCHEMA_VERSION);
    if (!sqlite_pragma(sqlite, sqlite_application, NULL, err) ||
        !sqlite_pragma(sqlite, sqlite_version, NULL, err))
        return false;
    for (size_t schema_pass = 0; schema_pass < 2; schema_pass++) /* a trigger needs its table */
        for (size_t nth = 0; nth < COUNT(tables); nth++)
            if ((strchr(tables[nth].name, '_') != NULL) == (schema_pass == 1) &&
                !sqlite_pragma(sqlite, tables[nth].sql, NULL, err))
                return false;
    return true;
}

static bool listing_check(struct sqlite *sqlite, sqlite3_stmt *listing, struct error *err)
{
    bool found = false;
    for (size_t nth = 0; nth < COUNT(tables); nth++) {
        if (!sqlite_step(sqlite, listing, &found, err))
            return false;
        if (!found || !text_is(sqlite_bytes(listing, 0), tables[nth].name) ||
            !text_is(sqlite_bytes(listing, 1), tables[nth].sql))
            return sqlite_damaged(sqlite, err, "its tables were changed: \"%s\" is not as it was",
                                  tables[nth].name);
    }
    if (!sqlite_step(sqlite, listing, &found, err))
        return false;
    return !found || sqlite_damaged(sqlite, err, "its tables were changed: \"%.*s\" was added",
                                    TEXT_ARGS(sqlite_bytes(listing, 0)));
}

bool sqlite_schema_check(struct sqlite *sqlite, struct error *err)
{
    char sqlite_application[16], sqlite_version[16];
    sqlite3_stmt *listing = NULL;
    (void)snprintf(sqlite_application, sizeof sqlite_application, "%d", SQLITE_APPLICATION);
    (void)snprintf(sqlite_version, sizeof sqlite_version, "%d", SQLITE_SCHEMA_VERSION);
    const bool checked = sqlite_pragma(sqlite, "PRAGMA application_id", sqlite_application, err) &&
                         sqlite_pragma(sqlite, "PRAGMA user_version", sqlite_version, err) &&
                         statement_new(sqlite, schema_list, &listing, err) &&
                         listing_check(sqlite, listing, err);
    (void)sqlite3_finalize(listing);
    return checked;
}
