/* registry/applying.h: one entry while it is applied. Private to the room.
 *
 * The rules of a kind look at what the rows say, refuse, or draw up what changes. Nothing is put
 * down before all of them have agreed, so a refused entry leaves no trace.
 */
#ifndef REGISTRY_APPLYING_H
#define REGISTRY_APPLYING_H

#include "registry/deed.h"
#include "registry/registry.h"

struct change {
    struct row_name name;
    struct text document; /* empty: the row is taken away */
};

struct changes LIST(struct change);

struct applying {
    const struct rows *rows;
    struct arena *arena;
    const struct entry *entry;
    enum registry_trust trust;
    struct act act;
    struct seal seal;
    struct text by;             /* who it is by: told by the act, or by the key            */
    const struct value *who;    /* their row; NULL for an origin                           */
    const struct value *origin; /* the log's row; NULL while entry 0 is applied            */
    struct text leaf;           /* "sha256:...": the entry's place in the tree is under it */
    struct text key_id;         /* the fingerprint of the key that signed                  */
    struct changes changes;
};

/* Put down a row, or take it away, when all is decided. A row has at most LIMIT_ROW_SIZE bytes, of
 * which the last LIMIT_ROW_RESERVE are for acts that only stop something: suspend, reject,
 * request-changes, revoke, erase. */
NODISCARD bool applying_put(struct applying *applying, const char *row_kind, struct text row_key,
                            const struct deed *deed, struct error *err);
void applying_drop(struct applying *applying, const char *row_kind, struct text row_key);

/* registry_row, of the rows as they were before the entry. */
NODISCARD bool applying_row(const struct applying *applying, const char *row_kind,
                            struct text row_key, const struct value **out, struct error *err);

/* As the entry has left it so far. */
NODISCARD bool applying_row_newest(const struct applying *applying, const char *row_kind,
                                   struct text row_key, const struct value **out,
                                   struct error *err);

/* A row's document, as a tree. */
NODISCARD bool row_read(struct text row_document, struct arena *arena, const struct value **out,
                        struct error *err);

/* by, index and time of the entry into the deed. */
void applying_stamp(const struct applying *applying, struct deed *deed);

/* "NAME@VERSION/N" gets a row for what the entry did with it. */
NODISCARD bool applying_history(struct applying *applying, struct text version, struct text about,
                                struct error *err);

/* Does who signed hold one of the roles? */
NODISCARD bool applying_role(const struct applying *applying, unsigned roles, struct error *err);

/* The rules of each kind, one file each. */
NODISCARD bool origin_apply(struct applying *applying, struct error *err);
NODISCARD bool identity_apply(struct applying *applying, struct error *err);
NODISCARD bool adoption_apply(struct applying *applying, struct error *err);
NODISCARD bool registration_apply(struct applying *applying, struct error *err);
NODISCARD bool decision_apply(struct applying *applying, struct error *err);
NODISCARD bool approval_apply(struct applying *applying, struct error *err);
NODISCARD bool waiver_apply(struct applying *applying, struct error *err);
NODISCARD bool restore_apply(struct applying *applying, struct error *err);
NODISCARD bool erasure_apply(struct applying *applying, struct error *err);
NODISCARD bool transition_apply(struct applying *applying, struct error *err);
NODISCARD bool annotation_apply(struct applying *applying, struct error *err);
NODISCARD bool refusal_apply(struct applying *applying, struct error *err);

#endif
