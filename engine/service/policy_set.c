#include "service/policy_set.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"
#include "service/adopted.h"
#include "service/record.h"

bool policy_set_read(const struct judge_request *request, const struct project *project,
                     struct arena *arena, struct policy_set *out, struct error *err)
{
    struct policy_set set = {.sources = {.required_only = request->required_only}};
    for (size_t wanted_policy = 0; wanted_policy < request->policies.count; wanted_policy++)
        if (!sources_add(&set.sources, ".", request->policies.at[wanted_policy], request->data,
                         arena, err))
            return false;
    const struct value *project_policies = request->policies.count ? NULL : project->policies;
    for (size_t wanted_policy = 0;
         project_policies && wanted_policy < value_count(project_policies); wanted_policy++) {
        const char *policy_path;
        struct error unread = {0};
        const struct value *project_policy = value_at(project_policies, wanted_policy);
        if (!path_read(value_text(project_policy), value_place(project_policy), arena, &policy_path,
                       err))
            return false;
        if (!sources_add(&set.sources, project->root, policy_path, request->data, arena, &unread)) {
            const struct place place = value_place(value_at(project_policies, wanted_policy));
            return error_at(err, unread.code, place, "%s", unread.message);
        }
    }
    *out = set;
    return true;
}

bool policy_set_adopted(const char *vault, struct text sources, struct arena *arena,
                        struct policy_set *out, struct error *err)
{
    struct digest digest;
    struct adopted_set adopted;
    if (!digest_read(sources, &digest))
        return error_set(err, ERROR_INTEGRITY, "the policy set in force has no digest");
    if (!adopted_set_load(vault, &digest, arena, &adopted, err))
        return false;
    *out = (struct policy_set){.sources = {.policies = adopted.policies}, .params = adopted.params};
    return true;
}

static void fault_add(struct policy_set *set, const char *path, struct error error,
                      struct arena *arena)
{
    error.code = ERROR_POLICY;
    *LIST_ADD(arena, &set->sources.faults) = (struct source_fault){path, error};
}

static bool param_from_project(struct policy_set *set, const struct judge_request *request,
                               const struct value *project_params, size_t project_param,
                               struct arena *arena, struct error *err)
{
    const struct text project_policy_id = member_key(project_params, project_param);
    const struct value *project_settings = member_value(project_params, project_param);
    struct suggestion near_policy = suggest_for(project_policy_id);
    struct policy *policy = policies_find(&set->policies, project_policy_id, &near_policy);
    if (!policy && (request->policies.count || set->sources.faults.count))
        return true; /* other policies than the project's judge, or this one did not load */
    if (!policy)
        return error_at(err, ERROR_USAGE, member_place(project_params, project_param),
                        "there is no policy %.*s%s", TEXT_ARGS(project_policy_id),
                        suggest_hint(&near_policy, arena));
    for (size_t project_setting = 0; project_setting < value_count(project_settings);
         project_setting++) {
        struct error setting_refused = {0};
        if (!param_set(policy, member_key(project_settings, project_setting),
                       member_value(project_settings, project_setting), arena, &setting_refused))
            return error_at(err, setting_refused.code,
                            member_place(project_settings, project_setting), "%s",
                            setting_refused.message);
    }
    return true;
}

/* The nearest; where none is near, the first few. */
static const char *policies_hint(const struct policies *policies, const struct suggestion *near,
                                 struct arena *arena)
{
    enum { SHOWN = 8 };
    struct buffer ids = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    if (near->word.size)
        return suggest_hint(near, arena);
    for (size_t i = 0; i < policies->count && i < SHOWN; i++)
        buffer_format(&ids, "%s%.*s", i ? ", " : "; the set has ", TEXT_ARGS(policies->at[i].id));
    if (policies->count > SHOWN)
        buffer_format(&ids, " and %zu more", policies->count - SHOWN);
    return text_string(arena, buffer_text(&ids));
}

static bool params_apply(struct policy_set *set, const struct judge_request *request,
                         const struct project *project, struct arena *arena, struct error *err)
{
    for (size_t i = 0; project->params && i < value_count(project->params); i++)
        if (!param_from_project(set, request, project->params, i, arena, err))
            return false;
    for (size_t i = 0; i < request->overrides.count; i++) {
        const struct override *override = &request->overrides.at[i];
        struct suggestion near_policy = suggest_for(override->id);
        struct policy *policy = policies_find(&set->policies, override->id, &near_policy);
        if (!policy && set->sources.faults.count)
            continue;
        if (!policy)
            return error_set(err, ERROR_USAGE, "--param: there is no policy %.*s%s",
                             TEXT_ARGS(override->id),
                             policies_hint(&set->policies, &near_policy, arena));
        if (!param_set_text(policy, override->key, override->value, arena, err))
            return false;
    }
    return true;
}

/* Mostly every parameter is at its default, and the two are one. */
static bool digests_take(struct policy_set *set, struct arena *arena, struct error *err)
{
    bool changed_params = false;
    for (size_t set_policy = 0; set_policy < set->policies.count; set_policy++)
        for (size_t set_param = 0; set_param < set->policies.at[set_policy].params.count;
             set_param++)
            changed_params =
                changed_params || param_changed(&set->policies.at[set_policy].params.at[set_param]);
    if (!policies_digest(&set->policies, true, arena, &set->usual_digest, err))
        return false;
    set->digest = set->usual_digest;
    return !changed_params || policies_digest(&set->policies, false, arena, &set->digest, err);
}

bool policy_set_load(struct policy_set *set, const struct policy_set_loader *loader,
                     struct arena *arena, struct error *err)
{
    const struct evaluator *evaluator = loader->evaluator;
    struct error clash = {0};
    for (size_t set_policy = 0; set_policy < set->sources.policies.count; set_policy++) {
        const struct policy_source *source = &set->sources.policies.at[set_policy];
        struct policy policy;
        struct error fault = {0};
        if (loader->before(loader->context, source->path, &fault) &&
            evaluator->load(evaluator->host, source, arena, &policy, &fault))
            *LIST_ADD(arena, &set->policies) = policy;
        else
            fault_add(set, source->path, fault, arena);
    }
    if (!policies_sort(&set->policies, &clash)) {
        fault_add(set, text_string(arena, text_of(clash.file)), clash, arena);
        set->policies.count = 0; /* which of the two was meant is not ours to guess */
    }
    set->loaded = params_apply(set, loader->request, loader->project, arena, err) &&
                  digests_take(set, arena, err);
    return set->loaded;
}

struct value policy_set_changed(const struct policy_set *set, struct arena *arena)
{
    struct values changed_params = {0};
    for (size_t set_policy = 0; set_policy < set->policies.count; set_policy++)
        for (size_t set_param = 0; set_param < set->policies.at[set_policy].params.count;
             set_param++) {
            const struct param *changed_param = &set->policies.at[set_policy].params.at[set_param];
            if (!param_changed(changed_param))
                continue;
            struct record row = record_in(arena);
            record_text(&row, "id", set->policies.at[set_policy].id);
            record_text(&row, "param", changed_param->name);
            record_value(&row, "default", changed_param->usual);
            record_value(&row, "value", changed_param->value);
            record_boolean(&row, "looser", param_looser(changed_param));
            *LIST_ADD(arena, &changed_params) = record_map(&row);
        }
    return value_of_list(arena, changed_params.at, changed_params.count);
}
