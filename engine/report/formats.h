/* report/formats.h: one row for each format, in the order of help. Private to the room. */
#ifndef REPORT_FORMATS_H
#define REPORT_FORMATS_H

#include "report/report.h"

#define REPORT_FORMATS(row)                                                                        \
    row(text) row(json) row(junit) row(sarif) row(github) row(gitlab) row(markdown) row(tap)       \
        row(html)

#define ROW(name) extern const struct report_format report_##name;
REPORT_FORMATS(ROW)
#undef ROW

/* True unless the rendered report was cut. For the end of every `write`. */
NODISCARD bool report_fits(const struct buffer *rendered, struct error *err);

#endif
