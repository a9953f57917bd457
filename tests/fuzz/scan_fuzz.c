/* Any bytes under any name are scanned: a verdict that its findings bear out, each of them in words
 * that can be shown, and the same when it is done again. The first byte chooses the name. */
#include "../unit/proving.h"
#include "base/limits.h"
#include "fuzz.h"
#include "scan/scan.h"

#include <sys/mman.h>
#include <unistd.h>

static const char *const names[] = {
    "model.pkl", "model.joblib", "pytorch_model.bin", "model",      "model.h5",
    "model.pb",  "model.onnx",   "keras_metadata.pb", "model.npz",  "model.onnx.data",
    "a.py",      "model.keras",  "config.json",       "model.gguf", "model.safetensors",
};

static void demand(bool promise)
{
    if (!promise)
        abort();
}

static void findings_check(const struct scan *scan)
{
    enum scan_verdict gravest = SCAN_SAFE;
    for (size_t i = 0; i < scan->findings.count; i++) {
        const struct scan_finding *finding = &scan->findings.at[i];
        demand(finding->verdict > SCAN_SAFE && finding->verdict <= SCAN_DANGEROUS);
        demand(finding->why && finding->why[0]);
        for (size_t k = 0; k < finding->what.size; k++)
            demand(finding->what.at[k] >= ' ' && finding->what.at[k] <= '~');
        if (finding->verdict > gravest)
            gravest = finding->verdict;
    }
    demand(scan->verdict == gravest && scan->findings.count <= LIMIT_SCAN_FINDINGS);
    demand(scan_format_name(scan->format) && scan_verdict_name(scan->verdict));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct error err = {0};
    struct scan once, twice;
    const int file = size ? memfd_create("scan", 0) : -1;
    if (file < 0)
        return 0;
    const struct text name = text_of(names[data[0] % COUNT(names)]);
    demand(write(file, data + 1, size - 1) == (ssize_t)(size - 1));
    struct proven_file *digested = proven(file, &arena);
    demand(scan_file(digested, name, &arena, &once, &err));
    demand(scan_file(digested, name, &arena, &twice, &err));
    findings_check(&once);
    demand(once.format == twice.format && once.verdict == twice.verdict &&
           once.findings.count == twice.findings.count && once.more == twice.more);
    (void)close(file);
    arena_free(&arena);
    return 0;
}
