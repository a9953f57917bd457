#include "store/log_state.h"

#include "base/clock.h"
#include "base/limits.h"

bool log_usable(const struct log *log, struct error *err)
{
    return !log->poisoned || error_set(err, ERROR_UNAVAILABLE,
                                       "an earlier write to the log failed in a way that "
                                       "leaves open how far it came; run the command again");
}

enum { DAY = 24 * 60 * 60 };

void log_rested(struct log *log)
{
    log->far_ahead = true;
}

static bool time_far_ahead(int64_t last_settled, int64_t now, struct error *err)
{
    char written_last[CLOCK_TEXT_SIZE], written_now[CLOCK_TEXT_SIZE];
    clock_write(last_settled, written_last);
    clock_write(now, written_now);
    return error_set(err, ERROR_REFUSED,
                     "the clock says %s, and the last entry was logged at %s, more than %d days "
                     "before; where that is so, OBSTAT_CLOCK_AHEAD=yes lets it be logged: with a "
                     "clock that is wrong, nothing could be logged any more once it was right",
                     written_now, written_last, LIMIT_CLOCK_AHEAD_DAYS);
}

/* The entry's own time may not go back; how far the clock may is said in limits.h. */
static bool time_settle(int64_t last_settled, int64_t now, int64_t *time, struct error *err)
{
    char written_last[CLOCK_TEXT_SIZE], written_now[CLOCK_TEXT_SIZE];
    if (now >= last_settled || last_settled - now <= LIMIT_CLOCK_SKEW) {
        *time = now >= last_settled ? now : last_settled;
        return true;
    }
    clock_write(last_settled, written_last);
    clock_write(now, written_now);
    return error_set(
        err, ERROR_REFUSED,
        "the clock says %s, and the last entry was logged at %s; a log's time does not go back: "
        "set the clock right, or, where it was wrong then, restore a backup from before that entry",
        written_now, written_last);
}

static bool write_begun(struct log *log, int64_t now, int64_t *time, struct error *err)
{
    uint64_t size;
    int64_t last;
    struct peaks growing = *log_peaks_newest(log);
    if (!log->store->is->size(log->store, &size, err))
        return false;
    if (size < growing.size)
        return error_set(err, ERROR_INTEGRITY, "the log was rolled back while it was open");
    if (!log_peaks_follow(log, &growing, size, err) || !log_last_time(log, &growing, &last, err) ||
        !time_settle(last, now, time, err))
        return false;
    if (size && !log->far_ahead && now - last > (int64_t)LIMIT_CLOCK_AHEAD_DAYS * DAY)
        return time_far_ahead(last, now, err);
    if (!peaks_root(&growing, &log->sealing.begun.root, err))
        return false;
    log->growing = growing;
    log->sealing.begun.size = size;
    log->sealing.in_write = log->sealing.spoilt = false;
    log->wanted = 0;
    log->rows_put = false;
    log->writing = true;
    return true;
}

bool log_begin(struct log *log, int64_t now, int64_t *time, struct error *err)
{
    if (!log->pair || log->writing)
        return error_set(err, ERROR_BUG, "this log is not open for another write");
    /* The anchor is read before the turn is taken: it can only have moved on since, and whoever
     * moves it waits for the turn. */
    struct text published;
    const bool ready = log_usable(log, err) &&
                       anchor_read(log->anchor, &log->scratch, &published, err) &&
                       log->store->is->begin(log->store, err);
    const bool begun =
        ready && log_follow_to(log, published, err) && write_begun(log, now, time, err);
    if (ready && !begun)
        log->store->is->abort(log->store);
    arena_clear(&log->scratch);
    return begun;
}

uint64_t log_next(const struct log *log)
{
    return log->growing.size;
}

bool log_writing(const struct log *log, struct error *err)
{
    return log->writing || error_set(err, ERROR_BUG, "a write to the log has not begun");
}

/* The peaks grow once the store has the entry. */
static bool entry_put(struct log *log, struct text entry, const struct digest *id,
                      struct error *err)
{
    struct digest leaf;
    struct peaks growing = log->growing;
    if (!leaf_hash(entry, &leaf, err) || !peaks_append(&growing, &leaf, err) ||
        !log->store->is->put_entry(log->store, entry, id, &leaf, err))
        return false;
    log->growing = growing;
    return true;
}

