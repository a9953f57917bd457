/* audit verify: whether a ledger, a log or an export is what its key signed. */
#include "service/audit_files.h"
#include "service/audit_ledger.h"
#include "service/operations.h"

#include "base/file.h"
#include "base/limits.h"
#include "ledger/succession.h"
#include "policy/outcome.h"

enum { FORK_MODE = 0644 };

/* ---- against a checkpoint that somebody kept ---- */

struct kept_checkpoint {
    struct text published; /* empty where none was given */
    struct checkpoint checkpoint;
};

static bool kept_read(const char *kept_file, const struct note_key *kept_key, struct arena *arena,
                      struct kept_checkpoint *out, struct error *err)
{
    struct note kept_note;
    bool is_signed = false;
    if (!kept_file)
        return true;
    return file_read(kept_file, LIMIT_NOTE_SIZE, arena, &out->published, err) &&
           note_read(out->published, arena, &kept_note, err) &&
           note_verify(&kept_note, kept_key, 1, &is_signed, err) &&
           checkpoint_read(kept_note.message, &out->checkpoint, err);
}

/* Both sides of the fork, for anybody who has the key. */
static bool fork_keep(struct acting *acting, const struct kept_checkpoint *kept_older,
                      const struct digest *forked_root, struct error *err)
{
    static const char file[] = "obstat-fork-evidence.txt";
    struct fork_evidence forked_evidence = {
        .older = kept_older->published, .newer = log_checkpoint(acting->log), .root = *forked_root};
    struct buffer forked_text = buffer_in(acting->arena, LIMIT_PROOF_SIZE);
    const uint64_t forked_size = kept_older->checkpoint.head.size;
    if ((forked_size < log_head(acting->log)->size &&
         !log_consistency(acting->log, forked_size, &forked_evidence.path, err)) ||
        !fork_evidence_write(&forked_evidence, &forked_text, err) ||
        !file_write(file, buffer_text(&forked_text), FORK_MODE, err))
        return false;
    return error_set(err, ERROR_INTEGRITY,
                     "the log is forked: its key signed another log of %llu entries; %s holds "
                     "both checkpoints and the proof",
                     (unsigned long long)forked_size, file);
}

static bool succession_check(struct acting *acting, const struct kept_checkpoint *kept_older,
                             const struct digest *kept_root, struct error *err)
{
    const struct tree_head *audited_head = log_head(acting->log),
                           *kept_head = &kept_older->checkpoint.head;
    if (!kept_older->published.size)
        return true;
    switch (succession_of(kept_head, audited_head, kept_root)) {
    case SUCCESSION_CONSISTENT:
        return true;
    case SUCCESSION_ROLLED_BACK:
        return error_set(err, ERROR_INTEGRITY, "the log was rolled back from %llu entries to %llu",
                         (unsigned long long)kept_head->size,
                         (unsigned long long)audited_head->size);
    case SUCCESSION_FORKED:
        break;
    }
    return fork_keep(acting, kept_older, kept_root, err);
}

/* ---- a ledger ---- */

static void ledger_tell(const struct acting *acting, const struct audit_sum *audit_sum,
                        const struct kept_checkpoint *kept_older)
{
    struct buffer audit_page = buffer_in(acting->arena, LIMIT_MESSAGE_SIZE);
    const struct text root = digest_print(&log_head(acting->log)->root, acting->arena);
    buffer_format(&audit_page,
                  "VERIFIED  %.*s: %llu entries, %llu rows, %llu files\n"
                  "root %.*s, signed by the log's key, as the anchor has it\n",
                  TEXT_ARGS(acting->origin), (unsigned long long)audit_sum->entries,
                  (unsigned long long)audit_sum->rows, (unsigned long long)audit_sum->files,
                  TEXT_ARGS(root));
    if (kept_older->published.size)
        buffer_format(&audit_page, "consistent with the checkpoint over %llu entries\n",
                      (unsigned long long)kept_older->checkpoint.head.size);
    if (audit_sum->unanchored)
        buffer_format(
            &audit_page,
            "%llu entries beyond that root hold as well; the next write has them signed\n",
            (unsigned long long)audit_sum->unanchored);
    if (audit_sum->strays)
        buffer_format(&audit_page, "%llu files of the evidence folder are named by no entry\n",
                      (unsigned long long)audit_sum->strays);
    buffer_string(&audit_page, "not checked: ");
    if (!kept_older->published.size)
        buffer_string(&audit_page, "no earlier checkpoint was given (--against); ");
    buffer_string(&audit_page,
                  "no witness has signed, so a rollback of the log and its anchor together "
                  "would not be seen\n");
    acting->session->print(acting->session->context, buffer_text(&audit_page));
}

