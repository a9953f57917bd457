#include "service/diff_facts.h"

#include "base/limits.h"
#include "service/docket.h"
#include "service/dossier.h"
#include "service/errand.h"
#include "service/record.h"
#include "service/said.h"

#include <stdlib.h>

void fact_add(struct facts *facts, struct arena *arena, struct fact fact)
{
    if (facts->count < LIMIT_DIFF_FACTS)
        *LIST_ADD(arena, facts) = fact;
}

/* As deep as the tree, which its reader has bounded. */
void facts_flatten(struct text section, struct text path, const struct value *tree,
                   struct arena *arena, struct facts *facts)
{
    const enum value_kind kind = value_kind(tree);
    for (size_t i = 0; i < value_count(tree) && facts->count < LIMIT_DIFF_FACTS; i++) {
        const struct text key = kind == VALUE_MAP ? member_key(tree, i) : TEXT_NONE;
        const struct text below = kind == VALUE_MAP
                                      ? text_format(arena, "%.*s%s%.*s", TEXT_ARGS(path),
                                                    path.size ? "." : "", TEXT_ARGS(key))
                                      : text_format(arena, "%.*s[%zu]", TEXT_ARGS(path), i);
        facts_flatten(section, below, kind == VALUE_MAP ? member_value(tree, i) : value_at(tree, i),
                      arena, facts);
    }
    if (kind != VALUE_MAP && kind != VALUE_LIST && kind != VALUE_NULL)
        fact_add(facts, arena, (struct fact){section, path, *tree});
}

/* ---- in the worker ---- */

struct diff_reading {
    const char *vault;
    const struct compared *sides;
};

static bool inputs_facts(const struct diff_reading *reading, const struct value *docket,
                         struct arena *arena, struct facts *facts, struct error *err)
{
    struct fetched_files files = {0};
    struct inputs inputs = {0};
    const struct value *told = value_get(docket, TEXT("inputs"));
    if (!docket_fetch(reading->vault, told, arena, &files, err) ||
        !docket_open(&files, told, schemas_new(arena), arena, &inputs, err))
        return false;
    const struct value *lineage = value_get(inputs.manifest.document, TEXT("lineage"));
    facts_flatten(TEXT("parameters"), TEXT_NONE, value_get(lineage, TEXT("parameters")), arena,
                  facts);
    for (size_t i = 0; i < inputs.evidence.count; i++)
        facts_measured(&inputs.evidence.at[i], arena, facts);
    return true;
}

/* "fairness/four-fifths: race African-American" fails, and at what. */
static void findings_facts(const struct value *decision, struct arena *arena, struct facts *facts)
{
    const struct value *findings = value_get(decision, TEXT("findings"));
    for (size_t i = 0; i < value_count(findings); i++) {
        const struct value *finding = value_at(findings, i);
        const struct value *observed = value_present(finding, TEXT("observed"));
        const struct text name =
            text_format(arena, "%.*s: %.*s", TEXT_ARGS(said_text(finding, "policy")),
                        TEXT_ARGS(said_text(finding, "control")));
        fact_add(
            facts, arena,
            (struct fact){TEXT("policies"), name, value_of_text(said_text(finding, "outcome"))});
        if (value_is_number(observed))
            fact_add(facts, arena,
                     (struct fact){TEXT("policies"),
                                   text_format(arena, "%.*s, observed", TEXT_ARGS(name)),
                                   *observed});
    }
}

static bool decision_facts(const struct diff_reading *reading, const struct value *row,
                           struct arena *arena, struct facts *facts, struct error *err)
{
    struct digest case_digest, decision_digest;
    const struct value *docket, *decision;
    if (!digest_read(said_text(row, "case"), &case_digest) ||
        !digest_read(said_text(row, "id"), &decision_digest))
        return error_set(err, ERROR_INTEGRITY, "a decision of the log names no case");
    if (!docket_read(reading->vault, &case_digest, arena, &docket, err) ||
        !docket_read(reading->vault, &decision_digest, arena, &decision, err) ||
        !inputs_facts(reading, docket, arena, facts, err))
        return false;
    findings_facts(decision, arena, facts);
    return true;
}

static struct value facts_value(const struct facts *facts, struct arena *arena)
{
    struct values told = {0};
    for (size_t i = 0; i < facts->count; i++) {
        const struct fact *fact = &facts->at[i];
        struct record record = record_in(arena);
        const bool finite = value_kind(&fact->value) != VALUE_NAN;
        record_text(&record, "section", fact->section);
        record_text(&record, "name", fact->name);
        record_value(&record, "value", finite ? fact->value : value_of_text(TEXT("NaN")));
        *LIST_ADD(arena, &told) = record_map(&record);
    }
    return value_of_list(arena, told.at, told.count);
}

static bool sides_tell(void *context, struct arena *arena, struct value *told, struct error *err)
{
    struct value both[2];
    const struct diff_reading *reading = context;
    for (size_t i = 0; i < COUNT(both); i++) {
        struct facts facts = {0};
        const struct value *decision = reading->sides[i].decision;
        if (decision && !decision_facts(reading, decision, arena, &facts, err))
            return false;
        both[i] = facts_value(&facts, arena);
    }
    *told = value_of_list(arena, both, COUNT(both));
    return true;
}

/* ---- in the parent ---- */

/* Lists of things that have names: what they are called, and what is said of each. */
struct listed {
    const char *list, *called, *word;
    const char *belongs; /* what it means to be in the list */
};

