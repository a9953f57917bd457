#include "service/columns.h"

#include "base/encode.h"
#include "base/limits.h"
#include "report/escape.h"

struct columns columns_in(struct arena *arena, size_t count)
{
    return (struct columns){.arena = arena, .count = count < COLUMNS_MAX ? count : COLUMNS_MAX};
}

void columns_cell(struct columns *table, struct text column_cell)
{
    struct buffer column_shown = buffer_in(table->arena, LIMIT_MESSAGE_SIZE);
    const size_t column = table->cells.count % table->count;
    text_escape(column_cell.size ? column_cell : TEXT("-"), &column_shown);
    const size_t column_width = utf8_count(buffer_text(&column_shown));
    if (column_width > table->widths[column])
        table->widths[column] = column_width;
    *LIST_ADD(table->arena, &table->cells) = buffer_text(&column_shown);
}

void columns_write(const struct columns *table, struct buffer *page)
{
    for (size_t i = 0; i < table->cells.count; i++) {
        const size_t column = i % table->count;
        const bool last = column + 1 == table->count;
        buffer_add(page, table->cells.at[i]);
        if (last)
            buffer_byte(page, '\n');
        else
            buffer_repeat(page, ' ', table->widths[column] + 2 - utf8_count(table->cells.at[i]));
    }
}
