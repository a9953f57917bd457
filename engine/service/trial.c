#include "service/trial.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "service/record.h"
#include "value/canonical.h"
#include "value/pattern.h"

static const char *const trial_keys[] = {"name",         "model",     "evidence", "champion",
                                         "to",           "from",      "now",      "params",
                                         "observations", "approvals", "expect",   NULL};

static const char trial_usual_now[] = "2026-01-01T00:00:00Z"; /* where a case does not care */

/* Names under which an empty table is an empty list; Lua writes it like an empty map. */
static const char *const trial_list_names[] = {"data",    "models", "evidence", "groups",
                                               "results", "suites", "datasets", "language",
                                               "steps",   "ignore", "cites",    NULL};

/* ---- tables to documents ---- */

static bool trial_names_list(struct text name)
{
    for (size_t i = 0; trial_list_names[i]; i++)
        if (text_is(name, trial_list_names[i]))
            return true;
    return false;
}

/* The table with its empty tables told apart. */
static struct value trial_told_apart(const struct value *trial_table, bool listed,
                                     struct arena *arena)
{
    struct members trial_members = {0};
    struct values trial_items = {0};
    if (value_kind(trial_table) == VALUE_LIST && value_count(trial_table) == 0)
        return listed ? *trial_table : value_of_map(arena, &trial_members);
    for (size_t i = 0; i < value_count(trial_table); i++)
        if (value_kind(trial_table) == VALUE_MAP)
            members_add(arena, &trial_members, member_key(trial_table, i),
                        trial_told_apart(member_value(trial_table, i),
                                         trial_names_list(member_key(trial_table, i)), arena));
        else
            *LIST_ADD(arena, &trial_items) =
                trial_told_apart(value_at(trial_table, i), false, arena);
    if (value_kind(trial_table) == VALUE_MAP)
        return value_of_map(arena, &trial_members);
    return value_kind(trial_table) == VALUE_LIST
               ? value_of_list(arena, trial_items.at, trial_items.count)
               : *trial_table;
}

/* `over` laid over `under`: maps are joined member by member, anything else replaces. */
static struct value trial_laid_over(const struct value *under, const struct value *over,
                                    struct arena *arena)
{
    if (value_kind(under) != VALUE_MAP || value_kind(over) != VALUE_MAP)
        return *over;
    struct members trial_members = {0};
    for (size_t i = 0; i < value_count(under); i++) {
        const struct text trial_key = member_key(under, i);
        const struct value *other = value_get(over, trial_key);
        members_add(arena, &trial_members, trial_key,
                    other ? trial_laid_over(member_value(under, i), other, arena)
                          : *member_value(under, i));
    }
    for (size_t i = 0; i < value_count(over); i++)
        if (!value_get(under, member_key(over, i)))
            members_add(arena, &trial_members, member_key(over, i), *member_value(over, i));
    return value_of_map(arena, &trial_members);
}

static struct value trial_smallest_model(struct arena *arena)
{
    struct record record = record_in(arena);
    record_text(&record, "obstat", TEXT("model/v1"));
    record_text(&record, "name", TEXT("test-model"));
    record_text(&record, "version", TEXT("1.0.0"));
    record_value(&record, "evidence", value_of_list(arena, NULL, 0));
    return record_map(&record);
}

static struct value trial_smallest_evidence(struct arena *arena)
{
    struct record record = record_in(arena);
    record_text(&record, "obstat", TEXT("evidence/v1"));
    return record_map(&record);
}

/* A table, laid over `under`; or the file that a text names. */
static bool trial_document(const struct value *given, struct value under, const char *folder,
                           struct arena *arena, struct value *out, struct error *err)
{
    struct text bytes;
    if (value_kind(given) != VALUE_STRING) {
        const struct value trial_table = trial_told_apart(given, false, arena);
        *out = trial_laid_over(&under, &trial_table, arena);
        return true;
    }
    const char *path = path_join(arena, folder, text_string(arena, value_text(given)));
    return file_read(path, LIMIT_EVIDENCE_SIZE, arena, &bytes, err) &&
           document_read(path, bytes, arena, out, err);
}

static bool evidence_of(const struct value *given, const char *folder, struct arena *arena,
                        struct values *out, struct error *err)
{
    const bool several = value_kind(given) == VALUE_LIST;
    const size_t count = several ? value_count(given) : 1;
    for (size_t i = 0; i < count; i++) {
        struct value document;
        if (!trial_document(several ? value_at(given, i) : given, trial_smallest_evidence(arena),
                            folder, arena, &document, err))
            return false;
        *LIST_ADD(arena, out) = document;
    }
    return true;
}

