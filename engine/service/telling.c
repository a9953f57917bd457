#include "service/telling.h"

#include "base/clock.h"

static struct value faults_value(const struct source_faults *faults, struct arena *arena)
{
    struct values fault_list = {0};
    for (size_t i = 0; i < faults->count; i++) {
        struct record row = record_in(arena);
        record_text(&row, "policy", text_of(faults->at[i].path));
        record_error(&row, "error", &faults->at[i].error);
        *LIST_ADD(arena, &fault_list) = record_map(&row);
    }
    return value_of_list(arena, fault_list.at, fault_list.count);
}

void set_tell(struct record *message, const struct policy_set *set)
{
    record_digest(message, "digest", &set->digest);
    record_digest(message, "usual_digest", &set->usual_digest);
    record_integer(message, "count", (int64_t)(set->policies.count + set->sources.faults.count));
    record_value(message, "changed", policy_set_changed(set, message->arena));
    record_value(message, "faults", faults_value(&set->sources.faults, message->arena));
}

static struct value subject_value(const struct manifest *manifest, struct arena *arena)
{
    struct record record = record_in(arena);
    record_text(&record, "name", manifest->name);
    record_text(&record, "version", manifest->version);
    record_digest(&record, "manifest", &manifest->digest);
    record_text(&record, "tier", text_of(tier_name(manifest->tier)));
    record_boolean(&record, "tier_declared", manifest->tier_declared);
    return record_map(&record);
}

static struct value evidence_list(const struct evidences *evidence, struct arena *arena)
{
    struct values evidence_told = {0};
    for (size_t i = 0; i < evidence->count; i++) {
        struct record row = record_in(arena);
        record_text(&row, "path", text_of(evidence->at[i].path));
        record_digest(&row, "digest", &evidence->at[i].digest);
        record_text(&row, "format", text_of(evidence->at[i].format));
        record_text(&row, "grade", text_of(grade_name(evidence->at[i].grade)));
        *LIST_ADD(arena, &evidence_told) = record_map(&row);
    }
    return value_of_list(arena, evidence_told.at, evidence_told.count);
}

static struct value transition_value(const struct case_file *of, struct arena *arena)
{
    struct record record = record_in(arena);
    record_text(&record, "from",
                of->from == STAGE_NONE ? TEXT_NONE : text_of(stage_name(of->from)));
    record_text(&record, "to", text_of(stage_name(of->to)));
    return record_map(&record);
}

static struct value champion_value(const struct inputs *champion, struct arena *arena)
{
    if (!champion)
        return value_of_null();
    struct record record = record_in(arena);
    record_text(&record, "name", champion->manifest.name);
    record_text(&record, "version", champion->manifest.version);
    record_digest(&record, "manifest", &champion->manifest.digest);
    record_value(&record, "evidence", evidence_list(&champion->evidence, arena));
    return record_map(&record);
}

bool policy_judges(const struct policy *judging_policy, const struct case_file *of)
{
    return policy_applies(judging_policy, of->from, of->to, of->manifest->tier);
}

static struct value not_applied(const struct policy_set *set, const struct case_file *of,
                                struct arena *arena)
{
    struct values not_applied_list = {0};
    for (size_t i = 0; i < set->policies.count; i++)
        if (!policy_judges(&set->policies.at[i], of))
            *LIST_ADD(arena, &not_applied_list) = value_of_text(set->policies.at[i].id);
    return value_of_list(arena, not_applied_list.at, not_applied_list.count);
}

/* What applies, and is advisory only because its day has not come. */
static struct value not_in_force(const struct policy_set *set, const struct case_file *of,
                                 struct arena *arena)
{
    struct values not_in_force_list = {0};
    for (size_t i = 0; i < set->policies.count; i++) {
        const struct policy *policy = &set->policies.at[i];
        char from[CLOCK_TEXT_SIZE];
        if (policy_level_at(policy, of->now) == policy->level || !policy_judges(policy, of))
            continue;
        struct record row = record_in(arena);
        clock_write(policy->applies_from, from);
        record_text(&row, "id", policy->id);
        record_text(&row, "level", text_of(level_name(policy->level)));
        record_text(&row, "applies_from", text_copy(arena, text_of(from)));
        *LIST_ADD(arena, &not_in_force_list) = record_map(&row);
    }
    return value_of_list(arena, not_in_force_list.at, not_in_force_list.count);
}

void case_tell(struct record *message, const struct inputs *inputs, const struct policy_set *set)
{
    struct arena *arena = message->arena;
    record_value(message, "subject", subject_value(&inputs->manifest, arena));
    record_value(message, "artifact", artifact_value(&inputs->artifact, arena));
    record_value(message, "transition", transition_value(&inputs->of, arena));
    record_value(message, "evidence", evidence_list(&inputs->evidence, arena));
    record_value(message, "champion", champion_value(inputs->champion, arena));
    record_value(message, "observations", inputs->observations);
    record_value(message, "not_applied", not_applied(set, &inputs->of, arena));
    record_value(message, "not_in_force", not_in_force(set, &inputs->of, arena));
}

struct value notes_tell(const struct notes *notes, struct arena *arena)
{
    struct values note_list = {0};
    for (size_t i = 0; i < notes->count; i++) {
        struct record row = record_in(arena);
        record_text(&row, "policy", notes->at[i].policy);
        record_text(&row, "message", notes->at[i].message);
        record_integer(&row, "line", notes->at[i].source.line);
        *LIST_ADD(arena, &note_list) = record_map(&row);
    }
    return value_of_list(arena, note_list.at, note_list.count);
}
