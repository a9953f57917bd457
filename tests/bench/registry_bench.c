/* Fills a ledger with registered versions, ten entries each, as fast as they can be signed:
 *
 *     bench-registry LEDGER VERSIONS CI.KEY RISK-OFFICER.KEY OWNER.KEY
 *
 * The ledger was begun by `obstat init`, the three are enrolled as ci, rio and own, and a policy
 * set is adopted for production. Each entry is signed by its person and goes through
 * registry_apply; what it names is not in the vault, as a digest alone is looked at here. Versions
 * of a hundred models at a time take turns, as they do where many teams work. Prints the number of
 * entries in the log.
 */
#include "base/clock.h"
#include "base/limits.h"
#include "crypto/signature.h"
#include "crypto/sshsig.h"
#include "ledger/tree.h"
#include "registry/registry.h"
#include "store/log.h"
#include "value/json.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ENTRIES = 10, /* of each version                       */
    DATA_SETS = 50,
    NOTICE_DAYS = 91,
    SIDE = 100,    /* models whose versions take turns      */
    BATCH = 20000, /* entries of a write                    */
};

struct person {
    const char *id;
    struct key_pair *pair;
};

/* One version on its way. */
struct journey {
    unsigned long nth;
    struct text name, version;
    const char *tier;
    struct text request;  /* the decision that opened it    */
    struct text leaf;     /* its entry's                    */
    struct text decision; /* the newest one                 */
    unsigned long long index, registered;
};

static struct arena kept, entry_arena;
static struct error err;
static struct log *ledger;
static struct rows rows;
static struct person ci, rio, own;
static struct text set;
static int64_t moment;
static unsigned long decisions;

static void need(bool held, const char *what)
{
    if (held)
        return;
    (void)fprintf(stderr, "bench-registry: %s: %s\n", what, err.message);
    exit(1);
}

static struct text digest_word(const char *what, unsigned long nth)
{
    struct digest digest;
    need(digest_text(text_format(&entry_arena, "%s %lu", what, nth), &digest, &err), "digest");
    return digest_print(&digest, &entry_arena);
}

static const char *time_word(int64_t of)
{
    char *written = arena_alloc(&entry_arena, CLOCK_TEXT_SIZE);
    clock_write(of, written);
    return written;
}

/* JSON with ' in the place of ". */
PRINTF_LIKE(1, 2)
static struct members members_of(const char *format, ...)
{
    struct value document;
    struct members members = {0};
    char *written = arena_alloc(&entry_arena, LIMIT_ENTRY_SIZE);
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(written, LIMIT_ENTRY_SIZE, format, arguments);
    va_end(arguments);
    for (char *letter = written; *letter; letter++)
        if (*letter == '\'')
            *letter = '"';
    need(json_read("an act", text_of(written), (struct json_options){0}, &entry_arena, &document,
                   &err),
         written);
    for (size_t i = 0; i < value_count(&document); i++)
        members_add(&entry_arena, &members, member_key(&document, i), *member_value(&document, i));
    return members;
}

/* ---- one entry ---- */

static struct envelope_signature signature_of(const struct act *act, const struct person *who,
                                              struct text pae, bool plain)
{
    struct envelope_signature signature = {0};
    char fingerprint[KEY_ID_SIZE];
    if (plain) {
        uint8_t *bytes = arena_alloc(&entry_arena, SIGNATURE_SIZE);
        need(signature_make(who->pair, pae, bytes, &err) &&
                 envelope_key_id(key_pair_public(who->pair), &entry_arena, &signature.key_id, &err),
             "signing");
        signature.bytes = (struct text){(const char *)bytes, SIGNATURE_SIZE};
        return signature;
    }
    need(sshsig_sign_blob(who->pair, act_name_space(act, &entry_arena), pae, &entry_arena,
                          &signature.bytes, &err) &&
             key_id(key_pair_public(who->pair), fingerprint, &err),
         "signing");
    signature.key_id = text_copy(&entry_arena, text_of(fingerprint));
    return signature;
}

