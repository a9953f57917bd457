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
    struct text trial_fault = TEXT_NONE;
    struct error err = {0};
    struct trial_run *run = ARENA_NEW(&work->arena, struct trial_run);
    struct watcher watcher = {.context = work, .line = pair_line_reached};
    say(work, "trying", trial->name);
    const struct trial_bench bench = bench_of(work, &watcher);
    bool holds = trial_judge(trial, &bench, &work->arena, run, &err);
    if (!holds)
        trial_fault = text_format(&work->arena, "%s", err.message);
    else {
        work->seen[run->outcome] = true;
        holds = trial_holds(trial, run, &work->arena, &trial_fault);
    }
    say(work, holds ? "passed" : "failed",
        holds ? trial->name
              : text_format(&work->arena, "%.*s: %.*s", TEXT_ARGS(trial->name),
                            TEXT_ARGS(trial_fault)));
    if (holds && work->ablating && run->outcome == OUTCOME_PASS)
        trial_ablate(work, trial);
}

static void coverage_say(struct pair_work *work, const struct lines *lines)
{
    size_t reached = 0;
    struct buffer coverage_line = buffer_in(&work->arena, LIMIT_MESSAGE_SIZE);
    for (size_t coverage_at = 0; coverage_at < lines->count; coverage_at++)
        reached +=
            lines->at[coverage_at] < work->lines_max && work->reached[lines->at[coverage_at]];
    buffer_format(&coverage_line, "%zu of %zu lines", reached, lines->count);
    const char *coverage_before = "; not reached: ";
    for (size_t coverage_at = 0; coverage_at < lines->count && !buffer_full(&coverage_line);
         coverage_at++)
        if (lines->at[coverage_at] >= work->lines_max || !work->reached[lines->at[coverage_at]]) {
            buffer_format(&coverage_line, "%s%u", coverage_before, lines->at[coverage_at]);
            coverage_before = ", ";
        }
    coverage_before = "; outcomes: ";
    for (size_t coverage_at = 0; coverage_at < OUTCOME_COUNT; coverage_at++)
        if (work->seen[coverage_at]) {
            buffer_format(&coverage_line, "%s%s", coverage_before,
                          outcome_name((enum outcome)coverage_at));
            coverage_before = ", ";
        }
    say(work, "coverage", buffer_text(&coverage_line));
}

static bool pair_open(struct pair_work *work, struct value *trial_table, struct lines *pair_lines,
                      struct error *err)
{
    const struct place pair_place = {work->pair->test.path, 0, 0};
    const struct evaluator *pair_evaluator = &work->evaluator;
    if (!pair_evaluator->load(pair_evaluator->host, &work->pair->policy, &work->arena,
                              &work->policy, err) ||
        !pair_evaluator->lines(pair_evaluator->host, &work->pair->policy, &work->arena, pair_lines,
                               err) ||
        !script_table(&work->pair->test, &work->arena, trial_table, err))
        return false;
    for (size_t i = 0; i < pair_lines->count; i++)
        if (pair_lines->at[i] >= work->lines_max)
            work->lines_max = pair_lines->at[i] + 1;
    work->reached = ARENA_ARRAY(&work->arena, bool, work->lines_max + 1);
    return value_kind(trial_table) == VALUE_LIST ||
           error_at(err, ERROR_POLICY, pair_place, "a test file returns a list of tests");
}

struct trials LIST(struct trial);

static void pair_work(void *context, struct worker_port *pair_port)
{
    struct value trial_table;
    struct trials trials = {0};
    struct error err = {0};
    struct lines lines = {0};
    struct pair_work *work = context;
    const struct script_options pair_options = {0};
    work->port = pair_port;
    work->evaluator = script_evaluator(&pair_options);
    work->schemas = schemas_new(&work->arena);
    const struct place pair_place = {work->pair->test.path, 0, 0};
    if (!worker_confine(pair_port, WORKER_READING, &err) ||
        !pair_open(work, &trial_table, &lines, &err)) {
        say_error(work, &err);
        return;
    }
    const char *folder = path_folder(&work->arena, work->pair->test.path);
    for (size_t trial_index = 0; trial_index < value_count(&trial_table); trial_index++) {
        struct trial trial;
        struct error trial_refused = {0};
        if (trial_read(value_at(&trial_table, trial_index), folder, pair_place, &work->arena,
                       &trial, &trial_refused))
            *LIST_ADD(&work->arena, &trials) = trial;
        else
            say_error(work, &trial_refused);
    }
    if (!worker_confine(pair_port, WORKER_JUDGING, &err)) {
        say_error(work, &err);
        return;
    }
    for (size_t trial_index = 0; trial_index < trials.count; trial_index++)
        trial_run_one(work, &trials.at[trial_index]);
    coverage_say(work, &lines);
    struct record record = record_in(&work->arena);
    record_text(&record, "kind", TEXT("ablated"));
    record_integer(&record, "tried", (int64_t)work->tally.ablation.tried);
    worker_send(pair_port, record_bytes(&record));
}

