#include "service/replay.h"

#include "base/clock.h"
#include "base/limits.h"
#include "service/claims.h"
#include "service/record.h"
#include "service/replay_compare.h"
#include "store/vault.h"
#include "value/json.h"
#include "worker/worker.h"

/* A run of replay, in the parent. */
struct replay {
    struct session *session;
    struct replay_start start;
    struct replay_outcome *outcomes;
    bool *told;
    size_t through;     /* cases that were told */
    struct arena words; /* of the message in hand */
    size_t at;          /* the case that the worker has in hand       */
};

static int by_set_then_index(const void *left, const void *right)
{
    const struct replayed *one_replay = left, *other_replay = right;
    const int set_order = memcmp(one_replay->policies.bytes, other_replay->policies.bytes,
                                 sizeof one_replay->policies.bytes);
    return set_order ? set_order
                     : (one_replay->index > other_replay->index) -
                           (one_replay->index < other_replay->index);
}

/* ---- what a worker says ---- */

static size_t number_said(const struct value *message, const char *name)
{
    const struct value *number_found = value_get(message, text_of(name));
    const int64_t number =
        value_kind(number_found) == VALUE_INTEGER ? value_integer(number_found) : -1;
    return number < 0 ? SIZE_MAX : (size_t)number;
}

static const char *words_said(struct replay *replay, const struct value *message, const char *name)
{
    const struct value *words_found = value_present(message, text_of(name));
    return words_found ? text_string(replay->session->arena, value_text(words_found)) : NULL;
}

static const char *failure_said(struct replay *replay, const struct value *message)
{
    struct error failed;
    const struct value *written = value_get(message, TEXT("error"));
    if (!written)
        return "nothing was said of it";
    record_error_read(written, &replay->words, &failed);
    return text_string(replay->session->arena,
                       text_format(&replay->words, "%s%s%s", failed.file,
                                   failed.file[0] ? ": " : "", failed.message));
}

/* Whatever is derived: does the recorded decision say what its entry says? */
static bool belied_by(struct replay *replay, const struct replayed *replayed, struct text stored,
                      struct replay_outcome *outcome, struct error *how)
{
    struct value recorded;
    struct error unread = {0};
    if (!replayed->claim ||
        !json_read("decision", stored, (struct json_options){0}, &replay->words, &recorded,
                   &unread) ||
        (claim_holds(replayed->claim, &recorded, how) &&
         claimed_waivers_hold(&recorded, replayed->waivers, replayed->index, how)))
        return false;
    outcome->ending = REPLAY_BELIED;
    return true;
}

/* How the decision that is derived differs from the one in the vault. */
static void difference_tell(struct replay *replay, const struct replayed *replayed,
                            const struct value *derived, struct replay_outcome *outcome)
{
    struct text stored, how;
    struct error lost = {0};
    if (vault_get(replay->start.vault, &replayed->decision, LIMIT_REPORT_SIZE, &replay->words,
                  &stored, &lost))
        how = belied_by(replay, replayed, stored, outcome, &lost)
                  ? text_of(lost.message)
                  : replay_compare(stored, derived, &replay->words, &outcome->ending);
    else
        how = text_format(&replay->words,
                          "another decision is derived; the recorded one cannot be compared: "
                          "%s: %s",
                          lost.file, lost.message);
    outcome->how = text_string(replay->session->arena, how);
}

static void case_through(struct replay *replay, size_t number)
{
    replay->through += !replay->told[number];
    replay->told[number] = true;
}

static bool outcome_take(struct replay *replay, const struct value *message)
{
    const size_t number = number_said(message, "of"), ending = number_said(message, "ending");
    if (number != replay->at || number < replay->start.first || number >= replay->start.count ||
        replay->told[number] || ending > REPLAY_BELIED)
        return false;
    struct replay_outcome *outcome = &replay->outcomes[number];
    outcome->ending = (enum replay_ending)ending;
    outcome->engine = words_said(replay, message, "engine");
    if (outcome->ending == REPLAY_LOST || outcome->ending == REPLAY_BELIED)
        outcome->how = failure_said(replay, message);
    else if (outcome->ending != REPLAY_SAME)
        difference_tell(replay, &replay->start.cases[number], value_get(message, TEXT("decision")),
                        outcome);
    case_through(replay, number);
    return true;
}

static bool message_take(struct replay *replay, struct text bytes)
{
    struct error unread = {0};
    struct value message;
    arena_free(&replay->words);
    if (!json_read("worker", bytes, (struct json_options){0}, &replay->words, &message, &unread))
        return false;
    if (!value_get(&message, TEXT("at")))
        return outcome_take(replay, &message);
    replay->at = number_said(&message, "at");
    return replay->at >= replay->start.first && replay->at < replay->start.count;
}

/* ---- one worker after another ---- */

/* Receive until it is through. False where it ended before: then the case in hand is to blame. */
static bool worker_follow(struct replay *replay, struct worker *worker, struct arena *arena)
{
    for (;;) {
        struct text replay_bytes;
        const enum worker_event replay_event =
            worker_receive(worker, clock_milliseconds() + LIMIT_READ_TIME_MS, arena, &replay_bytes);
        if (replay_event == WORKER_DONE)
            return true;
        if (replay_event != WORKER_MESSAGE || !message_take(replay, replay_bytes)) {
            worker_stop(worker);
            return false;
        }
        arena_free(arena);
    }
}

static void casualty_tell(struct replay *replay, const struct worker *worker)
{
    const size_t number = replay->at < replay->start.count ? replay->at : replay->start.first;
    replay->outcomes[number] = (struct replay_outcome){
        .ending = REPLAY_LOST,
        .how = text_string(
            replay->session->arena,
            text_format(&replay->words, "the process that derived it %s", worker_fate(worker)))};
    case_through(replay, number);
}

/* The first case that nothing was said of yet. */
static void start_move(struct replay *replay)
{
    while (replay->start.first < replay->start.count && replay->told[replay->start.first])
        replay->start.first++;
    replay->session->progress(replay->session->context, "decisions", replay->start.first,
                              replay->start.count);
}

static bool batch_run(struct replay *replay, struct error *err)
{
    struct worker *worker;
    struct arena of_worker = {0}, of_message = {0};
    replay->at = SIZE_MAX;
    const bool started = worker_start(replay_work, &replay->start, &of_worker, &worker, err);
    if (started && !worker_follow(replay, worker, &of_message))
        casualty_tell(replay, worker);
    arena_free(&of_message);
    arena_free(&of_worker);
    return started;
}

bool replay_run(struct session *session, const char *vault, struct replayeds *list,
                struct replay_outcome *outcomes, struct error *err)
{
    struct replay replay = {.session = session,
                            .start = {.vault = vault, .cases = list->at, .count = list->count},
                            .outcomes = outcomes,
                            .told = ARENA_ARRAY(session->arena, bool, list->count)};
    replay.start.told = replay.told;
    if (list->count)
        qsort(list->at, list->count, sizeof *list->at, by_set_then_index);
    bool going = true;
    while (going && replay.start.first < replay.start.count) {
        const size_t before = replay.through;
        going = batch_run(&replay, err);
        start_move(&replay);
        if (going && replay.through == before)
            going = error_set(err, ERROR_UNAVAILABLE, "the process that replays said nothing");
    }
    arena_free(&replay.words);
    return going;
}
