#include "service/inputs.h"

#include "base/file.h"
#include "base/limits.h"
#include "service/docket.h"
#include "service/record.h"
#include "service/vouching.h"
#include "value/pointer.h"

/* Let an error that names `shown` name the path as seen from here instead. */
static bool error_seen_from_here(struct error *err, const char *shown, const char *shown_path)
{
    if (strcmp(err->file, shown) == 0)
        (void)snprintf(err->file, sizeof err->file, "%s", shown_path);
    return false;
}

static const char *file_name(const char *shown_path)
{
    const char *shown_slash = strrchr(shown_path, '/');
    return shown_slash ? shown_slash + 1 : shown_path;
}

/* A file of evidence: its path in records and as seen from here, its format or the empty text. */
struct evidence_file {
    const char *shown, *path;
    struct text format;
    struct text bytes; /* of a folder: none */
};

/* Only a digest that was computed or declared can be compared with the evidence's subject. */
static const struct digest *comparable_digest(const struct artifact *inputs_artifact)
{
    const bool inputs_digested = inputs_artifact->kind == ARTIFACT_FILE ||
                                 inputs_artifact->kind == ARTIFACT_FOLDER ||
                                 inputs_artifact->kind == ARTIFACT_DECLARED;
    return inputs_digested ? &inputs_artifact->digest : NULL;
}

static bool evidence_keep(struct inputs *inputs, const struct evidence_file *file,
                          const struct evidence *evidence, struct arena *arena, struct error *err)
{
    if (!evidence_matches(evidence, inputs->manifest.name, inputs->manifest.version,
                          comparable_digest(&inputs->artifact), err))
        return error_seen_from_here(err, file->shown, file->path);
    *LIST_ADD(arena, &inputs->evidence) = *evidence;
    *LIST_ADD(arena, &inputs->files) =
        (struct input_file){file->bytes, file->format, file->bytes.at == NULL};
    return true;
}

static bool evidence_add(struct inputs *inputs, const struct evidence_file *file, struct text bytes,
                         struct arena *arena, struct error *err)
{
    struct evidence evidence;
    struct evidence_file read = *file;
    inputs->size += bytes.size;
    read.bytes = bytes;
    if (!evidence_read(file->shown, bytes, file->format, arena, &evidence, err))
        return error_seen_from_here(err, file->shown, file->path);
    return evidence_keep(inputs, &read, &evidence, arena, err);
}

static bool is_folder(const char *input_path)
{
    enum file_kind input_kind;
    return file_kind_of(input_path, &input_kind) && input_kind == FILE_FOLDER;
}

/* Evidence that is a folder, such as a run of MLflow: `input_inside` leads to it from `input_root`.
 */
static bool evidence_folder_add(struct inputs *inputs, const struct evidence_file *input_file,
                                const char *input_root, const char *input_inside,
                                struct arena *arena, struct error *err)
{
    struct evidence input_evidence;
    const struct evidence_folder input_folder = {input_file->shown, input_root, input_inside};
    if (!evidence_read_folder(&input_folder, input_file->format, arena, &input_evidence, err))
        return error_seen_from_here(err, input_file->shown, input_file->path);
    return evidence_keep(inputs, input_file, &input_evidence, arena, err);
}

/* What cannot be opened is blamed on the line of the manifest that names it. */
static bool entry_blame(const struct inputs *inputs, const struct value *input_where,
                        const struct error *input_unread, struct error *err)
{
    const struct place input_named = value_place(input_where);
    if (input_unread->line) { /* a file inside: it knows better */
        *err = *input_unread;
        return false;
    }
    return error_at(err, input_unread->code,
                    (struct place){inputs->manifest.path, input_named.line, input_named.column},
                    "evidence %.*s: %s", TEXT_ARGS(value_text(input_where)), input_unread->message);
}

/* One entry of the manifest's evidence list: {path, format?, signature?}. */
static bool evidence_listed(struct inputs *inputs, const struct value *input_entry,
                            struct arena *arena, struct error *err)
{
    struct text bytes;
    const struct value *input_format = value_present(input_entry, TEXT("format"));
    const struct value *input_where = value_get(input_entry, TEXT("path"));
    const char *shown = text_string(arena, value_text(input_where));
    const char *inside = path_settle(arena, path_join(arena, inputs->project.inside, shown));
    const char *path = path_join(arena, inputs->manifest.folder, shown);
    const struct evidence_file file = {.shown = shown,
                                       .path = path,
                                       .format =
                                           input_format ? value_text(input_format) : TEXT_NONE};
    struct error input_unread = {0};
    if (is_folder(path_join(arena, inputs->project.root, inside)))
        return vouching_of_folder(inputs, input_entry, err) &&
               (evidence_folder_add(inputs, &file, inputs->project.root, inside, arena,
                                    &input_unread) ||
                entry_blame(inputs, input_where, &input_unread, err));
    return (file_read_beneath(inputs->project.root, inside, LIMIT_EVIDENCE_SIZE, arena, &bytes,
                              &input_unread) ||
            entry_blame(inputs, input_where, &input_unread, err)) &&
           evidence_add(inputs, &file, bytes, arena, err) &&
           vouching_evidence(inputs, input_entry, bytes,
                             &inputs->evidence.at[inputs->evidence.count - 1], arena, err);
}