/* ---- in the parent ---- */

struct testing {
    struct session *session;
    struct tally tally;
    bool verbose;
    struct text trying; /* the test in hand, to blame where the worker ends */
};

static void testing_print(struct testing *testing, const char *testing_word,
                          struct text testing_line)
{
    struct buffer testing_lines = buffer_in(testing->session->arena, LIMIT_REPORT_SIZE);
    buffer_format(&testing_lines, "  %s  ", testing_word);
    text_escape(testing_line, &testing_lines);
    buffer_byte(&testing_lines, '\n');
    testing->session->print(testing->session->context, buffer_text(&testing_lines));
}

static void testing_broken(struct testing *testing, const struct value *message)
{
    struct error err = {0};
    const struct value *testing_error = value_get(message, TEXT("error"));
    if (testing_error)
        record_error_read(testing_error, testing->session->arena, &err);
    testing->session->complain(testing->session->context, &err);
    testing->tally.broken++;
}

static bool testing_message_take(struct testing *testing, struct text bytes)
{
    struct error testing_unread = {0};
    struct arena *arena = testing->session->arena;
    struct value *message = ARENA_NEW(arena, struct value);
    if (!json_read("worker", bytes, (struct json_options){0}, arena, message, &testing_unread))
        return false;
    const struct value *testing_named = value_get(message, TEXT("kind"));
    const struct value *testing_given = value_get(message, TEXT("line"));
    const struct value *testing_tried = value_get(message, TEXT("tried"));
    const struct text testing_kind = testing_named ? value_text(testing_named) : TEXT_NONE;
    const struct text testing_line = testing_given ? value_text(testing_given) : TEXT_NONE;
    if (text_is(testing_kind, "trying"))
        testing->trying = testing_line;
    else if (text_is(testing_kind, "passed")) {
        testing->tally.passed++;
        if (testing->verbose)
            testing_print(testing, "pass", testing_line);
    } else if (text_is(testing_kind, "failed")) {
        testing->tally.failed++;
        testing_print(testing, "FAIL", testing_line);
    } else if (text_is(testing_kind, "survived")) {
        testing->tally.ablation.survived++;
        testing_print(testing, "BLIND", testing_line);
    } else if (text_is(testing_kind, "coverage"))
        testing_print(testing, "cover", testing_line);
    else if (text_is(testing_kind, "ablated") && testing_tried)
        testing->tally.ablation.tried += (size_t)value_integer(testing_tried);
    else if (text_is(testing_kind, "broken"))
        testing_broken(testing, message);
    else
        return false;
    return true;
}

static bool pair_follow(struct testing *testing, struct worker *worker)
{
    const int64_t pair_patience = 4LL * LIMIT_POLICY_TIME_MS + LIMIT_RUN_TIME_MS;
    for (;;) {
        struct text bytes;
        const enum worker_event pair_event = worker_receive(
            worker, clock_milliseconds() + pair_patience, testing->session->arena, &bytes);
        if (pair_event == WORKER_DONE)
            return true;
        if (pair_event != WORKER_MESSAGE || !testing_message_take(testing, bytes)) {
            worker_stop(worker);
            const struct text testing_line =
                text_format(testing->session->arena, "%.*s: the process that ran it %s",
                            TEXT_ARGS(testing->trying),
                            pair_event == WORKER_LATE ? "is late" : worker_fate(worker));
            testing_print(testing, "FAIL", testing_line);
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
    const char *pair_path = pair->policy.path ? pair->policy.path : pair->test.path;
    struct buffer pair_heading = buffer_in(testing->session->arena, LIMIT_REPORT_SIZE);
    text_escape(text_of(pair_path), &pair_heading);
    buffer_byte(&pair_heading, '\n');
    testing->session->print(testing->session->context, buffer_text(&pair_heading));
    if (!pair->test.path || !pair->policy.path) {
        testing_print(testing, "none",
                      pair->test.path ? TEXT("a test without its policy")
                                      : TEXT("no test stands beside it"));
        testing->tally.untested++;
        return true;
    }
    const bool pair_done =
        worker_start(pair_work, &work, &arena, &worker, err) && pair_follow(testing, worker);
    arena_free(&arena);
    return pair_done;
}

static void summary(struct testing *testing, bool ablating)
{
    const struct tally *testing_tally = &testing->tally;
    struct buffer testing_lines = buffer_in(testing->session->arena, LIMIT_MESSAGE_SIZE);
    if (ablating)
        buffer_format(&testing_lines,
                      "ablation: %zu changed inputs judged, %zu of them still passed\n",
                      testing_tally->ablation.tried, testing_tally->ablation.survived);
    if (testing_tally->untested)
        buffer_format(&testing_lines, "%zu without a test or without a policy\n",
                      testing_tally->untested);
    buffer_format(&testing_lines, "%zu passed, %zu failed\n", testing_tally->passed,
                  testing_tally->failed + testing_tally->broken + testing_tally->ablation.survived);
    testing->session->print(testing->session->context, buffer_text(&testing_lines));
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
