/* service/judge.h: manifests in, decisions out, by way of a worker.
 *
 *     parent                                worker
 *     judge() ---- fork ------------------> reads projects, policies, manifests and evidence of one
 *                                           batch; asks git; gives up its rights; then loads the
 *                                           policies and runs those that apply
 *     decision_write() <--- messages ------ what was read, and the findings of each policy
 *
 * The worker says what it is about to do before it does it. Where it dies or is late, the parent
 * knows which policy or manifest is to blame, records that, and starts a new worker for the rest.
 * Where one manifest is judged and no parameter is set, the first worker checks each policy when it
 * has just loaded it, and keeps what was found until it is that policy's turn: sooner, and no
 * decision can tell. What goes wrong meanwhile is nobody's fault yet: it is done again in its turn.
 * A new worker reads all again, and must find inputs and policies unchanged. A manifest is through
 * when every policy of its set was checked, does not apply, or is a fault: nobody is passed over.
 */
#ifndef SERVICE_JUDGE_H
#define SERVICE_JUDGE_H

#include "attest/model_signature.h"
#include "evidence/stage.h"
#include "policy/decision.h"
#include "service/session.h"

struct settled;
struct held;
struct judge_ledger;

/* --param ID.KEY=VALUE, taken apart. */
struct override {
    struct text id, key, value;
};

struct overrides LIST(struct override);
struct names LIST(const char *);
struct digests LIST(struct digest);

struct judge_request {
    struct names manifests;
    struct names policies; /* -p; empty: what the project file says */
    struct names evidence; /* --evidence: besides the manifest's own */
    struct overrides overrides;
    const char *champion;     /* a manifest, or NULL */
    enum stage from, to;      /* `to` STAGE_NONE: the manifest's target, else production */
    struct digests required;  /* the policy sets that may judge; empty: any */
    struct pinned_keys trust; /* whose evidence is attested, unless an adopted set says it */
    bool tier_required;       /* refuse a manifest that declares a lower tier than `tier` */
    enum tier tier;
    int64_t now;
    const char *data;
    const struct reading_watch *watch; /* of the worker, for itself; else NULL */
    const char *clamd; /* socket of a daemon that looks for malware at registration, or NULL */
    struct malware *malware; /* of the worker: that daemon, asked; else NULL */
    bool prescribed; /* the project file has no say in parameters, as -p leaves it none in policies
                      */
    bool required_only; /* of the worker: modules that no policy requires are not read */
    const struct judge_ledger *ledger; /* decisions are to be recorded: settled.h; else NULL */
};

/* What came of one manifest. */
struct judgement {
    const char *manifest;
    bool refused; /* it could not be judged at all: `error` says why, nothing else is set */
    struct error error;
    struct value decision; /* decision/v1 */
    struct conclusion conclusion;
    /* Where it is to be recorded: what the ledger said, the document case/v1, and the bytes that it
     * names. */
    const struct settled *settled;
    struct value docket;
    const struct held *held;
    const char *recorded; /* where it is in the log, in words, once it is there; else NULL */
};

/* Judge every manifest in turn; `visit` sees each judgement, which lives until it returns. False,
 * with err, where the whole run has to end (status 2, 6, 70). */
NODISCARD bool judge(const struct judge_request *request, struct session *session,
                     void (*visit)(void *context, const struct judgement *judgement), void *context,
                     struct error *err);

/* The stage that a manifest is judged for: as asked, else its target, else production. Where the
 * organisation prescribes who judges, the manifest has no say in what is asked of it. */
struct manifest;
enum stage judge_target(const struct judge_request *request, const struct manifest *manifest);

#endif
