#include "script/matcher.h"

#include "base/limits.h"

/* A pattern of Lua on its way to being parts. */
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

static NORETURN void malformed(const struct reader *part_reader, const char *why)
{
    luaL_error(part_reader->L, "malformed pattern: %s", why);
    __builtin_unreachable();
}

static bool part_reader_ends(const struct reader *part_reader)
{
    return part_reader->at >= part_reader->text.size;
}

static unsigned char part_byte_next(struct reader *part_reader, const char *why)
{
    if (part_reader_ends(part_reader))
        malformed(part_reader, why);
    return (unsigned char)part_reader->text.at[part_reader->at++];
}

static bool part_byte_follows(const struct reader *part_reader, char byte)
{
    return !part_reader_ends(part_reader) && part_reader->text.at[part_reader->at] == byte;
}

/* ---- parts that are sets of bytes ---- */

static void part_set_byte(struct part *part, unsigned char byte)
{
    part->set[byte / 32] |= UINT32_C(1) << byte % 32;
}

static void part_set_range(struct part *part, unsigned char low, unsigned char high)
{
    for (unsigned byte = low; byte <= high; byte++)
        part_set_byte(part, (unsigned char)byte);
}

static void part_set_invert(struct part *part)
{
    for (size_t part_word = 0; part_word < COUNT(part->set); part_word++)
        part->set[part_word] = ~part->set[part_word];
}

/* Ranges of ASCII that a class is, as pairs of bytes; NULL for a letter that names none. */
static const char *part_class_ranges(unsigned char letter)
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
static void part_class_add(struct part *part, unsigned char letter)
{
    struct part part_class = {0};
    const bool is_upper = letter >= 'A' && letter <= 'Z';
    const unsigned char lower = is_upper ? (unsigned char)(letter + 'a' - 'A') : letter;
    const char *ranges = part_class_ranges(lower);
    if (!ranges) {
        part_set_byte(part, letter);
        return;
    }
    if (lower == 'c')
        part_set_byte(&part_class, 0);
    for (; *ranges; ranges += 2)
        part_set_range(&part_class, (unsigned char)ranges[0], (unsigned char)ranges[1]);
    if (is_upper)
        part_set_invert(&part_class);
    for (size_t part_word = 0; part_word < COUNT(part->set); part_word++)
        part->set[part_word] |= part_class.set[part_word];
}

/* Where the ] of a part's set stands. One that comes first, or behind a %, stands for itself. */
static size_t part_brackets_end(const struct reader *part_reader)
{
    size_t at = part_reader->at;
    do {
        if (at >= part_reader->text.size)
            malformed(part_reader, unfinished);
        at += part_reader->text.at[at] == '%' ? 2 : 1;
    } while (at >= part_reader->text.size || part_reader->text.at[at] != ']');
    return at;
}

/* After the [. */
static void part_brackets_read(struct reader *part_reader, struct part *part)
{
    const bool inverted = part_byte_follows(part_reader, '^');
    part_reader->at += inverted;
    const size_t end = part_brackets_end(part_reader);
    while (part_reader->at < end) {
        const unsigned char byte = part_byte_next(part_reader, unfinished);
        if (byte == '%') {
            part_class_add(part, part_byte_next(part_reader, unfinished));
        } else if (part_byte_follows(part_reader, '-') && part_reader->at + 1 < end) {
            part_reader->at++;
            part_set_range(part, byte, part_byte_next(part_reader, unfinished));
        } else {
            part_set_byte(part, byte);
        }
    }
    part_reader->at = end + 1;
    if (inverted)
        part_set_invert(part);
}

/* ---- parts ---- */

static void part_times_read(struct reader *part_reader, struct part *part)
{
    static const char signs[] = "?*+-";
    const char *sign = part_reader_ends(part_reader)
                           ? NULL
                           : memchr(signs, part_reader->text.at[part_reader->at], sizeof signs - 1);
    if (!sign)
        return;
    part_reader->at++;
    part->times = (uint8_t)(TIMES_MAYBE + (sign - signs));
    if (++part_reader->repeats > REPEATS_MAX)
        luaL_error(part_reader->L, "the pattern repeats more than %d of its parts", REPEATS_MAX);
}

