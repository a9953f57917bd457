#include "service/judge.h"

#include "base/clock.h"
#include "base/limits.h"
#include "service/judge_worker.h"
#include "service/record.h"
#include "value/json.h"
#include "worker/worker.h"

/* What the worker said last that it was about to do: the one to blame where it says no more. Our
 * own work between two of them is nobody's fault. */
enum doing { DOING_NOTHING, DOING_READING, DOING_LOADING, DOING_CHECKING, DOING_BETWEEN };

struct judging {
    const struct judge_request *request;
    struct session *session;
    void (*visit)(void *context, const struct judgement *judgement);
    void *context;

    size_t manifest; /* the first that is not judged yet         */
    size_t policy;   /* of its set, the first not checked yet    */
    struct casualties casualties;

    struct arena arena;      /* of the manifest in hand; freed when it is judged */
    const struct value *set; /* the messages that came last ...              */
    const struct value *of;
    struct text set_bytes;
    struct text set_told, of_told; /* ... and their bytes when they came first */
    size_t checked;                /* policies that gave findings or were killed */
    struct findings findings;
    struct values notes;

    enum doing doing;
    size_t number;    /* of the manifest it reads, or the policy it checks */
    const char *path; /* of the policy it loads or checks                  */
    struct text id;   /* of the policy it checks                           */
    enum level level;
};

enum received { RECEIVED_MORE, RECEIVED_END, RECEIVED_ENOUGH, RECEIVED_NONSENSE };

static struct text field_text(const struct value *message, const char *name)
{
    const struct value *found = value_get(message, text_of(name));
    return found ? value_text(found) : TEXT_NONE;
}

static size_t field_number(const struct value *message, const char *name)
{
    const struct value *found = value_get(message, text_of(name));
    const int64_t number = found ? value_integer(found) : -1;
    return number < 0 ? SIZE_MAX : (size_t)number;
}

/* ---- one judgement is complete ---- */

static void judged(struct judging *judging, const struct judgement *judgement)
{
    judging->visit(judging->context, judgement);
    judging->session->progress(judging->session->context, "manifests", judging->manifest + 1,
                               judging->request->manifests.count);
    arena_free(&judging->arena);
    judging->set = judging->of = NULL;
    judging->set_bytes = judging->set_told = judging->of_told = TEXT_NONE;
    judging->checked = 0;
    judging->findings = (struct findings){0};
    judging->notes = (struct values){0};
    judging->manifest++;
    judging->policy = 0;
    judging->doing = DOING_BETWEEN;
}

static void refused(struct judging *judging, const struct error *err)
{
    const struct judgement judgement = {.manifest =
                                            judging->request->manifests.at[judging->manifest],
                                        .refused = true,
                                        .error = *err};
    judged(judging, &judgement);
}

/* A file that did not load, as a finding that binds. */
static void fault_add(struct judging *judging, const struct value *fault)
{
    struct error error;
    const struct value *written = value_get(fault, TEXT("error"));
    if (written)
        record_error_read(written, &judging->arena, &error);
    else
        error = (struct error){.code = ERROR_BUG};
    const char *file = text_string(&judging->arena, text_of(error.file));
    *LIST_ADD(&judging->arena, &judging->findings) = (struct finding){
        .policy = field_text(fault, "policy"),
        .control = TEXT("load"),
        .outcome = OUTCOME_ERROR,
        .level = LEVEL_NONE,
        .message = text_copy(&judging->arena, text_of(error.message)),
        .source = {file[0] ? file : NULL, error.line, error.column},
        .fix = TEXT("Mend the file, or take it out of the policies by a reviewed change"),
    };
}

static struct value policies_part(struct judging *judging)
{
    struct record part = record_in(&judging->arena);
    const struct value *changed = value_get(judging->set, TEXT("changed"));
    const struct value *not_applied = value_get(judging->of, TEXT("not_applied"));
    record_text(&part, "digest", field_text(judging->set, "digest"));
    record_integer(&part, "count", (int64_t)field_number(judging->set, "count"));
    record_value(&part, "changed", changed ? *changed : value_of_null());
    record_value(&part, "not_applied", not_applied ? *not_applied : value_of_null());
    return record_map(&part);
}

/* What this decision does not speak of, so that nobody takes it for granted. */
static struct value not_checked(struct judging *judging)
{
    struct values list = {0};
    struct arena *arena = &judging->arena;
    const struct value *artifact = value_get(judging->of, TEXT("artifact"));
    const struct text kind = artifact ? field_text(artifact, "kind") : TEXT_NONE;
    *LIST_ADD(arena, &list) = value_of_text(TEXT("the transition: no ledger"));
    if (text_is(kind, "service"))
        *LIST_ADD(arena, &list) =
            value_of_text(TEXT("the artifact: a service holds it, its bytes cannot be seen"));
    else if (text_is(kind, "declared"))
        *LIST_ADD(arena, &list) =
            value_of_text(TEXT("the artifact: its digest is declared, its bytes were not seen"));
    else if (kind.size == 0)
        *LIST_ADD(arena, &list) = value_of_text(TEXT("the artifact: the manifest names none"));
    return value_of_list(arena, list.at, list.count);
}

