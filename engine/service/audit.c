#include "service/audit.h"

#include "base/clock.h"
#include "base/limits.h"
#include "registry/commitments.h"
#include "service/event_words.h"
#include "service/record.h"
#include "service/said.h"
#include "value/json.h"

#include <stdio.h>
#include <stdlib.h>

struct walk {
    struct audit_visit visit;
    struct arena arena; /* of the entry in hand */
};

static bool walk_see(void *context, uint64_t index, struct text leaf, struct error *err)
{
    struct walk *audit_walking = context;
    struct audited audited = {.leaf = leaf};
    char file[32];
    arena_clear(&audit_walking->arena);
    (void)snprintf(file, sizeof file, "entry %llu", (unsigned long long)index);
    struct error unread = {0};
    if (!entry_read(leaf, &audit_walking->arena, &audited.entry, &unread) ||
        !act_read(file, audited.entry.envelope.payload, &audit_walking->arena, &audited.act,
                  &unread))
        return error_set(err, ERROR_INTEGRITY, "entry %llu is no entry: %s",
                         (unsigned long long)index, unread.message);
    return audit_walking->visit.see(audit_walking->visit.context, &audited, &audit_walking->arena,
                                    err);
}

bool audit_walk(struct acting *acting, struct leaf_range audit_range, struct audit_visit visit,
                struct error *err)
{
    struct walk audit_walking = {.visit = visit};
    const bool walked =
        log_entries(acting->log, audit_range, (struct entry_visit){walk_see, &audit_walking}, err);
    arena_free(&audit_walking.arena);
    return walked;
}

/* ---- one entry by its names ---- */

static bool row_index(struct acting *acting, const char *kind, struct text key, bool *index_found,
                      uint64_t *index, struct error *err)
{
    const struct value *audited_row;
    if (!registry_row(&acting->rows, kind, key, acting->arena, &audited_row, err))
        return false;
    *index_found = audited_row != NULL;
    if (audited_row)
        *index = (uint64_t)said_integer(audited_row, "index");
    return true;
}

static bool digest_find(struct acting *acting, const struct digest *audited_id, struct text written,
                        uint64_t *index, struct error *err)
{
    bool id_found;
    struct store *audit_store = log_store(acting->log);
    if (!audit_store->is->find(audit_store, audited_id, &id_found, index, err))
        return false;
    if (id_found)
        return true;
    if (!row_index(acting, "decision", written, &id_found, index, err))
        return false;
    return id_found || error_set(err, ERROR_USAGE, "no entry, decision or request is called %.*s",
                                 TEXT_ARGS(written));
}

bool audit_find(struct acting *acting, const char *wanted, uint64_t *index, struct error *err)
{
    char *end;
    struct digest id;
    const uint64_t size = log_head(acting->log)->size;
    if (digest_read(text_of(wanted), &id))
        return digest_find(acting, &id, text_of(wanted), index, err);
    const unsigned long long number = strtoull(wanted, &end, 10);
    if (end == wanted || *end || *wanted == '-' || *wanted == '+')
        return error_set(err, ERROR_USAGE, "%s is neither an index nor an id (sha256:...)", wanted);
    if (number >= size)
        return error_set(err, ERROR_USAGE, "there is no entry %llu; the log has %llu", number,
                         (unsigned long long)size);
    *index = number;
    return true;
}

/* ---- what an act did ---- */

struct text audit_version(const struct act *act, struct arena *arena)
{
    const struct value *audited_model = value_present(act->predicate, TEXT("model"));
    return audited_model
               ? text_format(arena, "%.*s@%.*s", TEXT_ARGS(said_text(audited_model, "name")),
                             TEXT_ARGS(said_text(audited_model, "version")))
               : TEXT_NONE;
}

static struct text identity_phrase(const struct act *audited_act, struct arena *arena)
{
    const struct value *audited_roles = value_get(audited_act->predicate, TEXT("roles"));
    struct buffer audit_phrase_text = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    buffer_format(&audit_phrase_text, "%.*s %.*s",
                  TEXT_ARGS(said_text(audited_act->predicate, "change")),
                  TEXT_ARGS(said_text(audited_act->predicate, "id")));
    for (size_t i = 0; i < value_count(audited_roles); i++)
        buffer_format(&audit_phrase_text, "%s%.*s", i ? ", " : " as ",
                      TEXT_ARGS(value_text(value_at(audited_roles, i))));
    return buffer_text(&audit_phrase_text);
}

static struct text act_phrase(const struct act *audited_act, struct arena *arena)
{
    const struct value *audited_members = audited_act->predicate,
                       *way = value_get(audited_members, TEXT("transition"));
    const struct text audited_version = audit_version(audited_act, arena),
                      audited_to = said_text(way, "to");
    switch (audited_act->kind) {
    case ACT_ORIGIN:
        return text_format(arena, "the log %.*s begins", TEXT_ARGS(audited_act->log));
    case ACT_IDENTITY:
        return identity_phrase(audited_act, arena);
    case ACT_ADOPTION:
        return text_format(arena, "policy set %.19s for %.*s",
                           text_string(arena, said_text(audited_members, "set")),
                           TEXT_ARGS(said_text(audited_members, "stage")));
    case ACT_REGISTRATION:
        return audited_version;
    case ACT_DECISION:
        return text_format(arena, "%.*s: %.*s -> %.*s",
                           TEXT_ARGS(said_text(audited_members, "verdict")),
                           TEXT_ARGS(audited_version), TEXT_ARGS(audited_to));
    case ACT_APPROVAL:
        return text_format(arena, "%.*s (%.*s): %.*s -> %.*s",
                           TEXT_ARGS(said_text(audited_members, "answer")),
                           TEXT_ARGS(said_text(audited_members, "meaning")),
                           TEXT_ARGS(audited_version), TEXT_ARGS(audited_to));
    case ACT_WAIVER:
        return text_format(
            arena, "%.*s for %.*s until %.*s", TEXT_ARGS(said_text(audited_members, "policy")),
            TEXT_ARGS(audited_version), TEXT_ARGS(said_text(audited_members, "until")));
    case ACT_RESTORE:
        return TEXT("the log goes on from a backup");
    case ACT_ERASURE:
        return text_format(arena, "the words of %.*s are erased",
                           TEXT_ARGS(said_text(audited_members, "id")));
    case ACT_TRANSITION:
    case ACT_ANNOTATION:
    case ACT_REFUSAL:
    case ACT_KINDS:
        break;
    }
    return TEXT("an act of no known kind");
}

