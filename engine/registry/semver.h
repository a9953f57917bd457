/* registry/semver.h: which of two versions is the later one.
 *
 * By the precedence of Semantic Versioning 2.0.0, where both are written so:
 *
 *     1.0.0-alpha < 1.0.0-alpha.1 < 1.0.0-alpha.beta < 1.0.0-beta.2 < 1.0.0-beta.11 < 1.0.0
 * < 1.10.0
 *
 * Versions that are written otherwise ("2024-11", "v3") come after those, by their bytes. What has
 * the same precedence, as builds of one version have, goes by its bytes as well, so that no two
 * versions stand at the same place and a list of them has one order.
 */
#ifndef REGISTRY_SEMVER_H
#define REGISTRY_SEMVER_H

#include "base/text.h"

/* The parts of a semantic version; each is as it was written. */
struct semver {
    struct text core[3];     /* major, minor, patch: digits without a leading zero */
    struct text pre_release; /* after "-", empty where there is none               */
    struct text build;       /* after "+": it has no precedence                    */
};

/* False where it is written otherwise. */
NODISCARD bool semver_read(struct text version, struct semver *out);

/* Negative, 0 or positive; 0 for the same bytes alone. */
int version_compare(struct text one_version, struct text other_version);

#endif