static const struct listed consumers = {"consumers", "id", "consumer", "uses it"};
static const struct listed endpoints = {"endpoints", "endpoint", "endpoint", "serves it"};
static const struct listed data_sets = {"data", "name", "data", "is named"};
static const struct listed models = {"models", "name", "model", "is named"};

/* "consumer pricing"; of two data sets of one name, "data loans" and "data loans (2)". */
static struct text listed_name(const struct listed *listed, const struct value *all, size_t at,
                               struct arena *arena)
{
    size_t nth = 1;
    const struct text name = said_text(value_at(all, at), listed->called);
    for (size_t before = 0; before < at; before++)
        nth += text_equal(said_text(value_at(all, before), listed->called), name);
    const char *number = nth > 1 ? text_format(arena, " (%zu)", nth).at : "";
    return text_format(arena, "%s %.*s%s", listed->word, TEXT_ARGS(name), number);
}

/* Where the log has it is no property of a version: two have never the same index. */
static void listed_facts(struct text section, const struct listed *listed, const struct value *from,
                         struct arena *arena, struct facts *facts)
{
    const struct value *all = value_present(from, text_of(listed->list));
    for (size_t i = 0; i < value_count(all); i++) {
        const struct value *one = value_at(all, i);
        const struct text name = listed_name(listed, all, i, arena);
        const bool knows = value_present(one, TEXT("acknowledged")) != NULL;
        const char *belongs = knows ? "knows that it ends" : listed->belongs;
        fact_add(facts, arena, (struct fact){section, name, value_of_text(text_of(belongs))});
        for (size_t j = 0; j < value_count(one); j++) {
            const struct text key = member_key(one, j);
            if (!text_is(key, listed->called) && !text_is(key, "index") &&
                !text_is(key, "acknowledged"))
                facts_flatten(section,
                              text_format(arena, "%.*s: %.*s", TEXT_ARGS(name), TEXT_ARGS(key)),
                              member_value(one, j), arena, facts);
        }
    }
}

static void lineage_facts(const struct value *lineage, struct arena *arena, struct facts *facts)
{
    static const char *const told[] = {"code", "environment", "parameters"};
    const struct text section = TEXT("lineage");
    for (size_t i = 0; i < COUNT(told); i++)
        facts_flatten(section, text_of(told[i]), value_get(lineage, text_of(told[i])), arena,
                      facts);
    listed_facts(section, &data_sets, lineage, arena, facts);
    listed_facts(section, &models, lineage, arena, facts);
}

/* What the log itself says of the version. */
static void row_facts(struct compared *side, struct arena *arena)
{
    static const char *const metadata[] = {
        "stage",   "tier",    "owner",    "authors", "release",  "ttl_days",
        "created", "expires", "artifact", "listing", "manifest", "tags",
    };
    const struct text section = TEXT("metadata");
    for (size_t i = 0; i < COUNT(metadata); i++)
        facts_flatten(section, text_of(metadata[i]), value_get(side->row, text_of(metadata[i])),
                      arena, &side->facts);
    listed_facts(section, &consumers, side->row, arena, &side->facts);
    listed_facts(section, &endpoints, side->row, arena, &side->facts);
    lineage_facts(value_get(side->row, TEXT("lineage")), arena, &side->facts);
    if (side->decision) {
        fact_add(&side->facts, arena,
                 (struct fact){TEXT("policies"), TEXT("set"),
                               value_of_text(said_text(side->decision, "policies"))});
        fact_add(&side->facts, arena,
                 (struct fact){TEXT("policies"), TEXT("verdict"),
                               value_of_text(said_text(side->decision, "verdict"))});
    }
}

/* A worker is believed as little as the strangers whom it read. */
static void told_facts(const struct value *told, struct compared *side, struct arena *arena)
{
    side->cut = value_count(told) >= LIMIT_DIFF_FACTS;
    for (size_t i = 0; i < value_count(told); i++) {
        const struct value *one = value_at(told, i);
        const struct value *value = value_present(one, TEXT("value"));
        const enum value_kind kind = value_kind(value);
        if (value && kind != VALUE_LIST && kind != VALUE_MAP)
            fact_add(&side->facts, arena,
                     (struct fact){said_text(one, "section"), said_text(one, "name"), *value});
    }
}

static int facts_order(const void *one, const void *other)
{
    const struct fact *a = one, *b = other;
    const int sections = text_compare(a->section, b->section);
    return sections ? sections : text_compare(a->name, b->name);
}

/* In order, and of two that have one name the first that came. */
static void facts_settle(struct facts *facts)
{
    size_t kept = 0;
    if (facts->count)
        qsort(facts->at, facts->count, sizeof *facts->at, facts_order);
    for (size_t i = 0; i < facts->count; i++)
        if (!kept || facts_order(&facts->at[kept - 1], &facts->at[i]) != 0)
            facts->at[kept++] = facts->at[i];
    facts->count = kept;
}

bool diff_facts(struct acting *acting, struct compared sides[2], struct error *err)
{
    const struct value *told;
    struct diff_reading reading = {acting->vault, sides};
    const struct errand errand = {
        .tell = sides_tell, .context = &reading, .time_ms = LIMIT_READ_TIME_MS};
    if (!errand_run(acting->session, &errand, &told, err))
        return false;
    for (size_t i = 0; i < 2; i++) {
        row_facts(&sides[i], acting->arena);
        told_facts(value_at(told, i), &sides[i], acting->arena);
        facts_settle(&sides[i].facts);
    }
    return true;
}
