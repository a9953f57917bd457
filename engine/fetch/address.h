/* fetch/address.h: where a transfer goes. Private to the room.
 *
 * An address is read once, by the library that then goes there, so that nobody can write one that
 * is judged as one place and visited as another. It is https, without a name or password in it;
 * http only where that was allowed for tests, and then only to 127.0.0.0/8 and [::1] by number: a
 * name could be anywhere.
 */
#ifndef FETCH_ADDRESS_H
#define FETCH_ADDRESS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

#include <curl/curl.h>

struct address {
    CURLU *url;       /* freed with the arena  */
    struct text host; /* no port, no path      */
    bool plain;       /* http, on this machine */
};

/* ERROR_REFUSED, saying why and nothing of what the address holds. */
NODISCARD bool address_read(struct text written, bool plain_allowed, struct arena *arena,
                            struct address *out, struct error *err);

#endif
