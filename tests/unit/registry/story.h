/* A small log in memory, people with keys, and what they say in one line each, so that a test reads
 * as a sentence:
 *
 *     struct story story;
 *     story_begin(&story);                                    a log; ada and abe administer it
 *     story_request(&story);                                  people, policies, a version, a
 * request struct value answer = answer_of(&story, &story.rio, "risk-officer"); refused(&story,
 * approve(&story, &story.rio, with(&story, answer, "tier", "'low'")), "tier");
 *
 * JSON is written with ' in the place of ".
 */
#ifndef STORY_H
#define STORY_H

#include "base/base64.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/limits.h"
#include "crypto/blob.h"
#include "crypto/signer.h"
#include "ledger/note.h"
#include "ledger/tree.h"
#include "registry/deed.h"
#include "registry/registry.h"
#include "registry/told.h"
#include "support.h"
#include "value/canonical.h"
#include "value/json.h"

#include <stdarg.h>

#define ORIGIN "gov.example/models"

#ifndef STORY_ROWS /* a test of many entries has more */
#define STORY_ROWS 512
#endif

enum { STORY_START = 1800000000, STORY_DAY = 24 * 60 * 60 };

/* ---- rows in memory, in order of kind and key ---- */

struct kept {
    struct text kind, key, document;
};

struct keeper {
    struct arena *arena;
    struct kept rows[STORY_ROWS];
    size_t count;
};

static inline int kept_compare(struct kept row, struct row_name name)
{
    const int kinds = text_compare(row.kind, name.kind);
    return kinds ? kinds : text_compare(row.key, name.key);
}

/* Where the row stands, or would. */
static inline size_t keeper_place(const struct keeper *keeper, struct row_name name)
{
    size_t at = 0;
    while (at < keeper->count && kept_compare(keeper->rows[at], name) < 0)
        at++;
    return at;
}

static inline bool keeper_has(const struct keeper *keeper, size_t at, struct row_name name)
{
    return at < keeper->count && kept_compare(keeper->rows[at], name) == 0;
}

static inline bool keeper_get(void *context, struct row_name name, struct arena *arena,
                              struct text *out, struct error *err)
{
    const struct keeper *keeper = context;
    const size_t at = keeper_place(keeper, name);
    (void)err;
    *out = keeper_has(keeper, at, name) ? text_copy(arena, keeper->rows[at].document) : TEXT_NONE;
    return true;
}

static inline bool keeper_put(void *context, struct row_name name, struct text document,
                              struct error *err)
{
    struct keeper *keeper = context;
    const size_t at = keeper_place(keeper, name);
    const size_t rest = keeper->count - at;
    (void)err;
    if (keeper_has(keeper, at, name) && document.size == 0) {
        memmove(&keeper->rows[at], &keeper->rows[at + 1], (rest - 1) * sizeof keeper->rows[0]);
        keeper->count--;
    } else if (document.size) {
        ck_assert_uint_lt(keeper->count, STORY_ROWS);
        if (!keeper_has(keeper, at, name)) {
            memmove(&keeper->rows[at + 1], &keeper->rows[at], rest * sizeof keeper->rows[0]);
            keeper->count++;
        }
        keeper->rows[at] =
            (struct kept){text_copy(keeper->arena, name.kind), text_copy(keeper->arena, name.key),
                          text_copy(keeper->arena, document)};
    }
    return true;
}

static inline bool keeper_walk(void *context, struct row_name prefix, struct row_visit visit,
                               struct error *err)
{
    const struct keeper *keeper = context;
    for (size_t at = keeper_place(keeper, prefix);
         at < keeper->count && text_equal(keeper->rows[at].kind, prefix.kind) &&
         text_starts(keeper->rows[at].key, prefix.key);
         at++)
        if (!visit.see(visit.context, (struct row_name){prefix.kind, keeper->rows[at].key},
                       keeper->rows[at].document, err))
            return false;
    return true;
}

