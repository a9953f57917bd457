/* audit export: the log, its proofs and its words as a package that others can check. */
#include "service/exporting.h"
#include "service/operations.h"

#include "base/base64.h"
#include "base/file.h"
#include "base/limits.h"
#include "ledger/succession.h"
#include "ledger/tile_writer.h"
#include "policy/outcome.h"
#include "store/vault.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct parameter export_parameters[] = {
    {"folder", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "DIR", "where to write it; a new folder",
     NULL},
    {"from", 0, PARAMETER_OPTION, 0, "INDEX", "the first entry that is included", NULL},
    {"to", 0, PARAMETER_OPTION, 0, "INDEX", "the last entry that is included", NULL},
    {"against", 0, PARAMETER_OPTION, 0, "CHECKPOINT",
     "an earlier checkpoint: the proof that the log goes on from it comes along", NULL},
    {"with-evidence", 0, PARAMETER_FLAG, 0, NULL, "with the files that were judged", NULL},
    PARAMETER_DIR,
    {0},
};

/* ---- the log itself ---- */

struct tile_export {
    struct exporting *exporting;
    struct tile_writer *writer;
};

/* Bundles of entries outside of the range stay behind; the hash tiles are all needed. */
static bool is_included(const struct exporting *exporting, struct text path)
{
    struct tile exported_tile;
    struct error unread_tile = {0};
    if (!tile_path_read(path, &exported_tile, &unread_tile) || !exported_tile.entries)
        return true;
    const uint64_t exported_first = exported_tile.number * TILE_WIDTH;
    return exported_first < exporting->range.to &&
           exported_first + exported_tile.width > exporting->range.from;
}

static bool tile_keep(void *holder, struct text path, struct text bytes, struct error *err)
{
    struct exporting *exporting = holder;
    return !is_included(exporting, path) ||
           export_file(exporting, text_string(exporting->arena, path), bytes, err);
}

static bool entry_keep(void *context, const struct audited *audited, struct arena *arena,
                       struct error *err)
{
    struct tile_export *tiles = context;
    struct exporting *exporting = tiles->exporting;
    struct session *session = exporting->acting->session;
    const uint64_t index = audited->entry.index;
    session->progress(session->context, "entries", index, exporting->head->size);
    const bool is_wanted = index >= exporting->range.from && index < exporting->range.to;
    return tile_writer_add(tiles->writer, audited->leaf, err) &&
           (!is_wanted || export_entry(exporting, audited, arena, err));
}

static bool log_export(struct exporting *exporting, struct error *err)
{
    struct tree_head exported_head;
    const struct tile_sink export_sink = {tile_keep, exporting};
    struct tile_export tiles = {exporting, tile_writer_make(&export_sink, exporting->arena)};
    const struct leaf_range all = {0, exporting->head->size};
    if (!audit_walk(exporting->acting, all, (struct audit_visit){entry_keep, &tiles}, err) ||
        !tile_writer_end(tiles.writer, &exported_head, err))
        return false;
    if (!digest_equal(&exported_head.root, &exporting->head->root))
        return error_set(err, ERROR_INTEGRITY,
                         "the entries do not lead to the root that the log's key signed; obstat "
                         "audit verify names the first that is wrong");
    return export_file(exporting, "checkpoint", log_checkpoint(exporting->acting->log), err);
}

/* That the log goes on from an earlier checkpoint: that checkpoint, and the path. */
static bool succession_export(struct exporting *exporting, const char *export_against,
                              struct error *err)
{
    struct text exported_older;
    struct path exported_path;
    struct checkpoint exported_checkpoint;
    struct arena *arena = exporting->arena;
    struct log *export_log = exporting->acting->log;
    struct buffer export_proof = buffer_in(arena, LIMIT_PROOF_SIZE);
    if (!export_against)
        return true;
    if (!file_read(export_against, LIMIT_NOTE_SIZE, arena, &exported_older, err) ||
        !checkpoint_open(exported_older, log_key(export_log), arena, &exported_checkpoint, err) ||
        !log_consistency(export_log, exported_checkpoint.head.size, &exported_path, err) ||
        !consistency_verify(&exported_path, &exported_checkpoint.head, exporting->head, err))
        return false;
    for (size_t i = 0; i < exported_path.length; i++) {
        const struct text exported_hash = {(const char *)exported_path.at[i].bytes,
                                           sizeof exported_path.at[i].bytes};
        buffer_add(&export_proof, base64_print(exported_hash, arena));
        buffer_byte(&export_proof, '\n');
    }
    return export_file(exporting, "earlier/checkpoint", exported_older, err) &&
           export_file(exporting, "earlier/consistency", buffer_text(&export_proof), err);
}

/* ---- what stands around it ---- */

static bool texts_export(struct exporting *exporting, struct error *err)
{
    static const struct {
        const char *name, *path;
    } texts[] = {{"verify", "verify.sh"}, {"VERIFY", "VERIFY.md"}};
    for (size_t i = 0; i < COUNT(texts); i++)
        for (size_t j = 0; export_texts[j].name; j++)
            if (strcmp(texts[i].name, export_texts[j].name) == 0 &&
                !export_file(exporting, texts[i].path, export_texts[j].text, err))
                return false;
    return true;
}

