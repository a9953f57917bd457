/* SARIF 2.1.0, what analysers of code found: counts of results by level, for each tool.
 *
 *     results                 all that count      results.error      level error
 *     results.suppressed      set apart           results.warning    level warning
 *                                                 results.note, results.none
 *
 * The tool is the task; several runs of one tool are summed. A level that a result lacks is its
 * rule's, else warning; what is no failure by its kind has the level none. Where a run did not
 * succeed, or has no results at all, there is no count: nothing found is not nothing there. */
#include "evidence/format.h"

#include "base/limits.h"

enum sarif_level { SARIF_ERROR, SARIF_WARNING, SARIF_NOTE, SARIF_NONE, SARIF_LEVELS };
static const char *const level_words[] = {"error", "warning", "note", "none"};

struct sarif {
    struct evidence *evidence;
    struct arena *arena;
    struct error *err;
};

/* The rules of one run of SARIF. */
struct rules {
    const struct value *run;
    struct value by_id;
    bool ambiguous;
};

/* What the runs of one tool found. */
struct tool_tally {
    size_t levels[SARIF_LEVELS], suppressed;
    size_t invocations, successful;
    const struct value *driver;     /* the tool, as its first run has it                       */
    const struct value *incomplete; /* an invocation or a run that proves nothing, or NULL     */
};

static bool is_sarif(const struct value *document)
{
    const struct value *runs = value_get(document, TEXT("runs"));
    const struct value *version = value_get(document, TEXT("version"));
    return runs && value_kind(runs) == VALUE_LIST && version &&
           text_starts(value_text(version), TEXT("2.1."));
}

static struct text text_at(const struct value *map, struct text key)
{
    const struct value *text = value_get(map, key);
    return text ? value_text(text) : TEXT_NONE;
}

static const struct value *driver_of(const struct value *sarif_run)
{
    return value_get(value_get(sarif_run, TEXT("tool")), TEXT("driver"));
}

/* The rules of a run by their ids. SARIF lets two rules have one id; then ids tell nothing. */
static void rules_index(struct rules *rules, const struct value *sarif_run, struct arena *arena)
{
    const struct value *all = value_get(driver_of(sarif_run), TEXT("rules"));
    struct members by_id = {0};
    size_t twice;
    for (size_t i = 0; i < value_count(all); i++) {
        const struct text id = text_at(value_at(all, i), TEXT("id"));
        if (id.size && id.size <= LIMIT_KEY_SIZE)
            members_add(arena, &by_id, id, *value_at(all, i));
    }
    rules->run = sarif_run;
    rules->ambiguous = !members_sort(by_id.at, by_id.count, &twice);
    rules->by_id = value_over_members(by_id.at, rules->ambiguous ? 0 : by_id.count);
}

static const struct value *index_at(const struct value *list, const struct value *index)
{
    if (!index || value_kind(index) != VALUE_INTEGER || value_integer(index) < 0)
        return NULL;
    return value_at(list, (size_t)value_integer(index));
}

/* The rule that a result names: of an extension by two indices, of the tool by index or by id. */
static const struct value *rule_of(const struct value *result, const struct rules *rules)
{
    const struct value *sarif_run = rules->run;
    const struct value *named = value_get(result, TEXT("rule"));
    const struct value *index = value_get(result, TEXT("ruleIndex"));
    const struct value *component =
        value_get(value_get(named, TEXT("toolComponent")), TEXT("index"));
    const struct value *extensions =
        value_get(value_get(sarif_run, TEXT("tool")), TEXT("extensions"));
    const struct value *owner = component ? index_at(extensions, component) : driver_of(sarif_run);
    const struct value *sarif_rule =
        index_at(value_get(owner, TEXT("rules")), index ? index : value_get(named, TEXT("index")));
    return sarif_rule ? sarif_rule : value_get(&rules->by_id, text_at(result, TEXT("ruleId")));
}

static bool level_known(struct text word, enum sarif_level *sarif_level)
{
    for (size_t i = 0; i < COUNT(level_words); i++)
        if (text_is(word, level_words[i])) {
            *sarif_level = (enum sarif_level)i;
            return true;
        }
    return false;
}

static bool level_of(const struct value *result, const struct rules *rules,
                     enum sarif_level *sarif_level, struct error *err)
{
    const struct value *sarif_rule = rule_of(result, rules),
                       *sarif_level_found = value_present(result, TEXT("level"));
    const struct text kind = text_at(result, TEXT("kind"));
    *sarif_level = SARIF_WARNING;
    if (sarif_level_found)
        return level_known(value_text(sarif_level_found), sarif_level) ||
               error_at(err, ERROR_REFUSED, value_place(sarif_level_found),
                        "level is none of SARIF's: error, warning, note, none");
    if (kind.size && !text_is(kind, "fail"))
        *sarif_level = SARIF_NONE;
    else if (!sarif_rule && rules->ambiguous)
        return error_at(err, ERROR_REFUSED, value_place(result),
                        "this result has no level, and its rule cannot be told: two have one id");
    else if (sarif_rule)
        (void)level_known(
            text_at(value_get(sarif_rule, TEXT("defaultConfiguration")), TEXT("level")),
            sarif_level);
    return true;
}

/* A result that somebody suppressed, and nobody doubted that. */
static bool is_suppressed(const struct value *result)
{
    const struct value *suppressions = value_get(result, TEXT("suppressions"));
    for (size_t i = 0; i < value_count(suppressions); i++) {
        const struct value *suppression = value_at(suppressions, i);
        const struct text status = text_at(suppression, TEXT("status"));
        if (value_kind(suppression) != VALUE_MAP || (status.size && !text_is(status, "accepted")))
            return false;
    }
    return value_count(suppressions) > 0;
}

