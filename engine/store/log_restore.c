#include "store/log_state.h"

#include "store/disk.h"

#include "base/file.h"

#include <unistd.h>

/* Its first entries are those that the checkpoint is over, as far as the stored hashes say: that
 * the entries are theirs is looked at by whoever reads one. */
static bool backup_leads(struct log *log, const struct tree_head *head, struct error *err)
{
    uint64_t size;
    struct digest root;
    struct peaks peaks;
    if (!log->store->is->size(log->store, &size, err))
        return false;
    if (size < head->size)
        return error_set(err, ERROR_INTEGRITY,
                         "the backup's checkpoint is over %ju entries, and its log.db has %ju",
                         (uintmax_t)head->size, (uintmax_t)size);
    return log_peaks_at(log, head->size, &peaks, err) && peaks_root(&peaks, &root, err) &&
           (digest_equal(&root, &head->root) ||
            error_set(
                err, ERROR_INTEGRITY,
                "the backup's checkpoint is over %ju entries that are not those of its log.db",
                (uintmax_t)head->size));
}

bool log_backup_check(struct log_paths paths, struct text published, struct arena *arena,
                      struct error *err)
{
    struct log log = {0};
    struct checkpoint checkpoint;
    if (!log_keys_read(&log, paths.folder, STORE_WRITE, arena, err) ||
        !checkpoint_open(published, &log.key, arena, &checkpoint, err) ||
        !store_sqlite_open(path_join(arena, paths.folder, "log.db"), STORE_READ, arena, &log.store,
                           err))
        return false;
    const bool leads = backup_leads(&log, &checkpoint.head, err);
    log.store->is->close(log.store);
    return leads;
}

void log_anchor_undo(struct log_paths paths, struct arena *arena)
{
    if (unlink(path_join(arena, paths.anchor_folder, "anchor.db")) == 0)
        (void)rmdir(paths.anchor_folder);
}

/* Always false. */
static bool anchor_undone(struct log_paths paths, struct arena *arena)
{
    log_anchor_undo(paths, arena);
    return false;
}

bool log_anchor_set(struct log_paths paths, struct text first, struct arena *arena,
                    struct error *err)
{
    const char *place = NULL;
    const char *path = path_join(arena, paths.anchor_folder, "anchor.db");
    const char *noted = path_join(arena, paths.folder, "anchor-folder");
    return (first.size == 0 || disk_make_folders(paths.anchor_folder, err)) &&
           disk_place(path, arena, &place, err) &&
           (first.size == 0 || anchor_create(place, first, err)) &&
           (file_write(noted, text_format(arena, "%s\n", path_folder(arena, place)), 0644, err) ||
            (first.size > 0 && anchor_undone(paths, arena)));
}
