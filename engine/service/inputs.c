#include "service/inputs.h"

#include "base/file.h"
#include "base/limits.h"
#include "service/record.h"
#include "value/pointer.h"

/* Let an error that names `shown` name the path as seen from here instead. */
static bool error_seen_from_here(struct error *err, const char *shown, const char *path)
{
    if (strcmp(err->file, shown) == 0)
        (void)snprintf(err->file, sizeof err->file, "%s", path);
    return false;
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* A file of evidence: its path in records and as seen from here, its format or the empty text. */
struct evidence_file {
    const char *shown, *path;
    struct text format;
};

/* Only a digest that was computed or declared can be compared with the evidence's subject. */
static const struct digest *comparable_digest(const struct artifact *artifact)
{
    const bool digested = artifact->kind == ARTIFACT_FILE || artifact->kind == ARTIFACT_FOLDER ||
                          artifact->kind == ARTIFACT_DECLARED;
    return digested ? &artifact->digest : NULL;
}

static bool evidence_keep(struct inputs *inputs, const struct evidence_file *file,
                          const struct evidence *evidence, struct arena *arena, struct error *err)
{
    if (!evidence_matches(evidence, inputs->manifest.name, inputs->manifest.version,
                          comparable_digest(&inputs->artifact), err))
        return error_seen_from_here(err, file->shown, file->path);
    *LIST_ADD(arena, &inputs->evidence) = *evidence;
    return true;
}

static bool evidence_add(struct inputs *inputs, const struct evidence_file *file, struct text bytes,
                         struct arena *arena, struct error *err)
{
    struct evidence evidence;
    inputs->size += bytes.size;
    if (!evidence_read(file->shown, bytes, file->format, arena, &evidence, err))
        return error_seen_from_here(err, file->shown, file->path);
    return evidence_keep(inputs, file, &evidence, arena, err);
}

static bool is_folder(const char *path)
{
    enum file_kind kind;
    return file_kind_of(path, &kind) && kind == FILE_FOLDER;
}

/* Evidence that is a folder, such as a run of MLflow: `inside` leads to it from `root`. */
static bool evidence_folder_add(struct inputs *inputs, const struct evidence_file *file,
                                const char *root, const char *inside, struct arena *arena,
                                struct error *err)
{
    struct evidence evidence;
    const struct evidence_folder folder = {file->shown, root, inside};
    if (!evidence_read_folder(&folder, file->format, arena, &evidence, err))
        return error_seen_from_here(err, file->shown, file->path);
    return evidence_keep(inputs, file, &evidence, arena, err);
}

/* What cannot be opened is blamed on the line of the manifest that names it. */
static bool entry_blame(const struct inputs *inputs, const struct value *where,
                        const struct error *unread, struct error *err)
{
    const struct place named = value_place(where);
    if (unread->line) { /* a file inside: it knows better */
        *err = *unread;
        return false;
    }
    return error_at(err, unread->code,
                    (struct place){inputs->manifest.path, named.line, named.column},
                    "evidence %.*s: %s", TEXT_ARGS(value_text(where)), unread->message);
}

/* One entry of the manifest's evidence list: {path, format?}. */
static bool evidence_listed(struct inputs *inputs, const struct value *entry, struct arena *arena,
                            struct error *err)
{
    struct text bytes;
    const struct value *format = value_present(entry, TEXT("format"));
    const struct value *where = value_get(entry, TEXT("path"));
    const char *shown = text_string(arena, value_text(where));
    const char *inside = path_settle(arena, path_join(arena, inputs->project.inside, shown));
    const char *path = path_join(arena, inputs->manifest.folder, shown);
    const struct evidence_file file = {shown, path, format ? value_text(format) : TEXT_NONE};
    struct error unread = {0};
    if (is_folder(path_join(arena, inputs->project.root, inside)))
        return evidence_folder_add(inputs, &file, inputs->project.root, inside, arena, &unread) ||
               entry_blame(inputs, where, &unread, err);
    return (file_read_beneath(inputs->project.root, inside, LIMIT_EVIDENCE_SIZE, arena, &bytes,
                              &unread) ||
            entry_blame(inputs, where, &unread, err)) &&
           evidence_add(inputs, &file, bytes, arena, err);
}

/* Evidence that the command line adds: it lies where it likes. */
static bool evidence_given(struct inputs *inputs, const char *path, struct arena *arena,
                           struct error *err)
{
    struct text bytes;
    const char *shown = text_string(arena, text_sound(text_of(path), arena));
    const struct evidence_file file = {shown, path, TEXT_NONE};
    if (is_folder(path))
        return evidence_folder_add(inputs, &file, path, ".", arena, err);
    return file_read(path, LIMIT_EVIDENCE_SIZE, arena, &bytes, err) &&
           evidence_add(inputs, &file, bytes, arena, err);
}

static bool evidence_read_all(struct inputs *inputs, const struct names *extra, struct arena *arena,
                              struct error *err)
{
    const struct value *list = value_get(inputs->manifest.document, TEXT("evidence"));
    const size_t listed = list ? value_count(list) : 0;
    const size_t given = extra ? extra->count : 0;
    if (listed + given > LIMIT_EVIDENCE_FILES)
        return error_at(err, ERROR_REFUSED, (struct place){inputs->manifest.path, 0, 0},
                        "%zu evidence files are named, %d at most are read", listed + given,
                        LIMIT_EVIDENCE_FILES);
    for (size_t i = 0; i < listed; i++)
        if (!evidence_listed(inputs, value_at(list, i), arena, err))
            return false;
    for (size_t i = 0; i < given; i++)
        if (!evidence_given(inputs, extra->at[i], arena, err))
            return false;
    return true;
}

/* git is asked where the manifest names a commit that can be compared with what it says. */
static void observe(struct inputs *inputs, struct arena *arena)
{
    struct pointer_result commit = {0};
    struct error err = {0};
    struct value git;
    struct record observations = record_in(arena);
    if (path_follow(inputs->manifest.document, TEXT("lineage.code.commit"), arena, &commit, &err) &&
        commit.value && git_observe(inputs->manifest.folder, arena, &git))
        record_value(&observations, "git", git);
    if (value_kind(&inputs->scanned) != VALUE_NULL)
        record_value(&observations, "artifact", inputs->scanned);
    inputs->observations = record_map(&observations);
}

static bool manifest_open(const char *path, struct schemas *schemas, struct arena *arena,
                          struct inputs *inputs, struct error *err)
{
    struct text bytes;
    if (!file_read(path, LIMIT_MANIFEST_SIZE, arena, &bytes, err))
        return false;
    inputs->size += bytes.size;
    if (!project_read(path, schemas, arena, &inputs->project, err))
        return false;
    const char *shown = text_string(arena, text_sound(text_of(file_name(path)), arena));
    if (!manifest_read(shown, bytes, schemas, arena, &inputs->manifest, err))
        return error_seen_from_here(err, shown, path);
    inputs->manifest.path = path;
    inputs->manifest.folder = path_folder(arena, path);
    inputs->manifest.root = inputs->project.root;
    inputs->manifest.inside = inputs->project.inside;
    return true;
}

static bool inputs_open(const char *path, const struct names *extra, struct schemas *schemas,
                        struct arena *arena, struct inputs *out, struct error *err)
{
    if (!manifest_open(path, schemas, arena, out, err))
        return false;
    if (!artifact_scan(&out->manifest, out->watch, arena, &out->artifact, &out->scanned, err))
        return error_seen_from_here(err, file_name(path), path);
    if (!evidence_read_all(out, extra, arena, err))
        return false;
    observe(out, arena);
    out->memo.arena = arena;
    out->of = (struct case_file){.memo = &out->memo,
                                 .manifest = &out->manifest,
                                 .evidence = &out->evidence,
                                 .artifact = &out->artifact,
                                 .observations = &out->observations};
    return true;
}

/* Where the organisation prescribes who judges, the manifest has no say in what is asked of it. */
static enum stage target_of(const struct judge_request *request, const struct manifest *manifest)
{
    if (request->to != STAGE_NONE)
        return request->to;
    const bool prescribed = request->required.count || request->tier_required;
    return manifest->target != STAGE_NONE && !prescribed ? manifest->target : STAGE_PRODUCTION;
}

static bool champion_open(const struct judge_request *request, struct schemas *schemas,
                          struct arena *arena, struct inputs *inputs, struct error *err)
{
    if (!request->champion)
        return true;
    inputs->champion = ARENA_NEW(arena, struct inputs);
    inputs->champion->watch = request->watch;
    if (!inputs_open(request->champion, NULL, schemas, arena, inputs->champion, err))
        return false;
    inputs->champion->of.now = request->now;
    inputs->champion->of.to = STAGE_PRODUCTION;
    inputs->of.champion = &inputs->champion->of;
    inputs->size += inputs->champion->size;
    return true;
}

bool inputs_read(const struct judge_request *request, size_t index, struct schemas *schemas,
                 struct arena *arena, const struct inputs **out, struct error *err)
{
    struct inputs *inputs = ARENA_NEW(arena, struct inputs); /* its parts point to one another */
    const char *path = request->manifests.at[index];
    inputs->watch = request->watch;
    if (!inputs_open(path, &request->evidence, schemas, arena, inputs, err) ||
        !champion_open(request, schemas, arena, inputs, err))
        return false;
    if (request->tier_required && inputs->manifest.tier > request->tier)
        return error_at(err, ERROR_INTEGRITY, (struct place){path, 0, 0},
                        "the manifest declares tier %s, %s is required here",
                        tier_name(inputs->manifest.tier), tier_name(request->tier));
    inputs->of.from = request->from;
    inputs->of.to = target_of(request, &inputs->manifest);
    inputs->of.now = request->now;
    struct value *nobody = ARENA_NEW(arena, struct value);
    *nobody = value_of_list(arena, NULL, 0);
    inputs->of.approvals = nobody;
    if (inputs->champion)
        inputs->champion->of.approvals = nobody;
    *out = inputs;
    return true;
}
