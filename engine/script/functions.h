/* script/functions.h: all that a policy's text can reach, on one page. Private to the room.
 *
 * The sandbox is an allow-list, and this is the list: a name that has no row does not exist for a
 * policy. `row(module, name, usage, summary)` stands for the C function module_name in
 * module_<module>.c, or in the file that it is too large to share.
 *
 * Left out on purpose, beyond what reaches out of a policy: math.random (the same input, the same
 * bytes), exp, log, sin and their kin (their last bits differ between processors), string.dump and
 * string.pack (bytes that are no text), table.move (nothing needs it).
 */
#ifndef SCRIPT_FUNCTIONS_H
#define SCRIPT_FUNCTIONS_H

#include <lua.h>

/* Each row would be indented more than the one before it. */
/* clang-format off */
#define FUNCTIONS_BASE(row)                                                                        \
    row(base, assert, "assert(value [, message])",                                                 \
        "Ends the check with an error where value is false or nil; else gives its arguments back") \
    row(base, error, "error(message [, level])", "Ends the check with an error")                   \
    row(base, ipairs, "ipairs(list)", "For a loop over the items 1, 2, ... of a list")             \
    row(base, next, "next(table [, key])", "The key after `key` in the fixed order, and its value")\
    row(base, pairs, "pairs(table)",                                                               \
        "For a loop over all keys: numbers ascending, then texts by their bytes")                  \
    row(base, require, "require(name)",                                                            \
        "The module of that name, of the standard library or the policy folder's lib/")            \
    row(base, select, "select(n, ...)", "The arguments from number n on, or with \"#\" their count")\
    row(base, tonumber, "tonumber(value [, base])", "The number that a text spells, or nil")       \
    row(base, tostring, "tostring(value)", "A scalar as text; of anything else the kind")          \
    row(base, type, "type(value)", "The kind of a value; documents are tables")

#define FUNCTIONS_STRING(row)                                                                      \
    row(string, byte, "string.byte(s [, i [, j]])", "The bytes i to j as numbers")                 \
    row(string, char, "string.char(...)", "The text of these bytes")                               \
    row(string, find, "string.find(s, pattern [, init [, plain]])",                                \
        "Where the pattern first matches, and its captures")                                       \
    row(string, format, "string.format(format, ...)", "The format with its values put in")         \
    row(string, gmatch, "string.gmatch(s, pattern [, init])", "For a loop over all matches")       \
    row(string, gsub, "string.gsub(s, pattern, replacement [, n])",                                \
        "The text with its matches replaced, and how many there were")                             \
    row(string, len, "string.len(s)", "Bytes of the text")                                         \
    row(string, lower, "string.lower(s)", "The text with A-Z as a-z")                              \
    row(string, match, "string.match(s, pattern [, init])", "The captures of the first match")     \
    row(string, rep, "string.rep(s, n [, separator])", "The text n times")                         \
    row(string, reverse, "string.reverse(s)", "The bytes from last to first")                      \
    row(string, sub, "string.sub(s, i [, j])", "The bytes i to j as text")                         \
    row(string, upper, "string.upper(s)", "The text with a-z as A-Z")

#define FUNCTIONS_TABLE(row)                                                                       \
    row(table, concat, "table.concat(list [, separator [, i [, j]]])",                             \
        "The items, texts and numbers, as one text")                                               \
    row(table, insert, "table.insert(list, [position,] value)", "Puts a value into a list")        \
    row(table, remove, "table.remove(list [, position])", "Takes a value out of a list")           \
    row(table, sort, "table.sort(list [, before])",                                                \
        "Sorts in place; what is equal keeps its order")                                           \
    row(table, unpack, "table.unpack(list [, i [, j]])", "The items as separate values")

#define FUNCTIONS_MATH(row)                                                                        \
    row(math, abs, "math.abs(x)", "The magnitude")                                                 \
    row(math, ceil, "math.ceil(x)", "The smallest whole number not below x")                       \
    row(math, floor, "math.floor(x)", "The largest whole number not above x")                      \
    row(math, fmod, "math.fmod(x, y)", "The remainder of x / y, rounded towards zero")             \
    row(math, max, "math.max(x, ...)", "The largest of the numbers")                               \
    row(math, min, "math.min(x, ...)", "The smallest of the numbers")                              \
    row(math, sqrt, "math.sqrt(x)", "The square root")                                             \
    row(math, tointeger, "math.tointeger(x)", "x as an integer, or nil where it has a fraction")   \
    row(math, type, "math.type(x)", "\"integer\", \"float\", or nil")                              \
    row(math, ult, "math.ult(m, n)", "Is integer m below n, both without sign?")

#define FUNCTIONS_UTF8(row)                                                                        \
    row(utf8, char, "utf8.char(...)", "The text of these code points")                             \
    row(utf8, codepoint, "utf8.codepoint(s [, i [, j]])", "The code points that start in i to j")  \
    row(utf8, codes, "utf8.codes(s)", "For a loop over positions and code points")                 \
    row(utf8, len, "utf8.len(s [, i [, j]])",                                                      \
        "How many code points; or nil and where the first wrong byte is")                          \
    row(utf8, offset, "utf8.offset(s, n [, i])", "Where code point number n starts")

/* Values: the C function of the row pushes them. */
#define CONSTANTS_MATH(row)                                                                        \
    row(math, huge, "math.huge", "Infinity, above every number")                                   \
    row(math, maxinteger, "math.maxinteger", "The largest integer")                                \
    row(math, mininteger, "math.mininteger", "The smallest integer")                               \
    row(math, pi, "math.pi", "3.14159...")

#define CONSTANTS_UTF8(row)                                                                        \
    row(utf8, charpattern, "utf8.charpattern", "A pattern that matches one code point")

#define CONSTANTS(row)                                                                             \
    CONSTANTS_MATH(row)                                                                            \
    CONSTANTS_UTF8(row)

#define FUNCTIONS(row)                                                                             \
    FUNCTIONS_BASE(row)                                                                            \
    FUNCTIONS_STRING(row)                                                                          \
    FUNCTIONS_TABLE(row)                                                                           \
    FUNCTIONS_MATH(row)                                                                            \
    FUNCTIONS_UTF8(row)

/* clang-format on */

#define ROW(module, name, usage, summary) int module##_##name(lua_State *L);
FUNCTIONS(ROW)
CONSTANTS(ROW)
#undef ROW

#endif
