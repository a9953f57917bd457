#include "registry/proposal.h"

#include "base/limits.h"
#include "registry/identity.h"
#include "registry/told.h"

enum { DAY = 24 * 60 * 60 };

bool signature_stands(const struct value *identity, const struct value *signer, int64_t now)
{
    const int64_t signed_at = told_time(signer, "time", INT64_MIN);
    return !told(identity, "revoked") && signed_at >= now - (int64_t)LIMIT_COSIGNED_DAYS * DAY;
}

static bool terms_check(const struct value *proposed, const struct deed *terms, struct error *err)
{
    const struct value proposed_terms = deed_value(terms);
    for (size_t i = 0; i < value_count(&proposed_terms); i++) {
        const struct text term = member_key(&proposed_terms, i);
        if (!value_equal(member_value(&proposed_terms, i), value_get(proposed, term)))
            return error_set(err, ERROR_INTEGRITY,
                             "others signed this with another `%.*s`: what is signed together must "
                             "be the same",
                             TEXT_ARGS(term));
    }
    return true;
}

/* Those whose signatures still count; refuses where the signer's is among them. */
static bool signers_left(const struct applying *applying, const struct value *signers,
                         struct value *out, struct error *err)
{
    struct values signers_counted = {0};
    for (size_t i = 0; i < value_count(signers); i++) {
        const struct value *identity, *signer = value_at(signers, i);
        const struct text id = told_text(signer, "by");
        if (!identity_find(applying->rows, id, applying->arena, &identity, err))
            return false;
        if (!signature_stands(identity, signer, applying->entry->time))
            continue;
        if (text_equal(id, applying->by))
            return error_set(err, ERROR_INTEGRITY,
                             "%.*s has signed this already, at entry %llu; another administrator "
                             "has to",
                             TEXT_ARGS(id), (unsigned long long)told_count(signer, "index"));
        *LIST_ADD(applying->arena, &signers_counted) = *signer;
    }
    *out = value_of_list(applying->arena, signers_counted.at, signers_counted.count);
    return true;
}

bool proposal_sign(struct applying *applying, const struct proposal *proposal, struct deed *out,
                   bool *passed, struct error *err)
{
    struct value signers;
    const struct value *proposed = proposal->proposed;
    if (!signers_left(applying, told(proposed, "signers"), &signers, err) ||
        (value_count(&signers) > 0 && !terms_check(proposed, &proposal->terms, err)))
        return false;
    struct deed signer = deed_of(NULL, applying->arena);
    applying_stamp(applying, &signer);
    const struct value terms = deed_value(&proposal->terms);
    struct deed deed = deed_of(&terms, applying->arena);
    deed_put(&deed, "signers", list_with(&signers, deed_value(&signer), applying->arena));
    deed_count(&deed, "needed", proposal->needed);
    *passed = value_count(&signers) + 1 >= proposal->needed;
    *out = deed;
    return true;
}
