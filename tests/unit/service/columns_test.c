#include "service/columns.h"

#include "../support.h"

#include "base/limits.h"

static struct arena arena;

static const char *written(const struct columns *table)
{
    struct buffer page = buffer_in(&arena, LIMIT_MESSAGE_SIZE);
    columns_write(table, &page);
    return text_string(&arena, buffer_text(&page));
}

START_TEST(test_columns__are_as_wide_as_their_widest_cell)
{
    struct columns table = columns_in(&arena, 3);
    static const char *const cells[] = {"ID", "NAME", "KEY",        "ada", "Ada Lovelace",
                                        "x",  "b",    "\xc3\x89va", "yy"};
    for (size_t i = 0; i < COUNT(cells); i++)
        columns_cell(&table, text_of(cells[i]));
    ck_assert_str_eq(written(&table), "ID   NAME          KEY\n"
                                      "ada  Ada Lovelace  x\n"
                                      "b    \xc3\x89va           yy\n");
    arena_free(&arena);
}
END_TEST

START_TEST(test_columns__an_empty_cell_is_a_dash_and_none_moves_the_others)
{
    struct columns table = columns_in(&arena, 2);
    columns_cell(&table, TEXT(""));
    columns_cell(&table, TEXT("x"));
    columns_cell(&table, TEXT("\x1b[2Ja\nb"));
    columns_cell(&table, TEXT("y"));
    ck_assert_str_eq(written(&table), "-              x\n"
                                      "\\x1b[2Ja\\x0ab  y\n");
    arena_free(&arena);
}
END_TEST

TESTS("service/columns", test_columns__are_as_wide_as_their_widest_cell,
      test_columns__an_empty_cell_is_a_dash_and_none_moves_the_others)
