/* service/check.h: reading the words that judging operations share. Private to the room.
 */
#ifndef SERVICE_CHECK_H
#define SERVICE_CHECK_H

#include "service/judge.h"
#include "service/operation.h"

enum { REPORT_MODE = 0644 };

/* The stages and tiers, for help and for "one of". NULL last. */
extern const char *const stage_words[];
extern const char *const tier_words[];

/* --to, --from, --now of a request; absent, they leave `out` alone. ERROR_USAGE. */
NODISCARD bool stage_argument(const struct value *request, const char *name, struct arena *arena,
                              enum stage *out, struct error *err);
NODISCARD bool now_argument(const struct value *request, int64_t *out, struct error *err);

/* ID.KEY=VALUE: the last dot before the first = parts id and key. */
NODISCARD bool override_read(const char *word, struct override *out, struct error *err);

/* Everything that `check` and `policy try` have in common. */
NODISCARD bool judge_request_read(struct session *session, const struct value *request,
                                  struct judge_request *out, struct error *err);

#endif
