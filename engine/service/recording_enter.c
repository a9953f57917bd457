/* A version that the log does not know enters it with its first decision: as registered where the
 * gate of the registry lets it in, else as experimental, from where nothing is promoted. */
#include "service/gate.h"
#include "service/recording.h"

#include "policy/outcome.h"

static void enters_experimental(struct known *known, struct arena *arena)
{
    const struct value unchecked = value_of_text(
        text_format(arena,
                    "the transition: %.*s@%.*s enters the log as experimental, since the gate of "
                    "the registry does not let it in; obstat register says why",
                    TEXT_ARGS(known->name), TEXT_ARGS(known->version)));
    known->from = STAGE_EXPERIMENTAL;
    known->unchecked = value_of_list(arena, &unchecked, 1);
}

bool recording_enter(struct recording *recording, struct error *err)
{
    struct session *session = recording->session;
    for (size_t i = 0; i < recording->judging.manifests.count; i++) {
        struct gated gated;
        struct known *known = &recording->known[i];
        if (known->registered || !known->name.size || known->from != STAGE_REGISTERED)
            continue;
        if (!gate_judge(session, recording->judging.manifests.at[i], true, &gated, err) ||
            !gate_saw(&gated, known->manifest, gated.artifact, gated.listing, err))
            return false;
        known->gated = gated.gate_status == STATUS_ALLOWED;
        known->gated_artifact = gated.artifact;
        known->gated_listing = gated.listing;
        if (!known->gated)
            enters_experimental(known, session->arena);
    }
    return true;
}
