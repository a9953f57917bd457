#include "base/buffer.h"
#include "base/limits.h"
#include "registry/registry.h"
#include "registry/told.h"

/* What a person says who gives this answer. */
static const char *answer_phrase(struct text answer)
{
    return text_is(answer, "approve")  ? "I approve"
           : text_is(answer, "reject") ? "I reject"
                                       : "I ask for changes to";
}

static void way_write(const struct value *act_members, struct buffer *sentence)
{
    const struct value *transition = told(act_members, "transition");
    const struct text from_stage = told_text(transition, "from");
    buffer_string(sentence, " for ");
    buffer_add(sentence, told_text(transition, "to"));
    if (from_stage.size) {
        buffer_string(sentence, ", coming from ");
        buffer_add(sentence, from_stage);
    }
}

/* Those of the artifact's files, which its digest does not see. */
static void names_write(const struct value *act_members, struct buffer *sentence)
{
    const struct text listing = told_text(act_members, "listing");
    if (listing.size)
        buffer_string(sentence, ", its files named as in ");
    buffer_add(sentence, listing);
}

static void digests_write(const struct value *act_members, struct buffer *sentence)
{
    static const struct {
        const char *member, *sentence_part;
    } sentence_digests[] = {
        {"artifact", "; artifact "}, {"manifest", "; manifest "}, {"policies", "; policy set "}};
    for (size_t i = 0; i < COUNT(sentence_digests); i++) {
        const struct text bound_digest = told_text(act_members, sentence_digests[i].member);
        buffer_string(sentence, sentence_digests[i].sentence_part);
        buffer_add(sentence, bound_digest.size ? bound_digest : TEXT("none"));
        if (i == 0)
            names_write(act_members, sentence);
    }
    const size_t evidence_count = value_count(told(act_members, "evidence"));
    buffer_format(sentence, "; %zu file%s of evidence; decision ", evidence_count,
                  evidence_count == 1 ? "" : "s");
    buffer_add(sentence, told_text(told(act_members, "decision"), "id"));
}

bool approval_sentence(const struct act *act, const struct value *act_members, struct arena *arena,
                       struct text *out, struct error *err)
{
    struct buffer sentence = buffer_in(arena, LIMIT_ACT_TEXT);
    const struct value *model = told(act_members, "model");
    const size_t condition_count = value_count(told(act_members, "conditions"));
    if (act->by.size)
        buffer_format(&sentence, "%.*s: ", TEXT_ARGS(act->by));
    buffer_format(&sentence, "%s %.*s %.*s", answer_phrase(told_text(act_members, "answer")),
                  TEXT_ARGS(told_text(model, "name")), TEXT_ARGS(told_text(model, "version")));
    way_write(act_members, &sentence);
    const struct text role_word = told_text(act_members, "role");
    if (role_word.size)
        buffer_format(&sentence, ", as %.*s", TEXT_ARGS(role_word));
    buffer_format(&sentence, "; meaning: %.*s; tier %.*s",
                  TEXT_ARGS(told_text(act_members, "meaning")),
                  TEXT_ARGS(told_text(act_members, "tier")));
    if (condition_count)
        buffer_format(&sentence, "; under %zu condition%s", condition_count,
                      condition_count > 1 ? "s" : "");
    digests_write(act_members, &sentence);
    buffer_format(&sentence, "; valid until %.*s; log %.*s",
                  TEXT_ARGS(told_text(act_members, "expires")), TEXT_ARGS(act->log));
    if (buffer_full(&sentence))
        return error_set(err, ERROR_REFUSED, "the sentence to sign has more than %d bytes",
                         LIMIT_ACT_TEXT);
    *out = buffer_text(&sentence);
    return true;
}