static inline struct rows keeper_rows(struct keeper *keeper)
{
    return (struct rows){keeper_get, keeper_put, keeper_walk, keeper};
}

/* ---- people and the log ---- */

struct person {
    const char *id;
    struct key_pair *pair;
    bool security; /* the pair is in a security key, which says `flags` when it signs */
    uint8_t flags;
};

enum { SECURITY_PRESENT = 1, SECURITY_PROVEN = 4 };

struct written {
    struct entry entry;
    struct digest leaf;
};

struct story {
    struct arena arena;
    struct keeper keeper;
    struct rows rows;
    struct key_pair *log_key;
    int64_t time; /* of the next entry; set it to let time pass */
    struct written entries[STORY_ROWS];
    size_t count;
    struct error err;      /* of the last refusal */
    const char *lifecycle; /* NULL: default       */
    struct person ada, abe, dev, val, own, rio, ray, bot, ops;
    struct digest request; /* a decision's id, and where it stands */
    struct digest request_leaf;
    uint64_t request_index;
};

static inline struct person person_new(struct story *story, const char *id)
{
    struct person person = {.id = id};
    struct error err = {0};
    ck_assert(key_pair_generate(&story->arena, &person.pair, &err));
    return person;
}

static inline struct key public_of(const struct person *person)
{
    struct key key = *key_pair_public(person->pair);
    if (person->security) {
        key.kind = KEY_SECURITY;
        key.application_size = sizeof "ssh:" - 1;
        memcpy(key.application, "ssh:", key.application_size);
    }
    return key;
}

static inline const char *key_of(struct story *story, const struct person *person)
{
    const struct key key = public_of(person);
    return key_line(&key, TEXT_NONE, &story->arena).at;
}

PRINTF_LIKE(2, 3)
static inline struct value json(struct story *story, const char *format, ...)
{
    char *written = arena_alloc(&story->arena, LIMIT_ENTRY_SIZE);
    struct value document;
    struct error err = {0};
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(written, LIMIT_ENTRY_SIZE, format, arguments);
    va_end(arguments);
    for (char *letter = written; *letter; letter++)
        if (*letter == '\'')
            *letter = '"';
    ck_assert_msg(json_read("test", text_of(written), (struct json_options){0}, &story->arena,
                            &document, &err),
                  "%s: %s", support_error(&err), written);
    return document;
}

/* The members with one said otherwise; an empty text takes it away. */
static inline struct value with(struct story *story, struct value members, const char *name,
                                const char *written)
{
    struct deed deed = {.arena = &story->arena};
    for (size_t i = 0; i < value_count(&members); i++)
        if (*written || !text_is(member_key(&members, i), name))
            members_add(&story->arena, &deed.members, member_key(&members, i),
                        *member_value(&members, i));
    if (*written)
        deed_put(&deed, name, json(story, "%s", written));
    return deed_value(&deed);
}

static inline const char *digest_word(struct story *story, const char *of)
{
    struct digest digest;
    struct error err = {0};
    ck_assert(digest_text(text_of(of), &digest, &err));
    return digest_print(&digest, &story->arena).at;
}

static inline const char *time_word(struct story *story, int64_t moment)
{
    char written[CLOCK_TEXT_SIZE];
    clock_write(moment, written);
    return text_string(&story->arena, text_of(written));
}

/* ---- saying ---- */

struct saying {
    enum act_kind kind;
    const struct person *who; /* whose key signs                             */
    struct value members;     /* of the kind                                 */
    const char *by;           /* NULL: who; "" is null                       */
    const char *log;          /* NULL: this one                              */
    const char *name_space;   /* NULL: as it must be                         */
    const char *type;         /* NULL: urn:obstat:KIND:v1                    */
    bool plain;
};

