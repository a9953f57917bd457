#include "crypto/digest.h"

#include "base/encode.h"

/* EVP finds an algorithm by name in tables that it fills at first use: half a millisecond in each
 * process, several times what all the rest of a start takes. The plain calls need no tables. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/sha.h>

static const struct text digest_prefix = {"sha256:", 7};

struct digest_stream {
    SHA256_CTX context;
    bool broken;
};

static bool digest_unavailable(struct error *err)
{
    return error_set(err, ERROR_BUG, "SHA-256 is not available");
}

bool digest_of(const struct text *parts, size_t count, struct digest *digest, struct error *err)
{
    struct digest final;
    SHA256_CTX context;
    bool done = SHA256_Init(&context);
    for (size_t i = 0; done && i < count; i++)
        done = SHA256_Update(&context, parts[i].at, parts[i].size);
    if (!done || !SHA256_Final(final.bytes, &context))
        return digest_unavailable(err);
    *digest = final;
    return true;
}

bool digest_text(struct text bytes, struct digest *digest, struct error *err)
{
    return digest_of(&bytes, 1, digest, err);
}

bool digest_start(struct arena *arena, struct digest_stream **started, struct error *err)
{
    struct digest_stream *stream = ARENA_NEW(arena, struct digest_stream);
    if (!SHA256_Init(&stream->context))
        return digest_unavailable(err);
    *started = stream;
    return true;
}

bool digest_add(struct digest_stream *stream, struct text piece, struct error *err)
{
    if (!stream->broken && !SHA256_Update(&stream->context, piece.at, piece.size))
        stream->broken = true;
    return stream->broken ? digest_unavailable(err) : true;
}

bool digest_finish(struct digest_stream *stream, struct digest *digest, struct error *err)
{
    struct digest final;
    if (stream->broken || !SHA256_Final(final.bytes, &stream->context)) {
        stream->broken = true;
        return digest_unavailable(err);
    }
    stream->broken = true; /* finished: nothing more may be added */
    *digest = final;
    return true;
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
    return CRYPTO_memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

void digest_write(const struct digest *digest, char written[DIGEST_TEXT_SIZE])
{
    memcpy(written, digest_prefix.at, digest_prefix.size);
    hex_write(digest->bytes, sizeof digest->bytes, written + digest_prefix.size);
}

struct text digest_print(const struct digest *digest, struct arena *arena)
{
    char written[DIGEST_TEXT_SIZE];
    digest_write(digest, written);
    return text_copy(arena, text_of(written));
}

bool digest_read(struct text written, struct digest *digest)
{
    if (written.size != DIGEST_TEXT_SIZE - 1 || !text_starts(written, digest_prefix))
        return false;
    for (size_t i = digest_prefix.size; i < written.size; i++)
        if (written.at[i] >= 'A' && written.at[i] <= 'F')
            return false;
    return hex_read(text_part(written, digest_prefix.size, written.size), digest->bytes,
                    sizeof digest->bytes);
}
