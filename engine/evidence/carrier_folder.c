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

/* The folder of one run being read. */
struct run_folder {
    const char *path;   /* of the run, as records name it     */
    const char *root;   /* which no file of the run may leave */
    const char *inside; /* from there to the run's folder     */
    struct members files, parts[COUNT(run_folders)];
    struct digest_stream *digests; /* of the run's files           */
    size_t size;                   /* bytes of the run read so far */
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

enum { SIZE_WRITTEN = 24 }; /* a size of 64 bits in decimal, and a NUL */

/* A file's path is the name of what it says, so it is digested too: path and size, each ended by a
 * NUL, then the digest of the bytes, raw. */
static bool run_digest_add(struct run_folder *run, const char *file, struct text bytes)
{
    struct digest digest;
    char written[SIZE_WRITTEN];
    const int written_size = snprintf(written, sizeof written, "%zu", bytes.size);
    return digest_text(bytes, &digest, run->err) &&
           digest_add(run->digests, (struct text){file, strlen(file) + 1}, run->err) &&
           digest_add(run->digests, (struct text){written, (size_t)written_size + 1}, run->err) &&
           digest_add(run->digests, (struct text){(const char *)digest.bytes, sizeof digest.bytes},
                      run->err);
}

/* One file of the run, by its path in the folder. */
static bool run_file_add(struct run_folder *run, const char *file, struct text run_file_text)
{
    const char *run_file_shown = path_join(run->arena, run->path, file);
    const size_t part = run_folder_of(file);
    if (utf8_check(run_file_text) < run_file_text.size)
        return error_at(run->err, ERROR_REFUSED, (struct place){run_file_shown, 0, 0},
                        "is not UTF-8");
    run->size += run_file_text.size;
    const struct value content =
        value_placed(value_of_text(run_file_text), (struct place){run_file_shown, 1, 1});
    if (part == COUNT(run_folders))
        members_add(run->arena, &run->files, text_of(run_mark), content);
    else
        members_add(run->arena, &run->parts[part], text_of(file + strlen(run_folders[part]) + 1),
                    content);
    return run_digest_add(run, file, run_file_text);
}

static bool run_file_read(struct run_folder *run, const char *file)
{
    struct text run_file_text;
    struct error run_trouble = {0};
    const char *run_file_shown = path_join(run->arena, run->path, file);
    if (!file_read_beneath(run->root, path_join(run->arena, run->inside, file),
                           LIMIT_EVIDENCE_SIZE - run->size, run->arena, &run_file_text,
                           &run_trouble))
        return error_at(run->err, run_trouble.code, (struct place){run_file_shown, 0, 0}, "%s",
                        run_trouble.message);
    return run_file_add(run, file, run_file_text);
}

static bool run_files_list(const char *root, const char *inside, const char *path,
                           struct arena *arena, struct file_entries *run_files, struct error *err)
{
    struct error run_trouble = {0};
    return file_list(path_join(arena, root, inside), LIMIT_ARTIFACT_FILES, arena, run_files,
                     &run_trouble) ||
           error_at(err, run_trouble.code, (struct place){path, 0, 0}, "%s", run_trouble.message);
}

static void run_document(struct run_folder *run, struct value *document)
{
    for (size_t part = 0; part < COUNT(run_folders); part++)
        members_add(run->arena, &run->files, text_of(run_folders[part]),
                    value_placed(value_of_map(run->arena, &run->parts[part]),
                                 (struct place){run->path, 0, 0}));
    *document =
        value_placed(value_of_map(run->arena, &run->files), (struct place){run->path, 0, 0});
}

static bool run_files_read(struct run_folder *run, struct value *document)
{
    struct file_entries run_files = {0};
    if (!run_files_list(run->root, run->inside, run->path, run->arena, &run_files, run->err))
        return false;
    for (size_t run_file = 0; run_file < run_files.count; run_file++) {
        if (!is_run_file(run_files.at[run_file].path))
            continue;
        if (run_files.at[run_file].kind != FILE_REGULAR)
            return run_refuse(run, "holds something that is neither a file nor a folder");
        if (!run_file_read(run, run_files.at[run_file].path))
            return false;
    }
    run_document(run, document);
    return true;
}

/* A folder that is no run of MLflow may hold some: say which to name. */
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

/* What the run's files were read as. */
static bool run_evidence(struct run_folder *run, const struct value *document, struct text format,
                         struct evidence *folder_evidence)
{
    struct evidence evidence = {.path = run->path, .grade = GRADE_DECLARED, .document = document};
    const struct format *run_format;
    if (!digest_finish(run->digests, &evidence.digest, run->err) ||
        !format_choose(document, CARRIER_FOLDER, format, run->arena, &run_format, run->err))
        return false;
    evidence.format = run_format->name;
    if (!run_format->read(&evidence, run->arena, run->err))
        return false;
    *folder_evidence = evidence;
    return true;
}

bool evidence_read_folder(const struct evidence_folder *folder, struct text format,
                          struct arena *arena, struct evidence *folder_evidence, struct error *err)
{
    struct run_folder run = {.path = folder->path,
                             .root = folder->root,
                             .inside = folder->inside,
                             .arena = arena,
                             .err = err};
    struct value *document = ARENA_NEW(arena, struct value);
    if (!digest_start(arena, &run.digests, err) || !run_files_read(&run, document))
        return false;
    if (!value_get(document, text_of(run_mark)))
        return no_run_refuse(&run);
    return run_evidence(&run, document, format, folder_evidence);
}

bool evidence_read_parts(const char *path, const struct evidence_parts *parts, struct text format,
                         struct arena *arena, struct evidence *folder_evidence, struct error *err)
{
    struct run_folder run = {.path = path, .arena = arena, .err = err};
    struct value *document = ARENA_NEW(arena, struct value);
    if (!digest_start(arena, &run.digests, err))
        return false;
    for (size_t part = 0; part < parts->count; part++) {
        const char *run_file = parts->at[part].path;
        const bool in_order = part == 0 || strcmp(parts->at[part - 1].path, run_file) < 0;
        if (!in_order || !is_run_file(run_file))
            return run_refuse(&run, "has a file that no run has, or not in its place");
        if (!run_file_add(&run, run_file, parts->at[part].bytes))
            return false;
    }
    run_document(&run, document);
    if (!value_get(document, text_of(run_mark)))
        return run_refuse(&run, "is no run of MLflow");
    return run_evidence(&run, document, format, folder_evidence);
}

void evidence_parts_of(const struct evidence *evidence, struct arena *arena,
                       struct evidence_parts *parts)
{
    struct evidence_parts found = {0};
    const struct value *files = evidence->document;
    for (size_t file = 0; file < value_count(files); file++) {
        const struct value *inside = member_value(files, file);
        const char *name = text_string(arena, member_key(files, file));
        if (value_kind(inside) == VALUE_STRING)
            *LIST_ADD(arena, &found) = (struct evidence_part){name, value_text(inside)};
        for (size_t part = 0; part < value_count(inside); part++)
            *LIST_ADD(arena, &found) = (struct evidence_part){
                path_join(arena, name, text_string(arena, member_key(inside, part))),
                value_text(member_value(inside, part))};
    }
    *parts = found;
}

/* mlruns/EXPERIMENT/RUN/meta.yaml has a sibling metrics/, params/ or tags/; the experiment's own
 * meta.yaml has none. Files come in byte order: a run's folders follow its meta.yaml. */
static bool run_begins(const struct file_entries *run_files, size_t mark, struct text run_path)
{
    for (size_t file = mark + 1; file < run_files->count; file++) {
        const struct text run_file_path = text_of(run_files->at[file].path);
        if (!text_starts(run_file_path, run_path))
            return false;
        if (run_folder_of(run_files->at[file].path + run_path.size) < COUNT(run_folders))
            return true;
    }
    return false;
}

bool evidence_runs(const char *root, const char *inside, struct arena *arena,
                   struct run_paths *found_runs, struct error *err)
{
    struct file_entries run_files = {0};
    struct run_paths runs = {0};
    if (!run_files_list(root, inside, inside, arena, &run_files, err))
        return false;
    for (size_t mark = 0; mark < run_files.count; mark++) {
        const struct text run_mark_path = text_of(run_files.at[mark].path);
        const size_t run_size = run_mark_path.size - (sizeof run_mark - 1);
        const bool below = run_mark_path.size > sizeof run_mark &&
                           text_ends(run_mark_path, text_of(run_mark)) &&
                           run_mark_path.at[run_size - 1] == '/';
        /* models/m-... holds logged models of version 3, which say the same as their runs */
        if (!below || !run_begins(&run_files, mark, text_part(run_mark_path, 0, run_size)) ||
            strstr(run_files.at[mark].path, "models/m-"))
            continue;
        if (runs.count >= LIMIT_EVIDENCE_FILES)
            return error_at(err, ERROR_REFUSED, (struct place){inside, 0, 0},
                            "holds more than %d runs", LIMIT_EVIDENCE_FILES);
        *LIST_ADD(arena, &runs) =
            path_join(arena, inside, text_string(arena, text_part(run_mark_path, 0, run_size - 1)));
    }
    *found_runs = runs;
    return true;
}
