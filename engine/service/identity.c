/* identity add, rotate and revoke: who may do what, from when, until when. */
#include "service/acting.h"
#include "service/admins.h"
#include "service/enrolling.h"
#include "service/moving.h"
#include "service/operations.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "policy/outcome.h"
#include "service/record.h"

static bool public_key_read(const struct acting *acting, const char *path, struct text id,
                            struct enrolling *out, struct error *err)
{
    struct text written;
    struct key key;
    return file_read(path, LIMIT_KEY_FILE, acting->arena, &written, err) &&
           key_read(path, written, &key, err) && enrolling_of(acting, id, &key, out, err);
}

/* --valid-until and the like: a moment as acts have it, or the empty text. */
static bool moment_argument(const struct value *request, const char *name, struct arena *arena,
                            struct text *out, struct error *err)
{
    int64_t moment;
    char moment_written[CLOCK_TEXT_SIZE];
    const char *given = request_text(request, name);
    *out = TEXT_NONE;
    if (!given)
        return true;
    if (!clock_read(text_of(given), &moment))
        return error_set(err, ERROR_USAGE,
                         "--%s: %s is no moment; write it as 2026-11-20T09:00:00Z or 2026-11-20",
                         name, given);
    clock_write(moment, moment_written);
    *out = text_copy(arena, text_of(moment_written));
    return true;
}

static bool reason_commit(struct acting *acting, const struct value *request,
                          struct value *commitment, struct error *err)
{
    return acting_commit(acting, acting->id, text_of(request_text(request, "reason")), commitment,
                         err);
}

/* Open the ledger, do one thing as somebody, close it. */
static int identity_act(struct session *session, const struct value *request, const char *command,
                        bool (*act)(struct acting *acting, const struct value *request, int *status,
                                    struct error *err),
                        struct error *err)
{
    struct acting acting;
    int status = STATUS_ALLOWED;
    if (!acting_open(session, request, STORE_WRITE, &acting, err))
        return operation_failed(err);
    const struct refused refused = {.command = command, .why = err};
    const bool done = act(&acting, request, &status, err) || refusal_known(&acting, &refused);
    acting_close(&acting);
    return done ? status : operation_failed(err);
}

static void prove_hint(const struct acting *acting, struct text proved_id)
{
    struct session *session = acting->session;
    session->print(
        session->context,
        text_format(acting->arena,
                    "\nThe key counts when %.*s has proven that it is theirs:\n"
                    "  obstat identity prove %.*s --sign KEY\n"
                    "or, where the ledger is out of their reach, with the signature of a file:\n"
                    "  obstat identity prove %.*s --request FILE\n",
                    TEXT_ARGS(proved_id), TEXT_ARGS(proved_id), TEXT_ARGS(proved_id)));
}

/* Where it takes more administrators than have signed, it is a proposal that they join: 7. */
static bool enrolled_tell(struct acting *acting, const struct enrolling *enrolling,
                          struct text enrolled_words, const struct recorded *recorded, int *status,
                          struct error *err)
{
    const struct value *proposal;
    const struct text proposal_key =
        text_format(acting->arena, "identity/%.*s/%.*s", TEXT_ARGS(enrolling->id),
                    TEXT_ARGS(enrolling->fingerprint));
    if (!registry_row(&acting->rows, "proposal", proposal_key, acting->arena, &proposal, err))
        return false;
    acting_tell(acting,
                proposal ? text_format(acting->arena, "signed by %.*s", TEXT_ARGS(acting->id))
                         : enrolled_words,
                recorded);
    *status = proposal ? STATUS_PENDING : STATUS_ALLOWED;
    if (proposal)
        return admins_pending_tell(acting, proposal, err);
    prove_hint(acting, enrolling->id);
    return true;
}

/* ---- add ---- */

