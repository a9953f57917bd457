/* Golden texts. Where a form is changed on purpose, the failed comparison prints the new one. */
#include "policy/decision.h"
#include "report/report.h"

#include "records.h"

static struct arena arena;

static struct value *json(const char *text)
{
    struct error err = {0};
    struct value *value = ARENA_NEW(&arena, struct value);
    ck_assert_msg(json_read("d.json", text_of(text), (struct json_options){0}, &arena, value, &err),
                  "%s: %s", text, support_error(&err));
    return value;
}

/* A decision with a fixed id, so that golden texts do not change with every member. */
struct scene {
    struct finding findings[32];
    size_t count, lacking;
    struct decision_parts parts;
};

static void add(struct scene *scene, struct finding finding)
{
    scene->findings[scene->count++] = finding;
}

static void add_passed(struct scene *scene, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add(scene, (struct finding){.policy = TEXT("core/metrics"),
                                    .control = text_format(&arena, "m%02zu", i),
                                    .level = LEVEL_MANDATORY,
                                    .message = text_format(&arena, "m%02zu is 1", i)});
}

static struct scene scene_of(void)
{
    return (struct scene){
        .parts = {
            .subject = *json("{\"name\": \"credit-default\", \"version\": \"2.3.0\","
                             "\"tier\": \"high\"}"),
            .transition = *json("{\"from\": null, \"to\": \"production\"}"),
            .policies = *json("{\"digest\": \"sha256:00\", \"count\": 9, \"changed\": []}"),
            .evidence = *json("[{}, {}, {}, {}]"),
            .not_checked = *json("[\"the transition: no ledger\"]"),
        }};
}

static const char *report_with(struct scene *scene, struct report_options options)
{
    struct error err = {0};
    struct findings findings = {scene->findings, scene->count, 0};
    struct conclusion conclusion;
    struct value decision;
    struct members members = {0};
    struct buffer out = buffer_in(&arena, LIMIT_REPORT_SIZE);
    decision_conclude(&findings, scene->lacking, &conclusion);
    ck_assert_msg(decision_write(&scene->parts, &findings, &conclusion, &arena, &decision, &err),
                  "%s", support_error(&err));
    for (size_t i = 0; i < value_count(&decision); i++)
        if (!text_is(member_key(&decision, i), "id"))
            members_add(&arena, &members, member_key(&decision, i), *member_value(&decision, i));
    members_add(&arena, &members, TEXT("id"),
                value_of_text(TEXT("sha256:9c1f00d20123456789abcdef0123456789abcdef0123456789abcdef"
                                   "01234567")));
    const struct value fixed = value_of_map(&arena, &members);
    ck_assert_msg(record_write("text", &fixed, &options, &out, &err), "%s", support_error(&err));
    return text_string(&arena, buffer_text(&out));
}

static const char *report(struct scene *scene)
{
    return report_with(scene, (struct report_options){0});
}

static struct finding four_fifths(void)
{
    return (struct finding){
        .policy = TEXT("credit/four-fifths"),
        .control = TEXT("race=African-American impact ratio"),
        .outcome = OUTCOME_FAIL,
        .level = LEVEL_OVERRIDABLE,
        .message =
            TEXT("impact ratio of race=African-American is 0.632, at least 0.800 is required "
                 "(short by 0.168; n = 3,696)"),
        .expected = json("{\"at_least\": 0.8}"),
        .observed = json("0.632"),
        .margin = json("-0.168"),
        .n = json("3696"),
        .evidence = {"eval/metrics.yaml", 14, 5},
        .grade = TEXT("declared"),
        .source = {"policies/four-fifths.lua", 31, 0},
        .cites = json("[\"29 CFR 1607.4(D)\"]"),
        .fix = TEXT("Examine the features that separate the groups, or narrow the use; see "
                    "docs/four-fifths.md"),
    };
}

static struct finding environment(void)
{
    return (struct finding){
        .policy = TEXT("core-repro/environment"),
        .control = TEXT("lineage.environment"),
        .outcome = OUTCOME_MISSING,
        .level = LEVEL_MANDATORY,
        .message = TEXT("lineage.environment is absent (model.yaml:8)"),
        .evidence = {"model.yaml", 8, 0},
        .source = {"pack:core-repro/environment.lua", 12, 0},
        .fix = TEXT("Pin the training image by digest under lineage.environment.image"),
    };
}

