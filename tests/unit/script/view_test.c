/* Documents as policies read them: read-only, in one order, and never silently absent. */
#include "saying.h"

static const char model[] = "owner: me\n"
                            "nothing:\n"
                            "flag: false\n"
                            "ttl_days: 3\n"
                            "lineage:\n"
                            "  ratio: 0.5\n"
                            "  odd: .nan\n"
                            "  code: {commit: abc, dirty: false}\n"
                            "  data: [{name: a}, {name: b}]\n"
                            "  gaps: [1, null, 3]\n"
                            "  many: [x, y, z]\n"
                            "  none: []\n";

static struct judged judge_model(const char *expression, struct watcher *watcher)
{
    struct arena arena = {0};
    struct judged judged = judge((struct trial){
        .name = expression,
        .model = model,
        .evidence = {"metrics: {accuracy: 0.9}"},
        .watcher = watcher,
        .check = text_format(&arena,
                             "local m = case.model local l = m.lineage\n"
                             "local function show(...) local t = {} for i = 1, "
                             "select('#', ...) do t[i] = tostring((select(i, ...))) end "
                             "return '=' .. table.concat(t, ' ') end\n"
                             "local function walk(t) local s = '' for k, v in pairs(t) do "
                             "s = s .. k .. '=' .. tostring(v) .. ' ' end return s end\n"
                             "case:pass(show(%s))",
                             expression)
                     .at,
    });
    arena_free(&arena);
    return judged;
}

struct reading {
    const char *lua;
    enum outcome outcome;
    const char *message;
};

static void readings_hold(const struct reading *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct judged judged = judge_model(rows[i].lua, NULL);
        const struct finding *last = &judged.findings.at[judged.findings.count - 1];
        ck_assert_msg(last->outcome == rows[i].outcome &&
                          (rows[i].outcome == OUTCOME_PASS
                               ? text_is(last->message, rows[i].message)
                               : text_has(last->message, rows[i].message)),
                      "%s: wanted %s, got %s", rows[i].lua, rows[i].message,
                      judged_words(&judged, &judged.arena));
        arena_free(&judged.arena);
    }
}

START_TEST(test_view__members_and_items_read_as_lua_values)
{
    const struct reading rows[] = {
        {"m.owner, m.flag, m.ttl_days, l.ratio", OUTCOME_PASS, "=me false 3 0.5"},
        {"math.type(m.ttl_days), math.type(l.ratio)", OUTCOME_PASS, "=integer float"},
        {"l.odd == l.odd, l.odd", OUTCOME_PASS, "=false nan"},
        {"l.code.commit, l.data[2].name, l.data[1.0].name", OUTCOME_PASS, "=abc b a"},
        {"#l.data, #l.none, #l.code, #m.lineage.many", OUTCOME_PASS, "=2 0 2 3"},
        {"type(l), type(l.data), tostring(l)", OUTCOME_PASS, "=table table table"},
        {"l.code == m.lineage.code, l.code == l.data, l.code == 1", OUTCOME_PASS,
         "=true false false"},
        {"table.concat(l.many, ','), select(2, table.unpack(l.many))", OUTCOME_PASS, "=x,y,z y z"},
        {"('x y'):gsub('%w', m.lineage.code and {x = l.many[3]})", OUTCOME_PASS, "=z y 2"},
    };
    readings_hold(rows, COUNT(rows));
}
END_TEST

START_TEST(test_view__what_is_absent_ends_the_check_with_its_place)
{
    const struct reading rows[] = {
        {"m.ownr", OUTCOME_MISSING, "ownr is absent (model.yaml:1); did you mean owner?"},
        {"l.code.comit", OUTCOME_MISSING, "lineage.code.comit is absent (model.yaml:12)"},
        {"l.code.comit", OUTCOME_MISSING, "did you mean commit?"},
        {"m.nothing", OUTCOME_MISSING, "nothing is absent"},
        {"l.data[3]", OUTCOME_MISSING, "lineage.data[3] is absent (model.yaml:13)"},
        {"l.data[3]", OUTCOME_MISSING, "the list has 2 items"},
        {"l.data[0]", OUTCOME_MISSING, "lineage.data[0] is absent"},
        {"l.data[-1]", OUTCOME_MISSING, "lineage.data[-1] is absent"},
        {"l.gaps[2]", OUTCOME_MISSING, "lineage.gaps[2] is absent"},
        {"l.data.name", OUTCOME_MISSING, "lineage.data.name is absent"},
        {"l.code[1]", OUTCOME_MISSING, "lineage.code[1] is absent"},
        {"m.owner.x", OUTCOME_ERROR, "'string.x' does not exist here"},
        {"l[true]", OUTCOME_ERROR, "documents are read by a name or a whole number"},
        {"l[1.5]", OUTCOME_ERROR, "documents are read by a name or a whole number"},
        {"l[nil]", OUTCOME_ERROR, "documents are read by a name or a whole number, nil was given"},
        {"l < 1", OUTCOME_ERROR, "attempt to compare document with number"},
        {"l .. ''", OUTCOME_ERROR, "attempt to concatenate a document value"},
    };
    readings_hold(rows, COUNT(rows));
}
END_TEST

