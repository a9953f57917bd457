#include "registry/applying.h"
#include "registry/identity.h"
#include "registry/told.h"

enum { ADMIN = 1U << ROLE_ADMIN };

/* One commitment at least, and each of them once. */
static bool commitments_check(const struct value *commitments, struct error *err)
{
    if (!value_count(commitments))
        return error_set(err, ERROR_INTEGRITY, "the erasure names no commitment");
    for (size_t i = 0; i < value_count(commitments); i++)
        for (size_t earlier = 0; earlier < i; earlier++)
            if (text_equal(value_text(value_at(commitments, i)),
                           value_text(value_at(commitments, earlier))))
                return error_set(err, ERROR_INTEGRITY, "the erasure names %.*s twice",
                                 TEXT_ARGS(value_text(value_at(commitments, i))));
    return true;
}

/* From now on it is known of each that nobody has to look for its words. */
static bool commitments_put(struct applying *applying, struct text erased_id,
                            const struct value *commitments, struct error *err)
{
    for (size_t i = 0; i < value_count(commitments); i++) {
        struct deed erased = deed_of(NULL, applying->arena);
        deed_text(&erased, "id", erased_id);
        deed_count(&erased, "index", applying->entry->index);
        if (!applying_put(applying, "erased", value_text(value_at(commitments, i)), &erased, err))
            return false;
    }
    return true;
}

/* The words lie beside the log, where no entry reaches: what follows here is that it was said. */
bool erasure_apply(struct applying *applying, struct error *err)
{
    const struct value *act_members = applying->act.predicate, *identity, *erasure;
    const struct text erased_id = told_text(act_members, "id");
    if (!applying_role(applying, ADMIN, err) ||
        !identity_find(applying->rows, erased_id, applying->arena, &identity, err) ||
        !commitments_check(told(act_members, "commitments"), err) ||
        !applying_row(applying, "erasure", erased_id, &erasure, err))
        return false;
    struct deed erased = deed_of(NULL, applying->arena);
    struct deed deed = deed_of(erasure, applying->arena);
    applying_stamp(applying, &erased);
    deed_keep(&erased, "reason", told(act_members, "reason"));
    deed_text(&deed, "id", erased_id);
    deed_put(&deed, "erased",
             list_with(told(erasure, "erased"), deed_value(&erased), applying->arena));
    return commitments_put(applying, erased_id, told(act_members, "commitments"), err) &&
           applying_put(applying, "erasure", erased_id, &deed, err);
}
