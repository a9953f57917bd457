/* start: a first manifest, project file and pipeline, from what lies in a folder. */
#include "service/operations.h"

#include "base/file.h"
#include "base/limits.h"
#include "policy/outcome.h"
#include "report/escape.h"
#include "service/survey.h"

#include <sys/stat.h>

enum { WRITTEN_MODE = 0644 };

static const struct parameter start_parameters[] = {
    {"dir", 0, PARAMETER_ARGUMENT, 0, "DIR", "the project's folder; this one where left out", NULL},
    {0},
};

/* Where each forge looks for a pipeline, and how ours comes to run. */
static const struct forge_file {
    const char *template; /* below ci-templates/ of the data folder */
    const char *path;
    const char *hint;
} forge_files[] = {
    [FORGE_NONE] = {"", "", ""},
    [FORGE_GITHUB] = {"github/obstat.yml", ".github/workflows/obstat.yml", ""},
    [FORGE_GITLAB] =
        {"gitlab/obstat.gitlab-ci.yml", ".gitlab/obstat.gitlab-ci.yml",
         "      add to .gitlab-ci.yml: include: {local: .gitlab/obstat.gitlab-ci.yml}\n"},
    [FORGE_AZURE] = {"azure/obstat.azure-pipelines.yml", "obstat.azure-pipelines.yml",
                     "      make a pipeline of it in Azure DevOps\n"},
    [FORGE_JENKINS] = {"jenkins/Jenkinsfile", "Jenkinsfile.obstat",
                       "      make a pipeline of it in Jenkins, or copy its stage\n"},
};

/* A link that leads nowhere stands there too. */
static bool stands_there(const char *proposed_path)
{
    struct stat proposed_stat;
    return lstat(proposed_path, &proposed_stat) == 0;
}

/* Write what is not there yet, and say which of the two it was. */
static bool file_propose(struct session *session, const char *proposed_path,
                         struct text proposed_text, struct error *err)
{
    const bool was_kept = stands_there(proposed_path);
    if (!was_kept && !file_write(proposed_path, proposed_text, WRITTEN_MODE, err))
        return false;
    session->print(session->context, text_format(session->arena, "%s %s\n",
                                                 was_kept ? "kept " : "wrote", proposed_path));
    return true;
}

/* A link on the way would let somebody else choose what is written to. */
static bool link_refuse(const char *proposed_path, struct error *err)
{
    struct stat proposed_stat;
    if (lstat(proposed_path, &proposed_stat) != 0 || !S_ISLNK(proposed_stat.st_mode))
        return true;
    return error_at(err, ERROR_REFUSED, (struct place){proposed_path, 0, 0},
                    "is a link: the pipeline is not written through it");
}

/* The folders on the way to a path below `folder`, made where they are not there. */
static bool folders_make(const char *folder, const char *proposed_path, struct arena *arena,
                         struct error *err)
{
    for (const char *slash = strchr(proposed_path, '/'); slash; slash = strchr(slash + 1, '/')) {
        const struct text proposed_part = {proposed_path, (size_t)(slash - proposed_path)};
        const char *proposed_folder = path_join(arena, folder, text_string(arena, proposed_part));
        if (!link_refuse(proposed_folder, err) || !folder_make(proposed_folder, err))
            return false;
    }
    return true;
}

static bool pipeline_propose(struct session *session, const struct survey *survey,
                             struct error *err)
{
    struct text pipeline;
    struct arena *arena = session->arena;
    const struct forge_file *file = &forge_files[survey->forge];
    if (survey->forge == FORGE_NONE)
        return true;
    const char *templates = path_join(arena, session->data, "ci-templates");
    return file_read(path_join(arena, templates, file->template), LIMIT_MANIFEST_SIZE, arena,
                     &pipeline, err) &&
           folders_make(survey->folder, file->path, arena, err) &&
           file_propose(session, path_join(arena, survey->folder, file->path), pipeline, err);
}

/* A name from the folder, fit for a terminal. */
static const char *path_shown(const char *path, struct arena *arena)
{
    struct buffer shown_path = buffer_in(arena, LIMIT_MANIFEST_SIZE);
    text_escape(text_of(path), &shown_path);
    return text_string(arena, buffer_text(&shown_path));
}

static void finds_print(struct session *session, const struct survey *survey)
{
    struct arena *arena = session->arena;
    if (survey->commit.size)
        session->print(session->context,
                       text_format(arena, "found commit %.*s\n", TEXT_ARGS(survey->commit)));
    for (size_t find = 0; find < survey->evidence.count; find++)
        session->print(session->context,
                       text_format(arena, "found %s (%s)\n",
                                   path_shown(survey->evidence.at[find].path, arena),
                                   survey->evidence.at[find].format));
    for (size_t model = 0; model < survey->artifacts.count; model++)
        session->print(session->context,
                       text_format(arena, "found %s (a model)\n",
                                   path_shown(survey->artifacts.at[model].path, arena)));
    if (survey->cut_short)
        session->print(session->context,
                       text_format(arena,
                                   "looked at the first %d files and folders, and no further\n",
                                   LIMIT_SURVEY_FILES));
}

static int start_run(struct session *session, const struct value *request, struct error *err)
{
    struct survey survey;
    struct arena *arena = session->arena;
    const char *given = request_text(request, "dir");
    const char *folder = given ? given : ".";
    const char *manifest = path_join(arena, folder, "model.yaml");
    if (!survey_folder(folder, arena, &survey, err))
        return operation_failed(err);
    finds_print(session, &survey);
    if (!file_propose(session, manifest, survey_manifest(&survey, arena), err) ||
        !file_propose(session, path_join(arena, folder, "obstat.yaml"),
                      survey_project(&survey, arena), err) ||
        !pipeline_propose(session, &survey, err))
        return operation_failed(err);
    session->print(session->context, text_of(forge_files[survey.forge].hint));
    session->print(session->context, given ? text_format(arena, "next: obstat check %s\n", manifest)
                                           : TEXT("next: obstat check\n"));
    return STATUS_ALLOWED;
}

const struct operation start_operation = {
    .name = "start",
    .summary = "write a first manifest, project file and pipeline from what is found",
    .details =
        "Looks for git's commit, model cards, reports, runs of MLflow, dvc.lock, lock files and\n"
        "models; writes model.yaml with FILL IN where a person must decide, obstat.yaml, and the\n"
        "pipeline of the forge it recognises. Nothing that exists is overwritten.\n",
    .examples = "obstat start\n"
                "obstat start models/credit\n",
    .parameters = start_parameters,
    .run = start_run,
};
