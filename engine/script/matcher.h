/* script/matcher.h: Lua's patterns, matched step by step within a budget. Private to the room.
 *
 * A pattern is read once, into parts. Every single character, class or set becomes 256 bits, so a
 * part asks one question of a byte:
 *
 *     "^(%w+)=(%d*)$"     anchored   OPEN 0 | %w some | CLOSE 0 | '=' | OPEN 1 | %d many | CLOSE 1
 * | END
 *
 * There is no alternation, so which captures are open or closed at a part is known when the pattern
 * is read; mistakes are found before anything is matched, and going back never has to undo a
 * capture: whatever lies behind the part that is tried again is set anew. Only parts that repeat
 * call themselves, once each, which bounds the depth by REPEATS_MAX.
 *
 * Classes are those of ASCII, whatever the locale. Each part that is tried costs fuel, so a pattern
 * that goes back without end spends the budget, and nothing more.
 */
#ifndef SCRIPT_MATCHER_H
#define SCRIPT_MATCHER_H

#include "script/run.h"

enum { CAPTURES_MAX = 32, REPEATS_MAX = 150 };

#define NOWHERE SIZE_MAX

enum part_kind {
    PART_BYTE,     /* a byte of a set, `times`             */
    PART_OPEN,     /* a capture begins                     */
    PART_CLOSE,    /* and ends                             */
    PART_POSITION, /* (): the capture is a position        */
    PART_BALANCED, /* %bxy                                 */
    PART_FRONTIER, /* %f[set]                              */
    PART_AGAIN,    /* %1: what capture 1 was               */
    PART_END,      /* $ at the end of the pattern          */
};

enum part_times { TIMES_ONCE, TIMES_MAYBE, TIMES_MANY, TIMES_SOME, TIMES_FEW }; /* , ? * + - */

struct part {
    uint8_t kind, times;
    uint8_t first, second; /* the capture's number; the bytes of %bxy */
    uint32_t set[8];
};

struct capture {
    size_t from, to;
    bool is_position;
};

struct matcher {
    lua_State *L;
    struct text subject;
    const struct part *parts;
    size_t count;
    bool anchored;
    size_t capture_count;
    struct capture captures[CAPTURES_MAX];
    unsigned steps; /* not charged yet */
};

/* Read `pattern`; pushes a block that keeps the parts. `anchors` says whether a first ^ is one.
 * Raises "malformed pattern: ..." */
MAY_RAISE void matcher_read(lua_State *L, struct text pattern, bool anchors, struct matcher *out);

/* Match with the first byte at `from`: where the match ends, or NOWHERE. */
MAY_RAISE size_t matcher_at(struct matcher *matcher, size_t from);

/* The first match that begins at `*from` or later; then `*from` is where it begins. */
MAY_RAISE size_t matcher_find(struct matcher *matcher, size_t *from);

/* Push capture `index`; the whole match, which is [from, to), is what index 0 of none gives. */
MAY_RAISE void capture_push(struct matcher *matcher, size_t index, size_t from, size_t to);

/* Push all captures, the whole match where there are none and `whole`; how many were pushed. */
MAY_RAISE int captures_push(struct matcher *matcher, bool whole, size_t from, size_t to);

#endif