static inline struct text payload_of(struct story *story, struct saying saying,
                                     struct value predicate)
{
    struct text payload;
    struct error err = {0};
    struct statement statement = {.predicate = &predicate};
    struct statement_subject subject = {0};
    statement.predicate_type =
        saying.type ? text_of(saying.type)
                    : text_format(&story->arena, "urn:obstat:%s:v1", act_kind_name(saying.kind));
    if (!act_subject(saying.kind, told_text(&predicate, "log"), &predicate, &story->arena, &subject,
                     &err))
        subject.name = TEXT("nothing");
    *LIST_ADD(&story->arena, &statement.subjects) = subject;
    err = (struct error){0};
    ck_assert_msg(statement_write(&statement, &story->arena, &payload, &err), "%s", err.message);
    return payload;
}

/* As a security key signs: its application, its flags, its counter, and the digest of the bytes. */
static inline struct text security_signature(struct story *story, const struct person *person,
                                             struct text name_space, struct text message)
{
    struct error err = {0};
    struct digest application, inner;
    struct text blob;
    uint8_t bytes[SIGNATURE_SIZE];
    const struct key key = public_of(person);
    struct buffer told_bytes = buffer_in(&story->arena, 256), signature = told_bytes;
    ck_assert(sshsig_signed_bytes(name_space, message, &story->arena, &blob, &err));
    ck_assert(digest_text(TEXT("ssh:"), &application, &err) && digest_text(blob, &inner, &err));
    buffer_add(&told_bytes, (struct text){(const char *)application.bytes, 32});
    buffer_byte(&told_bytes, (char)person->flags);
    blob_add_number(&told_bytes, 1);
    buffer_add(&told_bytes, (struct text){(const char *)inner.bytes, 32});
    ck_assert(signature_make(person->pair, buffer_text(&told_bytes), bytes, &err));
    blob_add_string(&signature, TEXT("sk-ssh-ed25519@openssh.com"));
    blob_add_string(&signature, (struct text){(const char *)bytes, SIGNATURE_SIZE});
    buffer_byte(&signature, (char)person->flags);
    blob_add_number(&signature, 1);
    return sshsig_around(&key, name_space, buffer_text(&signature), &story->arena);
}

static inline struct envelope_signature signature_of(struct story *story, struct saying saying,
                                                     const struct act *act, struct text pae)
{
    struct envelope_signature signature = {0};
    struct signer signer;
    struct error err = {0};
    const struct key_pair *pair = saying.who ? saying.who->pair : story->log_key;
    if (saying.plain) {
        uint8_t *bytes = arena_alloc(&story->arena, SIGNATURE_SIZE);
        ck_assert(signature_make(pair, pae, bytes, &err));
        ck_assert(envelope_key_id(key_pair_public(pair), &story->arena, &signature.key_id, &err));
        signature.bytes = (struct text){(const char *)bytes, SIGNATURE_SIZE};
        return signature;
    }
    const struct text name_space =
        saying.name_space ? text_of(saying.name_space) : act_name_space(act, &story->arena);
    if (saying.who && saying.who->security) {
        signature.bytes = security_signature(story, saying.who, name_space, pae);
        return signature;
    }
    signer_of_pair(pair, &signer);
    ck_assert_msg(signer_sign(&signer, name_space, pae, &story->arena, &signature.bytes, &err),
                  "%s", err.message);
    return signature;
}

static inline struct entry entry_of(struct story *story, struct saying saying)
{
    struct entry entry = {.index = story->count, .time = story->time};
    struct deed deed = deed_of(&saying.members, &story->arena);
    const char *by = saying.by ? saying.by : saying.who ? saying.who->id : "";
    struct act act = {.kind = saying.kind};
    act.log = text_of(saying.log ? saying.log : ORIGIN);
    deed_text(&deed, "log", act.log);
    deed_text(&deed, "by", text_of(by));
    deed_time(&deed, "at", story->time);
    const struct value predicate = deed_value(&deed);
    act.predicate = &predicate;
    entry.envelope.type = STATEMENT_TYPE;
    entry.envelope.payload = payload_of(story, saying, predicate);
    *LIST_ADD(&story->arena, &entry.envelope.signatures) =
        signature_of(story, saying, &act, envelope_signed_bytes(&entry.envelope, &story->arena));
    return entry;
}

