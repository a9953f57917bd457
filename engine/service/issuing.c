#include "service/issuing.h"

#include "base/clock.h"
#include "base/limits.h"
#include "registry/lifecycle.h"
#include "service/marks.h"
#include "value/canonical.h"
#include "value/json.h"

#include <string.h>

enum { SECONDS_A_DAY = 86400 };

/* Does the entry move this version: as the one it is about, or as the other one? */
static const struct value *transition_of(const struct issuing *issuing, const struct act *act)
{
    struct arena *arena = issuing->acting->arena;
    const struct value *other = value_present(act->predicate, TEXT("other")),
                       *model = value_get(act->predicate, TEXT("model"));
    if (act->kind != ACT_TRANSITION)
        return NULL;
    if (text_equal(audit_version(act, arena), issuing->key))
        return act->predicate;
    if (other && text_equal(text_format(arena, "%.*s@%.*s", TEXT_ARGS(issuing_text(model, "name")),
                                        TEXT_ARGS(issuing_text(other, "version"))),
                            issuing->key))
        return other;
    return NULL;
}

bool issuing_head(struct issuing *issuing, struct error *err)
{
    const struct value *head = value_get(issuing->row, TEXT("head"));
    issuing->head = (uint64_t)value_integer(head);
    if (issuing->head >= log_head(issuing->acting->log)->size)
        return issuing_refuse(issuing, err, "it was moved meanwhile; look where it stands now");
    if (value_kind(head) != VALUE_INTEGER || value_integer(head) < 0 ||
        !custody_entry(issuing->acting, issuing->head, &issuing->moved, err))
        return issuing_changed(issuing, err, "the entry that moved it is not there");
    const struct value *moved = transition_of(issuing, &issuing->moved.act);
    return (moved && text_is(issuing_text(moved, "to"), stage_name(issuing->passport.stage))) ||
           issuing_changed(issuing, err, "no entry brought it to where it stands");
}

/* The full subtrees of the first `size` entries, as the store has them. */
static bool peaks_of(struct store *store, uint64_t size, struct peaks *peaks, struct error *err)
{
    size_t nth = 0;
    *peaks = (struct peaks){.size = size};
    for (unsigned level = TREE_DEPTH_MAX - 1; level < TREE_DEPTH_MAX; level--)
        if (size >> level & 1 &&
            !store->is->hash(store, level, (size >> level) - 1, &peaks->at[nth++], err))
            return false;
    return true;
}

struct later {
    struct issuing *issuing;
    struct peaks peaks;
    struct mark transition; /* whose statement is one */
    struct texts waiting;   /* what somebody signed and others had to sign as well */
};

/* How many others have to sign a move, in any lifecycle that has it. */
static size_t seats_least(const struct value *transition, enum tier tier)
{
    enum move move;
    enum stage from, to;
    struct suggestion near = {0};
    size_t least = 0;
    bool found = false;
    if (!move_read(issuing_text(transition, "change"), &move) ||
        !stage_read(issuing_text(transition, "from"), &from, &near) ||
        !stage_read(issuing_text(transition, "to"), &to, &near))
        return 0;
    for (int lifecycle = 0; lifecycle < LIFECYCLE_COUNT; lifecycle++) {
        size_t seats = 0;
        const struct transition *planned =
            transition_find((enum lifecycle)lifecycle, move, from, to);
        while (planned && seats < QUORUM_SEATS && planned->seats[tier].seats[seats])
            seats++;
        if (planned && (!found || seats < least))
            least = seats;
        found = found || planned;
    }
    return least;
}

/* Before it is made. Where they answer a request, the log takes the move only when they have. */
static size_t others_needed(const struct value *transition, enum tier tier)
{
    const struct text change = issuing_text(transition, "change");
    return text_is(change, "promote") || text_is(change, "resume") ? 0
                                                                   : seats_least(transition, tier);
}

/* What they sign together: all but who, when and why. */
static struct text terms_of(const struct value *transition, struct arena *arena)
{
    struct error unwritten = {0};
    struct members terms = {0};
    struct buffer written = buffer_in(arena, LIMIT_ENTRY_SIZE);
    for (size_t i = 0; i < value_count(transition); i++) {
        const struct text name = member_key(transition, i);
        if (!text_is(name, "by") && !text_is(name, "at") && !text_is(name, "reason"))
            members_add(arena, &terms, name, *member_value(transition, i));
    }
    const struct value map = value_of_map(arena, &terms);
    return canonical_write(&map, &written, &unwritten) ? buffer_text(&written) : TEXT_NONE;
}

