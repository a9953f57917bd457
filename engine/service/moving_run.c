#include "service/moving.h"

#include "base/clock.h"
#include "policy/outcome.h"

bool moving_reason(const struct value *request, const char *moving_command, struct text *out,
                   struct error *err)
{
    const char *reason = request_text(request, "reason");
    if (!reason || !reason[0])
        return error_set(err, ERROR_USAGE, "%s needs --reason TEXT: why", moving_command);
    *out = text_of(reason);
    return true;
}

bool moving_day(const struct value *request, const char *option, int64_t *out, struct error *err)
{
    const char *day = request_text(request, option);
    *out = 0;
    return !day || clock_read(text_of(day), out) ||
           error_set(err, ERROR_USAGE, "--%s: %s is no date; write it as 2027-01-31", option, day);
}

static bool command_prepare(struct acting *acting, const struct value *request,
                            const struct move_command *command, struct moving *moving,
                            struct error *err)
{
    const struct refused refused = {.command = move_name(command->move),
                                    .asked = &moving->asked,
                                    .from = moving->from,
                                    .to = moving->to,
                                    .why = err};
    return !command->prepare || command->prepare(acting, request, moving, err) ||
           moving_refused(acting, &refused);
}

int moving_run(struct session *session, const struct value *request,
               const struct move_command *command, struct error *err)
{
    int status = STATUS_ALLOWED;
    struct acting acting;
    struct moving moving;
    struct recorded recorded;
    if (!moving_open(session, request, move_name(command->move), &acting, err))
        return operation_failed(err);
    const char *asked_text = request_text(request, "version");
    const bool moved =
        moving_begin(&acting, asked_text ? asked_text : request_text(request, "model"),
                     command->move, &moving, err) &&
        command_prepare(&acting, request, command, &moving, err) &&
        moving_record(&acting, &moving, &recorded, err) &&
        moving_told(&acting, &moving, &recorded, &status, err);
    acting_close(&acting);
    return moved ? status : operation_failed(err);
}
