#include "service/policy_set.h"

#include "base/scratch.h"
#include "script/script.h"
#include "value/canonical.h"

static const char floor_lua[] =
    "return { id = \"%s\", title = \"T\", level = \"mandatory\",\n"
    "  params = { floor = { 0.9, at_least = 0.8 }, by = \"race\" },\n"
    "  check = function(case, params) case:metric(\"a\"):at_least(params.floor) end }\n";

/* One set, loaded from the folder "work" by what is asked for. */
struct loading {
    struct judge_request request;
    struct project project;
    struct policy_set set;
    const char *forbidden; /* the path that may not be run */
};

static bool may_load(void *context, const char *path, struct error *err)
{
    const struct loading *loading = context;
    return !loading->forbidden || strcmp(path, loading->forbidden) != 0 ||
           error_set(err, ERROR_POLICY, "it was killed before");
}

static bool load(struct loading *loading, struct error *err)
{
    const struct script_options options = {.time_ms = 60000};
    const struct evaluator evaluator = script_evaluator(&options);
    struct policy_set *set = &loading->set;
    const struct policy_set_loader loader = {&loading->request, &loading->project, &evaluator,
                                             may_load, loading};
    loading->request.data = scratch("data");
    return project_read(scratch("work/model.yaml"), schemas_new(&arena), &arena, &loading->project,
                        err) &&
           policy_set_read(&loading->request, &loading->project, &arena, set, err) &&
           policy_set_load(set, &loader, &arena, err);
}

static struct policy_set loaded(struct loading loading)
{
    struct error err = {0};
    ck_assert_msg(load(&loading, &err), "%s", support_error(&err));
    ck_assert(loading.set.loaded);
    return loading.set;
}

static void setup(const char *params)
{
    scratch_open();
    scratch_file("work/obstat.yaml",
                 text_format(&arena, "obstat: project/v1\npolicies: [rules]\n%s", params).at);
    scratch_file("work/rules/a.lua", text_format(&arena, floor_lua, "a/one").at);
    scratch_file("work/rules/b.lua", text_format(&arena, floor_lua, "a/two").at);
}

static void override_add(struct loading *loading, const char *id, const char *key,
                         const char *value)
{
    *LIST_ADD(&arena, &loading->request.overrides) =
        (struct override){text_of(id), text_of(key), text_of(value)};
}

static const char *changed_of(const struct policy_set *set)
{
    struct error err = {0};
    struct buffer out = buffer_in(&arena, 4096);
    const struct value changed = policy_set_changed(set, &arena);
    ck_assert(canonical_write(&changed, &out, &err));
    return text_string(&arena, buffer_text(&out));
}

START_TEST(test_policy_set__the_command_has_the_last_word_on_a_parameter)
{
    struct loading loading = {0};
    setup("params:\n  a/one: {floor: 0.85}\n  a/two: {floor: 0.9, by: sex}\n");
    override_add(&loading, "a/one", "floor", "0.95");
    const struct policy_set set = loaded(loading);
    ck_assert_str_eq(changed_of(&set),
                     "[{\"default\":0.9,\"id\":\"a/one\",\"looser\":false,\"param\":\"floor\","
                     "\"value\":0.95},"
                     "{\"default\":\"race\",\"id\":\"a/two\",\"looser\":true,\"param\":\"by\","
                     "\"value\":\"sex\"}]");
    ck_assert(!digest_equal(&set.digest, &set.usual_digest));
    scratch_close();
}
END_TEST

START_TEST(test_policy_set__the_usual_digest_does_not_see_parameters)
{
    setup("");
    const struct policy_set plain = loaded((struct loading){0});
    ck_assert(digest_equal(&plain.digest, &plain.usual_digest));
    ck_assert_str_eq(changed_of(&plain), "[]");

    struct loading loading = {0};
    override_add(&loading, "a/one", "floor", "0.85");
    const struct policy_set tuned = loaded(loading);
    ck_assert(digest_equal(&plain.usual_digest, &tuned.usual_digest));
    ck_assert(!digest_equal(&plain.digest, &tuned.digest));
    scratch_close();
}
END_TEST

