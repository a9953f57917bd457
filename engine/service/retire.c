/* retire: nobody uses a version any more. */
#include "service/moving.h"
#include "service/operations.h"

static bool retirement_prepare(struct acting *acting, const struct value *request,
                               struct moving *moving, struct error *err)
{
    const struct value *named = value_get(request, TEXT("acknowledged"));
    moving->reason = text_of(request_text(request, "reason"));
    moving->acknowledged =
        value_count(named) ? named : value_present(moving->agreed, TEXT("acknowledged"));
    return moving_reasoned(acting, moving, !value_count(named), "--reason TEXT", err);
}

static int retire_run(struct session *session, const struct value *request, struct error *err)
{
    static const struct move_command command = {MOVE_RETIRE, retirement_prepare};
    return moving_run(session, request, &command, err);
}

static const struct parameter retire_parameters[] = {
    PARAMETER_VERSION,
    {"acknowledged", 0, PARAMETER_OPTIONS, 0, "CONSUMER",
     "who has said, elsewhere, that they use it no more; repeatable", NULL},
    PARAMETER_REASON,
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

const struct operation retire_operation = {
    .name = "retire",
    .summary = "end a deprecated version: its day has come and nobody uses it",
    .details =
        "Refused while an endpoint serves it (obstat endpoint remove) or before its sunset; and\n"
        "while a consumer is left who has neither said that they are gone (obstat consumer\n"
        "acknowledge) nor is named here, which then stands in the log under your signature.\n",
    .examples = "obstat retire credit-default@2.2.0 --acknowledged pricing --sign ssh-agent:olga\n",
    .parameters = retire_parameters,
    .run = retire_run,
};
