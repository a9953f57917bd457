#include "evidence/manifest.h"
#include "story.h"

/* A log in which everything has happened once. */
static void story_whole(struct story *story)
{
    story_request(story);
    said(story, answers(story, &story->rio, answer_of(story, "risk-officer")));
    story->time += STORY_DAY;
    said(story, answers(story, &story->val, answer_of(story, "validator")));
    said(story,
         says(story, &story->bot, ACT_DECISION, deciding(story, "second", "allow", "first")));
    said(story,
         says(story, &story->rio, ACT_WAIVER,
              json(story,
                   "{'model': {'name': 'credit', 'version': '1.0.0'}, 'artifact': '%s',"
                   " 'policy': 'a/b', 'stage': 'production', 'until': '2027-02-01T00:00:00Z',"
                   " 'reason': '%s'}",
                   digest_word(story, "artifact"), digest_word(story, "why"))));
    const struct person fresh = person_new(story, "val");
    const struct value rotate = json(story,
                                     "{'change': 'rotate', 'id': 'val', 'key': '%s',"
                                     " 'valid_until': null, 'reason': null}",
                                     key_of(story, &fresh));
    said(story, says(story, &story->ada, ACT_IDENTITY, rotate));
    said(story, says(story, &story->abe, ACT_IDENTITY, rotate));
    said(story, says(story, &fresh, ACT_IDENTITY, proving(story, &fresh)));
    const struct value looser =
        with(story, adopting(story, "production", "new", "set"), "loosens", "['a/b is gone']");
    said(story, says(story, &story->ada, ACT_ADOPTION, looser));
    said(story, says(story, &story->abe, ACT_ADOPTION, looser));
    said(story, says(story, &story->ada, ACT_IDENTITY,
                     json(story,
                          "{'change': 'revoke', 'id': 'ray', 'compromised_since': '%s',"
                          " 'reason': null}",
                          time_word(story, story->time))));
    const struct value other =
        with(story, deciding(story, "third", "pending", NULL), "policies",
             text_format(&story->arena, "'%s'", digest_word(story, "new")).at);
    said(story, says(story, &story->bot, ACT_DECISION, other));
}

static void fold(struct story *story, struct keeper *keeper, size_t from, size_t to,
                 enum registry_trust trust)
{
    const struct rows rows = keeper_rows(keeper);
    struct error err = {0};
    for (size_t i = from; i < to; i++)
        ck_assert_msg(registry_apply(&rows, &story->entries[i].entry, &story->entries[i].leaf,
                                     trust, &story->arena, &err),
                      "entry %zu: %s", i, err.message);
}

static void same_rows(const struct keeper *keeper, const struct keeper *other)
{
    ck_assert_uint_eq(keeper->count, other->count);
    for (size_t i = 0; i < keeper->count; i++) {
        const struct kept *row = &keeper->rows[i], *twin = &other->rows[i];
        ck_assert(text_equal(row->kind, twin->kind) && text_equal(row->key, twin->key));
        ck_assert_msg(text_equal(row->document, twin->document), "%.*s %.*s: %.*s, %.*s",
                      TEXT_ARGS(row->kind), TEXT_ARGS(row->key), TEXT_ARGS(row->document),
                      TEXT_ARGS(twin->document));
    }
}

START_TEST(test_registry__a_prefix_and_the_rest_are_the_whole)
{
    struct story story;
    story_whole(&story);
    for (size_t cut = 0; cut <= story.count; cut++) {
        struct keeper kept = {.arena = &story.arena}, moved;
        fold(&story, &kept, 0, cut, REGISTRY_VERIFY);
        moved = kept; /* nothing is remembered but rows */
        fold(&story, &moved, cut, story.count, REGISTRY_VERIFY);
        same_rows(&moved, &story.keeper);
    }
    story_end(&story);
}
END_TEST

START_TEST(test_registry__a_rebuild_equals_a_verification)
{
    struct story story;
    struct keeper rebuilt = {0};
    story_whole(&story);
    rebuilt.arena = &story.arena;
    fold(&story, &rebuilt, 0, story.count, REGISTRY_REBUILD);
    same_rows(&rebuilt, &story.keeper);
    story_end(&story);
}
END_TEST

START_TEST(test_registry__a_row_has_the_one_spelling)
{
    struct story story;
    story_whole(&story);
    for (size_t i = 0; i < story.keeper.count; i++) {
        struct value row;
        struct buffer again = buffer_in(&story.arena, LIMIT_ENTRY_SIZE);
        const struct text document = story.keeper.rows[i].document;
        ck_assert(json_read("row", text_of(text_string(&story.arena, document)),
                            (struct json_options){0}, &story.arena, &row, &story.err));
        ck_assert(canonical_write(&row, &again, &story.err));
        ck_assert(text_equal(buffer_text(&again), document));
    }
    story_end(&story);
}
END_TEST

