/* archive: what is kept of a version that is over goes to a store of its own, and is read back. */
#include "service/archiving.h"
#include "service/moving.h"
#include "service/operations.h"
#include "service/record.h"
#include "service/retention.h"
#include "service/said.h"

#include "base/clock.h"
#include "policy/outcome.h"

/* ---- how long it is kept ---- */

static bool until_read(const struct value *request, const struct retention_class *class,
                       int64_t now, int64_t *out, struct error *err)
{
    int64_t asked, least;
    char least_written[CLOCK_TEXT_SIZE];
    if (!moving_day(request, "until", &asked, err) || !retention_until(class, now, &least, err))
        return false;
    clock_write(least, least_written);
    if (asked && asked < least)
        return error_set(err, ERROR_USAGE,
                         "--until %s is too soon: as %s it is kept until %s at least (%s)",
                         request_text(request, "until"), class->name, least_written, class->rule);
    *out = asked ? asked : least;
    return true;
}

static bool retention_read(struct acting *acting, const struct value *request,
                           const struct value **out, struct error *err)
{
    int64_t until = 0;
    char until_written[CLOCK_TEXT_SIZE];
    struct record retention = record_in(acting->arena);
    const char *named = request_text(request, "class");
    struct suggestion near_class = suggest_for(text_of(named));
    const struct retention_class *class = retention_named(text_of(named), &near_class);
    if (!class)
        return error_set(err, ERROR_USAGE, "--class %s: there is no such class of retention%s",
                         named, suggest_hint(&near_class, acting->arena));
    if (!until_read(request, class, acting->session->now, &until, err))
        return false;
    clock_write(until, until_written);
    record_text(&retention, "class", text_of(class->name));
    record_text(&retention, "until", text_copy(acting->arena, text_of(until_written)));
    record_integer(&retention, "hold", request_flag(request, "hold") ? 1 : 0);
    struct value *read = arena_alloc(acting->arena, sizeof *read);
    *read = record_map(&retention);
    *out = read;
    return true;
}

/* ---- before anything is copied ---- */

/* Would it be let, were the copies there? Nobody waits for gigabytes to hear that they may not. */
static bool archive_permitted(struct acting *acting, const struct moving *moving, struct error *err)
{
    struct draft draft;
    struct situation situation;
    struct error objection = {0};
    const struct inquiry inquiry = {&acting->rows, acting->session->now, acting->arena};
    if (!moving_draft(acting, moving, &draft, err))
        return false;
    acting->committed.count = 0;
    const struct value members = value_of_map(acting->arena, &draft.members);
    if (!registry_situation(&inquiry, &members, acting->id, &situation, err))
        return false;
    situation.facts |= 1U << GUARD_STORED;
    if (registry_plan(&situation).verdict != PLAN_REFUSED ||
        registry_permits(&inquiry, &members, acting->id, &objection))
        return true;
    *err = objection;
    return false;
}

/* ---- the copies ---- */

static bool copies_make(struct acting *acting, const struct value *request, struct moving *moving,
                        struct error *err)
{
    struct archiving archiving = {.acting = acting, .version = moving->row};
    const struct artifact_place place = {.artifact = request_text(request, "artifact"),
                                         .manifest = request_text(request, "manifest")};
    if (!archive_store_open(acting->session, request_text(request, "store"), &archiving.archive,
                            err))
        return false;
    const bool copied = archiving_copy(&archiving, &place, value_get(request, TEXT("data")), err);
    archive_store_close(archiving.archive);
    if (!copied)
        return false;
    struct value *stored = arena_alloc(acting->arena, sizeof *stored);
    *stored = value_of_list(acting->arena, archiving.stored.at, archiving.stored.count);
    moving->stored = stored;
    return true;
}

/* Who signs after others reads back what they archived, and signs the same. */
static bool agreed_take(struct acting *acting, struct moving *moving, struct error *err)
{
    size_t count;
    moving->retention = value_present(moving->agreed, TEXT("retention"));
    moving->stored = value_present(moving->agreed, TEXT("stored"));
    moving->acknowledged = value_present(moving->agreed, TEXT("acknowledged"));
    return !value_count(moving->stored) || archiving_verify(acting, moving->stored, &count, err);
}

