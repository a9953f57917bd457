#include "value/json_reader.h"
#include "value/members.h"

#include "base/encode.h"
#include "base/limits.h"

#include <math.h>
#include <stdarg.h>

enum { STACK_FIRST = 8192, NAME_SHOWN = 80, WORD_SHOWN = 20 };

/* clang-format off */
enum { P = BYTE_PLAIN, D = BYTE_DIGIT | BYTE_PLAIN, B = BYTE_BLANK, S = BYTE_BLANK | BYTE_PLAIN };

const uint8_t json_bytes[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, B, B, 0, 0, B, 0, 0, /* tab, line feed, carriage return   */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    S, P, 0, P, P, P, P, P, P, P, P, P, P, P, P, P, /* space; the quote is not plain      */
    D, D, D, D, D, D, D, D, D, D, P, P, P, P, P, P, /* digits                             */
    P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    P, P, P, P, P, P, P, P, P, P, P, P, 0, P, P, P, /* the backslash is not plain         */
    P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
};
/* clang-format on */

/* ---- what is wrong with JSON ---- */

static struct place place_of(const struct json_reader *reader, const char *at)
{
    return (struct place){reader->file, reader->line, (unsigned)(at - reader->line_start) + 1};
}

const char *json_refuse(struct json_reader *reader, const char *at, const char *format, ...)
{
    char json_message[ERROR_MESSAGE_SIZE];
    va_list json_values;
    va_start(json_values, format);
    (void)vsnprintf(json_message, sizeof json_message, format, json_values);
    va_end(json_values);
    (void)error_at(reader->err, ERROR_REFUSED, place_of(reader, at), "%s", json_message);
    return NULL;
}

const char *json_found(const struct json_reader *reader, const char *at,
                       char found[JSON_FOUND_SIZE])
{
    const unsigned char byte = (unsigned char)*at;
    if (at == reader->end)
        (void)snprintf(found, JSON_FOUND_SIZE, "the end of the file");
    else if (byte > ' ' && byte < 0x7f)
        (void)snprintf(found, JSON_FOUND_SIZE, "'%c'", byte);
    else
        (void)snprintf(found, JSON_FOUND_SIZE, "the byte 0x%02x", byte);
    return found;
}

static const char *refuse_found(struct json_reader *reader, const char *at, const char *expected)
{
    char found[JSON_FOUND_SIZE];
    return json_refuse(reader, at, "expected %s, found %s", expected,
                       json_found(reader, at, found));
}

/* A word where a value belongs: None, True, nil, NaN, undefined. */
static const char *refuse_word(struct json_reader *reader, const char *at)
{
    int size = 0;
    while (((at[size] | 0x20) >= 'a' && (at[size] | 0x20) <= 'z') && size < WORD_SHOWN)
        size++;
    if (size < 2)
        return refuse_found(reader, at, "a value");
    return json_refuse(reader, at, "expected a value, found %.*s", size, at);
}

static const char *refuse_twice(struct json_reader *reader, const struct member *member)
{
    const struct place place = {reader->file, member->key_line, member->key_column};
    size_t key_shown = member->key_size;
    if (key_shown > NAME_SHOWN)
        for (key_shown = NAME_SHOWN; key_shown && (member->key[key_shown] & 0xc0) == 0x80;)
            key_shown--;
    (void)error_at(reader->err, ERROR_REFUSED, place, "the key \"%.*s%s\" is given twice",
                   (int)key_shown, member->key, key_shown < member->key_size ? "..." : "");
    return NULL;
}

/* ---- the stack ---- */

static void stack_grow(struct json_reader *reader, size_t size)
{
    const bool first = reader->capacity == STACK_FIRST;
    const size_t capacity = reader->capacity + reader->capacity / 2 + size;
    char *grown = realloc(first ? NULL : reader->stack, capacity);
    if (!grown)
        arena_exhausted();
    if (first)
        memcpy(grown, reader->stack, reader->used);
    reader->stack = grown;
    reader->capacity = capacity;
}

/* The slot of a new node, as an offset: growing moves the reader's stack. */
static inline size_t stack_push(struct json_reader *reader, size_t size)
{
    if (reader->capacity - reader->used < size)
        stack_grow(reader, size);
    reader->used += size;
    return reader->used - size;
}

