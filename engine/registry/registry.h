/* registry/registry.h: what the log says about people, policies, versions and requests.
 *
 * The registry is a fold over the log: registry_apply takes the next entry, says whether it may
 * stand there, and puts down what follows from it as rows. The same function guards an append,
 * verifies a log and rebuilds it, so there is one place where it is decided who may do what, and
 * it is decided at the moment the entry was logged.
 *
 *     entry --> signature by a key of `by`, valid then --> role --> the kind's own rules --> rows
 *
 * Rows (kind, key -> document), the documents in the one spelling of RFC 8785. What is not known is
 * null; by, time and index say who, when by the log's clock, and at which entry:
 *
 *     log       origin           origin, key (vkey), admins[], quorum {tighten, loosen, restore,
 *                                enroll}, engine, lifecycle, continues?, index, time, restores[]
 *                                {index, time, size, root, replaces, signers[]}
 *     log       last             index, time: of the last entry
 *     entry     ID of an entry   index; the same statement never stands in a log twice
 *     identity  ID               id, index, time, by, name, roles[], valid_until,
 *                                keys[] {key, fingerprint, index, time, challenge, since, until},
 *                                revoked? {index, time, by, since, reason}
 *     key       FINGERPRINT      identity, index; a key belongs to one person for ever
 *     adoption  STAGE            stage, set, sources, previous, follows (the entry of the adoption
 *                                before it), loosens[], trust[], index, time, signers[]
 *     proposal  STAGE/SET        stage, set, sources, previous, follows, loosens[], trust[],
 *                                needed, signers[] {by, index, time}
 *               restore/DIGEST   a backup that not enough administrators have signed yet
 *               identity/ID/FINGERPRINT   somebody who takes several administrators to add, or a
 *                                key that administrators give somebody else: change, id, key,
 *                                roles, valid_until, needed, signers[]
 *               move/NAME@VERSION/CHANGE   a move that not enough have signed yet: its terms,
 *                                needed, signers[] {by, index, time}
 *     model     NAME             name, versions (how many), production, previous[] (versions that
 *                                were in production before, newest last), tier (the highest that
 *                                has served, in shadow, canary or production, until an owner
 *                                promotes a lower one to production: only an owner or a
 *                                risk-officer registers a lower one, and only an owner promotes it
 *                                to where people are met), emergency {version, index, others[]?}
 *                                (that nobody has reviewed yet), aliases {}
 *     version   NAME@VERSION     name, version, tier, owner, authors[], recorders[], manifest,
 *                                artifact, listing, index, time, by, decision (the last one's id),
 *                                newest {STAGE: id of the newest decision on that move}, passed
 *                                (the decision by which it moved last),
 *                                judged_by (the set of it), open[] (requests, by id), stage, head
 *                                (the entry that moved it last), moved {index, time, by, change,
 *                                from}, served (since which entry people met it), release,
 *                                ttl_days, created, lineage, expires, review_due,
 *                                before (stage to resume to), suspended {index, time, by,
 *                                incident}, sunset, steps[], successor, step, retention, stored[],
 *                                owed[] {what, due, index, by, request?}, tags {}, consumers[] {id,
 *                                by (who recorded it first), index, acknowledged?}, endpoints[]
 *                                {endpoint, index, where?, requests?}
 *     artifact  DIGEST           tier, version (NAME@VERSION): the highest under which these bytes
 *                                were registered, and as what; stopped (how many versions of them
 *                                are suspended, ended so, or were rejected for good), stops[] (the
 *                                newest of those); firm, firms[] (the same, of those that stop what
 *                                has served as well), names[] (of models, as which they served)
 *     place     STAGE/TIER/NAME@VERSION    name, version, stage, tier, owner, registered, expires,
 *                                sunset, head: what stands where, in order
 *     source    KIND:WHAT/NAME@VERSION     nothing: what the version was made from, or judged by
 *                                (registry_source_key)
 *     notice    NAME@VERSION/WHAT/DUE/DAYS  index, time: given once
 *     paid      ID/NAME@VERSION/WHAT/N   version, time, debt {what, due, index, by, request?}: a
 *                                review that was owed, by who paid it; N is the index of the debt
 *                                with 16 digits
 *     history   NAME@VERSION/N   kind, index, id: of a decision, of the request that was answered,
 *                                of a waived policy, the change of a transition or annotation; N is
 *                                the index with 16 digits, so that keys are in order
 *     decision  ID               what was recorded, and id, index, leaf, time, by, consumed?
 *                                {index, time, by}
 *     request   ID of a decision id, index, leaf, time, by, model {name, version}, tier,
 *                                transition {from, to}, artifact, listing, manifest, policies,
 *                                evidence[], decisions[] (the newest's id),
 *                                closed? {how, index, time, by},
 *                                emergency? {index, time, by, due}: a promotion went ahead of it,
 *                                answers[] {by, index, time, answer, meaning, role, expires,
 *                                conditions[], reason, decision, engine, sentence, key, present,
 *                                proven}
 *     waiver    NAME@VERSION/STAGE/POLICY   policy, stage, until, artifact, reason, index, time, by
 *     erasure   ID               id, erased[] {by, index, time, reason}
 *     erased    a commitment     id, index: of the erasure that took its words away
 *
 * Everything that does not hold is ERROR_INTEGRITY with a sentence that says why; only what the
 * lifecycle does not let as things stand is ERROR_GUARD, and what lacks nothing but signatures
 * ERROR_PENDING.
 */
