#include "registry/passport.h"

#include "base/base64.h"
#include "base/clock.h"
#include "base/limits.h"
#include "ledger/proof.h"
#include "registry/act.h"
#include "registry/told.h"
#include "registry/words.h"
#include "value/canonical.h"
#include "value/json.h"

#include <string.h>

#define PASSPORT_FORMAT   TEXT("passport/v1")
#define PASSPORT_SUMMARY  TEXT("https://slsa.dev/verification_summary/v1")
#define PASSPORT_POLICIES "urn:obstat:policies:"
#define PASSPORT_LOG      "urn:obstat:log:"
#define PASSPORT_LEVEL    "OBSTAT_TIER_"
#define PASSPORT_KIND     "OBSTAT_ARTIFACT_"

enum { HEX_AT = sizeof "sha256:" - 1, HEX_SIZE = 64 };

bool passport_stage(enum stage stage)
{
    return stage == STAGE_VALIDATED || stage == STAGE_STAGING || stage == STAGE_SHADOW ||
           stage == STAGE_CANARY || stage == STAGE_PRODUCTION;
}

/* ---- the statement ---- */

static struct text words_capital(const char *prefix, const char *word, struct arena *arena)
{
    struct buffer capitals = buffer_in(arena, LIMIT_CONTROL_SIZE);
    buffer_string(&capitals, prefix);
    for (; *word; word++)
        buffer_byte(&capitals, *word >= 'a' && *word <= 'z' ? (char)(*word - 'a' + 'A') : *word);
    return buffer_text(&capitals);
}

static struct value moment_value(int64_t moment, struct arena *arena)
{
    char written[CLOCK_TEXT_SIZE];
    clock_write(moment, written);
    return value_of_text(text_copy(arena, text_of(written)));
}

/* {"digest": {"sha256": ...}, "uri": ...}, as in-toto names a resource. */
static struct value resource_of(struct text uri, struct text digest, struct arena *arena)
{
    struct members digests = {0}, resource = {0};
    members_add(arena, &digests, TEXT("sha256"),
                value_of_text(text_part(digest, HEX_AT, HEX_SIZE)));
    members_add(arena, &resource, TEXT("digest"), value_of_map(arena, &digests));
    members_add(arena, &resource, TEXT("uri"), value_of_text(uri));
    return value_of_map(arena, &resource);
}

static struct value verifier_value(const struct passport *passport, struct arena *arena)
{
    struct members engines = {0}, verifier = {0};
    members_add(arena, &engines, TEXT("obstat"), value_of_text(passport->engine));
    members_add(
        arena, &verifier, TEXT("id"),
        value_of_text(text_format(arena, PASSPORT_LOG "%.*s", TEXT_ARGS(passport->origin))));
    members_add(arena, &verifier, TEXT("version"), value_of_map(arena, &engines));
    return value_of_map(arena, &verifier);
}

/* Whether it is one file or a folder: the digest of a folder is that of a file as well, of one that
 * consists of the digests of the folder's files. */
static bool kind_said(enum artifact_kind kind)
{
    return kind == ARTIFACT_FILE || kind == ARTIFACT_FOLDER;
}

static struct value levels_value(const struct passport *passport, struct arena *arena)
{
    const bool kind = kind_said(passport->kind);
    const struct value levels[] = {
        value_of_text(words_capital("OBSTAT_STAGE_", stage_name(passport->stage), arena)),
        value_of_text(words_capital(PASSPORT_LEVEL, tier_name(passport->tier), arena)),
        kind
            ? value_of_text(words_capital(PASSPORT_KIND, artifact_kind_name(passport->kind), arena))
            : value_of_null(),
    };
    return value_of_list(arena, levels, COUNT(levels) - !kind);
}

