#include "service/passport.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "crypto/signature.h"
#include "ledger/proof.h"
#include "service/docket.h"
#include "service/said.h"

#include <string.h>

enum { PASSPORT_MODE = 0644 };

/* A passport while it is made. */
struct issuing {
    struct acting *acting;
    struct text key;         /* NAME@VERSION                        */
    const struct value *row; /* of the version                      */
    uint64_t head;           /* the entry that brought it there ... */
    struct text leaf;        /* ... and its bytes                   */
    struct passport passport;
};

static bool issuing_refuse(const struct issuing *issuing, struct error *err, const char *why)
{
    return error_set(err, ERROR_GUARD, "%.*s gets no passport: %s", TEXT_ARGS(issuing->key), why);
}

/* ---- whether it may have one ---- */

static bool stage_deploys(struct issuing *issuing, struct error *err)
{
    struct passport *passport = &issuing->passport;
    if (said_stage(issuing->row, "stage", &passport->stage) && passport_stage(passport->stage))
        return true;
    struct arena *arena = issuing->acting->arena;
    const struct value *suspended = said_part(issuing->row, "suspended");
    if (passport->stage == STAGE_SUSPENDED)
        return issuing_refuse(issuing, err,
                              text_format(arena, "it is suspended since %.*s, by %.*s",
                                          TEXT_ARGS(said_text(suspended, "time")),
                                          TEXT_ARGS(said_text(suspended, "by")))
                                  .at);
    return issuing_refuse(issuing, err,
                          text_format(arena,
                                      "it is %.*s, and what is deployed is validated, staging, "
                                      "shadow, canary or production",
                                      TEXT_ARGS(said_text(issuing->row, "stage")))
                              .at);
}

/* On a machine whose clock is behind, nothing would ever be over. */
static bool clock_stands(const struct issuing *issuing, struct error *err)
{
    int64_t logged;
    const struct value *last;
    struct acting *acting = issuing->acting;
    if (!registry_row(&acting->rows, "log", TEXT("last"), acting->arena, &last, err))
        return false;
    const struct text time = said_text(last, "time");
    return (clock_read(time, &logged) &&
            logged <= session_moment(acting->session) + LIMIT_CLOCK_SKEW) ||
           issuing_refuse(issuing, err,
                          text_format(acting->arena,
                                      "the clock is behind the log, whose last entry was logged at "
                                      "%.*s",
                                      TEXT_ARGS(time))
                              .at);
}

/* It is not valid for longer than what it hangs on. */
static void until_cap(struct passport *passport, int64_t moment)
{
    if (moment < passport->until)
        passport->until = moment;
}

static bool still_lives(struct issuing *issuing, struct error *err)
{
    int64_t expires = CLOCK_FIRST;
    struct acting *acting = issuing->acting;
    const struct text ends = said_text(issuing->row, "expires");
    if (!ends.size)
        return true;
    if (!clock_read(ends, &expires) || expires <= session_moment(acting->session))
        return issuing_refuse(
            issuing, err,
            text_format(acting->arena,
                        "its time to live ended at %.*s; a new decision and promotion renew it",
                        TEXT_ARGS(ends))
                .at);
    until_cap(&issuing->passport, expires);
    return true;
}

static bool owes_nothing(struct issuing *issuing, struct error *err)
{
    struct acting *acting = issuing->acting;
    const struct value *owed = value_get(issuing->row, TEXT("owed"));
    for (size_t i = 0; i < value_count(owed); i++) {
        int64_t due = CLOCK_FIRST;
        const struct value *debt = value_at(owed, i);
        if (!clock_read(said_text(debt, "due"), &due) || due <= session_moment(acting->session))
            return issuing_refuse(
                issuing, err,
                text_format(acting->arena, "the review that its %.*s owes was due at %.*s",
                            TEXT_ARGS(said_text(debt, "what")), TEXT_ARGS(said_text(debt, "due")))
                    .at);
        until_cap(&issuing->passport, due);
    }
    return true;
}

/* ---- what it vouches for ---- */

/* Whether the artifact was a file or a folder when it was judged: its case says so. The names of
 * its files are those that were registered, and no others were judged. */
