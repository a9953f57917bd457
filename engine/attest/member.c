#include "attest/member.h"

static const char *kind_article(enum value_kind member_kind)
{
    switch (member_kind) {
    case VALUE_STRING:
        return "a string";
    case VALUE_LIST:
        return "a list";
    case VALUE_MAP:
        return "a map";
    default:
        return value_kind_name(member_kind);
    }
}

bool member_of(const struct value *foreign, struct text member, enum value_kind member_kind,
               const struct value **out, struct error *err)
{
    const struct value *foreign_member = value_get(foreign, member);
    if (!foreign_member)
        return error_at(err, ERROR_REFUSED, value_place(foreign), "`%.*s` is missing",
                        TEXT_ARGS(member));
    if (value_kind(foreign_member) != member_kind)
        return error_at(err, ERROR_REFUSED, value_place(foreign_member), "`%.*s` must be %s",
                        TEXT_ARGS(member), kind_article(member_kind));
    *out = foreign_member;
    return true;
}

bool member_text(const struct value *foreign, struct text member, struct text *out,
                 struct error *err)
{
    const struct value *foreign_member = NULL;
    if (!member_of(foreign, member, VALUE_STRING, &foreign_member, err))
        return false;
    *out = value_text(foreign_member);
    return true;
}
