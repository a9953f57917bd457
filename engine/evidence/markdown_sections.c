#include "evidence/markdown.h"

#include "base/limits.h"

#include <ctype.h>

enum {
    INDENT_MAX = 3, /* blanks before a heading or a fence: four begin code */
    LEVEL_MAX = 6,
    FENCE_MIN = 3,
    SPAN_TICKS_MAX = 32, /* longer runs of backticks begin no code span */
};

struct text markdown_line(struct text body, size_t *at)
{
    const size_t from = *at;
    size_t line_end = from;
    while (line_end < body.size && body.at[line_end] != '\n' && body.at[line_end] != '\r')
        line_end++;
    *at = line_end;
    if (*at < body.size && body.at[*at] == '\r')
        ++*at;
    if (*at < body.size && body.at[*at] == '\n')
        ++*at;
    return text_part(body, from, line_end - from);
}

static bool is_markdown_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static struct text markdown_trimmed(struct text markdown)
{
    while (markdown.size && is_markdown_blank(markdown.at[0]))
        markdown = text_part(markdown, 1, markdown.size);
    while (markdown.size && is_markdown_blank(markdown.at[markdown.size - 1]))
        markdown.size--;
    return markdown;
}

/* The line of markdown without its indentation; empty where that makes it code. */
static struct text unindented(struct text line)
{
    size_t blanks = 0;
    while (blanks < line.size && line.at[blanks] == ' ')
        blanks++;
    return blanks > INDENT_MAX ? TEXT_NONE : text_part(line, blanks, line.size);
}

static size_t mark_run(struct text line, size_t at)
{
    size_t size = 1;
    while (at + size < line.size && line.at[at + size] == line.at[at])
        size++;
    return size;
}

bool markdown_fenced(struct markdown_fence *fence, struct text line)
{
    const struct text bare_line = unindented(line);
    const char mark = bare_line.size ? bare_line.at[0] : '\0';
    const size_t size = mark == '`' || mark == '~' ? mark_run(bare_line, 0) : 0;
    const struct text behind = text_part(bare_line, size, bare_line.size);
    if (fence->size) {
        if (mark == fence->mark && size >= fence->size && markdown_trimmed(behind).size == 0)
            *fence = (struct markdown_fence){0};
        return true;
    }
    if (size < FENCE_MIN || (mark == '`' && text_find(behind, '`') < behind.size))
        return false;
    *fence = (struct markdown_fence){mark, size};
    return true;
}

size_t markdown_code_span(struct text line, size_t at)
{
    const size_t ticks = mark_run(line, at);
    if (ticks > SPAN_TICKS_MAX)
        return 0;
    for (size_t i = at + ticks; i < line.size;) {
        const size_t run = line.at[i] == '`' ? mark_run(line, i) : 0;
        if (run == ticks)
            return i + run - at;
        i += run ? run : 1;
    }
    return 0;
}

/* ---- comments ---- */

struct stripping {
    struct text body;
    char *kept; /* the markdown outside of comments: body.size bytes */
    size_t size;
    bool inside;  /* a comment of markdown                          */
    bool endless; /* no comment that begins from here on has an end */
};

static const struct text opens = {"<!--", 4}, closes = {"-->", 3};

static void bytes_keep(struct stripping *stripping, struct text bytes)
{
    if (bytes.size)
        memmove(stripping->kept + stripping->size, bytes.at, bytes.size);
    stripping->size += bytes.size;
}

/* Does the comment at `at` end anywhere? One that begins a line hides all behind it even so. */
static bool comment_counts(struct stripping *stripping, struct text line, size_t at)
{
    const char *from = line.at + at + 2, *end = stripping->body.at + stripping->body.size;
    if (markdown_trimmed(text_part(line, 0, at)).size == 0)
        return true;
    stripping->endless =
        stripping->endless || !memmem(from, (size_t)(end - from), closes.at, closes.size);
    return !stripping->endless;
}

