#include "service/dossier.h"

#include "service/answer.h"
#include "service/claims.h"
#include "service/record.h"
#include "service/said.h"

/* A dossier while it is drawn up. */
struct drawing {
    struct acting *acting;
    struct arena *arena;
    const struct value *request;
    const struct value *decision; /* of the newest decision, from the vault */
    struct record dossier;
    struct values conditions;
};

static struct value stamp_value(const struct value *dossier_row, struct arena *arena)
{
    struct record stamp = record_in(arena);
    record_maybe(&stamp, "index", said_part(dossier_row, "index"));
    record_maybe(&stamp, "time", said_part(dossier_row, "time"));
    record_maybe(&stamp, "by", said_part(dossier_row, "by"));
    return record_map(&stamp);
}

/* ---- answers, with the words and names behind their commitments ---- */

static bool conditions_draw(struct drawing *drawing, const struct value *answer, struct error *err)
{
    const struct value *conditions = value_get(answer, TEXT("conditions"));
    for (size_t i = 0; i < value_count(conditions); i++) {
        struct text words;
        const struct value *condition = value_at(conditions, i);
        struct record dossier_row = record_in(drawing->arena);
        if (!acting_words(drawing->acting, said_text(condition, "text"), &words, err))
            return false;
        record_text(&dossier_row, "text", words);
        record_maybe(&dossier_row, "due", said_part(condition, "due"));
        record_maybe(&dossier_row, "by", said_part(answer, "by"));
        record_maybe(&dossier_row, "index", said_part(answer, "index"));
        *LIST_ADD(drawing->arena, &drawing->conditions) = record_map(&dossier_row);
    }
    return true;
}

static bool answer_draw(struct drawing *drawing, const struct value *answer, struct values *answers,
                        struct error *err)
{
    static const char *const shown[] = {"by",   "role",    "meaning", "answer",
                                        "time", "expires", "index",   "key"};
    struct text person, reason;
    struct record dossier_row = record_in(drawing->arena);
    if (!acting_name(drawing->acting, said_text(answer, "by"), &person, err) ||
        !acting_words(drawing->acting, said_text(answer, "reason"), &reason, err) ||
        (!reason.size &&
         !acting_remark(drawing->acting, (uint64_t)said_integer(answer, "index"), &reason, err)) ||
        !conditions_draw(drawing, answer, err))
        return false;
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        record_maybe(&dossier_row, shown[i], said_part(answer, shown[i]));
    record_text(&dossier_row, "name", person);
    record_text(&dossier_row, "reason", reason);
    *LIST_ADD(drawing->arena, answers) = record_map(&dossier_row);
    return true;
}

static bool answers_draw(struct drawing *drawing, struct error *err)
{
    struct values rows = {0};
    const struct value *answers = value_get(drawing->request, TEXT("answers"));
    for (size_t i = 0; i < value_count(answers); i++)
        if (!answer_draw(drawing, value_at(answers, i), &rows, err))
            return false;
    record_value(&drawing->dossier, "answers", value_of_list(drawing->arena, rows.at, rows.count));
    record_value(&drawing->dossier, "conditions",
                 value_of_list(drawing->arena, drawing->conditions.at, drawing->conditions.count));
    return true;
}

/* ---- what was tried before ---- */

struct attempts {
    struct drawing *drawing;
    struct values rows;
};

/* How the request that the attempt opened ended: "rejected by bob, entry 14". */
static bool closing_draw(struct drawing *drawing, const struct value *decision,
                         struct record *attempt, struct error *err)
{
    const struct value *request;
    if (!registry_row(&drawing->acting->rows, "request", said_text(decision, "id"), drawing->arena,
                      &request, err))
        return false;
    const struct value *closed = value_present(request, TEXT("closed"));
    record_text(attempt, "closed",
                closed ? text_format(drawing->arena, "%.*s by %.*s, entry %lld",
                                     TEXT_ARGS(said_text(closed, "how")),
                                     TEXT_ARGS(said_text(closed, "by")),
                                     (long long)said_integer(closed, "index"))
                       : TEXT_NONE);
    return true;
}

static bool attempt_see(void *context, struct row_name person, struct text document,
                        struct error *err)
{
    struct attempts *attempts = context;
    struct drawing *drawing = attempts->drawing;
    const struct value *entry, *decision;
    (void)document;
    if (!registry_row(&drawing->acting->rows, "history", person.key, drawing->arena, &entry, err))
        return false;
    if (!text_is(said_text(entry, "kind"), "decision"))
        return true;
    if (!registry_row(&drawing->acting->rows, "decision", said_text(entry, "id"), drawing->arena,
                      &decision, err))
        return false;
    struct record dossier_row = record_in(drawing->arena);
    record_maybe(&dossier_row, "decision", said_part(decision, "id"));
    record_maybe(&dossier_row, "index", said_part(decision, "index"));
    record_maybe(&dossier_row, "time", said_part(decision, "time"));
    record_maybe(&dossier_row, "verdict", said_part(decision, "verdict"));
    record_maybe(&dossier_row, "to", said_part(value_get(decision, TEXT("transition")), "to"));
    if (!closing_draw(drawing, decision, &dossier_row, err))
        return false;
    *LIST_ADD(drawing->arena, &attempts->rows) = record_map(&dossier_row);
    return true;
}

