#include "service/replay_adoption.h"

#include "base/limits.h"
#include "registry/registry.h"
#include "script/script.h"
#include "service/adopted.h"
#include "service/errand.h"
#include "service/policy_set.h"
#include "service/record.h"
#include "service/said.h"

/* What is looked at in the process apart. */
struct adoptions_looked {
    const char *vault;
    const struct adoptions_said *adoptions;
};

static bool any_loads(void *context, const char *path, struct error *err)
{
    (void)context;
    (void)path;
    (void)err;
    return true;
}

static bool listing_of(const char *vault, struct text set_said, struct arena *arena,
                       const struct value **listing, struct error *err)
{
    struct digest set;
    return (digest_read(set_said, &set) ||
            error_set(err, ERROR_INTEGRITY, "the set has no digest")) &&
           adopted_listing_load(vault, &set, arena, listing, err);
}

/* The sentences that `policy adopt` would have had signed. */
static bool looser_find(const char *vault, const struct adoption_said *adoption,
                        struct arena *arena, struct texts *looser, struct error *err)
{
    struct policy_set set;
    const struct value *listing_before, *listing;
    const struct judge_request plain = {0};
    const struct script_options options = {0};
    const struct evaluator lua = script_evaluator(&options);
    if (!listing_of(vault, adoption->previous, arena, &listing_before, err) ||
        !listing_of(vault, adoption->set, arena, &listing, err) ||
        !policy_set_adopted(vault, adoption->sources, arena, &set, err))
        return false;
    const struct project adopted = {.params = set.params};
    const struct policy_set_loader loader = {&plain, &adopted, &lua, any_loads, NULL};
    return policy_set_load(&set, &loader, arena, err) &&
           adoption_compare(listing_before, listing, &set.policies, arena, looser, err);
}

static struct value looser_told(const char *vault, const struct adoption_said *adoption,
                                struct arena *arena)
{
    struct texts looser = {0};
    struct error lost = {0};
    struct values told_looser = {0};
    struct record told = record_in(arena);
    if (!looser_find(vault, adoption, arena, &looser, &lost))
        record_error(&told, "lost", &lost);
    for (size_t i = 0; i < looser.count; i++)
        *LIST_ADD(arena, &told_looser) = value_of_text(looser.at[i]);
    record_value(&told, "looser", value_of_list(arena, told_looser.at, told_looser.count));
    return record_map(&told);
}

static bool adoptions_tell(void *context, struct arena *arena, struct value *told,
                           struct error *err)
{
    struct values told_adoptions = {0};
    const struct adoptions_looked *looked = context;
    (void)err;
    for (size_t i = 0; i < looked->adoptions->count; i++) {
        struct arena adoption_scratch = {0};
        const struct value one =
            looser_told(looked->vault, &looked->adoptions->at[i], &adoption_scratch);
        *LIST_ADD(arena, &told_adoptions) = value_copy(arena, &one);
        arena_free(&adoption_scratch);
    }
    *told = value_of_list(arena, told_adoptions.at, told_adoptions.count);
    return true;
}

/* More may be said than is so: that only asks for more signatures. */
static const char *adoption_belied(const struct adoption_said *adoption,
                                   const struct value *adoption_told, struct arena *arena)
{
    const struct value *lost = value_present(adoption_told, TEXT("lost"));
    const struct value *looser = value_get(adoption_told, TEXT("looser"));
    if (lost) {
        struct error unread;
        record_error_read(lost, arena, &unread);
        return text_string(arena, text_of(unread.message));
    }
    for (size_t i = 0; i < value_count(looser); i++)
        if (!said_among(adoption->loosens, value_text(value_at(looser, i))))
            return text_string(arena,
                               text_format(arena, "the adoption for %.*s does not say that %.*s",
                                           TEXT_ARGS(adoption->stage),
                                           TEXT_ARGS(value_text(value_at(looser, i)))));
    return NULL;
}

bool adoptions_compare(struct session *session, const char *vault, struct adoptions_said *adoptions,
                       struct error *err)
{
    const struct value *told_adoptions;
    struct adoptions_looked looked = {vault, adoptions};
    const struct errand errand = {.tell = adoptions_tell,
                                  .context = &looked,
                                  .time_ms = LIMIT_RUN_TIME_MS * (int64_t)(adoptions->count + 1)};
    if (!adoptions->count)
        return true;
    if (!errand_run(session, &errand, &told_adoptions, err))
        return false;
    if (value_count(told_adoptions) != adoptions->count)
        return error_set(err, ERROR_BUG, "not every adoption was looked at");
    for (size_t i = 0; i < adoptions->count; i++)
        adoptions->at[i].belied =
            adoption_belied(&adoptions->at[i], value_at(told_adoptions, i), session->arena);
    return true;
}
