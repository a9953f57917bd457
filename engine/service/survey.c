#include "service/survey.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/limits.h"

#include <dirent.h>
#include <sys/stat.h>

enum { SURVEY_DEPTH = 4 };

/* One walk over the project. */
struct surveyor {
    struct survey *survey;
    struct arena *arena;
    size_t looked_at; /* files and folders so far           */
    size_t size;      /* bytes of possible evidence so far  */
};

/* Folders that hold other people's files, or nobody's. */
static const char *const passed_over[] = {
    "node_modules",  "venv",     "env",   "build", "dist",  "target",   "__pycache__",
    "site-packages", "policies", "wandb", "test",  "tests", "testdata", "fixtures",
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

static bool survey_ends_with_any(const char *surveyed_path, const char *const *endings,
                                 size_t count)
{
    for (size_t ending = 0; ending < count; ending++)
        if (text_ends(text_of(surveyed_path), text_of(endings[ending])))
            return true;
    return false;
}

static const char *survey_base_name(const char *surveyed_path)
{
    const char *slash = strrchr(surveyed_path, '/');
    return slash ? slash + 1 : surveyed_path;
}

/* ---- git, by its files ---- */

static bool survey_is_commit(struct text text)
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
    return file_read_beneath(surveyor->survey->folder, path_join(surveyor->arena, ".git", name),
                             LIMIT_MANIFEST_SIZE, surveyor->arena, out, &unread);
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

/* A user and a password in front of the host belong into no manifest, nor a token behind a question
 * mark. Of SSH the user alone may stand: it is the same for everybody. */
static struct text without_credentials(struct text remote_url)
{
    const char *scheme = remote_url.size ? memmem(remote_url.at, remote_url.size, "://", 3) : NULL;
    if (!scheme)
        return remote_url;
    const size_t host = (size_t)(scheme - remote_url.at) + 3;
    const struct text rest = text_part(remote_url, host, remote_url.size);
    const size_t at = text_find(rest, '@');
    const bool bare_user = text_starts(remote_url, TEXT("ssh://")) && text_find(rest, ':') > at;
    const bool secret = (at < rest.size && !bare_user) || text_find(rest, '?') < rest.size;
    return secret ? TEXT_NONE : remote_url;
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
    if (survey_is_commit(commit))
        surveyor->survey->commit = commit;
    if (git_file(surveyor, "config", &settings))
        surveyor->survey->repository = without_credentials(origin_url(settings));
}

/* ---- evidence ---- */

static bool survey_is_ours(const char *surveyed_path)
{
    const char *name = survey_base_name(surveyed_path);
    return strcmp(name, "model.yaml") == 0 || strcmp(name, "obstat.yaml") == 0;
}

static bool survey_is_card(const char *surveyed_path)
{
    return strcmp(surveyed_path, "README.md") == 0 || strcmp(surveyed_path, "MODEL_CARD.md") == 0 ||
           strcmp(surveyed_path, "model_card.md") == 0;
}

static bool may_be_evidence(const char *surveyed_path)
{
    const char *name = survey_base_name(surveyed_path);
    return !survey_is_ours(surveyed_path) &&
           (survey_is_card(surveyed_path) || strcmp(name, "MLmodel") == 0 ||
            strcmp(name, "dvc.lock") == 0 || text_ends(text_of(name), TEXT(".dvc")) ||
            survey_ends_with_any(name, evidence_endings, COUNT(evidence_endings)));
}

static bool survey_names_figures(const char *surveyed_path)
{
    for (size_t word = 0; word < COUNT(figure_words); word++)
        if (strcasestr(surveyed_path, figure_words[word]))
            return true;
    return false;
}

/* Does the file say anything that a policy could look at? */
static bool is_worth_naming(const struct evidence *surveyed_evidence, const char *surveyed_path)
{
    if (strcmp(surveyed_evidence->format, "metrics") == 0)
        return survey_names_figures(surveyed_path);
    return surveyed_evidence->results.count || surveyed_evidence->groups.count ||
           surveyed_evidence->suites.count || surveyed_evidence->card || surveyed_evidence->lineage;
}

static void lineage_take(struct survey *survey, const struct evidence *surveyed_evidence)
{
    const struct value *data = value_present(surveyed_evidence->lineage, TEXT("data"));
    const struct value *parameters = value_present(surveyed_evidence->lineage, TEXT("parameters"));
    const struct value *name = value_present(surveyed_evidence->card, TEXT("model_name"));
    if (!survey->data && value_count(data))
        survey->data = data;
    if (!survey->parameters && value_count(parameters))
        survey->parameters = parameters;
    if (!survey->name.size)
        survey->name = value_text(name);
}

static void evidence_take(struct surveyor *surveyor, const struct evidence *surveyed_evidence,
                          const char *surveyed_path)
{
    if (surveyor->survey->evidence.count >= LIMIT_EVIDENCE_FILES)
        return;
    lineage_take(surveyor->survey, surveyed_evidence);
    *LIST_ADD(surveyor->arena, &surveyor->survey->evidence) =
        (struct survey_find){surveyed_path, surveyed_evidence->format};
}

static void evidence_survey(struct surveyor *surveyor, const char *surveyed_path)
{
    struct text surveyed_bytes;
    struct error unread = {0};
    struct evidence surveyed_evidence;
    const size_t left = LIMIT_SURVEY_SIZE - surveyor->size;
    if (surveyor->survey->evidence.count >= LIMIT_EVIDENCE_FILES ||
        !file_read_beneath(surveyor->survey->folder, surveyed_path, left, surveyor->arena,
                           &surveyed_bytes, &unread))
        return;
    surveyor->size += surveyed_bytes.size;
    if (evidence_read(surveyed_path, surveyed_bytes, TEXT_NONE, surveyor->arena, &surveyed_evidence,
                      &unread) &&
        is_worth_naming(&surveyed_evidence, surveyed_path))
        evidence_take(surveyor, &surveyed_evidence, surveyed_path);
}

/* ---- runs of MLflow: the one that began last ---- */

static double run_started(const struct evidence *surveyed_evidence)
{
    const struct value *run = value_present(surveyed_evidence->lineage, TEXT("run"));
    return value_number(value_get(run, TEXT("started")));
}

static void runs_survey(struct surveyor *surveyor, const char *folder)
{
    struct run_paths runs;
    struct error unread = {0};
    struct evidence last, surveyed_evidence;
    const char *root = surveyor->survey->folder, *taken = NULL;
    if (!evidence_runs(root, folder, surveyor->arena, &runs, &unread))
        return;
    for (size_t run = 0; run < runs.count; run++) {
        const struct evidence_folder run_folder = {runs.at[run], root, runs.at[run]};
        if (!evidence_read_folder(&run_folder, TEXT_NONE, surveyor->arena, &surveyed_evidence,
                                  &unread) ||
            (taken && !(run_started(&surveyed_evidence) > run_started(&last))))
            continue;
        taken = runs.at[run];
        last = surveyed_evidence;
    }
    surveyor->survey->runs = runs.count;
    if (taken)
        evidence_take(surveyor, &last, taken);
}

/* ---- the walk ---- */

static void file_survey(struct surveyor *surveyor, const char *surveyed_path)
{
    struct survey *survey = surveyor->survey;
    if (survey_ends_with_any(surveyed_path, artifact_endings, COUNT(artifact_endings)))
        *LIST_ADD(surveyor->arena, &survey->artifacts) = (struct survey_find){surveyed_path, NULL};
    else if (may_be_evidence(surveyed_path))
        evidence_survey(surveyor, surveyed_path);
}

static bool is_passed_over(const char *name)
{
    for (size_t folder = 0; folder < COUNT(passed_over); folder++)
        if (strcmp(name, passed_over[folder]) == 0)
            return true;
    return name[0] == '.' && strcmp(name, ".eval_results") != 0;
}

/* A manifest is UTF-8: another name cannot be written there. */
static bool is_utf8(const char *name)
{
    return utf8_check(text_of(name)) == strlen(name);
}

static void folder_survey(struct surveyor *surveyor, const char *inside, int depth);

static void entry_survey(struct surveyor *surveyor, const char *inside, const char *name, int depth)
{
    struct stat found;
    if (++surveyor->looked_at > LIMIT_SURVEY_FILES || is_passed_over(name) || !is_utf8(name))
        return;
    const char *surveyed_path = path_join(surveyor->arena, inside, name);
    const char *whole = path_join(surveyor->arena, surveyor->survey->folder, surveyed_path);
    if (lstat(whole, &found) != 0)
        return;
    if (S_ISREG(found.st_mode))
        file_survey(surveyor, surveyed_path);
    else if (S_ISDIR(found.st_mode) && strcmp(name, "mlruns") == 0)
        runs_survey(surveyor, surveyed_path);
    else if (S_ISDIR(found.st_mode) && depth < SURVEY_DEPTH)
        folder_survey(surveyor, surveyed_path, depth + 1);
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
    struct text surveyed_bytes;
    struct error unread = {0};
    struct survey *survey = surveyor->survey;
    for (size_t lock = 0; lock < COUNT(lock_files) && !survey->lock; lock++)
        if (file_read_beneath(survey->folder, lock_files[lock], LIMIT_YAML_SIZE, surveyor->arena,
                              &surveyed_bytes, &unread) &&
            digest_text(surveyed_bytes, &survey->lock_digest, &unread))
            survey->lock = lock_files[lock];
}

static bool stands_there(const struct surveyor *surveyor, const char *surveyed_path)
{
    enum file_kind kind;
    return file_kind_of(path_join(surveyor->arena, surveyor->survey->folder, surveyed_path), &kind);
}

static bool url_has(struct text remote_url, const char *host)
{
    return remote_url.size && memmem(remote_url.at, remote_url.size, host, strlen(host));
}

/* By the files that are there, then by where the repository comes from. */
static enum forge forge_of(const struct surveyor *surveyor)
{
    const struct text remote_url = surveyor->survey->repository;
    if (stands_there(surveyor, ".github"))
        return FORGE_GITHUB;
    if (stands_there(surveyor, ".gitlab-ci.yml"))
        return FORGE_GITLAB;
    if (stands_there(surveyor, "azure-pipelines.yml"))
        return FORGE_AZURE;
    if (stands_there(surveyor, "Jenkinsfile"))
        return FORGE_JENKINS;
    if (url_has(remote_url, "github.com"))
        return FORGE_GITHUB;
    if (url_has(remote_url, "gitlab"))
        return FORGE_GITLAB;
    return url_has(remote_url, "dev.azure.com") ? FORGE_AZURE : FORGE_NONE;
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
    survey.cut_short = surveyor.looked_at > LIMIT_SURVEY_FILES;
    survey.forge = forge_of(&surveyor);
    *out = survey;
    return true;
}
