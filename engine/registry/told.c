#include "registry/told.h"

#include "base/clock.h"

const struct value *told(const struct value *told_map, const char *member)
{
    return value_present(told_map, text_of(member));
}

struct text told_text(const struct value *told_map, const char *member)
{
    return value_text(told(told_map, member));
}

uint64_t told_count(const struct value *told_map, const char *member)
{
    const int64_t count = value_integer(told(told_map, member));
    return count > 0 ? (uint64_t)count : 0;
}

int64_t told_time(const struct value *told_map, const char *member, int64_t otherwise)
{
    int64_t moment;
    return clock_read(told_text(told_map, member), &moment) ? moment : otherwise;
}

bool told_among(const struct value *told_list, struct text told_wanted)
{
    for (size_t i = 0; i < value_count(told_list); i++)
        if (text_equal(value_text(value_at(told_list, i)), told_wanted))
            return true;
    return false;
}

struct text told_version(const struct value *model, struct arena *arena)
{
    return text_format(arena, "%.*s@%.*s", TEXT_ARGS(told_text(model, "name")),
                       TEXT_ARGS(told_text(model, "version")));
}
