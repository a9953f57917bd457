/* service/judge_request.h: words of a request into what the judging operations are asked to do.
 * Private to the room.
 */
#ifndef SERVICE_JUDGE_REQUEST_H
#define SERVICE_JUDGE_REQUEST_H

#include "service/judge.h"
#include "service/operation.h"

/* The stages and tiers, for help and for "one of". NULL last. */
extern const char *const stage_words[];
extern const char *const tier_words[];

/* Everything that `check`, `policy try` and the operations on policies have in common; a parameter
 * that the operation does not have is absent. ERROR_USAGE, or what reading a file that is named
 * says. Texts are borrowed from the request. */
NODISCARD bool judge_request_read(struct session *session, const struct value *request,
                                  struct judge_request *out, struct error *err);

#endif
