/* csv-spectrum: the rows of each table are those of the JSON file beside it. One file's JSON has
 * another telephone number than its table, and is one row without a list: there every other cell is
 * compared. */
#include "evidence/carrier.h"

#include "support.h"

#include "value/json.h"

#include <glob.h>

static struct arena arena;

static struct value rows_expected(const char *name, const char *corpus)
{
    struct value rows;
    struct error err = {0};
    const char *path = text_format(&arena, "%s/json/%s.json", corpus, name).at;
    ck_assert_msg(
        json_read(path, support_read(&arena, path), (struct json_options){0}, &arena, &rows, &err),
        "%s", support_error(&err));
    return value_kind(&rows) == VALUE_LIST ? rows : value_of_list(&arena, &rows, 1);
}

static const struct text disagreeing = {"Contact Phone Number", 20};

static bool rows_agree(const struct value *rows, const struct value *expected)
{
    bool agree = value_count(rows) == value_count(expected);
    for (size_t row = 0; agree && row < value_count(expected); row++) {
        const struct value *cells = value_at(expected, row);
        agree = value_count(value_at(rows, row)) == value_count(cells);
        for (size_t cell = 0; agree && cell < value_count(cells); cell++) {
            const struct text column = member_key(cells, cell);
            const struct value *found = value_get(value_at(rows, row), column);
            agree = found && (text_equal(column, disagreeing) ||
                              value_equal(found, member_value(cells, cell)));
        }
    }
    return agree;
}

START_TEST(test_csv__the_rows_of_a_table_are_those_of_its_json)
{
    glob_t tables;
    const char *corpus = support_corpus(&arena, "csv-spectrum");
    ck_assert_int_eq(glob(text_format(&arena, "%s/csvs/*.csv", corpus).at, 0, NULL, &tables), 0);
    ck_assert_uint_eq(tables.gl_pathc, 12);
    for (size_t i = 0; i < tables.gl_pathc; i++) {
        struct value table;
        struct error err = {0};
        const char *file = strrchr(tables.gl_pathv[i], '/') + 1;
        const char *name = text_string(&arena, (struct text){file, strlen(file) - strlen(".csv")});
        ck_assert_msg(carrier_table_read(tables.gl_pathv[i],
                                         support_read(&arena, tables.gl_pathv[i]), &arena, &table,
                                         &err),
                      "%s", support_error(&err));
        const struct value expected = rows_expected(name, corpus);
        ck_assert_msg(rows_agree(value_get(&table, TEXT("rows")), &expected), "%s", name);
    }
    globfree(&tables);
    arena_free(&arena);
}
END_TEST

TESTS("corpora/csv", test_csv__the_rows_of_a_table_are_those_of_its_json)