static struct digest entry_add(enum act_kind kind, const struct person *who, struct members members,
                               bool plain)
{
    bool repeated;
    uint64_t index;
    struct text leaf;
    struct digest id, hash = {0};
    struct entry entry = {.index = log_next(ledger), .time = moment};
    struct value predicate = value_of_map(&entry_arena, &members);
    struct act act = {
        .kind = kind, .log = log_origin(ledger), .by = text_of(who->id), .at = moment};
    act.predicate = &predicate;
    entry.envelope.type = STATEMENT_TYPE;
    need(act_subject(kind, act.log, &predicate, &entry_arena, &act.subject, &err) &&
             act_write(&act, &members, &entry_arena, &entry.envelope.payload, &err),
         act_kind_name(kind));
    *LIST_ADD(&entry_arena, &entry.envelope.signatures) =
        signature_of(&act, who, envelope_signed_bytes(&entry.envelope, &entry_arena), plain);
    need(entry_write(&entry, &entry_arena, &leaf, &err) && leaf_hash(leaf, &hash, &err) &&
             entry_id(&entry, &id, &err) &&
             registry_apply(&rows, &entry, &hash, REGISTRY_REBUILD, &entry_arena, &err) &&
             log_add(ledger, leaf, &id, &index, &repeated, &err) && !repeated,
         act_kind_name(kind));
    return hash;
}

/* ---- the ten entries of a version ---- */

/* Every third version is built on the first one of its model, and each on one of fifty data sets.
 */
static void registration_add(struct journey *journey)
{
    journey->registered = log_next(ledger);
    (void)entry_add(
        ACT_REGISTRATION, &ci,
        members_of(
            "{'model': {'name': '%s', 'version': '%s', 'tier': '%s', 'owner': 'lending',"
            " 'authors': ['amy']}, 'manifest': '%s', 'artifact': '%s', 'listing': '%s',"
            " 'stage': 'registered',"
            " 'release': 'blue-green', 'ttl_days': 365, 'created': null,"
            " 'lineage': {'code': {'repository': 'https://forge.example/%s', 'commit': '%s'},"
            " 'data': [{'name': 'loans-%lu', 'version': null, 'digest': '%s'}],"
            " 'models': %s%s%s, 'environment': '%s', 'parameters': '%s'}}",
            journey->name.at, journey->version.at, journey->tier,
            digest_word("manifest", journey->nth).at, digest_word("artifact", journey->nth).at,
            digest_word("listing", journey->nth).at, journey->name.at,
            digest_word("commit", journey->nth).at, journey->nth % DATA_SETS,
            digest_word("data", journey->nth % DATA_SETS).at,
            journey->nth % 3 ? "[" : "[{'name': '", journey->nth % 3 ? "" : journey->name.at,
            journey->nth % 3 ? "]" : "', 'version': '1.0.0', 'relation': 'fine-tuned'}]",
            digest_word("environment", journey->nth % DATA_SETS).at,
            digest_word("parameters", journey->nth).at),
        false);
}

static struct text decision_add(struct journey *journey, const char *verdict, int status,
                                struct text request)
{
    const struct text id = digest_word("decision", ++decisions);
    const struct digest hash = entry_add(
        ACT_DECISION, &ci,
        members_of("{'model': {'name': '%s', 'version': '%s', 'tier': '%s'},"
                   " 'transition': {'from': 'registered', 'to': 'production'}, 'decision': '%s',"
                   " 'case': '%s', 'verdict': '%s', 'status': %d, 'policies': '%s',"
                   " 'manifest': '%s', 'artifact': '%s', 'listing': '%s',"
                   " 'evidence': ['%s', '%s'], 'request': %s%.*s%s}",
                   journey->name.at, journey->version.at, journey->tier, id.at,
                   digest_word("case", decisions).at, verdict, status, set.at,
                   digest_word("manifest", journey->nth).at,
                   digest_word("artifact", journey->nth).at,
                   digest_word("listing", journey->nth).at,
                   digest_word("evidence", journey->nth).at, digest_word("errors", journey->nth).at,
                   request.size ? "'" : "null", TEXT_ARGS(request), request.size ? "'" : ""),
        true);
    journey->leaf = text_copy(&kept, digest_print(&hash, &entry_arena));
    journey->decision = text_copy(&kept, id);
    return id;
}

