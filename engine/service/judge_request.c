#include "service/judge_request.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"

/* The same words as evidence/stage.h reads; a test holds the two together. */
const char *const stage_words[] = {
    "experimental", "registered", "validated", "staging",  "shadow",    "canary", "production",
    "deprecated",   "retired",    "archived",  "rejected", "suspended", NULL};

const char *const tier_words[] = {"high", "limited", "minimal", NULL};

/* --to, --from, --now, ...: where one is absent, `out` is left alone. */
static bool stage_argument(const struct value *request, const char *name, struct arena *arena,
                           enum stage *out, struct error *err)
{
    const char *stage_word = request_text(request, name);
    struct suggestion near_stage = suggest_for(text_of(stage_word));
    if (!stage_word || stage_read(text_of(stage_word), out, &near_stage))
        return true;
    return error_set(err, ERROR_USAGE, "--%s: there is no stage %s%s", name, stage_word,
                     suggest_hint(&near_stage, arena));
}

static bool now_argument(const struct value *request, int64_t *out, struct error *err)
{
    const char *now_word = request_text(request, "now");
    if (!now_word || clock_read(text_of(now_word), out))
        return true;
    return error_set(err, ERROR_USAGE,
                     "--now: %s is no moment; write it as 2026-11-20T09:00:00Z or 2026-11-20",
                     now_word);
}

static bool override_read(const char *override_word, struct override *out, struct error *err)
{
    const struct text override_text = text_of(override_word);
    const size_t override_equals = text_find(override_text, '=');
    const struct text override_left = text_part(override_text, 0, override_equals);
    size_t override_dot = override_left.size;
    while (override_dot > 0 && override_left.at[override_dot - 1] != '.')
        override_dot--;
    if (override_equals == override_text.size || override_dot < 2 ||
        override_dot == override_left.size)
        return error_set(err, ERROR_USAGE, "--param: %s is not ID.KEY=VALUE", override_word);
    *out = (struct override){text_part(override_left, 0, override_dot - 1),
                             text_part(override_left, override_dot, override_left.size),
                             text_part(override_text, override_equals + 1, override_text.size)};
    return true;
}

/* A digest, or a file in which each line begins with one; the rest of a line is remark. */
static bool required_read(const char *required_word, struct arena *arena, struct digests *out,
                          struct error *err)
{
    struct text required_bytes;
    struct digest digest;
    const struct text required_text = text_of(required_word);
    if (text_starts(required_text, TEXT("sha256:"))) {
        if (!digest_read(required_text, &digest))
            return error_set(err, ERROR_USAGE, "--require-policies: %s is no digest",
                             required_word);
        *LIST_ADD(arena, out) = digest;
        return true;
    }
    if (!file_read(required_word, LIMIT_PROJECT_SIZE, arena, &required_bytes, err))
        return false;
    unsigned line = 0;
    for (size_t required_at = 0; required_at < required_bytes.size;) {
        const struct text required_rest =
            text_part(required_bytes, required_at, required_bytes.size);
        const struct text required_line =
            text_part(required_rest, 0, text_find(required_rest, '\n'));
        const struct text required_first =
            text_part(required_line, 0, text_find(required_line, ' '));
        required_at += required_line.size + 1;
        line++;
        if (required_first.size == 0 || required_first.at[0] == '#')
            continue;
        if (!digest_read(required_first, &digest))
            return error_at(err, ERROR_USAGE, (struct place){required_word, line, 1},
                            "a line begins with sha256: and 64 digits, or with #");
        *LIST_ADD(arena, out) = digest;
    }
    return out->count > 0 ||
           error_at(err, ERROR_USAGE, (struct place){required_word, 0, 0}, "names no policy set");
}

static bool tier_argument(const struct value *request, struct arena *arena,
                          struct judge_request *out, struct error *err)
{
    const char *tier_word = request_text(request, "require-tier");
    struct suggestion near_tier = suggest_for(text_of(tier_word));
    if (!tier_word)
        return true;
    out->tier_required = true;
    return tier_read(text_of(tier_word), &out->tier, &near_tier) ||
           error_set(err, ERROR_USAGE, "--require-tier: there is no tier %s%s", tier_word,
                     suggest_hint(&near_tier, arena));
}

/* Whose signatures count: the organisation's word, which no project can give. */
static bool trust_read(const char *trust_path, struct arena *arena, struct pinned_keys *trust,
                       struct error *err)
{
    struct text trust_written;
    return file_read(trust_path, LIMIT_PROJECT_SIZE, arena, &trust_written, err) &&
           pinned_keys_read(trust_path, trust_written, arena, trust, err);
}

static void names_read(const struct value *request, const char *name, struct arena *arena,
                       struct names *out)
{
    for (size_t i = 0; i < request_count(request, name); i++)
        *LIST_ADD(arena, out) = request_at(request, name, i);
}

bool judge_request_read(struct session *session, const struct value *request,
                        struct judge_request *out, struct error *err)
{
    struct arena *arena = session->arena;
    struct judge_request judge_request = {
        .now = session->now,
        .data = session->data,
        .clamd = session->setting ? session->setting(session->context, "OBSTAT_CLAMD") : NULL};
    names_read(request, "manifest", arena, &judge_request.manifests);
    names_read(request, "policy", arena, &judge_request.policies);
    names_read(request, "evidence", arena, &judge_request.evidence);
    if (judge_request.manifests.count == 0)
        *LIST_ADD(arena, &judge_request.manifests) = "model.yaml";
    if (judge_request.manifests.count > LIMIT_MANIFESTS)
        return error_set(err, ERROR_USAGE, "%zu manifests are named, %d at most are judged at once",
                         judge_request.manifests.count, LIMIT_MANIFESTS);
    judge_request.champion = request_text(request, "champion");
    for (size_t i = 0; i < request_count(request, "param"); i++)
        if (!override_read(request_at(request, "param", i),
                           LIST_ADD(arena, &judge_request.overrides), err))
            return false;
    for (size_t i = 0; i < request_count(request, "require-policies"); i++)
        if (!required_read(request_at(request, "require-policies", i), arena,
                           &judge_request.required, err))
            return false;
    for (size_t i = 0; i < request_count(request, "trust"); i++)
        if (!trust_read(request_at(request, "trust", i), arena, &judge_request.trust, err))
            return false;
    if (!stage_argument(request, "to", arena, &judge_request.to, err) ||
        !stage_argument(request, "from", arena, &judge_request.from, err) ||
        !tier_argument(request, arena, &judge_request, err) ||
        !now_argument(request, &judge_request.now, err))
        return false;
    *out = judge_request;
    return true;
}
