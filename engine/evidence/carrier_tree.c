/* JSON or YAML, by content. */
#include "evidence/carrier.h"

#include "value/json.h"
#include "value/yaml.h"

/* Is the first byte that is not white space one that opens a JSON list or map? */
static bool opens_json(struct text bytes)
{
    size_t i = 0;
    while (i < bytes.size && strchr(" \t\r\n", bytes.at[i]) && bytes.at[i])
        i++;
    return i < bytes.size && (bytes.at[i] == '{' || bytes.at[i] == '[');
}

static bool further(const struct error *a, const struct error *b)
{
    return a->line != b->line ? a->line > b->line : a->column > b->column;
}

/* What both readers refuse was meant for the one that came further. */
static bool document_try(const char *path, struct text bytes, struct json_options options,
                         struct arena *arena, struct value *out, struct error *err)
{
    struct error json = {0}, yaml = {0};
    if (json_read(path, bytes, options, arena, out, &json) ||
        yaml_read(path, bytes, arena, out, &yaml))
        return true;
    if (err->code == ERROR_NONE)
        *err = further(&json, &yaml) ? json : yaml;
    return false;
}

static bool document_read_as(const char *path, struct text bytes, struct json_options options,
                             struct arena *arena, struct value *out, struct error *err)
{
    if (text_ends(text_of(path), TEXT(".json")))
        return json_read(path, bytes, options, arena, out, err);
    if (opens_json(bytes))
        return document_try(path, bytes, options, arena, out, err);
    return yaml_read(path, bytes, arena, out, err);
}

bool document_read(const char *path, struct text bytes, struct arena *arena, struct value *out,
                   struct error *err)
{
    return document_read_as(path, bytes, (struct json_options){0}, arena, out, err);
}

bool carrier_tree_read(const char *path, struct text bytes, struct arena *arena,
                       struct value *document, struct error *err)
{
    static const struct json_options as_python_writes = {.bare_nan = true, .bare_huge = true};
    return document_read_as(path, bytes, as_python_writes, arena, document, err);
}
