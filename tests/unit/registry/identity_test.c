#include "story.h"

static bool enrols(struct story *story, const struct person *who, struct value members)
{
    return says(story, who, ACT_IDENTITY, members);
}

START_TEST(test_identity__a_key_counts_once_its_owner_has_proven_it)
{
    struct story story;
    story_begin(&story);
    said(&story, enrols(&story, &story.ada, adding(&story, &story.dev, "developer")));
    const struct value proof = proving(&story, &story.dev);
    const struct key *key = key_pair_public(story.dev.pair);
    const struct inquiry now = inquiry_of(&story);
    struct error err = {0};
    ck_assert(!registry_may(&now, TEXT("dev"), key, 1U << ROLE_DEVELOPER, &err));
    ck_assert_msg(strstr(err.message, "dev has to prove it") != NULL, "%s", err.message);
    said(&story, enrols(&story, &story.dev, proof));
    err = (struct error){0};
    ck_assert(registry_may(&now, TEXT("dev"), key, 1U << ROLE_DEVELOPER, &err));
    ck_assert(!registry_may(&now, TEXT("dev"), key, 1U << ROLE_OWNER | 1U << ROLE_VALIDATOR, &err));
    ck_assert_msg(strstr(err.message, "one of validator, owner") != NULL, "%s", err.message);
    err = (struct error){0};
    ck_assert(!registry_may(&now, TEXT("dev"), key_pair_public(story.ada.pair),
                            1U << ROLE_DEVELOPER, &err));
    ck_assert_msg(strstr(err.message, "is not one of dev") != NULL, "%s", err.message);
    story.time += 1;
    refused(&story, enrols(&story, &story.dev, proof), "was proven already");
    story_end(&story);
}
END_TEST

START_TEST(test_identity__a_proof_answers_the_entry_that_brought_the_key)
{
    struct story story;
    story_begin(&story);
    said(&story, enrols(&story, &story.ada, adding(&story, &story.dev, "developer")));
    const struct value proof = proving(&story, &story.dev);
    refused(&story,
            enrols(&story, &story.dev,
                   with(&story, proof, "challenge",
                        text_format(&story.arena, "'%s'", digest_word(&story, "leaf")).at)),
            "answers another entry");
    refused(&story,
            enrols(&story, &story.dev,
                   with(&story, proof, "key",
                        text_format(&story.arena, "'%s'", key_of(&story, &story.val)).at)),
            "dev proves another key");
    refused(&story, enrols(&story, &story.ada, proof), "ada cannot prove a key for dev");
    refused(&story,
            say(&story,
                (struct saying){
                    .kind = ACT_IDENTITY, .who = &story.ada, .members = proof, .by = "dev"}),
            "by dev, and is signed with a key of ada");
    story_end(&story);
}
END_TEST

START_TEST(test_identity__only_an_administrator_adds_people)
{
    struct story story;
    story_begin(&story);
    enrol(&story, &story.dev, "developer");
    refused(&story, enrols(&story, &story.dev, adding(&story, &story.val, "validator")),
            "dev may not sign this: for an identity one has to be an admin");
    story_end(&story);
}
END_TEST

START_TEST(test_identity__where_the_log_began_so_two_administrators_add_anybody)
{
    struct story story;
    story_empty(&story);
    struct saying origin = origin_saying(&story);
    origin.members = with(&story, origin.members, "quorum",
                          "{'tighten': 1, 'loosen': 2, 'restore': 1, 'enroll': 2}");
    said(&story, say(&story, origin));
    const struct value rio = adding(&story, &story.rio, "risk-officer");
    said(&story, enrols(&story, &story.ada, rio));
    ck_assert_ptr_null(row_of(&story, "identity", "rio"));
    story.time += 1;
    refused(&story, enrols(&story, &story.ada, rio), "ada has signed this already");
    refused(&story, enrols(&story, &story.abe, adding(&story, &story.rio, "owner")),
            "others signed this with another `roles`");
    said(&story, enrols(&story, &story.abe, rio));
    ck_assert_ptr_nonnull(row_of(&story, "identity", "rio"));
    said(&story, enrols(&story, &story.rio, proving(&story, &story.rio)));
    story_end(&story);
}
END_TEST

