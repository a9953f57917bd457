#include "service/cosigned.h"

#include "base/limits.h"
#include "service/moving.h"
#include "service/record.h"
#include "service/said.h"

/* ---- who lacks ---- */

static bool signer_holds(struct acting *acting, const struct value *signer, unsigned seat,
                         bool *out, struct error *err)
{
    const struct value *identity;
    *out = false;
    if (!registry_row(&acting->rows, "identity", said_text(signer, "by"), acting->arena, &identity,
                      err))
        return false;
    const struct value *roles = value_get(identity, TEXT("roles"));
    for (unsigned role = 0; role < ROLE_COUNT; role++)
        *out |= (seat & 1U << role) && said_among(roles, text_of(role_name((enum role)role)));
    return true;
}

/* Those who signed, of which version. */
struct joined {
    const struct value *version, *signers;
};

/* The first signer makes the move; whoever came after takes the first seat that fits, but for those
 * who made the version. */
static bool seat_filled(struct acting *acting, const struct joined *joined, unsigned seat,
                        unsigned *seated, bool *out, struct error *err)
{
    const struct value *signers = joined->signers;
    *out = false;
    for (size_t i = 1; i < value_count(signers) && i < QUORUM_SEATS + 1 && !*out; i++) {
        if (*seated & 1U << i ||
            version_has_author(joined->version, said_text(value_at(signers, i), "by")))
            continue;
        if (!signer_holds(acting, value_at(signers, i), seat, out, err))
            return false;
        *seated |= *out ? 1U << i : 0;
    }
    return true;
}

static void seat_write(struct buffer *words, unsigned seat, const char *before)
{
    for (unsigned role = 0; role < ROLE_COUNT; role++)
        if (seat & 1U << role) {
            buffer_format(words, "%s%s", before, role_name((enum role)role));
            before = ", ";
        }
}

static bool lacks_write(struct acting *acting, const struct joined *joined, struct quorum quorum,
                        struct buffer *words, struct error *err)
{
    bool filled;
    unsigned seated = 0;
    size_t needed = 1, lacking = 0;
    const char *before = "; lacking: one of ";
    struct buffer lacks = buffer_in(acting->arena, LIMIT_MESSAGE_SIZE);
    for (size_t seat = 0; seat < QUORUM_SEATS && quorum.seats[seat]; seat++) {
        needed++;
        if (!seat_filled(acting, joined, quorum.seats[seat], &seated, &filled, err))
            return false;
        if (filled)
            continue;
        lacking++;
        seat_write(&lacks, quorum.seats[seat], before);
        before = "; and one of ";
    }
    buffer_format(words, ", %zu of %zu", needed - lacking, needed);
    buffer_add(words, buffer_text(&lacks));
    return true;
}

/* ---- in words ---- */

static void command_write(const struct value *proposal, struct text version_key,
                          struct buffer *words)
{
    const struct text change = said_text(proposal, "change");
    const struct value *retention = value_present(proposal, TEXT("retention"));
    const bool lifts = text_is(change, move_name(MOVE_HOLD)) && !said_integer(retention, "hold");
    buffer_format(words, "; they give  obstat %.*s %.*s%s%s", TEXT_ARGS(change),
                  TEXT_ARGS(version_key), lifts ? " --lift" : "",
                  text_is(change, move_name(MOVE_RESUME)) ? " --reason TEXT" : "");
}

static bool seats_asked(struct acting *acting, const struct value *version,
                        const struct value *proposal, struct quorum *out, struct error *err)
{
    enum tier tier;
    enum stage from, to;
    enum lifecycle lifecycle;
    struct suggestion near_word = suggest_for(TEXT_NONE);
    if (!moving_lifecycle(acting, &lifecycle, err))
        return false;
    if (!tier_read(said_text(version, "tier"), &tier, &near_word) ||
        !said_stage(proposal, "from", &from) || !said_stage(proposal, "to", &to))
        return error_set(err, ERROR_INTEGRITY, "what was signed together has no stage or tier");
    *out = lifecycle_seats(lifecycle, from, to, tier);
    return true;
}

bool cosigned_words(struct acting *acting, const struct value *version,
                    const struct value *proposal, struct text *out, struct error *err)
{
    struct quorum quorum;
    struct buffer words = buffer_in(acting->arena, LIMIT_MESSAGE_SIZE);
    const struct value *signers = value_get(proposal, TEXT("signers"));
    const struct text version_key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(said_text(version, "name")),
                    TEXT_ARGS(said_text(version, "version")));
    if (!seats_asked(acting, version, proposal, &quorum, err))
        return false;
    for (size_t i = 0; i < value_count(signers); i++)
        buffer_format(&words, "%s%.*s", i ? ", " : "signed by ",
                      TEXT_ARGS(said_text(value_at(signers, i), "by")));
    if (!lacks_write(acting, &(struct joined){version, signers}, quorum, &words, err))
        return false;
    command_write(proposal, version_key, &words);
    *out = buffer_text(&words);
    return true;
}

/* ---- all of them ---- */

struct finding_cosigned {
    struct acting *acting;
    struct values found;
};

static bool proposal_add(struct finding_cosigned *finding, const struct value *proposal,
                         struct error *err)
{
    static const char *const kept_members[] = {"change", "from", "to"};
    struct text words;
    const struct value *version;
    struct acting *acting = finding->acting;
    struct record told = record_in(acting->arena);
    const struct value *model = value_get(proposal, TEXT("model")),
                       *signers = value_get(proposal, TEXT("signers"));
    const struct text version_key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(said_text(model, "name")),
                    TEXT_ARGS(said_text(model, "version")));
    if (!registry_row(&acting->rows, "version", version_key, acting->arena, &version, err) ||
        !cosigned_words(acting, version, proposal, &words, err))
        return false;
    record_text(&told, "version", version_key);
    for (size_t i = 0; i < COUNT(kept_members); i++)
        record_text(&told, kept_members[i], said_text(proposal, kept_members[i]));
    record_text(&told, "tier", said_text(version, "tier"));
    record_text(&told, "time", said_text(value_at(signers, 0), "time"));
    record_maybe(&told, "signers", signers);
    record_maybe(&told, "needed", value_get(proposal, TEXT("needed")));
    record_text(&told, "words", words);
    *LIST_ADD(acting->arena, &finding->found) = record_map(&told);
    return true;
}

static bool proposal_see(void *context, struct row_name named, struct text document,
                         struct error *err)
{
    struct finding_cosigned *finding = context;
    struct acting *acting = finding->acting;
    const struct value *proposal;
    (void)document;
    return registry_row(&acting->rows, "proposal", text_copy(acting->arena, named.key),
                        acting->arena, &proposal, err) &&
           proposal_add(finding, proposal, err);
}

bool cosigned_find(struct acting *acting, struct text version_key, struct value *out,
                   struct error *err)
{
    struct finding_cosigned finding = {.acting = acting};
    const struct rows *rows = &acting->rows;
    const struct row_name moves = {TEXT("proposal"),
                                   text_format(acting->arena, "move/%.*s%s", TEXT_ARGS(version_key),
                                               version_key.size ? "/" : "")};
    if (!rows->walk(rows->keeper, moves, (struct row_visit){proposal_see, &finding}, err))
        return false;
    *out = value_of_list(acting->arena, finding.found.at, finding.found.count);
    return true;
}
