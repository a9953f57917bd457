#include "service/webhook.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/suggest.h"
#include "evidence/evidence.h"
#include "evidence/manifest.h"
#include "service/errand.h"
#include "service/said.h"

static const char webhooks_file[] = "webhooks.yaml";
const char webhooks_none[] =
    "there is no webhook; webhooks.yaml in the ledger's folder names them\n";

/* ---- in a process apart ---- */

/* obstat-net looks again, and closely; this is where the mistake can be shown. */
static bool url_check(const struct value *url, struct error *err)
{
    const struct text written = value_text(url);
    if (text_starts(written, TEXT("https://")) || text_starts(written, TEXT("http://127.")) ||
        text_starts(written, TEXT("http://[::1]")))
        return true;
    return error_at(err, ERROR_REFUSED, value_place(url), "the address of a webhook is https");
}

/* What the schema cannot say. */
static bool webhook_check(const struct value *all, size_t index, struct error *err)
{
    const struct value *webhook = value_at(all, index);
    const struct value *name = value_get(webhook, TEXT("name"));
    for (size_t other = 0; other < index; other++)
        if (text_equal(said_text(value_at(all, other), "name"), value_text(name)))
            return error_at(err, ERROR_REFUSED, value_place(name),
                            "there are two webhooks of the name %.*s", TEXT_ARGS(value_text(name)));
    return url_check(value_get(webhook, TEXT("url")), err);
}

static bool webhooks_tell(void *context, struct arena *arena, struct value *told, struct error *err)
{
    struct text bytes;
    struct value document;
    const char *path = context;
    if (!file_read(path, LIMIT_WEBHOOKS_SIZE, arena, &bytes, err) ||
        !document_read(path, bytes, arena, &document, err) ||
        !schemas_check(schemas_new(arena), TEXT("webhooks"), &document, arena, err))
        return false;
    const struct value *all = value_get(&document, TEXT("webhooks"));
    for (size_t i = 0; i < value_count(all); i++)
        if (!webhook_check(all, i, err))
            return false;
    *told = *all;
    return true;
}

/* ---- here ---- */

static bool webhook_told(const struct value *told, struct arena *arena, struct webhook *out)
{
    const struct value *from = value_present(told, TEXT("from"));
    const struct webhook webhook = {
        .name = said_text(told, "name"),
        .url = said_text(told, "url"),
        .secret_setting = text_string(arena, said_text(told, "secret_env")),
        .events = value_present(told, TEXT("events")),
        .from = from ? (uint64_t)value_integer(from) : 0,
    };
    *out = webhook;
    return webhook.name.size > 0 && webhook.url.size > 0 && webhook.secret_setting[0] != '\0' &&
           (!from || value_integer(from) >= 0);
}

bool webhooks_read(struct session *session, const char *ledger_folder, struct webhooks *out,
                   struct error *err)
{
    enum file_kind kind;
    const struct value *told;
    struct webhooks webhooks = {0};
    const char *path = path_join(session->arena, ledger_folder, webhooks_file);
    const struct errand errand = {
        .tell = webhooks_tell, .context = (void *)(uintptr_t)path, .time_ms = LIMIT_READ_TIME_MS};
    if (!file_kind_of(path, &kind)) {
        *out = webhooks;
        return true;
    }
    if (!errand_run(session, &errand, &told, err))
        return false;
    for (size_t i = 0; i < value_count(told) && i < LIMIT_WEBHOOKS; i++)
        if (!webhook_told(value_at(told, i), session->arena, LIST_ADD(session->arena, &webhooks)))
            return error_at(err, ERROR_REFUSED, (struct place){.file = path},
                            "is no list of webhooks");
    *out = webhooks;
    return true;
}

bool webhook_find(const struct webhooks *webhooks, const char *name, struct session *session,
                  const struct webhook **out, struct error *err)
{
    struct suggestion near_webhook = suggest_for(text_of(name));
    for (size_t i = 0; i < webhooks->count; i++) {
        if (text_is(webhooks->at[i].name, name)) {
            *out = &webhooks->at[i];
            return true;
        }
        suggest_offer(&near_webhook, webhooks->at[i].name);
    }
    return error_set(err, ERROR_USAGE, "there is no webhook %s in %s%s", name, webhooks_file,
                     suggest_hint(&near_webhook, session->arena));
}

struct text webhook_shown(const struct webhook *webhook)
{
    return text_part(webhook->url, 0, text_find(webhook->url, '?'));
}
