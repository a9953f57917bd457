/* Random histories: whatever is tried, in whatever order, by whomever, the invariants of the
 * lifecycle hold after each entry; and the same entries come to the same rows again. */
#define STORY_ROWS 4096

#include "ledger/row.h"
#include "moves.h"
#include "registry/lifecycle.h"
#include "registry/shelf.h"

enum { HISTORIES = 8, ATTEMPTS = 600, VERSIONS = 6 };

static const char *const versions[VERSIONS] = {"1.0.0", "1.1.0", "1.2.0",
                                               "2.0.0", "2.1.0", "2.2.0"};

struct chance {
    uint64_t state;
    unsigned decisions; /* so far, each with a name of its own */
};

static unsigned draw(struct chance *chance, size_t below)
{
    chance->state ^= chance->state << 13;
    chance->state ^= chance->state >> 7;
    chance->state ^= chance->state << 17;
    return (unsigned)(chance->state % below);
}

static const struct person *anybody(struct story *story, struct chance *chance)
{
    const struct person *people[] = {&story->dev, &story->val, &story->own, &story->rio,
                                     &story->ray, &story->bot, &story->ops};
    return people[draw(chance, COUNT(people))];
}

/* ---- what is tried ---- */

static const char *any_version(struct story *story, struct chance *chance)
{
    const char *version = versions[draw(chance, VERSIONS)];
    return version_row(story, version) ? version : "1.0.0";
}

/* A row of the table from where the version stands; now and then any row. */
static const struct transition *way_of(enum move move, struct text from, struct text to)
{
    for (size_t row = 0; row < transition_count; row++)
        if (transitions[row].move == move && text_is(from, stage_name(transitions[row].from)) &&
            (!to.size || text_is(to, stage_name(transitions[row].to))))
            return &transitions[row];
    return NULL;
}

static bool ends(const struct transition *way)
{
    return way->move == MOVE_REJECT || way->move == MOVE_SUSPEND || way->move == MOVE_HOLD ||
           way->move == MOVE_EXPIRE || way->move == MOVE_ARCHIVE;
}

static const struct transition *any_way(struct story *story, struct chance *chance,
                                        const char *version)
{
    const struct value *row = version_row(story, version);
    const struct text stage = told_text(row, "stage"), before = told_text(row, "before");
    const struct transition *back = way_of(MOVE_ROLLBACK, stage, TEXT_NONE);
    if (back && value_count(told(model_row(story), "previous")) && draw(chance, 3) == 0)
        return back;
    if (before.size && way_of(MOVE_RESUME, stage, before) && draw(chance, 60))
        return way_of(MOVE_RESUME, stage, before);
    for (unsigned tries = 0; tries < 200; tries++) {
        const struct transition *way = &transitions[draw(chance, transition_count)];
        if (ends(way) && draw(chance, 8))
            continue; /* or nothing lives long enough for the rest */
        if (text_is(stage, stage_name(way->from)) || draw(chance, 50) == 0)
            return way;
    }
    return &transitions[0];
}

/* What the last decision on it was about; else any. */
static const struct transition *likely_way(struct story *story, struct chance *chance,
                                           const char *version)
{
    const struct text id = told_text(version_row(story, version), "decision");
    const struct transition *way = any_way(story, chance, version);
    if (!id.size || draw(chance, 2))
        return way;
    const struct value *decision = row_of(story, "decision", text_string(&story->arena, id));
    const struct value *passage = told(decision, "transition");
    for (size_t row = 0; row < transition_count && !told(decision, "consumed"); row++)
        if (transitions[row].guards & 1U << GUARD_DECISION &&
            text_is(told_text(passage, "from"), stage_name(transitions[row].from)) &&
            text_is(told_text(passage, "to"), stage_name(transitions[row].to)))
            return &transitions[row];
    return way;
}