static struct value summary_value(const struct passport *passport, struct arena *arena)
{
    struct members summary = {0};
    const char *stage = stage_name(passport->stage);
    const struct value inputs[] = {
        resource_of(text_format(arena, "urn:obstat:decision:%.*s", TEXT_ARGS(passport->decision)),
                    passport->decision, arena),
        resource_of(TEXT("urn:obstat:proof"), passport->proof, arena),
    };
    const struct text version =
        text_format(arena, "obstat:%.*s@%.*s?to=%s", TEXT_ARGS(passport->name),
                    TEXT_ARGS(passport->version), stage);
    if (passport->listing.size)
        members_add(arena, &summary, TEXT("artifactListing"),
                    resource_of(TEXT("urn:obstat:listing"), passport->listing, arena));
    members_add(arena, &summary, TEXT("inputAttestations"),
                value_of_list(arena, inputs, COUNT(inputs)));
    members_add(
        arena, &summary, TEXT("policy"),
        resource_of(text_format(arena, PASSPORT_POLICIES "%s", stage_name(passport->judged)),
                    passport->policies, arena));
    members_add(arena, &summary, TEXT("resourceUri"), value_of_text(version));
    members_add(arena, &summary, TEXT("timeVerified"), moment_value(passport->since, arena));
    members_add(arena, &summary, TEXT("validUntil"), moment_value(passport->until, arena));
    members_add(arena, &summary, TEXT("verificationResult"), value_of_text(TEXT("PASSED")));
    members_add(arena, &summary, TEXT("verifiedLevels"), levels_value(passport, arena));
    members_add(arena, &summary, TEXT("verifier"), verifier_value(passport, arena));
    return value_of_map(arena, &summary);
}

bool passport_statement(const struct passport *passport, struct arena *arena, struct text *payload,
                        struct error *err)
{
    struct digest digest;
    if (!passport_stage(passport->stage) || passport->judged == STAGE_NONE ||
        passport->judged >= STAGE_COUNT || (unsigned)passport->tier >= TIER_COUNT ||
        !words_are_name(passport->name) || !words_are_version(passport->version) ||
        (passport->listing.size && !digest_read(passport->listing, &digest)) ||
        !digest_read(passport->policies, &digest) || !digest_read(passport->decision, &digest) ||
        !digest_read(passport->proof, &digest) || passport->until <= passport->since ||
        passport->until - passport->since > LIMIT_PASSPORT_SECONDS)
        return error_set(err, ERROR_REFUSED, "no passport can say this");
    const struct value summary = summary_value(passport, arena);
    struct statement statement = {.predicate_type = PASSPORT_SUMMARY, .predicate = &summary};
    *LIST_ADD(arena, &statement.subjects) = (struct statement_subject){
        text_format(arena, "%.*s@%.*s", TEXT_ARGS(passport->name), TEXT_ARGS(passport->version)),
        passport->artifact};
    return statement_write(&statement, arena, payload, err);
}

/* ---- the document ---- */

bool passport_print(const struct passport_parts *parts, struct arena *arena, struct text *document,
                    struct error *err)
{
    struct members members = {0};
    struct buffer printed = buffer_in(arena, LIMIT_PASSPORT_SIZE);
    members_add(arena, &members, TEXT("entry"), value_of_text(base64_print(parts->leaf, arena)));
    members_add(arena, &members, TEXT("obstat"), value_of_text(PASSPORT_FORMAT));
    members_add(arena, &members, TEXT("proof"), value_of_text(parts->receipt));
    members_add(arena, &members, TEXT("statement"), envelope_value(&parts->statement, arena));
    const struct value whole = value_of_map(arena, &members);
    if (!canonical_write(&whole, &printed, err))
        return false;
    buffer_byte(&printed, '\n');
    if (buffer_full(&printed))
        return error_set(err, ERROR_REFUSED, "the passport is larger than %d bytes",
                         LIMIT_PASSPORT_SIZE);
    *document = buffer_text(&printed);
    return true;
}

/* ---- reading it: every failure of its own reason, and always integrity ---- */

