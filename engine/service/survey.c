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

static bool survey_is_commit(struct text commit_text)
{
    enum { COMMIT_DIGITS = 40 };
    return commit_text.size == COMMIT_DIGITS &&
           strspn(commit_text.at, "0123456789abcdef") >= COMMIT_DIGITS;
}

static struct text line_of(struct text git_text)
{
    return text_part(git_text, 0, text_find(git_text, '\n'));
}

static bool git_file(const struct surveyor *surveyor, const char *name, struct text *git_text)
{
    struct error unread = {0};
    return file_read_beneath(surveyor->survey->folder, path_join(surveyor->arena, ".git", name),
                             LIMIT_MANIFEST_SIZE, surveyor->arena, git_text, &unread);
}

/* The commit of a branch, where its own file or packed-refs has it. */
static struct text branch_commit(const struct surveyor *surveyor, struct text branch)
{
    struct text git_refs;
    if (git_file(surveyor, text_string(surveyor->arena, branch), &git_refs))
        return line_of(git_refs);
    if (!git_file(surveyor, "packed-refs", &git_refs))
        return TEXT_NONE;
    while (git_refs.size) {
        const struct text git_line = line_of(git_refs);
        const size_t commit_size = text_find(git_line, ' ');
        if (text_equal(text_part(git_line, commit_size + 1, git_line.size), branch))
            return text_part(git_line, 0, commit_size);
        git_refs = text_part(git_refs, git_line.size + 1, git_refs.size);
    }
    return TEXT_NONE;
}

/* `url = ...` below [remote "origin"] of git's own settings. */
static struct text origin_url(struct text git_settings)
{
    bool git_origin = false;
    while (git_settings.size) {
        struct text git_line = line_of(git_settings);
        git_settings = text_part(git_settings, git_line.size + 1, git_settings.size);
        while (git_line.size && (git_line.at[0] == '\t' || git_line.at[0] == ' '))
            git_line = text_part(git_line, 1, git_line.size);
        if (text_starts(git_line, TEXT("[")))
            git_origin = text_starts(git_line, TEXT("[remote \"origin\"]"));
        else if (git_origin && text_starts(git_line, TEXT("url = ")))
            return text_part(git_line, sizeof "url = " - 1, git_line.size);
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
    const struct text url_rest = text_part(remote_url, host, remote_url.size);
    const size_t url_user = text_find(url_rest, '@');
    const bool bare_user =
        text_starts(remote_url, TEXT("ssh://")) && text_find(url_rest, ':') > url_user;
    const bool secret =
        (url_user < url_rest.size && !bare_user) || text_find(url_rest, '?') < url_rest.size;
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
    const struct value *surveyed_run = value_present(surveyed_evidence->lineage, TEXT("run"));
    return value_number(value_get(surveyed_run, TEXT("started")));
}

static void runs_survey(struct surveyor *surveyor, const char *folder)
{
    struct run_paths surveyed_runs;
    struct error unread = {0};
    struct evidence last_surveyed, surveyed_evidence;
    const char *surveyed_folder = surveyor->survey->folder, *taken = NULL;
    if (!evidence_runs(surveyed_folder, folder, surveyor->arena, &surveyed_runs, &unread))
        return;
    for (size_t surveyed_run = 0; surveyed_run < surveyed_runs.count; surveyed_run++) {
        const struct evidence_folder surveyed_run_folder = {
            surveyed_runs.at[surveyed_run], surveyed_folder, surveyed_runs.at[surveyed_run]};
        if (!evidence_read_folder(&surveyed_run_folder, TEXT_NONE, surveyor->arena,
                                  &surveyed_evidence, &unread) ||
            (taken && !(run_started(&surveyed_evidence) > run_started(&last_surveyed))))
            continue;
        taken = surveyed_runs.at[surveyed_run];
        last_surveyed = surveyed_evidence;
    }
    surveyor->survey->runs = surveyed_runs.count;
    if (taken)
        evidence_take(surveyor, &last_surveyed, taken);
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

static bool is_passed_over(const char *surveyed_name)
{
    for (size_t folder = 0; folder < COUNT(passed_over); folder++)
        if (strcmp(surveyed_name, passed_over[folder]) == 0)
            return true;
    return surveyed_name[0] == '.' && strcmp(surveyed_name, ".eval_results") != 0;
}

/* A manifest is UTF-8: another name cannot be written there. */
static bool is_utf8(const char *surveyed_name)
{
    return utf8_check(text_of(surveyed_name)) == strlen(surveyed_name);
}

static void folder_survey(struct surveyor *surveyor, const char *inside, int depth);

static void entry_survey(struct surveyor *surveyor, const char *inside, const char *surveyed_name,
                         int survey_depth)
{
    struct stat surveyed_stat;
    if (++surveyor->looked_at > LIMIT_SURVEY_FILES || is_passed_over(surveyed_name) ||
        !is_utf8(surveyed_name))
        return;
    const char *surveyed_path = path_join(surveyor->arena, inside, surveyed_name);
    const char *surveyed_whole =
        path_join(surveyor->arena, surveyor->survey->folder, surveyed_path);
    if (lstat(surveyed_whole, &surveyed_stat) != 0)
        return;
    if (S_ISREG(surveyed_stat.st_mode))
        file_survey(surveyor, surveyed_path);
    else if (S_ISDIR(surveyed_stat.st_mode) && strcmp(surveyed_name, "mlruns") == 0)
        runs_survey(surveyor, surveyed_path);
    else if (S_ISDIR(surveyed_stat.st_mode) && survey_depth < SURVEY_DEPTH)
        folder_survey(surveyor, surveyed_path, survey_depth + 1);
}

static int is_below(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static void folder_survey(struct surveyor *surveyor, const char *inside, int depth)
{
    struct dirent **surveyed_names = NULL;
    const char *folder = surveyor->survey->folder;
    const char *surveyed_whole = *inside ? path_join(surveyor->arena, folder, inside) : folder;
    const int surveyed_count = scandir(surveyed_whole, &surveyed_names, is_below, alphasort);
    for (int surveyed_entry = 0; surveyed_entry < surveyed_count; surveyed_entry++) {
        entry_survey(surveyor, inside, surveyed_names[surveyed_entry]->d_name, depth);
        free(surveyed_names[surveyed_entry]);
    }
    free(surveyed_names);
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
    enum file_kind surveyed_kind;
    struct survey survey = {.folder = folder};
    struct surveyor surveyor = {.survey = &survey, .arena = arena};
    if (!file_kind_of(folder, &surveyed_kind) || surveyed_kind != FILE_FOLDER)
        return error_at(err, ERROR_REFUSED, (struct place){folder, 0, 0}, "is no folder");
    git_survey(&surveyor);
    folder_survey(&surveyor, "", 1);
    lock_survey(&surveyor);
    survey.cut_short = surveyor.looked_at > LIMIT_SURVEY_FILES;
    survey.forge = forge_of(&surveyor);
    *out = survey;
    return true;
}
