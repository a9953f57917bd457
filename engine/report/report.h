/* report/report.h: decisions, written for whoever reads them: the room's only door.
 *
 * A report is a pure function of the records (decision/v1): it adds nothing, decides nothing, and
 * asks nobody. So a decision taken from the log years later is shown as it was on the day.
 *
 *     const struct report_format *format = report_find(TEXT("text"), &near);
 *     const struct report_records records = {&(struct report_record){.record = &decision}, 1, 1};
 *     format->write(&records, &(struct report_options){.colour = true}, &out, &err);
 *
 * Some formats are written decision by decision, one after another (text, json); the others are one
 * document for the whole run (`whole`) and are written once, when all records are there. A manifest
 * that could not be judged has a record too, error/v1, and is in every such document as an error:
 *
 *     {"obstat": "error/v1", "manifest": "m.yaml", "status": 3,
 *      "error": {"code", "message", "file", "line", "column"}}
 *
 * A new format is one file, which defines `const struct report_format report_NAME`, and one row in
 * formats.h.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/list.h"
#include "base/suggest.h"
#include "report/escape.h"
#include "value/value.h"

struct report_options {
    bool colour;  /* for a terminal: ANSI colours; formats for machines ignore it */
    bool verbose; /* passed controls one by one, whole digests                    */
};

/* A record and where its paths lead. A record holds them as the manifest and the command wrote
 * them, so that it is the same everywhere; a tool that opens files wants them as seen from the
 * folder in which obstat ran, usually the root of a repository. */
struct report_record {
    const struct value *record; /* to be reported: decision/v1 or error/v1 */
    const char *manifest; /* as the report's reader sees it from here; NULL where nobody knows  */
    const char *policies; /* where the report's paths of policies begin, "" is here; NULL is "" */
    const struct value *given; /* paths of evidence that begin here for the report, or NULL */
};

struct report_records LIST(struct report_record);

struct report_format {
    const char *name;
    const char *summary; /* one line for help and documents                             */
    bool whole;          /* a report is one document for all records, else one for each */
    /* Append the report. ERROR_REFUSED where a record is neither a decision nor an error, or where
     * the report does not fit `rendered`, which may then hold a part. */
    bool (*write)(const struct report_records *records, const struct report_options *options,
                  struct buffer *rendered, struct error *err);
};

/* Every format, in the order of help; ended by NULL. */
extern const struct report_format *const report_formats[];

/* The report's format of that name; NULL with a suggestion. */
const struct report_format *report_find(struct text name, struct suggestion *near);

#endif
