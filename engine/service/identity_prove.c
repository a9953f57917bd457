/* identity prove: the owner of a new key shows that they hold it. */
#include "service/detached.h"
#include "service/enrolling.h"
#include "service/operations.h"
#include "service/said.h"

#include "base/buffer.h"
#include "policy/outcome.h"

static const struct parameter prove_parameters[] = {
    {"id", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "ID", "whose key is proven", NULL},
    {"request", 0, PARAMETER_OPTION, 0, "FILE",
     "write what is to be signed elsewhere; with --signature, what was", NULL},
    {"signature", 0, PARAMETER_OPTION, 0, "FILE", "the signature that ssh-keygen made of it", NULL},
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

/* The key that waits for its proof: neither proven nor ended. */
static bool pending_key(struct acting *acting, struct text id, const struct value **out,
                        struct error *err)
{
    const struct value *proving, *proving_pending = NULL;
    if (!registry_row(&acting->rows, "identity", id, acting->arena, &proving, err))
        return false;
    const struct value *proving_keys = value_get(proving, TEXT("keys"));
    for (size_t i = 0; i < value_count(proving_keys); i++)
        if (!value_present(value_at(proving_keys, i), TEXT("since")) &&
            !value_present(value_at(proving_keys, i), TEXT("until")))
            proving_pending = value_at(proving_keys, i);
    if (!proving)
        return error_set(err, ERROR_USAGE, "nobody is called %.*s here; identity list shows who is",
                         TEXT_ARGS(id));
    if (!proving_pending)
        return error_set(err, ERROR_USAGE, "no key of %.*s waits to be proven", TEXT_ARGS(id));
    *out = proving_pending;
    return true;
}

static bool prove_draft(struct acting *acting, struct text id, struct draft *out, struct error *err)
{
    struct key key;
    const struct value *pending = NULL;
    struct enrolling enrolling;
    struct record members = enrolling_change(acting, "prove", id);
    if (!pending_key(acting, id, &pending, err) ||
        !key_read("the ledger", said_text(pending, "key"), &key, err) ||
        !enrolling_of(acting, id, &key, &enrolling, err))
        return false;
    record_text(&members, "key", enrolling.line);
    record_text(&members, "challenge", said_text(pending, "challenge"));
    *out = (struct draft){
        .kind = ACT_IDENTITY,
        .subject = enrolling.subject,
        .members = members.members,
        .sentence = text_format(
            acting->arena, "I, %.*s, hold the key %.*s, and sign with it in the log %.*s.",
            TEXT_ARGS(id), TEXT_ARGS(enrolling.fingerprint), TEXT_ARGS(acting->origin)),
        .word = id,
    };
    return true;
}

static void prove_tell(const struct acting *acting, struct text id, const struct recorded *recorded)
{
    acting_tell(acting, text_format(acting->arena, "%.*s holds the key", TEXT_ARGS(id)), recorded);
}

static bool prove_here(struct acting *acting, const struct value *request, struct error *err)
{
    struct draft draft;
    struct recorded recorded;
    const struct text id = text_of(request_text(request, "id"));
    if (!acting_identify(acting, request, err) || !prove_draft(acting, id, &draft, err))
        return false;
    if (!text_equal(acting->id, id))
        return error_set(err, ERROR_INTEGRITY, "the key is that of %.*s, not of %.*s",
                         TEXT_ARGS(acting->id), TEXT_ARGS(id));
    if (!acting_record(acting, &draft, &recorded, err))
        return false;
    prove_tell(acting, id, &recorded);
    return true;
}

/* The file that somebody signs where the ledger is not. */
static bool prove_request(struct acting *acting, const struct value *request, struct error *err)
{
    struct draft draft;
    const char *file = request_text(request, "request");
    const struct text id = text_of(request_text(request, "id"));
    if (!prove_draft(acting, id, &draft, err))
        return false;
    const struct act prove_act = {.kind = ACT_IDENTITY,
                                  .log = acting->origin,
                                  .by = id,
                                  .at = acting->session->now,
                                  .subject = draft.subject};
    const struct text words = text_format(acting->arena, "%.*s\n", TEXT_ARGS(draft.sentence));
    if (!detached_write(file, &prove_act, &draft.members, words, acting->arena, err))
        return false;
    detached_tell(acting, file, act_name_space(&prove_act, acting->arena),
                  text_format(acting->arena, "identity prove %.*s --request", TEXT_ARGS(id)).at,
                  "");
    return true;
}

static bool prove_signed(struct acting *acting, const struct value *request, struct error *err)
{
    struct act prove_act;
    struct recorded recorded;
    struct envelope envelope;
    const char *file = request_text(request, "request");
    const struct text id = text_of(request_text(request, "id"));
    if (!detached_read(file, request_text(request, "signature"), acting->arena, &envelope, err) ||
        !act_read(file, envelope.payload, acting->arena, &prove_act, err))
        return false;
    if (prove_act.kind != ACT_IDENTITY || !text_equal(prove_act.by, id) ||
        !text_is(said_text(prove_act.predicate, "change"), "prove"))
        return error_at(err, ERROR_REFUSED, (struct place){file, 0, 0},
                        "is not the proof of a key by %.*s", TEXT_ARGS(id));
    if (!acting_record_envelope(acting, &envelope, &recorded, err))
        return false;
    prove_tell(acting, id, &recorded);
    return true;
}

static int identity_prove_run(struct session *session, const struct value *request,
                              struct error *err)
{
    struct acting acting;
    const bool requested = request_text(request, "request") != NULL;
    const bool is_signed = request_text(request, "signature") != NULL;
    if (is_signed && !requested) {
        (void)error_set(err, ERROR_USAGE, "--signature needs --request FILE: what was signed");
        return operation_failed(err);
    }
    const bool opened = requested && !is_signed
                            ? acting_open_sealed(session, request, &acting, err)
                            : acting_open_unsigned(session, request, STORE_WRITE, &acting, err);
    if (!opened)
        return operation_failed(err);
    const bool done = is_signed   ? prove_signed(&acting, request, err)
                      : requested ? prove_request(&acting, request, err)
                                  : prove_here(&acting, request, err);
    acting_close(&acting);
    return done ? STATUS_ALLOWED : operation_failed(err);
}

const struct operation identity_prove_operation = {
    .name = "identity prove",
    .summary = "show that you hold the key you were added with",
    .details =
        "Signs, with the new key, the entry that brought it: nobody can enrol a key that is not\n"
        "theirs to use. Where the person cannot reach the ledger, --request writes the bytes to\n"
        "sign and, beside them, what they say; ssh-keygen signs them, and --signature hands the\n"
        "result in.\n",
    .examples = "obstat identity prove bob --sign ssh-agent:bob@example.org\n"
                "obstat identity prove bob --request bob.proof\n"
                "obstat identity prove bob --request bob.proof --signature bob.proof.sig\n",
    .parameters = prove_parameters,
    .run = identity_prove_run,
};
