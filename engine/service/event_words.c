#include "service/event_words.h"
#include "service/said.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "registry/lifecycle.h"

#include <inttypes.h>
#include <stdio.h>

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
    buffer_format(words, "; %.*s %.*s -> %.*s", TEXT_ARGS(said_text(other, "version")),
                  TEXT_ARGS(said_text(other, "from")), TEXT_ARGS(said_text(other, "to")));
    event_say(words, ", ends ", ends);
}

static void steps_say(const struct value *steps, struct buffer *words)
{
    for (size_t i = 0; i < value_count(steps); i++) {
        const struct value *step = value_at(steps, i);
        buffer_format(words, "%s%lld%% from %.*s", i ? ", " : "; ",
                      (long long)said_integer(step, "percent"), TEXT_ARGS(said_text(step, "at")));
    }
}

static void retention_say(const struct value *retention, struct buffer *words)
{
    if (!retention)
        return;
    buffer_format(words, ", kept as %.*s until %.*s%s", TEXT_ARGS(said_text(retention, "class")),
                  TEXT_ARGS(said_text(retention, "until")),
                  said_integer(retention, "hold") ? ", under a legal hold" : "");
}

/* Signed by one of those whom it takes; the entry of the last of them says what was done. */
static struct text cosigned_words(const struct value *predicate, struct arena *arena)
{
    return text_format(arena, "signed to %.*s, %.*s -> %.*s; not done by this signature alone",
                       TEXT_ARGS(said_text(predicate, "change")),
                       TEXT_ARGS(said_text(predicate, "from")),
                       TEXT_ARGS(said_text(predicate, "to")));
}

/* It stays archived. */
static struct text hold_words(const struct value *predicate, struct arena *arena)
{
    const struct value *retention = value_get(predicate, TEXT("retention"));
    return text_format(
        arena, "%s, kept as %.*s until %.*s",
        said_integer(retention, "hold") ? "put under a legal hold" : "its legal hold is lifted",
        TEXT_ARGS(said_text(retention, "class")), TEXT_ARGS(said_text(retention, "until")));
}

static struct text transition_words(const struct value *predicate, struct arena *arena)
{
    static const char *const changes[][2] = {
        {"register", "let in"},
        {"promote", "promoted"},
        {"reject", "rejected"},
        {"suspend", "suspended"},
        {"resume", "resumed"},
        {"rollback", "rolled back"},
        {"deprecate", "deprecated"},
        {"retire", "retired"},
        {"archive", "archived"},
        {"expire", "its time is over:"},
        {NULL, NULL},
    };
    struct buffer words = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    const struct value *other = value_present(predicate, TEXT("other"));
    const struct value *step = value_present(predicate, TEXT("step"));
    const struct text ends = said_text(predicate, "sunset");
    const struct text from = said_text(predicate, "from"), to = said_text(predicate, "to");
    if (text_is(said_text(predicate, "change"), move_name(MOVE_HOLD)))
        return hold_words(predicate, arena);
    event_say(&words, "", event_told(said_text(predicate, "change"), changes));
    buffer_format(&words, " %.*s -> %.*s", TEXT_ARGS(from), TEXT_ARGS(to));
    if (step)
        buffer_format(&words, " at %lld%%", (long long)value_integer(step));
    event_say(&words, ", incident ", said_text(predicate, "incident"));
    if (!other)
        event_say(&words, ", ends ", ends);
    event_say(&words, ", followed by ", said_text(predicate, "successor"));
    steps_say(value_get(predicate, TEXT("steps")), &words);
    retention_say(value_present(predicate, TEXT("retention")), &words);
    event_say(&words, ", a review is due by ", said_text(predicate, "review_by"));
    other_say(other, ends, &words);
    return buffer_text(&words);
}

/* ---- was it made, or only signed for? ---- */

/* One transition, and the next entry that moves its version or is signed for that. */
struct following {
    struct acting *acting;
    struct arena *arena;
    struct text version;
    char behind[24]; /* where it stands, as the keys of history rows have it */
    bool found;
    uint64_t index, head;
};

static bool following_see(void *context, struct row_name named, struct text document,
                          struct error *err)
{
    const struct value *history_row;
    struct following *following = context;
    const size_t digits = strlen(following->behind);
    (void)document;
    if (following->found || named.key.size < digits ||
        strncmp(named.key.at + named.key.size - digits, following->behind, digits) <= 0)
        return true;
    if (!registry_row(&following->acting->rows, "history", text_copy(following->arena, named.key),
                      following->arena, &history_row, err))
        return false;
    following->found = text_is(said_text(history_row, "kind"), act_kind_name(ACT_TRANSITION));
    following->index = (uint64_t)said_integer(history_row, "index");
    return true;
}

/* Which entry had moved the version last, as the signer of the following one saw it. */
static bool head_see(void *context, uint64_t index, struct text leaf, struct error *err)
{
    struct act act;
    struct entry entry;
    struct following *following = context;
    (void)index;
    if (!entry_read(leaf, following->arena, &entry, err) ||
        !act_read("the log", entry.envelope.payload, following->arena, &act, err))
        return false;
    const struct value *mover = value_get(act.predicate, TEXT("model"));
    const struct value *seen = text_equal(said_text(mover, "version"), following->version)
                                   ? act.predicate
                                   : value_get(act.predicate, TEXT("other"));
    following->head = (uint64_t)said_integer(seen, "head");
    return true;
}

