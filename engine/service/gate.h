/* service/gate.h: may a version enter the registry? Private to the room.
 *
 *     experimental ---- the gate: core-repro, registration ----> registered
 *
 * Where the ledger has adopted a set for `registered`, that set judges, and its decision is
 * recorded. Where it has not, the packs core-repro and registration judge as they ship with the
 * program: neither the judged repository nor whoever registers chooses. Its project file has no say
 * in their parameters.
 */
#ifndef SERVICE_GATE_H
#define SERVICE_GATE_H

#include "service/judge.h"

/* What the gate asks, as `-p` has it; NULL last. */
extern const char *const gate_packs[];

/* What the gate says, and of which bytes: the file may have been another before, and may be after.
 */
struct gated {
    int gate_status;                         /* that of the verdict       */
    struct text decision;                    /* its id in the log         */
    struct text manifest, artifact, listing; /* digests of what was judged */
};

/* Judge the manifest by the packs, in a worker. Where it is not let in the report is printed, and
 * what the manifest itself is refused for is told; `quietly` does neither. No store and no key may
 * be open. */
NODISCARD bool gate_judge(struct session *session, const char *manifest, bool quietly,
                          struct gated *out, struct error *err);

/* Judge it by the set that is adopted for `registered`, and record the decision. `words` are the
 * command's: --dir, --as, --sign. A version that the log does not know enters it as experimental
 * with the decision. */
NODISCARD bool gate_record(struct session *session, const struct value *words, const char *manifest,
                           struct gated *out, struct error *err);

/* Was it this manifest that was judged, with this artifact and these names of its files?
 * ERROR_INTEGRITY. What could not be judged at all is not let in. */
NODISCARD bool gate_saw(const struct gated *gated, struct text manifest, struct text artifact,
                        struct text listing, struct error *err);

#endif
