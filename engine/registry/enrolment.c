#include "base/limits.h"
#include "registry/applying.h"
#include "registry/identity.h"
#include "registry/owed.h"
#include "registry/proposal.h"
#include "registry/told.h"

enum { ADMIN = 1U << ROLE_ADMIN };

/* ---- keys ---- */

/* The key that an act brings: of a kind that signs here, and nobody's yet. */
static bool key_new(const struct applying *applying, const struct value *act_members,
                    struct text *fingerprint, struct error *err)
{
    struct key key;
    char key_fingerprint[KEY_ID_SIZE];
    const struct value *holder;
    if (!key_read(NULL, told_text(act_members, "key"), &key, err) ||
        !key_id(&key, key_fingerprint, err) ||
        !applying_row(applying, "key", text_of(key_fingerprint), &holder, err))
        return false;
    if (key.kind != KEY_ED25519 && key.kind != KEY_SECURITY)
        return error_set(err, ERROR_INTEGRITY,
                         "the key %s cannot sign here: people sign with Ed25519, from a file, an "
                         "agent or a security key",
                         key_fingerprint);
    if (holder)
        return error_set(err, ERROR_INTEGRITY,
                         "the key %s has belonged to %.*s since entry %llu, and a key belongs to "
                         "one person for ever",
                         key_fingerprint, TEXT_ARGS(told_text(holder, "identity")),
                         (unsigned long long)told_count(holder, "index"));
    *fingerprint = text_copy(applying->arena, text_of(key_fingerprint));
    return true;
}

static bool key_put(struct applying *applying, struct text fingerprint, struct text id,
                    struct error *err)
{
    struct deed deed = deed_of(NULL, applying->arena);
    deed_text(&deed, "identity", id);
    deed_count(&deed, "index", applying->entry->index);
    return applying_put(applying, "key", fingerprint, &deed, err);
}

/* As the identity's row holds it: proven later, or, of a first administrator, at once. */
static struct value key_row(const struct applying *applying, struct text line,
                            struct text fingerprint, bool proven)
{
    struct deed deed = deed_of(NULL, applying->arena);
    deed_text(&deed, "key", line);
    deed_text(&deed, "fingerprint", fingerprint);
    deed_count(&deed, "index", applying->entry->index);
    deed_time(&deed, "time", applying->entry->time);
    deed_text(&deed, "challenge", applying->leaf);
    deed_text(&deed, "until", TEXT_NONE);
    if (proven)
        deed_time(&deed, "since", applying->entry->time);
    else
        deed_text(&deed, "since", TEXT_NONE);
    return deed_value(&deed);
}

/* ---- administrators ---- */

enum { DAY = 24 * 60 * 60 };

/* Administrators who can act, without one who is about to go; and those whom others have revoked
 * since a moment, who are waited for. */
struct admins_left {
    struct arena *arena;
    struct text revoked_admin;
    int64_t time, awaited_since;
    size_t count;
};

static bool has_valid_key(const struct value *identity, int64_t time)
{
    const struct value *identity_keys = told(identity, "keys");
    struct error unheeded = {0};
    for (size_t i = 0; i < value_count(identity_keys); i++)
        if (identity_valid(identity, told_text(value_at(identity_keys, i), "fingerprint"), time,
                           &unheeded))
            return true;
    return false;
}

/* Of one who never proved a key, nobody expects that they sign. */
static bool is_awaited(const struct value *identity, int64_t awaited_since)
{
    const struct value *revoked = told(identity, "revoked"),
                       *identity_keys = told(identity, "keys");
    bool proven = false;
    for (size_t i = 0; i < value_count(identity_keys); i++)
        proven = proven || told(value_at(identity_keys, i), "since");
    return proven && revoked && told_time(revoked, "time", INT64_MIN) >= awaited_since &&
           !text_equal(told_text(revoked, "by"), told_text(identity, "id"));
}

