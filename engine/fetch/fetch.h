/* fetch/fetch.h: what obstat-net does: it talks to others over the network for obstat, which has no
 * network code at all.
 *
 *     obstat -- {"do":"deliver",...} --> obstat-net -- HTTPS --> a receiver of webhooks
 *            <-- {"status":204} --------
 *            -- {"do":"put",...}, an open file -->  -- HTTPS --> a bucket of S3
 *
 * A request is a value in its canonical bytes, and has one reply (worker/parcel.h). It says what to
 * send and where; secrets it names only, and they are looked up in the environment of this program,
 * which obstat made. There is no key of a ledger here.
 *
 *     {"do":"deliver", "url", "id", "secret": name, "body"}
 *         {"status": 204, "failed": null} or {"status": null, "failed": "did not answer ..."}
 *     {"do":"put", "endpoint", "region", "bucket", "key", "digest"} with a file
 *     {"do":"look", "endpoint", "region", "bucket", "key"}
 *         {"digest": "sha256:..." or null where there is no such object, "size"}
 *
 * What goes wrong otherwise is {"error": {"code", "message"}}.
 */
#ifndef FETCH_FETCH_H
#define FETCH_FETCH_H

#include "base/arena.h"
#include "base/error.h"

#include <stdint.h>

/* What the surroundings say; read by the program, not by this room. */
struct fetch_settings {
    const char *ca_file, *ca_folder; /* of certificates that are trusted; NULL: the system's */
    bool plain_loopback;  /* http to this machine is allowed, for tests                 */
    int64_t (*now)(void); /* seconds since 1970                                         */
    const char *(*secret)(const char *name); /* NULL where nothing is said under it */
};

/* Answer what comes through the channel until its other end hangs up: true. False with
 * ERROR_UNAVAILABLE where what comes is no request, or nobody takes a reply. */
NODISCARD bool fetch_serve(int channel, const struct fetch_settings *settings, struct error *err);

#endif
