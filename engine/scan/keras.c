/* A Keras configuration names layers by class and module, and has them made from their settings. A
 * Lambda layer carries its function: as marshalled bytecode, or by the name of any function in any
 * module. */
#include "base/limits.h"
#include "scan/formats.h"
#include "scan/globals.h"

static const char lambda[] =
    "carries a function of its own, which runs when the model is loaded or used";

/* Modules whose classes Keras itself brings. */
static const char *const modules[] = {"keras", "tf_keras", "keras_core", "tensorflow.keras",
                                      "tensorflow.python.keras"};

static bool is_kerasic(struct text module)
{
    for (size_t keras_at = 0; keras_at < COUNT(modules); keras_at++) {
        const struct text keras_module = text_of(modules[keras_at]);
        if (text_starts(module, keras_module) &&
            (module.size == keras_module.size || module.at[keras_module.size] == '.'))
            return true;
    }
    return false;
}

/* {"module": "builtins", "class_name": "function", "config": "name"} and its kin. */
static void module_check(struct exam *exam, const struct value *layer, uint64_t offset)
{
    const struct value *layer_module = value_present(layer, TEXT("module"));
    const struct text layer_class = value_text(value_get(layer, TEXT("class_name")));
    const struct text layer_registered = value_text(value_present(layer, TEXT("registered_name")));
    if (text_find(layer_registered, '>') < layer_registered.size)
        exam_find(exam, SCAN_SUSPICIOUS, layer_registered, "is a class that Keras does not bring",
                  offset);
    if (!layer_module || is_kerasic(value_text(layer_module)) ||
        value_kind(layer_module) != VALUE_STRING)
        return;
    const struct value *layer_config = value_get(layer, TEXT("config"));
    const struct text layer_name =
        value_kind(layer_config) == VALUE_STRING ? value_text(layer_config) : layer_class;
    const struct global global = global_judge(value_text(layer_module), layer_name);
    if (global.verdict == SCAN_DANGEROUS)
        exam_find(exam, SCAN_DANGEROUS, value_text(layer_module), global.why, offset);
    else if (!text_is(value_text(layer_module), "builtins") || global.verdict != SCAN_SAFE)
        exam_find(exam, SCAN_SUSPICIOUS, value_text(layer_module),
                  "is a module that Keras does not bring", offset);
}

static void operation_check(struct exam *exam, const struct value *layer, uint64_t offset)
{
    const struct value *layer_function =
        value_get(value_get(layer, TEXT("config")), TEXT("function"));
    const struct text layer_name = value_text(layer_function);
    const bool reaches =
        text_starts(layer_name, TEXT("io.")) || text_starts(layer_name, TEXT("raw_ops.")) ||
        text_starts(layer_name, TEXT("py_func")) || text_starts(layer_name, TEXT("numpy_f"));
    exam_find(exam, reaches ? SCAN_DANGEROUS : SCAN_SUSPICIOUS,
              layer_name.size ? layer_name : TEXT("TFOpLambda"),
              reaches ? "reads or writes files when the model runs"
                      : "calls a function of TensorFlow by its name",
              offset);
}

static void map_check(struct exam *exam, const struct value *layer, uint64_t offset)
{
    const struct text layer_class = value_text(value_get(layer, TEXT("class_name")));
    if (text_is(layer_class, "Lambda") || text_is(layer_class, "__lambda__"))
        exam_find(exam, SCAN_DANGEROUS, layer_class, lambda, offset);
    else if (text_is(layer_class, "TFOpLambda") || text_is(layer_class, "SlicingOpLambda"))
        operation_check(exam, layer, offset);
    const struct text function_type = value_text(value_get(layer, TEXT("function_type")));
    if (text_is(function_type, "lambda"))
        exam_find(exam, SCAN_DANGEROUS, function_type, lambda, offset);
    module_check(exam, layer, offset);
}

/* Readers of JSON have a limit of depth, and so has this. */
void keras_walk(struct exam *exam, const struct value *layer_config, uint64_t offset)
{
    if (value_kind(layer_config) == VALUE_MAP) {
        map_check(exam, layer_config, offset);
        for (size_t layer_at = 0; layer_at < value_count(layer_config); layer_at++)
            keras_walk(exam, member_value(layer_config, layer_at), offset);
    }
    for (size_t layer_at = 0;
         value_kind(layer_config) == VALUE_LIST && layer_at < value_count(layer_config); layer_at++)
        keras_walk(exam, value_at(layer_config, layer_at), offset);
}
