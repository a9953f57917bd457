#include "scan/zip.h"

#include "base/limits.h"

#include <stdlib.h>

enum {
    END_SIZE = 22,
    LOCATOR_SIZE = 20,
    WIDE_END_SIZE = 56,
    ENTRY_SIZE = 46,
    LOCAL_SIZE = 30,
    EXTRA_WIDE = 1,
    EXTRA_UNICODE_PATH = 0x7075,
    FLAGS_ENCRYPTED = 1 | 1 << 6 | 1 << 13,
    FLAG_DESCRIPTOR = 1 << 3,
    METHOD_STORED = 0,
    METHOD_DEFLATED = 8,
};

#define END_MAGIC      0x06054b50u
#define LOCATOR_MAGIC  0x07064b50u
#define WIDE_END_MAGIC 0x06064b50u
#define ENTRY_MAGIC    0x02014b50u
#define LOCAL_MAGIC    0x04034b50u
#define WIDE           0xffffffffu

static uint16_t two(const uint8_t *bytes)
{
    return (uint16_t)bytes_little(bytes, 2);
}

static uint32_t four(const uint8_t *bytes)
{
    return (uint32_t)bytes_little(bytes, 4);
}

static bool refuse(struct archive *archive, const char *why, uint64_t offset)
{
    return exam_unreadable(archive->exam, why, offset);
}

static bool bytes_at(const struct archive *archive, uint64_t offset, void *bytes, size_t size)
{
    const struct content *content = archive->content;
    return offset <= content->size && size <= content->size - offset &&
           proven_file_read(content->file, content->from + offset, bytes, size) == size;
}

/* ---- the end ---- */

/* The wide end, for archives above 4 GB: directly before the locator, which is directly before the
 * plain end; what both say is the same. */
static bool wide_end_read(struct archive *archive, uint64_t locator_at)
{
    uint8_t locator[LOCATOR_SIZE], end[WIDE_END_SIZE];
    const uint64_t at = locator_at - WIDE_END_SIZE;
    if (locator_at < WIDE_END_SIZE || !bytes_at(archive, locator_at, locator, sizeof locator) ||
        !bytes_at(archive, at, end, sizeof end) || four(end) != WIDE_END_MAGIC ||
        bytes_little(locator + 8, 8) != at || four(locator + 4) != 0 ||
        bytes_little(end + 4, 8) != WIDE_END_SIZE - 12 || four(end + 16) || four(end + 20) ||
        bytes_little(end + 24, 8) != bytes_little(end + 32, 8))
        return refuse(archive, "has a second end that is not where it says", locator_at);
    const uint64_t count = bytes_little(end + 32, 8), size = bytes_little(end + 40, 8);
    const uint64_t from = bytes_little(end + 48, 8);
    if ((archive->count != UINT16_MAX && archive->count != count) ||
        (archive->size != WIDE && archive->size != size) ||
        (archive->from != WIDE && archive->from != from))
        return refuse(archive, "has two ends that contradict each other", locator_at);
    archive->count = count;
    archive->size = size;
    archive->from = from;
    archive->end = at;
    return true;
}

static bool end_read(struct archive *archive)
{
    uint8_t end[END_SIZE], locator[4] = {0};
    const uint64_t size = archive->content->size;
    if (size < END_SIZE || !bytes_at(archive, size - END_SIZE, end, sizeof end) ||
        four(end) != END_MAGIC || two(end + 20) != 0)
        return refuse(archive, "does not end as a zip archive without a comment does", size);
    archive->end = size - END_SIZE;
    archive->count = two(end + 10);
    archive->size = four(end + 12);
    archive->from = four(end + 16);
    if (two(end + 4) || two(end + 6) || two(end + 8) != two(end + 10))
        return refuse(archive, "is one part of several", archive->end);
    const bool wide = archive->end >= LOCATOR_SIZE &&
                      bytes_at(archive, archive->end - LOCATOR_SIZE, locator, sizeof locator) &&
                      four(locator) == LOCATOR_MAGIC;
    if (wide && !wide_end_read(archive, archive->end - LOCATOR_SIZE))
        return false;
    if (archive->count > LIMIT_ARCHIVE_MEMBERS)
        return refuse(archive, "has more members than can be followed", archive->end);
    return (archive->from <= archive->end && archive->size == archive->end - archive->from) ||
           refuse(archive, "has a directory that is not where it says", archive->end);
}

/* ---- the directory ---- */

