#include "scan/source.h"

static size_t file_bytes(const struct source *source, uint8_t *bytes, size_t wanted)
{
    if (!source->held)
        return proven_file_read(source->file, source->from, bytes, wanted);
    memcpy(bytes, source->held + source->from, wanted);
    return wanted;
}

size_t source_raw(struct source *source, uint8_t *bytes, size_t room)
{
    const size_t wanted = room < source->left ? room : (size_t)source->left;
    if (wanted == 0 || source->broken)
        return 0;
    const size_t got = file_bytes(source, bytes, wanted);
    if (got == 0) {
        source->unavailable = true;
        source->broken = "reading the file failed";
    }
    source->from += got;
    source->left -= got;
    return got;
}

struct source *source_open(const struct content *content, struct arena *arena)
{
    struct source *source = ARENA_NEW(arena, struct source);
    const uint64_t size = content->packing == PACKING_NONE ? content->size : content->unpacked;
    *source = (struct source){.file = content->file,
                              .held = content->held,
                              .from = content->from,
                              .left = content->size,
                              .size = size,
                              .capacity = size < SOURCE_WINDOW ? (size_t)size + 1 : SOURCE_WINDOW};
    source->window = arena_alloc(arena, source->capacity);
    if (content->packing != PACKING_NONE)
        source->inflation = inflation_open(content->packing, content->unpacked, arena);
    return source;
}

static bool window_fill(struct source *source)
{
    uint8_t *room = source->window + source->end;
    const size_t size = source->capacity - source->end;
    const size_t got =
        source->inflation ? inflation_read(source, room, size) : source_raw(source, room, size);
    if (source->checked)
        source->crc = crc_add(source->crc, room, got);
    source->end += got;
    return got > 0;
}

static void window_slide(struct source *source)
{
    const size_t held = source_held(source);
    memmove(source->window, source_at(source), held);
    source->passed += source->at;
    source->at = 0;
    source->end = held;
}

size_t source_ready(struct source *source, size_t wanted)
{
    if (source_held(source) >= wanted)
        return wanted;
    if (source->at)
        window_slide(source);
    while (source_held(source) < wanted && source->end < source->capacity && window_fill(source))
        continue;
    return source_held(source) < wanted ? source_held(source) : wanted;
}

bool source_skip(struct source *source, uint64_t count)
{
    const bool seekable = !source->inflation && !source->checked;
    for (;;) {
        const size_t held = source_held(source);
        const size_t part = count < held ? (size_t)count : held;
        source_drop(source, part);
        count -= part;
        if (count == 0)
            return true;
        if (seekable && count > SOURCE_WINDOW && count <= source->left) {
            window_slide(source);
            source->passed += count;
            source->from += count;
            source->left -= count;
            return true;
        }
        if (source_ready(source, 1) == 0)
            return false;
    }
}

bool source_ended(struct source *source)
{
    return source_ready(source, 1) == 0;
}

uint64_t bytes_little(const uint8_t *bytes, size_t count)
{
    uint64_t number = 0;
    for (size_t i = count; i-- > 0;)
        number = number << 8 | bytes[i];
    return number;
}