/* The next entry; what was refused stays out. */
static inline bool append(struct story *story, const struct entry *entry)
{
    struct text leaf;
    struct entry read;
    struct written written = {0};
    story->err = (struct error){0};
    ck_assert(entry_write(entry, &story->arena, &leaf, &story->err));
    ck_assert_msg(entry_read(leaf, &story->arena, &read, &story->err), "%s", story->err.message);
    written.entry = read;
    ck_assert(leaf_hash(leaf, &written.leaf, &story->err));
    if (!registry_apply(&story->rows, &read, &written.leaf, REGISTRY_VERIFY, &story->arena,
                        &story->err))
        return false;
    story->entries[story->count++] = written;
    return true;
}

static inline bool say(struct story *story, struct saying saying)
{
    const struct entry entry = entry_of(story, saying);
    return append(story, &entry);
}

static inline bool says(struct story *story, const struct person *who, enum act_kind kind,
                        struct value members)
{
    return say(story, (struct saying){.kind = kind, .who = who, .members = members});
}

#define said(story, saying) ck_assert_msg((saying), "%s", (story)->err.message)

#define refused(story, saying, why)                                                                \
    do {                                                                                           \
        ck_assert_msg(!(saying), "it was not refused");                                            \
        ck_assert_int_eq((story)->err.code, ERROR_INTEGRITY);                                      \
        ck_assert_msg(strstr((story)->err.message, why) != NULL, "%s", (story)->err.message);      \
    } while (0)

static inline const struct value *row_of(struct story *story, const char *kind, const char *key)
{
    const struct value *row;
    struct error err = {0};
    ck_assert_msg(registry_row(&story->rows, kind, text_of(key), &story->arena, &row, &err), "%s",
                  err.message);
    return row;
}

static inline struct inquiry inquiry_of(struct story *story)
{
    return (struct inquiry){&story->rows, story->time, &story->arena};
}

/* ---- the beginning ---- */

static inline struct value origin_of(struct story *story, const char *admins)
{
    struct note_key vkey;
    struct error err = {0};
    ck_assert(note_key_of(TEXT(ORIGIN), key_pair_public(story->log_key), &vkey, &err));
    return json(story,
                "{'key': '%s', 'admins': %s, 'engine': 'obstat 0.4',"
                " 'lifecycle': '%s', 'continues': null,"
                " 'quorum': {'tighten': 1, 'loosen': 2, 'restore': 1, 'enroll': 1}}",
                note_key_print(&vkey, &story->arena).at, admins,
                story->lifecycle ? story->lifecycle : "default");
}

static inline void story_empty(struct story *story)
{
    struct error err = {0};
    memset(story, 0, sizeof *story);
    story->keeper.arena = &story->arena;
    story->rows = keeper_rows(&story->keeper);
    story->time = STORY_START;
    ck_assert(key_pair_generate(&story->arena, &story->log_key, &err));
    story->ada = person_new(story, "ada");
    story->abe = person_new(story, "abe");
    story->dev = person_new(story, "dev");
    story->val = person_new(story, "val");
    story->own = person_new(story, "own");
    story->rio = person_new(story, "rio");
    story->ray = person_new(story, "ray");
    story->bot = person_new(story, "bot");
}

static inline struct saying origin_saying(struct story *story)
{
    const struct value admins =
        json(story,
             "[{'id': 'ada', 'key': '%s', 'name': null}, {'id': 'abe', 'key': '%s', 'name': null}]",
             key_of(story, &story->ada), key_of(story, &story->abe));
    struct buffer written = buffer_in(&story->arena, LIMIT_ENTRY_SIZE);
    struct error err = {0};
    ck_assert(canonical_write(&admins, &written, &err));
    return (struct saying){
        .kind = ACT_ORIGIN, .plain = true, .members = origin_of(story, buffer_text(&written).at)};
}

