/* What stands around pickles: joblib's arrays and compression, torch's old files, and bytes that
 * are pickles only if somebody takes them for it. */
#include "base/limits.h"
#include "scan/formats.h"
#include "scan/pickle.h"

static bool unpickle_once(struct exam *exam, const struct content *content,
                          struct pickle_options options, struct pickle_walked *out)
{
    struct arena exam_scratch = {0};
    const bool whole = pickle_walk(exam, source_open(content, &exam_scratch), options, out);
    arena_free(&exam_scratch);
    return whole;
}

/* Only what is named and dangerous. */
static void suspicion_walk(struct exam *exam, const struct content *content)
{
    struct exam trial = *exam;
    struct pickle_walked walked;
    trial.trial = true;
    (void)unpickle_once(&trial, content, (struct pickle_options){0}, &walked);
}

void pickle_trial(struct exam *exam, const struct content *content)
{
    struct scan part = {0};
    struct exam inner = *exam;
    struct pickle_walked walked;
    inner.scan = &part;
    if (unpickle_once(&inner, content, (struct pickle_options){0}, &walked))
        scan_merge(exam, &part);
    else
        suspicion_walk(exam, content);
}

/* joblib passes over the numbers of arrays; whoever unpickles the same file otherwise runs them. */
enum scan_format pickle_scan(struct exam *exam, const struct content *content)
{
    struct pickle_walked walked = {0};
    const struct pickle_options options = {.persistent = exam->purpose == PURPOSE_TORCH,
                                           .arrays = exam->purpose != PURPOSE_TORCH};
    (void)unpickle_once(exam, content, options, &walked);
    if (!walked.arrays)
        return SCAN_PICKLE;
    suspicion_walk(exam, content);
    return SCAN_JOBLIB;
}

/* Magic number, protocol, system, the object, the keys of its storages; then those, raw. */
void torch_legacy_scan(struct exam *exam, const struct content *content)
{
    enum { PICKLES = 5 };
    struct pickle_walked walked = {0};
    const struct pickle_options options = {.persistent = true, .most = PICKLES};
    if (unpickle_once(exam, content, options, &walked) && walked.pickles < PICKLES)
        (void)exam_truncated(exam, content->size);
}

enum scan_format packed_scan(struct exam *exam, const struct content *content, enum packing packing)
{
    struct exam inner = *exam;
    struct content unpacked = *content;
    if (content->packing != PACKING_NONE || exam->depth >= LIMIT_SCAN_DEPTH) {
        (void)exam_unreadable(exam, "is compressed more than once, which is not followed", 0);
        return SCAN_ARCHIVE;
    }
    unpacked.packing = packing;
    unpacked.unpacked = SOURCE_UNKNOWN;
    inner.depth++;
    const enum scan_format format = content_scan(&inner, &unpacked);
    exam->unavailable |= inner.unavailable;
    return format == SCAN_PICKLE || format == SCAN_JOBLIB ? SCAN_JOBLIB : SCAN_ARCHIVE;
}
