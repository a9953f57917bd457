#include "script/judge.h"
#include "script/phrase.h"

#include "base/limits.h"

/* What one finding is charged for, in bytes. No sizeof: what a policy may do must not depend on how
 * we keep what it did. */
enum { FINDING_BYTES = 176 };

/* "auc", then "auc#2", then "auc#3": passing over names that the policy gave itself. */
static struct text control_numbered(lua_State *L, struct judge *judge, struct text wanted,
                                    struct arena *arena)
{
    const struct text control_base = text_cut(wanted, LIMIT_CONTROL_SIZE, arena);
    uint32_t times = ++*names_add(&judge->controls, arena, control_base);
    struct text control_name = control_base;
    while (times > 1) {
        if (L)
            fuel_charge(L, 1);
        control_name = text_format(arena, "%.*s#%u", TEXT_ARGS(control_base), times);
        if (!names_find(&judge->controls, control_name)) {
            *names_add(&judge->controls, arena, control_name) = 1;
            break;
        }
        times++;
    }
    *names_find(&judge->controls, control_base) = times;
    return control_name;
}

/* The remedy is for what stands in the way. */
static bool outcome_blocks(enum outcome run_outcome)
{
    return outcome_status(run_outcome, LEVEL_MANDATORY) != STATUS_ALLOWED;
}

static void finding_complete(struct run *run, struct finding *run_finding, bool advisory)
{
    const struct policy *run_policy = run->policy;
    run_finding->policy = run_policy->id;
    run_finding->level = advisory ? LEVEL_ADVISORY : policy_level_at(run_policy, run->of->now);
    run_finding->cites = run_policy->cites;
    if (outcome_blocks(run_finding->outcome))
        run_finding->fix = run_policy->remedy;
    run_finding->message = text_cut(run_finding->message, LIMIT_MESSAGE_SIZE, run->arena);
}

static void finding_store(struct run *run, const struct finding *run_finding)
{
    *LIST_ADD(run->arena, run->findings) = *run_finding;
    const struct watcher *watcher = run->evaluation->watcher;
    if (watcher && watcher->finding)
        watcher->finding(watcher->context, run_finding);
}

void finding_add_as(lua_State *L, struct finding run_finding, bool advisory)
{
    struct run *run = run_of(L);
    struct judge *judge = judge_of(run);
    arena_charge(L,
                 FINDING_BYTES + NAMES_EACH + run_finding.control.size + run_finding.message.size);
    if (judge->finding_count >= LIMIT_FINDINGS)
        run_exhausted(L, RUN_FINDINGS);
    judge->finding_count++;
    run_finding.control = control_numbered(L, judge, run_finding.control, run->arena);
    if (!run_finding.source.file)
        run_finding.source = run_place(L);
    if (!run_finding.source.file) /* the short form: no line of the policy runs */
        run_finding.source.file = run->source->path;
    finding_complete(run, &run_finding, advisory);
    finding_store(run, &run_finding);
}

void finding_add(lua_State *L, struct finding run_finding)
{
    finding_add_as(L, run_finding, false);
}

void finding_add_last(struct run *run, struct finding run_finding, struct place place)
{
    if (!run->findings || !run->policy || !run->of)
        return;
    run_finding.control = control_numbered(NULL, judge_of(run), run_finding.control, run->arena);
    if (!run_finding.source.file)
        run_finding.source = place;
    finding_complete(run, &run_finding, false);
    finding_store(run, &run_finding);
}

void note_add(lua_State *L, struct text message)
{
    struct run *run = run_of(L);
    if (run->evaluation->notes.count >= LIMIT_FINDINGS)
        run_exhausted(L, RUN_FINDINGS);
    arena_charge(L, sizeof(struct remark) + message.size);
    const struct text kept_note = text_copy(run->arena, message);
    *LIST_ADD(run->arena, &run->evaluation->notes) = (struct remark){
        .policy = run->policy->id,
        .message = text_cut(kept_note, LIMIT_MESSAGE_SIZE, run->arena),
        .source = run_place(L),
    };
}