START_TEST(test_registry__what_is_refused_leaves_no_trace)
{
    struct story story;
    story_request(&story);
    const struct keeper before = story.keeper;
    refused(&story, answers(&story, &story.dev, answer_of(&story, "owner")), "may not sign");
    refused(&story, says(&story, &story.dev, ACT_IDENTITY, adding(&story, &story.ada, "admin")),
            "may not sign");
    same_rows(&story.keeper, &before);
    story_end(&story);
}
END_TEST

START_TEST(test_registry__entries_stand_in_their_order)
{
    struct story story;
    story_request(&story);
    struct entry entry =
        entry_of(&story, answering(&story, &story.rio, answer_of(&story, "risk-officer")));
    entry.index = 7;
    refused(&story, append(&story, &entry), "entry 7 stands where entry 16 is expected");
    entry.index = story.count;
    entry.time = STORY_START - 1;
    refused(&story, append(&story, &entry), "is earlier than the one before it");
    for (size_t i = 0; i < story.count; i++)
        refused(&story, append(&story, &story.entries[i].entry), "stands where entry 16");
    story_end(&story);
}
END_TEST

/* Whoever has a copy of an entry cannot say it once more. */
START_TEST(test_registry__replayed_entries_are_refused)
{
    struct story story;
    story_whole(&story);
    for (size_t i = 0; i < story.count; i++) {
        struct entry entry = story.entries[i].entry;
        entry.index = story.count;
        entry.time = story.time;
        ck_assert_msg(!append(&story, &entry), "entry %zu was taken again", i);
        ck_assert_msg(strstr(story.err.message, "is in the log already, at entry ") != NULL,
                      "entry %zu: %s", i, story.err.message);
    }
    story_end(&story);
}
END_TEST

START_TEST(test_registry__what_is_no_act_is_refused)
{
    struct story story;
    story_begin(&story);
    struct saying saying = {
        .kind = ACT_IDENTITY, .who = &story.ada, .members = adding(&story, &story.dev, "ci")};
    saying.type = "urn:obstat:coronation:v1";
    refused(&story, say(&story, saying), "urn:obstat:coronation:v1 is no kind of act");
    saying.type = "https://slsa.dev/provenance/v1";
    refused(&story, say(&story, saying), "is no kind of act");
    saying.type = NULL;
    struct entry entry = entry_of(&story, saying);
    entry.envelope.type = TEXT("application/json");
    refused(&story, append(&story, &entry), "an entry is of type application/vnd.in-toto+json");
    entry.envelope.type = STATEMENT_TYPE;
    const struct envelope_signature again = entry.envelope.signatures.at[0];
    *LIST_ADD(&story.arena, &entry.envelope.signatures) = again;
    refused(&story, append(&story, &entry), "an entry has one signature, and not 2");
    entry.envelope.signatures.count = 1;
    entry.envelope.payload = text_format(&story.arena, "%.*s ", TEXT_ARGS(entry.envelope.payload));
    refused(&story, append(&story, &entry), "not in its one spelling");
    story_end(&story);
}
END_TEST

START_TEST(test_registry__a_damaged_row_is_no_absent_row)
{
    struct story story;
    story_request(&story);
    const struct row_name name = {TEXT("identity"), TEXT("rio")};
    ck_assert(keeper_put(&story.keeper, name, TEXT("{"), &story.err));
    refused(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")),
            "a row that follows from the log is damaged");
    story_end(&story);
}
END_TEST

START_TEST(test_registry__every_entry_fits_its_schemas)
{
    struct story story;
    story_whole(&story);
    struct schemas *schemas = schemas_new(&story.arena);
    for (size_t i = 0; i < story.count; i++) {
        struct text leaf;
        struct value entry, act;
        const struct entry *written = &story.entries[i].entry;
        ck_assert(entry_write(written, &story.arena, &leaf, &story.err));
        ck_assert(json_read("entry", text_of(text_string(&story.arena, leaf)),
                            (struct json_options){0}, &story.arena, &entry, &story.err));
        ck_assert(json_read("act", text_of(text_string(&story.arena, written->envelope.payload)),
                            (struct json_options){0}, &story.arena, &act, &story.err));
        ck_assert_msg(schemas_check(schemas, TEXT("entry"), &entry, &story.arena, &story.err) &&
                          schemas_check(schemas, TEXT("act"), &act, &story.arena, &story.err),
                      "entry %zu: %s", i, support_error(&story.err));
    }
    story_end(&story);
}
END_TEST

TESTS("registry/registry", test_registry__a_prefix_and_the_rest_are_the_whole,
      test_registry__a_rebuild_equals_a_verification, test_registry__a_row_has_the_one_spelling,
      test_registry__what_is_refused_leaves_no_trace, test_registry__entries_stand_in_their_order,
      test_registry__replayed_entries_are_refused, test_registry__what_is_no_act_is_refused,
      test_registry__a_damaged_row_is_no_absent_row, test_registry__every_entry_fits_its_schemas)
