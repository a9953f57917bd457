#include "service/survey.h"

#include "base/file.h"
#include "base/limits.h"

#include <dirent.h>
#include <sys/stat.h>

enum { SURVEY_DEPTH = 4 };

/* One walk over the project. */
struct surveyor {
    struct survey *survey;
    struct arena *arena;
    size_t looked_at; /* files and folders so far */
};

/* Folders that hold other people's files, or nobody's. */
static const char *const passed_over[] = {
    "node_modules", "venv",        "env",           "build",    "dist",
    "target",       "__pycache__", "site-packages", "policies", "wandb",
};

static const char *const evidence_endings[] = {
    ".json", ".yaml", ".yml", ".csv", ".tsv", ".xml", ".jsonl", ".ndjson", ".sarif",
};

static const char *const artifact_endings[] = {
    ".safetensors", ".onnx", ".gguf", ".keras", ".h5",  ".pkl",
    ".joblib",      ".pt",   ".pth",  ".ckpt",  ".bst", ".ubj",
};

/* In the order in which they are believed. */
static const char *const lock_files[] = {
    "uv.lock",   "poetry.lock",      "Pipfile.lock", "pdm.lock",        "conda-lock.yml",
    "pixi.lock", "requirements.txt", "conda.yaml",   "environment.yml",
};

/* Where a name has one of these words, a tree of figures is meant as evidence. */
static const char *const figure_words[] = {"metric", "eval", "result", "report", "score"};

