#include "store/log_state.h"

#include "store/disk.h"

#include "base/file.h"

bool log_anchor_set(struct log_paths paths, struct text first, struct arena *arena,
                    struct error *err)
{
    const char *place = NULL;
    const char *path = path_join(arena, paths.anchor_folder, "anchor.db");
    const char *noted = path_join(arena, paths.folder, "anchor-folder");
    return (first.size == 0 || disk_make_folders(paths.anchor_folder, err)) &&
           disk_place(path, arena, &place, err) &&
           (first.size == 0 || anchor_create(place, first, err)) &&
           file_write(noted, text_format(arena, "%s\n", path_folder(arena, place)), 0644, err);
}