/* The part of a markdown line from `at` on that is inside a comment: where it ends. */
static size_t comment_end(struct stripping *stripping, struct text line, size_t at)
{
    const char *end = memmem(line.at + at, line.size - at, closes.at, closes.size);
    stripping->inside = !end;
    return end ? (size_t)(end - line.at) + closes.size : line.size;
}

static void line_strip(struct stripping *stripping, struct text line)
{
    bool no_span[SPAN_TICKS_MAX + 1] = {false}; /* of so many backticks, in the rest of the line */
    for (size_t at = 0; at < line.size;) {
        if (stripping->inside) {
            at = comment_end(stripping, line, at);
        } else if (text_starts(text_part(line, at, opens.size), opens) &&
                   comment_counts(stripping, line, at)) {
            at = comment_end(stripping, line, at + 2);
        } else {
            size_t markdown_size = line.at[at] == '`' ? mark_run(line, at) : 1;
            if (line.at[at] == '`' && markdown_size <= SPAN_TICKS_MAX && !no_span[markdown_size]) {
                const size_t span = markdown_code_span(line, at);
                no_span[markdown_size] = !span;
                markdown_size = span ? span : markdown_size;
            }
            bytes_keep(stripping, text_part(line, at, markdown_size));
            at += markdown_size;
        }
    }
}

struct text markdown_without_comments(struct text body, struct arena *arena)
{
    struct stripping stripping = {.body = body};
    struct markdown_fence fence = {0};
    if (!body.size || !memmem(body.at, body.size, opens.at, opens.size))
        return body;
    stripping.kept = arena_alloc(arena, body.size);
    for (size_t next = 0; next < body.size;) {
        const size_t at = next;
        const struct text line = markdown_line(body, &next);
        if (!stripping.inside && markdown_fenced(&fence, line))
            bytes_keep(&stripping, line);
        else
            line_strip(&stripping, line);
        bytes_keep(&stripping, text_part(body, at + line.size, next - at - line.size));
    }
    return (struct text){stripping.kept, stripping.size};
}

/* ---- headings ---- */

/* What the lines above are: only a paragraph becomes a heading by a line below it. */
enum above { ABOVE_NOTHING, ABOVE_PARAGRAPH, ABOVE_OTHER };

struct outline {
    const char *path;
    struct text body;
    struct arena *arena;
    struct values sections;
    struct text title; /* of the section that is open                        */
    unsigned level;
    struct place place;
    size_t from; /* where its text begins                              */
    enum above above;
    size_t paragraph; /* where the paragraph begins, and its line           */
    unsigned paragraph_line;
};

static void section_close(struct outline *outline, size_t end)
{
    struct members members = {0};
    struct arena *arena = outline->arena;
    const struct text text =
        markdown_trimmed(text_part(outline->body, outline->from, end - outline->from));
    if (outline->level == 0 && text.size == 0)
        return;
    members_add(arena, &members, TEXT("title"),
                value_placed(value_of_text(outline->title), outline->place));
    members_add(arena, &members, TEXT("level"), value_of_integer(outline->level));
    members_add(arena, &members, TEXT("text"), value_placed(value_of_text(text), outline->place));
    *LIST_ADD(arena, &outline->sections) =
        value_placed(value_of_map(arena, &members), outline->place);
}

static void section_open(struct outline *outline, struct text heading, unsigned level,
                         unsigned line)
{
    outline->title = markdown_title(heading, outline->arena);
    outline->level = level;
    outline->place = (struct place){outline->path, line, 1};
    outline->above = ABOVE_NOTHING;
}