static bool champion_of(const struct value *given, const char *folder, struct arena *arena,
                        struct trial *out, struct error *err)
{
    const struct value *model = value_present(given, TEXT("model"));
    const struct value *evidence = value_present(given, TEXT("evidence"));
    out->championed = true;
    out->champion_model = trial_smallest_model(arena);
    return (!model || trial_document(model, trial_smallest_model(arena), folder, arena,
                                     &out->champion_model, err)) &&
           (!evidence || evidence_of(evidence, folder, arena, &out->champion_evidence, err));
}

/* ---- reading a case ---- */

static bool trial_keys_known(const struct value *trial_table, struct arena *arena,
                             struct place place, struct error *err)
{
    for (size_t i = 0; i < value_count(trial_table); i++) {
        struct suggestion near = suggest_for(member_key(trial_table, i));
        bool known = false;
        for (size_t j = 0; trial_keys[j] && !known; j++) {
            known = text_is(member_key(trial_table, i), trial_keys[j]);
            suggest_offer(&near, text_of(trial_keys[j]));
        }
        if (!known)
            return error_at(err, ERROR_POLICY, place, "a test has no key %.*s%s",
                            TEXT_ARGS(member_key(trial_table, i)), suggest_hint(&near, arena));
    }
    return true;
}

static bool trial_stage(const struct value *trial_table, struct text key, struct arena *arena,
                        struct place place, enum stage *out, struct error *err)
{
    const struct value *given = value_present(trial_table, key);
    struct suggestion near = suggest_for(given ? value_text(given) : TEXT_NONE);
    if (!given || stage_read(value_text(given), out, &near))
        return true;
    return error_at(err, ERROR_POLICY, place, "there is no stage %.*s%s",
                    TEXT_ARGS(value_text(given)), suggest_hint(&near, arena));
}

static bool expectation_of(const struct value *trial_table, struct place place, struct trial *out,
                           struct error *err)
{
    const struct value *expect = value_present(trial_table, TEXT("expect"));
    const struct value *outcome =
        expect && value_kind(expect) == VALUE_MAP ? value_get(expect, TEXT("outcome")) : expect;
    const struct value *message =
        expect && value_kind(expect) == VALUE_MAP ? value_get(expect, TEXT("message")) : NULL;
    out->message = message ? value_text(message) : TEXT_NONE;
    if (outcome && outcome_read(value_text(outcome), &out->outcome))
        return true;
    return error_at(err, ERROR_POLICY, place,
                    "test \"%.*s\": expect is pass, fail, missing, insufficient, not_applicable, "
                    "waived or error",
                    TEXT_ARGS(out->name));
}

static bool trial_documents(const struct value *trial_table, const char *folder,
                            struct arena *arena, struct trial *out, struct error *err)
{
    const struct value *trial_model = value_present(trial_table, TEXT("model"));
    const struct value *trial_evidence = value_present(trial_table, TEXT("evidence"));
    const struct value *trial_champion = value_present(trial_table, TEXT("champion"));
    const struct value *trial_observations = value_present(trial_table, TEXT("observations"));
    const struct value *trial_approvals = value_present(trial_table, TEXT("approvals"));
    struct members none = {0};
    out->model = trial_smallest_model(arena);
    out->observations = trial_observations ? *trial_observations : value_of_map(arena, &none);
    out->approvals = trial_approvals ? *trial_approvals : value_of_list(arena, NULL, 0);
    return (!trial_model || trial_document(trial_model, trial_smallest_model(arena), folder, arena,
                                           &out->model, err)) &&
           (!trial_evidence || evidence_of(trial_evidence, folder, arena, &out->evidence, err)) &&
           (!trial_champion || champion_of(trial_champion, folder, arena, out, err));
}

