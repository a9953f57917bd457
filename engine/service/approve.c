/* approve, reject, request-changes: a person answers a request. */
#include "service/answer.h"
#include "service/detached.h"
#include "service/moving.h"
#include "service/operations.h"

#include "base/file.h"
#include "base/limits.h"
#include "policy/outcome.h"
#include "service/reject_version.h"
#include "service/said.h"
#include "service/signing.h"

#include <string.h>

#define ANSWER_PARAMETERS(placeholder, help)                                                         \
    {"model", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, placeholder, help, NULL},                   \
        {"to", 0, PARAMETER_OPTION, 0, "STAGE", "which transition; production where it is not said", \
         NULL},                                                                                      \
        {"reason", 0, PARAMETER_OPTION, 0, "TEXT", "why; part of what is signed", NULL},             \
        PARAMETER_REQUEST, PARAMETER_MEANING, PARAMETER_ROLE, PARAMETER_EXPIRES, PARAMETER_DIR,      \
        PARAMETER_AS, PARAMETER_SIGN

static const struct parameter approve_parameters[] = {
    ANSWER_PARAMETERS("NAME@VERSION|REQUEST-FILE",
                      "the version, or a file that obstat request wrote"),
    PARAMETER_CONDITION,
    PARAMETER_DUE,
    {"signature", 0, PARAMETER_OPTION, 0, "FILE", "the signature over REQUEST-FILE, made elsewhere",
     NULL},
    {0},
};

static const struct parameter refuse_parameters[] = {
    ANSWER_PARAMETERS("NAME@VERSION", "the version"),
    {0},
};

static const struct parameter reject_parameters[] = {
    ANSWER_PARAMETERS("NAME@VERSION", "the version"),
    {"for-good", 0, PARAMETER_FLAG, 0, NULL,
     "not one request but the version: it never goes anywhere again", NULL},
    {0},
};

/* ---- here and now ---- */

/* A closed request is drafted too: the guard refuses it, and says who closed it. */
static bool answer_give(struct acting *acting, const struct value *request, const char *word,
                        int *status, struct error *err)
{
    struct answer answer;
    struct asked_request asked;
    const struct value *asked_for;
    struct draft draft;
    struct recorded recorded;
    const bool approves = strcmp(word, "approve") == 0;
    if (!asked_request_read(request, &asked, err) ||
        !answer_read(request, word, acting->session->now, &answer, err) ||
        !(approves ? answer_request_meant(acting, &asked, word, &asked_for, err)
                   : answer_request(acting, &asked, &asked_for, err)) ||
        (approves && !answer_counts(acting, asked_for, acting->id, err)) ||
        !answer_draft(acting, asked_for, &answer, acting->id, &draft, err) ||
        !acting_record(acting, &draft, &recorded, err))
        return false;
    const struct value members = value_of_map(acting->arena, &draft.members);
    return answer_told(acting, &members, &recorded, status, err);
}

/* Always false. */
static bool answer_refused(struct acting *acting, const struct value *request, const char *word,
                           struct error *err)
{
    struct asked_version asked;
    struct error unread = {0};
    const bool named = asked_version_read(request_text(request, "model"), &asked, &unread);
    const struct refused refused = {.command = word, .asked = named ? &asked : NULL, .why = err};
    return refusal_known(acting, &refused);
}

static int answer_run(struct session *session, const struct value *request, const char *word,
                      struct error *err)
{
    int status = STATUS_ALLOWED;
    struct acting acting;
    if (!request_text(request, "reason"))
        return error_set(err, ERROR_USAGE, "%s needs --reason TEXT: why", word),
               operation_failed(err);
    if (!acting_open(session, request, STORE_WRITE, &acting, err))
        return operation_failed(err);
    const bool given = answer_give(&acting, request, word, &status, err) ||
                       answer_refused(&acting, request, word, err);
    acting_close(&acting);
    return given ? status : operation_failed(err);
}

/* ---- from a file ---- */

/* The sentence is all that a signer reads: it has to say what the file binds. */
static bool sentence_true(const char *request_file, const struct act *act, struct arena *arena,
                          struct error *err)
{
    struct text sentence;
    return approval_sentence(act, act->predicate, arena, &sentence, err) &&
           (text_equal(sentence, said_text(act->predicate, "sentence")) ||
            error_at(err, ERROR_INTEGRITY, (struct place){request_file, 0, 0},
                     "says another thing in its sentence than it binds"));
}

