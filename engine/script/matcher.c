#include "script/matcher.h"

#include "script/argument.h"

enum { STEPS_AT_ONCE = 64, BYTES_A_STEP = 8 };

/* Steps are charged some at a time: the order of charges is the same everywhere. */
static void steps_take(struct matcher *matcher, size_t steps)
{
    const size_t all = matcher->steps + steps;
    matcher->steps = (unsigned)(all % STEPS_AT_ONCE);
    if (all >= STEPS_AT_ONCE)
        fuel_charge(matcher->L, all - matcher->steps);
}

static unsigned char matcher_byte(const struct matcher *matcher, size_t at)
{
    return at < matcher->subject.size ? (unsigned char)matcher->subject.at[at] : 0;
}

static bool part_has(const struct part *part, unsigned char byte)
{
    return part->set[byte / 32] >> byte % 32 & 1;
}

static bool fits(const struct matcher *matcher, const struct part *part, size_t at)
{
    return at < matcher->subject.size && part_has(part, matcher_byte(matcher, at));
}

static size_t match_from(struct matcher *matcher, size_t index, size_t at);

/* The most first, then one less each time. */
static size_t match_greedy(struct matcher *matcher, size_t index, size_t at, size_t least,
                           size_t most)
{
    const struct part *part = &matcher->parts[index];
    size_t count = 0;
    while (count < most && fits(matcher, part, at + count))
        count++;
    steps_take(matcher, count / BYTES_A_STEP);
    for (size_t taken = count + 1; taken-- > least;) {
        const size_t match_end = match_from(matcher, index + 1, at + taken);
        if (match_end != NOWHERE)
            return match_end;
    }
    return NOWHERE;
}

/* Nothing first, then one more each time. */
static size_t match_lazy(struct matcher *matcher, size_t index, size_t at)
{
    for (;;) {
        const size_t match_end = match_from(matcher, index + 1, at);
        if (match_end != NOWHERE)
            return match_end;
        if (!fits(matcher, &matcher->parts[index], at))
            return NOWHERE;
        at++;
    }
}

static size_t match_repeated(struct matcher *matcher, size_t index, size_t at)
{
    switch ((enum part_times)matcher->parts[index].times) {
    case TIMES_MAYBE:
        return match_greedy(matcher, index, at, 0, 1);
    case TIMES_MANY:
        return match_greedy(matcher, index, at, 0, NOWHERE);
    case TIMES_SOME:
        return match_greedy(matcher, index, at, 1, NOWHERE);
    case TIMES_FEW:
        return match_lazy(matcher, index, at);
    case TIMES_ONCE:
        break;
    }
    return NOWHERE;
}

/* ---- one part: where it ends, or NOWHERE ---- */

static size_t match_balanced(struct matcher *matcher, const struct part *part, size_t at)
{
    if (at >= matcher->subject.size || matcher_byte(matcher, at) != part->first)
        return NOWHERE;
    size_t depth = 1, match_end = at + 1;
    for (; depth > 0 && match_end < matcher->subject.size; match_end++) {
        if (matcher_byte(matcher, match_end) == part->second)
            depth--;
        else if (matcher_byte(matcher, match_end) == part->first)
            depth++;
    }
    steps_take(matcher, (match_end - at) / BYTES_A_STEP);
    return depth == 0 ? match_end : NOWHERE;
}

static size_t match_frontier(const struct matcher *matcher, const struct part *part, size_t at)
{
    const unsigned char before = at > 0 ? matcher_byte(matcher, at - 1) : 0;
    return !part_has(part, before) && part_has(part, matcher_byte(matcher, at)) ? at : NOWHERE;
}

/* A capture that is a position is no text, and is never there again. */
static size_t match_again(struct matcher *matcher, const struct part *part, size_t at)
{
    const struct capture *capture = &matcher->captures[part->first];
    const size_t size = capture->to - capture->from;
    if (capture->is_position || size > matcher->subject.size - at)
        return NOWHERE;
    steps_take(matcher, size / BYTES_A_STEP);
    const char *text = matcher->subject.at;
    return memcmp(text + capture->from, text + at, size) == 0 ? at + size : NOWHERE;
}

static size_t match_part(struct matcher *matcher, const struct part *part, size_t at)
{
    struct capture *capture = &matcher->captures[part->first % CAPTURES_MAX];
    switch ((enum part_kind)part->kind) {
    case PART_BYTE:
        return fits(matcher, part, at) ? at + 1 : NOWHERE;
    case PART_OPEN:
        *capture = (struct capture){.from = at};
        return at;
    case PART_CLOSE:
        capture->to = at;
        return at;
    case PART_POSITION:
        *capture = (struct capture){.from = at, .to = at, .is_position = true};
        return at;
    case PART_BALANCED:
        return match_balanced(matcher, part, at);
    case PART_FRONTIER:
        return match_frontier(matcher, part, at);
    case PART_AGAIN:
        return match_again(matcher, part, at);
    case PART_END:
        return at == matcher->subject.size ? at : NOWHERE;
    }
    return NOWHERE;
}

static size_t match_from(struct matcher *matcher, size_t index, size_t at)
{
    steps_take(matcher, 1);
    for (; index < matcher->count && at != NOWHERE; index++) {
        const struct part *part = &matcher->parts[index];
        if (part->kind == PART_BYTE && part->times != TIMES_ONCE)
            return match_repeated(matcher, index, at);
        steps_take(matcher, 1);
        at = match_part(matcher, part, at);
    }
    return at;
}

/* ---- matches ---- */

size_t matcher_at(struct matcher *matcher, size_t from)
{
    return match_from(matcher, 0, from);
}

size_t matcher_find(struct matcher *matcher, size_t *from)
{
    for (size_t at = *from; at <= matcher->subject.size; at++) {
        const size_t match_end = matcher_at(matcher, at);
        if (match_end != NOWHERE) {
            *from = at;
            return match_end;
        }
        if (matcher->anchored)
            break;
    }
    return NOWHERE;
}

static void part_push(struct matcher *matcher, size_t from, size_t to)
{
    bytes_charge(matcher->L, to - from);
    lua_pushlstring(matcher->L, matcher->subject.at + from, to - from);
}

void capture_push(struct matcher *matcher, size_t index, size_t from, size_t to)
{
    if (index >= matcher->capture_count && index > 0)
        luaL_error(matcher->L, "the pattern has no capture %d", (int)index + 1);
    if (matcher->capture_count == 0)
        part_push(matcher, from, to);
    else if (matcher->captures[index].is_position)
        lua_pushinteger(matcher->L, (lua_Integer)matcher->captures[index].from + 1);
    else
        part_push(matcher, matcher->captures[index].from, matcher->captures[index].to);
}

int captures_push(struct matcher *matcher, bool whole, size_t from, size_t to)
{
    const size_t count = matcher->capture_count ? matcher->capture_count : whole;
    luaL_checkstack(matcher->L, CAPTURES_MAX, "captures");
    for (size_t i = 0; i < count; i++)
        capture_push(matcher, i, from, to);
    return (int)count;
}
