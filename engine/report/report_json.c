#include "report/formats.h"

#include "value/canonical.h"

static bool write(const struct report_records *records, const struct report_options *options,
                  struct buffer *rendered, struct error *err)
{
    (void)options;
    for (size_t i = 0; i < records->count; i++) {
        if (!canonical_write(records->at[i].record, rendered, err))
            return false;
        buffer_byte(rendered, '\n');
    }
    return report_fits(rendered, err);
}

const struct report_format report_json = {
    "json", "The record itself, decision/v1, in its canonical form on one line", false, write};
