/* scan/formats.h: the readers of formats, one of each. Private to the room.
 *
 * Each walks a content from its start to its end and leaves what it finds with the exam; none
 * fails. What a file is has been decided before (recognise.c).
 */
#ifndef SCAN_FORMATS_H
#define SCAN_FORMATS_H

#include "scan/exam.h"
#include "value/value.h"

void safetensors_scan(struct exam *exam, const struct content *content);
void gguf_scan(struct exam *exam, const struct content *content);
void onnx_scan(struct exam *exam, const struct content *content);
void hdf5_scan(struct exam *exam, const struct content *content);
void npy_scan(struct exam *exam, const struct content *content);

/* SavedModel, a bare graph, and Keras' notes beside one. */
enum tensorflow { TENSORFLOW_MODEL, TENSORFLOW_GRAPH, TENSORFLOW_KERAS };
void tensorflow_scan(struct exam *exam, const struct content *content, enum tensorflow what);

/* A zip of any kind; which, is the answer. */
enum scan_format zip_scan(struct exam *exam, const struct content *content);

/* A pickle, with raw arrays in it or not: which, is the answer. */
enum scan_format pickle_scan(struct exam *exam, const struct content *content);

void torch_legacy_scan(struct exam *exam, const struct content *content);

/* One stream of zlib or gzip. */
enum scan_format packed_scan(struct exam *exam, const struct content *content,
                             enum packing packing);

/* The bytes are meant for something else: would they do harm as a pickle? */
void pickle_trial(struct exam *exam, const struct content *content);

/* A configuration of Keras layers. */
void keras_walk(struct exam *exam, const struct value *layer_config, uint64_t offset);

/* Recognise a content and scan it: a file, or a member of an archive. */
enum scan_format content_scan(struct exam *exam, const struct content *content);

/* Give `scan` what the scan of a part found. */
void scan_merge(struct exam *exam, const struct scan *part);

/* All bytes of a small content, followed by a NUL; false where there are more than `most`. */
NODISCARD bool content_read(struct exam *exam, const struct content *content, size_t most,
                            struct arena *arena, struct text *content_text);

#endif