static inline void story_begin(struct story *story)
{
    story_empty(story);
    said(story, say(story, origin_saying(story)));
}

static inline void story_end(struct story *story)
{
    arena_free(&story->arena);
}

static inline struct value adding(struct story *story, const struct person *person,
                                  const char *role)
{
    return json(story,
                "{'change': 'add', 'id': '%s', 'key': '%s', 'roles': ['%s'], 'name': null,"
                " 'valid_until': null}",
                person->id, key_of(story, person), role);
}

/* The proof for the entry that was appended last. */
static inline struct value proving(struct story *story, const struct person *person)
{
    const struct digest *leaf = &story->entries[story->count - 1].leaf;
    return json(story, "{'change': 'prove', 'id': '%s', 'key': '%s', 'challenge': '%s'}",
                person->id, key_of(story, person), digest_print(leaf, &story->arena).at);
}

static inline void enrol(struct story *story, const struct person *person, const char *role)
{
    said(story, says(story, &story->ada, ACT_IDENTITY, adding(story, person, role)));
    if (strcmp(role, "admin") == 0)
        said(story, says(story, &story->abe, ACT_IDENTITY, adding(story, person, role)));
    said(story, says(story, person, ACT_IDENTITY, proving(story, person)));
}

static inline void enrol_all(struct story *story)
{
    enrol(story, &story->dev, "developer");
    enrol(story, &story->val, "validator");
    enrol(story, &story->own, "owner");
    enrol(story, &story->rio, "risk-officer");
    enrol(story, &story->ray, "risk-officer");
    enrol(story, &story->bot, "ci");
}

static inline struct value adopting(struct story *story, const char *stage, const char *set,
                                    const char *previous)
{
    return json(story,
                "{'stage': '%s', 'set': '%s', 'sources': '%s', 'previous': %s%s%s, 'loosens': [],"
                " 'trust': []}",
                stage, digest_word(story, set), digest_word(story, "sources"), previous ? "'" : "",
                previous ? digest_word(story, previous) : "null", previous ? "'" : "");
}

/* Versions have bytes of their own. */
static inline const char *artifact_word(struct story *story, const char *version)
{
    return digest_word(story, strcmp(version, "1.0.0") == 0
                                  ? "artifact"
                                  : text_format(&story->arena, "artifact of %s", version).at);
}

static inline struct value registering(struct story *story, const char *version, const char *tier)
{
    return json(story,
                "{'model': {'name': 'credit', 'version': '%s', 'tier': '%s', 'owner': 'eve',"
                " 'authors': ['Amy']}, 'manifest': '%s', 'artifact': '%s', 'listing': '%s',"
                " 'stage': 'registered', 'release': 'canary', 'ttl_days': 365,"
                " 'created': '2026-12-31T00:00:00Z',"
                " 'lineage': {'code': {'repository': null, 'commit': 'c0ffee'},"
                " 'data': [{'name': 'loans', 'version': '3', 'digest': 'md5:abc'}],"
                " 'models': [{'name': 'base/big', 'version': null, 'relation': 'base'}],"
                " 'environment': 'image@sha256:12', 'parameters': null}}",
                version, tier, digest_word(story, "manifest"), artifact_word(story, version),
                digest_word(story, "listing"));
}