/* What stands in a request file is an approval, for the stage that was said. */
static bool request_file_read(const char *request_file, const struct value *request,
                              struct arena *arena, struct envelope *envelope, struct act *act,
                              struct error *err)
{
    struct text bytes;
    enum stage to;
    *envelope = (struct envelope){.type = STATEMENT_TYPE};
    if (!file_read(request_file, LIMIT_ENTRY_SIZE, arena, &bytes, err) ||
        !detached_statement(request_file, bytes, arena, &envelope->payload, err) ||
        !act_read(request_file, envelope->payload, arena, act, err) ||
        !asked_stage(request, &to, err))
        return false;
    const struct value *way = value_get(act->predicate, TEXT("transition"));
    if (act->kind != ACT_APPROVAL)
        return error_at(err, ERROR_REFUSED, (struct place){request_file, 0, 0},
                        "is no request to approve");
    if (!sentence_true(request_file, act, arena, err))
        return false;
    return !request_text(request, "to") || text_is(said_text(way, "to"), stage_name(to)) ||
           error_at(err, ERROR_INTEGRITY, (struct place){request_file, 0, 0},
                    "is about %.*s, and not about %s", TEXT_ARGS(said_text(way, "to")),
                    stage_name(to));
}

/* A reason that came with somebody else's signature is the log's to tell: nobody signed it. */
static bool remark_take(struct acting *acting, const struct act *act, struct text reason,
                        struct error *err)
{
    struct value commitment;
    if (value_present(act->predicate, TEXT("reason")) || !reason.size)
        return true;
    if (!acting_commit(acting, TEXT_NONE, reason, &commitment, err))
        return false;
    acting->remark = value_text(&commitment);
    return true;
}

/* A commitment is the words of who wrote it, and stands in the log for all to copy. What is handed
 * in has words of who signed it alone, and those have to be here to be shown. */
static bool word_theirs(struct acting *acting, const struct act *act, struct text commitment,
                        struct error *err)
{
    bool there;
    struct text by;
    if (!commitment.size)
        return true;
    if (!acting_words_by(acting, commitment, &by, &there, err))
        return false;
    if (!there)
        return error_set(err, ERROR_INTEGRITY,
                         "the words behind %.*s are not in this ledger: write the request with "
                         "obstat request here, and have that signed",
                         TEXT_ARGS(commitment));
    return (act->by.size && text_equal(by, act->by)) ||
           error_set(err, ERROR_INTEGRITY,
                     "the words behind %.*s are those of %.*s, and not of %.*s, who answers: a "
                     "reason and conditions are given with obstat request --as",
                     TEXT_ARGS(commitment), TEXT_ARGS(by.size ? by : TEXT("nobody")),
                     TEXT_ARGS(act->by.size ? act->by : TEXT("somebody")));
}

static bool words_theirs(struct acting *acting, const struct act *act, struct error *err)
{
    const struct value *conditions = value_get(act->predicate, TEXT("conditions"));
    for (size_t i = 0; i < value_count(conditions); i++)
        if (!word_theirs(acting, act, said_text(value_at(conditions, i), "text"), err))
            return false;
    return word_theirs(acting, act, said_text(act->predicate, "reason"), err);
}

static bool envelope_submit(struct acting *acting, const struct value *request,
                            const struct envelope *envelope, const struct act *act, int *status,
                            struct error *err)
{
    struct recorded recorded;
    const struct value *asked_for;
    const struct text reason = text_of(request_text(request, "reason"));
    const struct text request_id = said_text(act->predicate, "request");
    if (!registry_row(&acting->rows, "request", request_id, acting->arena, &asked_for, err) ||
        (asked_for && !answer_counts(acting, asked_for, act->by, err)) ||
        !words_theirs(acting, act, err) || !remark_take(acting, act, reason, err) ||
        !acting_record_envelope(acting, envelope, &recorded, err))
        return false;
    if (recorded.repeated)
        return error_set(err, ERROR_INTEGRITY,
                         "this approval is in the log already, at entry %llu, and counts once",
                         (unsigned long long)recorded.index);
    return answer_told(acting, act->predicate, &recorded, status, err);
}

/* Somebody signed elsewhere, and hands it in. */
static int signature_submit(struct session *session, const struct value *request,
                            const char *request_file, struct error *err)
{
    struct act act;
    struct acting acting;
    struct envelope asked, envelope;
    int status = STATUS_ALLOWED;
    if (!request_file_read(request_file, request, session->arena, &asked, &act, err) ||
        !detached_read(request_file, request_text(request, "signature"), session->arena, &envelope,
                       err) ||
        !acting_open_unsigned(session, request, STORE_WRITE, &acting, err))
        return operation_failed(err);
    envelope.payload = asked.payload; /* what was looked at, whatever the file has become since */
    const bool submitted = envelope_submit(&acting, request, &envelope, &act, &status, err);
    acting_close(&acting);
    return submitted ? status : operation_failed(err);
}

