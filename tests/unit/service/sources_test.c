#include "service/sources.h"

#include "base/scratch.h"

static struct sources sources;
static struct test_sources pairs;

/* A folder with policies, a pack, and a library of one module. */
static void setup(void)
{
    scratch_open();
    sources = (struct sources){0};
    pairs = (struct test_sources){0};
    scratch_file("data/stdlib-lua/tiers.lua", "return {}\n");
    scratch_file("data/policies/gate/one.lua", "return {}\n");
    scratch_folder("work/rules");
}

static void teardown(void)
{
    scratch_close();
}

static bool add(const char *name, struct error *err)
{
    return sources_add(&sources, scratch("work"), name, scratch("data"), &arena, err);
}

static void added(const char *name)
{
    struct error err = {0};
    ck_assert_msg(add(name, &err), "%s", support_error(&err));
}

/* The paths that were found, with spaces between. */
static const char *paths(void)
{
    const char *all = "";
    for (size_t i = 0; i < sources.policies.count; i++)
        all = text_format(&arena, "%s%s%s", all, i ? " " : "", sources.policies.at[i].path).at;
    return all;
}

START_TEST(test_sources__a_folder_is_its_lua_files_in_byte_order)
{
    setup();
    scratch_file("work/rules/b.lua", "");
    scratch_file("work/rules/B.lua", "");
    scratch_file("work/rules/a/z.lua", "");
    scratch_file("work/rules/a.lua", "");
    scratch_file("work/rules/.hidden.lua", "");
    scratch_file("work/rules/a_test.lua", "");
    scratch_file("work/rules/lib/help.lua", "");
    scratch_file("work/rules/a/lib/help.lua", "");
    scratch_file("work/rules/README.md", "");
    scratch_file("work/rules/library/c.lua", "");
    added("rules");
    ck_assert_str_eq(paths(), "rules/.hidden.lua rules/B.lua rules/a.lua rules/a/z.lua rules/b.lua "
                              "rules/library/c.lua");
    ck_assert_uint_eq(sources.faults.count, 0);
    teardown();
}
END_TEST

START_TEST(test_sources__a_link_is_a_fault_also_one_to_a_folder)
{
    setup();
    scratch_file("work/elsewhere/x.lua", "");
    scratch_link("../elsewhere/x.lua", "work/rules/x.lua");
    scratch_link("../elsewhere", "work/rules/more");
    scratch_link("nowhere.lua", "work/rules/dangling.lua");
    scratch_link("README.md", "work/rules/notes.md");
    added("rules");
    ck_assert_uint_eq(sources.policies.count, 0);
    ck_assert_uint_eq(sources.faults.count, 3);
    static const char *const faulty[] = {"rules/dangling.lua", "rules/more", "rules/x.lua"};
    for (size_t i = 0; i < COUNT(faulty); i++) {
        ck_assert_str_eq(sources.faults.at[i].path, faulty[i]);
        ck_assert_int_eq(sources.faults.at[i].error.code, ERROR_POLICY);
    }
    teardown();
}
END_TEST

START_TEST(test_sources__what_cannot_be_read_is_a_fault_and_the_rest_goes_on)
{
    setup();
    scratch_file("work/rules/a.lua", "");
    ck_assert_int_eq(mkfifo(scratch("work/rules/b.lua"), 0600), 0);
    scratch_file("work/rules/c.lua", "");
    added("rules");
    ck_assert_str_eq(paths(), "rules/a.lua rules/c.lua");
    ck_assert_uint_eq(sources.faults.count, 1);
    ck_assert_str_eq(sources.faults.at[0].path, "rules/b.lua");
    teardown();
}
END_TEST

START_TEST(test_sources__a_pack_is_called_as_it_was_named)
{
    setup();
    scratch_file("work/rules/a.lua", "");
    added("pack:gate");
    added("./rules");
    added("rules/a.lua");
    ck_assert_str_eq(paths(), "pack:gate/one.lua rules/a.lua rules/a.lua");
    teardown();
}
END_TEST

