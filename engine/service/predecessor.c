#include "service/predecessor.h"

#include "service/custody_stage.h"

#include "base/clock.h"
#include "store/vault.h"

static struct text said(const struct value *said_row, const char *said_name)
{
    return value_text(value_present(said_row, text_of(said_name)));
}

static bool moment_over(const struct value *row, const char *name, int64_t now)
{
    int64_t moment;
    const struct text written = said(row, name);
    return written.size && (!clock_read(written, &moment) || moment < now);
}

static bool may_return(const struct value *version, int64_t now)
{
    const struct text stage = said(version, "stage");
    return (text_is(stage, stage_name(STAGE_DEPRECATED)) ||
            text_is(stage, stage_name(STAGE_STAGING))) &&
           said(version, "artifact").size && !moment_over(version, "expires", now);
}

bool predecessor_find(struct acting *acting, const struct moving *moving, const struct value **out,
                      struct error *err)
{
    const struct value *model;
    if (!registry_row(&acting->rows, "model", moving->asked.name, acting->arena, &model, err))
        return false;
    const struct value *previous = value_present(model, TEXT("previous"));
    *out = NULL;
    for (size_t i = value_count(previous); i-- > 0 && !*out;) {
        const struct value *version;
        const struct text before = value_text(value_at(previous, i));
        const struct text key = text_format(acting->arena, "%.*s@%.*s",
                                            TEXT_ARGS(moving->asked.name), TEXT_ARGS(before));
        if (!registry_row(&acting->rows, "version", key, acting->arena, &version, err))
            return false;
        if (!text_equal(before, moving->asked.version) && version &&
            may_return(version, acting->session->now))
            *out = version;
    }
    return true;
}

/* ---- as the log has it ---- */

static uint64_t index_said(const struct value *row, const char *name)
{
    const int64_t index = value_integer(value_get(row, text_of(name)));
    return index > 0 ? (uint64_t)index : 0;
}

static bool leaves_production(const struct value *predicate, struct text version)
{
    const struct value *other = value_present(predicate, TEXT("other"));
    const struct value *mover =
        text_equal(said(value_get(predicate, TEXT("model")), "version"), version) ? predicate
        : text_equal(said(other, "version"), version)                             ? other
                                                                                  : NULL;
    return text_is(said(mover, "from"), stage_name(STAGE_PRODUCTION)) ||
           text_is(said(predicate, "change"), move_name(MOVE_RESUME));
}

static bool is_registration_of(const struct act *act, const struct value *predecessor)
{
    const struct value *model = value_get(act->predicate, TEXT("model"));
    return act->kind == ACT_REGISTRATION &&
           text_equal(said(model, "name"), said(predecessor, "name")) &&
           text_equal(said(model, "version"), said(predecessor, "version")) &&
           text_equal(said(act->predicate, "artifact"), said(predecessor, "artifact")) &&
           text_equal(said(act->predicate, "manifest"), said(predecessor, "manifest"));
}

bool predecessor_custody(struct acting *acting, const struct value *predecessor, struct error *err)
{
    struct audited moved, registered;
    const struct text key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(said(predecessor, "name")),
                    TEXT_ARGS(said(predecessor, "version")));
    if (!custody_stage(acting, key, err) ||
        !custody_entry(acting, index_said(predecessor, "head"), &moved, err) ||
        !custody_entry(acting, index_said(predecessor, "index"), &registered, err))
        return false;
    if (leaves_production(moved.act.predicate, said(predecessor, "version")) &&
        is_registration_of(&registered.act, predecessor))
        return true;
    return error_set(err, ERROR_INTEGRITY,
                     "the database says of %.*s what the log does not: that it was in production, "
                     "or what was registered under that name; obstat audit verify names what was "
                     "changed",
                     TEXT_ARGS(key));
}

/* ---- what would fail today ---- */

static void doubt_add(struct acting *acting, struct texts *doubts, struct text doubt)
{
    *LIST_ADD(acting->arena, doubts) = doubt;
}

struct last_decision {
    struct acting *acting;
    const struct value *decision; /* the newest on a promotion to production, or NULL */
};

static bool history_see(void *context, struct row_name name, struct text document,
                        struct error *err)
{
    struct last_decision *last = context;
    struct acting *acting = last->acting;
    const struct value *event, *decision;
    (void)document;
    if (!registry_row(&acting->rows, "history", text_copy(acting->arena, name.key), acting->arena,
                      &event, err))
        return false;
    if (!text_is(said(event, "kind"), act_kind_name(ACT_DECISION)))
        return true;
    if (!registry_row(&acting->rows, "decision", said(event, "id"), acting->arena, &decision, err))
        return false;
    if (text_is(said(value_present(decision, TEXT("transition")), "to"),
                stage_name(STAGE_PRODUCTION)))
        last->decision = decision;
    return true;
}

