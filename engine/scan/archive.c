#include "base/limits.h"
#include "scan/formats.h"
#include "scan/zip.h"

static bool is_torch_pickle(struct text member_name)
{
    return text_is(member_name, "data.pkl") || text_ends(member_name, TEXT("/data.pkl"));
}

/* archive/data/17: the numbers of a storage. */
static bool is_torch_numbers(struct text member_name)
{
    size_t member_digits = 0;
    while (member_digits < member_name.size &&
           member_name.at[member_name.size - 1 - member_digits] >= '0' &&
           member_name.at[member_name.size - 1 - member_digits] <= '9')
        member_digits++;
    const struct text member_folder = text_part(member_name, 0, member_name.size - member_digits);
    return member_digits &&
           (text_is(member_folder, "data/") || text_ends(member_folder, TEXT("/data/")));
}

static size_t count_named(const struct archive *archive, bool (*named)(struct text name))
{
    size_t count = 0;
    for (size_t member = 0; member < archive->members.count; member++)
        count += named(archive->members.at[member].name);
    return count;
}

static bool is_array(struct text member_name)
{
    return text_ends(member_name, TEXT(".npy"));
}

static bool is_keras_config(struct text member_name)
{
    return text_is(member_name, "config.json");
}

static bool is_keras_other(struct text member_name)
{
    return text_is(member_name, "metadata.json") || text_is(member_name, "model.weights.h5");
}

static enum scan_format archive_format(const struct archive *archive)
{
    const size_t count = archive->members.count;
    if (count_named(archive, is_torch_pickle))
        return SCAN_TORCH_ZIP;
    if (count_named(archive, is_keras_config) && count_named(archive, is_keras_other))
        return SCAN_KERAS;
    return count && count_named(archive, is_array) == count ? SCAN_NPZ : SCAN_ARCHIVE;
}

static enum exam_purpose member_purpose(enum scan_format format, struct text name)
{
    if (format == SCAN_TORCH_ZIP && is_torch_pickle(name))
        return PURPOSE_TORCH;
    if (format == SCAN_TORCH_ZIP && is_torch_numbers(name))
        return PURPOSE_NUMBERS;
    if (format == SCAN_KERAS && is_keras_config(name))
        return PURPOSE_KERAS;
    return PURPOSE_ANY;
}

/* All bytes of a member, which its CRC vouches for. */
static void member_check(struct exam *exam, const struct content *content, uint32_t crc)
{
    struct arena exam_scratch = {0};
    struct source *source = source_open(content, &exam_scratch);
    source->checked = true;
    (void)!source_skip(source, UINT64_MAX); /* to its end */
    if (exam_source_whole(exam, source) &&
        (source->crc != crc || source_offset(source) != source->size))
        (void)exam_unreadable(exam, "is not the content that its checksum tells of", 0);
    arena_free(&exam_scratch);
}

static struct text member_shown(const struct exam *exam, struct text name)
{
    const struct text shown = exam_shown(exam->arena, name);
    return exam->member.size
               ? text_format(exam->arena, "%.*s/%.*s", TEXT_ARGS(exam->member), TEXT_ARGS(shown))
               : shown;
}

static void member_scan(struct exam *exam, const struct archive *archive,
                        const struct zip_member *member, enum scan_format format)
{
    struct exam inner = *exam;
    const struct content content = member_content(archive, member);
    if (member->size == 0 && text_ends(member->name, TEXT("/")))
        return;
    inner.name = member->name;
    inner.member = member_shown(exam, member->name);
    inner.depth++;
    inner.purpose = member_purpose(format, member->name);
    (void)content_scan(&inner, &content);
    member_check(&inner, &content, member->crc);
    exam->unavailable |= inner.unavailable;
}

enum scan_format zip_scan(struct exam *exam, const struct content *content)
{
    struct arena exam_scratch = {0};
    struct archive archive = {.exam = exam, .content = content, .arena = &exam_scratch};
    enum scan_format format = SCAN_ARCHIVE;
    if (exam->depth >= LIMIT_SCAN_DEPTH) {
        (void)exam_unreadable(exam, "nests deeper than can be followed", 0);
    } else if (archive_read(&archive)) {
        format = archive_format(&archive);
        if (format == SCAN_TORCH_ZIP && count_named(&archive, is_torch_pickle) != 1)
            (void)exam_unreadable(exam, "has more than one data.pkl", 0);
        for (size_t i = 0; i < archive.members.count; i++)
            member_scan(exam, &archive, &archive.members.at[i], format);
    }
    arena_free(&exam_scratch);
    return format;
}
