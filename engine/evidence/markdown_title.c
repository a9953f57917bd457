#include "evidence/markdown.h"

#include "base/buffer.h"

#include <ctype.h>

enum { NESTING_MAX = 8 }; /* links in links: Markdown has none, images in links are two */

static char byte_at(struct text text, size_t at)
{
    return at < text.size ? text.at[at] : '\0';
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == '\0';
}

static bool is_word(char byte)
{
    return isalnum((unsigned char)byte) || (unsigned char)byte >= 0x80;
}

static size_t run_of(struct text text, size_t at)
{
    size_t size = 1;
    while (at + size < text.size && text.at[at + size] == text.at[at])
        size++;
    return size;
}

/* The bracket that closes the one at `at`, or text.size. */
static size_t bracket_end(struct text text, size_t at, char opens, char closes)
{
    size_t depth = 0;
    for (size_t i = at; i < text.size; i++) {
        if (text.at[i] == '\\')
            i++;
        else if (text.at[i] == opens)
            depth++;
        else if (text.at[i] == closes && --depth == 0)
            return i;
    }
    return text.size;
}

/* Do the marks at `at` begin or end emphasis? Between blanks they are signs; underscores inside a
 * word belong to it. */
static bool is_emphasis(struct text text, size_t at, size_t size)
{
    const char before = at ? text.at[at - 1] : '\0', after = byte_at(text, at + size);
    if (is_blank(before) && is_blank(after))
        return false;
    return text.at[at] != '_' || !is_word(before) || !is_word(after);
}

static void title_add(struct text source, size_t depth, struct buffer *title);

/* [text](address), [text][name] or an image: what is shown. The bytes taken, or 0. */
static size_t link_add(struct text source, size_t at, size_t depth, struct buffer *title)
{
    const size_t end = bracket_end(source, at, '[', ']');
    const char opens = byte_at(source, end + 1);
    if (end == source.size || (opens != '(' && opens != '[') || depth == NESTING_MAX)
        return 0;
    const size_t target = bracket_end(source, end + 1, opens, opens == '(' ? ')' : ']');
    if (target == source.size)
        return 0;
    title_add(text_part(source, at + 1, end - at - 1), depth + 1, title);
    return target + 1 - at;
}

/* A tag is not read; an address in <> is. The bytes taken, or 0. */
static size_t tag_add(struct text source, size_t at, struct buffer *title)
{
    const struct text rest = text_part(source, at, source.size);
    const size_t end = text_find(rest, '>');
    const char first = byte_at(rest, 1);
    if (end == rest.size || !(isalpha((unsigned char)first) || first == '/' || first == '!'))
        return 0;
    const struct text inside = text_part(rest, 1, end - 1);
    if (text_starts(inside, TEXT("http:")) || text_starts(inside, TEXT("https:")))
        buffer_add(title, inside);
    return end + 1;
}

static size_t code_add(struct text source, size_t at, struct buffer *title)
{
    const size_t ticks = run_of(source, at), whole = markdown_code_span(source, at);
    if (whole)
        buffer_add(title, text_part(source, at + ticks, whole - 2 * ticks));
    return whole;
}

/* The bytes of markup that begin at `at`, whose text is added; 0 where there is none. */
static size_t markup_add(struct text source, size_t at, size_t depth, struct buffer *title)
{
    const char byte = source.at[at];
    const size_t run = run_of(source, at);
    if (byte == '\\' && ispunct((unsigned char)byte_at(source, at + 1))) {
        buffer_byte(title, source.at[at + 1]);
        return 2;
    }
    if (byte == '`')
        return code_add(source, at, title);
    if (byte == '!' && byte_at(source, at + 1) == '[') {
        const size_t image = link_add(source, at + 1, depth, title);
        return image ? image + 1 : 0;
    }
    if (byte == '[')
        return link_add(source, at, depth, title);
    if (byte == '<')
        return tag_add(source, at, title);
    if ((byte == '*' || byte == '_') && is_emphasis(source, at, run))
        return run;
    return byte == '~' && run == 2 && is_emphasis(source, at, run) ? run : 0;
}

static void title_add(struct text source, size_t depth, struct buffer *title)
{
    for (size_t at = 0; at < source.size;) {
        const size_t markup = markup_add(source, at, depth, title);
        if (!markup)
            buffer_byte(title, source.at[at]);
        at += markup ? markup : 1;
    }
}

/* One blank between words, none around them. */
static struct text blanks_joined(struct text title, struct arena *arena)
{
    char *joined = arena_alloc(arena, title.size);
    size_t size = 0;
    for (size_t i = 0; i < title.size; i++) {
        if (!is_blank(title.at[i]))
            joined[size++] = title.at[i];
        else if (size && joined[size - 1] != ' ')
            joined[size++] = ' ';
    }
    if (size && joined[size - 1] == ' ')
        size--;
    return (struct text){joined, size};
}

struct text markdown_title(struct text source, struct arena *arena)
{
    struct buffer title = buffer_in(arena, source.size + 1);
    title_add(source, 0, &title);
    return blanks_joined(buffer_text(&title), arena);
}
