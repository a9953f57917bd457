/* test: the tests that stand beside the policies. Each pair of files runs in a worker of its own.
 */
#include "service/operations.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "report/escape.h"
#include "script/script.h"
#include "service/ablate.h"
#include "service/record.h"
#include "service/sources.h"
#include "service/trial.h"
#include "value/json.h"
#include "worker/worker.h"

static const struct parameter parameters[] = {
    {"place", 0, PARAMETER_ARGUMENTS, 0, "DIR|FILE|pack:NAME",
     "policies with their *_test.lua; policies where none is named", NULL},
    {"ablate", 0, PARAMETER_FLAG, 0, NULL,
     "remove, null and corrupt each input that a passing test read; fail where it still passes",
     NULL},
    {"verbose", 'v', PARAMETER_FLAG, 0, NULL, "list the tests that hold as well", NULL},
    {0},
};

struct tally {
    size_t passed, failed, untested, broken;
    struct ablation ablation;
};

/* ---- in the worker: one policy and its test ---- */

struct pair_work {
    const struct test_source *pair;
    bool ablating;
    struct worker_port *port;
    struct arena arena;
    struct evaluator evaluator;
    struct schemas *schemas;
    struct policy policy;
    struct tally tally;
    bool *reached; /* by line */
    size_t lines_max;
    bool seen[OUTCOME_COUNT];
    const struct trial *trial;
};

static void say(struct pair_work *work, const char *kind, struct text line)
{
    struct record record = record_in(&work->arena);
    record_text(&record, "kind", text_of(kind));
    record_text(&record, "line", line);
    worker_send(work->port, record_bytes(&record));
}

static void say_error(struct pair_work *work, const struct error *err)
{
    struct record record = record_in(&work->arena);
    record_text(&record, "kind", TEXT("broken"));
    record_error(&record, "error", err);
    worker_send(work->port, record_bytes(&record));
}

static void pair_line_reached(void *context, unsigned line)
{
    struct pair_work *work = context;
    if (line < work->lines_max)
        work->reached[line] = true;
}

static void survivor_tell(void *context, struct text line)
{
    struct pair_work *work = context;
    say(work, "survived",
        text_format(&work->arena, "%.*s: %.*s", TEXT_ARGS(work->trial->name), TEXT_ARGS(line)));
}

static struct trial_bench bench_of(struct pair_work *work, struct watcher *watcher)
{
    return (struct trial_bench){&work->policy, &work->evaluator, work->schemas, watcher};
}

static void trial_ablate(struct pair_work *work, const struct trial *trial)
{
    struct trial_run *again = ARENA_NEW(&work->arena, struct trial_run);
    struct reads reads = {.arena = &work->arena};
    struct watcher watcher = reads_watcher(&reads);
    struct error err = {0};
    struct ablating what = {trial, again, bench_of(work, &watcher)};
    if (!trial_judge(trial, &what.bench, &work->arena, again, &err))
        return;
    what.bench.watcher = NULL;
    work->trial = trial;
    ablate(&what, &reads, &work->tally.ablation, survivor_tell, work);
}

static void trial_run_one(struct pair_work *work, const struct trial *trial)
{
    struct text why = TEXT_NONE;
    struct error err = {0};
    struct trial_run *run = ARENA_NEW(&work->arena, struct trial_run);
    struct watcher watcher = {.context = work, .line = pair_line_reached};
    say(work, "trying", trial->name);
    const struct trial_bench bench = bench_of(work, &watcher);
    bool holds = trial_judge(trial, &bench, &work->arena, run, &err);
    if (!holds)
        why = text_format(&work->arena, "%s", err.message);
    else {
        work->seen[run->outcome] = true;
        holds = trial_holds(trial, run, &work->arena, &why);
    }
    say(work, holds ? "passed" : "failed",
        holds ? trial->name
              : text_format(&work->arena, "%.*s: %.*s", TEXT_ARGS(trial->name), TEXT_ARGS(why)));
    if (holds && work->ablating && run->outcome == OUTCOME_PASS)
        trial_ablate(work, trial);
}

static void coverage_say(struct pair_work *work, const struct lines *lines)
{
    size_t reached = 0;
    struct buffer line = buffer_in(&work->arena, LIMIT_MESSAGE_SIZE);
    for (size_t i = 0; i < lines->count; i++)
        reached += lines->at[i] < work->lines_max && work->reached[lines->at[i]];
    buffer_format(&line, "%zu of %zu lines", reached, lines->count);
    const char *before = "; not reached: ";
    for (size_t i = 0; i < lines->count && !buffer_full(&line); i++)
        if (lines->at[i] >= work->lines_max || !work->reached[lines->at[i]]) {
            buffer_format(&line, "%s%u", before, lines->at[i]);
            before = ", ";
        }
    before = "; outcomes: ";
    for (size_t i = 0; i < OUTCOME_COUNT; i++)
        if (work->seen[i]) {
            buffer_format(&line, "%s%s", before, outcome_name((enum outcome)i));
            before = ", ";
        }
    say(work, "coverage", buffer_text(&line));
}

