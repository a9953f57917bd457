/* A move that takes more than one person, where no decision was asked for: each gives the same
 * command. One of them does it, the others sign for it; who is who follows from their roles. */
#include "registry/identity.h"
#include "registry/proposal.h"
#include "registry/request.h"
#include "registry/situation.h"
#include "registry/told.h"

/* Each gives their own reason, at their own time. */
static bool term_is_own(struct text term)
{
    return text_is(term, "log") || text_is(term, "by") || text_is(term, "at") ||
           text_is(term, "reason");
}

struct deed cosigning_terms(const struct value *act_members, struct arena *arena)
{
    struct deed terms = deed_of(NULL, arena);
    for (size_t i = 0; i < value_count(act_members); i++)
        if (!term_is_own(member_key(act_members, i)))
            members_add(arena, &terms.members, member_key(act_members, i),
                        *member_value(act_members, i));
    return terms;
}

struct text cosigning_key(const struct motion *motion)
{
    return text_format(motion->inquiry.arena, "move/%.*s/%s", TEXT_ARGS(motion->version_key),
                       move_name(motion->situation.move));
}

/* Somebody who signed, with all roles that they hold. */
struct cosigner {
    struct text id;
    unsigned roles;
    bool seated;
};

struct cosigners LIST(struct cosigner);

static bool terms_agree(const struct value *proposed, const struct deed *terms)
{
    const struct value signed_terms = deed_value(terms);
    for (size_t i = 0; i < value_count(&signed_terms); i++)
        if (!value_equal(member_value(&signed_terms, i),
                         value_get(proposed, member_key(&signed_terms, i))))
            return false;
    return true;
}

/* Refuses where it is the signer's own, and still counts. */
static bool cosigner_hear(const struct motion *motion, const struct value *signer,
                          struct cosigners *cosigners, struct error *err)
{
    const struct value *identity;
    struct arena *arena = motion->inquiry.arena;
    const struct text id = told_text(signer, "by");
    if (!identity_find(motion->inquiry.rows, id, arena, &identity, err))
        return false;
    if (!signature_stands(identity, signer, motion->inquiry.now))
        return true;
    if (text_equal(id, motion->by))
        return error_set(err, ERROR_GUARD,
                         "%.*s has signed to %s %.*s already, at entry %llu; somebody else has to",
                         TEXT_ARGS(id), move_name(motion->situation.move),
                         TEXT_ARGS(motion->version_key),
                         (unsigned long long)told_count(signer, "index"));
    *LIST_ADD(arena, cosigners) = (struct cosigner){id, identity_roles(identity), false};
    return true;
}

/* Nobody who made the version signs for what another does with it, nor, where it is resumed, who
 * suspended it. */
static bool may_sit(const struct motion *motion, const struct cosigner *cosigner)
{
    const struct text suspender = told_text(told(motion->registered, "suspended"), "by");
    return !version_has_author(motion->registered, cosigner->id) &&
           (motion->situation.move != MOVE_RESUME || !text_equal(cosigner->id, suspender));
}

static bool cosigner_sits(const struct motion *motion, struct cosigners *cosigners, size_t mover,
                          unsigned seat)
{
    for (size_t i = 0; i < cosigners->count; i++) {
        struct cosigner *cosigner = &cosigners->at[i];
        if (i != mover && !cosigner->seated && cosigner->roles & seat && may_sit(motion, cosigner))
            return cosigner->seated = true;
    }
    return false;
}

/* What is lacking if this one of them does it. */
static struct standing standing_under(const struct motion *motion, struct cosigners *cosigners,
                                      size_t mover, struct quorum quorum)
{
    struct standing standing = {0};
    for (size_t i = 0; i < cosigners->count; i++)
        cosigners->at[i].seated = false;
    for (size_t seat = 0; seat < QUORUM_SEATS && quorum.seats[seat]; seat++) {
        standing.needed++;
        if (cosigner_sits(motion, cosigners, mover, quorum.seats[seat]))
            continue;
        standing.lacking++;
        *LIST_ADD(motion->inquiry.arena, &standing.lacks) = roles_phrase(
            quorum.seats[seat], seat ? "one more of" : "one of", motion->inquiry.arena);
    }
    return standing;
}

static bool cosigners_hear(struct motion *motion, struct cosigners *cosigners, struct error *err)
{
    const struct value *signers = told(motion->proposed, "signers");
    for (size_t i = 0; i < value_count(signers); i++) {
        if (!cosigner_hear(motion, value_at(signers, i), cosigners, err))
            return false;
    }
    *LIST_ADD(motion->inquiry.arena, cosigners) =
        (struct cosigner){motion->by, motion->situation.roles, false};
    return true;
}

bool cosigning_hear(struct motion *motion, const struct transition *planned, struct error *err)
{
    struct cosigners cosigners = {0};
    const struct value *proposed;
    const struct quorum quorum = planned->seats[motion->situation.tier];
    const struct deed terms = cosigning_terms(motion->act_members, motion->inquiry.arena);
    if (!quorum.seats[0])
        return true;
    if (!registry_row(motion->inquiry.rows, "proposal", cosigning_key(motion),
                      motion->inquiry.arena, &proposed, err))
        return false;
    if (proposed && terms_agree(proposed, &terms))
        motion->proposed = proposed;
    if (!cosigners_hear(motion, &cosigners, err))
        return false;
    /* Who may not do it does not do it, whatever others may: then they only sign. */
    motion->standing = standing_under(motion, &cosigners, cosigners.count - 1, quorum);
    bool moved_by_any = false;
    for (size_t mover = 0; mover < cosigners.count; mover++) {
        if (!(cosigners.at[mover].roles & planned->who))
            continue;
        const struct standing standing = standing_under(motion, &cosigners, mover, quorum);
        motion->situation.roles |= cosigners.at[mover].roles & planned->who;
        if (!moved_by_any || standing.lacking < motion->standing.lacking)
            motion->standing = standing;
        moved_by_any = true;
    }
    return true;
}
