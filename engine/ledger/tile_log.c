#include "ledger/tile_log.h"

#include "ledger/tiling.h"

/* The log while it is checked. Until the first entry that its tile has another hash for, entries
 * and tiles make the same; from its bundle on `stored` is what the tiles make by themselves. */
struct tile_check {
    const struct tile_log *log;
    struct arena *arena;
    struct tiling *made;   /* from the entries */
    struct tiling *stored; /* NULL until a hash differs */
    uint64_t odd_entry;    /* the first that differs */
    struct tile odd_tile;  /* the first tile above row 0 that differs; width 0 where none does */
    struct tile_log_sum sum;
};

/* One bundle with its tile of row 0. */
struct tile_slice {
    struct tile tile;
    struct text bundle;
    struct digest hashes[TILE_WIDTH];
    struct digest leaves[TILE_WIDTH];
};

static struct text tile_name(struct tile tile, bool entries, struct arena *arena)
{
    tile.entries = entries;
    return tile_path(&tile, arena);
}

static uint64_t slice_first(const struct tile_slice *slice)
{
    return slice->tile.number * TILE_WIDTH;
}

/* What is not the log's is shown to nobody. */
static bool entry_look(struct tile_check *check, uint64_t index, struct text entry,
                       struct error *err)
{
    const struct entry_taker *taker = check->log->taker;
    if (check->stored != NULL)
        return true;
    check->sum.bytes += entry.size;
    return taker == NULL || taker->take(taker->taker, index, entry, err);
}

/* The first entry whose tile has another hash: from this slice on there are two trees. */
static void slice_part(struct tile_check *check, const struct tile_slice *slice, unsigned nth)
{
    if (check->stored != NULL || digest_equal(&slice->leaves[nth], &slice->hashes[nth]))
        return;
    check->stored = ARENA_NEW(check->arena, struct tiling);
    *check->stored = *check->made;
    check->odd_entry = slice_first(slice) + nth;
}

static bool odd_entry_report(const struct tile_check *check, struct error *err)
{
    struct arena tile_scratch = {0};
    const struct tile tile = tile_of(0, check->odd_entry / TILE_WIDTH, check->log->head.size);
    error_set(err, ERROR_INTEGRITY, "entry %ju does not have the hash that %.*s has for it",
              (uintmax_t)check->odd_entry, TEXT_ARGS(tile_path(&tile, &tile_scratch)));
    arena_free(&tile_scratch);
    return false;
}

/* What ends the check early comes second to an entry that was found before. */
static bool check_broken(const struct tile_check *check, const struct error *tile_fault,
                         struct error *err)
{
    if (check->stored != NULL)
        return odd_entry_report(check, err);
    return error_at(err, tile_fault->code,
                    (struct place){tile_fault->file, tile_fault->line, tile_fault->column}, "%s",
                    tile_fault->message);
}

static bool slice_broken(struct tile_check *check, const struct tile_slice *slice, unsigned nth,
                         struct error *err)
{
    struct arena tile_scratch = {0};
    struct error tile_fault = {0};
    const struct text path = tile_name(slice->tile, true, &tile_scratch);
    if (nth == slice->tile.width)
        error_set(&tile_fault, ERROR_INTEGRITY, "%zu bytes follow the last entry of %.*s",
                  slice->bundle.size, TEXT_ARGS(path));
    else
        error_set(&tile_fault, ERROR_INTEGRITY, "entry %ju is cut short: %.*s ends in it",
                  (uintmax_t)(slice_first(slice) + nth), TEXT_ARGS(path));
    arena_free(&tile_scratch);
    return check_broken(check, &tile_fault, err);
}

static bool slice_hash(struct tile_check *check, struct tile_slice *slice, bool partial,
                       struct error *err)
{
    struct text entry;
    for (unsigned nth = 0; nth < slice->tile.width; nth++) {
        if (!bundle_take(&slice->bundle, &entry))
            return slice_broken(check, slice, nth, err);
        if (!leaf_hash(entry, &slice->leaves[nth], err))
            return false;
        slice_part(check, slice, nth);
        if (!entry_look(check, slice_first(slice) + nth, entry, err))
            return false;
    }
    return partial || slice->bundle.size == 0 || slice_broken(check, slice, slice->tile.width, err);
}

