/* service/vouching.h: signatures that the manifest names beside evidence and artifact. Private to
 * the room.
 *
 *     evidence:
 *       - {path: eval/metrics.json, signature: eval/metrics.json.sig}
 *     artifact: {path: model/, signature: model/model.sig}
 *
 * They are verified where the bytes are that are judged. One that does not hold ends the judgement;
 * one by a key that nobody here trusts changes nothing. What each says is an observation,
 *
 *     {"of": "evidence", "path": "eval/metrics.json", "signature": "eval/metrics.json.sig",
 *      "form": "sshsig", "stands": "attested", "by": "SHA256:...", "name": "ci@example.org"}
 *
 * so that policies see it, the decision records it, and a replay knows it.
 */
#ifndef SERVICE_VOUCHING_H
#define SERVICE_VOUCHING_H

#include "service/inputs.h"

/* Whose signatures count for manifest number `index`: the keys of the adopted set where decisions
 * are recorded, else those that the request names. */
NODISCARD bool vouching_trust(const struct judge_request *request, size_t index,
                              struct arena *arena, const struct pinned_keys **out,
                              struct error *err);

/* What the signature beside an entry of the manifest's evidence says of its bytes, if it names one:
 * then the grade of `vouched_evidence` is set. ERROR_INTEGRITY where it does not hold. */
NODISCARD bool vouching_evidence(struct inputs *inputs, const struct value *entry,
                                 struct text bytes, struct evidence *vouched_evidence,
                                 struct arena *arena, struct error *err);

/* The same for the artifact, whose files were digested. */
NODISCARD bool vouching_artifact(struct inputs *inputs, struct arena *arena, struct error *err);

/* Refuse a signature beside a folder of evidence: nobody could say which of its files it is over.
 */
NODISCARD bool vouching_of_folder(const struct inputs *inputs, const struct value *entry,
                                  struct error *err);

/* Add to `unchecked` what the observations say of signatures that attest nothing, and why. */
void vouching_unchecked(const struct value *observations, struct arena *arena,
                        struct values *unchecked);

#endif