/* Where the store refuses an entry, is it because it has it? */
static bool entry_repeated(struct log *log, const struct digest *id, const struct error *refusal,
                           uint64_t *index, struct error *err)
{
    bool found = false;
    if (refusal->code == ERROR_REFUSED && !log->store->is->find(log->store, id, &found, index, err))
        return false;
    if (!found)
        *err = *refusal;
    return found;
}

bool log_add(struct log *log, struct text entry, const struct digest *id, uint64_t *index,
             bool *repeated, struct error *err)
{
    struct error refusal = {0};
    uint64_t place = log->growing.size;
    if (!log_writing(log, err))
        return false;
    const bool put = entry_put(log, entry, id, &refusal);
    if (!put && !entry_repeated(log, id, &refusal, &place, err))
        return false;
    log->wanted = place >= log->wanted ? place + 1 : log->wanted;
    *index = place;
    *repeated = !put;
    return true;
}

bool log_put_row(struct log *log, struct row_name name, struct text document, struct error *err)
{
    if (!log_writing(log, err))
        return false;
    log->rows_put = true;
    return log->store->is->put_row(log->store, name, document, err);
}

bool log_sign(const struct log *log, const struct peaks *peaks, struct tree_head *head,
              struct buffer *note, struct error *err)
{
    struct checkpoint checkpoint = {.origin = log->origin, .head.size = peaks->size};
    if (!peaks_root(peaks, &checkpoint.head.root, err) ||
        !checkpoint_sign(&checkpoint, log->pair, note, err))
        return false;
    *head = checkpoint.head;
    return true;
}

/* Sign over what is on the disk, and move the anchor to it. */
static bool head_move(struct log *log, const struct peaks *peaks, struct error *err)
{
    struct tree_head moved_head;
    struct buffer moved_note = buffer_in(&log->scratch, ANCHOR_TEXT_MAX);
    if (!log_sign(log, peaks, &moved_head, &moved_note, err))
        return false;
    if (buffer_full(&moved_note))
        return error_set(err, ERROR_REFUSED, "the checkpoint does not fit into the anchor");
    const struct text signed_note = buffer_text(&moved_note);
    if (!anchor_swap(log->anchor, log_checkpoint(log), signed_note, err))
        return false;
    log->anchored = *peaks;
    log->head = moved_head;
    log->sealing.compared = false;
    log->checkpoint_size = signed_note.size;
    memcpy(log->checkpoint, signed_note.at, signed_note.size);
    return true;
}

static bool tail_is_foreign(const struct log *log, struct error *err)
{
    return error_set(err, ERROR_INTEGRITY,
                     "behind the %ju entries that are signed stand others than the log was given: "
                     "somebody edited the database; obstat registry rebuild takes them away, and "
                     "a copy of log.db keeps them",
                     (uintmax_t)log->head.size);
}

/* What was committed and not signed yet, as its seal has it: others may write to the database. */
static bool tail_sealed(struct log *log, struct tree_head *out, struct error *err)
{
    uint64_t size;
    struct error unsealed = {0};
    if (log_rows_sealed(log, out, &size, &unsealed))
        return out->size == size || tail_is_foreign(log, err);
    if (unsealed.code == ERROR_INTEGRITY)
        return tail_is_foreign(log, err);
    *err = unsealed;
    return false;
}

static bool tail_holds(const struct log *log, const struct tree_head *sealed,
                       const struct peaks *peaks, struct error *err)
{
    struct digest root;
    return peaks_root(peaks, &root, err) &&
           (digest_equal(&root, &sealed->root) || tail_is_foreign(log, err));
}

/* Nobody else is here now. What was sealed before the flush is on the disk after it. */
static bool settle_alone(struct log *log, uint64_t wanted, struct error *err)
{
    uint64_t flushed;
    struct tree_head sealed;
    if (!log_follow(log, err))
        return false;
    if (log->head.size >= wanted)
        return true;
    struct peaks peaks = *log_peaks_newest(log);
    return tail_sealed(log, &sealed, err) && log->store->is->flush(log->store, &flushed, err) &&
           log_peaks_follow(log, &peaks, sealed.size, err) &&
           tail_holds(log, &sealed, &peaks, err) && head_move(log, &peaks, err);
}

