/* Any bytes are a passport of the log whose key is the corpus's, or refused: with ERROR_INTEGRITY
 * and nothing else. What is read has one spelling, so it is one that the log's key has signed; it
 * is admitted nowhere but at the stage that it says, with the artifact that it says, in its time.
 */
#include "base/limits.h"
#include "fuzz.h"
#include "registry/passport.h"

#include <stdlib.h>

/* The public key of the seeds (tests/fuzz/corpus/passport); its private half is kept nowhere. */
static const char corpus_key[] =
    "gov.example/models+46565572+AWnXu7CqWY2cruzlRhxQ2BgQ74jU4DJnzRJA6on0Mwjh";

static void demand(bool promise)
{
    if (!promise)
        abort();
}

static bool admits(const struct passport *passport, const struct door *door)
{
    struct error err = {0};
    const bool admitted = passport_admits(passport, door, &err);
    demand(admitted || err.code == ERROR_GUARD || err.code == ERROR_INTEGRITY);
    return admitted;
}

static void doors_check(const struct passport *passport)
{
    struct checkpoint newest = {.origin = passport->origin, .head = passport->head};
    const struct door own = {.stage = passport->stage,
                             .model = passport->name,
                             .version = passport->version,
                             .lowest = passport->tier,
                             .artifact = passport->artifact,
                             .kind = passport->kind,
                             .listing = passport->listing,
                             .now = passport->since,
                             .newest = &newest};
    struct door other = own;
    demand(admits(passport, &own) && passport_stage(passport->stage));
    other.now = passport->until;
    demand(!admits(passport, &other));
    other = own;
    other.artifact.bytes[0] ^= 1;
    demand(!admits(passport, &other));
    other = own;
    other.model = TEXT("no/model-of-the-corpus");
    demand(!admits(passport, &other));
    for (int tier = 0; tier < TIER_COUNT; tier++) {
        other = own;
        other.lowest = (enum tier)tier;
        demand(admits(passport, &other) == (passport->tier <= other.lowest));
    }
    for (int stage = STAGE_NONE; stage < STAGE_COUNT; stage++) {
        other = own;
        other.stage = (enum stage)stage;
        demand(admits(passport, &other) == (other.stage == own.stage));
    }
    newest.head.size++;
    demand(!admits(passport, &own));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct error err = {0};
    struct note_key log;
    struct passport passport;
    const struct text given = {(const char *)data, size};
    const struct text document = {text_string(&arena, given), size};
    demand(note_key_read(text_of(corpus_key), &log, &err));
    if (passport_read(document, &log, &arena, &passport, &err))
        doors_check(&passport);
    else
        demand(err.code == ERROR_INTEGRITY);
    arena_free(&arena);
    return 0;
}