static inline struct value deciding(struct story *story, const char *decision, const char *verdict,
                                    const char *request)
{
    return json(story,
                "{'model': {'name': 'credit', 'version': '1.0.0', 'tier': 'high'},"
                " 'transition': {'from': 'registered', 'to': 'production'}, 'decision': '%s',"
                " 'case': '%s', 'verdict': '%s', 'status': %d, 'policies': '%s', 'manifest': '%s',"
                " 'artifact': '%s', 'listing': '%s', 'evidence': ['%s'], 'request': %s%s%s}",
                digest_word(story, decision), digest_word(story, "case"), verdict,
                strcmp(verdict, "allow") == 0     ? 0
                : strcmp(verdict, "pending") == 0 ? 7
                                                  : 1,
                digest_word(story, "set"), digest_word(story, "manifest"),
                digest_word(story, "artifact"), digest_word(story, "listing"),
                digest_word(story, "evidence"), request ? "'" : "",
                request ? digest_word(story, request) : "null", request ? "'" : "");
}

/* Everybody is there, a set is adopted, credit@1.0.0 is registered by dev. */
static inline void story_version(struct story *story)
{
    story_begin(story);
    enrol_all(story);
    said(story, says(story, &story->ada, ACT_ADOPTION, adopting(story, "production", "set", NULL)));
    said(story, says(story, &story->dev, ACT_REGISTRATION, registering(story, "1.0.0", "high")));
}

/* And a decision is recorded that waits for two signatures. */
static inline void story_request(struct story *story)
{
    struct error err = {0};
    story_version(story);
    said(story, says(story, &story->dev, ACT_DECISION, deciding(story, "first", "pending", NULL)));
    story->request_index = story->count - 1;
    story->request_leaf = story->entries[story->count - 1].leaf;
    ck_assert(digest_text(TEXT("first"), &story->request, &err));
}

static inline struct value answer_of(struct story *story, const char *role)
{
    const char *request = digest_print(&story->request, &story->arena).at;
    return json(
        story,
        "{'request': '%s', 'request_index': %u, 'decision': {'id': '%s', 'leaf': '%s'},"
        " 'model': {'name': 'credit', 'version': '1.0.0'}, 'tier': 'high',"
        " 'transition': {'from': 'registered', 'to': 'production'}, 'artifact': '%s',"
        " 'listing': '%s', 'manifest': '%s', 'policies': '%s', 'evidence': ['%s'],"
        " 'engine': 'obstat 0.4', 'answer': 'approve', 'meaning': 'approval', 'role': '%s',"
        " 'conditions': [], 'reason': null, 'expires': '%s', 'seen': {'size': %u, 'root': '%s'}}",
        request, (unsigned)story->request_index, request,
        digest_print(&story->request_leaf, &story->arena).at, digest_word(story, "artifact"),
        digest_word(story, "listing"), digest_word(story, "manifest"), digest_word(story, "set"),
        digest_word(story, "evidence"), role, time_word(story, story->time + 30 * STORY_DAY),
        (unsigned)story->count, digest_word(story, "root"));
}

/* The saying of an answer, with the sentence that it needs unless it has one. */
static inline struct saying answering(struct story *story, const struct person *who,
                                      struct value answer)
{
    const struct act act = {.kind = ACT_APPROVAL, .log = TEXT(ORIGIN), .by = text_of(who->id)};
    struct text sentence;
    struct error err = {0};
    if (!told(&answer, "sentence")) {
        struct deed deed = deed_of(&answer, &story->arena);
        ck_assert(approval_sentence(&act, &answer, &story->arena, &sentence, &err));
        deed_text(&deed, "sentence", sentence);
        answer = deed_value(&deed);
    }
    return (struct saying){.kind = ACT_APPROVAL, .who = who, .members = answer};
}

static inline bool answers(struct story *story, const struct person *who, struct value answer)
{
    return say(story, answering(story, who, answer));
}

static inline struct standing standing_of(struct story *story)
{
    struct standing standing;
    struct error err = {0};
    const char *id = digest_print(&story->request, &story->arena).at;
    const struct inquiry inquiry = inquiry_of(story);
    const struct passage passage = {STAGE_REGISTERED, STAGE_PRODUCTION, TIER_HIGH};
    ck_assert_msg(
        registry_standing(&inquiry, row_of(story, "request", id), passage, &standing, &err), "%s",
        err.message);
    return standing;
}

#endif