/* Whoever is at it now may do it for us. Those who wait for him are woken together, and look each
 * for himself. */
static bool settle_waiting(struct log *log, uint64_t wanted, bool *settled, struct error *err)
{
    if (!anchor_wait(log->anchor, err) || !log_follow(log, err))
        return false;
    *settled = log->head.size >= wanted;
    return true;
}

bool log_settle(struct log *log, uint64_t wanted, struct error *err)
{
    bool settled = false;
    const bool held = anchor_try(log->anchor);
    if (!held && !settle_waiting(log, wanted, &settled, err))
        return false;
    if (settled)
        return true;
    if (!held && !anchor_hold(log->anchor, err))
        return false;
    settled = settle_alone(log, wanted, err);
    anchor_release(log->anchor);
    return settled;
}

/* Another process may have published a newer one since this one looked at the anchor. */
static bool head_is_newer(struct log *log, struct text published, bool *newer, struct error *err)
{
    struct note note;
    struct checkpoint checkpoint = {0};
    if (published.size > 0 && (!note_read(published, &log->scratch, &note, err) ||
                               !checkpoint_read(note.message, &checkpoint, err)))
        return false;
    *newer = published.size == 0 || log->head.size > checkpoint.head.size;
    return true;
}

/* The checkpoint that counts goes along with the next write, unless it is there already. */
static bool head_publish(struct log *log, struct error *err)
{
    bool newer = false;
    struct text published_before;
    if (log->checkpoint_size == 0)
        return true;
    return log->store->is->checkpoint(log->store, &log->scratch, &published_before, err) &&
           head_is_newer(log, published_before, &newer, err) &&
           (!newer || log->store->is->put_checkpoint(log->store, log_checkpoint(log), err));
}

static bool committed(struct log *log, struct error *err)
{
    uint64_t flushed;
    const bool ready = log_rows_seal(log, err) && head_publish(log, err);
    log->writing = false;
    if (!ready) {
        log->store->is->abort(log->store);
        return false;
    }
    if (!log->store->is->commit(log->store, err))
        return false;
    if (log->wanted > log->head.size)
        return log_settle(log, log->wanted, err);
    return !log->rows_put || log->store->is->flush(log->store, &flushed, err);
}

bool log_commit(struct log *log, struct error *err)
{
    if (!log_writing(log, err))
        return false;
    log->poisoned = !committed(log, err);
    arena_clear(&log->scratch);
    return !log->poisoned;
}

void log_abort(struct log *log)
{
    if (log->writing)
        log->store->is->abort(log->store);
    log_rows_forget(log);
    log->growing = log->anchored;
    log->writing = false;
}

bool log_inclusion(struct log *log, uint64_t index, struct path *out, struct error *err)
{
    const struct grove log_hashes = log_grove(log);
    return log_usable(log, err) &&
           inclusion_make(&log_hashes, (struct leaf_place){index, log->head.size}, out, err);
}

bool log_consistency(struct log *log, uint64_t old_size, struct path *out, struct error *err)
{
    const struct grove log_hashes = log_grove(log);
    return log_usable(log, err) &&
           consistency_make(&log_hashes, old_size, log->head.size, out, err);
}

bool log_root(struct log *log, uint64_t old_size, struct digest *out, struct error *err)
{
    const struct grove log_hashes = log_grove(log);
    if (!log_usable(log, err))
        return false;
    if (old_size > log->head.size)
        return error_set(err, ERROR_REFUSED, "the log has %llu entries, and never had %llu",
                         (unsigned long long)log->head.size, (unsigned long long)old_size);
    return tree_range_root(&log_hashes, (struct leaf_range){0, old_size}, out, err);
}

struct store *log_store(struct log *log)
{
    return log->store;
}

struct text log_origin(const struct log *log)
{
    return log->origin;
}

const struct note_key *log_key(const struct log *log)
{
    return &log->key;
}

const struct key_pair *log_key_pair(const struct log *log)
{
    return log->pair;
}

const struct tree_head *log_head(const struct log *log)
{
    return &log->head;
}

struct text log_checkpoint(const struct log *log)
{
    return (struct text){log->checkpoint, log->checkpoint_size};
}
