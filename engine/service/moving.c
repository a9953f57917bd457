#include "service/moving.h"

#include "base/clock.h"
#include "base/limits.h"
#include "policy/outcome.h"
#include "service/cosigned.h"
#include "service/record.h"
#include "service/said.h"
#include "service/signing.h"

#include <string.h>

/* ---- who moves it, and what ---- */

bool moving_open(struct session *session, const struct value *request, const char *moving_command,
                 struct acting *out, struct error *err)
{
    struct asked_version asked;
    struct error unasked = {0};
    const char *named = request_text(request, "version");
    const char *asked_text = named ? named : request_text(request, "model");
    const bool is_asked = asked_text && asked_version_read(asked_text, &asked, &unasked);
    struct refused refused = {.command = moving_command, .asked = is_asked ? &asked : NULL};
    if (!acting_open_unsigned(session, request, STORE_WRITE, out, err))
        return false;
    if (acting_identify(out, request, err))
        return true;
    refused.why = err;
    (void)moving_refused(out, &refused);
    acting_close(out);
    return false;
}

bool moving_lifecycle(struct acting *acting, enum lifecycle *out, struct error *err)
{
    const struct value *origin;
    return registry_row(&acting->rows, "log", TEXT("origin"), acting->arena, &origin, err) &&
           (lifecycle_read(said_text(origin, "lifecycle"), out) ||
            error_set(err, ERROR_INTEGRITY, "the origin of the log pins no lifecycle"));
}

static struct text asked_key(const struct acting *acting, const struct asked_version *asked)
{
    return text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(asked->name),
                       TEXT_ARGS(asked->version));
}

bool moving_resolve(struct acting *acting, const char *asked_text, struct asked_version *out,
                    struct error *err)
{
    struct asked_version asked;
    if (!asked_version_read(asked_text, &asked, err) || !asked_version_resolve(acting, &asked, err))
        return false;
    *out = asked;
    return true;
}

/* Where a move leads, of those that lead to one place. */
static enum stage move_target(enum move move, enum stage from)
{
    switch (move) {
    case MOVE_REGISTER:
        return STAGE_REGISTERED;
    case MOVE_REJECT:
        return STAGE_REJECTED;
    case MOVE_SUSPEND:
        return STAGE_SUSPENDED;
    case MOVE_ROLLBACK:
        return from == STAGE_SUSPENDED ? STAGE_SUSPENDED : STAGE_STAGING;
    case MOVE_DEPRECATE:
        return STAGE_DEPRECATED;
    case MOVE_RETIRE:
        return STAGE_RETIRED;
    case MOVE_ARCHIVE:
    case MOVE_HOLD:
        return STAGE_ARCHIVED;
    case MOVE_PROMOTE:
    case MOVE_RESUME:
    case MOVE_EXPIRE:
    case MOVE_COUNT:
        break;
    }
    return STAGE_NONE;
}

static bool version_find(struct acting *acting, struct moving *moving, struct error *err)
{
    const struct text proposed =
        text_format(acting->arena, "move/%.*s/%s", TEXT_ARGS(moving->key), move_name(moving->move));
    if (!registry_row(&acting->rows, "version", moving->key, acting->arena, &moving->row, err) ||
        !registry_row(&acting->rows, "proposal", proposed, acting->arena, &moving->agreed, err))
        return false;
    const struct text stage = said_text(moving->row, "stage");
    struct suggestion near_stage = suggest_for(stage);
    if (!moving->row)
        return version_unknown(acting, moving->key, err);
    return stage_read(stage, &moving->from, &near_stage) ||
           error_set(err, ERROR_INTEGRITY, "%.*s stands in a stage that there is none",
                     TEXT_ARGS(moving->key));
}

bool moving_begin(struct acting *acting, const char *asked_text, enum move move, struct moving *out,
                  struct error *err)
{
    struct moving moving = {.move = move};
    if (!moving_resolve(acting, asked_text, &moving.asked, err))
        return false;
    moving.key = asked_key(acting, &moving.asked);
    if (!version_find(acting, &moving, err))
        return false;
    moving.to = move_target(move, moving.from);
    *out = moving;
    return true;
}

