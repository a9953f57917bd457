#include "registry/transition.h"

#include "registry/proposal.h"
#include "registry/told.h"

/* Signed by fewer than it takes: others join by saying the same. */
static bool proposal_put(struct applying *applying, const struct motion *motion, struct error *err)
{
    bool passed;
    struct deed signed_terms;
    const struct proposal proposal = {
        .proposed = motion->proposed,
        .terms = cosigning_terms(motion->act_members, applying->arena),
        .needed = motion->standing.needed + 1,
    };
    return proposal_sign(applying, &proposal, &signed_terms, &passed, err) &&
           applying_put(applying, "proposal", cosigning_key(motion), &signed_terms, err) &&
           applying_history(applying, motion->version_key, told_text(motion->act_members, "change"),
                            err);
}

bool transition_apply(struct applying *applying, struct error *err)
{
    struct motion motion;
    const struct inquiry inquiry = {applying->rows, applying->entry->time, applying->arena};
    if (!motion_meet(&inquiry, applying->act.predicate, applying->by, &motion, err))
        return false;
    const struct plan plan = registry_plan(&motion.situation);
    if (plan.verdict == PLAN_MADE)
        return transition_put(applying, &motion, err);
    if (plan.verdict == PLAN_PENDING && !motion_decided(&motion, &plan))
        return proposal_put(applying, &motion, err);
    return motion_object(&motion, &plan, err);
}
