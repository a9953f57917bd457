#include "value/json_reader.h"

#include "base/encode.h"

enum {
    ESCAPE_SIZE = 6, /* \u00e9 */
    SURROGATE_HIGH = 0xd800,
    SURROGATE_LOW = 0xdc00,
    SURROGATE_END = 0xe000,
    SURROGATE_BITS = 10,
    SURROGATE_BASE = 0x10000,
};

static bool is_surrogate(int32_t unit, int32_t first)
{
    return unit >= first && unit < first + (SURROGATE_END - SURROGATE_LOW);
}

static int32_t hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    const char letter = (char)(byte | 0x20);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/* The code unit of an escape like \u00e9 at `at`, -1 where no such escape stands there. The NUL
 * behind the source ends it early. */
static int32_t unit_at(const char *at)
{
    int32_t unit = 0;
    if (at[0] != '\\' || at[1] != 'u')
        return -1;
    for (size_t i = 2; i < ESCAPE_SIZE; i++) {
        const int32_t digit = hex_digit(at[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* The byte that \n, \t, ... stands for; 0 where there is no such escape. */
static char escape_byte(char letter)
{
    static const char escaped_letters[] = {
        ['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
        ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t',
    };
    return (unsigned char)letter < COUNT(escaped_letters) ? escaped_letters[(unsigned char)letter]
                                                          : '\0';
}

static const char *unit_check(struct json_reader *reader, const char *at)
{
    const int32_t unit = unit_at(at);
    if (unit < 0)
        return json_refuse(reader, at, "expected four hexadecimal digits after \\u");
    if (is_surrogate(unit, SURROGATE_LOW))
        return json_refuse(reader, at, "\\%.5s is the second half of a character, alone", at + 1);
    if (!is_surrogate(unit, SURROGATE_HIGH))
        return at + ESCAPE_SIZE;
    if (!is_surrogate(unit_at(at + ESCAPE_SIZE), SURROGATE_LOW))
        return json_refuse(reader, at, "\\%.5s is the first half of a character, alone", at + 1);
    return at + ESCAPE_SIZE + ESCAPE_SIZE;
}

static const char *escape_check(struct json_reader *reader, const char *at)
{
    char found[JSON_FOUND_SIZE];
    if (at[1] == 'u')
        return unit_check(reader, at);
    if (escape_byte(at[1]))
        return at + 2;
    return json_refuse(reader, at, "expected an escape after the backslash, found %s",
                       json_found(reader, at + 1, found));
}

/* A code point of several bytes in a JSON text. */
static const char *point_check(struct json_reader *reader, const char *at)
{
    uint32_t json_point;
    const size_t size = utf8_read((struct text){at, (size_t)(reader->end - at)}, 0, &json_point);
    if (size == 0)
        return json_refuse(reader, at, "the byte 0x%02x is not UTF-8", (unsigned char)*at);
    reader->line_start += size - 1;
    return at + size;
}

static const char *special_check(struct json_reader *reader, const char *at)
{
    if (*at == '\\')
        return escape_check(reader, at);
    if (*at & 0x80)
        return point_check(reader, at);
    if (at == reader->end)
        return json_refuse(reader, at, "the file ends inside a text");
    return json_refuse(reader, at, "the control character 0x%02x in a text; write it as \\u%04x",
                       (unsigned char)*at, (unsigned char)*at);
}

/* Write what the escape at `at` stands for, and return the byte behind it. */
static const char *escape_decode(const char *at, char **to)
{
    if (at[1] != 'u') {
        *(*to)++ = escape_byte(at[1]);
        return at + 2;
    }
    int32_t json_point = unit_at(at);
    at += ESCAPE_SIZE;
    if (is_surrogate(json_point, SURROGATE_HIGH)) {
        json_point = ((json_point - SURROGATE_HIGH) << SURROGATE_BITS) +
                     (unit_at(at) - SURROGATE_LOW) + SURROGATE_BASE;
        at += ESCAPE_SIZE;
    }
    *to += utf8_write((uint32_t)json_point, *to);
    return at;
}

/* The text without its escapes, each of which is longer than what it stands for. */
static struct text text_decode(struct arena *arena, const char *at, const char *end)
{
    char *decoded = arena_alloc(arena, (size_t)(end - at));
    char *to = decoded;
    while (at < end) {
        const char *escape = memchr(at, '\\', (size_t)(end - at));
        const size_t plain = (size_t)((escape ? escape : end) - at);
        memcpy(to, at, plain);
        to += plain;
        at = escape ? escape_decode(escape, &to) : end;
    }
    return (struct text){decoded, (size_t)(to - decoded)};
}

const char *json_text_rest(struct json_reader *reader, const char *at, const char *stop,
                           struct text *decoded_text)
{
    bool escaped = false;
    while (*stop != '"') {
        escaped |= *stop == '\\';
        stop = special_check(reader, stop);
        if (!stop)
            return NULL;
        stop = plain_end(stop, reader->end);
    }
    *decoded_text =
        escaped ? text_decode(reader->arena, at, stop) : (struct text){at, (size_t)(stop - at)};
    return stop + 1;
}
