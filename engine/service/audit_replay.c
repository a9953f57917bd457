/* audit replay: derive recorded decisions again from what the vault keeps, and hold their ids
 * against those in the log. */
#include "base/encode.h"
#include "base/limits.h"
#include "ledger/entry.h"
#include "service/acting.h"
#include "service/operations.h"
#include "service/record.h"
#include "service/replay.h"
#include "service/replay_adoption.h"

enum { OUTCOMES_SHOWN = 20 }; /* the first is what matters; whoever tampers rarely stops at one */
enum { SHORT_ID = sizeof "sha256:" - 1 + 8 };

/* The decisions in the log that are asked for. */
struct collection {
    struct session *session;
    struct text wanted; /* an id or how it begins; empty: all */
    struct replayeds list;
    struct values waivers; /* as service/claims.h wants them */
    struct adoptions_said adoptions;
    struct arena scratch;
};

/* ---- from the log ---- */

static bool digest_said(const struct value *predicate, const char *name, struct digest *out)
{
    return digest_read(value_text(value_get(predicate, text_of(name))), out);
}

static bool id_wanted(const struct collection *collection, struct text id)
{
    const struct text bare = text_part(id, sizeof "sha256:" - 1, id.size);
    return text_starts(id, collection->wanted) || text_starts(bare, collection->wanted);
}

static bool decision_collect(struct collection *collection, uint64_t index, const struct act *act,
                             struct error *err)
{
    struct replayed one = {.index = index};
    if (!id_wanted(collection, value_text(value_get(act->predicate, TEXT("decision")))))
        return true;
    if (!digest_said(act->predicate, "decision", &one.decision) ||
        !digest_said(act->predicate, "case", &one.docket) ||
        !digest_said(act->predicate, "policies", &one.policies))
        return error_set(err, ERROR_INTEGRITY, "entry %llu is a decision that lacks a digest",
                         (unsigned long long)index);
    struct value *claim = ARENA_NEW(collection->session->arena, struct value);
    *claim = value_copy(collection->session->arena, act->predicate);
    one.claim = claim;
    *LIST_ADD(collection->session->arena, &collection->list) = one;
    return true;
}

static void waiver_collect(struct collection *collection, uint64_t index, const struct act *act)
{
    struct arena *arena = collection->session->arena;
    struct record waiver = record_in(arena);
    record_integer(&waiver, "index", (int64_t)index);
    record_text(&waiver, "by", text_copy(arena, act->by));
    record_value(&waiver, "waiver", value_copy(arena, act->predicate));
    *LIST_ADD(arena, &collection->waivers) = record_map(&waiver);
}

/* The first of a stage loosens nothing: nothing was in force. */
static void adoption_collect(struct collection *collection, uint64_t index, const struct act *act)
{
    struct arena *arena = collection->session->arena;
    struct value *members = ARENA_NEW(arena, struct value);
    *members = value_copy(arena, act->predicate);
    if (!value_present(members, TEXT("previous")))
        return;
    *LIST_ADD(arena, &collection->adoptions) = (struct adoption_said){
        .index = index,
        .stage = value_text(value_get(members, TEXT("stage"))),
        .set = value_text(value_get(members, TEXT("set"))),
        .sources = value_text(value_get(members, TEXT("sources"))),
        .previous = value_text(value_get(members, TEXT("previous"))),
        .loosens = value_get(members, TEXT("loosens")),
    };
}

/* Each decision is told of all waivers. */
static void waivers_share(struct collection *collection)
{
    struct value *waivers = ARENA_NEW(collection->session->arena, struct value);
    *waivers = value_of_list(collection->session->arena, collection->waivers.at,
                             collection->waivers.count);
    for (size_t i = 0; i < collection->list.count; i++)
        collection->list.at[i].waivers = waivers;
}

static bool entry_see(void *context, uint64_t index, struct text leaf, struct error *err)
{
    struct act act;
    struct entry entry;
    struct error broken = {0};
    struct collection *collection = context;
    arena_clear(&collection->scratch);
    if (!entry_read(leaf, &collection->scratch, &entry, &broken) ||
        !act_read("the entry", entry.envelope.payload, &collection->scratch, &act, &broken))
        return error_set(err, ERROR_INTEGRITY, "entry %llu: %s", (unsigned long long)index,
                         broken.message);
    if (act.kind == ACT_WAIVER)
        waiver_collect(collection, index, &act);
    if (act.kind == ACT_ADOPTION && !collection->wanted.size)
        adoption_collect(collection, index, &act);
    return act.kind != ACT_DECISION || decision_collect(collection, index, &act, err);
}

