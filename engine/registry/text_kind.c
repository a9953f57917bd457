#include "registry/text_kind.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/limits.h"
#include "registry/lifecycle.h"
#include "registry/words.h"

static bool fits_id(struct text shaped_text, struct error *err)
{
    (void)err;
    return words_are_id(shaped_text);
}

static bool fits_name(struct text shaped_text, struct error *err)
{
    (void)err;
    return words_are_name(shaped_text);
}

static bool fits_version(struct text shaped_text, struct error *err)
{
    (void)err;
    return words_are_version(shaped_text);
}

static bool fits_words(struct text shaped_text, struct error *err)
{
    const char *unsound = words_unsound(shaped_text);
    if (unsound)
        return error_set(err, ERROR_REFUSED, "%s", unsound);
    return shaped_text.size > 0 && shaped_text.size <= LIMIT_ACT_TEXT;
}

/* A signed note is read by whoever needs it; here it only has to be shown. */
static bool fits_note(struct text shaped_text, struct error *err)
{
    (void)err;
    return shaped_text.size > 0 && utf8_check(shaped_text) == shaped_text.size;
}

static bool fits_digest(struct text shaped_text, struct error *err)
{
    struct digest digest;
    (void)err;
    return digest_read(shaped_text, &digest);
}

static bool fits_time(struct text shaped_text, struct error *err)
{
    int64_t moment;
    char moment_again[CLOCK_TEXT_SIZE];
    (void)err;
    if (!clock_read(shaped_text, &moment))
        return false;
    clock_write(moment, moment_again);
    return text_is(shaped_text, moment_again);
}

static bool fits_key(struct text shaped_text, struct error *err)
{
    struct key key;
    struct arena shape_scratch = {0};
    const bool fits = key_read(NULL, shaped_text, &key, err) &&
                      text_equal(shaped_text, key_line(&key, TEXT_NONE, &shape_scratch));
    arena_free(&shape_scratch);
    return fits;
}

static bool fits_stage(struct text shaped_text, struct error *err)
{
    enum stage stage;
    struct suggestion near_stage = suggest_for(shaped_text);
    (void)err;
    return stage_read(shaped_text, &stage, &near_stage);
}

static bool fits_tier(struct text shaped_text, struct error *err)
{
    enum tier tier;
    struct suggestion near_tier = suggest_for(shaped_text);
    (void)err;
    return tier_read(shaped_text, &tier, &near_tier);
}

static bool fits_role(struct text shaped_text, struct error *err)
{
    enum role role;
    (void)err;
    return role_read(shaped_text, &role);
}

static bool is_among(struct text shaped_text, const char *const *allowed_words)
{
    while (*allowed_words && !text_is(shaped_text, *allowed_words))
        allowed_words++;
    return *allowed_words;
}

static bool fits_verdict(struct text shaped_text, struct error *err)
{
    static const char *const verdicts[] = {"allow", "deny", "pending", NULL};
    (void)err;
    return is_among(shaped_text, verdicts);
}

static bool fits_answer(struct text shaped_text, struct error *err)
{
    (void)err;
    return is_among(shaped_text, answer_words);
}

static bool fits_meaning(struct text shaped_text, struct error *err)
{
    (void)err;
    return is_among(shaped_text, meaning_words);
}

static bool fits_change(struct text shaped_text, struct error *err)
{
    static const char *const changes[] = {"add", "prove", "rotate", "revoke", NULL};
    (void)err;
    return is_among(shaped_text, changes);
}

static bool fits_lifecycle(struct text shaped_text, struct error *err)
{
    enum lifecycle lifecycle;
    (void)err;
    return lifecycle_read(shaped_text, &lifecycle);
}

static bool fits_move(struct text shaped_text, struct error *err)
{
    enum move move;
    (void)err;
    return move_read(shaped_text, &move);
}

/* Where a version may enter. */
static bool fits_entrance(struct text shaped_text, struct error *err)
{
    (void)err;
    return text_is(shaped_text, stage_name(STAGE_EXPERIMENTAL)) ||
           text_is(shaped_text, stage_name(STAGE_REGISTERED));
}

static bool fits_annotating(struct text shaped_text, struct error *err)
{
    (void)err;
    return is_among(shaped_text, annotation_words);
}

static bool fits_why(struct text shaped_text, struct error *err)
{
    return shaped_text.size <= LIMIT_REFUSAL_WHY && fits_words(shaped_text, err);
}

const struct text_kind shape_id = {"an id: a-z, 0-9, ., _, @ and -, 64 at most", fits_id};
const struct text_kind shape_name = {"a model's name", fits_name};
const struct text_kind shape_version = {"a version", fits_version};
const struct text_kind shape_words = {"a text of 1 to 4,096 bytes", fits_words};
const struct text_kind shape_note = {"a signed note", fits_note};
const struct text_kind shape_digest = {"a digest, \"sha256:\" and 64 digits", fits_digest};
const struct text_kind shape_time = {"a time as 2026-11-21T15:00:00Z", fits_time};
const struct text_kind shape_key = {"a key: a line of OpenSSH without comment", fits_key};
const struct text_kind shape_stage = {"a stage", fits_stage};
const struct text_kind shape_tier = {"a tier", fits_tier};
const struct text_kind shape_role = {"a role", fits_role};
const struct text_kind shape_verdict = {"a verdict", fits_verdict};
const struct text_kind shape_answer = {"an answer", fits_answer};
const struct text_kind shape_meaning = {"a meaning", fits_meaning};
const struct text_kind shape_change = {"a change", fits_change};
const struct text_kind shape_lifecycle = {"a lifecycle", fits_lifecycle};
const struct text_kind shape_move = {"a move", fits_move};
const struct text_kind shape_entrance = {"registered or experimental", fits_entrance};
const struct text_kind shape_annotating = {"what is done to an annotation", fits_annotating};
const struct text_kind shape_why = {"a text of 1 to 1,000 bytes", fits_why};