/* Sign the file into FILE.sig, which --signature hands in. */
static int file_sign(struct session *session, const struct value *request, const char *request_file,
                     struct error *err)
{
    struct act act;
    struct text blob, armored;
    struct signer signer;
    struct envelope envelope;
    const char *signature_file = text_format(session->arena, "%s.sig", request_file).at;
    if (!request_file_read(request_file, request, session->arena, &envelope, &act, err) ||
        !signing_key_open(session, request_text(request, "sign"), session->arena, &signer, err))
        return operation_failed(err);
    const struct value *model = value_get(act.predicate, TEXT("model"));
    const struct text sentence = said_text(act.predicate, "sentence");
    const struct text pae = envelope_signed_bytes(&envelope, session->arena);
    if (!session->confirm(session->context, sentence, said_text(model, "version"), err) ||
        !signer_sign(&signer, act_name_space(&act, session->arena), pae, session->arena, &blob,
                     err))
        return operation_failed(err);
    armored = sshsig_armor(blob, session->arena);
    if (!file_write(signature_file, armored, 0644, err))
        return operation_failed(err);
    session->print(session->context,
                   text_format(session->arena, "%s is the signature; hand it in with %s\n",
                               signature_file, request_file));
    return STATUS_ALLOWED;
}

/* Whoever can put a file down must not choose what somebody signs who names a version: with a
 * folder before its name a file is meant. */
static bool word_plain(const char *model, struct error *err)
{
    struct asked_version named;
    struct error unnamed = {0};
    const bool is_path = model[0] == '/' || model[0] == '.';
    return is_path || !asked_version_read(model, &named, &unnamed) ||
           text_find(named.version, '/') < named.version.size ||
           error_set(err, ERROR_USAGE,
                     "%s names a version, and a file is called so too: ./%s is the file; take it "
                     "away to mean the version",
                     model, model);
}

static int approve_run(struct session *session, const struct value *request, struct error *err)
{
    enum file_kind kind;
    const char *model = request_text(request, "model");
    const bool is_file = file_kind_of(model, &kind) && kind == FILE_REGULAR;
    if (request_text(request, "signature") && !is_file) {
        (void)error_set(err, ERROR_USAGE,
                        "--signature goes with the file that obstat request wrote; %s is none",
                        model);
        return operation_failed(err);
    }
    if (request_text(request, "request") && is_file) {
        (void)error_set(err, ERROR_USAGE,
                        "%s says itself which request it is on, without --request", model);
        return operation_failed(err);
    }
    if (request_text(request, "signature"))
        return signature_submit(session, request, model, err);
    if (is_file && !word_plain(model, err))
        return operation_failed(err);
    return is_file ? file_sign(session, request, model, err)
                   : answer_run(session, request, "approve", err);
}

static int reject_run(struct session *session, const struct value *request, struct error *err)
{
    if (!request_flag(request, "for-good"))
        return answer_run(session, request, "reject", err);
    if (request_text(request, "request")) {
        (void)error_set(err, ERROR_USAGE,
                        "--for-good is on the version, and --request on one request "
                        "of it: give one of them");
        return operation_failed(err);
    }
    return version_reject_run(session, request, err);
}

static int request_changes_run(struct session *session, const struct value *request,
                               struct error *err)
{
    return answer_run(session, request, "request-changes", err);
}

const struct operation approve_operation = {
    .name = "approve",
    .summary = "sign that a version may enter a stage",
    .details =
        "Shows the sentence that is signed and, on a terminal, waits for the version to be typed.\n"
        "The signature binds the version, its artifact, manifest, evidence and policies, the\n"
        "decision, the transition, the reason, the conditions and the expiry, for this log alone.\n"
        "\n"
        "With a file of obstat request: --signature hands in what ssh-keygen made of it; without,\n"
        "the file is signed here and FILE.sig written.\n"
        "\n"
        "With --request it is the request of that id that is answered, and no other; obstat "
        "review\n"
        "prints the command with it. Without, it is the one that is open.\n"
        "\n"
        "Statuses: 0 all have signed, 7 signatures still lack, 4 the approval does not hold or\n"
        "would not count, 1 nobody's signature moves the version from where it stands, or "
        "somebody\n"
        "else changed the inputs and the request was not named.\n",
    .examples = "obstat approve credit-default@2.3.0 --to production --reason 'holds up'\n"
                "obstat approve credit-default@2.3.0 --reason 'for the pilot' \\\n"
                "    --condition 'monitor drift weekly' --due 2027-01-31\n"
                "obstat approve bob.request --reason 'see mail' --signature bob.request.sig\n",
    .parameters = approve_parameters,
    .run = approve_run,
};

const struct operation reject_operation = {
    .name = "reject",
    .summary = "sign that a version may not enter a stage, and close its request",
    .details =
        "An answer closes one request, and the version may be decided anew. With --for-good the\n"
        "version itself is over, wherever it stood short of production: a mended model is another\n"
        "version.\n",
    .examples =
        "obstat reject credit-default@2.3.0 --to production --reason 'unfair to the young'\n"
        "obstat reject credit-default@2.3.0 --for-good --reason 'trained on the test set'\n",
    .parameters = reject_parameters,
    .run = reject_run,
};

const struct operation request_changes_operation = {
    .name = "request-changes",
    .summary = "sign that something has to change first, and close the request",
    .examples = "obstat request-changes credit-default@2.3.0 --reason 'no data sheet'\n",
    .parameters = refuse_parameters,
    .run = request_changes_run,
};
