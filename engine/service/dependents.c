#include "service/dependents.h"

#include "report/escape.h"
#include "service/record.h"
#include "service/said.h"

/* ---- consumers and endpoints, as the version's own row has them ---- */

static struct value parts_kept(const struct value *parts, const char *const kept[2],
                               struct arena *arena)
{
    struct values told = {0};
    for (size_t i = 0; i < value_count(parts); i++) {
        struct record part = record_in(arena);
        for (size_t j = 0; j < 2; j++)
            record_maybe(&part, kept[j], value_present(value_at(parts, i), text_of(kept[j])));
        *LIST_ADD(arena, &told) = record_map(&part);
    }
    return value_of_list(arena, told.at, told.count);
}

/* ---- models that were built on it ---- */

struct built_on {
    struct acting *acting;
    struct values models;
    size_t prefix; /* bytes of the key before NAME@VERSION */
};

static bool model_see(void *context, struct row_name name, struct text document, struct error *err)
{
    struct built_on *built_on = context;
    struct acting *acting = built_on->acting;
    const struct value *model;
    struct record told = record_in(acting->arena);
    const struct text version_key =
        text_copy(acting->arena, text_part(name.key, built_on->prefix, name.key.size));
    (void)document;
    if (!registry_row(&acting->rows, "version", version_key, acting->arena, &model, err))
        return false;
    record_text(&told, "version", version_key);
    record_text(&told, "stage", said_text(model, "stage"));
    *LIST_ADD(acting->arena, &built_on->models) = record_map(&told);
    return true;
}

static bool models_find(struct acting *acting, struct text version_key, struct value *out,
                        struct error *err)
{
    const struct text prefix = registry_source_key("model", version_key, acting->arena);
    struct built_on built_on = {.acting = acting, .prefix = prefix.size};
    const struct row_name source_rows = {TEXT("source"), prefix};
    if (!acting->rows.walk(acting->rows.keeper, source_rows,
                           (struct row_visit){model_see, &built_on}, err))
        return false;
    *out = value_of_list(acting->arena, built_on.models.at, built_on.models.count);
    return true;
}

bool dependents_find(struct acting *acting, const struct value *version, struct value *out,
                     struct error *err)
{
    static const char *const consumer_parts[] = {"id", "acknowledged"};
    static const char *const endpoint_parts[] = {"endpoint", "requests"};
    struct value models;
    struct record told = record_in(acting->arena);
    const struct text version_key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(said_text(version, "name")),
                    TEXT_ARGS(said_text(version, "version")));
    if (!models_find(acting, version_key, &models, err))
        return false;
    record_value(
        &told, "consumers",
        parts_kept(value_present(version, TEXT("consumers")), consumer_parts, acting->arena));
    record_value(
        &told, "endpoints",
        parts_kept(value_present(version, TEXT("endpoints")), endpoint_parts, acting->arena));
    record_value(&told, "models", models);
    *out = record_map(&told);
    return true;
}

/* ---- for a person ---- */

static void part_print(struct buffer *page, const char *heading, struct text part,
                       struct text remark)
{
    buffer_format(page, "  %-10s ", heading);
    text_escape(part, page);
    if (remark.size) {
        buffer_string(page, "  ");
        text_escape(remark, page);
    }
    buffer_byte(page, '\n');
}

void dependents_print(const struct value *dependents, struct buffer *page)
{
    const struct value *consumers = value_get(dependents, TEXT("consumers"));
    const struct value *endpoints = value_get(dependents, TEXT("endpoints"));
    const struct value *models = value_get(dependents, TEXT("models"));
    if (!value_count(consumers) && !value_count(endpoints) && !value_count(models)) {
        buffer_string(page, "nobody is known to depend on it\n");
        return;
    }
    buffer_string(page, "who depends on it:\n");
    for (size_t i = 0; i < value_count(endpoints); i++)
        part_print(page, "endpoint", said_text(value_at(endpoints, i), "endpoint"), TEXT_NONE);
    for (size_t i = 0; i < value_count(consumers); i++)
        part_print(page, "consumer", said_text(value_at(consumers, i), "id"),
                   value_present(value_at(consumers, i), TEXT("acknowledged"))
                       ? TEXT("(has said that it is gone)")
                       : TEXT_NONE);
    for (size_t i = 0; i < value_count(models); i++)
        part_print(page, "model", said_text(value_at(models, i), "version"),
                   said_text(value_at(models, i), "stage"));
}
