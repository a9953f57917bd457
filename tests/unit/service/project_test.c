#include "service/project.h"

#include "base/scratch.h"

static const char small[] = "obstat: project/v1\npolicies: [rules]\n";

static bool find(const char *manifest, struct project *out, struct error *err)
{
    return project_read(scratch(manifest), schemas_new(&arena), &arena, out, err);
}

static struct project found(const char *manifest)
{
    struct project project;
    struct error err = {0};
    ck_assert_msg(find(manifest, &project, &err), "%s", support_error(&err));
    return project;
}

START_TEST(test_project__is_sought_beside_the_manifest_and_above)
{
    scratch_open();
    scratch_file("p/obstat.yaml", small);
    scratch_folder("p/models/credit");
    static const struct {
        const char *manifest, *inside;
    } cases[] = {
        {"p/model.yaml", ""},
        {"p/models/model.yaml", "models"},
        {"p/models/credit/model.yaml", "models/credit"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct project project = found(cases[i].manifest);
        ck_assert_str_eq(project.path, scratch("p/obstat.yaml"));
        ck_assert_str_eq(project.root, scratch("p"));
        ck_assert_str_eq(project.inside, cases[i].inside);
        ck_assert_uint_eq(value_count(project.policies), 1);
        ck_assert_ptr_null(project.params);
    }
    scratch_close();
}
END_TEST

START_TEST(test_project__the_nearest_one_counts)
{
    scratch_open();
    scratch_file("p/obstat.yaml", small);
    scratch_file("p/models/obstat.yaml", "obstat: project/v1\nledger: .obstat\n");
    const struct project project = found("p/models/model.yaml");
    ck_assert_str_eq(project.inside, "");
    ck_assert(text_is(project.ledger, ".obstat"));
    ck_assert_ptr_null(project.policies);
    scratch_close();
}
END_TEST

START_TEST(test_project__where_there_is_none_the_root_is_the_manifests_folder)
{
    scratch_open();
    scratch_folder("alone");
    const struct project project = found("alone/model.yaml");
    ck_assert_ptr_null(project.path);
    ck_assert_str_eq(project.root, scratch("alone"));
    ck_assert_str_eq(project.inside, "");
    scratch_close();
}
END_TEST

START_TEST(test_project__is_found_from_below_by_a_relative_path)
{
    static const struct {
        const char *here, *manifest, *root, *inside;
    } cases[] = {
        {"p", "model.yaml", ".", ""},
        {"p/models", "model.yaml", "..", "models"},
        {"p/models/credit", "model.yaml", "../..", "models/credit"},
        {"p/models/credit", "../model.yaml", "../..", "models"},
        {"p", "models/credit/model.yaml", ".", "models/credit"},
    };
    scratch_open();
    scratch_file("p/obstat.yaml", small);
    scratch_folder("p/models/credit");
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct project project;
        struct error err = {0};
        ck_assert_int_eq(chdir(scratch(cases[i].here)), 0);
        ck_assert_msg(project_read(cases[i].manifest, schemas_new(&arena), &arena, &project, &err),
                      "%s", support_error(&err));
        ck_assert_str_eq(project.root, cases[i].root);
        ck_assert_str_eq(project.inside, cases[i].inside);
    }
    ck_assert_int_eq(chdir("/"), 0);
    scratch_close();
}
END_TEST

START_TEST(test_project__a_folder_reached_by_a_link_lies_where_it_really_lies)
{
    scratch_open();
    scratch_file("p/obstat.yaml", small);
    scratch_folder("p/models/credit");
    scratch_folder("outside");
    scratch_link("models/credit", "p/short");
    scratch_folder("p-two/x");
    scratch_link("../outside", "p/out");
    scratch_link("../p-two/x", "p/beside"); /* begins like "p" and is not below it */
    ck_assert_str_eq(found("p/short/model.yaml").inside, "models/credit");

    struct project project;
    struct error err = {0};
    ck_assert(!find("p/out/model.yaml", &project, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_ptr_nonnull(strstr(err.message, "outside the project's root"));
    ck_assert(!find("p/beside/model.yaml", &project, &(struct error){0}));
    scratch_close();
}
END_TEST

START_TEST(test_project__one_that_is_off_is_refused_and_not_passed_over)
{
    static const struct {
        const char *name, *contents, *words;
        unsigned line;
    } cases[] = {
        {"an unknown key", "obstat: project/v1\npolices: []\n", "did you mean policies?", 2},
        {"another kind", "obstat: model/v1\n", "project/v1", 1},
        {"no map", "- 1\n", "", 1},
        {"no YAML", "a: [\n", "", 2},
        {"policies of another type", "obstat: project/v1\npolicies: rules\n", "/policies", 2},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct project project;
        struct error err = {0};
        scratch_open();
        scratch_file("p/obstat.yaml", cases[i].contents);
        ck_assert_msg(!find("p/model.yaml", &project, &err), "%s", cases[i].name);
        ck_assert_msg(err.code == ERROR_REFUSED && err.line == cases[i].line, "%s: %s",
                      cases[i].name, support_error(&err));
        ck_assert_msg(strstr(err.message, cases[i].words), "%s: %s", cases[i].name, err.message);
        scratch_close();
    }
}
END_TEST

START_TEST(test_project__a_folder_of_that_name_is_refused)
{
    struct project project;
    struct error err = {0};
    scratch_open();
    scratch_folder("p/obstat.yaml");
    ck_assert_refused(find("p/model.yaml", &project, &err), err, "is a directory");
    scratch_close();
}
END_TEST

TESTS("service/project", test_project__is_sought_beside_the_manifest_and_above,
      test_project__the_nearest_one_counts,
      test_project__where_there_is_none_the_root_is_the_manifests_folder,
      test_project__is_found_from_below_by_a_relative_path,
      test_project__a_folder_reached_by_a_link_lies_where_it_really_lies,
      test_project__one_that_is_off_is_refused_and_not_passed_over,
      test_project__a_folder_of_that_name_is_refused)
