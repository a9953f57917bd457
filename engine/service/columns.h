/* service/columns.h: a table for people: cells in columns, each as wide as its widest. Private to
 * the room.
 *
 *     struct columns table = columns_in(arena, 3);
 *     columns_cell(&table, TEXT("ID"));  ...  three cells make a row
 *     columns_write(&table, &page);
 *
 * Cells are escaped, so that no name moves what stands beside it.
 */
#ifndef SERVICE_COLUMNS_H
#define SERVICE_COLUMNS_H

#include "base/buffer.h"
#include "base/list.h"

enum { COLUMNS_MAX = 8 };

struct cells LIST(struct text);

struct columns {
    struct arena *arena;
    size_t count; /* of columns, at most COLUMNS_MAX */
    size_t widths[COLUMNS_MAX];
    struct cells cells;
};

struct columns columns_in(struct arena *arena, size_t count);

/* The next cell; an empty one shows as a dash. */
void columns_cell(struct columns *table, struct text column_cell);

/* Whole rows, two blanks between columns, none at the end of a line. */
void columns_write(const struct columns *table, struct buffer *page);

#endif
