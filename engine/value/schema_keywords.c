#include "value/schema_internal.h"

#define ANY      SCHEMA_ANY
#define NUMBERS  SCHEMA_NUMBER
#define TEXTS    SCHEMA_TEXT
#define LISTS    SCHEMA_LIST
#define MAPS     SCHEMA_MAP
#define CORE     SCHEMA_CORE
#define APPLY    SCHEMA_APPLICATOR
#define VALIDATE SCHEMA_VALIDATION
#define DESCRIBE SCHEMA_META_DATA
#define CONTENT  SCHEMA_CONTENT
#define NOTHING  HOLDS_NOTHING

/* `then`, `else`, `minContains` and `maxContains` are judged by their neighbours; unevaluated* come
 * last, since they ask what the others saw. The shape of $id and of the anchors is the walk's. */
const struct schema_keyword schema_keywords[] = {
    {"$id", CORE, NOTHING, ANY, compile_text, NULL},
    {"$schema", CORE, NOTHING, ANY, compile_text, NULL},
    {"$anchor", CORE, NOTHING, ANY, compile_text, NULL},
    {"$dynamicAnchor", CORE, NOTHING, ANY, compile_text, NULL},
    {"$comment", CORE, NOTHING, ANY, compile_text, NULL},
    {"$vocabulary", CORE, NOTHING, ANY, compile_map, NULL},
    {"$defs", CORE, HOLDS_MAP, ANY, NULL, NULL},
    {"$ref", CORE, NOTHING, ANY, compile_reference, check_reference},
    {"$dynamicRef", CORE, NOTHING, ANY, compile_dynamic_reference, check_dynamic_reference},

    {"type", VALIDATE, NOTHING, ANY, compile_type, check_type},
    {"const", VALIDATE, NOTHING, ANY, compile_const, check_const},
    {"enum", VALIDATE, NOTHING, ANY, compile_enum, check_enum},
    {"multipleOf", VALIDATE, NOTHING, NUMBERS, compile_divisor, check_multiple_of},
    {"maximum", VALIDATE, NOTHING, NUMBERS, compile_number, check_maximum},
    {"exclusiveMaximum", VALIDATE, NOTHING, NUMBERS, compile_number, check_exclusive_maximum},
    {"minimum", VALIDATE, NOTHING, NUMBERS, compile_number, check_minimum},
    {"exclusiveMinimum", VALIDATE, NOTHING, NUMBERS, compile_number, check_exclusive_minimum},
    {"maxLength", VALIDATE, NOTHING, TEXTS, compile_count, check_max_length},
    {"minLength", VALIDATE, NOTHING, TEXTS, compile_count, check_min_length},
    {"pattern", VALIDATE, NOTHING, TEXTS, compile_pattern, check_pattern},
    {"maxItems", VALIDATE, NOTHING, LISTS, compile_count, check_max_items},
    {"minItems", VALIDATE, NOTHING, LISTS, compile_count, check_min_items},
    {"uniqueItems", VALIDATE, NOTHING, LISTS, compile_boolean, check_unique_items},
    {"maxContains", VALIDATE, NOTHING, LISTS, compile_count, NULL},
    {"minContains", VALIDATE, NOTHING, LISTS, compile_count, NULL},
    {"maxProperties", VALIDATE, NOTHING, MAPS, compile_count, check_max_properties},
    {"minProperties", VALIDATE, NOTHING, MAPS, compile_count, check_min_properties},
    {"required", VALIDATE, NOTHING, MAPS, compile_names, check_required},
    {"dependentRequired", VALIDATE, NOTHING, MAPS, compile_name_lists, check_dependent_required},

    {"allOf", APPLY, HOLDS_LIST, ANY, NULL, check_all_of},
    {"anyOf", APPLY, HOLDS_LIST, ANY, NULL, check_any_of},
    {"oneOf", APPLY, HOLDS_LIST, ANY, NULL, check_one_of},
    {"not", APPLY, HOLDS_SCHEMA, ANY, NULL, check_not},
    {"if", APPLY, HOLDS_SCHEMA, ANY, compile_condition, check_condition},
    {"then", APPLY, HOLDS_SCHEMA, ANY, NULL, NULL},
    {"else", APPLY, HOLDS_SCHEMA, ANY, NULL, NULL},
    {"dependentSchemas", APPLY, HOLDS_MAP, MAPS, NULL, check_dependent_schemas},
    {"propertyNames", APPLY, HOLDS_SCHEMA, MAPS, NULL, check_property_names},
    {"properties", APPLY, HOLDS_MAP, MAPS, NULL, check_properties},
    {"patternProperties", APPLY, HOLDS_MAP, MAPS, compile_patterns, check_patterns},
    {"additionalProperties", APPLY, HOLDS_SCHEMA, MAPS, compile_additional, check_additional},
    {"prefixItems", APPLY, HOLDS_LIST, LISTS, NULL, check_prefix_items},
    {"items", APPLY, HOLDS_SCHEMA, LISTS, compile_items, check_items},
    {"contains", APPLY, HOLDS_SCHEMA, LISTS, compile_contains, check_contains},

    {"unevaluatedItems", SCHEMA_UNEVALUATED, HOLDS_SCHEMA, LISTS, NULL, check_unevaluated_items},
    {"unevaluatedProperties", SCHEMA_UNEVALUATED, HOLDS_SCHEMA, MAPS, NULL,
     check_unevaluated_properties},

    {"title", DESCRIBE, NOTHING, ANY, compile_text, NULL},
    {"description", DESCRIBE, NOTHING, ANY, compile_text, NULL},
    {"default", DESCRIBE, NOTHING, ANY, NULL, NULL},
    {"deprecated", DESCRIBE, NOTHING, ANY, compile_boolean, NULL},
    {"readOnly", DESCRIBE, NOTHING, ANY, compile_boolean, NULL},
    {"writeOnly", DESCRIBE, NOTHING, ANY, compile_boolean, NULL},
    {"examples", DESCRIBE, NOTHING, ANY, compile_list, NULL},
    {"format", SCHEMA_FORMAT, NOTHING, ANY, compile_text, NULL},
    {"contentEncoding", CONTENT, NOTHING, TEXTS, compile_text, NULL},
    {"contentMediaType", CONTENT, NOTHING, TEXTS, compile_text, NULL},
    {"contentSchema", CONTENT, HOLDS_SCHEMA, TEXTS, NULL, NULL},
    {NULL, 0, NOTHING, 0, NULL, NULL},
};

