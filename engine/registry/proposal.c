#include "registry/proposal.h"

#include "registry/identity.h"
#include "registry/told.h"

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

/* Signatures that still count; refuses where the signer's is among them. */
static bool signers_count(const struct applying *applying, const struct value *signers,
                          uint64_t *signatures_counted, struct error *err)
{
    *signatures_counted = 0;
    for (size_t i = 0; i < value_count(signers); i++) {
        const struct value *identity, *signer = value_at(signers, i);
        const struct text id = told_text(signer, "by");
        if (text_equal(id, applying->by))
            return error_set(err, ERROR_INTEGRITY,
                             "%.*s has signed this already, at entry %llu; another administrator "
                             "has to",
                             TEXT_ARGS(id), (unsigned long long)told_count(signer, "index"));
        if (!identity_find(applying->rows, id, applying->arena, &identity, err))
            return false;
        if (!identity_void(identity, told_time(signer, "time", INT64_MAX)))
            ++*signatures_counted;
    }
    return true;
}

bool proposal_sign(struct applying *applying, const struct proposal *proposal, struct deed *out,
                   bool *passed, struct error *err)
{
    uint64_t signatures_counted;
    const struct value *proposed = proposal->proposed, *signers = told(proposed, "signers");
    if ((proposed && !terms_check(proposed, &proposal->terms, err)) ||
        !signers_count(applying, signers, &signatures_counted, err))
        return false;
    struct deed signer = deed_of(NULL, applying->arena);
    applying_stamp(applying, &signer);
    const struct value terms = deed_value(&proposal->terms);
    struct deed deed = deed_of(&terms, applying->arena);
    deed_put(&deed, "signers", list_with(signers, deed_value(&signer), applying->arena));
    deed_count(&deed, "needed", proposal->needed);
    *passed = signatures_counted + 1 >= proposal->needed;
    *out = deed;
    return true;
}
