#include "service/record.h"

#include "base/buffer.h"
#include "base/encode.h"
#include "base/limits.h"
#include "value/canonical.h"

struct record record_in(struct arena *arena)
{
    return (struct record){.arena = arena};
}

struct text text_sound(struct text text, struct arena *arena)
{
    enum { BYTE_WRITTEN = 4 };
    uint32_t point;
    size_t at = 0;
    while (at < text.size && utf8_read(text, at, &point))
        at += utf8_read(text, at, &point);
    if (at == text.size)
        return text;
    struct buffer out = buffer_in(arena, BYTE_WRITTEN * text.size);
    buffer_add(&out, text_part(text, 0, at));
    while (at < text.size) {
        const size_t size = utf8_read(text, at, &point);
        if (size)
            buffer_add(&out, text_part(text, at, size));
        else
            buffer_format(&out, "\\x%02x", (unsigned char)text.at[at]);
        at += size ? size : 1;
    }
    return buffer_text(&out);
}

void record_value(struct record *record, const char *name, struct value value)
{
    members_add(record->arena, &record->members, text_of(name), value);
}

void record_text(struct record *record, const char *name, struct text text)
{
    const struct text sound = text_sound(text, record->arena);
    record_value(record, name, sound.size ? value_of_text(sound) : value_of_null());
}

void record_integer(struct record *record, const char *name, int64_t integer)
{
    record_value(record, name, value_of_integer(integer));
}

void record_boolean(struct record *record, const char *name, bool boolean)
{
    record_value(record, name, value_of_boolean(boolean));
}

void record_digest(struct record *record, const char *name, const struct digest *digest)
{
    record_text(record, name, digest_print(digest, record->arena));
}

void record_error(struct record *record, const char *name, const struct error *err)
{
    struct record inner = record_in(record->arena);
    record_text(&inner, "code", text_of(error_name(err->code)));
    record_text(&inner, "message", text_copy(record->arena, text_of(err->message)));
    record_text(&inner, "file", text_copy(record->arena, text_of(err->file)));
    record_integer(&inner, "line", err->line);
    record_integer(&inner, "column", err->column);
    record_value(record, name, record_map(&inner));
}

struct value record_map(const struct record *record)
{
    return value_of_map(record->arena, &record->members);
}

struct text record_bytes(const struct record *record)
{
    struct error err = {0};
    struct buffer bytes = buffer_in(record->arena, LIMIT_WORKER_MESSAGE);
    const struct value map = record_map(record);
    if (!canonical_write(&map, &bytes, &err) || buffer_full(&bytes))
        error_bug("a message has no canonical form");
    return buffer_text(&bytes);
}

static unsigned record_count(const struct value *map, struct text name)
{
    const struct value *found = value_get(map, name);
    const int64_t count = found ? value_integer(found) : 0;
    return count > 0 && count <= UINT32_MAX ? (unsigned)count : 0;
}

static const char *record_string(const struct value *map, struct text name, struct arena *arena)
{
    const struct value *found = value_get(map, name);
    return text_string(arena, found ? value_text(found) : TEXT_NONE);
}

void record_error_read(const struct value *value, struct arena *arena, struct error *out)
{
    const char *file = record_string(value, TEXT("file"), arena);
    struct place place = {file[0] ? file : NULL, record_count(value, TEXT("line")),
                          record_count(value, TEXT("column"))};
    const enum error_code code = error_code_of(record_string(value, TEXT("code"), arena));
    *out = (struct error){0};
    (void)error_at(out, code == ERROR_NONE ? ERROR_BUG : code, place, "%s",
                   record_string(value, TEXT("message"), arena));
}