static bool decision_find(struct acting *acting, struct text key, const struct value **out,
                          struct error *err)
{
    struct last_decision last = {.acting = acting};
    const struct row_name events = {TEXT("history"),
                                    text_format(acting->arena, "%.*s/", TEXT_ARGS(key))};
    if (!acting->rows.walk(acting->rows.keeper, events, (struct row_visit){history_see, &last},
                           err))
        return false;
    *out = last.decision;
    return true;
}

static void artifact_doubt(struct acting *acting, const struct value *predecessor,
                           const struct value *decision, struct texts *doubts)
{
    const struct text registered = said(predecessor, "artifact"),
                      judged = said(decision, "artifact");
    if (!text_equal(registered, judged))
        doubt_add(acting, doubts,
                  text_format(acting->arena,
                              "the artifact that was registered is %.*s, and its decision is on "
                              "%.*s",
                              TEXT_ARGS(registered),
                              TEXT_ARGS(judged.size ? judged : TEXT("none"))));
}

static bool policies_doubt(struct acting *acting, const struct value *decision,
                           struct texts *doubts, struct error *err)
{
    const struct value *adoption;
    if (!registry_row(&acting->rows, "adoption", text_of(stage_name(STAGE_PRODUCTION)),
                      acting->arena, &adoption, err))
        return false;
    const struct text in_force = said(adoption, "set"), judged = said(decision, "policies");
    if (!text_equal(in_force, judged))
        doubt_add(acting, doubts,
                  text_format(acting->arena,
                              "it was judged under the policy set %.*s, and in force for "
                              "production is %.*s",
                              TEXT_ARGS(judged),
                              TEXT_ARGS(in_force.size ? in_force : TEXT("none"))));
    return true;
}

static void evidence_doubt(struct acting *acting, const struct value *decision,
                           struct texts *doubts)
{
    const struct value *evidence = value_present(decision, TEXT("evidence"));
    for (size_t i = 0; i < value_count(evidence); i++) {
        struct digest digest;
        const struct text named = value_text(value_at(evidence, i));
        if (!digest_read(named, &digest) || !vault_has(acting->vault, &digest))
            doubt_add(acting, doubts,
                      text_format(acting->arena, "the evidence %.*s is not in the ledger any more",
                                  TEXT_ARGS(named)));
    }
}

struct waivers_over {
    struct acting *acting;
    struct texts *doubts;
};

static bool waiver_see(void *context, struct row_name name, struct text document, struct error *err)
{
    const struct waivers_over *over = context;
    struct acting *acting = over->acting;
    const struct value *waiver;
    (void)document;
    if (!registry_row(&acting->rows, "waiver", text_copy(acting->arena, name.key), acting->arena,
                      &waiver, err))
        return false;
    if (moment_over(waiver, "until", acting->session->now))
        doubt_add(acting, over->doubts,
                  text_format(acting->arena, "the waiver of %.*s ended at %.*s",
                              TEXT_ARGS(said(waiver, "policy")), TEXT_ARGS(said(waiver, "until"))));
    return true;
}

static bool waivers_doubt(struct acting *acting, struct text key, struct texts *doubts,
                          struct error *err)
{
    const struct waivers_over over = {acting, doubts};
    const struct row_name waivers = {
        TEXT("waiver"),
        text_format(acting->arena, "%.*s/%s/", TEXT_ARGS(key), stage_name(STAGE_PRODUCTION))};
    return acting->rows.walk(acting->rows.keeper, waivers,
                             (struct row_visit){waiver_see, (void *)(uintptr_t)&over}, err);
}

bool predecessor_doubts(struct acting *acting, const struct value *predecessor,
                        struct texts *doubts, struct error *err)
{
    const struct value *decision;
    const struct text key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(said(predecessor, "name")),
                    TEXT_ARGS(said(predecessor, "version")));
    if (!decision_find(acting, key, &decision, err))
        return false;
    if (!decision) {
        doubt_add(acting, doubts,
                  text_format(acting->arena, "no decision on %.*s for production is in the log",
                              TEXT_ARGS(key)));
        return true;
    }
    artifact_doubt(acting, predecessor, decision, doubts);
    evidence_doubt(acting, decision, doubts);
    if (moment_over(predecessor, "review_due", acting->session->now))
        doubt_add(acting, doubts,
                  text_format(acting->arena, "its review was due at %.*s",
                              TEXT_ARGS(said(predecessor, "review_due"))));
    return policies_doubt(acting, decision, doubts, err) && waivers_doubt(acting, key, doubts, err);
}