struct bearer {
    const struct note_key *log;
    struct arena *arena;
    struct passport_parts parts;
    struct passport passport;
};

static bool unsound(struct error *err, const char *what, const struct error *trouble)
{
    const bool ours = trouble && (trouble->code == ERROR_BUG || trouble->code == ERROR_UNAVAILABLE);
    return error_set(err, ours ? trouble->code : ERROR_INTEGRITY, "%s%s%s", what,
                     trouble ? ": " : "", trouble ? trouble->message : "");
}

static bool parts_read(struct bearer *bearer, struct text document, struct error *err)
{
    struct value whole;
    struct text again;
    struct error trouble = {0};
    struct passport_parts *parts = &bearer->parts;
    if (document.size > LIMIT_PASSPORT_SIZE)
        return unsound(err, "the passport is larger than one can be", NULL);
    if (!json_read("passport", document, (struct json_options){0}, bearer->arena, &whole, &trouble))
        return unsound(err, "this is no passport", &trouble);
    if (!text_equal(told_text(&whole, "obstat"), PASSPORT_FORMAT))
        return unsound(err, "this is no passport: it is not marked as passport/v1", NULL);
    parts->receipt = told_text(&whole, "proof");
    if (!base64_read(told_text(&whole, "entry"), bearer->arena, &parts->leaf) || !parts->leaf.size)
        return unsound(err, "this is no passport: its entry is not in base64", NULL);
    if (!envelope_read(value_get(&whole, TEXT("statement")), bearer->arena, &parts->statement,
                       &trouble) ||
        !passport_print(parts, bearer->arena, &again, &trouble))
        return unsound(err, "this is no passport", &trouble);
    return text_equal(document, again) ||
           unsound(err, "the passport is not in its one spelling: something was changed or added",
                   NULL);
}

static struct key log_point(const struct note_key *log)
{
    struct key key = {.kind = KEY_ED25519, .size = NOTE_KEY_SIZE};
    memcpy(key.point, log->bytes, NOTE_KEY_SIZE);
    return key;
}

/* One plain signature by the log's key, and no other that somebody put beside it. */
static bool statement_sealed(struct bearer *bearer, struct error *err)
{
    struct text keyid;
    struct error trouble = {0};
    const struct key key = log_point(bearer->log);
    const struct envelope *statement = &bearer->parts.statement;
    if (!envelope_key_id(&key, bearer->arena, &keyid, &trouble))
        return unsound(err, "the log's key", &trouble);
    if (statement->signatures.count != 1 || !text_equal(statement->type, STATEMENT_TYPE) ||
        !text_equal(statement->signatures.at[0].key_id, keyid) ||
        !envelope_verify(statement, &key, bearer->arena, &trouble))
        return error_set(err, ERROR_INTEGRITY,
                         "the passport is not signed by the log %.*s: it was changed, or it is of "
                         "another log",
                         TEXT_ARGS(bearer->log->name));
    return true;
}

static bool stage_told(struct text uri, enum stage *stage)
{
    struct suggestion near = {0};
    const size_t mark = text_find(uri, '?');
    const struct text query = text_part(uri, mark, uri.size);
    const struct text to = TEXT("?to=");
    return text_starts(query, to) &&
           stage_read(text_part(query, to.size, query.size), stage, &near) &&
           passport_stage(*stage);
}

/* For which stage the set judged it. */
static bool judged_told(struct text uri, enum stage *stage)
{
    struct suggestion near = {0};
    const struct text policies = TEXT(PASSPORT_POLICIES);
    return text_starts(uri, policies) &&
           stage_read(text_part(uri, policies.size, uri.size), stage, &near);
}

static bool tier_told(const struct value *levels, enum tier *tier, struct arena *arena)
{
    const struct text level = value_text(value_at(levels, 1));
    for (*tier = 0; *tier < TIER_COUNT; *tier = (enum tier)(*tier + 1))
        if (text_equal(level, words_capital(PASSPORT_LEVEL, tier_name(*tier), arena)))
            return true;
    return false;
}

