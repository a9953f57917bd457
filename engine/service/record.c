#include "service/record.h"

#include "base/buffer.h"
#include "base/encode.h"
#include "base/limits.h"
#include "value/canonical.h"

struct record record_in(struct arena *arena)
{
    return (struct record){.arena = arena};
}

struct text text_sound(struct text sound_text, struct arena *arena)
{
    enum { BYTE_WRITTEN = 4 };
    uint32_t sound_point;
    size_t sound_at = 0;
    while (sound_at < sound_text.size && utf8_read(sound_text, sound_at, &sound_point))
        sound_at += utf8_read(sound_text, sound_at, &sound_point);
    if (sound_at == sound_text.size)
        return sound_text;
    struct buffer sound_record = buffer_in(arena, BYTE_WRITTEN * sound_text.size);
    buffer_add(&sound_record, text_part(sound_text, 0, sound_at));
    while (sound_at < sound_text.size) {
        const size_t sound_size = utf8_read(sound_text, sound_at, &sound_point);
        if (sound_size)
            buffer_add(&sound_record, text_part(sound_text, sound_at, sound_size));
        else
            buffer_format(&sound_record, "\\x%02x", (unsigned char)sound_text.at[sound_at]);
        sound_at += sound_size ? sound_size : 1;
    }
    return buffer_text(&sound_record);
}

void record_value(struct record *record, const char *name, struct value value)
{
    members_add(record->arena, &record->members, text_of(name), value);
}

void record_maybe(struct record *record, const char *name, const struct value *value)
{
    record_value(record, name, value ? *value : value_of_null());
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
    const struct value record_read = record_map(record);
    if (!canonical_write(&record_read, &bytes, &err) || buffer_full(&bytes))
        error_bug("a message has no canonical form");
    return buffer_text(&bytes);
}

static unsigned record_count(const struct value *record_read, struct text name)
{
    const struct value *record_found = value_get(record_read, name);
    const int64_t record_counted = record_found ? value_integer(record_found) : 0;
    return record_counted > 0 && record_counted <= UINT32_MAX ? (unsigned)record_counted : 0;
}

static const char *record_string(const struct value *record_read, struct text name,
                                 struct arena *arena)
{
    const struct value *record_found = value_get(record_read, name);
    return text_string(arena, record_found ? value_text(record_found) : TEXT_NONE);
}

void record_error_read(const struct value *value, struct arena *arena, struct error *out)
{
    const char *file = record_string(value, TEXT("file"), arena);
    struct place record_place = {file[0] ? file : NULL, record_count(value, TEXT("line")),
                                 record_count(value, TEXT("column"))};
    const enum error_code record_code = error_code_of(record_string(value, TEXT("code"), arena));
    *out = (struct error){0};
    (void)error_at(out, record_code == ERROR_NONE ? ERROR_BUG : record_code, record_place, "%s",
                   record_string(value, TEXT("message"), arena));
}
