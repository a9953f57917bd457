/* The transition itself, once it was decided. */
#include "service/promoting.h"

#include "base/clock.h"
#include "base/limits.h"
#include "report/escape.h"
#include "service/passport.h"
#include "service/said.h"

enum { HOUR_SECONDS = 60 * 60, DAY_SECONDS = 24 * HOUR_SECONDS };

/* ---- compare ---- */

static bool version_held(const struct promoting *promoting, const struct value *version,
                         struct text version_key, struct error *err)
{
    const struct value *moved = value_present(version, TEXT("moved"));
    const int64_t head = value_integer(value_get(version, TEXT("head")));
    return head == promoting->head ||
           error_set(err, ERROR_GUARD,
                     "conflict: %.*s was moved to %.*s by %.*s at entry %lld, while it was judged; "
                     "obstat status says where it stands, and the same command may be given again",
                     TEXT_ARGS(version_key), TEXT_ARGS(said_text(version, "stage")),
                     TEXT_ARGS(said_text(moved, "by")), (long long)head);
}

static bool champion_held(const struct promoting *promoting, const struct value *model,
                          struct error *err)
{
    const struct text champion = said_text(model, "production");
    return promoting->to != STAGE_PRODUCTION || text_equal(champion, promoting->champion) ||
           error_set(err, ERROR_GUARD,
                     "conflict: %s%.*s %s production of %.*s, while it was judged; the same "
                     "command may be given again",
                     champion.size ? "version " : "what was there", TEXT_ARGS(champion),
                     champion.size ? "entered" : "left", TEXT_ARGS(promoting->asked.name));
}

bool promoting_held(const struct promoting *promoting, struct acting *acting, struct error *err)
{
    const struct value *version, *model;
    const struct asked_version *asked = &promoting->asked;
    const struct text version_key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(asked->name), TEXT_ARGS(asked->version));
    return registry_row(&acting->rows, "version", version_key, acting->arena, &version, err) &&
           registry_row(&acting->rows, "model", asked->name, acting->arena, &model, err) &&
           version_held(promoting, version, version_key, err) &&
           champion_held(promoting, model, err);
}

void promoting_conflict(const struct promoting *promoting, struct acting *acting, struct error *err)
{
    struct error conflict = {0};
    if (!promoting_held(promoting, acting, &conflict) && conflict.code == ERROR_GUARD)
        *err = conflict;
}

/* ---- the transition is drawn up ---- */

/* Who uses the version that goes is given as long as its tier asks for. */
static bool sunset_draw(struct acting *acting, const struct asked_version *displaced,
                        struct moving *moving, struct error *err)
{
    const struct value *version;
    enum tier tier = TIER_HIGH;
    struct suggestion near_tier = suggest_for(TEXT_NONE);
    const struct text version_key = text_format(
        acting->arena, "%.*s@%.*s", TEXT_ARGS(displaced->name), TEXT_ARGS(displaced->version));
    if (!registry_row(&acting->rows, "version", version_key, acting->arena, &version, err))
        return false;
    if (!tier_read(said_text(version, "tier"), &tier, &near_tier))
        tier = TIER_HIGH;
    moving->sunset =
        acting->session->now +
        (int64_t)(tier == TIER_HIGH ? LIMIT_NOTICE_DAYS_HIGH : LIMIT_NOTICE_DAYS) * DAY_SECONDS;
    return true;
}

bool promoting_draw(const struct promoting *promoting, struct acting *acting, struct moving *moving,
                    struct error *err)
{
    const struct asked_version displaced = {promoting->asked.name, promoting->champion};
    const enum stage goes_to = lifecycle_displaced(promoting->lifecycle);
    moving->to = promoting->to;
    moving->reason = promoting->reason;
    if (value_kind(&promoting->step) != VALUE_NULL)
        moving->step = &promoting->step;
    if (promoting->emergency)
        moving->review_by = acting->session->now + (int64_t)LIMIT_EMERGENCY_HOURS * HOUR_SECONDS;
    if (promoting->move != MOVE_PROMOTE || promoting->to != STAGE_PRODUCTION ||
        !displaced.version.size || text_equal(displaced.version, promoting->asked.version))
        return true;
    return (goes_to != STAGE_DEPRECATED || sunset_draw(acting, &displaced, moving, err)) &&
           moving_other(acting, moving, displaced.version, goes_to, &moving->other, err);
}

/* The request that the decision opened or joined; empty where nobody had to be asked. */
static bool request_found(struct acting *acting, const struct keepsake *kept, struct text *out,
                          struct error *err)
{
    const struct value *request;
    const struct text decision_id = value_text(value_get(&kept->judgement.decision, TEXT("id")));
    *out = kept->request;
    if (kept->request.size)
        return true;
    if (!registry_row(&acting->rows, "request", decision_id, acting->arena, &request, err))
        return false;
    *out = request ? decision_id : TEXT_NONE;
    return true;
}