/* What became of a version; of a refusal as well whom the log refused, since the log signed it. */
bool audit_phrase(struct acting *acting, const struct audited *audited, struct arena *arena,
                  struct text *phrase, struct error *err)
{
    struct text event;
    const struct act *act = &audited->act;
    const struct text version = audit_version(act, arena);
    if (!event_words(acting, act, audited->entry.index, arena, &event, err))
        return false;
    const struct text asker =
        act->kind == ACT_REFUSAL ? event_asker(act->predicate, arena) : TEXT_NONE;
    *phrase = event.size ? text_format(arena, "%.*s%s%.*s%s%.*s", TEXT_ARGS(version),
                                       version.size ? ": " : "", TEXT_ARGS(asker),
                                       asker.size ? " was " : "", TEXT_ARGS(event))
                         : act_phrase(act, arena);
    return true;
}

bool audit_by(struct acting *acting, const struct audited *audited, struct arena *arena,
              struct text *id, struct error *err)
{
    struct key key;
    *id = audited->act.by;
    return id->size || audited->act.kind == ACT_ORIGIN ||
           !act_claimed_key(&audited->entry.envelope, arena, &key) ||
           registry_holder(&acting->rows, &key, arena, id, err);
}

/* ---- an entry as a value ---- */

static bool is_collected(const struct members *audit_words, struct text commitment)
{
    for (size_t i = 0; i < audit_words->count; i++)
        if (text_equal((struct text){audit_words->at[i].key, audit_words->at[i].key_size},
                       commitment))
            return true;
    return false;
}

static bool word_collect(struct acting *acting, struct text commitment, struct arena *arena,
                         struct members *words, struct error *err)
{
    struct text stood_for;
    if (is_collected(words, commitment))
        return true;
    if (!acting_words(acting, commitment, &stood_for, err))
        return false;
    members_add(arena, words, commitment, value_of_text(stood_for));
    return true;
}

struct texts audit_commitments(const struct audited *audited, struct arena *arena)
{
    struct texts commitments = commitments_of(&audited->act, arena);
    if (audited->entry.remark.size)
        *LIST_ADD(arena, &commitments) = audited->entry.remark;
    return commitments;
}

static bool words_collect(struct acting *acting, const struct audited *audited, struct arena *arena,
                          struct members *words, struct error *err)
{
    const struct texts commitments = audit_commitments(audited, arena);
    for (size_t i = 0; i < commitments.count; i++)
        if (!word_collect(acting, commitments.at[i], arena, words, err))
            return false;
    return true;
}

static bool signature_tell(const struct audited *audited, struct arena *arena,
                           struct record *audit_record, struct error *err)
{
    struct key key;
    char fingerprint[KEY_ID_SIZE];
    const struct envelope *audited_envelope = &audited->entry.envelope;
    const bool audited_person = act_claimed_key(audited_envelope, arena, &key);
    if (audited_person && !key_id(&key, fingerprint, err))
        return false;
    record_text(audit_record, "key",
                audited_person ? text_copy(arena, text_of(fingerprint))
                               : audited_envelope->signatures.at[0].key_id);
    record_text(audit_record, "namespace",
                audited_person ? act_name_space(&audited->act, arena) : TEXT_NONE);
    return true;
}

bool audit_value(struct acting *acting, const struct audited *audited, struct arena *arena,
                 struct value *out, struct error *err)
{
    struct digest id;
    char audited_moment[CLOCK_TEXT_SIZE];
    struct text audited_by, audited_name = TEXT_NONE;
    struct members audit_words = {0};
    struct value audited_statement;
    struct record audit_record = record_in(arena);
    clock_write(audited->entry.time, audited_moment);
    if (!entry_id(&audited->entry, &id, err) ||
        !audit_by(acting, audited, arena, &audited_by, err) ||
        (audited_by.size && !acting_name(acting, audited_by, &audited_name, err)) ||
        !words_collect(acting, audited, arena, &audit_words, err) ||
        !json_read("statement", audited->entry.envelope.payload, (struct json_options){0}, arena,
                   &audited_statement, err) ||
        !signature_tell(audited, arena, &audit_record, err))
        return false;
    record_text(&audit_record, "obstat", TEXT("record/v1"));
    record_integer(&audit_record, "index", (int64_t)audited->entry.index);
    record_text(&audit_record, "time", text_copy(arena, text_of(audited_moment)));
    record_digest(&audit_record, "id", &id);
    record_text(&audit_record, "kind", text_of(act_kind_name(audited->act.kind)));
    record_text(&audit_record, "by", audited_by);
    record_text(&audit_record, "name", audited_name);
    record_text(&audit_record, "remark", audited->entry.remark);
    record_value(&audit_record, "statement", audited_statement);
    record_value(&audit_record, "words", value_of_map(arena, &audit_words));
    *out = record_map(&audit_record);
    return true;
}
