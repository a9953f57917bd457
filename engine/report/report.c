#include "report/formats.h"

const struct report_format *const report_formats[] = {
#define ROW(name) &report_##name,
    REPORT_FORMATS(ROW)
#undef ROW
        NULL,
};

const struct report_format *report_find(struct text name, struct suggestion *near)
{
    for (size_t i = 0; report_formats[i]; i++) {
        if (text_is(name, report_formats[i]->name))
            return report_formats[i];
        suggest_offer(near, text_of(report_formats[i]->name));
    }
    return NULL;
}

bool report_fits(const struct buffer *rendered, struct error *err)
{
    return !buffer_full(rendered) ||
           error_set(err, ERROR_REFUSED, "the report is larger than %zu bytes", rendered->max);
}