static const struct parameter add_parameters[] = {
    {"id", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "ID",
     "a pseudonym, for ever: letters a-z, digits and ._@-", NULL},
    {"key", 0, PARAMETER_OPTION, PARAMETER_REQUIRED, "PUBKEY-FILE",
     "the public key: a line as ssh-keygen writes it", NULL},
    {"role", 0, PARAMETER_OPTIONS, PARAMETER_REQUIRED, "ROLE", "what they may do", role_words},
    {"name", 0, PARAMETER_OPTION, PARAMETER_REQUIRED, "PRINTED-NAME",
     "how they are called wherever a signature is shown", NULL},
    {"valid-until", 0, PARAMETER_OPTION, 0, "DATE", "the last day or moment they may act", NULL},
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

static struct value roles_value(const struct value *request, struct arena *arena)
{
    const struct value *enrolled_roles = value_get(request, TEXT("role"));
    struct values roles_named = {0};
    for (size_t i = 0; i < value_count(enrolled_roles); i++)
        *LIST_ADD(arena, &roles_named) = *value_at(enrolled_roles, i);
    return value_of_list(arena, roles_named.at, roles_named.count);
}

static struct text roles_text(const struct value *enrolled_roles, struct arena *arena)
{
    struct text roles_words = TEXT_NONE;
    for (size_t i = 0; i < value_count(enrolled_roles); i++)
        roles_words = text_format(arena, "%.*s%s%.*s", TEXT_ARGS(roles_words), i ? ", " : "",
                                  TEXT_ARGS(value_text(value_at(enrolled_roles, i))));
    return roles_words;
}

static bool name_commit(struct acting *acting, const struct value *request,
                        struct value *commitment, struct error *err)
{
    struct error name_fault = {0};
    const struct text id = text_of(request_text(request, "id")),
                      name = text_of(request_text(request, "name"));
    return acting_commit(acting, id, name, commitment, &name_fault) ||
           error_set(err, name_fault.code, "--name: %s", name_fault.message);
}

static bool identity_add(struct acting *acting, const struct value *request, int *status,
                         struct error *err)
{
    struct text until;
    struct value name;
    struct recorded recorded;
    struct enrolling enrolling;
    struct arena *arena = acting->arena;
    const struct text enrolled_id = text_of(request_text(request, "id"));
    const struct value roles = roles_value(request, arena);
    const struct text enrolled_words = roles_text(&roles, arena);
    if (!public_key_read(acting, request_text(request, "key"), enrolled_id, &enrolling, err) ||
        !moment_argument(request, "valid-until", arena, &until, err) ||
        !name_commit(acting, request, &name, err))
        return false;
    struct record members = enrolling_change(acting, "add", enrolled_id);
    record_text(&members, "key", enrolling.line);
    record_value(&members, "roles", roles);
    record_value(&members, "name", name);
    record_text(&members, "valid_until", until);
    const struct draft draft = {
        .kind = ACT_IDENTITY,
        .subject = enrolling.subject,
        .members = members.members,
        .sentence =
            text_format(arena, "I, %.*s, add %.*s as %.*s to the log %.*s, with the key %.*s.",
                        TEXT_ARGS(acting->id), TEXT_ARGS(enrolled_id), TEXT_ARGS(enrolled_words),
                        TEXT_ARGS(acting->origin), TEXT_ARGS(enrolling.fingerprint)),
        .word = enrolled_id,
    };
    if (!acting_record(acting, &draft, &recorded, err))
        return false;
    return enrolled_tell(acting, &enrolling,
                         text_format(arena, "%.*s is added as %.*s", TEXT_ARGS(enrolled_id),
                                     TEXT_ARGS(enrolled_words)),
                         &recorded, status, err);
}

static int identity_add_run(struct session *session, const struct value *request, struct error *err)
{
    return identity_act(session, request, "identity add", identity_add, err);
}

const struct operation identity_add_operation = {
    .name = "identity add",
    .summary = "let a person or a machine act: id, key, roles",
    .details =
        "An administrator adds somebody under an id that stays theirs. The printed name is kept\n"
        "beside the log, and only its commitment in it. The key counts when its owner has proven\n"
        "that they hold it: see identity prove. Another administrator is added by as many of them\n"
        "as looser policies take, and where the log was begun with --enroll-quorum anybody by so\n"
        "many, each with the same command; until then the status is 7.\n",
    .examples = "obstat identity add bob --key bob.pub --role risk-officer --name 'Bob Builder'\n"
                "obstat identity add ci --key ci.key.pub --role ci --name 'Build server' "
                "--valid-until 2027-06-30\n",
    .parameters = add_parameters,
    .run = identity_add_run,
};

/* ---- rotate ---- */

static const struct parameter rotate_parameters[] = {
    {"id", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "ID", "whose key is replaced", NULL},
    {"key", 0, PARAMETER_OPTION, PARAMETER_REQUIRED, "PUBKEY-FILE", "the new public key", NULL},
    {"valid-until", 0, PARAMETER_OPTION, 0, "DATE",
     "the last day or moment they may act; administrators say so", NULL},
    {"reason", 0, PARAMETER_OPTION, 0, "TEXT", "why; kept beside the log", NULL},
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

static bool identity_rotate(struct acting *acting, const struct value *request, int *status,
                            struct error *err)
{
    struct text until;
    struct value reason;
    struct recorded recorded;
    struct enrolling enrolling;
    struct arena *arena = acting->arena;
    const struct text id = text_of(request_text(request, "id"));
    if (!public_key_read(acting, request_text(request, "key"), id, &enrolling, err) ||
        !moment_argument(request, "valid-until", arena, &until, err) ||
        !reason_commit(acting, request, &reason, err))
        return false;
    struct record members = enrolling_change(acting, "rotate", id);
    record_text(&members, "key", enrolling.line);
    record_text(&members, "valid_until", until);
    record_value(&members, "reason", reason);
    const struct draft draft = {
        .kind = ACT_IDENTITY,
        .subject = enrolling.subject,
        .members = members.members,
        .sentence = text_format(arena, "I, %.*s, give %.*s in the log %.*s the new key %.*s.",
                                TEXT_ARGS(acting->id), TEXT_ARGS(id), TEXT_ARGS(acting->origin),
                                TEXT_ARGS(enrolling.fingerprint)),
        .word = id,
    };
    if (!acting_record(acting, &draft, &recorded, err))
        return false;
    return enrolled_tell(acting, &enrolling,
                         text_format(arena, "%.*s has a new key", TEXT_ARGS(id)), &recorded, status,
                         err);
}

static int identity_rotate_run(struct session *session, const struct value *request,
                               struct error *err)
{
    return identity_act(session, request, "identity rotate", identity_rotate, err);
}

const struct operation identity_rotate_operation = {
    .name = "identity rotate",
    .summary = "give somebody another key",
    .details =
        "Signed by the person with the key they have, or by as many administrators as looser\n"
        "policies take, each with the same command; until then the status is 7. The old key\n"
        "counts until the new one is proven, and what it signed stays valid. Where a key was\n"
        "stolen, revoke the identity with --compromised-since instead.\n",
    .examples = "obstat identity rotate bob --key bob-2027.pub --reason 'yearly'\n",
    .parameters = rotate_parameters,
    .run = identity_rotate_run,
};

/* ---- revoke ---- */

static const struct parameter revoke_parameters[] = {
    {"id", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "ID", "who acts no more", NULL},
    {"compromised-since", 0, PARAMETER_OPTION, 0, "TIME",
     "what they signed, logged at this moment or later, does not count", NULL},
    {"reason", 0, PARAMETER_OPTION, 0, "TEXT", "why; kept beside the log", NULL},
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

static struct text revoke_sentence(const struct acting *acting, struct text id, struct text since)
{
    const struct text revoked_since =
        since.size ? text_format(acting->arena,
                                 " What was logged under this id since %.*s does not count.",
                                 TEXT_ARGS(since))
                   : TEXT_NONE;
    return text_format(acting->arena, "I, %.*s, revoke %.*s in the log %.*s.%.*s",
                       TEXT_ARGS(acting->id), TEXT_ARGS(id), TEXT_ARGS(acting->origin),
                       TEXT_ARGS(revoked_since));
}

static bool identity_revoke(struct acting *acting, const struct value *request, int *status,
                            struct error *err)
{
    (void)status;
    struct text since;
    struct value reason;
    struct recorded recorded;
    struct arena *arena = acting->arena;
    const struct text id = text_of(request_text(request, "id"));
    struct draft draft = {.kind = ACT_IDENTITY, .word = id};
    draft.subject.name = text_format(arena, "identity:%.*s", TEXT_ARGS(id));
    if (!moment_argument(request, "compromised-since", arena, &since, err) ||
        !reason_commit(acting, request, &reason, err) ||
        !digest_text(id, &draft.subject.digest, err))
        return false;
    struct record members = enrolling_change(acting, "revoke", id);
    record_text(&members, "compromised_since", since);
    record_value(&members, "reason", reason);
    draft.members = members.members;
    draft.sentence = revoke_sentence(acting, id, since);
    if (!acting_record(acting, &draft, &recorded, err))
        return false;
    acting_tell(acting, text_format(arena, "%.*s is revoked", TEXT_ARGS(id)), &recorded);
    return true;
}

static int identity_revoke_run(struct session *session, const struct value *request,
                               struct error *err)
{
    return identity_act(session, request, "identity revoke", identity_revoke, err);
}

const struct operation identity_revoke_operation = {
    .name = "identity revoke",
    .summary = "end what somebody may do",
    .details =
        "Signed by an administrator or by the person. What they signed before stays valid, unless\n"
        "--compromised-since says from when on somebody else may have had their key: whatever was\n"
        "logged under the id from that moment on counts no more.\n",
    .examples = "obstat identity revoke bob --reason 'left the bank'\n"
                "obstat identity revoke bob --compromised-since 2026-11-20T18:00:00Z\n",
    .parameters = revoke_parameters,
    .run = identity_revoke_run,
};
