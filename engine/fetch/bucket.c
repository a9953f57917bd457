#include "fetch/bucket.h"

#include "base/encode.h"
#include "base/limits.h"

#include <sys/stat.h>
#include <unistd.h>

/* SHA-256 of nothing: what a GET sends. */
static const char empty_digits[] =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

enum { DIGEST_DIGITS = 64, STATUS_DONE = 200, STATUS_ABSENT = 404, REASON_MAX = 64 };

/* Headers and signature of one request. */
struct bucket_request {
    const char *headers[3]; /* NULL last */
    struct transfer_signature signature;
    struct text url;
};

static bool is_letter(char byte, const char *others)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || (byte != '\0' && strchr(others, byte));
}

/* What needs no escapes: so the path that is signed is the path that is sent. */
static bool name_check(struct text name, const char *others, const char *what, struct error *err)
{
    for (size_t i = 0; i < name.size; i++)
        if (!is_letter(name.at[i], others))
            return error_set(err, ERROR_REFUSED, "the %s has other letters than a-z A-Z 0-9 %s",
                             what, others);
    return name.size > 0 || error_set(err, ERROR_REFUSED, "the %s is empty", what);
}

/* No part of a path that would be worked out on the way. */
static bool parts_check(struct text key, struct error *err)
{
    while (key.size > 0) {
        const size_t slash = text_find(key, '/');
        const struct text part = text_part(key, 0, slash);
        if (part.size == 0 || text_is(part, ".") || text_is(part, ".."))
            return error_set(err, ERROR_REFUSED, "the object's key has an empty part, . or ..");
        key = text_part(key, slash < key.size ? slash + 1 : key.size, key.size);
    }
    return true;
}

static bool object_check(const struct bucket_object *object, struct error *err)
{
    return name_check(object->bucket, ".-", "bucket's name", err) &&
           parts_check(object->bucket, err) && name_check(object->region, "-", "region", err) &&
           name_check(object->key, "._-/", "object's key", err) && parts_check(object->key, err);
}

static bool credentials_read(struct caller *caller, struct bucket_request *request,
                             struct arena *arena, struct error *err)
{
    const char *(*secret)(const char *) = caller->settings->secret;
    const char *token = secret("AWS_SESSION_TOKEN");
    request->signature.id = secret("AWS_ACCESS_KEY_ID");
    request->signature.secret = secret("AWS_SECRET_ACCESS_KEY");
    if (!request->signature.id || !request->signature.secret)
        return error_set(err, ERROR_REFUSED,
                         "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set");
    caller_hide(caller, text_of(request->signature.secret));
    caller_hide(caller, text_of(request->signature.id));
    if (token) {
        caller_hide(caller, text_of(token));
        request->headers[1] = text_format(arena, "x-amz-security-token: %s", token).at;
    }
    return true;
}

static bool request_make(struct caller *caller, const struct bucket_object *object,
                         const char *digits, struct arena *arena, struct bucket_request *out,
                         struct error *err)
{
    struct bucket_request request = {
        .headers = {text_format(arena, "x-amz-content-sha256: %s", digits).at},
        .signature.scope = text_format(arena, "aws:amz:%.*s:s3", TEXT_ARGS(object->region)).at,
        .url = text_format(arena, "%.*s%s%.*s/%.*s", TEXT_ARGS(object->endpoint),
                           text_ends(object->endpoint, TEXT("/")) ? "" : "/",
                           TEXT_ARGS(object->bucket), TEXT_ARGS(object->key)),
    };
    if (!object_check(object, err) || !credentials_read(caller, &request, arena, err))
        return false;
    *out = request;
    return true;
}

/* What S3 writes between <Code> and </Code>: "AccessDenied"; empty where it writes none. */
static struct text reason_read(struct text said)
{
    static const char mark[] = "<Code>";
    const size_t mark_size = sizeof mark - 1;
    for (size_t i = 0; i + mark_size < said.size; i++) {
        if (memcmp(said.at + i, mark, mark_size) != 0)
            continue;
        size_t end = i + mark_size;
        while (end < said.size && end < i + mark_size + REASON_MAX && is_letter(said.at[end], ""))
            end++;
        return text_part(said, i + mark_size, end - i - mark_size);
    }
    return TEXT_NONE;
}

static bool answer_refuse(const struct transferred *answer, struct error *err)
{
    const struct text reason = reason_read(answer->said);
    return error_set(err, ERROR_UNAVAILABLE, "answers %ld%s%.*s", answer->status,
                     reason.size ? " " : "", TEXT_ARGS(reason));
}

bool bucket_put(struct caller *caller, const struct bucket_object *object, int file,
                const struct digest *digest, struct arena *arena, struct error *err)
{
    struct stat found;
    struct transferred answer;
    struct bucket_request request;
    char digits[DIGEST_DIGITS + 1];
    hex_write(digest->bytes, sizeof digest->bytes, digits);
    if (fstat(file, &found) != 0 || !S_ISREG(found.st_mode) || lseek(file, 0, SEEK_SET) != 0)
        return error_set(err, ERROR_UNAVAILABLE, "the file to be sent cannot be read");
    if ((unsigned long long)found.st_size > LIMIT_OBJECT_SIZE)
        return error_set(err, ERROR_REFUSED,
                         "the file has more than the %llu GiB that S3 takes at once",
                         LIMIT_OBJECT_SIZE >> 30);
    if (!request_make(caller, object, digits, arena, &request, err))
        return false;
    const struct transfer transfer = {.method = TRANSFER_PUT,
                                      .url = request.url,
                                      .headers = request.headers,
                                      .file = file,
                                      .file_size = (uint64_t)found.st_size,
                                      .time_ms = LIMIT_OBJECT_MS,
                                      .slow_refused = true,
                                      .signature = &request.signature};
    return transfer_run(caller, &transfer, arena, &answer, err) &&
           (answer.status == STATUS_DONE || answer_refuse(&answer, err));
}

/* An object while it is read. */
struct looking {
    struct digest_stream *stream;
    uint64_t size;
};

static bool piece_take(void *context, struct text piece)
{
    struct error unspoken = {0};
    struct looking *looking = context;
    looking->size += piece.size;
    return looking->size <= LIMIT_OBJECT_SIZE && digest_add(looking->stream, piece, &unspoken);
}

bool bucket_look(struct caller *caller, const struct bucket_object *object, struct arena *arena,
                 struct bucket_found *out, struct error *err)
{
    struct looking looking = {0};
    struct bucket_found found = {0};
    struct transferred answer;
    struct bucket_request request;
    if (!request_make(caller, object, empty_digits, arena, &request, err) ||
        !digest_start(arena, &looking.stream, err))
        return false;
    const struct transfer transfer = {.method = TRANSFER_GET,
                                      .url = request.url,
                                      .headers = request.headers,
                                      .file = -1,
                                      .time_ms = LIMIT_OBJECT_MS,
                                      .slow_refused = true,
                                      .signature = &request.signature,
                                      .take = piece_take,
                                      .context = &looking};
    if (!transfer_run(caller, &transfer, arena, &answer, err))
        return false;
    found.there = answer.status != STATUS_ABSENT;
    found.size = looking.size;
    if (found.there && answer.status != STATUS_DONE)
        return answer_refuse(&answer, err);
    if (!digest_finish(looking.stream, &found.digest, err))
        return false;
    *out = found;
    return true;
}