/* The nodes pushed since `base`, moved into the arena. */
static inline void *stack_pop(struct json_reader *reader, size_t base)
{
    const size_t size = reader->used - base;
    void *copy = arena_alloc(reader->arena, size);
    memcpy(copy, reader->stack + base, size);
    reader->used = base;
    return copy;
}

/* ---- the walk ---- */

/* Mostly a line feed and the indentation behind it, or nothing. */
static inline const char *blank_skip(struct json_reader *reader, const char *at)
{
    while (byte_is(*at, BYTE_BLANK)) {
        if (*at++ != '\n')
            continue;
        reader->line++;
        reader->line_start = at;
        at = spaces_end(at, reader->end);
    }
    return at;
}

static const char *value_read(struct json_reader *reader, const char *at, size_t slot);

static inline struct value *value_in(const struct json_reader *reader, size_t slot)
{
    return (struct value *)(void *)(reader->stack + slot);
}

/* The items of a list, from the byte behind its bracket. */
static const char *list_read(struct json_reader *reader, const char *at, struct value *parsed)
{
    const size_t base = reader->used;
    at = blank_skip(reader, at);
    bool open = *at != ']';
    while (open) {
        at = value_read(reader, at, stack_push(reader, sizeof(struct value)));
        if (!at)
            return NULL;
        at = blank_skip(reader, at);
        open = *at == ',';
        if (open)
            at = blank_skip(reader, at + 1);
        else if (*at != ']')
            return refuse_found(reader, at, "',' or ']' after an item of the list");
    }
    const size_t count = (reader->used - base) / sizeof(struct value);
    parsed->kind = VALUE_LIST;
    parsed->size = (uint32_t)count;
    parsed->as.items = stack_pop(reader, base);
    return at + 1;
}

/* One key with its colon; the member is pushed. */
static const char *key_read(struct json_reader *reader, const char *at, size_t *slot)
{
    const struct place place = place_of(reader, at);
    struct text key;
    if (*at != '"')
        return refuse_found(reader, at, "a key in double quotes");
    at = json_text(reader, at + 1, &key);
    if (!at)
        return NULL;
    if (key.size > LIMIT_KEY_SIZE)
        return json_refuse(reader, at, "a key is longer than %d bytes", LIMIT_KEY_SIZE);
    *slot = stack_push(reader, sizeof(struct member));
    struct member *member = (struct member *)(void *)(reader->stack + *slot);
    member->key = key.at;
    member->key_size = (uint32_t)key.size;
    member->key_line = place.line;
    member->key_column = place.column;
    at = blank_skip(reader, at);
    return *at == ':' ? blank_skip(reader, at + 1) : refuse_found(reader, at, "':' after the key");
}

static const char *members_read(struct json_reader *reader, const char *at)
{
    for (;;) {
        size_t slot = 0;
        at = key_read(reader, at, &slot);
        if (!at)
            return NULL;
        at = value_read(reader, at, slot + offsetof(struct member, value));
        if (!at)
            return NULL;
        at = blank_skip(reader, at);
        if (*at == '}')
            return at;
        if (*at != ',')
            return refuse_found(reader, at, "',' or '}' after a member of the map");
        at = blank_skip(reader, at + 1);
    }
}

/* The members of a map, from the byte behind its brace. */
static const char *map_read(struct json_reader *reader, const char *at, struct value *parsed)
{
    const size_t base = reader->used;
    at = blank_skip(reader, at);
    if (*at != '}')
        at = members_read(reader, at);
    if (!at)
        return NULL;
    const struct member *twice = NULL;
    const size_t size = reader->used - base, count = size / sizeof(struct member);
    struct member *members = arena_alloc(reader->arena, size);
    if (!members_copy_sorted((struct member *)(void *)(reader->stack + base), count, members,
                             &twice))
        return refuse_twice(reader, twice);
    reader->used = base;
    parsed->kind = VALUE_MAP;
    parsed->size = (uint32_t)count;
    parsed->as.members = members;
    return at + 1;
}

