#include "service/adopted.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/scratch.h"
#include "script/script.h"
#include "service/policy_set.h"
#include "store/vault.h"
#include "value/json.h"

static const char floor_lua[] =
    "local limits = require 'limits'\n"
    "return { id = 'credit/floor', title = 'T', level = 'mandatory',\n"
    "params = { floor = { 0.9, at_least = limits.least } },\n"
    "check = function(case, params) case:metric('accuracy'):at_least(params.floor) end }\n";

static const struct judge_request tuned = {
    .overrides = {.at = (struct override[]){{{"credit/floor", 12}, {"floor", 5}, {"0.85", 4}}},
                  .count = 1}};
static const struct judge_request plain = {0};

static bool may_load(void *context, const char *path, struct error *err)
{
    (void)context;
    (void)path;
    (void)err;
    return true;
}

static struct policy_set loaded(struct policy_sources sources, const struct judge_request *request,
                                const struct value *params)
{
    struct error err = {0};
    const struct script_options options = {.time_ms = 60000};
    const struct evaluator evaluator = script_evaluator(&options);
    const struct project project = {.params = params, .inside = ""};
    const struct policy_set_loader loader = {request, &project, &evaluator, may_load, NULL};
    struct policy_set set = {.sources.policies = sources};
    ck_assert_msg(policy_set_load(&set, &loader, &arena, &err), "%s", support_error(&err));
    ck_assert_uint_eq(set.sources.faults.count, 0);
    return set;
}

static struct policy_sources sources_read(void)
{
    struct error err = {0};
    struct sources sources = {0};
    scratch_file("p/floor.lua", floor_lua);
    scratch_file("p/lib/limits.lua", "return { least = 0.8 }\n");
    scratch_file("p/lib/spare.lua", "return {}\n");
    ck_assert_msg(sources_add(&sources, ".", scratch("p"), scratch("data"), &arena, &err), "%s",
                  support_error(&err));
    return sources.policies;
}

/* Into the vault, as `policy adopt` does it. */
static void kept(const struct policy_sources *sources, const struct policy_set *set,
                 struct digest *digest, struct digest *named)
{
    struct error err = {0};
    struct text listing;
    struct value document;
    const struct value place = value_of_integer(0);
    const struct value places = value_of_list(&arena, &place, 1);
    ck_assert(policies_listing(&set->policies, false, &arena, &listing, &err));
    ck_assert(json_read("l", listing, (struct json_options){0}, &arena, &document, &err));
    const struct adopting adopting = {sources, &document, listing, &places};
    ck_assert_msg(adopted_set_store(scratch("vault"), &adopting, &arena, digest, named, &err), "%s",
                  support_error(&err));
}

START_TEST(test_adopted__a_set_runs_again_without_its_folder)
{
    scratch_open();
    scratch_folder("vault");
    struct digest digest, named;
    struct adopted_set again;
    struct error err = {0};
    const struct policy_sources sources = sources_read();
    const struct policy_set set = loaded(sources, &tuned, NULL);
    kept(&sources, &set, &digest, &named);
    ck_assert(digest_equal(&digest, &set.digest));
    ck_assert(!digest_equal(&digest, &set.usual_digest));
    ck_assert_msg(adopted_set_load(scratch("vault"), &named, &arena, &again, &err), "%s",
                  support_error(&err));
    ck_assert_uint_eq(again.policies.count, 1);
    ck_assert_str_eq(again.policies.at[0].path, sources.at[0].path);
    ck_assert_uint_eq(again.policies.at[0].modules->count, 1); /* what it requires, no more */
    const struct policy_set anew = loaded(again.policies, &plain, again.params);
    ck_assert(digest_equal(&anew.digest, &digest));
    scratch_close();
}
END_TEST

START_TEST(test_adopted__what_changed_in_the_vault_is_found)
{
    static const char *const parts[] = {"set", "source", "module"};
    for (size_t part = 0; part < COUNT(parts); part++) {
        scratch_open();
        scratch_folder("vault");
        struct digest digest, named;
        struct adopted_set again;
        struct error err = {0};
        const struct policy_sources sources = sources_read();
        const struct policy_set set = loaded(sources, &plain, NULL);
        kept(&sources, &set, &digest, &named);
        const struct digest *const spoilt[] = {&named, &sources.at[0].digest,
                                               &set.policies.at[0].modules.at[0].digest};
        char name[DIGEST_TEXT_SIZE];
        digest_write(spoilt[part], name);
        const char *path = path_join(&arena, scratch("vault"), name + sizeof "sha256:" - 1);
        ck_assert(remove(path) == 0 && file_write(path, TEXT("other"), 0600, &err));
        ck_assert_msg(!adopted_set_load(scratch("vault"), &named, &arena, &again, &err), "%s",
                      parts[part]);
        ck_assert_int_eq(err.code, ERROR_INTEGRITY);
        scratch_close();
    }
}
END_TEST

START_TEST(test_adopted__a_document_that_is_no_set_is_refused)
{
    static const char *const documents[] = {
        "",
        "[]",
        "{}",
        "{\"obstat\":\"set/v2\",\"policies\":[]}",
        "{\"obstat\":\"set/v1\",\"policies\":{}}",
        "{\"obstat\":\"set/v1\",\"policies\":[1]}",
        "{\"obstat\":\"set/v1\",\"policies\":[{\"path\":\"a\",\"source\":\"sha256:1\"}]}",
    };
    scratch_open();
    scratch_folder("vault");
    for (size_t i = 0; i < COUNT(documents); i++) {
        struct digest named;
        struct adopted_set set;
        struct error err = {0};
        ck_assert(vault_put(scratch("vault"), text_of(documents[i]), &named, &err));
        ck_assert_msg(!adopted_set_load(scratch("vault"), &named, &arena, &set, &err), "%s",
                      documents[i]);
        ck_assert_msg(err.code == ERROR_INTEGRITY, "%s: %s", documents[i], err.message);
    }
    scratch_close();
}
END_TEST

TESTS("service/adopted", test_adopted__a_set_runs_again_without_its_folder,
      test_adopted__what_changed_in_the_vault_is_found,
      test_adopted__a_document_that_is_no_set_is_refused)
