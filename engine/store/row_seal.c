#include "store/row_seal.h"

#include "crypto/hmac.h"
#include "crypto/signature.h"

#include <string.h>

enum {
    SEAL_ROOT = 8, /* where the parts begin */
    SEAL_COUNT = 40,
    SEAL_TOP = 44,
    SEAL_MAC = 76,
    BITS = 8,
};

bool row_seal_secret(const struct key_pair *log_pair, struct text origin, struct arena *arena,
                     struct digest *out, struct error *err)
{
    uint8_t signature[SIGNATURE_SIZE];
    const struct text words = text_format(arena, "obstat/row-seal/v1 %.*s", TEXT_ARGS(origin));
    const bool made =
        signature_make(log_pair, words, signature, err) &&
        digest_text((struct text){(const char *)signature, sizeof signature}, out, err);
    explicit_bzero(signature, sizeof signature);
    return made;
}

static void number_put(uint8_t *at, size_t bytes, uint64_t number)
{
    while (bytes-- > 0) {
        at[bytes] = (uint8_t)number;
        number >>= BITS;
    }
}

static uint64_t number_at(const uint8_t *at, size_t bytes)
{
    uint64_t number = 0;
    for (size_t byte = 0; byte < bytes; byte++)
        number = number << BITS | at[byte];
    return number;
}

static bool seal_mac(const struct digest *secret, const struct row_seal *seal, struct digest *out,
                     struct error *err)
{
    return hmac_of((struct text){(const char *)secret->bytes, sizeof secret->bytes},
                   (struct text){(const char *)seal->bytes, SEAL_MAC}, out, err);
}

bool row_seal_make(const struct digest *secret, const struct sealed_rows *rows,
                   struct row_seal *out, struct error *err)
{
    struct row_seal seal;
    struct digest mac;
    number_put(seal.bytes, SEAL_ROOT, rows->head.size);
    memcpy(seal.bytes + SEAL_ROOT, rows->head.root.bytes, sizeof rows->head.root.bytes);
    number_put(seal.bytes + SEAL_COUNT, SEAL_TOP - SEAL_COUNT, rows->top.count);
    memcpy(seal.bytes + SEAL_TOP, rows->top.digest.bytes, sizeof rows->top.digest.bytes);
    if (!seal_mac(secret, &seal, &mac, err))
        return false;
    memcpy(seal.bytes + SEAL_MAC, mac.bytes, sizeof mac.bytes);
    *out = seal;
    return true;
}

/* A seal begins with a size, and no log has so many entries as these letters come to. */
bool row_seal_mark(const struct digest *secret, struct text words, struct digest *out,
                   struct error *err)
{
    struct arena arena = {0};
    const struct text marked = text_format(&arena, "obstat/mark/v1 %.*s", TEXT_ARGS(words));
    const bool made =
        hmac_of((struct text){(const char *)secret->bytes, sizeof secret->bytes}, marked, out, err);
    arena_free(&arena);
    return made;
}

struct sealed_rows row_seal_read(const struct row_seal *seal)
{
    struct sealed_rows rows = {
        .head.size = number_at(seal->bytes, SEAL_ROOT),
        .top.count = (uint32_t)number_at(seal->bytes + SEAL_COUNT, SEAL_TOP - SEAL_COUNT),
    };
    memcpy(rows.head.root.bytes, seal->bytes + SEAL_ROOT, sizeof rows.head.root.bytes);
    memcpy(rows.top.digest.bytes, seal->bytes + SEAL_TOP, sizeof rows.top.digest.bytes);
    return rows;
}

bool row_seal_open(const struct digest *secret, const struct row_seal *seal,
                   struct sealed_rows *out, struct error *err)
{
    struct digest mac, given;
    memcpy(given.bytes, seal->bytes + SEAL_MAC, sizeof given.bytes);
    if (!seal_mac(secret, seal, &mac, err))
        return false;
    if (!digest_equal(&mac, &given))
        return error_set(err, ERROR_INTEGRITY,
                         "the rows of the ledger are not under the log's seal: somebody edited the "
                         "database; obstat registry rebuild makes them anew from the entries");
    *out = row_seal_read(seal);
    return true;
}
