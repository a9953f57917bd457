#include "evidence/markdown.h"

#include "base/buffer.h"

#include <ctype.h>

enum { NESTING_MAX = 8 }; /* links in links: Markdown has none, images in links are two */

static char title_byte(struct text title_text, size_t at)
{
    return at < title_text.size ? title_text.at[at] : '\0';
}

static bool is_title_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == '\0';
}

static bool is_title_word(char byte)
{
    return isalnum((unsigned char)byte) || (unsigned char)byte >= 0x80;
}

static size_t mark_run(struct text title_text, size_t at)
{
    size_t size = 1;
    while (at + size < title_text.size && title_text.at[at + size] == title_text.at[at])
        size++;
    return size;
}

/* The bracket that closes the one at `at`, or text.size. */
static size_t bracket_end(struct text title_text, size_t at, char opens, char closes)
{
    size_t depth = 0;
    for (size_t i = at; i < title_text.size; i++) {
        if (title_text.at[i] == '\\')
            i++;
        else if (title_text.at[i] == opens)
            depth++;
        else if (title_text.at[i] == closes && --depth == 0)
            return i;
    }
    return title_text.size;
}

/* Do the marks at `at` begin or end emphasis? Between blanks they are signs; underscores inside a
 * word belong to it. */
static bool is_emphasis(struct text title_text, size_t at, size_t size)
{
    const char mark_before = at ? title_text.at[at - 1] : '\0',
               mark_after = title_byte(title_text, at + size);
    if (is_title_blank(mark_before) && is_title_blank(mark_after))
        return false;
    return title_text.at[at] != '_' || !is_title_word(mark_before) || !is_title_word(mark_after);
}

static void title_add(struct text title_source, size_t depth, struct buffer *title);

/* [text](address), [text][name] or an image: what the title shows. The bytes taken, or 0. */
static size_t link_add(struct text title_source, size_t at, size_t depth, struct buffer *title)
{
    const size_t bracket = bracket_end(title_source, at, '[', ']');
    const char target_bracket = title_byte(title_source, bracket + 1);
    if (bracket == title_source.size || (target_bracket != '(' && target_bracket != '[') ||
        depth == NESTING_MAX)
        return 0;
    const size_t target =
        bracket_end(title_source, bracket + 1, target_bracket, target_bracket == '(' ? ')' : ']');
    if (target == title_source.size)
        return 0;
    title_add(text_part(title_source, at + 1, bracket - at - 1), depth + 1, title);
    return target + 1 - at;
}

/* A tag is not read for a title; an address in <> is. The bytes taken, or 0. */
static size_t tag_add(struct text title_source, size_t at, struct buffer *title)
{
    const struct text tag_text = text_part(title_source, at, title_source.size);
    const size_t tag_end = text_find(tag_text, '>');
    const char tag_first = title_byte(tag_text, 1);
    if (tag_end == tag_text.size ||
        !(isalpha((unsigned char)tag_first) || tag_first == '/' || tag_first == '!'))
        return 0;
    const struct text tag_address = text_part(tag_text, 1, tag_end - 1);
    if (text_starts(tag_address, TEXT("http:")) || text_starts(tag_address, TEXT("https:")))
        buffer_add(title, tag_address);
    return tag_end + 1;
}

static size_t code_add(struct text title_source, size_t at, struct buffer *title)
{
    const size_t ticks = mark_run(title_source, at), whole = markdown_code_span(title_source, at);
    if (whole)
        buffer_add(title, text_part(title_source, at + ticks, whole - 2 * ticks));
    return whole;
}

/* The bytes of markup that begin at `at`, whose text is added; 0 where there is none. */
static size_t markup_add(struct text title_source, size_t at, size_t depth, struct buffer *title)
{
    const char mark = title_source.at[at];
    const size_t mark_count = mark_run(title_source, at);
    if (mark == '\\' && ispunct((unsigned char)title_byte(title_source, at + 1))) {
        buffer_byte(title, title_source.at[at + 1]);
        return 2;
    }
    if (mark == '`')
        return code_add(title_source, at, title);
    if (mark == '!' && title_byte(title_source, at + 1) == '[') {
        const size_t image = link_add(title_source, at + 1, depth, title);
        return image ? image + 1 : 0;
    }
    if (mark == '[')
        return link_add(title_source, at, depth, title);
    if (mark == '<')
        return tag_add(title_source, at, title);
    if ((mark == '*' || mark == '_') && is_emphasis(title_source, at, mark_count))
        return mark_count;
    return mark == '~' && mark_count == 2 && is_emphasis(title_source, at, mark_count) ? mark_count
                                                                                       : 0;
}

static void title_add(struct text title_source, size_t depth, struct buffer *title)
{
    for (size_t at = 0; at < title_source.size;) {
        const size_t markup = markup_add(title_source, at, depth, title);
        if (!markup)
            buffer_byte(title, title_source.at[at]);
        at += markup ? markup : 1;
    }
}

/* One blank between words, none around them. */
static struct text blanks_joined(struct text title, struct arena *arena)
{
    char *joined_title = arena_alloc(arena, title.size);
    size_t title_size = 0;
    for (size_t i = 0; i < title.size; i++) {
        if (!is_title_blank(title.at[i]))
            joined_title[title_size++] = title.at[i];
        else if (title_size && joined_title[title_size - 1] != ' ')
            joined_title[title_size++] = ' ';
    }
    if (title_size && joined_title[title_size - 1] == ' ')
        title_size--;
    return (struct text){joined_title, title_size};
}

struct text markdown_title(struct text title_source, struct arena *arena)
{
    struct buffer title = buffer_in(arena, title_source.size + 1);
    title_add(title_source, 0, &title);
    return blanks_joined(buffer_text(&title), arena);
}
