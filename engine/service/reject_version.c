/* reject --for-good: a version that never goes anywhere again. */
#include "service/reject_version.h"

#include "service/moving.h"

static bool rejection_prepare(struct acting *acting, const struct value *request,
                              struct moving *moving, struct error *err)
{
    (void)acting;
    return moving_reason(request, "reject", &moving->reason, err);
}

int version_reject_run(struct session *session, const struct value *request, struct error *err)
{
    static const struct move_command command = {MOVE_REJECT, rejection_prepare};
    return moving_run(session, request, &command, err);
}
