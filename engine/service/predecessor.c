#include "service/predecessor.h"

#include "base/clock.h"
#include "service/docket.h"
#include "service/said.h"
#include "store/vault.h"

static bool moment_over(const struct value *row, const char *name, int64_t now)
{
    int64_t moment;
    const struct text written = said_text(row, name);
    return written.size && (!clock_read(written, &moment) || moment < now);
}

static void doubt_add(struct acting *acting, struct texts *doubts, struct text doubt)
{
    *LIST_ADD(acting->arena, doubts) = doubt;
}

static bool policies_doubt(struct acting *acting, const struct value *decision,
                           struct texts *doubts, struct error *err)
{
    const struct value *adoption;
    if (!registry_row(&acting->rows, "adoption", text_of(stage_name(STAGE_PRODUCTION)),
                      acting->arena, &adoption, err))
        return false;
    const struct text in_force = said_text(adoption, "set"),
                      judged = said_text(decision, "policies");
    if (!text_equal(in_force, judged))
        doubt_add(acting, doubts,
                  text_format(acting->arena,
                              "it was judged under the policy set %.*s, and in force for "
                              "production is %.*s",
                              TEXT_ARGS(judged),
                              TEXT_ARGS(in_force.size ? in_force : TEXT("none"))));
    return true;
}

static bool is_kept(const struct acting *acting, struct text named)
{
    struct digest digest;
    return digest_read(named, &digest) && vault_has(acting->vault, &digest);
}

/* The evidence as it was judged, where the decision's case is still there to say. */
static const struct value *evidence_judged(struct acting *acting, const struct value *decision)
{
    struct digest digest;
    const struct value *docket;
    struct error lost = {0};
    return digest_read(said_text(decision, "case"), &digest) &&
                   docket_read(acting->vault, &digest, acting->arena, &docket, &lost)
               ? said_part(said_part(docket, "inputs"), "evidence")
               : NULL;
}

/* A folder has a digest of its own, and is kept as its files. */
static bool is_kept_folder(const struct acting *acting, const struct value *evidence,
                           struct text named)
{
    size_t at = 0;
    while (at < value_count(evidence) &&
           !text_equal(said_text(value_at(evidence, at), "digest"), named))
        at++;
    const struct value *files = said_part(value_at(evidence, at), "files");
    for (size_t i = 0; i < value_count(files); i++)
        if (!is_kept(acting, said_text(value_at(files, i), "digest")))
            return false;
    return value_count(files) > 0;
}

static void evidence_doubt(struct acting *acting, const struct value *decision,
                           struct texts *doubts)
{
    const struct value *evidence = said_part(decision, "evidence");
    const struct value *judged = evidence_judged(acting, decision);
    for (size_t i = 0; i < value_count(evidence); i++) {
        const struct text named = value_text(value_at(evidence, i));
        if (!is_kept(acting, named) && !is_kept_folder(acting, judged, named))
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
                              TEXT_ARGS(said_text(waiver, "policy")),
                              TEXT_ARGS(said_text(waiver, "until"))));
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
    const struct value *newest = said_part(predecessor, "newest");
    const struct text key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(said_text(predecessor, "name")),
                    TEXT_ARGS(said_text(predecessor, "version")));
    if (!registry_row(&acting->rows, "decision", said_text(newest, stage_name(STAGE_PRODUCTION)),
                      acting->arena, &decision, err))
        return false;
    if (!decision) {
        doubt_add(acting, doubts,
                  text_format(acting->arena, "no decision on %.*s for production is in the log",
                              TEXT_ARGS(key)));
        return true;
    }
    evidence_doubt(acting, decision, doubts);
    if (moment_over(predecessor, "review_due", acting->session->now))
        doubt_add(acting, doubts,
                  text_format(acting->arena, "its review was due at %.*s",
                              TEXT_ARGS(said_text(predecessor, "review_due"))));
    return policies_doubt(acting, decision, doubts, err) && waivers_doubt(acting, key, doubts, err);
}
