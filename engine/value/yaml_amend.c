#include "value/yaml_reader.h"

#include "base/limits.h"

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static size_t line_end(struct text yaml_text, size_t at)
{
    while (at < yaml_text.size && yaml_text.at[at] != '\n' && yaml_text.at[at] != '\r')
        at++;
    return at;
}

/* Past blanks, line breaks and comments of YAML. */
static size_t blank_skip(struct text yaml_text, size_t at)
{
    while (at < yaml_text.size && (is_blank(yaml_text.at[at]) || yaml_text.at[at] == '#'))
        at = yaml_text.at[at] == '#' ? line_end(yaml_text, at) : at + 1;
    return at;
}

/* The byte at which code point `index` begins. Marks come in the order of the source, so that this
 * walks the source once. */
static size_t byte_of(struct yaml_reader *reader, size_t index)
{
    const struct text yaml_text = reader->source;
    while (reader->cursor_index < index && reader->cursor_byte < yaml_text.size) {
        do
            reader->cursor_byte++;
        while (reader->cursor_byte < yaml_text.size &&
               (yaml_text.at[reader->cursor_byte] & 0xc0) == 0x80);
        reader->cursor_index++;
    }
    return reader->cursor_byte;
}

/* ---- anchors ---- */

/* `scalar_text` follows the anchor without a blank: the part up to the first blank is the anchor's.
 */
static bool anchor_extend(struct yaml_reader *reader, struct yaml_scalar *scalar)
{
    static const char flow[] = "[]{},", first[] = "[]{},#&*!|>'\"%@`-?:";
    const struct text scalar_text = scalar->text;
    size_t anchor_end = 0, scalar_begin = 0;
    bool plain = true;
    for (; anchor_end < scalar_text.size && !is_blank(scalar_text.at[anchor_end]); anchor_end++)
        plain = plain && !memchr(flow, scalar_text.at[anchor_end], sizeof flow - 1);
    for (scalar_begin = anchor_end;
         scalar_begin < scalar_text.size && is_blank(scalar_text.at[scalar_begin]);)
        scalar_begin++;
    if (!plain || scalar_begin == scalar_text.size ||
        memchr(first, scalar_text.at[scalar_begin], sizeof first - 1))
        return error_at(reader->err, ERROR_REFUSED, scalar->place,
                        "the anchor &%s is followed by %.1s; name it with letters, digits, - and _",
                        scalar->anchor, scalar_text.at);
    scalar->anchor =
        text_format(reader->arena, "%s%.*s", scalar->anchor, (int)anchor_end, scalar_text.at).at;
    scalar->text = text_part(scalar_text, scalar_begin, scalar_text.size);
    return true;
}

bool yaml_anchor_amend(struct yaml_reader *reader, const yaml_event_t *event,
                       struct yaml_scalar *scalar)
{
    const struct text yaml_text = reader->source;
    size_t at = byte_of(reader, event->start_mark.index);
    if (at < yaml_text.size && yaml_text.at[at] == '!') { /* a tag before the anchor */
        while (at < yaml_text.size && !is_blank(yaml_text.at[at]))
            at++;
        at = blank_skip(yaml_text, at);
    }
    if (at >= yaml_text.size || yaml_text.at[at] != '&')
        return true;
    at += 1 + strlen(scalar->anchor);
    return at >= yaml_text.size || is_blank(yaml_text.at[at]) || anchor_extend(reader, scalar);
}

/* ---- a question mark that begins a text ---- */

bool yaml_question_before(struct yaml_reader *reader, const yaml_event_t *event)
{
    const size_t at = byte_of(reader, event->start_mark.index);
    if (event->type == YAML_SCALAR_EVENT && event->start_mark.index == event->end_mark.index)
        return false; /* nothing is written there */
    return at > 0 && reader->source.at[at - 1] == '?';
}

bool yaml_question_read(struct yaml_reader *reader, const yaml_event_t *event, struct value *out)
{
    const struct place mark = {reader->file, (unsigned)event->start_mark.line + 1,
                               (unsigned)event->start_mark.column};
    const struct text scalar = {(const char *)event->data.scalar.value, event->data.scalar.length};
    const size_t at = byte_of(reader, event->start_mark.index);
    if (event->type != YAML_SCALAR_EVENT || event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE ||
        !scalar.size || at >= reader->source.size || reader->source.at[at] != scalar.at[0])
        return error_at(reader->err, ERROR_REFUSED, mark,
                        "a '?' that marks a key needs a blank behind it");
    *out = value_placed(
        value_of_text(text_format(reader->arena, "?%.*s", (int)scalar.size, scalar.at)), mark);
    return true;
}

bool yaml_colon_between(struct yaml_reader *reader, const yaml_event_t *key,
                        const yaml_event_t *value)
{
    const struct text yaml_text = reader->source;
    const size_t from = byte_of(reader, key->end_mark.index);
    const size_t to = byte_of(reader, value->start_mark.index);
    for (size_t at = from; at < to; at = yaml_text.at[at] == '#' ? line_end(yaml_text, at) : at + 1)
        if (yaml_text.at[at] == ':')
            return true;
    return false;
}
