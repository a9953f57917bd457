#include "service/issuing.h"
#include "service/refold.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "crypto/signature.h"
#include "ledger/proof.h"

#include <string.h>

enum { PASSPORT_MODE = 0644 };

struct text issuing_text(const struct value *told_map, const char *name)
{
    const struct value *found = value_present(told_map, text_of(name));
    return found ? value_text(found) : TEXT_NONE;
}

static bool row_moment(const struct value *row, const char *name, int64_t *moment)
{
    const struct text written = issuing_text(row, name);
    return written.size && clock_read(written, moment);
}

/* ---- whether it may have one ---- */

bool issuing_refuse(const struct issuing *issuing, struct error *err, const char *why)
{
    return error_set(err, ERROR_GUARD, "%.*s gets no passport: %s", TEXT_ARGS(issuing->key), why);
}

bool issuing_changed(const struct issuing *issuing, struct error *err, const char *how)
{
    return error_set(err, ERROR_INTEGRITY,
                     "the database says of %.*s what the log does not: %s; obstat audit verify "
                     "names what was changed",
                     TEXT_ARGS(issuing->key), how);
}

static bool stage_deploys(struct issuing *issuing, struct error *err)
{
    struct suggestion near = {0};
    struct passport *passport = &issuing->passport;
    const struct text stage = issuing_text(issuing->row, "stage");
    if (stage_read(stage, &passport->stage, &near) && passport_stage(passport->stage))
        return true;
    struct arena *arena = issuing->acting->arena;
    const struct value *suspended = value_present(issuing->row, TEXT("suspended"));
    if (passport->stage == STAGE_SUSPENDED)
        return issuing_refuse(issuing, err,
                              text_format(arena, "it is suspended since %.*s, by %.*s",
                                          TEXT_ARGS(issuing_text(suspended, "time")),
                                          TEXT_ARGS(issuing_text(suspended, "by")))
                                  .at);
    return issuing_refuse(issuing, err,
                          text_format(arena,
                                      "it is %.*s, and what is deployed is validated, staging, "
                                      "shadow, canary or production",
                                      TEXT_ARGS(stage))
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
    int64_t expires;
    struct acting *acting = issuing->acting;
    if (!row_moment(issuing->row, "expires", &expires))
        return true;
    if (expires <= acting->session->now)
        return issuing_refuse(
            issuing, err,
            text_format(acting->arena,
                        "its time to live ended at %.*s; a new decision and promotion renew it",
                        TEXT_ARGS(issuing_text(issuing->row, "expires")))
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
        if (!row_moment(debt, "due", &due) || due <= acting->session->now)
            return issuing_refuse(issuing, err,
                                  text_format(acting->arena,
                                              "the review that its %.*s owes was due at %.*s",
                                              TEXT_ARGS(issuing_text(debt, "what")),
                                              TEXT_ARGS(issuing_text(debt, "due")))
                                      .at);
        until_cap(&issuing->passport, due);
    }
    return true;
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

static bool passport_seal(const struct issuing *issuing, struct text *document, struct error *err)
{
    struct acting *acting = issuing->acting;
    struct proof proof = {.index = issuing->head, .note = log_checkpoint(acting->log)};
    struct passport_parts parts = {.leaf = issuing->moved.leaf};
    struct buffer receipt = buffer_in(acting->arena, LIMIT_PASSPORT_SIZE);
    if (!log_inclusion(acting->log, issuing->head, &proof.path, err) ||
        !proof_write(&proof, &receipt, err) || !statement_seal(issuing, &parts.statement, err))
        return false;
    parts.receipt = buffer_text(&receipt);
    return passport_print(&parts, acting->arena, document, err);
}

static bool time_see(void *context, const struct audited *audited, struct arena *arena,
                     struct error *err)
{
    int64_t *logged = context;
    (void)arena;
    (void)err;
    *logged = audited->entry.time;
    return true;
}

/* On a machine whose clock is behind, nothing would ever be over. */
static bool clock_stands(const struct issuing *issuing, struct error *err)
{
    int64_t logged = 0;
    struct acting *acting = issuing->acting;
    const uint64_t size = log_head(acting->log)->size;
    char written[CLOCK_TEXT_SIZE];
    if (!size)
        return issuing_changed(issuing, err, "the log is empty");
    if (!audit_walk(acting, (struct leaf_range){size - 1, size},
                    (struct audit_visit){time_see, &logged}, err))
        return false;
    if (logged <= acting->session->now + LIMIT_CLOCK_SKEW)
        return true;
    clock_write(logged, written);
    return issuing_refuse(issuing, err,
                          text_format(acting->arena,
                                      "the clock is behind the log, whose last entry was logged at "
                                      "%s",
                                      written)
                              .at);
}

/* The rows say where it stands; each thing that is vouched for is read from the log. */
static bool passport_draw(struct issuing *issuing, struct error *err)
{
    struct acting *acting = issuing->acting;
    if (!registry_row(&acting->rows, "version", issuing->key, acting->arena, &issuing->row, err))
        return false;
    if (!issuing->row)
        return error_set(err, ERROR_USAGE, "%.*s is not registered", TEXT_ARGS(issuing->key));
    return stage_deploys(issuing, err) && clock_stands(issuing, err) && still_lives(issuing, err) &&
           owes_nothing(issuing, err) && issuing_head(issuing, err) &&
           issuing_decision(issuing, err) && issuing_registration(issuing, err) &&
           issuing_stands(issuing, err) && issuing_reviewed(issuing, err);
}

bool passport_issue(struct acting *acting, struct text version_key, int64_t valid,
                    struct passport *out, struct text *document, struct error *err)
{
    struct passport read;
    const int64_t now = acting->session->now;
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
    if (!refold_check(acting, issuing.passport.name, err) || !passport_draw(&issuing, err) ||
        !passport_seal(&issuing, document, err) ||
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
