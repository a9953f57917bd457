#include "registry/deed.h"

#include "base/clock.h"
#include "registry/told.h"

struct deed deed_of(const struct value *told_row, struct arena *arena)
{
    struct deed deed = {.arena = arena};
    for (size_t i = 0; i < value_count(told_row); i++)
        members_add(arena, &deed.members, member_key(told_row, i), *member_value(told_row, i));
    return deed;
}

void deed_put(struct deed *deed, const char *member, struct value value)
{
    for (size_t i = 0; i < deed->members.count; i++) {
        struct member *deed_member = &deed->members.at[i];
        if (text_is((struct text){deed_member->key, deed_member->key_size}, member)) {
            deed_member->value = value;
            return;
        }
    }
    members_add(deed->arena, &deed->members, text_of(member), value);
}

void deed_keep(struct deed *deed, const char *member, const struct value *value)
{
    deed_put(deed, member, value ? *value : value_of_null());
}

void deed_text(struct deed *deed, const char *member, struct text text)
{
    deed_put(deed, member, text.size ? value_of_text(text) : value_of_null());
}

void deed_count(struct deed *deed, const char *member, uint64_t count)
{
    deed_put(deed, member, value_of_integer((int64_t)count));
}

void deed_time(struct deed *deed, const char *member, int64_t moment)
{
    char moment_text[CLOCK_TEXT_SIZE];
    clock_write(moment, moment_text);
    deed_text(deed, member, text_copy(deed->arena, text_of(moment_text)));
}

struct value deed_value(const struct deed *deed)
{
    return value_of_map(deed->arena, &deed->members);
}

struct value list_with(const struct value *told_list, struct value one, struct arena *arena)
{
    struct values longer_list = {0};
    for (size_t i = 0; i < value_count(told_list); i++)
        *LIST_ADD(arena, &longer_list) = *value_at(told_list, i);
    *LIST_ADD(arena, &longer_list) = one;
    return value_of_list(arena, longer_list.at, longer_list.count);
}

struct value list_without(const struct value *told_list, struct text text, struct arena *arena)
{
    struct values shorter_list = {0};
    for (size_t i = 0; i < value_count(told_list); i++)
        if (!text_equal(value_text(value_at(told_list, i)), text))
            *LIST_ADD(arena, &shorter_list) = *value_at(told_list, i);
    return value_of_list(arena, shorter_list.at, shorter_list.count);
}

struct value list_changed(const struct value *told_list, size_t at, struct value one,
                          struct arena *arena)
{
    struct values changed_list = {0};
    for (size_t i = 0; i < value_count(told_list); i++)
        *LIST_ADD(arena, &changed_list) = i == at ? one : *value_at(told_list, i);
    return value_of_list(arena, changed_list.at, changed_list.count);
}

struct value list_with_text(const struct value *told_list, struct text text, struct arena *arena)
{
    return told_among(told_list, text) ? *told_list
                                       : list_with(told_list, value_of_text(text), arena);
}
