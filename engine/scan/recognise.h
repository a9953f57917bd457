/* scan/recognise.h: what a content is, told from its first bytes and its name. Private to the room.
 */
#ifndef SCAN_RECOGNISE_H
#define SCAN_RECOGNISE_H

#include "scan/exam.h"

enum { HEAD_SIZE = 512 };

/* What the first bytes say. */
enum head {
    HEAD_NOTHING, /* no mark that is known                                   */
    HEAD_ZIP,
    HEAD_NPY,
    HEAD_HDF5,
    HEAD_GGUF,
    HEAD_PICKLE, /* of protocol 2 and above; below it there is no mark       */
    HEAD_TORCH_LEGACY,
    HEAD_SAFETENSORS,
    HEAD_ZLIB,
    HEAD_GZIP,
    HEAD_CLOSED, /* compressed or packed in a way that is not followed       */
};

/* `why` gets the sentence for HEAD_CLOSED. */
enum head head_of(struct text bytes, uint64_t size, const char **why);

/* What the name announces, and is held against the file where its content is something else. */
enum announced {
    ANNOUNCED_NOTHING,
    ANNOUNCED_PICKLE,  /* .pkl, .pt, .joblib, ...                        */
    ANNOUNCED_MODEL,   /* .safetensors, .onnx, .npy, .h5, ...            */
    ANNOUNCED_NUMBERS, /* variables.data-00000-of-00001, model.onnx.data */
    ANNOUNCED_CODE,    /* .py, .so, ...                                  */
};

enum announced announced_by(struct text name);

/* The name ends so, in letters of either case. */
bool name_ends(struct text name, const char *ending);

#endif
