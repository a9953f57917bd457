#include "service/judging.h"

#include "base/clock.h"
#include "base/limits.h"
#include "service/record.h"
#include "value/json.h"
#include "worker/worker.h"

enum received { RECEIVED_MORE, RECEIVED_END, RECEIVED_ENOUGH, RECEIVED_NONSENSE };

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
    judging->kept = (struct kepts){0};
    held_forget(&judging->held);
    judging->manifest++;
    judging->policy = 0;
    judging->run_deadline_ms = 0;
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

static void conclude(struct judging *judging)
{
    struct error err = {0};
    struct judgement judgement = {.manifest = judging->request->manifests.at[judging->manifest]};
    if (judging_decide(judging, &judgement, &err))
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
    if (!judging->set || message_number(message, "manifest") != judging->manifest)
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

/* Findings and notes of the policy in hand, behind those that are there. */
static bool findings_add(struct judging *judging, const struct value *message,
                         struct findings *findings, struct values *added)
{
    struct error err = {0};
    const struct value *judged_list = value_get(message, TEXT("findings"));
    if (!judged_list || value_count(judged_list) == 0)
        return false;
    for (size_t i = 0; i < value_count(judged_list); i++) {
        struct finding judged_finding;
        if (!finding_read(value_at(judged_list, i), &judging->arena, &judged_finding, &err))
            return false;
        judged_finding.policy = judging->id; /* a policy speaks for itself alone */
        if (!finding_write(&judged_finding, &judging->arena,
                           &err)) /* now, while the worker goes on */
            return false;
        *LIST_ADD(&judging->arena, findings) = judged_finding;
    }
    const struct value *notes = value_get(message, TEXT("notes"));
    for (size_t i = 0; notes && i < value_count(notes); i++)
        *LIST_ADD(&judging->arena, added) = *value_at(notes, i);
    return true;
}

static void policy_through(struct judging *judging, size_t number)
{
    judging->policy = number + 1;
    judging->checked++;
    judging->doing = DOING_BETWEEN;
}

static bool findings_take(struct judging *judging, const struct value *message)
{
    const size_t number = message_number(message, "policy");
    if (judging->doing != DOING_CHECKING || number != judging->number ||
        !findings_add(judging, message, &judging->findings, &judging->notes))
        return false;
    policy_through(judging, number);
    return true;
}

/* ---- policies that are checked as they are loaded ---- */

static bool ahead_begin(struct judging *judging, const struct value *message)
{
    if (!judging->ahead || judging->doing != DOING_LOADING)
        return false;
    judging->id = message_text(message, "id");
    judging->doing = DOING_AHEAD;
    return true;
}

/* The worker is still at that policy, until it says what comes next. */
static bool kept_add(struct judging *judging, const struct value *message)
{
    struct kept kept = {0};
    if (judging->doing != DOING_AHEAD ||
        !findings_add(judging, message, &kept.findings, &kept.notes))
        return false;
    *LIST_ADD(&judging->arena, &judging->kept) = kept;
    return true;
}

static bool kept_take(struct judging *judging, const struct value *message)
{
    const size_t which = message_number(message, "kept"),
                 number = message_number(message, "policy");
    if (!judging->of || number < judging->policy || number == SIZE_MAX ||
        which >= judging->kept.count || judging->kept.at[which].taken)
        return false;
    struct kept *kept = &judging->kept.at[which];
    for (size_t i = 0; i < kept->findings.count; i++)
        *LIST_ADD(&judging->arena, &judging->findings) = kept->findings.at[i];
    for (size_t i = 0; i < kept->notes.count; i++)
        *LIST_ADD(&judging->arena, &judging->notes) = kept->notes.at[i];
    kept->taken = true;
    policy_through(judging, number);
    return true;
}

/* ---- the order of messages ---- */

static bool reading_begin(struct judging *judging, const struct value *message)
{
    const size_t number = message_number(message, "manifest");
    if (number < judging->manifest || number >= judging->request->manifests.count)
        return false;
    judging->doing = DOING_READING;
    judging->number = number;
    judging->read_deadline_ms = clock_milliseconds() + LIMIT_READ_TIME_MS;
    return true;
}

/* Shown to whoever waits; it buys no time. */
static bool reading_goes_on(struct judging *judging, const struct value *message)
{
    enum { MEGABYTE = 1000000 };
    const size_t done = message_number(message, "done"), of = message_number(message, "of");
    if (judging->doing != DOING_READING || done == SIZE_MAX || of == SIZE_MAX)
        return false;
    if (of >= (size_t)2 * MEGABYTE)
        judging->session->progress(judging->session->context, "MB of the artifact", done / MEGABYTE,
                                   of / MEGABYTE);
    return true;
}

static int64_t reading_patience_ms(const struct judging *judging)
{
    const int64_t patience_left_ms = judging->read_deadline_ms - clock_milliseconds();
    return patience_left_ms > 0 ? patience_left_ms : 0;
}

/* The run of a manifest begins with its first policy, and goes on through every worker that it
 * takes. */
static void run_begin(struct judging *judging)
{
    if (judging->run_deadline_ms == 0)
        judging->run_deadline_ms = clock_milliseconds() + LIMIT_RUN_TIME_MS;
}

static bool loading_begin(struct judging *judging, const struct value *message)
{
    run_begin(judging);
    judging->doing = DOING_LOADING;
    judging->path = text_string(&judging->arena, message_text(message, "policy"));
    return true;
}

static bool checking_begin(struct judging *judging, const struct value *message)
{
    run_begin(judging);
    const size_t number = message_number(message, "policy");
    if (!judging->of || number < judging->policy || number == SIZE_MAX ||
        !level_read(message_text(message, "level"), &judging->level))
        return false;
    judging->doing = DOING_CHECKING;
    judging->number = number;
    judging->path = text_string(&judging->arena, message_text(message, "path"));
    judging->id = message_text(message, "id");
    return true;
}

/* A set belongs to the case that follows it. */
static bool set_begin(struct judging *judging, const struct value *message, struct text bytes)
{
    judging->doing = DOING_BETWEEN;
    held_forget(&judging->held);
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
    if (message_number(message, "manifest") != judging->manifest)
        return RECEIVED_NONSENSE;
    refused(judging, &told);
    return RECEIVED_MORE;
}

/* One step of the order that judge_worker.h lists. */
static bool step_take(struct judging *judging, const struct value *message,
                      struct text message_kind, struct text bytes)
{
    if (text_is(message_kind, "reading"))
        return reading_begin(judging, message);
    if (text_is(message_kind, "progress"))
        return reading_goes_on(judging, message);
    if (text_is(message_kind, "loading"))
        return loading_begin(judging, message);
    if (text_is(message_kind, "ahead"))
        return ahead_begin(judging, message);
    if (text_is(message_kind, "kept"))
        return kept_add(judging, message);
    if (text_is(message_kind, "stands"))
        return kept_take(judging, message);
    if (text_is(message_kind, "set"))
        return set_begin(judging, message, bytes);
    if (text_is(message_kind, "checking"))
        return checking_begin(judging, message);
    if (text_is(message_kind, "findings"))
        return judging->of && findings_take(judging, message);
    if (!text_is(message_kind, "judged") || !judging->of)
        return false;
    conclude(judging);
    return true;
}

static enum received message_take(struct judging *judging, struct text bytes, struct error *err)
{
    struct error unread = {0};
    struct value *message = ARENA_NEW(&judging->arena, struct value);
    if (judging->request->ledger && held_is(bytes))
        return judging->set && held_take(&judging->held, bytes) ? RECEIVED_MORE : RECEIVED_NONSENSE;
    if (judging->manifest >= judging->request->manifests.count ||
        !json_read("worker", bytes, (struct json_options){0}, &judging->arena, message, &unread))
        return RECEIVED_NONSENSE;
    const struct text message_kind = message_text(message, "kind");
    if (text_is(message_kind, "case"))
        return case_begin(judging, message, bytes);
    if (text_is(message_kind, "refused") || text_is(message_kind, "usage"))
        return refusal_take(judging, message, text_is(message_kind, "usage"), err);
    return step_take(judging, message, message_kind, bytes) ? RECEIVED_MORE : RECEIVED_NONSENSE;
}

/* ---- a worker that ended too early ---- */

static void casualty_add(struct judging *judging, const char *policy, size_t manifest,
                         enum error_code casualty_code, const char *casualty_how)
{
    struct arena *arena = judging->session->arena; /* they outlive the manifest in hand */
    struct casualty *casualty = LIST_ADD(arena, &judging->casualties);
    *casualty = (struct casualty){.manifest = manifest};
    if (policy)
        casualty->policy = text_string(arena, text_of(policy));
    (void)error_at(&casualty->error, casualty_code, (struct place){policy, 0, 0}, "%s",
                   casualty_how);
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
static bool worker_lost(struct judging *judging, bool late, const char *casualty_fate,
                        struct error *err)
{
    char casualty_how[ERROR_MESSAGE_SIZE];
    switch (judging->doing) {
    case DOING_READING:
        (void)snprintf(casualty_how, sizeof casualty_how, "reading the inputs %s",
                       late ? "took too long" : casualty_fate);
        casualty_add(judging, NULL, judging->number, ERROR_REFUSED, casualty_how);
        return true;
    case DOING_LOADING:
        (void)snprintf(casualty_how, sizeof casualty_how, "loading the policy %s",
                       late ? "took too long: limit:time" : casualty_fate);
        casualty_add(judging, judging->path, 0, ERROR_POLICY, casualty_how);
        return true;
    case DOING_AHEAD: /* the next worker checks it in its turn, as if there had been none before */
        judging->run_deadline_ms = 0;
        return true;
    case DOING_CHECKING:
        policy_killed(judging, late, casualty_fate);
        return true;
    case DOING_NOTHING:
    case DOING_BETWEEN:
        break;
    }
    return error_set(err, ERROR_UNAVAILABLE, "the judging process %s",
                     late ? "is late" : casualty_fate);
}

static int64_t patience_ms(const struct judging *judging)
{
    switch (judging->doing) {
    case DOING_LOADING:
    case DOING_AHEAD:
    case DOING_CHECKING:
        return LIMIT_POLICY_TIME_MS + LIMIT_GRACE_MS;
    case DOING_BETWEEN:
        return LIMIT_RUN_TIME_MS;
    case DOING_READING:
        return reading_patience_ms(judging);
    case DOING_NOTHING:
        break;
    }
    return LIMIT_READ_TIME_MS;
}

/* Receive until the worker is through with its batch. False where the run has to end. */
static bool worker_follow(struct judging *judging, struct worker *worker, struct error *err)
{
    for (;;) {
        struct text bytes;
        const enum worker_event judging_event = worker_receive(
            worker, clock_milliseconds() + patience_ms(judging), &judging->arena, &bytes);
        enum received received = RECEIVED_NONSENSE;
        if (judging_event == WORKER_DONE)
            return true;
        if (judging_event == WORKER_MESSAGE)
            received = message_take(judging, bytes, err);
        if (received == RECEIVED_END)
            return false;
        if (received == RECEIVED_ENOUGH)
            return true; /* the arena stops the worker; the next manifest gets a new one */
        if (received == RECEIVED_NONSENSE) {
            worker_stop(worker);
            return worker_lost(judging, judging_event == WORKER_LATE,
                               judging_event == WORKER_MESSAGE ? "sent what is no message"
                                                               : worker_fate(worker),
                               err);
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
        .request = request, .session = session, .visit = visit, .context = context, .ahead = true};
    while (going && judging.manifest < request->manifests.count) {
        struct worker *worker;
        struct arena arena = {0};
        struct judge_start start = {request,
                                    judging.manifest,
                                    judging.policy,
                                    judging.run_deadline_ms,
                                    &judging.casualties,
                                    judging.ahead};
        manifest = judging.manifest;
        policy = judging.policy;
        casualties = judging.casualties.count;
        judging.doing = DOING_NOTHING;
        judging.kept = (struct kepts){0};
        going = worker_start(judge_work, &start, &arena, &worker, err) &&
                worker_follow(&judging, worker, err);
        arena_free(&arena);
        const bool stands = !judging.ahead && judging.manifest == manifest &&
                            judging.policy == policy && judging.casualties.count == casualties;
        judging.ahead = false;
        if (going &&
            (stands || judging.casualties.count > request->manifests.count + LIMIT_POLICIES))
            going = error_set(err, ERROR_BUG, "judging does not go on");
    }
    arena_free(&judging.arena);
    held_forget(&judging.held);
    return going;
}
