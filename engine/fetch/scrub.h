/* fetch/scrub.h: words about a transfer, before anybody sees them. Private to the room.
 *
 * A library that explains a failure quotes what it was given: addresses with passwords, queries
 * with tokens, headers. Whatever is said outside of this room goes through here.
 */
#ifndef FETCH_SCRUB_H
#define FETCH_SCRUB_H

#include "base/list.h"
#include "base/text.h"

struct scrubbed_secrets LIST(struct text);

/* The words in the arena, one line of at most LIMIT_DELIVERY_REASON bytes of printable ASCII: no
 * name and password before an @, nothing behind a ?, and *** where one of the secrets stood. */
struct text scrub(struct text words, const struct scrubbed_secrets *secrets, struct arena *arena);

#endif
