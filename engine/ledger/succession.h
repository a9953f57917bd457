/* ledger/succession.h: how a log went on from an older checkpoint, which somebody kept.
 *
 *     older  |-----------|                  consistent: the newer log begins with the older one
 *     newer  |-----------------|
 *
 *     older  |-----------------|            rolled back: what was logged is gone
 *     newer  |-----------|
 *
 *     older  |-------x---|                  forked: the same place holds two things, so two parties
 *     newer  |-------y---------|            were shown two logs
 *
 * A log that signs both sides of a fork convicts itself: the evidence is a text that holds for
 * anybody who has the log's key, without the log.
 *
 *     obstat fork evidence v1
 *     older 187                       the size in bytes, and the checkpoint as it was published
 *     gov.example/log1 ...
 *     newer 187
 *     gov.example/log1 ...
 *     root 1Pksj7uJcg6z...            what the newer log has in the place of the older one's root
 *     Xwg/ChozygdqlSeYMlg...          the path from there to the newer root, a hash a line
 */
#ifndef LEDGER_SUCCESSION_H
#define LEDGER_SUCCESSION_H

#include "ledger/checkpoint.h"

enum succession { SUCCESSION_CONSISTENT, SUCCESSION_ROLLED_BACK, SUCCESSION_FORKED };

/* How the newer log follows. `older_root` is the root over the first older->size entries of the
 * newer one; it is not looked at where that has fewer, or where the older one is empty. */
enum succession succession_of(const struct tree_head *older, const struct tree_head *newer,
                              const struct digest *older_root);

/* "consistent", "rolled back", "forked". */
const char *succession_name(enum succession succession);

/* Two checkpoints as they were published, and what shows that they do not belong together. */
struct fork_evidence {
    struct text older;
    struct text newer;
    struct digest root; /* over as many entries of the newer log as the older one has */
    struct path path;   /* consistency from there to the newer root; empty for equal sizes */
};

/* Write the evidence, or read it: texts are borrowed from `source`. ERROR_REFUSED where it is
 * malformed or too large. Nothing is verified. */
NODISCARD bool fork_evidence_write(const struct fork_evidence *evidence, struct buffer *published,
                                   struct error *err);
NODISCARD bool fork_evidence_read(struct text fork_text, struct fork_evidence *out,
                                  struct error *err);

/* Does it show that the key signed two logs that exclude each other? ERROR_INTEGRITY where not. */
NODISCARD bool fork_evidence_verify(const struct fork_evidence *evidence,
                                    const struct note_key *log, struct error *err);

#endif
