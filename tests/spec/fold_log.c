#include "fold.h"

#define ORIGIN "gov.example/models"

enum { BEGINNING = 1800000000 };

static struct person {
    const char *id, *role;
    struct key_pair *pair;
    struct text signature, key_line;
} people[] = {
    {.id = "ada", .role = "admin"},        {.id = "dev", .role = "developer"},
    {.id = "bot", .role = "ci"},           {.id = "ops", .role = "operator"},
    {.id = "val", .role = "validator"},    {.id = "vic", .role = "validator"},
    {.id = "own", .role = "owner"},        {.id = "rio", .role = "risk-officer"},
    {.id = "ray", .role = "risk-officer"}, {.id = "aud", .role = "auditor"},
};

/* The case is ours, so what is wrong with it ends the program. */
void must(bool holds, const struct error *err)
{
    if (holds)
        return;
    (void)fflush(stdout);
    (void)fprintf(stderr, "%s\n", err->message);
    exit(1);
}

void people_begin(struct fold *fold)
{
    struct error err = {0};
    struct digest digest;
    must(key_pair_generate(&fold->arena, &fold->log_key, &err), &err);
    for (size_t i = 0; i < COUNT(people); i++) {
        struct signer signer;
        must(key_pair_generate(&fold->arena, &people[i].pair, &err), &err);
        people[i].key_line = key_line(key_pair_public(people[i].pair), TEXT_NONE, &fold->arena);
        signer_of_pair(people[i].pair, &signer);
        must(signer_sign(&signer, TEXT("register@" ORIGIN), TEXT("anything"), &fold->arena,
                         &people[i].signature, &err),
             &err);
    }
    must(digest_text(TEXT("policies"), &digest, &err), &err);
    fold->policies = digest_print(&digest, &fold->arena).at;
}

static const struct person *person_find(const char *id)
{
    for (size_t i = 0; i < COUNT(people); i++)
        if (strcmp(people[i].id, id) == 0)
            return &people[i];
    return NULL;
}

/* ---- entries ---- */

static struct envelope_signature seal_of(struct fold *fold, const struct person *person,
                                         const struct envelope *envelope)
{
    struct envelope_signature seal = {0};
    struct error err = {0};
    if (person) {
        seal.bytes = person->signature;
        return seal;
    }
    uint8_t *bytes = arena_alloc(&fold->line_arena, SIGNATURE_SIZE);
    must(signature_make(fold->log_key, envelope_signed_bytes(envelope, &fold->line_arena), bytes,
                        &err) &&
             envelope_key_id(key_pair_public(fold->log_key), &fold->line_arena, &seal.key_id, &err),
         &err);
    seal.bytes = (struct text){(const char *)bytes, SIGNATURE_SIZE};
    return seal;
}

static struct members members_of(const struct value *map, struct arena *arena)
{
    struct members members = {0};
    for (size_t i = 0; i < value_count(map); i++)
        members_add(arena, &members, member_key(map, i), *member_value(map, i));
    return members;
}

/* An answer says in a sentence what it binds. */
static struct members act_members(const struct act *act, const struct value *map,
                                  struct arena *arena)
{
    struct text sentence;
    struct error err = {0};
    struct members members = members_of(map, arena);
    if (act->kind == ACT_APPROVAL) {
        must(approval_sentence(act, map, arena, &sentence, &err), &err);
        members_add(arena, &members, TEXT("sentence"), value_of_text(sentence));
    }
    return members;
}

bool fold_append(struct fold *fold, enum act_kind kind, const char *by, struct text told_members,
                 struct error *err)
{
    struct fold_log *log = fold->log;
    struct arena *arena = &fold->line_arena;
    struct error own = {0};
    struct value map;
    struct entry entry = {.index = log->count, .time = log->time};
    struct act act = {.kind = kind, .log = TEXT(ORIGIN), .by = text_of(by), .at = log->time};
    must(json_read("act", told_members, (struct json_options){0}, arena, &map, &own) &&
             act_subject(kind, act.log, &map, arena, &act.subject, &own),
         &own);
    const struct members members = act_members(&act, &map, arena);
    must(act_write(&act, &members, arena, &entry.envelope.payload, &own), &own);
    entry.envelope.type = STATEMENT_TYPE;
    *LIST_ADD(arena, &entry.envelope.signatures) =
        seal_of(fold, kind == ACT_ORIGIN ? NULL : person_find(by), &entry.envelope);
    must(digest_text(entry.envelope.payload, &log->leaf, &own), &own);
    if (!registry_apply(&log->rows, &entry, &log->leaf, REGISTRY_REBUILD, arena, err))
        return false;
    log->count++;
    return true;
}

