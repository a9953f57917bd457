#include "fetch/fetch.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "fetch/bucket.h"
#include "fetch/webhook.h"
#include "value/canonical.h"
#include "value/json.h"
#include "worker/parcel.h"

#include <unistd.h>

/* One request, and the reply while it is made. */
struct asked {
    struct caller *caller;
    const struct value *request;
    int file; /* -1: none */
    struct arena *arena;
    struct members reply;
};

static void reply_add(struct asked *asked, const char *name, struct value value)
{
    members_add(asked->arena, &asked->reply, text_of(name), value);
}

static struct text asked_text(const struct asked *asked, const char *name)
{
    return value_text(value_get(asked->request, text_of(name)));
}

/* ---- what can be asked ---- */

/* That a receiver was not reached is the reply, not a failure. */
static bool deliver_do(struct asked *asked, struct error *err)
{
    long status = 0;
    struct error trouble = {0};
    const struct fetch_settings *settings = asked->caller->settings;
    const char *secrets = settings->secret(text_string(asked->arena, asked_text(asked, "secret")));
    const struct webhook_event event = {.url = asked_text(asked, "url"),
                                        .id = asked_text(asked, "id"),
                                        .body = asked_text(asked, "body"),
                                        .secrets = text_of(secrets),
                                        .now = settings->now()};
    const bool sent = webhook_send(asked->caller, &event, asked->arena, &status, &trouble);
    if (!sent && trouble.code != ERROR_UNAVAILABLE) /* an address or a secret that is none */
        return error_set(err, trouble.code, "%s", trouble.message);
    reply_add(asked, "status", sent ? value_of_integer(status) : value_of_null());
    reply_add(asked, "failed",
              sent ? value_of_null()
                   : value_of_text(text_copy(asked->arena, text_of(trouble.message))));
    return true;
}

static struct bucket_object asked_object(const struct asked *asked)
{
    return (struct bucket_object){.endpoint = asked_text(asked, "endpoint"),
                                  .region = asked_text(asked, "region"),
                                  .bucket = asked_text(asked, "bucket"),
                                  .key = asked_text(asked, "key")};
}

static bool put_do(struct asked *asked, struct error *err)
{
    struct digest digest;
    const struct bucket_object object = asked_object(asked);
    if (asked->file < 0 || !digest_read(asked_text(asked, "digest"), &digest))
        return error_set(err, ERROR_REFUSED, "a put has a file and its digest");
    return bucket_put(asked->caller, &object, asked->file, &digest, asked->arena, err);
}

static bool look_do(struct asked *asked, struct error *err)
{
    struct bucket_found found;
    const struct bucket_object object = asked_object(asked);
    if (!bucket_look(asked->caller, &object, asked->arena, &found, err))
        return false;
    reply_add(asked, "digest",
              found.there ? value_of_text(digest_print(&found.digest, asked->arena))
                          : value_of_null());
    reply_add(asked, "size", value_of_integer((int64_t)found.size));
    return true;
}

static const struct deed {
    const char *word;
    bool (*act)(struct asked *asked, struct error *err);
} deeds[] = {{"deliver", deliver_do}, {"put", put_do}, {"look", look_do}};

static bool asked_do(struct asked *asked, struct error *err)
{
    const struct text word = asked_text(asked, "do");
    for (size_t i = 0; i < COUNT(deeds); i++)
        if (text_is(word, deeds[i].word))
            return deeds[i].act(asked, err);
    return error_set(err, ERROR_REFUSED, "what is asked for is not known here");
}

/* ---- the conversation ---- */

static struct value error_told(const struct error *failed, struct arena *arena)
{
    struct members told = {0};
    members_add(arena, &told, TEXT("code"), value_of_text(text_of(error_name(failed->code))));
    members_add(arena, &told, TEXT("message"), value_of_text(text_of(failed->message)));
    return value_of_map(arena, &told);
}

static bool reply_send(int channel, struct asked *asked, struct error *err)
{
    const struct value reply = value_of_map(asked->arena, &asked->reply);
    struct buffer written = buffer_in(asked->arena, LIMIT_NET_MESSAGE);
    if (!canonical_write(&reply, &written, err))
        return false;
    const struct parcel parcel = {buffer_text(&written), -1};
    return !buffer_full(&written) && parcel_send(channel, &parcel, PARCEL_PATIENT) == PARCEL_HERE;
}

static bool request_answer(int channel, struct caller *caller, const struct parcel *parcel,
                           struct arena *arena, struct error *err)
{
    struct value request = value_of_null();
    struct error failed = {0};
    struct asked asked = {
        .caller = caller, .request = &request, .file = parcel->file, .arena = arena};
    if (!json_read("request", parcel->message, (struct json_options){0}, arena, &request,
                   &failed) ||
        !asked_do(&asked, &failed)) {
        asked.reply = (struct members){0};
        reply_add(&asked, "error", error_told(&failed, arena));
    }
    return reply_send(channel, &asked, err);
}

static bool requests_answer(int channel, struct caller *caller, struct error *err)
{
    for (;;) {
        struct arena arena = {0};
        struct parcel parcel = {.file = -1};
        const enum parcel_event event =
            parcel_receive(channel, LIMIT_NET_MESSAGE, PARCEL_PATIENT, &arena, &parcel);
        const bool answered =
            event == PARCEL_HERE && request_answer(channel, caller, &parcel, &arena, err);
        if (parcel.file >= 0)
            (void)close(parcel.file);
        arena_free(&arena);
        if (event == PARCEL_OVER)
            return true;
        if (!answered)
            return error_set(err, ERROR_UNAVAILABLE, "the conversation broke off");
    }
}

bool fetch_serve(int channel, const struct fetch_settings *settings, struct error *err)
{
    struct caller caller;
    struct arena arena = {0};
    if (!caller_open(settings, &arena, &caller, err))
        return false;
    const bool served = requests_answer(channel, &caller, err);
    caller_close(&caller);
    arena_free(&arena);
    return served;
}
