#include "value/schema_internal.h"

#include <math.h>

unsigned schema_types_of(const struct value *instance)
{
    char digits[NUMBER_TEXT_SIZE];
    struct decimal decimal;
    switch (value_kind(instance)) {
    case VALUE_NULL:
        return SCHEMA_NULL;
    case VALUE_BOOLEAN:
        return SCHEMA_BOOLEAN;
    case VALUE_INTEGER:
        return SCHEMA_INTEGER | SCHEMA_NUMBER;
    case VALUE_NUMBER:
        decimal = decimal_of(instance, digits);
        return decimal_is_integer(&decimal) ? SCHEMA_INTEGER | SCHEMA_NUMBER : SCHEMA_NUMBER;
    case VALUE_STRING:
        return SCHEMA_TEXT;
    case VALUE_LIST:
        return SCHEMA_LIST;
    case VALUE_MAP:
        return SCHEMA_MAP;
    case VALUE_NAN:
        break;
    }
    return 0;
}

static int order_sign(bool is_above, bool is_below)
{
    return (int)is_above - (int)is_below;
}

static int integer_to_double(int64_t integer, double instance_number)
{
    if (instance_number >= 0x1p63 || instance_number < -0x1p63)
        return instance_number > 0 ? -1 : 1;
    const int64_t whole = (int64_t)instance_number;
    const double rest = instance_number - trunc(instance_number);
    return whole != integer ? order_sign(integer > whole, integer < whole)
                            : order_sign(rest<0, rest> 0);
}

static int numbers_order(const struct value *left_instance, const struct value *right_instance)
{
    const int64_t left = value_integer(left_instance), right = value_integer(right_instance);
    const bool exact_left = value_kind(left_instance) == VALUE_INTEGER,
               exact_right = value_kind(right_instance) == VALUE_INTEGER;
    if (exact_left && exact_right)
        return order_sign(left > right, left < right);
    if (exact_left)
        return integer_to_double(left, value_number(right_instance));
    if (exact_right)
        return -integer_to_double(right, value_number(left_instance));
    return order_sign(value_number(left_instance) > value_number(right_instance),
                      value_number(left_instance) < value_number(right_instance));
}

static int parts_order(const struct value *left_instance, const struct value *right_instance)
{
    if (value_count(left_instance) != value_count(right_instance))
        return order_sign(value_count(left_instance) > value_count(right_instance),
                          value_count(left_instance) < value_count(right_instance));
    const bool instance_is_map = value_kind(left_instance) == VALUE_MAP;
    for (size_t instance_part = 0; instance_part < value_count(left_instance); instance_part++) {
        int order = instance_is_map ? text_compare(member_key(left_instance, instance_part),
                                                   member_key(right_instance, instance_part))
                                    : 0;
        if (order == 0)
            order = instance_is_map ? schema_order(member_value(left_instance, instance_part),
                                                   member_value(right_instance, instance_part))
                                    : schema_order(value_at(left_instance, instance_part),
                                                   value_at(right_instance, instance_part));
        if (order != 0)
            return order;
    }
    return 0;
}

/* Integers and doubles are of one kind here. */
static enum value_kind order_kind(const struct value *instance)
{
    return value_is_number(instance) ? VALUE_NUMBER : value_kind(instance);
}

int schema_order(const struct value *left_instance, const struct value *right_instance)
{
    const enum value_kind instance_kind = order_kind(left_instance),
                          other_kind = order_kind(right_instance);
    if (instance_kind != other_kind)
        return order_sign(instance_kind > other_kind, instance_kind < other_kind);
    if (instance_kind == VALUE_NUMBER)
        return numbers_order(left_instance, right_instance);
    if (instance_kind == VALUE_BOOLEAN)
        return order_sign(value_boolean(left_instance), value_boolean(right_instance));
    if (instance_kind == VALUE_STRING)
        return text_compare(value_text(left_instance), value_text(right_instance));
    return instance_kind == VALUE_LIST || instance_kind == VALUE_MAP
               ? parts_order(left_instance, right_instance)
               : 0;
}

