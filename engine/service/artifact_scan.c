#include "service/artifact_scan.h"

#include "base/limits.h"
#include "scan/scan.h"
#include "service/record.h"

enum { FORMATS = SCAN_ARCHIVE + 1, VERDICTS = SCAN_DANGEROUS + 1 };

/* What is known of all files scanned so far. */
struct scanned_files {
    struct arena *arena;
    struct artifact_eyes eyes;
    int64_t formats[FORMATS];
    enum scan_verdict worst;
    struct values findings[VERDICTS]; /* in the order of files; of each verdict the first */
    uint64_t found;
};

static struct value scanned_finding_written(const struct scan_finding *scanned_finding,
                                            const char *path, enum scan_format format,
                                            struct arena *arena)
{
    struct record row = record_in(arena);
    record_text(&row, "file", text_copy(arena, text_of(path)));
    record_text(&row, "format", text_of(scan_format_name(format)));
    record_text(&row, "verdict", text_of(scan_verdict_name(scanned_finding->verdict)));
    record_text(&row, "what", text_copy(arena, scanned_finding->what));
    record_text(&row, "why", text_of(scanned_finding->why));
    record_value(&row, "member", value_of_text(text_copy(arena, scanned_finding->member)));
    record_integer(&row, "offset",
                   scanned_finding->offset > INT64_MAX ? INT64_MAX
                                                       : (int64_t)scanned_finding->offset);
    return record_map(&row);
}

static bool file_scanned(void *context, struct proven_file *file, const char *path,
                         struct error *err)
{
    struct scanned_files *scanned = context;
    struct arena scratch = {0};
    struct scan file_scan;
    if (scanned->eyes.malware && !malware_file(scanned->eyes.malware, file, path, err))
        return false;
    if (!scan_file(file, text_of(path), &scratch, &file_scan, err)) {
        arena_free(&scratch);
        return false;
    }
    scanned->formats[file_scan.format]++;
    scanned->found += file_scan.findings.count + file_scan.more;
    if (file_scan.verdict > scanned->worst)
        scanned->worst = file_scan.verdict;
    for (size_t i = 0; i < file_scan.findings.count; i++) {
        struct values *scanned_list = &scanned->findings[file_scan.findings.at[i].verdict];
        if (scanned_list->count < LIMIT_SCAN_FINDINGS)
            *LIST_ADD(scanned->arena, scanned_list) = scanned_finding_written(
                &file_scan.findings.at[i], path, file_scan.format, scanned->arena);
    }
    arena_free(&scratch);
    return true;
}

static void bytes_digested(void *context, uint64_t done, uint64_t of)
{
    const struct scanned_files *scanned = context;
    const struct reading_watch *watch = scanned->eyes.watch;
    if (watch)
        watch->progress(watch->context, done, of);
}

static struct value formats_value(const struct scanned_files *scanned)
{
    struct record counts = record_in(scanned->arena);
    for (size_t i = 0; i < FORMATS; i++)
        if (scanned->formats[i])
            record_integer(&counts, scan_format_name((enum scan_format)i), scanned->formats[i]);
    return record_map(&counts);
}

/* Gravest first. */
static struct value findings_list(const struct scanned_files *scanned, size_t *count)
{
    struct values scanned_list = {0};
    for (size_t verdict = VERDICTS; verdict-- > 0;)
        for (size_t i = 0; i < scanned->findings[verdict].count; i++)
            if (scanned_list.count < LIMIT_SCAN_FINDINGS)
                *LIST_ADD(scanned->arena, &scanned_list) = scanned->findings[verdict].at[i];
    *count = scanned_list.count;
    return value_of_list(scanned->arena, scanned_list.at, scanned_list.count);
}

static struct value scanned_value(const struct scanned_files *scanned,
                                  const struct artifact *artifact)
{
    size_t listed;
    struct record record = record_in(scanned->arena);
    record_integer(&record, "files", (int64_t)artifact->files);
    record_integer(&record, "bytes", (int64_t)artifact->size);
    record_value(&record, "formats", formats_value(scanned));
    record_text(&record, "worst", text_of(scan_verdict_name(scanned->worst)));
    record_value(&record, "findings", findings_list(scanned, &listed));
    record_integer(&record, "more", (int64_t)(scanned->found - listed));
    return record_map(&record);
}

bool artifact_scan(const struct manifest *manifest, struct artifact_eyes eyes, struct arena *arena,
                   struct artifact *out, struct value *observation, struct error *err)
{
    struct scanned_files scanned = {.arena = arena, .eyes = eyes};
    const struct artifact_watch looking = {
        .context = &scanned, .progress = bytes_digested, .file = file_scanned};
    if (!artifact_read_watched(manifest, &looking, arena, out, err))
        return false;
    *observation = out->path ? scanned_value(&scanned, out) : value_of_null();
    return true;
}
