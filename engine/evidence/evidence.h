/* evidence/evidence.h: what was found out about a model, in one form whatever wrote it.
 *
 * A file of evidence is read, its format is recognised by its content, and one reader turns it
 * into results, groups and suites. Each keeps the value it came from, so that a finding can say
 * file, line and column. The written form is evidence/v1 (schemas/evidence.schema.json).
 *
 *     metrics.json ---- format_detect ----> "metrics" ---- read ----> struct evidence
 *       {"accuracy": 0.914,                                 results  accuracy       0.914 at 1:14
 *        "slices": {"a": {"auc": 0.8}}}                              slices.a.auc   0.8   at 2:25
 *
 * Nothing becomes 0: a figure that is present but is not a finite number keeps its place and is
 * "insufficient" to whoever compares it; null is absent. Everything is borrowed from the arena.
 */
#ifndef EVIDENCE_EVIDENCE_H
#define EVIDENCE_EVIDENCE_H

#include "base/suggest.h"
#include "crypto/digest.h"
#include "value/value.h"

/* How far the figures can be trusted; never taken from the file itself. */
enum grade {
    GRADE_DECLARED, /* somebody wrote them down                */
    GRADE_MEASURED, /* computed here from rows                 */
    GRADE_ATTESTED, /* signed by a key that the project pins   */
};

/* What a result was measured on; results in a row share it. Each part is NULL where it is absent.
 */
struct setting {
    const struct value *task, *dataset, *split; /* texts: names                                  */
    const struct value *group; /* {race: "..."} where the result is of a part of the rows        */
};

/* How far one figure can be relied on, and how to read it. Each part is NULL where it is absent. */
struct details {
    const struct value *n, *low, *high, *stderr_; /* numbers, or NaN                             */
    const struct value *spread; /* a number: the 25.63 of `232.59 +/- 25.63`; it is not said of
                                 * what, so it is no standard error                              */
    const struct value *shots;  /* a count: examples in the prompt                               */
    const struct value *limit;  /* the count or share of rows that the harness was held to: what
                                 * was measured on fewer rows than there are                     */
    const struct value *unit, *higher_is_better; /* a text, a boolean                            */
    const struct value *verified; /* a boolean: checked by somebody else, as the source says      */
};

/* One metric of one model on one data set. A report may hold a million, so what most results lack
 * lies elsewhere: `setting` and `details` are never NULL, but may be the empty ones below. */
struct result {
    struct text metric;
    const struct value *value; /* the figure, or what stands in its place: the text "N/A", NaN,
                                * false; never NULL or null                                      */
    const struct setting *setting;
    const struct details *details;
};

extern const struct setting setting_none;
extern const struct details details_none;

/* Outcomes of one group of people. Counts are numbers (weights make them fractional) or absent. */
struct group {
    struct text attribute;     /* "race", or "sex,race" for an intersection                  */
    const struct value *value; /* text, null (the group without a value), or a list of texts */
    const struct value *tp, *fp, *tn, *fn; /* counts of the group; NULL where absent */
    const struct value *favourable; /* "positive" or "negative": the decision that is good for the
                                     * person; positive where it is NULL                         */
    const struct value *node; /* the whole entry: its place, and metrics of its own             */
};

/* A suite of tests that ran somewhere else. */
struct suite {
    struct text name;
    const struct value *passed, *total;            /* counts, or NULL where they are absent */
    const struct value *failed, *errors, *skipped; /* the same; not every runner tells      */
    const struct value *node;
};

struct results LIST(struct result);
struct groups LIST(struct group);
struct suites LIST(struct suite);

struct evidence {
    const char *path;     /* as the manifest or the command line has it */
    struct digest digest; /* of the bytes of the evidence               */
    const char *format;   /* "evidence/v1", "metrics", ...              */
    enum grade grade;
    const struct value *document; /* as it was read                            */
    const struct value *subject, *dataset, *card, *lineage; /* or NULL         */
    struct results results;
    struct groups groups;
    struct suites suites;
};

struct evidences LIST(struct evidence);

const char *grade_name(enum grade grade);

/* What a file is by its grammar, whatever it says: each carrier turns bytes into a value, whose
 * shape stands in carrier.h, and formats read that. */
