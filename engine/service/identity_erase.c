/* identity erase: the words that somebody gave, and their name, are taken away. */
#include "service/audit.h"
#include "service/moving.h"
#include "service/operations.h"
#include "service/record.h"
#include "service/said.h"

#include "base/file.h"
#include "base/limits.h"
#include "policy/outcome.h"

/* The words of somebody, while the entries are gone through. */
struct erasing {
    struct acting *acting;
    struct text id;
    struct texts found; /* commitments that no entry erased yet, LIMIT_ERASED_WORDS at most */
    size_t left;        /* how many more there are */
};

/* Somebody else's words are theirs, whoever wrote the commitment into what they signed. What cannot
 * be read is nobody's. */
static bool word_anothers(struct erasing *erasing, struct text commitment, struct text by)
{
    bool there = false;
    struct text whose = TEXT_NONE;
    struct error unread = {0};
    return acting_words_by(erasing->acting, commitment, &whose, &there, &unread) && there &&
           !text_equal(whose, by);
}

/* `by`: who gave the words, or whose name they are. */
static bool word_add(struct erasing *erasing, struct text commitment, struct text by,
                     struct error *err)
{
    const struct value *erased;
    struct text opening_document;
    struct acting *acting = erasing->acting;
    const struct row_name opening_named = {TEXT("opening"), commitment};
    if (!commitment.size || word_anothers(erasing, commitment, by))
        return true;
    if (!acting->rows.get(acting->rows.keeper, opening_named, acting->arena, &opening_document,
                          err) ||
        !registry_row(&acting->rows, "erased", commitment, acting->arena, &erased, err))
        return false;
    if (erased && !opening_document.size)
        return true;
    for (size_t i = 0; i < erasing->found.count; i++)
        if (text_equal(erasing->found.at[i], commitment))
            return true;
    if (erasing->found.count == LIMIT_ERASED_WORDS)
        erasing->left++;
    else
        *LIST_ADD(acting->arena, &erasing->found) = text_copy(acting->arena, commitment);
    return true;
}

/* What they are called, at entry 0 or by whoever added them, and what was said of them. */
static bool name_add(struct erasing *erasing, const struct act *act, struct text by,
                     struct error *err)
{
    const struct value *admins = value_get(act->predicate, TEXT("admins"));
    if (act->kind == ACT_IDENTITY)
        return !text_equal(said_text(act->predicate, "id"), erasing->id) ||
               (word_add(erasing, said_text(act->predicate, "name"), erasing->id, err) &&
                word_add(erasing, said_text(act->predicate, "reason"), by, err));
    for (size_t i = 0; act->kind == ACT_ORIGIN && i < value_count(admins); i++)
        if (text_equal(said_text(value_at(admins, i), "id"), erasing->id) &&
            !word_add(erasing, said_text(value_at(admins, i), "name"), erasing->id, err))
            return false;
    return true;
}

/* What they gave: a reason, a note, conditions, a remark beside their signature. */
static bool given_add(struct erasing *erasing, const struct audited *audited, struct error *err)
{
    const struct value *given = audited->act.predicate;
    const struct value *conditions = value_get(given, TEXT("conditions"));
    for (size_t i = 0; i < value_count(conditions); i++)
        if (!word_add(erasing, said_text(value_at(conditions, i), "text"), erasing->id, err))
            return false;
    return word_add(erasing, said_text(given, "reason"), erasing->id, err) &&
           word_add(erasing, said_text(given, "note"), erasing->id, err) &&
           word_add(erasing, audited->entry.remark, TEXT_NONE, err);
}

static bool erasing_see(void *context, const struct audited *audited, struct arena *arena,
                        struct error *err)
{
    struct text audited_by;
    struct erasing *erasing = context;
    return audit_by(erasing->acting, audited, arena, &audited_by, err) &&
           name_add(erasing, &audited->act, audited_by, err) &&
           (!text_equal(audited_by, erasing->id) || given_add(erasing, audited, err));
}

static bool erasing_find(struct erasing *erasing, struct error *err)
{
    const struct value *identity;
    struct acting *acting = erasing->acting;
    const struct leaf_range all_entries = {0, log_head(acting->log)->size};
    if (!registry_row(&acting->rows, "identity", erasing->id, acting->arena, &identity, err))
        return false;
    if (!identity)
        return error_set(err, ERROR_USAGE, "nobody is called %.*s here; identity list shows who is",
                         TEXT_ARGS(erasing->id));
    if (!audit_walk(acting, all_entries, (struct audit_visit){erasing_see, erasing}, err))
        return false;
    return erasing->found.count || error_set(err, ERROR_USAGE, "no words of %.*s are left to erase",
                                             TEXT_ARGS(erasing->id));
}

