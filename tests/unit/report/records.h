/* tests/unit/report/records.h: the records that the tests of reports share.
 *
 * records/NAME.json are documents as `check -o json` writes them; golden/NAME.FORMAT is what each
 * format makes of them, and what tests/peers/reports hands to the tools that read it.
 */
#ifndef RECORDS_H
#define RECORDS_H

#include "report/report.h"

#include "base/limits.h"
#include "support.h"
#include "value/json.h"

static inline const struct value *record_named(struct arena *arena, const char *name)
{
    struct error err = {0};
    struct value *value = ARENA_NEW(arena, struct value);
    const char *path =
        text_format(arena, OBSTAT_SOURCE "/tests/unit/report/records/%s.json", name).at;
    ck_assert_msg(
        json_read(path, support_read(arena, path), (struct json_options){0}, arena, value, &err),
        "%s", support_error(&err));
    return value;
}

static inline const struct report_format *format_named(const char *name)
{
    struct suggestion near = suggest_for(text_of(name));
    const struct report_format *format = report_find(text_of(name), &near);
    ck_assert_ptr_nonnull(format);
    return format;
}

/* What the format makes of one record, whose manifest is models/credit/model.yaml. */
static inline bool record_write(const char *format, const struct value *record,
                                const struct report_options *options, struct buffer *out,
                                struct error *err)
{
    struct report_record one = {record, "models/credit/model.yaml", "", NULL};
    return format_named(format)->write(&(struct report_records){&one, 1, 1}, options, out, err);
}

/* The same as a C string. */
static inline const char *record_report(struct arena *arena, const char *format,
                                        const struct value *record)
{
    struct error err = {0};
    struct buffer out = buffer_in(arena, LIMIT_REPORT_SIZE);
    ck_assert_msg(record_write(format, record, &(struct report_options){0}, &out, &err), "%s: %s",
                  format, support_error(&err));
    return text_string(arena, buffer_text(&out));
}

#endif
