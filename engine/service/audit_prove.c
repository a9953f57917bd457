/* audit checkpoint and prove: what the log says of itself, and receipts for its entries. */
#include "service/audit.h"
#include "service/operations.h"

#include "base/file.h"
#include "base/limits.h"
#include "ledger/proof.h"
#include "policy/outcome.h"

enum { RECEIPT_MODE = 0644 };

static int checkpoint_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    if (!acting_open_unsigned(session, request, STORE_READ, &acting, err))
        return operation_failed(err);
    session->print(session->context, log_checkpoint(acting.log));
    acting_close(&acting);
    return STATUS_ALLOWED;
}

static const struct parameter checkpoint_parameters[] = {
    PARAMETER_DIR,
    {0},
};

const struct operation audit_checkpoint_operation = {
    .name = "audit checkpoint",
    .summary = "the signed size and root of the log, as a C2SP checkpoint",
    .details =
        "Keep it where the log is not: obstat audit verify --against FILE then shows whether\n"
        "the log still goes on from it.\n",
    .examples = "obstat audit checkpoint >2026-11.checkpoint\n",
    .parameters = checkpoint_parameters,
    .run = checkpoint_run,
};

/* ---- prove ---- */

struct proving {
    struct arena *arena;
    struct proof proof;
    struct digest leaf;
};

static bool leaf_see(void *context, const struct audited *audited, struct arena *arena,
                     struct error *err)
{
    struct proving *proving = context;
    (void)arena;
    proving->proof.has_extra = true;
    proving->proof.extra = text_copy(proving->arena, audited->leaf);
    return leaf_hash(audited->leaf, &proving->leaf, err);
}

/* The entry goes with it, so that nothing else is needed to check it. A receipt that does not hold
 * is not handed out. */
static bool receipt_write(struct acting *acting, uint64_t index, struct buffer *receipt,
                          struct error *err)
{
    struct proving proving = {.arena = acting->arena};
    struct proof *proof = &proving.proof;
    *proof = (struct proof){.index = index, .note = log_checkpoint(acting->log)};
    return audit_walk(acting, (struct leaf_range){index, index + 1},
                      (struct audit_visit){leaf_see, &proving}, err) &&
           log_inclusion(acting->log, index, &proof->path, err) &&
           inclusion_verify(&proof->path, &proving.leaf, index, log_head(acting->log), err) &&
           proof_write(proof, receipt, err);
}

static bool entry_prove(struct acting *acting, const struct value *request, struct error *err)
{
    uint64_t index;
    const char *file = request_text(request, "output");
    struct buffer receipt = buffer_in(acting->arena, LIMIT_PROOF_SIZE);
    if (!audit_find(acting, request_text(request, "entry"), &index, err) ||
        !receipt_write(acting, index, &receipt, err))
        return false;
    if (file)
        return file_write(file, buffer_text(&receipt), RECEIPT_MODE, err);
    acting->session->print(acting->session->context, buffer_text(&receipt));
    return true;
}

static int prove_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    if (!acting_open_unsigned(session, request, STORE_READ, &acting, err))
        return operation_failed(err);
    const bool proven = entry_prove(&acting, request, err);
    acting_close(&acting);
    return proven ? STATUS_ALLOWED : operation_failed(err);
}

static const struct parameter prove_parameters[] = {
    {"entry", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "ID",
     "an index, or the whole id of an entry, decision or request", NULL},
    {"output", 'o', PARAMETER_OPTION, 0, "FILE", "where to write it; else standard output", NULL},
    PARAMETER_DIR,
    {0},
};

const struct operation audit_prove_operation = {
    .name = "audit prove",
    .summary = "a receipt that an entry is in the log, to be kept and checked offline",
    .details =
        "A C2SP tlog-proof: the entry, its path to the root, and the signed checkpoint. It is\n"
        "checked with obstat audit verify FILE --key VKEY.\n",
    .examples = "obstat audit prove 12 -o 12.tlog-proof\n",
    .parameters = prove_parameters,
    .run = prove_run,
};
