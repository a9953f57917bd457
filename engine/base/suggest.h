/* base/suggest.h: did you mean.
 *
 * Offer every word that would have been right; ask for the nearest. Distance is the number of
 * letters to insert, delete, change or swap (optimal string alignment), without regard to case.
 *
 *     struct suggestion best = suggest_for(TEXT("acuracy"));
 *     for (...) suggest_offer(&best, candidate);
 *     if (best.word.size) ... "did you mean accuracy?"
 */
#ifndef BASE_SUGGEST_H
#define BASE_SUGGEST_H

#include "base/text.h"

struct suggestion {
    struct text asked;
    struct text word; /* the nearest so far; empty while none is near enough */
    size_t distance;
};

struct suggestion suggest_for(struct text asked);

/* Near enough is a third of the asked word's length, and at least one letter in words of two. Of
 * two equally near the first offered stays. The beginning of a word, three letters or more, is near
 * enough as well ("prod"). Words above 64 bytes are passed over. */
void suggest_offer(struct suggestion *suggestion, struct text candidate);

/* "; did you mean accuracy?" or "", in the arena: to be appended to a message. */
const char *suggest_hint(const struct suggestion *suggestion, struct arena *arena);

#endif
