#include "ledger/note.h"
#include "registry/applying.h"
#include "registry/told.h"

/* The key that the log's origin pins: nobody else says what the log refused. */
static bool log_key(const struct applying *applying, struct key *out, struct error *err)
{
    struct note_key vkey;
    struct key key = {.kind = KEY_ED25519, .size = NOTE_KEY_SIZE};
    if (!note_key_read(told_text(applying->origin, "key"), &vkey, err))
        return false;
    memcpy(key.point, vkey.bytes, NOTE_KEY_SIZE);
    *out = key;
    return true;
}

static bool refusal_sealed(struct applying *applying, struct error *err)
{
    struct key key;
    const struct envelope *envelope = &applying->entry->envelope;
    if (!log_key(applying, &key, err))
        return false;
    return applying->trust == REGISTRY_REBUILD
               ? act_seal(&applying->act, envelope, &key, &applying->seal, err)
               : act_verify(&applying->act, envelope, &key, applying->arena, &applying->seal, err);
}

/* Who and by which key are told, not proven: who was refused need not be known to the log. */
bool refusal_apply(struct applying *applying, struct error *err)
{
    const struct value *act_members = applying->act.predicate, *model = told(act_members, "model");
    if (applying->act.by.size)
        return error_set(err, ERROR_INTEGRITY, "a refusal is by the log itself, not by %.*s",
                         TEXT_ARGS(applying->act.by));
    return refusal_sealed(applying, err) &&
           (!model || applying_history(applying, told_version(model, applying->arena),
                                       told_text(act_members, "command"), err));
}
