/* Evidence that is a folder of small files: a run in MLflow's file store.
 *
 *     meta.yaml, metrics/val/auc          {"meta.yaml": "run_id: ...", "metrics": {"val/auc":
 * "..."}}
 *
 * What else lies in the folder (artifacts, outputs) is neither read nor digested. */
#include "evidence/format.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/limits.h"

static const char run_mark[] = "meta.yaml";
static const char *const run_folders[] = {"metrics", "params", "tags"};

/* One folder being read. */
struct run_folder {
    const char *path;   /* as records name it       */
    const char *root;   /* which nothing may leave  */
    const char *inside; /* from there to the folder */
    struct members files, parts[COUNT(run_folders)];
    struct digest_stream *digests;
    size_t size; /* bytes read so far */
    struct arena *arena;
    struct error *err;
};

static bool run_refuse(const struct run_folder *run, const char *why)
{
    return error_at(run->err, ERROR_REFUSED, (struct place){run->path, 0, 0}, "%s", why);
}

/* Which of the folders a run has the file lies in; COUNT(run_folders) where in none. */
static size_t run_folder_of(const char *file)
{
    size_t part = 0;
    while (part < COUNT(run_folders) && !(text_starts(text_of(file), text_of(run_folders[part])) &&
                                          file[strlen(run_folders[part])] == '/'))
        part++;
    return part;
}

static bool is_run_file(const char *file)
{
    return strcmp(file, run_mark) == 0 || run_folder_of(file) < COUNT(run_folders);
}

static bool run_digest_add(struct run_folder *run, struct text bytes)
{
    struct digest digest;
    return digest_text(bytes, &digest, run->err) &&
           digest_add(run->digests, (struct text){(const char *)digest.bytes, sizeof digest.bytes},
                      run->err);
}

static bool run_file_read(struct run_folder *run, const char *file)
{
    struct text bytes;
    struct error trouble = {0};
    const char *shown = path_join(run->arena, run->path, file);
    const size_t part = run_folder_of(file);
    if (!file_read_beneath(run->root, path_join(run->arena, run->inside, file),
                           LIMIT_EVIDENCE_SIZE - run->size, run->arena, &bytes, &trouble))
        return error_at(run->err, trouble.code, (struct place){shown, 0, 0}, "%s", trouble.message);
    if (utf8_check(bytes) < bytes.size)
        return error_at(run->err, ERROR_REFUSED, (struct place){shown, 0, 0}, "is not UTF-8");
    run->size += bytes.size;
    const struct value content = value_placed(value_of_text(bytes), (struct place){shown, 1, 1});
    if (part == COUNT(run_folders))
        members_add(run->arena, &run->files, text_of(run_mark), content);
    else
        members_add(run->arena, &run->parts[part], text_of(file + strlen(run_folders[part]) + 1),
                    content);
    return run_digest_add(run, bytes);
}

static bool run_files_list(const char *root, const char *inside, const char *path,
                           struct arena *arena, struct file_entries *files, struct error *err)
{
    struct error trouble = {0};
    return file_list(path_join(arena, root, inside), LIMIT_ARTIFACT_FILES, arena, files,
                     &trouble) ||
           error_at(err, trouble.code, (struct place){path, 0, 0}, "%s", trouble.message);
}

static bool run_files_read(struct run_folder *run, struct value *document)
{
    struct file_entries files = {0};
    if (!run_files_list(run->root, run->inside, run->path, run->arena, &files, run->err))
        return false;
    for (size_t file = 0; file < files.count; file++) {
        if (!is_run_file(files.at[file].path))
            continue;
        if (files.at[file].kind != FILE_REGULAR)
            return run_refuse(run, "holds something that is neither a file nor a folder");
        if (!run_file_read(run, files.at[file].path))
            return false;
    }
    for (size_t part = 0; part < COUNT(run_folders); part++)
        members_add(run->arena, &run->files, text_of(run_folders[part]),
                    value_placed(value_of_map(run->arena, &run->parts[part]),
                                 (struct place){run->path, 0, 0}));
    *document =
        value_placed(value_of_map(run->arena, &run->files), (struct place){run->path, 0, 0});
    return true;
}

/* A folder that is no run may hold some: say which to name. */
static bool no_run_refuse(const struct run_folder *run)
{
    struct run_paths runs = {0};
    struct error unlisted = {0};
    if (!evidence_runs(run->root, run->inside, run->arena, &runs, &unlisted) || runs.count == 0)
        return run_refuse(run, "is a folder, and no run of MLflow");
    return error_at(run->err, ERROR_REFUSED, (struct place){run->path, 0, 0},
                    "is a folder of %zu runs: name one of them, such as %s", runs.count,
                    runs.at[runs.count - 1]);
}

bool evidence_read_folder(const struct evidence_folder *folder, struct text format,
                          struct arena *arena, struct evidence *out, struct error *err)
{
    struct run_folder run = {.path = folder->path,
                             .root = folder->root,
                             .inside = folder->inside,
                             .arena = arena,
                             .err = err};
    struct value *document = ARENA_NEW(arena, struct value);
    struct evidence evidence = {
        .path = folder->path, .grade = GRADE_DECLARED, .document = document};
    const struct format *reader;
    if (!digest_start(arena, &run.digests, err) || !run_files_read(&run, document))
        return false;
    if (!value_get(document, text_of(run_mark)))
        return no_run_refuse(&run);
    if (!digest_finish(run.digests, &evidence.digest, err) ||
        !format_choose(document, CARRIER_FOLDER, format, arena, &reader, err))
        return false;
    evidence.format = reader->name;
    if (!reader->read(&evidence, arena, err))
        return false;
    *out = evidence;
    return true;
}

/* mlruns/EXPERIMENT/RUN/meta.yaml has a sibling metrics/, params/ or tags/; the experiment's own
 * meta.yaml has none. Files come in byte order: a run's folders follow its meta.yaml. */
static bool run_begins(const struct file_entries *files, size_t mark, struct text folder)
{
    for (size_t file = mark + 1; file < files->count; file++) {
        const struct text path = text_of(files->at[file].path);
        if (!text_starts(path, folder))
            return false;
        if (run_folder_of(files->at[file].path + folder.size) < COUNT(run_folders))
            return true;
    }
    return false;
}

bool evidence_runs(const char *root, const char *inside, struct arena *arena, struct run_paths *out,
                   struct error *err)
{
    struct file_entries files = {0};
    struct run_paths runs = {0};
    if (!run_files_list(root, inside, inside, arena, &files, err))
        return false;
    for (size_t mark = 0; mark < files.count; mark++) {
        const struct text path = text_of(files.at[mark].path);
        const size_t folder = path.size - (sizeof run_mark - 1);
        const bool below = path.size > sizeof run_mark && text_ends(path, text_of(run_mark)) &&
                           path.at[folder - 1] == '/';
        /* models/m-... holds logged models of version 3, which say the same as their runs */
        if (!below || !run_begins(&files, mark, text_part(path, 0, folder)) ||
            strstr(files.at[mark].path, "models/m-"))
            continue;
        if (runs.count >= LIMIT_EVIDENCE_FILES)
            return error_at(err, ERROR_REFUSED, (struct place){inside, 0, 0},
                            "holds more than %d runs", LIMIT_EVIDENCE_FILES);
        *LIST_ADD(arena, &runs) =
            path_join(arena, inside, text_string(arena, text_part(path, 0, folder - 1)));
    }
    *out = runs;
    return true;
}
