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

bool digest_of(const struct text *digested, size_t digested_count, struct digest *digest,
               struct error *err)
{
    struct digest final;
    SHA256_CTX context;
    bool digest_done = SHA256_Init(&context);
    for (size_t i = 0; digest_done && i < digested_count; i++)
        digest_done = SHA256_Update(&context, digested[i].at, digested[i].size);
    if (!digest_done || !SHA256_Final(final.bytes, &context))
        return digest_unavailable(err);
    *digest = final;
    return true;
}

bool digest_text(struct text digested, struct digest *digest, struct error *err)
{
    return digest_of(&digested, 1, digest, err);
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

bool digest_equal(const struct digest *one_digest, const struct digest *other_digest)
{
    return CRYPTO_memcmp(one_digest->bytes, other_digest->bytes, sizeof one_digest->bytes) == 0;
}

void digest_write(const struct digest *digest, char written[DIGEST_TEXT_SIZE])
{
    memcpy(written, digest_prefix.at, digest_prefix.size);
    hex_write(digest->bytes, sizeof digest->bytes, written + digest_prefix.size);
}

struct text digest_print(const struct digest *digest, struct arena *arena)
{
    char digest_digits[DIGEST_TEXT_SIZE];
    digest_write(digest, digest_digits);
    return text_copy(arena, text_of(digest_digits));
}

bool digest_read(struct text digest_digits, struct digest *digest)
{
    if (digest_digits.size != DIGEST_TEXT_SIZE - 1 || !text_starts(digest_digits, digest_prefix))
        return false;
    for (size_t i = digest_prefix.size; i < digest_digits.size; i++)
        if (digest_digits.at[i] >= 'A' && digest_digits.at[i] <= 'F')
            return false;
    return hex_read(text_part(digest_digits, digest_prefix.size, digest_digits.size), digest->bytes,
                    sizeof digest->bytes);
}
