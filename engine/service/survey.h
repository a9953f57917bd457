/* service/survey.h: what lies in a project's folder, for a first manifest. Private to the room.
 *
 * The folder is walked a few levels deep; hidden folders, environments and caches are passed over.
 * What reads as evidence in a known format is evidence; a bare tree of figures only where its name
 * says that it is one. Nothing is started: the commit is read from git's own files.
 */
#ifndef SERVICE_SURVEY_H
#define SERVICE_SURVEY_H

#include "evidence/evidence.h"

/* The forges whose pipelines we have a file for. */
enum forge { FORGE_NONE, FORGE_GITHUB, FORGE_GITLAB, FORGE_AZURE, FORGE_JENKINS };

struct survey_find {
    const char *path;   /* from the folder, as a manifest writes it */
    const char *format; /* of the surveyed evidence                 */
};

struct survey_finds LIST(struct survey_find);

struct survey {
    const char *folder;
    struct text name;               /* of the surveyed model, as a card says it; or empty */
    struct text commit, repository; /* of git's HEAD, 40 digits; of its remote origin     */
    struct survey_finds evidence;   /* in byte order of the path                          */
    struct survey_finds artifacts;  /* files that are models by their name                */
    const char *lock;               /* of the environment: requirements.txt, ...          */
    struct digest lock_digest;
    const struct value *data;       /* lineage.data as the surveyed evidence tells it, or NULL */
    const struct value *parameters; /* the same of the survey's lineage.parameters             */
    size_t runs;                    /* of MLflow in the survey, of which the last was taken    */
    bool cut_short;                 /* there was more to look at than LIMIT_SURVEY_FILES       */
    enum forge forge;
};

/* Look at the folder. Files that cannot be read are passed over: a survey is a proposal, and
 * `check` reads them again. ERROR_REFUSED where the folder itself cannot be listed. */
NODISCARD bool survey_folder(const char *folder, struct arena *arena, struct survey *out,
                             struct error *err);

/* The first manifest, with FILL IN where a person must decide; and the project file. */
struct text survey_manifest(const struct survey *survey, struct arena *arena);
struct text survey_project(const struct survey *survey, struct arena *arena);

#endif
