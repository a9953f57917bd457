#include "evidence/manifest.h"
#include "story.h"

START_TEST(test_act__every_kind_has_a_name)
{
    for (unsigned kind = 0; kind < ACT_KINDS; kind++) {
        enum act_kind read;
        ck_assert(act_kind_read(text_of(act_kind_name((enum act_kind)kind)), &read));
        ck_assert_uint_eq(read, kind);
    }
    enum act_kind read = ACT_WAIVER;
    ck_assert(!act_kind_read(TEXT("no kind of act"), &read));
    ck_assert_int_eq(read, ACT_WAIVER);
}
END_TEST

static struct act registration(struct story *story, struct value *members)
{
    struct act act = {
        .kind = ACT_REGISTRATION, .log = TEXT(ORIGIN), .by = TEXT("dev"), .at = STORY_START};
    struct error err = {0};
    *members = registering(story, "1.0.0", "high");
    ck_assert(act_subject(act.kind, act.log, members, &story->arena, &act.subject, &err));
    return act;
}

static struct members members_of(struct story *story, const struct value *map)
{
    return deed_of(map, &story->arena).members;
}

START_TEST(test_act__what_is_written_is_read)
{
    struct story story;
    struct value map;
    struct text payload;
    struct act read;
    story_empty(&story);
    const struct act act = registration(&story, &map);
    const struct members members = members_of(&story, &map);
    ck_assert(act_write(&act, &members, &story.arena, &payload, &story.err));
    ck_assert_msg(act_read("a.json", payload, &story.arena, &read, &story.err), "%s",
                  story.err.message);
    ck_assert_int_eq(read.kind, ACT_REGISTRATION);
    ck_assert(text_is(read.log, ORIGIN) && text_is(read.by, "dev") && read.at == STORY_START);
    ck_assert(text_is(read.subject.name, "credit@1.0.0"));
    ck_assert(text_is(act_name_space(&read, &story.arena), "register@" ORIGIN));
    story_end(&story);
}
END_TEST

START_TEST(test_act__nothing_is_written_that_would_not_be_read)
{
    struct story story;
    struct value map;
    struct text payload;
    story_empty(&story);
    struct act act = registration(&story, &map);
    map = with(&story, map, "manifest", "'none'");
    const struct members bad = members_of(&story, &map);
    ck_assert(!act_write(&act, &bad, &story.arena, &payload, &story.err));
    ck_assert(strstr(story.err.message, "registration.manifest is not a digest") != NULL);
    act = registration(&story, &map);
    const struct members good = members_of(&story, &map);
    act.subject.digest.bytes[0] ^= 1;
    story.err = (struct error){0};
    ck_assert(!act_write(&act, &good, &story.arena, &payload, &story.err));
    ck_assert(strstr(story.err.message, "has another digest than its members say") != NULL);
    act = registration(&story, &map);
    act.subject.name = TEXT("credit@2.0.0");
    story.err = (struct error){0};
    ck_assert(!act_write(&act, &good, &story.arena, &payload, &story.err));
    ck_assert(strstr(story.err.message, "is about credit@1.0.0, and its subject is credit@2.0.0"));
    story_end(&story);
}
END_TEST

START_TEST(test_act__is_read_to_blame_the_file)
{
    struct story story;
    struct act read;
    story_empty(&story);
    ck_assert(!act_read("a.json", TEXT("{}"), &story.arena, &read, &story.err));
    ck_assert_int_eq(story.err.code, ERROR_REFUSED);
    ck_assert_str_eq(story.err.file, "a.json");
    story_end(&story);
}
END_TEST

