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
    const char *word = request_text(request, name);
    struct suggestion near = suggest_for(text_of(word));
    if (!word || stage_read(text_of(word), out, &near))
        return true;
    return error_set(err, ERROR_USAGE, "--%s: there is no stage %s%s", name, word,
                     suggest_hint(&near, arena));
}

static bool now_argument(const struct value *request, int64_t *out, struct error *err)
{
    const char *word = request_text(request, "now");
    if (!word || clock_read(text_of(word), out))
        return true;
    return error_set(err, ERROR_USAGE,
                     "--now: %s is no moment; write it as 2026-11-20T09:00:00Z or 2026-11-20",
                     word);
}

static bool override_read(const char *word, struct override *out, struct error *err)
{
    const struct text text = text_of(word);
    const size_t equals = text_find(text, '=');
    const struct text left = text_part(text, 0, equals);
    size_t dot = left.size;
    while (dot > 0 && left.at[dot - 1] != '.')
        dot--;
    if (equals == text.size || dot < 2 || dot == left.size)
        return error_set(err, ERROR_USAGE, "--param: %s is not ID.KEY=VALUE", word);
    *out = (struct override){text_part(left, 0, dot - 1), text_part(left, dot, left.size),
                             text_part(text, equals + 1, text.size)};
    return true;
}

/* A digest, or a file in which each line begins with one; the rest of a line is remark. */
static bool required_read(const char *word, struct arena *arena, struct digests *out,
                          struct error *err)
{
    struct text bytes;
    struct digest digest;
    const struct text text = text_of(word);
    if (text_starts(text, TEXT("sha256:"))) {
        if (!digest_read(text, &digest))
            return error_set(err, ERROR_USAGE, "--require-policies: %s is no digest", word);
        *LIST_ADD(arena, out) = digest;
        return true;
    }
    if (!file_read(word, LIMIT_PROJECT_SIZE, arena, &bytes, err))
        return false;
    unsigned line = 0;
    for (size_t from = 0; from < bytes.size;) {
        const struct text rest = text_part(bytes, from, bytes.size);
        const struct text whole = text_part(rest, 0, text_find(rest, '\n'));
        const struct text first = text_part(whole, 0, text_find(whole, ' '));
        from += whole.size + 1;
        line++;
        if (first.size == 0 || first.at[0] == '#')
            continue;
        if (!digest_read(first, &digest))
            return error_at(err, ERROR_USAGE, (struct place){word, line, 1},
                            "a line begins with sha256: and 64 digits, or with #");
        *LIST_ADD(arena, out) = digest;
    }
    return out->count > 0 ||
           error_at(err, ERROR_USAGE, (struct place){word, 0, 0}, "names no policy set");
}

static bool tier_argument(const struct value *request, struct arena *arena,
                          struct judge_request *out, struct error *err)
{
    const char *word = request_text(request, "require-tier");
    struct suggestion near = suggest_for(text_of(word));
    if (!word)
        return true;
    out->tier_required = true;
    return tier_read(text_of(word), &out->tier, &near) ||
           error_set(err, ERROR_USAGE, "--require-tier: there is no tier %s%s", word,
                     suggest_hint(&near, arena));
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
    struct judge_request made = {.now = session->now, .data = session->data};
    names_read(request, "manifest", arena, &made.manifests);
    names_read(request, "policy", arena, &made.policies);
    names_read(request, "evidence", arena, &made.evidence);
    if (made.manifests.count == 0)
        *LIST_ADD(arena, &made.manifests) = "model.yaml";
    if (made.manifests.count > LIMIT_MANIFESTS)
        return error_set(err, ERROR_USAGE, "%zu manifests are named, %d at most are judged at once",
                         made.manifests.count, LIMIT_MANIFESTS);
    made.champion = request_text(request, "champion");
    for (size_t i = 0; i < request_count(request, "param"); i++)
        if (!override_read(request_at(request, "param", i), LIST_ADD(arena, &made.overrides), err))
            return false;
    for (size_t i = 0; i < request_count(request, "require-policies"); i++)
        if (!required_read(request_at(request, "require-policies", i), arena, &made.required, err))
            return false;
    if (!stage_argument(request, "to", arena, &made.to, err) ||
        !stage_argument(request, "from", arena, &made.from, err) ||
        !tier_argument(request, arena, &made, err) || !now_argument(request, &made.now, err))
        return false;
    *out = made;
    return true;
}
