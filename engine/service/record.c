#include "service/record.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "value/canonical.h"

struct record record_in(struct arena *arena)
{
    return (struct record){.arena = arena};
}

void record_value(struct record *record, const char *name, struct value value)
{
    members_add(record->arena, &record->members, text_of(name), value);
}

void record_text(struct record *record, const char *name, struct text text)
{
    record_value(record, name, text.size ? value_of_text(text) : value_of_null());
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
    *out = (struct error){0};
    (void)error_at(out, error_code_of(record_string(value, TEXT("code"), arena)), place, "%s",
                   record_string(value, TEXT("message"), arena));
}