bool moving_other(struct acting *acting, const struct moving *moving, struct text version,
                  enum stage to, const struct value **out, struct error *err)
{
    const struct value *other_row;
    struct record other = record_in(acting->arena);
    const struct asked_version asked = {moving->asked.name, version};
    if (!version.size) {
        *out = NULL;
        return true;
    }
    if (!registry_row(&acting->rows, "version", asked_key(acting, &asked), acting->arena,
                      &other_row, err))
        return false;
    record_text(&other, "version", version);
    record_text(&other, "from", said_text(other_row, "stage"));
    record_text(&other, "to", text_of(stage_name(to)));
    record_maybe(&other, "head", value_present(other_row, TEXT("head")));
    struct value *moved_too = arena_alloc(acting->arena, sizeof *moved_too);
    *moved_too = record_map(&other);
    *out = moved_too;
    return true;
}

/* ---- in words ---- */

static const char *move_phrase(const struct moving *moving)
{
    static const char *const phrases[MOVE_COUNT] = {
        [MOVE_REGISTER] = "let in",        [MOVE_PROMOTE] = "promote",
        [MOVE_REJECT] = "reject for good", [MOVE_SUSPEND] = "suspend",
        [MOVE_RESUME] = "resume",          [MOVE_ROLLBACK] = "roll back",
        [MOVE_DEPRECATE] = "deprecate",    [MOVE_RETIRE] = "retire",
        [MOVE_ARCHIVE] = "archive",        [MOVE_HOLD] = "set the legal hold of",
        [MOVE_EXPIRE] = "end the time of",
    };
    return moving->move < MOVE_COUNT ? phrases[moving->move] : "move";
}

static void sentence_part(struct buffer *sentence, const char *before, struct text part)
{
    if (part.size)
        buffer_format(sentence, "%s%.*s", before, TEXT_ARGS(part));
}

static void sentence_time(struct buffer *sentence, const char *before, int64_t moment)
{
    char moment_written[CLOCK_TEXT_SIZE];
    clock_write(moment, moment_written);
    sentence_part(sentence, before, moment ? text_of(moment_written) : TEXT_NONE);
}

static void steps_write(struct buffer *sentence, const struct value *steps)
{
    for (size_t i = 0; i < value_count(steps); i++)
        buffer_format(sentence, "%s%lld %% from %.*s", i ? ", " : "; phased out: ",
                      (long long)value_integer(value_get(value_at(steps, i), TEXT("percent"))),
                      TEXT_ARGS(said_text(value_at(steps, i), "at")));
}

static void names_write(struct buffer *sentence, const char *before, const struct value *names)
{
    for (size_t i = 0; i < value_count(names); i++)
        sentence_part(sentence, i ? ", " : before, value_text(value_at(names, i)));
}

static void retention_write(struct buffer *sentence, const struct moving *moving)
{
    const struct value *retention = moving->retention;
    const size_t stored = value_count(moving->stored);
    if (!retention)
        return;
    sentence_part(sentence, "; kept as ", said_text(retention, "class"));
    sentence_part(sentence, " until ", said_text(retention, "until"));
    buffer_string(sentence, value_integer(value_get(retention, TEXT("hold")))
                                ? ", under a legal hold"
                                : ", under no legal hold");
    if (stored)
        buffer_format(sentence, "; %zu part%s stored at %.*s", stored, stored == 1 ? "" : "s",
                      TEXT_ARGS(said_text(value_at(moving->stored, stored - 1), "where")));
}

