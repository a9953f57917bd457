/* registry/act.h: one thing that somebody did, as it is said, signed and logged.
 *
 * An act is an in-toto statement (attest/statement.h) whose predicateType is urn:obstat:KIND:v1,
 * with one subject, in its one spelling. Its predicate has `log`, the origin of the log that it is
 * for, `by`, who did it, and `at`, the signer's clock, so that it counts in no other log and for
 * nobody else; and it has exactly the members of its kind. Each kind is signed in a namespace of
 * its own, WORD@ORIGIN:
 *
 *     kind          word           members; "?" may be null, "[]" is a list
 *     origin        (the log's     key (vkey), admins[] {id, key, name?}, engine,
 *                    own key)      quorum {tighten, loosen, restore,
 *                                  enroll}, lifecycle,
 *                                   continues? {key (vkey), checkpoint}
 *     identity      enroll, and    change "add":    id, key, roles[], name?, valid_until?
 *                   revoke for     change "prove":  id, key, challenge
 *                   the last       change "rotate": id, key, valid_until?, reason?
 *                                  change "revoke": id, compromised_since?, reason?
 *     adoption      adopt          stage, set, sources (where its files are named: set/v1),
 *                                  previous?, loosens[] (texts), trust[] (keys)
 *     registration  register       model {name, version, tier, owner?, authors[]}, manifest,
 *                                  artifact?, listing?, stage (registered or experimental),
 *                                  release? (its strategy), ttl_days?, created?, lineage {code?
 *                                  {repository?, commit?}, data[] {name, version?, digest?},
 *                                  models[] {name, version?, relation?}, environment?,
 *                                  parameters? (a digest)}
 *     decision      decide, or     model {name, version, tier}, transition {from?, to}, decision,
 *                   plain          case, verdict, status, policies, manifest, artifact?,
 *                                  listing?, evidence[], request?
 *     approval      approve        request, request_index, decision {id, leaf}, model {name,
 *                                  version}, tier, transition {from?, to}, artifact?, listing?,
 *                                  manifest, policies, evidence[], engine, answer, meaning, role?,
 *                                  conditions[] {text, due?}, reason?, expires, seen {size, root},
 *                                  sentence
 *     waiver        waive          model {name, version}, artifact?, policy, stage, until, reason
 *     restore       restore        checkpoint (a signed note), replaces? {size, root}
 *     erasure       erase          id, commitments[] (whose words are taken away), reason?
 *     transition    its change:    change (a move: lifecycle.h), model {name, version}, artifact?,
 *                   promote, ...   from, to, head (the entry that moved it last), reason?,
 *                                  other? {version, from, to, head} (which moves in the same
 *                                  record), decision?, request? (which it consumes), review_by?,
 *                                  incident?, sunset?, steps[] {percent, at}, successor?,
 *                                  moment?, step?, acknowledged[] (consumers),
 *                                  retention? {class, until, hold}, stored[] {digest, size, where}
 *     annotation    annotate       change (annotation_words), model {name, version}, key, value?,
 *                                  note?
 *     refusal       (the log's     who?, key? (a line), command, model? {name, version},
 *                    own key)      transition? {from?, to}, status, why, decision?
 *
 * `listing` is the digest of the names, sizes and digests of the files of an artifact that is a
 * folder, whose own digest does not see the names. A version has one listing for ever: what a
 * registration says a decision repeats, and who answers signs; waivers and transitions are of the
 * version or rest on its decision.
 *
 * Nothing may be left out: what is not known is null. `by` is null in an origin and a refusal,
 * which the log's key signs, and in an approval that anyone may sign. Digests are "sha256:...",
 * roots as well; times are RFC 3339 in UTC, "2026-11-21T15:00:00Z"; a key is one line of OpenSSH
 * without a comment. The subject of what is about a model is NAME@VERSION with the digest of the
 * artifact, where there is none of the manifest, where there is neither of that name; of an
 * identity "identity:ID" with that of the key's binary form (for `revoke` and an erasure, of the
 * id); of an adoption "policies:STAGE" with the set; of origin and restore the origin, with that of
 * the vkey or of the checkpoint; of a refusal about no version the origin, with that of its name.
 *
 * Names, reasons and the texts of conditions are not in an act but committed to (opening.h).
 * The same is written in schemas/act.schema.json.
 */
#ifndef REGISTRY_ACT_H
#define REGISTRY_ACT_H

#include "attest/statement.h"
#include "ledger/entry.h"

enum act_kind {
    ACT_ORIGIN,
    ACT_IDENTITY,
    ACT_ADOPTION,
    ACT_REGISTRATION,
    ACT_DECISION,
    ACT_APPROVAL,
    ACT_WAIVER,
    ACT_RESTORE,
    ACT_ERASURE,
    ACT_TRANSITION,
    ACT_ANNOTATION,
    ACT_REFUSAL,
    ACT_KINDS
};

struct act {
    enum act_kind kind;
    struct text log; /* the origin of the log it is for                       */
    struct text by;  /* who, by id; empty where `by` is null                  */
    int64_t at;      /* the signer's clock: told, never relied on             */
    struct statement_subject subject;
    const struct value *predicate; /* all of it, `log`, `by` and `at` included */
};

/* What an annotation may do: tag, untag, alias, ...; NULL last. */
extern const char *const annotation_words[];

const char *act_kind_name(enum act_kind kind); /* "approval" */
NODISCARD bool act_kind_read(struct text name, enum act_kind *out);

/* Read the payload of an envelope. ERROR_REFUSED, `file` to blame, where it is no act of ours, has
 * a member that the kind has not, or lacks one. */
NODISCARD bool act_read(const char *file, struct text act_payload, struct arena *arena,
                        struct act *out, struct error *err);

/* The payload of an act: `act_members` are the kind's own; log, by and at are put in from the act,
 * whose `predicate` is not looked at. ERROR_REFUSED where act_read would not read it. */
NODISCARD bool act_write(const struct act *act, const struct members *act_members,
                         struct arena *arena, struct text *act_payload, struct error *err);

/* What an act with these members is about; act_read and act_write demand exactly it. */
NODISCARD bool act_subject(enum act_kind kind, struct text log, const struct value *act_members,
                           struct arena *arena, struct statement_subject *about, struct error *err);

/* The namespace its signature is in, "approve@ORIGIN"; empty for what the log's key signs. That of
 * an identity act and of a transition follows from its `change`, so the predicate must be there: an
 * act that was written is read first. */
struct text act_name_space(const struct act *act, struct arena *arena);

/* How an act is sealed, once the signature was verified. */
struct seal {
    struct key key;
    bool plain;   /* a machine's plain Ed25519 signature, not an SSHSIG         */
    bool present; /* a security key was touched                                 */
    bool proven;  /* and its owner proved to it who they are, by PIN or finger  */
};

/* ERROR_INTEGRITY unless the envelope's one signature is by `key`, over its payload, in the act's
 * namespace; a plain one only where the kind may have it, and one of a security key only where it
 * was touched. */
NODISCARD bool act_verify(const struct act *act, const struct envelope *act_envelope,
                          const struct key *key, struct arena *arena, struct seal *out,
                          struct error *err);

/* The seal as it claims to be, with nothing verified: for an act that was verified before. */
NODISCARD bool act_seal(const struct act *act, const struct envelope *act_envelope,
                        const struct key *key, struct seal *out, struct error *err);

/* The key that the signature says it is by; only act_verify makes that true. False for a plain
 * one, whose keyid is the only hint. */
bool act_claimed_key(const struct envelope *act_envelope, struct arena *arena, struct key *out);

#endif
