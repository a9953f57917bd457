#include "attest/envelope.h"

#include "attest/member.h"
#include "base/base64.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "base/limits.h"
#include "crypto/digest.h"
#include "crypto/dsse.h"
#include "crypto/signature.h"

enum { LETTERS = 4, HEX_MAX = 2 * KEY_POINT_MAX + 1 };

/* The letters of RFC 4648, section 5, and the pads that it lets people leave out, as section 4 has
 * them. A text in both alphabets stays as it is, and is refused. */
static struct text letters_usual(struct text letters, struct arena *arena)
{
    const size_t missing_pads = (LETTERS - letters.size % LETTERS) % LETTERS;
    if (letters.size % LETTERS == 0 && text_find(letters, '-') == letters.size &&
        text_find(letters, '_') == letters.size)
        return letters;
    if (text_find(letters, '+') < letters.size || text_find(letters, '/') < letters.size ||
        (missing_pads && text_find(letters, '=') < letters.size))
        return letters;
    struct buffer usual_letters = buffer_in(arena, letters.size + missing_pads);
    for (size_t i = 0; i < letters.size; i++)
        buffer_byte(&usual_letters, letters.at[i] == '-'   ? '+'
                                    : letters.at[i] == '_' ? '/'
                                                           : letters.at[i]);
    buffer_repeat(&usual_letters, '=', missing_pads);
    return buffer_text(&usual_letters);
}

static bool base64_member(const struct value *foreign, struct text member, struct arena *arena,
                          struct text *decoded, struct error *err)
{
    struct text letters;
    if (!member_text(foreign, member, &letters, err))
        return false;
    if (!base64_read(letters_usual(letters, arena), arena, decoded))
        return error_at(err, ERROR_REFUSED, value_place(value_get(foreign, member)),
                        "`%.*s` is not in base64", TEXT_ARGS(member));
    return true;
}

static bool signature_take(const struct value *signature_map, struct arena *arena,
                           struct envelope_signature *taken, struct error *err)
{
    const struct value *keyid = value_present(signature_map, TEXT("keyid"));
    if (keyid && value_kind(keyid) != VALUE_STRING)
        return error_at(err, ERROR_REFUSED, value_place(keyid), "`keyid` must be a string");
    if (!base64_member(signature_map, TEXT("sig"), arena, &taken->bytes, err))
        return false;
    if (!taken->bytes.size)
        return error_at(err, ERROR_REFUSED, value_place(signature_map), "the signature is empty");
    taken->key_id = keyid ? value_text(keyid) : TEXT_NONE;
    return true;
}

static bool signatures_take(const struct value *envelope_document, struct arena *arena,
                            struct envelope_signatures *signatures, struct error *err)
{
    const struct value *signature_list;
    if (!member_of(envelope_document, TEXT("signatures"), VALUE_LIST, &signature_list, err))
        return false;
    const size_t signature_count = value_count(signature_list);
    if (!signature_count)
        return error_at(err, ERROR_REFUSED, value_place(signature_list),
                        "the envelope is not signed");
    if (signature_count > LIMIT_ENVELOPE_SIGNATURES)
        return error_at(err, ERROR_REFUSED, value_place(signature_list),
                        "the envelope has more than %d signatures", LIMIT_ENVELOPE_SIGNATURES);
    for (size_t i = 0; i < signature_count; i++)
        if (!signature_take(value_at(signature_list, i), arena, LIST_ADD(arena, signatures), err))
            return false;
    return true;
}

bool envelope_read(const struct value *envelope_document, struct arena *arena, struct envelope *out,
                   struct error *err)
{
    struct envelope envelope = {0};
    if (value_kind(envelope_document) != VALUE_MAP)
        return error_at(err, ERROR_REFUSED, value_place(envelope_document),
                        "is no DSSE envelope: a map with payload, payloadType and signatures is");
    if (!member_text(envelope_document, TEXT("payloadType"), &envelope.type, err) ||
        !base64_member(envelope_document, TEXT("payload"), arena, &envelope.payload, err) ||
        !signatures_take(envelope_document, arena, &envelope.signatures, err))
        return false;
    if (!envelope.type.size)
        return error_at(err, ERROR_REFUSED, value_place(envelope_document),
                        "`payloadType` is empty");
    *out = envelope;
    return true;
}

static struct value signature_value(const struct envelope_signature *signature, struct arena *arena)
{
    struct members signature_members = {0};
    if (signature->key_id.size)
        members_add(arena, &signature_members, TEXT("keyid"), value_of_text(signature->key_id));
    members_add(arena, &signature_members, TEXT("sig"),
                value_of_text(base64_print(signature->bytes, arena)));
    return value_of_map(arena, &signature_members);
}

struct value envelope_value(const struct envelope *envelope, struct arena *arena)
{
    struct values signature_values = {0};
    struct members envelope_members = {0};
    for (size_t i = 0; i < envelope->signatures.count; i++)
        *LIST_ADD(arena, &signature_values) = signature_value(&envelope->signatures.at[i], arena);
    members_add(arena, &envelope_members, TEXT("payload"),
                value_of_text(base64_print(envelope->payload, arena)));
    members_add(arena, &envelope_members, TEXT("payloadType"), value_of_text(envelope->type));
    members_add(arena, &envelope_members, TEXT("signatures"),
                value_of_list(arena, signature_values.at, signature_values.count));
    return value_of_map(arena, &envelope_members);
}

struct text envelope_signed_bytes(const struct envelope *envelope, struct arena *arena)
{
    return dsse_pae(envelope->type, envelope->payload, arena);
}

/* ECDSA is in DER, or has r and s side by side, as the specification's own example has. */
static bool signature_hold(const struct key *key, struct text enveloped, struct text signature,
                           struct error *err)
{
    struct error refuted_raw = {0};
    return signature_verify(key, enveloped, signature, err) ||
           (key->kind != KEY_ED25519 &&
            signature_verify_raw(key, enveloped, signature, &refuted_raw));
}

bool envelope_verify(const struct envelope *envelope, const struct key *key, struct arena *arena,
                     struct error *err)
{
    const struct text enveloped = envelope_signed_bytes(envelope, arena);
    for (size_t i = 0; i < envelope->signatures.count; i++) {
        struct error refuted = {0};
        if (signature_hold(key, enveloped, envelope->signatures.at[i].bytes, &refuted))
            return true;
        if (refuted.code != ERROR_INTEGRITY)
            return error_set(err, refuted.code, "%s", refuted.message);
    }
    return error_set(err, ERROR_INTEGRITY, "no signature of the envelope holds for this key");
}

bool envelope_key_id(const struct key *key, struct arena *arena, struct text *keyid,
                     struct error *err)
{
    char keyid_point[HEX_MAX];
    struct digest keyid_digest;
    if (key->kind != KEY_ED25519)
        return error_set(err, ERROR_REFUSED, "a keyid is made of an Ed25519 key alone");
    hex_write(key->point, key->size, keyid_point);
    const struct text key_description = text_format(
        arena, "{\"keytype\":\"ed25519\",\"keyval\":{\"public\":\"%s\"},\"scheme\":\"ed25519\"}",
        keyid_point);
    if (!digest_text(key_description, &keyid_digest, err))
        return false;
    *keyid = text_part(digest_print(&keyid_digest, arena), sizeof "sha256:" - 1, DIGEST_TEXT_SIZE);
    return true;
}
