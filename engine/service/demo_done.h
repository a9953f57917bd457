/* service/demo_done.h: what the demo does without a command of obstat. Private to the room.
 *
 * Each prints what it has to say into demo->said, and works in the scratch folder.
 */
#ifndef SERVICE_DEMO_DONE_H
#define SERVICE_DEMO_DONE_H

#include "service/demo.h"

/* The newest checkpoint, into a file. */
NODISCARD bool demo_checkpoint_keep(struct demo *demo, struct error *err);

/* The export, by the programs of others: all of it, the approval that rita gave first, and the
 * checkpoint, whose two parts are taken apart before. */
NODISCARD bool demo_script_verify(struct demo *demo, struct error *err);
NODISCARD bool demo_ssh_keygen_verify(struct demo *demo, struct error *err);
NODISCARD bool demo_body_take(struct demo *demo, struct error *err);
NODISCARD bool demo_signature_take(struct demo *demo, struct error *err);
NODISCARD bool demo_openssl_verify(struct demo *demo, struct error *err);

/* Rita's signature once more: over what she signed, and over the same for another version. */
NODISCARD bool demo_approval_replay(struct demo *demo, struct error *err);
NODISCARD bool demo_approval_move(struct demo *demo, struct error *err);

/* A byte of version 2.5.0's artifact is another, and is as it was. */
NODISCARD bool demo_artifact_swap(struct demo *demo, struct error *err);
NODISCARD bool demo_artifact_restore(struct demo *demo, struct error *err);

/* Rolf's key was not his own any more when he approved. */
NODISCARD bool demo_rolf_revoke(struct demo *demo, struct error *err);

/* A passport that says another day on which it ends. */
NODISCARD bool demo_passport_forge(struct demo *demo, struct error *err);

/* The ledger's database: kept as it is early on, with a suspension edited away, and put back as it
 * was early on. Mended: with all its entries, and rows that follow from them. */
NODISCARD bool demo_ledger_early(struct demo *demo, struct error *err);
NODISCARD bool demo_ledger_mend(struct demo *demo, struct error *err);
NODISCARD bool demo_database_edit(struct demo *demo, struct error *err);
NODISCARD bool demo_log_truncate(struct demo *demo, struct error *err);

#endif