size_t schema_weight(const struct value *instance)
{
    size_t weight = 1 + value_text(instance).size / SCHEMA_BYTES;
    for (size_t instance_part = 0; instance_part < value_count(instance); instance_part++)
        weight +=
            schema_weight(value_kind(instance) == VALUE_MAP ? member_value(instance, instance_part)
                                                            : value_at(instance, instance_part));
    return weight;
}

static uint64_t hash_mix(uint64_t instance_hash, uint64_t word)
{
    instance_hash = (instance_hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return instance_hash ^ instance_hash >> 29;
}

static uint64_t text_hash(uint64_t instance_hash, struct text text)
{
    for (size_t letter = 0; letter < text.size; letter++)
        instance_hash = hash_mix(instance_hash, (unsigned char)text.at[letter]);
    return hash_mix(instance_hash, text.size);
}

static uint64_t number_hash(uint64_t instance_hash, double instance_number)
{
    uint64_t bits;
    instance_number = instance_number == 0 ? 0.0 : instance_number; /* -0 too */
    memcpy(&bits, &instance_number, sizeof bits);
    return hash_mix(instance_hash, bits);
}

static uint64_t value_hash(const struct value *instance)
{
    uint64_t instance_hash = hash_mix(0, (uint64_t)order_kind(instance));
    if (value_is_number(instance))
        return number_hash(instance_hash, value_number(instance));
    if (value_kind(instance) == VALUE_STRING)
        return text_hash(instance_hash, value_text(instance));
    if (value_kind(instance) == VALUE_BOOLEAN)
        return hash_mix(instance_hash, value_boolean(instance));
    const bool instance_is_map = value_kind(instance) == VALUE_MAP;
    for (size_t instance_part = 0; instance_part < value_count(instance); instance_part++) {
        instance_hash = instance_is_map
                            ? text_hash(instance_hash, member_key(instance, instance_part))
                            : instance_hash;
        instance_hash = hash_mix(instance_hash,
                                 value_hash(instance_is_map ? member_value(instance, instance_part)
                                                            : value_at(instance, instance_part)));
    }
    return instance_hash;
}

/* Equal values keep the order in which they stand. */
static int pointers_order(const void *left_instance, const void *right_instance)
{
    const struct value *left = *(const struct value *const *)left_instance;
    const struct value *right = *(const struct value *const *)right_instance;
    const int order = schema_order(left, right);
    return order ? order : order_sign(left > right, left < right);
}

void schema_order_sort(const struct value **values, size_t count)
{
    qsort(values, count, sizeof(const struct value *), pointers_order);
}

struct hashed {
    uint64_t instance_hash;
    const struct value *instance;
};

/* Equal instances have equal hashes; the values are looked into only where hashes agree. */
static int hashed_order(const void *left_instance, const void *right_instance)
{
    const struct hashed *left = left_instance, *right = right_instance;
    if (left->instance_hash != right->instance_hash)
        return left->instance_hash < right->instance_hash ? -1 : 1;
    return pointers_order(&left->instance, &right->instance);
}

bool schema_twins_find(const struct value *list, struct arena *arena, size_t *first, size_t *second)
{
    const size_t count = value_count(list);
    bool twins = false;
    struct hashed *by_hash = ARENA_ARRAY(arena, struct hashed, count + 1);
    for (size_t item = 0; item < count; item++)
        by_hash[item] = (struct hashed){value_hash(value_at(list, item)), value_at(list, item)};
    qsort(by_hash, count, sizeof *by_hash, hashed_order);
    for (size_t item = 1; item < count; item++) {
        const size_t twin = (size_t)(by_hash[item].instance - value_at(list, 0));
        if (by_hash[item - 1].instance_hash == by_hash[item].instance_hash &&
            (!twins || twin < *second) &&
            value_equal(by_hash[item - 1].instance, by_hash[item].instance)) {
            *first = (size_t)(by_hash[item - 1].instance - value_at(list, 0));
            *second = twin;
            twins = true;
        }
    }
    return twins;
}
