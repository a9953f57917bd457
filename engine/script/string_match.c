#include "script/argument.h"
#include "script/functions.h"
#include "script/matcher.h"
#include "script/scratch.h"

/* Where a search that begins at `init` (from 1; from the end where negative) starts, from 0. */
static size_t start_of(lua_Integer init, size_t size)
{
    if (init > 0)
        return (size_t)init - 1;
    if (init == 0 || init < -(lua_Integer)size)
        return 0;
    return size - (size_t)-init;
}

static bool is_literal(struct text pattern)
{
    static const char specials[] = "^$*+?.([%-";
    for (size_t i = 0; i < pattern.size; i++)
        if (memchr(specials, pattern.at[i], sizeof specials - 1))
            return false;
    return true;
}

static int find_literal(lua_State *L, struct text subject, struct text wanted, size_t from)
{
    bytes_charge(L, subject.size - from + wanted.size);
    const char *found = wanted.size
                            ? memmem(subject.at + from, subject.size - from, wanted.at, wanted.size)
                            : subject.at + from;
    if (!found) {
        lua_pushnil(L);
        return 1;
    }
    const lua_Integer at = found - subject.at;
    lua_pushinteger(L, at + 1);
    lua_pushinteger(L, at + (lua_Integer)wanted.size);
    return 2;
}

static int find_pattern(lua_State *L, struct matcher *matcher, size_t from, bool places)
{
    const size_t end = matcher_find(matcher, &from);
    if (end == NOWHERE) {
        lua_pushnil(L);
        return 1;
    }
    if (!places)
        return captures_push(matcher, true, from, end);
    lua_pushinteger(L, (lua_Integer)from + 1);
    lua_pushinteger(L, (lua_Integer)end);
    return 2 + captures_push(matcher, false, from, end);
}

int string_find(lua_State *L)
{
    struct matcher matcher;
    const struct text subject = argument_text(L, 1, "string.find: a text");
    const struct text pattern = argument_text(L, 2, "string.find: a pattern");
    const size_t from =
        start_of(argument_integer_or(L, 3, "string.find: a position", 1), subject.size);
    if (from > subject.size) {
        lua_pushnil(L);
        return 1;
    }
    if (lua_toboolean(L, 4) || is_literal(pattern))
        return find_literal(L, subject, pattern, from);
    matcher_read(L, pattern, true, &matcher);
    matcher.subject = subject;
    return find_pattern(L, &matcher, from, true);
}

int string_match(lua_State *L)
{
    struct matcher matcher;
    const struct text subject = argument_text(L, 1, "string.match: a text");
    const struct text pattern = argument_text(L, 2, "string.match: a pattern");
    const size_t from =
        start_of(argument_integer_or(L, 3, "string.match: a position", 1), subject.size);
    if (from > subject.size) {
        lua_pushnil(L);
        return 1;
    }
    matcher_read(L, pattern, true, &matcher);
    matcher.subject = subject;
    return find_pattern(L, &matcher, from, false);
}

/* ---- gmatch ---- */

/* Upvalues of the loop: the text, a block that holds `struct search`, the parts. */
struct search {
    struct matcher matcher;
    size_t from;     /* where the matcher looks next                         */
    size_t last_end; /* an empty match there would be the last one once more */
};

static int gmatch_next(lua_State *L)
{
    struct search *search = lua_touserdata(L, lua_upvalueindex(2));
    struct matcher *matcher = &search->matcher;
    matcher->L = L;
    for (size_t from = search->from; from <= matcher->subject.size; from++) {
        const size_t end = matcher_find(matcher, &from);
        if (end == NOWHERE)
            break;
        if (end == search->last_end)
            continue;
        search->from = search->last_end = end;
        return captures_push(matcher, true, from, end);
    }
    search->from = matcher->subject.size + 1;
    return 0;
}

int string_gmatch(lua_State *L)
{
    struct matcher matcher;
    const struct text subject = argument_text(L, 1, "string.gmatch: a text");
    const struct text pattern = argument_text(L, 2, "string.gmatch: a pattern");
    const lua_Integer init = argument_integer_or(L, 3, "string.gmatch: a position", 1);
    lua_pushvalue(L, 1);
    struct search *search = lua_newuserdatauv(L, sizeof *search, 0);
    matcher_read(L, pattern, false, &matcher); /* ^ would end the loop after one round */
    matcher.subject = subject;
    *search = (struct search){matcher, start_of(init, subject.size), NOWHERE};
    lua_pushcclosure(L, gmatch_next, 3);
    return 1;
}

