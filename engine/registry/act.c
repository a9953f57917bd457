#include "registry/act.h"

#include "base/clock.h"
#include "base/limits.h"
#include "registry/deed.h"
#include "registry/shape.h"
#include "registry/told.h"

static const struct {
    const char *name;
    const char *word; /* of the namespace; NULL: the log's own key signs; empty: its `change` */
} kinds[ACT_KINDS] = {
    [ACT_ORIGIN] = {"origin", NULL},
    [ACT_IDENTITY] = {"identity", "enroll"},
    [ACT_ADOPTION] = {"adoption", "adopt"},
    [ACT_REGISTRATION] = {"registration", "register"},
    [ACT_DECISION] = {"decision", "decide"},
    [ACT_APPROVAL] = {"approval", "approve"},
    [ACT_WAIVER] = {"waiver", "waive"},
    [ACT_RESTORE] = {"restore", "restore"},
    [ACT_ERASURE] = {"erasure", "erase"},
    [ACT_TRANSITION] = {"transition", ""},
    [ACT_ANNOTATION] = {"annotation", "annotate"},
    [ACT_REFUSAL] = {"refusal", NULL},
};

const char *const annotation_words[] = {"tag",     "untag",   "alias",       "unalias", "note",
                                        "consume", "release", "acknowledge", "serve",   "withdraw",
                                        "traffic", "notice",  NULL};

const char *act_kind_name(enum act_kind kind)
{
    return kind < ACT_KINDS ? kinds[kind].name : "no kind of act";
}

bool act_kind_read(struct text name, enum act_kind *out)
{
    for (size_t kind = 0; kind < ACT_KINDS; kind++)
        if (text_is(name, kinds[kind].name)) {
            *out = (enum act_kind)kind;
            return true;
        }
    return false;
}

struct text act_name_space(const struct act *act, struct arena *arena)
{
    if (act->kind >= ACT_KINDS || !kinds[act->kind].word)
        return TEXT_NONE;
    const struct text change = told_text(act->predicate, "change");
    const bool by_change =
        act->kind == ACT_TRANSITION || (act->kind == ACT_IDENTITY && text_is(change, "revoke"));
    const struct text word = by_change ? change : text_of(kinds[act->kind].word);
    return text_format(arena, "%.*s@%.*s", TEXT_ARGS(word), TEXT_ARGS(act->log));
}

/* ---- the subject ---- */

static bool subject_of_model(const struct value *act_members, struct arena *arena,
                             struct statement_subject *about, struct error *err)
{
    const struct text artifact = told_text(act_members, "artifact");
    about->name = told_version(told(act_members, "model"), arena);
    /* What tells of no artifact and no manifest has no digest but that of its name. */
    if (digest_read(artifact, &about->digest) ||
        digest_read(told_text(act_members, "manifest"), &about->digest))
        return true;
    return digest_text(about->name, &about->digest, err);
}

static bool subject_of_identity(const struct value *act_members, struct arena *arena,
                                struct statement_subject *about, struct error *err)
{
    struct key key;
    const struct text identity_id = told_text(act_members, "id"),
                      key_told = told_text(act_members, "key");
    about->name = text_format(arena, "identity:%.*s", TEXT_ARGS(identity_id));
    if (!key_told.size)
        return digest_text(identity_id, &about->digest, err);
    return key_read(NULL, key_told, &key, err) &&
           digest_text(key_blob(&key, arena), &about->digest, err);
}

static bool subject_of_adoption(const struct value *act_members, struct arena *arena,
                                struct statement_subject *about, struct error *err)
{
    about->name = text_format(arena, "policies:%.*s", TEXT_ARGS(told_text(act_members, "stage")));
    return digest_read(told_text(act_members, "set"), &about->digest) ||
           error_set(err, ERROR_REFUSED, "the policy set has no digest");
}

bool act_subject(enum act_kind kind, struct text log, const struct value *act_members,
                 struct arena *arena, struct statement_subject *about, struct error *err)
{
    switch (kind) {
    case ACT_REGISTRATION:
    case ACT_DECISION:
    case ACT_APPROVAL:
    case ACT_WAIVER:
    case ACT_TRANSITION:
    case ACT_ANNOTATION:
        return subject_of_model(act_members, arena, about, err);
    case ACT_IDENTITY:
    case ACT_ERASURE:
        return subject_of_identity(act_members, arena, about, err);
    case ACT_ADOPTION:
        return subject_of_adoption(act_members, arena, about, err);
    case ACT_REFUSAL:
        if (told(act_members, "model"))
            return subject_of_model(act_members, arena, about, err);
        about->name = log;
        return digest_text(log, &about->digest, err);
    case ACT_ORIGIN:
        about->name = log;
        return digest_text(told_text(act_members, "key"), &about->digest, err);
    case ACT_RESTORE:
        about->name = log;
        return digest_text(told_text(act_members, "checkpoint"), &about->digest, err);
    case ACT_KINDS:
        break;
    }
    return error_set(err, ERROR_REFUSED, "there is no such kind of act");
}

