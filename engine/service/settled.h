/* service/settled.h: what the ledger has to say of one decision. Private to the room.
 *
 *     judge() --- what was judged ---> settle --- waivers, signatures ---> verdict
 *
 * Policies judge a model; whether what they found short was waived, and who has yet to sign, is for
 * the registry to say, once it is known what exactly was judged.
 */
#ifndef SERVICE_SETTLED_H
#define SERVICE_SETTLED_H

#include "policy/case.h"

/* What the ledger said of a manifest before it was judged. */
struct known {
    struct text manifest;           /* digest of the bytes that the rest was read of         */
    struct text name, version;      /* as the manifest had them then                         */
    struct text owner;              /* as the manifest has it; empty where it has none        */
    const struct value *authors;    /* list of texts, or NULL                                 */
    const struct value *provenance; /* as a registration has it (provenance.h), or NULL       */
    enum stage from;                /* where it stands, as the log has it                     */
    bool registered;
    struct text artifact, listing; /* that it was registered with, or empty          */
    bool gated;                    /* the gate of the registry let it in, with these */
    struct text gated_artifact, gated_listing;
    enum stage to;
    struct text recorded;      /* digest of the case whose inputs are judged; empty: files are  */
    struct text set, sources;  /* digests of the adopted set, and of how it was called  */
    const struct value *trust; /* key lines of that adoption: whose evidence is attested */
    struct value approvals;    /* answers that policies see: [{"by", "role", ...}]      */
    struct text champion;      /* digest of the case of the version in production, or empty */
    struct value unchecked;    /* why it has no way to `to`, in words: a list               */
};

/* What was judged, as the worker says. */
struct judged {
    size_t manifest; /* its number */
    const struct value *subject, *artifact, *evidence, *transition;
    struct text policies; /* digest of the set */
};

/* What follows from it. */
struct settled {
    const struct value *waivers; /* in force: [{"policy", "until", "by", "index"}]  */
    struct value approvals;      /* that count                                      */
    struct value lacking;        /* in words: ["a risk-officer"]                    */
    size_t lacking_count;        /* signatures                                      */
    struct text request;         /* the open one that this joins, or empty          */
    struct value unchecked;      /* what it does not speak of, in words: a list     */
};

struct judge_ledger {
    const char *vault;
    const struct known *known; /* one for each manifest */
    NODISCARD bool (*settle)(void *context, const struct judged *judged, struct arena *arena,
                             struct settled *out, struct error *err);
    void *context;
};

#endif
