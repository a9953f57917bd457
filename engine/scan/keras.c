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
    for (size_t i = 0; i < COUNT(modules); i++) {
        const struct text own = text_of(modules[i]);
        if (text_starts(module, own) && (module.size == own.size || module.at[own.size] == '.'))
            return true;
    }
    return false;
}

/* {"module": "builtins", "class_name": "function", "config": "name"} and its kin. */
static void module_check(struct exam *exam, const struct value *map, uint64_t offset)
{
    const struct value *module = value_present(map, TEXT("module"));
    const struct text class = value_text(value_get(map, TEXT("class_name")));
    const struct text registered = value_text(value_present(map, TEXT("registered_name")));
    if (text_find(registered, '>') < registered.size)
        exam_find(exam, SCAN_SUSPICIOUS, registered, "is a class that Keras does not bring",
                  offset);
    if (!module || is_kerasic(value_text(module)) || value_kind(module) != VALUE_STRING)
        return;
    const struct value *config = value_get(map, TEXT("config"));
    const struct text name = value_kind(config) == VALUE_STRING ? value_text(config) : class;
    const struct global global = global_judge(value_text(module), name);
    if (global.verdict == SCAN_DANGEROUS)
        exam_find(exam, SCAN_DANGEROUS, value_text(module), global.why, offset);
    else if (!text_is(value_text(module), "builtins") || global.verdict != SCAN_SAFE)
        exam_find(exam, SCAN_SUSPICIOUS, value_text(module),
                  "is a module that Keras does not bring", offset);
}

static void operation_check(struct exam *exam, const struct value *map, uint64_t offset)
{
    const struct value *function = value_get(value_get(map, TEXT("config")), TEXT("function"));
    const struct text name = value_text(function);
    const bool reaches = text_starts(name, TEXT("io.")) || text_starts(name, TEXT("raw_ops.")) ||
                         text_starts(name, TEXT("py_func")) || text_starts(name, TEXT("numpy_f"));
    exam_find(exam, reaches ? SCAN_DANGEROUS : SCAN_SUSPICIOUS,
              name.size ? name : TEXT("TFOpLambda"),
              reaches ? "reads or writes files when the model runs"
                      : "calls a function of TensorFlow by its name",
              offset);
}

static void map_check(struct exam *exam, const struct value *map, uint64_t offset)
{
    const struct text class = value_text(value_get(map, TEXT("class_name")));
    if (text_is(class, "Lambda") || text_is(class, "__lambda__"))
        exam_find(exam, SCAN_DANGEROUS, class, lambda, offset);
    else if (text_is(class, "TFOpLambda") || text_is(class, "SlicingOpLambda"))
        operation_check(exam, map, offset);
    const struct text function_type = value_text(value_get(map, TEXT("function_type")));
    if (text_is(function_type, "lambda"))
        exam_find(exam, SCAN_DANGEROUS, function_type, lambda, offset);
    module_check(exam, map, offset);
}

/* Readers of JSON have a limit of depth, and so has this. */
void keras_walk(struct exam *exam, const struct value *config, uint64_t offset)
{
    if (value_kind(config) == VALUE_MAP) {
        map_check(exam, config, offset);
        for (size_t i = 0; i < value_count(config); i++)
            keras_walk(exam, member_value(config, i), offset);
    }
    for (size_t i = 0; value_kind(config) == VALUE_LIST && i < value_count(config); i++)
        keras_walk(exam, value_at(config, i), offset);
}
