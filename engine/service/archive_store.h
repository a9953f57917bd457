/* service/archive_store.h: where retired models lie: bytes by their digest, in a folder or in a
 * bucket of S3. Private to the room.
 *
 *     DIR/sha256/<64 hexadecimal digits>
 *     s3://BUCKET/PREFIX/sha256/<64 hexadecimal digits>
 *
 *     struct archive_store *archive;
 *     if (!archive_store_open(session, "s3://models/retired", &archive, err))
 *         return false;
 *     const bool archived =
 *         archive_store_put(archive, &(struct archived){.path = "m.bin", .digest = &digest}, &size,
 *                           err) &&
 *         archive_store_verify(archive, &digest, err);
 *     archive_store_close(archive);
 *
 * What is archived is streamed and digested on its way, so nothing is kept under a name that is not
 * its own. Nothing is ever overwritten: an object that is there already is read back, and where its
 * bytes are others it is ERROR_INTEGRITY. In a folder an object is on the disk, readable and no
 * longer writable, when its put returns true.
 *
 * An artifact that is a folder is kept file by file, and with them its listing, a document
 * archive-listing/v1 that says which file is which object.
 *
 * A bucket is reached through obstat-net (service/net.h), by the settings AWS_ENDPOINT_URL,
 * AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.
 */
#ifndef SERVICE_ARCHIVE_STORE_H
#define SERVICE_ARCHIVE_STORE_H

#include "evidence/manifest.h"
#include "service/session.h"

struct archive_store;

/* Open "DIR", which is made where its parent is there, or "s3://BUCKET[/PREFIX]". ERROR_USAGE
 * where it is neither, or a setting is lacking; ERROR_UNAVAILABLE where it cannot be reached. It is
 * to be closed. */
NODISCARD bool archive_store_open(struct session *session, const char *where,
                                  struct archive_store **out, struct error *err);
void archive_store_close(struct archive_store *archive);

/* How a record names it: "s3://BUCKET/PREFIX", or "file://" and the folder's path from the root. */
struct text archive_store_name(const struct archive_store *archive);

/* What is to be kept: a file, from `folder` where that is given, which it may not leave; or bytes.
 * Either must have the digest. */
struct archived {
    const char *folder; /* NULL: path is as the user wrote it */
    const char *path;   /* NULL: it is the bytes              */
    struct text bytes;
    const struct digest *digest;
};

/* Keep it; *size is how many bytes it has. Other bytes than the digest says, here or there, are
 * ERROR_INTEGRITY; a file that cannot be read is ERROR_REFUSED; ERROR_UNAVAILABLE where the archive
 * does not take it. */
NODISCARD bool archive_store_put(struct archive_store *archive, const struct archived *archived,
                                 uint64_t *size, struct error *err);

/* The listing of a folder that was archived, and how many bytes its files have in all. */
struct archive_listing {
    struct digest digest;
    uint64_t size;
};

/* Keep an artifact's files, which lie in `folder`, and their listing.
 * `root` is the digest of the artifact: the parts must come to it, each in its turn. For an
 * artifact that is one file (part "."), archive_store_put is enough. */
NODISCARD bool archive_store_put_folder(struct archive_store *archive, const char *folder,
                                        const struct artifact_parts *parts,
                                        const struct digest *root, struct archive_listing *listing,
                                        struct error *err);

/* Read the object back, to its end, and digest it: ERROR_INTEGRITY where it is absent or other than
 * its name says. */
NODISCARD bool archive_store_verify(struct archive_store *archive, const struct digest *digest,
                                    struct error *err);

#endif
