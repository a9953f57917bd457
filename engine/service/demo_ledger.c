#include "service/demo_done.h"

#include "base/file.h"
#include "store/store.h"
#include "value/canonical.h"
#include "value/json.h"

#include <unistd.h>

static const char demo_database[] = ".obstat/log.db";

/* ---- the database as a file ---- */

static bool database_put(struct demo *demo, const char *from, struct error *err)
{
    /* What SQLite keeps beside it belongs to the file that goes. */
    (void)unlink(".obstat/log.db-wal");
    (void)unlink(".obstat/log.db-shm");
    return demo_copy(from, demo_database, demo->arena, err);
}

bool demo_ledger_early(struct demo *demo, struct error *err)
{
    return demo_copy(demo_database, "early.db", demo->arena, err);
}

bool demo_log_truncate(struct demo *demo, struct error *err)
{
    return demo_copy(demo_database, "whole.db", demo->arena, err) &&
           database_put(demo, "early.db", err);
}

bool demo_ledger_mend(struct demo *demo, struct error *err)
{
    (void)unlink("early.db");
    return database_put(demo, "whole.db", err) && unlink("whole.db") == 0 &&
           (demo_command(demo, "registry rebuild") == 0 ||
            error_set(err, ERROR_BUG, "the ledger is not mended: %.*s",
                      TEXT_ARGS(buffer_text(&demo->said))));
}

/* ---- a row that is edited by who can write to the file ---- */

static bool row_edit(struct store *store, struct demo *demo, struct row_name name,
                     const char *stage, struct error *err)
{
    struct text document;
    struct value row;
    struct members members = {0};
    struct buffer edited = buffer_in(demo->arena, 1 << 20);
    if (!store->is->row(store, name, demo->arena, &document, err) ||
        !json_read("row", (struct text){text_string(demo->arena, document), document.size},
                   (struct json_options){0}, demo->arena, &row, err))
        return false;
    for (size_t i = 0; i < value_count(&row); i++) {
        const struct text key = member_key(&row, i);
        members_add(demo->arena, &members, key,
                    text_is(key, "stage")       ? value_of_text(text_of(stage))
                    : text_is(key, "expires")   ? value_of_text(TEXT("2999-01-01T00:00:00Z"))
                    : text_is(key, "owed")      ? value_of_list(demo->arena, NULL, 0)
                    : text_is(key, "suspended") ? value_of_null()
                                                : *member_value(&row, i));
    }
    const struct value changed = value_of_map(demo->arena, &members);
    return canonical_write(&changed, &edited, err) && store->is->begin(store, err) &&
           store->is->put_row(store, name, buffer_text(&edited), err) &&
           store->is->commit(store, err);
}

bool demo_database_edit(struct demo *demo, struct error *err)
{
    struct store *store;
    const struct row_name version = {TEXT("version"), TEXT("credit-default@2.4.0")};
    if (!store_sqlite_open(demo_database, STORE_WRITE, demo->arena, &store, err))
        return false;
    const bool edited = row_edit(store, demo, version, "production", err);
    store->is->close(store);
    return edited;
}