static void try_to_judge(struct story *story, struct chance *chance)
{
    static const char *const verdicts[] = {"allow", "allow", "pending", "deny"};
    const char *version = any_version(story, chance);
    const struct text before = told_text(version_row(story, version), "before");
    const char *to = before.size && draw(chance, 20) ? text_string(&story->arena, before)
                     : draw(chance, 2) ? stage_name(any_way(story, chance, version)->to)
                                       : "production";
    const char *name = text_format(&story->arena, "decision %u", chance->decisions++).at;
    struct value members =
        judging(story, name, version, to, verdicts[draw(chance, COUNT(verdicts))]);
    const struct value *open = told(version_row(story, version), "open");
    if (value_count(open) && draw(chance, 3))
        members =
            with(story, members, "request",
                 text_format(&story->arena, "'%.*s'", TEXT_ARGS(value_text(value_at(open, 0)))).at);
    (void)says(story, &story->bot, ACT_DECISION, members);
}

static void try_to_answer(struct story *story, struct chance *chance)
{
    static const char *const roles[] = {"risk-officer", "owner", "validator"};
    const struct value *open = told(version_row(story, any_version(story, chance)), "open");
    if (!value_count(open))
        return;
    const struct text id = value_text(value_at(open, draw(chance, value_count(open))));
    const struct value *request = row_of(story, "request", text_string(&story->arena, id));
    ck_assert(digest_read(id, &story->request));
    ck_assert(digest_read(told_text(request, "leaf"), &story->request_leaf));
    story->request_index = told_count(request, "index");
    const struct person *officers[] = {&story->rio, &story->own, &story->val, &story->ray};
    const unsigned who = draw(chance, COUNT(roles));
    if (draw(chance, 3))
        (void)replies(story, officers[who], roles[who]);
    else
        (void)replies(story, anybody(story, chance), roles[who]);
}

/* The last decision on the version, and the request that it rests on. */
static struct value with_decision(struct story *story, struct chance *chance, struct value members,
                                  const char *version)
{
    const struct text id = told_text(version_row(story, version), "decision");
    if (!id.size || draw(chance, 20) == 0)
        return members;
    const struct value *decision = row_of(story, "decision", text_string(&story->arena, id));
    const struct text joined_id = told_text(decision, "request");
    const struct text rests = joined_id.size ? joined_id
                              : row_of(story, "request", text_string(&story->arena, id))
                                  ? id
                                  : TEXT_NONE;
    members =
        with(story, members, "decision", text_format(&story->arena, "'%.*s'", TEXT_ARGS(id)).at);
    return rests.size ? with(story, members, "request",
                             text_format(&story->arena, "'%.*s'", TEXT_ARGS(rests)).at)
                      : members;
}

static struct value with_another(struct story *story, struct chance *chance, struct value members,
                                 const struct transition *way)
{
    const struct value *model = model_row(story), *previous = told(model, "previous");
    const struct text production = told_text(model, "production");
    if (way->move == MOVE_ROLLBACK && value_count(previous))
        return with_other(
            story, members,
            text_string(&story->arena,
                        value_text(value_at(previous, draw(chance, value_count(previous))))),
            "production");
    return way->move == MOVE_PROMOTE && way->to == STAGE_PRODUCTION && production.size
               ? with_other(story, members, text_string(&story->arena, production), "deprecated")
               : members;
}

static struct value with_the_rest(struct story *story, struct chance *chance, struct value members,
                                  const struct transition *way)
{
    if (way->move == MOVE_DEPRECATE)
        return with_time(story, members, "sunset", far_enough(story));
    if (way->move == MOVE_EXPIRE)
        return with_time(story, members, "moment", story->time + draw(chance, 800) * STORY_DAY);
    if (way->move == MOVE_PROMOTE && draw(chance, 10) == 0)
        return with_time(story, members, "review_by", story->time + 3600);
    if (way->move != MOVE_ARCHIVE && way->move != MOVE_HOLD)
        return members;
    members = with(story, members, "retention",
                   "{'class': 'model', 'until': '2060-01-01T00:00:00Z', 'hold': 0}");
    return way->move == MOVE_HOLD
               ? members
               : with(story, members, "stored",
                      text_format(&story->arena,
                                  "[{'digest': '%s', 'size': 1, 'where': 'x'},"
                                  " {'digest': '%s', 'size': 1, 'where': 'x'}]",
                                  digest_word(story, "artifact"), digest_word(story, "evidence"))
                          .at);
}

