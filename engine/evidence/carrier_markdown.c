/* A model card: YAML between two lines of three dashes, then Markdown.
 *
 *     ---                        the front matter is read from the top of the file, so that YAML
 *     license: mit               counts the lines as the file does: its first line is the mark
 *     ---                        that begins a document
 *     # Model
 */
#include "evidence/carrier.h"
#include "evidence/markdown.h"

#include "base/encode.h"
#include "base/limits.h"
#include "value/yaml.h"

#include <strings.h>

enum { MARK_SIZE = 3 }; /* dashes */

static const struct text markdown_mark = {"\xef\xbb\xbf", 3};

static bool is_markdown_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static struct text trimmed_end(struct text line)
{
    while (line.size && is_markdown_blank(line.at[line.size - 1]))
        line.size--;
    return line;
}

/* How many dashes the line is made of; 0 where anything else but blanks behind them is in it. */
static size_t dashes(struct text line)
{
    const struct text mark = trimmed_end(line);
    size_t dash_count = 0;
    while (dash_count < mark.size && mark.at[dash_count] == '-')
        dash_count++;
    return dash_count == mark.size ? dash_count : 0;
}

/* Where front matter would begin: the first line that is not blank, at *at; counts lines. */
static struct text first_line(struct text card, size_t *at, size_t *behind, unsigned *number)
{
    *number = 0;
    for (size_t next = 0; next < card.size;) {
        *at = next;
        const struct text line = markdown_line(card, &next);
        *behind = next;
        ++*number;
        if (trimmed_end(line).size)
            return line;
    }
    return TEXT_NONE;
}

/* The parts of a card: what YAML reads, and the Markdown behind it. */
struct parts {
    struct text front, body;
    unsigned front_line, body_line; /* where the mark stands (0: there is none), and the body     */
};

/* The line of dashes that ends the front matter; false where there is none. */
static bool parts_cut(struct text card, size_t behind, unsigned line, struct parts *parts)
{
    for (size_t next = behind; next < card.size;) {
        const size_t at = next;
        const struct text content = markdown_line(card, &next);
        line++;
        if (dashes(content) != MARK_SIZE)
            continue;
        parts->front = (struct text){card.at, at};
        parts->body = text_part(card, next, card.size);
        parts->body_line = line + 1;
        return true;
    }
    return false;
}

static bool parts_find(const char *path, struct text card, struct parts *parts, struct error *err)
{
    size_t at = 0, behind = 0;
    unsigned line = 1;
    const struct text first = first_line(card, &at, &behind, &line);
    const struct place front_place = {path, line, 1};
    struct text bare = first;
    while (bare.size && is_markdown_blank(bare.at[0]))
        bare = text_part(bare, 1, bare.size);
    *parts = (struct parts){.body = card, .body_line = 1};
    if (dashes(bare) < MARK_SIZE)
        return true;
    if (bare.size != first.size)
        return error_at(err, ERROR_REFUSED, front_place,
                        "blanks stand before the --- of the front matter; remove them");
    if (dashes(first) > MARK_SIZE)
        return error_at(err, ERROR_REFUSED, front_place,
                        "front matter begins with three dashes, here are %zu", dashes(first));
    if (text_starts(text_part(card, at + first.size, 3), TEXT("\r\r\n")))
        return error_at(err, ERROR_REFUSED, front_place,
                        "the lines end in two carriage returns and a line feed, so that front "
                        "matter has no end; save the file with plain line ends");
    parts->front_line = line;
    return parts_cut(card, behind, line, parts) ||
           error_at(err, ERROR_REFUSED, front_place,
                    "the front matter that begins here never ends; end it with a line of ---");
}

static struct place place_of_byte(const char *path, struct text card, size_t byte)
{
    struct place place = {path, 0, 1};
    size_t next = 0, at = 0;
    while (next < card.size && next <= byte) {
        at = next;
        (void)markdown_line(card, &next);
        place.line++;
    }
    place.column = (unsigned)utf8_count(text_part(card, at, byte - at)) + 1;
    return place;
}

