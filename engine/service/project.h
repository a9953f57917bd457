/* service/project.h: obstat.yaml, which tells where a team's policies are and how they are set.
 *
 * It is sought beside the manifest and in the folders above; its folder is the project's root,
 * which no path of a manifest may leave. Without one, the root is the manifest's own folder.
 */
#ifndef SERVICE_PROJECT_H
#define SERVICE_PROJECT_H

#include "evidence/manifest.h"

struct project {
    const char *path;   /* as seen from here: "../obstat.yaml"; NULL where there is none       */
    const char *root;   /* its folder, or the manifest's; as seen from here                    */
    const char *inside; /* the manifest's folder as seen from the root: "", "models/credit"    */
    const struct value *policies; /* list of texts, or NULL                                    */
    const struct value *params;   /* map of policy ids to maps, or NULL                        */
    struct text ledger;
};

/* Find and read the project of a manifest. Not finding one is no failure. */
NODISCARD bool project_read(const char *manifest, struct schemas *schemas, struct arena *arena,
                            struct project *out, struct error *err);

/* What is called `name` in `folder` or in a folder above, as seen from here; NULL where there is
 * none. */
const char *project_seek(struct arena *arena, const char *folder, const char *name);

/* The root of a manifest's project, as seen from here; nothing is read. */
const char *project_root(const char *manifest, struct arena *arena);

#endif
