/* tests/unit/service/rows_fixture.h: rows of a ledger in memory, for what goes by them.
 *
 *     rows_begin();                                  none yet
 *     row_put("model", "credit", "{...}");           one more, or another document
 *     ... registry_row(&acting.rows, ...) ...
 */
#ifndef ROWS_FIXTURE_H
#define ROWS_FIXTURE_H

#include "../support.h"

#include "registry/shelf.h"
#include "service/acting.h"

static struct arena arena;
static struct shelf shelf;
static struct acting acting;

static inline void rows_begin(void)
{
    shelf = (struct shelf){.arena = &arena};
    acting = (struct acting){.arena = &arena, .rows = shelf_rows(&shelf)};
}

static inline void row_put(const char *kind, const char *key, const char *document)
{
    struct error err = {0};
    const struct rows rows = shelf_rows(&shelf);
    ck_assert(rows.put(rows.keeper, (struct row_name){text_of(kind), text_of(key)},
                       text_of(document), &err));
}

#endif