START_TEST(test_identity__a_lone_administrator_adds_alone_however_the_log_began)
{
    struct story story;
    story_empty(&story);
    struct saying origin = origin_saying(&story);
    origin.members = with(&story, origin.members, "quorum",
                          "{'tighten': 1, 'loosen': 2, 'restore': 1, 'enroll': 2}");
    origin.members = with(&story, origin.members, "admins",
                          text_format(&story.arena, "[{'id': 'ada', 'key': '%s', 'name': null}]",
                                      key_of(&story, &story.ada))
                              .at);
    said(&story, say(&story, origin));
    said(&story, enrols(&story, &story.ada, adding(&story, &story.rio, "risk-officer")));
    ck_assert_ptr_nonnull(row_of(&story, "identity", "rio"));
    story_end(&story);
}
END_TEST

START_TEST(test_identity__nobody_is_added_twice_or_adds_themselves)
{
    struct story story;
    story_begin(&story);
    enrol(&story, &story.dev, "developer");
    const struct person other = person_new(&story, "dev"), self = person_new(&story, "ada");
    refused(&story, enrols(&story, &story.ada, adding(&story, &other, "admin")),
            "dev was added at entry 1");
    refused(&story, enrols(&story, &story.ada, adding(&story, &self, "risk-officer")),
            "ada cannot grant a role to themselves");
    story_end(&story);
}
END_TEST

START_TEST(test_identity__a_key_belongs_to_one_person_for_ever)
{
    struct story story;
    story_begin(&story);
    enrol(&story, &story.dev, "developer");
    struct person again = story.dev;
    again.id = "second";
    refused(&story, enrols(&story, &story.ada, adding(&story, &again, "validator")),
            "has belonged to dev since entry 1");
    said(&story, enrols(&story, &story.ada,
                        json(&story, "{'change': 'revoke', 'id': 'dev', 'compromised_since': null,"
                                     " 'reason': null}")));
    refused(&story, enrols(&story, &story.ada, adding(&story, &again, "validator")),
            "has belonged to dev since entry 1");
    story_end(&story);
}
END_TEST

static const struct {
    const char *name, *member, *written, *why;
} bad_people[] = {
    {"a weak key", "key",
     "'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'",
     "the key is weak"},
    {"a key that cannot sign here", "key",
     "'ecdsa-sha2-nistp256 "
     "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBGsX0fLhLEJH+Lzm5WOkQ"
     "PJ3A32BLeszoPShOUXYmMKWT+NC4v4af5uO5+tKfA+eFivOM1drMV7Oy7ZAaDe/UfU='",
     "cannot sign here"},
    {"a capital letter", "id", "'Dev'", "identity.id is not an id"},
    {"a letter that looks like another", "id",
     "'\xd0\xb0"
     "dmin'",
     "identity.id is not an id"},
    {"an empty id", "id", "''", "identity.id is not an id"},
    {"an id that is too long", "id",
     "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'",
     "identity.id is not an id"},
    {"an unknown role", "roles", "['king']", "identity.roles is not a role"},
    {"no role", "roles", "[]", "dev is given no role"},
    {"a name in clear", "name", "'Ada Lovelace'", "identity.name is not a digest"},
    {"a time in another spelling", "valid_until", "'2027-06-01T00:00:00+00:00'",
     "identity.valid_until is not a time"},
    {"a time that is over", "valid_until", "'2026-01-01T00:00:00Z'", "which is over"},
    {"an unknown change", "change", "'forget'", "identity.change is not"},
    {"the members of another change", "challenge", "null", "has a member challenge"},
};

START_TEST(test_identity__bad_people_are_refused)
{
    struct story story;
    story_begin(&story);
    for (size_t i = 0; i < COUNT(bad_people); i++) {
        const struct value members = with(&story, adding(&story, &story.dev, "developer"),
                                          bad_people[i].member, bad_people[i].written);
        ck_assert_msg(!enrols(&story, &story.ada, members), "%s was taken", bad_people[i].name);
        ck_assert_int_eq(story.err.code, ERROR_INTEGRITY);
        ck_assert_msg(strstr(story.err.message, bad_people[i].why) != NULL, "%s: %s",
                      bad_people[i].name, story.err.message);
    }
    story_end(&story);
}
END_TEST

