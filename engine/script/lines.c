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
    CHUNK_NIL = 0x00,
    CHUNK_FALSE = 0x01,
    CHUNK_TRUE = 0x11,
    CHUNK_INTEGER = 0x03,
    CHUNK_FLOAT = 0x13,
    CHUNK_SHORT_TEXT = 0x04,
    CHUNK_LONG_TEXT = 0x14
};

struct cursor {
    struct text rest;
    bool failed;
    bool *seen; /* by line of the chunk */
    size_t line_max;
    unsigned depth;
};

/* ---- writing ---- */

static int piece_keep(lua_State *L, const void *bytes, size_t size, void *context)
{
    struct buffer *chunk_out = context;
    fuel_charge(L, size / 16);
    buffer_add(chunk_out, (struct text){bytes, size});
    return buffer_full(chunk_out);
}

struct text chunk_written(lua_State *L)
{
    struct buffer chunk_out = buffer_in(run_of(L)->arena, WRITTEN_MAX);
    if (lua_dump(L, piece_keep, &chunk_out, 0) != 0)
        luaL_error(L, "the compiled text is larger than %d bytes", WRITTEN_MAX);
    return buffer_text(&chunk_out);
}

/* ---- reading ---- */

static struct text chunk_bytes_take(struct cursor *chunk_cursor, size_t size)
{
    if (size > chunk_cursor->rest.size) {
        chunk_cursor->failed = true;
        chunk_cursor->rest = TEXT_NONE;
        return TEXT_NONE;
    }
    const struct text taken = text_part(chunk_cursor->rest, 0, size);
    chunk_cursor->rest = text_part(chunk_cursor->rest, size, chunk_cursor->rest.size);
    return taken;
}

static unsigned char chunk_byte_take(struct cursor *chunk_cursor)
{
    const struct text byte = chunk_bytes_take(chunk_cursor, 1);
    return byte.size ? (unsigned char)byte.at[0] : LAST_GROUP;
}

static size_t chunk_number_take(struct cursor *chunk_cursor)
{
    size_t number = 0;
    unsigned char group;
    do {
        group = chunk_byte_take(chunk_cursor);
        number = number << GROUP_BITS | (group & (LAST_GROUP - 1u));
    } while (!(group & LAST_GROUP));
    return number;
}

/* Sizes are one more than they are; 0 is no text. */
static void chunk_text_skip(struct cursor *chunk_cursor)
{
    const size_t size = chunk_number_take(chunk_cursor);
    (void)chunk_bytes_take(chunk_cursor, size ? size - 1 : 0);
}

static void chunk_array_skip(struct cursor *chunk_cursor, size_t each)
{
    const size_t count = chunk_number_take(chunk_cursor);
    if (count > chunk_cursor->rest.size)
        chunk_cursor->failed = true;
    else
        (void)chunk_bytes_take(chunk_cursor, count * each);
}

static void chunk_constant_skip(struct cursor *chunk_cursor)
{
    switch (chunk_byte_take(chunk_cursor)) {
    case CHUNK_NIL:
    case CHUNK_FALSE:
    case CHUNK_TRUE:
        break;
    case CHUNK_INTEGER:
    case CHUNK_FLOAT:
        (void)chunk_bytes_take(chunk_cursor, NUMBER_SIZE);
        break;
    case CHUNK_SHORT_TEXT:
    case CHUNK_LONG_TEXT:
        chunk_text_skip(chunk_cursor);
        break;
    default:
        chunk_cursor->failed = true;
    }
}

static void chunk_line_see(struct cursor *chunk_cursor, size_t line)
{
    if (line > chunk_cursor->line_max)
        chunk_cursor->failed = true;
    else
        chunk_cursor->seen[line] = true;
}

