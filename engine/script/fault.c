#include "script/fault.h"

#include "base/buffer.h"
#include "base/encode.h"
#include "base/limits.h"
#include "value/number.h"

static struct text limit_grouped(struct arena *arena, uint64_t limit_number)
{
    char limit_digits[NUMBER_TEXT_SIZE];
    const long long limit_shown = limit_number > INT64_MAX ? INT64_MAX : (long long)limit_number;
    const size_t digit_count = integer_write_grouped(limit_shown, limit_digits);
    return text_copy(arena, (struct text){limit_digits, digit_count});
}

static struct fault fault_limit(const struct run *run)
{
    const struct {
        const char *control, *before;
        uint64_t number;
        const char *after;
    } limit_faults[] = {
        [RUN_WITHIN] = {"error", "the policy was ended after ", 0, " units of a limit"},
        [RUN_FUEL] = {"limit:fuel", "the policy spent its ", run->fuel_max, " units of fuel"},
        [RUN_MEMORY] = {"limit:memory", "the policy needs more than ", run->memory_max,
                        " bytes of memory"},
        [RUN_STRING] = {"limit:string", "the policy makes a text of more than ", LIMIT_LUA_STRING,
                        " bytes"},
        [RUN_TIME] = {"limit:time", "the policy takes longer than ", (uint64_t)run->time_max_ms,
                      " milliseconds"},
        [RUN_FINDINGS] = {"limit:findings", "the policy makes more than ", LIMIT_FINDINGS,
                          " findings"},
    };
    const size_t limit = (size_t)run->limit < COUNT(limit_faults) ? (size_t)run->limit : 0;
    return (struct fault){
        .control = limit_faults[limit].control,
        .message = text_format(run->arena, "%s: %s%.*s%s", limit_faults[limit].control,
                               limit_faults[limit].before,
                               TEXT_ARGS(limit_grouped(run->arena, limit_faults[limit].number)),
                               limit_faults[limit].after),
        .place = run->stopped,
    };
}

struct text text_printable(struct arena *arena, struct text raised_text, size_t max)
{
    struct buffer fault_text = buffer_in(arena, 4 * raised_text.size);
    uint32_t point;
    for (size_t raised_at = 0, raised_size; raised_at < raised_text.size;
         raised_at += raised_size) {
        raised_size = utf8_read(raised_text, raised_at, &point);
        const bool is_control = raised_size == 1 && (point < ' ' || point == 0x7f);
        if (fault_text.size + 4 > max)
            break;
        if (raised_size == 0)
            buffer_format(&fault_text, "\\x%02X", (unsigned char)raised_text.at[raised_at]);
        else if (is_control)
            buffer_byte(&fault_text, ' ');
        else
            buffer_add(&fault_text, text_part(raised_text, raised_at, raised_size));
        raised_size = raised_size ? raised_size : 1;
    }
    return buffer_text(&fault_text);
}

void chunk_id(const char *path, char chunk_name[LUA_IDSIZE])
{
    static const char chunk_dots[] = "...";
    const size_t path_size = strlen(path);
    if (path_size < LUA_IDSIZE) {
        memcpy(chunk_name, path, path_size + 1);
        return;
    }
    const size_t kept_size = LUA_IDSIZE - sizeof chunk_dots;
    memcpy(chunk_name, chunk_dots, sizeof chunk_dots - 1);
    memcpy(chunk_name + sizeof chunk_dots - 1, path + path_size - kept_size, kept_size + 1);
}

/* "policies/a.lua:12: message": where the text begins so, the place takes the line and the text
 * keeps the rest. */
static struct text position_moved(struct text raised_text, struct place *place)
{
    enum { LINE_MAX_DIGITS = 9 };
    char id[LUA_IDSIZE];
    chunk_id(place->file, id);
    const struct text chunk_prefix = text_of(id);
    if (!text_starts(raised_text, chunk_prefix) || raised_text.size == chunk_prefix.size ||
        raised_text.at[chunk_prefix.size] != ':')
        return raised_text;
    unsigned chunk_line = 0;
    size_t at = chunk_prefix.size + 1;
    for (int line_digits = 0; at < raised_text.size && line_digits < LINE_MAX_DIGITS;
         line_digits++, at++) {
        if (raised_text.at[at] < '0' || raised_text.at[at] > '9')
            break;
        chunk_line = chunk_line * 10 + (unsigned)(raised_text.at[at] - '0');
    }
    const struct text raised_rest = text_part(raised_text, at, raised_text.size);
    if (chunk_line == 0 || !text_starts(raised_rest, TEXT(": ")))
        return raised_text;
    place->line = chunk_line;
    return text_part(raised_rest, 2, raised_rest.size);
}

/* An object that is no text is named with its article. */
static struct text object_named(struct arena *arena, lua_State *L)
{
    const char *kind = lua_typename(L, lua_type(L, -1));
    return lua_isnil(L, -1) ? TEXT("the policy raised an error without a message")
                            : text_format(arena,
                                          "the policy raised an error with a %s value, "
                                          "a text is needed",
                                          kind);
}

static struct fault fault_error(struct run *run, lua_State *L)
{
    struct fault fault = {.control = "error", .place = run->stopped};
    if (lua_type(L, -1) != LUA_TSTRING) {
        fault.message = object_named(run->arena, L);
        return fault;
    }
    size_t size;
    const char *at = lua_tolstring(L, -1, &size);
    struct place own = {.file = run->source->path};
    const struct text rest = position_moved((struct text){at, size}, &own);
    if (own.line)
        fault.place = own;
    fault.message = text_printable(run->arena, rest, LIMIT_MESSAGE_SIZE);
    return fault;
}

struct fault fault_of(struct run *run, lua_State *L)
{
    if (run->limit == RUN_WITHIN && run->missing)
        return (struct fault){.place = run->stopped};
    struct fault fault = run->limit != RUN_WITHIN ? fault_limit(run) : fault_error(run, L);
    if (!fault.place.file)
        fault.place = (struct place){.file = run->source->path};
    return fault;
}