/* Both administrators say it, so that it is so. */
static void agreed(struct story *story, struct value members)
{
    said(story, says(story, &story->ada, ACT_IDENTITY, members));
    said(story, says(story, &story->abe, ACT_IDENTITY, members));
}

static struct value rotating(struct story *story, const struct person *to)
{
    return json(
        story, "{'change': 'rotate', 'id': '%s', 'key': '%s', 'valid_until': null, 'reason': null}",
        to->id, key_of(story, to));
}

START_TEST(test_identity__the_old_key_ends_when_the_new_one_is_proven)
{
    struct story story;
    story_begin(&story);
    enrol(&story, &story.dev, "developer");
    const struct person fresh = person_new(&story, "dev");
    said(&story, enrols(&story, &story.dev, rotating(&story, &fresh)));
    const struct value proof = proving(&story, &fresh);
    said(&story, says(&story, &story.dev, ACT_REGISTRATION, registering(&story, "1.0.0", "high")));
    refused(&story, says(&story, &fresh, ACT_REGISTRATION, registering(&story, "2.0.0", "high")),
            "is not valid yet");
    said(&story, enrols(&story, &fresh, proof));
    refused(&story,
            says(&story, &story.dev, ACT_REGISTRATION, registering(&story, "2.0.0", "high")),
            "of dev ended at 2027-01-15T08:00:00Z");
    said(&story, says(&story, &fresh, ACT_REGISTRATION, registering(&story, "2.0.0", "high")));
    story_end(&story);
}
END_TEST

START_TEST(test_identity__a_key_that_was_never_proven_dies_with_the_next)
{
    struct story story;
    story_begin(&story);
    enrol(&story, &story.dev, "developer");
    const struct person lost = person_new(&story, "dev"), found = person_new(&story, "dev");
    agreed(&story, rotating(&story, &lost));
    const struct value late = proving(&story, &lost);
    agreed(&story, rotating(&story, &found));
    said(&story, enrols(&story, &found, proving(&story, &found)));
    refused(&story, enrols(&story, &lost, late), "was replaced already");
    story_end(&story);
}
END_TEST

START_TEST(test_identity__one_unproven_key_waits_at_a_time)
{
    struct story story;
    story_begin(&story);
    enrol(&story, &story.dev, "developer");
    for (size_t i = 0; i < 5; i++) {
        const struct person fresh = person_new(&story, "dev");
        said(&story, enrols(&story, &story.dev, rotating(&story, &fresh)));
        ck_assert_uint_eq(value_count(told(row_of(&story, "identity", "dev"), "keys")), 2);
    }
    story_end(&story);
}
END_TEST

static struct value revoking(struct story *story, const char *id);

START_TEST(
    test_identity__who_gave_themselves_many_keys_gets_more_from_administrators_and_is_revoked)
{
    struct story story;
    story_begin(&story);
    enrol(&story, &story.dev, "developer");
    struct person now = story.dev;
    for (size_t i = 1; i < LIMIT_KEYS; i++) {
        const struct person fresh = person_new(&story, "dev");
        said(&story, enrols(&story, &now, rotating(&story, &fresh)));
        said(&story, enrols(&story, &fresh, proving(&story, &fresh)));
        now = fresh;
    }
    const struct person further = person_new(&story, "dev");
    refused(&story, enrols(&story, &now, rotating(&story, &further)),
            "dev has had 64 keys, the most that somebody may give themselves");
    agreed(&story, rotating(&story, &further));
    said(&story, enrols(&story, &story.ada, revoking(&story, "dev")));
    story_end(&story);
}
END_TEST

START_TEST(test_identity__nobody_else_rotates_and_nobody_prolongs_themselves)
{
    struct story story;
    story_begin(&story);
    enrol(&story, &story.dev, "developer");
    enrol(&story, &story.val, "validator");
    const struct person fresh = person_new(&story, "dev");
    refused(&story, enrols(&story, &story.val, rotating(&story, &fresh)), "val may not sign this");
    refused(&story,
            enrols(&story, &story.dev,
                   with(&story, rotating(&story, &fresh), "valid_until", "'2030-01-01T00:00:00Z'")),
            "cannot say themselves");
    story_end(&story);
}
END_TEST

