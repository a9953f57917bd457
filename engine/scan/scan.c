#include "base/encode.h"
#include "base/limits.h"
#include "scan/formats.h"
#include "scan/recognise.h"
#include "scan/wire.h"
#include "value/json.h"

void scan_merge(struct exam *exam, const struct scan *part)
{
    for (size_t merged_at = 0; merged_at < part->findings.count; merged_at++) {
        const struct scan_finding *merged_finding = &part->findings.at[merged_at];
        struct exam merged_exam = *exam;
        merged_exam.member = merged_finding->member;
        merged_exam.trial = false;
        exam_find(&merged_exam, merged_finding->verdict, merged_finding->what, merged_finding->why,
                  merged_finding->offset);
    }
    if (part->verdict > exam->scan->verdict)
        exam->scan->verdict = part->verdict;
    exam->scan->more += part->more;
}

bool content_read(struct exam *exam, const struct content *content, size_t most,
                  struct arena *arena, struct text *content_text)
{
    struct arena exam_scratch = {0};
    struct source *source = source_open(content, &exam_scratch);
    const uint64_t size = source->size == SOURCE_UNKNOWN ? most : source->size;
    char *content_bytes = arena_alloc(arena, size > most ? 1 : (size_t)size + 1);
    size_t content_size = 0;
    while (size <= most && content_size < size && source_ready(source, 1)) {
        const size_t held = source_held(source);
        const size_t part = held < size - content_size ? held : (size_t)size - content_size;
        memcpy(content_bytes + content_size, source_at(source), part);
        source_drop(source, part);
        content_size += part;
    }
    const bool whole = size <= most && source_ended(source) && exam_source_whole(exam, source);
    content_bytes[content_size] = '\0';
    arena_free(&exam_scratch);
    if (whole)
        *content_text = (struct text){content_bytes, content_size};
    return whole;
}

/* ---- what has no mark at its start ---- */

/* UTF-8 from start to end without control characters that texts do not have. */
static bool is_text(const struct content *content)
{
    struct arena exam_scratch = {0};
    struct source *source = source_open(content, &exam_scratch);
    bool content_is_text = true;
    for (size_t ready; content_is_text && (ready = source_ready(source, SOURCE_MOST)) > 0;) {
        const struct text content_part = {(const char *)source_at(source), ready};
        const size_t sound_size = utf8_check(content_part);
        for (size_t content_at = 0; content_is_text && content_at < sound_size; content_at++)
            content_is_text = (uint8_t)content_part.at[content_at] >= ' ' ||
                              (content_part.at[content_at] &&
                               strchr("\t\n\r\f\x1b", content_part.at[content_at]));
        content_is_text = content_is_text && sound_size > 0 &&
                          (sound_size == ready || (ready - sound_size < 4 && ready == SOURCE_MOST));
        source_drop(source, sound_size);
    }
    content_is_text = content_is_text && !source->broken;
    arena_free(&exam_scratch);
    return content_is_text;
}

static enum scan_format json_scan(struct exam *exam, const struct content *content)
{
    struct arena exam_scratch = {0};
    struct text content_text;
    struct value scanned_json;
    struct error json_fault = {0};
    enum scan_format format = SCAN_TEXT;
    const bool needed = exam->purpose == PURPOSE_KERAS;
    if (content_read(exam, content, LIMIT_SCAN_JSON, &exam_scratch, &content_text) &&
        json_read("json", content_text, (struct json_options){.bare_nan = true}, &exam_scratch,
                  &scanned_json, &json_fault)) {
        format = SCAN_JSON;
        if (needed)
            keras_walk(exam, &scanned_json, 0);
        if (value_present(&scanned_json, TEXT("auto_map")))
            exam_find(exam, SCAN_SUSPICIOUS, TEXT("auto_map"),
                      "names Python code that is to be loaded with the model", 0);
    } else if (needed) {
        (void)exam_unreadable(exam, "has a configuration that is no JSON", 0);
    }
    arena_free(&exam_scratch);
    return format;
}

static uint8_t first_visible(const struct content *content)
{
    struct arena exam_scratch = {0};
    struct source *source = source_open(content, &exam_scratch);
    const size_t ready = source_ready(source, HEAD_SIZE);
    uint8_t first = 0;
    for (size_t i = 0; i < ready && !first; i++)
        first = strchr(" \t\r\n", source_at(source)[i]) ? 0 : source_at(source)[i];
    arena_free(&exam_scratch);
    return first;
}

static enum scan_format text_scan(struct exam *exam, const struct content *content)
{
    const uint8_t first = first_visible(content);
    if (exam->purpose == PURPOSE_KERAS || first == '{' || first == '[')
        return json_scan(exam, content);
    return name_ends(exam->name, ".yaml") || name_ends(exam->name, ".yml") ? SCAN_YAML : SCAN_TEXT;
}

/* Fields of TensorFlow's fingerprint.proto: 1 to 7, of which 6 and 7 are no numbers. */
#define FINGERPRINTS      0xfeull
#define FINGERPRINT_TEXTS 0xc0ull

