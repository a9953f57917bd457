#include "service/acting.h"

#include "base/encode.h"
#include "crypto/random.h"
#include "ledger/entry.h"

enum { PROOF_BYTES = 32 }; /* of randomness in what proves that a key is held */

/* ---- signing ---- */

/* The signature as a person makes it: SSHSIG over the PAE, in the act's namespace. */
static bool person_signature(struct acting *acting, const struct act *act, struct text act_pae,
                             struct envelope_signature *sealed, struct error *err)
{
    char acting_fingerprint[KEY_ID_SIZE];
    const struct text name_space = act_name_space(act, acting->arena);
    if (!key_id(&acting->signer.key, acting_fingerprint, err) ||
        !signer_sign(&acting->signer, name_space, act_pae, acting->arena, &sealed->bytes, err))
        return false;
    sealed->key_id = text_copy(acting->arena, text_of(acting_fingerprint));
    acting->proven = true;
    return true;
}

/* In a namespace that no act has, and fresh: an answer serves for nothing else, and no older one
 * serves for this. */
bool acting_proves(struct acting *acting)
{
    struct text proof;
    uint8_t fresh[PROOF_BYTES];
    char digits[2 * PROOF_BYTES + 1];
    struct error unproven = {0};
    if (acting->proven || acting->signer.pair)
        return true;
    if (!acting->signer.agent || !random_bytes(fresh, sizeof fresh, &unproven))
        return false;
    hex_write(fresh, sizeof fresh, digits);
    const struct text name_space =
        text_format(acting->arena, "holds@%.*s", TEXT_ARGS(acting->origin));
    const struct text challenge = text_format(
        acting->arena, "Whoever signs this holds the key, and says nothing else. %s\n", digits);
    acting->proven =
        signer_sign(&acting->signer, name_space, challenge, acting->arena, &proof, &unproven);
    return acting->proven;
}

/* As machines sign: plain Ed25519 over the PAE, which DSSE's own tools verify. */
static bool plain_signature(struct arena *arena, const struct key_pair *acting_pair,
                            struct text act_pae, struct envelope_signature *sealed,
                            struct error *err)
{
    uint8_t *plain_bytes = arena_alloc(arena, SIGNATURE_SIZE);
    if (!envelope_key_id(key_pair_public(acting_pair), arena, &sealed->key_id, err) ||
        !signature_make(acting_pair, act_pae, plain_bytes, err))
        return false;
    sealed->bytes = (struct text){(const char *)plain_bytes, SIGNATURE_SIZE};
    return true;
}

bool acting_seal_plain(const struct act *sealed_act, const struct members *act_members,
                       const struct key_pair *acting_pair, struct arena *arena,
                       struct envelope *out, struct error *err)
{
    struct envelope_signature act_signature = {0};
    struct envelope sealed_envelope = {.type = STATEMENT_TYPE};
    if (!act_write(sealed_act, act_members, arena, &sealed_envelope.payload, err) ||
        !plain_signature(arena, acting_pair, envelope_signed_bytes(&sealed_envelope, arena),
                         &act_signature, err))
        return false;
    *LIST_ADD(arena, &sealed_envelope.signatures) = act_signature;
    *out = sealed_envelope;
    return true;
}

/* Written, read back for its namespace, and shown: only then it is signed. */
static bool draft_seal(struct acting *acting, const struct draft *draft, struct envelope *out,
                       struct error *err)
{
    struct act written;
    struct session *session = acting->session;
    struct envelope draft_envelope = {.type = STATEMENT_TYPE};
    struct envelope_signature draft_signature = {0};
    const struct act act = {
        .kind = draft->kind,
        .log = acting->origin,
        .by = acting->id,
        .at = session->now,
        .subject = draft->subject,
    };
    if (!act_write(&act, &draft->members, acting->arena, &draft_envelope.payload, err) ||
        !act_read("the statement", draft_envelope.payload, acting->arena, &written, err) ||
        (draft->sentence.size &&
         !session->confirm(session->context, draft->sentence, draft->word, err)))
        return false;
    const struct text draft_pae = envelope_signed_bytes(&draft_envelope, acting->arena);
    if (draft->plain && acting->pair
            ? !plain_signature(acting->arena, acting->pair, draft_pae, &draft_signature, err)
            : !person_signature(acting, &written, draft_pae, &draft_signature, err))
        return false;
    *LIST_ADD(acting->arena, &draft_envelope.signatures) = draft_signature;
    *out = draft_envelope;
    return true;
}

/* ---- appending ---- */

struct entry_seen {
    struct arena *arena;
    struct entry entry;
};

static bool entry_see(void *context, uint64_t index, struct text leaf, struct error *err)
{
    struct entry_seen *seen = context;
    (void)index;
    return entry_read(text_copy(seen->arena, leaf), seen->arena, &seen->entry, err);
}