enum carrier {
    CARRIER_TREE,     /* JSON or YAML: a model's metrics, a report                               */
    CARRIER_LINES,    /* a JSON document on each line                                           */
    CARRIER_MARKDOWN, /* a model card: front matter and sections                                */
    CARRIER_XML,      /* test reports                                                           */
    CARRIER_TABLE,    /* CSV or TSV with a line of headers                                      */
    CARRIER_FOLDER,   /* a folder of small files, such as a run of MLflow                       */
};

/* One format: the room has one file for each, and format.c lists them. */
struct format {
    const char *name;
    const char *summary; /* one line for help and documents */
    enum carrier carrier;
    /* Is this document of the format? A plain metric tree is asked last. */
    bool (*is)(const struct value *document);
    /* Fill results, groups, suites and the rest; path, digest, grade and document are set. */
    bool (*read)(struct evidence *evidence, struct arena *arena, struct error *err);
};

/* Every format; NULL ends the list. */
extern const struct format *const formats[];

/* The format of that name, NULL with a suggestion where there is none. */
const struct format *format_named(struct text format_name, struct suggestion *near_format);

/* Read bytes as JSON (bare NaN allowed: Python writes it) or YAML, by content; recognise the
 * format unless `format` names one; two formats that both recognise the document are
 * ERROR_REFUSED, as is one that nobody recognises. `path` names the file in places. */
NODISCARD bool evidence_read(const char *path, struct text bytes, struct text format,
                             struct arena *arena, struct evidence *read_evidence,
                             struct error *err);

/* Where evidence is that is a run's folder. */
struct evidence_folder {
    const char *path;   /* as records name it                           */
    const char *root;   /* which nothing may leave                      */
    const char *inside; /* from there to the folder; "." where it is it */
};

/* Evidence that is a folder: a run in MLflow's file store. Only meta.yaml and what lies below
 * metrics/, params/ and tags/ is read. The digest is over those files in byte order of their paths,
 * written as in an artifact's listing (manifest.h): of each its path in the folder and its size in
 * decimal, each ended by a NUL, and its SHA-256, raw. What a metric is called is the name of its
 * file, so a digest of bytes alone would be the same for a run whose figures changed places.
 * ERROR_REFUSED as above, and where the folder is no run: the message names runs below it. */
NODISCARD bool evidence_read_folder(const struct evidence_folder *folder, struct text format,
                                    struct arena *arena, struct evidence *folder_evidence,
                                    struct error *err);

/* The files of such a folder that were read, by their paths in it, in byte order; and the evidence
 * that they make when they are at hand again: what was read from the folder, its digest too. */
struct evidence_part {
    const char *path;
    struct text bytes;
};

struct evidence_parts LIST(struct evidence_part);

void evidence_parts_of(const struct evidence *evidence, struct arena *arena,
                       struct evidence_parts *parts);
NODISCARD bool evidence_read_parts(const char *path, const struct evidence_parts *parts,
                                   struct text format, struct arena *arena,
                                   struct evidence *folder_evidence, struct error *err);

/* The runs that lie below a folder, as paths from `root`: mlruns/0/4f2d..., in byte order. At most
 * LIMIT_EVIDENCE_FILES; none where `inside` is itself a run or no folder of runs. */
struct run_paths LIST(const char *);
NODISCARD bool evidence_runs(const char *root, const char *inside, struct arena *arena,
                             struct run_paths *found_runs, struct error *err);

/* Does the evidence speak of this model? ERROR_INTEGRITY where its subject names another name,
 * version or artifact digest; `artifact` may be NULL (then a digest in the subject is refused too:
 * it cannot be compared, and that is said). */
NODISCARD bool evidence_matches(const struct evidence *evidence, struct text name,
                                struct text version, const struct digest *artifact,
                                struct error *err);

/* The normal form, evidence/v1 with `results` only, as `import` prints it. */
struct value evidence_value(const struct evidence *evidence, struct arena *arena);

/* JSON or YAML by content: what starts with { or [ is tried as JSON first where the name ends in
 * .json or the JSON reader takes it; anything else is YAML. For every document a person writes. */
NODISCARD bool document_read(const char *path, struct text document_bytes, struct arena *arena,
                             struct value *document, struct error *err);

#endif