static bool evidence_export(struct exporting *exporting, struct error *err)
{
    struct vault_digests digests = {0};
    const char *vault = exporting->acting->vault;
    if (!vault_list(vault, exporting->arena, &digests, err))
        return false;
    for (size_t i = 0; i < digests.count; i++) {
        struct text bytes;
        char export_text[DIGEST_TEXT_SIZE], path[DIGEST_TEXT_SIZE + 16];
        struct arena held = {0};
        digest_write(&digests.at[i], export_text);
        (void)snprintf(path, sizeof path, "evidence/%s", strchr(export_text, ':') + 1);
        const bool kept =
            vault_get(vault, &digests.at[i], LIMIT_EVIDENCE_SIZE, &held, &bytes, err) &&
            export_file(exporting, path, bytes, err);
        arena_free(&held);
        if (!kept)
            return false;
    }
    return true;
}

static bool parts_export(struct exporting *exporting, const struct value *request,
                         struct error *err)
{
    export_tables_begin(exporting);
    return log_export(exporting, err) &&
           succession_export(exporting, request_text(request, "against"), err) &&
           export_keys(exporting, err) && export_tables_end(exporting, err) &&
           (!request_flag(request, "with-evidence") || evidence_export(exporting, err)) &&
           texts_export(exporting, err) && export_manifest(exporting, err);
}

/* ---- the command ---- */

static bool index_read(const struct value *request, const char *name, uint64_t otherwise,
                       uint64_t size, uint64_t *out, struct error *err)
{
    char *end;
    const char *export_text = request_text(request, name);
    *out = otherwise;
    if (!export_text)
        return true;
    *out = strtoull(export_text, &end, 10);
    return (end != export_text && !*end && *export_text != '-' && *out < size) ||
           error_set(err, ERROR_USAGE, "--%s %s: an index from 0 to %llu is wanted", name,
                     export_text, (unsigned long long)size - 1);
}

static bool range_read(const struct value *request, uint64_t size, struct leaf_range *out,
                       struct error *err)
{
    uint64_t last;
    if (!index_read(request, "from", 0, size, &out->from, err) ||
        !index_read(request, "to", size - 1, size, &last, err))
        return false;
    out->to = last + 1;
    return out->from < out->to ||
           error_set(err, ERROR_USAGE, "--from %llu is behind --to %llu",
                     (unsigned long long)out->from, (unsigned long long)last);
}

static bool folder_export(struct acting *acting, const struct value *request, struct error *err)
{
    enum file_kind kind;
    const char *folder = request_text(request, "folder");
    struct exporting exporting = {
        .acting = acting, .arena = acting->arena, .head = log_head(acting->log)};
    exporting.folder = text_format(acting->arena, "%s.unfinished", folder).at;
    if (file_kind_of(folder, &kind) || file_kind_of(exporting.folder, &kind))
        return error_set(err, ERROR_REFUSED, "%s is there already; an export is a new folder",
                         file_kind_of(folder, &kind) ? folder : exporting.folder);
    if (!range_read(request, exporting.head->size, &exporting.range, err) ||
        !folder_make(exporting.folder, err) || !parts_export(&exporting, request, err))
        return false;
    if (rename(exporting.folder, folder) != 0)
        return error_set(err, ERROR_UNAVAILABLE, "%s cannot get its name: %s", folder,
                         strerror(errno));
    acting->session->print(
        acting->session->context,
        text_format(acting->arena,
                    "%s: %llu of %llu entries, %zu files\ncheck it with  obstat audit verify %s "
                    "--key VKEY  or  sh %s/verify.sh VKEY\n",
                    folder, (unsigned long long)(exporting.range.to - exporting.range.from),
                    (unsigned long long)exporting.head->size, exporting.files.count, folder,
                    folder));
    return true;
}

static int export_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    if (!acting_open_unsigned(session, request, STORE_WRITE, &acting, err))
        return operation_failed(err);
    const bool exported = folder_export(&acting, request, err);
    acting_close(&acting);
    return exported ? STATUS_ALLOWED : operation_failed(err);
}

const struct operation audit_export_operation = {
    .name = "audit export",
    .summary = "the log with its proofs, keys and words, to be checked by others without obstat",
    .details =
        "Writes a folder that sh, ssh-keygen, openssl and Python can check (verify.sh, "
        "VERIFY.md),\n"
        "that other tools for C2SP logs can read (checkpoint, tile/), and that people can read "
        "and\n"
        "print (report.html, records.csv). The same ledger gives the same bytes. The log's key\n"
        "signs the list of all files.\n"
        "\n"
        "With --from and --to only those entries are included; the tree stays whole, so that they\n"
        "are still proven to stand where they stand.\n",
    .examples = "obstat audit export export-2026\n"
                "obstat audit export export-2027 --from 1200 --against 2026.checkpoint\n",
    .parameters = export_parameters,
    .run = export_run,
};
