#include "base/buffer.h"
#include "base/encode.h"
#include "value/schema_internal.h"

/* The parts of a URI reference: [scheme:][//authority]path[?query][#fragment]. The marks that
 * introduce a part belong to it, so that an absent part and an empty one differ. */
struct uri {
    struct text scheme;    /* "http:"        */
    struct text authority; /* "//localhost"  */
    struct text uri_path;
    struct text query; /* "?a=b"         */
};

static struct text uri_cut(struct text *uri_rest, size_t size)
{
    const struct text uri_head = text_part(*uri_rest, 0, size);
    *uri_rest = text_part(*uri_rest, uri_head.size, uri_rest->size);
    return uri_head;
}

static size_t uri_find_any(struct text uri, const char *bytes)
{
    for (size_t at = 0; at < uri.size; at++)
        if (uri.at[at] != '\0' && strchr(bytes, uri.at[at]))
            return at;
    return uri.size;
}

static struct uri uri_read(struct text reference)
{
    struct uri uri = {0};
    struct text uri_rest = text_part(reference, 0, text_find(reference, '#'));
    const size_t colon = uri_find_any(uri_rest, ":/?");
    if (colon > 0 && colon < uri_rest.size && uri_rest.at[colon] == ':')
        uri.scheme = uri_cut(&uri_rest, colon + 1);
    if (text_starts(uri_rest, TEXT("//")))
        uri.authority =
            uri_cut(&uri_rest, 2 + uri_find_any(text_part(uri_rest, 2, uri_rest.size), "/?"));
    uri.uri_path = uri_cut(&uri_rest, uri_find_any(uri_rest, "?"));
    uri.query = uri_rest;
    return uri;
}

static void segment_drop(struct buffer *uri_path)
{
    while (uri_path->size > 0 && uri_path->at[--uri_path->size] != '/')
        ;
}

/* RFC 3986, section 5.2.4: "." and ".." are taken away. */
static struct text path_clean(struct arena *arena, struct text uri_path)
{
    struct buffer cleaned_path = buffer_in(arena, uri_path.size + 1);
    struct text uri_rest = uri_path;
    while (uri_rest.size) {
        const bool rooted = uri_rest.at[0] == '/';
        const struct text segment =
            uri_cut(&uri_rest, rooted + text_find(text_part(uri_rest, rooted, uri_rest.size), '/'));
        const struct text segment_name = text_part(segment, rooted, segment.size);
        const bool up = text_is(segment_name, "..");
        if (up)
            segment_drop(&cleaned_path);
        else if (!text_is(segment_name, "."))
            buffer_add(&cleaned_path, segment);
        if ((up || text_is(segment_name, ".")) && uri_rest.size == 0 && rooted)
            buffer_byte(&cleaned_path, '/');
    }
    return buffer_text(&cleaned_path);
}

static struct text path_merge(struct arena *arena, const struct uri *base, struct text uri_path)
{
    if (base->authority.size && base->uri_path.size == 0)
        return text_format(arena, "/%.*s", TEXT_ARGS(uri_path));
    size_t kept = base->uri_path.size;
    while (kept > 0 && base->uri_path.at[kept - 1] != '/')
        kept--;
    return text_format(arena, "%.*s%.*s", TEXT_ARGS(text_part(base->uri_path, 0, kept)),
                       TEXT_ARGS(uri_path));
}

static struct uri uri_resolve(struct arena *arena, const struct uri *base, struct uri reference)
{
    struct uri resolved = reference;
    if (reference.scheme.size || reference.authority.size) {
        resolved.uri_path = path_clean(arena, reference.uri_path);
    } else if (reference.uri_path.size == 0) {
        resolved.uri_path = base->uri_path;
        resolved.query = reference.query.size ? reference.query : base->query;
    } else if (reference.uri_path.at[0] == '/') {
        resolved.uri_path = path_clean(arena, reference.uri_path);
    } else {
        resolved.uri_path = path_clean(arena, path_merge(arena, base, reference.uri_path));
    }
    if (!reference.scheme.size) {
        resolved.scheme = base->scheme;
        if (!reference.authority.size)
            resolved.authority = base->authority;
    }
    return resolved;
}

struct text schema_uri_resolve(struct arena *arena, struct text base, struct text reference)
{
    const struct uri from = uri_read(base);
    const struct uri uri = uri_resolve(arena, &from, uri_read(reference));
    const size_t fragment = text_find(reference, '#');
    return text_format(arena, "%.*s%.*s%.*s%.*s%.*s", TEXT_ARGS(uri.scheme),
                       TEXT_ARGS(uri.authority), TEXT_ARGS(uri.uri_path), TEXT_ARGS(uri.query),
                       TEXT_ARGS(text_part(reference, fragment, reference.size)));
}

static bool uri_percent_decode(struct arena *arena, struct text fragment, struct text *decoded)
{
    struct buffer octets = buffer_in(arena, fragment.size + 1);
    for (size_t at = 0; at < fragment.size; at++) {
        uint8_t octet = (uint8_t)fragment.at[at];
        if (octet == '%') {
            if (at + 2 >= fragment.size || !hex_read(text_part(fragment, at + 1, 2), &octet, 1))
                return false;
            at += 2;
        }
        buffer_byte(&octets, (char)octet);
    }
    *decoded = buffer_text(&octets);
    return true;
}

bool schema_uri_split(struct arena *arena, struct text uri, struct text *document,
                      struct text *fragment)
{
    const size_t hash = text_find(uri, '#');
    struct text decoded;
    if (!uri_percent_decode(arena, text_part(uri, hash + 1, uri.size), &decoded))
        return false;
    *document = text_part(uri, 0, hash);
    *fragment = decoded;
    return true;
}
