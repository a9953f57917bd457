#include "service/moving.h"
#include "service/said.h"

#include "base/clock.h"
#include "ledger/entry.h"
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

/* ---- the reason of who signs after another ---- */

/* Words that are shown to who signs next are not to be a stranger's: the entry is a proven one. */
static bool agreed_entry(struct acting *acting, uint64_t index, struct entry *out,
                         struct error *err)
{
    if (index >= log_head(acting->log)->size)
        return error_set(err, ERROR_GUARD,
                         "conflict: it was signed by another meanwhile, at entry %llu; the same "
                         "command may be given again",
                         (unsigned long long)index);
    return acting_entry(acting, index, out, err);
}

bool moving_agreed_reason(struct acting *acting, const struct moving *moving, struct text *out,
                          struct error *err)
{
    struct act act;
    struct entry entry;
    const struct value *signers = value_get(moving->agreed, TEXT("signers"));
    const struct value *index = value_get(value_at(signers, 0), TEXT("index"));
    *out = TEXT_NONE;
    if (!index)
        return true;
    if (!agreed_entry(acting, (uint64_t)value_integer(index), &entry, err) ||
        !act_read(NULL, entry.envelope.payload, acting->arena, &act, err))
        return false;
    const struct text commitment = said_text(act.predicate, "reason");
    if (!acting_words(acting, commitment, out, err))
        return false;
    if (acting_words_gone(*out))
        *out = TEXT_NONE;
    return true;
}

bool moving_reasoned(struct acting *acting, struct moving *moving, bool repeats, const char *wanted,
                     struct error *err)
{
    enum lifecycle lifecycle;
    if (!moving->reason.size && repeats && moving->agreed &&
        !moving_agreed_reason(acting, moving, &moving->reason, err))
        return false;
    if (moving->reason.size)
        return true;
    if (!moving_lifecycle(acting, &lifecycle, err))
        return false;
    const struct transition *planned =
        transition_find(lifecycle, moving->move, moving->from, moving->to);
    return !planned || !(planned->guards & 1U << GUARD_REASON) ||
           error_set(err, ERROR_USAGE, "%s needs %s: why", move_name(moving->move), wanted);
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
