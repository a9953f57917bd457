#include "script/matcher.h"

#include "base/limits.h"

/* A pattern on its way to being parts. */
struct reader {
    lua_State *L;
    struct text text;
    size_t at;
    struct part *parts;
    size_t count, repeats;
    size_t opened;              /* captures so far                    */
    uint8_t open[CAPTURES_MAX]; /* those that are not closed, in order */
    size_t open_count;
    bool closed[CAPTURES_MAX];
};

static const char unfinished[] = "a [ without its ]";

static NORETURN void malformed(const struct reader *reader, const char *why)
{
    luaL_error(reader->L, "malformed pattern: %s", why);
    __builtin_unreachable();
}

static bool at_end(const struct reader *reader)
{
    return reader->at >= reader->text.size;
}

static unsigned char byte_next(struct reader *reader, const char *why)
{
    if (at_end(reader))
        malformed(reader, why);
    return (unsigned char)reader->text.at[reader->at++];
}

static bool byte_follows(const struct reader *reader, char byte)
{
    return !at_end(reader) && reader->text.at[reader->at] == byte;
}

/* ---- sets of bytes ---- */

static void set_byte(struct part *part, unsigned char byte)
{
    part->set[byte / 32] |= UINT32_C(1) << byte % 32;
}

static void set_range(struct part *part, unsigned char low, unsigned char high)
{
    for (unsigned byte = low; byte <= high; byte++)
        set_byte(part, (unsigned char)byte);
}

static void set_invert(struct part *part)
{
    for (size_t i = 0; i < COUNT(part->set); i++)
        part->set[i] = ~part->set[i];
}

/* Ranges of ASCII that a class is, as pairs of bytes; NULL for a letter that names none. */
static const char *class_ranges(unsigned char letter)
{
    switch (letter) {
    case 'a':
        return "AZaz";
    case 'c':
        return "\x01\x1f\x7f\x7f";
    case 'd':
        return "09";
    case 'g':
        return "!~";
    case 'l':
        return "az";
    case 'p':
        return "!/:@[`{~";
    case 's':
        return "\t\r  ";
    case 'u':
        return "AZ";
    case 'w':
        return "09AZaz";
    case 'x':
        return "09AFaf";
    default:
        return NULL;
    }
}

/* What follows a %, in or out of brackets: a class, or the character itself. */
static void class_add(struct part *part, unsigned char letter)
{
    struct part class = {0};
    const bool is_upper = letter >= 'A' && letter <= 'Z';
    const unsigned char lower = is_upper ? (unsigned char)(letter + 'a' - 'A') : letter;
    const char *ranges = class_ranges(lower);
    if (!ranges) {
        set_byte(part, letter);
        return;
    }
    if (lower == 'c')
        set_byte(&class, 0);
    for (; *ranges; ranges += 2)
        set_range(&class, (unsigned char)ranges[0], (unsigned char)ranges[1]);
    if (is_upper)
        set_invert(&class);
    for (size_t i = 0; i < COUNT(part->set); i++)
        part->set[i] |= class.set[i];
}

/* Where the ] of a set stands. One that comes first, or behind a %, stands for itself. */
static size_t brackets_end(const struct reader *reader)
{
    size_t at = reader->at;
    do {
        if (at >= reader->text.size)
            malformed(reader, unfinished);
        at += reader->text.at[at] == '%' ? 2 : 1;
    } while (at >= reader->text.size || reader->text.at[at] != ']');
    return at;
}

/* After the [. */
static void brackets_read(struct reader *reader, struct part *part)
{
    const bool inverted = byte_follows(reader, '^');
    reader->at += inverted;
    const size_t end = brackets_end(reader);
    while (reader->at < end) {
        const unsigned char byte = byte_next(reader, unfinished);
        if (byte == '%') {
            class_add(part, byte_next(reader, unfinished));
        } else if (byte_follows(reader, '-') && reader->at + 1 < end) {
            reader->at++;
            set_range(part, byte, byte_next(reader, unfinished));
        } else {
            set_byte(part, byte);
        }
    }
    reader->at = end + 1;
    if (inverted)
        set_invert(part);
}

