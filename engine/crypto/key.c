#include "crypto/key.h"

#include "base/base64.h"
#include "base/buffer.h"
#include "crypto/blob.h"
#include "crypto/digest.h"
#include "crypto/evp.h"

enum { BLOB_MAX = 1024, SIGN_BIT = 0x80 };

static const struct {
    const char *type;  /* in OpenSSH's words */
    const char *curve; /* the same; NULL for Ed25519 */
    size_t size;
} kinds[] = {
    [KEY_ED25519] = {"ssh-ed25519", NULL, 32},
    [KEY_SECURITY] = {"sk-ssh-ed25519@openssh.com", NULL, 32},
    [KEY_P256] = {"ecdsa-sha2-nistp256", "nistp256", 65},
    [KEY_P384] = {"ecdsa-sha2-nistp384", "nistp384", 97},
};

/* y of the points whose order divides 8, least byte first: 0 (order 4), 1 (order 1), -1 (order 2)
 * and the two of order 8; with either sign of x. */
static const uint8_t small_orders[][ED25519_POINT_SIZE] = {
    {0x00},
    {0x01},
    {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
     0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
     0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
    {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b,
     0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39,
     0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
};

/* The prime 2^255 - 19, least byte first. */
static const uint8_t prime[ED25519_POINT_SIZE] = {
    0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f};

bool key_point_sound(const uint8_t point[ED25519_POINT_SIZE])
{
    uint8_t y[ED25519_POINT_SIZE];
    memcpy(y, point, sizeof y);
    y[sizeof y - 1] &= (uint8_t)~SIGN_BIT;
    size_t i = sizeof y - 1;
    while (i > 0 && y[i] == prime[i])
        i--;
    if (y[i] >= prime[i])
        return false;
    for (size_t order = 0; order < COUNT(small_orders); order++)
        if (memcmp(y, small_orders[order], sizeof y) == 0)
            return false;
    return true;
}

bool key_check(const struct key *key, struct error *err)
{
    if (key->kind > KEY_P384 || key->size != kinds[key->kind].size)
        return error_set(err, ERROR_REFUSED, "the key is of an unknown kind");
    if (!kinds[key->kind].curve) /* where OpenSSL takes any 32 bytes: it has nothing to add */
        return key_point_sound(key->point) ||
               error_set(err, ERROR_REFUSED,
                         "the key is weak: anybody can sign for it, or it has two spellings");
    EVP_PKEY_FREED *pkey = evp_pkey_of(key);
    return pkey ? true : error_set(err, ERROR_REFUSED, "the key is no point of its curve");
}

bool key_equal(const struct key *a, const struct key *b)
{
    return a->kind == b->kind && a->size == b->size && a->size <= KEY_POINT_MAX &&
           CRYPTO_memcmp(a->point, b->point, a->size) == 0 &&
           a->application_size == b->application_size &&
           memcmp(a->application, b->application, a->application_size) == 0;
}

static void blob_write(const struct key *key, struct buffer *blob)
{
    blob_add_string(blob, text_of(kinds[key->kind].type));
    if (kinds[key->kind].curve)
        blob_add_string(blob, text_of(kinds[key->kind].curve));
    blob_add_string(blob, (struct text){(const char *)key->point, key->size});
    if (key->kind == KEY_SECURITY)
        blob_add_string(blob, (struct text){key->application, key->application_size});
}

struct text key_blob(const struct key *key, struct arena *arena)
{
    struct buffer blob = buffer_in(arena, BLOB_MAX);
    blob_write(key, &blob);
    return buffer_text(&blob);
}

struct text key_line(const struct key *key, struct text key_comment, struct arena *arena)
{
    const struct text key_letters = base64_print(key_blob(key, arena), arena);
    return text_format(arena, "%s %.*s%s%.*s", kinds[key->kind].type, TEXT_ARGS(key_letters),
                       key_comment.size ? " " : "", TEXT_ARGS(key_comment));
}

bool key_id(const struct key *key, char id[KEY_ID_SIZE], struct error *err)
{
    struct digest digest;
    char room[BLOB_MAX], letters[BASE64_SIZE(sizeof digest.bytes)];
    struct buffer blob = buffer_over(room, sizeof room);
    blob_write(key, &blob);
    if (!digest_text(buffer_text(&blob), &digest, err))
        return false;
    base64_write((struct text){(const char *)digest.bytes, sizeof digest.bytes}, letters);
    snprintf(id, KEY_ID_SIZE, "SHA256:%.*s", (int)sizeof letters - 1,
             letters); /* without its pad */
    return true;
}

static bool key_kind_find(struct text key_type, enum key_kind *out)
{
    for (size_t kind = 0; kind < COUNT(kinds); kind++)
        if (text_is(key_type, kinds[kind].type)) {
            *out = (enum key_kind)kind;
            return true;
        }
    return false;
}

bool key_read_blob(struct text bytes, struct key *out, struct error *err)
{
    struct blob blob = {.rest = bytes};
    struct key key = {0};
    const struct text type = blob_string(&blob);
    if (blob.broken || !key_kind_find(type, &key.kind))
        return error_set(err, ERROR_REFUSED,
                         "the key is neither ssh-ed25519, sk-ssh-ed25519 nor ECDSA P-256 or P-384");
    if (kinds[key.kind].curve && !text_is(blob_string(&blob), kinds[key.kind].curve))
        return error_set(err, ERROR_REFUSED, "the key names another curve than its type");
    const struct text point = blob_string(&blob);
    const struct text application = key.kind == KEY_SECURITY ? blob_string(&blob) : TEXT_NONE;
    if (!blob_ended(&blob) || point.size != kinds[key.kind].size)
        return error_set(err, ERROR_REFUSED, "the key has too few or too many bytes");
    if (application.size > sizeof key.application)
        return error_set(err, ERROR_REFUSED, "the key's application is longer than %d bytes",
                         LIMIT_APPLICATION_SIZE);
    key.size = point.size;
    memcpy(key.point, point.at, point.size);
    key.application_size = application.size;
    if (application.size)
        memcpy(key.application, application.at, application.size);
    if (!key_check(&key, err))
        return false;
    *out = key;
    return true;
}
