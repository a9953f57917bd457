/* report/escape.h: texts from inputs, made safe to look at.
 *
 * A model's name may hold anything that JSON can. On a terminal it could move the cursor, paint a
 * refusal green, or turn the reading direction so that a line reads as its opposite. What could is
 * shown by its code and never sent:
 *
 *     ESC [ 31 m        \x1b[31m         control characters, a line end among them
 *     U+202E            \u202e           bidirectional overrides, isolates, marks
 *     U+E0041           \u{e0041}        invisible characters
 *     FF                \xff             bytes that are not UTF-8
 *     ::error::         \x3a:error::     what a pipeline's log would run as a command
 *     ##[error]         \x23#[error]
 *
 * Everything else, any script included, goes through as it is.
 */
#ifndef REPORT_ESCAPE_H
#define REPORT_ESCAPE_H

#include "base/buffer.h"

void text_escape(struct text escaped_text, struct buffer *rendered);

#endif
