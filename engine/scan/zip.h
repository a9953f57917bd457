/* scan/zip.h: zip archives, as far as all readers of zip agree on them. Private to the room.
 *
 * A zip says everything twice, in a header before each member and in a directory at the end, and
 * readers differ in what they believe. Here both must say the same, and every byte belongs to
 * something:
 *
 *     [ local | content ] [ local | content | sizes ] ... [ directory ] [ wide | locator ] [ end ]
 *     ^ 0                                                 ^ from
 *
 * Nothing stands behind the end: no comment.
 *
 * Anything else is unreadable: bytes before, between or behind, members that overlap, two of one
 * name, names that lead out, encryption, methods other than stored and deflated, a comment.
 */
#ifndef SCAN_ZIP_H
#define SCAN_ZIP_H

#include "scan/exam.h"

struct zip_member {
    struct text name;
    uint16_t flags, method; /* of the zip member */
    uint32_t crc;
    uint64_t packed, size; /* bytes of the content, as it lies there and unpacked */
    uint64_t offset;       /* of the local header                                 */
    uint64_t from;         /* of the content                                      */
};

struct zip_members LIST(struct zip_member);

struct archive {
    struct exam *exam;
    const struct content *content;
    struct arena *arena;
    uint64_t count, size, from; /* of the archive's directory */
    uint64_t end;               /* where the directory ends   */
    struct zip_members members;
};

/* Read the directory and check it; exam, content and arena are set. False with a finding. */
NODISCARD bool archive_read(struct archive *archive);

struct content member_content(const struct archive *archive, const struct zip_member *member);

#endif
