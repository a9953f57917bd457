#include "registry/shape.h"

#include "registry/text_kind.h"

enum { SHAPE_PATH_SIZE = 128 };

static const struct shape common_shape[] = {
    {"log", &shape_words, 0, NULL},
    {"by", &shape_id, 0, NULL},
    {"at", &shape_time, 0, NULL},
    {NULL, NULL, 0, NULL},
};

/* Where we are, for messages: "approval.seen". */
struct shaped_in {
    const char *shaped_around;
    struct error *err;
};

static bool member_refuse(struct shaped_in shaped, const char *member, const char *shape_fault)
{
    return error_set(shaped.err, ERROR_REFUSED, "%s.%s %s", shaped.shaped_around, member,
                     shape_fault);
}

static bool map_check(struct shaped_in shaped, const struct shape *member_shapes,
                      const struct value *shaped_map);

static bool text_check(struct shaped_in shaped, const struct shape *shape,
                       const struct value *shaped_value)
{
    char shape_fault[ERROR_MESSAGE_SIZE];
    struct error unfit = {0};
    if (value_kind(shaped_value) == VALUE_STRING &&
        shape->text->fits(value_text(shaped_value), &unfit))
        return true;
    (void)snprintf(shape_fault, sizeof shape_fault, "is not %s%s%.300s", shape->text->what,
                   unfit.code ? ": " : "", unfit.message);
    return member_refuse(shaped, shape->name, shape_fault);
}

static bool one_check(struct shaped_in shaped, const struct shape *shape,
                      const struct value *shaped_value)
{
    char shaped_around[SHAPE_PATH_SIZE];
    if (shape->text)
        return text_check(shaped, shape, shaped_value);
    if (!shape->member_shapes)
        return (value_kind(shaped_value) == VALUE_INTEGER && value_integer(shaped_value) >= 0) ||
               member_refuse(shaped, shape->name, "is not a whole number from 0");
    (void)snprintf(shaped_around, sizeof shaped_around, "%s.%s", shaped.shaped_around, shape->name);
    return map_check((struct shaped_in){shaped_around, shaped.err}, shape->member_shapes,
                     shaped_value);
}

static bool member_check(struct shaped_in shaped, const struct shape *shape,
                         const struct value *shaped_value)
{
    if (!shaped_value)
        return member_refuse(shaped, shape->name, "is missing");
    if (value_kind(shaped_value) == VALUE_NULL)
        return shape->how & SHAPE_OPTIONAL || member_refuse(shaped, shape->name, "may not be null");
    if (!(shape->how & SHAPE_LISTED))
        return one_check(shaped, shape, shaped_value);
    if (value_kind(shaped_value) != VALUE_LIST)
        return member_refuse(shaped, shape->name, "is not a list");
    for (size_t i = 0; i < value_count(shaped_value); i++)
        if (!one_check(shaped, shape, value_at(shaped_value, i)))
            return false;
    return true;
}

static const struct shape *member_shape(const struct shape *member_shapes, struct text member)
{
    while (member_shapes->name && !text_is(member, member_shapes->name))
        member_shapes++;
    return member_shapes->name ? member_shapes : NULL;
}

/* Every member that there has to be, as it has to be. */
static bool members_check(struct shaped_in shaped, const struct shape *member_shapes,
                          const struct value *shaped_map)
{
    for (; member_shapes->name; member_shapes++)
        if (!member_check(shaped, member_shapes,
                          value_get(shaped_map, text_of(member_shapes->name))))
            return false;
    return true;
}

static bool stranger_refuse(struct shaped_in shaped, struct text member)
{
    return error_set(shaped.err, ERROR_REFUSED, "%s has a member %.*s that it must not have",
                     shaped.shaped_around, TEXT_ARGS(member));
}

static bool map_check(struct shaped_in shaped, const struct shape *member_shapes,
                      const struct value *shaped_map)
{
    if (value_kind(shaped_map) != VALUE_MAP)
        return error_set(shaped.err, ERROR_REFUSED, "%s is not a map", shaped.shaped_around);
    for (size_t i = 0; i < value_count(shaped_map); i++)
        if (!member_shape(member_shapes, member_key(shaped_map, i)))
            return stranger_refuse(shaped, member_key(shaped_map, i));
    return members_check(shaped, member_shapes, shaped_map);
}

/* `log`, `by` and `at`; nobody in particular may be said to have done three kinds. */
static bool common_check(struct shaped_in shaped, enum act_kind kind, const struct value *predicate)
{
    const bool unnamed = kind == ACT_ORIGIN || kind == ACT_APPROVAL || kind == ACT_REFUSAL;
    for (const struct shape *member = common_shape; member->name; member++) {
        struct shape shape = *member;
        if (unnamed && text_is(TEXT("by"), shape.name))
            shape.how = SHAPE_OPTIONAL;
        if (!member_check(shaped, &shape, value_get(predicate, text_of(shape.name))))
            return false;
    }
    return true;
}

bool shape_check(enum act_kind kind, const struct value *predicate, struct error *err)
{
    const struct shaped_in shaped = {act_kind_name(kind), err};
    const struct shape *member_shapes = shape_of(kind, predicate);
    for (size_t i = 0; i < value_count(predicate); i++)
        if (!member_shape(member_shapes, member_key(predicate, i)) &&
            !member_shape(common_shape, member_key(predicate, i)))
            return stranger_refuse(shaped, member_key(predicate, i));
    return common_check(shaped, kind, predicate) && members_check(shaped, member_shapes, predicate);
}
