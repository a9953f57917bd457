/* JSONTestSuite says by the first letter of a name what a reader does: y accepts, n refuses, i is
 * left open. The one difference is meant: a key given twice is refused. */
#include "value/json.h"

#include "support.h"

#include <glob.h>

static struct arena arena;

static const char *name_of(const char *path)
{
    return strrchr(path, '/') + 1;
}

static bool is_accepted(const char *path, struct error *err)
{
    struct value value;
    const struct text source = support_read(&arena, path);
    return json_read(path, source, (struct json_options){0}, &arena, &value, err);
}

static void judge(const char *path)
{
    struct error err = {0};
    const char *name = name_of(path);
    const bool accepted = is_accepted(path, &err);
    ck_assert_msg(accepted || err.code == ERROR_REFUSED, "%s", name);
    ck_assert_msg(accepted || err.line > 0, "%s: no place", name);
    if (text_starts(text_of(name), TEXT("y_object_duplicated_key")))
        ck_assert_msg(strstr(err.message, "is given twice") != NULL, "%s", name);
    else if (name[0] == 'y')
        ck_assert_msg(accepted, "%s: %s", name, support_error(&err));
    else if (name[0] == 'n')
        ck_assert_msg(!accepted, "%s is accepted", name);
}

START_TEST(test_json__agrees_with_every_case_of_the_suite)
{
    glob_t found;
    const char *folder = support_corpus(&arena, "json-parsing-nst/test_parsing");
    const char *pattern = text_format(&arena, "%s/*.json", folder).at;
    ck_assert_int_eq(glob(pattern, 0, NULL, &found), 0);
    ck_assert_uint_ge(found.gl_pathc, 300);
    for (size_t i = 0; i < found.gl_pathc; i++)
        judge(found.gl_pathv[i]);
    globfree(&found);
    arena_free(&arena);
}
END_TEST

/* What RFC 8259 leaves open, as we decided it: texts are Unicode, numbers are doubles. */
START_TEST(test_json__the_open_cases_are_decided)
{
    static const struct {
        const char *name;
        bool accepted;
    } cases[] = {
        {"i_number_double_huge_neg_exp.json", true},
        {"i_number_huge_exp.json", false},
        {"i_number_neg_int_huge_exp.json", false},
        {"i_number_real_underflow.json", true},
        {"i_number_too_big_pos_int.json", true},
        {"i_object_key_lone_2nd_surrogate.json", false},
        {"i_string_1st_surrogate_but_2nd_missing.json", false},
        {"i_string_UTF-16LE_with_BOM.json", false},
        {"i_string_invalid_utf-8.json", false},
        {"i_string_overlong_sequence_2_bytes.json", false},
        {"i_structure_500_nested_arrays.json", false},
        {"i_structure_UTF-8_BOM_empty_object.json", false},
    };
    const char *folder = support_corpus(&arena, "json-parsing-nst/test_parsing");
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        const char *path = text_format(&arena, "%s/%s", folder, cases[i].name).at;
        ck_assert_msg(is_accepted(path, &err) == cases[i].accepted, "%s: %s", cases[i].name,
                      support_error(&err));
    }
    arena_free(&arena);
}
END_TEST

TESTS("corpora/json", test_json__agrees_with_every_case_of_the_suite,
      test_json__the_open_cases_are_decided)