/* None where no level says it. */
static enum artifact_kind kind_told(const struct value *levels, struct arena *arena)
{
    const struct text level = value_text(value_at(levels, 2));
    for (int kind = ARTIFACT_NONE; kind <= ARTIFACT_SERVICE; kind++)
        if (kind_said((enum artifact_kind)kind) &&
            text_equal(level, words_capital(PASSPORT_KIND,
                                            artifact_kind_name((enum artifact_kind)kind), arena)))
            return (enum artifact_kind)kind;
    return ARTIFACT_NONE;
}

static struct text digest_told(const struct value *resource, struct arena *arena)
{
    return text_format(arena, "sha256:%.*s",
                       TEXT_ARGS(told_text(told(resource, "digest"), "sha256")));
}

static bool summary_told(struct bearer *bearer, const struct statement *statement)
{
    struct passport *passport = &bearer->passport;
    const struct value *summary = statement->predicate;
    const struct value *verifier = told(summary, "verifier");
    const struct text subject = statement->subjects.at[0].name;
    const size_t mark = text_find(subject, '@');
    *passport = (struct passport){
        .origin = bearer->log->name,
        .engine = told_text(told(verifier, "version"), "obstat"),
        .name = text_part(subject, 0, mark),
        .version = text_part(subject, mark + 1, subject.size),
        .artifact = statement->subjects.at[0].digest,
        .since = told_time(summary, "timeVerified", CLOCK_LAST),
        .until = told_time(summary, "validUntil", CLOCK_FIRST),
        .policies = digest_told(told(summary, "policy"), bearer->arena),
        .decision = digest_told(value_at(told(summary, "inputAttestations"), 0), bearer->arena),
        .proof = digest_told(value_at(told(summary, "inputAttestations"), 1), bearer->arena),
    };
    if (told(summary, "artifactListing"))
        passport->listing = digest_told(told(summary, "artifactListing"), bearer->arena);
    if (value_count(told(summary, "verifiedLevels")) > 2)
        passport->kind = kind_told(told(summary, "verifiedLevels"), bearer->arena);
    return stage_told(told_text(summary, "resourceUri"), &passport->stage) &&
           judged_told(told_text(told(summary, "policy"), "uri"), &passport->judged) &&
           tier_told(told(summary, "verifiedLevels"), &passport->tier, bearer->arena);
}

/* What it says is written again, so that nothing else can stand in it. */
static bool statement_told(struct bearer *bearer, struct error *err)
{
    struct text again;
    struct statement statement;
    struct error trouble = {0};
    const struct text payload = bearer->parts.statement.payload;
    if (!statement_read("the passport's statement", payload, bearer->arena, &statement, &trouble) ||
        !summary_told(bearer, &statement) ||
        !passport_statement(&bearer->passport, bearer->arena, &again, &trouble) ||
        !text_equal(again, payload))
        return unsound(err, "the passport's statement says what no passport of this log says",
                       trouble.code ? &trouble : NULL);
    return true;
}

/* The proof is the one that was signed for: how much of the log the passport knew, and not a byte
 * more. */
static bool proof_signed(const struct bearer *bearer, struct error *err)
{
    struct digest signed_for, carried;
    struct error trouble = {0};
    if (!digest_text(bearer->parts.receipt, &carried, &trouble))
        return unsound(err, "the passport's proof", &trouble);
    return (digest_read(bearer->passport.proof, &signed_for) &&
            digest_equal(&signed_for, &carried)) ||
           unsound(err,
                   "the passport's proof is not the one that was signed with it: it was exchanged, "
                   "or something was added; ask for a new passport with obstat passport",
                   NULL);
}

