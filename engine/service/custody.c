#include "service/custody.h"

#include "base/limits.h"
#include "service/answer.h"
#include "service/audit.h"

#include <string.h>

/* One entry, as it stands under the signed root. */
struct exhibit {
    struct audited audited;
    struct acting *acting;
};

static struct text exhibit_text(const struct value *of, const char *name)
{
    const struct value *found = value_present(of, text_of(name));
    return found ? value_text(found) : TEXT_NONE;
}

static bool exhibit_see(void *context, const struct audited *audited, struct arena *arena,
                        struct error *err)
{
    struct exhibit *exhibit = context;
    struct arena *kept = exhibit->acting->arena;
    (void)arena;
    exhibit->audited.leaf = text_copy(kept, audited->leaf);
    return entry_read(exhibit->audited.leaf, kept, &exhibit->audited.entry, err) &&
           act_read("the log", exhibit->audited.entry.envelope.payload, kept, &exhibit->audited.act,
                    err);
}

static bool exhibit_take(struct acting *acting, uint64_t index, struct exhibit *out,
                         struct error *err)
{
    struct path path;
    struct digest leaf;
    *out = (struct exhibit){.acting = acting};
    return audit_walk(acting, (struct leaf_range){index, index + 1},
                      (struct audit_visit){exhibit_see, out}, err) &&
           leaf_hash(out->audited.leaf, &leaf, err) &&
           log_inclusion(acting->log, index, &path, err) &&
           inclusion_verify(&path, &leaf, index, log_head(acting->log), err);
}

static bool exhibit_row_index(const struct value *row, uint64_t *index)
{
    const struct value *found = value_get(row, TEXT("index"));
    *index = (uint64_t)value_integer(found);
    return value_kind(found) == VALUE_INTEGER && value_integer(found) >= 0;
}

/* ---- whose key it is ---- */

static bool custody_broken(struct text id, const char *how, struct error *err)
{
    return error_set(err, ERROR_INTEGRITY,
                     "the database says of %.*s what the log does not: %s; obstat audit verify "
                     "names what was changed",
                     TEXT_ARGS(id), how);
}

/* The log's own key, with which entry 0 is sealed. */
static struct key custody_log_key(const struct acting *acting)
{
    struct key key = {.kind = KEY_ED25519, .size = NOTE_KEY_SIZE};
    memcpy(key.point, log_key(acting->log)->bytes, NOTE_KEY_SIZE);
    return key;
}

static bool admin_named(const struct value *admins, struct text id, struct text line)
{
    for (size_t i = 0; i < value_count(admins); i++)
        if (text_equal(exhibit_text(value_at(admins, i), "id"), id) &&
            text_equal(exhibit_text(value_at(admins, i), "key"), line))
            return true;
    return false;
}

/* The row of the key among those of the identity. */
static bool custody_key_row(struct acting *acting, struct text id, const struct key *key,
                            const struct value **out, struct error *err)
{
    const struct value *identity;
    char fingerprint[KEY_ID_SIZE];
    if (!key_id(key, fingerprint, err) ||
        !registry_row(&acting->rows, "identity", id, acting->arena, &identity, err))
        return false;
    const struct value *keys = value_get(identity, TEXT("keys"));
    for (size_t i = 0; i < value_count(keys); i++)
        if (text_is(exhibit_text(value_at(keys, i), "fingerprint"), fingerprint)) {
            *out = value_at(keys, i);
            return true;
        }
    return custody_broken(id, "it is signed with a key that is not theirs", err);
}

static bool custody_key(struct acting *acting, struct text id, const struct key *key,
                        unsigned depth, struct error *err);

/* The key that the signature names; a plain one names none, so it is that of theirs under which it
 * holds. */
static bool exhibit_key(const struct exhibit *exhibit, struct text by, struct key *key,
                        struct error *err)
{
    struct seal seal;
    const struct value *identity;
    struct acting *acting = exhibit->acting;
    const struct act *act = &exhibit->audited.act;
    const struct envelope *envelope = &exhibit->audited.entry.envelope;
    if (act_claimed_key(envelope, acting->arena, key))
        return true;
    if (!registry_row(&acting->rows, "identity", by, acting->arena, &identity, err))
        return false;
    const struct value *keys = value_get(identity, TEXT("keys"));
    for (size_t i = 0; i < value_count(keys); i++) {
        struct error unheld = {0};
        const struct text line = exhibit_text(value_at(keys, i), "key");
        if (key_read("the log", line, key, &unheld) &&
            act_verify(act, envelope, key, acting->arena, &seal, &unheld))
            return true;
    }
    return custody_broken(by, "nobody's key is named", err);
}

