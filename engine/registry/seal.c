#include "base/limits.h"
#include "crypto/sshsig.h"
#include "registry/act.h"

/* Which form a signature has shows in its bytes: an SSHSIG begins with its name and is longer. */
static bool seal_is_plain(const struct envelope_signature *act_signature)
{
    return act_signature->bytes.size == SIGNATURE_SIZE;
}

static const struct envelope_signature *act_signature_only(const struct envelope *act_envelope,
                                                           struct error *err)
{
    if (act_envelope->signatures.count == 1)
        return &act_envelope->signatures.at[0];
    error_set(err, ERROR_INTEGRITY, "the envelope has %zu signatures, and one is asked for",
              act_envelope->signatures.count);
    return NULL;
}

bool act_claimed_key(const struct envelope *act_envelope, struct arena *arena, struct key *out)
{
    struct error unheeded = {0};
    struct sshsig sealed_sshsig;
    (void)arena;
    if (act_envelope->signatures.count != 1 || seal_is_plain(&act_envelope->signatures.at[0]) ||
        !sshsig_read_blob(NULL, act_envelope->signatures.at[0].bytes, &sealed_sshsig, &unheeded))
        return false;
    *out = sealed_sshsig.key;
    return true;
}

static bool seal_objection(const struct error *objection, struct error *err)
{
    const enum error_code objection_code =
        objection->code == ERROR_REFUSED ? ERROR_INTEGRITY : objection->code;
    return error_set(err, objection_code, "%s", objection->message);
}

/* What the log says itself, nobody else does. */
static bool seal_is_of_log(const struct act *act)
{
    return act->kind == ACT_ORIGIN || act->kind == ACT_REFUSAL;
}

static bool plain_check(const struct act *act, const struct key *key, struct error *err)
{
    if (act->kind != ACT_DECISION && !seal_is_of_log(act))
        return error_set(err, ERROR_INTEGRITY,
                         "the %s is signed plainly; it needs a signature in its own namespace",
                         act_kind_name(act->kind));
    return key->kind == KEY_ED25519 ||
           error_set(err, ERROR_INTEGRITY, "only an Ed25519 key signs plainly");
}

bool act_seal(const struct act *act, const struct envelope *act_envelope, const struct key *key,
              struct seal *out, struct error *err)
{
    struct error objection = {0};
    struct sshsig sealed_sshsig;
    struct seal seal = {.key = *key};
    const struct envelope_signature *act_signature = act_signature_only(act_envelope, err);
    if (!act_signature)
        return false;
    seal.plain = seal_is_plain(act_signature);
    if (seal.plain && !plain_check(act, key, err))
        return false;
    if (!seal.plain) {
        if (seal_is_of_log(act))
            return error_set(err, ERROR_INTEGRITY, "%s %s is signed by the log's key, plainly",
                             act->kind == ACT_ORIGIN ? "an" : "a", act_kind_name(act->kind));
        if (!sshsig_read_blob(NULL, act_signature->bytes, &sealed_sshsig, &objection))
            return seal_objection(&objection, err);
        seal.present = sshsig_present(&sealed_sshsig);
        seal.proven = sshsig_proven(&sealed_sshsig);
        if (key->kind == KEY_SECURITY && !seal.present)
            return error_set(err, ERROR_INTEGRITY,
                             "the security key was not touched, so nobody may have been there");
    }
    *out = seal;
    return true;
}

static bool sshsig_holds(const struct act *act, const struct envelope *act_envelope,
                         const struct key *key, struct arena *arena, struct error *err)
{
    struct sshsig sealed_sshsig;
    const struct text name_space = act_name_space(act, arena);
    return sshsig_read_blob(NULL, act_envelope->signatures.at[0].bytes, &sealed_sshsig, err) &&
           sshsig_verify(&sealed_sshsig, key, name_space,
                         envelope_signed_bytes(act_envelope, arena), err);
}

bool act_verify(const struct act *act, const struct envelope *act_envelope, const struct key *key,
                struct arena *arena, struct seal *out, struct error *err)
{
    struct error objection = {0};
    struct seal seal;
    if (!act_seal(act, act_envelope, key, &seal, err))
        return false;
    const bool seal_holds = seal.plain
                                ? signature_verify(key, envelope_signed_bytes(act_envelope, arena),
                                                   act_envelope->signatures.at[0].bytes, &objection)
                                : sshsig_holds(act, act_envelope, key, arena, &objection);
    if (!seal_holds)
        return seal_objection(&objection, err);
    *out = seal;
    return true;
}