bool acting_entry(struct acting *acting, uint64_t index, struct entry *out, struct error *err)
{
    struct entry_seen acting_seen = {.arena = acting->arena};
    const struct leaf_range recorded_range = {index, index + 1};
    if (!log_entries(acting->log, recorded_range, (struct entry_visit){entry_see, &acting_seen},
                     err))
        return false;
    *out = acting_seen.entry;
    return true;
}

/* Is it in the log already? Then where, and since when. */
static bool entry_repeated(struct acting *acting, struct recorded *recorded, struct error *err)
{
    struct entry there;
    struct digest id;
    const struct value *logged;
    if (!registry_row(&acting->rows, "entry", digest_print(&recorded->id, acting->arena),
                      acting->arena, &logged, err))
        return false;
    recorded->repeated = logged != NULL;
    if (!recorded->repeated)
        return true;
    recorded->index = (uint64_t)value_integer(value_get(logged, TEXT("index")));
    if (!acting_entry(acting, recorded->index, &there, err) || !entry_id(&there, &id, err))
        return false;
    recorded->time = there.time;
    return digest_equal(&id, &recorded->id) ||
           error_set(err, ERROR_INTEGRITY, "entry %llu is another than was logged there",
                     (unsigned long long)recorded->index);
}

bool acting_openings_put(const struct acting *acting, const struct rows *acting_rows,
                         struct error *err)
{
    for (size_t i = 0; i < acting->committed.count; i++) {
        const struct committed *committed = &acting->committed.at[i];
        const struct row_name opening_named = {TEXT("opening"), committed->commitment};
        if (!acting_rows->put(acting_rows->keeper, opening_named, committed->document, err))
            return false;
    }
    return true;
}

/* Within a write: take away the words that the entry says are erased. */
static bool openings_drop(const struct acting *acting, struct error *err)
{
    for (size_t i = 0; i < acting->erased.count; i++) {
        const struct row_name opening_named = {TEXT("opening"), acting->erased.at[i]};
        if (!acting->rows.put(acting->rows.keeper, opening_named, TEXT_NONE, err))
            return false;
    }
    return true;
}

/* Who signed was shown this log, and no other one that hides or tells something else. */
static bool entry_seen_here(struct acting *acting, const struct entry *entry, struct error *err)
{
    struct digest root;
    struct tree_head seen;
    if (!approval_seen(entry, acting->arena, &seen, err))
        return false;
    if (!seen.size)
        return true;
    return log_root(acting->log, seen.size, &root, err) &&
           (digest_equal(&seen.root, &root) || approval_unseen(&seen, err));
}

/* Within a write: the guard, and what follows from the entry. */
static bool entry_append(struct acting *acting, struct entry *entry, struct recorded *recorded,
                         struct error *err)
{
    struct text recorded_leaf;
    struct digest recorded_hash;
    bool repeated = false;
    if (!entry_id(entry, &recorded->id, err) || !entry_repeated(acting, recorded, err))
        return false;
    const int64_t repeated_time = recorded->time;
    entry->index = log_next(acting->log);
    recorded->time = entry->time;
    if (!entry_write(entry, acting->arena, &recorded_leaf, err))
        return false;
    if (recorded->repeated) { /* it may be there and not be anchored yet: the commit sees to that */
        recorded->time = repeated_time;
        return log_add(acting->log, recorded_leaf, &recorded->id, &recorded->index, &repeated, err);
    }
    return leaf_hash(recorded_leaf, &recorded_hash, err) &&
           registry_apply(&acting->rows, entry, &recorded_hash, REGISTRY_VERIFY, acting->arena,
                          err) &&
           entry_seen_here(acting, entry, err) &&
           log_add(acting->log, recorded_leaf, &recorded->id, &recorded->index, &repeated, err) &&
           acting_openings_put(acting, &acting->rows, err) && openings_drop(acting, err);
}

static bool premise_holds(const struct premise *premise, struct acting *acting, int64_t log_time,
                          struct error *err)
{
    return !premise->holds || premise->holds(premise->context, acting, log_time, err);
}

static bool envelope_record(struct acting *acting, const struct envelope *envelope,
                            const struct premise *premise, struct recorded *out, struct error *err)
{
    struct recorded recorded = {0};
    struct entry entry = {.envelope = *envelope, .remark = acting->remark};
    if (!log_begin(acting->log, session_moment(acting->session), &entry.time, err))
        return false;
    if (!premise_holds(premise, acting, entry.time, err) ||
        !entry_append(acting, &entry, &recorded, err)) {
        log_abort(acting->log);
        return false;
    }
    if (!log_commit(acting->log, err))
        return false;
    acting->committed.count = 0;
    acting->erased.count = 0;
    *out = recorded;
    return true;
}

bool acting_record_envelope(struct acting *acting, const struct envelope *envelope,
                            struct recorded *out, struct error *err)
{
    return envelope_record(acting, envelope, &(struct premise){0}, out, err);
}

bool acting_record(struct acting *acting, const struct draft *draft, struct recorded *out,
                   struct error *err)
{
    struct envelope envelope;
    return draft_seal(acting, draft, &envelope, err) &&
           envelope_record(acting, &envelope, &draft->premise, out, err);
}
