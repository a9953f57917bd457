/* What somebody put behind the entries that are signed, and the ids of entries: put right. */
#include "store/log_state.h"

/* Of so many entries the log was given these: up to the head, or those that a writer sealed and did
 * not come to sign. */
static bool tail_kept(struct log *log, uint64_t size, uint64_t *out, struct error *err)
{
    struct digest root;
    struct tree_head sealed;
    uint64_t now;
    struct error wrong = {0};
    struct peaks peaks = *log_peaks_newest(log);
    *out = log->head.size;
    if (log_rows_sealed(log, &sealed, &now, &wrong) && sealed.size > log->head.size &&
        sealed.size <= size && log_peaks_follow(log, &peaks, sealed.size, &wrong) &&
        peaks_root(&peaks, &root, &wrong) && digest_equal(&root, &sealed.root))
        *out = sealed.size;
    if (wrong.code == ERROR_NONE || wrong.code == ERROR_INTEGRITY)
        return true;
    *err = wrong;
    return false;
}

/* While the anchor is held nobody is told of an entry. What others commit meanwhile is under a
 * seal: then it is looked at again. */
static bool tail_cut_alone(struct log *log, uint64_t *gone, struct error *err)
{
    enum { TRIES = 1000 };
    uint64_t kept = 0, size = 0, flushed;
    bool done = false;
    if (!log_look(log, err) || !log_published_check(log, err))
        return false;
    for (unsigned tries = 0; !done && tries < TRIES; tries++)
        if (!log->store->is->size(log->store, &size, err) || !tail_kept(log, size, &kept, err) ||
            !log->store->is->cut(log->store, (struct leaf_range){kept, size}, &done, err))
            return false;
    if (!done)
        return error_set(err, ERROR_UNAVAILABLE, "others write all the time; run it again");
    *gone = size - kept;
    return log->store->is->flush(log->store, &flushed, err);
}

bool log_tail_cut(struct log *log, uint64_t *gone, struct error *err)
{
    if (!anchor_hold(log->anchor, err))
        return false;
    const bool cut = tail_cut_alone(log, gone, err);
    anchor_release(log->anchor);
    arena_clear(&log->scratch);
    return cut;
}

bool log_put_ids(struct log *log, const struct store_ids *ids, bool *same, struct error *err)
{
    return log_writing(log, err) && log->store->is->put_ids(log->store, ids, same, err);
}