static struct value part_of(const struct value *message, const char *name)
{
    const struct value *found = value_get(message, text_of(name));
    return found ? *found : value_of_null();
}

/* A parameter that lets more through than its default, where the set is prescribed. */
static bool parameters_allowed(const struct judging *judging, struct error *err)
{
    const struct value *changed = value_get(judging->set, TEXT("changed"));
    for (size_t i = 0; changed && i < value_count(changed); i++) {
        const struct value *row = value_at(changed, i);
        const struct value *looser = value_get(row, TEXT("looser"));
        if (!looser || value_boolean(looser))
            return error_set(err, ERROR_INTEGRITY,
                             "parameter %.*s of %.*s may let more through than its default, which "
                             "the required policy set does not allow",
                             TEXT_ARGS(field_text(row, "param")), TEXT_ARGS(field_text(row, "id")));
    }
    return true;
}

static bool set_allowed(const struct judging *judging, struct error *err)
{
    struct digest usual;
    const struct digests *required = &judging->request->required;
    const struct text written = field_text(judging->set, "usual_digest");
    if (required->count == 0)
        return true;
    if (!digest_read(written, &usual))
        return error_set(err, ERROR_BUG, "the policy set has no digest");
    for (size_t i = 0; i < required->count; i++)
        if (digest_equal(&usual, &required->at[i]))
            return parameters_allowed(judging, err);
    char wanted[DIGEST_TEXT_SIZE];
    digest_write(&required->at[0], wanted);
    return error_set(err, ERROR_INTEGRITY, "the policies here are %.*s; %s is required",
                     TEXT_ARGS(written), wanted);
}

static size_t field_count(const struct value *message, const char *name)
{
    const struct value *found = value_get(message, text_of(name));
    return found ? value_count(found) : 0;
}

/* Nobody is passed over, whatever befell the workers: all that apply were checked. */
static bool all_checked(const struct judging *judging, struct error *err)
{
    const size_t seen = judging->checked + field_count(judging->of, "not_applied") +
                        field_count(judging->set, "faults");
    return seen == field_number(judging->set, "count") ||
           error_set(err, ERROR_BUG, "not every policy of the set was run");
}

static bool decide(struct judging *judging, struct judgement *out, struct error *err)
{
    struct digest id;
    struct arena *arena = &judging->arena;
    const struct value *faults = value_get(judging->set, TEXT("faults"));
    for (size_t i = 0; faults && i < value_count(faults); i++)
        fault_add(judging, value_at(faults, i));
    decision_conclude(&judging->findings, 0, &out->conclusion);
    struct decision_parts parts = {
        .subject = part_of(judging->of, "subject"),
        .artifact = part_of(judging->of, "artifact"),
        .transition = part_of(judging->of, "transition"),
        .engine = value_of_text(TEXT("obstat " OBSTAT_VERSION)),
        .policies = policies_part(judging),
        .evidence = part_of(judging->of, "evidence"),
        .champion = part_of(judging->of, "champion"),
        .waivers = value_of_list(arena, NULL, 0),
        .not_checked = not_checked(judging),
        .now = judging->request->now,
    };
    const struct value observations = part_of(judging->of, "observations");
    if (value_count(&observations))
        parts.observations = observations;
    if (judging->notes.count)
        parts.notes = value_of_list(arena, judging->notes.at, judging->notes.count);
    return decision_write(&parts, &judging->findings, &out->conclusion, arena, &out->decision, &id,
                          err);
}

static void conclude(struct judging *judging)
{
    struct error err = {0};
    struct judgement judgement = {.manifest = judging->request->manifests.at[judging->manifest]};
    if (set_allowed(judging, &err) && all_checked(judging, &err) &&
        decide(judging, &judgement, &err))
        judged(judging, &judgement);
    else
        refused(judging, &err);
}

/* ---- one message ---- */

/* A worker that takes over has read all again: the same inputs, and the same policies, by whose
 * numbers it goes on. */
static bool case_unchanged(const struct judging *judging, struct text bytes, struct error *err)
{
    if (judging->of_told.size && !text_equal(judging->of_told, bytes))
        return error_set(err, ERROR_REFUSED, "the inputs changed while they were judged");
    if (judging->set_told.size && !text_equal(judging->set_told, judging->set_bytes))
        return error_set(err, ERROR_REFUSED, "the policies changed while they judged");
    return true;
}