static void capture_open_read(struct reader *part_reader, struct part *part)
{
    if (part_reader->opened == CAPTURES_MAX)
        malformed(part_reader, "more than 32 captures");
    part->first = (uint8_t)part_reader->opened++;
    if (part_byte_follows(part_reader, ')')) {
        part_reader->at++;
        part->kind = PART_POSITION;
        part_reader->closed[part->first] = true;
        return;
    }
    part->kind = PART_OPEN;
    part_reader->open[part_reader->open_count++] = part->first;
}

static void capture_close_read(struct reader *part_reader, struct part *part)
{
    if (part_reader->open_count == 0)
        malformed(part_reader, "a ) without its (");
    part->kind = PART_CLOSE;
    part->first = part_reader->open[--part_reader->open_count];
    part_reader->closed[part->first] = true;
}

static void capture_again_read(struct reader *part_reader, struct part *part, unsigned char digit)
{
    const size_t index = (size_t)(digit - '1');
    if (digit == '0' || index >= part_reader->opened || !part_reader->closed[index])
        malformed(part_reader, "a %1 to %9 whose capture has not ended");
    part->kind = PART_AGAIN;
    part->first = (uint8_t)index;
}

static void part_escape_read(struct reader *part_reader, struct part *part)
{
    const unsigned char letter = part_byte_next(part_reader, "it ends with %");
    if (letter == 'b') {
        part->kind = PART_BALANCED;
        part->first = part_byte_next(part_reader, "%b needs two characters");
        part->second = part_byte_next(part_reader, "%b needs two characters");
    } else if (letter == 'f') {
        if (part_byte_next(part_reader, "%f needs a [") != '[')
            malformed(part_reader, "%f needs a [");
        part->kind = PART_FRONTIER;
        part_brackets_read(part_reader, part);
    } else if (letter >= '0' && letter <= '9') {
        capture_again_read(part_reader, part, letter);
    } else {
        part_class_add(part, letter);
        part_times_read(part_reader, part);
    }
}

static void part_read(struct reader *part_reader)
{
    struct part *part = &part_reader->parts[part_reader->count++];
    const unsigned char byte = part_byte_next(part_reader, "it ends too early");
    *part = (struct part){.kind = PART_BYTE};
    if (byte == '(')
        capture_open_read(part_reader, part);
    else if (byte == ')')
        capture_close_read(part_reader, part);
    else if (byte == '$' && part_reader_ends(part_reader))
        part->kind = PART_END;
    else if (byte == '%')
        part_escape_read(part_reader, part);
    else {
        if (byte == '[')
            part_brackets_read(part_reader, part);
        else if (byte == '.')
            part_set_range(part, 0, UINT8_MAX);
        else
            part_set_byte(part, byte);
        part_times_read(part_reader, part);
    }
}

void matcher_read(lua_State *L, struct text pattern, bool anchors, struct matcher *out)
{
    if (pattern.size > LIMIT_PATTERN_SIZE)
        luaL_error(L, "the pattern is longer than %d bytes", LIMIT_PATTERN_SIZE);
    fuel_charge(L, 1 + pattern.size);
    struct reader part_reader = {.L = L, .text = pattern};
    part_reader.parts = lua_newuserdatauv(L, (pattern.size + 1) * sizeof *part_reader.parts, 0);
    const bool anchored = anchors && part_byte_follows(&part_reader, '^');
    part_reader.at += anchored;
    while (!part_reader_ends(&part_reader))
        part_read(&part_reader);
    if (part_reader.open_count)
        malformed(&part_reader, "a ( without its )");
    *out = (struct matcher){.L = L,
                            .parts = part_reader.parts,
                            .count = part_reader.count,
                            .anchored = anchored,
                            .capture_count = part_reader.opened};
}
