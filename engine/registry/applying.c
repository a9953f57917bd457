#include "registry/applying.h"

#include "base/limits.h"
#include "registry/identity.h"
#include "registry/told.h"
#include "value/canonical.h"

bool applying_put(struct applying *applying, const char *row_kind, struct text row_key,
                  const struct deed *deed, struct error *err)
{
    struct buffer row_document = buffer_in(applying->arena, LIMIT_ROW_SIZE);
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
