/* TensorFlow's graphs, by saved_model.proto and graph.proto: nodes name operators, and some of
 * those read and write files, or call Python, when the graph runs. */
#include "base/limits.h"
#include "scan/formats.h"
#include "scan/wire.h"
#include "value/json.h"

enum message {
    SAVED_MODEL = 1,
    META_GRAPH,
    GRAPH,
    LIBRARY,
    FUNCTION,
    SIGNATURE,
    NODE,
    ASSET,
    KERAS_NOTES,
    KERAS_OBJECT,
};

enum told { NODE_NAME = 1, OPERATOR, FUNCTION_NAME, ASSET_NAME, KERAS_CONFIG };

static const struct wire_field fields[] = {
    {SAVED_MODEL, 2, META_GRAPH, 0},
    {META_GRAPH, 2, GRAPH, 0},
    {META_GRAPH, 6, ASSET, 0},
    {GRAPH, 1, NODE, 0},
    {GRAPH, 2, LIBRARY, 0},
    {LIBRARY, 1, FUNCTION, 0},
    {FUNCTION, 1, SIGNATURE, 0},
    {FUNCTION, 3, NODE, 0},
    {SIGNATURE, 1, 0, FUNCTION_NAME},
    {NODE, 1, 0, NODE_NAME},
    {NODE, 2, 0, OPERATOR},
    {ASSET, 2, 0, ASSET_NAME},
    {KERAS_NOTES, 1, KERAS_OBJECT, 0},
    {KERAS_OBJECT, 5, 0, KERAS_CONFIG},
    {0, 0, 0, 0},
};

/* Operators that reach out of the graph. */
static const char *const harmful[] = {
    "AssertCardinalityDataset",
    "CacheDataset",
    "CacheDatasetV2",
    "CreateSummaryDbWriter",
    "CreateSummaryFileWriter",
    "DataServiceDataset",
    "DataServiceDatasetV2",
    "DataServiceDatasetV3",
    "DebugIdentity",
    "DebugIdentityV2",
    "DebugIdentityV3",
    "DebugNanCount",
    "DebugNumericSummary",
    "EagerPyFunc",
    "FixedLengthRecordDataset",
    "FixedLengthRecordDatasetV2",
    "FixedLengthRecordReader",
    "FixedLengthRecordReaderV2",
    "IdentityReader",
    "IdentityReaderV2",
    "ImmutableConst",
    "LMDBDataset",
    "LMDBReader",
    "LoadDataset",
    "MatchingFiles",
    "MatchingFilesDataset",
    "PyFunc",
    "PyFuncStateless",
    "ReadFile",
    "RegisterDataset",
    "RemoteCall",
    "RemoteFusedGraphExecute",
    "RpcCall",
    "RpcClient",
    "RpcServer",
    "Save",
    "SaveDataset",
    "SaveDatasetV2",
    "SaveSlices",
    "ShardedFilespec",
    "SnapshotDataset",
    "SnapshotDatasetV2",
    "SqlDataset",
    "TFRecordDataset",
    "TFRecordDatasetV2",
    "TFRecordReader",
    "TFRecordReaderV2",
    "TextLineDataset",
    "TextLineReader",
    "TextLineReaderV2",
    "WholeFileReader",
    "WholeFileReaderV2",
    "WriteFile",
    "WriteSummary",
};

/* Every SavedModel saves and restores its variables with these, in functions of their own; those of
 * TensorFlow 1 in nodes, whose names anybody can give. */
static const char *const savers[] = {"MergeV2Checkpoints", "Restore", "RestoreSlice", "RestoreV2",
                                     "SaveV2"};

/* Files that belong to the model, or standard error, or a file: it depends on an attribute. */
static const char *const doubtful[] = {"InitializeTableFromTextFile",
                                       "InitializeTableFromTextFileV2", "PrintV2"};

struct graph {
    bool saver;      /* the function at hand is one of the saver's */
    bool saver_node; /* the node at hand has one of its names      */
};

static bool among(struct text node_name, const char *const *node_names, size_t count)
{
    for (size_t node_at = 0; node_at < count; node_at++)
        if (text_is(node_name, node_names[node_at]))
            return true;
    return false;
}

/* A letter, then letters and digits: an operator of TensorFlow itself. */
static bool operator_shaped(struct text name)
{
    size_t i = 0;
    while (i < name.size && ((name.at[i] >= 'A' && name.at[i] <= 'Z') || name.at[i] == '_' ||
                             (i && ((name.at[i] >= 'a' && name.at[i] <= 'z') ||
                                    (name.at[i] >= '0' && name.at[i] <= '9')))))
        i++;
    return name.size && i == name.size;
}

/* A call of a function of the graph's own library is an operator of that name. */
static bool function_shaped(struct text name)
{
    return text_starts(name, TEXT("__inference_")) || text_starts(name, TEXT("__forward_"));
}

