/* What a promotion rests on is what the open request was made for. */
#include "service/recording.h"

#include "../support.h"

#include "registry/shelf.h"
#include "value/json.h"

static struct arena arena;
static struct shelf shelf;
static struct acting acting;

static const char version_row[] =
    "{\"name\":\"credit\",\"version\":\"2.3.0\",\"open\":[\"r1\",\"r2\"]}";
static const char other_move[] =
    "{\"artifact\":\"a9\",\"evidence\":[],\"manifest\":\"m9\",\"policies\":\"p9\","
    "\"transition\":{\"from\":\"registered\",\"to\":\"staging\"}}";
static const char same_move[] =
    "{\"artifact\":\"a1\",\"evidence\":[\"e1\",\"e2\"],\"listing\":\"l1\",\"manifest\":\"m1\","
    "\"policies\":\"p1\",\"transition\":{\"from\":\"registered\",\"to\":\"production\"}}";

static void row_put(const char *kind, const char *key, const char *document)
{
    struct error err = {0};
    const struct rows rows = shelf_rows(&shelf);
    ck_assert(rows.put(rows.keeper, (struct row_name){text_of(kind), text_of(key)},
                       text_of(document), &err));
}

static void ledger_make(void)
{
    shelf = (struct shelf){.arena = &arena};
    acting = (struct acting){.arena = &arena, .rows = shelf_rows(&shelf)};
    row_put("version", "credit@2.3.0", version_row);
    row_put("request", "r1", other_move);
    row_put("request", "r2", same_move);
}

static struct value json(const char *words)
{
    struct error err = {0};
    struct value value = {0};
    ck_assert(json_read("x", text_of(words), (struct json_options){0}, &arena, &value, &err));
    return value;
}

static const struct known known = {.artifact = TEXT("a1"), .listing = TEXT("l1")};

static struct binding judged(const struct value *evidence)
{
    return (struct binding){.name = TEXT("credit"),
                            .version = TEXT("2.3.0"),
                            .artifact = TEXT("a1"),
                            .listing = TEXT("l1"),
                            .manifest = TEXT("m1"),
                            .policies = TEXT("p1"),
                            .evidence = evidence,
                            .from = STAGE_REGISTERED,
                            .to = STAGE_PRODUCTION};
}

START_TEST(test_demand__what_was_signed_for_goes_through)
{
    struct error err = {0};
    const struct value evidence = json("[\"e1\",\"e2\"]");
    const struct binding binding = judged(&evidence);
    ledger_make();
    ck_assert_msg(recording_demanded(&acting, &known, &binding, &arena, &err), "%s",
                  support_error(&err));
    arena_free(&arena);
}
END_TEST

START_TEST(test_demand__each_part_that_differs_is_named)
{
    static const struct {
        const char *manifest, *policies, *evidence, *named;
    } cases[] = {
        {"m2", "p1", "[\"e1\",\"e2\"]", "the manifest: "},
        {"m1", "p2", "[\"e1\",\"e2\"]", "the policy set: "},
        {"m1", "p1", "[\"e1\",\"e3\"]", "the evidence: "},
        {"m1", "p1", "[\"e2\",\"e1\"]", "the evidence: "},
        {"m1", "p1", "[\"e1\"]", "the evidence: "},
        {"m2", "p2", "[]", "the manifest, the evidence, the policy set: "},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        const struct value evidence = json(cases[i].evidence);
        struct binding binding = judged(&evidence);
        binding.manifest = text_of(cases[i].manifest);
        binding.policies = text_of(cases[i].policies);
        ledger_make();
        ck_assert_msg(!recording_demanded(&acting, &known, &binding, &arena, &err), "%s",
                      cases[i].named);
        ck_assert_int_eq(err.code, ERROR_INTEGRITY);
        ck_assert_msg(strncmp(err.message, cases[i].named, strlen(cases[i].named)) == 0, "%s",
                      err.message);
        ck_assert_ptr_nonnull(strstr(err.message, "check --record"));
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_demand__an_artifact_is_the_one_that_was_registered)
{
    struct error err = {0};
    const struct value evidence = json("[\"e1\",\"e2\"]");
    struct binding binding = judged(&evidence);
    binding.artifact = TEXT("a2");
    binding.to = STAGE_CANARY; /* nothing is open for it */
    ledger_make();
    ck_assert(!recording_demanded(&acting, &known, &binding, &arena, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    ck_assert_str_eq(err.message, "the artifact is a2; credit@2.3.0 was registered with a1");
    arena_free(&arena);
}
END_TEST

START_TEST(test_demand__files_have_the_names_that_were_registered)
{
    static const struct {
        const char *registered, *judged, *why;
    } cases[] = {
        {"l1", "l2", "files of the artifact have other names than those that credit@2.3.0"},
        {"l1", "", "the names of the artifact's files were not seen, and credit@2.3.0"},
        {"", "l1", "credit@2.3.0 was registered by its artifact's digest alone"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        const struct value evidence = json("[\"e1\",\"e2\"]");
        const struct known named = {.artifact = TEXT("a1"),
                                    .listing = text_of(cases[i].registered)};
        struct binding binding = judged(&evidence);
        binding.listing = text_of(cases[i].judged);
        binding.to = STAGE_CANARY; /* nothing is open for it */
        ledger_make();
        ck_assert_msg(!recording_demanded(&acting, &named, &binding, &arena, &err), "%s",
                      cases[i].why);
        ck_assert_int_eq(err.code, ERROR_INTEGRITY);
        ck_assert_msg(strstr(err.message, cases[i].why) == err.message, "%s", err.message);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_demand__a_request_binds_the_names_of_files)
{
    struct error err = {0};
    const struct value evidence = json("[\"e1\",\"e2\"]");
    const struct known named = {.artifact = TEXT("a1"), .listing = TEXT("l2")};
    struct binding binding = judged(&evidence);
    binding.listing = TEXT("l2");
    ledger_make();
    ck_assert(!recording_demanded(&acting, &named, &binding, &arena, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    ck_assert_ptr_eq(strstr(err.message, "names of files: "), err.message);
    arena_free(&arena);
}
END_TEST

START_TEST(test_demand__a_request_for_another_move_binds_nothing)
{
    struct error err = {0};
    const struct value evidence = json("[\"e7\"]");
    struct binding binding = judged(&evidence);
    binding.from = STAGE_STAGING;
    ledger_make();
    ck_assert_msg(recording_demanded(&acting, &known, &binding, &arena, &err), "%s",
                  support_error(&err));
    arena_free(&arena);
}
END_TEST

TESTS("service/recording_demand", test_demand__what_was_signed_for_goes_through,
      test_demand__each_part_that_differs_is_named,
      test_demand__an_artifact_is_the_one_that_was_registered,
      test_demand__files_have_the_names_that_were_registered,
      test_demand__a_request_binds_the_names_of_files,
      test_demand__a_request_for_another_move_binds_nothing)
