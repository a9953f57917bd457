#include "value/schema_internal.h"

bool schema_refuse(const char *keyword, const struct value *value, const char *needed,
                   struct error *err)
{
    return error_at(err, ERROR_REFUSED, value_place(value), "%s is %s; %s is needed", keyword,
                    schema_kind_words(value), needed);
}

bool schema_count_read(const char *keyword, const struct value *value, size_t *out,
                       struct error *err)
{
    char digits[NUMBER_TEXT_SIZE];
    static const char needed[] = "an integer of at least 0";
    if (!value_is_number(value))
        return schema_refuse(keyword, value, needed, err);
    const struct decimal decimal = decimal_of(value, digits);
    if (decimal.negative || !decimal_is_integer(&decimal))
        return error_at(err, ERROR_REFUSED, value_place(value), "%s is %s; %s is needed", keyword,
                        decimal.negative ? "below 0" : "a fraction", needed);
    const double count = value_number(value);
    *out = count < (double)SIZE_MAX ? (size_t)count : SIZE_MAX;
    return true;
}

const struct value *schema_sibling(const struct schema_node *node, const char *name)
{
    const struct schema_keyword *keyword = schema_keyword_find(text_of(name));
    if (!keyword || !(keyword->vocabulary & node->resource->vocabularies))
        return NULL;
    return value_get(node->source, text_of(name));
}

const struct schema_node *schema_sibling_node(const struct schema_compiler *compiler,
                                              const struct schema_node *node, const char *name)
{
    const struct value *source = schema_sibling(node, name);
    const struct schema_key key = {source, node->resource, TEXT_NONE};
    return source ? schema_catalog_find(&compiler->catalog, key) : NULL;
}

const struct schema_rule *schema_sibling_rule(const struct schema_node *node, const char *name)
{
    for (size_t rule_index = 0; rule_index < node->count; rule_index++)
        if (text_is(text_of(name), node->rules[rule_index].keyword->name))
            return &node->rules[rule_index];
    return NULL;
}

/* The nodes of the schemas in the keyword's value; the walk has made them. */
static void rule_nodes(const struct schema_compiler *compiler, const struct schema_node *node,
                       struct schema_rule *rule)
{
    const enum schema_holds holds = rule->keyword->holds;
    if (holds == HOLDS_NOTHING)
        return;
    rule->count = holds == HOLDS_SCHEMA ? 1 : value_count(rule->value);
    rule->nodes = ARENA_ARRAY(compiler->arena, const struct schema_node *, rule->count + 1);
    for (size_t subschema = 0; subschema < rule->count; subschema++) {
        const struct value *source = holds == HOLDS_SCHEMA ? rule->value
                                     : holds == HOLDS_LIST ? value_at(rule->value, subschema)
                                                           : member_value(rule->value, subschema);
        rule->nodes[subschema] = schema_catalog_find(
            &compiler->catalog, (struct schema_key){source, node->resource, TEXT_NONE});
    }
}

static bool rule_add(struct schema_compiler *compiler, struct schema_node *node,
                     const struct schema_keyword *keyword, const struct value *value,
                     struct error *err)
{
    struct schema_rule *rule = &node->rules[node->count];
    *rule = (struct schema_rule){.keyword = keyword, .value = value};
    rule_nodes(compiler, node, rule);
    if (keyword->compile && !keyword->compile(compiler, node, rule, err))
        return false;
    node->count += keyword->check != NULL;
    node->tracks |= keyword->vocabulary == SCHEMA_UNEVALUATED;
    return true;
}

/* The keywords of the node with their values, in the order of schema_keywords; returns how many. */
static size_t rules_order(struct schema_node *node)
{
    size_t count = 0;
    for (size_t keyword_member = 0; keyword_member < value_count(node->source); keyword_member++) {
        const struct schema_keyword *keyword =
            schema_keyword_find(member_key(node->source, keyword_member));
        if (!keyword || !(keyword->vocabulary & node->resource->vocabularies))
            continue;
        size_t to = count++;
        for (; to > 0 && keyword < node->rules[to - 1].keyword; to--)
            node->rules[to] = node->rules[to - 1];
        node->rules[to] = (struct schema_rule){.keyword = keyword,
                                               .value = member_value(node->source, keyword_member)};
    }
    return count;
}

bool schema_node_compile(struct schema_compiler *compiler, struct schema_node *node,
                         struct error *err)
{
    const size_t members = value_count(node->source);
    node->compiled = true;
    if (members == 0)
        return true;
    node->rules = ARENA_ARRAY(compiler->arena, struct schema_rule, members + 1);
    const size_t count = rules_order(node);
    for (size_t rule_index = 0; rule_index < count;
         rule_index++) { /* what has no check is left out: the rest moves up */
        const struct schema_rule rule = node->rules[rule_index];
        if (!rule_add(compiler, node, rule.keyword, rule.value, err))
            return false;
    }
    return true;
}

/* Whoever checks has no business with a node but this one: it is still ours. */
bool schema_node_ready(struct schema_run *run, const struct schema_node *node)
{
    struct schema_node *own = (struct schema_node *)(uintptr_t)node;
    if (!node->compiled && !schema_node_compile(run->schema->compiler, own, run->err))
        run->stopped = true;
    return !run->stopped;
}
