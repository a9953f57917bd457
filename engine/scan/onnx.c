/* ONNX, by onnx.proto: a model holds graphs of nodes. A graph computes and no more; what reaches
 * out are operators of other domains, which a library brings, and tensors that lie in other
 * files. */
#include "scan/formats.h"
#include "scan/wire.h"

enum message {
    MODEL = 1,
    GRAPH,
    NODE,
    ATTRIBUTE,
    TENSOR,
    SPARSE,
    ENTRY,
    FUNCTION,
    TRAINING,
    OPSET,
};

enum told { OPERATOR = 1, DOMAIN, VALUE };

static const struct wire_field fields[] = {
    {MODEL, 7, GRAPH, 0},       {MODEL, 8, OPSET, 0},
    {MODEL, 20, TRAINING, 0},   {MODEL, 25, FUNCTION, 0},
    {GRAPH, 1, NODE, 0},        {GRAPH, 5, TENSOR, 0},
    {GRAPH, 15, SPARSE, 0},     {NODE, 4, 0, OPERATOR},
    {NODE, 5, ATTRIBUTE, 0},    {NODE, 7, 0, DOMAIN},
    {ATTRIBUTE, 5, TENSOR, 0},  {ATTRIBUTE, 6, GRAPH, 0},
    {ATTRIBUTE, 10, TENSOR, 0}, {ATTRIBUTE, 11, GRAPH, 0},
    {ATTRIBUTE, 22, SPARSE, 0}, {ATTRIBUTE, 23, SPARSE, 0},
    {TENSOR, 13, ENTRY, 0},     {SPARSE, 1, TENSOR, 0},
    {SPARSE, 2, TENSOR, 0},     {ENTRY, 2, 0, VALUE},
    {FUNCTION, 7, NODE, 0},     {FUNCTION, 9, OPSET, 0},
    {FUNCTION, 10, 0, DOMAIN},  {FUNCTION, 11, ATTRIBUTE, 0},
    {TRAINING, 1, GRAPH, 0},    {TRAINING, 2, GRAPH, 0},
    {OPSET, 1, 0, DOMAIN},      {0, 0, 0, 0},
};

/* Domains that every runtime has, or the one that most use. */
static const char *const domains[] = {
    "",
    "ai.onnx",
    "ai.onnx.ml",
    "ai.onnx.preview",
    "ai.onnx.preview.training",
    "ai.onnx.training",
    "com.microsoft",
    "com.microsoft.nchwc",
    "pkg.onnxscript.torch_lib",
    "pkg.onnxscript.torch_lib.common",
};

static const char *const operators[] = {"PyOp", "PythonOp", "PythonOpGrad", "ATen"};

static bool among(struct text operator_name, const char *const *operator_names, size_t count)
{
    for (size_t operator_at = 0; operator_at < count; operator_at++)
        if (text_is(operator_name, operator_names[operator_at]))
            return true;
    return false;
}

/* A file beside the model, and nowhere else. */
static bool leads_out(struct text tensor_path)
{
    for (size_t from = 0; from <= tensor_path.size;) {
        const struct text tensor_rest = text_part(tensor_path, from, tensor_path.size);
        size_t part_size = 0;
        while (part_size < tensor_rest.size && tensor_rest.at[part_size] != '/' &&
               tensor_rest.at[part_size] != '\\')
            part_size++;
        if (text_is(text_part(tensor_rest, 0, part_size), ".."))
            return true;
        from += part_size + 1;
    }
    return tensor_path.size && (tensor_path.at[0] == '/' || tensor_path.at[0] == '\\' ||
                                text_find(tensor_path, ':') == 1);
}

static void onnx_tell(struct wire *wire, uint8_t told, struct text text, uint64_t number)
{
    const uint64_t offset = source_offset(wire->source);
    if (told == OPERATOR && among(text, operators, COUNT(operators)))
        exam_find(wire->exam, SCAN_DANGEROUS, text, "runs Python when the model runs", offset);
    else if (told == DOMAIN && !among(text, domains, COUNT(domains)))
        exam_find(wire->exam, SCAN_SUSPICIOUS, text,
                  "is a domain of operators that a library beside the model has to bring", offset);
    else if (told == VALUE && (number > text.size || leads_out(text)))
        exam_find(wire->exam, SCAN_DANGEROUS, text,
                  "takes numbers from a file outside of the model's folder", offset);
}

void onnx_scan(struct exam *exam, const struct content *content)
{
    struct arena exam_scratch = {0};
    struct wire wire = {.exam = exam,
                        .source = source_open(content, &exam_scratch),
                        .fields = fields,
                        .tell = onnx_tell};
    (void)wire_walk(&wire, MODEL, wire.source->size);
    arena_free(&exam_scratch);
}