static bool ends_with_any(const char *path, const char *const *endings, size_t count)
{
    for (size_t ending = 0; ending < count; ending++)
        if (text_ends(text_of(path), text_of(endings[ending])))
            return true;
    return false;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* ---- git, by its files ---- */

static bool is_commit(struct text text)
{
    enum { COMMIT_DIGITS = 40 };
    return text.size == COMMIT_DIGITS && strspn(text.at, "0123456789abcdef") >= COMMIT_DIGITS;
}

static struct text line_of(struct text text)
{
    return text_part(text, 0, text_find(text, '\n'));
}

static bool git_file(const struct surveyor *surveyor, const char *name, struct text *out)
{
    struct error unread = {0};
    const char *git = path_join(surveyor->arena, surveyor->survey->folder, ".git");
    return file_read_beneath(git, name, LIMIT_MANIFEST_SIZE, surveyor->arena, out, &unread);
}

/* The commit of a branch, where its own file or packed-refs has it. */
static struct text branch_commit(const struct surveyor *surveyor, struct text branch)
{
    struct text refs;
    if (git_file(surveyor, text_string(surveyor->arena, branch), &refs))
        return line_of(refs);
    if (!git_file(surveyor, "packed-refs", &refs))
        return TEXT_NONE;
    while (refs.size) {
        const struct text line = line_of(refs);
        const size_t space = text_find(line, ' ');
        if (text_equal(text_part(line, space + 1, line.size), branch))
            return text_part(line, 0, space);
        refs = text_part(refs, line.size + 1, refs.size);
    }
    return TEXT_NONE;
}

/* `url = ...` below [remote "origin"] of git's own settings. */
static struct text origin_url(struct text settings)
{
    bool origin = false;
    while (settings.size) {
        struct text line = line_of(settings);
        settings = text_part(settings, line.size + 1, settings.size);
        while (line.size && (line.at[0] == '\t' || line.at[0] == ' '))
            line = text_part(line, 1, line.size);
        if (text_starts(line, TEXT("[")))
            origin = text_starts(line, TEXT("[remote \"origin\"]"));
        else if (origin && text_starts(line, TEXT("url = ")))
            return text_part(line, sizeof "url = " - 1, line.size);
    }
    return TEXT_NONE;
}

/* A user and a password in front of the host belong into no manifest. */
static struct text without_credentials(struct text url)
{
    const struct text scheme = TEXT("https://");
    const struct text rest = text_part(url, scheme.size, url.size);
    const size_t at = text_find(rest, '@');
    return text_starts(url, scheme) && at < text_find(rest, '/') ? TEXT_NONE : url;
}

static void git_survey(const struct surveyor *surveyor)
{
    const struct text branch_mark = TEXT("ref: ");
    struct text head, settings;
    if (!git_file(surveyor, "HEAD", &head))
        return;
    head = line_of(head);
    const struct text commit =
        text_starts(head, branch_mark)
            ? branch_commit(surveyor, text_part(head, branch_mark.size, head.size))
            : head;
    if (is_commit(commit))
        surveyor->survey->commit = commit;
    if (git_file(surveyor, "config", &settings))
        surveyor->survey->repository = without_credentials(origin_url(settings));
}

/* ---- evidence ---- */

static bool is_ours(const char *path)
{
    const char *name = base_name(path);
    return strcmp(name, "model.yaml") == 0 || strcmp(name, "obstat.yaml") == 0;
}

static bool is_card(const char *path)
{
    return strcmp(path, "README.md") == 0 || strcmp(path, "MODEL_CARD.md") == 0 ||
           strcmp(path, "model_card.md") == 0;
}

static bool may_be_evidence(const char *path)
{
    const char *name = base_name(path);
    return !is_ours(path) &&
           (is_card(path) || strcmp(name, "MLmodel") == 0 || strcmp(name, "dvc.lock") == 0 ||
            text_ends(text_of(name), TEXT(".dvc")) ||
            ends_with_any(name, evidence_endings, COUNT(evidence_endings)));
}

static bool names_figures(const char *path)
{
    for (size_t word = 0; word < COUNT(figure_words); word++)
        if (strcasestr(path, figure_words[word]))
            return true;
    return false;
}

/* Does the file say anything that a policy could look at? */
static bool is_worth_naming(const struct evidence *evidence, const char *path)
{
    if (strcmp(evidence->format, "metrics") == 0)
        return names_figures(path);
    return evidence->results.count || evidence->groups.count || evidence->suites.count ||
           evidence->card || evidence->lineage;
}

static void lineage_take(struct survey *survey, const struct evidence *evidence)
{
    const struct value *data = value_present(evidence->lineage, TEXT("data"));
    const struct value *parameters = value_present(evidence->lineage, TEXT("parameters"));
    const struct value *name = value_present(evidence->card, TEXT("model_name"));
    if (!survey->data && value_count(data))
        survey->data = data;
    if (!survey->parameters && value_count(parameters))
        survey->parameters = parameters;
    if (!survey->name.size)
        survey->name = value_text(name);
}

static void evidence_take(struct surveyor *surveyor, const struct evidence *evidence,
                          const char *path)
{
    if (surveyor->survey->evidence.count >= LIMIT_EVIDENCE_FILES)
        return;
    lineage_take(surveyor->survey, evidence);
    *LIST_ADD(surveyor->arena, &surveyor->survey->evidence) =
        (struct survey_find){path, evidence->format};
}

static void evidence_survey(struct surveyor *surveyor, const char *path)
{
    struct text bytes;
    struct error unread = {0};
    struct evidence evidence;
    if (file_read_beneath(surveyor->survey->folder, path, LIMIT_YAML_SIZE, surveyor->arena, &bytes,
                          &unread) &&
        evidence_read(path, bytes, TEXT_NONE, surveyor->arena, &evidence, &unread) &&
        is_worth_naming(&evidence, path))
        evidence_take(surveyor, &evidence, path);
}

/* ---- runs of MLflow: the one that began last ---- */

static double run_started(const struct evidence *evidence)
{
    const struct value *run = value_present(evidence->lineage, TEXT("run"));
    return value_number(value_get(run, TEXT("started")));
}

static void runs_survey(struct surveyor *surveyor, const char *folder)
{
    struct run_paths runs;
    struct error unread = {0};
    struct evidence last, evidence;
    const char *root = surveyor->survey->folder, *taken = NULL;
    if (!evidence_runs(root, folder, surveyor->arena, &runs, &unread))
        return;
    for (size_t run = 0; run < runs.count; run++) {
        if (!evidence_read_folder(runs.at[run], root, runs.at[run], TEXT_NONE, surveyor->arena,
                                  &evidence, &unread) ||
            (taken && !(run_started(&evidence) > run_started(&last))))
            continue;
        taken = runs.at[run];
        last = evidence;
    }
    surveyor->survey->runs = runs.count;
    if (taken)
        evidence_take(surveyor, &last, taken);
}

/* ---- the walk ---- */

static void file_survey(struct surveyor *surveyor, const char *path)
{
    struct survey *survey = surveyor->survey;
    if (ends_with_any(path, artifact_endings, COUNT(artifact_endings)))
        *LIST_ADD(surveyor->arena, &survey->artifacts) = (struct survey_find){path, NULL};
    else if (may_be_evidence(path))
        evidence_survey(surveyor, path);
}

static bool is_passed_over(const char *name)
{
    for (size_t folder = 0; folder < COUNT(passed_over); folder++)
        if (strcmp(name, passed_over[folder]) == 0)
            return true;
    return name[0] == '.' && strcmp(name, ".eval_results") != 0;
}

static void folder_survey(struct surveyor *surveyor, const char *inside, int depth);

static void entry_survey(struct surveyor *surveyor, const char *inside, const char *name, int depth)
{
    struct stat found;
    const char *path = path_join(surveyor->arena, inside, name);
    const char *whole = path_join(surveyor->arena, surveyor->survey->folder, path);
    if (++surveyor->looked_at > LIMIT_SURVEY_FILES || is_passed_over(name) ||
        lstat(whole, &found) != 0)
        return;
    if (S_ISREG(found.st_mode))
        file_survey(surveyor, path);
    else if (S_ISDIR(found.st_mode) && strcmp(name, "mlruns") == 0)
        runs_survey(surveyor, path);
    else if (S_ISDIR(found.st_mode) && depth < SURVEY_DEPTH)
        folder_survey(surveyor, path, depth + 1);
}

static int is_below(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static void folder_survey(struct surveyor *surveyor, const char *inside, int depth)
{
    struct dirent **names = NULL;
    const char *folder = surveyor->survey->folder;
    const char *whole = *inside ? path_join(surveyor->arena, folder, inside) : folder;
    const int count = scandir(whole, &names, is_below, alphasort);
    for (int entry = 0; entry < count; entry++) {
        entry_survey(surveyor, inside, names[entry]->d_name, depth);
        free(names[entry]);
    }
    free(names);
}

static void lock_survey(struct surveyor *surveyor)
{
    struct text bytes;
    struct error unread = {0};
    struct survey *survey = surveyor->survey;
    for (size_t lock = 0; lock < COUNT(lock_files) && !survey->lock; lock++)
        if (file_read_beneath(survey->folder, lock_files[lock], LIMIT_YAML_SIZE, surveyor->arena,
                              &bytes, &unread) &&
            digest_text(bytes, &survey->lock_digest, &unread))
            survey->lock = lock_files[lock];
}

static bool stands_there(const struct surveyor *surveyor, const char *path)
{
    enum file_kind kind;
    return file_kind_of(path_join(surveyor->arena, surveyor->survey->folder, path), &kind);
}

static bool url_has(struct text url, const char *host)
{
    return url.size && memmem(url.at, url.size, host, strlen(host));
}

/* By the files that are there, then by where the repository comes from. */
static enum forge forge_of(const struct surveyor *surveyor)
{
    const struct text url = surveyor->survey->repository;
    if (stands_there(surveyor, ".github"))
        return FORGE_GITHUB;
    if (stands_there(surveyor, ".gitlab-ci.yml"))
        return FORGE_GITLAB;
    if (stands_there(surveyor, "azure-pipelines.yml"))
        return FORGE_AZURE;
    if (stands_there(surveyor, "Jenkinsfile"))
        return FORGE_JENKINS;
    if (url_has(url, "github.com"))
        return FORGE_GITHUB;
    if (url_has(url, "gitlab"))
        return FORGE_GITLAB;
    return url_has(url, "dev.azure.com") ? FORGE_AZURE : FORGE_NONE;
}

bool survey_folder(const char *folder, struct arena *arena, struct survey *out, struct error *err)
{
    enum file_kind kind;
    struct survey survey = {.folder = folder};
    struct surveyor surveyor = {.survey = &survey, .arena = arena};
    if (!file_kind_of(folder, &kind) || kind != FILE_FOLDER)
        return error_at(err, ERROR_REFUSED, (struct place){folder, 0, 0}, "is no folder");
    git_survey(&surveyor);
    folder_survey(&surveyor, "", 1);
    lock_survey(&surveyor);
    survey.forge = forge_of(&surveyor);
    *out = survey;
    return true;
}