START_TEST(test_text__a_denial_looks_as_experience_shows_it)
{
    struct scene scene = scene_of();
    add(&scene, four_fifths());
    add(&scene, environment());
    add_passed(&scene, 21);
    ck_assert_str_eq(
        report(&scene),
        "credit-default 2.3.0 -> production   tier high   9 policies, 23 controls, 4 evidence files"
        "   (no ledger: the transition itself is not checked)\n"
        "\n"
        " FAIL  credit/four-fifths            impact ratio of race=African-American is 0.632, at "
        "least 0.800 is required (short by 0.168; n = 3,696)\n"
        "         evidence  eval/metrics.yaml:14:5 (declared)   policy  "
        "policies/four-fifths.lua:31   29 CFR 1607.4(D)\n"
        "         fix       Examine the features that separate the groups, or narrow the use; see "
        "docs/four-fifths.md\n"
        " MISS  core-repro/environment        lineage.environment is absent (model.yaml:8)\n"
        "         fix       Pin the training image by digest under lineage.environment.image\n"
        " pass  21 controls                   -v lists them\n"
        "\n"
        "DENIED  1 failed, 1 could not be judged   decision sha256:9c1f00d2\xE2\x80\xA6   "
        "status 3\n");
}
END_TEST

START_TEST(test_text__with_v_every_control_and_the_whole_digest_are_there)
{
    struct scene scene = scene_of();
    add(&scene, environment());
    add_passed(&scene, 2);
    scene.parts.not_checked = *json("[]");
    scene.parts.transition = *json("{\"from\": \"staging\", \"to\": \"production\"}");
    ck_assert_str_eq(
        report_with(&scene, (struct report_options){.verbose = true}),
        "credit-default 2.3.0 staging -> production   tier high   9 policies, 3 controls, "
        "4 evidence files\n"
        "\n"
        " MISS  core-repro/environment        lineage.environment is absent (model.yaml:8)\n"
        "         evidence  model.yaml:8   policy  pack:core-repro/environment.lua:12\n"
        "         fix       Pin the training image by digest under lineage.environment.image\n"
        " pass  core/metrics                  m00 is 1\n"
        " pass  core/metrics                  m01 is 1\n"
        "\n"
        "DENIED  1 could not be judged   decision "
        "sha256:9c1f00d20123456789abcdef0123456789abcdef0123456789abcdef01234567   status 3\n");
}
END_TEST

START_TEST(test_text__each_outcome_has_a_word)
{
    static const struct {
        enum outcome outcome;
        enum level level;
    } kinds[] = {
        {OUTCOME_INSUFFICIENT, LEVEL_MANDATORY}, {OUTCOME_ERROR, LEVEL_NONE},
        {OUTCOME_WAIVED, LEVEL_OVERRIDABLE},     {OUTCOME_NOT_APPLICABLE, LEVEL_MANDATORY},
        {OUTCOME_FAIL, LEVEL_ADVISORY},          {OUTCOME_ERROR, LEVEL_ADVISORY},
        {OUTCOME_MISSING, LEVEL_ADVISORY},       {OUTCOME_PASS, LEVEL_ADVISORY},
    };
    struct scene scene = scene_of();
    for (size_t i = 0; i < COUNT(kinds); i++)
        add(&scene, (struct finding){.policy = text_format(&arena, "p/%zu", i),
                                     .control = TEXT("c"),
                                     .outcome = kinds[i].outcome,
                                     .level = kinds[i].level,
                                     .message = TEXT("so it is"),
                                     .evidence = {"e.json", 0, 0},
                                     .fix = TEXT("mend it")});
    ck_assert_str_eq(
        report(&scene),
        "credit-default 2.3.0 -> production   tier high   9 policies, 8 controls, 4 evidence files"
        "   (no ledger: the transition itself is not checked)\n"
        "\n"
        " INSF  p/0                           so it is\n"
        "         evidence  e.json\n"
        "         fix       mend it\n"
        " ERR   p/1                           so it is\n"
        "         evidence  e.json\n"
        "         fix       mend it\n"
        " warn  p/4                           so it is (advisory, fail)\n"
        "         evidence  e.json\n"
        "         fix       mend it\n"
        " warn  p/5                           so it is (advisory, error)\n"
        "         evidence  e.json\n"
        "         fix       mend it\n"
        " warn  p/6                           so it is (advisory, missing)\n"
        "         fix       mend it\n"
        " WAIV  p/2                           so it is\n"
        " n/a   p/3                           so it is\n"
        " pass  1 control                     -v lists them\n"
        "\n"
        "DENIED  1 could not be judged, 1 policy error, 3 warnings   decision "
        "sha256:9c1f00d2\xE2\x80\xA6   status 5\n");
}
END_TEST

static const char *last_line(const char *report)
{
    const char *line = report;
    for (const char *c = report; c[0] && c[1]; c++)
        if (*c == '\n')
            line = c + 1;
    return line;
}