static struct value revoking(struct story *story, const char *id)
{
    return json(story,
                "{'change': 'revoke', 'id': '%s', 'compromised_since': null, 'reason': null}", id);
}

START_TEST(test_identity__the_last_administrator_stays)
{
    struct story story;
    story_begin(&story);
    said(&story, enrols(&story, &story.ada, revoking(&story, "abe")));
    refused(&story, enrols(&story, &story.ada, revoking(&story, "ada")),
            "ada is the last active administrator");
    const struct person eva = person_new(&story, "eva");
    story.time += LIMIT_ADMIN_DAYS * STORY_DAY + 1;
    said(&story, enrols(&story, &story.ada, adding(&story, &eva, "admin")));
    const struct value proof = proving(&story, &eva);
    refused(&story, enrols(&story, &story.ada, revoking(&story, "ada")), "the last active");
    said(&story, enrols(&story, &eva, proof));
    said(&story, enrols(&story, &story.ada, revoking(&story, "ada")));
    refused(&story, enrols(&story, &story.ada, revoking(&story, "eva")), "ada was revoked by ada");
    story_end(&story);
}
END_TEST

static bool is_there(struct story *story, const char *id)
{
    return row_of(story, "identity", id) != NULL;
}

START_TEST(test_identity__one_of_two_administrators_makes_no_other)
{
    struct story story;
    story_begin(&story);
    const struct person eva = person_new(&story, "eva"), own = person_new(&story, "abe");
    const struct value add = adding(&story, &eva, "admin"), rotate = rotating(&story, &own);
    said(&story, enrols(&story, &story.ada, add));
    refused(&story, enrols(&story, &eva, proving(&story, &eva)), "belongs to nobody here");
    refused(&story, enrols(&story, &story.ada, with(&story, add, "roles", "['admin', 'ci']")),
            "ada has signed this already, at entry 1");
    refused(&story, enrols(&story, &story.abe, with(&story, add, "roles", "['admin', 'ci']")),
            "another `roles`");
    said(&story, enrols(&story, &story.ada, rotate));
    refused(&story, enrols(&story, &own, proving(&story, &own)), "belongs to nobody here");
    said(&story, enrols(&story, &story.abe, rotate)); /* their own: the proposal is not asked */
    said(&story, enrols(&story, &story.abe, add));
    ck_assert(is_there(&story, "eva"));
    story_end(&story);
}
END_TEST

START_TEST(test_identity__who_signed_a_month_ago_or_is_revoked_adds_no_administrator)
{
    struct story story;
    story_begin(&story);
    const struct person eva = person_new(&story, "eva"), eve = person_new(&story, "eve");
    const struct value add = adding(&story, &eva, "admin");
    said(&story, enrols(&story, &story.ada, add));
    story.time += LIMIT_COSIGNED_DAYS * STORY_DAY + 1;
    said(&story, enrols(&story, &story.abe, add));
    ck_assert(!is_there(&story, "eva"));
    said(&story, enrols(&story, &story.ada, add));
    ck_assert(is_there(&story, "eva"));
    said(&story, enrols(&story, &eva, proving(&story, &eva)));
    const struct value another = adding(&story, &eve, "admin");
    said(&story, enrols(&story, &story.abe, another));
    said(&story, enrols(&story, &story.ada, revoking(&story, "abe")));
    said(&story, enrols(&story, &eva, another));
    ck_assert(!is_there(&story, "eve"));
    story_end(&story);
}
END_TEST

START_TEST(test_identity__who_revokes_the_other_administrator_waits_before_another_is_made)
{
    struct story story;
    story_begin(&story);
    const struct person eva = person_new(&story, "eva"), val = person_new(&story, "val");
    enrol(&story, &story.val, "validator");
    said(&story, enrols(&story, &story.ada, revoking(&story, "abe")));
    story.time += LIMIT_ADMIN_DAYS * STORY_DAY;
    said(&story, enrols(&story, &story.ada, adding(&story, &eva, "admin")));
    said(&story, enrols(&story, &story.ada, rotating(&story, &val)));
    ck_assert(!is_there(&story, "eva"));
    ck_assert_uint_eq(value_count(told(row_of(&story, "identity", "val"), "keys")), 1);
    story.time++;
    said(&story, enrols(&story, &story.ada, adding(&story, &eva, "admin")));
    said(&story, enrols(&story, &story.ada, rotating(&story, &val)));
    ck_assert(is_there(&story, "eva"));
    ck_assert_uint_eq(value_count(told(row_of(&story, "identity", "val"), "keys")), 2);
    story_end(&story);
}
END_TEST

