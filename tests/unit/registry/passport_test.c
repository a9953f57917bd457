#include "registry/passport.h"

#include "paper.h"

START_TEST(test_passport__says_what_it_was_made_of)
{
    struct paper paper;
    struct passport passport;
    paper_make(&paper);
    ck_assert_msg(paper_read(&paper, &passport), "%s", paper.err.message);
    ck_assert(text_is(passport.name, "credit") && text_is(passport.version, "2.3.0"));
    ck_assert_int_eq(passport.stage, STAGE_PRODUCTION);
    ck_assert_int_eq(passport.tier, TIER_HIGH);
    ck_assert_int_eq(passport.since, STORY_START);
    ck_assert_int_eq(passport.until, STORY_START + LIFE);
    ck_assert_uint_eq(passport.index, MOVED_AT);
    ck_assert_uint_eq(passport.head.size, LEAVES);
    ck_assert(text_equal(passport.policies, paper.said.policies));
    ck_assert(text_equal(passport.proof, paper.said.proof));
    const struct door door = door_of(&paper);
    ck_assert_int_eq(admitted(&paper, &door), ERROR_NONE);
    paper_free(&paper);
}
END_TEST

/* Every byte, as its neighbour and as its other case; cut off everywhere. None is read, and so none
 * is admitted. */
START_TEST(test_passport__no_byte_of_it_can_be_changed)
{
    struct paper paper;
    struct passport passport;
    paper_make(&paper);
    char *bytes = arena_alloc(&paper.story.arena, paper.document.size + 1);
    memcpy(bytes, paper.document.at, paper.document.size);
    bytes[paper.document.size] = '\0';
    for (size_t at = 0; at < paper.document.size; at++)
        for (unsigned bit = 0; bit < 8; bit += 5) {
            struct arena arena = {0};
            struct error err = {0};
            bytes[at] = (char)(bytes[at] ^ 1 << bit);
            ck_assert_msg(!passport_read((struct text){bytes, paper.document.size}, &paper.log,
                                         &arena, &passport, &err),
                          "bit %u of byte %zu", bit, at);
            ck_assert_msg(err.code == ERROR_INTEGRITY && err.message[0], "byte %zu: %s", at,
                          support_error(&err));
            bytes[at] = (char)(bytes[at] ^ 1 << bit);
            arena_free(&arena);
        }
    for (size_t size = 0; size < paper.document.size; size++) {
        struct arena arena = {0};
        struct error err = {0};
        const struct text cut = text_part(paper.document, 0, size);
        ck_assert_msg(!passport_read((struct text){text_string(&arena, cut), size}, &paper.log,
                                     &arena, &passport, &err) &&
                          err.code == ERROR_INTEGRITY,
                      "the first %zu bytes", size);
        arena_free(&arena);
    }
    paper_free(&paper);
}
END_TEST

START_TEST(test_passport__nothing_can_be_added_to_it)
{
    struct paper paper;
    paper_make(&paper);
    struct arena *arena = &paper.story.arena;
    const struct text whole = paper.document;
    const struct text body = text_part(whole, 1, whole.size);
    const struct {
        const char *what;
        struct text document;
        const char *why;
    } additions[] = {
        {"a blank behind it", text_format(arena, "%.*s ", TEXT_ARGS(whole)), "one spelling"},
        {"a second line", text_format(arena, "%.*s\n", TEXT_ARGS(whole)), "one spelling"},
        {"another document", text_format(arena, "%.*s%.*s", TEXT_ARGS(whole), TEXT_ARGS(whole)),
         "no passport"},
        {"a key twice", text_format(arena, "{\"obstat\":\"passport/v1\",%.*s", TEXT_ARGS(body)),
         "no passport"},
        {"a member", text_format(arena, "{\"comment\":\"\",%.*s", TEXT_ARGS(body)), "one spelling"},
        {"a blank before it", text_format(arena, " %.*s", TEXT_ARGS(whole)), "one spelling"},
        {"no newline", text_part(whole, 0, whole.size - 1), "one spelling"},
    };
    for (size_t i = 0; i < COUNT(additions); i++) {
        struct passport passport;
        paper.document = additions[i].document;
        ck_assert_msg(!paper_read(&paper, &passport), "%s", additions[i].what);
        ck_assert_int_eq(paper.err.code, ERROR_INTEGRITY);
        ck_assert_msg(strstr(paper.err.message, additions[i].why) != NULL, "%s: %s",
                      additions[i].what, paper.err.message);
    }
    paper_free(&paper);
}
END_TEST

