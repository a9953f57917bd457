/* When a policy applies, and at which level. */
#include "policy/metadata.h"

/* One kind of word that `when` knows: how it is read, into a bit. */
struct vocabulary {
    const char *key;  /* "when.to"                     */
    const char *noun; /* "stage"                       */
    bool (*bit)(struct text word, uint32_t *bit, struct suggestion *near);
};

_Static_assert(STAGE_COUNT <= 32 && TIER_COUNT <= 32, "a bit for each stage and tier");

static bool stage_bit(struct text word, uint32_t *bit, struct suggestion *near)
{
    enum stage stage;
    if (!stage_read(word, &stage, near))
        return false;
    *bit = UINT32_C(1) << stage;
    return true;
}

static bool tier_bit(struct text word, uint32_t *bit, struct suggestion *near)
{
    enum tier tier;
    if (!tier_read(word, &tier, near))
        return false;
    *bit = UINT32_C(1) << tier;
    return true;
}

static bool when_word_add(const struct metadata *in, const struct vocabulary *vocabulary,
                          const struct value *word, uint32_t *bits)
{
    uint32_t bit = 0;
    const struct text name = value_text(word);
    struct suggestion near = suggest_for(name);
    if (value_kind(word) != VALUE_STRING)
        return error_at(in->err, ERROR_POLICY, metadata_place(in, word),
                        "%s: a %s is named by a text, %s was given", vocabulary->key,
                        vocabulary->noun, value_kind_name(value_kind(word)));
    if (!vocabulary->bit(name, &bit, &near))
        return error_at(in->err, ERROR_POLICY, metadata_place(in, word), "%s: unknown %s %.*s%s",
                        vocabulary->key, vocabulary->noun, TEXT_ARGS(name),
                        suggest_hint(&near, in->arena));
    *bits |= bit;
    return true;
}

static bool when_words_read(const struct metadata *in, const struct vocabulary *vocabulary,
                            const struct value *words, uint32_t *when_bits)
{
    uint32_t bits = 0;
    if (!words)
        return true;
    if (!metadata_is_list(words)) {
        if (!when_word_add(in, vocabulary, words, &bits))
            return false;
    } else if (value_count(words) == 0) {
        return error_at(in->err, ERROR_POLICY, metadata_place(in, words),
                        "%s names no %s: leave it out for all of them", vocabulary->key,
                        vocabulary->noun);
    }
    for (size_t i = 0; metadata_is_list(words) && i < value_count(words); i++)
        if (!when_word_add(in, vocabulary, value_at(words, i), &bits))
            return false;
    *when_bits = bits;
    return true;
}

bool when_read(const struct metadata *in, const struct value *when, struct policy *policy)
{
    static const char *const keys[] = {"to", "from", "tier"};
    static const struct vocabulary to = {"when.to", "stage", stage_bit};
    static const struct vocabulary from = {"when.from", "stage", stage_bit};
    static const struct vocabulary tier = {"when.tier", "tier", tier_bit};
    if (!when)
        return true;
    return metadata_keys(in, when, "when", (struct words){keys, COUNT(keys)}) &&
           when_words_read(in, &to, value_present(when, TEXT("to")), &policy->to) &&
           when_words_read(in, &from, value_present(when, TEXT("from")), &policy->from) &&
           when_words_read(in, &tier, value_present(when, TEXT("tier")), &policy->tiers);
}

/* What is outside the enum is asked about by nobody's list: nothing shows that it is not meant. */
static bool stage_within(uint32_t bits, enum stage stage)
{
    return !bits || stage <= STAGE_NONE || stage >= STAGE_COUNT || bits >> stage & 1;
}

static bool tier_within(uint32_t bits, enum tier tier)
{
    return !bits || (size_t)tier >= TIER_COUNT || bits >> tier & 1;
}

bool policy_applies(const struct policy *policy, enum stage from, enum stage to, enum tier tier)
{
    return stage_within(policy->to, to) && stage_within(policy->from, from) &&
           tier_within(policy->tiers, tier);
}

enum level policy_level_at(const struct policy *policy, int64_t now)
{
    if (policy->level != LEVEL_NONE && now < policy->applies_from)
        return LEVEL_ADVISORY;
    return policy->level;
}
