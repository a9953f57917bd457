#include "registry/applying.h"

#include "base/limits.h"
#include "registry/identity.h"
#include "registry/told.h"
#include "value/canonical.h"

/* Does the act only put an end to something? */
static bool act_stops(const struct act *act)
{
    const struct text change = told_text(act->predicate, "change"),
                      answer = told_text(act->predicate, "answer");
    switch (act->kind) {
    case ACT_TRANSITION:
        return text_is(change, "suspend") || text_is(change, "reject");
    case ACT_IDENTITY:
        return text_is(change, "revoke");
    case ACT_APPROVAL:
        return text_is(answer, "reject") || text_is(answer, "request-changes");
    case ACT_ERASURE:
        return true;
    default:
        return false;
    }
}

/* What ends something may use what is reserved: a row that anybody could fill to the brim could not
 * be stopped any more. */
static size_t row_room(const struct act *act)
{
    return act_stops(act) ? LIMIT_ROW_SIZE : LIMIT_ROW_SIZE - LIMIT_ROW_RESERVE;
}

bool applying_put(struct applying *applying, const char *row_kind, struct text row_key,
                  const struct deed *deed, struct error *err)
{
    struct buffer row_document = buffer_in(applying->arena, row_room(&applying->act));
    const struct value row = deed_value(deed);
    if (!canonical_write(&row, &row_document, err))
        return false;
    if (buffer_full(&row_document))
        return error_set(err, ERROR_REFUSED, "what follows for %s %.*s is too much to keep",
                         row_kind, TEXT_ARGS(row_key));
    *LIST_ADD(applying->arena, &applying->changes) = (struct change){
        {text_of(row_kind), text_copy(applying->arena, row_key)}, buffer_text(&row_document)};
    return true;
}

void applying_drop(struct applying *applying, const char *row_kind, struct text row_key)
{
    *LIST_ADD(applying->arena, &applying->changes) =
        (struct change){{text_of(row_kind), text_copy(applying->arena, row_key)}, TEXT_NONE};
}

bool applying_row(const struct applying *applying, const char *row_kind, struct text row_key,
                  const struct value **out, struct error *err)
{
    return registry_row(applying->rows, row_kind, row_key, applying->arena, out, err);
}

bool applying_row_newest(const struct applying *applying, const char *row_kind, struct text row_key,
                         const struct value **out, struct error *err)
{
    for (size_t i = applying->changes.count; i-- > 0;) {
        const struct change *change = &applying->changes.at[i];
        if (text_is(change->name.kind, row_kind) && text_equal(change->name.key, row_key)) {
            *out = NULL;
            return !change->document.size || row_read(change->document, applying->arena, out, err);
        }
    }
    return applying_row(applying, row_kind, row_key, out, err);
}

void applying_stamp(const struct applying *applying, struct deed *deed)
{
    deed_text(deed, "by", applying->by);
    deed_count(deed, "index", applying->entry->index);
    deed_time(deed, "time", applying->entry->time);
}

bool applying_history(struct applying *applying, struct text version, struct text about,
                      struct error *err)
{
    struct deed deed = deed_of(NULL, applying->arena);
    const struct text key = text_format(applying->arena, "%.*s/%016llu", TEXT_ARGS(version),
                                        (unsigned long long)applying->entry->index);
    deed_text(&deed, "kind", text_of(act_kind_name(applying->act.kind)));
    deed_count(&deed, "index", applying->entry->index);
    deed_text(&deed, "id", about);
    return applying_put(applying, "history", key, &deed, err);
}

bool applying_role(const struct applying *applying, unsigned roles, struct error *err)
{
    return identity_has_role(applying->who, roles, act_kind_name(applying->act.kind),
                             applying->arena, err);
}
