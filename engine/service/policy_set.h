/* service/policy_set.h: the policies that judge a manifest, loaded and with their parameters.
 *
 * One set serves all manifests of a run that share a project. A file that does not load is a fault
 * of the set: it blocks every decision that the set makes.
 */
#ifndef SERVICE_POLICY_SET_H
#define SERVICE_POLICY_SET_H

#include "policy/evaluator.h"
#include "service/judge.h"
#include "service/project.h"
#include "service/sources.h"

struct policy_set {
    struct sources sources;     /* read, not yet run                   */
    struct policies policies;   /* of the set, sorted by id            */
    struct digest digest;       /* with the parameters in force        */
    struct digest usual_digest; /* with every parameter at its default */
    bool loaded;                /* and all of the set holds            */
    const struct value
        *params; /* of a set that was adopted, in place of the project's; else NULL */
};

/* Read the files that -p or the project name. Nothing is run. */
NODISCARD bool policy_set_read(const struct judge_request *request, const struct project *project,
                               struct arena *arena, struct policy_set *out, struct error *err);

/* The set that was adopted, out of the vault, by the digest of its set/v1 (adopted.h). */
NODISCARD bool policy_set_adopted(const char *vault, struct text sources, struct arena *arena,
                                  struct policy_set *out, struct error *err);

/* What loading a set needs to know. */
struct policy_set_loader {
    const struct judge_request *request;
    const struct project *project;
    const struct evaluator *evaluator;
    /* Told of each path before it is run; may forbid it by setting the error. */
    bool (*before)(void *context, const char *path, struct error *err);
    void *context;
};

/* Run every file's metadata and apply parameters: the project's, then the command's. */
NODISCARD bool policy_set_load(struct policy_set *set, const struct policy_set_loader *loader,
                               struct arena *arena, struct error *err);

/* [{"id":..., "param":..., "default":..., "value":..., "looser":...}] of all that differ. */
struct value policy_set_changed(const struct policy_set *set, struct arena *arena);

#endif