static void request_open(struct journey *journey)
{
    journey->index = log_next(ledger);
    journey->request = text_copy(&kept, decision_add(journey, "pending", 7, TEXT_NONE));
}

static void approval_add(const struct journey *journey, const struct person *who, const char *role)
{
    const struct act act = {
        .kind = ACT_APPROVAL, .log = log_origin(ledger), .by = text_of(who->id), .at = moment};
    struct members members = members_of(
        "{'request': '%s', 'request_index': %llu, 'decision': {'id': '%s', 'leaf': '%s'},"
        " 'model': {'name': '%s', 'version': '%s'}, 'tier': '%s',"
        " 'transition': {'from': 'registered', 'to': 'production'}, 'artifact': '%s',"
        " 'listing': '%s', 'manifest': '%s', 'policies': '%s', 'evidence': ['%s', '%s'], 'engine': "
        "'obstat 0.1',"
        " 'answer': 'approve', 'meaning': 'approval', 'role': '%s', 'conditions': [],"
        " 'reason': '%s', 'expires': '%s', 'seen': {'size': %llu, 'root': '%s'}}",
        journey->request.at, journey->index, journey->request.at, journey->leaf.at,
        journey->name.at, journey->version.at, journey->tier,
        digest_word("artifact", journey->nth).at, digest_word("listing", journey->nth).at,
        digest_word("manifest", journey->nth).at, set.at, digest_word("evidence", journey->nth).at,
        digest_word("errors", journey->nth).at, role, digest_word("reason", journey->nth).at,
        time_word(moment + 30 * 86400), (unsigned long long)log_next(ledger),
        digest_word("root", journey->nth).at);
    struct text sentence;
    const struct value told = value_of_map(&entry_arena, &members);
    need(approval_sentence(&act, &told, &entry_arena, &sentence, &err), "a sentence");
    members_add(&entry_arena, &members, TEXT("sentence"), value_of_text(sentence));
    (void)entry_add(ACT_APPROVAL, who, members, false);
}

/* The version that is in production makes room. */
static const char *other_word(const struct journey *journey)
{
    const struct value *model, *version;
    need(registry_row(&rows, "model", journey->name, &entry_arena, &model, &err), "a model");
    const struct text before = value_text(value_get(model, TEXT("production")));
    if (!before.size)
        return "null";
    need(registry_row(
             &rows, "version",
             text_format(&entry_arena, "%.*s@%.*s", TEXT_ARGS(journey->name), TEXT_ARGS(before)),
             &entry_arena, &version, &err),
         "a version");
    return text_format(&entry_arena,
                       "{'version': '%.*s', 'from': 'production', 'to': 'deprecated',"
                       " 'head': %lld}",
                       TEXT_ARGS(before),
                       (long long)value_integer(value_get(version, TEXT("head"))))
        .at;
}

static void promotion_add(const struct journey *journey)
{
    const char *other = other_word(journey);
    const bool asks = journey->request.size > 0;
    (void)entry_add(
        ACT_TRANSITION, &ci,
        members_of(
            "{'change': 'promote', 'model': {'name': '%s', 'version': '%s'}, 'artifact': '%s',"
            " 'from': 'registered', 'to': 'production', 'head': %llu, 'reason': null,"
            " 'other': %s, 'decision': '%s', 'request': %s%.*s%s, 'review_by': null,"
            " 'incident': null, 'sunset': %s%s%s, 'steps': [], 'successor': null,"
            " 'moment': null, 'step': null, 'acknowledged': [], 'retention': null,"
            " 'stored': []}",
            journey->name.at, journey->version.at, digest_word("artifact", journey->nth).at,
            journey->registered, other, journey->decision.at, asks ? "'" : "null",
            TEXT_ARGS(journey->request), asks ? "'" : "", *other == '{' ? "'" : "null",
            *other == '{' ? time_word(moment + NOTICE_DAYS * 86400) : "", *other == '{' ? "'" : ""),
        false);
}

static void annotation_add(const struct journey *journey, const char *change, const char *key,
                           const char *said)
{
    (void)entry_add(ACT_ANNOTATION, &ci,
                    members_of("{'change': '%s', 'model': {'name': '%s', 'version': '%s'},"
                               " 'key': '%s', 'value': %s, 'note': null}",
                               change, journey->name.at, journey->version.at, key, said),
                    false);
}