/* Evidence that the command line adds: it lies where it likes. */
static bool evidence_given(struct inputs *inputs, const char *path, struct arena *arena,
                           struct error *err)
{
    struct text bytes;
    const char *shown = text_string(arena, text_sound(text_of(path), arena));
    const struct evidence_file file = {.shown = shown, .path = path};
    if (is_folder(path))
        return evidence_folder_add(inputs, &file, path, ".", arena, err);
    return file_read(path, LIMIT_EVIDENCE_SIZE, arena, &bytes, err) &&
           evidence_add(inputs, &file, bytes, arena, err);
}

static bool evidence_read_all(struct inputs *inputs, const struct names *extra, struct arena *arena,
                              struct error *err)
{
    const struct value *inputs_list = value_get(inputs->manifest.document, TEXT("evidence"));
    const size_t inputs_listed = inputs_list ? value_count(inputs_list) : 0;
    const size_t inputs_given = extra ? extra->count : 0;
    if (inputs_listed + inputs_given > LIMIT_EVIDENCE_FILES)
        return error_at(err, ERROR_REFUSED, (struct place){inputs->manifest.path, 0, 0},
                        "%zu evidence files are named, %d at most are read",
                        inputs_listed + inputs_given, LIMIT_EVIDENCE_FILES);
    for (size_t i = 0; i < inputs_listed; i++)
        if (!evidence_listed(inputs, value_at(inputs_list, i), arena, err))
            return false;
    for (size_t i = 0; i < inputs_given; i++)
        if (!evidence_given(inputs, extra->at[i], arena, err))
            return false;
    return true;
}

/* git is asked where the manifest names a commit that can be compared with what it says. */
static void observe(struct inputs *inputs, struct arena *arena)
{
    struct pointer_result observed_commit = {0};
    struct error err = {0};
    struct value git;
    struct record observations = record_in(arena);
    if (path_follow(inputs->manifest.document, TEXT("lineage.code.commit"), arena, &observed_commit,
                    &err) &&
        observed_commit.value && git_observe(inputs->manifest.folder, arena, &git))
        record_value(&observations, "git", git);
    if (value_kind(&inputs->scanned) != VALUE_NULL)
        record_value(&observations, "artifact", inputs->scanned);
    if (inputs->eyes.malware)
        record_value(&observations, "malware", malware_observed(inputs->eyes.malware));
    if (inputs->vouched.count)
        record_value(&observations, "signatures",
                     value_of_list(arena, inputs->vouched.at, inputs->vouched.count));
    inputs->observations = record_map(&observations);
}

static bool manifest_open(const char *manifest_path, struct schemas *schemas, struct arena *arena,
                          struct inputs *inputs, struct error *err)
{
    struct text manifest_bytes;
    if (!file_read(manifest_path, LIMIT_MANIFEST_SIZE, arena, &manifest_bytes, err))
        return false;
    inputs->size += manifest_bytes.size;
    inputs->bytes = manifest_bytes;
    if (!project_read(manifest_path, schemas, arena, &inputs->project, err))
        return false;
    const char *shown = text_string(arena, text_sound(text_of(file_name(manifest_path)), arena));
    if (!manifest_read(shown, manifest_bytes, schemas, arena, &inputs->manifest, err))
        return error_seen_from_here(err, shown, manifest_path);
    inputs->manifest.path = manifest_path;
    inputs->manifest.folder = path_folder(arena, manifest_path);
    inputs->manifest.root = inputs->project.root;
    inputs->manifest.inside = inputs->project.inside;
    return true;
}

static bool inputs_open(const char *path, const struct names *extra, struct schemas *schemas,
                        struct arena *arena, struct inputs *inputs, struct error *err)
{
    if (!manifest_open(path, schemas, arena, inputs, err))
        return false;
    if (inputs->eyes.malware)
        malware_another(inputs->eyes.malware);
    if (!artifact_scan(&inputs->manifest, inputs->eyes, arena, &inputs->artifact, &inputs->scanned,
                       err))
        return error_seen_from_here(err, file_name(path), path);
    if (!vouching_artifact(inputs, arena, err) || !evidence_read_all(inputs, extra, arena, err))
        return false;
    observe(inputs, arena);
    inputs->memo.arena = arena;
    inputs->of = (struct case_file){.memo = &inputs->memo,
                                    .manifest = &inputs->manifest,
                                    .evidence = &inputs->evidence,
                                    .artifact = &inputs->artifact,
                                    .observations = &inputs->observations};
    return true;
}