bool trial_read(const struct value *trial_table, const char *folder, struct place place,
                struct arena *arena, struct trial *out, struct error *err)
{
    struct trial trial = {.to = STAGE_PRODUCTION};
    const struct value *name = value_present(trial_table, TEXT("name"));
    const struct value *now = value_present(trial_table, TEXT("now"));
    if (value_kind(trial_table) != VALUE_MAP || !name || value_kind(name) != VALUE_STRING)
        return error_at(err, ERROR_POLICY, place, "a test is a table with a name");
    trial.name = value_text(name);
    trial.params = value_present(trial_table, TEXT("params"));
    if (!clock_read(now ? value_text(now) : text_of(trial_usual_now), &trial.now))
        return error_at(err, ERROR_POLICY, place, "test \"%.*s\": now is no moment",
                        TEXT_ARGS(trial.name));
    if (!trial_keys_known(trial_table, arena, place, err) ||
        !trial_stage(trial_table, TEXT("to"), arena, place, &trial.to, err) ||
        !trial_stage(trial_table, TEXT("from"), arena, place, &trial.from, err) ||
        !expectation_of(trial_table, place, &trial, err) ||
        !trial_documents(trial_table, folder, arena, &trial, err))
        return false;
    *out = trial;
    return true;
}

/* ---- judging it ---- */

/* JSON as Python would write it: NaN bare, which only evidence may hold. */
static void trial_written(const struct value *value, struct buffer *trial_json)
{
    struct error err = {0};
    switch (value_kind(value)) {
    case VALUE_NAN:
        buffer_string(trial_json, "NaN");
        return;
    case VALUE_LIST:
        for (size_t i = 0; i < value_count(value); i++) {
            buffer_byte(trial_json, i ? ',' : '[');
            trial_written(value_at(value, i), trial_json);
        }
        buffer_string(trial_json, value_count(value) ? "]" : "[]");
        return;
    case VALUE_MAP:
        for (size_t i = 0; i < value_count(value); i++) {
            buffer_byte(trial_json, i ? ',' : '{');
            canonical_text(member_key(value, i), trial_json);
            buffer_byte(trial_json, ':');
            trial_written(member_value(value, i), trial_json);
        }
        buffer_string(trial_json, value_count(value) ? "}" : "{}");
        return;
    case VALUE_INTEGER:
        buffer_format(trial_json, "%lld", (long long)value_integer(value));
        return;
    case VALUE_NULL:
    case VALUE_BOOLEAN:
    case VALUE_NUMBER:
    case VALUE_STRING:
        break;
    }
    if (!canonical_write(value, trial_json, &err))
        buffer_string(trial_json, "null");
}

static struct text trial_bytes(const struct value *document, struct arena *arena)
{
    struct buffer out = buffer_in(arena, LIMIT_EVIDENCE_SIZE);
    trial_written(document, &out);
    return buffer_text(&out);
}

static bool evidence_load(const struct values *documents, const struct manifest *manifest,
                          struct arena *arena, struct evidences *out, struct error *err)
{
    for (size_t i = 0; i < documents->count; i++) {
        struct evidence evidence;
        const char *path = text_format(arena, "evidence%zu.json", i + 1).at;
        if (!evidence_read(path, trial_bytes(&documents->at[i], arena), TEXT_NONE, arena, &evidence,
                           err) ||
            !evidence_matches(&evidence, manifest->name, manifest->version, NULL, err))
            return false;
        *LIST_ADD(arena, out) = evidence;
    }
    return true;
}

/* The bytes of an artifact are not there in a test; what the manifest says of it is. */
static struct artifact artifact_told(const struct manifest *manifest)
{
    struct artifact artifact = {.node = value_present(manifest->document, TEXT("artifact"))};
    const struct value *digest =
        artifact.node ? value_present(artifact.node, TEXT("digest")) : NULL;
    if (digest && digest_read(value_text(digest), &artifact.digest))
        artifact.kind = ARTIFACT_DECLARED;
    return artifact;
}

static bool params_set(const struct trial *trial, struct policy *policy, struct arena *arena,
                       struct error *err)
{
    for (size_t i = 0; trial->params && i < value_count(trial->params); i++)
        if (!param_set(policy, member_key(trial->params, i), member_value(trial->params, i), arena,
                       err))
            return false;
    return true;
}

static bool champion_load(const struct trial *trial, struct schemas *schemas, struct arena *arena,
                          struct trial_run *out, struct error *err)
{
    if (!trial->championed)
        return true;
    out->champion = (struct case_file){.manifest = &out->champion_manifest,
                                       .evidence = &out->champion_evidence,
                                       .artifact = &out->artifact,
                                       .approvals = &trial->approvals,
                                       .observations = &trial->observations,
                                       .to = STAGE_PRODUCTION,
                                       .now = trial->now};
    out->of.champion = &out->champion;
    return manifest_read("champion.json", trial_bytes(&trial->champion_model, arena), schemas,
                         arena, &out->champion_manifest, err) &&
           evidence_load(&trial->champion_evidence, &out->champion_manifest, arena,
                         &out->champion_evidence, err);
}