START_TEST(test_policy_set__one_id_twice_leaves_no_policy)
{
    setup("");
    scratch_file("work/rules/c.lua", text_format(&arena, floor_lua, "a/one").at);
    const struct policy_set set = loaded((struct loading){0});
    ck_assert_uint_eq(set.policies.count, 0);
    ck_assert_uint_eq(set.sources.faults.count, 1);
    ck_assert_int_eq(set.sources.faults.at[0].error.code, ERROR_POLICY);
    ck_assert_ptr_nonnull(strstr(set.sources.faults.at[0].error.message, "a/one"));
    scratch_close();
}
END_TEST

START_TEST(test_policy_set__what_may_not_be_run_is_a_fault_that_names_its_reason)
{
    struct loading loading = {.forbidden = "rules/a.lua"};
    setup("params:\n  a/one: {floor: 0.85}\n");
    const struct policy_set set = loaded(loading);
    ck_assert_uint_eq(set.policies.count, 1);
    ck_assert(text_is(set.policies.at[0].id, "a/two"));
    ck_assert_uint_eq(set.sources.faults.count, 1);
    ck_assert_str_eq(set.sources.faults.at[0].path, "rules/a.lua");
    ck_assert_str_eq(set.sources.faults.at[0].error.message, "it was killed before");
    scratch_close();
}
END_TEST

START_TEST(test_policy_set__the_policies_of_the_command_replace_the_projects)
{
    struct loading loading = {0};
    setup("params:\n  a/one: {floor: 0.85}\n");
    scratch_file("other.lua", text_format(&arena, floor_lua, "b/other").at);
    *LIST_ADD(&arena, &loading.request.policies) = scratch("other.lua");
    const struct policy_set set = loaded(loading);
    ck_assert_uint_eq(set.policies.count, 1);
    ck_assert(text_is(set.policies.at[0].id, "b/other"));
    scratch_close();
}
END_TEST

START_TEST(test_policy_set__a_parameter_that_is_off_ends_the_command)
{
    static const struct {
        const char *name, *params, *id, *key, *value, *words;
    } cases[] = {
        {"of no policy", "", "a/on", "floor", "0.9",
         "there is no policy a/on; did you mean a/one?"},
        {"of no name", "", "a/one", "flor", "0.9", "did you mean floor?"},
        {"past its bound", "", "a/one", "floor", "0.7", "past its bound"},
        {"of no number", "", "a/one", "floor", "NaN", "is a number"},
        {"of no policy, in the project", "params: {a/on: {floor: 0.9}}\n", NULL, NULL, NULL,
         "did you mean a/one?"},
        {"past its bound, in the project", "params: {a/one: {floor: 0.7}}\n", NULL, NULL, NULL,
         "past its bound"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct loading loading = {0};
        setup(cases[i].params);
        if (cases[i].id)
            override_add(&loading, cases[i].id, cases[i].key, cases[i].value);
        ck_assert_msg(!load(&loading, &err), "%s", cases[i].name);
        ck_assert_msg(err.code == ERROR_USAGE && strstr(err.message, cases[i].words), "%s: %s",
                      cases[i].name, err.message);
        ck_assert_msg(cases[i].id ? !err.line : err.line == 3, "%s: %s", cases[i].name,
                      support_error(&err));
        scratch_close();
    }
}
END_TEST

TESTS("service/policy_set", test_policy_set__the_command_has_the_last_word_on_a_parameter,
      test_policy_set__the_usual_digest_does_not_see_parameters,
      test_policy_set__one_id_twice_leaves_no_policy,
      test_policy_set__what_may_not_be_run_is_a_fault_that_names_its_reason,
      test_policy_set__the_policies_of_the_command_replace_the_projects,
      test_policy_set__a_parameter_that_is_off_ends_the_command)