static void operator_check(struct wire *wire, struct text name)
{
    const struct graph *graph = wire->context;
    const uint64_t offset = source_offset(wire->source);
    const bool saves = among(name, savers, COUNT(savers)) && !graph->saver;
    if (among(name, harmful, COUNT(harmful)) || (saves && !graph->saver_node))
        exam_find(wire->exam, SCAN_DANGEROUS, name,
                  "reads or writes files, or runs code, when the graph runs", offset);
    else if (among(name, doubtful, COUNT(doubtful)) || saves)
        exam_find(wire->exam, SCAN_SUSPICIOUS, name,
                  "reads or writes a file that an argument names", offset);
    else if (!operator_shaped(name) && !function_shaped(name))
        exam_find(wire->exam, SCAN_SUSPICIOUS, name,
                  "is an operator that a library beside TensorFlow has to bring", offset);
}

static bool leads_out(struct text node_path)
{
    return (node_path.size && node_path.at[0] == '/') ||
           memmem(node_path.at ? node_path.at : "", node_path.size, "..", 2) != NULL;
}

static void tensorflow_tell(struct wire *wire, uint8_t told, struct text text, uint64_t number)
{
    struct graph *graph = wire->context;
    if (told == FUNCTION_NAME)
        graph->saver = text_starts(text, TEXT("__inference__traced_save")) ||
                       text_starts(text, TEXT("__inference__traced_restore"));
    else if (told == NODE_NAME)
        graph->saver_node = text_starts(text, TEXT("save/")) || text_starts(text, TEXT("save_1/"));
    else if (told == OPERATOR)
        operator_check(wire, text);
    else if (told == ASSET_NAME && (number > text.size || leads_out(text)))
        exam_find(wire->exam, SCAN_DANGEROUS, text, "takes a file from outside of the model",
                  source_offset(wire->source));
}

static void tensorflow_enter(struct wire *wire, uint8_t message)
{
    struct graph *graph = wire->context;
    graph->saver &= message != FUNCTION && message != META_GRAPH;
    graph->saver_node &= message != NODE;
}

/* The JSON of a layer, which stands in the source. */
static bool config_take(struct wire *wire, uint8_t told, uint64_t size)
{
    struct arena exam_scratch = {0};
    struct error node_fault = {0};
    struct value node_config;
    const uint64_t offset = source_offset(wire->source);
    bool done = told != KERAS_CONFIG;
    if (!done && size <= LIMIT_SCAN_JSON) {
        char *text = arena_alloc(&exam_scratch, (size_t)size + 1);
        size_t got = 0;
        while (got < size && source_ready(wire->source, 1)) {
            const size_t held = source_held(wire->source);
            const size_t part = held < size - got ? held : (size_t)size - got;
            memcpy(text + got, source_at(wire->source), part);
            source_drop(wire->source, part);
            got += part;
        }
        text[got] = '\0';
        done =
            json_read("config", (struct text){text, got}, (struct json_options){.bare_nan = true},
                      &exam_scratch, &node_config, &node_fault);
        if (done)
            keras_walk(wire->exam, &node_config, offset);
        arena_free(&exam_scratch);
        return done || exam_unreadable(wire->exam, "has a configuration that is no JSON", offset);
    }
    return (done && source_skip(wire->source, size)) ||
           exam_unreadable(wire->exam, "has a configuration that cannot be read", offset);
}

static void keras_tell(struct wire *wire, uint8_t told, struct text text, uint64_t number)
{
    struct arena exam_scratch = {0};
    struct error node_fault = {0};
    struct value node_config;
    const struct text whole = {text_string(&exam_scratch, text), text.size};
    (void)number;
    if (told == KERAS_CONFIG && text.size) {
        if (json_read("config", whole, (struct json_options){.bare_nan = true}, &exam_scratch,
                      &node_config, &node_fault))
            keras_walk(wire->exam, &node_config, source_offset(wire->source));
        else
            (void)exam_unreadable(wire->exam, "has a configuration that is no JSON",
                                  source_offset(wire->source));
    }
    arena_free(&exam_scratch);
}

void tensorflow_scan(struct exam *exam, const struct content *content, enum tensorflow what)
{
    static const uint8_t outermost[] = {[TENSORFLOW_MODEL] = SAVED_MODEL,
                                        [TENSORFLOW_GRAPH] = GRAPH,
                                        [TENSORFLOW_KERAS] = KERAS_NOTES};
    struct arena exam_scratch = {0};
    struct graph graph = {0};
    struct wire wire = {.exam = exam,
                        .source = source_open(content, &exam_scratch),
                        .fields = fields,
                        .tell = what == TENSORFLOW_KERAS ? keras_tell : tensorflow_tell,
                        .enter = tensorflow_enter,
                        .take = what == TENSORFLOW_KERAS ? config_take : NULL,
                        .context = &graph};
    (void)wire_walk(&wire, outermost[what], wire.source->size);
    arena_free(&exam_scratch);
}
