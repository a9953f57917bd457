/* CSV and TSV, as RFC 4180 has them: a line of headers, then rows of as many cells.
 *
 *     attribute_name,attribute_value,tp      {columns: [attribute_name, attribute_value, tp],
 *     race,"Hispanic, or Latino",12           rows: [{attribute_name: "race", ..., tp: "12"}]}
 *
 * A quoted cell may hold delimiters, line breaks and doubled quotes. The delimiter is the one of
 * comma, tab and semicolon that the line of headers has most of. Lines end in LF, CR or CRLF.
 * Every cell is a text and knows its place; what no table can mean is refused: two columns of one
 * name, a row of more or fewer cells, a quote that does not end. */
#include "evidence/carrier.h"

#include "base/encode.h"
#include "base/limits.h"

struct table_reader {
    const char *file;
    struct text bytes;
    size_t at;
    uint32_t line, column; /* of the byte at `at` */
    char delimiter;
    struct arena *arena;
    struct error *err;
};

static bool table_refuse(const struct table_reader *table, uint32_t line, uint32_t column,
                         const char *why)
{
    return error_at(table->err, ERROR_REFUSED, (struct place){table->file, line, column}, "%s",
                    why);
}

static bool at_end(const struct table_reader *table)
{
    return table->at >= table->bytes.size;
}

static char table_byte(const struct table_reader *table)
{
    return at_end(table) ? '\0' : table->bytes.at[table->at];
}

static bool at_line_break(const struct table_reader *table)
{
    return !at_end(table) && (table_byte(table) == '\n' || table_byte(table) == '\r');
}

/* Over one byte of the table; only the first byte of a code point counts as a column. */
static void table_step(struct table_reader *table)
{
    const char passed = table_byte(table);
    const bool is_break_pair = passed == '\r' && table->at + 1 < table->bytes.size &&
                               table->bytes.at[table->at + 1] == '\n';
    table->at++;
    if ((passed == '\n' || passed == '\r') && !is_break_pair) {
        table->line++;
        table->column = 1;
    } else if (((unsigned char)passed & 0xc0) != 0x80) {
        table->column++;
    }
}

/* A quoted cell, its doubled quotes made single. */
static bool quoted_cell_read(struct table_reader *table, struct text *cell)
{
    const uint32_t line = table->line, column = table->column;
    struct buffer quoted_cell = buffer_in(table->arena, table->bytes.size);
    table_step(table);
    for (;;) {
        if (at_end(table))
            return table_refuse(table, line, column, "the quote that begins here does not end");
        const char byte = table_byte(table);
        table_step(table);
        if (byte == '"' && table_byte(table) != '"')
            break;
        if (byte == '"')
            table_step(table);
        buffer_byte(&quoted_cell, byte);
    }
    *cell = buffer_text(&quoted_cell);
    return at_end(table) || at_line_break(table) || table_byte(table) == table->delimiter ||
           table_refuse(table, table->line, table->column,
                        "after a quoted cell a delimiter or the end of the line is needed");
}

static void plain_cell_read(struct table_reader *table, struct text *cell)
{
    const size_t from = table->at;
    while (!at_end(table) && !at_line_break(table) && table_byte(table) != table->delimiter)
        table_step(table);
    *cell = text_part(table->bytes, from, table->at - from);
}

static bool cell_read(struct table_reader *table, struct value *table_cell)
{
    struct text cell;
    const struct place place = {table->file, table->line, table->column};
    if (table_byte(table) != '"')
        plain_cell_read(table, &cell);
    else if (!quoted_cell_read(table, &cell))
        return false;
    *table_cell = value_placed(value_of_text(cell), place);
    return true;
}

static void line_break_pass(struct table_reader *table)
{
    const bool carriage_return = table_byte(table) == '\r';
    if (!at_end(table))
        table_step(table);
    if (carriage_return && table_byte(table) == '\n')
        table_step(table);
}

/* One line of cells and the line break after it. */
static bool cells_read(struct table_reader *table, struct values *cells)
{
    for (;;) {
        if (cells->count >= LIMIT_TABLE_COLUMNS)
            return table_refuse(table, table->line, table->column,
                                "has more columns than are read of a table of evidence");
        if (!cell_read(table, LIST_ADD(table->arena, cells)))
            return false;
        if (at_end(table) || at_line_break(table))
            break;
        table_step(table);
    }
    line_break_pass(table);
    return true;
}