START_TEST(test_passport__a_second_signature_has_no_place_in_it)
{
    struct paper paper;
    paper_make(&paper);
    struct envelope_signature again = paper.parts.statement.signatures.at[0];
    *LIST_ADD(&paper.story.arena, &paper.parts.statement.signatures) = again;
    paper_print(&paper);
    not_read(&paper, "not signed by the log");
    paper_free(&paper);
}
END_TEST

START_TEST(test_passport__one_that_another_key_signed_is_none)
{
    struct paper paper;
    struct text payload;
    paper_make(&paper);
    ck_assert(passport_statement(&paper.said, &paper.story.arena, &payload, &paper.err));
    statement_set(&paper, payload, paper.story.dev.pair);
    paper_print(&paper);
    not_read(&paper, "not signed by the log");
    paper_free(&paper);
}
END_TEST

START_TEST(test_passport__one_of_another_log_is_none)
{
    struct paper paper;
    paper_make(&paper);
    ck_assert(note_key_of(TEXT("other.example/log"), key_pair_public(paper.story.log_key),
                          &paper.log, &paper.err));
    not_read(&paper, "what no passport of this log says");
    ck_assert(
        note_key_of(TEXT(ORIGIN), key_pair_public(paper.story.dev.pair), &paper.log, &paper.err));
    not_read(&paper, "another log");
    paper.log.type = NOTE_KEY_COSIGNER;
    not_read(&paper, "not one that a log signs with");
    paper_free(&paper);
}
END_TEST

START_TEST(test_passport__a_checkpoint_that_another_key_signed_proves_nothing)
{
    struct paper paper;
    paper_make(&paper);
    receipt_set(&paper, receipt_of(&paper, MOVED_AT, paper.story.dev.pair));
    paper_print(&paper);
    not_read(&paper, "not shown to be in the log");
    paper_free(&paper);
}
END_TEST

START_TEST(test_passport__an_entry_of_another_place_proves_nothing)
{
    struct paper paper;
    paper_make(&paper);
    receipt_set(&paper, receipt_of(&paper, MOVED_AT + 1, paper.story.log_key));
    paper_print(&paper);
    not_read(&paper, "not shown to be in the log");
    paper_free(&paper);
    paper_make(&paper);
    paper.parts.leaf = paper.leaves[MOVED_AT + 1];
    receipt_set(&paper, receipt_of(&paper, MOVED_AT + 1, paper.story.log_key));
    paper_print(&paper);
    not_read(&paper, "did not bring credit@2.3.0 to production");
    paper_free(&paper);
}
END_TEST

START_TEST(test_passport__an_extra_in_its_proof_is_somebody_elses)
{
    struct paper paper;
    struct proof proof;
    paper_make(&paper);
    struct buffer receipt = buffer_in(&paper.story.arena, LIMIT_PROOF_SIZE);
    ck_assert(proof_read(paper.parts.receipt, &paper.story.arena, &proof, &paper.err));
    proof.has_extra = true;
    proof.extra = TEXT("hello");
    ck_assert(proof_write(&proof, &receipt, &paper.err));
    receipt_set(&paper, buffer_text(&receipt));
    paper_print(&paper);
    not_read(&paper, "of another entry");
    paper_free(&paper);
}
END_TEST

/* Anybody may have a newer proof of the same entry: it says nothing of what was vouched for. */
START_TEST(test_passport__a_proof_of_another_day_does_not_make_it_younger)
{
    struct paper paper;
    paper_make(&paper);
    const struct text first = paper.leaves[LEAVES - 1];
    paper.leaves[LEAVES - 1] = TEXT("an entry that came later");
    paper.parts.receipt = receipt_of(&paper, MOVED_AT, paper.story.log_key);
    paper.leaves[LEAVES - 1] = first;
    paper_print(&paper);
    not_read(&paper, "not the one that was signed with it");
    paper_free(&paper);
}
END_TEST

/* A note may have signatures of anybody; in a passport they would be bytes that nobody vouches for.
 */
