/* report/text_page.h: what the parts of the text report share. Private to the room.
 *
 *     credit-default 2.3.0 -> production   tier high   9 policies, ...          text_header
 *
 *      note  credit/accuracy-floor         floor is 0.85, looser than ...       text_notes
 *      FAIL  credit/four-fifths            impact ratio of ... is 0.632, ...    text_block
 *              evidence  eval/metrics.yaml:14:5 (declared)   policy  ...
 *              fix       Examine the features that separate the groups
 *      pass  21 controls                   -v lists them
 *
 *     DENIED  1 failed, 1 could not be judged   decision sha256:...   status 3  text_summary
 */
#ifndef REPORT_TEXT_PAGE_H
#define REPORT_TEXT_PAGE_H

#include "policy/decision.h"
#include "report/control.h"
#include "report/report.h"

struct page {
    const struct value *decision;
    const struct report_options *options;
    struct findings findings;
    struct buffer *out;
    size_t column; /* width of the names before the messages, the gap included */
};

/* How a finding is shown: a word of four letters, and what it means for the reader. */
enum shade { SHADE_PLAIN, SHADE_GOOD, SHADE_BAD, SHADE_CARE };

struct mark {
    const char *word;
    enum shade shade;
};

/* The mark of a line that is about no finding: what the reader should know besides. The others are
 * those of a finding's standing. */
enum { MARK_NOTE = STANDING_COUNT, MARK_COUNT };

/* " FAIL  credit/four-fifths            ": the start of a line, up to the message. */
void text_lead(struct page *page, unsigned mark, struct text name);

/* A word in its colour, where there are colours. */
void text_shaded(struct page *page, enum shade shade, const char *word);

/* "1 policy", "3,696 rows": `many` where it is not 1. */
void text_count(struct page *page, size_t count, const char *one, const char *many);

/* One finding, with evidence, policy and fix where there is something to do. */
void text_block(struct page *page, const struct finding *shown_finding);

/* The parts above; each ends its last line. */
void text_header(struct page *page);
void text_notes(struct page *page);
void text_summary(struct page *page);

#endif