static bool kind_take(struct issuing *issuing, const struct value *decision, struct error *err)
{
    struct digest digest;
    const struct value *docket;
    struct acting *acting = issuing->acting;
    if (!digest_read(said_text(decision, "case"), &digest))
        return error_set(err, ERROR_INTEGRITY, "the decision that let %.*s through names no case",
                         TEXT_ARGS(issuing->key));
    if (!docket_read(acting->vault, &digest, acting->arena, &docket, err))
        return false;
    const struct value *artifact = said_part(said_part(docket, "inputs"), "artifact");
    issuing->passport.listing = said_text(issuing->row, "listing");
    if (!registry_listing_holds(issuing->key, issuing->passport.listing,
                                said_text(artifact, "listing"), err))
        return false;
    for (int kind = ARTIFACT_NONE; kind <= ARTIFACT_SERVICE; kind++)
        if (text_is(said_text(artifact, "kind"), artifact_kind_name((enum artifact_kind)kind)))
            issuing->passport.kind = (enum artifact_kind)kind;
    return true;
}

/* A version that fell back to a stage was judged for another. Where nobody adopted policies for the
 * one it is in, that says enough; where somebody did, theirs have not let it there. */
static bool judgement_take(struct issuing *issuing, const struct value *decision, struct error *err)
{
    const struct value *adoption;
    struct acting *acting = issuing->acting;
    struct passport *passport = &issuing->passport;
    const struct value *way = value_get(decision, TEXT("transition"));
    const char *stage = stage_name(passport->stage);
    if (!said_stage(way, "to", &passport->judged))
        return error_set(err, ERROR_INTEGRITY, "the decision that let %.*s through is on no stage",
                         TEXT_ARGS(issuing->key));
    if (passport->judged == passport->stage)
        return true;
    if (!registry_row(&acting->rows, "adoption", text_of(stage), acting->arena, &adoption, err))
        return false;
    return !adoption ||
           issuing_refuse(
               issuing, err,
               text_format(acting->arena,
                           "it is in %s, and the policies adopted for %s have not judged "
                           "it there; it was judged for %s, and gets one where it is "
                           "promoted",
                           stage, stage, stage_name(passport->judged))
                   .at);
}

/* What was registered, and the decision by which it moved. */
static bool grounds_take(struct issuing *issuing, struct error *err)
{
    struct suggestion near = {0};
    const struct value *decision = NULL;
    struct acting *acting = issuing->acting;
    struct passport *passport = &issuing->passport;
    const struct text artifact = said_text(issuing->row, "artifact"),
                      passed = said_text(issuing->row, "passed");
    if (passed.size &&
        !registry_row(&acting->rows, "decision", passed, acting->arena, &decision, err))
        return false;
    if (!decision)
        return issuing_refuse(issuing, err, "no recorded decision let it through");
    passport->decision = passed;
    passport->policies = said_text(decision, "policies");
    if (!judgement_take(issuing, decision, err) || !kind_take(issuing, decision, err))
        return false;
    return (tier_read(said_text(issuing->row, "tier"), &passport->tier, &near) &&
            digest_read(artifact.size ? artifact : said_text(issuing->row, "manifest"),
                        &passport->artifact)) ||
           error_set(err, ERROR_INTEGRITY, "%.*s is registered without a tier or a manifest",
                     TEXT_ARGS(issuing->key));
}

static bool leaf_see(void *context, uint64_t index, struct text leaf, struct error *err)
{
    struct issuing *issuing = context;
    (void)index;
    (void)err;
    issuing->leaf = text_copy(issuing->acting->arena, leaf);
    return true;
}

/* The entry that the row says brought it there. Whether it did, the passport tells when it is read.
 */
static bool head_take(struct issuing *issuing, struct error *err)
{
    struct acting *acting = issuing->acting;
    issuing->head = (uint64_t)said_integer(issuing->row, "head");
    if (issuing->head >= log_head(acting->log)->size)
        return issuing_refuse(issuing, err, "it was moved meanwhile; look where it stands now");
    return log_entries(acting->log, (struct leaf_range){issuing->head, issuing->head + 1},
                       (struct entry_visit){leaf_see, issuing}, err);
}

