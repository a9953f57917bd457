#include "crypto/digest.h"

#include "base/encode.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <unistd.h>

static const struct text prefix = {"sha256:", 7};

enum { PIECE_SIZE = 256 * 1024 };

struct digest_stream {
    EVP_MD_CTX *context;
    bool broken;
};

static bool unavailable(struct error *err)
{
    return error_set(err, ERROR_BUG, "SHA-256 is not available");
}

static void stream_free(void *object)
{
    EVP_MD_CTX_free(((struct digest_stream *)object)->context);
}

bool digest_of(const struct text *parts, size_t count, struct digest *out, struct error *err)
{
    struct digest result;
    (void)OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL); /* no file decides what we do */
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL);
    for (size_t i = 0; done && i < count; i++)
        done = EVP_DigestUpdate(context, parts[i].at, parts[i].size);
    done = done && EVP_DigestFinal_ex(context, result.bytes, NULL);
    EVP_MD_CTX_free(context);
    if (!done)
        return unavailable(err);
    *out = result;
    return true;
}

bool digest_text(struct text text, struct digest *out, struct error *err)
{
    return digest_of(&text, 1, out, err);
}

bool digest_start(struct arena *arena, struct digest_stream **out, struct error *err)
{
    (void)OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    struct digest_stream *stream = ARENA_NEW(arena, struct digest_stream);
    stream->context = EVP_MD_CTX_new();
    if (!stream->context)
        return unavailable(err);
    arena_defer(arena, stream_free, stream);
    if (!EVP_DigestInit_ex(stream->context, EVP_sha256(), NULL))
        return unavailable(err);
    *out = stream;
    return true;
}

bool digest_add(struct digest_stream *stream, struct text piece, struct error *err)
{
    if (!stream->broken && !EVP_DigestUpdate(stream->context, piece.at, piece.size))
        stream->broken = true;
    return stream->broken ? unavailable(err) : true;
}

bool digest_finish(struct digest_stream *stream, struct digest *out, struct error *err)
{
    struct digest result;
    if (stream->broken || !EVP_DigestFinal_ex(stream->context, result.bytes, NULL)) {
        stream->broken = true;
        return unavailable(err);
    }
    stream->broken = true; /* finished: nothing more may be added */
    *out = result;
    return true;
}

bool digest_file(int file, struct arena *arena, struct digest *out, uint64_t *size,
                 struct error *err)
{
    struct digest_stream *stream;
    char *piece = arena_alloc(arena, PIECE_SIZE);
    uint64_t total = 0;
    if (!digest_start(arena, &stream, err))
        return false;
    for (;;) {
        const ssize_t got = read(file, piece, PIECE_SIZE);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set(err, ERROR_UNAVAILABLE, "reading failed: %s", strerror(errno));
        if (got == 0)
            break;
        total += (uint64_t)got;
        if (!digest_add(stream, (struct text){piece, (size_t)got}, err))
            return false;
    }
    if (!digest_finish(stream, out, err))
        return false;
    *size = total;
    return true;
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
    return CRYPTO_memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

void digest_write(const struct digest *digest, char out[DIGEST_TEXT_SIZE])
{
    memcpy(out, prefix.at, prefix.size);
    hex_write(digest->bytes, sizeof digest->bytes, out + prefix.size);
}

struct text digest_print(const struct digest *digest, struct arena *arena)
{
    char written[DIGEST_TEXT_SIZE];
    digest_write(digest, written);
    return text_copy(arena, text_of(written));
}

bool digest_read(struct text text, struct digest *out)
{
    if (text.size != DIGEST_TEXT_SIZE - 1 || !text_starts(text, prefix))
        return false;
    for (size_t i = prefix.size; i < text.size; i++)
        if (text.at[i] >= 'A' && text.at[i] <= 'F')
            return false;
    return hex_read(text_part(text, prefix.size, text.size), out->bytes, sizeof out->bytes);
}