/* The entry stands in the log, under a checkpoint of the same key. */
static bool entry_proven(struct bearer *bearer, struct entry *entry, struct error *err)
{
    struct proof proof;
    struct digest leaf;
    struct checkpoint checkpoint;
    struct error trouble = {0};
    struct passport *passport = &bearer->passport;
    const struct passport_parts *parts = &bearer->parts;
    if (!proof_read(parts->receipt, bearer->arena, &proof, &trouble) ||
        !checkpoint_open(proof.note, bearer->log, bearer->arena, &checkpoint, &trouble) ||
        !leaf_hash(parts->leaf, &leaf, &trouble) ||
        !inclusion_verify(&proof.path, &leaf, proof.index, &checkpoint.head, &trouble) ||
        !entry_read(parts->leaf, bearer->arena, entry, &trouble))
        return unsound(err, "the passport's entry is not shown to be in the log", &trouble);
    if (proof.has_extra || entry->index != proof.index)
        return unsound(err, "the passport's proof is of another entry", NULL);
    passport->index = proof.index;
    passport->head = checkpoint.head;
    return true;
}

/* Did this transition bring the version to the stage: as the one that moves, or as the other one
 * that moves in the same record? */
static bool transition_brings(const struct act *act, const struct passport *passport)
{
    const struct value *model = told(act->predicate, "model"),
                       *other = told(act->predicate, "other");
    const struct text stage = text_of(stage_name(passport->stage));
    if (!text_equal(told_text(model, "name"), passport->name))
        return false;
    if (text_equal(told_text(model, "version"), passport->version))
        return text_equal(told_text(act->predicate, "to"), stage);
    return other && text_equal(told_text(other, "version"), passport->version) &&
           text_equal(told_text(other, "to"), stage);
}

static bool transition_told(struct bearer *bearer, const struct entry *entry, struct error *err)
{
    struct act act;
    struct error trouble = {0};
    const struct passport *passport = &bearer->passport;
    if (!act_read("the passport's entry", entry->envelope.payload, bearer->arena, &act, &trouble))
        return unsound(err, "the passport's entry is no act", &trouble);
    if (act.kind != ACT_TRANSITION || !text_equal(act.log, passport->origin) ||
        !transition_brings(&act, passport))
        return error_set(err, ERROR_INTEGRITY,
                         "the passport's entry %llu did not bring %.*s@%.*s to %s",
                         (unsigned long long)entry->index, TEXT_ARGS(passport->name),
                         TEXT_ARGS(passport->version), stage_name(passport->stage));
    return true;
}

bool passport_read(struct text document, const struct note_key *log, struct arena *arena,
                   struct passport *out, struct error *err)
{
    struct entry entry = {0};
    struct bearer bearer = {.log = log, .arena = arena};
    if (log->type != NOTE_KEY_ED25519)
        return error_set(err, ERROR_INTEGRITY, "the key of %.*s is not one that a log signs with",
                         TEXT_ARGS(log->name));
    if (!parts_read(&bearer, document, err) || !statement_sealed(&bearer, err) ||
        !statement_told(&bearer, err) || !proof_signed(&bearer, err) ||
        !entry_proven(&bearer, &entry, err) || !transition_told(&bearer, &entry, err))
        return false;
    *out = bearer.passport;
    return true;
}

/* ---- at the door ---- */

static bool newest_admits(const struct passport *passport, const struct checkpoint *newest,
                          struct error *err)
{
    if (passport->head.size < newest->head.size)
        return error_set(err, ERROR_GUARD,
                         "the passport was made when the log had %llu entries, and the door knows "
                         "of %llu: ask for a new one with obstat passport",
                         (unsigned long long)passport->head.size,
                         (unsigned long long)newest->head.size);
    if (passport->head.size == newest->head.size &&
        !digest_equal(&passport->head.root, &newest->head.root))
        return error_set(err, ERROR_INTEGRITY,
                         "the passport and the checkpoint are of two logs with one key: the log "
                         "was forked; keep both, and tell its administrators");
    return true;
}