static enum received case_begin(struct judging *judging, const struct value *message,
                                struct text bytes)
{
    struct error err = {0};
    if (!judging->set || field_number(message, "manifest") != judging->manifest)
        return RECEIVED_NONSENSE;
    if (!case_unchanged(judging, bytes, &err)) {
        refused(judging, &err);
        return RECEIVED_ENOUGH;
    }
    judging->of_told = bytes;
    judging->set_told = judging->set_bytes;
    judging->of = message;
    return RECEIVED_MORE;
}

static bool findings_take(struct judging *judging, const struct value *message)
{
    struct error err = {0};
    const struct value *list = value_get(message, TEXT("findings"));
    const size_t number = field_number(message, "policy");
    if (!list || judging->doing != DOING_CHECKING || number != judging->number ||
        value_count(list) == 0)
        return false;
    for (size_t i = 0; i < value_count(list); i++) {
        struct finding finding;
        if (!finding_read(value_at(list, i), &judging->arena, &finding, &err))
            return false;
        finding.policy = judging->id; /* a policy speaks for itself alone */
        *LIST_ADD(&judging->arena, &judging->findings) = finding;
    }
    const struct value *notes = value_get(message, TEXT("notes"));
    for (size_t i = 0; notes && i < value_count(notes); i++)
        *LIST_ADD(&judging->arena, &judging->notes) = *value_at(notes, i);
    judging->policy = number + 1;
    judging->checked++;
    judging->doing = DOING_BETWEEN;
    return true;
}

static bool reading_begin(struct judging *judging, const struct value *message)
{
    const size_t number = field_number(message, "manifest");
    if (number < judging->manifest || number >= judging->request->manifests.count)
        return false;
    judging->doing = DOING_READING;
    judging->number = number;
    return true;
}

static bool loading_begin(struct judging *judging, const struct value *message)
{
    judging->doing = DOING_LOADING;
    judging->path = text_string(&judging->arena, field_text(message, "policy"));
    return true;
}

static bool checking_begin(struct judging *judging, const struct value *message)
{
    const size_t number = field_number(message, "policy");
    if (!judging->of || number < judging->policy || number == SIZE_MAX ||
        !level_read(field_text(message, "level"), &judging->level))
        return false;
    judging->doing = DOING_CHECKING;
    judging->number = number;
    judging->path = text_string(&judging->arena, field_text(message, "path"));
    judging->id = field_text(message, "id");
    return true;
}

/* A set belongs to the case that follows it. */
static bool set_begin(struct judging *judging, const struct value *message, struct text bytes)
{
    judging->doing = DOING_BETWEEN;
    judging->set = message;
    judging->set_bytes = bytes;
    judging->of = NULL;
    return true;
}

static enum received refusal_take(struct judging *judging, const struct value *message, bool usage,
                                  struct error *err)
{
    struct error told;
    const struct value *written = value_get(message, TEXT("error"));
    if (!written)
        return RECEIVED_NONSENSE;
    record_error_read(written, &judging->arena, &told);
    if (usage) {
        *err = told;
        return RECEIVED_END;
    }
    if (field_number(message, "manifest") != judging->manifest)
        return RECEIVED_NONSENSE;
    refused(judging, &told);
    return RECEIVED_MORE;
}

/* One step of the order that judge_worker.h lists. */
static bool step_take(struct judging *judging, const struct value *message, struct text kind,
                      struct text bytes)
{
    if (text_is(kind, "reading"))
        return reading_begin(judging, message);
    if (text_is(kind, "loading"))
        return loading_begin(judging, message);
    if (text_is(kind, "set"))
        return set_begin(judging, message, bytes);
    if (text_is(kind, "checking"))
        return checking_begin(judging, message);
    if (text_is(kind, "findings"))
        return judging->of && findings_take(judging, message);
    if (!text_is(kind, "judged") || !judging->of)
        return false;
    conclude(judging);
    return true;
}

static enum received message_take(struct judging *judging, struct text bytes, struct error *err)
{
    struct error unread = {0};
    struct value *message = ARENA_NEW(&judging->arena, struct value);
    if (judging->manifest >= judging->request->manifests.count ||
        !json_read("worker", bytes, (struct json_options){0}, &judging->arena, message, &unread))
        return RECEIVED_NONSENSE;
    const struct text kind = field_text(message, "kind");
    if (text_is(kind, "case"))
        return case_begin(judging, message, bytes);
    if (text_is(kind, "refused") || text_is(kind, "usage"))
        return refusal_take(judging, message, text_is(kind, "usage"), err);
    return step_take(judging, message, kind, bytes) ? RECEIVED_MORE : RECEIVED_NONSENSE;
}

/* ---- a worker that ended too early ---- */

