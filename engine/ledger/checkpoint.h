/* ledger/checkpoint.h: what a log says of itself at some time (C2SP tlog-checkpoint): the message
 * of a signed note.
 *
 *     gov.example/log1                               the origin: which log
 *     3                                              its size, decimal
 *     1Pksj7uJcg6ztVZ3x9fvrd/rENEaGoSguo8aIzN/qpU=   its root
 *     ...                                            extension lines, which we never write
 *
 * Size and root belong together: a checkpoint is read whole, and one of an empty log with another
 * root than that of nothing is refused.
 */
#ifndef LEDGER_CHECKPOINT_H
#define LEDGER_CHECKPOINT_H

#include "base/buffer.h"
#include "ledger/note.h"
#include "ledger/tree.h"

struct checkpoint {
    struct text origin;
    struct tree_head head;
    struct text extensions; /* whole lines with their newlines; empty as a rule */
};

/* Read the message of a note; texts are borrowed from it. Anything malformed is ERROR_REFUSED. */
NODISCARD bool checkpoint_read(struct text message, struct checkpoint *out, struct error *err);

/* Write what checkpoint_read reads; ERROR_REFUSED where it would not. */
NODISCARD bool checkpoint_write(const struct checkpoint *checkpoint, struct buffer *published,
                                struct error *err);

/* Write a checkpoint as the log publishes it: a note, signed as the key named like its origin. */
NODISCARD bool checkpoint_sign(const struct checkpoint *checkpoint, const struct key_pair *pair,
                               struct buffer *published, struct error *err);

/* Open what a log published: the note's message, as a checkpoint. ERROR_REFUSED where it is
 * malformed; ERROR_INTEGRITY where the log has not signed it, or where it is of another log: the
 * origin is the name of the log's key. Cosignatures are passed over. */
NODISCARD bool checkpoint_open(struct text published, const struct note_key *log,
                               struct arena *arena, struct checkpoint *out, struct error *err);

#endif