static bool archive_prepare(struct acting *acting, const struct value *request,
                            struct moving *moving, struct error *err)
{
    const bool stores = request_text(request, "store") != NULL;
    moving->reason = text_of(request_text(request, "reason"));
    if (!stores && !request_text(request, "class") && moving->agreed)
        return agreed_take(acting, moving, err);
    if (request_text(request, "class") && !retention_read(acting, request, &moving->retention, err))
        return false;
    if (stores && !moving->retention)
        return error_set(err, ERROR_USAGE, "archive needs --class CLASS: how long it is kept");
    return archive_permitted(acting, moving, err) &&
           (!stores || copies_make(acting, request, moving, err));
}

/* ---- what is there, read again ---- */

static bool archive_look(struct acting *acting, const struct value *request, struct error *err)
{
    struct moving moving;
    size_t count;
    if (!moving_begin(acting, request_text(request, "version"), MOVE_ARCHIVE, &moving, err))
        return false;
    const struct value *stored = value_present(moving.row, TEXT("stored"));
    if (!archiving_verify(acting, stored, &count, err))
        return false;
    acting->session->print(
        acting->session->context,
        text_format(acting->arena, "%.*s: %zu objects at %.*s are what they were\n",
                    TEXT_ARGS(moving.key), count,
                    TEXT_ARGS(said_text(value_at(stored, value_count(stored) - 1), "where"))));
    return true;
}

static int archive_verify_run(struct session *session, const struct value *request,
                              struct error *err)
{
    struct acting acting;
    if (!acting_open_shown(session, request, &acting, err))
        return operation_failed(err);
    const bool holds = archive_look(&acting, request, err);
    acting_close(&acting);
    return holds ? STATUS_ALLOWED : operation_failed(err);
}

static int archive_run(struct session *session, const struct value *request, struct error *err)
{
    static const struct move_command command = {MOVE_ARCHIVE, archive_prepare};
    return request_flag(request, "verify") ? archive_verify_run(session, request, err)
                                           : moving_run(session, request, &command, err);
}

static const struct parameter archive_parameters[] = {
    PARAMETER_VERSION,
    {"class", 0, PARAMETER_OPTION, 0, "CLASS", "how long it is kept, by what it was used for",
     retention_words},
    {"until", 0, PARAMETER_OPTION, 0, "DATE", "longer than the class asks for", NULL},
    {"hold", 0, PARAMETER_FLAG, 0, NULL, "under a legal hold from the beginning", NULL},
    {"store", 0, PARAMETER_OPTION, 0, "STORE", "where to: DIR or s3://BUCKET/PREFIX", NULL},
    {"artifact", 0, PARAMETER_OPTION, 0, "PATH", "where the artifact lies; else beside --manifest",
     NULL},
    {"manifest", 0, PARAMETER_OPTION, 0, "FILE", "the manifest as it lies; model.yaml here", NULL},
    {"data", 0, PARAMETER_OPTIONS, 0, "NAME=PATH",
     "a data set of its lineage, to be kept with it; repeatable", NULL},
    {"verify", 0, PARAMETER_FLAG, 0, NULL, "read back what was archived, and change nothing", NULL},
    PARAMETER_REASON,
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

const struct operation archive_operation = {
    .name = "archive",
    .summary = "keep what a retired version was: artifact, evidence, decisions, elsewhere",
    .details =
        "Copies the artifact, whose digest must be the registered one, the manifest, evidence,\n"
        "decisions and policies, and named data sets, each under its digest, and reads all of it\n"
        "back before anything is signed. The log says what was kept, how large, where and until\n"
        "when.\n"
        "\n"
        "Classes: standard 3 years, hipaa 6 years, finance 7 years, ai-act 10 years, ll144 6\n"
        "months, all from now. Another person signs too, by the same command with the name alone:\n"
        "it reads the copies back first; until then the status is 7.\n"
        "\n"
        "--verify reads the copies back at any later time: 4 where a byte has changed.\n",
    .examples = "obstat archive credit-default@2.1.0 --class finance --store s3://models/retired\n"
                "obstat archive credit-default@2.1.0 --class ai-act --store /srv/archive \\\n"
                "    --artifact models/2.1.0 --data loans-2024=data/loans-2024.parquet\n"
                "obstat archive credit-default@2.1.0 --verify\n",
    .parameters = archive_parameters,
    .run = archive_run,
};