enum stage judge_target(const struct judge_request *request, const struct manifest *manifest)
{
    if (request->to != STAGE_NONE)
        return request->to;
    const bool prescribed = request->required.count || request->tier_required;
    return manifest->target != STAGE_NONE && !prescribed ? manifest->target : STAGE_PRODUCTION;
}

static void champion_join(const struct judge_request *request, struct inputs *inputs)
{
    inputs->champion->of.now = request->now;
    inputs->champion->of.to = STAGE_PRODUCTION;
    inputs->of.champion = &inputs->champion->of;
    inputs->size += inputs->champion->size;
}

static bool champion_open(const struct judge_request *request, struct schemas *schemas,
                          struct arena *arena, struct inputs *inputs, struct error *err)
{
    if (!request->champion)
        return true;
    inputs->champion = ARENA_NEW(arena, struct inputs);
    inputs->champion->eyes.watch = request->watch;
    inputs->champion->trust = inputs->trust;
    if (!inputs_open(request->champion, NULL, schemas, arena, inputs->champion, err))
        return false;
    champion_join(request, inputs);
    return true;
}

/* What the ledger said was said of this manifest; it must be that one still. */
static bool inputs_known(struct inputs *inputs, const struct known *known, struct error *err)
{
    if (!text_equal(inputs->manifest.name, known->name) ||
        !text_equal(inputs->manifest.version, known->version) || inputs->of.to != known->to)
        return error_at(err, ERROR_INTEGRITY, (struct place){inputs->manifest.path, 0, 0},
                        "the manifest changed while it was judged");
    inputs->known = known;
    inputs->of.approvals = &known->approvals;
    return true;
}

/* Inputs as a recorded case names them, out of the vault. */
static bool recorded_open(const struct judge_request *request, struct text recorded,
                          struct schemas *schemas, struct arena *arena, struct inputs *inputs,
                          struct error *err)
{
    struct digest digest;
    const struct value *docket;
    struct fetched_files files = {0};
    if (!digest_read(recorded, &digest))
        return error_set(err, ERROR_INTEGRITY, "%.*s is no case", TEXT_ARGS(recorded));
    return docket_read(request->ledger->vault, &digest, arena, &docket, err) &&
           docket_fetch(request->ledger->vault, value_get(docket, TEXT("inputs")), arena, &files,
                        err) &&
           docket_open(&files, value_get(docket, TEXT("inputs")), schemas, arena, inputs, err);
}

/* The version in production, as it was when it was judged. */
static bool champion_known(const struct judge_request *request, size_t index,
                           struct schemas *schemas, struct arena *arena, struct inputs *inputs,
                           struct error *err)
{
    struct error unread = {0};
    const struct text recorded =
        request->ledger ? request->ledger->known[index].champion : TEXT_NONE;
    if (recorded.size == 0)
        return champion_open(request, schemas, arena, inputs, err);
    inputs->champion = ARENA_NEW(arena, struct inputs);
    if (!recorded_open(request, recorded, schemas, arena, inputs->champion, &unread))
        return error_set(err, ERROR_INTEGRITY, "the version in production has no recorded case: %s",
                         unread.message);
    champion_join(request, inputs);
    return true;
}

/* Files as they are, or as they were where the ledger says so. */
static bool inputs_find(const struct judge_request *request, size_t index, struct schemas *schemas,
                        struct arena *arena, struct inputs *inputs, struct error *err)
{
    const struct text recorded =
        request->ledger ? request->ledger->known[index].recorded : TEXT_NONE;
    if (recorded.size == 0)
        return inputs_open(request->manifests.at[index], &request->evidence, schemas, arena, inputs,
                           err);
    return recorded_open(request, recorded, schemas, arena, inputs, err);
}

bool inputs_read(const struct judge_request *request, size_t index, struct schemas *schemas,
                 struct arena *arena, const struct inputs **out, struct error *err)
{
    struct inputs *inputs = ARENA_NEW(arena, struct inputs); /* its parts point to one another */
    const char *path = request->manifests.at[index];
    inputs->eyes = (struct artifact_eyes){request->watch, request->malware};
    if (!vouching_trust(request, index, arena, &inputs->trust, err) ||
        !inputs_find(request, index, schemas, arena, inputs, err) ||
        !champion_known(request, index, schemas, arena, inputs, err))
        return false;
    if (request->tier_required && inputs->manifest.tier > request->tier)
        return error_at(err, ERROR_INTEGRITY, (struct place){path, 0, 0},
                        "the manifest declares tier %s, %s is required here",
                        tier_name(inputs->manifest.tier), tier_name(request->tier));
    inputs->of.from = request->ledger ? request->ledger->known[index].from : request->from;
    inputs->of.to = judge_target(request, &inputs->manifest);
    inputs->of.now = request->now;
    struct value *nobody = ARENA_NEW(arena, struct value);
    *nobody = value_of_list(arena, NULL, 0);
    inputs->of.approvals = nobody;
    if (inputs->champion)
        inputs->champion->of.approvals = nobody;
    *out = inputs;
    return !request->ledger || inputs_known(inputs, &request->ledger->known[index], err);
}
