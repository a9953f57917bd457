#include "store/log_state.h"

#include "base/clock.h"
#include "base/limits.h"

/* Where the tree has grown by more than this, the peaks are read anew. */
enum { FOLD_MAX = TREE_DEPTH_MAX * 4 };

static bool store_hash(const void *keeper, unsigned level, uint64_t number, struct digest *out,
                       struct error *err)
{
    struct store *store = ((const struct log *)keeper)->store;
    return store->is->hash(store, level, number, out, err);
}

struct grove log_grove(const struct log *log)
{
    return (struct grove){store_hash, log};
}

/* Full subtrees from left to right, one for each 1 of the size. */
bool log_peaks_at(const struct log *log, uint64_t size, struct peaks *out, struct error *err)
{
    struct peaks peaks = {.size = size};
    size_t peak_count_read = 0;
    for (uint64_t peak_from = 0; peak_from < size; peak_count_read++) {
        const unsigned peak_level = 63 - (unsigned)__builtin_clzll(size - peak_from);
        if (!store_hash(log, peak_level, peak_from >> peak_level, &peaks.at[peak_count_read], err))
            return false;
        peak_from += UINT64_C(1) << peak_level;
    }
    *out = peaks;
    return true;
}

const struct peaks *log_peaks_newest(const struct log *log)
{
    return log->growing.size > log->anchored.size ? &log->growing : &log->anchored;
}

static bool rolled_back(uint64_t size, uint64_t anchored, struct error *err)
{
    return error_set(err, ERROR_INTEGRITY,
                     "the log was rolled back: it has %ju entries, and its anchor knows of %ju",
                     (uintmax_t)size, (uintmax_t)anchored);
}

bool log_peaks_follow(const struct log *log, struct peaks *peaks, uint64_t size, struct error *err)
{
    struct digest leaf;
    if (size < peaks->size)
        return rolled_back(size, peaks->size, err);
    while (peaks->size < size)
        if (!store_hash(log, 0, peaks->size, &leaf, err) || !peaks_append(peaks, &leaf, err))
            return false;
    return true;
}

/* Where it is far the peaks are read anew, and are bound by nothing but what they are compared
 * with.
 */
static bool peaks_reach(const struct log *log, struct peaks *peaks, uint64_t size,
                        struct error *err)
{
    return size < peaks->size || size - peaks->size > FOLD_MAX
               ? log_peaks_at(log, size, peaks, err)
               : log_peaks_follow(log, peaks, size, err);
}

static bool entries_reach(const struct log *log, const struct tree_head *anchored_head,
                          struct error *err)
{
    uint64_t size;
    return log->store->is->size(log->store, &size, err) &&
           (size >= anchored_head->size || rolled_back(size, anchored_head->size, err));
}

/* What this process committed and was not signed yet must be what others have signed since: leaf by
 * leaf, or somebody else's entries would pass for ours.
 * Where the hashes do not reach so far: are the entries gone, or only the hashes? */
static bool peaks_reach_head(const struct log *log, const struct tree_head *anchored_head,
                             struct peaks *peaks, struct error *err)
{
    struct error unreached = {0};
    const bool committed =
        peaks->size == log->growing.size && log->growing.size > log->anchored.size;
    if (committed ? log_peaks_follow(log, peaks, anchored_head->size, &unreached)
                  : peaks_reach(log, peaks, anchored_head->size, &unreached))
        return true;
    if (entries_reach(log, anchored_head, err))
        *err = unreached;
    return false;
}

/* The store begins with what the anchor's head says. */
static bool head_extended(const struct log *log, const struct tree_head *anchored_head,
                          struct peaks *peaks, struct error *err)
{
    struct digest root;
    if (log_peaks_newest(log)->size <= anchored_head->size)
        *peaks = *log_peaks_newest(log);
    if (!peaks_reach_head(log, anchored_head, peaks, err) || !peaks_root(peaks, &root, err))
        return false;
    if (!digest_equal(&root, &anchored_head->root))
        return error_set(err, ERROR_INTEGRITY,
                         "the log was forked or changed: its first %ju entries are not those that "
                         "its anchor knows of",
                         (uintmax_t)anchored_head->size);
    return true;
}

static bool not_older(const struct log *log, const struct tree_head *anchored_head,
                      struct error *err)
{
    return anchored_head->size >= log->head.size ||
           error_set(err, ERROR_INTEGRITY,
                     "the anchor was rolled back: it knows of %ju entries, and knew of %ju",
                     (uintmax_t)anchored_head->size, (uintmax_t)log->head.size);
}

static bool head_take(struct log *log, const struct tree_head *head, struct text published,
                      struct error *err)
{
    struct peaks peaks = log->anchored;
    if (!not_older(log, head, err) || !head_extended(log, head, &peaks, err))
        return false;
    log->anchored = peaks;
    log->head = *head;
    log->sealing.compared = false;
    log->checkpoint_size = published.size;
    memcpy(log->checkpoint, published.at, published.size);
    return true;
}

/* Reads without asking who signed. */
static bool published_read(struct log *log, struct text published, struct tree_head *anchored_head,
                           struct error *err)
{
    struct note anchored_note;
    struct checkpoint anchored_checkpoint;
    if (!note_read(published, &log->scratch, &anchored_note, err) ||
        !checkpoint_read(anchored_note.message, &anchored_checkpoint, err))
        return false;
    *anchored_head = anchored_checkpoint.head;
    return true;
}