static bool pair_open(struct pair_work *work, struct value *table, struct lines *lines,
                      struct error *err)
{
    const struct place place = {work->pair->test.path, 0, 0};
    const struct evaluator *lua = &work->evaluator;
    if (!lua->load(lua->host, &work->pair->policy, &work->arena, &work->policy, err) ||
        !lua->lines(lua->host, &work->pair->policy, &work->arena, lines, err) ||
        !script_table(&work->pair->test, &work->arena, table, err))
        return false;
    for (size_t i = 0; i < lines->count; i++)
        if (lines->at[i] >= work->lines_max)
            work->lines_max = lines->at[i] + 1;
    work->reached = ARENA_ARRAY(&work->arena, bool, work->lines_max + 1);
    return value_kind(table) == VALUE_LIST ||
           error_at(err, ERROR_POLICY, place, "a test file returns a list of tests");
}

struct trials LIST(struct trial);

static void pair_work(void *context, struct worker_port *port)
{
    struct value table;
    struct trials trials = {0};
    struct error err = {0};
    struct lines lines = {0};
    struct pair_work *work = context;
    const struct script_options options = {0};
    work->port = port;
    work->evaluator = script_evaluator(&options);
    work->schemas = schemas_new(&work->arena);
    const struct place place = {work->pair->test.path, 0, 0};
    if (!worker_confine(port, WORKER_READING, &err) || !pair_open(work, &table, &lines, &err)) {
        say_error(work, &err);
        return;
    }
    const char *folder = path_folder(&work->arena, work->pair->test.path);
    for (size_t i = 0; i < value_count(&table); i++) {
        struct trial trial;
        struct error refused = {0};
        if (trial_read(value_at(&table, i), folder, place, &work->arena, &trial, &refused))
            *LIST_ADD(&work->arena, &trials) = trial;
        else
            say_error(work, &refused);
    }
    if (!worker_confine(port, WORKER_JUDGING, &err)) {
        say_error(work, &err);
        return;
    }
    for (size_t i = 0; i < trials.count; i++)
        trial_run_one(work, &trials.at[i]);
    coverage_say(work, &lines);
    struct record record = record_in(&work->arena);
    record_text(&record, "kind", TEXT("ablated"));
    record_integer(&record, "tried", (int64_t)work->tally.ablation.tried);
    worker_send(port, record_bytes(&record));
}

/* ---- in the parent ---- */

struct testing {
    struct session *session;
    struct tally tally;
    bool verbose;
    struct text trying; /* the test in hand, to blame where the worker ends */
};

static void testing_print(struct testing *testing, const char *word, struct text line)
{
    struct buffer out = buffer_in(testing->session->arena, LIMIT_REPORT_SIZE);
    buffer_format(&out, "  %s  ", word);
    text_escape(line, &out);
    buffer_byte(&out, '\n');
    testing->session->print(testing->session->context, buffer_text(&out));
}

static void testing_broken(struct testing *testing, const struct value *message)
{
    struct error err = {0};
    const struct value *written = value_get(message, TEXT("error"));
    if (written)
        record_error_read(written, testing->session->arena, &err);
    testing->session->complain(testing->session->context, &err);
    testing->tally.broken++;
}

static bool testing_message_take(struct testing *testing, struct text bytes)
{
    struct error unread = {0};
    struct arena *arena = testing->session->arena;
    struct value *message = ARENA_NEW(arena, struct value);
    if (!json_read("worker", bytes, (struct json_options){0}, arena, message, &unread))
        return false;
    const struct value *named = value_get(message, TEXT("kind"));
    const struct value *given = value_get(message, TEXT("line"));
    const struct value *tried = value_get(message, TEXT("tried"));
    const struct text kind = named ? value_text(named) : TEXT_NONE;
    const struct text line = given ? value_text(given) : TEXT_NONE;
    if (text_is(kind, "trying"))
        testing->trying = line;
    else if (text_is(kind, "passed")) {
        testing->tally.passed++;
        if (testing->verbose)
            testing_print(testing, "pass", line);
    } else if (text_is(kind, "failed")) {
        testing->tally.failed++;
        testing_print(testing, "FAIL", line);
    } else if (text_is(kind, "survived")) {
        testing->tally.ablation.survived++;
        testing_print(testing, "BLIND", line);
    } else if (text_is(kind, "coverage"))
        testing_print(testing, "cover", line);
    else if (text_is(kind, "ablated") && tried)
        testing->tally.ablation.tried += (size_t)value_integer(tried);
    else if (text_is(kind, "broken"))
        testing_broken(testing, message);
    else
        return false;
    return true;
}

