#include "service/replay.h"

#include "base/clock.h"
#include "base/limits.h"
#include "script/script.h"
#include "service/claims.h"
#include "service/deliberation.h"
#include "service/docket.h"
#include "service/record.h"
#include "service/said.h"
#include "service/telling.h"
#include "worker/worker.h"

/* A policy set, and what is told of it: the same for all its cases. */
struct replay_set {
    struct text sources;
    struct policy_set set;
    struct value told;
    bool loaded;
    struct error failed;
};

struct replay_sets LIST(struct replay_set *);

/* A case: its bytes, which are read while files can be, and what is made of them when it is its
 * turn. */
struct replay_case {
    size_t number;
    const struct value *docket;
    struct fetched_files files, champion_files;
    struct replay_set *set;
    struct error failed;
    struct arena *arena; /* of its turn */
    struct inputs *inputs;
};

struct replay_cases LIST(struct replay_case *);

enum { MESSAGE_SIZE = 64 }; /* of the short ones: two numbers */

struct replaying {
    const struct replay_start *start;
    struct worker_port *port;
    struct arena arena;
    struct arena turn; /* of the case in hand */
    struct schemas *schemas;
    struct replay_sets sets;
    struct replay_cases cases;
    struct script_options limits;
};

/* ---- what a case is ---- */

/* A word of the case for a stage; none is none. */
static bool stage_said(const struct value *docket, const char *name, enum stage *stage,
                       struct error *err)
{
    const struct text stage_word = said_text(docket, name);
    struct suggestion near_stage = suggest_for(stage_word);
    *stage = STAGE_NONE;
    return stage_word.size == 0 || stage_read(stage_word, stage, &near_stage) ||
           error_set(err, ERROR_INTEGRITY, "the recorded case has no stage %.*s",
                     TEXT_ARGS(stage_word));
}

static bool set_find(struct replaying *replaying, struct text sources, struct replay_set **out,
                     struct error *err)
{
    for (size_t i = 0; i < replaying->sets.count; i++)
        if (text_equal(replaying->sets.at[i]->sources, sources)) {
            *out = replaying->sets.at[i];
            return true;
        }
    struct replay_set *set = ARENA_NEW(&replaying->arena, struct replay_set);
    set->sources = text_copy(&replaying->arena, sources);
    if (!policy_set_adopted(replaying->start->vault, set->sources, &replaying->arena, &set->set,
                            err))
        return false;
    *LIST_ADD(&replaying->arena, &replaying->sets) = set;
    *out = set;
    return true;
}

/* The version that was in production then: judged for production, at the same moment. */
static bool champion_open(struct replaying *replaying, struct replay_case *one, struct error *err)
{
    const struct value *recorded = value_present(one->docket, TEXT("champion"));
    struct inputs *inputs = one->inputs;
    if (!recorded)
        return true;
    inputs->champion = ARENA_NEW(one->arena, struct inputs);
    if (!docket_open(&one->champion_files, recorded, replaying->schemas, one->arena,
                     inputs->champion, err))
        return false;
    struct value *nobody = ARENA_NEW(one->arena, struct value);
    *nobody = value_of_list(one->arena, NULL, 0);
    inputs->champion->of.now = inputs->of.now;
    inputs->champion->of.to = STAGE_PRODUCTION;
    inputs->champion->of.approvals = nobody;
    inputs->of.champion = &inputs->champion->of;
    return true;
}

static bool case_fill(struct replay_case *one, struct error *err)
{
    struct case_file *of = &one->inputs->of;
    struct value *approvals = ARENA_NEW(one->arena, struct value);
    *approvals = docket_unplaced(value_get(one->docket, TEXT("approvals")), one->arena);
    of->approvals = approvals;
    if (!clock_read(said_text(one->docket, "now"), &of->now))
        return error_set(err, ERROR_INTEGRITY, "the recorded case has no moment");
    return stage_said(one->docket, "from", &of->from, err) &&
           stage_said(one->docket, "to", &of->to, err);
}

static bool case_open(struct replaying *replaying, struct replay_case *one, struct error *err)
{
    one->inputs = ARENA_NEW(one->arena, struct inputs);
    return docket_open(&one->files, value_get(one->docket, TEXT("inputs")), replaying->schemas,
                       one->arena, one->inputs, err) &&
           case_fill(one, err) && champion_open(replaying, one, err);
}

