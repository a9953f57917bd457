/* scan/source.h: bytes that come one window at a time. Private to the room.
 *
 * A content is where bytes lie: a part of a file, as it is or deflated. Opening it gives a source
 * that starts at its first byte, as often as one likes: a file may have to be walked twice. The
 * file is read through base/proven_file.h: only what was digested comes into a window.
 *
 *     content   [ file | from ....... size | packing ]
 *     source              passed | at ---- end |          the window slides to the right
 *
 *     struct source *source = source_open(&content, &scratch);
 *     while (source_ready(source, 8) == 8) { use(source_at(source)); source_drop(source, 8); }
 *
 * A source never holds more than its window. It ends where the content does, or where it breaks
 * (reading fails, the deflated stream is no such stream): ask source_broken at the end.
 */
#ifndef SCAN_SOURCE_H
#define SCAN_SOURCE_H

#include "base/arena.h"
#include "base/attributes.h"
#include "base/proven_file.h"

#include <stdbool.h>
#include <stdint.h>

enum packing { PACKING_NONE, PACKING_DEFLATE, PACKING_ZLIB, PACKING_GZIP };

/* `size` bytes of the file; `unpacked` is what a deflated stream has to give, exactly, or
 * SOURCE_UNKNOWN where nobody said. */
struct content {
    struct proven_file *file;
    uint64_t from, size;
    enum packing packing;
    uint64_t unpacked;
    const uint8_t *held; /* all bytes of a small file, which are read once; or NULL */
};

#define SOURCE_UNKNOWN UINT64_MAX

enum { SOURCE_WINDOW = 256 << 10, SOURCE_MOST = SOURCE_WINDOW / 2 };

struct inflation;

struct source {
    uint8_t *window;
    size_t at, end, capacity; /* of the window: what was not taken yet, and its room        */
    uint64_t passed;          /* bytes of the content before the window                     */
    uint64_t size;            /* of the whole, unpacked; SOURCE_UNKNOWN                     */
    const char *broken;       /* a sentence, once it is                                     */
    bool unavailable;         /* the source broke because the file is not read any further  */
    struct proven_file *file;
    const uint8_t *held;
    uint64_t from, left;         /* bytes of the source that were not read yet */
    struct inflation *inflation; /* or NULL                                    */
    uint32_t crc;                /* CRC-32 of all that came into the window    */
    bool checked;                /* the CRC is wanted                          */
};

/* A source at the first byte; it lives as long as the arena. */
struct source *source_open(const struct content *content, struct arena *arena);

/* Have at least `wanted` bytes (at most SOURCE_MOST) at source_at, where the content goes on that
 * far; how many of the wanted there are. */
size_t source_ready(struct source *source, size_t wanted);

/* The next byte; as many are there as source_ready said. */
static inline const uint8_t *source_at(const struct source *source)
{
    return source->window + source->at;
}

/* Bytes in the window that were not taken. */
static inline size_t source_held(const struct source *source)
{
    return source->end - source->at;
}

/* Take `count` bytes that are in the window. */
static inline void source_drop(struct source *source, size_t count)
{
    source->at += count;
}

static inline uint64_t source_offset(const struct source *source)
{
    return source->passed + source->at;
}

/* Take `count` bytes, wherever they end; false where the content ends before. Numbers in a plain
 * file are passed over without being read. */
NODISCARD bool source_skip(struct source *source, uint64_t count);

/* Nothing is left. */
bool source_ended(struct source *source);

/* Numbers as they stand: least byte first, most byte first. */
uint64_t bytes_little(const uint8_t *bytes, size_t count);

/* ---- inflate.c ---- */

struct inflation *inflation_open(enum packing packing, uint64_t unpacked, struct arena *arena);

/* Up to `room` more bytes; 0 at the end or where source->broken was set. */
size_t inflation_read(struct source *source, uint8_t *bytes, size_t room);

uint32_t crc_add(uint32_t crc, const uint8_t *bytes, size_t count);

/* The next bytes of the file itself, packed as they may be; 0 at the end. */
size_t source_raw(struct source *source, uint8_t *bytes, size_t room);

#endif
