/* crypto/dsse.h: the bytes that are signed for a document of a stated type: DSSE's PAE.
 *
 * The sizes stand in front of the type and the body, so no other pair of the two has the same
 * bytes, and a body cannot be passed off as one of another type.
 *
 *     DSSEv1 29 http://example.com/HelloWorld 11 hello world
 */
#ifndef CRYPTO_DSSE_H
#define CRYPTO_DSSE_H

#include "base/text.h"

/* The bytes to sign, in the arena. Type and body are bytes, not checked. */
struct text dsse_pae(struct text type, struct text body, struct arena *arena);

#endif