/* The entry is sealed by the key that its signature names, and that key is its signer's. */
static bool exhibit_sealed(const struct exhibit *exhibit, unsigned depth, struct error *err)
{
    struct key key;
    struct seal seal;
    struct acting *acting = exhibit->acting;
    const struct act *act = &exhibit->audited.act;
    const struct envelope *envelope = &exhibit->audited.entry.envelope;
    if (act->kind == ACT_ORIGIN) {
        key = custody_log_key(acting);
        return act_verify(act, envelope, &key, acting->arena, &seal, err);
    }
    struct text by;
    return audit_by(acting, &exhibit->audited, acting->arena, &by, err) &&
           exhibit_key(exhibit, by, &key, err) &&
           act_verify(act, envelope, &key, acting->arena, &seal, err) &&
           custody_key(acting, by, &key, depth + 1, err);
}

/* The entry that brought the key: entry 0, or one by which somebody added it or changed to it. */
static bool custody_key(struct acting *acting, struct text id, const struct key *key,
                        unsigned depth, struct error *err)
{
    uint64_t index;
    const struct value *row = NULL;
    struct exhibit exhibit;
    if (depth > LIMIT_CUSTODY_DEPTH)
        return custody_broken(id, "who enrolled whom has no end", err);
    if (!custody_key_row(acting, id, key, &row, err))
        return false;
    if (!exhibit_row_index(row, &index) || !exhibit_take(acting, index, &exhibit, err))
        return custody_broken(id, "the entry that brought the key is not there", err);
    const struct text line = exhibit_text(row, "key");
    const struct value *said = exhibit.audited.act.predicate;
    const bool brings = exhibit.audited.act.kind == ACT_ORIGIN
                            ? admin_named(value_get(said, TEXT("admins")), id, line)
                            : exhibit.audited.act.kind == ACT_IDENTITY &&
                                  text_equal(exhibit_text(said, "id"), id) &&
                                  text_equal(exhibit_text(said, "key"), line);
    if (!brings)
        return custody_broken(id, "no such entry brought the key", err);
    struct key brought;
    return key_read("the log", line, &brought, err) &&
           (key_equal(&brought, key) || custody_broken(id, "the key is another", err)) &&
           exhibit_sealed(&exhibit, depth, err);
}

/* ---- whose role it is ---- */

struct role_search {
    struct text id, role;
    bool granted;
};

static bool role_among(const struct value *roles, struct text role)
{
    for (size_t i = 0; i < value_count(roles); i++)
        if (text_equal(value_text(value_at(roles, i)), role))
            return true;
    return false;
}

static bool role_see(void *context, const struct audited *audited, struct arena *arena,
                     struct error *err)
{
    struct role_search *search = context;
    const struct value *said = audited->act.predicate;
    (void)arena;
    (void)err;
    search->granted |= audited->act.kind == ACT_IDENTITY &&
                       text_equal(exhibit_text(said, "id"), search->id) &&
                       role_among(value_get(said, TEXT("roles")), search->role);
    return true;
}

/* Somebody was given the role, by an entry of the log: as a rule the one that brought them, so that
 * is looked at first. */
static bool custody_role(struct acting *acting, struct text id, struct text role, struct error *err)
{
    uint64_t first;
    const struct value *identity;
    struct exhibit exhibit;
    struct role_search search = {id, role, false};
    const struct leaf_range all = {0, log_head(acting->log)->size};
    if (!registry_row(&acting->rows, "identity", id, acting->arena, &identity, err))
        return false;
    if (exhibit_row_index(identity, &first) && first < all.to &&
        (!exhibit_take(acting, first, &exhibit, err) ||
         !role_see(&search, &exhibit.audited, acting->arena, err)))
        return false;
    return search.granted ||
           (audit_walk(acting, all, (struct audit_visit){role_see, &search}, err) &&
            (search.granted || custody_broken(id, "nobody gave them the role", err)));
}

/* ---- the answers ---- */

/* What the row says of the answer is what was signed. */
static bool answer_held(struct acting *acting, struct text request_id, const struct value *answer,
                        struct error *err)
{
    static const char *const same[] = {"answer", "meaning", "role", "expires"};
    uint64_t index;
    struct text by;
    struct exhibit exhibit;
    const struct text id = exhibit_text(answer, "by");
    if (!exhibit_row_index(answer, &index) || !exhibit_take(acting, index, &exhibit, err))
        return custody_broken(id, "there is no such entry", err);
    const struct value *said = exhibit.audited.act.predicate;
    bool holds = exhibit.audited.act.kind == ACT_APPROVAL &&
                 text_equal(exhibit_text(said, "request"), request_id);
    for (size_t i = 0; holds && i < COUNT(same); i++)
        holds = text_equal(exhibit_text(said, same[i]), exhibit_text(answer, same[i])) ||
                (strcmp(same[i], "role") == 0 && !exhibit_text(said, same[i]).size);
    if (!holds)
        return custody_broken(id, "this answer was not given", err);
    return audit_by(acting, &exhibit.audited, acting->arena, &by, err) &&
           (text_equal(by, id) || custody_broken(id, "somebody else answered", err)) &&
           exhibit_sealed(&exhibit, 0, err) &&
           custody_role(acting, id, exhibit_text(answer, "role"), err);
}

