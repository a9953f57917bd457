/* service/recording.h: decisions that go into the log. Private to the room.
 *
 *     names and versions of the manifests     a worker reads them
 *     the ledger, read                        which set judges, who has answered, who is champion
 *     judging                                 workers, as ever; no store and no key is open
 *     the ledger, read, for each decision     waivers in force, signatures that are lacking
 *     the vault                               everything that was read, case/v1, the decision
 *     the ledger, written                     one entry for each decision, signed
 *     reports                                 of what was recorded, and of nothing else
 *
 * Workers are started only while no key and no store is open, so none inherits either.
 */
#ifndef SERVICE_RECORDING_H
#define SERVICE_RECORDING_H

#include "service/acting.h"
#include "service/docket.h"
#include "service/judge.h"

/* One decision between its judgement and its entry. */
struct keepsake {
    struct judgement judgement;      /* what lives longer than the worker: all of it is copied */
    struct digest docket;            /* of the document case/v1, which is in the vault         */
    struct text request;             /* the open one that it joins, or empty                   */
    struct text recorded;            /* in words: where it is in the log                       */
    struct value waivers, approvals; /* that it saw, as the registry gave them            */
};

/* A decision, and what the ledger said before it was judged. */
struct resting {
    const struct known *known;
    const struct keepsake *kept;
};

struct keepsakes LIST(struct keepsake);

/* What a promotion demands of the one decision that it rests on. */
struct demand {
    struct text name, version;
    enum stage from, to;
    bool recorded; /* there is no manifest here: the inputs come out of the vault */
};

struct recording {
    const struct demand *demand; /* or NULL: any decision will do */
    struct session *session;
    const struct value *words; /* of the command: --dir, --as, --sign */
    struct judge_request judging;
    struct judge_ledger ledger;
    struct known *known; /* one for each manifest */
    bool *anew;          /* whose answers were others than were known: judged once more */
    struct keepsakes kept;
    size_t *places; /* of the manifests that are judged in this round, their numbers */
};

/* --record: judge as the request says, under the adopted sets, record every decision, and let
 * `visit` see each judgement, in order, once it is in the log; `judgement->recorded` says where.
 * What is off before that is ERROR_USAGE; ERROR_UNAVAILABLE where the log does not take one: then
 * the rest of the judgements is not seen at all. */
NODISCARD bool recording_run(struct session *session, const struct value *words,
                             const struct judge_request *judging,
                             void (*visit)(void *context, const struct judgement *judgement),
                             void *context, struct error *err);

/* ---- its parts ---- */

/* Everything up to the log: what the ledger knows, and the judgements, kept in `kept`; of `out`,
 * `session`, `words`, `judging` and `demand` are the caller's. */
NODISCARD bool recording_judge(struct recording *out, struct error *err);

/* recording_known.c: what the ledger knows of each manifest; opens it to read, and closes it. */
NODISCARD bool recording_known(struct recording *recording, struct error *err);

/* recording_known.c: the premise of a decision and of the move that it opens, `context` is a struct
 * resting: the adopted set, and the case that it was compared with, are still those, and what it
 * counted counts. ERROR_GUARD says that they are not. */
NODISCARD bool recording_unmoved(const void *context, struct acting *acting, int64_t log_time,
                                 struct error *err);

/* recording_counts.c: every waiver and every answer that the judgement saw is in force at the
 * moment, and what is let through was not judged for a moment that is over. ERROR_GUARD. */
NODISCARD bool recording_counts(struct acting *acting, const struct keepsake *kept,
                                int64_t log_time, struct error *err);

/* recording_settle.c: what was judged, as the registry asks for it. */
struct settling {
    struct binding binding;
    enum tier tier;
    const struct known *known;
    const struct value *evidence; /* as it was read: path, digest, format, grade of each */
};

NODISCARD bool settling_of(const struct judged *judged, struct arena *arena, struct settling *out,
                           struct error *err);

/* recording_enter.c: versions that the log does not know, shown to the gate of the registry. */
NODISCARD bool recording_enter(struct recording *recording, struct error *err);

/* recording_case.c: the version that is demanded, by the case of its newest decision on this move:
 * ERROR_REFUSED where there is none, ERROR_INTEGRITY where another set was adopted since. */
NODISCARD bool recording_recorded(struct acting *acting, const struct demand *demand,
                                  struct known *known, struct error *err);

/* recording_case.c: the last decision that let the version move: the digest of its case, empty
 * where it has none. */
NODISCARD bool recording_case_of(struct acting *acting, const struct value *version,
                                 struct text *out, struct error *err);

/* recording_demand.c: nothing of what was judged is other than in the open request for the move.
 * ERROR_INTEGRITY says what is, and what to do. */
NODISCARD bool recording_demanded(struct acting *acting, const struct known *known,
                                  const struct binding *judged, struct arena *arena,
                                  struct error *err);

/* recording_demand.c: evidence of the same bytes was read as that of the request that it joins,
 * NULL being none: under the same file name and in the same format. A name decides how bytes are
 * read (params.yaml has no metrics), and that of --evidence stands in no manifest. ERROR_INTEGRITY.
 */
NODISCARD bool recording_read_alike(struct acting *acting, const struct value *request,
                                    const struct value *evidence, struct error *err);

/* Those answers that count, as policies see them and the record shows them: [{"by", "role",
 * "meaning", "time", "present", "proven"}]. */
struct value recording_answers(const struct standing *standing, struct arena *arena);

/* recording_settle.c: judge_ledger.settle; `context` is the recording. */
NODISCARD bool recording_settle(void *context, const struct judged *judged, struct arena *arena,
                                struct settled *out, struct error *err);

/* recording_act.c: put everything that was judged into the vault; and the entry. A version that
 * nobody has registered is registered first, by the same signer. */
NODISCARD bool recording_keep(const char *vault, const struct judgement *judgement,
                              struct arena *arena, struct digest *docket, struct error *err);
NODISCARD bool recording_write(struct acting *acting, const struct known *known,
                               struct keepsake *kept, struct error *err);

#endif
