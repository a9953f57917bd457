/* A passport of a story's log while it is forged or mended. */
#ifndef REGISTRY_PAPER_H
#define REGISTRY_PAPER_H

#include "ledger/checkpoint.h"
#include "ledger/proof.h"
#include "registry/passport.h"
#include "story.h"

enum { LEAVES = 5, MOVED_AT = 2, LIFE = 24 * 60 * 60 };

/* A passport while it is forged or mended: its parts, then its document. */
struct paper {
    struct story story;
    struct note_key log;
    struct text leaves[LEAVES];
    struct passport said; /* what its statement says */
    struct passport_parts parts;
    struct text document;
    struct error err;
};

static inline struct digest artifact_of(const char *contents)
{
    struct digest digest;
    struct error err = {0};
    ck_assert(digest_text(text_of(contents), &digest, &err));
    return digest;
}

static inline struct value move_of(struct paper *paper, const char *change, const char *version,
                                   const char *to, const char *other)
{
    return json(&paper->story,
                "{'change': '%s', 'model': {'name': 'credit', 'version': '%s'}, 'artifact': '%s',"
                " 'from': 'staging', 'to': '%s', 'head': 1, 'reason': null, 'other': %s,"
                " 'decision': '%s', 'request': null, 'review_by': null, 'incident': null,"
                " 'sunset': null, 'steps': [], 'successor': null, 'moment': null, 'step': null,"
                " 'acknowledged': [], 'retention': null, 'stored': []}",
                change, version, digest_word(&paper->story, "weights"), to, other,
                digest_word(&paper->story, "decision"));
}

static inline void leaves_write(struct paper *paper, struct value moved)
{
    struct story *story = &paper->story;
    for (size_t at = 0; at < LEAVES; at++) {
        const struct value members =
            at == MOVED_AT ? moved : move_of(paper, "suspend", "1.0.0", "suspended", "null");
        story->count = at;
        const struct entry entry = entry_of(
            story, (struct saying){.kind = ACT_TRANSITION, .who = &story->bot, .members = members});
        ck_assert_msg(entry_write(&entry, &story->arena, &paper->leaves[at], &paper->err), "%s",
                      paper->err.message);
    }
    paper->parts.leaf = paper->leaves[MOVED_AT];
}

static inline struct text receipt_of(struct paper *paper, uint64_t index,
                                     const struct key_pair *signer)
{
    struct story *story = &paper->story;
    struct digest hashes[LEAVES];
    const struct leaves leaves = {hashes, LEAVES};
    const struct grove grove = leaves_grove(&leaves);
    struct peaks peaks = {0};
    struct checkpoint checkpoint = {.origin = TEXT(ORIGIN), .head.size = LEAVES};
    struct proof proof = {.index = index};
    struct buffer note = buffer_in(&story->arena, LIMIT_NOTE_SIZE),
                  receipt = buffer_in(&story->arena, LIMIT_PROOF_SIZE);
    for (size_t at = 0; at < LEAVES; at++)
        ck_assert(leaf_hash(paper->leaves[at], &hashes[at], &paper->err) &&
                  peaks_append(&peaks, &hashes[at], &paper->err));
    ck_assert(peaks_root(&peaks, &checkpoint.head.root, &paper->err) &&
              checkpoint_sign(&checkpoint, signer, &note, &paper->err) &&
              inclusion_make(&grove, (struct leaf_place){index, LEAVES}, &proof.path, &paper->err));
    proof.note = buffer_text(&note);
    ck_assert(proof_write(&proof, &receipt, &paper->err));
    return buffer_text(&receipt);
}

/* Sign `payload` in the place of what was there. */
static inline void statement_set(struct paper *paper, struct text payload,
                                 const struct key_pair *signer)
{
    struct arena *arena = &paper->story.arena;
    struct envelope_signature seal = {0};
    uint8_t *signature = arena_alloc(arena, SIGNATURE_SIZE);
    struct envelope *statement = &paper->parts.statement;
    *statement = (struct envelope){.type = STATEMENT_TYPE, .payload = payload};
    ck_assert(
        envelope_key_id(key_pair_public(signer), arena, &seal.key_id, &paper->err) &&
        signature_make(signer, envelope_signed_bytes(statement, arena), signature, &paper->err));
    seal.bytes = (struct text){(const char *)signature, SIGNATURE_SIZE};
    *LIST_ADD(arena, &statement->signatures) = seal;
}

static inline void statement_say(struct paper *paper)
{
    struct text payload;
    ck_assert_msg(passport_statement(&paper->said, &paper->story.arena, &payload, &paper->err),
                  "%s", paper->err.message);
    statement_set(paper, payload, paper->story.log_key);
}

/* What the log's key signs goes with this proof. */
static inline void receipt_set(struct paper *paper, struct text receipt)
{
    struct digest digest;
    paper->parts.receipt = receipt;
    ck_assert(digest_text(receipt, &digest, &paper->err));
    paper->said.proof = digest_print(&digest, &paper->story.arena);
    statement_say(paper);
}

static inline void paper_print(struct paper *paper)
{
    ck_assert_msg(passport_print(&paper->parts, &paper->story.arena, &paper->document, &paper->err),
                  "%s", paper->err.message);
}

static inline void paper_make(struct paper *paper)
{
    memset(paper, 0, sizeof *paper);
    story_empty(&paper->story);
    ck_assert(
        note_key_of(TEXT(ORIGIN), key_pair_public(paper->story.log_key), &paper->log, &paper->err));
    leaves_write(paper, move_of(paper, "promote", "2.3.0", "production", "null"));
    paper->said = (struct passport){
        .origin = TEXT(ORIGIN),
        .engine = TEXT("0.1.0"),
        .name = TEXT("credit"),
        .version = TEXT("2.3.0"),
        .artifact = artifact_of("weights"),
        .stage = STAGE_PRODUCTION,
        .judged = STAGE_PRODUCTION,
        .tier = TIER_HIGH,
        .since = STORY_START,
        .until = STORY_START + LIFE,
        .policies = text_of(digest_word(&paper->story, "policies")),
        .decision = text_of(digest_word(&paper->story, "decision")),
    };
    receipt_set(paper, receipt_of(paper, MOVED_AT, paper->story.log_key));
    paper_print(paper);
}

static inline bool paper_read(struct paper *paper, struct passport *out)
{
    paper->err = (struct error){0};
    const struct text document = {text_string(&paper->story.arena, paper->document),
                                  paper->document.size};
    return passport_read(document, &paper->log, &paper->story.arena, out, &paper->err);
}

#define not_read(paper, why)                                                                       \
    do {                                                                                           \
        struct passport unread;                                                                    \
        ck_assert_msg(!paper_read(paper, &unread), "it was read");                                 \
        ck_assert_int_eq((paper)->err.code, ERROR_INTEGRITY);                                      \
        ck_assert_msg(strstr((paper)->err.message, why) != NULL, "%s", (paper)->err.message);      \
    } while (0)

static inline struct door door_of(const struct paper *paper)
{
    return (struct door){.stage = STAGE_PRODUCTION,
                         .artifact = artifact_of("weights"),
                         .now = paper->said.since + 60};
}

static inline enum error_code admitted(struct paper *paper, const struct door *door)
{
    struct passport passport;
    ck_assert_msg(paper_read(paper, &passport), "%s", paper->err.message);
    paper->err = (struct error){0};
    if (passport_admits(&passport, door, &paper->err))
        return ERROR_NONE;
    return paper->err.code;
}

static inline void paper_free(struct paper *paper)
{
    arena_free(&paper->story.arena);
}

#endif
