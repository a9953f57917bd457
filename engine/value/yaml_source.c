#include "value/yaml_reader.h"

#include "base/encode.h"
#include "base/limits.h"

#include <limits.h>

struct place yaml_source_place(const char *file, struct text yaml_text, size_t byte)
{
    struct place place = {file, 1, 1};
    for (size_t source_byte = 0; source_byte < byte; source_byte++) {
        const unsigned char character = (unsigned char)yaml_text.at[source_byte];
        if (character == '\n' || (character == '\r' && (source_byte + 1 == yaml_text.size ||
                                                        yaml_text.at[source_byte + 1] != '\n'))) {
            place.line++;
            place.column = 1;
        } else if ((character & 0xc0) != 0x80) {
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
static bool blanks_check(const char *file, struct text yaml_text, struct error *err)
{
    size_t runs = 0, longest = 0, longest_at = 0;
    for (size_t at = 0; at < yaml_text.size;) {
        const size_t run = at;
        while (at < yaml_text.size && is_blank(yaml_text.at[at]))
            at++;
        if (at - run > longest) {
            longest = at - run;
            longest_at = run;
        }
        runs += at > run;
        while (at < yaml_text.size && !is_blank(yaml_text.at[at]))
            at++;
    }
    if (runs * longest <= LIMIT_YAML_BLANKS)
        return true;
    return error_at(err, ERROR_REFUSED, yaml_source_place(file, yaml_text, longest_at),
                    "%zu blanks and line breaks in a row, in a file of so many words; remove them",
                    longest);
}

/* libyaml compares every %TAG line with all before it. */
static bool directives_check(const char *file, struct text yaml_text, struct error *err)
{
    static const char directive[] = "%TAG";
    size_t count = 0;
    const char *at = yaml_text.at, *end = yaml_text.at + yaml_text.size;
    while ((at = memmem(at, (size_t)(end - at), directive, sizeof directive - 1))) {
        if ((at == yaml_text.at || is_blank(at[-1])) && ++count > LIMIT_YAML_DIRECTIVES)
            return error_at(err, ERROR_REFUSED,
                            yaml_source_place(file, yaml_text, (size_t)(at - yaml_text.at)),
                            "more than %d %%TAG directives", LIMIT_YAML_DIRECTIVES);
        at += sizeof directive - 1;
    }
    return true;
}

/* A tag or an anchor as long as the file would be held four times over before it is refused. */
static bool names_check(const char *file, struct text yaml_text, struct error *err)
{
    static const char uri[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                              "-;/?:@&=+$,_.!~*'()[]%";
    bool in_name[UCHAR_MAX + 1] = {false};
    for (size_t uri_character = 0; uri_character < sizeof uri - 1; uri_character++)
        in_name[(unsigned char)uri[uri_character]] = true;
    for (size_t at = 0; at < yaml_text.size; at++) {
        if (yaml_text.at[at] != '!' && yaml_text.at[at] != '&')
            continue;
        const size_t name = at;
        while (at < yaml_text.size && in_name[(unsigned char)yaml_text.at[at]])
            at++;
        if (at - name > LIMIT_KEY_SIZE)
            return error_at(err, ERROR_REFUSED, yaml_source_place(file, yaml_text, name),
                            "a tag or an anchor is longer than %d bytes", LIMIT_KEY_SIZE);
    }
    return true;
}

static bool encoding_check(const char *file, struct text yaml_text, struct error *err)
{
    const size_t stray = utf8_check(yaml_text);
    if (text_starts(yaml_text, TEXT("\xff\xfe")) || text_starts(yaml_text, TEXT("\xfe\xff")))
        return error_at(err, ERROR_REFUSED, (struct place){file, 1, 1},
                        "the file is UTF-16; save it as UTF-8");
    if (stray == yaml_text.size)
        return true;
    return error_at(err, ERROR_REFUSED, yaml_source_place(file, yaml_text, stray),
                    "the byte 0x%02x is not UTF-8; save the file as UTF-8",
                    (unsigned char)yaml_text.at[stray]);
}

/* libyaml drops such a mark at the start of any line. */
static bool marks_check(const char *file, struct text yaml_text, struct error *err)
{
    static const struct text mark = {"\n\xef\xbb\xbf", 4};
    const char *found = memmem(yaml_text.at, yaml_text.size, mark.at, mark.size);
    if (!found)
        return true;
    const size_t at = (size_t)(found - yaml_text.at) + 1;
    return error_at(err, ERROR_REFUSED, yaml_source_place(file, yaml_text, at),
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

static bool source_holds(struct text text, struct text part)
{
    return memmem(text.at, text.size, part.at, part.size) != NULL;
}

/* The breaks are to be hidden; false where a stand-in is in the source already. */
static bool hidden_check(const char *file, struct text yaml_text, bool *hidden, struct error *err)
{
    *hidden = false;
    for (size_t break_kind = 0; break_kind < COUNT(stand_ins); break_kind++)
        *hidden = *hidden || source_holds(yaml_text, stand_ins[break_kind].meant);
    for (size_t break_kind = 0; *hidden && break_kind < COUNT(stand_ins); break_kind++) {
        const char *found =
            memmem(yaml_text.at, yaml_text.size, stand_ins[break_kind].shown.at, STAND_IN_SIZE);
        if (found)
            return error_at(err, ERROR_REFUSED,
                            yaml_source_place(file, yaml_text, (size_t)(found - yaml_text.at)),
                            "U+%zuFFFE is no character", break_kind + 1);
    }
    return true;
}

/* The stand-in of what stands at `at`, or COUNT(stand_ins). */
static size_t stand_in_at(struct text text, size_t at, bool restore)
{
    size_t stand_in = 0;
    for (; stand_in < COUNT(stand_ins); stand_in++) {
        const struct text sought = restore ? stand_ins[stand_in].shown : stand_ins[stand_in].meant;
        if (text_starts((struct text){text.at + at, text.size - at}, sought))
            break;
    }
    return stand_in;
}

static struct text breaks_hide(struct text yaml_text, struct arena *arena)
{
    /* from two bytes to four at most, and a line break */
    char *shown = arena_alloc(arena, yaml_text.size * 2 + 1);
    size_t size = 0;
    for (size_t at = 0; at < yaml_text.size;) {
        const unsigned char byte = (unsigned char)yaml_text.at[at];
        const size_t stand_in =
            byte == 0xc2 || byte == 0xe2 ? stand_in_at(yaml_text, at, false) : COUNT(stand_ins);
        if (stand_in == COUNT(stand_ins)) {
            shown[size++] = yaml_text.at[at++];
            continue;
        }
        memcpy(shown + size, stand_ins[stand_in].shown.at, STAND_IN_SIZE);
        size += STAND_IN_SIZE;
        at += stand_ins[stand_in].meant.size;
    }
    return (struct text){shown, size};
}

size_t yaml_source_restore(char *text, size_t size)
{
    size_t restored = 0;
    const struct text shown = {text, size};
    for (size_t at = 0; at < size;) {
        const size_t stand_in =
            (unsigned char)text[at] == 0xf0 ? stand_in_at(shown, at, true) : COUNT(stand_ins);
        if (stand_in == COUNT(stand_ins)) {
            text[restored++] = text[at++];
            continue;
        }
        memcpy(text + restored, stand_ins[stand_in].meant.at, stand_ins[stand_in].meant.size);
        restored += stand_ins[stand_in].meant.size;
        at += STAND_IN_SIZE;
    }
    return restored;
}

/* A last line of blanks alone, without its line break: libyaml takes them for contents of a
 * block. */
static bool ends_in_blanks(struct text yaml_text)
{
    size_t at = yaml_text.size;
    while (at && (yaml_text.at[at - 1] == ' ' || yaml_text.at[at - 1] == '\t'))
        at--;
    return at && at < yaml_text.size &&
           (yaml_text.at[at - 1] == '\n' || yaml_text.at[at - 1] == '\r');
}

static struct text line_end_add(struct text yaml_text, struct arena *arena)
{
    char *closed = arena_alloc(arena, yaml_text.size + 1);
    memcpy(closed, yaml_text.at, yaml_text.size);
    closed[yaml_text.size] = '\n';
    return (struct text){closed, yaml_text.size + 1};
}

bool yaml_source_check(const char *file, struct text *yaml_text, bool *hidden, struct arena *arena,
                       struct error *err)
{
    const struct text byte_order_mark = TEXT("\xef\xbb\xbf");
    struct text rest = {yaml_text->at ? yaml_text->at : "", yaml_text->size};
    if (yaml_text->size > LIMIT_YAML_SIZE)
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
    *yaml_text = ends_in_blanks(rest) ? line_end_add(rest, arena) : rest;
    return true;
}
