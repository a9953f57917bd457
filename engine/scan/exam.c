#include "scan/exam.h"

#include "base/limits.h"

enum { SHOWN_SIZE = 160 };

static const char *const verdict_names[] = {
    [SCAN_SAFE] = "safe",
    [SCAN_SUSPICIOUS] = "suspicious",
    [SCAN_UNREADABLE] = "unreadable",
    [SCAN_DANGEROUS] = "dangerous",
};

static const char *const format_names[] = {
#define ROW(constant, word) [SCAN_##constant] = word,
    SCAN_FORMATS(ROW)
#undef ROW
};

const char *scan_verdict_name(enum scan_verdict verdict)
{
    return verdict_names[verdict];
}

const char *scan_format_name(enum scan_format format)
{
    return format_names[format];
}

struct text exam_shown(struct arena *arena, struct text name)
{
    const struct text exam_part = text_part(name, 0, SHOWN_SIZE);
    char *exam_words = arena_alloc(arena, exam_part.size + 1);
    for (size_t exam_at = 0; exam_at < exam_part.size; exam_at++)
        exam_words[exam_at] = exam_part.at[exam_at] >= ' ' && exam_part.at[exam_at] <= '~'
                                  ? exam_part.at[exam_at]
                                  : '?';
    exam_words[exam_part.size] = '\0';
    return (struct text){exam_words, exam_part.size};
}

static bool finding_known(const struct exam *exam, enum scan_verdict verdict, struct text what,
                          const char *why)
{
    for (size_t exam_at = 0; exam_at < exam->scan->findings.count; exam_at++) {
        const struct scan_finding *exam_finding = &exam->scan->findings.at[exam_at];
        if (exam_finding->verdict == verdict && exam_finding->why == why &&
            text_equal(exam_finding->what, what) && text_equal(exam_finding->member, exam->member))
            return true;
    }
    return false;
}

/* Where a finding of this verdict goes; NULL where all that is kept is as grave. */
static struct scan_finding *finding_place(struct exam *exam, enum scan_verdict verdict)
{
    struct scan_findings *exam_findings = &exam->scan->findings;
    if (exam_findings->count < LIMIT_SCAN_FINDINGS)
        return LIST_ADD(exam->arena, exam_findings);
    exam->scan->more++;
    for (size_t exam_at = exam_findings->count; exam_at-- > 0;)
        if (exam_findings->at[exam_at].verdict < verdict)
            return &exam_findings->at[exam_at];
    return NULL;
}

void exam_find(struct exam *exam, enum scan_verdict verdict, struct text what, const char *why,
               uint64_t offset)
{
    char exam_words[SHOWN_SIZE];
    if (exam->trial && verdict != SCAN_DANGEROUS)
        return;
    if (verdict > exam->scan->verdict)
        exam->scan->verdict = verdict;
    what = text_part(what, 0, SHOWN_SIZE);
    for (size_t exam_at = 0; exam_at < what.size; exam_at++)
        exam_words[exam_at] =
            what.at[exam_at] >= ' ' && what.at[exam_at] <= '~' ? what.at[exam_at] : '?';
    what.at = exam_words;
    if (finding_known(exam, verdict, what, why))
        return;
    struct scan_finding *finding = finding_place(exam, verdict);
    if (finding)
        *finding = (struct scan_finding){.verdict = verdict,
                                         .what = exam_shown(exam->arena, what),
                                         .why = why,
                                         .member = exam->member,
                                         .offset = offset};
}

bool exam_unreadable(struct exam *exam, const char *why, uint64_t offset)
{
    exam_find(exam, SCAN_UNREADABLE, TEXT("content"), why, offset);
    return false;
}

bool exam_truncated(struct exam *exam, uint64_t offset)
{
    exam_find(exam, SCAN_UNREADABLE, TEXT("truncated"), "ends before what it announces", offset);
    return false;
}

bool exam_source_whole(struct exam *exam, const struct source *source)
{
    exam->unavailable |= source->unavailable;
    return !source->broken || exam_unreadable(exam, source->broken, source_offset(source));
}
