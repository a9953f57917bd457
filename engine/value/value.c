#include "value/value.h"

#include "value/members.h"
#include "value/number.h"

#include <math.h>

enum { INTEGER_LONGEST = 310 }; /* a sign and the digits of the largest double */

static const char *const kind_names[] = {
    [VALUE_NULL] = "null",     [VALUE_BOOLEAN] = "boolean",  [VALUE_INTEGER] = "integer",
    [VALUE_NUMBER] = "number", [VALUE_NAN] = "not a number", [VALUE_STRING] = "string",
    [VALUE_LIST] = "list",     [VALUE_MAP] = "map",
};

enum value_kind value_kind(const struct value *value)
{
    return value ? (enum value_kind)value->kind : VALUE_NULL;
}

const char *value_kind_name(enum value_kind kind)
{
    return (size_t)kind < COUNT(kind_names) ? kind_names[kind] : "unknown";
}

struct place value_place(const struct value *value)
{
    return value ? (struct place){value->file, value->line, value->column} : (struct place){0};
}

bool value_is_number(const struct value *value)
{
    return value && (value->kind == VALUE_INTEGER || value->kind == VALUE_NUMBER);
}

bool value_boolean(const struct value *value)
{
    return value && value->kind == VALUE_BOOLEAN && value->as.boolean;
}

int64_t value_integer(const struct value *value)
{
    return value && value->kind == VALUE_INTEGER ? value->as.integer : 0;
}

double value_number(const struct value *value)
{
    double number = NAN;
    if (!value_is_number(value))
        return NAN;
    if (value->kind == VALUE_INTEGER)
        return (double)value->as.integer;
    if (!(value->flags & VALUE_SPELLED))
        return value->as.number;
    return number_read((struct text){value->as.text, value->size}, &number) ? number : NAN;
}

struct text value_text(const struct value *value)
{
    return value_kind(value) == VALUE_STRING ? (struct text){value->as.text, value->size}
                                             : TEXT_NONE;
}

/* Is the integer that was spelled exactly the double? Then the double's own digits are it. */
bool value_rounded(const struct value *value)
{
    char exact[INTEGER_LONGEST + 2];
    if (value_kind(value) != VALUE_NUMBER || !(value->flags & VALUE_INTEGRAL))
        return false;
    const int size = snprintf(exact, sizeof exact, "%.0f", value_number(value));
    return !text_equal((struct text){exact, (size_t)size},
                       (struct text){value->as.text, value->size});
}

struct text value_spelling(const struct value *value)
{
    const bool spelled = value_kind(value) == VALUE_NUMBER && (value->flags & VALUE_SPELLED);
    return spelled ? (struct text){value->as.text, value->size} : TEXT_NONE;
}

size_t value_count(const struct value *value)
{
    const bool has_parts = value && (value->kind == VALUE_LIST || value->kind == VALUE_MAP);
    return has_parts ? value->size : 0;
}

const struct value *value_at(const struct value *list, size_t index)
{
    return value_kind(list) == VALUE_LIST && index < list->size ? &list->as.items[index] : NULL;
}

static struct text key_of(const struct member *member)
{
    return (struct text){member->key, member->key_size};
}

const struct value *value_get(const struct value *map, struct text key)
{
    if (!map || map->kind != VALUE_MAP)
        return NULL;
    size_t low_member = 0, high_member = map->size;
    while (low_member < high_member) {
        const size_t middle_member = low_member + (high_member - low_member) / 2;
        const int order = text_compare(key_of(&map->as.members[middle_member]), key);
        if (order == 0)
            return &map->as.members[middle_member].value;
        if (order < 0)
            low_member = middle_member + 1;
        else
            high_member = middle_member;
    }
    return NULL;
}

const struct value *value_present(const struct value *map, struct text key)
{
    const struct value *present = value_get(map, key);
    return present && present->kind != VALUE_NULL ? present : NULL;
}

static const struct member *member_at(const struct value *map, size_t index)
{
    return value_kind(map) == VALUE_MAP && index < map->size ? &map->as.members[index] : NULL;
}

struct text member_key(const struct value *map, size_t index)
{
    const struct member *member = member_at(map, index);
    return member ? key_of(member) : TEXT_NONE;
}

struct place member_place(const struct value *map, size_t index)
{
    const struct member *member = member_at(map, index);
    return member ? (struct place){map->file, member->key_line, member->key_column}
                  : (struct place){0};
}

const struct value *member_value(const struct value *map, size_t index)
{
    const struct member *member = member_at(map, index);
    return member ? &member->value : NULL;
}

static bool numbers_equal(const struct value *a, const struct value *b)
{
    if (a->kind == VALUE_INTEGER && b->kind == VALUE_INTEGER)
        return a->as.integer == b->as.integer;
    if (a->kind == VALUE_NUMBER && b->kind == VALUE_NUMBER)
        return value_number(a) == value_number(b);
    const int64_t integer = a->kind == VALUE_INTEGER ? a->as.integer : b->as.integer;
    const double number = value_number(a->kind == VALUE_NUMBER ? a : b);
    return number >= -0x1p63 && number < 0x1p63 && number == trunc(number) &&
           (int64_t)number == integer;
}

static bool lists_equal(const struct value *a, const struct value *b)
{
    for (size_t i = 0; i < a->size; i++)
        if (!value_equal(&a->as.items[i], &b->as.items[i]))
            return false;
    return true;
}

static bool maps_equal(const struct value *a, const struct value *b)
{
    for (size_t i = 0; i < a->size; i++) {
        const struct member *left = &a->as.members[i], *right = &b->as.members[i];
        if (!text_equal(key_of(left), key_of(right)) || !value_equal(&left->value, &right->value))
            return false;
    }
    return true;
}

