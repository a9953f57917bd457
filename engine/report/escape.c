#include "report/escape.h"

#include "base/encode.h"

/* Ranges of what a terminal obeys or a reader cannot see, by rising code point. */
static const struct {
    uint32_t first, last;
} unsafe[] = {
    {0x00, 0x1f},       /* C0: escape, line ends, bells               */
    {0x7f, 0x9f},       /* DEL, and C1: a second escape among them    */
    {0xad, 0xad},       /* soft hyphen                                */
    {0x61c, 0x61c},     /* Arabic letter mark                         */
    {0x200b, 0x200b},   /* zero-width space                           */
    {0x200e, 0x200f},   /* left-to-right and right-to-left marks      */
    {0x2028, 0x202e},   /* line separators, embeddings, overrides     */
    {0x2060, 0x206f},   /* invisible operators, isolates              */
    {0xfeff, 0xfeff},   /* byte order mark                            */
    {0xfff9, 0xfffb},   /* annotations                                */
    {0xfffe, 0xffff},   /* no characters at all, and illegal in XML   */
    {0xe0000, 0xe007f}, /* tags                                       */
};

enum { BYTE_POINTS = 0x80, SHORT_POINTS = 0x10000 };

static bool is_unsafe(uint32_t point)
{
    for (size_t i = 0; i < COUNT(unsafe); i++)
        if (point >= unsafe[i].first && point <= unsafe[i].last)
            return true;
    return false;
}

static void point_escape(uint32_t point, struct buffer *rendered)
{
    if (point < BYTE_POINTS)
        buffer_format(rendered, "\\x%02x", (unsigned)point);
    else if (point < SHORT_POINTS)
        buffer_format(rendered, "\\u%04x", (unsigned)point);
    else
        buffer_format(rendered, "\\u{%x}", (unsigned)point);
}

static bool stands_at(struct text escaped_text, size_t at, struct text word)
{
    return text_starts(text_part(escaped_text, at, escaped_text.size), word);
}

/* Where what a log may take for blanks ends: some characters beyond ASCII, and most are not. */
static size_t blanks_end(struct text escaped_text)
{
    size_t at = 0;
    while (at < escaped_text.size &&
           (escaped_text.at[at] == ' ' || (unsigned char)escaped_text.at[at] >= BYTE_POINTS))
        at++;
    return at;
}

/* Does a word begin here that runs a command in a pipeline's log: "::error::" after nothing but
 * blanks, "##[error]" and "##vso[" anywhere? */
static bool is_command(struct text escaped_text, size_t at, size_t start)
{
    return (at == start && stands_at(escaped_text, at, TEXT("::"))) ||
           stands_at(escaped_text, at, TEXT("##[")) || stands_at(escaped_text, at, TEXT("##vso["));
}

void text_escape(struct text escaped_text, struct buffer *rendered)
{
    const size_t start = blanks_end(escaped_text);
    for (size_t at = 0; at < escaped_text.size;) {
        uint32_t point = 0;
        const size_t size = utf8_read(escaped_text, at, &point);
        if (is_command(escaped_text, at, start))
            point_escape(point, rendered);
        else if (!size)
            buffer_format(rendered, "\\x%02x", (unsigned char)escaped_text.at[at]);
        else if (is_unsafe(point))
            point_escape(point, rendered);
        else
            buffer_add(rendered, text_part(escaped_text, at, size));
        at += size ? size : 1;
    }
}