static bool admin_count(void *context, struct row_name row_named, struct text admin_document,
                        struct error *err)
{
    struct admins_left *admins_left = context;
    const struct value *admin;
    if (text_equal(row_named.key, admins_left->revoked_admin))
        return true;
    if (!row_read(admin_document, admins_left->arena, &admin, err))
        return false;
    if (identity_roles(admin) & ADMIN &&
        (has_valid_key(admin, admins_left->time) || is_awaited(admin, admins_left->awaited_since)))
        admins_left->count++;
    return true;
}

static bool admins_count(const struct applying *applying, struct admins_left *admins_left,
                         struct error *err)
{
    const struct row_name identity_rows = {TEXT("identity"), TEXT_NONE};
    return applying->rows->walk(applying->rows->keeper, identity_rows,
                                (struct row_visit){admin_count, admins_left}, err);
}

/* As many as the origin says for it, where there are so many. One who revokes all others has to
 * wait before they go on alone, so that it is seen. */
static bool admins_needed(const struct applying *applying, uint64_t quorum_told, uint64_t *out,
                          struct error *err)
{
    const int64_t now = applying->entry->time;
    struct admins_left admins_left = {applying->arena, TEXT_NONE, now,
                                      now - (int64_t)LIMIT_ADMIN_DAYS * DAY, 0};
    *out = quorum_told;
    if (quorum_told <= 1)
        return true;
    if (!admins_count(applying, &admins_left, err))
        return false;
    *out = admins_left.count < quorum_told ? admins_left.count : quorum_told;
    return true;
}

/* Who makes an administrator, or gives another person a key, could sign as two from then on: that
 * takes as many as `loosen` says, and to add anybody else as many as `enroll` does. Each
 * administrator calls the person by a name of their own giving; the last one's is kept. */
static bool admins_agree(struct applying *applying, const char *quorum_member,
                         struct text fingerprint, bool *agreed, struct error *err)
{
    static const char *const terms_told[] = {"change", "id", "key", "roles", "valid_until"};
    const uint64_t quorum_told = told_count(told(applying->origin, "quorum"), quorum_member);
    const struct value *act_members = applying->act.predicate;
    const struct text proposal_key =
        text_format(applying->arena, "identity/%.*s/%.*s", TEXT_ARGS(told_text(act_members, "id")),
                    TEXT_ARGS(fingerprint));
    struct proposal proposal = {.terms = deed_of(NULL, applying->arena)};
    struct deed signed_terms;
    for (size_t i = 0; i < COUNT(terms_told); i++)
        deed_keep(&proposal.terms, terms_told[i], told(act_members, terms_told[i]));
    if (!applying_row(applying, "proposal", proposal_key, &proposal.proposed, err) ||
        !admins_needed(applying, quorum_told, &proposal.needed, err))
        return false;
    *agreed = proposal.needed <= 1; /* whatever they signed while there were more of them */
    if (!*agreed && !proposal_sign(applying, &proposal, &signed_terms, agreed, err))
        return false;
    if (!*agreed)
        return applying_put(applying, "proposal", proposal_key, &signed_terms, err);
    if (proposal.proposed)
        applying_drop(applying, "proposal", proposal_key);
    return true;
}

/* ---- people ---- */

static bool identity_put_new(struct applying *applying, const struct value *act_members,
                             const struct value *roles, bool proven, struct error *err)
{
    struct text fingerprint;
    const struct text id = told_text(act_members, "id");
    struct deed deed = deed_of(NULL, applying->arena);
    if (!key_new(applying, act_members, &fingerprint, err))
        return false;
    const struct value key = key_row(applying, told_text(act_members, "key"), fingerprint, proven);
    deed_text(&deed, "id", id);
    deed_keep(&deed, "name", told(act_members, "name"));
    deed_keep(&deed, "roles", roles);
    deed_keep(&deed, "valid_until", told(act_members, "valid_until"));
    deed_put(&deed, "keys", list_with(NULL, key, applying->arena));
    deed_put(&deed, "revoked", value_of_null());
    applying_stamp(applying, &deed);
    return applying_put(applying, "identity", id, &deed, err) &&
           key_put(applying, fingerprint, id, err);
}