/* ---- reading ---- */

static bool case_fetch(struct replaying *replaying, struct replay_case *one, struct error *err)
{
    const char *vault = replaying->start->vault;
    const struct replayed *replayed = &replaying->start->cases[one->number];
    if (!docket_read(vault, &replayed->docket, &replaying->arena, &one->docket, err) ||
        !docket_fetch(vault, value_get(one->docket, TEXT("inputs")), &replaying->arena, &one->files,
                      err))
        return false;
    const struct value *champion = value_present(one->docket, TEXT("champion"));
    return (!champion ||
            docket_fetch(vault, champion, &replaying->arena, &one->champion_files, err)) &&
           set_find(replaying, said_text(value_get(one->docket, TEXT("policies")), "sources"),
                    &one->set, err);
}

/* Said of every case, so it is spelled by hand. */
static void at_tell(struct replaying *replaying, size_t number)
{
    char replay_message[MESSAGE_SIZE];
    (void)snprintf(replay_message, sizeof replay_message, "{\"at\":%zu}", number);
    worker_hold(replaying->port, text_of(replay_message));
}

static uint64_t files_size(const struct fetched_files *held_files)
{
    uint64_t held_size = 0;
    for (size_t i = 0; i < held_files->count; i++)
        held_size += held_files->at[i].bytes.size;
    return held_size;
}

static void batch_read(struct replaying *replaying)
{
    uint64_t batch_size = 0;
    const struct replay_start *batch_start = replaying->start;
    for (size_t batch_number = batch_start->first;
         batch_number < batch_start->count && replaying->cases.count < LIMIT_REPLAY_BATCH &&
         batch_size < LIMIT_BATCH_SIZE;
         batch_number++) {
        if (batch_start->told[batch_number])
            continue;
        struct replay_case *batch_one = ARENA_NEW(&replaying->arena, struct replay_case);
        batch_one->number = batch_number;
        at_tell(replaying, batch_number);
        if (case_fetch(replaying, batch_one, &batch_one->failed))
            batch_size += files_size(&batch_one->files) + files_size(&batch_one->champion_files);
        *LIST_ADD(&replaying->arena, &replaying->cases) = batch_one;
    }
}

/* ---- judging ---- */

static bool loading(void *context, const char *path, struct error *err)
{
    (void)context;
    (void)path;
    (void)err;
    return true;
}

/* Once for all cases of the set. */
static bool set_load(struct replaying *replaying, struct replay_set *set, struct error *err)
{
    const struct evaluator lua = script_evaluator(&replaying->limits);
    const struct judge_request plain = {0};
    const struct project adopted = {.params = set->set.params};
    const struct policy_set_loader loader = {&plain, &adopted, &lua, loading, NULL};
    if (!set->loaded && set->failed.code == ERROR_NONE &&
        policy_set_load(&set->set, &loader, &replaying->arena, &set->failed)) {
        struct record told = record_in(&replaying->arena);
        set_tell(&told, &set->set);
        set->told = record_map(&told);
        set->loaded = true;
    }
    if (!set->loaded)
        *err = set->failed;
    return set->loaded;
}

static void policies_run(struct replaying *replaying, struct replay_case *one,
                         struct deliberation *deliberation)
{
    const struct evaluator lua = script_evaluator(&replaying->limits);
    for (size_t i = 0; i < one->set->set.policies.count; i++) {
        const struct policy *policy = &one->set->set.policies.at[i];
        struct evaluation evaluation = {0};
        if (!policy_judges(policy, &one->inputs->of))
            continue;
        lua.check(lua.host, policy, &one->inputs->of, one->arena, &deliberation->findings,
                  &evaluation);
        const struct value notes = notes_tell(&evaluation.notes, one->arena);
        for (size_t k = 0; k < value_count(&notes); k++)
            *LIST_ADD(one->arena, &deliberation->notes) = *value_at(&notes, k);
    }
}

/* What the ledger said then. */
static void settled_take(const struct replay_case *one, struct settled *settled)
{
    const struct value *waivers = value_get(one->docket, TEXT("waivers"));
    const int64_t lacking = said_integer(one->docket, "signatures_lacking");
    *settled = (struct settled){
        .waivers = waivers,
        .approvals = deliberation_part(one->docket, "approvals"),
        .lacking = deliberation_part(one->docket, "lacking"),
        .lacking_count = lacking > 0 ? (size_t)lacking : 0,
        .unchecked = docket_unplaced(value_get(one->docket, TEXT("unchecked")), one->arena),
    };
}

