#include "service/judge_worker.h"

#include "base/clock.h"
#include "base/limits.h"
#include "script/script.h"
#include "service/docket.h"
#include "service/inputs.h"
#include "service/policy_set.h"
#include "service/record.h"
#include "service/telling.h"
#include "value/canonical.h"

/* One manifest of the batch: its inputs, or why there are none. */
struct prepared {
    size_t manifest;
    const struct inputs *inputs; /* NULL where refused */
    struct policy_set *set;
    struct error error;
};

struct prepareds LIST(struct prepared);

/* Sets by the project they come from. */
struct known_set {
    const char *project;
    struct policy_set *set;
};

struct known_sets LIST(struct known_set);

enum { PROGRESS_MS = 200 }; /* between two messages of progress: a person sees it move */

struct work {
    const struct judge_start *start;
    const struct judge_request *request;
    struct worker_port *port;
    struct arena arena;
    struct arena words;   /* of the message in hand */
    struct arena scratch; /* of the check in hand   */
    struct schemas *schemas;
    struct known_sets sets;
    struct prepareds batch;
    struct script_options limits;
    struct state *beginning;
    const struct prepared *ahead; /* what policies are checked by as they are loaded, or NULL */
    struct names kept;            /* paths of those whose findings were sent ahead            */
    int64_t run_deadline_ms;
    int64_t progress_ms; /* when it was told last */
};

static struct record message(struct work *work, const char *kind)
{
    struct record record = record_in(&work->words);
    record_text(&record, "kind", text_of(kind));
    return record;
}

/* Where it was put, its words are no longer needed. */
static void message_hold(struct work *work, const struct record *record)
{
    worker_hold(work->port, record_bytes(record));
    arena_clear(&work->words);
}

/* What somebody waits for. */
static void message_send(struct work *work, const struct record *record)
{
    worker_send(work->port, record_bytes(record));
    arena_clear(&work->words);
}

/* What is said before every policy is spelled out by hand, keys in order: to make a record of it
 * and write that takes longer than many a policy does. */
static void spelled_add(struct buffer *message, const char *spelled_key, struct text spelled_text)
{
    buffer_string(message, spelled_key);
    canonical_text(spelled_text, message);
}

static void spelled_hold(struct work *work, struct buffer *message)
{
    buffer_byte(message, '}');
    worker_hold(work->port, buffer_text(message));
    arena_clear(&work->words);
}

static struct record message_of_manifest(struct work *work, const char *kind, size_t manifest)
{
    struct record record = message(work, kind);
    record_integer(&record, "manifest", (int64_t)manifest);
    return record;
}

static void hold_reading(struct work *work, size_t manifest)
{
    const struct record record = message_of_manifest(work, "reading", manifest);
    message_hold(work, &record);
}

static void send_judged(struct work *work, size_t manifest)
{
    const struct record record = message_of_manifest(work, "judged", manifest);
    message_send(work, &record);
}

static void send_error(struct work *work, const char *kind, size_t manifest,
                       const struct error *err)
{
    struct record record = message_of_manifest(work, kind, manifest);
    record_error(&record, "error", err);
    message_send(work, &record);
}

/* ---- reading ---- */

static bool set_find(struct work *work, const struct project *project, const struct known *known,
                     struct policy_set **out, struct error *err)
{
    const char *key = known           ? text_string(&work->arena, known->sources)
                      : project->path ? project->path
                                      : "";
    for (size_t i = 0; i < work->sets.count; i++)
        if (strcmp(work->sets.at[i].project, key) == 0) {
            *out = work->sets.at[i].set;
            return true;
        }
    struct policy_set *set = ARENA_NEW(&work->arena, struct policy_set);
    if (!(known ? policy_set_adopted(work->request->ledger->vault, known->sources, &work->arena,
                                     set, err)
                : policy_set_read(work->request, project, &work->arena, set, err)))
        return false;
    *LIST_ADD(&work->arena, &work->sets) = (struct known_set){key, set};
    *out = set;
    return true;
}

