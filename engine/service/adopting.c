#include "service/adopting.h"

#include "service/errand.h"
#include "service/judge_request.h"

#include "attest/model_signature.h"
#include "base/file.h"
#include "base/limits.h"
#include "script/script.h"
#include "service/record.h"
#include "service/said.h"
#include "value/json.h"

/* ---- in a process apart: the project file ---- */

static bool project_tell(void *context, struct arena *arena, struct value *told, struct error *err)
{
    struct project project;
    (void)context;
    if (!project_read("model.yaml", schemas_new(arena), arena, &project, err))
        return false;
    struct record record = record_in(arena);
    record_text(&record, "root", text_of(project.root));
    record_value(&record, "policies", project.policies ? *project.policies : value_of_null());
    record_value(&record, "params", project.params ? *project.params : value_of_null());
    *told = record_map(&record);
    return true;
}

static bool project_open_apart(struct session *session, struct project *out, struct error *err)
{
    const struct value *errand_told;
    const struct errand errand = {
        .tell = project_tell, .context = NULL, .time_ms = LIMIT_READ_TIME_MS};
    if (!errand_run(session, &errand, &errand_told, err))
        return false;
    *out = (struct project){
        .root = text_string(session->arena, said_text(errand_told, "root")),
        .inside = "",
        .policies = value_present(errand_told, TEXT("policies")),
        .params = value_present(errand_told, TEXT("params")),
    };
    return true;
}

/* ---- in a process apart: what the policies declare ---- */

static bool any_may_load(void *context, const char *path, struct error *err)
{
    (void)context;
    (void)path;
    (void)err;
    return true;
}

static struct value bound_value(const struct value *adopting_bound)
{
    return adopting_bound ? *adopting_bound : value_of_null();
}

/* A policy's parameters with their bounds: by them a change is tighter or looser. */
static struct value bounds_value(const struct policy *bounded, struct arena *arena)
{
    struct values bounded_params = {0};
    for (size_t i = 0; i < bounded->params.count; i++) {
        const struct param *bounded_param = &bounded->params.at[i];
        struct record row = record_in(arena);
        record_text(&row, "name", bounded_param->name);
        record_value(&row, "value", bounded_param->value);
        record_value(&row, "usual", bounded_param->usual);
        record_value(&row, "at_least", bound_value(bounded_param->at_least));
        record_value(&row, "at_most", bound_value(bounded_param->at_most));
        *LIST_ADD(arena, &bounded_params) = record_map(&row);
    }
    return value_of_list(arena, bounded_params.at, bounded_params.count);
}

static int64_t source_place(const struct policy_set *set, const struct policy *policy)
{
    for (size_t i = 0; i < set->sources.policies.count; i++)
        if (set->sources.policies.at[i].source.at == policy->source.source.at)
            return (int64_t)i;
    return -1;
}

static struct value faults_value(const struct policy_set *set, struct arena *arena)
{
    struct values adopt_faults = {0};
    for (size_t i = 0; i < set->sources.faults.count; i++) {
        struct record row = record_in(arena);
        record_error(&row, "error", &set->sources.faults.at[i].error);
        *LIST_ADD(arena, &adopt_faults) = record_map(&row);
    }
    return value_of_list(arena, adopt_faults.at, adopt_faults.count);
}

static bool set_tell(void *context, struct arena *arena, struct value *told, struct error *err)
{
    struct text listing;
    struct adopt *adopt = context;
    struct policy_set *set = &adopt->set;
    struct values places = {0}, bounds = {0};
    const struct script_options options = {0};
    const struct evaluator evaluator = script_evaluator(&options);
    const struct policy_set_loader loader = {&adopt->wanted, &adopt->project, &evaluator,
                                             any_may_load, NULL};
    if (!policy_set_load(set, &loader, arena, err) ||
        !policies_listing(&set->policies, false, arena, &listing, err))
        return false;
    for (size_t i = 0; i < set->policies.count; i++) {
        const struct policy *policy = &set->policies.at[i];
        *LIST_ADD(arena, &places) = value_of_integer(source_place(set, policy));
        *LIST_ADD(arena, &bounds) = bounds_value(policy, arena);
    }
    struct record record = record_in(arena);
    record_text(&record, "listing", listing);
    record_value(&record, "places", value_of_list(arena, places.at, places.count));
    record_value(&record, "bounds", value_of_list(arena, bounds.at, bounds.count));
    record_value(&record, "faults", faults_value(set, arena));
    *told = record_map(&record);
    return true;
}

