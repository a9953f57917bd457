#include "service/archiving.h"

#include "service/docket.h"
#include "service/said.h"

static const struct text file_scheme = {"file://", 7};

/* The index, out of the vault, and the archive that it is about. */
static bool index_open(struct acting *acting, const struct value *stored, struct digest *digest,
                       const struct value **index, struct archive_store **archive,
                       struct error *err)
{
    const struct value *last = value_at(stored, value_count(stored) - 1);
    struct text where = said_text(last, "where");
    if (!digest_read(said_text(last, "digest"), digest) ||
        !docket_read(acting->vault, digest, acting->arena, index, err))
        return error_set(err, ERROR_INTEGRITY, "the log names no index of the archive");
    if (!text_equal(where, said_text(*index, "where")))
        return error_set(err, ERROR_INTEGRITY, "the index is about another archive than the log");
    if (text_starts(where, file_scheme))
        where = text_part(where, file_scheme.size, where.size);
    return archive_store_open(acting->session, text_string(acting->arena, where), archive, err);
}

static bool object_verify(struct archive_store *archive, const struct value *part,
                          const char *member, size_t *count, struct error *err)
{
    struct digest digest;
    if (!digest_read(said_text(part, member), &digest))
        return error_set(err, ERROR_INTEGRITY, "a part of the archive has no digest");
    ++*count;
    return archive_store_verify(archive, &digest, err);
}

/* Of a folder its listing is an object; each of its files is a part of its own. */
static bool parts_verify(struct acting *acting, struct archive_store *archive,
                         const struct value *parts, size_t *count, struct error *err)
{
    struct session *session = acting->session;
    for (size_t i = 0; i < value_count(parts); i++) {
        const struct value *part = value_at(parts, i);
        const bool folder = value_present(part, TEXT("listing")) != NULL;
        session->progress(session->context, "objects", i, value_count(parts));
        if (text_is(said_text(part, "what"), "folder"))
            continue;
        if (!object_verify(archive, part, folder ? "listing" : "digest", count, err))
            return false;
    }
    return true;
}

bool archiving_verify(struct acting *acting, const struct value *stored, size_t *count,
                      struct error *err)
{
    struct digest digest;
    const struct value *index;
    size_t verified = 1;
    struct archive_store *archive = NULL;
    if (!value_count(stored))
        return error_set(err, ERROR_REFUSED, "nothing of it was archived");
    if (!index_open(acting, stored, &digest, &index, &archive, err))
        return false;
    const bool holds =
        archive_store_verify(archive, &digest, err) &&
        parts_verify(acting, archive, value_get(index, TEXT("parts")), &verified, err);
    archive_store_close(archive);
    if (holds)
        *count = verified;
    return holds;
}
