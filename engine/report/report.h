/* report/report.h: a decision, written for whoever reads it: the room's only door.
 *
 * A report is a pure function of the record (decision/v1): it adds nothing, decides nothing, and
 * asks nobody. So a decision taken from the log years later is shown as it was on the day.
 *
 *     const struct report_format *format = report_find(TEXT("text"), &near);
 *     format->write(&decision, &(struct report_options){.colour = true}, &out, &err);
 *
 * A new format is one file, which defines `const struct report_format report_NAME`, and one row in
 * formats.h.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/suggest.h"
#include "report/escape.h"
#include "value/value.h"

struct report_options {
    bool colour;  /* for a terminal: ANSI colours; formats for machines ignore it */
    bool verbose; /* passed controls one by one, whole digests                    */
};

struct report_format {
    const char *name;
    const char *summary; /* one line for help and documents */
    /* Append the report. ERROR_REFUSED where the record is not a decision or the report does not
     * fit `out`, which may then hold a part. */
    bool (*write)(const struct value *decision, const struct report_options *options,
                  struct buffer *out, struct error *err);
};

/* Every format, in the order of help; ended by NULL. */
extern const struct report_format *const report_formats[];

/* The format of that name; NULL with a suggestion. */
const struct report_format *report_find(struct text name, struct suggestion *near);

#endif
