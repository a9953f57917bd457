/* scan/scan.h: what the files of an artifact are, and what loading them would do.
 *
 * A model file can be a program. A pickle names functions and calls them; a Keras layer may carry
 * bytecode; a TensorFlow graph may write files. So every file is walked as its loader would read
 * it, byte by byte, and nothing of it is ever loaded:
 *
 *     pytorch_model.bin     a zip archive
 *       archive/data.pkl    a pickle:  c os\nsystem\n ... R      -> dangerous  "os.system"
 *       archive/data/0      numbers                              -> safe
 *
 * What a file is follows from its content. Its name counts only against it: a file that is named
 * like a pickle and does not read as one is unreadable, never "other".
 *
 * The verdict, gravest last. A list of what is known to be harmless decides, not one of what is
 * known to be bad; and whatever cannot be followed to the end is held against the file:
 *
 *     safe          nothing but numbers, texts, and calls from the list of harmless ones
 *     suspicious    something that nobody vouches for: a function that is on no list, Python
 *                   source, a format that is not known
 *     unreadable    broken, truncated, contradicting itself, above a limit, or in a form that
 *                   cannot be followed: its loader may see something else than we do
 *     dangerous     names what runs code, or reads and writes files, when it is loaded
 *
 * Memory does not grow with the file: a window of it is held, and tables with limits. Offsets have
 * 64 bits. Nothing here decides whether a model may pass; that is for policies, which read it as
 *
 *     case.observations.artifact = {
 *         files = 3, bytes = 4294970000,            -- of the artifact, what it ignores left out
 *         formats = { safetensors = 1, json = 2 },  -- files of each format; none that has no file
 *         worst = "dangerous",                      -- the gravest verdict of any file
 *         findings = {                              -- gravest first; each file that is not safe
 *             {                                     -- has one or more
 *                 file = "model/w.bin",             -- from the manifest's folder
 *                 format = "torch-zip",             -- of the file: a name of scan_format_name
 *                 verdict = "dangerous",            -- of this finding
 *                 what = "os.system",               -- what was found, in a word
 *                 why = "runs commands ...",        -- a sentence for a person
 *                 member = "archive/data.pkl",      -- of an archive; "" in a file as such
 *                 offset = 12,                      -- bytes from the file's or member's start
 *             },
 *         },
 *         more = 0,                                 -- findings that were left out of the list
 *     }
 *
 * It is there where the manifest names an artifact by its path, and absent otherwise.
 */
#ifndef SCAN_SCAN_H
#define SCAN_SCAN_H

#include "base/arena.h"
#include "base/error.h"
#include "base/list.h"
#include "base/proven_file.h"
#include "base/text.h"

#include <stdint.h>

enum scan_verdict { SCAN_SAFE, SCAN_SUSPICIOUS, SCAN_UNREADABLE, SCAN_DANGEROUS };

/* One row for each format: constant, name in the observation. */
#define SCAN_FORMATS(row)                                                                          \
    row(OTHER, "other")     /* nothing that is known: suspicious                      */           \
        row(EMPTY, "empty") /* no bytes                                               */           \
        row(TEXT, "text")   /* UTF-8 that is neither of the next two                  */           \
        row(JSON, "json")   /* one JSON document                                      */           \
        row(YAML, "yaml")   /* text, named .yaml or .yml: YAML has no mark of its own */           \
        row(SAFETENSORS, "safetensors") row(ONNX, "onnx") row(GGUF, "gguf") row(PICKLE, "pickle")  \
            row(TORCH_ZIP, "torch-zip")   /* torch.save since 1.6   */                             \
        row(TORCH_LEGACY, "torch-legacy") /* torch.save before: pickles, then raw numbers       */ \
        row(JOBLIB, "joblib") /* a pickle with raw arrays in it, or compressed          */         \
        row(NPY, "npy") row(NPZ, "npz") row(KERAS, "keras") /* Keras 3: a zip with config.json */  \
        row(HDF5, "hdf5") /* Keras 2 among others                                   */             \
        row(SAVED_MODEL, "saved-model")                                                            \
            row(TENSORS, "tensors") /* raw numbers that another file describes                */   \
        row(ARCHIVE, "archive")     /* another zip; 7z, tar, rar are never followed           */

enum scan_format {
#define ROW(constant, word) SCAN_##constant,
    SCAN_FORMATS(ROW)
#undef ROW
};

struct scan_finding {
    enum scan_verdict verdict; /* never SCAN_SAFE                                                */
    struct text what;          /* "os.system", "truncated"                                       */
    const char *why;           /* the file is suspect: a sentence without a full stop; a literal */
    struct text member;        /* of an archive, outermost first, '/' between                    */
    uint64_t offset;           /* from the start of the file, or of the member                   */
};

struct scan_findings LIST(struct scan_finding);

struct scan {
    enum scan_format format;
    enum scan_verdict verdict;     /* the gravest of all findings, kept or not       */
    struct scan_findings findings; /* the gravest LIMIT_SCAN_FINDINGS, as they stand */
    uint64_t more;                 /* findings beyond those                          */
};

/* Scan the file from its start to its end. `name` is the path that loaders see; texts of the result
 * live in the arena. Whatever is wrong with the content is a finding; an error is only a file that
 * changed after it was digested, ERROR_REFUSED, or that the system does not read,
 * ERROR_UNAVAILABLE. */
NODISCARD bool scan_file(struct proven_file *file, struct text name, struct arena *arena,
                         struct scan *out, struct error *err);

/* The words of the observation: "safe", ...; "safetensors", ... */
const char *scan_verdict_name(enum scan_verdict verdict);
const char *scan_format_name(enum scan_format format);

#endif
