#include "fetch/transfer.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "fetch/address.h"

#include <errno.h>
#include <unistd.h>

enum {
    SAID_MAX = 2048, /* bytes of a reply's body that are kept */
    HIDDEN_MIN = 8,  /* bytes of a secret that is looked for in messages */
    STATUS_DONE = 200,
    MS_PER_S = 1000,
};

/* One transfer while it runs. */
struct running {
    const struct transfer *transfer;
    CURL *curl;
    struct text host; /* of the address */
    struct buffer said;
    uint64_t reply_size, header_size;
    bool overfull;   /* the reply had more than it may            */
    bool untaken;    /* whoever takes the body did not            */
    bool unreadable; /* the file to be sent                       */
    off_t file_from; /* where the file stood                      */
};

bool caller_open(const struct fetch_settings *settings, struct arena *arena, struct caller *out,
                 struct error *err)
{
    struct caller caller = {.settings = settings, .arena = arena};
    if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        caller.curl = curl_easy_init();
    if (!caller.curl)
        return error_set(err, ERROR_UNAVAILABLE, "libcurl does not start");
    *out = caller;
    return true;
}

void caller_close(struct caller *caller)
{
    curl_easy_cleanup(caller->curl);
    curl_global_cleanup();
}

void caller_hide(struct caller *caller, struct text secret)
{
    for (size_t i = 0; i < caller->secrets.count; i++)
        if (text_equal(caller->secrets.at[i], secret))
            return;
    if (secret.size >= HIDDEN_MIN)
        *LIST_ADD(caller->arena, &caller->secrets) = text_copy(caller->arena, secret);
}

/* ---- what libcurl calls ---- */

static size_t header_take(char *bytes, size_t one, size_t count, void *context)
{
    struct running *running = context;
    (void)bytes;
    running->header_size += one * count;
    running->overfull |= running->header_size > LIMIT_NET_HEADERS;
    return running->overfull ? 0 : one * count;
}

static size_t body_take(char *bytes, size_t one, size_t count, void *context)
{
    long answered = 0;
    struct running *running = context;
    const struct text piece = {bytes, one * count};
    (void)curl_easy_getinfo(running->curl, CURLINFO_RESPONSE_CODE, &answered);
    if (running->transfer->take && answered == STATUS_DONE) {
        running->untaken = !running->transfer->take(running->transfer->context, piece);
        return running->untaken ? 0 : piece.size;
    }
    running->reply_size += piece.size;
    running->overfull |= running->reply_size > LIMIT_NET_REPLY;
    buffer_add(&running->said, text_part(piece, 0, SAID_MAX - running->said.size));
    return running->overfull ? 0 : piece.size;
}

static size_t file_give(char *bytes, size_t one, size_t count, void *context)
{
    struct running *running = context;
    for (;;) {
        const ssize_t got = read(running->transfer->file, bytes, one * count);
        if (got >= 0)
            return (size_t)got;
        if (errno != EINTR)
            break;
    }
    running->unreadable = true;
    return CURL_READFUNC_ABORT;
}

/* A connection that was kept can turn out to be gone: then all is sent again. */
static int file_seek(void *context, curl_off_t offset, int origin)
{
    struct running *running = context;
    const off_t wanted = running->file_from + (off_t)offset;
    if (origin != SEEK_SET || lseek(running->transfer->file, wanted, SEEK_SET) != wanted)
        return CURL_SEEKFUNC_FAIL;
    return CURL_SEEKFUNC_OK;
}

/* ---- setting up ---- */

/* The first option that libcurl does not know or take is a bug: it would be left out in silence. */
struct setup {
    CURL *curl;
    CURLcode refused;
};

#define SET(setup, option, given)                                                                  \
    do {                                                                                           \
        const CURLcode setup_code = curl_easy_setopt((setup)->curl, (option), (given));            \
        if ((setup)->refused == CURLE_OK)                                                          \
            (setup)->refused = setup_code;                                                         \
    } while (false)

