/* hold: a legal hold on what is archived, laid on or lifted. */
#include "service/moving.h"
#include "service/operations.h"

#include "service/record.h"
#include "service/said.h"

static bool hold_prepare(struct acting *acting, const struct value *request, struct moving *moving,
                         struct error *err)
{
    const bool lifts = request_flag(request, "lift");
    const struct value *retention = value_present(moving->row, TEXT("retention"));
    struct record held = record_in(acting->arena);
    moving->reason = text_of(request_text(request, "reason"));
    if (!retention)
        return error_set(err, ERROR_GUARD,
                         "%.*s is %s: a hold is laid on what is archived; until then nothing of it "
                         "is taken away",
                         TEXT_ARGS(moving->key), stage_name(moving->from));
    record_maybe(&held, "class", value_present(retention, TEXT("class")));
    record_maybe(&held, "until", value_present(retention, TEXT("until")));
    record_integer(&held, "hold", lifts ? 0 : 1);
    if (said_integer(retention, "hold") == (lifts ? 0 : 1))
        return error_set(err, ERROR_GUARD, "%.*s is under %s hold already", TEXT_ARGS(moving->key),
                         lifts ? "no" : "a legal");
    struct value *retained = arena_alloc(acting->arena, sizeof *retained);
    *retained = record_map(&held);
    moving->retention = retained;
    const struct value *agreed = value_present(moving->agreed, TEXT("retention"));
    const bool repeats = agreed && value_equal(agreed, retained);
    return moving_reasoned(acting, moving, repeats, "--reason TEXT", err);
}

static int hold_run(struct session *session, const struct value *request, struct error *err)
{
    static const struct move_command command = {MOVE_HOLD, hold_prepare};
    return moving_run(session, request, &command, err);
}

static const struct parameter hold_parameters[] = {
    PARAMETER_VERSION,
    {"lift", 0, PARAMETER_FLAG, 0, NULL, "take the hold away", NULL},
    PARAMETER_REASON,
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

const struct operation hold_operation = {
    .name = "hold",
    .summary = "lay a legal hold on an archived version, or lift it",
    .details =
        "While it is held, what was archived is kept, however long ago its retention ended.\n"
        "Another person signs too where the lifecycle says so, by the same command, which\n"
        "without --reason repeats the one that was signed.\n",
    .examples = "obstat hold credit-default@2.1.0 --reason 'case 4711' --sign ssh-agent:rita\n"
                "obstat hold credit-default@2.1.0 --lift --reason 'case 4711 is closed'\n",
    .parameters = hold_parameters,
    .run = hold_run,
};
