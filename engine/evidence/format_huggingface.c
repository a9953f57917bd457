/* A model card of the Hugging Face Hub: front matter, its model-index, and the card's text.
 *
 *     model-index:
 *     - name: ppo                                  card.model_name
 *       results:
 *       - task: {type: reinforcement-learning}     task
 *         dataset: {type: LunarLander-v2}          dataset, split
 *         metrics:
 *         - {type: mean_reward, value: 232.59 +/- 25.63, verified: false}
 *
 * What the Hub's own library refuses to read is refused, with its place: an index that is no list,
 * a result without a task, metrics that are null, a metric without a type or a value. One thing it
 * refuses too many cards have for that (all of spaCy's): a result without a data set. Its figures
 * are read, and card.problems says so with file and line. */
#include "evidence/card.h"
#include "evidence/format.h"

/* Keys of the card that are put together here. */
static const char *const own_keys[] = {"base_model", "datasets", "language",   "library_name",
                                       "license",    "metrics",  "model_name", "pipeline_tag",
                                       "problems",   "sections", "tags",       NULL};
/* Of these the names of things, which YAML may take for something else. */
static const char *const name_keys[] = {"base_model",   "datasets", "language",
                                        "library_name", "license",  "metrics",
                                        "pipeline_tag", "tags",     NULL};

struct indexing {
    struct evidence *evidence;
    struct values problems; /* texts with file and line */
    struct arena *arena;
    struct error *err;
};

static bool is_card(const struct value *document)
{
    return value_get(document, TEXT("front")) && value_get(document, TEXT("sections"));
}

/* The list or map under `key` of the model-index, which must be there. */
static bool part_needed(const struct indexing *indexing, const struct value *map, const char *key,
                        enum value_kind kind, const char *of, const struct value **index_part)
{
    const struct value *part = value_get(map, text_of(key));
    if (!part)
        return error_at(indexing->err, ERROR_REFUSED, value_place(map),
                        "%s of the model-index has no %s", of, key);
    if (value_kind(part) != kind)
        return error_at(indexing->err, ERROR_REFUSED, value_place(part),
                        "%s of a %s of the model-index is %s; %s is needed", key, of + 2,
                        kind_words(value_kind(part)), kind_words(kind));
    *index_part = part;
    return true;
}

static bool map_needed(const struct indexing *indexing, const struct value *entry, const char *what)
{
    return value_kind(entry) == VALUE_MAP ||
           error_at(indexing->err, ERROR_REFUSED, value_place(entry),
                    "%s of the model-index is a map; here stands %s", what,
                    kind_words(value_kind(entry)));
}

/* A name, as a text; NULL where it is absent, and where it is no text. */
static const struct value *text_at(const struct value *map, const char *key)
{
    const struct value *name = value_present(map, text_of(key));
    return name && value_kind(name) == VALUE_STRING ? name : NULL;
}

static void problem_add(struct indexing *indexing, const struct value *at, const char *problem)
{
    const struct place place = value_place(at);
    *LIST_ADD(indexing->arena, &indexing->problems) =
        value_placed(value_of_text(text_format(indexing->arena, "%s:%u:%u: %s", place.file,
                                               place.line, place.column, problem)),
                     place);
}

/* The data set as the Hub names it, or as people do; NULL is a problem of the card. */
static const struct value *dataset_name(struct indexing *indexing, const struct value *result,
                                        const struct value *dataset)
{
    const struct value *name = text_at(dataset, "type");
    name = name ? name : text_at(dataset, "name");
    if (!name)
        problem_add(indexing, dataset ? dataset : result,
                    "a result of the model-index has no data set");
    return name;
}

/* A number stays one, a text is a text unless it is a figure with its spread. */
static const struct value *figure_of(const struct value *value, const struct value **spread,
                                     struct arena *arena)
{
    const struct value *figure = figure_with_spread(value, spread, arena);
    if (!*spread || value_number(*spread) < 0) {
        *spread = NULL;
        return figure_spelled(value, arena);
    }
    return figure;
}

static bool metric_read(const struct indexing *indexing, const struct value *metric,
                        const struct setting *setting)
{
    struct details details = {0};
    struct arena *arena = indexing->arena;
    const struct value *type, *value = value_get(metric, TEXT("value"));
    const struct value *verified = value_present(metric, TEXT("verified"));
    if (!map_needed(indexing, metric, "a metric") ||
        !part_needed(indexing, metric, "type", VALUE_STRING, "a metric", &type))
        return false;
    if (value_text(type).size == 0)
        return error_at(indexing->err, ERROR_REFUSED, value_place(type),
                        "a metric of the model-index has an empty type");
    if (!value)
        return error_at(indexing->err, ERROR_REFUSED, value_place(metric),
                        "the metric %.*s has no value; null says that it is absent",
                        TEXT_ARGS(value_text(type)));
    if (verified && value_kind(verified) == VALUE_BOOLEAN)
        details.verified = verified;
    const struct value *figure = figure_of(value, &details.spread, arena);
    const struct result result = {.metric = value_text(type), .value = figure};
    return result_add(indexing->evidence, &result, setting, &details, arena, indexing->err);
}

