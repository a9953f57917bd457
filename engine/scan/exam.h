/* scan/exam.h: one file, or one member of an archive, while it is examined. Private to the room.
 *
 * An exam knows where findings go and how they are to be named. A trial is an exam on suspicion:
 * the bytes are probably something else, and are read as a pickle in case somebody unpickles them
 * all the same. Only what is dangerous counts there.
 */
#ifndef SCAN_EXAM_H
#define SCAN_EXAM_H

#include "scan/scan.h"
#include "scan/source.h"

/* What an archive says that a member is for. */
enum exam_purpose {
    PURPOSE_ANY,
    PURPOSE_NUMBERS, /* raw, described by another file        */
    PURPOSE_TORCH,   /* the pickle of a torch archive         */
    PURPOSE_KERAS,   /* the configuration of a Keras archive  */
};

struct exam {
    struct arena *arena; /* of what the exam finds */
    struct scan *scan;
    struct text name;   /* of the examined file, as a loader sees it */
    struct text member; /* of an archive; empty otherwise            */
    size_t depth;       /* archives and pickles around it            */
    enum exam_purpose purpose;
    bool trial;
    bool unavailable; /* the system does not read the examined file */
};

/* Add a finding; the gravest are kept. What is not plain ASCII in `what` is shown as '?'. */
void exam_find(struct exam *exam, enum scan_verdict verdict, struct text what, const char *why,
               uint64_t offset);

/* The same, SCAN_UNREADABLE, of "content" or "truncated". Always false. */
bool exam_unreadable(struct exam *exam, const char *why, uint64_t offset);
bool exam_truncated(struct exam *exam, uint64_t offset);

/* Where the source broke, say so; false then. */
bool exam_source_whole(struct exam *exam, const struct source *source);

/* A name from outside as it may be shown: plain ASCII, not too long. */
struct text exam_shown(struct arena *arena, struct text name);

#endif
