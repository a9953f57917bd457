/* Keywords about the value itself: its type, a number's size, a text's length and form. */
#include "base/buffer.h"
#include "base/encode.h"
#include "base/limits.h"
#include "base/suggest.h"
#include "value/schema_internal.h"

enum { VALUES_SHOWN = 8 };

/* ---- types and constants ---- */

static bool type_bit(const struct value *type_name, unsigned *type_bits, struct error *err)
{
    static const struct {
        const char *type_name;
        unsigned bit;
    } types[] = {
        {"null", SCHEMA_NULL},     {"boolean", SCHEMA_BOOLEAN}, {"integer", SCHEMA_INTEGER},
        {"number", SCHEMA_NUMBER}, {"string", SCHEMA_TEXT},     {"array", SCHEMA_LIST},
        {"object", SCHEMA_MAP},
    };
    for (size_t type = 0; type < COUNT(types); type++)
        if (value_kind(type_name) == VALUE_STRING &&
            text_is(value_text(type_name), types[type].type_name)) {
            *type_bits |= types[type].bit;
            return true;
        }
    return error_at(err, ERROR_REFUSED, value_place(type_name),
                    "a type is one of null, boolean, integer, number, string, array and object");
}

SCHEMA_COMPILE(compile_type)
{
    (void)compiler, (void)node;
    if (value_kind(rule->value) != VALUE_LIST)
        return type_bit(rule->value, &rule->types, err);
    if (value_count(rule->value) == 0)
        return schema_refuse("type", rule->value, "at least one type", err);
    for (size_t type = 0; type < value_count(rule->value); type++)
        if (!type_bit(value_at(rule->value, type), &rule->types, err))
            return false;
    return true;
}

SCHEMA_CHECK(check_type)
{
    return (schema_types_of(frame->instance) & rule->types) ||
           schema_fail_type(run, frame, rule, rule->types);
}

SCHEMA_COMPILE(compile_const)
{
    (void)compiler, (void)node, (void)err;
    rule->weight = schema_weight(rule->value);
    return true;
}

SCHEMA_CHECK(check_const)
{
    if (!schema_spend(run, frame, rule->weight / SCHEMA_PARTS))
        return false;
    if (value_equal(frame->instance, rule->value))
        return true;
    return schema_asked(run) && schema_fail(run, frame, rule, "is %s; %s is needed",
                                            schema_value_words(frame->instance, run->arena),
                                            schema_value_words(rule->value, run->arena));
}

SCHEMA_COMPILE(compile_enum)
{
    (void)node;
    if (value_kind(rule->value) != VALUE_LIST)
        return schema_refuse("enum", rule->value, "a list", err);
    rule->count = value_count(rule->value);
    rule->sorted = ARENA_ARRAY(compiler->arena, const struct value *, rule->count + 1);
    for (size_t constant = 0; constant < rule->count; constant++) {
        const size_t weight = schema_weight(value_at(rule->value, constant));
        rule->weight = weight > rule->weight ? weight : rule->weight;
        rule->sorted[constant] = value_at(rule->value, constant);
    }
    schema_order_sort(rule->sorted, rule->count);
    return true;
}

static bool enum_has(const struct schema_rule *rule, const struct value *instance)
{
    size_t low_constant = 0, high_constant = rule->count;
    while (low_constant < high_constant) {
        const size_t middle_constant = low_constant + (high_constant - low_constant) / 2;
        const int order = schema_order(rule->sorted[middle_constant], instance);
        if (order == 0)
            return value_equal(rule->sorted[middle_constant], instance);
        if (order < 0)
            low_constant = middle_constant + 1;
        else
            high_constant = middle_constant;
    }
    return false;
}

/* "one of "high", "limited" and "minimal" is needed; did you mean high?" */
static bool enum_explain(const struct schema_rule *rule, const struct schema_frame *frame,
                         struct schema_run *run)
{
    struct buffer constants = buffer_in(run->arena, LIMIT_MESSAGE_SIZE);
    struct suggestion suggestion = suggest_for(value_text(frame->instance));
    for (size_t shown = 0; shown < rule->count; shown++) {
        const struct value *constant = value_at(rule->value, shown);
        if (shown < VALUES_SHOWN)
            buffer_format(&constants, "%s%s",
                          shown == 0                 ? ""
                          : shown + 1 == rule->count ? " or "
                                                     : ", ",
                          schema_value_words(constant, run->arena));
        if (value_kind(constant) == VALUE_STRING && value_kind(frame->instance) == VALUE_STRING)
            suggest_offer(&suggestion, value_text(constant));
    }
    if (rule->count > VALUES_SHOWN)
        buffer_format(&constants, " or one of %zu others", rule->count - VALUES_SHOWN);
    return schema_fail(run, frame, rule, "is %s; %s is needed%s",
                       schema_value_words(frame->instance, run->arena),
                       rule->count ? buffer_text(&constants).at : "nothing",
                       suggest_hint(&suggestion, run->arena));
}

