#include "report/markup.h"

#include "report/escape.h"

void markup_lines(struct text text, struct buffer *rendered)
{
    for (size_t i = 0; i < text.size; i++)
        switch (text.at[i]) {
        case '&':
            buffer_string(rendered, "&amp;");
            break;
        case '<':
            buffer_string(rendered, "&lt;");
            break;
        case '>':
            buffer_string(rendered, "&gt;");
            break;
        case '"':
            buffer_string(rendered, "&quot;");
            break;
        case '\'':
            buffer_string(rendered, "&#39;");
            break;
        default:
            buffer_byte(rendered, text.at[i]);
        }
}

void markup_text(struct text text, struct buffer *rendered)
{
    struct buffer escaped = buffer_in(rendered->arena, rendered->max);
    text_escape(text, &escaped);
    markup_lines(buffer_text(&escaped), rendered);
}

void markup_attribute(const char *name, struct text text, struct buffer *rendered)
{
    buffer_format(rendered, " %s=\"", name);
    markup_text(text, rendered);
    buffer_byte(rendered, '"');
}

void markup_number(const char *name, size_t number, struct buffer *rendered)
{
    buffer_format(rendered, " %s=\"%zu\"", name, number);
}
