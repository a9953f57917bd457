#include "registry/registry.h"

#include "registry/applying.h"
#include "registry/identity.h"
#include "registry/told.h"
#include "value/json.h"

/* ---- rows ---- */

bool row_read(struct text row_document, struct arena *arena, const struct value **out,
              struct error *err)
{
    struct error objection = {0};
    struct value *row = ARENA_NEW(arena, struct value);
    const struct text row_source = {text_string(arena, row_document), row_document.size};
    if (!json_read(NULL, row_source, (struct json_options){0}, arena, row, &objection))
        return error_set(err, ERROR_INTEGRITY, "a row that follows from the log is damaged: %s",
                         objection.message);
    *out = row;
    return true;
}

bool registry_row(const struct rows *rows, const char *row_kind, struct text row_key,
                  struct arena *arena, const struct value **out, struct error *err)
{
    struct text row_document = TEXT_NONE;
    const struct row_name row_named = {text_of(row_kind), row_key};
    if (!rows->get(rows->keeper, row_named, arena, &row_document, err))
        return false;
    if (row_document.size)
        return row_read(row_document, arena, out, err);
    *out = NULL;
    return true;
}

/* ---- whose entry it is ---- */

static bool act_check(struct applying *applying, struct error *err)
{
    const struct envelope *envelope = &applying->entry->envelope;
    if (!text_equal(envelope->type, STATEMENT_TYPE))
        return error_set(err, ERROR_INTEGRITY, "an entry is of type %.*s, and not %.*s",
                         TEXT_ARGS(STATEMENT_TYPE), TEXT_ARGS(envelope->type));
    if (envelope->signatures.count != 1)
        return error_set(err, ERROR_INTEGRITY, "an entry has one signature, and not %zu",
                         envelope->signatures.count);
    if (!act_read(NULL, envelope->payload, applying->arena, &applying->act, err))
        return false;
    const struct text origin_log = told_text(applying->origin, "origin");
    if (applying->origin && !text_equal(applying->act.log, origin_log))
        return error_set(
            err, ERROR_INTEGRITY, "the %s was signed for the log %.*s; this one is %.*s",
            act_kind_name(applying->act.kind), TEXT_ARGS(applying->act.log), TEXT_ARGS(origin_log));
    return true;
}

static bool seal_check(struct applying *applying, const struct key *key, struct error *err)
{
    const struct envelope *envelope = &applying->entry->envelope;
    struct error objection = {0};
    const bool seal_holds =
        applying->trust == REGISTRY_REBUILD
            ? act_seal(&applying->act, envelope, key, &applying->seal, &objection)
            : act_verify(&applying->act, envelope, key, applying->arena, &applying->seal,
                         &objection);
    return seal_holds ||
           error_set(err, objection.code, "the %s by %.*s: %s", act_kind_name(applying->act.kind),
                     TEXT_ARGS(applying->by), objection.message);
}

/* A plain signature does not carry its key: the one of the signer's that the keyid names. */
static bool plain_key(const struct applying *applying, struct key *out, struct error *err)
{
    const struct envelope_signatures *signatures = &applying->entry->envelope.signatures;
    const struct value *identity_keys = told(applying->who, "keys");
    const struct text keyid_wanted = signatures->count ? signatures->at[0].key_id : TEXT_NONE;
    for (size_t i = 0; i < value_count(identity_keys); i++) {
        struct text keyid;
        struct key key;
        if (!key_read(NULL, told_text(value_at(identity_keys, i), "key"), &key, err))
            return false;
        if (key.kind != KEY_ED25519)
            continue; /* a security key never signs plainly */
        if (!envelope_key_id(&key, applying->arena, &keyid, err))
            return false;
        if (text_equal(keyid, keyid_wanted)) {
            *out = key;
            return true;
        }
    }
    return error_set(
        err, ERROR_INTEGRITY, "the %s by %.*s is signed plainly, by no key that %.*s has",
        act_kind_name(applying->act.kind), TEXT_ARGS(applying->by), TEXT_ARGS(applying->by));
}

static bool holder_find(struct applying *applying, const struct key *key, struct error *err)
{
    struct text holder;
    struct error objection = {0};
    if (!registry_holder(applying->rows, key, applying->arena, &holder, &objection))
        return error_set(err, objection.code, "the %s: %s", act_kind_name(applying->act.kind),
                         objection.message);
    if (applying->act.by.size && !text_equal(holder, applying->act.by))
        return error_set(
            err, ERROR_INTEGRITY, "the %s says it is by %.*s, and is signed with a key of %.*s",
            act_kind_name(applying->act.kind), TEXT_ARGS(applying->act.by), TEXT_ARGS(holder));
    applying->by = holder;
    return true;
}

/* The signer and their key; then the signature; then whether the key is valid now. Only who proves
 * a key signs with one that is not. */