static void try_to_move(struct story *story, struct chance *chance)
{
    const char *version = any_version(story, chance);
    const struct transition *way = likely_way(story, chance, version);
    struct value members = move(story, move_name(way->move), version, stage_name(way->to));
    if (way->guards & 1U << GUARD_DECISION)
        members = with_decision(story, chance, members, version);
    members = with_another(story, chance, members, way);
    members = with_the_rest(story, chance, members, way);
    if (draw(chance, 30) == 0)
        members = with(story, members, "head", "1");
    if (draw(chance, 30) == 0)
        members = with_digest(story, members, "artifact", "swapped");
    (void)moves(story, anybody(story, chance), members);
}

static void try_something(struct story *story, struct chance *chance)
{
    const unsigned what = draw(chance, 20);
    const char *version = versions[draw(chance, VERSIONS)];
    story->time += draw(chance, 60) == 0 ? STORY_DAY * draw(chance, 100) : draw(chance, 600);
    if (what == 0)
        (void)says(story, &story->dev, ACT_REGISTRATION,
                   registering(story, version, draw(chance, 5) ? "minimal" : "limited"));
    else if (what < 7)
        try_to_judge(story, chance);
    else if (what < 11)
        try_to_answer(story, chance);
    else
        try_to_move(story, chance);
}

/* ---- what always holds ---- */

struct remembered {
    bool ended[VERSIONS];
    struct text artifact[VERSIONS];
};

/* I1: one version in production, and the model's row names it. */
static void one_in_production(struct story *story)
{
    const struct text production = told_text(model_row(story), "production");
    size_t in_it = 0;
    for (size_t i = 0; i < VERSIONS; i++)
        if (version_row(story, versions[i]) && stands(story, versions[i], "production")) {
            in_it++;
            ck_assert(text_is(production, versions[i]));
        }
    ck_assert_uint_eq(in_it, production.size ? 1 : 0);
    ck_assert(!told_among(told(model_row(story), "previous"), production));
}

/* I3 and I6: a version that stands where policies let it in rests on a decision that was recorded
 * on this artifact, not denied, not long before, and consumed by the entry that moved it. */
static void rests_on_a_decision(struct story *story, const struct value *version)
{
    const struct value *moved = told(version, "moved");
    const struct text id = told_text(version, "decision");
    if (!text_is(told_text(moved, "change"), "promote") ||
        told_count(version, "head") != story->count - 1)
        return;
    /* Others that move in the same entry are displaced, and enter nothing. */
    if (text_is(told_text(version, "stage"), "deprecated"))
        return;
    const struct value *decision = row_of(story, "decision", text_string(&story->arena, id));
    ck_assert_uint_eq(told_count(told(decision, "consumed"), "index"), story->count - 1);
    ck_assert(!text_is(told_text(decision, "verdict"), "deny"));
    ck_assert(text_equal(told_text(decision, "artifact"), told_text(version, "artifact")));
    ck_assert(
        text_equal(told_text(told(decision, "transition"), "to"), told_text(version, "stage")));
    ck_assert_int_le(told_time(moved, "time", 0) - told_time(decision, "time", 0),
                     LIMIT_DECISION_AGE);
}