/* Signed by as many as it takes, it has moved; by fewer, it waits. */
static bool moves_on(struct later *later, const struct value *transition)
{
    struct arena *arena = later->issuing->acting->arena;
    const size_t needed = others_needed(transition, later->issuing->passport.tier);
    const struct text terms = terms_of(transition, arena);
    size_t signed_by = 1;
    for (size_t i = 0; i < later->waiting.count; i++)
        signed_by += text_equal(later->waiting.at[i], terms);
    *LIST_ADD(arena, &later->waiting) = terms;
    return signed_by > needed;
}

static bool later_moves(struct later *later, uint64_t index, struct text leaf, struct error *err)
{
    struct act act;
    struct entry entry;
    struct arena *arena = later->issuing->acting->arena;
    const struct text kept = text_copy(arena, leaf);
    if (!entry_read(kept, arena, &entry, err) ||
        !act_read("the log", entry.envelope.payload, arena, &act, err))
        return false;
    return !transition_of(later->issuing, &act) || !moves_on(later, act.predicate) ||
           issuing_changed(
               later->issuing, err,
               text_format(arena, "entry %llu moved it on", (unsigned long long)index).at);
}

static bool later_see(void *context, uint64_t index, struct text leaf, struct error *err)
{
    struct digest hash;
    struct later *later = context;
    return leaf_hash(leaf, &hash, err) && peaks_append(&later->peaks, &hash, err) &&
           (!mark_found(&later->transition, leaf) || later_moves(later, index, leaf, err));
}

/* The entries come to the signed root, so none of them was changed or left out. */
bool issuing_stands(struct issuing *issuing, struct error *err)
{
    struct digest root;
    struct acting *acting = issuing->acting;
    struct store *store = log_store(acting->log);
    const struct tree_head *head = log_head(acting->log);
    const struct leaf_range since = {issuing->head + 1, head->size};
    struct later later = {.issuing = issuing,
                          .transition =
                              mark_of(TEXT("\"urn:obstat:transition:v1\""), acting->arena)};
    if (!peaks_of(store, since.from, &later.peaks, err) ||
        !store->is->entries(store, since, (struct entry_visit){later_see, &later}, err) ||
        !peaks_root(&later.peaks, &root, err))
        return false;
    return digest_equal(&root, &head->root) ||
           issuing_changed(issuing, err, "entries are not those that were signed");
}

/* ---- an emergency, and those who answered for it ---- */

/* The entry is an approval of the request, by somebody who is not among those yet. */
static bool answer_take(struct issuing *issuing, const struct value *answer, struct text request,
                        struct texts *answered, struct error *err)
{
    struct text by;
    struct audited audited;
    struct arena *arena = issuing->acting->arena;
    if (!custody_entry(issuing->acting, (uint64_t)value_integer(value_get(answer, TEXT("index"))),
                       &audited, err) ||
        !audit_by(issuing->acting, &audited, arena, &by, err))
        return false;
    if (audited.act.kind != ACT_APPROVAL ||
        !text_is(issuing_text(audited.act.predicate, "answer"), "approve") ||
        !text_equal(issuing_text(audited.act.predicate, "request"), request))
        return true;
    for (size_t i = 0; i < answered->count; i++)
        if (text_equal(answered->at[i], by))
            return true;
    *LIST_ADD(arena, answered) = by;
    return true;
}

bool issuing_reviewed(struct issuing *issuing, struct error *err)
{
    int64_t review_by;
    struct texts answered = {0};
    const struct value *request;
    struct acting *acting = issuing->acting;
    const struct value *moved = issuing->moved.act.predicate;
    const struct text request_id = issuing_text(moved, "request");
    if (transition_of(issuing, &issuing->moved.act) != moved ||
        !text_is(issuing_text(moved, "change"), "promote") || !request_id.size ||
        !clock_read(issuing_text(moved, "review_by"), &review_by) ||
        review_by > acting->session->now)
        return true;
    if (!registry_row(&acting->rows, "request", request_id, acting->arena, &request, err))
        return false;
    const struct value *answers = value_get(request, TEXT("answers"));
    for (size_t i = 0; i < value_count(answers); i++)
        if (!answer_take(issuing, value_at(answers, i), request_id, &answered, err))
            return false;
    return answered.count >= seats_least(moved, issuing->passport.tier) ||
           issuing_changed(issuing, err, "too few have reviewed its emergency");
}

/* ---- by what it was let through ---- */

struct moves {
    struct arena *arena;
    struct values indexes;
};

static bool move_see(void *context, struct row_name name, struct text document, struct error *err)
{
    struct moves *moves = context;
    struct value row;
    (void)name;
    const struct text source = {text_string(moves->arena, document), document.size};
    if (!json_read("history", source, (struct json_options){0}, moves->arena, &row, err))
        return false;
    if (text_is(issuing_text(&row, "kind"), "transition"))
        *LIST_ADD(moves->arena, &moves->indexes) = *value_get(&row, TEXT("index"));
    return true;
}

