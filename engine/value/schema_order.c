#include "value/schema_internal.h"

#include <math.h>

unsigned schema_types_of(const struct value *value)
{
    char digits[NUMBER_TEXT_SIZE];
    struct decimal decimal;
    switch (value_kind(value)) {
    case VALUE_NULL:
        return SCHEMA_NULL;
    case VALUE_BOOLEAN:
        return SCHEMA_BOOLEAN;
    case VALUE_INTEGER:
        return SCHEMA_INTEGER | SCHEMA_NUMBER;
    case VALUE_NUMBER:
        decimal = decimal_of(value, digits);
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

static int order_sign(bool above, bool below)
{
    return (int)above - (int)below;
}

static int integer_to_double(int64_t integer, double number)
{
    if (number >= 0x1p63 || number < -0x1p63)
        return number > 0 ? -1 : 1;
    const int64_t whole = (int64_t)number;
    const double rest = number - trunc(number);
    return whole != integer ? order_sign(integer > whole, integer < whole)
                            : order_sign(rest<0, rest> 0);
}

static int numbers_order(const struct value *a, const struct value *b)
{
    const int64_t left = value_integer(a), right = value_integer(b);
    const bool exact_left = value_kind(a) == VALUE_INTEGER,
               exact_right = value_kind(b) == VALUE_INTEGER;
    if (exact_left && exact_right)
        return order_sign(left > right, left < right);
    if (exact_left)
        return integer_to_double(left, value_number(b));
    if (exact_right)
        return -integer_to_double(right, value_number(a));
    return order_sign(value_number(a) > value_number(b), value_number(a) < value_number(b));
}

static int parts_order(const struct value *a, const struct value *b)
{
    if (value_count(a) != value_count(b))
        return order_sign(value_count(a) > value_count(b), value_count(a) < value_count(b));
    const bool map = value_kind(a) == VALUE_MAP;
    for (size_t part = 0; part < value_count(a); part++) {
        int order = map ? text_compare(member_key(a, part), member_key(b, part)) : 0;
        if (order == 0)
            order = map ? schema_order(member_value(a, part), member_value(b, part))
                        : schema_order(value_at(a, part), value_at(b, part));
        if (order != 0)
            return order;
    }
    return 0;
}

/* Integers and doubles are of one kind here. */
static enum value_kind order_kind(const struct value *value)
{
    return value_is_number(value) ? VALUE_NUMBER : value_kind(value);
}

int schema_order(const struct value *a, const struct value *b)
{
    const enum value_kind kind = order_kind(a), other = order_kind(b);
    if (kind != other)
        return order_sign(kind > other, kind < other);
    if (kind == VALUE_NUMBER)
        return numbers_order(a, b);
    if (kind == VALUE_BOOLEAN)
        return order_sign(value_boolean(a), value_boolean(b));
    if (kind == VALUE_STRING)
        return text_compare(value_text(a), value_text(b));
    return kind == VALUE_LIST || kind == VALUE_MAP ? parts_order(a, b) : 0;
}

size_t schema_weight(const struct value *value)
{
    size_t weight = 1 + value_text(value).size / SCHEMA_BYTES;
    for (size_t part = 0; part < value_count(value); part++)
        weight += schema_weight(value_kind(value) == VALUE_MAP ? member_value(value, part)
                                                               : value_at(value, part));
    return weight;
}

static uint64_t hash_mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 29;
}

static uint64_t text_hash(uint64_t hash, struct text text)
{
    for (size_t letter = 0; letter < text.size; letter++)
        hash = hash_mix(hash, (unsigned char)text.at[letter]);
    return hash_mix(hash, text.size);
}

static uint64_t number_hash(uint64_t hash, double number)
{
    uint64_t bits;
    number = number == 0 ? 0.0 : number; /* -0 too */
    memcpy(&bits, &number, sizeof bits);
    return hash_mix(hash, bits);
}

static uint64_t value_hash(const struct value *value)
{
    uint64_t hash = hash_mix(0, (uint64_t)order_kind(value));
    if (value_is_number(value))
        return number_hash(hash, value_number(value));
    if (value_kind(value) == VALUE_STRING)
        return text_hash(hash, value_text(value));
    if (value_kind(value) == VALUE_BOOLEAN)
        return hash_mix(hash, value_boolean(value));
    const bool map = value_kind(value) == VALUE_MAP;
    for (size_t part = 0; part < value_count(value); part++) {
        hash = map ? text_hash(hash, member_key(value, part)) : hash;
        hash = hash_mix(hash, value_hash(map ? member_value(value, part) : value_at(value, part)));
    }
    return hash;
}

/* Equal values keep the order in which they stand. */
static int pointers_order(const void *a, const void *b)
{
    const struct value *left = *(const struct value *const *)a;
    const struct value *right = *(const struct value *const *)b;
    const int order = schema_order(left, right);
    return order ? order : order_sign(left > right, left < right);
}

void schema_order_sort(const struct value **values, size_t count)
{
    qsort(values, count, sizeof(const struct value *), pointers_order);
}

struct hashed {
    uint64_t hash;
    const struct value *value;
};

/* Equal values have equal hashes; the values are looked into only where hashes agree. */
static int hashed_order(const void *a, const void *b)
{
    const struct hashed *left = a, *right = b;
    if (left->hash != right->hash)
        return left->hash < right->hash ? -1 : 1;
    return pointers_order(&left->value, &right->value);
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
        const size_t twin = (size_t)(by_hash[item].value - value_at(list, 0));
        if (by_hash[item - 1].hash == by_hash[item].hash && (!twins || twin < *second) &&
            value_equal(by_hash[item - 1].value, by_hash[item].value)) {
            *first = (size_t)(by_hash[item - 1].value - value_at(list, 0));
            *second = twin;
            twins = true;
        }
    }
    return twins;
}
