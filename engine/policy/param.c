#include "policy/metadata.h"

#include "base/limits.h"
#include "policy/recorded.h"
#include "value/canonical.h"
#include "value/json.h"
#include "value/number.h"

#include <float.h>
#include <math.h>

/* What may stand in for what: every number for every other, lists of one type for each other. */
enum param_type { TYPE_NONE, TYPE_BOOLEAN, TYPE_NUMBER, TYPE_TEXT, TYPE_LIST };

static const char *const param_type_names[] = {"nothing", "true or false", "a number", "a text",
                                               "a list"};

_Static_assert(LDBL_MANT_DIG >= 64, "a long double holds every int64_t and every double");

static enum param_type param_type_of(const struct value *param_value)
{
    switch (value_kind(param_value)) {
    case VALUE_BOOLEAN:
        return TYPE_BOOLEAN;
    case VALUE_INTEGER:
    case VALUE_NUMBER:
        return TYPE_NUMBER;
    case VALUE_STRING:
        return TYPE_TEXT;
    case VALUE_LIST:
        return TYPE_LIST;
    case VALUE_NULL:
    case VALUE_NAN:
    case VALUE_MAP:
        break;
    }
    return TYPE_NONE;
}

static long double param_exact(const struct value *number)
{
    return value_kind(number) == VALUE_INTEGER ? (long double)value_integer(number)
                                               : (long double)value_number(number);
}

/* For messages: as JSON writes it. */
static const char *param_shown(const struct value *param_value, struct arena *arena)
{
    struct error ignored = {0};
    struct buffer json = buffer_in(arena, ERROR_MESSAGE_SIZE);
    if (!canonical_write(param_value, &json, &ignored))
        return "NaN";
    return text_string(arena, buffer_text(&json));
}

/* Items of one type of scalar, which is `type` unless that is TYPE_NONE. */
static bool param_items_fit(const struct value *list, enum param_type type)
{
    for (size_t i = 0; i < value_count(list); i++) {
        const struct value *item = value_at(list, i);
        if (!metadata_is_scalar(item) || (type && param_type_of(item) != type))
            return false;
        type = param_type_of(item);
    }
    return true;
}

/* Scalars, and lists of scalars of one type. */
static bool param_is_holdable(const struct value *param_value)
{
    return value_kind(param_value) == VALUE_LIST ? param_items_fit(param_value, TYPE_NONE)
                                                 : metadata_is_scalar(param_value);
}

static bool param_is_among(const struct value *param_value, const struct value *one_of)
{
    for (size_t i = 0; i < value_count(one_of); i++)
        if (value_equal(param_value, value_at(one_of, i)))
            return true;
    return false;
}

static bool param_is_one_of(const struct value *param_value, const struct value *one_of)
{
    if (value_kind(param_value) != VALUE_LIST)
        return param_is_among(param_value, one_of);
    for (size_t i = 0; i < value_count(param_value); i++)
        if (!param_is_among(value_at(param_value, i), one_of))
            return false;
    return true;
}

/* A bound that the value passes, by name; NULL where it passes none. */
static const char *bound_passed(const struct param *param, const struct value *param_value,
                                const struct value **bound)
{
    if (param->at_least && !(param_exact(param_value) >= param_exact(param->at_least)))
        return *bound = param->at_least, "at_least";
    if (param->at_most && !(param_exact(param_value) <= param_exact(param->at_most)))
        return *bound = param->at_most, "at_most";
    if (param->one_of && !param_is_one_of(param_value, param->one_of))
        return *bound = param->one_of, "one_of";
    return NULL;
}

static bool param_name_is_valid(struct text name)
{
    for (size_t at = 0; at < name.size; at++) {
        const char c = name.at[at];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && !(at && c >= '0' && c <= '9'))
            return false;
    }
    return name.size > 0;
}

static bool param_refuse(const struct metadata *in, const struct value *blamed, struct text name,
                         const char *why)
{
    return error_at(in->err, ERROR_POLICY, metadata_place(in, blamed), "params.%.*s %s",
                    TEXT_ARGS(name), why);
}