/* What a move of this version says of how it came to be where it stands: the newest counts. */
static void past_take(struct issuing *issuing, const struct audited *audited, struct text *decision)
{
    const struct value *transition = audited->act.predicate;
    if (transition_of(issuing, &audited->act) != transition)
        return;
    if (!decision->size)
        *decision = issuing_text(transition, "decision");
    if (!issuing->promoted && text_is(issuing_text(transition, "change"), "promote") &&
        !text_equal(issuing_text(transition, "from"), issuing_text(transition, "to")))
        issuing->promoted = audited->entry.time;
}

/* The decision of its last move that needed one, and its last promotion: this move, or, where it
 * came back by a rollback or after a suspension, one before. */
static bool past_find(struct issuing *issuing, struct text *decision, struct error *err)
{
    struct acting *acting = issuing->acting;
    struct moves moves = {.arena = acting->arena};
    const struct text key = text_format(acting->arena, "%.*s/", TEXT_ARGS(issuing->key));
    *decision = TEXT_NONE;
    past_take(issuing, &issuing->moved, decision);
    if (!acting->rows.walk(acting->rows.keeper, (struct row_name){TEXT("history"), key},
                           (struct row_visit){move_see, &moves}, err))
        return false;
    for (size_t nth = moves.indexes.count; nth-- > 0 && !(decision->size && issuing->promoted);) {
        struct audited audited;
        if (!custody_entry(acting, (uint64_t)value_integer(&moves.indexes.at[nth]), &audited, err))
            return false;
        past_take(issuing, &audited, decision);
    }
    return (decision->size && issuing->promoted) ||
           issuing_refuse(issuing, err, "no recorded decision let it through");
}

bool issuing_decision(struct issuing *issuing, struct error *err)
{
    struct text decision;
    struct audited audited;
    const struct value *row;
    struct acting *acting = issuing->acting;
    struct passport *passport = &issuing->passport;
    if (!past_find(issuing, &decision, err) ||
        !registry_row(&acting->rows, "decision", decision, acting->arena, &row, err))
        return false;
    const struct value *index = value_get(row, TEXT("index"));
    if (value_kind(index) != VALUE_INTEGER ||
        !custody_entry(acting, (uint64_t)value_integer(index), &audited, err))
        return issuing_changed(issuing, err, "the decision is not there");
    const struct value *said = audited.act.predicate;
    const struct text artifact = issuing_text(said, "artifact");
    if (audited.act.kind != ACT_DECISION || !text_equal(issuing_text(said, "decision"), decision) ||
        !text_equal(audit_version(&audited.act, acting->arena), issuing->key) ||
        text_is(issuing_text(said, "verdict"), "deny") ||
        !digest_read(artifact.size ? artifact : issuing_text(said, "manifest"),
                     &passport->artifact))
        return issuing_changed(issuing, err, "the decision was another");
    passport->decision = decision;
    passport->policies = issuing_text(said, "policies");
    return true;
}

/* As it was registered: the tier, and how long it may live. */
bool issuing_registration(struct issuing *issuing, struct error *err)
{
    struct audited audited;
    struct suggestion near = {0};
    struct acting *acting = issuing->acting;
    const struct value *index = value_get(issuing->row, TEXT("index"));
    if (value_kind(index) != VALUE_INTEGER ||
        !custody_entry(acting, (uint64_t)value_integer(index), &audited, err) ||
        audited.act.kind != ACT_REGISTRATION ||
        !text_equal(audit_version(&audited.act, acting->arena), issuing->key))
        return issuing_changed(issuing, err, "it was not registered so");
    const struct value *said = audited.act.predicate;
    const struct text artifact = issuing_text(said, "artifact");
    const struct value *days = value_present(said, TEXT("ttl_days"));
    struct digest registered;
    if (!tier_read(issuing_text(value_get(said, TEXT("model")), "tier"), &issuing->passport.tier,
                   &near) ||
        !digest_read(artifact.size ? artifact : issuing_text(said, "manifest"), &registered) ||
        !digest_equal(&registered, &issuing->passport.artifact))
        return issuing_changed(issuing, err, "its artifact is not the one that was registered");
    int64_t expires = CLOCK_FIRST;
    const bool ends = clock_read(issuing_text(issuing->row, "expires"), &expires);
    return (days ? expires == issuing->promoted + value_integer(days) * SECONDS_A_DAY : !ends) ||
           issuing_changed(issuing, err, "its time to live is another");
}