/* # Title ##: the level, and the text between the marks; 0 where it is none. */
static unsigned marked_heading(struct text line, struct text *heading)
{
    const struct text bare_line = markdown_trimmed(unindented(line));
    const size_t level = bare_line.size && bare_line.at[0] == '#' ? mark_run(bare_line, 0) : 0;
    if (level == 0 || level > LEVEL_MAX ||
        (level < bare_line.size && !is_markdown_blank(bare_line.at[level])))
        return 0;
    struct text heading_text = markdown_trimmed(text_part(bare_line, level, bare_line.size));
    size_t heading_size = heading_text.size;
    while (heading_size && heading_text.at[heading_size - 1] == '#')
        heading_size--;
    if (heading_size == 0 || is_markdown_blank(heading_text.at[heading_size - 1]))
        heading_text.size = heading_size;
    *heading = markdown_trimmed(heading_text);
    return (unsigned)level;
}

/* A line of = makes a heading of level 1, one of - level 2, anything else 0. */
static unsigned underline_level(struct text line)
{
    const struct text bare_line = markdown_trimmed(unindented(line));
    if (bare_line.size == 0 || (bare_line.at[0] != '=' && bare_line.at[0] != '-') ||
        mark_run(bare_line, 0) < bare_line.size)
        return 0;
    return bare_line.at[0] == '=' ? 1 : 2;
}

/* Lists, quotes, tables, tags and code do not become headings. */
static bool begins_paragraph(struct text line)
{
    const struct text bare_line = unindented(line);
    if (bare_line.size == 0 || strchr("-*+>|<\t", bare_line.at[0]))
        return false;
    size_t list_digits = 0;
    while (list_digits < bare_line.size && isdigit((unsigned char)bare_line.at[list_digits]))
        list_digits++;
    return !list_digits || list_digits == bare_line.size ||
           (bare_line.at[list_digits] != '.' && bare_line.at[list_digits] != ')');
}

static void text_follow(struct outline *outline, struct text line, size_t at, unsigned number)
{
    if (markdown_trimmed(line).size == 0) {
        outline->above = ABOVE_NOTHING;
    } else if (outline->above == ABOVE_NOTHING) {
        outline->above = begins_paragraph(line) ? ABOVE_PARAGRAPH : ABOVE_OTHER;
        outline->paragraph = at;
        outline->paragraph_line = number;
    }
}

/* One line, from `at` to `next`: a heading ends the section before it and begins its own. */
static void line_follow(struct outline *outline, size_t at, size_t next, unsigned number)
{
    size_t behind = at;
    struct text heading = TEXT_NONE;
    const struct text line = markdown_line(outline->body, &behind);
    const unsigned level = marked_heading(line, &heading);
    const unsigned under = outline->above == ABOVE_PARAGRAPH ? underline_level(line) : 0;
    const struct text above = text_part(outline->body, outline->paragraph, at - outline->paragraph);
    if (level && heading.size <= LIMIT_TITLE_SIZE) {
        section_close(outline, at);
        section_open(outline, heading, level, number);
        outline->from = next;
    } else if (under && above.size <= LIMIT_TITLE_SIZE) {
        section_close(outline, outline->paragraph);
        section_open(outline, above, under, outline->paragraph_line);
        outline->from = next;
    } else {
        text_follow(outline, line, at, number);
    }
}

bool markdown_sections(const char *path, struct text body, unsigned line, struct arena *arena,
                       struct value *section_list, struct error *err)
{
    const struct place place = {path, line, 1};
    struct outline outline = {.path = path,
                              .body = markdown_without_comments(body, arena),
                              .arena = arena,
                              .place = place};
    struct markdown_fence fence = {0};
    for (size_t next = 0; next < outline.body.size; line++) {
        const size_t at = next;
        if (markdown_fenced(&fence, markdown_line(outline.body, &next)))
            outline.above = ABOVE_NOTHING;
        else
            line_follow(&outline, at, next, line);
        if (outline.sections.count > LIMIT_SECTIONS)
            return error_at(err, ERROR_REFUSED, outline.place,
                            "has more than %d headings, the most that are read of a model card",
                            LIMIT_SECTIONS);
    }
    section_close(&outline, outline.body.size);
    *section_list =
        value_placed(value_of_list(arena, outline.sections.at, outline.sections.count), place);
    return true;
}
