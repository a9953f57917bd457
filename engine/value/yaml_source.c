#include "value/yaml_reader.h"

#include "base/encode.h"
#include "base/limits.h"

#include <limits.h>

struct place yaml_source_place(const char *file, struct text source, size_t byte)
{
    struct place place = {file, 1, 1};
    for (size_t i = 0; i < byte; i++) {
        const unsigned char at = (unsigned char)source.at[i];
        if (at == '\n' || (at == '\r' && (i + 1 == source.size || source.at[i + 1] != '\n'))) {
            place.line++;
            place.column = 1;
        } else if ((at & 0xc0) != 0x80) {
            place.column++;
        }
    }
    return place;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* libyaml collects the white space of a text in a buffer and clears all that it ever took up after
 * each word: a long run once, then many words, keeps it busy for hours. */
static bool blanks_check(const char *file, struct text source, struct error *err)
{
    size_t runs = 0, longest = 0, longest_at = 0;
    for (size_t i = 0; i < source.size;) {
        const size_t from = i;
        while (i < source.size && is_blank(source.at[i]))
            i++;
        if (i - from > longest) {
            longest = i - from;
            longest_at = from;
        }
        runs += i > from;
        while (i < source.size && !is_blank(source.at[i]))
            i++;
    }
    if (runs * longest <= LIMIT_YAML_BLANKS)
        return true;
    return error_at(err, ERROR_REFUSED, yaml_source_place(file, source, longest_at),
                    "%zu blanks and line breaks in a row, in a file of so many words; remove them",
                    longest);
}

/* libyaml compares every %TAG line with all before it. */
static bool directives_check(const char *file, struct text source, struct error *err)
{
    static const char directive[] = "%TAG";
    size_t count = 0;
    const char *at = source.at, *end = source.at + source.size;
    while ((at = memmem(at, (size_t)(end - at), directive, sizeof directive - 1))) {
        if ((at == source.at || is_blank(at[-1])) && ++count > LIMIT_YAML_DIRECTIVES)
            return error_at(err, ERROR_REFUSED,
                            yaml_source_place(file, source, (size_t)(at - source.at)),
                            "more than %d %%TAG directives", LIMIT_YAML_DIRECTIVES);
        at += sizeof directive - 1;
    }
    return true;
}

/* A tag or an anchor as long as the file would be held four times over before it is refused. */
static bool names_check(const char *file, struct text source, struct error *err)
{
    static const char uri[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                              "-;/?:@&=+$,_.!~*'()[]%";
    bool in_name[UCHAR_MAX + 1] = {false};
    for (size_t i = 0; i < sizeof uri - 1; i++)
        in_name[(unsigned char)uri[i]] = true;
    for (size_t at = 0; at < source.size; at++) {
        if (source.at[at] != '!' && source.at[at] != '&')
            continue;
        const size_t from = at;
        while (at < source.size && in_name[(unsigned char)source.at[at]])
            at++;
        if (at - from > LIMIT_KEY_SIZE)
            return error_at(err, ERROR_REFUSED, yaml_source_place(file, source, from),
                            "a tag or an anchor is longer than %d bytes", LIMIT_KEY_SIZE);
    }
    return true;
}

static bool encoding_check(const char *file, struct text source, struct error *err)
{
    const size_t bad = utf8_check(source);
    if (text_starts(source, TEXT("\xff\xfe")) || text_starts(source, TEXT("\xfe\xff")))
        return error_at(err, ERROR_REFUSED, (struct place){file, 1, 1},
                        "the file is UTF-16; save it as UTF-8");
    if (bad == source.size)
        return true;
    return error_at(err, ERROR_REFUSED, yaml_source_place(file, source, bad),
                    "the byte 0x%02x is not UTF-8; save the file as UTF-8",
                    (unsigned char)source.at[bad]);
}

/* libyaml drops such a mark at the start of any line. */
static bool marks_check(const char *file, struct text source, struct error *err)
{
    static const struct text mark = {"\n\xef\xbb\xbf", 4};
    const char *found = memmem(source.at, source.size, mark.at, mark.size);
    if (!found)
        return true;
    const size_t at = (size_t)(found - source.at) + 1;
    return error_at(err, ERROR_REFUSED, yaml_source_place(file, source, at),
                    "a byte order mark (U+FEFF) begins this line; remove it");
}

/* ---- what libyaml is given ---- */

/* Characters that libyaml takes for line breaks, and the ones it is shown instead: noncharacters,
 * which no text holds. */
static const struct {
    struct text shown, meant;
} stand_ins[] = {
    {{"\xf0\x9f\xbf\xbe", 4}, {"\xc2\x85", 2}},     /* U+1FFFE for NEL */
    {{"\xf0\xaf\xbf\xbe", 4}, {"\xe2\x80\xa8", 3}}, /* U+2FFFE for LS  */
    {{"\xf0\xbf\xbf\xbe", 4}, {"\xe2\x80\xa9", 3}}, /* U+3FFFE for PS  */
};

enum { STAND_IN_SIZE = 4 };

static bool text_holds(struct text text, struct text part)
{
    return memmem(text.at, text.size, part.at, part.size) != NULL;
}

/* The breaks are to be hidden; false where a stand-in is in the source already. */
static bool hidden_check(const char *file, struct text source, bool *hidden, struct error *err)
{
    *hidden = false;
    for (size_t i = 0; i < COUNT(stand_ins); i++)
        *hidden = *hidden || text_holds(source, stand_ins[i].meant);
    for (size_t i = 0; *hidden && i < COUNT(stand_ins); i++) {
        const char *found = memmem(source.at, source.size, stand_ins[i].shown.at, STAND_IN_SIZE);
        if (found)
            return error_at(err, ERROR_REFUSED,
                            yaml_source_place(file, source, (size_t)(found - source.at)),
                            "U+%zuFFFE is no character", i + 1);
    }
    return true;
}

/* The stand-in of what stands at `at`, or COUNT(stand_ins). */
static size_t stand_in_at(struct text text, size_t at, bool restore)
{
    size_t i = 0;
    for (; i < COUNT(stand_ins); i++) {
        const struct text sought = restore ? stand_ins[i].shown : stand_ins[i].meant;
        if (text_starts((struct text){text.at + at, text.size - at}, sought))
            break;
    }
    return i;
}

static struct text breaks_hide(struct text source, struct arena *arena)
{
    /* from two bytes to four at most, and a line break */
    char *out = arena_alloc(arena, source.size * 2 + 1);
    size_t size = 0;
    for (size_t at = 0; at < source.size;) {
        const unsigned char byte = (unsigned char)source.at[at];
        const size_t found =
            byte == 0xc2 || byte == 0xe2 ? stand_in_at(source, at, false) : COUNT(stand_ins);
        if (found == COUNT(stand_ins)) {
            out[size++] = source.at[at++];
            continue;
        }
        memcpy(out + size, stand_ins[found].shown.at, STAND_IN_SIZE);
        size += STAND_IN_SIZE;
        at += stand_ins[found].meant.size;
    }
    return (struct text){out, size};
}

size_t yaml_source_restore(char *text, size_t size)
{
    size_t kept = 0;
    const struct text whole = {text, size};
    for (size_t at = 0; at < size;) {
        const size_t found =
            (unsigned char)text[at] == 0xf0 ? stand_in_at(whole, at, true) : COUNT(stand_ins);
        if (found == COUNT(stand_ins)) {
            text[kept++] = text[at++];
            continue;
        }
        memcpy(text + kept, stand_ins[found].meant.at, stand_ins[found].meant.size);
        kept += stand_ins[found].meant.size;
        at += STAND_IN_SIZE;
    }
    return kept;
}

/* A last line of blanks alone, without its line break: libyaml takes them for contents of a
 * block. */
static bool ends_in_blanks(struct text source)
{
    size_t at = source.size;
    while (at && (source.at[at - 1] == ' ' || source.at[at - 1] == '\t'))
        at--;
    return at && at < source.size && (source.at[at - 1] == '\n' || source.at[at - 1] == '\r');
}

static struct text line_end_add(struct text source, struct arena *arena)
{
    char *out = arena_alloc(arena, source.size + 1);
    memcpy(out, source.at, source.size);
    out[source.size] = '\n';
    return (struct text){out, source.size + 1};
}

bool yaml_source_check(const char *file, struct text *source, bool *hidden, struct arena *arena,
                       struct error *err)
{
    const struct text byte_order_mark = TEXT("\xef\xbb\xbf");
    struct text rest = {source->at ? source->at : "", source->size};
    if (source->size > LIMIT_YAML_SIZE)
        return error_at(err, ERROR_REFUSED, (struct place){file, 0, 0},
                        "the file is larger than %llu bytes", LIMIT_YAML_SIZE);
    if (text_starts(rest, byte_order_mark))
        rest = text_part(rest, byte_order_mark.size, rest.size);
    if (!encoding_check(file, rest, err) || !marks_check(file, rest, err) ||
        !directives_check(file, rest, err) || !names_check(file, rest, err) ||
        !blanks_check(file, rest, err) || !hidden_check(file, rest, hidden, err))
        return false;
    if (*hidden)
        rest = breaks_hide(rest, arena);
    *source = ends_in_blanks(rest) ? line_end_add(rest, arena) : rest;
    return true;
}