static struct value commitments_value(const struct erasing *erasing)
{
    struct values commitments = {0};
    for (size_t i = 0; i < erasing->found.count; i++)
        *LIST_ADD(erasing->acting->arena, &commitments) = value_of_text(erasing->found.at[i]);
    return value_of_list(erasing->acting->arena, commitments.at, commitments.count);
}

static bool erasing_draft(struct erasing *erasing, struct text reason, struct draft *out,
                          struct error *err)
{
    struct value commitment;
    struct acting *acting = erasing->acting;
    struct record members = record_in(acting->arena);
    struct draft draft = {.kind = ACT_ERASURE, .word = erasing->id};
    draft.subject.name = text_format(acting->arena, "identity:%.*s", TEXT_ARGS(erasing->id));
    if (!digest_text(erasing->id, &draft.subject.digest, err) ||
        !acting_commit(acting, acting->id, reason, &commitment, err))
        return false;
    record_text(&members, "id", erasing->id);
    record_value(&members, "commitments", commitments_value(erasing));
    record_value(&members, "reason", commitment);
    draft.members = members.members;
    draft.sentence = text_format(
        acting->arena, "I, %.*s, erase for ever what is kept of %.*s beside the log %.*s: %zu %s.",
        TEXT_ARGS(acting->id), TEXT_ARGS(erasing->id), TEXT_ARGS(acting->origin),
        erasing->found.count, erasing->found.count == 1 ? "text" : "texts");
    *out = draft;
    return true;
}

static void erased_tell(const struct erasing *erasing, const struct recorded *recorded)
{
    struct acting *acting = erasing->acting;
    acting_tell(acting,
                text_format(acting->arena, "the words of %.*s are erased", TEXT_ARGS(erasing->id)),
                recorded);
    if (erasing->left)
        acting->session->print(
            acting->session->context,
            text_format(acting->arena, "%zu more are left; erase once more\n", erasing->left));
}

static bool identity_erase(struct acting *acting, const struct value *request, struct error *err)
{
    struct draft draft;
    struct recorded recorded;
    struct erasing erasing = {.acting = acting, .id = text_of(request_text(request, "id"))};
    if (!erasing_find(&erasing, err) ||
        !erasing_draft(&erasing, text_of(request_text(request, "reason")), &draft, err))
        return false;
    acting->erased = erasing.found;
    if (!acting_record(acting, &draft, &recorded, err))
        return false;
    erased_tell(&erasing, &recorded);
    return true;
}

/* While somebody else has the log open, its journal keeps the pages as they were. */
static void journal_tell(const struct acting *acting)
{
    enum file_kind journal_kind;
    struct session *session = acting->session;
    if (file_kind_of(path_join(session->arena, acting->folder, "log.db-wal"), &journal_kind))
        session->print(session->context,
                       TEXT("another process has the log open: the words are in log.db-wal until "
                            "a command that signs ends after it\n"));
}

static int identity_erase_run(struct session *session, const struct value *request,
                              struct error *err)
{
    struct acting acting;
    if (!acting_open(session, request, STORE_WRITE, &acting, err))
        return operation_failed(err);
    const struct refused refused = {.command = "identity erase", .why = err};
    const bool erased = identity_erase(&acting, request, err) || refusal_known(&acting, &refused);
    acting_close(&acting);
    if (erased)
        journal_tell(&acting);
    return erased ? STATUS_ALLOWED : operation_failed(err);
}

static const struct parameter erase_parameters[] = {
    {"id", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "ID", "whose words are erased", NULL},
    {"reason", 0, PARAMETER_OPTION, 0, "TEXT", "why; kept beside the log", NULL},
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

const struct operation identity_erase_operation = {
    .name = "identity erase",
    .summary = "take away the name and the words of somebody",
    .details =
        "Signed by an administrator. The printed name, and the reasons, notes, conditions and "
        "remarks\n"
        "that the person gave, are deleted beside the log and cannot be brought back; where they "
        "stood\n"
        "it says \"(erased)\". The log keeps their commitments, so it verifies as before. What "
        "the\n"
        "person may do stays: see identity revoke. Backups and exports made earlier are not\n"
        "reached.\n",
    .examples = "obstat identity erase bob --reason 'asked for on 2026-11-20'\n",
    .parameters = erase_parameters,
    .run = identity_erase_run,
};
