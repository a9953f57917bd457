#include "story.h"

/* Their security key, which becomes theirs by rotation. */
static struct person with_security_key(struct story *story, const char *id, uint8_t flags)
{
    struct person person = person_new(story, id);
    person.security = true;
    person.flags = flags;
    return person;
}

START_TEST(test_seal__a_touched_security_key_signs_and_what_it_says_is_kept)
{
    struct story story;
    story_request(&story);
    struct person guest = with_security_key(&story, "guest", SECURITY_PRESENT | SECURITY_PROVEN);
    enrol(&story, &guest, "owner");
    said(&story, answers(&story, &guest, answer_of(&story, "owner")));
    said(&story, answers(&story, &story.rio, answer_of(&story, "risk-officer")));
    const struct value *request = row_of(&story, "request", digest_word(&story, "first"));
    const struct value *by_guest = value_at(told(request, "answers"), 0),
                       *by_rio = value_at(told(request, "answers"), 1);
    ck_assert(value_boolean(told(by_guest, "present")) && value_boolean(told(by_guest, "proven")));
    ck_assert(!value_boolean(told(by_rio, "present")) && !value_boolean(told(by_rio, "proven")));
    story_end(&story);
}
END_TEST

START_TEST(test_seal__a_security_key_that_nobody_touched_is_refused)
{
    struct story story;
    story_request(&story);
    struct person guest = with_security_key(&story, "guest", SECURITY_PRESENT);
    enrol(&story, &guest, "owner");
    guest.flags = 0;
    refused(&story, answers(&story, &guest, answer_of(&story, "owner")), "was not touched");
    guest.flags = SECURITY_PROVEN;
    refused(&story, answers(&story, &guest, answer_of(&story, "owner")), "was not touched");
    story_end(&story);
}
END_TEST

START_TEST(test_seal__who_has_a_security_key_too_may_sign_plainly_with_the_other)
{
    struct story story;
    story_version(&story);
    struct person machine = with_security_key(&story, "machine", SECURITY_PRESENT);
    enrol(&story, &machine, "ci");
    const struct person fresh = person_new(&story, "machine");
    said(&story, says(&story, &machine, ACT_IDENTITY,
                      json(&story,
                           "{'change': 'rotate', 'id': 'machine', 'key': '%s',"
                           " 'valid_until': null, 'reason': null}",
                           key_of(&story, &fresh))));
    said(&story, says(&story, &fresh, ACT_IDENTITY, proving(&story, &fresh)));
    const struct saying plain = {.kind = ACT_DECISION,
                                 .who = &fresh,
                                 .plain = true,
                                 .members = deciding(&story, "first", "pending", NULL)};
    said(&story, say(&story, plain));
    story_end(&story);
}
END_TEST

START_TEST(test_seal__names_the_key_that_it_claims)
{
    struct story story;
    struct key claimed;
    story_version(&story);
    struct saying saying = {.kind = ACT_DECISION,
                            .who = &story.bot,
                            .members = deciding(&story, "first", "pending", NULL)};
    struct entry entry = entry_of(&story, saying);
    ck_assert(act_claimed_key(&entry.envelope, &story.arena, &claimed));
    ck_assert(key_equal(&claimed, key_pair_public(story.bot.pair)));
    entry.envelope.signatures.at[0].bytes =
        TEXT("SSHSIG and then nothing that could be read as one");
    ck_assert(!act_claimed_key(&entry.envelope, &story.arena, &claimed));
    saying.plain = true;
    entry = entry_of(&story, saying);
    ck_assert(!act_claimed_key(&entry.envelope, &story.arena, &claimed));
    story_end(&story);
}
END_TEST

START_TEST(test_seal__only_an_ed25519_key_signs_plainly)
{
    static const char line[] =
        "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYA"
        "AABBBGsX0fLhLEJH+Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT+NC4v4af5uO5+tKfA+eFi"
        "vOM1drMV7Oy7ZAaDe/UfU=";
    struct story story;
    struct key key;
    struct seal seal;
    story_version(&story);
    const struct saying saying = {.kind = ACT_DECISION,
                                  .who = &story.bot,
                                  .plain = true,
                                  .members = deciding(&story, "first", "pending", NULL)};
    const struct entry entry = entry_of(&story, saying);
    const struct act act = {.kind = ACT_DECISION, .log = TEXT(ORIGIN)};
    ck_assert(key_read(NULL, text_of(line), &key, &story.err));
    ck_assert(!act_verify(&act, &entry.envelope, &key, &story.arena, &seal, &story.err));
    ck_assert_str_eq(story.err.message, "only an Ed25519 key signs plainly");
    story_end(&story);
}
END_TEST

START_TEST(test_seal__every_changed_byte_of_a_signature_is_seen)
{
    struct story story;
    story_version(&story);
    const struct saying saying = {.kind = ACT_DECISION,
                                  .who = &story.bot,
                                  .members = deciding(&story, "first", "pending", NULL)};
    struct entry entry = entry_of(&story, saying);
    const struct text signature = entry.envelope.signatures.at[0].bytes;
    for (size_t at = 0; at < signature.size; at++) {
        char *changed = arena_alloc(&story.arena, signature.size);
        memcpy(changed, signature.at, signature.size);
        changed[at] = (char)(changed[at] ^ 1);
        entry.envelope.signatures.at[0].bytes = (struct text){changed, signature.size};
        ck_assert_msg(!append(&story, &entry), "byte %zu", at);
        ck_assert_int_eq(story.err.code, ERROR_INTEGRITY);
    }
    entry.envelope.signatures.at[0].bytes = signature;
    said(&story, append(&story, &entry));
    story_end(&story);
}
END_TEST

TESTS("registry/seal", test_seal__a_touched_security_key_signs_and_what_it_says_is_kept,
      test_seal__a_security_key_that_nobody_touched_is_refused,
      test_seal__who_has_a_security_key_too_may_sign_plainly_with_the_other,
      test_seal__names_the_key_that_it_claims, test_seal__only_an_ed25519_key_signs_plainly,
      test_seal__every_changed_byte_of_a_signature_is_seen)