/* The nth entry of a version: registered, judged, approved where its tier asks for it, judged
 * again, in production, used. */
static void step_take(struct journey *journey, unsigned step)
{
    static const char *const step_words[ENTRIES] = {"", "checked", "compared", "costed", "",
                                                    "", "",        "",         "region", "last"};
    static const char *const teams[] = {"'lending'", "'marketing'", "'fraud'"};
    const bool high = strcmp(journey->tier, "high") == 0;
    const bool asks = strcmp(journey->tier, "minimal") != 0;
    if (step == 0)
        registration_add(journey);
    else if (step == 1 && asks)
        request_open(journey);
    else if (step == 2 && asks)
        approval_add(journey, &rio, "risk-officer");
    else if (step == 3 && high)
        approval_add(journey, &own, "owner");
    else if (step == 4)
        (void)decision_add(journey, "allow", 0, journey->request);
    else if (step == 5)
        promotion_add(journey);
    else if (step == 6)
        annotation_add(journey, "tag", "team", teams[journey->nth % COUNT(teams)]);
    else if (step == 7)
        annotation_add(journey, "consume", "app.example/scoring", "null");
    else
        annotation_add(journey, "tag", step_words[step], "'yes'");
}

static void journey_begin(struct journey *journey, unsigned long nth)
{
    static const char *const tiers[] = {"high", "limited", "minimal"};
    *journey = (struct journey){
        .nth = nth,
        .name = text_format(&kept, "model-%04lu", nth % SIDE + nth / (SIDE * SIDE) * SIDE),
        .version = text_format(&kept, "1.%lu.0", nth / SIDE % SIDE),
        .tier = tiers[nth % SIDE % COUNT(tiers)],
    };
}

/* ---- all of them ---- */

static void commit_if(bool full)
{
    static uint64_t begun;
    if (log_next(ledger) - begun < BATCH && !full)
        return;
    need(log_commit(ledger, &err), "log_commit");
    need(log_begin(ledger, clock_now(), &moment, &err), "log_begin");
    begun = log_next(ledger);
}

static void versions_add(unsigned long versions)
{
    struct journey side[SIDE];
    for (unsigned long nth = 0; nth < versions; nth += SIDE) {
        const unsigned long count = versions - nth < SIDE ? versions - nth : SIDE;
        arena_clear(&kept);
        for (unsigned long i = 0; i < count; i++)
            journey_begin(&side[i], nth + i);
        for (unsigned step = 0; step < ENTRIES; step++)
            for (unsigned long i = 0; i < count; i++) {
                arena_clear(&entry_arena);
                step_take(&side[i], step);
            }
        commit_if(false);
    }
    commit_if(true);
    log_abort(ledger);
}

static struct person person_read(const char *id, const char *path)
{
    static struct arena keys;
    struct person person = {.id = id};
    need(key_pair_read(path, TEXT_NONE, &keys, &person.pair, &err), path);
    return person;
}

int main(int count, char **words)
{
    static struct arena arena;
    const struct value *adopted;
    if (count != 6) {
        (void)fprintf(stderr, "usage: bench-registry LEDGER VERSIONS CI RISK-OFFICER OWNER\n");
        return 2;
    }
    ci = person_read("ci", words[3]);
    rio = person_read("rio", words[4]);
    own = person_read("own", words[5]);
    need(log_open((struct log_paths){.folder = words[1]}, STORE_WRITE, &arena, &ledger, &err),
         words[1]);
    rows = log_rows(ledger);
    need(log_begin(ledger, clock_now(), &moment, &err), "log_begin");
    need(registry_row(&rows, "adoption", TEXT("production"), &arena, &adopted, &err) && adopted,
         "the adopted set");
    set = text_of(text_string(&arena, value_text(value_get(adopted, TEXT("set")))));
    versions_add(strtoul(words[2], NULL, 10));
    (void)printf("%llu\n", (unsigned long long)log_head(ledger)->size);
    log_close(ledger);
    return 0;
}
