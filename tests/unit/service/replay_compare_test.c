#include "service/replay_compare.h"

#include "support.h"
#include "value/json.h"

static struct arena arena;

static struct value json(const char *words)
{
    struct error err = {0};
    struct value value = {0};
    ck_assert_msg(
        json_read("d.json", text_of(words), (struct json_options){0}, &arena, &value, &err), "%s",
        support_error(&err));
    return value;
}

START_TEST(test_replay_compare__names_the_first_member_that_differs)
{
    static const struct {
        const char *name, *recorded, *derived, *how;
    } cases[] = {
        {"a member", "{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":3}", "b: 2 was recorded, 3 is derived"},
        {"the id is the digest of the rest", "{\"b\":2}", "{\"b\":3,\"id\":\"sha256:x\"}",
         "b: 2 was recorded, 3 is derived"},
        {"a member of a finding", "{\"findings\":[{\"m\":\"x\"},{\"m\":\"y\"}]}",
         "{\"findings\":[{\"m\":\"x\"},{\"m\":\"z\"}]}",
         "findings[1].m: \"y\" was recorded, \"z\" is derived"},
        {"one finding more", "{\"findings\":[]}", "{\"findings\":[{\"m\":1}]}",
         "findings[0]: nothing was recorded, {\"m\":1} is derived"},
        {"one member less", "{\"a\":{\"b\":true}}", "{\"a\":{}}",
         "a.b: true was recorded, nothing is derived"},
        {"one member more", "{\"a\":{}}", "{\"a\":{\"b\":null}}",
         "a.b: nothing was recorded, null is derived"},
        {"another kind", "{\"a\":[]}", "{\"a\":{}}", "a: [] was recorded, {} is derived"},
        {"nothing", "{\"a\":1}", "{\"a\":1,\"id\":\"x\"}",
         "the id is another, though every member is the same"},
        {"no document", "{\"a\":", "{\"a\":1}",
         "the recorded decision is no document: expected a value, found the end of the file"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum replay_ending ending = REPLAY_SAME;
        const struct value derived = json(cases[i].derived);
        const struct text how =
            replay_compare(text_of(cases[i].recorded), &derived, &arena, &ending);
        ck_assert_msg(text_is(how, cases[i].how), "%s: %.*s", cases[i].name, TEXT_ARGS(how));
        ck_assert_msg(ending == REPLAY_DIFFERS, "%s", cases[i].name);
    }
}
END_TEST

START_TEST(test_replay_compare__a_policy_that_the_clock_stopped_is_no_difference)
{
    static const struct {
        const char *name, *control, *message;
        enum replay_ending ending;
    } cases[] = {
        {"stopped at its deadline", "limit:time", "x", REPLAY_CLOCK},
        {"its process was ended", "process", "x", REPLAY_CLOCK},
        {"loading took too long", "load", "loading the policy took too long: limit:time",
         REPLAY_CLOCK},
        {"it did not load", "load", "a name is expected", REPLAY_DIFFERS},
        {"out of fuel", "limit:fuel", "x", REPLAY_DIFFERS},
        {"a message alone says nothing", "accuracy", "limit:time", REPLAY_DIFFERS},
    };
    const struct value derived = json("{\"findings\":[]}");
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum replay_ending ending = REPLAY_SAME;
        const struct text recorded =
            text_format(&arena, "{\"findings\":[{\"control\":\"%s\",\"message\":\"%s\"}]}",
                        cases[i].control, cases[i].message);
        (void)replay_compare(text_of(text_string(&arena, recorded)), &derived, &arena, &ending);
        ck_assert_msg(ending == cases[i].ending, "%s", cases[i].name);
    }
}
END_TEST

START_TEST(test_replay_compare__the_clock_is_no_excuse_for_letting_pass)
{
    static const char stopped[] = "{\"control\":\"limit:time\",\"message\":\"x\"}";
    static const struct {
        const char *name, *recorded, *derived, *derived_finding;
        enum replay_ending ending;
    } cases[] = {
        {"it passed then and is denied now", "pending", "deny", "", REPLAY_DIFFERS},
        {"it was denied then and passes now", "deny", "allow", "", REPLAY_CLOCK},
        {"it passed then, and the clock denies it now", "allow", "deny", stopped, REPLAY_CLOCK},
        {"an advisory one was stopped", "allow", "allow", "", REPLAY_CLOCK},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum replay_ending ending = REPLAY_SAME;
        const struct text recorded = text_format(&arena, "{\"verdict\":\"%s\",\"findings\":[%s]}",
                                                 cases[i].recorded, stopped);
        const struct value derived =
            json(text_format(&arena, "{\"verdict\":\"%s\",\"findings\":[%s]}", cases[i].derived,
                             cases[i].derived_finding)
                     .at);
        (void)replay_compare(text_of(text_string(&arena, recorded)), &derived, &arena, &ending);
        ck_assert_msg(ending == cases[i].ending, "%s", cases[i].name);
    }
}
END_TEST

START_TEST(test_replay_compare__what_is_long_is_cut)
{
    enum { LONG = 5000 };
    enum replay_ending ending;
    char words[LONG + 1];
    memset(words, 'x', LONG);
    words[LONG] = '\0';
    const struct text recorded = text_format(&arena, "{\"%s\":\"%s\"}", words, words);
    const struct value derived = json("{}");
    const struct text how =
        replay_compare(text_of(text_string(&arena, recorded)), &derived, &arena, &ending);
    ck_assert_uint_lt(how.size, 512);
}
END_TEST

TESTS("service/replay_compare", test_replay_compare__names_the_first_member_that_differs,
      test_replay_compare__a_policy_that_the_clock_stopped_is_no_difference,
      test_replay_compare__the_clock_is_no_excuse_for_letting_pass,
      test_replay_compare__what_is_long_is_cut)