bool log_anchored_size(struct log *log, uint64_t *size, struct error *err)
{
    struct text published;
    struct tree_head anchored_head;
    if (!anchor_read(log->anchor, &log->scratch, &published, err) ||
        !published_read(log, published, &anchored_head, err))
        return false;
    *size = anchored_head.size;
    return true;
}

bool log_follow_to(struct log *log, struct text published, struct error *err)
{
    struct tree_head head;
    return text_equal(published, log_checkpoint(log)) ||
           (published_read(log, published, &head, err) && head_take(log, &head, published, err));
}

bool log_follow(struct log *log, struct error *err)
{
    struct text published;
    return anchor_read(log->anchor, &log->scratch, &published, err) &&
           log_follow_to(log, published, err);
}

bool log_look(struct log *log, struct error *err)
{
    struct text published;
    struct checkpoint checkpoint;
    return anchor_read(log->anchor, &log->scratch, &published, err) &&
           checkpoint_open(published, &log->key, &log->scratch, &checkpoint, err) &&
           entries_reach(log, &checkpoint.head, err) &&
           head_take(log, &checkpoint.head, published, err);
}

/* Mostly the one that the anchor knows, byte for byte: who signed that was looked at. */
static bool published_size(struct log *log, uint64_t *out, struct error *err)
{
    struct text published;
    struct error unread = {0};
    struct checkpoint anchored_checkpoint = {.head = log->head};
    if (!log->store->is->checkpoint(log->store, &log->scratch, &published, err))
        return false;
    if (published.size > 0 && !text_equal(published, log_checkpoint(log)) &&
        !checkpoint_open(published, &log->key, &log->scratch, &anchored_checkpoint, &unread))
        return error_set(err, ERROR_INTEGRITY, "the published checkpoint is none of this log: %s",
                         unread.message);
    *out = published.size > 0 ? anchored_checkpoint.head.size : 0;
    return true;
}

/* Where the store was read after the anchor, it may know of a newer one: then look again. */
bool log_published_check(struct log *log, struct error *err)
{
    uint64_t published = 0, anchored = 0;
    if (!published_size(log, &published, err))
        return false;
    if (published <= log->head.size)
        return true;
    if (!log_anchored_size(log, &anchored, err))
        return false;
    return anchored >= published ||
           error_set(err, ERROR_INTEGRITY,
                     "the anchor was rolled back: it knows of %ju entries, and a checkpoint over "
                     "%ju was published",
                     (uintmax_t)anchored, (uintmax_t)published);
}

/* An entry of entry/v1 ends in its time, since "time" is the last of its keys. */
static bool entry_time(void *context, uint64_t index, struct text entry, struct error *err)
{
    static const struct text before_time = {"\"time\":\"", 8}, after_time = {"\"}", 2};
    enum { TIME_SIZE = CLOCK_TEXT_SIZE - 1 };
    const size_t tail_size = before_time.size + TIME_SIZE + after_time.size;
    const struct text entry_end =
        text_part(entry, entry.size < tail_size ? 0 : entry.size - tail_size, tail_size);
    if (text_starts(entry_end, before_time) && text_ends(entry_end, after_time) &&
        clock_read(text_part(entry_end, before_time.size, TIME_SIZE), context))
        return true;
    return error_set(err, ERROR_INTEGRITY, "entry %ju does not end in its time", (uintmax_t)index);
}

/* The last entry as the tree has it: its time decides about the next one's. */
static bool last_leaf_holds(const struct log *log, const struct peaks *growing,
                            const struct digest *leaf, struct error *err)
{
    struct path path;
    struct error wrong = {0};
    const struct grove hashes = log_grove(log);
    struct tree_head head = {.size = growing->size};
    if (!peaks_root(growing, &head.root, err) ||
        !inclusion_make(&hashes, (struct leaf_place){head.size - 1, head.size}, &path, err))
        return false;
    return inclusion_verify(&path, leaf, head.size - 1, &head, &wrong) ||
           error_set(err, ERROR_INTEGRITY,
                     "entry %ju is not what its hash in the log's tree is over: somebody edited "
                     "the database; a backup has it as it was",
                     (uintmax_t)head.size - 1);
}

struct last_entry {
    int64_t time;
    struct digest leaf;
};

static bool last_see(void *context, uint64_t index, struct text entry, struct error *err)
{
    struct last_entry *last = context;
    return leaf_hash(entry, &last->leaf, err) && entry_time(&last->time, index, entry, err);
}

/* What was read once stands: entries never change. */
bool log_last_time(struct log *log, const struct peaks *growing, int64_t *time, struct error *err)
{
    struct last_entry last;
    const uint64_t size = growing->size;
    if (size == 0) {
        *time = CLOCK_FIRST;
        return true;
    }
    if (log->timed != size) {
        if (!log->store->is->entries(log->store, (struct leaf_range){size - 1, size},
                                     (struct entry_visit){last_see, &last}, err) ||
            !last_leaf_holds(log, growing, &last.leaf, err))
            return false;
        log->last_time = last.time;
        log->timed = size;
    }
    *time = log->last_time;
    return true;
}
