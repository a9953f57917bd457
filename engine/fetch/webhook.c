#include "fetch/webhook.h"

#include "base/base64.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "crypto/hmac.h"

static const struct text secret_prefix = {"whsec_", 6};

enum { SECRET_MIN = 24, REDIRECTS_FROM = 300, REDIRECTS_TO = 399 };

static bool secret_read(struct text written, struct arena *arena, struct text *secret,
                        struct error *err)
{
    struct text bytes;
    if (text_starts(written, secret_prefix) &&
        base64_read(text_part(written, secret_prefix.size, written.size), arena, &bytes) &&
        bytes.size >= SECRET_MIN && bytes.size <= LIMIT_WEBHOOK_SECRET) {
        *secret = bytes;
        return true;
    }
    return error_set(err, ERROR_REFUSED,
                     "the secret is not whsec_ and the base64 of %d to %d bytes", SECRET_MIN,
                     LIMIT_WEBHOOK_SECRET);
}

/* "v1,BASE64" of what is signed, under one secret. */
static bool signature_add(struct text written, struct text what, struct arena *arena,
                          struct buffer *signatures, struct error *err)
{
    struct digest mac;
    struct text secret;
    if (!secret_read(written, arena, &secret, err) || !hmac_of(secret, what, &mac, err))
        return false;
    const struct text mac_bytes = {(const char *)mac.bytes, sizeof mac.bytes};
    buffer_string(signatures, signatures->size ? " v1," : "v1,");
    buffer_add(signatures, base64_print(mac_bytes, arena));
    return true;
}

bool webhook_sign(const struct webhook_event *event, struct arena *arena, struct text *signature,
                  struct error *err)
{
    size_t secrets = 0;
    struct buffer signatures = buffer_in(arena, LIMIT_NET_HEADERS);
    const struct text what = text_format(arena, "%.*s.%lld.%.*s", TEXT_ARGS(event->id),
                                         (long long)event->now, TEXT_ARGS(event->body));
    for (struct text rest = text_trimmed(event->secrets); rest.size > 0; secrets++) {
        const size_t end = text_find(rest, ' ');
        if (secrets == LIMIT_WEBHOOK_SECRETS)
            return error_set(err, ERROR_REFUSED, "there are more than %d secrets",
                             LIMIT_WEBHOOK_SECRETS);
        if (!signature_add(text_part(rest, 0, end), what, arena, &signatures, err))
            return false;
        rest = text_trimmed(text_part(rest, end < rest.size ? end : rest.size, rest.size));
    }
    if (secrets == 0)
        return error_set(err, ERROR_REFUSED, "there is no secret");
    *signature = buffer_text(&signatures);
    return true;
}

static void secrets_hide(struct caller *caller, struct text secrets)
{
    for (struct text rest = text_trimmed(secrets); rest.size > 0;) {
        const size_t end = text_find(rest, ' ');
        caller_hide(caller, text_part(rest, 0, end));
        rest = text_trimmed(text_part(rest, end < rest.size ? end : rest.size, rest.size));
    }
}

bool webhook_send(struct caller *caller, const struct webhook_event *event, struct arena *arena,
                  long *status, struct error *err)
{
    struct text signature;
    struct transferred answer;
    secrets_hide(caller, event->secrets);
    if (!webhook_sign(event, arena, &signature, err))
        return false;
    const char *const headers[] = {
        "Content-Type: application/json",
        "Accept: */*",
        "Expect:",
        text_format(arena, "webhook-id: %.*s", TEXT_ARGS(event->id)).at,
        text_format(arena, "webhook-timestamp: %lld", (long long)event->now).at,
        text_format(arena, "webhook-signature: %.*s", TEXT_ARGS(signature)).at,
        NULL,
    };
    const struct transfer transfer = {.method = TRANSFER_POST,
                                      .url = event->url,
                                      .headers = headers,
                                      .body = event->body,
                                      .file = -1,
                                      .time_ms = LIMIT_DELIVERY_MS};
    if (!transfer_run(caller, &transfer, arena, &answer, err))
        return false;
    if (answer.status >= REDIRECTS_FROM && answer.status <= REDIRECTS_TO)
        return error_set(err, ERROR_UNAVAILABLE, "answers %ld: it redirects, which is not followed",
                         answer.status);
    *status = answer.status;
    return true;
}