START_TEST(test_act__has_one_subject_and_one_spelling)
{
    struct story story;
    struct act read;
    story_empty(&story);
    struct value map = registering(&story, "1.0.0", "high");
    struct deed deed = deed_of(&map, &story.arena);
    deed_text(&deed, "log", TEXT(ORIGIN));
    deed_text(&deed, "by", TEXT("dev"));
    deed_time(&deed, "at", STORY_START);
    const struct saying saying = {.kind = ACT_REGISTRATION};
    const struct text payload = payload_of(&story, saying, deed_value(&deed));
    ck_assert(act_read("act", payload, &story.arena, &read, &story.err));
    size_t subject = payload.size; /* whose list is the last */
    while (payload.at[subject - 1] != '[')
        subject--;
    const struct text rest = text_part(payload, subject, payload.size);
    const struct text one = text_part(rest, 0, text_find(rest, ']'));
    const struct text two = text_format(&story.arena, "%.*s%.*s,%.*s", (int)subject, payload.at,
                                        TEXT_ARGS(one), TEXT_ARGS(rest));
    ck_assert(!act_read("act", two, &story.arena, &read, &story.err));
    ck_assert_msg(strstr(story.err.message, "has 2 subjects") != NULL, "%s", story.err.message);
    const struct text spaced = text_format(&story.arena, " %.*s", TEXT_ARGS(payload));
    story.err = (struct error){0};
    ck_assert(!act_read("act", spaced, &story.arena, &read, &story.err));
    ck_assert_msg(strstr(story.err.message, "one spelling") != NULL, "%s", story.err.message);
    story_end(&story);
}
END_TEST

/* The statement of a saying, as a tree, with its predicate replaced. */
static struct value statement_with(struct story *story, enum act_kind kind, struct value predicate)
{
    const struct value statement =
        json(story,
             "{'_type': 'https://in-toto.io/Statement/v1', 'predicateType': 'urn:obstat:%s:v1',"
             " 'subject': [{'name': 'x', 'digest': {'sha256': '%s'}}]}",
             act_kind_name(kind), digest_word(story, "x") + strlen("sha256:"));
    struct deed deed = deed_of(&statement, &story->arena);
    deed_put(&deed, "predicate", predicate);
    return deed_value(&deed);
}

/* Of each kind one; of identities each change. */
static size_t predicates(struct story *story, struct saying sayings[])
{
    size_t count = 0;
    const char *digest = digest_word(story, "x"), *key = key_of(story, &story->dev);
    sayings[count++] = origin_saying(story);
    sayings[count++] =
        (struct saying){.kind = ACT_IDENTITY, .members = adding(story, &story->dev, "ci")};
    sayings[count++] = (struct saying){
        .kind = ACT_IDENTITY,
        .members = json(story, "{'change': 'prove', 'id': 'a', 'key': '%s', 'challenge': '%s'}",
                        key, digest)};
    sayings[count++] = (struct saying){
        .kind = ACT_IDENTITY,
        .members = json(story,
                        "{'change': 'rotate', 'id': 'a', 'key': '%s', 'valid_until': null,"
                        " 'reason': '%s'}",
                        key, digest)};
    sayings[count++] = (struct saying){
        .kind = ACT_IDENTITY,
        .members = json(story, "{'change': 'revoke', 'id': 'a', 'compromised_since':"
                               " '2027-01-01T00:00:00Z', 'reason': null}")};
    sayings[count++] = (struct saying){.kind = ACT_ADOPTION,
                                       .members = adopting(story, "production", "set", NULL)};
    sayings[count++] =
        (struct saying){.kind = ACT_REGISTRATION, .members = registering(story, "1", "high")};
    sayings[count++] =
        (struct saying){.kind = ACT_DECISION, .members = deciding(story, "first", "pending", NULL)};
    sayings[count++] =
        (struct saying){.kind = ACT_APPROVAL,
                        .members = with(story, answer_of(story, "owner"), "sentence", "'I do'")};
    sayings[count++] = (struct saying){
        .kind = ACT_WAIVER,
        .members = json(story,
                        "{'model': {'name': 'a', 'version': '1'}, 'artifact': null, 'policy': 'p',"
                        " 'stage': 'canary', 'until': '2027-01-01T00:00:00Z', 'reason': '%s'}",
                        digest)};
    sayings[count++] = (struct saying){
        .kind = ACT_TRANSITION,
        .members = json(
            story,
            "{'change': 'promote', 'model': {'name': 'a', 'version': '1'}, 'artifact': '%s',"
            " 'from': 'staging', 'to': 'production', 'head': 3, 'reason': '%s', 'other':"
            " {'version': '0', 'from': 'production', 'to': 'deprecated', 'head': 2},"
            " 'decision': '%s', 'request': '%s', 'review_by': '2027-01-01T00:00:00Z',"
            " 'incident': 'INC-1', 'sunset': '2027-01-01T00:00:00Z', 'steps': [{'percent': 50,"
            " 'at': '2027-01-01T00:00:00Z'}], 'successor': '2', 'moment': '2027-01-01T00:00:00Z',"
            " 'step': 10, 'acknowledged': ['shop'], 'retention': {'class': 'model',"
            " 'until': '2037-01-01T00:00:00Z', 'hold': 0},"
            " 'stored': [{'digest': '%s', 'size': 9, 'where': 's3://x'}]}",
            digest, digest, digest, digest, digest)};
    sayings[count++] = (struct saying){
        .kind = ACT_ANNOTATION,
        .members = json(story,
                        "{'change': 'tag', 'model': {'name': 'a', 'version': '1'}, 'key': 'team',"
                        " 'value': 'risk', 'note': '%s'}",
                        digest)};
    sayings[count++] = (struct saying){
        .kind = ACT_REFUSAL,
        .members = json(story,
                        "{'who': 'dev', 'key': '%s', 'command': 'promote', 'model': {'name': 'a',"
                        " 'version': '1'}, 'transition': {'from': null, 'to': 'production'},"
                        " 'status': 1, 'why': 'denied', 'decision': '%s'}",
                        key, digest)};
    sayings[count++] = (struct saying){
        .kind = ACT_RESTORE, .members = json(story, "{'checkpoint': 'note\\n', 'replaces': null}")};
    sayings[count++] =
        (struct saying){.kind = ACT_ERASURE,
                        .members = json(story, "{'id': 'a', 'commitments': ['%s'], 'reason': '%s'}",
                                        digest, digest)};
    return count;
}

