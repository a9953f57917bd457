/* service/event_words.h: what an entry did to a version, in a few words. Private to the room.
 *
 *     promoted registered -> production; 1.0.0 production -> deprecated, ends 2026-12-21T00:00:00Z
 *     tag team = risk
 *     refused promote -> production, status 1: its time to live is over
 */
#ifndef SERVICE_EVENT_WORDS_H
#define SERVICE_EVENT_WORDS_H

#include "registry/act.h"

/* Of a transition, an annotation or a refusal; empty of any other act. */
struct text event_words(const struct act *act, struct arena *arena);

#endif
