#include "scan/wire.h"

#include "base/limits.h"

enum form { FORM_VARINT = 0, FORM_EIGHT = 1, FORM_LENGTH = 2, FORM_FOUR = 5 };

enum { VARINT_BYTES = 10, FIELD_MOST = 63 };

struct field {
    uint64_t number;
    enum form form;
    uint64_t payload; /* of a number, or the bytes that follow */
};

static bool varint_read(struct source *source, uint64_t *out)
{
    uint64_t value = 0;
    const size_t ready = source_ready(source, VARINT_BYTES);
    for (size_t i = 0; i < ready; i++) {
        const uint8_t byte = source_at(source)[i];
        value |= (uint64_t)(byte & 0x7f) << (7 * i);
        if (i == VARINT_BYTES - 1 && byte > 1)
            return false;
        if (byte < 0x80) {
            source_drop(source, i + 1);
            *out = value;
            return true;
        }
    }
    return false;
}

static bool fixed_read(struct source *source, size_t size, uint64_t *out)
{
    if (source_ready(source, size) < size)
        return false;
    *out = bytes_little(source_at(source), size);
    source_drop(source, size);
    return true;
}

/* A tag and what follows at once: a number, or a length that stays within `end`. */
static bool field_read(struct source *source, uint64_t end, struct field *out)
{
    uint64_t tag;
    if (!varint_read(source, &tag) || tag >> 3 == 0 || tag >> 32)
        return false;
    *out = (struct field){.number = tag >> 3, .form = (enum form)(tag & 7)};
    switch (out->form) {
    case FORM_VARINT:
        return varint_read(source, &out->payload) && source_offset(source) <= end;
    case FORM_EIGHT:
        return fixed_read(source, 8, &out->payload) && source_offset(source) <= end;
    case FORM_FOUR:
        return fixed_read(source, 4, &out->payload) && source_offset(source) <= end;
    case FORM_LENGTH:
        return varint_read(source, &out->payload) && source_offset(source) <= end &&
               out->payload <= end - source_offset(source);
    }
    return false; /* groups, which nobody writes any more */
}

bool wire_shape(struct source *source, uint64_t *fields, uint64_t *lengths)
{
    struct field field;
    *fields = *lengths = 0;
    while (!source_ended(source)) {
        if (!field_read(source, source->size, &field))
            return false;
        const uint64_t bit = 1ULL << (field.number > FIELD_MOST ? 0 : field.number);
        *fields |= bit;
        if (field.form == FORM_LENGTH) {
            *lengths |= bit;
            if (!source_skip(source, field.payload))
                return false;
        }
    }
    return true;
}

static const struct wire_field *field_find(const struct wire *wire, uint8_t message,
                                           uint64_t number)
{
    for (const struct wire_field *field = wire->fields; field->message; field++)
        if (field->message == message && field->number == number)
            return field;
    return NULL;
}

static bool wire_broken(struct wire *wire)
{
    return exam_source_whole(wire->exam, wire->source) &&
           exam_unreadable(wire->exam, "is no protocol buffer of its format",
                           source_offset(wire->source));
}

static bool text_tell(struct wire *wire, uint8_t told, uint64_t size)
{
    char text[WIRE_TEXT];
    if (wire->take && size > WIRE_TEXT)
        return wire->take(wire, told, size);
    const size_t held = source_ready(wire->source, size < WIRE_TEXT ? (size_t)size : WIRE_TEXT);
    memcpy(text, source_at(wire->source), held);
    if (!source_skip(wire->source, size))
        return wire_broken(wire);
    wire->tell(wire, told, (struct text){text, held}, size);
    return true;
}

/* One stack for all messages around: where each ends. */
struct around {
    uint8_t message[LIMIT_PROTOBUF_DEPTH];
    uint64_t end[LIMIT_PROTOBUF_DEPTH];
    size_t depth;
};

static bool message_enter(struct wire *wire, struct around *around, uint8_t message, uint64_t size)
{
    if (around->depth == LIMIT_PROTOBUF_DEPTH)
        return exam_unreadable(wire->exam, "nests deeper than can be followed",
                               source_offset(wire->source));
    around->message[around->depth] = message;
    around->end[around->depth++] = source_offset(wire->source) + size;
    if (wire->enter)
        wire->enter(wire, message);
    return true;
}

static bool field_walk(struct wire *wire, struct around *around)
{
    struct field field;
    const size_t inner = around->depth - 1;
    if (!field_read(wire->source, around->end[inner], &field))
        return wire_broken(wire);
    const struct wire_field *known = field_find(wire, around->message[inner], field.number);
    const bool length = field.form == FORM_LENGTH;
    if (known && known->holds && length)
        return message_enter(wire, around, known->holds, field.payload);
    if (known && known->told && length)
        return text_tell(wire, known->told, field.payload);
    if (known && known->told)
        wire->tell(wire, known->told, TEXT_NONE, field.payload);
    else if (known)
        return wire_broken(wire);
    return !length || source_skip(wire->source, field.payload) || wire_broken(wire);
}

bool wire_walk(struct wire *wire, uint8_t message, uint64_t end)
{
    struct around around = {0};
    if (!message_enter(wire, &around, message, end - source_offset(wire->source)))
        return false;
    while (around.depth) {
        if (source_offset(wire->source) >= around.end[around.depth - 1])
            around.depth--;
        else if (!field_walk(wire, &around))
            return false;
    }
    return true;
}
