#include "crypto/digest.h"

#include "base/encode.h"

/* EVP finds an algorithm by name in tables that it fills at first use: half a millisecond in each
 * process, several times what all the rest of a start takes. The plain calls need no tables. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/sha.h>

static const struct text prefix = {"sha256:", 7};

struct digest_stream {
    SHA256_CTX context;
    bool broken;
};

static bool unavailable(struct error *err)
{
    return error_set(err, ERROR_BUG, "SHA-256 is not available");
}

bool digest_of(const struct text *parts, size_t count, struct digest *out, struct error *err)
{
    struct digest result;
    SHA256_CTX context;
    bool done = SHA256_Init(&context);
    for (size_t i = 0; done && i < count; i++)
        done = SHA256_Update(&context, parts[i].at, parts[i].size);
    if (!done || !SHA256_Final(result.bytes, &context))
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
    struct digest_stream *stream = ARENA_NEW(arena, struct digest_stream);
    if (!SHA256_Init(&stream->context))
        return unavailable(err);
    *out = stream;
    return true;
}

bool digest_add(struct digest_stream *stream, struct text piece, struct error *err)
{
    if (!stream->broken && !SHA256_Update(&stream->context, piece.at, piece.size))
        stream->broken = true;
    return stream->broken ? unavailable(err) : true;
}

bool digest_finish(struct digest_stream *stream, struct digest *out, struct error *err)
{
    struct digest result;
    if (stream->broken || !SHA256_Final(result.bytes, &stream->context)) {
        stream->broken = true;
        return unavailable(err);
    }
    stream->broken = true; /* finished: nothing more may be added */
    *out = result;
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
