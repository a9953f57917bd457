/* service/audit.h: entries of the log as people read them. Private to the room.
 *
 * What is shown of an entry is what its statement says, with the printed name and the words that it
 * commits to where their openings are still there.
 */
#ifndef SERVICE_AUDIT_H
#define SERVICE_AUDIT_H

#include "base/buffer.h"
#include "ledger/entry.h"
#include "service/acting.h"

/* One entry, read. */
struct audited {
    struct text leaf; /* the bytes that are hashed */
    struct entry entry;
    struct act act;
};

/* Sees entries in order; false ends the walk. Everything lives until it returns. */
struct audit_visit {
    bool (*see)(void *context, const struct audited *audited, struct arena *arena,
                struct error *err);
    void *context;
};

/* Every entry of the range, read, and proven as log_entries does. ERROR_INTEGRITY names the one
 * that was edited, or is no entry. */
NODISCARD bool audit_walk(struct acting *acting, struct leaf_range audit_range,
                          struct audit_visit visit, struct error *err);

/* What the entry commits to: names, reasons, conditions, and the remark that came with it. */
struct texts audit_commitments(const struct audited *audited, struct arena *arena);

/* The entry that `wanted` names: an index, or the id of an entry, of a decision or a request. */
NODISCARD bool audit_find(struct acting *acting, const char *wanted, uint64_t *index,
                          struct error *err);

/* What it did, in a few words: "pending: credit-default@2.3.0 -> production". Not escaped. */
NODISCARD bool audit_phrase(struct acting *acting, const struct audited *audited,
                            struct arena *arena, struct text *phrase, struct error *err);

/* The version that it is about, "NAME@VERSION"; empty where it is about none. */
struct text audit_version(const struct act *act, struct arena *arena);

/* Who it is by: what the act says, else whose key the signature names. */
NODISCARD bool audit_by(struct acting *acting, const struct audited *audited, struct arena *arena,
                        struct text *id, struct error *err);

/* The statement with index, time, id and signature, as records.jsonl and -o json have it:
 * {"by", "entry", "id", "index", "key", "kind", "name", "namespace", "statement", "time", "words"};
 * `words` maps commitments to what they stand for. */
NODISCARD bool audit_value(struct acting *acting, const struct audited *audited,
                           struct arena *arena, struct value *out, struct error *err);

#endif