static void setup_trust(struct setup *setup, const struct fetch_settings *settings)
{
    SET(setup, CURLOPT_SSL_VERIFYPEER, 1L);
    SET(setup, CURLOPT_SSL_VERIFYHOST, 2L);
    SET(setup, CURLOPT_PROXY_SSL_VERIFYPEER, 1L);
    SET(setup, CURLOPT_PROXY_SSL_VERIFYHOST, 2L);
    SET(setup, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(setup, CURLOPT_PROXY_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (settings->ca_file || settings->ca_folder) {
        SET(setup, CURLOPT_CAINFO, settings->ca_file);
        SET(setup, CURLOPT_CAPATH, settings->ca_folder);
        SET(setup, CURLOPT_PROXY_CAINFO, settings->ca_file);
        SET(setup, CURLOPT_PROXY_CAPATH, settings->ca_folder);
    }
}

static void setup_bounds(struct setup *setup, const struct transfer *transfer)
{
    SET(setup, CURLOPT_NOSIGNAL, 1L);
    SET(setup, CURLOPT_FOLLOWLOCATION, 0L);
    SET(setup, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(setup, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(setup, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    SET(setup, CURLOPT_CONNECTTIMEOUT_MS, (long)LIMIT_NET_CONNECT_MS);
    SET(setup, CURLOPT_TIMEOUT_MS, (long)transfer->time_ms);
    SET(setup, CURLOPT_LOW_SPEED_LIMIT, transfer->slow_refused ? (long)LIMIT_NET_SLOW_RATE : 0L);
    SET(setup, CURLOPT_LOW_SPEED_TIME, transfer->slow_refused ? (long)LIMIT_NET_SLOW_S : 0L);
}

static void setup_address(struct setup *setup, const struct address *address)
{
    SET(setup, CURLOPT_CURLU, address->url);
    SET(setup, CURLOPT_PROTOCOLS_STR, address->plain ? "http" : "https");
    SET(setup, CURLOPT_REDIR_PROTOCOLS_STR, "https");
    if (address->plain) /* no proxy is told what has no TLS around it */
        SET(setup, CURLOPT_NOPROXY, "*");
}

static void setup_upload(struct setup *setup, struct running *running)
{
    SET(setup, CURLOPT_UPLOAD, 1L);
    SET(setup, CURLOPT_INFILESIZE_LARGE, (curl_off_t)running->transfer->file_size);
    SET(setup, CURLOPT_READFUNCTION, file_give);
    SET(setup, CURLOPT_READDATA, running);
    SET(setup, CURLOPT_SEEKFUNCTION, file_seek);
    SET(setup, CURLOPT_SEEKDATA, running);
}

static void setup_method(struct setup *setup, struct running *running)
{
    const struct transfer *transfer = running->transfer;
    if (transfer->method == TRANSFER_PUT)
        setup_upload(setup, running);
    if (transfer->method == TRANSFER_POST) {
        SET(setup, CURLOPT_POST, 1L);
        SET(setup, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)transfer->body.size);
        SET(setup, CURLOPT_POSTFIELDS, transfer->body.at);
    }
    SET(setup, CURLOPT_HEADERFUNCTION, header_take);
    SET(setup, CURLOPT_HEADERDATA, running);
    SET(setup, CURLOPT_WRITEFUNCTION, body_take);
    SET(setup, CURLOPT_WRITEDATA, running);
    if (transfer->signature) {
        SET(setup, CURLOPT_AWS_SIGV4, transfer->signature->scope);
        SET(setup, CURLOPT_USERNAME, transfer->signature->id);
        SET(setup, CURLOPT_PASSWORD, transfer->signature->secret);
    }
}

static void headers_release(void *headers)
{
    curl_slist_free_all(headers);
}

static struct curl_slist *headers_make(const struct transfer *transfer, struct arena *arena)
{
    struct curl_slist *headers = NULL;
    for (size_t i = 0; transfer->headers && transfer->headers[i]; i++) {
        struct curl_slist *longer = curl_slist_append(headers, transfer->headers[i]);
        if (!longer)
            arena_exhausted();
        headers = longer;
    }
    arena_defer(arena, headers_release, headers);
    return headers;
}

/* ---- what went wrong ---- */

static bool late_tell(const struct running *running, struct error *err)
{
    curl_off_t connected = 0, total = 0;
    (void)curl_easy_getinfo(running->curl, CURLINFO_PRETRANSFER_TIME_T, &connected);
    (void)curl_easy_getinfo(running->curl, CURLINFO_TOTAL_TIME_T, &total);
    if (connected == 0)
        return error_set(err, ERROR_UNAVAILABLE, "takes no connection within %d s",
                         LIMIT_NET_CONNECT_MS / MS_PER_S);
    if (running->transfer->slow_refused && total / MS_PER_S < running->transfer->time_ms)
        return error_set(err, ERROR_UNAVAILABLE, "is slower than %d bytes a second",
                         LIMIT_NET_SLOW_RATE);
    return error_set(err, ERROR_UNAVAILABLE, "did not answer within %lld s",
                     (long long)(running->transfer->time_ms / MS_PER_S));
}

/* Our own words for what happens often; libcurl's, scrubbed, where they say more. */
static bool trouble_tell(const struct caller *caller, const struct running *running, CURLcode code,
                         const char *detail, struct error *err)
{
    struct arena words = {0};
    const char *what = "is not reached";
    if (running->overfull)
        return error_set(err, ERROR_UNAVAILABLE, "answers with more than %d bytes",
                         LIMIT_NET_REPLY);
    if (running->untaken || running->unreadable)
        return error_set(err, ERROR_UNAVAILABLE, "what is transferred cannot be read or taken");
    if (code == CURLE_OPERATION_TIMEDOUT)
        return late_tell(running, err);
    if (code == CURLE_COULDNT_RESOLVE_HOST)
        return error_set(err, ERROR_UNAVAILABLE, "there is no such host: %.*s",
                         TEXT_ARGS(running->host));
    if (code == CURLE_COULDNT_CONNECT)
        return error_set(err, ERROR_UNAVAILABLE, "takes no connection");
    if (code == CURLE_GOT_NOTHING || code == CURLE_PARTIAL_FILE || code == CURLE_RECV_ERROR ||
        code == CURLE_SEND_ERROR)
        return error_set(err, ERROR_UNAVAILABLE, "hung up in the middle of its answer");
    if (code == CURLE_PEER_FAILED_VERIFICATION)
        what = "has a certificate that does not hold";
    else if (code == CURLE_SSL_CONNECT_ERROR)
        what = "does not speak TLS as it must";
    else if (code == CURLE_COULDNT_RESOLVE_PROXY)
        what = "is behind a proxy that is not known";
    const struct text said =
        scrub(text_of(*detail ? detail : curl_easy_strerror(code)), &caller->secrets, &words);
    (void)error_set(err, ERROR_UNAVAILABLE, "%s (%.*s)", what, TEXT_ARGS(said));
    arena_free(&words);
    return false;
}

bool transfer_run(struct caller *caller, const struct transfer *transfer, struct arena *arena,
                  struct transferred *out, struct error *err)
{
    long answered = 0;
    char detail[CURL_ERROR_SIZE] = "";
    struct address address;
    struct running running = {.transfer = transfer,
                              .curl = caller->curl,
                              .said = buffer_in(arena, SAID_MAX),
                              .file_from = lseek(transfer->file, 0, SEEK_CUR)};
    struct setup setup = {caller->curl, CURLE_OK};
    if (!address_read(transfer->url, caller->settings->plain_loopback, arena, &address, err))
        return false;
    running.host = address.host;
    curl_easy_reset(caller->curl);
    SET(&setup, CURLOPT_ERRORBUFFER, detail);
    SET(&setup, CURLOPT_HTTPHEADER, headers_make(transfer, arena));
    SET(&setup, CURLOPT_USERAGENT, "obstat"); /* no header of ours: proxies change it, so it is not
                                               * to be signed */
    setup_trust(&setup, caller->settings);
    setup_bounds(&setup, transfer);
    setup_address(&setup, &address);
    setup_method(&setup, &running);
    if (setup.refused != CURLE_OK)
        return error_set(err, ERROR_BUG, "libcurl does not take an option");
    const CURLcode code = curl_easy_perform(caller->curl);
    (void)curl_easy_setopt(caller->curl, CURLOPT_ERRORBUFFER, NULL);
    if (code != CURLE_OK)
        return trouble_tell(caller, &running, code, detail, err);
    (void)curl_easy_getinfo(caller->curl, CURLINFO_RESPONSE_CODE, &answered);
    *out = (struct transferred){answered, buffer_text(&running.said)};
    return true;
}
