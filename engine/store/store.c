#include "store/store.h"

static bool row_get(void *keeper, struct row_name name, struct arena *arena, struct text *out,
                    struct error *err)
{
    struct store *store = keeper;
    return store->is->row(store, name, arena, out, err);
}

static bool row_put(void *keeper, struct row_name name, struct text document, struct error *err)
{
    struct store *store = keeper;
    return store->is->put_row(store, name, document, err);
}

static bool rows_walk(void *keeper, struct row_name prefix, struct row_visit visit,
                      struct error *err)
{
    struct store *store = keeper;
    return store->is->rows(store, prefix, visit, err);
}

struct rows store_rows(struct store *store)
{
    return (struct rows){row_get, row_put, rows_walk, store};
}