bool identity_found(struct applying *applying, const struct value *admin, struct error *err)
{
    const struct value role = value_of_text(text_of(role_name(ROLE_ADMIN)));
    const struct value roles = value_of_list(applying->arena, &role, 1);
    return identity_put_new(applying, admin, &roles, true, err);
}

static bool identity_add(struct applying *applying, struct error *err)
{
    bool agreed = true;
    struct text fingerprint;
    const struct value *act_members = applying->act.predicate, *identity_there;
    const struct value *roles = told(act_members, "roles");
    const struct text id = told_text(act_members, "id");
    if (!applying_role(applying, ADMIN, err))
        return false;
    if (text_equal(id, applying->by))
        return error_set(err, ERROR_INTEGRITY, "%.*s cannot grant a role to themselves",
                         TEXT_ARGS(id));
    if (!applying_row(applying, "identity", id, &identity_there, err))
        return false;
    if (identity_there)
        return error_set(err, ERROR_INTEGRITY,
                         "%.*s was added at entry %llu, and an id is not given twice; rotate gives "
                         "them another key",
                         TEXT_ARGS(id), (unsigned long long)told_count(identity_there, "index"));
    if (value_count(roles) == 0)
        return error_set(err, ERROR_INTEGRITY, "%.*s is given no role", TEXT_ARGS(id));
    if (applying->entry->time > told_time(act_members, "valid_until", INT64_MAX))
        return error_set(err, ERROR_INTEGRITY, "%.*s would be valid until %.*s, which is over",
                         TEXT_ARGS(id), TEXT_ARGS(told_text(act_members, "valid_until")));
    const bool as_admin = told_among(roles, text_of(role_name(ROLE_ADMIN)));
    if (!key_new(applying, act_members, &fingerprint, err) ||
        !admins_agree(applying, as_admin ? "loosen" : "enroll", fingerprint, &agreed, err))
        return false;
    return !agreed || identity_put_new(applying, act_members, roles, false, err);
}

/* ---- proving ---- */

/* Every other key ends where the new one begins. */
static struct value keys_proven(const struct applying *applying, const struct value *identity_keys,
                                struct text fingerprint)
{
    struct values keys_changed = {0};
    for (size_t i = 0; i < value_count(identity_keys); i++) {
        struct deed deed = deed_of(value_at(identity_keys, i), applying->arena);
        if (text_equal(told_text(value_at(identity_keys, i), "fingerprint"), fingerprint))
            deed_time(&deed, "since", applying->entry->time);
        else if (!told(value_at(identity_keys, i), "until"))
            deed_time(&deed, "until", applying->entry->time);
        *LIST_ADD(applying->arena, &keys_changed) = deed_value(&deed);
    }
    return value_of_list(applying->arena, keys_changed.at, keys_changed.count);
}

/* The key that waits to be proven, which must be the one that the act is about and is signed by. */
static bool pending_check(const struct applying *applying, struct error *err)
{
    const struct value *act_members = applying->act.predicate,
                       *identity_keys = told(applying->who, "keys");
    const struct text id = told_text(act_members, "id");
    const struct value *pending = NULL;
    for (size_t i = 0; i < value_count(identity_keys); i++)
        if (text_equal(told_text(value_at(identity_keys, i), "fingerprint"), applying->key_id))
            pending = value_at(identity_keys, i);
    if (!pending) /* theirs, and no more in their row: a newer one took its place unproven */
        return error_set(err, ERROR_INTEGRITY, "the key %.*s of %.*s was replaced already",
                         TEXT_ARGS(applying->key_id), TEXT_ARGS(id));
    if (!text_equal(told_text(pending, "key"), told_text(act_members, "key")))
        return error_set(err, ERROR_INTEGRITY,
                         "%.*s proves another key than the one that signs for it", TEXT_ARGS(id));
    if (told(pending, "since") || told(pending, "until"))
        return error_set(err, ERROR_INTEGRITY, "the key %.*s of %.*s was %s already",
                         TEXT_ARGS(applying->key_id), TEXT_ARGS(id),
                         told(pending, "since") ? "proven" : "replaced");
    if (!text_equal(told_text(pending, "challenge"), told_text(act_members, "challenge")))
        return error_set(err, ERROR_INTEGRITY,
                         "the proof by %.*s answers another entry than entry %llu, which brought "
                         "the key",
                         TEXT_ARGS(id), (unsigned long long)told_count(pending, "index"));
    return true;
}

