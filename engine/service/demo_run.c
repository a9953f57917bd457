#include "service/demo.h"

#include "base/encode.h"
#include "base/limits.h"

#include <string.h>

enum { DEMO_WIDTH = 150 };

/* ---- the session of a command: all that it says is caught ---- */

static void said_print(void *context, struct text text)
{
    struct demo *demo = context;
    buffer_add(&demo->said, text);
}

static void said_complain(void *context, const struct error *err)
{
    struct demo *demo = context;
    buffer_string(&demo->said, "obstat: ");
    if (err->file[0])
        buffer_format(&demo->said, "%s: ", err->file);
    buffer_format(&demo->said, "%s\n", err->message);
}

static void said_progress(void *context, const char *what, uint64_t done, uint64_t of)
{
    (void)context;
    (void)what;
    (void)done;
    (void)of;
}

static bool said_secret(void *context, const char *what, struct arena *arena, struct text *out,
                        struct error *err)
{
    (void)context;
    (void)arena;
    (void)out;
    return error_set(err, ERROR_USAGE, "nobody is asked for the %s here", what);
}

/* Who sits there would read the sentence and type the word. */
static bool said_confirm(void *context, struct text sentence, struct text word, struct error *err)
{
    struct demo *demo = context;
    (void)word;
    (void)err;
    buffer_add(&demo->said, sentence);
    buffer_byte(&demo->said, '\n');
    return true;
}

/* Nothing of the surroundings comes in: no other ledger, key or agent. */
static const char *said_setting(void *context, const char *name)
{
    const struct demo *demo = context;
    if (text_is(text_of(name), "HOME"))
        return demo->folder;
    if (text_is(text_of(name), "XDG_STATE_HOME"))
        return text_format(demo->arena, "%s/state", demo->folder).at;
    return NULL;
}

int demo_command(struct demo *demo, const char *command)
{
    struct value request;
    struct arena arena = {0};
    struct error err = {0};
    const struct operation *operation;
    struct session session = {
        .arena = &arena,
        .now = demo->now,
        .data = demo->session->data,
        .context = demo,
        .print = said_print,
        .complain = said_complain,
        .progress = said_progress,
        .secret = said_secret,
        .confirm = said_confirm,
        .setting = said_setting,
    };
    int ended = error_status(ERROR_BUG);
    demo->said = buffer_in(demo->arena, LIMIT_REPORT_SIZE);
    if (demo_words_read(command, &arena, &operation, &request, &err))
        ended = operation->run(&session, &request, &err);
    if (err.code != ERROR_NONE)
        said_complain(demo, &err);
    arena_free(&arena);
    return ended;
}

/* ---- what is shown ---- */

static void demo_tell(const struct demo *demo, struct text text)
{
    demo->session->print(demo->session->context, text);
}

/* As much of a line as is read at a glance. */
static struct text line_cut(struct text line, struct arena *arena)
{
    if (line.size <= DEMO_WIDTH)
        return line;
    const struct text part = text_part(line, 0, DEMO_WIDTH);
    return text_format(arena, "%.*s…", TEXT_ARGS(text_part(part, 0, utf8_check(part))));
}

static void said_show(const struct demo *demo, unsigned lines)
{
    unsigned left = 0;
    struct text rest = buffer_text(&demo->said);
    struct buffer shown = buffer_in(demo->arena, LIMIT_REPORT_SIZE);
    while (rest.size) {
        const size_t end = text_find(rest, '\n');
        const struct text line = text_part(rest, 0, end);
        rest = text_part(rest, end + 1, rest.size);
        if (!text_trimmed(line).size)
            continue;
        if (lines == 0) {
            left++;
            continue;
        }
        lines--;
        buffer_string(&shown, "      ");
        buffer_add(&shown, line_cut(line, demo->arena));
        buffer_byte(&shown, '\n');
    }
    if (left && shown.size)
        buffer_format(&shown, "      … (%u more line%s)\n", left, left == 1 ? "" : "s");
    demo_tell(demo, buffer_text(&shown));
}

static int step_do(struct demo *demo, const struct demo_step *step)
{
    struct error err = {0};
    demo->now += step->later + 1; /* no two moments are the same */
    demo->typed = step->command ? text_format(demo->arena, "obstat %s", step->command) : TEXT_NONE;
    if (step->command)
        return demo_command(demo, step->command);
    demo->said = buffer_in(demo->arena, LIMIT_REPORT_SIZE);
    if (step->act(demo, &err))
        return 0;
    said_complain(demo, &err);
    return error_status(err.code);
}

/* An hour or more that is not waited for. */
static void clock_tell(const struct demo *demo, int64_t later)
{
    enum { HOUR = 3600 };
    const bool days = later >= DEMO_DAY;
    const long long count = (long long)(days ? later / DEMO_DAY : later / HOUR);
    if (later >= HOUR)
        demo_tell(demo, text_format(demo->arena, "    (the demo's clock is set on by %lld %s%s)\n",
                                    count, days ? "day" : "hour", count == 1 ? "" : "s"));
}

void demo_scene_tell(struct demo *demo, const struct demo_step *step)
{
    if (step->scene)
        demo_tell(demo, text_format(demo->arena, "\n%2u  %s\n    %s\n\n", ++demo->scenes,
                                    step->scene, step->why));
    const int ended = step_do(demo, step);
    const bool strayed = ended != step->status;
    clock_tell(demo, step->later);
    if (demo->typed.size)
        demo_tell(demo, text_format(demo->arena, "    $ %.*s\n", TEXT_ARGS(demo->typed)));
    said_show(demo, strayed ? UINT32_MAX : step->lines);
    if (ended && !strayed)
        demo_tell(demo, text_format(demo->arena, "      status %d\n", ended));
    if (!strayed)
        return;
    demo->strayed++;
    demo_tell(demo, text_format(demo->arena,
                                "    NOT AS IT MUST BE: it ended with status %d, and %d was due\n",
                                ended, step->status));
}

/* The line that says it; where none does, the last. */
static struct text said_why(const struct demo *demo, const char *says, bool *found)
{
    struct text last = TEXT_NONE, rest = buffer_text(&demo->said);
    while (rest.size) {
        const size_t end = text_find(rest, '\n');
        const struct text line = text_trimmed(text_part(rest, 0, end));
        rest = text_part(rest, end + 1, rest.size);
        *found = memmem(line.at, line.size, says, strlen(says)) != NULL;
        if (*found)
            return line;
        last = line.size ? line : last;
    }
    return last;
}

/* What prepares it has to end as it must, and nothing is shown of it. */
static bool attack_prepare(struct demo *demo, const struct demo_step **step)
{
    for (; (*step)[1].command || (*step)[1].act; (*step)++)
        if (step_do(demo, *step) != (*step)->status)
            return false;
    return true;
}

void demo_attack_try(struct demo *demo, const struct demo_attack *attack)
{
    bool said = false;
    const struct demo_step *step = attack->steps;
    const bool prepared = attack_prepare(demo, &step);
    const int ended = prepared ? step_do(demo, step) : error_status(ERROR_BUG);
    const struct text why = said_why(demo, attack->says, &said);
    const bool refused = prepared && said && step->status != 0 && ended == step->status;
    demo->attacks++;
    demo->refused += refused;
    demo_tell(demo,
              text_format(demo->arena, "    %s %d  %-28s %.*s\n", refused ? "refused" : "NOT SO ",
                          ended, attack->name, TEXT_ARGS(line_cut(why, demo->arena))));
}
