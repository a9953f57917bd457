#include "attest/testimony.h"

#include "attest/member.h"
#include "base/base64.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "crypto/signature.h"
#include "value/json.h"

#define SIGSTORE_TYPE "application/vnd.dev.sigstore.bundle"

enum { PEM_COLUMNS = 64, SPKI_MAX = 4096 };

/* Of Sigstore's own types, those that are read here. */
static const char *const sigstore_types[] = {
    SIGSTORE_TYPE "+json;version=0.1",
    SIGSTORE_TYPE "+json;version=0.2",
    SIGSTORE_TYPE "+json;version=0.3",
    SIGSTORE_TYPE ".v0.3+json",
};

static const char *const form_names[] = {[TESTIMONY_SSHSIG] = "sshsig",
                                         [TESTIMONY_ENVELOPE] = "dsse",
                                         [TESTIMONY_SIGSTORE] = "sigstore"};

const char *testimony_name(enum testimony_form form)
{
    return form_names[form];
}

static bool sigstore_known(struct text bundle_type)
{
    for (size_t i = 0; i < COUNT(sigstore_types); i++)
        if (text_is(bundle_type, sigstore_types[i]))
            return true;
    return false;
}

/* ---- what a bundle says of its key ---- */

/* PEM around what may be PEM already, or the DER that stands inside one. */
static struct text spki_pem(struct text carried, struct arena *arena)
{
    if (text_starts(carried, TEXT("-----BEGIN ")))
        return carried;
    struct buffer carried_pem = buffer_in(arena, LIMIT_KEY_FILE);
    const struct text carried_letters = base64_print(carried, arena);
    buffer_string(&carried_pem, "-----BEGIN PUBLIC KEY-----\n");
    for (size_t from = 0; from < carried_letters.size; from += PEM_COLUMNS) {
        buffer_add(&carried_pem, text_part(carried_letters, from, PEM_COLUMNS));
        buffer_byte(&carried_pem, '\n');
    }
    buffer_string(&carried_pem, "-----END PUBLIC KEY-----\n");
    return buffer_text(&carried_pem);
}

static bool named_key_read(const struct value *named_key, struct arena *arena,
                           struct testimony *testimony, struct error *err)
{
    struct text carried_raw;
    struct error refuted = {0};
    const struct value *hint = value_present(named_key, TEXT("hint"));
    const struct value *carried = value_present(named_key, TEXT("rawBytes"));
    testimony->hint = value_kind(hint) == VALUE_STRING ? value_text(hint) : TEXT_NONE;
    if (!carried)
        return true;
    if (value_kind(carried) != VALUE_STRING ||
        !base64_read(value_text(carried), arena, &carried_raw) || carried_raw.size > SPKI_MAX)
        return error_at(err, ERROR_REFUSED, value_place(carried), "`rawBytes` is not in base64");
    testimony->keyed = key_read(NULL, spki_pem(carried_raw, arena), &testimony->key, &refuted);
    testimony->unsupported = !testimony->keyed; /* of a kind that is not read here */
    return true;
}

static bool material_read(const struct value *bundle, struct arena *arena,
                          struct testimony *testimony, struct error *err)
{
    const struct value *material;
    if (!member_of(bundle, TEXT("verificationMaterial"), VALUE_MAP, &material, err))
        return false;
    const struct value *named_key = value_present(material, TEXT("publicKey"));
    const bool certified = value_present(material, TEXT("certificate")) ||
                           value_present(material, TEXT("x509CertificateChain"));
    if (!named_key && !certified)
        return error_at(err, ERROR_REFUSED, value_place(material),
                        "names neither a key nor a certificate");
    testimony->unsupported = certified;
    return certified || named_key_read(named_key, arena, testimony, err);
}

/* ---- what a bundle holds ---- */

static bool direct_read(const struct value *message_signature, struct arena *arena,
                        struct testimony *testimony, struct error *err)
{
    struct text direct_letters;
    const struct value *claimed_digest = value_present(message_signature, TEXT("messageDigest"));
    const struct value *claimed = value_present(claimed_digest, TEXT("digest"));
    const struct value *claimed_algorithm = value_present(claimed_digest, TEXT("algorithm"));
    if (!member_text(message_signature, TEXT("signature"), &direct_letters, err))
        return false;
    if (!base64_read(direct_letters, arena, &testimony->direct) || !testimony->direct.size)
        return error_at(err, ERROR_REFUSED, value_place(message_signature),
                        "`signature` is not in base64");
    if (!claimed || !text_is(value_text(claimed_algorithm), "SHA2_256"))
        return true;
    return base64_read(value_text(claimed), arena, &testimony->claimed) ||
           error_at(err, ERROR_REFUSED, value_place(claimed), "`digest` is not in base64");
}

static bool sigstore_read(const struct value *bundle, struct arena *arena,
                          struct testimony *testimony, struct error *err)
{
    const struct value *enveloped = value_present(bundle, TEXT("dsseEnvelope"));
    const struct value *message_signature = value_present(bundle, TEXT("messageSignature"));
    testimony->form = TESTIMONY_SIGSTORE;
    if (!material_read(bundle, arena, testimony, err))
        return false;
    if (!enveloped == !message_signature)
        return error_at(err, ERROR_REFUSED, value_place(bundle),
                        "holds neither an envelope nor a signature, or both");
    if (message_signature)
        return direct_read(message_signature, arena, testimony, err);
    if (!envelope_read(enveloped, arena, &testimony->envelope, err))
        return false;
    return testimony->envelope.signatures.count == 1 ||
           error_at(err, ERROR_REFUSED, value_place(enveloped),
                    "the envelope of a Sigstore bundle has one signature");
}