static const struct error *casualty_of_manifest(const struct work *work, size_t manifest)
{
    for (size_t i = 0; i < work->start->casualties->count; i++) {
        const struct casualty *casualty = &work->start->casualties->at[i];
        if (!casualty->policy && casualty->manifest == manifest)
            return &casualty->error;
    }
    return NULL;
}

/* How far the artifact is read, now and then; and before anything of it is, so that the parent
 * knows who was read last. */
static void reading_progress(void *context, uint64_t done, uint64_t of)
{
    struct work *work = context;
    const int64_t now_ms = clock_milliseconds();
    if (done > 0 && now_ms - work->progress_ms < PROGRESS_MS)
        return;
    work->progress_ms = now_ms;
    struct record record = message(work, "progress");
    record_integer(&record, "done", (int64_t)done);
    record_integer(&record, "of", (int64_t)of);
    message_send(work, &record);
}

static void prepare(struct work *work, size_t manifest)
{
    struct prepared *prepared = LIST_ADD(&work->arena, &work->batch);
    const struct error *before = casualty_of_manifest(work, manifest);
    prepared->manifest = manifest;
    if (before) {
        prepared->error = *before;
        return;
    }
    hold_reading(work, manifest);
    const struct inputs *inputs = NULL;
    if (inputs_read(work->request, manifest, work->schemas, &work->arena, &inputs,
                    &prepared->error) &&
        set_find(work, &inputs->project, inputs->known, &prepared->set, &prepared->error))
        prepared->inputs = inputs;
}

static void batch_read(struct work *work)
{
    uint64_t batch_size = 0;
    for (size_t i = work->start->manifest;
         i < work->request->manifests.count && work->batch.count < LIMIT_BATCH_MANIFESTS &&
         batch_size < LIMIT_BATCH_SIZE;
         i++) {
        prepare(work, i);
        const struct inputs *inputs = work->batch.at[work->batch.count - 1].inputs;
        batch_size += inputs ? inputs->size : 0;
    }
}

/* ---- judging ---- */

/* What is left of the run's time is all that a policy may take. */
static void time_share(struct work *work)
{
    const int64_t work_left_ms = work->run_deadline_ms - clock_milliseconds();
    work->limits.time_ms =
        work_left_ms < LIMIT_POLICY_TIME_MS ? (work_left_ms > 0 ? work_left_ms : 1) : 0;
}

static bool loading(void *context, const char *path, struct error *err)
{
    struct work *work = context;
    for (size_t i = 0; i < work->start->casualties->count; i++) {
        const struct casualty *casualty = &work->start->casualties->at[i];
        if (casualty->policy && strcmp(casualty->policy, path) == 0) {
            *err = casualty->error;
            return false;
        }
    }
    if (clock_milliseconds() > work->run_deadline_ms)
        return error_at(err, ERROR_POLICY, (struct place){path, 0, 0},
                        "limit:time: the %d ms of this run were spent before the policy was loaded",
                        LIMIT_RUN_TIME_MS);
    time_share(work);
    struct buffer message = buffer_in(&work->words, LIMIT_WORKER_MESSAGE);
    spelled_add(&message, "{\"kind\":", TEXT("loading"));
    spelled_add(&message, ",\"policy\":", text_of(path));
    spelled_hold(work, &message);
    return true;
}

static void send_set(struct work *work, const struct policy_set *set)
{
    struct record record = message(work, "set");
    set_tell(&record, set);
    message_hold(work, &record);
}

static void send_case(struct work *work, const struct prepared *prepared)
{
    const struct inputs *inputs = prepared->inputs;
    struct record record = message(work, "case");
    record_integer(&record, "manifest", (int64_t)prepared->manifest);
    case_tell(&record, inputs, prepared->set);
    if (work->request->ledger)
        docket_tell(&record, inputs);
    message_hold(work, &record);
}