static bool invocations_count(struct tool_tally *tally, const struct value *sarif_run,
                              struct error *err)
{
    const struct value *invocations;
    if (!field_of_kind(sarif_run, TEXT("invocations"), VALUE_LIST, &invocations, err))
        return false;
    for (size_t i = 0; i < value_count(invocations); i++) {
        const struct value *invocation = value_at(invocations, i);
        const struct value *succeeded = value_get(invocation, TEXT("executionSuccessful"));
        tally->invocations++;
        if (succeeded && value_boolean(succeeded))
            tally->successful++;
        else
            tally->incomplete = invocation;
    }
    return true;
}

static bool run_count(const struct sarif *sarif, struct tool_tally *tally,
                      const struct value *sarif_run)
{
    const struct value *results;
    struct rules rules;
    rules_index(&rules, sarif_run, sarif->arena);
    if (!field_of_kind(sarif_run, TEXT("results"), VALUE_LIST, &results, sarif->err) ||
        !invocations_count(tally, sarif_run, sarif->err))
        return false;
    if (!results)
        tally->incomplete = sarif_run;
    for (size_t i = 0; results && i < value_count(results); i++) {
        const struct value *result = value_at(results, i);
        enum sarif_level sarif_level_found;
        if (!level_of(result, &rules, &sarif_level_found, sarif->err))
            return false;
        if (text_is(text_at(result, TEXT("baselineState")), "absent"))
            continue; /* of an older run, and gone since */
        if (is_suppressed(result))
            tally->suppressed++;
        else
            tally->levels[sarif_level_found]++;
    }
    return true;
}

static const struct value *count_value(const struct sarif *sarif, size_t count,
                                       const struct value *of)
{
    return value_beside(value_of_integer((int64_t)count), of, sarif->arena);
}

static bool figure_add(const struct sarif *sarif, const struct tool_tally *tally,
                       struct text metric, size_t count)
{
    static const struct text why = {"a run of the tool did not succeed or has no results", 51};
    const struct setting setting = {.task = value_get(tally->driver, TEXT("name"))};
    const struct value *figure =
        tally->incomplete ? value_beside(value_of_text(why), tally->incomplete, sarif->arena)
                          : count_value(sarif, count, tally->driver);
    const struct result result = {.metric = metric, .value = figure};
    return result_add(sarif->evidence, &result, &setting, NULL, sarif->arena, sarif->err);
}

static bool tool_add(const struct sarif *sarif, const struct tool_tally *tally)
{
    const size_t *levels = tally->levels;
    const size_t all =
        levels[SARIF_ERROR] + levels[SARIF_WARNING] + levels[SARIF_NOTE] + levels[SARIF_NONE];
    if (tally->invocations)
        *LIST_ADD(sarif->arena, &sarif->evidence->suites) = (struct suite){
            .name = text_at(tally->driver, TEXT("name")),
            .passed = count_value(sarif, tally->successful, tally->driver),
            .total = count_value(sarif, tally->invocations, tally->driver),
            .errors = count_value(sarif, tally->invocations - tally->successful, tally->driver),
            .node = tally->driver,
        };
    return figure_add(sarif, tally, TEXT("results"), all) &&
           figure_add(sarif, tally, TEXT("results.error"), levels[SARIF_ERROR]) &&
           figure_add(sarif, tally, TEXT("results.warning"), levels[SARIF_WARNING]) &&
           figure_add(sarif, tally, TEXT("results.note"), levels[SARIF_NOTE]) &&
           figure_add(sarif, tally, TEXT("results.none"), levels[SARIF_NONE]) &&
           figure_add(sarif, tally, TEXT("results.suppressed"), tally->suppressed);
}

static bool drivers_check(const struct sarif *sarif, const struct value *runs)
{
    if (value_count(runs) > LIMIT_SARIF_RUNS)
        return error_at(sarif->err, ERROR_REFUSED, value_place(runs),
                        "has more than %d runs, the most that are read of SARIF", LIMIT_SARIF_RUNS);
    for (size_t i = 0; i < value_count(runs); i++)
        if (text_at(driver_of(value_at(runs, i)), TEXT("name")).size == 0)
            return error_at(sarif->err, ERROR_REFUSED, value_place(value_at(runs, i)),
                            "this run does not name its tool: tool.driver.name");
    return true;
}

static bool sarif_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct sarif sarif = {evidence, arena, err};
    const struct value *runs = value_get(evidence->document, TEXT("runs"));
    if (!drivers_check(&sarif, runs))
        return false;
    for (size_t i = 0; i < value_count(runs); i++) {
        struct tool_tally tally = {.driver = driver_of(value_at(runs, i))};
        const struct text name = text_at(tally.driver, TEXT("name"));
        size_t first = 0;
        while (!text_equal(text_at(driver_of(value_at(runs, first)), TEXT("name")), name))
            first++;
        for (size_t same = i; first == i && same < value_count(runs); same++)
            if (text_equal(text_at(driver_of(value_at(runs, same)), TEXT("name")), name) &&
                !run_count(&sarif, &tally, value_at(runs, same)))
                return false;
        if (first == i && !tool_add(&sarif, &tally))
            return false;
    }
    return true;
}

const struct format format_sarif = {
    .name = "sarif",
    .summary = "What code analysers found, in SARIF 2.1.0: Bandit, Semgrep, CodeQL and others",
    .is = is_sarif,
    .read = sarif_read,
};
