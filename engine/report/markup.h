/* report/markup.h: texts inside XML and HTML. Private to the room.
 *
 * Characters that XML 1.0 does not allow have no escape there: a single one makes the whole file
 * unreadable. escape.h shows them by their codes, so what is left needs five entities.
 *
 *     <b>&"'  ->  &lt;b&gt;&amp;&quot;&#39;
 */
#ifndef REPORT_MARKUP_H
#define REPORT_MARKUP_H

#include "base/buffer.h"

/* A text from a record: one line, escaped as for a terminal and then as markup. */
void markup_text(struct text text, struct buffer *rendered);

/* A text that is escaped already, line ends and all: only the five entities. */
void markup_lines(struct text text, struct buffer *rendered);

/* The attribute ` NAME="TEXT"` */
void markup_attribute(const char *name, struct text text, struct buffer *rendered);
void markup_number(const char *name, size_t number, struct buffer *rendered);

#endif
