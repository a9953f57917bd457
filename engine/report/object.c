#include "report/object.h"

#include "base/limits.h"

struct object object_in(struct arena *arena)
{
    return (struct object){.arena = arena};
}

void object_value(struct object *object, const char *name, struct value value)
{
    members_add(object->arena, &object->members, text_of(name), value);
}

void object_text(struct object *object, const char *name, const char *text)
{
    object_value(object, name, value_of_text(text_of(text)));
}

void object_shown(struct object *object, const char *name, struct text text)
{
    object_value(object, name, value_of_text(object_escaped(text, object->arena)));
}

void object_integer(struct object *object, const char *name, int64_t integer)
{
    object_value(object, name, value_of_integer(integer));
}

struct value object_made(const struct object *object)
{
    return value_of_map(object->arena, &object->members);
}

struct value object_message(struct text text, struct arena *arena)
{
    struct object message = object_in(arena);
    object_shown(&message, "text", text);
    return object_made(&message);
}

struct text object_escaped(struct text text, struct arena *arena)
{
    struct buffer escaped = buffer_in(arena, LIMIT_REPORT_SIZE);
    text_escape(text, &escaped);
    return buffer_text(&escaped);
}

static bool is_plain(char byte, const char *marks)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || (byte && strchr(marks, byte));
}

static struct text percent_encoded(struct text text, const char *marks, struct arena *arena)
{
    struct buffer encoded = buffer_in(arena, LIMIT_REPORT_SIZE);
    for (size_t encoded_at = 0; encoded_at < text.size; encoded_at++)
        if (is_plain(text.at[encoded_at], marks))
            buffer_byte(&encoded, text.at[encoded_at]);
        else
            buffer_format(&encoded, "%%%02X", (unsigned char)text.at[encoded_at]);
    return buffer_text(&encoded);
}

struct text object_uri(const char *path, struct arena *arena)
{
    return percent_encoded(text_of(path), "-._~/", arena);
}

struct text object_uri_whole(struct text address, struct arena *arena)
{
    return percent_encoded(address, "-._~/:?#@!$&'()*+,;=%", arena);
}
