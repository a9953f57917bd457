#include "evidence/lineage.h"

#include "evidence/result.h"

void lineage_say(struct lineage *lineage, struct members *part, struct text key,
                 const struct value *lineage_value)
{
    const bool is_empty =
        value_kind(lineage_value) == VALUE_STRING && value_text(lineage_value).size == 0;
    if (value_kind(lineage_value) != VALUE_NULL && !is_empty)
        members_add(lineage->arena, part, key, *lineage_value);
}

void lineage_list(struct lineage *lineage, struct values *list, const struct value *name,
                  const struct value *digest)
{
    struct members lineage_source = {0};
    lineage_say(lineage, &lineage_source, TEXT("name"), name);
    lineage_say(lineage, &lineage_source, TEXT("digest"), digest);
    if (lineage_source.count)
        *LIST_ADD(lineage->arena, list) =
            value_placed(value_of_map(lineage->arena, &lineage_source), value_place(name));
}

static void part_add(const struct lineage *lineage, struct members *whole, struct text key,
                     const struct members *part)
{
    if (part->count)
        members_add(lineage->arena, whole, key, value_of_map(lineage->arena, part));
}

static void list_add(const struct lineage *lineage, struct members *whole, struct text key,
                     const struct values *list)
{
    if (list->count)
        members_add(lineage->arena, whole, key,
                    value_of_list(lineage->arena, list->at, list->count));
}

const struct value *lineage_value(const struct lineage *lineage, const struct value *of)
{
    struct members whole = {0};
    part_add(lineage, &whole, TEXT("code"), &lineage->code);
    list_add(lineage, &whole, TEXT("data"), &lineage->data);
    if (value_count(lineage->parameters))
        members_add(lineage->arena, &whole, TEXT("parameters"), *lineage->parameters);
    part_add(lineage, &whole, TEXT("environment"), &lineage->environment);
    list_add(lineage, &whole, TEXT("outputs"), &lineage->outputs);
    part_add(lineage, &whole, TEXT("run"), &lineage->run);
    return whole.count ? value_beside(value_of_map(lineage->arena, &whole), of, lineage->arena)
                       : NULL;
}
