/* service/exporting.h: the package for an auditor, while it is written. Private to the room.
 *
 *     manifest.json, manifest.json.sig   every other file with size and SHA-256; signed by the log
 *     checkpoint, tile/...               the log itself, in C2SP's form
 *     proofs/N.tlog-proof                a receipt for each entry
 *     envelopes/N.json, pae/N.bin        what was signed, and the bytes that were
 *     sigs/N.sig, sigs/N.raw             the signature: of ssh-keygen's form, or 64 plain bytes
 *     keys/                              log.vkey, log.pub.pem, allowed_signers, revoked_keys
 *     records.jsonl, .csv, report.html   the same to read, sort and print
 *     openings.jsonl                     names and reasons behind their commitments
 *     evidence/DIGEST                    what was judged, where that was asked for
 *     VERIFY.md, verify.sh               how to check it without this program
 *
 * The same ledger gives the same bytes: no file says when it was written. N has nine digits. All is
 * written into a folder of another name, which gets its own when everything is there, so an export
 * that was broken off never looks like one.
 */
#ifndef SERVICE_EXPORTING_H
#define SERVICE_EXPORTING_H

#include "service/audit.h"

struct exported_file {
    const char *path; /* within the folder */
    uint64_t size;
    struct digest digest;
};

struct exported_files LIST(struct exported_file);

struct exporting {
    struct acting *acting;
    struct arena *arena;     /* of the whole export             */
    const char *folder;      /* that it is written into         */
    struct leaf_range range; /* entries that are included       */
    struct exported_files files;
    struct buffer records, table, page, openings; /* grow entry by entry */
    const struct tree_head *head;
};

/* Write one file, which is new, and note it for the manifest. */
NODISCARD bool export_file(struct exporting *exporting, const char *path, struct text bytes,
                           struct error *err);

/* Note a digest and size for every file; signed by the log's key. The last to be written. */
NODISCARD bool export_manifest(struct exporting *exporting, struct error *err);

/* The files of one entry: receipt, envelope, PAE, signature; and its rows in the tables. */
NODISCARD bool export_entry(struct exporting *exporting, const struct audited *audited,
                            struct arena *arena, struct error *err);

/* The log's key and everybody else's, with the times in which they counted. */
NODISCARD bool export_keys(struct exporting *exporting, struct error *err);

/* One entry in records.jsonl, records.csv and report.html; and what stands around them. */
void export_tables_begin(struct exporting *exporting);
NODISCARD bool export_tables_add(struct exporting *exporting, const struct value *export_record,
                                 struct text phrase, struct error *err);
NODISCARD bool export_tables_end(struct exporting *exporting, struct error *err);

/* Texts of the folder export/, built in, by the name before their dot: "verify" (sh), "VERIFY"
 * (md), "report" (css). Ended by a row without a name. */
struct export_text {
    const char *name;
    struct text text;
};
extern const struct export_text export_texts[];

#endif