START_TEST(test_passport__nobody_adds_a_signature_to_its_checkpoint)
{
    struct paper paper;
    paper_make(&paper);
    paper.parts.receipt =
        text_format(&paper.story.arena, "%.*s\xe2\x80\x94 whatever/you.like YW55IGJ5dGVz\n",
                    TEXT_ARGS(paper.parts.receipt));
    paper_print(&paper);
    not_read(&paper, "something was added");
    paper_free(&paper);
}
END_TEST

/* The entry is in the log, and is about something else than the statement. */
START_TEST(test_passport__the_entry_must_have_brought_this_version_to_this_stage)
{
    static const struct {
        const char *change, *version, *to, *other;
        bool brought;
    } moves[] = {
        {"promote", "2.3.0", "production", "null", true},
        {"promote", "2.3.1", "production", "null", false},
        {"promote", "2.3.0", "staging", "null", false},
        {"suspend", "2.3.0", "suspended", "null", false},
        {"rollback", "2.4.0", "staging",
         "{'version': '2.3.0', 'from': 'deprecated', 'to': 'production', 'head': 1}", true},
        {"promote", "2.4.0", "production",
         "{'version': '2.3.0', 'from': 'production', 'to': 'deprecated', 'head': 1}", false},
        {"rollback", "2.3.0", "staging",
         "{'version': '2.2.0', 'from': 'deprecated', 'to': 'production', 'head': 1}", false},
    };
    for (size_t i = 0; i < COUNT(moves); i++) {
        struct paper paper;
        struct passport passport;
        paper_make(&paper);
        leaves_write(&paper, move_of(&paper, moves[i].change, moves[i].version, moves[i].to,
                                     moves[i].other));
        receipt_set(&paper, receipt_of(&paper, MOVED_AT, paper.story.log_key));
        paper_print(&paper);
        if (moves[i].brought)
            ck_assert_msg(paper_read(&paper, &passport), "%zu: %s", i, paper.err.message);
        else
            not_read(&paper, "did not bring credit@2.3.0 to production");
        paper_free(&paper);
    }
}
END_TEST

/* The log's key signs many things: none of them is a passport but a passport. */
START_TEST(test_passport__another_statement_of_the_logs_key_is_none)
{
    struct paper paper;
    paper_make(&paper);
    const struct text said = paper.parts.statement.payload;
    static const struct {
        const char *from, *into;
    } changes[] = {
        {"PASSED", "FAILED"},
        {"https://slsa.dev/verification_summary/v1", "urn:obstat:decision:v1"},
        {"?to=production", "?to=deprecated"},
        {"OBSTAT_TIER_HIGH", "OBSTAT_TIER_LOW"},
        {"urn:obstat:policies:production", "urn:obstat:policies:elsewhere"},
        {"credit@2.3.0\"", "credit@2.3.0 \""},
        {"\"validUntil\"", "\"validBefore\""},
        {"urn:obstat:proof", "urn:obstat:case"},
    };
    for (size_t i = 0; i < COUNT(changes); i++) {
        const char *at = strstr(text_string(&paper.story.arena, said), changes[i].from);
        const struct text whole = text_of(text_string(&paper.story.arena, said));
        ck_assert_ptr_nonnull(at);
        const size_t before = (size_t)(strstr(whole.at, changes[i].from) - whole.at);
        statement_set(&paper,
                      text_format(&paper.story.arena, "%.*s%s%s", (int)before, whole.at,
                                  changes[i].into, whole.at + before + strlen(changes[i].from)),
                      paper.story.log_key);
        paper_print(&paper);
        not_read(&paper, "what no passport of this log says");
    }
    paper_free(&paper);
}
END_TEST

START_TEST(test_passport__is_for_one_artifact_and_one_stage)
{
    struct paper paper;
    paper_make(&paper);
    struct door door = door_of(&paper);
    door.artifact = artifact_of("other weights");
    ck_assert_int_eq(admitted(&paper, &door), ERROR_GUARD);
    ck_assert_msg(strstr(paper.err.message, "not the artifact") != NULL, "%s", paper.err.message);
    door = door_of(&paper);
    for (int stage = STAGE_NONE; stage < STAGE_COUNT; stage++) {
        door.stage = (enum stage)stage;
        ck_assert_int_eq(admitted(&paper, &door),
                         stage == STAGE_PRODUCTION ? ERROR_NONE : ERROR_GUARD);
    }
    paper_free(&paper);
}
END_TEST