static bool pair_follow(struct testing *testing, struct worker *worker)
{
    const int64_t patience = 4LL * LIMIT_POLICY_TIME_MS + LIMIT_RUN_TIME_MS;
    for (;;) {
        struct text bytes;
        const enum worker_event event = worker_receive(worker, clock_milliseconds() + patience,
                                                       testing->session->arena, &bytes);
        if (event == WORKER_DONE)
            return true;
        if (event != WORKER_MESSAGE || !testing_message_take(testing, bytes)) {
            worker_stop(worker);
            const struct text line = text_format(
                testing->session->arena, "%.*s: the process that ran it %s",
                TEXT_ARGS(testing->trying), event == WORKER_LATE ? "is late" : worker_fate(worker));
            testing_print(testing, "FAIL", line);
            testing->tally.failed++;
            return true;
        }
    }
}

static bool pair_test(struct testing *testing, const struct test_source *pair, bool ablating,
                      struct error *err)
{
    struct worker *worker;
    struct arena arena = {0};
    struct pair_work work = {.pair = pair, .ablating = ablating};
    const char *path = pair->policy.path ? pair->policy.path : pair->test.path;
    struct buffer heading = buffer_in(testing->session->arena, LIMIT_REPORT_SIZE);
    text_escape(text_of(path), &heading);
    buffer_byte(&heading, '\n');
    testing->session->print(testing->session->context, buffer_text(&heading));
    if (!pair->test.path || !pair->policy.path) {
        testing_print(testing, "none",
                      pair->test.path ? TEXT("a test without its policy")
                                      : TEXT("no test stands beside it"));
        testing->tally.untested++;
        return true;
    }
    const bool done =
        worker_start(pair_work, &work, &arena, &worker, err) && pair_follow(testing, worker);
    arena_free(&arena);
    return done;
}

static void summary(struct testing *testing, bool ablating)
{
    const struct tally *tally = &testing->tally;
    struct buffer out = buffer_in(testing->session->arena, LIMIT_MESSAGE_SIZE);
    if (ablating)
        buffer_format(&out, "ablation: %zu changed inputs judged, %zu of them still passed\n",
                      tally->ablation.tried, tally->ablation.survived);
    if (tally->untested)
        buffer_format(&out, "%zu without a test or without a policy\n", tally->untested);
    buffer_format(&out, "%zu passed, %zu failed\n", tally->passed,
                  tally->failed + tally->broken + tally->ablation.survived);
    testing->session->print(testing->session->context, buffer_text(&out));
}

static int verdict_of(const struct tally *tally, struct error *err)
{
    if (tally->broken)
        return STATUS_POLICY;
    if (tally->failed || tally->ablation.survived)
        return STATUS_DENIED;
    if (tally->passed)
        return STATUS_ALLOWED;
    (void)error_set(err, ERROR_REFUSED, "no tests ran; write NAME_test.lua beside NAME.lua");
    return STATUS_UNJUDGED;
}

static int test_run(struct session *session, const struct value *request, struct error *err)
{
    struct test_sources pairs = {0};
    struct testing testing = {.session = session, .verbose = request_flag(request, "verbose")};
    const bool ablating = request_flag(request, "ablate");
    const size_t places = request_count(request, "place");
    for (size_t i = 0; i < (places ? places : 1); i++)
        if (!sources_tests(".", places ? request_at(request, "place", i) : "policies",
                           session->data, session->arena, &pairs, err))
            return operation_failed(err);
    for (size_t i = 0; i < pairs.count; i++) {
        session->progress(session->context, "policies", i, pairs.count);
        if (!pair_test(&testing, &pairs.at[i], ablating, err))
            return operation_failed(err);
    }
    summary(&testing, ablating);
    return verdict_of(&testing.tally, err);
}

const struct operation test_operation = {
    .name = "test",
    .summary = "run the tests that stand beside policies",
    .details =
        "A policy NAME.lua has its tests in NAME_test.lua. Shows which lines and outcomes the "
        "tests\n"
        "reach. --ablate asks more: each input that a passing test read is taken away, made null\n"
        "and given another type, and a policy that still passes fails the run.\n"
        "\n"
        "Statuses: 0 all hold, 1 one does not, 3 no tests ran, 5 a file does not load.\n",
    .examples = "obstat test\nobstat test --ablate policies pack:core-repro\n",
    .parameters = parameters,
    .run = test_run,
};