static bool result_read(struct indexing *indexing, const struct value *result)
{
    struct setting setting = {0};
    const struct value *task, *metrics, *type;
    const struct value *dataset = value_present(result, TEXT("dataset"));
    if (!map_needed(indexing, result, "a result") ||
        !part_needed(indexing, result, "task", VALUE_MAP, "a result", &task) ||
        !part_needed(indexing, task, "type", VALUE_STRING, "a task", &type) ||
        !part_needed(indexing, result, "metrics", VALUE_LIST, "a result", &metrics) ||
        (dataset && !map_needed(indexing, dataset, "a dataset")))
        return false;
    setting.task = type;
    setting.dataset = dataset_name(indexing, result, dataset);
    setting.split = text_at(dataset, "split");
    for (size_t i = 0; i < value_count(metrics); i++)
        if (!metric_read(indexing, value_at(metrics, i), &setting))
            return false;
    return true;
}

/* The Hub asks for a name, and not for a text. */
static bool name_needed(const struct indexing *indexing, const struct value *model)
{
    return value_get(model, TEXT("name")) ||
           error_at(indexing->err, ERROR_REFUSED, value_place(model),
                    "a model of the model-index has no name");
}

static bool index_read(struct indexing *indexing, const struct value *index)
{
    if (!index)
        return true;
    if (value_kind(index) != VALUE_LIST)
        return error_at(indexing->err, ERROR_REFUSED, value_place(index),
                        "model-index is %s; a list of models is needed",
                        kind_words(value_kind(index)));
    for (size_t i = 0; i < value_count(index); i++) {
        const struct value *model = value_at(index, i), *results;
        if (!map_needed(indexing, model, "a model") || !name_needed(indexing, model) ||
            !part_needed(indexing, model, "results", VALUE_LIST, "a model", &results))
            return false;
        for (size_t result = 0; result < value_count(results); result++)
            if (!result_read(indexing, value_at(results, result)))
                return false;
    }
    return true;
}

static void sections_add(struct members *card, const struct value *found, struct arena *arena)
{
    struct sections sections = {0};
    for (size_t i = 0; i < value_count(found); i++) {
        const struct value *section = value_at(found, i);
        card_section(&sections, value_text(value_get(section, TEXT("title"))),
                     value_text(value_get(section, TEXT("text"))), value_place(section), arena);
    }
    card_sections_add(card, &sections, arena);
}

static bool card_put_together(struct indexing *indexing, const struct value *front,
                              const struct value *sections, struct members *card)
{
    struct arena *arena = indexing->arena;
    const struct value *model = value_at(value_present(front, TEXT("model-index")), 0);
    const struct value *name = value_present(front, TEXT("model_name"));
    card_keep(card, front, own_keys, arena);
    for (const char *const *key = name_keys; *key; key++)
        if (!card_names_add(card, text_of(*key), value_present(front, text_of(*key)), arena,
                            indexing->err))
            return false;
    card_add(card, TEXT("model_name"), name ? name : text_at(model, "name"), arena);
    if (indexing->problems.count)
        members_add(arena, card, TEXT("problems"),
                    value_of_list(arena, indexing->problems.at, indexing->problems.count));
    sections_add(card, sections, arena);
    return true;
}

static bool huggingface_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct value *document = evidence->document;
    const struct value *front = value_present(document, TEXT("front"));
    const struct value *sections = value_present(document, TEXT("sections"));
    struct indexing indexing = {.evidence = evidence, .arena = arena, .err = err};
    struct members card = {0};
    if (!front && value_count(sections) == 0)
        return error_at(err, ERROR_REFUSED, value_place(document),
                        "is empty: neither front matter nor a text");
    if (!index_read(&indexing, value_present(front, TEXT("model-index"))) ||
        !card_put_together(&indexing, front, sections, &card))
        return false;
    struct value *whole = ARENA_NEW(arena, struct value);
    *whole = value_placed(value_of_map(arena, &card), value_place(document));
    evidence->card = whole;
    return true;
}

const struct format format_huggingface = {
    .name = "huggingface",
    .summary =
        "A model card: Markdown, with front matter and a model-index as on the Hugging Face Hub",
    .carrier = CARRIER_MARKDOWN,
    .is = is_card,
    .read = huggingface_read,
};
