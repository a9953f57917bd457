#include "service/exporting.h"

#include "base/limits.h"
#include "crypto/sshsig.h"
#include "ledger/proof.h"
#include "value/canonical.h"

#include <stdio.h>

enum { PATH_SIZE = 64 };

/* "pae/000000012.bin" */
static void entry_path(char path[PATH_SIZE], const char *folder, uint64_t index, const char *ending)
{
    (void)snprintf(path, PATH_SIZE, "%s/%09llu%s", folder, (unsigned long long)index, ending);
}

static bool receipt_export(struct exporting *exporting, const struct audited *audited,
                           struct arena *arena, struct error *err)
{
    char path[PATH_SIZE];
    struct log *log = exporting->acting->log;
    struct proof proof = {.index = audited->entry.index, .note = log_checkpoint(log)};
    struct buffer receipt = buffer_in(arena, LIMIT_PROOF_SIZE);
    entry_path(path, "proofs", proof.index, ".tlog-proof");
    return log_inclusion(log, proof.index, &proof.path, err) &&
           proof_write(&proof, &receipt, err) &&
           export_file(exporting, path, buffer_text(&receipt), err);
}

static bool envelope_export(struct exporting *exporting, const struct audited *audited,
                            struct arena *arena, struct error *err)
{
    char envelope_path[PATH_SIZE], pae_path[PATH_SIZE];
    const struct envelope *envelope = &audited->entry.envelope;
    const struct value document = envelope_value(envelope, arena);
    struct buffer written = buffer_in(arena, (size_t)LIMIT_ENTRY_SIZE * 2);
    entry_path(envelope_path, "envelopes", audited->entry.index, ".json");
    entry_path(pae_path, "pae", audited->entry.index, ".bin");
    return canonical_write(&document, &written, err) &&
           export_file(exporting, envelope_path, buffer_text(&written), err) &&
           export_file(exporting, pae_path, envelope_signed_bytes(envelope, arena), err);
}

/* As ssh-keygen wants it, or as openssl does. */
static bool signature_export(struct exporting *exporting, const struct audited *audited,
                             struct arena *arena, struct error *err)
{
    struct key key;
    char path[PATH_SIZE];
    const struct text signature = audited->entry.envelope.signatures.at[0].bytes;
    const bool is_person = act_claimed_key(&audited->entry.envelope, arena, &key);
    entry_path(path, "sigs", audited->entry.index, is_person ? ".sig" : ".raw");
    return export_file(exporting, path, is_person ? sshsig_armor(signature, arena) : signature,
                       err);
}

/* The words behind the entry's commitments, one a line, apart from all else. None that is missing
 * is passed over. */
static bool openings_export(struct exporting *exporting, const struct audited *audited,
                            const struct value *words, struct arena *arena, struct error *err)
{
    struct acting *acting = exporting->acting;
    for (size_t i = 0; i < value_count(words); i++) {
        struct text document;
        const struct row_name name = {TEXT("opening"), member_key(words, i)};
        if (!acting_words_hold(acting, name.key, audited->entry.index, err) ||
            !acting->rows.get(acting->rows.keeper, name, arena, &document, err))
            return false;
        if (!document.size)
            continue;
        buffer_string(&exporting->openings, "{\"commitment\":");
        canonical_text(name.key, &exporting->openings);
        buffer_string(&exporting->openings, ",\"opening\":");
        buffer_add(&exporting->openings, document);
        buffer_string(&exporting->openings, "}\n");
    }
    return true;
}

bool export_entry(struct exporting *exporting, const struct audited *audited, struct arena *arena,
                  struct error *err)
{
    struct text phrase;
    struct value record;
    return receipt_export(exporting, audited, arena, err) &&
           envelope_export(exporting, audited, arena, err) &&
           signature_export(exporting, audited, arena, err) &&
           audit_value(exporting->acting, audited, arena, &record, err) &&
           openings_export(exporting, audited, value_get(&record, TEXT("words")), arena, err) &&
           audit_phrase(exporting->acting, audited, arena, &phrase, err) &&
           export_tables_add(exporting, &record, phrase, err);
}
