#include "policy/recorded.h"

#include "base/buffer.h"
#include "base/encode.h"
#include "value/number.h"

#include <inttypes.h>

static const struct text recorded_replacement = {"\xEF\xBF\xBD", 3};
static const struct text recorded_ellipsis = {"\xE2\x80\xA6", 3};

static bool recorded_text_as_is(struct text text)
{
    return utf8_check(text) == text.size;
}

static bool recorded_integer_as_is(int64_t integer)
{
    return integer >= -INTEGER_EXACT_MAX && integer <= INTEGER_EXACT_MAX;
}

static bool recorded_members_as_is(const struct value *recorded)
{
    for (size_t i = 0; i < value_count(recorded); i++)
        if (!recorded_text_as_is(member_key(recorded, i)) ||
            !recorded_as_is(member_value(recorded, i)))
            return false;
    return true;
}

bool recorded_as_is(const struct value *recorded)
{
    switch (value_kind(recorded)) {
    case VALUE_NULL:
    case VALUE_BOOLEAN:
        return true;
    case VALUE_INTEGER:
        return recorded_integer_as_is(value_integer(recorded));
    case VALUE_NUMBER:
        return !value_rounded(recorded);
    case VALUE_STRING:
        return recorded_text_as_is(value_text(recorded));
    case VALUE_LIST:
        for (size_t i = 0; i < value_count(recorded); i++)
            if (!recorded_as_is(value_at(recorded, i)))
                return false;
        return true;
    case VALUE_MAP:
        return recorded_members_as_is(recorded);
    case VALUE_NAN:
        break;
    }
    return false;
}

static struct text recorded_text_mend(struct text recorded, struct arena *arena)
{
    if (recorded_text_as_is(recorded))
        return recorded;
    struct buffer mended = buffer_in(arena, recorded.size * recorded_replacement.size);
    for (size_t at = 0; at < recorded.size;) {
        uint32_t point;
        const size_t size = utf8_read(recorded, at, &point);
        buffer_add(&mended, size ? text_part(recorded, at, size) : recorded_replacement);
        at += size ? size : 1;
    }
    return buffer_text(&mended);
}

struct text recorded_clip(struct text recorded, size_t max, struct arena *arena)
{
    const struct text mended = recorded_text_mend(recorded, arena);
    if (mended.size <= max)
        return mended;
    size_t end = 0;
    for (uint32_t point;;) {
        const size_t size = utf8_read(mended, end, &point);
        if (!size || end + size > max - recorded_ellipsis.size)
            break;
        end += size;
    }
    struct buffer clipped = buffer_in(arena, max);
    buffer_add(&clipped, text_part(mended, 0, end));
    buffer_add(&clipped, recorded_ellipsis);
    return buffer_text(&clipped);
}

struct value recorded_text(struct text text, struct arena *arena)
{
    return text.size ? value_of_text(recorded_text_mend(text, arena)) : value_of_null();
}

static struct value recorded_list_mend(const struct value *recorded, struct arena *arena)
{
    const size_t count = value_count(recorded);
    struct value *mended = ARENA_ARRAY(arena, struct value, count);
    for (size_t i = 0; i < count; i++)
        mended[i] = recorded_value(value_at(recorded, i), arena);
    return value_of_list(arena, mended, count);
}

/* Mending may make two keys one; then there is no map to write, and that is said. */
static struct value recorded_map_mend(const struct value *recorded, struct arena *arena)
{
    struct members mended = {0};
    size_t duplicate;
    for (size_t i = 0; i < value_count(recorded); i++)
        members_add(arena, &mended, recorded_text_mend(member_key(recorded, i), arena),
                    recorded_value(member_value(recorded, i), arena));
    if (!members_sort(mended.at, mended.count, &duplicate))
        return value_of_text(TEXT("a map whose keys are not UTF-8"));
    return value_over_members(mended.at, mended.count);
}

static struct value number_as_text(double number, struct arena *arena)
{
    char written[NUMBER_TEXT_SIZE];
    (void)number_write(number, written);
    return value_of_text(text_copy(arena, text_of(written)));
}

struct value recorded_value(const struct value *recorded, struct arena *arena)
{
    if (!recorded)
        return value_of_null();
    if (recorded_as_is(recorded))
        return *recorded;
    switch (value_kind(recorded)) {
    case VALUE_INTEGER:
        return value_of_text(text_format(arena, "%" PRId64, value_integer(recorded)));
    case VALUE_NUMBER:
        return number_as_text(value_number(recorded), arena);
    case VALUE_STRING:
        return value_of_text(recorded_text_mend(value_text(recorded), arena));
    case VALUE_LIST:
        return recorded_list_mend(recorded, arena);
    case VALUE_MAP:
        return recorded_map_mend(recorded, arena);
    case VALUE_NULL: /* as they are, seen to above */
    case VALUE_BOOLEAN:
    case VALUE_NAN:
        break;
    }
    return value_of_text(TEXT("NaN"));
}