START_TEST(test_text__the_last_line_gives_the_verdict_and_each_count)
{
    struct scene allowed = scene_of(), pending = scene_of(), nothing = scene_of();
    struct finding waived = four_fifths(), other = environment();
    waived.outcome = OUTCOME_WAIVED;
    other.outcome = OUTCOME_NOT_APPLICABLE;
    add_passed(&allowed, 3);
    add(&allowed, waived);
    add(&allowed, other);
    add_passed(&pending, 1);
    pending.lacking = 2;
    ck_assert_str_eq(last_line(report(&allowed)),
                     "ALLOWED  3 passed, 1 waived, 1 not applicable   decision "
                     "sha256:9c1f00d2\xE2\x80\xA6   status 0\n");
    ck_assert_str_eq(last_line(report(&pending)),
                     "PENDING  1 passed, signatures are lacking   decision "
                     "sha256:9c1f00d2\xE2\x80\xA6   status 7\n");
    ck_assert_str_eq(last_line(report(&nothing)),
                     "DENIED  nothing was judged   decision sha256:9c1f00d2\xE2\x80\xA6   "
                     "status 3\n");
}
END_TEST

START_TEST(test_text__what_was_loosened_and_what_was_not_checked_is_said)
{
    struct scene scene = scene_of();
    add_passed(&scene, 1);
    scene.parts.policies =
        *json("{\"count\": 1, \"changed\": ["
              "{\"id\": \"credit/accuracy-floor\", \"param\": \"floor\", \"default\": 0.8999,"
              " \"value\": 0.85, \"looser\": true},"
              "{\"id\": \"credit/age\", \"param\": \"days\", \"default\": 30, \"value\": 20,"
              " \"looser\": false},"
              "{\"id\": \"credit/groups\", \"param\": \"by\", \"default\": [\"sex\"],"
              " \"value\": [\"\\u202e\"], \"looser\": true},"
              "{\"id\": \"credit/unsaid\", \"param\": \"p\", \"default\": 1, \"value\": 2}]}");
    scene.parts.not_checked = *json("[\"the artifact: the manifest names none\"]");
    scene.parts.notes = *json("[{\"policy\": \"credit/age\", \"message\": \"look at it\"}]");
    const char *const quiet =
        "credit-default 2.3.0 -> production   tier high   1 policy, 1 control, 4 evidence files\n"
        "\n"
        " note  credit/accuracy-floor         floor is 0.85, looser than its default 0.8999\n"
        " note  credit/groups                 by is [\"\\u202e\"], looser than its default "
        "[\"sex\"]\n"
        " note  credit/unsaid                 p is 2, looser than its default 1\n"
        " note  not checked                   the artifact: the manifest names none\n"
        " note  credit/age                    look at it\n"
        " pass  1 control                     -v lists them\n";
    ck_assert_msg(text_starts(text_of(report(&scene)), text_of(quiet)), "%s", report(&scene));
    const char *verbose = report_with(&scene, (struct report_options){.verbose = true});
    ck_assert_ptr_nonnull(
        strstr(verbose, " note  credit/age                    days is 20, tighter than its default "
                        "30\n"));
}
END_TEST

START_TEST(test_text__nothing_from_an_input_reaches_the_terminal_raw)
{
    static const char evil[] = "\x1b[2J\r\n\xE2\x80\xAE\xC2\x9B\x7f";
    const struct text text = TEXT(evil);
    struct scene scene = scene_of();
    struct members subject = {0}, transition = {0}, note = {0};
    members_add(&arena, &subject, TEXT("name"), value_of_text(text));
    members_add(&arena, &subject, TEXT("version"), value_of_text(text));
    members_add(&arena, &subject, TEXT("tier"), value_of_text(text));
    members_add(&arena, &transition, TEXT("to"), value_of_text(text));
    members_add(&arena, &note, TEXT("policy"), value_of_text(text));
    members_add(&arena, &note, TEXT("message"), value_of_text(text));
    const struct value map = value_of_map(&arena, &note), line = value_of_text(text);
    scene.parts.subject = value_of_map(&arena, &subject);
    scene.parts.transition = value_of_map(&arena, &transition);
    scene.parts.notes = value_of_list(&arena, &map, 1);
    scene.parts.not_checked = value_of_list(&arena, &line, 1);
    const struct value cites = value_of_list(&arena, &line, 1);
    struct finding finding = {.policy = text,
                              .control = text,
                              .outcome = OUTCOME_FAIL,
                              .message = text,
                              .evidence = {evil, 1, 1},
                              .grade = text,
                              .source = {evil, 1, 0},
                              .fix = text,
                              .cites = &cites,
                              .n = &line,
                              .margin = &line};
    add(&scene, finding);
    const char *shown = report_with(&scene, (struct report_options){.verbose = true});
    for (const char *c = shown; *c; c++)
        ck_assert_msg(((unsigned char)*c >= ' ' && *c != 0x7f) || *c == '\n', "%s", shown);
    ck_assert_ptr_null(strstr(shown, "\xE2\x80\xAE"));
    ck_assert_ptr_null(strstr(shown, "\xC2\x9B"));
    ck_assert_ptr_nonnull(strstr(shown, "\\x1b[2J\\x0d"));
}
END_TEST

