/* tests/unit/script/saying.h: what an expression gives in the sandbox.
 *
 *     GIVES("string.rep('ab', 3)", "ababab")     every value as tostring spells it, with blanks
 *     RAISES("string.rep({}, 3)", "a text is needed")              or the words of the error
 *     GIVES_AFTER("local t = {1}", "#t", "1")                      with statements before it
 *
 * Each row is a policy of its own, through the room's door.
 */
#ifndef SAYING_H
#define SAYING_H

#include "judging.h"

struct saying {
    const char *lua;
    const char *gives; /* exactly; NULL: it is an error          */
    const char *says;  /* words of the error                     */
    const char *first; /* statements before the expression, or NULL */
};

#define GIVES(expression, text)                                                                    \
    {                                                                                              \
        .lua = (expression), .gives = (text)                                                       \
    }
#define RAISES(expression, words)                                                                  \
    {                                                                                              \
        .lua = (expression), .says = (words)                                                       \
    }
#define GIVES_AFTER(before, expression, text)                                                      \
    {                                                                                              \
        .lua = (expression), .gives = (text), .first = (before)                                    \
    }
#define RAISES_AFTER(before, expression, words)                                                    \
    {                                                                                              \
        .lua = (expression), .says = (words), .first = (before)                                    \
    }

static inline struct judged judge_saying(const struct saying *row)
{
    static const char shown[] =
        "local function show(...)\n"
        "  local t = {}\n"
        "  for i = 1, select('#', ...) do t[i] = tostring((select(i, ...))) end\n"
        "  return '=' .. table.concat(t, ' ')\n"
        "end\n";
    struct arena arena = {0};
    struct judged judged = judge((struct trial){
        .name = row->lua,
        .evidence = {"metrics: {accuracy: 0.9}"},
        .check = text_format(&arena, "%s%s case:pass(show(%s))", shown,
                             row->first ? row->first : "", row->lua)
                     .at,
    });
    arena_free(&arena);
    return judged;
}

static inline void sayings_hold(const struct saying *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct judged judged = judge_saying(&rows[i]);
        const struct finding *finding = &judged.findings.at[judged.findings.count - 1];
        const struct text got = finding->message;
        if (rows[i].gives)
            ck_assert_msg(finding->outcome == OUTCOME_PASS &&
                              text_is(text_part(got, 1, got.size), rows[i].gives),
                          "%s: wanted %s, got %s", rows[i].lua, rows[i].gives,
                          judged_words(&judged, &judged.arena));
        else
            ck_assert_msg(finding->outcome == OUTCOME_ERROR &&
                              text_has(got, rows[i].says ? rows[i].says : ""),
                          "%s: wanted the error %s, got %s", rows[i].lua,
                          rows[i].says ? rows[i].says : "", judged_words(&judged, &judged.arena));
        arena_free(&judged.arena);
    }
}

#define SAYINGS_HOLD(rows) sayings_hold((rows), COUNT(rows))

#endif
