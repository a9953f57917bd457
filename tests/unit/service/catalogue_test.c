#include "service/catalogue.h"

#include "base/scratch.h"

static const char references[] = "framework,reference,title\n"
                                 "act,,The Act\n"
                                 "act,Art. 1,scope\n"
                                 "act,Art. 12,\"logs, kept\"\n";
static const char ties[] = "rule,framework,reference,kind,source\n"
                           "house/logs,act,Art. 12(1),law,secondary\n";

static bool tables_read(const char *references_table, const char *ties_table, struct catalogue *out,
                        struct error *err)
{
    scratch_file("data/policies/frameworks.csv", references_table);
    scratch_file("data/policies/controls.csv", ties_table);
    return catalogue_read(scratch("data"), &arena, out, err);
}

START_TEST(test_catalogue__has_the_cells_of_both_tables)
{
    struct catalogue catalogue;
    struct error err = {0};
    scratch_open();
    ck_assert_msg(tables_read(references, ties, &catalogue, &err), "%s", support_error(&err));
    ck_assert_uint_eq(catalogue.references.count, 3);
    ck_assert(text_is(catalogue.references.at[2].reference, "Art. 12"));
    ck_assert(text_is(catalogue.references.at[2].title, "logs, kept"));
    ck_assert_uint_eq(catalogue.ties.count, 1);
    ck_assert(text_is(catalogue.ties.at[0].rule, "house/logs"));
    ck_assert(text_is(catalogue.ties.at[0].reference, "Art. 12(1)"));
    scratch_close();
}
END_TEST

START_TEST(test_catalogue__a_last_line_needs_no_end)
{
    struct catalogue catalogue;
    struct error err = {0};
    scratch_open();
    ck_assert(tables_read("framework,reference,title\nact,,The Act", ties, &catalogue, &err));
    ck_assert(text_is(catalogue.references.at[0].title, "The Act"));
    scratch_close();
}
END_TEST

START_TEST(test_catalogue__what_is_no_such_table_is_refused_with_its_line)
{
    static const struct {
        const char *name, *table;
        unsigned line;
    } cases[] = {
        {"another heading", "reference,framework,title\n", 1},
        {"a cell too few", "framework,reference,title\nact,Art. 1\n", 2},
        {"a cell too many", "framework,reference,title\nact,Art. 1,scope,more\n", 2},
        {"far too many", "framework,reference,title\na,b,c,d,e,f,g,h\n", 2},
        {"a blank line", "framework,reference,title\n\nact,,The Act\n", 2},
        {"a quote that does not end", "framework,reference,title\nact,,The Act\nact,\"Art. 1,x\n",
         3},
        {"a quote inside", "framework,reference,title\nact,Art. \"1\",scope\n", 2},
        {"words after a quote", "framework,reference,title\nact,\"Art. 1\" and more,scope\n", 2},
        {"a lone quote", "framework,reference,title\nact,Art. 1,\"\n", 2},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct catalogue catalogue;
        struct error err = {0};
        scratch_open();
        ck_assert_msg(!tables_read(cases[i].table, ties, &catalogue, &err), "%s", cases[i].name);
        ck_assert_msg(err.code == ERROR_REFUSED, "%s", cases[i].name);
        ck_assert_msg(err.line == cases[i].line, "%s: %s", cases[i].name, support_error(&err));
        scratch_close();
    }
}
END_TEST

START_TEST(test_catalogue__a_table_that_is_not_there_is_refused_by_name)
{
    struct catalogue catalogue;
    struct error err = {0};
    scratch_open();
    scratch_file("data/policies/frameworks.csv", references);
    ck_assert(!catalogue_read(scratch("data"), &arena, &catalogue, &err));
    ck_assert_ptr_nonnull(strstr(support_error(&err), "controls.csv"));
    scratch_close();
}
END_TEST

START_TEST(test_catalogue__a_framework_has_a_name_or_a_near_one)
{
    struct catalogue catalogue;
    struct error err = {0};
    scratch_open();
    ck_assert(tables_read(references, ties, &catalogue, &err));
    struct suggestion near = suggest_for(TEXT("acts"));
    ck_assert(text_is(framework_name(&catalogue, TEXT("act"), &near), "The Act"));
    ck_assert_uint_eq(framework_name(&catalogue, TEXT("acts"), &near).size, 0);
    ck_assert(text_is(near.word, "act"));
    scratch_close();
}
END_TEST

START_TEST(test_catalogue__a_reference_falls_under_what_it_is_a_part_of)
{
    static const struct {
        const char *reference, *wide;
        bool falls;
    } cases[] = {
        {"Art. 12", "Art. 12", true},
        {"Art. 12(1)(a)", "Art. 12", true},
        {"Annex IV 2(c)", "Annex IV", true},
        {"Art. 12", "Art. 1", false},
        {"Art. 1", "Art. 12", false},
        {"A.6.2.4", "A.6.2", false},
        {"GOVERN 1.10", "GOVERN 1.1", false},
        {"Annex IVa", "Annex IV", false},
        {"Art. 12", "", false},
        {"", "", false},
        {"mi-10", "mi-1", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_msg(reference_falls_under(text_of(cases[i].reference), text_of(cases[i].wide)) ==
                          cases[i].falls,
                      "%s under %s", cases[i].reference, cases[i].wide);
}
END_TEST

TESTS("service/catalogue", test_catalogue__has_the_cells_of_both_tables,
      test_catalogue__a_last_line_needs_no_end,
      test_catalogue__what_is_no_such_table_is_refused_with_its_line,
      test_catalogue__a_table_that_is_not_there_is_refused_by_name,
      test_catalogue__a_framework_has_a_name_or_a_near_one,
      test_catalogue__a_reference_falls_under_what_it_is_a_part_of)