static void casualty_add(struct judging *judging, const char *policy, size_t manifest,
                         enum error_code code, const char *how)
{
    struct arena *arena = judging->session->arena; /* they outlive the manifest in hand */
    struct casualty *casualty = LIST_ADD(arena, &judging->casualties);
    *casualty = (struct casualty){.manifest = manifest};
    if (policy)
        casualty->policy = text_string(arena, text_of(policy));
    (void)error_at(&casualty->error, code, (struct place){policy, 0, 0}, "%s", how);
}

static void policy_killed(struct judging *judging, bool late, const char *fate)
{
    const struct text message =
        late ? text_format(&judging->arena,
                           "limit:time: the policy was stopped at its deadline of %d ms",
                           LIMIT_POLICY_TIME_MS)
             : text_format(&judging->arena, "the process that ran the policy %s", fate);
    *LIST_ADD(&judging->arena, &judging->findings) = (struct finding){
        .policy = judging->id,
        .control = late ? TEXT("limit:time") : TEXT("process"),
        .outcome = OUTCOME_ERROR,
        .level = judging->level,
        .message = message,
        .source = {judging->path, 0, 0},
    };
    judging->policy = judging->number + 1;
    judging->checked++;
}

/* Record who is to blame; false where nobody is and another worker would fare no better. */
static bool worker_lost(struct judging *judging, bool late, const char *fate, struct error *err)
{
    char how[ERROR_MESSAGE_SIZE];
    switch (judging->doing) {
    case DOING_READING:
        (void)snprintf(how, sizeof how, "reading the inputs %s", late ? "took too long" : fate);
        casualty_add(judging, NULL, judging->number, ERROR_REFUSED, how);
        return true;
    case DOING_LOADING:
        (void)snprintf(how, sizeof how, "loading the policy %s",
                       late ? "took too long: limit:time" : fate);
        casualty_add(judging, judging->path, 0, ERROR_POLICY, how);
        return true;
    case DOING_CHECKING:
        policy_killed(judging, late, fate);
        return true;
    case DOING_NOTHING:
    case DOING_BETWEEN:
        break;
    }
    return error_set(err, ERROR_UNAVAILABLE, "the judging process %s", late ? "is late" : fate);
}

static int64_t patience_ms(const struct judging *judging)
{
    switch (judging->doing) {
    case DOING_LOADING:
    case DOING_CHECKING:
        return LIMIT_POLICY_TIME_MS + LIMIT_GRACE_MS;
    case DOING_BETWEEN:
        return LIMIT_RUN_TIME_MS;
    case DOING_NOTHING:
    case DOING_READING:
        break;
    }
    return LIMIT_READ_TIME_MS;
}

/* Receive until the worker is through with its batch. False where the run has to end. */
static bool worker_follow(struct judging *judging, struct worker *worker, struct error *err)
{
    for (;;) {
        struct text bytes;
        const enum worker_event event = worker_receive(
            worker, clock_milliseconds() + patience_ms(judging), &judging->arena, &bytes);
        enum received taken = RECEIVED_NONSENSE;
        if (event == WORKER_DONE)
            return true;
        if (event == WORKER_MESSAGE)
            taken = message_take(judging, bytes, err);
        if (taken == RECEIVED_END)
            return false;
        if (taken == RECEIVED_ENOUGH)
            return true; /* the arena stops the worker; the next manifest gets a new one */
        if (taken == RECEIVED_NONSENSE) {
            worker_stop(worker);
            return worker_lost(
                judging, event == WORKER_LATE,
                event == WORKER_MESSAGE ? "sent what is no message" : worker_fate(worker), err);
        }
    }
}

bool judge(const struct judge_request *request, struct session *session,
           void (*visit)(void *context, const struct judgement *judgement), void *context,
           struct error *err)
{
    bool going = true;
    size_t manifest, policy, casualties;
    struct judging judging = {
        .request = request, .session = session, .visit = visit, .context = context};
    while (going && judging.manifest < request->manifests.count) {
        struct worker *worker;
        struct arena arena = {0};
        struct judge_start start = {request, judging.manifest, judging.policy, &judging.casualties};
        manifest = judging.manifest;
        policy = judging.policy;
        casualties = judging.casualties.count;
        judging.doing = DOING_NOTHING;
        going = worker_start(judge_work, &start, &arena, &worker, err) &&
                worker_follow(&judging, worker, err);
        arena_free(&arena);
        const bool stands = judging.manifest == manifest && judging.policy == policy &&
                            judging.casualties.count == casualties;
        if (going &&
            (stands || judging.casualties.count > request->manifests.count + LIMIT_POLICIES))
            going = error_set(err, ERROR_BUG, "judging does not go on");
    }
    arena_free(&judging.arena);
    return going;
}
