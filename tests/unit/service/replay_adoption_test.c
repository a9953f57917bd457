/* Adoptions that say less than their sets loosen: kept in a vault, and compared without a log. */
#include "service/replay_adoption.h"

#include "base/scratch.h"
#include "script/script.h"
#include "service/adopted.h"
#include "service/policy_set.h"
#include "store/vault.h"
#include "value/json.h"

static const char floor_lua[] =
    "return { id = 'credit/floor', title = 'T', level = 'mandatory',\n"
    "params = { floor = { 0.9, at_least = 0.8 } },\n"
    "check = function(case, params) case:metric('accuracy'):at_least(params.floor) end }\n";

/* A set with that floor, in the vault. */
struct kept_set {
    struct text set, sources;
};

static void progress(void *context, const char *what, uint64_t done, uint64_t of)
{
    (void)context, (void)what, (void)done, (void)of;
}

static struct session session = {.arena = &arena, .data = "/nowhere", .progress = progress};

static bool may_load(void *context, const char *path, struct error *err)
{
    (void)context, (void)path, (void)err;
    return true;
}

static struct kept_set kept(const char *floor)
{
    struct error err = {0};
    struct text listing;
    struct value document;
    struct digest digest, named;
    struct sources sources = {0};
    const struct value place = value_of_integer(0);
    const struct value places = value_of_list(&arena, &place, 1);
    const struct judge_request tuned = {
        .overrides = {
            .at = (struct override[]){{TEXT("credit/floor"), TEXT("floor"), text_of(floor)}},
            .count = 1}};
    const struct evaluator lua = script_evaluator(&(struct script_options){.time_ms = 60000});
    const struct project project = {.inside = ""};
    const struct policy_set_loader loader = {&tuned, &project, &lua, may_load, NULL};
    scratch_file("p/floor.lua", floor_lua);
    ck_assert(sources_add(&sources, ".", scratch("p"), scratch("data"), &arena, &err));
    struct policy_set set = {.sources = sources};
    ck_assert_msg(policy_set_load(&set, &loader, &arena, &err), "%s", support_error(&err));
    ck_assert(policies_listing(&set.policies, false, &arena, &listing, &err));
    ck_assert(json_read("l", listing, (struct json_options){0}, &arena, &document, &err));
    const struct adopting adopting = {&sources.policies, &document, listing, &places};
    ck_assert_msg(adopted_set_store(scratch("vault"), &adopting, &arena, &digest, &named, &err),
                  "%s", support_error(&err));
    return (struct kept_set){digest_print(&digest, &arena), digest_print(&named, &arena)};
}

/* How the adoption of `after`, which follows `before` and says that, is belied. */
static const char *belied(struct kept_set before, struct kept_set after, const char *loosens)
{
    struct error err = {0};
    struct value said;
    ck_assert(json_read("l", text_of(loosens), (struct json_options){0}, &arena, &said, &err));
    struct adoption_said one = {.index = 7,
                                .stage = TEXT("production"),
                                .set = after.set,
                                .sources = after.sources,
                                .previous = before.set,
                                .loosens = &said};
    struct adoptions_said adoptions = {.at = &one, .count = 1, .capacity = 1};
    ck_assert_msg(adoptions_compare(&session, scratch("vault"), &adoptions, &err), "%s",
                  support_error(&err));
    return one.belied;
}

START_TEST(test_replay_adoption__what_is_looser_has_to_be_said)
{
    scratch_open();
    scratch_folder("vault");
    const struct kept_set strict = kept("0.9"), loose = kept("0.85");
    const char *how = belied(strict, loose, "[]");
    ck_assert_ptr_nonnull(how);
    ck_assert_ptr_nonnull(strstr(how, "production"));
    ck_assert_ptr_nonnull(strstr(how, "credit/floor has a looser floor"));
    scratch_close();
}
END_TEST

START_TEST(test_replay_adoption__what_was_said_is_not_held_against_it)
{
    scratch_open();
    scratch_folder("vault");
    const struct kept_set strict = kept("0.9"), loose = kept("0.85");
    ck_assert_ptr_null(belied(strict, loose, "[\"credit/floor has a looser floor\"]"));
    ck_assert_ptr_null(belied(loose, strict, "[]"));
    ck_assert_ptr_null(belied(loose, strict, "[\"more than is so\"]"));
    scratch_close();
}
END_TEST

START_TEST(test_replay_adoption__a_set_that_is_gone_is_told)
{
    scratch_open();
    scratch_folder("vault");
    const struct kept_set strict = kept("0.9");
    const struct kept_set gone = {
        TEXT("sha256:3f1c9a7be2d4058617f0a9b8c7d6e5f4012345673f1c9a7be2d4058617f0a9b8"),
        strict.sources};
    ck_assert_ptr_nonnull(belied(gone, strict, "[]"));
    ck_assert_ptr_nonnull(belied(strict, gone, "[]"));
    scratch_close();
}
END_TEST

TESTS("service/replay_adoption", test_replay_adoption__what_is_looser_has_to_be_said,
      test_replay_adoption__what_was_said_is_not_held_against_it,
      test_replay_adoption__a_set_that_is_gone_is_told)
