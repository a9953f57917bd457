#include "base/limits.h"
#include "scan/source.h"

#include <zlib.h>

enum { PACKED_SIZE = 64 << 10, WINDOW_BITS = 15, GZIP_BITS = 16 };

struct inflation {
    z_stream stream;
    uint64_t given, most; /* bytes; more than `most` is a lie or a bomb */
    bool exact, ended;
    uint8_t packed[PACKED_SIZE];
};

static void inflation_close(void *object)
{
    struct inflation *inflation = object;
    (void)inflateEnd(&inflation->stream);
}

static int window_bits(enum packing packing)
{
    switch (packing) {
    case PACKING_ZLIB:
        return WINDOW_BITS;
    case PACKING_GZIP:
        return WINDOW_BITS + GZIP_BITS;
    case PACKING_NONE:
    case PACKING_DEFLATE:
        break;
    }
    return -WINDOW_BITS; /* the bare stream */
}

struct inflation *inflation_open(enum packing packing, uint64_t unpacked, struct arena *arena)
{
    struct inflation *inflation = ARENA_NEW(arena, struct inflation);
    inflation->exact = unpacked != SOURCE_UNKNOWN;
    inflation->most = unpacked < LIMIT_SCAN_INFLATED ? unpacked : LIMIT_SCAN_INFLATED;
    if (inflateInit2(&inflation->stream, window_bits(packing)) != Z_OK)
        arena_exhausted();
    arena_defer(arena, inflation_close, inflation);
    return inflation;
}

static size_t broken(struct source *source, const char *why)
{
    if (!source->broken)
        source->broken = why;
    return 0;
}

/* The stream is at its end: it has given what was promised, and nothing follows it. */
static void end_check(struct source *source)
{
    const struct inflation *inflation = source->inflation;
    if (source->left || inflation->stream.avail_in)
        (void)broken(source, "bytes follow the end of the compressed stream");
    else if (inflation->exact && inflation->given != inflation->most)
        (void)broken(source, "the compressed stream is shorter than it says");
}

static int inflate_step(struct source *source)
{
    struct inflation *inflation = source->inflation;
    z_stream *stream = &inflation->stream;
    if (stream->avail_in == 0) {
        stream->next_in = inflation->packed;
        stream->avail_in = (uInt)source_raw(source, inflation->packed, PACKED_SIZE);
    }
    return inflate(stream, Z_NO_FLUSH);
}

size_t inflation_read(struct source *source, uint8_t *bytes, size_t room)
{
    struct inflation *inflation = source->inflation;
    z_stream *stream = &inflation->stream;
    if (source->broken || inflation->ended)
        return 0;
    stream->next_out = bytes;
    stream->avail_out = (uInt)room;
    while (stream->avail_out == room && !inflation->ended) {
        const int result = inflate_step(source);
        inflation->ended = result == Z_STREAM_END;
        if (result != Z_OK && result != Z_STREAM_END)
            return broken(source, "the compressed stream is broken or cut short");
    }
    const size_t got = room - stream->avail_out;
    if (got > inflation->most - inflation->given)
        return broken(source, inflation->exact
                                  ? "the compressed stream is longer than it says"
                                  : "the compressed stream unpacks to more than the limit");
    inflation->given += got;
    if (inflation->ended)
        end_check(source);
    return got;
}

uint32_t crc_add(uint32_t crc, const uint8_t *bytes, size_t count)
{
    return (uint32_t)crc32(crc, bytes, (uInt)count);
}