/* The store is closed again before a worker is started. */
static bool decisions_collect(struct collection *collection, const struct value *request,
                              const char **vault, struct text *origin, struct error *err)
{
    uint64_t size = 0;
    struct acting acting = {0};
    const struct entry_visit visit = {entry_see, collection};
    if (!acting_open(collection->session, request, STORE_READ, &acting, err))
        return false;
    struct store *store = log_store(acting.log);
    const bool collected = store->is->size(store, &size, err) &&
                           log_entries(acting.log, (struct leaf_range){0, size}, visit, err);
    arena_free(&collection->scratch);
    waivers_share(collection);
    *vault = acting.vault;
    *origin = text_copy(collection->session->arena, acting.origin);
    acting_close(&acting);
    if (!collected)
        return false;
    return collection->list.count || collection->wanted.size == 0 ||
           error_set(err, ERROR_USAGE, "no decision in the log has the id %.*s",
                     TEXT_ARGS(collection->wanted));
}

/* ---- to the reader ---- */

static const char *ending_mark(enum replay_ending ending)
{
    switch (ending) {
    case REPLAY_SAME:
        return " same ";
    case REPLAY_DIFFERS:
        return " DIFF ";
    case REPLAY_CLOCK:
        return " note ";
    case REPLAY_BELIED:
        return "BELIED";
    case REPLAY_LOST:
        break;
    }
    return " LOST ";
}

static void outcome_print(struct session *session, const struct replayed *one,
                          const struct replay_outcome *outcome)
{
    char id[DIGEST_TEXT_SIZE];
    digest_write(&one->decision, id);
    session->print(session->context,
                   text_format(session->arena, "%s entry %llu   decision %s\n         %s\n",
                               ending_mark(outcome->ending), (unsigned long long)one->index, id,
                               outcome->how ? outcome->how : "no reason was given"));
}

/* What all of them come to. */
struct replay_sum {
    size_t same, stopped, broken, by_others; /* by_others: under another version of the program */
    const struct replayed *first;            /* that is broken, by its index                     */
    const char *engine;                      /* one of the other versions */
    size_t belied;                           /* adoptions, by their own sets */
};

static void outcome_count(const struct replayed *one, const struct replay_outcome *outcome,
                          struct replay_sum *sum)
{
    sum->same += outcome->ending == REPLAY_SAME;
    sum->stopped += outcome->ending == REPLAY_CLOCK;
    if (outcome->engine) {
        sum->by_others++;
        sum->engine = outcome->engine;
    }
    if (outcome->ending == REPLAY_SAME || outcome->ending == REPLAY_CLOCK)
        return;
    sum->broken++;
    if (!sum->first || one->index < sum->first->index)
        sum->first = one;
}

static void sum_print(struct session *session, const struct replayeds *list, struct text origin,
                      const struct replay_sum *sum)
{
    struct buffer line = buffer_in(session->arena, LIMIT_MESSAGE_SIZE);
    buffer_format(&line, "%s  %zu of %zu decisions of %.*s %s derived again",
                  sum->broken || sum->belied ? "BROKEN" : "REPLAYED", sum->same, list->count,
                  TEXT_ARGS(origin), sum->same == 1 ? "was" : "were");
    if (sum->first)
        buffer_format(&line, "; the first that was not is entry %llu",
                      (unsigned long long)sum->first->index);
    if (sum->stopped)
        buffer_format(&line, "; %zu cannot be: the clock stopped a policy then", sum->stopped);
    if (sum->by_others)
        buffer_format(&line, "; %zu were made by another version (%s)", sum->by_others,
                      sum->engine);
    if (sum->belied)
        buffer_format(&line, "; %zu adoptions loosen more than they say", sum->belied);
    buffer_format(&line, "   status %d\n",
                  sum->broken || sum->belied ? error_status(ERROR_INTEGRITY) : 0);
    session->print(session->context, buffer_text(&line));
}

/* As they stand in the log, not as they were derived. */
struct told_outcome {
    const struct replayed *one;
    const struct replay_outcome *outcome;
};