START_TEST(test_identity__nobody_proves_a_key_after_their_time)
{
    struct story story;
    story_begin(&story);
    const struct value add =
        with(&story, adding(&story, &story.dev, "ci"), "valid_until", "'2027-01-16T00:00:00Z'");
    said(&story, enrols(&story, &story.ada, add));
    const struct value late = proving(&story, &story.dev);
    said(&story, enrols(&story, &story.ada, adding(&story, &story.val, "validator")));
    const struct value gone = proving(&story, &story.val);
    said(&story, enrols(&story, &story.ada, revoking(&story, "val")));
    refused(&story, enrols(&story, &story.val, gone), "val is revoked");
    story.time += STORY_DAY;
    refused(&story, enrols(&story, &story.dev, late), "dev was valid until 2027-01-16T00:00:00Z");
    story_end(&story);
}
END_TEST

START_TEST(test_identity__is_revoked_in_its_own_namespace_and_once)
{
    struct story story;
    story_begin(&story);
    enrol(&story, &story.dev, "developer");
    struct saying saying = {
        .kind = ACT_IDENTITY, .who = &story.ada, .members = revoking(&story, "dev")};
    saying.name_space = "enroll@" ORIGIN;
    refused(&story, say(&story, saying), "for another namespace");
    refused(&story,
            enrols(&story, &story.ada,
                   with(&story, revoking(&story, "dev"), "compromised_since",
                        "'2027-01-15T08:00:01Z'")),
            "which is to come");
    said(&story, enrols(&story, &story.dev, revoking(&story, "dev")));
    refused(&story, enrols(&story, &story.ada, revoking(&story, "dev")),
            "dev was revoked at entry 3");
    refused(&story, enrols(&story, &story.ada, revoking(&story, "nobody")),
            "the log knows nobody by the id nobody");
    story_end(&story);
}
END_TEST

START_TEST(test_identity__a_stranger_holds_no_key_here)
{
    struct story story;
    struct text id;
    struct error err = {0};
    story_begin(&story);
    ck_assert(
        registry_holder(&story.rows, key_pair_public(story.ada.pair), &story.arena, &id, &err));
    ck_assert(text_is(id, "ada"));
    ck_assert(
        !registry_holder(&story.rows, key_pair_public(story.dev.pair), &story.arena, &id, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    ck_assert(strstr(err.message, "obstat identity add") != NULL);
    story_end(&story);
}
END_TEST

TESTS("registry/identity", test_identity__one_of_two_administrators_makes_no_other,
      test_identity__who_signed_a_month_ago_or_is_revoked_adds_no_administrator,
      test_identity__who_revokes_the_other_administrator_waits_before_another_is_made,
      test_identity__a_key_counts_once_its_owner_has_proven_it,
      test_identity__a_proof_answers_the_entry_that_brought_the_key,
      test_identity__only_an_administrator_adds_people,
      test_identity__where_the_log_began_so_two_administrators_add_anybody,
      test_identity__a_lone_administrator_adds_alone_however_the_log_began,
      test_identity__nobody_is_added_twice_or_adds_themselves,
      test_identity__a_key_belongs_to_one_person_for_ever, test_identity__bad_people_are_refused,
      test_identity__the_old_key_ends_when_the_new_one_is_proven,
      test_identity__a_key_that_was_never_proven_dies_with_the_next,
      test_identity__one_unproven_key_waits_at_a_time,
      test_identity__who_gave_themselves_many_keys_gets_more_from_administrators_and_is_revoked,
      test_identity__nobody_else_rotates_and_nobody_prolongs_themselves,
      test_identity__the_last_administrator_stays,
      test_identity__nobody_proves_a_key_after_their_time,
      test_identity__is_revoked_in_its_own_namespace_and_once,
      test_identity__a_stranger_holds_no_key_here)
