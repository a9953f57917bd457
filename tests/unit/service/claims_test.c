/* What the log says of a decision, against the decision. */
#include "service/claims.h"

#include "support.h"
#include "value/json.h"

static struct arena arena;

static const char decision[] =
    "{\"subject\":{\"name\":\"credit\",\"version\":\"2.0\",\"tier\":\"high\",\"manifest\":\"m\"},"
    "\"artifact\":{\"digest\":\"a\",\"listing\":\"l\"},\"transition\":{\"from\":null,\"to\":"
    "\"production\"},"
    "\"policies\":{\"digest\":\"p\"},\"evidence\":[{\"digest\":\"e\"},{\"digest\":\"f\"}],"
    "\"verdict\":\"deny\",\"status\":1,"
    "\"waivers\":[{\"policy\":\"house/x\",\"until\":\"u\",\"by\":\"rita\",\"index\":7}]}";

static struct value json(const char *words)
{
    struct error err = {0};
    struct value value = {0};
    ck_assert_msg(
        json_read("d.json", text_of(words), (struct json_options){0}, &arena, &value, &err), "%s",
        support_error(&err));
    return value;
}

#define CLAIM(model, manifest, artifact, to, policies, evidence, verdict, status)                  \
    "{\"model\":" model ",\"manifest\":" manifest ",\"artifact\":" artifact ",\"listing\":\"l\""   \
    ",\"transition\":{\"from\":null,\"to\":" to "},\"policies\":" policies                         \
    ",\"evidence\":" evidence ",\"verdict\":" verdict ",\"status\":" status "}"
#define MODEL "{\"name\":\"credit\",\"version\":\"2.0\",\"tier\":\"high\"}"
#define BOTH  "[\"e\",\"f\"]"

START_TEST(test_claims__the_log_says_of_a_decision_what_it_says)
{
    static const struct {
        const char *name, *claim, *wrong;
    } cases[] = {
        {"the truth",
         CLAIM(MODEL, "\"m\"", "\"a\"", "\"production\"", "\"p\"", BOTH, "\"deny\"", "1"), NULL},
        {"a row has the tier beside the model",
         "{\"model\":{\"name\":\"credit\",\"version\":\"2.0\"},\"tier\":\"high\",\"manifest\":"
         "\"m\","
         "\"artifact\":\"a\",\"listing\":\"l\",\"transition\":{\"from\":null,\"to\":\"production\"}"
         ","
         "\"policies\":\"p\",\"evidence\":[\"e\",\"f\"],\"verdict\":\"deny\",\"status\":1}",
         NULL},
        {"a denial called pending",
         CLAIM(MODEL, "\"m\"", "\"a\"", "\"production\"", "\"p\"", BOTH, "\"pending\"", "7"),
         "verdict"},
        {"another status",
         CLAIM(MODEL, "\"m\"", "\"a\"", "\"production\"", "\"p\"", BOTH, "\"deny\"", "3"),
         "status"},
        {"another version",
         CLAIM("{\"name\":\"credit\",\"version\":\"2.1\",\"tier\":\"high\"}", "\"m\"", "\"a\"",
               "\"production\"", "\"p\"", BOTH, "\"deny\"", "1"),
         "version"},
        {"a lower tier",
         CLAIM("{\"name\":\"credit\",\"version\":\"2.0\",\"tier\":\"minimal\"}", "\"m\"", "\"a\"",
               "\"production\"", "\"p\"", BOTH, "\"deny\"", "1"),
         "tier"},
        {"no tier",
         CLAIM("{\"name\":\"credit\",\"version\":\"2.0\"}", "\"m\"", "\"a\"", "\"production\"",
               "\"p\"", BOTH, "\"deny\"", "1"),
         "tier"},
        {"no artifact",
         CLAIM(MODEL, "\"m\"", "null", "\"production\"", "\"p\"", BOTH, "\"deny\"", "1"),
         "artifact"},
        {"other names of the files",
         "{\"model\":" MODEL ",\"manifest\":\"m\",\"artifact\":\"a\",\"listing\":\"k\","
         "\"transition\":{\"from\":null,\"to\":\"production\"},\"policies\":\"p\","
         "\"evidence\":[\"e\",\"f\"],\"verdict\":\"deny\",\"status\":1}",
         "listing"},
        {"another manifest",
         CLAIM(MODEL, "\"n\"", "\"a\"", "\"production\"", "\"p\"", BOTH, "\"deny\"", "1"),
         "manifest"},
        {"another stage",
         CLAIM(MODEL, "\"m\"", "\"a\"", "\"shadow\"", "\"p\"", BOTH, "\"deny\"", "1"), "to"},
        {"another policy set",
         CLAIM(MODEL, "\"m\"", "\"a\"", "\"production\"", "\"q\"", BOTH, "\"deny\"", "1"),
         "policies"},
        {"less evidence",
         CLAIM(MODEL, "\"m\"", "\"a\"", "\"production\"", "\"p\"", "[\"e\"]", "\"deny\"", "1"),
         "evidence"},
        {"other evidence",
         CLAIM(MODEL, "\"m\"", "\"a\"", "\"production\"", "\"p\"", "[\"e\",\"g\"]", "\"deny\"",
               "1"),
         "evidence"},
    };
    const struct value judged = json(decision);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        const struct value claim = json(cases[i].claim);
        const bool holds = claim_holds(&claim, &judged, &err);
        ck_assert_msg(holds == (cases[i].wrong == NULL), "%s: %s", cases[i].name, err.message);
        if (holds)
            continue;
        ck_assert_msg(err.code == ERROR_INTEGRITY, "%s", cases[i].name);
        ck_assert_msg(strstr(err.message, cases[i].wrong), "%s: %s", cases[i].name, err.message);
    }
}
END_TEST

