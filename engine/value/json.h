/* value/json.h: JSON (RFC 8259) into values, strictly.
 *
 * Refused, each by name and with line and column: duplicate keys, lone surrogates, bad UTF-8, a
 * byte order mark, control characters in texts, numbers above the largest double, nesting deeper
 * than LIMIT_DEPTH, anything after the value. Texts without escapes point into `source`, and
 * numbers keep their spelling there: the source must live as long as the value.
 */
#ifndef VALUE_JSON_H
#define VALUE_JSON_H

#include "value/value.h"

struct json_options {
    bool bare_nan;       /* accept NaN, Infinity and -Infinity, as Python writes them: VALUE_NAN */
    bool bare_huge;      /* accept 1e400: VALUE_NAN, "not a number that can be held"             */
    unsigned first_line; /* of the JSON, where the source is one line of a file; 0 means 1       */
};

/* Read one document. `file` names it in places and errors, and is borrowed; `json_source` is
 * followed by a NUL (as file_read leaves it). Failures are ERROR_REFUSED. */
NODISCARD bool json_read(const char *file, struct text json_source,
                         struct json_options json_options, struct arena *arena,
                         struct value *document, struct error *err);

#endif