/* A row as a map from the columns' names to its cells. */
static bool row_read(struct table_reader *table, const struct values *columns,
                     struct value *table_row)
{
    const uint32_t line = table->line;
    struct values row_cells = {0};
    struct members row = {0};
    if (!cells_read(table, &row_cells))
        return false;
    if (row_cells.count != columns->count)
        return error_at(table->err, ERROR_REFUSED, (struct place){table->file, line, 1},
                        "this row has %zu cells, the line of headers has %zu", row_cells.count,
                        columns->count);
    for (size_t column = 0; column < columns->count; column++)
        members_add(table->arena, &row, value_text(&columns->at[column]), row_cells.at[column]);
    *table_row =
        value_placed(value_of_map(table->arena, &row), (struct place){table->file, line, 1});
    return true;
}

static bool column_names_check(const struct table_reader *table, const struct values *columns)
{
    for (size_t column = 1; column < columns->count; column++)
        for (size_t before = 0; before < column; before++)
            if (value_equal(&columns->at[column], &columns->at[before]))
                return error_at(table->err, ERROR_REFUSED, value_place(&columns->at[column]),
                                "the table has two columns named %.*s",
                                TEXT_ARGS(value_text(&columns->at[column])));
    return true;
}

/* The delimiter that the line of headers has most of, comma where it has none. */
static char delimiter_of(struct text headers)
{
    static const char delimiters[] = {',', '\t', ';'};
    char best = ',';
    size_t most = 0;
    for (size_t choice = 0; choice < COUNT(delimiters); choice++) {
        size_t seen = 0;
        for (size_t i = 0; i < headers.size; i++)
            seen += headers.at[i] == delimiters[choice];
        if (seen > most) {
            most = seen;
            best = delimiters[choice];
        }
    }
    return best;
}

static struct text first_line(struct text table_text)
{
    size_t header_size = 0;
    while (header_size < table_text.size && table_text.at[header_size] != '\n' &&
           table_text.at[header_size] != '\r')
        header_size++;
    return text_part(table_text, 0, header_size);
}

static bool rows_read(struct table_reader *table, const struct values *columns, struct values *rows)
{
    while (!at_end(table)) {
        if (at_line_break(table) && columns->count > 1) { /* a blank line is no row */
            line_break_pass(table);
            continue;
        }
        if (rows->count >= LIMIT_TABLE_ROWS)
            return table_refuse(table, table->line, 1,
                                "has more rows than are read of a table of evidence");
        if ((rows->count + 1) * columns->count > LIMIT_TABLE_AREA)
            return table_refuse(table, table->line, 1,
                                "has more cells than are read of a table of evidence");
        if (!row_read(table, columns, LIST_ADD(table->arena, rows)))
            return false;
    }
    return true;
}

bool carrier_table_read(const char *path, struct text table_text, struct arena *arena,
                        struct value *document, struct error *err)
{
    static const struct text table_mark = {"\xef\xbb\xbf", 3};
    const size_t bad_table_byte = utf8_check(table_text);
    struct table_reader table = {path, table_text, 0, 1, 1, ',', arena, err};
    struct values columns = {0}, rows = {0};
    struct members members = {0};
    if (bad_table_byte < table_text.size) {
        while (table.at < bad_table_byte)
            table_step(&table);
        return table_refuse(&table, table.line, table.column, "the byte here is not UTF-8");
    }
    if (text_starts(table_text, table_mark))
        table.at = table_mark.size;
    table.delimiter = delimiter_of(first_line(table_text));
    if (!cells_read(&table, &columns) || !column_names_check(&table, &columns) ||
        !rows_read(&table, &columns, &rows))
        return false;
    members_add(arena, &members, TEXT("columns"), value_of_list(arena, columns.at, columns.count));
    members_add(arena, &members, TEXT("rows"), value_of_list(arena, rows.at, rows.count));
    *document = value_placed(value_of_map(arena, &members), (struct place){path, 1, 1});
    return true;
}

/* By its name; else headers with a delimiter in them, which neither JSON, XML nor a YAML mapping
 * begins with, and a line below. */
bool carrier_table_claims(const char *path, struct text table_text)
{
    const struct text name = text_of(path), headers = first_line(table_text);
    if (text_ends(name, TEXT(".csv")) || text_ends(name, TEXT(".tsv")))
        return true;
    if (text_ends(name, TEXT(".json")) || text_ends(name, TEXT(".yaml")) ||
        text_ends(name, TEXT(".yml")) || headers.size == 0 || headers.size == table_text.size)
        return false;
    return !memchr("{[<#-%&*!|>'\"", headers.at[0], 13) && !memchr(headers.at, ':', headers.size) &&
           memchr(headers.at, delimiter_of(headers), headers.size);
}