const struct logged *logged_find(const struct fold *fold, const char *decided)
{
    for (size_t i = 0; i < fold->entry_count; i++)
        if (strcmp(fold->entries[i].decided, decided) == 0)
            return &fold->entries[i];
    return &fold->entries[0];
}

/* ---- a log ---- */

static void append(struct fold *fold, enum act_kind kind, const char *by, struct text members)
{
    struct error err = {0};
    must(fold_append(fold, kind, by, members, &err), &err);
}

static void origin_append(struct fold *fold, const char *lifecycle)
{
    struct note_key vkey;
    struct error err = {0};
    must(note_key_of(TEXT(ORIGIN), key_pair_public(fold->log_key), &vkey, &err), &err);
    append(fold, ACT_ORIGIN, "",
           text_format(&fold->line_arena,
                       "{\"key\":\"%s\",\"admins\":[{\"id\":\"ada\",\"key\":\"%s\",\"name\":null}],"
                       "\"engine\":\"obstat\",\"lifecycle\":\"%s\",\"continues\":null,"
                       "\"quorum\":{\"tighten\":1,\"loosen\":1,\"restore\":1,\"enroll\":1}}",
                       note_key_print(&vkey, &fold->line_arena).at, people[0].key_line.at,
                       lifecycle));
}

static void person_append(struct fold *fold, const struct person *person)
{
    struct arena *arena = &fold->line_arena;
    append(fold, ACT_IDENTITY, "ada",
           text_format(arena,
                       "{\"change\":\"add\",\"id\":\"%s\",\"key\":\"%s\",\"roles\":[\"%s\"],"
                       "\"name\":null,\"valid_until\":null}",
                       person->id, person->key_line.at, person->role));
    append(fold, ACT_IDENTITY, person->id,
           text_format(arena,
                       "{\"change\":\"prove\",\"id\":\"%s\",\"key\":\"%s\",\"challenge\":\"%s\"}",
                       person->id, person->key_line.at, digest_print(&fold->log->leaf, arena).at));
}

static void adoptions_append(struct fold *fold, const char *stages)
{
    char *kept = (char *)(uintptr_t)text_format(&fold->line_arena, "%s", stages).at, *rest = NULL;
    for (const char *stage = strtok_r(kept, ",", &rest); stage; stage = strtok_r(NULL, ",", &rest))
        append(fold, ACT_ADOPTION, "ada",
               text_format(&fold->line_arena,
                           "{\"stage\":\"%s\",\"set\":\"%s\",\"sources\":\"%s\",\"previous\":null,"
                           "\"loosens\":[],\"trust\":[]}",
                           stage, fold->policies, fold->policies));
}

static struct fold_log *log_find(struct fold *fold, const char *name)
{
    const struct error full = {.message = "there are too many logs"};
    size_t at = 0;
    while (at < fold->log_count && strcmp(fold->logs[at].name, name) != 0)
        at++;
    must(at < LOGS, &full);
    if (at == fold->log_count)
        fold->log_count++;
    else if (fold->logs[at].count < LOG_ENTRIES)
        return &fold->logs[at];
    struct fold_log *log = &fold->logs[at];
    arena_free(&log->arena);
    *log = (struct fold_log){.time = BEGINNING};
    (void)snprintf(log->name, sizeof log->name, "%s", name);
    log->shelf.arena = &log->arena;
    log->rows = shelf_rows(&log->shelf);
    return log;
}

void history_begin(struct fold *fold, const char *lifecycle, const char *stages)
{
    const struct text name = text_format(&fold->line_arena, "%s %s", lifecycle, stages);
    fold->log = log_find(fold, name.at);
    fold->histories++;
    fold->entry_count = 0;
    if (fold->log->count)
        return;
    origin_append(fold, lifecycle);
    for (size_t i = 1; i < COUNT(people); i++)
        person_append(fold, &people[i]);
    adoptions_append(fold, stages);
}
