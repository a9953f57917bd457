/* store/log_state.h: what log_*.c share: an open log, and how it is held against its anchor.
 */
#ifndef STORE_LOG_STATE_H
#define STORE_LOG_STATE_H

#include "store/anchor.h"
#include "store/log.h"
#include "store/row_seal.h"

/* What this process knows of the seal over the rows (log_rows.c). */
struct log_sealing {
    struct digest secret;
    bool keyed; /* the secret is there                                          */
    bool taken; /* a look was taken at the seal: the four below are what it said */
    bool there; /* there was one                                                */
    struct row_seal seal;
    struct tree_head head; /* of the entries whose rows it is over                 */
    struct inventory inventory;
    bool compared;          /* with the head and what stands behind it                */
    bool in_write;          /* the inventory is that of the write at hand            */
    bool spoilt;            /* a row was not put as a whole: the write is not sealed */
    unsigned moments;       /* of one moment is what is read, as often as it was asked for */
    struct tree_head begun; /* the log when the write began                          */
    struct arena nodes;     /* of the inventory                                      */
    struct arena scratch;   /* of the seal in hand                                   */
};

struct log {
    struct store *store;
    struct anchor *anchor;
    const struct key_pair *pair; /* NULL where nothing is signed */
    struct note_key key;
    struct text origin;
    bool writing;
    bool poisoned;
    bool rows_put;        /* in the write at hand                                      */
    bool far_ahead;       /* log_rested was called: the clock may be as far on as it is  */
    struct arena scratch; /* of one write; cleared at its end                          */
    int64_t last_time;    /* of the entry before `timed`, so that it is read once      */
    uint64_t timed;
    uint64_t wanted; /* entries that must be anchored before the commit is true   */
    struct log_sealing sealing;
    struct peaks growing;  /* of the store, with the write at hand                      */
    struct peaks anchored; /* of the head                                               */
    struct tree_head head;
    size_t checkpoint_size;
    char checkpoint[ANCHOR_TEXT_MAX]; /* the signed note over the head */
};

/* Poisoned, or closed: nothing more is done with it. */
NODISCARD bool log_usable(const struct log *log, struct error *err);

/* Is a write at hand? ERROR_BUG where none is. */
NODISCARD bool log_writing(const struct log *log, struct error *err);

/* The public key, and with STORE_WRITE the pair, from the ledger's folder; the origin with them. */
NODISCARD bool log_keys_read(struct log *log, const char *folder, enum store_mode mode,
                             struct arena *arena, struct error *err);

struct grove log_grove(const struct log *log);

/* Of what this process last committed or saw anchored, whichever is more: never of a write that
 * came to nothing. */
const struct peaks *log_peaks_newest(const struct log *log);

/* The peaks of the first `size` entries, as the store has them. */
NODISCARD bool log_peaks_at(const struct log *log, uint64_t size, struct peaks *out,
                            struct error *err);

/* Move the peaks on to a store of `size` entries, leaf by leaf: what they reach begins with what
 * they were. ERROR_INTEGRITY where they are further on. */
NODISCARD bool log_peaks_follow(const struct log *log, struct peaks *peaks, uint64_t size,
                                struct error *err);

/* Take the anchor's checkpoint for the head, where it has moved: it must be the log's own, not
 * older than the head, and the store must extend it. For opening. */
NODISCARD bool log_look(struct log *log, struct error *err);

/* The same without asking who signed it, which takes longer than all the rest of an append: what is
 * signed next is computed from the store, and only where the store extends this. */
NODISCARD bool log_follow(struct log *log, struct error *err);

/* The same with what was read from the anchor before. For the beginning of a write: the store is
 * looked at when nobody else writes, and has whatever was anchored until then. */
NODISCARD bool log_follow_to(struct log *log, struct text published, struct error *err);

/* How many entries the anchor says there are; nothing of it is verified. */
NODISCARD bool log_anchored_size(struct log *log, uint64_t *size, struct error *err);

/* The published checkpoint must not be newer than the anchor's. */
NODISCARD bool log_published_check(struct log *log, struct error *err);

/* The log time of the last entry below these peaks, which it leads to; CLOCK_FIRST where there is
 * none. */
NODISCARD bool log_last_time(struct log *log, const struct peaks *growing, int64_t *time,
                             struct error *err);

/* The checkpoint over the peaks, signed, into `note`. */
NODISCARD bool log_sign(const struct log *log, const struct peaks *peaks, struct tree_head *head,
                        struct buffer *note, struct error *err);

/* Nothing is known of the seal any more: at first, and after a write that came to nothing. */
void log_rows_forget(struct log *log);
/* The inventory below this top, of which no node was read yet. */
void log_rows_begin(struct log *log, const struct inventory_part *top);
void log_rows_close(struct log *log);

/* Have the secret of the seal: `pair` is not needed any more. */
NODISCARD bool log_rows_unseal(struct log *log, const struct key_pair *pair, struct error *err);

/* The entries that the seal is over, all zeros where there is none, and how many there are, as of
 * one moment between writes. */
NODISCARD bool log_rows_sealed(struct log *log, struct tree_head *out, uint64_t *size,
                               struct error *err);

/* Within a write: the seal is over the log as the write found it. */
NODISCARD bool log_rows_fit(struct log *log, struct error *err);

/* Before the commit: the rows as they are now, under a seal over the log as it is now. */
NODISCARD bool log_rows_seal(struct log *log, struct error *err);

/* The seal as it is stored, and a new one, within a write. */
NODISCARD bool log_seal_get(struct log *log, struct row_seal *out, bool *there, struct error *err);
NODISCARD bool log_seal_put(struct log *log, const struct sealed_rows *rows, struct error *err);

/* Before it is joined: what stands behind the head is taken away where it is not under the seal. */
NODISCARD bool log_tail_cut(struct log *log, uint64_t *gone, struct error *err);

/* Have at least `wanted` entries on the disk, signed and anchored. */
NODISCARD bool log_settle(struct log *log, uint64_t wanted, struct error *err);

#endif