static struct value findings_value(const struct findings *findings, struct arena *arena)
{
    struct values finding_list = {0};
    for (size_t i = 0; i < findings->count; i++)
        *LIST_ADD(arena, &finding_list) = finding_value(&findings->at[i], arena);
    return value_of_list(arena, finding_list.at, finding_list.count);
}

/* Who it is, in case the answer never comes. */
static void hold_checking(struct work *work, const struct prepared *prepared, size_t number)
{
    const struct policy *policy = &prepared->set->policies.at[number];
    const enum level level = policy_level_at(policy, work->request->now);
    struct buffer message = buffer_in(&work->words, LIMIT_WORKER_MESSAGE);
    spelled_add(&message, "{\"id\":", policy->id);
    spelled_add(&message, ",\"kind\":", TEXT("checking"));
    spelled_add(&message, ",\"level\":", text_of(level_name(level)));
    spelled_add(&message, ",\"path\":", text_of(policy->source.path));
    buffer_format(&message, ",\"policy\":%zu", number);
    spelled_hold(work, &message);
}

static void hold_stands(struct work *work, size_t kept, size_t number)
{
    struct buffer message = buffer_in(&work->words, LIMIT_WORKER_MESSAGE);
    buffer_format(&message, "{\"kept\":%zu,\"kind\":\"stands\",\"policy\":%zu", kept, number);
    spelled_hold(work, &message);
}

static void policy_check(struct work *work, const struct prepared *prepared, size_t number)
{
    struct findings findings = {0};
    struct evaluation evaluation = {0};
    const struct evaluator evaluator = script_evaluator(&work->limits);
    const struct policy *policy = &prepared->set->policies.at[number];
    hold_checking(work, prepared, number);
    time_share(work);
    evaluator.check(evaluator.host, policy, &prepared->inputs->of, &work->scratch, &findings,
                    &evaluation);
    struct record record = message(work, "findings");
    record_integer(&record, "policy", (int64_t)number);
    record_value(&record, "findings", findings_value(&findings, &work->scratch));
    record_value(&record, "notes", notes_tell(&evaluation.notes, &work->scratch));
    message_hold(work, &record);
    arena_clear(&work->scratch);
}

/* ---- judging ahead ---- */

/* A single case is known before its policies are, and so is by which parameters they go where none
 * is set: each can be checked when it has just been loaded. */
static bool may_judge_ahead(const struct work *work, const struct prepared *prepared)
{
    const struct value *params = prepared->inputs->project.params;
    return work->start->ahead && work->request->manifests.count == 1 && !work->request->ledger &&
           work->request->overrides.count == 0 && !(params && value_count(params));
}

static bool ahead_wanted(void *context, const struct policy *policy)
{
    struct work *work = context;
    if (!policy_judges(policy, &work->ahead->inputs->of))
        return false;
    struct buffer message = buffer_in(&work->words, LIMIT_WORKER_MESSAGE);
    spelled_add(&message, "{\"id\":", policy->id);
    spelled_add(&message, ",\"kind\":", TEXT("ahead"));
    spelled_hold(work, &message);
    return true;
}

static void kept_hold(struct work *work, const char *path, const struct early *early)
{
    struct record record = message(work, "kept");
    record_value(&record, "findings", findings_value(&early->findings, early->arena));
    record_value(&record, "notes", notes_tell(&early->evaluation.notes, early->arena));
    message_hold(work, &record);
    *LIST_ADD(&work->arena, &work->kept) = path;
}

/* evaluator.load. Where one policy has to be checked again in its turn, no other is ahead of its.
 */
static bool policy_load(void *host, const struct policy_source *policy_source, struct arena *arena,
                        struct policy *out, struct error *err)
{
    struct work *work = host;
    const struct evaluator policy_lua = script_evaluator(&work->limits);
    if (!work->ahead)
        return policy_lua.load(policy_lua.host, policy_source, arena, out, err);
    const struct case_file *of = &work->ahead->inputs->of;
    struct early early = {
        .of = of, .arena = &work->scratch, .wanted = ahead_wanted, .context = work};
    const bool loaded =
        policy_lua.load_early(policy_lua.host, policy_source, &early, arena, out, err);
    if (loaded && early.judged)
        kept_hold(work, policy_source->path, &early);
    else if (loaded && policy_judges(out, of))
        work->ahead = NULL;
    arena_clear(&work->scratch);
    return loaded;
}