START_TEST(test_sources__a_name_that_leads_nowhere_is_off)
{
    setup();
    static const struct {
        const char *name, *words;
    } cases[] = {
        {"rule", "there is no policy file or folder"},
        {"pack:gaet", "there is no pack gaet; did you mean gate?"},
        {"pack:", "pack: names no pack"},
        {"pack:gate/..", "there is no pack gate/.."},
        {"pack:..", "there is no pack .."},
        {"pack:gate/one.lua", "there is no pack gate/one.lua"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        ck_assert_msg(!add(cases[i].name, &err), "%s", cases[i].name);
        ck_assert_int_eq(err.code, ERROR_USAGE);
        ck_assert_msg(strstr(err.message, cases[i].words) == err.message, "%s", err.message);
    }
    ck_assert_uint_eq(sources.policies.count + sources.faults.count, 0);
    teardown();
}
END_TEST

START_TEST(test_sources__modules_are_the_library_and_lib_by_dotted_names)
{
    setup();
    scratch_file("work/rules/a.lua", "");
    scratch_file("work/rules/lib/limits.lua", "");
    scratch_file("work/rules/lib/tables/sorted.lua", "");
    scratch_file("work/rules/lib/limits_test.lua", "");
    added("rules/a.lua");
    const struct module_sources *modules = sources.policies.at[0].modules;
    static const char *const names[] = {"tiers", "limits", "tables.sorted"};
    static const char *const shown[] = {"stdlib/tiers.lua", "rules/lib/limits.lua",
                                        "rules/lib/tables/sorted.lua"};
    ck_assert_uint_eq(modules->count, COUNT(names));
    for (size_t i = 0; i < COUNT(names); i++) {
        ck_assert(text_is(modules->at[i].name, names[i]));
        ck_assert_str_eq(modules->at[i].path, shown[i]);
    }
    teardown();
}
END_TEST

START_TEST(test_sources__modules_that_no_policy_of_a_folder_requires_may_be_left_out)
{
    setup();
    scratch_file("work/rules/a.lua", "return {}\n");
    scratch_file("work/rules/b.lua", "-- needs no module\n");
    scratch_file("work/rules/lib/tiers.lua", "return {}\n");
    sources.required_only = true;
    added("pack:gate");
    added("rules");
    ck_assert_uint_eq(sources.faults.count, 0);
    for (size_t i = 0; i < sources.policies.count; i++)
        ck_assert_uint_eq(sources.policies.at[i].modules->count, 0);

    scratch_file("work/rules/b.lua", "local tiers = require \"tiers\"\n");
    added("rules");
    ck_assert_uint_eq(sources.faults.count, 1);
    ck_assert_uint_eq(sources.policies.at[sources.policies.count - 2].modules->count, 1);
    teardown();
}
END_TEST

START_TEST(test_sources__a_module_that_shadows_the_library_is_a_fault)
{
    setup();
    scratch_file("work/rules/a.lua", "");
    scratch_file("work/rules/lib/tiers.lua", "return { high = false }\n");
    added("rules");
    ck_assert_uint_eq(sources.faults.count, 1);
    ck_assert_str_eq(sources.faults.at[0].path, "rules/lib/tiers.lua");
    ck_assert_uint_eq(sources.policies.at[0].modules->count, 1);
    ck_assert_str_eq(sources.policies.at[0].modules->at[0].path, "stdlib/tiers.lua");

    struct error err = {0};
    ck_assert(!sources_tests(scratch("work"), "rules", scratch("data"), &arena, &pairs, &err));
    ck_assert_int_eq(err.code, ERROR_POLICY);
    teardown();
}
END_TEST

static void paired(const char *name)
{
    struct error err = {0};
    pairs = (struct test_sources){0};
    ck_assert_msg(sources_tests(scratch("work"), name, scratch("data"), &arena, &pairs, &err), "%s",
                  support_error(&err));
}

static void pair_is(size_t index, const char *policy, const char *test)
{
    const struct test_source *pair = &pairs.at[index];
    ck_assert_str_eq(pair->policy.path ? pair->policy.path : "none", policy);
    ck_assert_str_eq(pair->test.path ? pair->test.path : "none", test);
}

START_TEST(test_sources__tests_stand_beside_their_policies)
{
    setup();
    scratch_file("work/rules/a.lua", "");
    scratch_file("work/rules/a_test.lua", "");
    scratch_file("work/rules/b.lua", "");
    scratch_file("work/rules/c_test.lua", "");
    scratch_file("work/rules/lib/d_test.lua", "");
    paired("rules");
    ck_assert_uint_eq(pairs.count, 3);
    pair_is(0, "rules/a.lua", "rules/a_test.lua");
    pair_is(1, "rules/b.lua", "none");
    pair_is(2, "none", "rules/c_test.lua");
    static const char *const one[] = {"rules/a.lua", "rules/a_test.lua"};
    for (size_t i = 0; i < COUNT(one); i++) {
        paired(one[i]);
        ck_assert_uint_eq(pairs.count, 1);
        pair_is(0, "rules/a.lua", "rules/a_test.lua");
    }
    teardown();
}
END_TEST

TESTS("service/sources", test_sources__a_folder_is_its_lua_files_in_byte_order,
      test_sources__a_link_is_a_fault_also_one_to_a_folder,
      test_sources__what_cannot_be_read_is_a_fault_and_the_rest_goes_on,
      test_sources__a_pack_is_called_as_it_was_named,
      test_sources__a_name_that_leads_nowhere_is_off,
      test_sources__modules_are_the_library_and_lib_by_dotted_names,
      test_sources__modules_that_no_policy_of_a_folder_requires_may_be_left_out,
      test_sources__a_module_that_shadows_the_library_is_a_fault,
      test_sources__tests_stand_beside_their_policies)
