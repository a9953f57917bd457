#include "registry/commitments.h"

#include "registry/told.h"

static void commitment_add(struct texts *commitments, const struct value *told_map,
                           const char *member, struct arena *arena)
{
    const struct text commitment = told_text(told_map, member);
    if (commitment.size)
        *LIST_ADD(arena, commitments) = commitment;
}

static void commitments_add(struct texts *commitments, const struct value *told_list,
                            const char *member, struct arena *arena)
{
    for (size_t i = 0; i < value_count(told_list); i++)
        commitment_add(commitments, value_at(told_list, i), member, arena);
}

struct texts commitments_of(const struct act *act, struct arena *arena)
{
    struct texts commitments = {0};
    const struct value *predicate = act->predicate;
    switch (act->kind) {
    case ACT_ORIGIN:
        commitments_add(&commitments, told(predicate, "admins"), "name", arena);
        break;
    case ACT_IDENTITY:
        commitment_add(&commitments, predicate, "name", arena);
        commitment_add(&commitments, predicate, "reason", arena);
        break;
    case ACT_APPROVAL:
        commitments_add(&commitments, told(predicate, "conditions"), "text", arena);
        commitment_add(&commitments, predicate, "reason", arena);
        break;
    case ACT_WAIVER:
    case ACT_ERASURE:
    case ACT_TRANSITION:
        commitment_add(&commitments, predicate, "reason", arena);
        break;
    case ACT_ANNOTATION:
        commitment_add(&commitments, predicate, "note", arena);
        break;
    case ACT_ADOPTION:
    case ACT_REGISTRATION:
    case ACT_DECISION:
    case ACT_RESTORE:
    case ACT_REFUSAL:
    case ACT_KINDS:
        break;
    }
    return commitments;
}