START_TEST(test_view__documents_are_walked_in_the_order_of_keys_and_items)
{
    const struct reading rows[] = {
        {"walk(l.code)", OUTCOME_PASS, "=commit=abc dirty=false "},
        {"walk(l.many)", OUTCOME_PASS, "=1=x 2=y 3=z "},
        {"walk(l.none)", OUTCOME_PASS, "="},
        {"(function() local s = '' for i, v in ipairs(l.many) do s = s .. i .. v end return s "
         "end)()",
         OUTCOME_PASS, "=1x2y3z"},
        {"(function() for i, v in ipairs(l.gaps) do end end)()", OUTCOME_MISSING,
         "lineage.gaps[2] is absent"},
        {"(function() for i, v in ipairs(l.code) do end end)()", OUTCOME_ERROR,
         "ipairs: lineage.code has names and no items, pairs walks it"},
        {"next(l.code), next(l.code, 'commit')", OUTCOME_PASS, "=commit dirty false"},
        {"next(l.code, 'dirty'), next(l.none)", OUTCOME_PASS, "=nil nil"},
        {"next(l.code, 'd')", OUTCOME_PASS, "=dirty false"},
        {"next(l.many, 3)", OUTCOME_PASS, "=nil"},
        {"next(l.many, 9)", OUTCOME_ERROR, "the list has no index 9"},
        {"(function() for k, v in pairs(m) do if k == 'nothing' then return 'seen' end end end)()",
         OUTCOME_PASS, "="},
    };
    readings_hold(rows, COUNT(rows));
}
END_TEST

START_TEST(test_view__a_missing_read_is_one_finding_at_the_line_of_the_policy)
{
    struct judged judged = judge_model("m.ownr", NULL);
    ck_assert_uint_eq(judged.findings.count, 1);
    const struct finding *finding = &judged.findings.at[0];
    ck_assert(text_is(finding->control, "ownr"));
    ck_assert_str_eq(finding->evidence.file, "model.yaml");
    ck_assert_str_eq(finding->source.file, "p.lua");
    ck_assert_uint_eq(finding->source.line, 7);
    arena_free(&judged.arena);
}
END_TEST

struct reads {
    struct arena arena;
    struct text all;
};

static void read_kept(void *context, struct place source, struct text path,
                      const struct value *value)
{
    struct reads *reads = context;
    ck_assert_str_eq(source.file, "p.lua");
    reads->all = text_format(&reads->arena, "%.*s%.*s%s ", TEXT_ARGS(reads->all), TEXT_ARGS(path),
                             value ? "" : "?");
}

START_TEST(test_view__a_watcher_is_told_of_every_scalar_and_of_what_is_absent)
{
    struct reads reads = {0};
    struct watcher watcher = {.context = &reads, .read = read_kept};
    struct judged watched = judge_model("l.code.commit, l.many[2], walk(l.code), l.x", &watcher);
    struct judged alone = judge_model("l.code.commit, l.many[2], walk(l.code), l.x", NULL);
    ck_assert_msg(text_is(reads.all, "lineage.code.commit lineage.many[2] lineage.code.commit "
                                     "lineage.code.dirty lineage.x? "),
                  "%.*s", TEXT_ARGS(reads.all));
    ck_assert_uint_eq(watched.evaluation.fuel, alone.evaluation.fuel);
    arena_free(&reads.arena);
    arena_free(&watched.arena);
    arena_free(&alone.arena);
}
END_TEST

TESTS("script/view", test_view__members_and_items_read_as_lua_values,
      test_view__what_is_absent_ends_the_check_with_its_place,
      test_view__documents_are_walked_in_the_order_of_keys_and_items,
      test_view__a_missing_read_is_one_finding_at_the_line_of_the_policy,
      test_view__a_watcher_is_told_of_every_scalar_and_of_what_is_absent)