/* One step for each instruction, from the line before it. */
static void chunk_steps_read(struct cursor *chunk_cursor, size_t line, bool is_vararg)
{
    const size_t count = chunk_number_take(chunk_cursor);
    const struct text line_steps = chunk_bytes_take(chunk_cursor, count);
    const size_t elsewhere = chunk_number_take(chunk_cursor);
    size_t used = 0;
    for (size_t i = 0; i < line_steps.size && !chunk_cursor->failed; i++) {
        const signed char line_step = (signed char)line_steps.at[i];
        if (line_step == LINE_ELSEWHERE && used++ < elsewhere) {
            (void)chunk_number_take(chunk_cursor); /* which instruction: they come in order */
            line = chunk_number_take(chunk_cursor);
        } else {
            line = (size_t)((ptrdiff_t)line + line_step);
        }
        if ((i > 0 || !is_vararg) && i + 1 < line_steps.size)
            chunk_line_see(chunk_cursor, line);
    }
    for (; used < elsewhere && !chunk_cursor->failed; used++) {
        (void)chunk_number_take(chunk_cursor);
        (void)chunk_number_take(chunk_cursor);
    }
}

static void chunk_names_skip(struct cursor *chunk_cursor)
{
    for (size_t count = chunk_number_take(chunk_cursor); count > 0 && !chunk_cursor->failed;
         count--) {
        chunk_text_skip(chunk_cursor);
        (void)chunk_number_take(chunk_cursor);
        (void)chunk_number_take(chunk_cursor);
    }
    for (size_t count = chunk_number_take(chunk_cursor); count > 0 && !chunk_cursor->failed;
         count--)
        chunk_text_skip(chunk_cursor);
}

static void chunk_function_read(struct cursor *chunk_cursor)
{
    if (++chunk_cursor->depth > FUNCTION_DEPTH)
        chunk_cursor->failed = true;
    chunk_text_skip(chunk_cursor);
    const size_t first_line = chunk_number_take(chunk_cursor);
    (void)chunk_number_take(chunk_cursor); /* the last line */
    (void)chunk_byte_take(chunk_cursor);   /* parameters    */
    const bool is_vararg = chunk_byte_take(chunk_cursor) == 1;
    (void)chunk_byte_take(chunk_cursor); /* stack            */
    chunk_array_skip(chunk_cursor, INSTRUCTION_SIZE);
    for (size_t count = chunk_number_take(chunk_cursor); count > 0 && !chunk_cursor->failed;
         count--)
        chunk_constant_skip(chunk_cursor);
    chunk_array_skip(chunk_cursor, UPVALUE_SIZE);
    for (size_t count = chunk_number_take(chunk_cursor); count > 0 && !chunk_cursor->failed;
         count--)
        chunk_function_read(chunk_cursor);
    if (!chunk_cursor->failed)
        chunk_steps_read(chunk_cursor, first_line, is_vararg);
    chunk_names_skip(chunk_cursor);
    chunk_cursor->depth--;
}

bool lines_read(struct text written_chunk, struct arena *arena, struct lines *chunk_out,
                struct error *err)
{
    struct cursor chunk_cursor = {.rest = written_chunk, .line_max = LIMIT_POLICY_SIZE};
    struct lines lines = {0};
    chunk_cursor.seen = ARENA_ARRAY(arena, bool, chunk_cursor.line_max + 1);
    const struct text chunk_head = chunk_bytes_take(&chunk_cursor, HEAD_SIZE);
    if (chunk_head.size && chunk_head.at[VERSION_AT] == VERSION)
        chunk_function_read(&chunk_cursor);
    else
        chunk_cursor.failed = true;
    if (chunk_cursor.failed || chunk_cursor.rest.size)
        return error_set(err, ERROR_BUG, "the Lua library writes compiled text in another format");
    for (size_t line = 1; line <= chunk_cursor.line_max; line++)
        if (chunk_cursor.seen[line])
            *LIST_ADD(arena, &lines) = (unsigned)line;
    *chunk_out = lines;
    return true;
}
