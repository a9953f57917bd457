#include "fetch/address.h"

#include "base/limits.h"

static void url_release(void *url)
{
    curl_url_cleanup(url);
}

/* A part of the address in the arena; empty where there is none. */
static struct text address_part(CURLU *url, CURLUPart part, struct arena *arena)
{
    char *found = NULL;
    if (curl_url_get(url, part, &found, 0) != CURLUE_OK)
        return TEXT_NONE;
    const struct text kept = text_copy(arena, text_of(found));
    curl_free(found);
    return kept;
}

static bool is_loopback(struct text host)
{
    return text_is(host, "[::1]") || text_starts(host, TEXT("127."));
}

/* "127.evil.example" begins like a number of this machine. */
static bool is_number(struct text host)
{
    for (size_t i = 0; i < host.size; i++)
        if ((host.at[i] < '0' || host.at[i] > '9') && host.at[i] != '.' && host.at[i] != ':' &&
            host.at[i] != '[' && host.at[i] != ']')
            return false;
    return host.size > 0;
}

static bool address_check(struct address *address, bool plain_allowed, struct arena *arena,
                          struct error *err)
{
    const struct text scheme = address_part(address->url, CURLUPART_SCHEME, arena);
    const struct text host = address_part(address->url, CURLUPART_HOST, arena);
    if (host.size == 0)
        return error_set(err, ERROR_REFUSED, "the address names no host");
    if (address_part(address->url, CURLUPART_FRAGMENT, arena).size > 0)
        return error_set(err, ERROR_REFUSED,
                         "the address has a part behind #, which is for "
                         "browsers");
    address->host = host;
    address->plain = text_is(scheme, "http");
    if (!address->plain && !text_is(scheme, "https"))
        return error_set(err, ERROR_REFUSED, "the address is not https");
    if (address->plain && !(plain_allowed && is_loopback(host) && is_number(host)))
        return error_set(err, ERROR_REFUSED, "the address is http; only https is spoken");
    return true;
}

bool address_read(struct text written, bool plain_allowed, struct arena *arena, struct address *out,
                  struct error *err)
{
    struct address address = {.url = curl_url()};
    if (!address.url)
        arena_exhausted();
    arena_defer(arena, url_release, address.url);
    if (written.size == 0 || written.size > LIMIT_NET_URL)
        return error_set(err, ERROR_REFUSED, "the address is empty or longer than %d bytes",
                         LIMIT_NET_URL);
    for (size_t i = 0; i < written.size; i++)
        if ((unsigned char)written.at[i] <= ' ' || (unsigned char)written.at[i] > '~')
            return error_set(err, ERROR_REFUSED, "the address has a letter that no address has");
    const CURLUcode read = curl_url_set(address.url, CURLUPART_URL, text_string(arena, written),
                                        CURLU_DISALLOW_USER | CURLU_NON_SUPPORT_SCHEME);
    if (read == CURLUE_USER_NOT_ALLOWED)
        return error_set(err, ERROR_REFUSED, "the address has a name or password in it");
    if (read != CURLUE_OK)
        return error_set(err, ERROR_REFUSED, "the address is none that can be read");
    if (!address_check(&address, plain_allowed, arena, err))
        return false;
    *out = address;
    return true;
}