static bool testimony_read_form(const struct value *testimony_document, struct arena *arena,
                                struct testimony *testimony, struct error *err)
{
    const struct text bundle_type = value_text(value_get(testimony_document, TEXT("mediaType")));
    if (sigstore_known(bundle_type))
        return sigstore_read(testimony_document, arena, testimony, err);
    if (text_starts(bundle_type, TEXT(SIGSTORE_TYPE))) {
        *testimony = (struct testimony){.form = TESTIMONY_SIGSTORE, .unsupported = true};
        return true;
    }
    if (value_get(testimony_document, TEXT("payloadType"))) {
        testimony->form = TESTIMONY_ENVELOPE;
        return envelope_read(testimony_document, arena, &testimony->envelope, err);
    }
    return error_at(err, ERROR_REFUSED, value_place(testimony_document),
                    "is neither an SSH signature, a DSSE envelope nor a Sigstore bundle");
}

static bool testimony_read_text(const char *file, struct text signature, struct arena *arena,
                                struct testimony *testimony, struct error *err)
{
    struct value *testimony_document = ARENA_NEW(arena, struct value);
    if (text_starts(signature, TEXT("-----BEGIN SSH SIGNATURE-----"))) {
        testimony->form = TESTIMONY_SSHSIG;
        return sshsig_read(file, signature, arena, &testimony->sshsig, err);
    }
    const struct text testimony_source = {text_string(arena, signature), signature.size};
    return json_read(file, testimony_source, (struct json_options){0}, arena, testimony_document,
                     err) &&
           testimony_read_form(testimony_document, arena, testimony, err);
}

bool testimony_read(const char *file, struct text signature, struct arena *arena,
                    struct testimony *out, struct error *err)
{
    struct testimony testimony = {0};
    struct error refuted = {0};
    if (signature.size > LIMIT_SIGNATURE_FILE)
        return error_at(err, ERROR_INTEGRITY, (struct place){.file = file},
                        "is larger than %llu bytes, the most that a signature may have",
                        LIMIT_SIGNATURE_FILE);
    if (!testimony_read_text(file, signature, arena, &testimony, &refuted))
        return error_at(err, ERROR_INTEGRITY, (struct place){file, refuted.line, refuted.column},
                        "%s", refuted.message);
    *out = testimony;
    return true;
}

/* ---- whose it is ---- */

static bool key_made_it(const struct testimony *testimony, const struct key *key,
                        struct text signed_bytes, struct arena *arena)
{
    struct error refuted = {0};
    if (testimony->form == TESTIMONY_SSHSIG)
        return sshsig_verify(&testimony->sshsig, key, testimony->sshsig.name_space, signed_bytes,
                             &refuted);
    return testimony->direct.size ? signature_verify(key, signed_bytes, testimony->direct, &refuted)
                                  : envelope_verify(&testimony->envelope, key, arena, &refuted);
}

static bool hints_at(const struct testimony *testimony, const struct pinned_key *pinned)
{
    if (testimony->hint.size && pinned_key_called(pinned, testimony->hint))
        return true;
    for (size_t i = 0; i < testimony->envelope.signatures.count; i++)
        if (pinned_key_called(pinned, testimony->envelope.signatures.at[i].key_id))
            return true;
    return false;
}

static bool disproved(struct error *err)
{
    return error_set(err, ERROR_INTEGRITY,
                     "the signature does not hold: the key that it names did not make it, or what "
                     "was signed has changed");
}

/* Is the key that came along one of the pinned ones? */
static void carried_key_look(const struct key *key, const struct pinned_keys *pinned,
                             struct attested *out)
{
    for (size_t i = 0; i < pinned->count; i++)
        if (key_equal(&pinned->at[i].key, key)) {
            out->kind = ATTESTED;
            out->by = &pinned->at[i];
        }
}

bool testimony_hold(const struct testimony *testimony, struct text signed_bytes,
                    const struct pinned_keys *pinned, struct arena *arena, struct attested *out,
                    struct error *err)
{
    *out = (struct attested){.kind = ATTESTED_UNPINNED,
                             .form = text_of(testimony_name(testimony->form))};
    if (testimony->unsupported) {
        out->kind = ATTESTED_UNSUPPORTED;
        return true;
    }
    const struct key *carried = testimony->form == TESTIMONY_SSHSIG ? &testimony->sshsig.key
                                : testimony->keyed                  ? &testimony->key
                                                                    : NULL;
    /* Where the key comes along it must have made the signature, pinned or not. */
    if (carried && !key_made_it(testimony, carried, signed_bytes, arena))
        return disproved(err);
    if (carried) {
        carried_key_look(carried, pinned, out);
        return true;
    }
    for (size_t i = 0; i < pinned->count; i++)
        if (key_made_it(testimony, &pinned->at[i].key, signed_bytes, arena)) {
            out->kind = ATTESTED;
            out->by = &pinned->at[i];
            return true;
        }
    for (size_t i = 0; i < pinned->count; i++)
        if (hints_at(testimony, &pinned->at[i]))
            return disproved(err);
    return true;
}