/* Protocol buffers have no mark; the numbers of their outermost fields tell them apart. */
static bool protobuf_scan(struct exam *exam, const struct content *content, enum scan_format *out)
{
    enum {
        GRAPH = 7,
        OPSETS = 8,
        META_GRAPHS = 2,
        NODES = 1,
        VERSION = 1,
        LIBRARY = 2,
        MADE_BY = 4
    };
    struct arena exam_scratch = {0};
    uint64_t fields = 0, lengths = 0;
    struct source *source = source_open(content, &exam_scratch);
    const bool message =
        source->size != SOURCE_UNKNOWN && source->size > 1 && wire_shape(source, &fields, &lengths);
    arena_free(&exam_scratch);
    if (!message)
        return false;
    if (lengths >> GRAPH & 1 && lengths >> OPSETS & 1) {
        *out = SCAN_ONNX;
        onnx_scan(exam, content);
    } else if (fields == (1u << VERSION | 1u << META_GRAPHS) && lengths == 1u << META_GRAPHS) {
        *out = SCAN_SAVED_MODEL;
        tensorflow_scan(exam, content, TENSORFLOW_MODEL);
    } else if (name_ends(exam->name, "fingerprint.pb") && !(fields & ~FINGERPRINTS) &&
               !(lengths & ~FINGERPRINT_TEXTS)) {
        *out = SCAN_SAVED_MODEL; /* hashes of a SavedModel, beside it */
    } else if (name_ends(exam->name, "keras_metadata.pb") && lengths == 1u << NODES) {
        *out = SCAN_SAVED_MODEL;
        tensorflow_scan(exam, content, TENSORFLOW_KERAS);
    } else if (name_ends(exam->name, ".pb") && lengths >> NODES & 1 &&
               !(fields & ~(1ull << NODES | 1ull << LIBRARY | 1ull << 3 | 1ull << MADE_BY))) {
        *out = SCAN_SAVED_MODEL;
        tensorflow_scan(exam, content, TENSORFLOW_GRAPH);
    } else {
        return false;
    }
    return true;
}

/* The last bytes of TensorFlow's .index files: a table of LevelDB. */
static bool is_table(const struct content *content)
{
    static const uint8_t magic[] = {0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb};
    struct arena exam_scratch = {0};
    struct content tail = *content;
    bool table = false;
    if (content->packing == PACKING_NONE && content->size > sizeof magic) {
        tail.from += content->size - sizeof magic;
        tail.size = sizeof magic;
        struct source *source = source_open(&tail, &exam_scratch);
        table = source_ready(source, sizeof magic) == sizeof magic &&
                memcmp(source_at(source), magic, sizeof magic) == 0;
    }
    arena_free(&exam_scratch);
    return table;
}

/* A pickle of protocol 0 or 1 looks like nothing in particular: the walk to its end tells. */
static bool is_plain_pickle(struct exam *exam, const struct content *content, bool announced,
                            enum scan_format *out)
{
    struct scan part = {0};
    struct exam inner = *exam;
    inner.scan = &part;
    const enum scan_format format = pickle_scan(&inner, content);
    exam->unavailable |= inner.unavailable;
    bool whole = true;
    for (size_t i = 0; i < part.findings.count; i++)
        whole &= part.findings.at[i].verdict != SCAN_UNREADABLE;
    if (!whole && !announced) {
        pickle_trial(exam, content);
        return false;
    }
    scan_merge(exam, &part);
    *out = format;
    return true;
}

static enum scan_format unmarked_scan(struct exam *exam, const struct content *content,
                                      enum announced announced)
{
    enum scan_format format = SCAN_OTHER;
    if (announced != ANNOUNCED_PICKLE && protobuf_scan(exam, content, &format)) {
        pickle_trial(exam, content);
        return format;
    }
    if (is_plain_pickle(exam, content, announced == ANNOUNCED_PICKLE, &format))
        return format;
    if (announced == ANNOUNCED_NUMBERS || is_table(content))
        return SCAN_TENSORS;
    if (announced == ANNOUNCED_MODEL) {
        (void)exam_unreadable(exam, "is not what its name says", 0);
        return is_text(content) ? SCAN_TEXT : SCAN_OTHER;
    }
    if (exam->purpose == PURPOSE_KERAS || is_text(content))
        return text_scan(exam, content);
    exam_find(exam, SCAN_SUSPICIOUS, TEXT("unknown format"),
              "is in no format that is known, so nobody can say what it does", 0);
    return SCAN_OTHER;
}

/* ---- all of it ---- */