/* The head that the following one names; of the last, that of the version as it stands. */
static bool head_find(struct following *following, struct text key, struct error *err)
{
    const struct value *version_row;
    const struct leaf_range one = {following->index, following->index + 1};
    if (following->found)
        return log_entries(following->acting->log, one, (struct entry_visit){head_see, following},
                           err);
    if (!registry_row(&following->acting->rows, "version", key, following->arena, &version_row,
                      err))
        return false;
    following->head = (uint64_t)said_integer(version_row, "head");
    return true;
}

/* What moved the version is what is seen as its head from then on. */
static bool transition_made(struct acting *acting, const struct act *act, uint64_t index,
                            struct arena *arena, bool *made, struct error *err)
{
    const struct rows *rows = &acting->rows;
    const struct value *model = value_get(act->predicate, TEXT("model"));
    struct following following = {
        .acting = acting, .arena = arena, .version = said_text(model, "version")};
    const struct text key = text_format(arena, "%.*s@%.*s", TEXT_ARGS(said_text(model, "name")),
                                        TEXT_ARGS(following.version));
    const struct row_name mine = {TEXT("history"), text_format(arena, "%.*s/", TEXT_ARGS(key))};
    (void)snprintf(following.behind, sizeof following.behind, "%016" PRIu64, index);
    if (!rows->walk(rows->keeper, mine, (struct row_visit){following_see, &following}, err) ||
        !head_find(&following, key, err))
        return false;
    *made = following.head == index;
    return true;
}

/* ---- annotations and refusals ---- */

/* What was said of it stands in its note. */
static struct text acknowledged_words(struct text acknowledged, struct arena *arena)
{
    static const char *const owed[][2] = {
        {"emergency", "the emergency is reviewed"},
        {"suspension", "the suspension is reviewed"},
        {"rollback", "the rollback is reviewed"},
        {NULL, NULL},
    };
    const struct text reviewed = event_told(acknowledged, owed);
    return reviewed.at != acknowledged.at
               ? reviewed
               : text_format(arena, "its end is acknowledged by %.*s", TEXT_ARGS(acknowledged));
}

/* "DUE/DAYS", or "DUE/overdue". */
static struct text notice_words(struct text what, struct text notice, struct arena *arena)
{
    const size_t slash = text_find(notice, '/');
    const struct text days = text_part(notice, slash + 1, notice.size);
    const bool overdue = text_is(days, "overdue");
    return text_format(arena, "notice of %.*s, due %.*s%s%.*s%s", TEXT_ARGS(what),
                       TEXT_ARGS(text_part(notice, 0, slash)), overdue ? ", " : ", within ",
                       TEXT_ARGS(days),
                       overdue              ? ""
                       : text_is(days, "1") ? " day"
                                            : " days");
}

static struct text annotation_words_of(const struct value *predicate, struct arena *arena)
{
    static const char *const changes[][2] = {
        {"tag", "tag"},
        {"untag", "taken away: tag"},
        {"alias", "alias"},
        {"unalias", "taken away: alias"},
        {"consume", "used by"},
        {"release", "used no more by"},
        {"serve", "served at"},
        {"withdraw", "served no more at"},
        {"traffic", "requests a day at"},
        {NULL, NULL},
    };
    const struct text change = said_text(predicate, "change"),
                      event_value = said_text(predicate, "value");
    if (text_is(change, "note"))
        return TEXT("a note");
    if (text_is(change, "acknowledge"))
        return acknowledged_words(said_text(predicate, "key"), arena);
    if (text_is(change, "notice"))
        return notice_words(said_text(predicate, "key"), event_value, arena);
    return text_format(arena, "%.*s %.*s%s%.*s", TEXT_ARGS(event_told(change, changes)),
                       TEXT_ARGS(said_text(predicate, "key")), event_value.size ? " = " : "",
                       TEXT_ARGS(event_value));
}

static struct text refusal_words(const struct value *predicate, struct arena *arena)
{
    const struct value *way = value_present(predicate, TEXT("transition"));
    struct buffer words = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    event_say(&words, "refused ", said_text(predicate, "command"));
    event_say(&words, " ", said_text(way, "from"));
    event_say(&words, " -> ", said_text(way, "to"));
    buffer_format(&words, ", status %lld", (long long)said_integer(predicate, "status"));
    event_say(&words, ": ", said_text(predicate, "why"));
    return buffer_text(&words);
}

bool event_words(struct acting *acting, const struct act *act, uint64_t index, struct arena *arena,
                 struct text *words, struct error *err)
{
    bool made = true;
    if (act->kind == ACT_TRANSITION && !transition_made(acting, act, index, arena, &made, err))
        return false;
    *words = TEXT_NONE;
    if (act->kind == ACT_TRANSITION)
        *words =
            made ? transition_words(act->predicate, arena) : cosigned_words(act->predicate, arena);
    if (act->kind == ACT_ANNOTATION)
        *words = annotation_words_of(act->predicate, arena);
    if (act->kind == ACT_REFUSAL)
        *words = refusal_words(act->predicate, arena);
    return true;
}

struct text event_asker(const struct value *refusal, struct arena *arena)
{
    const struct text who = said_text(refusal, "who"), key = said_text(refusal, "key");
    if (who.size)
        return text_copy(arena, who);
    return key.size ? TEXT("somebody whom the log does not know") : TEXT("somebody, unsigned");
}