static bool shape_fits(struct story *story, enum act_kind kind, struct value predicate)
{
    struct act act;
    struct error err = {0};
    const struct saying saying = {.kind = kind};
    return act_read("act", payload_of(story, saying, predicate), &story->arena, &act, &err);
}

static bool schema_fits(struct story *story, struct schemas *schemas, enum act_kind kind,
                        struct value predicate)
{
    struct error err = {0};
    const struct value statement = statement_with(story, kind, predicate);
    return schemas_check(schemas, TEXT("act"), &statement, &story->arena, &err);
}

static void both_say(struct story *story, struct schemas *schemas, enum act_kind kind,
                     struct value predicate, bool fits, struct text name)
{
    ck_assert_msg(shape_fits(story, kind, predicate) == fits, "%s: the shape, %.*s",
                  act_kind_name(kind), TEXT_ARGS(name));
    ck_assert_msg(schema_fits(story, schemas, kind, predicate) == fits, "%s: the schema, %.*s",
                  act_kind_name(kind), TEXT_ARGS(name));
}

START_TEST(test_act__the_shapes_and_the_schema_agree)
{
    struct story story;
    struct saying sayings[16];
    story_empty(&story);
    struct schemas *schemas = schemas_new(&story.arena);
    const size_t count = predicates(&story, sayings);
    for (size_t i = 0; i < count; i++) {
        const enum act_kind kind = sayings[i].kind;
        struct deed deed = deed_of(&sayings[i].members, &story.arena);
        deed_text(&deed, "log", TEXT(ORIGIN));
        deed_text(&deed, "by", kind == ACT_ORIGIN ? TEXT_NONE : TEXT("dev"));
        deed_text(&deed, "at", TEXT("2027-01-15T08:00:00Z"));
        const struct value whole = deed_value(&deed);
        both_say(&story, schemas, kind, whole, true, TEXT("whole"));
        both_say(&story, schemas, kind, with(&story, whole, "more", "1"), false, TEXT("more"));
        for (size_t at = 0; at < value_count(&whole); at++) {
            const struct text key = member_key(&whole, at);
            const char *name = text_string(&story.arena, key);
            both_say(&story, schemas, kind, with(&story, whole, name, "{'no': 'such'}"), false,
                     key);
            both_say(&story, schemas, kind, with(&story, whole, name, "true"), false, key);
            both_say(&story, schemas, kind, with(&story, whole, name, ""), false, key);
            const struct value null = with(&story, whole, name, "null");
            both_say(&story, schemas, kind, null, schema_fits(&story, schemas, kind, null), key);
        }
    }
    story_end(&story);
}
END_TEST

TESTS("registry/act", test_act__every_kind_has_a_name, test_act__what_is_written_is_read,
      test_act__nothing_is_written_that_would_not_be_read, test_act__is_read_to_blame_the_file,
      test_act__has_one_subject_and_one_spelling, test_act__the_shapes_and_the_schema_agree)
