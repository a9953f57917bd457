/* fetch/transfer.h: one request over HTTPS, and what came of it. Private to the room.
 *
 * The server's certificate is always verified, TLS is 1.2 or newer, and nothing is followed: no
 * redirect, no cookie, no .netrc, no other protocol. Connecting, the whole, and a line that is too
 * slow have their bounds; so have the headers and the body of the reply.
 *
 *     transfer_run --+-- true, with the status that the server answered, whatever it is
 *                    '-- false: it was not reached, or what it sent is no whole answer
 */
#ifndef FETCH_TRANSFER_H
#define FETCH_TRANSFER_H

#include "base/arena.h"
#include "base/error.h"
#include "fetch/fetch.h"
#include "fetch/scrub.h"

#include <curl/curl.h>
#include <stdint.h>

/* Who asks: connections are kept and used again. */
struct caller {
    const struct fetch_settings *settings;
    CURL *curl;
    struct scrubbed_secrets secrets; /* that no message may hold */
    struct arena *arena;             /* of the caller */
};

NODISCARD bool caller_open(const struct fetch_settings *settings, struct arena *arena,
                           struct caller *out, struct error *err);
void caller_close(struct caller *caller);

/* What no message may hold from now on: short ones would be found everywhere, and are not looked
 * for. */
void caller_hide(struct caller *caller, struct text secret);

enum transfer_method { TRANSFER_POST, TRANSFER_PUT, TRANSFER_GET };

/* Signed by AWS's version 4, where there is one. */
struct transfer_signature {
    const char *scope; /* "aws:amz:REGION:s3" */
    const char *id, *secret;
};

struct transfer {
    enum transfer_method method;
    struct text url;
    const char *const *headers; /* "Name: value", NULL last */
    struct text body;           /* of a POST */
    int file;                   /* of a PUT: read from where it stands */
    uint64_t file_size;
    int64_t time_ms;
    bool slow_refused; /* a line below LIMIT_NET_SLOW_RATE is given up */
    const struct transfer_signature *signature;
    /* Takes the body of a reply with status 200, piece by piece, of any size; where it is NULL, and
     * for any other status, at most LIMIT_NET_REPLY bytes are read and the first of them kept. */
    bool (*take)(void *context, struct text piece);
    void *context;
};

struct transferred {
    long status;
    struct text said; /* the beginning of the body that was not taken, in the arena */
};

/* ERROR_UNAVAILABLE in scrubbed words: "did not answer within 20 s"; ERROR_REFUSED where the
 * address is not to be gone to. */
NODISCARD bool transfer_run(struct caller *caller, const struct transfer *transfer,
                            struct arena *arena, struct transferred *out, struct error *err);

#endif
