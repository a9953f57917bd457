#include "policy/policy.h"

#include "support.h"
#include "value/json.h"

static struct arena arena;

static struct policy policy_of(const char *id, const char *path, const char *params)
{
    struct error err = {0};
    struct policy policy = {0};
    struct value *value = ARENA_NEW(&arena, struct value);
    struct policy_source source = {.path = path};
    const struct text all = text_format(
        &arena, "{\"id\": \"%s\", \"title\": \"T\", \"level\": \"mandatory\", \"params\": %s}", id,
        params);
    memset(source.digest.bytes, 0xab, sizeof source.digest.bytes);
    ck_assert(json_read("p.json", all, (struct json_options){0}, &arena, value, &err));
    ck_assert_msg(policy_read(value, &source, &arena, &policy, &err), "%s", support_error(&err));
    return policy;
}

static const char *digest_shown(const struct policies *policies, bool usual)
{
    struct error err = {0};
    struct digest digest;
    ck_assert_msg(policies_digest(policies, usual, &arena, &digest, &err), "%s",
                  support_error(&err));
    return digest_print(&digest, &arena).at;
}

static const char *digest_of_bytes(const char *bytes)
{
    struct error err = {0};
    struct digest digest;
    ck_assert(digest_text(text_of(bytes), &digest, &err));
    return digest_print(&digest, &arena).at;
}

#define AB4  "abababab"
#define AB64 AB4 AB4 AB4 AB4 AB4 AB4 AB4 AB4

START_TEST(test_policy_set__the_digest_is_of_the_documented_bytes)
{
    struct policy one[] = {policy_of("credit/floor", "f.lua", "{\"floor\": 0.90, \"a\": true}")};
    struct policy_module modules[] = {{.name = TEXT("tables")}, {.name = TEXT("fairness")}};
    struct policies set = {one, 1, 0};
    memset(modules[1].digest.bytes, 0xab, sizeof modules[1].digest.bytes);
    memset(modules[0].digest.bytes, 0xab, sizeof modules[0].digest.bytes);
    ck_assert_str_eq(
        digest_shown(&set, false),
        digest_of_bytes("[{\"id\":\"credit/floor\",\"level\":\"mandatory\",\"modules\":{},"
                        "\"params\":{\"a\":true,\"floor\":0.9},\"source\":\"sha256:" AB64 "\"}]"));
    one[0].modules = (struct policy_modules){modules, 2, 0};
    ck_assert_str_eq(
        digest_shown(&set, false),
        digest_of_bytes("[{\"id\":\"credit/floor\",\"level\":\"mandatory\",\"modules\":{"
                        "\"fairness\":\"sha256:" AB64 "\",\"tables\":\"sha256:" AB64 "\"},"
                        "\"params\":{\"a\":true,\"floor\":0.9},\"source\":\"sha256:" AB64 "\"}]"));
}
END_TEST

START_TEST(test_policy_set__an_empty_set_is_an_empty_list)
{
    const struct policies none = {0};
    ck_assert_str_eq(digest_shown(&none, false), digest_of_bytes("[]"));
}
END_TEST

START_TEST(test_policy_set__the_digest_does_not_depend_on_the_order)
{
    struct policy forth[] = {policy_of("a", "1.lua", "{}"), policy_of("b", "2.lua", "{}")};
    struct policy back[] = {forth[1], forth[0]};
    const struct policies first = {forth, 2, 0}, second = {back, 2, 0};
    ck_assert_str_eq(digest_shown(&first, false), digest_shown(&second, false));
    ck_assert(text_is(back[0].id, "b"));
}
END_TEST

