#include "report/markup.h"

#include "report/escape.h"

void markup_lines(struct text text, struct buffer *out)
{
    for (size_t i = 0; i < text.size; i++)
        switch (text.at[i]) {
        case '&':
            buffer_string(out, "&amp;");
            break;
        case '<':
            buffer_string(out, "&lt;");
            break;
        case '>':
            buffer_string(out, "&gt;");
            break;
        case '"':
            buffer_string(out, "&quot;");
            break;
        case '\'':
            buffer_string(out, "&#39;");
            break;
        default:
            buffer_byte(out, text.at[i]);
        }
}

void markup_text(struct text text, struct buffer *out)
{
    struct buffer escaped = buffer_in(out->arena, out->max);
    text_escape(text, &escaped);
    markup_lines(buffer_text(&escaped), out);
}

void markup_attribute(const char *name, struct text text, struct buffer *out)
{
    buffer_format(out, " %s=\"", name);
    markup_text(text, out);
    buffer_byte(out, '"');
}

void markup_number(const char *name, size_t number, struct buffer *out)
{
    buffer_format(out, " %s=\"%zu\"", name, number);
}