struct text moving_sentence(const struct acting *acting, const struct moving *moving)
{
    struct buffer sentence = buffer_in(acting->arena, LIMIT_ACT_TEXT);
    const struct value *other = moving->other;
    buffer_format(&sentence, "I, %.*s, %s %.*s (%s -> %s", TEXT_ARGS(acting->id),
                  move_phrase(moving), TEXT_ARGS(moving->key), stage_name(moving->from),
                  stage_name(moving->to));
    if (moving->step)
        buffer_format(&sentence, ", %lld %%", (long long)value_integer(moving->step));
    buffer_format(&sentence, ") in the log %.*s", TEXT_ARGS(acting->origin));
    if (other)
        buffer_format(&sentence, "; with it %.*s@%.*s (%.*s -> %.*s)",
                      TEXT_ARGS(moving->asked.name), TEXT_ARGS(said_text(other, "version")),
                      TEXT_ARGS(said_text(other, "from")), TEXT_ARGS(said_text(other, "to")));
    sentence_part(&sentence, "; artifact ", said_text(moving->row, "artifact"));
    sentence_part(&sentence, "; decision ", moving->decision);
    sentence_part(&sentence, "; incident ", moving->incident);
    sentence_time(&sentence, "; to be reviewed by ", moving->review_by);
    sentence_time(&sentence, other ? "; what it displaces ends at " : "; it ends at ",
                  moving->sunset);
    steps_write(&sentence, moving->steps);
    sentence_part(&sentence, "; to be replaced by ", moving->successor);
    names_write(&sentence, "; gone from it: ", moving->acknowledged);
    retention_write(&sentence, moving);
    sentence_time(&sentence, "; as of ", moving->moment);
    sentence_part(&sentence, "; because: ", moving->reason);
    return buffer_text(&sentence);
}

/* ---- the draft ---- */

static void record_moment(struct record *members, const char *name, int64_t moment)
{
    char moment_written[CLOCK_TEXT_SIZE];
    clock_write(moment, moment_written);
    record_text(members, name,
                moment ? text_copy(members->arena, text_of(moment_written)) : TEXT_NONE);
}

static void record_list(struct record *members, const char *name, const struct value *list)
{
    record_value(members, name, list ? *list : value_of_list(members->arena, NULL, 0));
}

static struct value model_value(const struct moving *moving, struct arena *arena)
{
    struct record model = record_in(arena);
    record_text(&model, "name", moving->asked.name);
    record_text(&model, "version", moving->asked.version);
    return record_map(&model);
}

/* Every member that a transition has but for the reason. */
static struct record transition_members(const struct moving *moving, struct arena *arena)
{
    struct record members = record_in(arena);
    record_text(&members, "change", text_of(move_name(moving->move)));
    record_value(&members, "model", model_value(moving, arena));
    record_text(&members, "artifact", said_text(moving->row, "artifact"));
    record_text(&members, "from", text_of(stage_name(moving->from)));
    record_text(&members, "to", text_of(stage_name(moving->to)));
    record_maybe(&members, "head", value_present(moving->row, TEXT("head")));
    record_maybe(&members, "other", moving->other);
    record_text(&members, "decision", moving->decision);
    record_text(&members, "request", moving->request);
    record_moment(&members, "review_by", moving->review_by);
    record_text(&members, "incident", moving->incident);
    record_moment(&members, "sunset", moving->sunset);
    record_list(&members, "steps", moving->steps);
    record_text(&members, "successor", moving->successor);
    record_moment(&members, "moment", moving->moment);
    record_maybe(&members, "step", moving->step);
    record_list(&members, "acknowledged", moving->acknowledged);
    record_maybe(&members, "retention", moving->retention);
    record_list(&members, "stored", moving->stored);
    return members;
}

bool moving_draft(struct acting *acting, const struct moving *moving, struct draft *out,
                  struct error *err)
{
    struct value reason;
    struct draft draft = {
        .kind = ACT_TRANSITION, .word = moving->asked.version, .premise = moving->premise};
    struct record members = transition_members(moving, acting->arena);
    if (!acting_commit(acting, acting->id, moving->reason, &reason, err))
        return false;
    record_value(&members, "reason", reason);
    draft.members = members.members;
    const struct value about = record_map(&members);
    if (!act_subject(ACT_TRANSITION, acting->origin, &about, acting->arena, &draft.subject, err))
        return false;
    draft.sentence = moving->unasked         ? TEXT_NONE
                     : moving->sentence.size ? moving->sentence
                                             : moving_sentence(acting, moving);
    *out = draft;
    return true;
}