static bool identity_prove(struct applying *applying, struct error *err)
{
    const struct text id = told_text(applying->act.predicate, "id");
    if (!text_equal(id, applying->by))
        return error_set(err, ERROR_INTEGRITY, "%.*s cannot prove a key for %.*s",
                         TEXT_ARGS(applying->by), TEXT_ARGS(id));
    if (told(applying->who, "revoked"))
        return error_set(err, ERROR_INTEGRITY, "%.*s is revoked", TEXT_ARGS(id));
    if (applying->entry->time > told_time(applying->who, "valid_until", INT64_MAX))
        return error_set(err, ERROR_INTEGRITY, "%.*s was valid until %.*s", TEXT_ARGS(id),
                         TEXT_ARGS(told_text(applying->who, "valid_until")));
    if (!pending_check(applying, err))
        return false;
    struct deed deed = deed_of(applying->who, applying->arena);
    deed_put(&deed, "keys", keys_proven(applying, told(applying->who, "keys"), applying->key_id));
    return applying_put(applying, "identity", id, &deed, err);
}

/* ---- rotating, revoking ---- */

/* Whom the act is about: they themselves, or an administrator, may sign it. */
static bool identity_meant(const struct applying *applying, const struct value **out,
                           struct error *err)
{
    const struct text id = told_text(applying->act.predicate, "id");
    return identity_find(applying->rows, id, applying->arena, out, err) &&
           (text_equal(id, applying->by) || applying_role(applying, ADMIN, err));
}

static bool identity_unrevoked(const struct value *meant, struct error *err)
{
    const struct value *revoked = told(meant, "revoked");
    return !revoked || error_set(err, ERROR_INTEGRITY, "%.*s was revoked at entry %llu",
                                 TEXT_ARGS(told_text(meant, "id")),
                                 (unsigned long long)told_count(revoked, "index"));
}

/* Without the key that waits to be proven: a newer one takes its place. It belongs to them for
 * ever all the same, as the row of the key says. */
static struct value keys_settled(const struct applying *applying, const struct value *identity_keys)
{
    struct values keys_left = {0};
    for (size_t i = 0; i < value_count(identity_keys); i++)
        if (told(value_at(identity_keys, i), "since") || told(value_at(identity_keys, i), "until"))
            *LIST_ADD(applying->arena, &keys_left) = *value_at(identity_keys, i);
    return value_of_list(applying->arena, keys_left.at, keys_left.count);
}

/* A person's keys stay in their row, as what was signed with them is looked up there, so who gives
 * themselves new ones is not to fill it. */
static bool keys_check(const struct applying *applying, const struct value *keys_left,
                       struct error *err)
{
    const struct text id = told_text(applying->act.predicate, "id");
    return !text_equal(id, applying->by) || value_count(keys_left) < LIMIT_KEYS ||
           error_set(err, ERROR_INTEGRITY,
                     "%.*s has had %zu keys, the most that somebody may give themselves; "
                     "administrators rotate further ones",
                     TEXT_ARGS(id), value_count(keys_left));
}

static bool identity_rotate(struct applying *applying, struct error *err)
{
    const struct value *act_members = applying->act.predicate, *meant;
    const struct text id = told_text(act_members, "id");
    bool agreed = true;
    struct text fingerprint;
    if (!identity_meant(applying, &meant, err) || !identity_unrevoked(meant, err) ||
        !key_new(applying, act_members, &fingerprint, err))
        return false;
    if (told(act_members, "valid_until") && text_equal(id, applying->by))
        return error_set(err, ERROR_INTEGRITY, "%.*s cannot say themselves how long they are valid",
                         TEXT_ARGS(id));
    if (!text_equal(id, applying->by) &&
        !admins_agree(applying, "loosen", fingerprint, &agreed, err))
        return false;
    if (!agreed)
        return true;
    struct deed deed = deed_of(meant, applying->arena);
    const struct value key = key_row(applying, told_text(act_members, "key"), fingerprint, false);
    const struct value keys_left = keys_settled(applying, told(meant, "keys"));
    if (!keys_check(applying, &keys_left, err))
        return false;
    deed_put(&deed, "keys", list_with(&keys_left, key, applying->arena));
    if (told(act_members, "valid_until"))
        deed_keep(&deed, "valid_until", told(act_members, "valid_until"));
    return applying_put(applying, "identity", id, &deed, err) &&
           key_put(applying, fingerprint, id, err);
}