START_TEST(test_text__colours_come_only_where_they_are_asked_for)
{
    struct scene scene = scene_of();
    add(&scene, four_fifths());
    add_passed(&scene, 1);
    const char *plain = report(&scene);
    const char *coloured = report_with(&scene, (struct report_options){.colour = true});
    ck_assert_ptr_null(strchr(plain, '\x1b'));
    ck_assert_ptr_nonnull(strstr(coloured, " \x1b[31mFAIL\x1b[0m  credit/four-fifths"));
    ck_assert_ptr_nonnull(strstr(coloured, " \x1b[32mpass\x1b[0m  1 control"));
    ck_assert_ptr_nonnull(strstr(coloured, "\n\x1b[31mDENIED\x1b[0m  1 failed"));
}
END_TEST

START_TEST(test_text__long_names_move_the_messages_and_very_long_ones_do_not)
{
    struct scene scene = scene_of();
    struct finding longer = environment(), longest = environment();
    longer.policy = TEXT("a-rather-long-pack/with-a-policy-of-it");
    longest.policy = TEXT("a-pack-whose-name-is-really-long/and-a-policy-that-is-longer-still");
    longer.fix = TEXT("First do this.\n\n    Then do that.\n");
    longest.fix = TEXT_NONE;
    add(&scene, longer);
    add(&scene, longest);
    ck_assert_ptr_nonnull(
        strstr(report(&scene),
               " MISS  a-pack-whose-name-is-really-long/and-a-policy-that-is-longer-still  "
               "lineage.environment is absent (model.yaml:8)\n"
               " MISS  a-rather-long-pack/with-a-policy-of-it  lineage.environment is absent "
               "(model.yaml:8)\n"
               "         fix       First do this.\n"
               "                   Then do that.\n"));
}
END_TEST

START_TEST(test_text__an_empty_or_absent_part_of_the_first_line_leaves_no_gap)
{
    struct scene scene = scene_of();
    scene.parts.subject = *json("{\"name\": \"m\", \"version\": \"1.0.0\", \"tier\": null}");
    scene.parts.transition = *json("{\"from\": \"\", \"to\": \"staging\"}");
    scene.parts.not_checked = *json("null");
    add_passed(&scene, 1);
    ck_assert_msg(
        text_starts(text_of(report(&scene)),
                    TEXT("m 1.0.0 -> staging   9 policies, 1 control, 4 evidence files\n")),
        "%s", report(&scene));
}
END_TEST

START_TEST(test_text__what_is_no_decision_is_refused)
{
    static const char *const texts[] = {"null", "[]", "{}", "{\"findings\": 1}",
                                        "{\"findings\": [{}]}"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct error err = {0};
        struct buffer out = buffer_in(&arena, 4096);
        ck_assert_msg(
            !record_write("text", json(texts[i]), &(struct report_options){0}, &out, &err), "%s",
            texts[i]);
        ck_assert_int_eq(err.code, ERROR_REFUSED);
    }
}
END_TEST

START_TEST(test_text__a_decision_without_a_verdict_is_shown_as_denied)
{
    struct error err = {0};
    struct buffer out = buffer_in(&arena, 4096);
    ck_assert(record_write("text", json("{\"findings\": [], \"verdict\": \"ALLOW\"}"),
                           &(struct report_options){0}, &out, &err));
    ck_assert_ptr_nonnull(strstr(buffer_text(&out).at, "\nDENIED  "));
    ck_assert_ptr_nonnull(strstr(buffer_text(&out).at, "status 70\n"));
}
END_TEST

TESTS("report/text", test_text__a_denial_looks_as_experience_shows_it,
      test_text__with_v_every_control_and_the_whole_digest_are_there,
      test_text__each_outcome_has_a_word, test_text__the_last_line_gives_the_verdict_and_each_count,
      test_text__what_was_loosened_and_what_was_not_checked_is_said,
      test_text__nothing_from_an_input_reaches_the_terminal_raw,
      test_text__colours_come_only_where_they_are_asked_for,
      test_text__long_names_move_the_messages_and_very_long_ones_do_not,
      test_text__an_empty_or_absent_part_of_the_first_line_leaves_no_gap,
      test_text__what_is_no_decision_is_refused,
      test_text__a_decision_without_a_verdict_is_shown_as_denied)