/* The last one is the decision itself. */
static bool attempts_draw(struct drawing *drawing, struct error *err)
{
    struct statement_subject subject;
    struct attempts attempts = {.drawing = drawing};
    if (!answer_subject(drawing->request, drawing->arena, &subject, err))
        return false;
    const struct row_name all = {TEXT("history"),
                                 text_format(drawing->arena, "%.*s/", TEXT_ARGS(subject.name))};
    const struct rows *rows = &drawing->acting->rows;
    if (!rows->walk(rows->keeper, all, (struct row_visit){attempt_see, &attempts}, err))
        return false;
    const size_t count = attempts.rows.count ? attempts.rows.count - 1 : 0;
    record_value(&drawing->dossier, "attempts",
                 value_of_list(drawing->arena, attempts.rows.at, count));
    return true;
}

/* ---- since the version in production ---- */

static bool production_draw(struct drawing *drawing, struct error *err)
{
    struct acting *acting = drawing->acting;
    const struct value *model, *version, *before;
    const struct value *asked = value_get(drawing->request, TEXT("model"));
    const struct text person = said_text(asked, "name");
    if (!registry_row(&acting->rows, "model", person, drawing->arena, &model, err))
        return false;
    const struct text running = said_text(model, "production");
    if (!running.size || text_equal(running, said_text(asked, "version"))) {
        record_value(&drawing->dossier, "production", value_of_null());
        return true;
    }
    const struct text key =
        text_format(drawing->arena, "%.*s@%.*s", TEXT_ARGS(person), TEXT_ARGS(running));
    if (!registry_row(&acting->rows, "version", key, drawing->arena, &version, err) ||
        !dossier_decision(acting, said_text(version, "decision"), &before, err))
        return false;
    struct record production = record_in(drawing->arena);
    record_text(&production, "version", running);
    record_maybe(&production, "decision", said_part(version, "decision"));
    record_value(&production, "changes",
                 dossier_changes(before, drawing->decision, drawing->arena));
    record_boolean(
        &production, "policies_changed",
        !text_equal(said_text(value_get(before, TEXT("policies")), "digest"),
                    said_text(value_get(drawing->decision, TEXT("policies")), "digest")));
    record_value(&drawing->dossier, "production", record_map(&production));
    return true;
}

/* ---- what lacks, what is waived, what would be signed ---- */

static bool standing_draw(struct drawing *drawing, struct error *err)
{
    bool has_way;
    struct values lacks = {0};
    struct standing standing;
    if (!answer_standing(drawing->acting, drawing->request, &standing, err))
        return false;
    for (size_t i = 0; i < standing.lacks.count; i++)
        *LIST_ADD(drawing->arena, &lacks) = value_of_text(standing.lacks.at[i]);
    record_value(&drawing->dossier, "lacks", value_of_list(drawing->arena, lacks.at, lacks.count));
    record_text(&drawing->dossier, "closed", standing.closed_how);
    if (!answer_way(drawing->acting, drawing->request, &has_way, err))
        return false;
    record_text(&drawing->dossier, "stuck",
                has_way ? TEXT_NONE : answer_wayless(drawing->request, drawing->arena));
    return true;
}

static bool sentence_draw(struct drawing *drawing, struct error *err)
{
    enum { DAYS = 30, DAY_SECONDS = 24 * 60 * 60 };
    struct draft draft;
    struct acting *acting = drawing->acting;
    const struct answer answer = {
        .word = TEXT("approve"),
        .meaning = TEXT("approval"),
        .expires = acting->session->now + (int64_t)DAYS * DAY_SECONDS,
    };
    struct error cannot = {0};
    if (!answer_draft(acting, drawing->request, &answer, acting->id, &draft, &cannot) &&
        !answer_draft(acting, drawing->request, &answer, TEXT_NONE, &draft, err))
        return false;
    record_text(&drawing->dossier, "sentence", draft.sentence);
    return true;
}

static void head_draw(struct drawing *drawing)
{
    static const char *const shown[] = {"model",   "tier",     "transition", "artifact",
                                        "listing", "manifest", "policies"};
    struct record *dossier = &drawing->dossier;
    record_text(dossier, "obstat", TEXT("dossier/v1"));
    record_maybe(dossier, "request", said_part(drawing->request, "id"));
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        record_maybe(dossier, shown[i], said_part(drawing->request, shown[i]));
    record_value(dossier, "opened", stamp_value(drawing->request, drawing->arena));
    record_value(dossier, "closest", dossier_calls(drawing->decision, drawing->arena));
    record_maybe(dossier, "waivers", said_part(drawing->decision, "waivers"));
    record_maybe(dossier, "not_checked", said_part(drawing->decision, "not_checked"));
}

bool dossier_write(struct acting *acting, const struct value *request, struct value *dossier,
                   struct error *err)
{
    struct drawing drawing = {.acting = acting,
                              .arena = acting->arena,
                              .request = request,
                              .dossier = record_in(acting->arena)};
    const struct value *dossier_row, *decisions = value_get(request, TEXT("decisions"));
    const struct value *newest = value_at(decisions, value_count(decisions) - 1);
    if (!dossier_decision(acting, value_text(newest), &drawing.decision, err) ||
        !registry_row(&acting->rows, "decision", value_text(newest), drawing.arena, &dossier_row,
                      err) ||
        !claim_holds(dossier_row, drawing.decision, err))
        return false;
    head_draw(&drawing);
    if (!standing_draw(&drawing, err) || !answers_draw(&drawing, err) ||
        !attempts_draw(&drawing, err) || !production_draw(&drawing, err) ||
        !sentence_draw(&drawing, err))
        return false;
    *dossier = record_map(&drawing.dossier);
    return true;
}
