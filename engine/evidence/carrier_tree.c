/* The carrier of documents that are JSON or YAML, by content. */
#include "evidence/carrier.h"

#include "value/json.h"
#include "value/yaml.h"

/* Is the first byte that is not white space one that opens a JSON list or map? */
static bool opens_json(struct text document_bytes)
{
    size_t document_byte = 0;
    while (document_byte < document_bytes.size &&
           strchr(" \t\r\n", document_bytes.at[document_byte]) && document_bytes.at[document_byte])
        document_byte++;
    return document_byte < document_bytes.size &&
           (document_bytes.at[document_byte] == '{' || document_bytes.at[document_byte] == '[');
}

static bool further(const struct error *json_refusal, const struct error *yaml_refusal)
{
    return json_refusal->line != yaml_refusal->line ? json_refusal->line > yaml_refusal->line
                                                    : json_refusal->column > yaml_refusal->column;
}

/* What both readers refuse was meant for the one that came further. */
static bool document_try(const char *path, struct text document_bytes, struct json_options options,
                         struct arena *arena, struct value *document, struct error *err)
{
    struct error json_refusal = {0}, yaml_refusal = {0};
    if (json_read(path, document_bytes, options, arena, document, &json_refusal) ||
        yaml_read(path, document_bytes, arena, document, &yaml_refusal))
        return true;
    if (err->code == ERROR_NONE)
        *err = further(&json_refusal, &yaml_refusal) ? json_refusal : yaml_refusal;
    return false;
}

static bool document_read_as(const char *path, struct text document_bytes,
                             struct json_options options, struct arena *arena,
                             struct value *document, struct error *err)
{
    if (text_ends(text_of(path), TEXT(".json")))
        return json_read(path, document_bytes, options, arena, document, err);
    if (opens_json(document_bytes))
        return document_try(path, document_bytes, options, arena, document, err);
    return yaml_read(path, document_bytes, arena, document, err);
}

bool document_read(const char *path, struct text document_bytes, struct arena *arena,
                   struct value *document, struct error *err)
{
    return document_read_as(path, document_bytes, (struct json_options){0}, arena, document, err);
}

bool carrier_tree_read(const char *path, struct text document_bytes, struct arena *arena,
                       struct value *document, struct error *err)
{
    static const struct json_options as_python_writes = {.bare_nan = true, .bare_huge = true};
    return document_read_as(path, document_bytes, as_python_writes, arena, document, err);
}