#define WAIVER(index, by, version, artifact, policy, stage, until)                                 \
    "[{\"index\":" index ",\"by\":\"" by                                                           \
    "\",\"waiver\":{\"model\":{\"name\":\"credit\",\"version\":\"" version                         \
    "\"},\"artifact\":\"" artifact "\",\"policy\":\"" policy "\",\"stage\":\"" stage               \
    "\",\"until\":\"" until "\"}}]"

START_TEST(test_claims__a_waiver_that_let_something_pass_was_logged_before)
{
    static const struct {
        const char *name, *logged;
        uint64_t index;
        bool holds;
    } cases[] = {
        {"it was", WAIVER("7", "rita", "2.0", "a", "house/x", "production", "u"), 8, true},
        {"it came after", WAIVER("7", "rita", "2.0", "a", "house/x", "production", "u"), 7, false},
        {"none was", "[]", 8, false},
        {"another entry", WAIVER("6", "rita", "2.0", "a", "house/x", "production", "u"), 8, false},
        {"somebody else", WAIVER("7", "ada", "2.0", "a", "house/x", "production", "u"), 8, false},
        {"another version", WAIVER("7", "rita", "2.1", "a", "house/x", "production", "u"), 8,
         false},
        {"another artifact", WAIVER("7", "rita", "2.0", "b", "house/x", "production", "u"), 8,
         false},
        {"another policy", WAIVER("7", "rita", "2.0", "a", "house/y", "production", "u"), 8, false},
        {"another stage", WAIVER("7", "rita", "2.0", "a", "house/x", "shadow", "u"), 8, false},
        {"another day", WAIVER("7", "rita", "2.0", "a", "house/x", "production", "v"), 8, false},
    };
    const struct value judged = json(decision);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        const struct value logged = json(cases[i].logged);
        ck_assert_msg(claimed_waivers_hold(&judged, &logged, cases[i].index, &err) ==
                          cases[i].holds,
                      "%s: %s", cases[i].name, err.message);
        ck_assert_msg(cases[i].holds || err.code == ERROR_INTEGRITY, "%s", cases[i].name);
    }
}
END_TEST

TESTS("service/claims", test_claims__the_log_says_of_a_decision_what_it_says,
      test_claims__a_waiver_that_let_something_pass_was_logged_before)
