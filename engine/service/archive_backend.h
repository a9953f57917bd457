/* service/archive_backend.h: what an archive is made of, for service/archive_*.c alone. Private to
 * the room.
 *
 * A backend keeps an open file under its digest and reads an object back. It is given files that
 * have that digest: archive_store.c looked. What it reads back it digests itself.
 */
#ifndef SERVICE_ARCHIVE_BACKEND_H
#define SERVICE_ARCHIVE_BACKEND_H

#include "service/archive_store.h"

/* An open file of an object to come: it has been digested once and stands at its start. */
struct archive_source {
    int fd;
    uint64_t size;      /* bytes                                 */
    const char *called; /* by the user, for messages             */
    const struct digest *digest;
};

struct archive_class {
    /* Keep it under its digest; false with *there where the object is there already. */
    bool (*keep)(struct archive_store *archive, const struct archive_source *source, bool *there,
                 struct error *err);
    /* The digest of the object's bytes; *there false where there is no such object. */
    bool (*look)(struct archive_store *archive, const struct digest *digest, bool *there,
                 struct digest *out, struct error *err);
    void (*close)(struct archive_store *archive);
};

/* The first member of every backend's own struct. */
struct archive_store {
    const struct archive_class *is;
    struct session *session;
    struct text name; /* for records: "s3://...", "file:///..." */
};

NODISCARD bool archive_folder_open(struct session *session, const char *folder,
                                   struct archive_store **out, struct error *err);
NODISCARD bool archive_bucket_open(struct session *session, const char *address,
                                   struct archive_store **out, struct error *err);

/* A file from where it stands to its end: its digest and size. With `copy` 0 or more, its bytes are
 * written there on the way. `called` is to blame. */
struct archive_reading {
    int fd;
    int copy; /* -1: none */
    const char *called;
};
NODISCARD bool archive_fd_digest(const struct archive_reading *reading, struct digest *digest,
                                 uint64_t *size, struct error *err);

#endif