/* A tile above row 0, as the entries make it, against the one that is there. */
static bool upper_compare(void *taker, const struct tile *tile, const struct digest *hashes,
                          struct error *err)
{
    struct tile_check *check = taker;
    struct error tile_fault = {0};
    struct digest there[TILE_WIDTH];
    if (tile->level == 0 || check->odd_tile.width > 0)
        return true;
    if (!tile_source_hashes(check->log->source, tile, there, &tile_fault))
        return check_broken(check, &tile_fault, err);
    for (unsigned nth = 0; nth < tile->width && check->odd_tile.width == 0; nth++)
        if (!digest_equal(&there[nth], &hashes[nth]))
            check->odd_tile = *tile;
    return true;
}

static bool slice_add(struct tile_check *check, const struct tile_slice *slice, struct error *err)
{
    const struct tile_taker compare = {upper_compare, check};
    for (unsigned nth = 0; nth < slice->tile.width; nth++) {
        struct tree_head older;
        if (!tiling_add(check->made, &slice->leaves[nth], &compare, err) ||
            (check->stored && !tiling_add(check->stored, &slice->hashes[nth], NULL, err)))
            return false;
        if (check->made->size != check->log->older_size)
            continue;
        if (!tiling_head(check->made, &older, err))
            return false;
        check->sum.older_root = older.root;
    }
    return true;
}

static bool slice_check(struct tile_check *check, struct tile_slice *slice, struct error *err)
{
    struct arena tile_scratch = {0};
    struct error tile_fault = {0};
    struct tile whole;
    const struct tile_source *source = check->log->source;
    bool sound = (tile_source_bundle(source, &slice->tile, &tile_scratch, &whole, &slice->bundle,
                                     &tile_fault) &&
                  tile_source_hashes(source, &slice->tile, slice->hashes, &tile_fault)) ||
                 check_broken(check, &tile_fault, err);
    sound = sound && slice_hash(check, slice, whole.width > slice->tile.width, err) &&
            slice_add(check, slice, err);
    arena_free(&tile_scratch);
    return sound;
}

/* Entries are right where they lead to the signed root; else the tiles may. */
static bool tile_log_judge(const struct tile_check *check, struct arena *tile_scratch,
                           struct error *err)
{
    const struct tree_head *signed_head = &check->log->head;
    struct tree_head made, stored;
    if (!tiling_head(check->made, &made, err) ||
        (check->stored && !tiling_head(check->stored, &stored, err)))
        return false;
    const bool entries_right = digest_equal(&made.root, &signed_head->root);
    const struct tile tile = tile_of(0, check->odd_entry / TILE_WIDTH, signed_head->size);
    if (check->stored && entries_right)
        return error_set(err, ERROR_INTEGRITY, "%.*s is wrong: it has another hash for entry %ju",
                         TEXT_ARGS(tile_path(&tile, tile_scratch)), (uintmax_t)check->odd_entry);
    if (check->stored && digest_equal(&stored.root, &signed_head->root))
        return error_set(err, ERROR_INTEGRITY, "entry %ju is not the one that was logged: %.*s",
                         (uintmax_t)check->odd_entry,
                         TEXT_ARGS(tile_name(tile, true, tile_scratch)));
    if (check->stored)
        return odd_entry_report(check, err);
    if (check->odd_tile.width > 0)
        return error_set(err, ERROR_INTEGRITY, "%.*s is not what the %s make",
                         TEXT_ARGS(tile_path(&check->odd_tile, tile_scratch)),
                         entries_right ? "signed entries" : "entries below it");
    return entries_right || error_set(err, ERROR_INTEGRITY,
                                      "the entries make another root than the signed checkpoint");
}

static bool tile_log_walk(struct tile_check *check, struct error *err)
{
    const uint64_t size = check->log->head.size;
    const struct tile_taker compare = {upper_compare, check};
    struct tile_slice *slice = ARENA_NEW(check->arena, struct tile_slice);
    for (uint64_t number = 0; number * TILE_WIDTH < size; number++) {
        slice->tile = tile_of(0, number, size);
        if (!slice_check(check, slice, err))
            return false;
    }
    return tiling_end(check->made, &compare, err);
}

bool tile_log_check(const struct tile_log *log, struct tile_log_sum *sum, struct error *err)
{
    struct arena tile_scratch = {0};
    struct tile_check check = {.log = log, .arena = &tile_scratch};
    check.made = ARENA_NEW(&tile_scratch, struct tiling);
    const bool sound = tile_log_walk(&check, err) && tile_log_judge(&check, &tile_scratch, err);
    if (sound)
        *sum = check.sum;
    arena_free(&tile_scratch);
    return sound;
}