/* Which of those kept are the policy's findings; as many as there are where none is. */
static size_t kept_find(const struct work *work, const struct policy *policy)
{
    size_t kept = 0;
    while (kept < work->kept.count && work->kept.at[kept] != policy->source.path)
        kept++;
    return kept;
}

static void policy_judge(struct work *work, const struct prepared *prepared, size_t number)
{
    const struct policy *policy = &prepared->set->policies.at[number];
    const size_t kept = kept_find(work, policy);
    if (!policy_judges(policy, &prepared->inputs->of))
        return;
    if (kept < work->kept.count)
        hold_stands(work, kept, number);
    else
        policy_check(work, prepared, number);
}

/* ---- a case ---- */

static bool set_prepare(struct work *work, const struct prepared *prepared, struct error *err)
{
    const struct evaluator evaluator = {.host = work, .load = policy_load};
    work->limits = (struct script_options){.beginning = work->beginning};
    work->ahead = may_judge_ahead(work, prepared) ? prepared : NULL;
    const struct project adopted = {.params = prepared->set->params};
    const bool own_params = work->request->ledger || work->request->prescribed;
    const struct policy_set_loader loader = {work->request,
                                             own_params ? &adopted : &prepared->inputs->project,
                                             &evaluator, loading, work};
    return prepared->set->loaded || policy_set_load(prepared->set, &loader, &work->arena, err);
}

static bool case_judge(struct work *work, const struct prepared *prepared)
{
    struct error err = {0};
    const bool resumed = prepared->manifest == work->start->manifest;
    work->run_deadline_ms = resumed && work->start->run_deadline_ms
                                ? work->start->run_deadline_ms
                                : clock_milliseconds() + LIMIT_RUN_TIME_MS;
    if (!set_prepare(work, prepared, &err)) {
        send_error(work, err.code == ERROR_USAGE ? "usage" : "refused", prepared->manifest, &err);
        return err.code != ERROR_USAGE;
    }
    send_set(work, prepared->set);
    if (work->request->ledger)
        docket_send(work->port, prepared->inputs);
    send_case(work, prepared);
    const size_t first = resumed ? work->start->policy : 0;
    for (size_t i = first; i < prepared->set->policies.count; i++)
        policy_judge(work, prepared, i);
    send_judged(work, prepared->manifest);
    return true;
}

void judge_work(void *context, struct worker_port *port)
{
    struct error err = {0};
    struct work work = {.start = context, .port = port};
    const struct reading_watch watch = {&work, reading_progress};
    struct judge_request request = *work.start->request;
    request.watch = &watch;
    request.required_only = true;
    work.request = &request;
    work.schemas = schemas_new(&work.arena);
    if (request.clamd && request.to == STAGE_REGISTERED)
        request.malware = malware_begin(request.clamd, &work.arena);
    if (!worker_confine(port, WORKER_READING, &err)) {
        send_error(&work, "usage", work.start->manifest, &err);
        return;
    }
    batch_read(&work);
    if (!worker_confine(port, WORKER_JUDGING, &err)) {
        send_error(&work, "usage", work.start->manifest, &err);
        return;
    }
    work.beginning = script_beginning(&work.arena);
    for (size_t i = 0; i < work.batch.count; i++) {
        const struct prepared *prepared = &work.batch.at[i];
        if (!prepared->inputs)
            send_error(&work, prepared->error.code == ERROR_USAGE ? "usage" : "refused",
                       prepared->manifest, &prepared->error);
        else if (!case_judge(&work, prepared))
            return;
    }
}