static bool encoding_check(const char *path, struct text card, struct error *err)
{
    if (text_starts(card, TEXT("\xff\xfe")) || text_starts(card, TEXT("\xfe\xff")))
        return error_at(err, ERROR_REFUSED, (struct place){path, 1, 1},
                        "the file is UTF-16; save it as UTF-8");
    const size_t nul = text_find(card, '\0');
    const size_t bad = utf8_check(text_part(card, 0, nul));
    if (bad == card.size)
        return true;
    return error_at(err, ERROR_REFUSED, place_of_byte(path, card, bad),
                    "the byte 0x%02x is no text in UTF-8", (unsigned char)card.at[bad]);
}

static bool front_read(const char *path, const struct parts *parts, struct arena *arena,
                       struct value *front, struct error *err)
{
    struct value found = value_placed(value_of_null(), (struct place){path, 1, 1});
    if (parts->front_line && !yaml_read(path, parts->front, arena, &found, err))
        return false;
    const enum value_kind kind = value_kind(&found);
    if (kind != VALUE_MAP && kind != VALUE_NULL)
        return error_at(err, ERROR_REFUSED, value_place(&found),
                        "the front matter is a %s; keys with values are needed",
                        value_kind_name(kind));
    *front = found;
    return true;
}

bool carrier_markdown_read(const char *path, struct text markdown_text, struct arena *arena,
                           struct value *document, struct error *err)
{
    struct parts parts;
    struct value front, sections;
    struct members members = {0};
    const size_t mark = text_starts(markdown_text, markdown_mark) ? markdown_mark.size : 0;
    const struct text card = text_part(markdown_text, mark, markdown_text.size);
    if (card.size > LIMIT_CARD_SIZE)
        return error_at(err, ERROR_REFUSED, (struct place){path, 0, 0},
                        "is larger than %llu bytes, the most that is read of a model card",
                        LIMIT_CARD_SIZE);
    if (!encoding_check(path, card, err) || !parts_find(path, card, &parts, err) ||
        !front_read(path, &parts, arena, &front, err) ||
        !markdown_sections(path, parts.body, parts.body_line, arena, &sections, err))
        return false;
    members_add(arena, &members, TEXT("front"), front);
    members_add(arena, &members, TEXT("sections"), sections);
    *document = value_placed(value_of_map(arena, &members), (struct place){path, 1, 1});
    return true;
}

static bool ends_in(const char *path, const char *suffix)
{
    const size_t path_size = strlen(path), suffix_size = strlen(suffix);
    return path_size >= suffix_size && strcasecmp(path + path_size - suffix_size, suffix) == 0;
}

/* Is the text no YAML list or map? A second document of YAML would be one. */
static bool is_prose(const char *path, struct text body)
{
    struct arena arena = {0};
    struct error markdown_refusal = {0};
    struct value value;
    const bool prose = !yaml_read(path, body, &arena, &value, &markdown_refusal) ||
                       (value_kind(&value) != VALUE_MAP && value_kind(&value) != VALUE_LIST);
    arena_free(&arena);
    return prose;
}

/* By its name; else front matter that ends, with a text behind it that is no YAML. */
bool carrier_markdown_claims(const char *path, struct text markdown_text)
{
    static const char *const other_suffixes[] = {".json", ".yaml",  ".yml",   ".csv",
                                                 ".tsv",  ".jsonl", ".ndjson"};
    size_t at = 0, behind = 0;
    unsigned line;
    struct parts parts = {0};
    if (ends_in(path, ".md") || ends_in(path, ".markdown"))
        return true;
    for (size_t suffix = 0; suffix < COUNT(other_suffixes); suffix++)
        if (ends_in(path, other_suffixes[suffix]))
            return false;
    return markdown_text.size <= LIMIT_CARD_SIZE &&
           dashes(first_line(markdown_text, &at, &behind, &line)) == MARK_SIZE &&
           parts_cut(markdown_text, behind, line, &parts) && parts.body.size &&
           is_prose(path, parts.body);
}