static bool subject_check(const struct act *act, struct arena *arena, struct error *err)
{
    struct statement_subject about = {0};
    if (!act_subject(act->kind, act->log, act->predicate, arena, &about, err))
        return false;
    if (!text_equal(about.name, act->subject.name))
        return error_set(err, ERROR_REFUSED, "the %s is about %.*s, and its subject is %.*s",
                         act_kind_name(act->kind), TEXT_ARGS(about.name),
                         TEXT_ARGS(act->subject.name));
    if (!digest_equal(&about.digest, &act->subject.digest))
        return error_set(err, ERROR_REFUSED,
                         "the subject of the %s about %.*s has another digest than its members say",
                         act_kind_name(act->kind), TEXT_ARGS(about.name));
    return true;
}

/* ---- reading and writing ---- */

static const struct text act_type_start = {"urn:obstat:", 11}, act_type_end = {":v1", 3};

static bool kind_of_type(struct text act_type, enum act_kind *act_kind)
{
    const size_t affixes = act_type_start.size + act_type_end.size;
    return text_starts(act_type, act_type_start) && text_ends(act_type, act_type_end) &&
           act_type.size > affixes &&
           act_kind_read(text_part(act_type, act_type_start.size, act_type.size - affixes),
                         act_kind);
}

static bool spelling_check(const struct statement *act_statement, struct text act_payload,
                           struct arena *arena, struct error *err)
{
    struct text act_again;
    if (!statement_write(act_statement, arena, &act_again, err))
        return false;
    return text_equal(act_again, act_payload) ||
           error_set(
               err, ERROR_REFUSED,
               "the statement is not in its one spelling (RFC 8785), or has a member too many");
}

static bool act_of_statement(const struct statement *act_statement, struct act *out,
                             struct error *err)
{
    struct act act = {.predicate = act_statement->predicate};
    if (!kind_of_type(act_statement->predicate_type, &act.kind))
        return error_set(err, ERROR_REFUSED, "%.*s is no kind of act",
                         TEXT_ARGS(act_statement->predicate_type));
    if (act_statement->subjects.count != 1)
        return error_set(err, ERROR_REFUSED, "the %s has %zu subjects, and one is asked for",
                         act_kind_name(act.kind), act_statement->subjects.count);
    if (!shape_check(act.kind, act.predicate, err))
        return false;
    act.log = told_text(act.predicate, "log");
    act.by = told_text(act.predicate, "by");
    act.at = told_time(act.predicate, "at", 0);
    act.subject = act_statement->subjects.at[0];
    *out = act;
    return true;
}

bool act_read(const char *file, struct text act_payload, struct arena *arena, struct act *out,
              struct error *err)
{
    struct statement act_statement = {0};
    struct error objection = {0};
    struct act act;
    if (act_payload.size > LIMIT_ENTRY_SIZE)
        error_set(&objection, ERROR_REFUSED, "the statement has more than %d bytes",
                  LIMIT_ENTRY_SIZE);
    else if (statement_read(file, act_payload, arena, &act_statement, &objection) &&
             act_of_statement(&act_statement, &act, &objection) &&
             subject_check(&act, arena, &objection) &&
             spelling_check(&act_statement, act_payload, arena, &objection)) {
        *out = act;
        return true;
    }
    return error_at(err, objection.code, (struct place){file, objection.line, objection.column},
                    "%s", objection.message);
}

bool act_write(const struct act *act, const struct members *act_members, struct arena *arena,
               struct text *act_payload, struct error *err)
{
    const struct value own_members = value_of_map(arena, act_members);
    struct deed deed = deed_of(&own_members, arena);
    deed_text(&deed, "log", act->log);
    deed_text(&deed, "by", act->by);
    deed_time(&deed, "at", act->at);
    const struct value predicate = deed_value(&deed);
    struct statement act_statement = {.predicate = &predicate};
    act_statement.predicate_type = text_format(arena, "%.*s%s%.*s", TEXT_ARGS(act_type_start),
                                               act_kind_name(act->kind), TEXT_ARGS(act_type_end));
    *LIST_ADD(arena, &act_statement.subjects) = act->subject;
    struct act act_again;
    return act_of_statement(&act_statement, &act_again, err) &&
           subject_check(&act_again, arena, err) &&
           statement_write(&act_statement, arena, act_payload, err);
}
