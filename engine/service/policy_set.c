#include "service/policy_set.h"

#include "base/file.h"
#include "service/record.h"

bool policy_set_read(const struct judge_request *request, const struct project *project,
                     struct arena *arena, struct policy_set *out, struct error *err)
{
    struct policy_set set = {0};
    for (size_t i = 0; i < request->policies.count; i++)
        if (!sources_add(&set.sources, ".", request->policies.at[i], request->data, arena, err))
            return false;
    const struct value *named = request->policies.count ? NULL : project->policies;
    for (size_t i = 0; named && i < value_count(named); i++) {
        const char *name;
        struct error unread = {0};
        const struct value *written = value_at(named, i);
        if (!path_read(value_text(written), value_place(written), arena, &name, err))
            return false;
        if (!sources_add(&set.sources, project->root, name, request->data, arena, &unread)) {
            const struct place place = value_place(value_at(named, i));
            return error_at(err, unread.code, place, "%s", unread.message);
        }
    }
    *out = set;
    return true;
}

static void fault_add(struct policy_set *set, const char *path, struct error error,
                      struct arena *arena)
{
    error.code = ERROR_POLICY;
    *LIST_ADD(arena, &set->sources.faults) = (struct source_fault){path, error};
}

static bool param_from_project(struct policy_set *set, const struct judge_request *request,
                               const struct value *params, size_t index, struct arena *arena,
                               struct error *err)
{
    const struct text id = member_key(params, index);
    const struct value *settings = member_value(params, index);
    struct suggestion near = suggest_for(id);
    struct policy *policy = policies_find(&set->policies, id, &near);
    if (!policy && (request->policies.count || set->sources.faults.count))
        return true; /* other policies than the project's judge, or this one did not load */
    if (!policy)
        return error_at(err, ERROR_USAGE, member_place(params, index), "there is no policy %.*s%s",
                        TEXT_ARGS(id), suggest_hint(&near, arena));
    for (size_t i = 0; i < value_count(settings); i++) {
        struct error refused = {0};
        if (!param_set(policy, member_key(settings, i), member_value(settings, i), arena, &refused))
            return error_at(err, refused.code, member_place(settings, i), "%s", refused.message);
    }
    return true;
}

static bool params_apply(struct policy_set *set, const struct judge_request *request,
                         const struct project *project, struct arena *arena, struct error *err)
{
    for (size_t i = 0; project->params && i < value_count(project->params); i++)
        if (!param_from_project(set, request, project->params, i, arena, err))
            return false;
    for (size_t i = 0; i < request->overrides.count; i++) {
        const struct override *override = &request->overrides.at[i];
        struct suggestion near = suggest_for(override->id);
        struct policy *policy = policies_find(&set->policies, override->id, &near);
        if (!policy && set->sources.faults.count)
            continue;
        if (!policy)
            return error_set(err, ERROR_USAGE, "--param: there is no policy %.*s%s",
                             TEXT_ARGS(override->id), suggest_hint(&near, arena));
        if (!param_set_text(policy, override->key, override->value, arena, err))
            return false;
    }
    return true;
}

/* Mostly every parameter is at its default, and the two are one. */
static bool digests_take(struct policy_set *set, struct arena *arena, struct error *err)
{
    bool changed = false;
    for (size_t i = 0; i < set->policies.count; i++)
        for (size_t j = 0; j < set->policies.at[i].params.count; j++)
            changed = changed || param_changed(&set->policies.at[i].params.at[j]);
    if (!policies_digest(&set->policies, true, arena, &set->usual_digest, err))
        return false;
    set->digest = set->usual_digest;
    return !changed || policies_digest(&set->policies, false, arena, &set->digest, err);
}

bool policy_set_load(struct policy_set *set, const struct policy_set_loader *loader,
                     struct arena *arena, struct error *err)
{
    const struct evaluator *evaluator = loader->evaluator;
    struct error clash = {0};
    for (size_t i = 0; i < set->sources.policies.count; i++) {
        const struct policy_source *source = &set->sources.policies.at[i];
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
    struct values changed = {0};
    for (size_t i = 0; i < set->policies.count; i++)
        for (size_t j = 0; j < set->policies.at[i].params.count; j++) {
            const struct param *param = &set->policies.at[i].params.at[j];
            if (!param_changed(param))
                continue;
            struct record row = record_in(arena);
            record_text(&row, "id", set->policies.at[i].id);
            record_text(&row, "param", param->name);
            record_value(&row, "default", param->usual);
            record_value(&row, "value", param->value);
            record_boolean(&row, "looser", param_looser(param));
            *LIST_ADD(arena, &changed) = record_map(&row);
        }
    return value_of_list(arena, changed.at, changed.count);
}
