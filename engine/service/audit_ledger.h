/* service/audit_ledger.h: a ledger, checked from its first byte to its last. Private to the room.
 *
 *     entries  -> leaf hashes -> tiles as stored -> root -> checkpoint -> anchor
 *     entries  -> signatures, roles, rules, one after another -> rows as stored
 *     entries  -> digests they name -> files of the vault, each digested anew
 *
 * Nothing that is stored is believed: hashes, rows and files are compared with what follows from
 * the entries alone, and the entries with what the log's key has signed.
 */
#ifndef SERVICE_AUDIT_LEDGER_H
#define SERVICE_AUDIT_LEDGER_H

#include "service/audit.h"

/* What was looked at. */
struct audit_sum {
    uint64_t entries, rows, files;
    uint64_t bytes;           /* of the files                                        */
    uint64_t strays;          /* files of the vault that no entry names: left behind */
    uint64_t unanchored;      /* entries of a write that broke off: nobody was told  */
    struct digest older_root; /* over the first `older_size` entries */
};

/* Check it. ERROR_INTEGRITY names the first entry, row or file that is wrong. */
NODISCARD bool audit_ledger(struct acting *acting, uint64_t older_size, struct audit_sum *out,
                            struct error *err);

/* The files that entries name, gathered entry by entry, and then digested. All of it lives in the
 * session's arena. */
struct audit_naming;

struct audit_naming *audit_naming_begin(struct acting *acting);
NODISCARD bool audit_naming_entry(struct audit_naming *naming, const struct entry *entry,
                                  struct error *err);
NODISCARD bool audit_naming_check(struct audit_naming *naming, struct audit_sum *out,
                                  struct error *err);

#endif