/* ---- gsub ---- */

/* "%1" and its kind in a replacement that is a text. */
static void template_add(struct scratch *out, struct text with, struct matcher *matcher,
                         size_t from, size_t to)
{
    for (size_t i = 0; i < with.size; i++) {
        const size_t plain = i;
        while (i < with.size && with.at[i] != '%')
            i++;
        scratch_add(out, with.at + plain, i - plain);
        if (i == with.size)
            break;
        const char next = ++i < with.size ? with.at[i] : '\0';
        if (next == '%')
            scratch_add(out, "%", 1);
        else if (next == '0')
            scratch_add(out, matcher->subject.at + from, to - from);
        else if (next >= '1' && next <= '9') {
            capture_push(matcher, (size_t)(next - '1'), from, to);
            scratch_add_top(out);
        } else
            luaL_error(out->L, "string.gsub: a %% in the replacement is followed by a digit or %%");
    }
}

/* The answer of a table or function on top of the stack; nil and false keep what was there. */
static void answer_add(struct scratch *out, struct matcher *matcher, size_t from, size_t to)
{
    lua_State *L = out->L;
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        scratch_add(out, matcher->subject.at + from, to - from);
        return;
    }
    if (lua_type(L, -1) != LUA_TSTRING && lua_type(L, -1) != LUA_TNUMBER)
        luaL_error(L, "string.gsub: the replacement is a %s, a text is needed",
                   argument_kind(L, -1));
    text_push_of(L, -1);
    scratch_add_top(out);
    lua_pop(L, 1);
}

static void replacement_add(struct scratch *out, struct matcher *matcher, size_t from, size_t to)
{
    enum { WITH = 3 };
    lua_State *L = out->L;
    switch (lua_type(L, WITH)) {
    case LUA_TSTRING:
        template_add(out, argument_text(L, WITH, ""), matcher, from, to);
        return;
    case LUA_TFUNCTION:
        lua_pushvalue(L, WITH);
        lua_call(L, captures_push(matcher, true, from, to), 1);
        break;
    default:
        capture_push(matcher, 0, from, to);
        lua_gettable(L, WITH);
    }
    answer_add(out, matcher, from, to);
}

static void replacement_check(lua_State *L, int index)
{
    const int type = lua_type(L, index);
    if (type != LUA_TSTRING && type != LUA_TFUNCTION &&
        strcmp(argument_kind(L, index), "table") != 0)
        luaL_error(L,
                   "string.gsub: a text, table or function is needed as replacement, "
                   "%s was given",
                   argument_kind(L, index));
}

/* Replace up to `most` matches; how many there were. */
static lua_Integer matches_replace(struct scratch *out, struct matcher *matcher, lua_Integer most)
{
    const struct text subject = matcher->subject;
    size_t at = 0, last_end = NOWHERE;
    lua_Integer count = 0;
    while (count < most) {
        const size_t end = matcher_at(matcher, at);
        if (end != NOWHERE && end != last_end) {
            count++;
            replacement_add(out, matcher, at, end);
            at = last_end = end;
        } else if (at < subject.size) {
            scratch_add(out, subject.at + at++, 1);
        } else {
            break;
        }
        if (matcher->anchored)
            break;
    }
    scratch_add(out, subject.at + at, subject.size - at);
    return count;
}

int string_gsub(lua_State *L)
{
    struct matcher matcher;
    struct scratch out;
    const struct text subject = argument_text(L, 1, "string.gsub: a text");
    const struct text pattern = argument_text(L, 2, "string.gsub: a pattern");
    replacement_check(L, 3);
    const lua_Integer most =
        argument_integer_or(L, 4, "string.gsub: a count", (lua_Integer)subject.size + 1);
    lua_settop(L, 3);
    matcher_read(L, pattern, true, &matcher);
    matcher.subject = subject;
    scratch_begin(L, &out);
    const lua_Integer count = matches_replace(&out, &matcher, most);
    scratch_end(&out);
    lua_pushinteger(L, count);
    return 2;
}
