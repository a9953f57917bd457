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
    const struct text base = text_cut(wanted, LIMIT_CONTROL_SIZE, arena);
    uint32_t times = ++*names_add(&judge->controls, arena, base);
    struct text name = base;
    while (times > 1) {
        if (L)
            fuel_charge(L, 1);
        name = text_format(arena, "%.*s#%u", TEXT_ARGS(base), times);
        if (!names_find(&judge->controls, name)) {
            *names_add(&judge->controls, arena, name) = 1;
            break;
        }
        times++;
    }
    *names_find(&judge->controls, base) = times;
    return name;
}

/* The remedy is for what stands in the way. */
static bool outcome_blocks(enum outcome outcome)
{
    return outcome_status(outcome, LEVEL_MANDATORY) != STATUS_ALLOWED;
}

static void finding_complete(struct run *run, struct finding *finding, bool advisory)
{
    const struct policy *policy = run->policy;
    finding->policy = policy->id;
    finding->level = advisory ? LEVEL_ADVISORY : policy_level_at(policy, run->of->now);
    finding->cites = policy->cites;
    if (outcome_blocks(finding->outcome))
        finding->fix = policy->remedy;
    finding->message = text_cut(finding->message, LIMIT_MESSAGE_SIZE, run->arena);
}

static void finding_store(struct run *run, const struct finding *finding)
{
    *LIST_ADD(run->arena, run->findings) = *finding;
    const struct watcher *watcher = run->evaluation->watcher;
    if (watcher && watcher->finding)
        watcher->finding(watcher->context, finding);
}

void finding_add_as(lua_State *L, struct finding finding, bool advisory)
{
    struct run *run = run_of(L);
    struct judge *judge = judge_of(run);
    arena_charge(L, FINDING_BYTES + NAMES_EACH + finding.control.size + finding.message.size);
    if (judge->finding_count >= LIMIT_FINDINGS)
        run_exhausted(L, RUN_FINDINGS);
    judge->finding_count++;
    finding.control = control_numbered(L, judge, finding.control, run->arena);
    if (!finding.source.file)
        finding.source = run_place(L);
    if (!finding.source.file) /* the short form: no line of the policy runs */
        finding.source.file = run->source->path;
    finding_complete(run, &finding, advisory);
    finding_store(run, &finding);
}

void finding_add(lua_State *L, struct finding finding)
{
    finding_add_as(L, finding, false);
}

void finding_add_last(struct run *run, struct finding finding, struct place place)
{
    if (!run->findings || !run->policy || !run->of)
        return;
    finding.control = control_numbered(NULL, judge_of(run), finding.control, run->arena);
    if (!finding.source.file)
        finding.source = place;
    finding_complete(run, &finding, false);
    finding_store(run, &finding);
}

void note_add(lua_State *L, struct text message)
{
    struct run *run = run_of(L);
    if (run->evaluation->notes.count >= LIMIT_FINDINGS)
        run_exhausted(L, RUN_FINDINGS);
    arena_charge(L, sizeof(struct note) + message.size);
    const struct text kept = text_copy(run->arena, message);
    *LIST_ADD(run->arena, &run->evaluation->notes) = (struct note){
        .policy = run->policy->id,
        .message = text_cut(kept, LIMIT_MESSAGE_SIZE, run->arena),
        .source = run_place(L),
    };
}
