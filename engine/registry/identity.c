#include "registry/identity.h"

#include "base/clock.h"
#include "registry/applying.h"
#include "registry/told.h"

bool identity_find(const struct rows *rows, struct text id, struct arena *arena,
                   const struct value **out, struct error *err)
{
    const struct value *identity_row;
    if (!registry_row(rows, "identity", id, arena, &identity_row, err))
        return false;
    if (!identity_row)
        return error_set(err, ERROR_INTEGRITY, "the log knows nobody by the id %.*s",
                         TEXT_ARGS(id));
    *out = identity_row;
    return true;
}

static const struct value *key_find(const struct value *identity, struct text key_id)
{
    const struct value *identity_keys = told(identity, "keys");
    for (size_t i = 0; i < value_count(identity_keys); i++)
        if (text_equal(told_text(value_at(identity_keys, i), "fingerprint"), key_id))
            return value_at(identity_keys, i);
    return NULL;
}

static bool key_valid(struct text id, const struct value *key, int64_t time, struct error *err)
{
    const struct text fingerprint = told_text(key, "fingerprint"), until = told_text(key, "until");
    if (until.size && time >= told_time(key, "until", INT64_MIN))
        return error_set(err, ERROR_INTEGRITY, "the key %.*s of %.*s ended at %.*s",
                         TEXT_ARGS(fingerprint), TEXT_ARGS(id), TEXT_ARGS(until));
    if (time < told_time(key, "since", INT64_MAX))
        return error_set(err, ERROR_INTEGRITY,
                         "the key %.*s of %.*s is not valid yet: %.*s has to prove it",
                         TEXT_ARGS(fingerprint), TEXT_ARGS(id), TEXT_ARGS(id));
    return true;
}

bool identity_valid(const struct value *identity, struct text key_id, int64_t time,
                    struct error *err)
{
    const struct text id = told_text(identity, "id");
    const struct value *revoked = told(identity, "revoked"), *key = key_find(identity, key_id);
    if (revoked)
        return error_set(err, ERROR_INTEGRITY, "%.*s was revoked by %.*s at %.*s, entry %llu",
                         TEXT_ARGS(id), TEXT_ARGS(told_text(revoked, "by")),
                         TEXT_ARGS(told_text(revoked, "time")),
                         (unsigned long long)told_count(revoked, "index"));
    if (time > told_time(identity, "valid_until", INT64_MAX))
        return error_set(err, ERROR_INTEGRITY, "%.*s was valid until %.*s", TEXT_ARGS(id),
                         TEXT_ARGS(told_text(identity, "valid_until")));
    if (!key)
        return error_set(err, ERROR_INTEGRITY, "the key %.*s is not one of %.*s", TEXT_ARGS(key_id),
                         TEXT_ARGS(id));
    return key_valid(id, key, time, err);
}

unsigned identity_roles(const struct value *identity)
{
    const struct value *role_names = told(identity, "roles");
    unsigned roles = 0;
    enum role role;
    for (size_t i = 0; i < value_count(role_names); i++)
        if (role_read(value_text(value_at(role_names, i)), &role))
            roles |= 1U << role;
    return roles;
}

struct text roles_phrase(unsigned roles, const char *several, struct arena *arena)
{
    const bool one_role = (roles & (roles - 1)) == 0;
    struct text role_phrase = one_role ? TEXT_NONE : text_format(arena, "%s ", several);
    const char *role_separator = "";
    for (unsigned role = 0; role < ROLE_COUNT; role++) {
        const char *name = role_name((enum role)role);
        if (!(roles & 1U << role))
            continue;
        if (one_role)
            return text_format(arena, "%s %s", strchr("aeiou", name[0]) ? "an" : "a", name);
        role_phrase = text_format(arena, "%.*s%s%s", TEXT_ARGS(role_phrase), role_separator, name);
        role_separator = ", ";
    }
    return role_phrase;
}

bool identity_has_role(const struct value *identity, unsigned roles, const char *act_named,
                       struct arena *arena, struct error *err)
{
    if (identity_roles(identity) & roles)
        return true;
    const struct text roles_asked = roles_phrase(roles, "one of", arena);
    return error_set(err, ERROR_INTEGRITY, "%.*s may not sign this: for %s %s one has to be %.*s",
                     TEXT_ARGS(told_text(identity, "id")),
                     strchr("aeiou", act_named[0]) ? "an" : "a", act_named, TEXT_ARGS(roles_asked));
}

bool identity_void(const struct value *identity, int64_t time)
{
    const struct value *revoked = told(identity, "revoked");
    return time >= told_time(revoked, "since", INT64_MAX);
}

bool registry_void(const struct inquiry *inquiry, struct text id, int64_t time, struct text *since,
                   struct error *err)
{
    const struct value *identity;
    if (!registry_row(inquiry->rows, "identity", id, inquiry->arena, &identity, err))
        return false;
    *since =
        identity_void(identity, time) ? told_text(told(identity, "revoked"), "since") : TEXT_NONE;
    return true;
}

bool registry_holder(const struct rows *rows, const struct key *key, struct arena *arena,
                     struct text *id, struct error *err)
{
    char fingerprint[KEY_ID_SIZE];
    const struct value *holder;
    if (!key_id(key, fingerprint, err) ||
        !registry_row(rows, "key", text_of(fingerprint), arena, &holder, err))
        return false;
    if (!holder)
        return error_set(
            err, ERROR_INTEGRITY,
            "the key %s belongs to nobody here; an administrator adds whose it is with "
            "obstat identity add",
            fingerprint);
    *id = told_text(holder, "identity");
    return true;
}

bool registry_may(const struct inquiry *inquiry, struct text id, const struct key *key,
                  unsigned roles, struct error *err)
{
    char fingerprint[KEY_ID_SIZE];
    const struct value *identity_row = NULL;
    return key_id(key, fingerprint, err) &&
           identity_find(inquiry->rows, id, inquiry->arena, &identity_row, err) &&
           identity_valid(identity_row, text_of(fingerprint), inquiry->now, err) &&
           identity_has_role(identity_row, roles, "signature of this kind", inquiry->arena, err);
}