static bool signer_check(struct applying *applying, struct error *err)
{
    struct key key;
    char fingerprint[KEY_ID_SIZE];
    const struct value *act_members = applying->act.predicate;
    const bool plain = !act_claimed_key(&applying->entry->envelope, applying->arena, &key);
    applying->by = applying->act.by;
    if (plain && !applying->by.size)
        return error_set(err, ERROR_INTEGRITY, "the %s does not say who it is by",
                         act_kind_name(applying->act.kind));
    if ((!plain && !holder_find(applying, &key, err)) ||
        !identity_find(applying->rows, applying->by, applying->arena, &applying->who, err) ||
        (plain && !plain_key(applying, &key, err)) || !seal_check(applying, &key, err) ||
        !key_id(&key, fingerprint, err))
        return false;
    applying->key_id = text_copy(applying->arena, text_of(fingerprint));
    const bool proves =
        applying->act.kind == ACT_IDENTITY && text_is(told_text(act_members, "change"), "prove");
    return proves || identity_valid(applying->who, applying->key_id, applying->entry->time, err);
}

/* ---- the fold ---- */

/* The next index, and no earlier than the last entry. */
static bool place_check(struct applying *applying, struct error *err)
{
    const struct value *last_entry;
    const struct entry *entry = applying->entry;
    if (!applying_row(applying, "log", TEXT("last"), &last_entry, err))
        return false;
    const uint64_t next_index = last_entry ? told_count(last_entry, "index") + 1 : 0;
    if (entry->index != next_index)
        return error_set(err, ERROR_INTEGRITY, "entry %llu stands where entry %llu is expected",
                         (unsigned long long)entry->index, (unsigned long long)next_index);
    if (entry->time < told_time(last_entry, "time", INT64_MIN))
        return error_set(err, ERROR_INTEGRITY, "entry %llu is earlier than the one before it, %.*s",
                         (unsigned long long)entry->index,
                         TEXT_ARGS(told_text(last_entry, "time")));
    struct deed deed = deed_of(NULL, applying->arena);
    deed_count(&deed, "index", entry->index);
    deed_time(&deed, "time", entry->time);
    return applying_put(applying, "log", TEXT("last"), &deed, err);
}

/* What was said once is not said again by whoever has a copy of it. */
static bool once_check(struct applying *applying, struct error *err)
{
    struct digest act_digest;
    const struct value *logged_before;
    struct deed deed = deed_of(NULL, applying->arena);
    if (!entry_id(applying->entry, &act_digest, err))
        return false;
    const struct text entry_key = digest_print(&act_digest, applying->arena);
    if (!applying_row(applying, "entry", entry_key, &logged_before, err))
        return false;
    if (logged_before)
        return error_set(err, ERROR_INTEGRITY, "the same %s is in the log already, at entry %llu",
                         act_kind_name(applying->act.kind),
                         (unsigned long long)told_count(logged_before, "index"));
    deed_count(&deed, "index", applying->entry->index);
    return applying_put(applying, "entry", entry_key, &deed, err);
}

static bool kind_apply(struct applying *applying, struct error *err)
{
    static bool (*const kind_rules[ACT_KINDS])(struct applying *, struct error *) = {
        [ACT_IDENTITY] = identity_apply,         [ACT_ADOPTION] = adoption_apply,
        [ACT_REGISTRATION] = registration_apply, [ACT_DECISION] = decision_apply,
        [ACT_APPROVAL] = approval_apply,         [ACT_WAIVER] = waiver_apply,
        [ACT_RESTORE] = restore_apply,           [ACT_ERASURE] = erasure_apply,
        [ACT_TRANSITION] = transition_apply,     [ACT_ANNOTATION] = annotation_apply,
    };
    const enum act_kind kind = applying->act.kind;
    if ((kind == ACT_ORIGIN) != (applying->origin == NULL))
        return error_set(err, ERROR_INTEGRITY,
                         kind == ACT_ORIGIN ? "a log has one origin, and it is entry 0"
                                            : "entry 0 of a log is its origin");
    if (kind == ACT_ORIGIN)
        return origin_apply(applying, err);
    if (kind == ACT_REFUSAL)
        return refusal_apply(applying, err);
    return signer_check(applying, err) && kind_rules[kind](applying, err);
}

static bool changes_put(const struct applying *applying, struct error *err)
{
    for (size_t i = 0; i < applying->changes.count; i++) {
        const struct change *change = &applying->changes.at[i];
        if (!applying->rows->put(applying->rows->keeper, change->name, change->document, err))
            return false;
    }
    return true;
}

bool registry_apply(const struct rows *rows, const struct entry *entry, const struct digest *leaf,
                    enum registry_trust trust, struct arena *arena, struct error *err)
{
    struct error objection = {0};
    struct applying applying = {.rows = rows, .arena = arena, .entry = entry, .trust = trust};
    applying.leaf = digest_print(leaf, arena);
    if (place_check(&applying, &objection) &&
        applying_row(&applying, "log", TEXT("origin"), &applying.origin, &objection) &&
        act_check(&applying, &objection) && once_check(&applying, &objection) &&
        kind_apply(&applying, &objection) && changes_put(&applying, &objection))
        return true;
    const enum error_code objection_code =
        objection.code == ERROR_REFUSED ? ERROR_INTEGRITY : objection.code;
    return error_set(err, objection_code, "%s", objection.message);
}
