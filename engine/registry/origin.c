#include "base/limits.h"
#include "ledger/checkpoint.h"
#include "registry/applying.h"
#include "registry/identity.h"
#include "registry/told.h"

/* The log's key, as a key that verifies. */
static bool origin_key(const struct applying *applying, struct key *out, struct error *err)
{
    struct note_key origin_vkey;
    struct key log_key = {.kind = KEY_ED25519, .size = NOTE_KEY_SIZE};
    if (!note_key_read(told_text(applying->act.predicate, "key"), &origin_vkey, err))
        return false;
    if (origin_vkey.type != NOTE_KEY_ED25519 || !text_equal(origin_vkey.name, applying->act.log))
        return error_set(err, ERROR_INTEGRITY,
                         "the origin %.*s pins a key of another name or kind, %.*s",
                         TEXT_ARGS(applying->act.log), TEXT_ARGS(origin_vkey.name));
    memcpy(log_key.point, origin_vkey.bytes, NOTE_KEY_SIZE);
    if (!key_check(&log_key, err))
        return false;
    *out = log_key;
    return true;
}

static bool quorum_check(const struct value *quorum, struct error *err)
{
    static const char *const quorum_changes[] = {"tighten", "loosen", "restore", "enroll"};
    for (size_t i = 0; i < COUNT(quorum_changes); i++) {
        const uint64_t quorum_needed = told_count(quorum, quorum_changes[i]);
        if (quorum_needed < 1 || quorum_needed > LIMIT_QUORUM)
            return error_set(err, ERROR_INTEGRITY,
                             "the quorum to %s is %llu: 1 to %d signatures can be asked for",
                             quorum_changes[i], (unsigned long long)quorum_needed, LIMIT_QUORUM);
    }
    if (told_count(quorum, "loosen") < told_count(quorum, "tighten"))
        return error_set(err, ERROR_INTEGRITY,
                         "loosening may not need fewer signatures than tightening");
    /* Who may let everything through needs nobody enrolled for it. */
    return told_count(quorum, "loosen") >= told_count(quorum, "enroll") ||
           error_set(err, ERROR_INTEGRITY,
                     "loosening may not need fewer signatures than enrolling somebody");
}

/* Ids and keys differ; an earlier one of this entry is in no row yet, so they are compared here. */
static bool admins_found(struct applying *applying, const struct value *admins,
                         struct value *admin_ids, struct error *err)
{
    struct value admin_keys = value_of_list(applying->arena, NULL, 0);
    *admin_ids = admin_keys;
    if (value_count(admins) == 0)
        return error_set(err, ERROR_INTEGRITY, "an origin names one administrator at least");
    for (size_t i = 0; i < value_count(admins); i++) {
        const struct value *admin = value_at(admins, i);
        const struct text admin_id = told_text(admin, "id"), admin_key = told_text(admin, "key");
        if (told_among(admin_ids, admin_id) || told_among(&admin_keys, admin_key))
            return error_set(err, ERROR_INTEGRITY,
                             "the administrators share an id or a key: %.*s is there twice",
                             TEXT_ARGS(admin_id));
        if (!identity_found(applying, admin, err))
            return false;
        *admin_ids = list_with_text(admin_ids, admin_id, applying->arena);
        admin_keys = list_with_text(&admin_keys, admin_key, applying->arena);
    }
    return true;
}

/* The log that this one follows, by its last checkpoint: under its own key. */
static bool former_check(const struct applying *applying, const struct value *continues,
                         struct error *err)
{
    struct note_key former_key;
    struct checkpoint former;
    return !continues || (note_key_read(told_text(continues, "key"), &former_key, err) &&
                          checkpoint_open(told_text(continues, "checkpoint"), &former_key,
                                          applying->arena, &former, err));
}

bool origin_apply(struct applying *applying, struct error *err)
{
    struct key log_key;
    struct value admin_ids;
    const struct value *act_members = applying->act.predicate;
    const struct envelope *envelope = &applying->entry->envelope;
    if (applying->act.by.size)
        return error_set(err, ERROR_INTEGRITY, "an origin is by the log itself, not by %.*s",
                         TEXT_ARGS(applying->act.by));
    if (!origin_key(applying, &log_key, err) ||
        !act_verify(&applying->act, envelope, &log_key, applying->arena, &applying->seal, err) ||
        !quorum_check(told(act_members, "quorum"), err) ||
        !former_check(applying, told(act_members, "continues"), err) ||
        !admins_found(applying, told(act_members, "admins"), &admin_ids, err))
        return false;
    struct deed deed = deed_of(NULL, applying->arena);
    applying_stamp(applying, &deed);
    deed_text(&deed, "origin", applying->act.log);
    deed_keep(&deed, "key", told(act_members, "key"));
    deed_keep(&deed, "quorum", told(act_members, "quorum"));
    deed_keep(&deed, "engine", told(act_members, "engine"));
    deed_keep(&deed, "lifecycle", told(act_members, "lifecycle"));
    deed_keep(&deed, "continues", told(act_members, "continues"));
    deed_put(&deed, "admins", admin_ids);
    deed_put(&deed, "restores", value_of_list(applying->arena, NULL, 0));
    return applying_put(applying, "log", TEXT("origin"), &deed, err);
}