static bool passport_draw(struct issuing *issuing, struct error *err)
{
    struct acting *acting = issuing->acting;
    if (!registry_row(&acting->rows, "version", issuing->key, acting->arena, &issuing->row, err))
        return false;
    if (!issuing->row)
        return error_set(err, ERROR_USAGE, "%.*s is not registered", TEXT_ARGS(issuing->key));
    return stage_deploys(issuing, err) && clock_stands(issuing, err) && still_lives(issuing, err) &&
           owes_nothing(issuing, err) && grounds_take(issuing, err) && head_take(issuing, err);
}

/* ---- the document ---- */

static bool statement_seal(const struct issuing *issuing, struct envelope *out, struct error *err)
{
    struct arena *arena = issuing->acting->arena;
    struct envelope_signature seal = {0};
    struct envelope envelope = {.type = STATEMENT_TYPE};
    const struct key_pair *pair = log_key_pair(issuing->acting->log);
    uint8_t *signature = arena_alloc(arena, SIGNATURE_SIZE);
    if (!pair)
        return error_set(err, ERROR_BUG, "the log is not open for writing");
    if (!passport_statement(&issuing->passport, arena, &envelope.payload, err) ||
        !envelope_key_id(key_pair_public(pair), arena, &seal.key_id, err) ||
        !signature_make(pair, envelope_signed_bytes(&envelope, arena), signature, err))
        return false;
    seal.bytes = (struct text){(const char *)signature, SIGNATURE_SIZE};
    *LIST_ADD(arena, &envelope.signatures) = seal;
    *out = envelope;
    return true;
}

static bool passport_seal(struct issuing *issuing, struct text *document, struct error *err)
{
    struct digest digest;
    struct acting *acting = issuing->acting;
    struct proof proof = {.index = issuing->head, .note = log_checkpoint(acting->log)};
    struct passport_parts parts = {.leaf = issuing->leaf};
    struct buffer receipt = buffer_in(acting->arena, LIMIT_PASSPORT_SIZE);
    if (!log_inclusion(acting->log, issuing->head, &proof.path, err) ||
        !proof_write(&proof, &receipt, err) || !digest_text(buffer_text(&receipt), &digest, err))
        return false;
    parts.receipt = buffer_text(&receipt);
    issuing->passport.proof = digest_print(&digest, acting->arena);
    return statement_seal(issuing, &parts.statement, err) &&
           passport_print(&parts, acting->arena, document, err);
}

bool passport_issue(struct acting *acting, struct text version_key, int64_t valid,
                    struct passport *out, struct text *document, struct error *err)
{
    struct passport read;
    const int64_t now = session_moment(acting->session);
    const size_t mark = text_find(version_key, '@');
    struct issuing issuing = {
        .acting = acting,
        .key = version_key,
        .passport = {.origin = acting->origin,
                     .engine = TEXT(OBSTAT_VERSION),
                     .name = text_part(version_key, 0, mark),
                     .version = text_part(version_key, mark + 1, version_key.size),
                     .since = now,
                     .until = now + valid},
    };
    if (!passport_draw(&issuing, err) || !passport_seal(&issuing, document, err) ||
        !passport_read(*document, log_key(acting->log), acting->arena, &read, err))
        return false;
    *out = read;
    return true;
}

const char *passport_path(const struct acting *acting, struct text version_key, enum stage stage)
{
    struct buffer name = buffer_in(acting->arena, LIMIT_PATH_SIZE);
    buffer_string(&name, "passports/");
    for (size_t i = 0; i < version_key.size; i++)
        if (version_key.at[i] == '/')
            buffer_string(&name, "%2F");
        else
            buffer_byte(&name, version_key.at[i]);
    buffer_format(&name, ".%s.json", stage_name(stage));
    return path_join(acting->arena, acting->folder, buffer_text(&name).at);
}

bool passport_write(struct acting *acting, struct text model_name, struct text model_version,
                    int64_t valid, const char *path, struct error *err)
{
    struct text document;
    struct passport passport;
    const struct text key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(model_name), TEXT_ARGS(model_version));
    if (!passport_issue(acting, key, valid, &passport, &document, err))
        return false;
    const char *usual = passport_path(acting, key, passport.stage);
    const bool beside = !path || strcmp(path, usual) == 0;
    return (!beside || folder_make(path_join(acting->arena, acting->folder, "passports"), err)) &&
           file_write(beside ? usual : path, document, PASSPORT_MODE, err);
}
