/* fetch/webhook.h: one event, sent to one receiver as Standard Webhooks 1.0 has it. Private to the
 * room.
 *
 *     webhook-id         the same at each attempt: a receiver that has seen it does nothing
 *     webhook-timestamp  seconds since 1970, of this attempt: an old message is no new one
 *     webhook-signature  v1,BASE64 of HMAC-SHA-256 over "ID.TIMESTAMP.BODY"; one for each secret,
 *                        with a space between them, while a secret is being changed
 *
 * A secret is written "whsec_" and the base64 of 24 to 64 bytes; several stand with a space between
 * them.
 */
#ifndef FETCH_WEBHOOK_H
#define FETCH_WEBHOOK_H

#include "fetch/transfer.h"

struct webhook_event {
    struct text url, id, body;
    struct text secrets; /* as the setting has them */
    int64_t now;
};

/* The value of webhook-signature. ERROR_REFUSED where a secret is none; no message holds it. */
NODISCARD bool webhook_sign(const struct webhook_event *event, struct arena *arena,
                            struct text *signature, struct error *err);

/* Send it. True with the status that was answered, 2xx for "taken"; a status that asks to go
 * elsewhere is ERROR_UNAVAILABLE, as is all that transfer_run refuses. */
NODISCARD bool webhook_send(struct caller *caller, const struct webhook_event *event,
                            struct arena *arena, long *status, struct error *err);

#endif
