/* service/event_words.h: what an entry did to a version, in a few words. Private to the room.
 *
 *     promoted registered -> production; 1.0.0 production -> deprecated, ends 2026-12-21T00:00:00Z
 *     signed to archive, retired -> archived; not done by this signature alone
 *     tag team = risk
 *     refused promote -> production, status 1: its time to live is over
 */
#ifndef SERVICE_EVENT_WORDS_H
#define SERVICE_EVENT_WORDS_H

#include "service/acting.h"

/* Of a transition, an annotation or a refusal; empty of any other act. `index` is where it stands
 * in the log: a transition that only was signed for, since it takes others too, is told as such. */
NODISCARD bool event_words(struct acting *acting, const struct act *act, uint64_t index,
                           struct arena *arena, struct text *words, struct error *err);

/* Whom the log refused: the id that was known then; else whether there was a signature at all. */
struct text event_asker(const struct value *refusal, struct arena *arena);

#endif
