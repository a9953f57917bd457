/* service/adopting.h: a policy set that is to be adopted: read, loaded in a process apart, and what
 * it declares. Private to the room.
 */
#ifndef SERVICE_ADOPTING_H
#define SERVICE_ADOPTING_H

#include "registry/registry.h"
#include "service/judge_request.h"
#include "service/policy_set.h"

/* What is to be adopted, from the words of the command to the documents of the vault. */
struct adopt {
    struct judge_request wanted;
    struct project project;
    struct policy_set set; /* its sources in the parent, all of it in the worker */
    struct text listing_bytes;
    struct value listing;
    const struct value *places;
    struct policies bounded; /* ids and parameters with their bounds              */
    struct value trust;      /* list of key lines                                 */
    struct digest digest, sources;
    const struct value *in_force; /* the row of the stage, or NULL                    */
    const struct value *old;      /* the listing of that set                          */
    struct texts looser;
};

/* Read what the request names, else what the project of this folder does. A file that does not load
 * is ERROR_POLICY, after the others were complained about; an empty set ERROR_REFUSED. */
NODISCARD bool adopt_prepare(struct session *session, const struct value *request,
                             struct adopt *adopt, struct error *err);

#endif