/* Numbers that did not fit 32 bits stand in an extra field, in this order, each only where it did
 * not fit. False where the extra fields are broken, or give the member a second name. */
static bool extra_read(const uint8_t *extra, size_t size, uint64_t **numbers, size_t count)
{
    size_t wanted = 0;
    for (size_t i = 0; i < count; i++)
        wanted += *numbers[i] == WIDE;
    while (size >= 4) {
        const uint16_t kind = two(extra), length = two(extra + 2);
        if (length > size - 4 || kind == EXTRA_UNICODE_PATH)
            return false;
        if (kind == EXTRA_WIDE && wanted) {
            const uint8_t *at = extra + 4;
            if (length < 8 * wanted)
                return false;
            for (size_t i = 0; i < count; i++)
                if (*numbers[i] == WIDE) {
                    *numbers[i] = bytes_little(at, 8);
                    at += 8;
                }
            wanted = 0;
        }
        extra += 4 + length;
        size -= 4u + length;
    }
    return wanted == 0;
}

/* A relative path, without detours, of bytes that every system takes alike. */
static bool name_plain(struct text name)
{
    for (size_t from = 0; from <= name.size;) {
        const struct text rest = text_part(name, from, name.size);
        const struct text part = text_part(rest, 0, text_find(rest, '/'));
        if (text_is(part, "..") || text_is(part, ".") ||
            (part.size == 0 && from + part.size < name.size))
            return false;
        from += part.size + 1;
    }
    for (size_t i = 0; i < name.size; i++)
        if ((uint8_t)name.at[i] < ' ' || name.at[i] == '\\' || name.at[i] == 0x7f)
            return false;
    return name.size > 0 && !(name.size > 1 && name.at[1] == ':');
}

static bool entry_read(struct archive *archive, struct source *source)
{
    const uint64_t offset = archive->from + source_offset(source);
    if (source_ready(source, ENTRY_SIZE) < ENTRY_SIZE || four(source_at(source)) != ENTRY_MAGIC)
        return refuse(archive, "has a directory that is broken", offset);
    const uint8_t *entry = source_at(source);
    const size_t name = two(entry + 28), extra = two(entry + 30), comment = two(entry + 32);
    struct zip_member member = {.flags = two(entry + 8),
                                .method = two(entry + 10),
                                .crc = four(entry + 16),
                                .packed = four(entry + 20),
                                .size = four(entry + 24),
                                .offset = four(entry + 42)};
    uint64_t *numbers[] = {&member.size, &member.packed, &member.offset};
    if (name > LIMIT_ARCHIVE_NAME || two(entry + 34) != 0 ||
        source_ready(source, ENTRY_SIZE + name + extra) < ENTRY_SIZE + name + extra)
        return refuse(archive, "has a directory that is broken", offset);
    entry = source_at(source);
    member.name = text_copy(archive->arena, (struct text){(const char *)entry + ENTRY_SIZE, name});
    if (!name_plain(member.name))
        return refuse(archive, "has a member whose name leads elsewhere", offset);
    if (!extra_read(entry + ENTRY_SIZE + name, extra, numbers, COUNT(numbers)))
        return refuse(archive, "has a directory that is broken", offset);
    if (member.flags & FLAGS_ENCRYPTED)
        return refuse(archive, "has a member that is encrypted", offset);
    if (member.method != METHOD_STORED && member.method != METHOD_DEFLATED)
        return refuse(archive, "has a member that is compressed in a way that is not followed",
                      offset);
    if (member.method == METHOD_STORED && member.packed != member.size)
        return refuse(archive, "has a member of two sizes", offset);
    *LIST_ADD(archive->arena, &archive->members) = member;
    return source_skip(source, ENTRY_SIZE + name + extra + comment) ||
           refuse(archive, "has a directory that is broken", offset);
}

static bool directory_read(struct archive *archive)
{
    struct arena exam_scratch = {0};
    const struct content directory = {.file = archive->content->file,
                                      .from = archive->content->from + archive->from,
                                      .size = archive->size,
                                      .held = archive->content->held};
    struct source *source = source_open(&directory, &exam_scratch);
    bool read = true;
    for (uint64_t i = 0; read && i < archive->count; i++)
        read = entry_read(archive, source);
    if (read && !source_ended(source))
        read = refuse(archive, "has a directory longer than its members", archive->from);
    arena_free(&exam_scratch);
    return read;
}

/* ---- the members where they lie ---- */

