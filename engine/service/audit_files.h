/* service/audit_files.h: a log that somebody was handed as files: an export, or plain tiles.
 * Private to the room.
 */
#ifndef SERVICE_AUDIT_FILES_H
#define SERVICE_AUDIT_FILES_H

#include "ledger/note.h"
#include "ledger/tile_source.h"
#include "service/session.h"
#include "value/value.h"

struct audit_files {
    const char *folder;  /* or one file: a receipt                */
    const char *key;     /* the log's vkey, or a file that holds it */
    const char *against; /* an earlier checkpoint, or NULL          */
};

/* Verify the folder, or the receipt, and tell what was found. ERROR_INTEGRITY names the first file,
 * entry or tile that is wrong. */
NODISCARD bool audit_files_verify(struct session *session, const struct audit_files *audit_files,
                                  struct error *err);

/* A log's key as it is handed around, or a file that has one on its first line. ERROR_USAGE. */
NODISCARD bool audit_key_named(const char *named, struct arena *arena, struct note_key *out,
                               struct error *err);

/* The files of an export: each as manifest.json lists it, and none besides; that list as the log's
 * key signed it. Nothing of what they say is believed yet. */
NODISCARD bool audit_export_files(struct session *session, const struct audit_files *export_files,
                                  const struct note_key *log, struct value *manifest,
                                  struct error *err);

/* A log of which only some entries are there. */
struct audit_range {
    const struct tile_source *source;
    struct tree_head head;      /* as signed         */
    struct leaf_range included; /* entries that are  */
};

/* Every hash of the tree, and the entries that are included. */
NODISCARD bool audit_range_check(const struct audit_range *range, struct error *err);

#endif
