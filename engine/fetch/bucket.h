/* fetch/bucket.h: objects of a bucket, by S3's protocol. Private to the room.
 *
 *     ENDPOINT/BUCKET/KEY            the bucket is a part of the path: every server of the kind
 *                                    takes it, under any host
 *
 * Requests are signed by AWS's version 4 (libcurl does it); the digest of what is sent is part of
 * what is signed, so a server that keeps to the protocol takes no other bytes. The environment has
 * AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for a session, AWS_SESSION_TOKEN.
 */
#ifndef FETCH_BUCKET_H
#define FETCH_BUCKET_H

#include "crypto/digest.h"
#include "fetch/transfer.h"

struct bucket_object {
    struct text endpoint, region, bucket, key;
};

/* Send the file's bytes, from its start; they have the digest. ERROR_UNAVAILABLE where the server
 * does not take them. */
NODISCARD bool bucket_put(struct caller *caller, const struct bucket_object *object, int file,
                          const struct digest *digest, struct arena *arena, struct error *err);

/* Read the object to its end: what digest its bytes have. *there false where there is none. */
struct bucket_found {
    bool there;
    struct digest digest;
    uint64_t size;
};
NODISCARD bool bucket_look(struct caller *caller, const struct bucket_object *object,
                           struct arena *arena, struct bucket_found *out, struct error *err);

#endif