static bool bounds_read(const struct metadata *in, const struct value *spec, struct param *param)
{
    const struct value *const bounds[] = {value_present(spec, TEXT("at_least")),
                                          value_present(spec, TEXT("at_most"))};
    for (size_t i = 0; i < COUNT(bounds); i++) {
        if (bounds[i] && (!value_is_number(bounds[i]) || !metadata_is_scalar(bounds[i])))
            return param_refuse(in, bounds[i], param->name, "has a bound that is not a number");
        if (bounds[i] && param_type_of(&param->usual) != TYPE_NUMBER)
            return param_refuse(in, bounds[i], param->name,
                                "has at_least or at_most, and a default that is not a number");
    }
    param->at_least = bounds[0];
    param->at_most = bounds[1];
    param->one_of = value_present(spec, TEXT("one_of"));
    if (param->one_of && (value_kind(param->one_of) != VALUE_LIST || !value_count(param->one_of) ||
                          !param_items_fit(param->one_of, TYPE_NONE)))
        return param_refuse(in, param->one_of, param->name,
                            "has a one_of that is not a list of texts, numbers or booleans");
    return true;
}

/* An empty Lua table is an empty list here. */
static struct value param_list(const struct value *param_value, struct arena *arena)
{
    const bool is_empty = value_kind(param_value) == VALUE_MAP && value_count(param_value) == 0;
    return is_empty ? value_of_list(arena, NULL, 0) : *param_value;
}

/* {"1": default, "at_least": ...}: how a Lua table of one item and some names arrives. */
static bool spec_read(const struct metadata *in, const struct value *spec, struct param *param)
{
    static const char *const keys[] = {"1", "at_least", "at_most", "one_of"};
    const char *what = text_format(in->arena, "params.%.*s", TEXT_ARGS(param->name)).at;
    const struct value *usual = value_get(spec, TEXT("1"));
    if (!metadata_keys(in, spec, what, (struct words){keys, COUNT(keys)}))
        return false;
    if (!usual)
        return param_refuse(in, spec, param->name, "has bounds and no default before them");
    param->usual = param_list(usual, in->arena);
    return true;
}

static bool param_read(const struct metadata *in, const struct value *spec, struct param *param)
{
    const struct value *bound;
    const bool bounded = value_kind(spec) == VALUE_MAP && value_count(spec) > 0;
    if (!param_name_is_valid(param->name))
        return param_refuse(in, spec, param->name, "is not a name of letters, digits and _");
    param->usual = param_list(spec, in->arena);
    if (bounded && !spec_read(in, spec, param))
        return false;
    if (!param_is_holdable(&param->usual))
        return param_refuse(
            in, spec, param->name,
            "has a default that is not a text, a number within 2^53, true, false, or a "
            "list of one of these");
    if (bounded && !bounds_read(in, spec, param))
        return false;
    const char *passed = bound_passed(param, &param->usual, &bound);
    if (passed)
        return error_at(in->err, ERROR_POLICY, metadata_place(in, spec),
                        "params.%.*s: the default %s is outside its own bound %s %s",
                        TEXT_ARGS(param->name), param_shown(&param->usual, in->arena), passed,
                        param_shown(bound, in->arena));
    param->value = param->usual;
    return true;
}

bool params_read(const struct metadata *in, const struct value *params, struct params *out)
{
    struct params read = {0};
    if (!params)
        return true;
    if (!metadata_is_map(params))
        return error_at(in->err, ERROR_POLICY, metadata_place(in, params),
                        "params must be a table with names, %s was given",
                        value_kind_name(value_kind(params)));
    for (size_t i = 0; i < value_count(params); i++) {
        struct param *param = LIST_ADD(in->arena, &read);
        param->name = member_key(params, i);
        if (!param_read(in, member_value(params, i), param))
            return false;
    }
    *out = read;
    return true;
}

/* ---- overrides ---- */

static struct param *param_find(struct policy *policy, struct text key, struct arena *arena,
                                struct error *err)
{
    struct suggestion near = suggest_for(key);
    for (size_t i = 0; i < policy->params.count; i++) {
        if (text_equal(policy->params.at[i].name, key))
            return &policy->params.at[i];
        suggest_offer(&near, policy->params.at[i].name);
    }
    (void)error_set(err, ERROR_USAGE, "policy %.*s has no parameter %.*s%s", TEXT_ARGS(policy->id),
                    TEXT_ARGS(key), suggest_hint(&near, arena));
    return NULL;
}

