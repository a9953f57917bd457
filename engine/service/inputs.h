/* service/inputs.h: everything one judgement reads from disk, read once and digested. Private.
 *
 * Paths in places and records are as the manifest writes them, so that a record is the same
 * wherever the project lies; errors get the path as seen from here.
 */
#ifndef SERVICE_INPUTS_H
#define SERVICE_INPUTS_H

#include "policy/case.h"
#include "service/artifact_scan.h"
#include "service/judge.h"
#include "service/project.h"

struct known;

/* One file of evidence as it came. Those of a folder are in its document (evidence_parts_of). */
struct input_file {
    struct text bytes;  /* of a file                                  */
    struct text format; /* that was asked for, empty where none was   */
    bool folder;
};

struct input_files LIST(struct input_file);

struct inputs {
    struct artifact_eyes eyes;        /* who sees the artifact's files with us */
    const struct pinned_keys *trust;  /* whose signatures count  */
    struct values vouched;            /* what signatures say: one map for each (vouching.h) */
    struct evidence_parts signatures; /* and their files, as they came */
    struct text bytes;                /* of the manifest, as it came */
    struct input_files files;         /* of the evidence, one each   */
    struct project project;
    struct manifest manifest;
    struct evidences evidence;
    struct artifact artifact;
    struct value scanned; /* what the artifact's files would do, or null */
    struct value observations;
    struct inputs *champion;   /* or NULL */
    const struct known *known; /* what the ledger says of it, or NULL (settled.h) */
    struct case_memo memo;
    struct case_file of; /* over all of the above */
    uint64_t size;       /* bytes read            */
};

/* Read what manifest number `index` of the request needs. Refusals name the file to blame. */
NODISCARD bool inputs_read(const struct judge_request *request, size_t index,
                           struct schemas *schemas, struct arena *arena, const struct inputs **out,
                           struct error *err);

/* What git says of the folder, as {"head": ..., "clean": ...}, or {"error": ...} where there is a
 * work tree that git does not read. False where there is no work tree. */
NODISCARD bool git_observe(const char *folder, struct arena *arena, struct value *out);

#endif
