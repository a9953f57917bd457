#include "script/lines.h"

#include "base/buffer.h"
#include "base/limits.h"

/* The format of Lua 5.4 (its lundump.h): a head, then functions in functions. Numbers are groups of
 * seven bits, the gravest first, the last one marked. */
enum {
    WRITTEN_MAX = 16 << 20, /* bytes; a text of LIMIT_POLICY_SIZE needs less         */
    HEAD_SIZE = 32,         /* signature, version, sizes, test numbers, upvalues     */
    VERSION_AT = 4,
    VERSION = 0x54,
    INSTRUCTION_SIZE = 4,
    UPVALUE_SIZE = 3,
    NUMBER_SIZE = 8,
    FUNCTION_DEPTH = 256,  /* Lua itself refuses to read more than 200              */
    LINE_ELSEWHERE = -128, /* a step too far for a byte: the line stands in a list  */
    LAST_GROUP = 0x80,
    GROUP_BITS = 7,
};

/* Kinds of constants. */
enum {
    CONSTANT_NIL = 0x00,
    CONSTANT_FALSE = 0x01,
    CONSTANT_TRUE = 0x11,
    CONSTANT_INTEGER = 0x03,
    CONSTANT_FLOAT = 0x13,
    CONSTANT_SHORT = 0x04,
    CONSTANT_LONG = 0x14
};

struct cursor {
    struct text rest;
    bool failed;
    bool *seen; /* by line */
    size_t line_max;
    unsigned depth;
};

/* ---- writing ---- */

static int piece_keep(lua_State *L, const void *bytes, size_t size, void *context)
{
    struct buffer *out = context;
    fuel_charge(L, size / 16);
    buffer_add(out, (struct text){bytes, size});
    return buffer_full(out);
}

struct text chunk_written(lua_State *L)
{
    struct buffer out = buffer_in(run_of(L)->arena, WRITTEN_MAX);
    if (lua_dump(L, piece_keep, &out, 0) != 0)
        luaL_error(L, "the compiled text is larger than %d bytes", WRITTEN_MAX);
    return buffer_text(&out);
}

/* ---- reading ---- */

static struct text bytes_take(struct cursor *cursor, size_t size)
{
    if (size > cursor->rest.size) {
        cursor->failed = true;
        cursor->rest = TEXT_NONE;
        return TEXT_NONE;
    }
    const struct text taken = text_part(cursor->rest, 0, size);
    cursor->rest = text_part(cursor->rest, size, cursor->rest.size);
    return taken;
}

static unsigned char byte_take(struct cursor *cursor)
{
    const struct text byte = bytes_take(cursor, 1);
    return byte.size ? (unsigned char)byte.at[0] : LAST_GROUP;
}

static size_t number_take(struct cursor *cursor)
{
    size_t number = 0;
    unsigned char group;
    do {
        group = byte_take(cursor);
        number = number << GROUP_BITS | (group & (LAST_GROUP - 1u));
    } while (!(group & LAST_GROUP));
    return number;
}

/* Sizes are one more than they are; 0 is no text. */
static void text_skip(struct cursor *cursor)
{
    const size_t size = number_take(cursor);
    (void)bytes_take(cursor, size ? size - 1 : 0);
}

static void array_skip(struct cursor *cursor, size_t each)
{
    const size_t count = number_take(cursor);
    if (count > cursor->rest.size)
        cursor->failed = true;
    else
        (void)bytes_take(cursor, count * each);
}

static void constant_skip(struct cursor *cursor)
{
    switch (byte_take(cursor)) {
    case CONSTANT_NIL:
    case CONSTANT_FALSE:
    case CONSTANT_TRUE:
        break;
    case CONSTANT_INTEGER:
    case CONSTANT_FLOAT:
        (void)bytes_take(cursor, NUMBER_SIZE);
        break;
    case CONSTANT_SHORT:
    case CONSTANT_LONG:
        text_skip(cursor);
        break;
    default:
        cursor->failed = true;
    }
}

static void line_see(struct cursor *cursor, size_t line)
{
    if (line > cursor->line_max)
        cursor->failed = true;
    else
        cursor->seen[line] = true;
}

/* One step for each instruction, from the line before it. */
static void steps_read(struct cursor *cursor, size_t line, bool is_vararg)
{
    const size_t count = number_take(cursor);
    const struct text steps = bytes_take(cursor, count);
    const size_t elsewhere = number_take(cursor);
    size_t used = 0;
    for (size_t i = 0; i < steps.size && !cursor->failed; i++) {
        const signed char step = (signed char)steps.at[i];
        if (step == LINE_ELSEWHERE && used++ < elsewhere) {
            (void)number_take(cursor); /* which instruction: they come in order */
            line = number_take(cursor);
        } else {
            line = (size_t)((ptrdiff_t)line + step);
        }
        if ((i > 0 || !is_vararg) && i + 1 < steps.size)
            line_see(cursor, line);
    }
    for (; used < elsewhere && !cursor->failed; used++) {
        (void)number_take(cursor);
        (void)number_take(cursor);
    }
}

static void names_skip(struct cursor *cursor)
{
    for (size_t count = number_take(cursor); count > 0 && !cursor->failed; count--) {
        text_skip(cursor);
        (void)number_take(cursor);
        (void)number_take(cursor);
    }
    for (size_t count = number_take(cursor); count > 0 && !cursor->failed; count--)
        text_skip(cursor);
}

static void function_read(struct cursor *cursor)
{
    if (++cursor->depth > FUNCTION_DEPTH)
        cursor->failed = true;
    text_skip(cursor);
    const size_t first_line = number_take(cursor);
    (void)number_take(cursor); /* the last line    */
    (void)byte_take(cursor);   /* parameters       */
    const bool is_vararg = byte_take(cursor) == 1;
    (void)byte_take(cursor); /* stack            */
    array_skip(cursor, INSTRUCTION_SIZE);
    for (size_t count = number_take(cursor); count > 0 && !cursor->failed; count--)
        constant_skip(cursor);
    array_skip(cursor, UPVALUE_SIZE);
    for (size_t count = number_take(cursor); count > 0 && !cursor->failed; count--)
        function_read(cursor);
    if (!cursor->failed)
        steps_read(cursor, first_line, is_vararg);
    names_skip(cursor);
    cursor->depth--;
}

bool lines_read(struct text written, struct arena *arena, struct lines *out, struct error *err)
{
    struct cursor cursor = {.rest = written, .line_max = LIMIT_POLICY_SIZE};
    struct lines lines = {0};
    cursor.seen = ARENA_ARRAY(arena, bool, cursor.line_max + 1);
    const struct text head = bytes_take(&cursor, HEAD_SIZE);
    if (head.size && head.at[VERSION_AT] == VERSION)
        function_read(&cursor);
    else
        cursor.failed = true;
    if (cursor.failed || cursor.rest.size)
        return error_set(err, ERROR_BUG, "the Lua library writes compiled text in another format");
    for (size_t line = 1; line <= cursor.line_max; line++)
        if (cursor.seen[line])
            *LIST_ADD(arena, &lines) = (unsigned)line;
    *out = lines;
    return true;
}