/* A list or a map; `parsed` has its place already. */
static const char *nested_read(struct json_reader *reader, const char *at, size_t slot)
{
    struct value parsed = *value_in(reader, slot);
    if (reader->depth == LIMIT_DEPTH)
        return json_refuse(reader, at, "lists and maps nest deeper than %d levels", LIMIT_DEPTH);
    reader->depth++;
    at = *at == '[' ? list_read(reader, at + 1, &parsed) : map_read(reader, at + 1, &parsed);
    reader->depth--;
    *value_in(reader, slot) = parsed;
    return at;
}

/* A literal, or what is not JSON but may be wanted all the same. */
static const char *word_read(struct json_reader *reader, const char *at, struct value *parsed)
{
    static const struct {
        struct text word;
        uint8_t kind;
        bool boolean, python;
    } json_words[] = {
        {{"true", 4}, VALUE_BOOLEAN, true, false}, {{"false", 5}, VALUE_BOOLEAN, false, false},
        {{"null", 4}, VALUE_NULL, false, false},   {{"NaN", 3}, VALUE_NAN, false, true},
        {{"Infinity", 8}, VALUE_NAN, false, true}, {{"-Infinity", 9}, VALUE_NAN, false, true},
    };
    for (size_t literal = 0; literal < COUNT(json_words); literal++) {
        if (strncmp(at, json_words[literal].word.at, json_words[literal].word.size) != 0 ||
            (json_words[literal].python && !reader->options.bare_nan))
            continue;
        parsed->kind = json_words[literal].kind;
        if (json_words[literal].python)
            parsed->as.number = NAN;
        else
            parsed->as.boolean = json_words[literal].boolean;
        return at + json_words[literal].word.size;
    }
    return refuse_word(reader, at);
}

static const char *value_read(struct json_reader *reader, const char *at, size_t slot)
{
    struct value *parsed = value_in(reader, slot);
    const struct place place = place_of(reader, at);
    struct text text;
    *parsed = (struct value){.line = place.line, .column = place.column, .file = place.file};
    switch (*at) {
    case '"':
        at = json_text(reader, at + 1, &text);
        if (!at)
            return NULL;
        parsed->kind = VALUE_STRING;
        parsed->size = (uint32_t)text.size;
        parsed->as.text = text.at;
        return at;
    case '{':
    case '[':
        return nested_read(reader, at, slot);
    case '-':
        if (at[1] == 'I' && reader->options.bare_nan)
            return word_read(reader, at, parsed);
        return json_number(reader, at, parsed);
    default:
        return byte_is(*at, BYTE_DIGIT) ? json_number(reader, at, parsed)
                                        : word_read(reader, at, parsed);
    }
}

static bool document_read(struct json_reader *reader, struct text source, struct value *parsed)
{
    const size_t slot = stack_push(reader, sizeof(struct value));
    if (text_starts(source, TEXT("\xef\xbb\xbf")))
        return json_refuse(reader, source.at, "the file begins with a byte order mark");
    const char *at = blank_skip(reader, source.at);
    if (at == reader->end)
        return json_refuse(reader, at, "the file is empty");
    at = value_read(reader, at, slot);
    if (!at)
        return false;
    at = blank_skip(reader, at);
    if (at != reader->end)
        return refuse_found(reader, at, "the end of the file after the value");
    *parsed = *value_in(reader, slot);
    return true;
}

bool json_read(const char *file, struct text json_source, struct json_options json_options,
               struct arena *arena, struct value *document, struct error *err)
{
    _Alignas(struct member) char first_stack[STACK_FIRST];
    if (json_source.size > LIMIT_EVIDENCE_SIZE)
        return error_at(err, ERROR_REFUSED, (struct place){file, 0, 0},
                        "the file is larger than %llu bytes", LIMIT_EVIDENCE_SIZE);
    struct json_reader reader = {
        .end = json_source.at + json_source.size,
        .line_start = json_source.at,
        .line = json_options.first_line ? json_options.first_line : 1,
        .stack = first_stack,
        .capacity = sizeof first_stack,
        .options = json_options,
        .file = file,
        .arena = arena,
        .err = err,
    };
    const bool done = document_read(&reader, json_source, document);
    if (reader.stack != first_stack)
        free(reader.stack);
    return done;
}
