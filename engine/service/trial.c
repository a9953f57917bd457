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

/* `trial_over` laid over `trial_under`: maps are joined member by member, anything else replaces.
 */
static struct value trial_laid_over(const struct value *trial_under, const struct value *trial_over,
                                    struct arena *arena)
{
    if (value_kind(trial_under) != VALUE_MAP || value_kind(trial_over) != VALUE_MAP)
        return *trial_over;
    struct members trial_members = {0};
    for (size_t trial_member = 0; trial_member < value_count(trial_under); trial_member++) {
        const struct text trial_key = member_key(trial_under, trial_member);
        const struct value *trial_other = value_get(trial_over, trial_key);
        members_add(arena, &trial_members, trial_key,
                    trial_other ? trial_laid_over(member_value(trial_under, trial_member),
                                                  trial_other, arena)
                                : *member_value(trial_under, trial_member));
    }
    for (size_t trial_member = 0; trial_member < value_count(trial_over); trial_member++)
        if (!value_get(trial_under, member_key(trial_over, trial_member)))
            members_add(arena, &trial_members, member_key(trial_over, trial_member),
                        *member_value(trial_over, trial_member));
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

/* A table, laid over `trial_under`; or the file that a text names. */
static bool trial_document(const struct value *trial_given, struct value trial_under,
                           const char *folder, struct arena *arena, struct value *trial_read_out,
                           struct error *err)
{
    struct text trial_file_bytes;
    if (value_kind(trial_given) != VALUE_STRING) {
        const struct value trial_table = trial_told_apart(trial_given, false, arena);
        *trial_read_out = trial_laid_over(&trial_under, &trial_table, arena);
        return true;
    }
    const char *trial_path = path_join(arena, folder, text_string(arena, value_text(trial_given)));
    return file_read(trial_path, LIMIT_EVIDENCE_SIZE, arena, &trial_file_bytes, err) &&
           document_read(trial_path, trial_file_bytes, arena, trial_read_out, err);
}

static bool evidence_of(const struct value *trial_given, const char *folder, struct arena *arena,
                        struct values *trial_documents_out, struct error *err)
{
    const bool trial_lists = value_kind(trial_given) == VALUE_LIST;
    const size_t trial_count = trial_lists ? value_count(trial_given) : 1;
    for (size_t trial_item = 0; trial_item < trial_count; trial_item++) {
        struct value trial_document_read;
        if (!trial_document(trial_lists ? value_at(trial_given, trial_item) : trial_given,
                            trial_smallest_evidence(arena), folder, arena, &trial_document_read,
                            err))
            return false;
        *LIST_ADD(arena, trial_documents_out) = trial_document_read;
    }
    return true;
}

static bool champion_of(const struct value *trial_given, const char *folder, struct arena *arena,
                        struct trial *trial, struct error *err)
{
    const struct value *trial_model = value_present(trial_given, TEXT("model"));
    const struct value *trial_evidence = value_present(trial_given, TEXT("evidence"));
    trial->championed = true;
    trial->champion_model = trial_smallest_model(arena);
    return (!trial_model || trial_document(trial_model, trial_smallest_model(arena), folder, arena,
                                           &trial->champion_model, err)) &&
           (!trial_evidence ||
            evidence_of(trial_evidence, folder, arena, &trial->champion_evidence, err));
}

/* ---- reading a case ---- */

static bool trial_keys_known(const struct value *trial_table, struct arena *arena,
                             struct place trial_place, struct error *err)
{
    for (size_t i = 0; i < value_count(trial_table); i++) {
        struct suggestion near = suggest_for(member_key(trial_table, i));
        bool known = false;
        for (size_t j = 0; trial_keys[j] && !known; j++) {
            known = text_is(member_key(trial_table, i), trial_keys[j]);
            suggest_offer(&near, text_of(trial_keys[j]));
        }
        if (!known)
            return error_at(err, ERROR_POLICY, trial_place, "a test has no key %.*s%s",
                            TEXT_ARGS(member_key(trial_table, i)), suggest_hint(&near, arena));
    }
    return true;
}

static bool trial_stage(const struct value *trial_table, struct text key, struct arena *arena,
                        struct place trial_place, enum stage *trial_stage_out, struct error *err)
{
    const struct value *trial_given = value_present(trial_table, key);
    struct suggestion near_stage = suggest_for(trial_given ? value_text(trial_given) : TEXT_NONE);
    if (!trial_given || stage_read(value_text(trial_given), trial_stage_out, &near_stage))
        return true;
    return error_at(err, ERROR_POLICY, trial_place, "there is no stage %.*s%s",
                    TEXT_ARGS(value_text(trial_given)), suggest_hint(&near_stage, arena));
}

static bool expectation_of(const struct value *trial_table, struct place trial_place,
                           struct trial *trial, struct error *err)
{
    const struct value *trial_expect = value_present(trial_table, TEXT("expect"));
    const struct value *trial_outcome_word = trial_expect && value_kind(trial_expect) == VALUE_MAP
                                                 ? value_get(trial_expect, TEXT("outcome"))
                                                 : trial_expect;
    const struct value *trial_message = trial_expect && value_kind(trial_expect) == VALUE_MAP
                                            ? value_get(trial_expect, TEXT("message"))
                                            : NULL;
    trial->message = trial_message ? value_text(trial_message) : TEXT_NONE;
    if (trial_outcome_word && outcome_read(value_text(trial_outcome_word), &trial->outcome))
        return true;
    return error_at(err, ERROR_POLICY, trial_place,
                    "test \"%.*s\": expect is pass, fail, missing, insufficient, not_applicable, "
                    "waived or error",
                    TEXT_ARGS(trial->name));
}

static bool trial_documents(const struct value *trial_table, const char *folder,
                            struct arena *arena, struct trial *trial, struct error *err)
{
    const struct value *trial_model = value_present(trial_table, TEXT("model"));
    const struct value *trial_evidence = value_present(trial_table, TEXT("evidence"));
    const struct value *trial_champion = value_present(trial_table, TEXT("champion"));
    const struct value *trial_observations = value_present(trial_table, TEXT("observations"));
    const struct value *trial_approvals = value_present(trial_table, TEXT("approvals"));
    struct members trial_nothing = {0};
    trial->model = trial_smallest_model(arena);
    trial->observations =
        trial_observations ? *trial_observations : value_of_map(arena, &trial_nothing);
    trial->approvals = trial_approvals ? *trial_approvals : value_of_list(arena, NULL, 0);
    return (!trial_model || trial_document(trial_model, trial_smallest_model(arena), folder, arena,
                                           &trial->model, err)) &&
           (!trial_evidence || evidence_of(trial_evidence, folder, arena, &trial->evidence, err)) &&
           (!trial_champion || champion_of(trial_champion, folder, arena, trial, err));
}

bool trial_read(const struct value *trial_table, const char *folder, struct place trial_place,
                struct arena *arena, struct trial *out, struct error *err)
{
    struct trial trial = {.to = STAGE_PRODUCTION};
    const struct value *name = value_present(trial_table, TEXT("name"));
    const struct value *now = value_present(trial_table, TEXT("now"));
    if (value_kind(trial_table) != VALUE_MAP || !name || value_kind(name) != VALUE_STRING)
        return error_at(err, ERROR_POLICY, trial_place, "a test is a table with a name");
    trial.name = value_text(name);
    trial.params = value_present(trial_table, TEXT("params"));
    if (!clock_read(now ? value_text(now) : text_of(trial_usual_now), &trial.now))
        return error_at(err, ERROR_POLICY, trial_place, "test \"%.*s\": now is no moment",
                        TEXT_ARGS(trial.name));
    if (!trial_keys_known(trial_table, arena, trial_place, err) ||
        !trial_stage(trial_table, TEXT("to"), arena, trial_place, &trial.to, err) ||
        !trial_stage(trial_table, TEXT("from"), arena, trial_place, &trial.from, err) ||
        !expectation_of(trial_table, trial_place, &trial, err) ||
        !trial_documents(trial_table, folder, arena, &trial, err))
        return false;
    *out = trial;
    return true;
}

/* ---- judging it ---- */

/* JSON as Python would write it: NaN bare, which only evidence may hold. */
static void trial_written(const struct value *trial_value, struct buffer *trial_json)
{
    struct error trial_unwritten = {0};
    switch (value_kind(trial_value)) {
    case VALUE_NAN:
        buffer_string(trial_json, "NaN");
        return;
    case VALUE_LIST:
        for (size_t trial_part = 0; trial_part < value_count(trial_value); trial_part++) {
            buffer_byte(trial_json, trial_part ? ',' : '[');
            trial_written(value_at(trial_value, trial_part), trial_json);
        }
        buffer_string(trial_json, value_count(trial_value) ? "]" : "[]");
        return;
    case VALUE_MAP:
        for (size_t trial_part = 0; trial_part < value_count(trial_value); trial_part++) {
            buffer_byte(trial_json, trial_part ? ',' : '{');
            canonical_text(member_key(trial_value, trial_part), trial_json);
            buffer_byte(trial_json, ':');
            trial_written(member_value(trial_value, trial_part), trial_json);
        }
        buffer_string(trial_json, value_count(trial_value) ? "}" : "{}");
        return;
    case VALUE_INTEGER:
        buffer_format(trial_json, "%lld", (long long)value_integer(trial_value));
        return;
    case VALUE_NULL:
    case VALUE_BOOLEAN:
    case VALUE_NUMBER:
    case VALUE_STRING:
        break;
    }
    if (!canonical_write(trial_value, trial_json, &trial_unwritten))
        buffer_string(trial_json, "null");
}

static struct text trial_bytes(const struct value *trial_document, struct arena *arena)
{
    struct buffer trial_json = buffer_in(arena, LIMIT_EVIDENCE_SIZE);
    trial_written(trial_document, &trial_json);
    return buffer_text(&trial_json);
}

static bool evidence_load(const struct values *trial_evidence,
                          const struct manifest *trial_manifest, struct arena *arena,
                          struct evidences *trial_evidences, struct error *err)
{
    for (size_t trial_item = 0; trial_item < trial_evidence->count; trial_item++) {
        struct evidence read_evidence;
        const char *trial_path = text_format(arena, "evidence%zu.json", trial_item + 1).at;
        if (!evidence_read(trial_path, trial_bytes(&trial_evidence->at[trial_item], arena),
                           TEXT_NONE, arena, &read_evidence, err) ||
            !evidence_matches(&read_evidence, trial_manifest->name, trial_manifest->version, NULL,
                              err))
            return false;
        *LIST_ADD(arena, trial_evidences) = read_evidence;
    }
    return true;
}

/* The bytes of an artifact are not there in a test; what the manifest says of it is. */
static struct artifact artifact_told(const struct manifest *manifest)
{
    struct artifact trial_artifact = {.node = value_present(manifest->document, TEXT("artifact"))};
    const struct value *trial_digest =
        trial_artifact.node ? value_present(trial_artifact.node, TEXT("digest")) : NULL;
    if (trial_digest && digest_read(value_text(trial_digest), &trial_artifact.digest))
        trial_artifact.kind = ARTIFACT_DECLARED;
    return trial_artifact;
}

static bool params_set(const struct trial *trial, struct policy *trial_policy, struct arena *arena,
                       struct error *err)
{
    for (size_t trial_param = 0; trial->params && trial_param < value_count(trial->params);
         trial_param++)
        if (!param_set(trial_policy, member_key(trial->params, trial_param),
                       member_value(trial->params, trial_param), arena, err))
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
static enum outcome trial_outcome(const struct trial_run *trial_run)
{
    static const enum outcome gravest_first[] = {
        OUTCOME_ERROR, OUTCOME_MISSING,        OUTCOME_INSUFFICIENT, OUTCOME_FAIL,
        OUTCOME_PASS,  OUTCOME_NOT_APPLICABLE, OUTCOME_WAIVED};
    for (size_t i = 0; i < COUNT(gravest_first); i++)
        if (trial_run->conclusion.counts[gravest_first[i]])
            return gravest_first[i];
    for (size_t i = 0; i < COUNT(gravest_first); i++)
        if (trial_run->conclusion.advisory_counts[gravest_first[i]])
            return gravest_first[i];
    return OUTCOME_ERROR;
}

bool trial_judge(const struct trial *trial, const struct trial_bench *bench, struct arena *arena,
                 struct trial_run *trial_run, struct error *err)
{
    const struct policy *policy = bench->policy;
    struct policy trial_policy = *policy;
    struct evaluation evaluation = {.watcher = bench->watcher};
    *trial_run = (struct trial_run){0};
    trial_policy.params.at = ARENA_ARRAY(arena, struct param, policy->params.count + 1);
    if (policy->params.count)
        memcpy(trial_policy.params.at, policy->params.at,
               policy->params.count * sizeof *trial_policy.params.at);
    if (!params_set(trial, &trial_policy, arena, err) ||
        !manifest_read("model.json", trial_bytes(&trial->model, arena), bench->schemas, arena,
                       &trial_run->manifest, err) ||
        !evidence_load(&trial->evidence, &trial_run->manifest, arena, &trial_run->evidence, err))
        return false;
    trial_run->artifact = artifact_told(&trial_run->manifest);
    trial_run->of = (struct case_file){.manifest = &trial_run->manifest,
                                       .evidence = &trial_run->evidence,
                                       .artifact = &trial_run->artifact,
                                       .approvals = &trial->approvals,
                                       .observations = &trial->observations,
                                       .from = trial->from,
                                       .to = trial->to,
                                       .now = trial->now};
    if (!champion_load(trial, bench->schemas, arena, trial_run, err))
        return false;
    if (!policy_applies(&trial_policy, trial->from, trial->to, trial_run->manifest.tier)) {
        trial_run->outcome = OUTCOME_NOT_APPLICABLE;
        return true;
    }
    bench->evaluator->check(bench->evaluator->host, &trial_policy, &trial_run->of, arena,
                            &trial_run->findings, &evaluation);
    decision_conclude(&trial_run->findings, 0, &trial_run->conclusion);
    trial_run->outcome = trial_outcome(trial_run);
    return true;
}

static bool message_matches(const struct trial *trial, const struct trial_run *run,
                            struct arena *arena, bool *trial_matches, struct error *err)
{
    struct pattern *trial_pattern;
    *trial_matches = trial->message.size == 0;
    if (*trial_matches)
        return true;
    if (!pattern_compile(trial->message, arena, &trial_pattern, err))
        return false;
    for (size_t trial_finding = 0; trial_finding < run->findings.count && !*trial_matches;
         trial_finding++)
        if (run->findings.at[trial_finding].outcome == run->outcome &&
            !pattern_find(trial_pattern, run->findings.at[trial_finding].message, trial_matches,
                          err))
            return false;
    return true;
}

/* The first message of a finding that ended so. */
static struct text trial_message(const struct trial_run *trial_run)
{
    for (size_t i = 0; i < trial_run->findings.count; i++)
        if (trial_run->findings.at[i].outcome == trial_run->outcome)
            return trial_run->findings.at[i].message;
    return TEXT("the policy does not apply to this transition and tier");
}

bool trial_holds(const struct trial *trial, const struct trial_run *run, struct arena *arena,
                 struct text *trial_why)
{
    bool found = false;
    struct error err = {0};
    const struct text message = trial_message(run);
    if (run->outcome != trial->outcome) {
        *trial_why =
            text_format(arena, "%s was expected, %s came: %.*s", outcome_name(trial->outcome),
                        outcome_name(run->outcome), TEXT_ARGS(message));
        return false;
    }
    if (!message_matches(trial, run, arena, &found, &err)) {
        *trial_why = text_format(arena, "the message's pattern: %s", err.message);
        return false;
    }
    if (!found)
        *trial_why = text_format(arena, "no message matches %.*s; the first is: %.*s",
                                 TEXT_ARGS(trial->message), TEXT_ARGS(message));
    return found;
}