bool custody_check(struct acting *acting, struct text request_id, struct error *err)
{
    struct standing standing;
    const struct value *request;
    if (!registry_row(&acting->rows, "request", request_id, acting->arena, &request, err) ||
        !answer_standing(acting, request, &standing, err))
        return false;
    for (size_t i = 0; i < standing.counted.count; i++)
        if (!answer_held(acting, request_id, &standing.counted.at[i], err))
            return false;
    return true;
}

/* ---- the grounds of a decision ---- */

/* The entry that a row names says the same of each of these, and was sealed by who could. */
static bool ground_held(struct acting *acting, const struct value *row, enum act_kind kind,
                        struct exhibit *out, struct error *err)
{
    uint64_t index;
    const struct text what = text_of(act_kind_name(kind));
    return ((exhibit_row_index(row, &index) && exhibit_take(acting, index, out, err)) ||
            custody_broken(what, "there is no such entry", err)) &&
           (out->audited.act.kind == kind ||
            custody_broken(what, "the entry is of another kind", err)) &&
           exhibit_sealed(out, 0, err);
}

static bool ground_same(const struct value *row, const struct value *said, const char *const *names,
                        size_t count, struct error *err)
{
    static const struct value absent;
    for (size_t i = 0; i < count; i++) {
        const struct value *stored = value_get(row, text_of(names[i])),
                           *logged = value_get(said, text_of(names[i]));
        if (!value_equal(stored ? stored : &absent, logged ? logged : &absent))
            return custody_broken(text_of(names[i]), "it was another", err);
    }
    return true;
}

static bool adoption_held(struct acting *acting, const char *stage, struct error *err)
{
    static const char *const same[] = {"stage", "set", "sources", "trust"};
    const struct value *row;
    struct exhibit exhibit;
    return registry_row(&acting->rows, "adoption", text_of(stage), acting->arena, &row, err) &&
           ground_held(acting, row, ACT_ADOPTION, &exhibit, err) &&
           ground_same(row, exhibit.audited.act.predicate, same, COUNT(same), err);
}

static bool version_held(struct acting *acting, struct text version_key, struct error *err)
{
    static const char *const same[] = {"artifact", "manifest"};
    static const char *const model_same[] = {"name", "version", "tier", "owner", "authors"};
    const struct value *row;
    struct exhibit exhibit;
    if (!registry_row(&acting->rows, "version", version_key, acting->arena, &row, err) ||
        !ground_held(acting, row, ACT_REGISTRATION, &exhibit, err))
        return false;
    const struct value *said = exhibit.audited.act.predicate;
    return ground_same(row, said, same, COUNT(same), err) &&
           ground_same(row, value_get(said, TEXT("model")), model_same, COUNT(model_same), err);
}

static bool waiver_held(struct acting *acting, const struct value *waiver, struct text version_key,
                        struct text stage, struct error *err)
{
    static const char *const same[] = {"policy", "until"};
    struct exhibit exhibit;
    const struct text by = exhibit_text(waiver, "by");
    if (!ground_held(acting, waiver, ACT_WAIVER, &exhibit, err))
        return false;
    const struct value *said = exhibit.audited.act.predicate;
    return ((text_equal(exhibit.audited.act.by, by) &&
             text_equal(exhibit_text(said, "stage"), stage) &&
             text_equal(audit_version(&exhibit.audited.act, acting->arena), version_key)) ||
            custody_broken(by, "this waiver was not given", err)) &&
           ground_same(waiver, said, same, COUNT(same), err) &&
           custody_role(acting, by, text_of(role_name(ROLE_RISK_OFFICER)), err);
}

bool custody_grounds(struct acting *acting, const struct value *decision, struct error *err)
{
    const struct value *subject = value_get(decision, TEXT("subject")),
                       *waivers = value_get(decision, TEXT("waivers"));
    const struct text to = exhibit_text(value_get(decision, TEXT("transition")), "to");
    const struct text version_key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(exhibit_text(subject, "name")),
                    TEXT_ARGS(exhibit_text(subject, "version")));
    if (!adoption_held(acting, text_string(acting->arena, to), err) ||
        !version_held(acting, version_key, err))
        return false;
    for (size_t i = 0; i < value_count(waivers); i++)
        if (!waiver_held(acting, value_at(waivers, i), version_key, to, err))
            return false;
    return true;
}

bool custody_entry(struct acting *acting, uint64_t index, struct audited *out, struct error *err)
{
    struct exhibit exhibit;
    if (!exhibit_take(acting, index, &exhibit, err) || !exhibit_sealed(&exhibit, 0, err))
        return false;
    *out = exhibit.audited;
    return true;
}