bool value_equal(const struct value *a, const struct value *b)
{
    if (value_is_number(a) && value_is_number(b))
        return numbers_equal(a, b);
    if (a->kind != b->kind)
        return false;
    switch (value_kind(a)) {
    case VALUE_NULL:
        return true;
    case VALUE_BOOLEAN:
        return a->as.boolean == b->as.boolean;
    case VALUE_STRING:
        return text_equal(value_text(a), value_text(b));
    case VALUE_LIST:
        return a->size == b->size && lists_equal(a, b);
    case VALUE_MAP:
        return a->size == b->size && maps_equal(a, b);
    case VALUE_INTEGER: /* seen to above */
    case VALUE_NUMBER:
    case VALUE_NAN:
        break;
    }
    return false;
}

struct value value_of_null(void)
{
    return (struct value){.kind = VALUE_NULL};
}

struct value value_of_boolean(bool boolean)
{
    return (struct value){.kind = VALUE_BOOLEAN, .as.boolean = boolean};
}

struct value value_of_integer(int64_t integer)
{
    return (struct value){.kind = VALUE_INTEGER, .as.integer = integer};
}

struct value value_of_number(double number)
{
    if (!isfinite(number))
        return (struct value){.kind = VALUE_NAN, .as.number = number};
    return (struct value){.kind = VALUE_NUMBER, .as.number = number};
}

struct value value_of_text(struct text text)
{
    return (struct value){
        .kind = VALUE_STRING, .size = (uint32_t)text.size, .as.text = text.at ? text.at : ""};
}

struct value value_placed(struct value value, struct place place)
{
    value.file = place.file;
    value.line = place.line;
    value.column = place.column;
    return value;
}

struct value value_of_list(struct arena *arena, const struct value *items, size_t count)
{
    struct value *copy = arena_alloc(arena, count * sizeof *copy);
    if (count)
        memcpy(copy, items, count * sizeof *copy);
    return (struct value){.kind = VALUE_LIST, .size = (uint32_t)count, .as.items = copy};
}

void members_add(struct arena *arena, struct members *members, struct text key, struct value value)
{
    *LIST_ADD(arena, members) =
        (struct member){.key = key.at, .key_size = (uint32_t)key.size, .value = value};
}

struct value value_over_members(const struct member *sorted, size_t count)
{
    return (struct value){.kind = VALUE_MAP, .size = (uint32_t)count, .as.members = sorted};
}

struct value value_of_map(struct arena *arena, const struct members *members)
{
    const struct member *duplicate = NULL;
    if (members->count && members->count == members->capacity &&
        members_sorted(members->at, members->count))
        return value_over_members(members->at,
                                  members->count); /* nobody can add to them in place */
    struct member *sorted = arena_alloc(arena, members->count * sizeof *sorted);
    if (!members_copy_sorted(members->at, members->count, sorted, &duplicate))
        error_bug("a map of ours has a key twice");
    return value_over_members(sorted, members->count);
}

static bool spelling_is_integral(struct text spelling)
{
    for (size_t i = 0; i < spelling.size; i++)
        if (spelling.at[i] == '.' || spelling.at[i] == 'e' || spelling.at[i] == 'E')
            return false;
    return true;
}

/* The integer that the digits spell; false where it does not fit. */
static bool integer_read(struct text spelling, int64_t *out)
{
    const bool negative = spelling.at[0] == '-';
    int64_t result = 0;
    for (size_t i = negative; i < spelling.size; i++) {
        const int digit = spelling.at[i] - '0';
        if (__builtin_mul_overflow(result, 10, &result) ||
            __builtin_sub_overflow(result, digit, &result)) /* downwards: INT64_MIN fits too */
            return false;
    }
    if (!negative && result == INT64_MIN)
        return false;
    *out = negative ? result : -result;
    return true;
}

struct value value_of_spelling(struct text spelling)
{
    int64_t integer;
    const bool integral = spelling_is_integral(spelling);
    if (integral && integer_read(spelling, &integer))
        return value_of_integer(integer);
    return (struct value){.kind = VALUE_NUMBER,
                          .flags = integral ? VALUE_SPELLED | VALUE_INTEGRAL : VALUE_SPELLED,
                          .size = (uint32_t)spelling.size,
                          .as.text = spelling.at};
}

static const struct member *members_copy(struct arena *arena, const struct value *map)
{
    struct member *copy = arena_alloc(arena, map->size * sizeof *copy);
    for (size_t i = 0; i < map->size; i++) {
        copy[i] = map->as.members[i];
        copy[i].key = text_string(arena, key_of(&map->as.members[i]));
        copy[i].value = value_copy(arena, &map->as.members[i].value);
    }
    return copy;
}

static const struct value *items_copy(struct arena *arena, const struct value *list)
{
    struct value *copy = arena_alloc(arena, list->size * sizeof *copy);
    for (size_t i = 0; i < list->size; i++)
        copy[i] = value_copy(arena, &list->as.items[i]);
    return copy;
}

struct value value_copy(struct arena *arena, const struct value *value)
{
    struct value copy = *value;
    if (value->file)
        copy.file = text_string(arena, text_of(value->file));
    if (value->kind == VALUE_STRING || (value->flags & VALUE_SPELLED))
        copy.as.text = text_string(arena, (struct text){value->as.text, value->size});
    else if (value->kind == VALUE_LIST)
        copy.as.items = items_copy(arena, value);
    else if (value->kind == VALUE_MAP)
        copy.as.members = members_copy(arena, value);
    return copy;
}