#ifndef REGISTRY_REGISTRY_H
#define REGISTRY_REGISTRY_H

#include "evidence/stage.h"
#include "ledger/row.h"
#include "ledger/tree.h"
#include "policy/policy.h"
#include "registry/act.h"

struct texts LIST(struct text);

enum registry_trust {
    REGISTRY_VERIFY,  /* signatures are verified                                     */
    REGISTRY_REBUILD, /* they were: entries come from a log that was verified before */
};

/* Apply the entry whose leaf hash is `leaf`. Rows are put down only where true is returned, except
 * that a keeper which fails may have taken some: whoever keeps them undoes the whole. */
NODISCARD bool registry_apply(const struct rows *rows, const struct entry *entry,
                              const struct digest *leaf, enum registry_trust trust,
                              struct arena *arena, struct error *err);

/* A row as a document; NULL in *out where there is none. */
NODISCARD bool registry_row(const struct rows *rows, const char *row_kind, struct text row_key,
                            struct arena *arena, const struct value **out, struct error *err);

/* Who asks: of which rows, at which moment; answers live in the arena. */
struct inquiry {
    const struct rows *rows;
    int64_t now;
    struct arena *arena;
};

/* ---- people ---- */

/* Roles, as bits: 1 << ROLE. */
enum role {
    ROLE_ADMIN,
    ROLE_DEVELOPER,
    ROLE_VALIDATOR,
    ROLE_OWNER,
    ROLE_RISK_OFFICER,
    ROLE_AUDITOR,
    ROLE_CI,
    ROLE_OPERATOR,
    ROLE_COUNT
};

const char *role_name(enum role role);
NODISCARD bool role_read(struct text name, enum role *out);
extern const char *const role_words[]; /* NULL last, for help and did-you-mean */

/* Who holds a key: ERROR_INTEGRITY with what to do where nobody does. */
NODISCARD bool registry_holder(const struct rows *rows, const struct key *key, struct arena *arena,
                               struct text *id, struct error *err);

/* May this identity act in one of `roles` at the moment, with the key? Says why not. */
NODISCARD bool registry_may(const struct inquiry *inquiry, struct text id, const struct key *key,
                            unsigned roles, struct error *err);

/* May a version be called so: has it the letters of an alias, and means nothing else already? */
bool registry_alias_free(struct text alias);

/* Authors of a version neither answer nor sign for it: who registered it or recorded a decision on
 * it, its manifest's authors, its owner. */
bool version_has_author(const struct value *version, struct text id);

/* Are the names of the artifact's files those that NAME@VERSION was registered with? Both are
 * listings (struct artifact), empty where no names are known: of a single file, or of what was
 * named by digest alone. ERROR_INTEGRITY says what to do: names that nobody registered are as wrong
 * as others, and so is to leave away those that were. */
NODISCARD bool registry_listing_holds(struct text version_key, struct text registered,
                                      struct text listing, struct error *err);

/* ---- adoption ---- */

/* In words, what of a policy set may let more through than another did: a policy that is gone or
 * has a lower level, another source or other modules, a parameter moved to its looser side. Both
 * are listings, as the digest of a set is taken over (policy/policy.h). `known_policies` are the
 * new policies with the bounds of their parameters; NULL where only listings are at hand: then no
 * direction is known, and every changed parameter counts. NULL for `in_force`: nothing was in
 * force, so nothing is looser. ERROR_REFUSED where one is no listing. */
NODISCARD bool adoption_compare(const struct value *in_force, const struct value *candidate,
                                const struct policies *known_policies, struct arena *arena,
                                struct texts *looser, struct error *err);

/* ---- requests ---- */

/* What may be answered, and what an answer may mean; NULL last. The first four meanings count. */
extern const char *const answer_words[];  /* approve, reject, request-changes */
extern const char *const meaning_words[]; /* approval, risk-assessment, ..., authorship */

/* What the answers to a request, or its absence, come to. */
struct standing {
    size_t needed;          /* signatures in all                                          */
    size_t lacking;         /* of them; 0: approved                                       */
    struct texts lacks;     /* in words: "a risk-officer", "one more of owner, validator" */
    bool closed;            /* rejected, changes requested, superseded, consumed          */
    struct text closed_how; /* "rejected by bob at entry 12"                              */
    struct values counted;  /* the answers that count, as the request has them            */
};

/* A move as those see it who sign for it; STAGE_NONE: not known where it stands. */
struct passage {
    enum stage from, to;
    enum tier tier;
};

