#include "service/event_words.h"

#include "base/buffer.h"
#include "base/limits.h"

static struct text event_member(const struct value *event_map, const char *name)
{
    return value_text(value_get(event_map, text_of(name)));
}

/* The word where it stands in a row of two columns, else the word itself. */
static struct text event_told(struct text event_word, const char *const (*told)[2])
{
    for (size_t i = 0; told[i][0]; i++)
        if (text_is(event_word, told[i][0]))
            return text_of(told[i][1]);
    return event_word;
}

/* ", WHAT THE-TEXT", where there is one. */
static void event_say(struct buffer *words, const char *what, struct text event_text)
{
    if (event_text.size)
        buffer_format(words, "%s%.*s", what, TEXT_ARGS(event_text));
}

/* ---- transitions ---- */

static void other_say(const struct value *other, struct text ends, struct buffer *words)
{
    if (!other)
        return;
    buffer_format(words, "; %.*s %.*s -> %.*s", TEXT_ARGS(event_member(other, "version")),
                  TEXT_ARGS(event_member(other, "from")), TEXT_ARGS(event_member(other, "to")));
    event_say(words, ", ends ", ends);
}

static void steps_say(const struct value *steps, struct buffer *words)
{
    for (size_t i = 0; i < value_count(steps); i++) {
        const struct value *step = value_at(steps, i);
        buffer_format(words, "%s%lld%% from %.*s", i ? ", " : "; ",
                      (long long)value_integer(value_get(step, TEXT("percent"))),
                      TEXT_ARGS(event_member(step, "at")));
    }
}

static void retention_say(const struct value *retention, struct buffer *words)
{
    if (!retention)
        return;
    buffer_format(words, ", kept as %.*s until %.*s%s", TEXT_ARGS(event_member(retention, "class")),
                  TEXT_ARGS(event_member(retention, "until")),
                  value_integer(value_get(retention, TEXT("hold"))) ? ", under a legal hold" : "");
}

static struct text transition_words(const struct value *predicate, struct arena *arena)
{
    static const char *const changes[][2] = {
        {"register", "let in"},      {"promote", "promoted"},         {"reject", "rejected"},
        {"suspend", "suspended"},    {"resume", "resumed"},           {"rollback", "rolled back"},
        {"deprecate", "deprecated"}, {"retire", "retired"},           {"archive", "archived"},
        {"hold", "legal hold said"}, {"expire", "its time is over:"}, {NULL, NULL},
    };
    struct buffer words = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    const struct value *other = value_present(predicate, TEXT("other"));
    const struct value *step = value_present(predicate, TEXT("step"));
    const struct text ends = event_member(predicate, "sunset");
    const struct text from = event_member(predicate, "from"), to = event_member(predicate, "to");
    event_say(&words, "", event_told(event_member(predicate, "change"), changes));
    buffer_format(&words, " %.*s -> %.*s", TEXT_ARGS(from), TEXT_ARGS(to));
    if (step)
        buffer_format(&words, " at %lld%%", (long long)value_integer(step));
    event_say(&words, ", incident ", event_member(predicate, "incident"));
    if (!other)
        event_say(&words, ", ends ", ends);
    event_say(&words, ", followed by ", event_member(predicate, "successor"));
    steps_say(value_get(predicate, TEXT("steps")), &words);
    retention_say(value_present(predicate, TEXT("retention")), &words);
    event_say(&words, ", a review is due by ", event_member(predicate, "review_by"));
    other_say(other, ends, &words);
    return buffer_text(&words);
}

/* ---- annotations and refusals ---- */

static struct text annotation_words_of(const struct value *predicate, struct arena *arena)
{
    static const char *const changes[][2] = {
        {"tag", "tag"},
        {"untag", "taken away: tag"},
        {"alias", "alias"},
        {"unalias", "taken away: alias"},
        {"note", "note on"},
        {"consume", "used by"},
        {"release", "used no more by"},
        {"acknowledge", "its end is acknowledged by"},
        {"serve", "served at"},
        {"withdraw", "served no more at"},
        {"traffic", "requests a day at"},
        {"notice", "notice of"},
        {NULL, NULL},
    };
    const struct text event_value = event_member(predicate, "value");
    return text_format(arena, "%.*s %.*s%s%.*s",
                       TEXT_ARGS(event_told(event_member(predicate, "change"), changes)),
                       TEXT_ARGS(event_member(predicate, "key")), event_value.size ? " = " : "",
                       TEXT_ARGS(event_value));
}

static struct text refusal_words(const struct value *predicate, struct arena *arena)
{
    const struct value *way = value_present(predicate, TEXT("transition"));
    struct buffer words = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    event_say(&words, "refused ", event_member(predicate, "command"));
    event_say(&words, " ", event_member(way, "from"));
    event_say(&words, " -> ", event_member(way, "to"));
    buffer_format(&words, ", status %lld",
                  (long long)value_integer(value_get(predicate, TEXT("status"))));
    event_say(&words, ": ", event_member(predicate, "why"));
    return buffer_text(&words);
}

struct text event_words(const struct act *act, struct arena *arena)
{
    if (act->kind == ACT_TRANSITION)
        return transition_words(act->predicate, arena);
    if (act->kind == ACT_ANNOTATION)
        return annotation_words_of(act->predicate, arena);
    return act->kind == ACT_REFUSAL ? refusal_words(act->predicate, arena) : TEXT_NONE;
}