/* The key that somebody was told is the ledger's, or it is another ledger of the same name. */
static bool key_meant(struct acting *acting, const char *named, struct error *err)
{
    struct note_key key;
    if (!named)
        return true;
    if (!audit_key_named(named, acting->arena, &key, err))
        return false;
    const struct text meant = note_key_print(&key, acting->arena),
                      found = note_key_print(log_key(acting->log), acting->arena);
    return text_equal(meant, found) ||
           error_set(err, ERROR_INTEGRITY,
                     "the ledger's key is %.*s, and not the one that was given", TEXT_ARGS(found));
}

static bool ledger_verify(struct acting *acting, const struct value *request, struct error *err)
{
    struct audit_sum audit_sum;
    struct kept_checkpoint kept_older = {0};
    const char *against = request_text(request, "against");
    if (!key_meant(acting, request_text(request, "key"), err) ||
        !kept_read(against, log_key(acting->log), acting->arena, &kept_older, err) ||
        !audit_ledger(acting, kept_older.checkpoint.head.size, &audit_sum, err) ||
        !succession_check(acting, &kept_older, &audit_sum.older_root, err))
        return false;
    ledger_tell(acting, &audit_sum, &kept_older);
    return true;
}

static int ledger_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    if (!acting_open_unsigned(session, request, STORE_READ, &acting, err))
        return operation_failed(err);
    const bool holds = ledger_verify(&acting, request, err);
    acting_close(&acting);
    return holds ? STATUS_ALLOWED : operation_failed(err);
}

static int verify_run(struct session *session, const struct value *request, struct error *err)
{
    const struct audit_files audit_files = {
        .folder = request_text(request, "folder"),
        .key = request_text(request, "key"),
        .against = request_text(request, "against"),
    };
    if (!audit_files.folder)
        return ledger_run(session, request, err);
    return audit_files_verify(session, &audit_files, err) ? STATUS_ALLOWED : operation_failed(err);
}

static const struct parameter verify_parameters[] = {
    {"folder", 0, PARAMETER_ARGUMENT, 0, "DIR|FILE",
     "an export, a log of C2SP tiles, or a receipt; without it, the ledger", NULL},
    {"key", 0, PARAMETER_OPTION, 0, "VKEY|FILE",
     "the log's key, as its owner told it; DIR and FILE need it", NULL},
    {"against", 0, PARAMETER_OPTION, 0, "CHECKPOINT",
     "an earlier checkpoint that the log has to go on from", NULL},
    PARAMETER_DIR,
    {0},
};

const struct operation audit_verify_operation = {
    .name = "audit verify",
    .summary = "whether a ledger, an export, a tile log or a receipt is what its key signed",
    .details =
        "Of a ledger every byte is read: entries are hashed anew and lead to the signed root, "
        "every\n"
        "signature and every rule is judged again at its log time, rows and files are compared "
        "with\n"
        "what the entries say, the checkpoint with the anchor. The first thing that is wrong is\n"
        "named.\n"
        "\n"
        "A DIR with manifest.json, or with anything else that an export has, is an export, and "
        "has\n"
        "to match it file for file; any other DIR is a log of tiles; a FILE is a receipt of "
        "obstat\n"
        "audit prove. All need --key.\n"
        "\n"
        "Against an earlier checkpoint the log is consistent, rolled back, or forked; of a fork "
        "the\n"
        "evidence is written to obstat-fork-evidence.txt.\n",
    .examples = "obstat audit verify --against 2026-10.checkpoint\n"
                "obstat audit verify 12.tlog-proof --key log.vkey\n"
                "obstat audit verify export-2026 --key gov.example/models+5fc3ea9f+AddamAG...\n",
    .parameters = verify_parameters,
    .run = verify_run,
};