/* ---- what came of it ---- */

/* The policies as far as comparing two sets needs them. */
static void bounded_take(struct adopt *adopt, const struct value *bounds, struct arena *arena)
{
    for (size_t i = 0; i < value_count(bounds); i++) {
        struct policy bounded = {.id = said_text(value_at(&adopt->listing, i), "id")};
        for (size_t nth = 0; nth < value_count(value_at(bounds, i)); nth++) {
            const struct value *bounded_row = value_at(value_at(bounds, i), nth);
            const struct value *bounded_value = value_get(bounded_row, TEXT("value"));
            const struct value *bounded_usual = value_get(bounded_row, TEXT("usual"));
            *LIST_ADD(arena, &bounded.params) = (struct param){
                .name = said_text(bounded_row, "name"),
                .value = bounded_value ? *bounded_value : value_of_null(),
                .usual = bounded_usual ? *bounded_usual : value_of_null(),
                .at_least = value_present(bounded_row, TEXT("at_least")),
                .at_most = value_present(bounded_row, TEXT("at_most")),
            };
        }
        *LIST_ADD(arena, &adopt->bounded) = bounded;
    }
}

static bool faults_complain(struct session *session, const struct value *adopt_faults,
                            struct error *err)
{
    if (value_count(adopt_faults) == 0)
        return true;
    for (size_t i = 0; i + 1 < value_count(adopt_faults); i++) {
        struct error fault;
        record_error_read(value_get(value_at(adopt_faults, i), TEXT("error")), session->arena,
                          &fault);
        session->complain(session->context, &fault);
    }
    const struct value *last_fault = value_at(adopt_faults, value_count(adopt_faults) - 1);
    record_error_read(value_get(last_fault, TEXT("error")), session->arena, err);
    return false;
}

static bool set_take(struct session *session, struct adopt *adopt, const struct value *errand_told,
                     struct error *err)
{
    struct arena *arena = session->arena;
    const struct text listing = said_text(errand_told, "listing");
    if (!faults_complain(session, value_get(errand_told, TEXT("faults")), err))
        return false;
    adopt->listing_bytes = (struct text){text_string(arena, listing), listing.size};
    if (!json_read("the listing", adopt->listing_bytes, (struct json_options){0}, arena,
                   &adopt->listing, err))
        return false;
    if (value_kind(&adopt->listing) != VALUE_LIST || value_count(&adopt->listing) == 0)
        return error_set(err, ERROR_REFUSED,
                         "no policies; name a folder, a file or pack:NAME with -p");
    adopt->places = value_get(errand_told, TEXT("places"));
    bounded_take(adopt, value_get(errand_told, TEXT("bounds")), arena);
    return true;
}

static bool trust_read(struct session *session, const struct value *request, struct value *out,
                       struct error *err)
{
    struct arena *arena = session->arena;
    struct pinned_keys trusted_keys = {0};
    struct values trust_lines = {0};
    for (size_t i = 0; i < request_count(request, "trust"); i++) {
        struct text trust_written;
        const char *trust_path = request_at(request, "trust", i);
        if (!file_read(trust_path, LIMIT_TRUST_SIZE, arena, &trust_written, err) ||
            !pinned_keys_read(trust_path, trust_written, arena, &trusted_keys, err))
            return false;
    }
    for (size_t i = 0; i < trusted_keys.count; i++)
        *LIST_ADD(arena, &trust_lines) =
            value_of_text(key_line(&trusted_keys.at[i].key, TEXT_NONE, arena));
    *out = value_of_list(arena, trust_lines.at, trust_lines.count);
    return true;
}

bool adopt_prepare(struct session *session, const struct value *request, struct adopt *adopt,
                   struct error *err)
{
    const struct value *errand_told;
    const struct errand errand = {
        .tell = set_tell, .context = adopt, .time_ms = LIMIT_RUN_TIME_MS + LIMIT_READ_TIME_MS};
    return judge_request_read(session, request, &adopt->wanted, err) &&
           trust_read(session, request, &adopt->trust, err) &&
           project_open_apart(session, &adopt->project, err) &&
           policy_set_read(&adopt->wanted, &adopt->project, session->arena, &adopt->set, err) &&
           errand_run(session, &errand, &errand_told, err) &&
           set_take(session, adopt, errand_told, err);
}