static int by_index(const void *left, const void *right)
{
    const struct told_outcome *a = left, *b = right;
    return (a->one->index > b->one->index) - (a->one->index < b->one->index);
}

static void outcomes_print(struct session *session, const struct replayeds *list,
                           const struct replay_outcome *outcomes)
{
    size_t count = 0;
    struct told_outcome *told = ARENA_ARRAY(session->arena, struct told_outcome, list->count);
    for (size_t i = 0; i < list->count; i++)
        if (outcomes[i].ending != REPLAY_SAME)
            told[count++] = (struct told_outcome){&list->at[i], &outcomes[i]};
    if (count)
        qsort(told, count, sizeof *told, by_index);
    for (size_t i = 0; i < count && i < OUTCOMES_SHOWN; i++)
        outcome_print(session, told[i].one, told[i].outcome);
    if (count > OUTCOMES_SHOWN)
        session->print(session->context, text_format(session->arena, " ...    and %zu more\n",
                                                     count - OUTCOMES_SHOWN));
}

static void adoptions_print(struct session *session, const struct adoptions_said *adoptions,
                            struct replay_sum *sum)
{
    for (size_t i = 0; i < adoptions->count; i++) {
        const struct adoption_said *adoption = &adoptions->at[i];
        if (!adoption->belied)
            continue;
        sum->belied++;
        session->print(session->context,
                       text_format(session->arena,
                                   "BELIED entry %llu   policy set %.*s\n         %s\n",
                                   (unsigned long long)adoption->index, TEXT_ARGS(adoption->set),
                                   adoption->belied));
    }
}

static int outcomes_report(struct session *session, const struct collection *collection,
                           const struct replay_outcome *outcomes, struct text origin)
{
    struct replay_sum sum = {0};
    const struct replayeds *list = &collection->list;
    adoptions_print(session, &collection->adoptions, &sum);
    for (size_t i = 0; i < list->count; i++)
        outcome_count(&list->at[i], &outcomes[i], &sum);
    outcomes_print(session, list, outcomes);
    sum_print(session, list, origin, &sum);
    return sum.broken || sum.belied ? error_status(ERROR_INTEGRITY) : 0;
}

static bool wanted_read(const char *word, struct collection *collection, struct error *err)
{
    collection->wanted = text_of(word);
    return !word || collection->wanted.size >= SHORT_ID - (sizeof "sha256:" - 1) ||
           error_set(err, ERROR_USAGE, "%s is too short for the id of a decision", word);
}

static int audit_replay_run(struct session *session, const struct value *request, struct error *err)
{
    const char *vault = NULL;
    struct text origin = TEXT_NONE;
    struct collection collection = {.session = session};
    if (!wanted_read(request_text(request, "id"), &collection, err) ||
        !decisions_collect(&collection, request, &vault, &origin, err))
        return operation_failed(err);
    struct replay_outcome *outcomes =
        ARENA_ARRAY(session->arena, struct replay_outcome, collection.list.count);
    if (!replay_run(session, vault, &collection.list, outcomes, err) ||
        !adoptions_compare(session, vault, &collection.adoptions, err))
        return operation_failed(err);
    return outcomes_report(session, &collection, outcomes, origin);
}

static const struct parameter parameters[] = {
    {"id", 0, PARAMETER_ARGUMENT, 0, "ID", "one decision, by its id or how it begins; else all",
     NULL},
    PARAMETER_DIR,
    {0},
};

const struct operation audit_replay_operation = {
    .name = "audit replay",
    .summary = "derive recorded decisions again and compare their ids",
    .details =
        "Takes the manifest, evidence, policies and answers of each recorded decision from "
        "the\nledger's evidence folder, judges as it was judged then, and compares the id. "
        "Nothing\noutside of the ledger is read. The first decision that differs is named, "
        "and how.\n"
        "What the log says of a decision, and the waivers that it rests on, have to be so as "
        "well,\nand an adoption has to say what its set loosens.\n"
        "\n"
        "Statuses: 0 every id is derived again, 4 one is not, or something it rests on is\n"
        "absent or changed. A decision in which the clock stopped a policy is told and does "
        "not\ncount.\n",
    .examples = "obstat audit replay\n"
                "obstat audit replay sha256:9c1f04ab\n",
    .parameters = parameters,
    .run = audit_replay_run,
};