/* I2 and I4: an artifact never changes; what is rejected or archived stays so. */
static void invariants_hold(struct story *story, struct remembered *remembered)
{
    one_in_production(story);
    for (size_t i = 0; i < VERSIONS; i++) {
        const struct value *version = version_row(story, versions[i]);
        if (!version)
            continue;
        const struct text artifact = told_text(version, "artifact");
        const bool ended =
            stands(story, versions[i], "rejected") || stands(story, versions[i], "archived");
        ck_assert(placed(story, versions[i]));
        ck_assert(!remembered->ended[i] || ended);
        ck_assert(!remembered->artifact[i].size || text_equal(remembered->artifact[i], artifact));
        remembered->ended[i] = ended;
        remembered->artifact[i] = artifact;
        rests_on_a_decision(story, version);
    }
}

/* ---- the same entries, folded again ---- */

struct compared {
    struct story *story;
    size_t rows;
};

static bool row_same(void *context, struct row_name name, struct text document, struct error *err)
{
    struct compared *compared = context;
    struct text kept;
    ck_assert(keeper_get(&compared->story->keeper, name, &compared->story->arena, &kept, err));
    ck_assert_msg(text_equal(kept, document), "%.*s %.*s", TEXT_ARGS(name.kind),
                  TEXT_ARGS(name.key));
    compared->rows++;
    return true;
}

static void folds_the_same(struct story *story, enum registry_trust trust)
{
    struct shelf shelf = {.arena = &story->arena};
    struct compared compared = {story, 0};
    const struct rows rows = shelf_rows(&shelf);
    struct error err = {0};
    for (size_t i = 0; i < story->count; i++)
        ck_assert_msg(registry_apply(&rows, &story->entries[i].entry, &story->entries[i].leaf,
                                     trust, &story->arena, &err),
                      "entry %zu: %s", i, err.message);
    ck_assert(rows.walk(rows.keeper, (struct row_name){TEXT_NONE, TEXT_NONE},
                        (struct row_visit){row_same, &compared}, &err));
    ck_assert_uint_eq(compared.rows, story->keeper.count);
}

static struct story story;

static void history(unsigned seed, const char *stage_adopted, unsigned moved[MOVE_COUNT])
{
    struct chance chance = {.state = 88172645463325252ULL + seed * 7919ULL};
    struct remembered remembered = {0};
    story_moves(&story, "minimal");
    if (stage_adopted)
        adopted(&story, stage_adopted, "set", NULL);
    for (size_t attempt = 0; attempt < ATTEMPTS; attempt++) {
        const size_t entries = story.count;
        const size_t rows = story.keeper.count;
        try_something(&story, &chance);
        if (story.count == entries) {
            ck_assert_uint_eq(story.keeper.count, rows);
            continue;
        }
        invariants_hold(&story, &remembered);
        for (unsigned i = 0; i < MOVE_COUNT; i++)
            for (size_t version = 0; version < VERSIONS; version++)
                if (version_row(&story, versions[version]) &&
                    told_count(version_row(&story, versions[version]), "head") == entries &&
                    text_is(
                        told_text(told(version_row(&story, versions[version]), "moved"), "change"),
                        move_name((enum move)i)))
                    moved[i]++;
    }
    folds_the_same(&story, REGISTRY_VERIFY);
    folds_the_same(&story, REGISTRY_REBUILD);
    story_end(&story);
}

START_TEST(test_histories__keep_the_invariants_and_fold_to_the_same_rows)
{
    unsigned moved[MOVE_COUNT] = {0};
    for (unsigned seed = 0; seed < HISTORIES; seed++)
        history(seed, seed % 3 == 0 ? NULL : seed % 3 == 1 ? "canary" : "staging", moved);
    /* Or nothing was tried: each move was made some time. */
    for (unsigned i = 0; i < MOVE_COUNT; i++)
        ck_assert_msg(moved[i] > 0 || i == MOVE_HOLD, "nothing was ever moved by %s",
                      move_name((enum move)i));
}
END_TEST

TESTS("registry/histories", test_histories__keep_the_invariants_and_fold_to_the_same_rows)