START_TEST(test_passport__one_digest_is_not_yet_one_artifact)
{
    static const struct {
        enum artifact_kind judged, brought;
        const char *names, *names_brought, *why;
    } doors[] = {
        {ARTIFACT_FILE, ARTIFACT_FILE, NULL, NULL, NULL},
        {ARTIFACT_FOLDER, ARTIFACT_FOLDER, "names", "names", NULL},
        {ARTIFACT_FOLDER, ARTIFACT_FOLDER, "names", "others", "other names than when"},
        {ARTIFACT_FILE, ARTIFACT_FOLDER, NULL, "names", "for a file, and here is a folder"},
        {ARTIFACT_FOLDER, ARTIFACT_FILE, "names", NULL, "for a folder, and here is a file"},
        {ARTIFACT_FOLDER, ARTIFACT_NONE, "names", NULL, NULL}, /* a digest was brought */
        {ARTIFACT_DECLARED, ARTIFACT_FOLDER, NULL, "names", NULL},
        {ARTIFACT_NONE, ARTIFACT_FILE, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(doors); i++) {
        struct paper paper;
        paper_make(&paper);
        struct door door = door_of(&paper);
        paper.said.kind = doors[i].judged;
        door.kind = doors[i].brought;
        if (doors[i].names)
            paper.said.listing = text_of(digest_word(&paper.story, doors[i].names));
        if (doors[i].names_brought)
            door.listing = text_of(digest_word(&paper.story, doors[i].names_brought));
        statement_say(&paper);
        paper_print(&paper);
        ck_assert_msg(admitted(&paper, &door) == (doors[i].why ? ERROR_GUARD : ERROR_NONE), "%zu",
                      i);
        ck_assert_msg(!doors[i].why || strstr(paper.err.message, doors[i].why) != NULL, "%s",
                      paper.err.message);
        paper_free(&paper);
    }
}
END_TEST

START_TEST(test_passport__is_for_one_model_and_its_tier)
{
    static const struct {
        const char *model, *version;
        enum tier tier, lowest; /* of the passport, and at the door */
        const char *why;
    } doors[] = {
        {"", "", TIER_HIGH, TIER_HIGH, NULL},
        {"credit", "", TIER_HIGH, TIER_MINIMAL, NULL},
        {"credit", "2.3.0", TIER_LIMITED, TIER_LIMITED, NULL},
        {"credit", "2.3.1", TIER_HIGH, TIER_MINIMAL, "what is asked for here is credit@2.3.1"},
        {"toy", "", TIER_HIGH, TIER_MINIMAL, "what is asked for here is toy"},
        {"toy", "2.3.0", TIER_HIGH, TIER_MINIMAL, "what is asked for here is toy@2.3.0"},
        {"credi", "", TIER_HIGH, TIER_MINIMAL, "what is asked for here is credi"},
        {"credit", "", TIER_LIMITED, TIER_HIGH, "at tier limited, and here nothing below high"},
        {"credit", "", TIER_MINIMAL, TIER_LIMITED,
         "at tier minimal, and here nothing below limited"},
        {"", "", TIER_MINIMAL, TIER_HIGH, "at tier minimal, and here nothing below high"},
    };
    for (size_t i = 0; i < COUNT(doors); i++) {
        struct paper paper;
        paper_make(&paper);
        paper.said.tier = doors[i].tier;
        statement_say(&paper);
        paper_print(&paper);
        struct door door = door_of(&paper);
        door.model = text_of(doors[i].model);
        door.version = text_of(doors[i].version);
        door.lowest = doors[i].lowest;
        ck_assert_msg(admitted(&paper, &door) == (doors[i].why ? ERROR_GUARD : ERROR_NONE), "%zu",
                      i);
        ck_assert_msg(!doors[i].why || strstr(paper.err.message, doors[i].why) != NULL, "%zu: %s",
                      i, paper.err.message);
        paper_free(&paper);
    }
}
END_TEST

START_TEST(test_passport__is_valid_for_its_time)
{
    struct paper paper;
    paper_make(&paper);
    struct door door = door_of(&paper);
    static const struct {
        int64_t after; /* its beginning */
        const char *why;
    } moments[] = {
        {0, NULL},        {-LIMIT_CLOCK_SKEW, NULL}, {-LIMIT_CLOCK_SKEW - 1, "not valid before"},
        {LIFE - 1, NULL}, {LIFE, "stale"},           {LIFE * 400, "stale"},
    };
    for (size_t i = 0; i < COUNT(moments); i++) {
        door.now = paper.said.since + moments[i].after;
        ck_assert_int_eq(admitted(&paper, &door), moments[i].why ? ERROR_GUARD : ERROR_NONE);
        ck_assert_msg(!moments[i].why || strstr(paper.err.message, moments[i].why) != NULL, "%s",
                      paper.err.message);
    }
    paper_free(&paper);
}
END_TEST

START_TEST(test_passport__is_not_made_for_longer_than_a_week_or_for_no_time)
{
    struct paper paper;
    struct text payload;
    paper_make(&paper);
    paper.said.until = paper.said.since + LIMIT_PASSPORT_SECONDS;
    ck_assert(passport_statement(&paper.said, &paper.story.arena, &payload, &paper.err));
    paper.said.until++;
    ck_assert(!passport_statement(&paper.said, &paper.story.arena, &payload, &paper.err));
    paper.said.until = paper.said.since;
    paper.err = (struct error){0};
    ck_assert(!passport_statement(&paper.said, &paper.story.arena, &payload, &paper.err));
    paper_free(&paper);
}
END_TEST

START_TEST(test_passport__a_door_that_knows_more_of_the_log_lets_no_older_one_in)
{
    struct paper paper;
    struct passport passport;
    paper_make(&paper);
    ck_assert(paper_read(&paper, &passport));
    struct door door = door_of(&paper);
    struct checkpoint newest = {.origin = TEXT(ORIGIN), .head = passport.head};
    door.newest = &newest;
    ck_assert_int_eq(admitted(&paper, &door), ERROR_NONE);
    newest.head.size = LEAVES - 1;
    ck_assert_int_eq(admitted(&paper, &door), ERROR_NONE);
    newest.head.size = LEAVES + 1;
    ck_assert_int_eq(admitted(&paper, &door), ERROR_GUARD);
    newest.head.size = LEAVES;
    newest.head.root = artifact_of("another log");
    ck_assert_int_eq(admitted(&paper, &door), ERROR_INTEGRITY);
    ck_assert_msg(strstr(paper.err.message, "forked") != NULL, "%s", paper.err.message);
    paper_free(&paper);
}
END_TEST

START_TEST(test_passport__stages_that_deploy_are_five)
{
    unsigned deploying = 0;
    for (int stage = STAGE_NONE; stage < STAGE_COUNT; stage++)
        deploying |= (unsigned)passport_stage((enum stage)stage) << stage;
    ck_assert_uint_eq(deploying, 1U << STAGE_VALIDATED | 1U << STAGE_STAGING | 1U << STAGE_SHADOW |
                                     1U << STAGE_CANARY | 1U << STAGE_PRODUCTION);
}
END_TEST

TESTS("registry/passport", test_passport__says_what_it_was_made_of,
      test_passport__no_byte_of_it_can_be_changed, test_passport__nothing_can_be_added_to_it,
      test_passport__a_second_signature_has_no_place_in_it,
      test_passport__one_that_another_key_signed_is_none, test_passport__one_of_another_log_is_none,
      test_passport__a_checkpoint_that_another_key_signed_proves_nothing,
      test_passport__an_entry_of_another_place_proves_nothing,
      test_passport__an_extra_in_its_proof_is_somebody_elses,
      test_passport__a_proof_of_another_day_does_not_make_it_younger,
      test_passport__nobody_adds_a_signature_to_its_checkpoint,
      test_passport__the_entry_must_have_brought_this_version_to_this_stage,
      test_passport__another_statement_of_the_logs_key_is_none,
      test_passport__is_for_one_artifact_and_one_stage,
      test_passport__one_digest_is_not_yet_one_artifact,
      test_passport__is_for_one_model_and_its_tier, test_passport__is_valid_for_its_time,
      test_passport__is_not_made_for_longer_than_a_week_or_for_no_time,
      test_passport__a_door_that_knows_more_of_the_log_lets_no_older_one_in,
      test_passport__stages_that_deploy_are_five)