/* ---- what came of it, in words ---- */

static struct text moment_text(struct arena *arena, int64_t moment)
{
    char moment_written[CLOCK_TEXT_SIZE];
    clock_write(moment, moment_written);
    return text_copy(arena, text_of(moment_written));
}

static struct text move_words(const struct acting *acting, const struct moving *moving,
                              const struct recorded *recorded)
{
    struct arena *arena = acting->arena;
    struct buffer words = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    text_escape(moving->key, &words);
    buffer_format(&words, ": %s -> %s   recorded: entry %llu, %.*s\n", stage_name(moving->from),
                  stage_name(moving->to), (unsigned long long)recorded->index,
                  TEXT_ARGS(moment_text(arena, recorded->time)));
    if (moving->other) {
        text_escape(text_format(arena, "%.*s@%.*s", TEXT_ARGS(moving->asked.name),
                                TEXT_ARGS(said_text(moving->other, "version"))),
                    &words);
        buffer_format(&words, ": %.*s -> %.*s", TEXT_ARGS(said_text(moving->other, "from")),
                      TEXT_ARGS(said_text(moving->other, "to")));
        if (moving->sunset)
            buffer_format(&words, " until %.*s", TEXT_ARGS(moment_text(arena, moving->sunset)));
        buffer_byte(&words, '\n');
    }
    if (moving->review_by)
        buffer_format(&words,
                      "a review is owed until %.*s: obstat review has what was promoted, and "
                      "obstat approve by those who lack pays it\n",
                      TEXT_ARGS(moment_text(arena, moving->review_by)));
    return buffer_text(&words);
}

static void move_tell(struct promoting *promoting, const struct acting *acting,
                      const struct moving *moving, const struct recorded *recorded,
                      const char *passport)
{
    struct arena *kept = promoting->session->arena;
    struct record told = moving_document(acting, moving, recorded);
    record_text(&told, "decision", moving->decision);
    record_text(&told, "request", moving->request);
    record_maybe(&told, "other", moving->other);
    record_text(&told, "sunset",
                moving->sunset ? moment_text(acting->arena, moving->sunset) : TEXT_NONE);
    record_text(&told, "review_by",
                moving->review_by ? moment_text(acting->arena, moving->review_by) : TEXT_NONE);
    record_text(&told, "passport", text_of(passport));
    const struct value document = record_map(&told);
    const struct text words = move_words(acting, moving, recorded);
    promoting->document = value_copy(kept, &document);
    promoting->told = passport ? text_format(kept, "%.*spassport: %s\n", TEXT_ARGS(words), passport)
                               : text_copy(kept, words);
}

/* ---- and made ---- */

/* The version moved, whatever becomes of its passport: another can be had. */
static const char *passport_leave(struct promoting *promoting, struct acting *acting,
                                  const struct moving *moving)
{
    struct error unwritten = {0};
    const char *passport_file =
        promoting->passport ? promoting->passport : passport_path(acting, moving->key, moving->to);
    if (!passport_stage(moving->to))
        return NULL;
    if (passport_write(acting, moving->asked.name, moving->asked.version, DAY_SECONDS,
                       passport_file, &unwritten))
        return passport_file;
    (void)error_set(&promoting->failed, unwritten.code,
                    "%.*s was moved and has no passport: %s; obstat passport %.*s writes one",
                    TEXT_ARGS(moving->key), unwritten.message, TEXT_ARGS(moving->key));
    return NULL;
}

bool promoting_move(struct promoting *promoting, struct acting *acting, struct error *err)
{
    struct moving moving;
    struct recorded recorded;
    const char *asked_text = request_text(promoting->request, "version");
    if (!moving_begin(acting, asked_text, promoting->move, &moving, err) ||
        !promoting_draw(promoting, acting, &moving, err) ||
        !request_found(acting, promoting->kept, &moving.request, err))
        return false;
    moving.decision = value_text(value_get(&promoting->kept->judgement.decision, TEXT("id")));
    moving.premise = (struct premise){recording_unmoved, &promoting->resting};
    const struct refused refused = {.command = move_name(promoting->move),
                                    .asked = &moving.asked,
                                    .from = moving.from,
                                    .to = moving.to,
                                    .decision = moving.decision,
                                    .why = err};
    if (!promoting_held(promoting, acting, err))
        return moving_refused(acting, &refused);
    if (!moving_record(acting, &moving, &recorded, err)) {
        promoting_conflict(promoting, acting, err);
        return false;
    }
    promoting->moved = true;
    move_tell(promoting, acting, &moving, &recorded, passport_leave(promoting, acting, &moving));
    return true;
}