static bool case_judge(struct replaying *replaying, struct replay_case *one, struct value *decision,
                       struct error *err)
{
    struct settled settled;
    struct conclusion conclusion;
    if (!set_load(replaying, one->set, err))
        return false;
    struct record told = record_in(one->arena);
    case_tell(&told, one->inputs, &one->set->set);
    const struct value of = record_map(&told);
    settled_take(one, &settled);
    struct deliberation deliberation = {.set = &one->set->told,
                                        .of = &of,
                                        .now = one->inputs->of.now,
                                        .engine = said_text(one->docket, "engine"),
                                        .settled = &settled};
    policies_run(replaying, one, &deliberation);
    return deliberation_decide(&deliberation, one->arena, &conclusion, decision, err);
}

/* ---- telling ---- */

static struct record outcome_begin(struct replay_case *one, enum replay_ending ending)
{
    struct record message = record_in(one->arena);
    const struct text engine = said_text(one->docket, "engine");
    record_integer(&message, "of", (int64_t)one->number);
    record_integer(&message, "ending", ending);
    if (one->docket && !text_equal(engine, deliberation_engine))
        record_text(&message, "engine", engine);
    return message;
}

static void failure_tell(struct replaying *replaying, struct replay_case *one,
                         enum replay_ending ending)
{
    struct record message = outcome_begin(one, ending);
    record_error(&message, "error", &one->failed);
    worker_hold(replaying->port, record_bytes(&message));
}

static void same_tell(struct replaying *replaying, size_t number)
{
    char replay_message[MESSAGE_SIZE];
    (void)snprintf(replay_message, sizeof replay_message, "{\"ending\":%d,\"of\":%zu}", REPLAY_SAME,
                   number);
    worker_hold(replaying->port, text_of(replay_message));
}

/* Where the ids differ, the parent has the recorded one to compare with. */
static void outcome_tell(struct replaying *replaying, struct replay_case *one,
                         const struct value *replayed_decision)
{
    char recorded[DIGEST_TEXT_SIZE];
    digest_write(&replaying->start->cases[one->number].decision, recorded);
    const bool same = text_is(said_text(replayed_decision, "id"), recorded);
    const struct replayed *replayed = &replaying->start->cases[one->number];
    if (same && replayed->claim &&
        (!claim_holds(replayed->claim, replayed_decision, &one->failed) ||
         !claimed_waivers_hold(replayed_decision, replayed->waivers, replayed->index,
                               &one->failed))) {
        failure_tell(replaying, one, REPLAY_BELIED);
        return;
    }
    if (same && text_equal(said_text(one->docket, "engine"), deliberation_engine)) {
        same_tell(replaying, one->number);
        return;
    }
    struct record replay_message = outcome_begin(one, same ? REPLAY_SAME : REPLAY_DIFFERS);
    if (!same)
        record_value(&replay_message, "decision", *replayed_decision);
    worker_hold(replaying->port, record_bytes(&replay_message));
}

static void case_replay(struct replaying *replaying, struct replay_case *one)
{
    struct value decision;
    at_tell(replaying, one->number);
    one->arena = &replaying->turn;
    if (one->failed.code == ERROR_NONE && case_open(replaying, one, &one->failed) &&
        case_judge(replaying, one, &decision, &one->failed))
        outcome_tell(replaying, one, &decision);
    else
        failure_tell(replaying, one, REPLAY_LOST);
    arena_clear(&replaying->turn);
}

void replay_work(void *context, struct worker_port *replay_port)
{
    struct error err = {0};
    struct replaying replaying = {.start = context, .port = replay_port};
    replaying.schemas = schemas_new(&replaying.arena);
    if (!worker_confine(replay_port, WORKER_READING, &err))
        return;
    batch_read(&replaying);
    if (!worker_confine(replay_port, WORKER_JUDGING, &err))
        return;
    replaying.limits = (struct script_options){
        .time_ms = LIMIT_RUN_TIME_MS, /* what took long then may take longer now */
        .beginning = script_beginning(&replaying.arena)};
    for (size_t i = 0; i < replaying.cases.count; i++)
        case_replay(&replaying, replaying.cases.at[i]);
}
