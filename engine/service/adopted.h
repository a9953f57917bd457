/* service/adopted.h: a policy set that was adopted, in the vault and out of it again. Private to
 * the room.
 *
 * What is adopted has to run years later, when nobody has the folder any more. So the vault keeps
 *
 *     the listing     canonical JSON [{id, level, modules, params, source}]; its SHA-256 is the
 *                     set's digest, which the adoption names as `set`
 *     each source     of policies and of the modules that they require, by its digest
 *     set/v1          how they were called; the adoption names its digest as `sources`:
 *
 *     {"obstat": "set/v1", "policies": [{"id": "credit/floor", "path": "policies/floor.lua",
 *       "source": "sha256:...", "params": {"floor": 0.9},
 *       "modules": [{"name": "fairness", "path": "stdlib/fairness.lua", "digest": "sha256:..."}]}]}
 *
 * policy_set_load runs it as it runs any other: `policies` as the sources of the set, `params` as
 * those of its project. The digest that comes out is the one that was adopted, or it is not the
 * set.
 */
#ifndef SERVICE_ADOPTED_H
#define SERVICE_ADOPTED_H

#include "policy/policy.h"

/* A set before it is adopted. */
struct adopting {
    const struct policy_sources *sources;
    const struct value *listing; /* read from listing_bytes                                   */
    struct text listing_bytes;
    const struct value *places; /* of each row of the listing, its place among the sources   */
};

/* Put all of it into the vault: `set` is the listing's digest, `sources` that of set/v1. */
NODISCARD bool adopted_set_store(const char *vault, const struct adopting *adopting,
                                 struct arena *arena, struct digest *set, struct digest *sources,
                                 struct error *err);

struct adopted_set {
    struct policy_sources policies;
    const struct value *params; /* ids to maps, as struct project has them */
};

/* Take it out by the digest of its set/v1. What is absent, changed or malformed is
 * ERROR_INTEGRITY. */
NODISCARD bool adopted_set_load(const char *vault, const struct digest *sources,
                                struct arena *arena, struct adopted_set *out, struct error *err);

/* The listing of a set, by its digest. */
NODISCARD bool adopted_listing_load(const char *vault, const struct digest *set,
                                    struct arena *arena, const struct value **listing,
                                    struct error *err);

#endif