START_TEST(test_policy_set__overrides_show_in_the_digest_unless_the_usual_one_is_asked_for)
{
    struct error err = {0};
    struct policy one[] = {policy_of("a", "1.lua", "{\"floor\": 0.9}")};
    const struct policies set = {one, 1, 0};
    const char *before = digest_shown(&set, false);
    ck_assert(param_set_text(&one[0], TEXT("floor"), TEXT("0.95"), &arena, &err));
    ck_assert_str_ne(digest_shown(&set, false), before);
    ck_assert_str_eq(digest_shown(&set, true), before);
    ck_assert(param_set_text(&one[0], TEXT("floor"), TEXT("0.9"), &arena, &err));
    ck_assert_str_eq(digest_shown(&set, false), before);
}
END_TEST

START_TEST(test_policy_set__a_module_twice_is_refused)
{
    struct error err = {0};
    struct digest digest;
    struct policy one[] = {policy_of("a", "1.lua", "{}")};
    struct policy_module modules[] = {{.name = TEXT("m")}, {.name = TEXT("m")}};
    one[0].modules = (struct policy_modules){modules, 2, 0};
    const struct policies set = {one, 1, 0};
    ck_assert(!policies_digest(&set, false, &arena, &digest, &err));
    ck_assert_int_eq(err.code, ERROR_POLICY);
    ck_assert_str_eq(err.message, "m is there twice");
    ck_assert_str_eq(err.file, "1.lua");
}
END_TEST

START_TEST(test_policy_set__an_id_twice_is_refused_with_both_files)
{
    struct error err = {0}, again = {0};
    struct digest digest;
    struct policy list[] = {policy_of("a", "z.lua", "{}"), policy_of("b", "b.lua", "{}"),
                            policy_of("a", "m.lua", "{}")};
    struct policies set = {list, COUNT(list), 0};
    ck_assert(!policies_digest(&set, false, &arena, &digest, &again));
    ck_assert_int_eq(again.code, ERROR_POLICY);
    ck_assert(!policies_sort(&set, &err));
    ck_assert_int_eq(err.code, ERROR_POLICY);
    ck_assert_str_eq(err.message, "policy a is declared in m.lua and in z.lua");
}
END_TEST

START_TEST(test_policy_set__sorting_is_by_the_bytes_of_ids)
{
    struct error err = {0};
    struct policy list[] = {policy_of("b", "1", "{}"), policy_of("a/b", "2", "{}"),
                            policy_of("a-b", "3", "{}"), policy_of("a", "4", "{}")};
    struct policies set = {list, COUNT(list), 0}, none = {0};
    ck_assert(policies_sort(&set, &err));
    ck_assert(policies_sort(&none, &err));
    static const char *const expected[] = {"a", "a-b", "a/b", "b"};
    for (size_t i = 0; i < COUNT(expected); i++)
        ck_assert_msg(text_is(list[i].id, expected[i]), "%zu", i);
}
END_TEST

START_TEST(test_policy_set__finding_an_id_or_the_nearest_one)
{
    struct policy list[] = {policy_of("credit/floor", "1", "{}"), policy_of("b", "2", "{}")};
    struct policies set = {list, COUNT(list), 0};
    struct suggestion near = suggest_for(TEXT("credit/flor"));
    ck_assert_ptr_eq(policies_find(&set, TEXT("b"), &near), &list[1]);
    near = suggest_for(TEXT("credit/flor"));
    ck_assert_ptr_null(policies_find(&set, TEXT("credit/flor"), &near));
    ck_assert(text_is(near.word, "credit/floor"));
}
END_TEST

TESTS("policy/policy_set", test_policy_set__the_digest_is_of_the_documented_bytes,
      test_policy_set__an_empty_set_is_an_empty_list,
      test_policy_set__the_digest_does_not_depend_on_the_order,
      test_policy_set__overrides_show_in_the_digest_unless_the_usual_one_is_asked_for,
      test_policy_set__a_module_twice_is_refused,
      test_policy_set__an_id_twice_is_refused_with_both_files,
      test_policy_set__sorting_is_by_the_bytes_of_ids,
      test_policy_set__finding_an_id_or_the_nearest_one)