static int by_offset(const void *a, const void *b)
{
    const struct zip_member *left = a, *right = b;
    return (left->offset > right->offset) - (left->offset < right->offset);
}

static int by_name(const void *a, const void *b)
{
    const struct text *const *left = a, *const *right = b;
    return text_compare(**left, **right);
}

static bool names_differ(struct archive *archive)
{
    struct arena exam_scratch = {0};
    bool differ = true;
    const size_t count = archive->members.count;
    const struct text **names = ARENA_ARRAY(&exam_scratch, const struct text *, count + 1);
    for (size_t i = 0; i < count; i++)
        names[i] = &archive->members.at[i].name;
    qsort(names, count, sizeof *names, by_name);
    for (size_t i = 1; differ && i < count; i++)
        differ = !text_equal(*names[i - 1], *names[i]);
    arena_free(&exam_scratch);
    return differ || refuse(archive, "has two members of one name", archive->from);
}

/* Sizes of the local header: those of the directory, or none where they follow the content. */
static bool local_agrees(const struct zip_member *member, const uint8_t *local,
                         const uint8_t *extra, size_t extra_size)
{
    uint64_t size = four(local + 22), packed = four(local + 18);
    uint64_t *numbers[] = {&size, &packed};
    const uint32_t crc = four(local + 14);
    if (!extra_read(extra, extra_size, numbers, COUNT(numbers)))
        return false;
    if (member->flags & FLAG_DESCRIPTOR && crc == 0 && size == 0 && packed == 0)
        return true;
    return size == member->size && packed == member->packed && crc == member->crc;
}

static bool local_read(struct archive *archive, struct zip_member *member)
{
    uint8_t local[LOCAL_SIZE];
    struct arena exam_scratch = {0};
    if (!bytes_at(archive, member->offset, local, sizeof local) || four(local) != LOCAL_MAGIC)
        return refuse(archive, "has a member that is not where the directory says", member->offset);
    const size_t name = two(local + 26), extra = two(local + 28);
    uint8_t *rest = arena_alloc(&exam_scratch, name + extra + 1);
    const bool agrees = bytes_at(archive, member->offset + LOCAL_SIZE, rest, name + extra) &&
                        text_equal(member->name, (struct text){(const char *)rest, name}) &&
                        two(local + 6) == member->flags && two(local + 8) == member->method &&
                        local_agrees(member, local, rest + name, extra);
    arena_free(&exam_scratch);
    member->from = member->offset + LOCAL_SIZE + name + extra;
    return agrees ||
           refuse(archive, "has a member that its own header and the directory tell apart",
                  member->offset);
}

/* Between a member and the next there is nothing, or the sizes that its header left out. */
static bool gap_known(const struct zip_member *member, uint64_t gap)
{
    return gap == 0 ||
           (member->flags & FLAG_DESCRIPTOR && (gap == 12 || gap == 16 || gap == 20 || gap == 24));
}

static bool members_tile(struct archive *archive)
{
    uint64_t next = 0;
    struct zip_members *members = &archive->members;
    qsort(members->at, members->count, sizeof *members->at, by_offset);
    for (size_t i = 0; i < members->count; i++) {
        struct zip_member *member = &members->at[i];
        const uint64_t limit = i + 1 < members->count ? members->at[i + 1].offset : archive->from;
        if (i == 0 && member->offset != 0)
            return refuse(archive, "has bytes before its first member", 0);
        if (!local_read(archive, member))
            return false;
        if (member->from > limit || member->packed > limit - member->from ||
            !gap_known(member, limit - member->from - member->packed))
            return refuse(archive, "has members that overlap, or bytes that belong to none",
                          member->offset);
        next = limit;
    }
    return next == archive->from || refuse(archive, "has bytes that belong to no member", next);
}

bool archive_read(struct archive *archive)
{
    if (archive->content->packing != PACKING_NONE)
        return refuse(archive, "is an archive in a compressed stream, which is not followed", 0);
    return end_read(archive) && directory_read(archive) && members_tile(archive) &&
           names_differ(archive);
}

struct content member_content(const struct archive *archive, const struct zip_member *member)
{
    return (struct content){.file = archive->content->file,
                            .from = archive->content->from + member->from,
                            .size = member->packed,
                            .packing =
                                member->method == METHOD_DEFLATED ? PACKING_DEFLATE : PACKING_NONE,
                            .unpacked = member->size,
                            .held = archive->content->held};
}
