/* Entries as they were logged. What the store gives may have been edited: leaf by leaf it is held
 * against the tree.
 *
 *     stored hashes   entries that are read       path
 *     [0 .. from)   + [from .......... to)   ->   root of `to` entries   ->   root that is signed
 *
 * A stored hash need not be believed: only the right ones lead to the root.
 */
#include "store/log_state.h"

struct log_reading {
    struct log *log;
    struct entry_visit visit;
    struct tree_head head; /* that they are held against          */
    struct peaks peaks;    /* of the tree up to the entry in hand */
    struct peaks held;     /* the same at the head's size         */
    bool ended;            /* by who sees them                    */
};

static bool reading_see(void *context, uint64_t index, struct text entry, struct error *err)
{
    struct digest leaf;
    struct log_reading *reading = context;
    if (!leaf_hash(entry, &leaf, err) || !peaks_append(&reading->peaks, &leaf, err))
        return false;
    if (reading->peaks.size == reading->head.size)
        reading->held = reading->peaks;
    reading->ended = !reading->visit.see(reading->visit.context, index, entry, err);
    return !reading->ended;
}

/* ---- the tree that they are held against ---- */

/* Entries that were committed and not signed yet are under the seal. Who has no key to open it
 * takes them as they are. */
static bool tail_head(struct log *log, uint64_t to, struct tree_head *out, struct error *err)
{
    uint64_t size;
    if (!log->pair && !log->sealing.keyed)
        return true;
    return log_rows_sealed(log, out, &size, err) &&
           (out->size >= to ||
            error_set(err, ERROR_INTEGRITY,
                      "entry %ju is neither signed nor under the seal of the rows: somebody edited "
                      "the database; obstat registry rebuild takes it away",
                      (uintmax_t)to - 1));
}

/* Which head has so many entries; the anchor may have moved on since it was read. */
static bool reading_head(struct log *log, uint64_t to, struct tree_head *out, struct error *err)
{
    if (to > log->head.size && log->writing) {
        out->size = log->growing.size;
        return peaks_root(&log->growing, &out->root, err);
    }
    if (to > log->head.size) {
        const bool looked = log_look(log, err);
        arena_clear(&log->scratch);
        if (!looked)
            return false;
    }
    *out = log->head;
    return to <= log->head.size || tail_head(log, to, out, err);
}

/* ---- whether they lead there ---- */

static bool leaf_compare(void *context, uint64_t index, struct text entry, struct error *err)
{
    struct digest leaf, kept;
    struct log *log = context;
    return leaf_hash(entry, &leaf, err) && log->store->is->hash(log->store, 0, index, &kept, err) &&
           (digest_equal(&leaf, &kept) ||
            error_set(err, ERROR_INTEGRITY,
                      "entry %ju is not what its hash in the log's tree is over: somebody edited "
                      "the database; a backup has it as it was",
                      (uintmax_t)index));
}

/* Names the entry that is wrong; where each is what its hash is over, the hashes were edited too.
 */
static bool reading_blame(struct log *log, struct leaf_range range, struct error *err)
{
    const struct entry_visit compare = {leaf_compare, log};
    return log->store->is->entries(log->store, range, compare, err) &&
           error_set(err, ERROR_INTEGRITY,
                     "entries %ju to %ju do not lead to the root that the log's key signed: "
                     "somebody edited the database; a backup has them as they were",
                     (uintmax_t)range.from, (uintmax_t)range.to - 1);
}

static bool peaks_lead(struct log *log, const struct peaks *peaks, const struct tree_head *head,
                       struct error *err)
{
    struct path path;
    const struct grove hashes = log_grove(log);
    struct tree_head read_head = {.size = peaks->size};
    if (!peaks_root(peaks, &read_head.root, err))
        return false;
    if (peaks->size == head->size && digest_equal(&read_head.root, &head->root))
        return true;
    return consistency_make(&hashes, peaks->size, head->size, &path, err) &&
           consistency_verify(&path, &read_head, head, err);
}

static bool reading_proven(struct log_reading *reading, uint64_t from, struct error *err)
{
    struct error unled = {0};
    const struct peaks *peaks =
        reading->peaks.size <= reading->head.size ? &reading->peaks : &reading->held;
    if (peaks->size <= from || peaks_lead(reading->log, peaks, &reading->head, &unled))
        return true;
    if (unled.code == ERROR_INTEGRITY)
        return reading_blame(reading->log, (struct leaf_range){from, peaks->size}, err);
    *err = unled;
    return false;
}

bool log_entries(struct log *log, struct leaf_range range, struct entry_visit visit,
                 struct error *err)
{
    struct error broken = {0};
    struct log_reading reading = {.log = log, .visit = visit};
    if (range.from >= range.to)
        return true;
    if (!log_usable(log, err) || !reading_head(log, range.to, &reading.head, err) ||
        !log_peaks_at(log, range.from, &reading.peaks, err))
        return false;
    const struct entry_visit see = {reading_see, &reading};
    const bool walked = log->store->is->entries(log->store, range, see, &broken);
    if (!reading_proven(&reading, range.from, err))
        return false;
    if (walked || (reading.ended && broken.code == ERROR_NONE))
        return true;
    *err = broken;
    return false;
}
