/* Tables of evidence: CSV as a grammar, and the formats that come as tables. */
#include "evidence/carrier.h"

#include "importing.h"

static struct value table_read(struct arena *arena, const char *path, const char *source)
{
    struct error err = {0};
    struct value table;
    ck_assert_msg(carrier_table_read(path, text_of(source), arena, &table, &err), "%s",
                  support_error(&err));
    return table;
}

static const char *table_rows(struct arena *arena, const char *source)
{
    struct error err = {0};
    struct buffer line = buffer_in(arena, LIMIT_REPORT_SIZE);
    const struct value table = table_read(arena, "t.csv", source);
    ck_assert(canonical_write(value_get(&table, TEXT("rows")), &line, &err));
    return text_string(arena, buffer_text(&line));
}

START_TEST(test_table__cells_are_texts_by_the_name_of_their_column)
{
    static const struct {
        const char *name, *source, *rows;
    } cases[] = {
        {"plain", "a,b\n1,2\n", "[{\"a\":\"1\",\"b\":\"2\"}]"},
        {"no line break at the end", "a,b\n1,2", "[{\"a\":\"1\",\"b\":\"2\"}]"},
        {"CRLF", "a,b\r\n1,2\r\n3,4\r\n", "[{\"a\":\"1\",\"b\":\"2\"},{\"a\":\"3\",\"b\":\"4\"}]"},
        {"CR alone", "a,b\r1,2\r", "[{\"a\":\"1\",\"b\":\"2\"}]"},
        {"delimiter in quotes", "a,b\n\"x, y\",2\n", "[{\"a\":\"x, y\",\"b\":\"2\"}]"},
        {"doubled quotes", "a\n\"say \"\"no\"\"\"\n", "[{\"a\":\"say \\\"no\\\"\"}]"},
        {"a line break in quotes", "a,b\n\"1\n2\",3\n", "[{\"a\":\"1\\n2\",\"b\":\"3\"}]"},
        {"an empty cell is an empty text", "a,b\n,2\n", "[{\"a\":\"\",\"b\":\"2\"}]"},
        {"blank lines between rows", "a,b\n\n1,2\n\n", "[{\"a\":\"1\",\"b\":\"2\"}]"},
        {"a blank line of one column is a row", "a\n\nx\n", "[{\"a\":\"\"},{\"a\":\"x\"}]"},
        {"tabs", "a\tb\n1,5\t2\n", "[{\"a\":\"1,5\",\"b\":\"2\"}]"},
        {"semicolons", "a;b\n1,5;2\n", "[{\"a\":\"1,5\",\"b\":\"2\"}]"},
        {"a byte order mark",
         "\xef\xbb\xbf"
         "a,b\n1,2\n",
         "[{\"a\":\"1\",\"b\":\"2\"}]"},
        {"headers alone", "a,b\n", "[]"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena arena = {0};
        const char *rows = table_rows(&arena, cases[i].source);
        ck_assert_msg(strcmp(rows, cases[i].rows) == 0, "%s: %s", cases[i].name, rows);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_table__a_cell_knows_its_line_and_column_in_code_points)
{
    struct arena arena = {0};
    const struct value table = table_read(&arena, "t.csv", "a,b\n\"x\ny\",1\n\xc3\xa9\xc3\xa9,2\n");
    const struct value *rows = value_get(&table, TEXT("rows"));
    const struct place first = value_place(value_get(value_at(rows, 0), TEXT("b")));
    const struct place second = value_place(value_get(value_at(rows, 1), TEXT("b")));
    ck_assert_str_eq(first.file, "t.csv");
    ck_assert(first.line == 3 && first.column == 4);
    ck_assert_msg(second.line == 4 && second.column == 4, "%u:%u", second.line, second.column);
    arena_free(&arena);
}
END_TEST

START_TEST(test_table__what_no_table_can_mean_is_refused_with_its_place)
{
    static const struct {
        const char *name, *source, *words;
        unsigned line, column;
    } cases[] = {
        {"too few cells", "a,b\n1,2\n3\n", "has 1 cells", 3, 1},
        {"too many cells", "a,b\n1,2,3\n", "has 3 cells", 2, 1},
        {"two columns of one name", "a,b,a\n1,2,3\n", "two columns named a", 1, 5},
        {"a quote without an end", "a,b\n1,\"2\n", "does not end", 2, 3},
        {"bytes after a quoted cell", "a,b\n\"1\"x,2\n", "after a quoted cell", 2, 4},
        {"bytes that are not UTF-8", "a,b\n1,\xff\n", "not UTF-8", 2, 3},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        import_refused("t.csv", cases[i].source, cases[i].line, cases[i].column, cases[i].words);
}
END_TEST

static const char crosstab[] =
    "attribute_name,attribute_value,model_id,tpr,fp,fn,tn,tp,group_size,FPR Parity,ref\n"
    "race,High,1,0.6666666666666666,1,1,1,2,5,True,High\n"
    "race,Low,1,nan,2,1,1,1,5,False,High\n";

/* As wide as it may be, with as many rows as it takes to be too much. */
START_TEST(test_table__rows_times_columns_are_bounded)
{
    struct arena arena = {0};
    struct error err = {0};
    struct evidence evidence = {0};
    const size_t rows = LIMIT_TABLE_AREA / LIMIT_TABLE_COLUMNS + 1;
    struct buffer table = buffer_in(&arena, LIMIT_EVIDENCE_SIZE);
    for (int column = 0; column < LIMIT_TABLE_COLUMNS; column++)
        buffer_format(&table, column ? ",c%d" : "c%d", column);
    for (size_t row = 0; row < rows; row++) {
        buffer_byte(&table, '\n');
        for (int column = 1; column < LIMIT_TABLE_COLUMNS; column++)
            buffer_byte(&table, ',');
    }
    ck_assert(!evidence_read("t.csv", buffer_text(&table), TEXT_NONE, &arena, &evidence, &err));
    ck_assert_msg(strstr(err.message, "more cells than are read"), "%s", support_error(&err));
    ck_assert_uint_eq(err.line, rows + 1);
    arena_free(&arena);
}
END_TEST

START_TEST(test_aequitas__a_row_is_a_group_with_its_four_counts)
{
    import_part_is("groups.csv", crosstab, "groups",
                   "[{\"attribute\":\"race\",\"counts\":{\"fn\":1,\"fp\":1,\"tn\":1,\"tp\":2},"
                   "\"metrics\":{\"tpr\":0.6666666666666666},\"n\":5,\"value\":\"High\"},"
                   "{\"attribute\":\"race\",\"counts\":{\"fn\":1,\"fp\":2,\"tn\":1,\"tp\":1},"
                   "\"metrics\":{\"tpr\":\"not a finite number\"},\"n\":5,\"value\":\"Low\"}]");
}
END_TEST

START_TEST(test_aequitas__a_table_of_two_models_is_refused)
{
    import_refused("groups.csv",
                   "attribute_name,attribute_value,model_id,fp,fn,tn,tp\n"
                   "race,High,1,1,1,1,2\nrace,High,2,1,1,1,2\n",
                   3, 11, "has model_id 1 and 2");
}
END_TEST

START_TEST(test_aequitas__a_count_below_zero_is_refused)
{
    import_refused("groups.csv", "attribute_name,attribute_value,fp,fn,tn,tp\nrace,High,-1,1,1,2\n",
                   2, 11, "fp is no count");
}
END_TEST

START_TEST(test_fairlearn__groups_come_from_either_orientation)
{
    static const char groups[] =
        "[{\"attribute\":\"sensitive_feature_0\",\"metrics\":{\"count\":421,"
        "\"selection_rate\":0.25},\"n\":421,\"value\":\"Female\"},"
        "{\"attribute\":\"sensitive_feature_0\",\"metrics\":{\"count\":833,"
        "\"selection_rate\":0.5},\"n\":833,\"value\":\"Male\"}]";
    import_part_is("f.json",
                   "{\"selection_rate\": {\"Female\": 0.25, \"Male\": 0.5},"
                   " \"count\": {\"Female\": 421, \"Male\": 833}}",
                   "groups", groups);
    import_part_is("f.json",
                   "{\"Female\": {\"selection_rate\": 0.25, \"count\": 421},"
                   " \"Male\": {\"selection_rate\": 0.5, \"count\": 833}}",
                   "groups", groups);
}
END_TEST

START_TEST(test_fairlearn__an_envelope_names_the_attribute_and_the_counts)
{
    import_part_is("f.json",
                   "{\"kind\": \"fairness.v1\", \"attribute\": \"sex\","
                   " \"by_group\": {\"selection_rate\": {\"F\": 0.25}},"
                   " \"counts\": {\"F\": {\"tp\": 1, \"fp\": 0, \"tn\": 3, \"fn\": 0}},"
                   " \"overall\": {\"accuracy\": 0.9}}",
                   "groups",
                   "[{\"attribute\":\"sex\",\"counts\":{\"fn\":0,\"fp\":0,\"tn\":3,\"tp\":1},"
                   "\"metrics\":{\"selection_rate\":0.25},\"value\":\"F\"}]");
}
END_TEST

START_TEST(test_fairlearn__accuracy_by_split_is_a_tree_of_figures_and_no_frame)
{
    import_format_is("m.json", "{\"train\": {\"accuracy\": 0.9}, \"test\": {\"accuracy\": 0.8}}",
                     "metrics");
}
END_TEST

START_TEST(test_fairlearn__a_table_has_its_features_first)
{
    import_part_is("f.csv", "sex,race,selection_rate,count\nF,B,0.25,4\nM,,0.5,8\n", "groups",
                   "[{\"attribute\":\"sex,race\",\"metrics\":{\"count\":4,\"selection_rate\":0.25},"
                   "\"n\":4,\"value\":[\"F\",\"B\"]},"
                   "{\"attribute\":\"sex,race\",\"metrics\":{\"count\":8,\"selection_rate\":0.5},"
                   "\"n\":8,\"value\":[\"M\",null]}]");
}
END_TEST

START_TEST(test_attribution__each_feature_is_a_result)
{
    import_part_is("a.csv", "feature,mean_abs_shap\nage,0.5\nincome,?\n", "results",
                   "[{\"metric\":\"attribution\",\"task\":\"age\",\"value\":0.5,"
                   "\"verified\":false},{\"metric\":\"attribution\",\"task\":\"income\","
                   "\"text\":\"?\",\"value\":null,\"verified\":false}]");
}
END_TEST

START_TEST(test_attribution__a_matrix_is_reduced_to_the_mean_of_absolute_values)
{
    import_part_is("a.json",
                   "{\"feature_names\": [\"age\", \"income\"],"
                   " \"shap_values\": [[0.25, -1], [-0.75, NaN]]}",
                   "results",
                   "[{\"metric\":\"attribution\",\"n\":2,\"task\":\"age\",\"value\":0.5,"
                   "\"verified\":false},{\"metric\":\"attribution\",\"n\":2,\"task\":\"income\","
                   "\"text\":\"not a finite number\",\"value\":null,\"verified\":false}]");
}
END_TEST

START_TEST(test_attribution__a_row_that_lacks_a_feature_is_refused)
{
    import_refused("a.json",
                   "{\"feature_names\": [\"a\", \"b\"],\n \"shap_values\": [[1, 2],\n  [1]]}", 3, 3,
                   "one number for each of the 2 features");
}
END_TEST

TESTS("evidence/table", test_table__cells_are_texts_by_the_name_of_their_column,
      test_table__a_cell_knows_its_line_and_column_in_code_points,
      test_table__what_no_table_can_mean_is_refused_with_its_place,
      test_table__rows_times_columns_are_bounded,
      test_aequitas__a_row_is_a_group_with_its_four_counts,
      test_aequitas__a_table_of_two_models_is_refused, test_aequitas__a_count_below_zero_is_refused,
      test_fairlearn__groups_come_from_either_orientation,
      test_fairlearn__an_envelope_names_the_attribute_and_the_counts,
      test_fairlearn__accuracy_by_split_is_a_tree_of_figures_and_no_frame,
      test_fairlearn__a_table_has_its_features_first, test_attribution__each_feature_is_a_result,
      test_attribution__a_matrix_is_reduced_to_the_mean_of_absolute_values,
      test_attribution__a_row_that_lacks_a_feature_is_refused)