/* ---- parts ---- */

static void times_read(struct reader *reader, struct part *part)
{
    static const char signs[] = "?*+-";
    const char *sign =
        at_end(reader) ? NULL : memchr(signs, reader->text.at[reader->at], sizeof signs - 1);
    if (!sign)
        return;
    reader->at++;
    part->times = (uint8_t)(TIMES_MAYBE + (sign - signs));
    if (++reader->repeats > REPEATS_MAX)
        luaL_error(reader->L, "the pattern repeats more than %d of its parts", REPEATS_MAX);
}

static void open_read(struct reader *reader, struct part *part)
{
    if (reader->opened == CAPTURES_MAX)
        malformed(reader, "more than 32 captures");
    part->first = (uint8_t)reader->opened++;
    if (byte_follows(reader, ')')) {
        reader->at++;
        part->kind = PART_POSITION;
        reader->closed[part->first] = true;
        return;
    }
    part->kind = PART_OPEN;
    reader->open[reader->open_count++] = part->first;
}

static void close_read(struct reader *reader, struct part *part)
{
    if (reader->open_count == 0)
        malformed(reader, "a ) without its (");
    part->kind = PART_CLOSE;
    part->first = reader->open[--reader->open_count];
    reader->closed[part->first] = true;
}

static void again_read(struct reader *reader, struct part *part, unsigned char digit)
{
    const size_t index = (size_t)(digit - '1');
    if (digit == '0' || index >= reader->opened || !reader->closed[index])
        malformed(reader, "a %1 to %9 whose capture has not ended");
    part->kind = PART_AGAIN;
    part->first = (uint8_t)index;
}

static void escape_read(struct reader *reader, struct part *part)
{
    const unsigned char letter = byte_next(reader, "it ends with %");
    if (letter == 'b') {
        part->kind = PART_BALANCED;
        part->first = byte_next(reader, "%b needs two characters");
        part->second = byte_next(reader, "%b needs two characters");
    } else if (letter == 'f') {
        if (byte_next(reader, "%f needs a [") != '[')
            malformed(reader, "%f needs a [");
        part->kind = PART_FRONTIER;
        brackets_read(reader, part);
    } else if (letter >= '0' && letter <= '9') {
        again_read(reader, part, letter);
    } else {
        class_add(part, letter);
        times_read(reader, part);
    }
}

static void part_read(struct reader *reader)
{
    struct part *part = &reader->parts[reader->count++];
    const unsigned char byte = byte_next(reader, "it ends too early");
    *part = (struct part){.kind = PART_BYTE};
    if (byte == '(')
        open_read(reader, part);
    else if (byte == ')')
        close_read(reader, part);
    else if (byte == '$' && at_end(reader))
        part->kind = PART_END;
    else if (byte == '%')
        escape_read(reader, part);
    else {
        if (byte == '[')
            brackets_read(reader, part);
        else if (byte == '.')
            set_range(part, 0, UINT8_MAX);
        else
            set_byte(part, byte);
        times_read(reader, part);
    }
}

void matcher_read(lua_State *L, struct text pattern, bool anchors, struct matcher *out)
{
    if (pattern.size > LIMIT_PATTERN_SIZE)
        luaL_error(L, "the pattern is longer than %d bytes", LIMIT_PATTERN_SIZE);
    fuel_charge(L, 1 + pattern.size);
    struct reader reader = {.L = L, .text = pattern};
    reader.parts = lua_newuserdatauv(L, (pattern.size + 1) * sizeof *reader.parts, 0);
    const bool anchored = anchors && byte_follows(&reader, '^');
    reader.at += anchored;
    while (!at_end(&reader))
        part_read(&reader);
    if (reader.open_count)
        malformed(&reader, "a ( without its )");
    *out = (struct matcher){.L = L,
                            .parts = reader.parts,
                            .count = reader.count,
                            .anchored = anchored,
                            .capture_count = reader.opened};
}