static enum scan_format marked_scan(struct exam *exam, const struct content *content,
                                    enum head head)
{
    switch (head) {
    case HEAD_ZIP:
        return zip_scan(exam, content);
    case HEAD_NPY:
        npy_scan(exam, content);
        return SCAN_NPY;
    case HEAD_HDF5:
        hdf5_scan(exam, content);
        return SCAN_HDF5;
    case HEAD_GGUF:
        gguf_scan(exam, content);
        return SCAN_GGUF;
    case HEAD_PICKLE:
        return pickle_scan(exam, content);
    case HEAD_TORCH_LEGACY:
        torch_legacy_scan(exam, content);
        return SCAN_TORCH_LEGACY;
    case HEAD_SAFETENSORS:
        safetensors_scan(exam, content);
        return SCAN_SAFETENSORS;
    case HEAD_ZLIB:
        return packed_scan(exam, content, PACKING_ZLIB);
    case HEAD_GZIP:
        return packed_scan(exam, content, PACKING_GZIP);
    case HEAD_CLOSED:
    case HEAD_NOTHING:
        break;
    }
    return SCAN_OTHER;
}

static enum head content_head(const struct content *content, const char **why)
{
    struct arena exam_scratch = {0};
    struct source *source = source_open(content, &exam_scratch);
    const size_t ready = source_ready(source, HEAD_SIZE);
    const struct text bytes = {(const char *)source_at(source), ready};
    const enum head head = head_of(bytes, source->size, why);
    arena_free(&exam_scratch);
    return head;
}

static enum scan_format empty_scan(struct exam *exam, enum announced announced)
{
    if (announced == ANNOUNCED_PICKLE || announced == ANNOUNCED_MODEL)
        (void)exam_unreadable(exam, "is empty", 0);
    return SCAN_EMPTY;
}

static bool is_pickled(enum scan_format format)
{
    return format == SCAN_PICKLE || format == SCAN_JOBLIB || format == SCAN_TORCH_LEGACY;
}

enum scan_format content_scan(struct exam *exam, const struct content *content)
{
    const char *why = NULL;
    const enum announced announced = announced_by(exam->name);
    if ((content->packing == PACKING_NONE ? content->size : content->unpacked) == 0)
        return empty_scan(exam, announced);
    if (exam->purpose == PURPOSE_NUMBERS) {
        pickle_trial(exam, content);
        return SCAN_TENSORS;
    }
    if (announced == ANNOUNCED_CODE)
        exam_find(exam, SCAN_SUSPICIOUS, TEXT("code"),
                  "is code, which may be run by whoever loads the model", 0);
    const enum head head = content_head(content, &why);
    if (head == HEAD_CLOSED) {
        (void)exam_unreadable(exam, why, 0);
        return SCAN_ARCHIVE;
    }
    if (head == HEAD_NOTHING || (announced == ANNOUNCED_NUMBERS && head != HEAD_PICKLE))
        return unmarked_scan(exam, content, announced);
    const enum scan_format format = marked_scan(exam, content, head);
    if (!is_pickled(format))
        pickle_trial(exam, content);
    return format;
}

/* A zip is found by its end: what stands before it is then another file to another reader. */
static void end_check(struct exam *exam, const struct content *content)
{
    static const char magic[] = {'P', 'K', 5, 6};
    enum { END_SIZE = 22 };
    struct arena exam_scratch = {0};
    struct content tail = *content;
    if (content->size > END_SIZE) {
        tail.from = content->size - END_SIZE;
        tail.size = END_SIZE;
        struct source *source = source_open(&tail, &exam_scratch);
        if (source_ready(source, END_SIZE) == END_SIZE &&
            memcmp(source_at(source), magic, sizeof magic) == 0)
            (void)exam_unreadable(exam, "ends as a zip archive and does not begin as one",
                                  tail.from);
    }
    arena_free(&exam_scratch);
}

static bool is_zipped(enum scan_format format)
{
    return format == SCAN_TORCH_ZIP || format == SCAN_KERAS || format == SCAN_NPZ ||
           format == SCAN_ARCHIVE;
}

/* A small file is looked at from several sides: it is read once. */
static bool content_hold(struct content *content, struct arena *arena)
{
    uint8_t *bytes = arena_alloc(arena, (size_t)content->size + 1);
    struct source *source = source_open(content, arena);
    if (source_raw(source, bytes, (size_t)content->size) != content->size)
        return false;
    content->held = bytes;
    return true;
}

bool scan_file(struct proven_file *file, struct text name, struct arena *arena, struct scan *out,
               struct error *err)
{
    struct scan scan = {0};
    struct arena exam_scratch = {0};
    struct content content = {.file = file, .size = proven_file_size(file)};
    struct exam exam = {.arena = arena, .scan = &scan, .name = name};
    if (content.size <= SOURCE_WINDOW)
        exam.unavailable = !content_hold(&content, &exam_scratch);
    scan.format = content_scan(&exam, &content);
    if (!is_zipped(scan.format))
        end_check(&exam, &content);
    arena_free(&exam_scratch);
    if (!proven_file_check(file, err))
        return false;
    if (exam.unavailable)
        return error_set(err, ERROR_UNAVAILABLE, "cannot be read");
    *out = scan;
    return true;
}