/* What the passage of a version needs at the moment, in the log's lifecycle; `request` NULL where
 * nobody has answered yet. Answers count that are unexpired, by distinct persons who are no
 * authors, in a role and with a meaning that count, and whose identity was not revoked from before
 * they answered; of a version that is suspended, or was promoted in an emergency, not those of who
 * did it. */
NODISCARD bool registry_standing(const struct inquiry *inquiry, const struct value *request,
                                 struct passage passage, struct standing *out, struct error *err);

/* The open request that binds exactly this (see binding), or NULL. */
struct binding {
    struct text name, version;
    struct text artifact; /* "sha256:..." or empty */
    struct text listing;  /* of its files' names (struct artifact), or empty */
    struct text manifest, policies;
    const struct value *evidence; /* list of digests */
    enum stage from, to;          /* from may be STAGE_NONE */
};

NODISCARD bool registry_open_request(const struct rows *rows, const struct binding *binding,
                                     struct arena *arena, const struct value **out,
                                     struct error *err);

/* Waivers in force at `now` for the version, artifact and stage: a list of
 * {"policy", "until", "by", "index"}. */
NODISCARD bool registry_waivers(const struct rows *rows, const struct binding *binding, int64_t now,
                                struct arena *arena, const struct value **out, struct error *err);

/* ---- moves ---- */

/* The rows, the members of a transition, as drafted or as logged, and who signs it, as the
 * situation that registry_plan judges (registry/lifecycle.h). ERROR_INTEGRITY where there is no
 * such version or signer, or where members stand there that do not belong to the change. */
struct situation;
NODISCARD bool registry_situation(const struct inquiry *inquiry,
                                  const struct value *transition_members, struct text by,
                                  struct situation *out, struct error *err);

/* Are the reviews done that the move waits for? Says which is not, whatever else stands against it.
 */
NODISCARD bool registry_reviewed(const struct inquiry *inquiry,
                                 const struct value *transition_members, struct text by,
                                 struct error *err);

/* Would the log let the transition move the version now? Otherwise a sentence that says which guard
 * objects, what holds and what to do: ERROR_GUARD; ERROR_INTEGRITY where something is forged,
 * swapped, replayed, or judged by another set; ERROR_PENDING where signatures are lacking. One that
 * is pending is still recorded where others sign it by giving the same command (no GUARD_DECISION
 * in its row): it becomes a proposal that they join. */
NODISCARD bool registry_permits(const struct inquiry *inquiry,
                                const struct value *transition_members, struct text by,
                                struct error *err);

/* The version that a rollback of `version` brings back, of the model's row: the newest that was in
 * production before and is fit to return: deprecated (in `simple`: in staging), not suspended
 * since, with an artifact that was registered and is stopped under no other name, neither its time
 * to live nor its sunset over and no review overdue. NULL in *out where none is. */
NODISCARD bool registry_predecessor(const struct inquiry *inquiry, const struct value *model,
                                    struct text version, const struct value **out,
                                    struct error *err);

/* In words, which newer ones that passes over, and why: all, where none is fit. */
NODISCARD bool registry_passed_over(const struct inquiry *inquiry, const struct value *model,
                                    struct text version, struct texts *out, struct error *err);

/* Other versions with the bytes of this row's version that are suspended, ended so, or were
 * rejected for good: the newest of them; and whose stop is its own as well, or empty. */
struct stops {
    struct texts others; /* NAME@VERSION */
    struct text by;
};

NODISCARD bool registry_stops(const struct inquiry *inquiry, const struct value *version,
                              struct stops *out, struct error *err);

/* Is what the id said at the moment void, because it was revoked as compromised since then? The
 * moment of the revocation goes to `since`; empty: it counts. */
NODISCARD bool registry_void(const struct inquiry *inquiry, struct text id, int64_t time,
                             struct text *since, struct error *err);

/* "KIND:WHAT/", below which rows of kind `source` stand, one for each version. KIND is data (WHAT
 * is a digest, NAME or NAME@VERSION), model (the same), code (a commit), environment, policies (the
 * digest of a set). What would end it, "/" and "%", is written %2F and %25. */
struct text registry_source_key(const char *source_kind, struct text source_what,
                                struct arena *arena);

/* The log that the signer of an approval was shown: that this log had this root at that size is for
 * who has its tree to say, and they do, before it is logged and whenever it is audited. A size of 0
 * where the entry is no approval. */
NODISCARD bool approval_seen(const struct entry *entry, struct arena *arena, struct tree_head *out,
                             struct error *err);

/* What they say where it had another one: ERROR_INTEGRITY, always false. */
bool approval_unseen(const struct tree_head *seen, struct error *err);

/* The sentence that an approver signs, from the members of an approval without `sentence`. */
NODISCARD bool approval_sentence(const struct act *act, const struct value *act_members,
                                 struct arena *arena, struct text *out, struct error *err);

#endif
