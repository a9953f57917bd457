/* Feature attributions: how much each input moved the model's answers, as SHAP users dump it.
 *
 *     feature,mean_abs_shap                    {"feature_names": ["age", "income"],
 *     age,0.42                                  "shap_values": [[0.1, -0.3], [0.2, 0.1]]}
 *     income,0.31
 *                                              {"feature_names": [...], "mean_abs_shap": [...]}
 *
 * Each feature is a result `attribution` with the feature as its task. A matrix of SHAP values, one
 * row for each example, is reduced to the mean of the absolute values, summed in the order of the
 * rows; n is the number of rows. */
#include "evidence/format.h"

#include <math.h>

static const struct text metric_name = {"attribution", 11};

static const char *const feature_columns[] = {"feature", "feature_name", "Feature", "col_name"};
static const char *const weight_columns[] = {
    "mean_abs_shap",           "shap",        "shap_value", "importance",
    "feature_importance_vals", "attribution", "mean_shap",  "Importance",
};
static const char *const feature_lists[] = {"feature_names", "features"};
static const char *const weight_lists[] = {
    "mean_abs_shap", "shap_values", "values", "importances", "importance", "attributions",
};

static struct text word_among(const struct value *list, const char *const *words, size_t count)
{
    for (size_t item = 0; item < value_count(list); item++)
        for (size_t word = 0; word < count; word++)
            if (text_is(value_text(value_at(list, item)), words[word]))
                return text_of(words[word]);
    return TEXT_NONE;
}

static const struct value *list_among(const struct value *map, const char *const *keys,
                                      size_t count)
{
    for (size_t key = 0; key < count; key++) {
        const struct value *list = value_get(map, text_of(keys[key]));
        if (value_kind(list ? list : map) == VALUE_LIST)
            return list;
    }
    return NULL;
}

static struct text feature_column(const struct value *table)
{
    return word_among(value_get(table, TEXT("columns")), feature_columns, COUNT(feature_columns));
}

static struct text weight_column(const struct value *table)
{
    return word_among(value_get(table, TEXT("columns")), weight_columns, COUNT(weight_columns));
}

static bool is_attribution_table(const struct value *table)
{
    return feature_column(table).size && weight_column(table).size;
}

static bool is_attribution(const struct value *document)
{
    return value_kind(document) == VALUE_MAP &&
           list_among(document, feature_lists, COUNT(feature_lists)) &&
           list_among(document, weight_lists, COUNT(weight_lists));
}

static bool attribution_add(struct evidence *evidence, const struct value *feature,
                            const struct value *weight, const struct value *examples,
                            struct arena *arena, struct error *err)
{
    const struct setting setting = {.task = feature};
    const struct details details = {.n = examples};
    if (value_kind(feature) != VALUE_STRING || value_text(feature).size == 0)
        return error_at(err, ERROR_REFUSED, value_place(feature),
                        "the name of a feature is a text that is not empty");
    return result_add(evidence, &(struct result){.metric = metric_name, .value = weight}, &setting,
                      &details, arena, err);
}

static bool attribution_table_read(struct evidence *evidence, struct arena *arena,
                                   struct error *err)
{
    const struct value *table = evidence->document, *rows = value_get(table, TEXT("rows"));
    const struct text named = feature_column(table), weighed = weight_column(table);
    for (size_t row = 0; row < value_count(rows); row++) {
        const struct value *feature = value_get(value_at(rows, row), named);
        const struct value *weight = value_get(value_at(rows, row), weighed);
        if (value_text(weight).size &&
            !attribution_add(evidence, feature, figure_of_text(weight, arena), NULL, arena, err))
            return false;
    }
    return true;
}

/* The mean of the absolute SHAP values in one column; NaN where one of them is no number. */
static struct value mean_absolute(const struct value *matrix, size_t feature)
{
    double sum = 0;
    for (size_t example = 0; example < value_count(matrix); example++) {
        const struct value *shap = value_at(value_at(matrix, example), feature);
        sum += shap ? fabs(value_number(shap)) : (double)NAN;
    }
    return value_of_number(sum / (double)value_count(matrix));
}

static bool matrix_check(const struct value *matrix, size_t features, struct error *err)
{
    for (size_t example = 0; example < value_count(matrix); example++) {
        const struct value *row = value_at(matrix, example);
        if (value_kind(row) != VALUE_LIST || value_count(row) != features)
            return error_at(err, ERROR_REFUSED, value_place(row),
                            "a row of SHAP values has one number for each of the %zu features",
                            features);
    }
    return true;
}

static bool attribution_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct value *document = evidence->document;
    const struct value *features = list_among(document, feature_lists, COUNT(feature_lists));
    const struct value *weights = list_among(document, weight_lists, COUNT(weight_lists));
    const bool matrix = value_count(weights) && value_kind(value_at(weights, 0)) == VALUE_LIST;
    if (matrix && !matrix_check(weights, value_count(features), err))
        return false;
    if (!matrix && value_count(weights) != value_count(features))
        return error_at(err, ERROR_REFUSED, value_place(weights),
                        "there are %zu features and %zu attributions", value_count(features),
                        value_count(weights));
    const struct value *examples =
        matrix ? value_beside(value_of_integer((int64_t)value_count(weights)), weights, arena)
               : NULL;
    for (size_t feature = 0; feature < value_count(features); feature++) {
        const struct value *name = value_at(features, feature);
        const struct value *weight =
            matrix ? value_beside(mean_absolute(weights, feature), name, arena)
                   : value_at(weights, feature);
        if (!attribution_add(evidence, name, weight, examples, arena, err))
            return false;
    }
    return true;
}

const struct format format_attribution = {
    .name = "feature-attribution",
    .summary = "Feature attributions as JSON: names with SHAP values or their means",
    .carrier = CARRIER_TREE,
    .is = is_attribution,
    .read = attribution_read,
};

const struct format format_attribution_table = {
    .name = "feature-attribution-csv",
    .summary = "Feature attributions as CSV: a feature and its weight in each row",
    .carrier = CARRIER_TABLE,
    .is = is_attribution_table,
    .read = attribution_table_read,
};