const struct schema_keyword *schema_keyword_find(struct text name)
{
    if (name.size == 0)
        return NULL;
    for (const struct schema_keyword *keyword = schema_keywords; keyword->name; keyword++)
        if (name.at[0] == keyword->name[0] && text_is(name, keyword->name))
            return keyword;
    return NULL;
}

/* ---- the shapes that several keywords share ---- */

static bool kind_compile(const struct schema_rule *rule, enum value_kind kind, const char *needed,
                         struct error *err)
{
    return value_kind(rule->value) == kind ||
           schema_refuse(rule->keyword->name, rule->value, needed, err);
}

SCHEMA_COMPILE(compile_text)
{
    (void)compiler, (void)node;
    return kind_compile(rule, VALUE_STRING, "a string", err);
}

SCHEMA_COMPILE(compile_boolean)
{
    (void)compiler, (void)node;
    return kind_compile(rule, VALUE_BOOLEAN, "true or false", err);
}

SCHEMA_COMPILE(compile_list)
{
    (void)compiler, (void)node;
    return kind_compile(rule, VALUE_LIST, "a list", err);
}

SCHEMA_COMPILE(compile_map)
{
    (void)compiler, (void)node;
    return kind_compile(rule, VALUE_MAP, "a map", err);
}

SCHEMA_COMPILE(compile_count)
{
    (void)compiler, (void)node;
    return schema_count_read(rule->keyword->name, rule->value, &rule->least, err);
}
