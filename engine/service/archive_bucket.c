/* An archive in a bucket: obstat-net asks the server, and is handed the files that it sends. */
#include "service/archive_backend.h"

#include "base/encode.h"
#include "base/limits.h"
#include "service/net.h"
#include "service/record.h"

enum { OBJECT_DIGITS = 64, ANSWER_GRACE_MS = 5000 };

static const struct net_secret bucket_secrets[] = {
    {"AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID"},
    {"AWS_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY"},
    {"AWS_SESSION_TOKEN", "AWS_SESSION_TOKEN"},
};

struct archive_bucket {
    struct archive_store archive;
    struct net *net;
    struct text endpoint, region, bucket, prefix; /* the prefix ends in a slash, or is empty */
};

static struct record object_request(const struct archive_bucket *place, const char *deed,
                                    const struct digest *digest, struct arena *arena)
{
    char digits[OBJECT_DIGITS + 1];
    struct record request = record_in(arena);
    hex_write(digest->bytes, sizeof digest->bytes, digits);
    record_text(&request, "do", text_of(deed));
    record_text(&request, "endpoint", place->endpoint);
    record_text(&request, "region", place->region);
    record_text(&request, "bucket", place->bucket);
    record_text(&request, "key",
                text_format(arena, "%.*ssha256/%s", TEXT_ARGS(place->prefix), digits));
    return request;
}

static bool bucket_ask(struct archive_bucket *place, const struct record *request, int file,
                       struct arena *arena, const struct value **reply, struct error *err)
{
    struct error trouble = {0};
    const struct net_question question = {record_map(request), file,
                                          LIMIT_OBJECT_MS + ANSWER_GRACE_MS};
    if (net_ask(place->net, &question, arena, reply, &trouble))
        return true;
    return error_set(err, trouble.code, "%.*s: %s", TEXT_ARGS(place->archive.name),
                     trouble.message);
}

static bool bucket_keep(struct archive_store *archive, const struct archive_source *source,
                        bool *there, struct error *err)
{
    const struct value *reply;
    struct arena asking = {0};
    struct archive_bucket *place = (struct archive_bucket *)archive;
    struct record request = object_request(place, "put", source->digest, &asking);
    record_digest(&request, "digest", source->digest);
    *there = false;
    const bool kept = bucket_ask(place, &request, source->fd, &asking, &reply, err);
    arena_free(&asking);
    return kept;
}

static bool bucket_look(struct archive_store *archive, const struct digest *digest, bool *there,
                        struct digest *out, struct error *err)
{
    const struct value *reply;
    struct arena asking = {0};
    struct archive_bucket *place = (struct archive_bucket *)archive;
    const struct record request = object_request(place, "look", digest, &asking);
    bool looked = bucket_ask(place, &request, -1, &asking, &reply, err);
    const struct value *found = looked ? value_present(reply, TEXT("digest")) : NULL;
    *there = found != NULL;
    if (found && !digest_read(value_text(found), out))
        looked = error_set(err, ERROR_BUG, "obstat-net answers with no digest");
    arena_free(&asking);
    return looked;
}

static void bucket_close(struct archive_store *archive)
{
    net_close(((struct archive_bucket *)archive)->net);
}

static const struct archive_class archive_bucket_class = {bucket_keep, bucket_look, bucket_close};

/* ---- opening ---- */

static bool is_name(struct text name, const char *others)
{
    for (size_t i = 0; i < name.size; i++) {
        const char letter = name.at[i];
        if (!(letter >= 'a' && letter <= 'z') && !(letter >= 'A' && letter <= 'Z') &&
            !(letter >= '0' && letter <= '9') && (letter == '\0' || !strchr(others, letter)))
            return false;
    }
    return name.size > 0 && !text_is(name, ".") && !text_is(name, "..");
}

static bool is_prefix(struct text prefix)
{
    while (prefix.size > 0) {
        const size_t slash = text_find(prefix, '/');
        if (!is_name(text_part(prefix, 0, slash), "._-"))
            return false;
        prefix = text_part(prefix, slash < prefix.size ? slash + 1 : prefix.size, prefix.size);
    }
    return true;
}

/* s3://BUCKET[/PREFIX] */
static bool address_read(struct archive_bucket *place, const char *address, struct error *err)
{
    struct arena *arena = place->archive.session->arena;
    const struct text rest = text_part(text_of(address), sizeof "s3://" - 1, strlen(address));
    const size_t slash = text_find(rest, '/');
    struct text prefix = text_part(rest, slash < rest.size ? slash + 1 : rest.size, rest.size);
    while (prefix.size > 0 && prefix.at[prefix.size - 1] == '/')
        prefix.size--;
    place->bucket = text_part(rest, 0, slash);
    if (!is_name(place->bucket, ".-") || !is_prefix(prefix))
        return error_set(err, ERROR_USAGE,
                         "the archive is s3://BUCKET/PREFIX, in letters, digits and ._-, not %s",
                         address);
    place->prefix = prefix.size ? text_format(arena, "%.*s/", TEXT_ARGS(prefix)) : TEXT_NONE;
    place->archive.name = text_format(arena, "s3://%.*s%s%.*s", TEXT_ARGS(place->bucket),
                                      prefix.size ? "/" : "", TEXT_ARGS(prefix));
    return true;
}

static bool settings_read(struct archive_bucket *place, struct error *err)
{
    struct session *session = place->archive.session;
    const char *endpoint = session->setting(session->context, "AWS_ENDPOINT_URL");
    const char *region = session->setting(session->context, "AWS_REGION");
    for (size_t i = 0; i < 2; i++)
        if (!session->setting(session->context, bucket_secrets[i].setting))
            return error_set(err, ERROR_USAGE, "an archive in a bucket needs %s, which is not set",
                             bucket_secrets[i].setting);
    if (!region && !endpoint)
        return error_set(err, ERROR_USAGE,
                         "an archive in a bucket needs AWS_REGION or AWS_ENDPOINT_URL, and "
                         "neither is set");
    place->region = text_of(region ? region : "us-east-1"); /* what servers of others take */
    place->endpoint = endpoint ? text_of(endpoint)
                               : text_format(session->arena, "https://s3.%s.amazonaws.com", region);
    return true;
}

bool archive_bucket_open(struct session *session, const char *address, struct archive_store **out,
                         struct error *err)
{
    struct archive_bucket *place = ARENA_NEW(session->arena, struct archive_bucket);
    place->archive = (struct archive_store){.is = &archive_bucket_class, .session = session};
    if (!address_read(place, address, err) || !settings_read(place, err) ||
        !net_open(session, bucket_secrets, COUNT(bucket_secrets), &place->net, err))
        return false;
    *out = &place->archive;
    return true;
}