/* The same number as the kind that the default has, so that a policy sees no other. */
static struct value param_number_as(const struct value *number, enum value_kind kind)
{
    const double real = value_number(number);
    if (kind == VALUE_NUMBER)
        return value_of_number(real);
    if (real == trunc(real) && fabs(real) <= (double)INTEGER_EXACT_MAX)
        return value_of_integer((int64_t)real);
    return *number;
}

static bool param_type_fits(const struct value *usual, const struct value *param_value)
{
    if (param_type_of(param_value) != param_type_of(usual))
        return false;
    if (param_type_of(param_value) != TYPE_LIST)
        return metadata_is_scalar(param_value);
    return param_items_fit(param_value,
                           value_count(usual) ? param_type_of(value_at(usual, 0)) : TYPE_NONE);
}

/* "list of texts" is too much to say for every list: the default shows what is meant. */
static bool param_wrong_type(const struct policy *policy, const struct param *param,
                             const char *given, struct arena *arena, struct error *err)
{
    return error_set(err, ERROR_USAGE, "%.*s.%.*s is %s, such as its default %s, and not %s",
                     TEXT_ARGS(policy->id), TEXT_ARGS(param->name),
                     param_type_names[param_type_of(&param->usual)],
                     param_shown(&param->usual, arena), given);
}

bool param_set(struct policy *policy, struct text key, const struct value *value,
               struct arena *arena, struct error *err)
{
    const struct value *bound;
    struct param *param = param_find(policy, key, arena, err);
    if (!param)
        return false;
    struct value fit = param_list(value, arena);
    if (!param_type_fits(&param->usual, &fit))
        return param_wrong_type(policy, param, param_shown(value, arena), arena, err);
    if (param_type_of(&fit) == TYPE_NUMBER)
        fit = param_number_as(&fit, value_kind(&param->usual));
    const char *passed = bound_passed(param, &fit, &bound);
    if (passed)
        return error_set(err, ERROR_USAGE,
                         "%.*s.%.*s = %s is past its bound %s %s (the default is %s)",
                         TEXT_ARGS(policy->id), TEXT_ARGS(key), param_shown(&fit, arena), passed,
                         param_shown(bound, arena), param_shown(&param->usual, arena));
    param->value = value_copy(arena, &fit);
    return true;
}

/* A document of its own; what is wrong with it is the command line's fault. */
static bool param_list_read(struct text text, struct arena *arena, struct value *param_value)
{
    struct error ignored = {0};
    const struct text source = text_copy(arena, text);
    return json_read("--param", source, (struct json_options){0}, arena, param_value, &ignored);
}

static bool param_text_read(const struct value *usual, struct text text, struct arena *arena,
                            struct value *param_value)
{
    double number;
    switch (param_type_of(usual)) {
    case TYPE_BOOLEAN:
        *param_value = value_of_boolean(text_is(text, "true"));
        return text_is(text, "true") || text_is(text, "false");
    case TYPE_NUMBER:
        if (!number_read(text, &number))
            return false;
        *param_value = value_of_spelling(text_copy(arena, text));
        return true;
    case TYPE_TEXT:
        *param_value = value_of_text(text);
        return true;
    case TYPE_LIST:
        return param_list_read(text, arena, param_value);
    case TYPE_NONE:
        break;
    }
    return false;
}

bool param_set_text(struct policy *policy, struct text key, struct text text, struct arena *arena,
                    struct error *err)
{
    struct value value;
    const struct param *param = param_find(policy, key, arena, err);
    if (!param)
        return false;
    if (!param_text_read(&param->usual, text, arena, &value))
        return param_wrong_type(policy, param, text_string(arena, text), arena, err);
    return param_set(policy, key, &value, arena, err);
}

bool param_changed(const struct param *param)
{
    return !value_equal(&param->usual, &param->value);
}

bool param_looser(const struct param *param)
{
    if (!param_changed(param))
        return false;
    if (param->at_least && !param->at_most)
        return param_exact(&param->value) < param_exact(&param->usual);
    if (param->at_most && !param->at_least)
        return param_exact(&param->value) > param_exact(&param->usual);
    return true;
}
