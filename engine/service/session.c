#include "service/session.h"

#include "base/clock.h"

enum { SESSION_SECOND_MS = 1000 };

int64_t session_moment(const struct session *session)
{
    const int64_t passed_ms = session->began_ms ? clock_elapsed_ms() - session->began_ms : 0;
    return session->now + (passed_ms > 0 ? passed_ms / SESSION_SECOND_MS : 0);
}

struct session session_present(const struct session *session)
{
    struct session present = *session;
    present.now = session_moment(session);
    if (present.began_ms)
        present.began_ms += (present.now - session->now) * SESSION_SECOND_MS;
    return present;
}
