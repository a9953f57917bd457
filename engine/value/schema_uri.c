#include "base/buffer.h"
#include "base/encode.h"
#include "value/schema_internal.h"

/* The parts of a URI reference: [scheme:][//authority]path[?query][#fragment]. The marks that
 * introduce a part belong to it, so that an absent part and an empty one differ. */
struct uri {
    struct text scheme;    /* "http:"        */
    struct text authority; /* "//localhost"  */
    struct text path;
    struct text query; /* "?a=b"         */
};

static struct text cut(struct text *rest, size_t size)
{
    const struct text head = text_part(*rest, 0, size);
    *rest = text_part(*rest, head.size, rest->size);
    return head;
}

static size_t find_any(struct text text, const char *bytes)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.at[i] != '\0' && strchr(bytes, text.at[i]))
            return i;
    return text.size;
}

static struct uri uri_read(struct text text)
{
    struct uri uri = {0};
    struct text rest = text_part(text, 0, text_find(text, '#'));
    const size_t colon = find_any(rest, ":/?");
    if (colon > 0 && colon < rest.size && rest.at[colon] == ':')
        uri.scheme = cut(&rest, colon + 1);
    if (text_starts(rest, TEXT("//")))
        uri.authority = cut(&rest, 2 + find_any(text_part(rest, 2, rest.size), "/?"));
    uri.path = cut(&rest, find_any(rest, "?"));
    uri.query = rest;
    return uri;
}

static void segment_drop(struct buffer *path)
{
    while (path->size > 0 && path->at[--path->size] != '/')
        ;
}

/* RFC 3986, section 5.2.4: "." and ".." are taken away. */
static struct text path_clean(struct arena *arena, struct text path)
{
    struct buffer out = buffer_in(arena, path.size + 1);
    struct text rest = path;
    while (rest.size) {
        const bool rooted = rest.at[0] == '/';
        const struct text segment =
            cut(&rest, rooted + text_find(text_part(rest, rooted, rest.size), '/'));
        const struct text name = text_part(segment, rooted, segment.size);
        const bool up = text_is(name, "..");
        if (up)
            segment_drop(&out);
        else if (!text_is(name, "."))
            buffer_add(&out, segment);
        if ((up || text_is(name, ".")) && rest.size == 0 && rooted)
            buffer_byte(&out, '/');
    }
    return buffer_text(&out);
}

static struct text path_merge(struct arena *arena, const struct uri *base, struct text path)
{
    if (base->authority.size && base->path.size == 0)
        return text_format(arena, "/%.*s", TEXT_ARGS(path));
    size_t kept = base->path.size;
    while (kept > 0 && base->path.at[kept - 1] != '/')
        kept--;
    return text_format(arena, "%.*s%.*s", TEXT_ARGS(text_part(base->path, 0, kept)),
                       TEXT_ARGS(path));
}

static struct uri uri_resolve(struct arena *arena, const struct uri *base, struct uri reference)
{
    struct uri out = reference;
    if (reference.scheme.size || reference.authority.size) {
        out.path = path_clean(arena, reference.path);
    } else if (reference.path.size == 0) {
        out.path = base->path;
        out.query = reference.query.size ? reference.query : base->query;
    } else if (reference.path.at[0] == '/') {
        out.path = path_clean(arena, reference.path);
    } else {
        out.path = path_clean(arena, path_merge(arena, base, reference.path));
    }
    if (!reference.scheme.size) {
        out.scheme = base->scheme;
        if (!reference.authority.size)
            out.authority = base->authority;
    }
    return out;
}

struct text schema_uri_resolve(struct arena *arena, struct text base, struct text reference)
{
    const struct uri from = uri_read(base);
    const struct uri uri = uri_resolve(arena, &from, uri_read(reference));
    const size_t fragment = text_find(reference, '#');
    return text_format(arena, "%.*s%.*s%.*s%.*s%.*s", TEXT_ARGS(uri.scheme),
                       TEXT_ARGS(uri.authority), TEXT_ARGS(uri.path), TEXT_ARGS(uri.query),
                       TEXT_ARGS(text_part(reference, fragment, reference.size)));
}

static bool percent_decode(struct arena *arena, struct text text, struct text *out)
{
    struct buffer bytes = buffer_in(arena, text.size + 1);
    for (size_t i = 0; i < text.size; i++) {
        uint8_t byte = (uint8_t)text.at[i];
        if (byte == '%') {
            if (i + 2 >= text.size || !hex_read(text_part(text, i + 1, 2), &byte, 1))
                return false;
            i += 2;
        }
        buffer_byte(&bytes, (char)byte);
    }
    *out = buffer_text(&bytes);
    return true;
}

bool schema_uri_split(struct arena *arena, struct text uri, struct text *document,
                      struct text *fragment)
{
    const size_t mark = text_find(uri, '#');
    struct text decoded;
    if (!percent_decode(arena, text_part(uri, mark + 1, uri.size), &decoded))
        return false;
    *document = text_part(uri, 0, mark);
    *fragment = decoded;
    return true;
}