/* ---- recorded, or refused ---- */

/* Others sign what rests on a decision by answering its request, and everything else by giving the
 * same command: then a signature that is not enough yet is recorded all the same. */
static bool move_is_answered(const struct moving *moving)
{
    return moving->decision.size > 0;
}

static bool move_permitted(struct acting *acting, const struct moving *moving,
                           const struct draft *draft, struct error *err)
{
    struct error objection = {0};
    const struct value members = value_of_map(acting->arena, &draft->members);
    const struct inquiry inquiry = {&acting->rows, acting->session->now, acting->arena};
    if (registry_permits(&inquiry, &members, acting->id, &objection) ||
        (objection.code == ERROR_PENDING && !move_is_answered(moving)))
        return true;
    *err = objection;
    return false;
}

static bool move_recorded(struct acting *acting, const struct moving *moving, struct recorded *out,
                          struct error *err)
{
    struct draft draft;
    return moving_draft(acting, moving, &draft, err) &&
           move_permitted(acting, moving, &draft, err) && acting_record(acting, &draft, out, err);
}

bool moving_record(struct acting *acting, const struct moving *moving, struct recorded *out,
                   struct error *err)
{
    const struct refused refused = {.command = move_name(moving->move),
                                    .asked = &moving->asked,
                                    .from = moving->from,
                                    .to = moving->to,
                                    .decision = moving->decision,
                                    .why = err};
    return move_recorded(acting, moving, out, err) || moving_refused(acting, &refused);
}

/* ---- what came of it ---- */

struct record moving_document(const struct acting *acting, const struct moving *moving,
                              const struct recorded *recorded)
{
    char recorded_time[CLOCK_TEXT_SIZE];
    struct record told = record_in(acting->arena);
    clock_write(recorded->time, recorded_time);
    record_text(&told, "obstat", TEXT("move/v1"));
    record_text(&told, "log", acting->origin);
    record_text(&told, "change", text_of(move_name(moving->move)));
    record_text(&told, "name", moving->asked.name);
    record_text(&told, "version", moving->asked.version);
    record_text(&told, "from", text_of(stage_name(moving->from)));
    record_text(&told, "to", text_of(stage_name(moving->to)));
    record_text(&told, "by", acting->id);
    record_integer(&told, "index", (int64_t)recorded->index);
    record_text(&told, "time", text_copy(acting->arena, text_of(recorded_time)));
    return told;
}

static struct text moved_words(const struct acting *acting, const struct moving *moving)
{
    return text_format(acting->arena, "%.*s: %s -> %s", TEXT_ARGS(moving->key),
                       stage_name(moving->from), stage_name(moving->to));
}

static bool waiting_tell(struct acting *acting, const struct moving *moving, struct error *err)
{
    struct text words;
    if (!cosigned_words(acting, moving->row, moving->agreed, &words, err))
        return false;
    acting->session->print(acting->session->context,
                           text_format(acting->arena, "%.*s\n", TEXT_ARGS(words)));
    return true;
}

bool moving_told(struct acting *acting, const struct moving *moving,
                 const struct recorded *recorded, int *status, struct error *err)
{
    struct moving moved = *moving;
    if (!version_find(acting, &moved, err))
        return false;
    const bool waits = moved.agreed && value_integer(value_get(moved.row, TEXT("head"))) !=
                                           (int64_t)recorded->index;
    acting_tell(acting,
                waits ? text_format(acting->arena, "%.*s: %s is signed", TEXT_ARGS(moving->key),
                                    move_name(moving->move))
                      : moved_words(acting, moving),
                recorded);
    *status = waits ? STATUS_PENDING : STATUS_ALLOWED;
    return !waits || waiting_tell(acting, &moved, err);
}