SCHEMA_CHECK(check_enum)
{
    if (!schema_spend(run, frame, rule->weight / SCHEMA_PARTS))
        return false;
    if (enum_has(rule, frame->instance))
        return true;
    return schema_asked(run) && enum_explain(rule, frame, run);
}

/* ---- numbers ---- */

SCHEMA_COMPILE(compile_number)
{
    (void)compiler, (void)node;
    return value_is_number(rule->value) ||
           schema_refuse(rule->keyword->name, rule->value, "a number", err);
}

SCHEMA_COMPILE(compile_divisor)
{
    char digits[NUMBER_TEXT_SIZE];
    if (!compile_number(compiler, node, rule, err))
        return false;
    const struct decimal divisor = decimal_of(rule->value, digits);
    if (divisor.count == 0 || divisor.negative)
        return error_at(err, ERROR_REFUSED, value_place(rule->value), "multipleOf is not above 0");
    return decimal_divides(&divisor) ||
           error_at(err, ERROR_REFUSED, value_place(rule->value),
                    "multipleOf has more digits than can be divided by exactly");
}

/* The instance against the rule's number: negative, 0 or positive. */
static int number_order(const struct schema_rule *rule, const struct schema_frame *frame)
{
    char instance_digits[NUMBER_TEXT_SIZE], bound_digits[NUMBER_TEXT_SIZE];
    const struct decimal instance = decimal_of(frame->instance, instance_digits);
    const struct decimal bound = decimal_of(rule->value, bound_digits);
    return decimal_compare(&instance, &bound);
}

static bool number_fail(const struct schema_rule *rule, const struct schema_frame *frame,
                        struct schema_run *run, const char *needed)
{
    return schema_asked(run) && schema_fail(run, frame, rule, "is %s; %s %s is needed",
                                            schema_value_words(frame->instance, run->arena), needed,
                                            schema_value_words(rule->value, run->arena));
}

SCHEMA_CHECK(check_multiple_of)
{
    char instance_digits[NUMBER_TEXT_SIZE], divisor_digits[NUMBER_TEXT_SIZE];
    if (value_is_number(frame->instance)) {
        const struct decimal number = decimal_of(frame->instance, instance_digits);
        const struct decimal divisor = decimal_of(rule->value, divisor_digits);
        if (decimal_is_multiple(&number, &divisor))
            return true;
    }
    return number_fail(rule, frame, run, "a multiple of");
}

SCHEMA_CHECK(check_maximum)
{
    return (value_is_number(frame->instance) && number_order(rule, frame) <= 0) ||
           number_fail(rule, frame, run, "at most");
}

SCHEMA_CHECK(check_exclusive_maximum)
{
    return (value_is_number(frame->instance) && number_order(rule, frame) < 0) ||
           number_fail(rule, frame, run, "a number below");
}

SCHEMA_CHECK(check_minimum)
{
    return (value_is_number(frame->instance) && number_order(rule, frame) >= 0) ||
           number_fail(rule, frame, run, "at least");
}

SCHEMA_CHECK(check_exclusive_minimum)
{
    return (value_is_number(frame->instance) && number_order(rule, frame) > 0) ||
           number_fail(rule, frame, run, "a number above");
}

/* ---- texts ---- */

SCHEMA_CHECK(check_max_length)
{
    const struct text string = value_text(frame->instance);
    if (!schema_spend(run, frame, string.size / SCHEMA_BYTES))
        return false;
    const size_t string_characters = utf8_count(string);
    return string_characters <= rule->least ||
           schema_fail(run, frame, rule, "has %s; at most %zu %s allowed",
                       schema_count_words(string_characters, "character", run->arena), rule->least,
                       rule->least == 1 ? "is" : "are");
}

SCHEMA_CHECK(check_min_length)
{
    const struct text string = value_text(frame->instance);
    if (!schema_spend(run, frame, string.size / SCHEMA_BYTES))
        return false;
    const size_t string_characters = utf8_count(string);
    return string_characters >= rule->least ||
           schema_fail(run, frame, rule, "has %s; at least %zu %s needed",
                       schema_count_words(string_characters, "character", run->arena), rule->least,
                       rule->least == 1 ? "is" : "are");
}

SCHEMA_COMPILE(compile_pattern)
{
    struct error pattern_broken = {0};
    if (!compile_text(compiler, node, rule, err))
        return false;
    rule->patterns = ARENA_ARRAY(compiler->arena, struct pattern *, 1);
    return pattern_compile(value_text(rule->value), compiler->arena, &rule->patterns[0],
                           &pattern_broken) ||
           error_at(err, ERROR_REFUSED, value_place(rule->value), "%s", pattern_broken.message);
}

SCHEMA_CHECK(check_pattern)
{
    if (schema_matches(run, frame, rule->patterns[0], value_text(frame->instance)))
        return true;
    return schema_asked(run) && schema_fail(run, frame, rule, "is %s, which does not match %.*s",
                                            schema_value_words(frame->instance, run->arena),
                                            TEXT_ARGS(value_text(rule->value)));
}