static bool moment_admits(const struct passport *passport, const struct door *door,
                          struct error *err)
{
    char now[CLOCK_TEXT_SIZE], since[CLOCK_TEXT_SIZE], until[CLOCK_TEXT_SIZE];
    clock_write(door->now, now);
    clock_write(passport->since, since);
    clock_write(passport->until, until);
    if (door->now >= passport->until)
        return error_set(err, ERROR_GUARD,
                         "the passport is stale: it was valid until %s, and it is %s; ask for a "
                         "new one with obstat passport",
                         until, now);
    if (door->now < passport->since - LIMIT_CLOCK_SKEW)
        return error_set(err, ERROR_GUARD,
                         "the passport is not valid before %s, and it is %s here: set the clock",
                         since, now);
    return true;
}

bool door_serves(struct door *door, struct text model)
{
    const size_t mark = text_find(model, '@');
    const struct text name = text_part(model, 0, mark),
                      version = text_part(model, mark + 1, model.size);
    if (!words_are_name(name) || (mark < model.size && !words_are_version(version)))
        return false;
    door->model = name;
    door->version = version;
    return true;
}

static bool model_admits(const struct passport *passport, const struct door *door,
                         struct error *err)
{
    if ((door->model.size && !text_equal(passport->name, door->model)) ||
        (door->version.size && !text_equal(passport->version, door->version)))
        return error_set(err, ERROR_GUARD,
                         "the passport is for %.*s@%.*s, and what is asked for here is %.*s%s%.*s",
                         TEXT_ARGS(passport->name), TEXT_ARGS(passport->version),
                         TEXT_ARGS(door->model), door->version.size ? "@" : "",
                         TEXT_ARGS(door->version));
    if (passport->tier > door->lowest)
        return error_set(err, ERROR_GUARD,
                         "%.*s@%.*s was let through at tier %s, and here nothing below %s is "
                         "admitted",
                         TEXT_ARGS(passport->name), TEXT_ARGS(passport->version),
                         tier_name(passport->tier), tier_name(door->lowest));
    return true;
}

bool passport_timely(const struct passport *passport, const struct door *door, struct error *err)
{
    if (door->newest && !newest_admits(passport, door->newest, err))
        return false;
    if (passport->stage != door->stage)
        return error_set(err, ERROR_GUARD, "the passport of %.*s@%.*s is for %s, and this is %s",
                         TEXT_ARGS(passport->name), TEXT_ARGS(passport->version),
                         stage_name(passport->stage), stage_name(door->stage));
    return model_admits(passport, door, err) && moment_admits(passport, door, err);
}

bool passport_admits(const struct passport *passport, const struct door *door, struct error *err)
{
    char vouched[DIGEST_TEXT_SIZE], brought[DIGEST_TEXT_SIZE];
    if (!passport_timely(passport, door, err))
        return false;
    if (kind_said(passport->kind) && kind_said(door->kind) && passport->kind != door->kind)
        return error_set(err, ERROR_GUARD,
                         "this is not the artifact of %.*s@%.*s: its passport is for a %s, and "
                         "here is a %s",
                         TEXT_ARGS(passport->name), TEXT_ARGS(passport->version),
                         artifact_kind_name(passport->kind), artifact_kind_name(door->kind));
    if (digest_equal(&passport->artifact, &door->artifact))
        return !passport->listing.size || !door->listing.size ||
               text_equal(passport->listing, door->listing) ||
               error_set(err, ERROR_GUARD,
                         "this is not the artifact of %.*s@%.*s: its files have other names than "
                         "when they were judged",
                         TEXT_ARGS(passport->name), TEXT_ARGS(passport->version));
    digest_write(&passport->artifact, vouched);
    digest_write(&door->artifact, brought);
    return error_set(
        err, ERROR_GUARD,
        "this is not the artifact of %.*s@%.*s: its passport is for %s, and here is %s",
        TEXT_ARGS(passport->name), TEXT_ARGS(passport->version), vouched, brought);
}
