/* service/net.h: the door to the network, for operations that need it. Private to the room.
 *
 * obstat has no network code: it starts obstat-net (fetch/fetch.h says what that can be asked) and
 * puts questions to it, one after another.
 *
 *     struct net *net;
 *     const struct net_secret secrets[] = {{"SECRET_0", "PAGER_SECRET"}};
 *     net_open(session, secrets, 1, &net, err)
 *         && net_ask(net, &question, &reply, err) ...
 *     net_close(net);
 *
 * The program is the file beside ours, or libexec/obstat/obstat-net where ours is in bin/; PATH is
 * not asked. Its environment has the settings for proxies and for trusted certificates, and the
 * secrets that are named here, under names of ours: so nobody who names a setting in a file can
 * hand it one that means something to a loader or library.
 *
 * A test puts its own struct net in the place of the program.
 */
#ifndef SERVICE_NET_H
#define SERVICE_NET_H

#include "service/session.h"
#include "value/value.h"

/* A setting that obstat-net may see: what it is called there, and where we are. */
struct net_secret {
    const char *name;
    const char *setting;
};

struct net_question {
    struct value request;
    int file;        /* an open file for it to read; -1: none */
    int64_t time_ms; /* by when it must have answered, all told */
};

struct net {
    bool (*ask)(struct net *net, const struct net_question *question, struct arena *arena,
                const struct value **reply, struct error *err);
    void (*close)(struct net *net);
};

/* ERROR_UNAVAILABLE where there is no obstat-net, or it does not start. A secret whose setting says
 * nothing is not handed over. */
NODISCARD bool net_open(struct session *session, const struct net_secret *secrets,
                        size_t secret_count, struct net **out, struct error *err);

/* The reply, a map, in the arena; false with what obstat-net says went wrong, or where it does not
 * answer: then all later questions fail too. */
NODISCARD bool net_ask(struct net *net, const struct net_question *question, struct arena *arena,
                       const struct value **reply, struct error *err);

void net_close(struct net *net);

#endif