/* One word for the whole: the gravest outcome of what binds, else of what advises; where everything
 * passed, pass; where nothing did, not_applicable or waived. */
static enum outcome trial_outcome(const struct trial_run *run)
{
    static const enum outcome gravest_first[] = {
        OUTCOME_ERROR, OUTCOME_MISSING,        OUTCOME_INSUFFICIENT, OUTCOME_FAIL,
        OUTCOME_PASS,  OUTCOME_NOT_APPLICABLE, OUTCOME_WAIVED};
    for (size_t i = 0; i < COUNT(gravest_first); i++)
        if (run->conclusion.counts[gravest_first[i]])
            return gravest_first[i];
    for (size_t i = 0; i < COUNT(gravest_first); i++)
        if (run->conclusion.advisory_counts[gravest_first[i]])
            return gravest_first[i];
    return OUTCOME_ERROR;
}

bool trial_judge(const struct trial *trial, const struct trial_bench *bench, struct arena *arena,
                 struct trial_run *out, struct error *err)
{
    const struct policy *policy = bench->policy;
    struct policy tuned = *policy;
    struct evaluation evaluation = {.watcher = bench->watcher};
    *out = (struct trial_run){0};
    tuned.params.at = ARENA_ARRAY(arena, struct param, policy->params.count + 1);
    if (policy->params.count)
        memcpy(tuned.params.at, policy->params.at, policy->params.count * sizeof *tuned.params.at);
    if (!params_set(trial, &tuned, arena, err) ||
        !manifest_read("model.json", trial_bytes(&trial->model, arena), bench->schemas, arena,
                       &out->manifest, err) ||
        !evidence_load(&trial->evidence, &out->manifest, arena, &out->evidence, err))
        return false;
    out->artifact = artifact_told(&out->manifest);
    out->of = (struct case_file){.manifest = &out->manifest,
                                 .evidence = &out->evidence,
                                 .artifact = &out->artifact,
                                 .approvals = &trial->approvals,
                                 .observations = &trial->observations,
                                 .from = trial->from,
                                 .to = trial->to,
                                 .now = trial->now};
    if (!champion_load(trial, bench->schemas, arena, out, err))
        return false;
    if (!policy_applies(&tuned, trial->from, trial->to, out->manifest.tier)) {
        out->outcome = OUTCOME_NOT_APPLICABLE;
        return true;
    }
    bench->evaluator->check(bench->evaluator->host, &tuned, &out->of, arena, &out->findings,
                            &evaluation);
    decision_conclude(&out->findings, 0, &out->conclusion);
    out->outcome = trial_outcome(out);
    return true;
}

static bool message_matches(const struct trial *trial, const struct trial_run *run,
                            struct arena *arena, bool *found, struct error *err)
{
    struct pattern *pattern;
    *found = trial->message.size == 0;
    if (*found)
        return true;
    if (!pattern_compile(trial->message, arena, &pattern, err))
        return false;
    for (size_t i = 0; i < run->findings.count && !*found; i++)
        if (run->findings.at[i].outcome == run->outcome &&
            !pattern_find(pattern, run->findings.at[i].message, found, err))
            return false;
    return true;
}

/* The first message of a finding that ended so. */
static struct text trial_message(const struct trial_run *run)
{
    for (size_t i = 0; i < run->findings.count; i++)
        if (run->findings.at[i].outcome == run->outcome)
            return run->findings.at[i].message;
    return TEXT("the policy does not apply to this transition and tier");
}

bool trial_holds(const struct trial *trial, const struct trial_run *run, struct arena *arena,
                 struct text *why)
{
    bool found = false;
    struct error err = {0};
    const struct text message = trial_message(run);
    if (run->outcome != trial->outcome) {
        *why = text_format(arena, "%s was expected, %s came: %.*s", outcome_name(trial->outcome),
                           outcome_name(run->outcome), TEXT_ARGS(message));
        return false;
    }
    if (!message_matches(trial, run, arena, &found, &err)) {
        *why = text_format(arena, "the message's pattern: %s", err.message);
        return false;
    }
    if (!found)
        *why = text_format(arena, "no message matches %.*s; the first is: %.*s",
                           TEXT_ARGS(trial->message), TEXT_ARGS(message));
    return found;
}
