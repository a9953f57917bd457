/* report/html.h: what the parts of the HTML page share. Private to the room.
 *
 *     page   head, with style and a policy that lets nothing be loaded or run     report_html.c
 *            list of decisions, where there are several
 *            for each: banner, tally, what blocks, what warns                     html_controls.c
 *                      what was let through, folded
 *                      what the decision rests on, and what it does not cover     html_grounds.c
 *
 * One file, no script, nothing fetched: it opens from a build's artifacts, from a mail, from a disk
 * in ten years.
 */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "report/markup.h"
#include "report/sheet.h"

/* The style sheet's lines, ended by NULL. */
extern const char *const html_style[];

/* A word for a class and a label: "fail", "not-applicable"; "Failed", "Not applicable". */
const char *html_class(enum standing standing);
const char *html_label(enum standing standing);

/* The word behind a count of controls: "failed", "errors". */
const char *html_counted(enum standing standing, size_t count);

/* Cards of what blocks and warns; tables of the rest. */
void html_controls(const struct sheet *sheet, struct buffer *rendered);

/* What a decision's page folds: digests, evidence, parameters, remarks. */
void html_grounds(const struct sheet *sheet, struct buffer *rendered);

#endif