static bool admins_remain(const struct applying *applying, struct text id, struct error *err)
{
    struct admins_left admins_left = {applying->arena, id, applying->entry->time, INT64_MAX, 0};
    if (!admins_count(applying, &admins_left, err))
        return false;
    return admins_left.count > 0 ||
           error_set(err, ERROR_INTEGRITY,
                     "%.*s is the last active administrator: add and prove another one first",
                     TEXT_ARGS(id));
}

/* That a key was stolen may come out after it was revoked, by whoever had it perhaps: an
 * administrator says so then, once more, and only ever from an earlier moment on. Who revoked it
 * first stays. */
static bool identity_void_earlier(struct applying *applying, const struct value *meant,
                                  struct error *err)
{
    const struct value *act_members = applying->act.predicate, *revoked = told(meant, "revoked");
    const struct text id = told_text(act_members, "id");
    const int64_t since = told_time(act_members, "compromised_since", INT64_MAX);
    if (text_equal(id, applying->by) || since >= told_time(revoked, "since", INT64_MAX))
        return error_set(err, ERROR_INTEGRITY,
                         "%.*s was revoked at entry %llu; all that can be said now is that the key "
                         "was stolen%s, by an administrator, with --compromised-since",
                         TEXT_ARGS(id), (unsigned long long)told_count(revoked, "index"),
                         told(revoked, "since") ? " earlier than was said" : "");
    struct deed deed = deed_of(meant, applying->arena), voided = deed_of(revoked, applying->arena);
    deed_keep(&voided, "since", told(act_members, "compromised_since"));
    deed_put(&deed, "revoked", deed_value(&voided));
    return owed_again(applying, id, since, told_time(revoked, "since", INT64_MAX), err) &&
           applying_put(applying, "identity", id, &deed, err);
}

static bool identity_revoke(struct applying *applying, struct error *err)
{
    const struct value *act_members = applying->act.predicate, *meant;
    const struct text id = told_text(act_members, "id");
    if (!identity_meant(applying, &meant, err))
        return false;
    if (told_time(act_members, "compromised_since", INT64_MIN) > applying->entry->time)
        return error_set(err, ERROR_INTEGRITY,
                         "%.*s cannot be compromised since %.*s, which is to "
                         "come",
                         TEXT_ARGS(id), TEXT_ARGS(told_text(act_members, "compromised_since")));
    if (told(meant, "revoked"))
        return identity_void_earlier(applying, meant, err);
    if (identity_roles(meant) & ADMIN && !admins_remain(applying, id, err))
        return false;
    struct deed revoked = deed_of(NULL, applying->arena);
    applying_stamp(applying, &revoked);
    deed_keep(&revoked, "since", told(act_members, "compromised_since"));
    deed_keep(&revoked, "reason", told(act_members, "reason"));
    struct deed deed = deed_of(meant, applying->arena);
    deed_put(&deed, "revoked", deed_value(&revoked));
    return owed_again(applying, id, told_time(act_members, "compromised_since", INT64_MAX),
                      INT64_MAX, err) &&
           applying_put(applying, "identity", id, &deed, err);
}

bool identity_apply(struct applying *applying, struct error *err)
{
    const struct text change = told_text(applying->act.predicate, "change");
    return text_is(change, "add")      ? identity_add(applying, err)
           : text_is(change, "prove")  ? identity_prove(applying, err)
           : text_is(change, "rotate") ? identity_rotate(applying, err)
                                       : identity_revoke(applying, err);
}
