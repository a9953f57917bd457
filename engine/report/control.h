/* report/control.h: one control as a report shows it: how it stands, and where. Private to the
 * room.
 *
 *     standing         blocks   what tools are told
 *     fail             yes      a failure
 *     missing          yes      a failure: the evidence is absent
 *     insufficient     yes      a failure: present, but not measurable
 *     error            yes      an error: of the policy, or of a manifest that cannot be read
 *     warning          no       anything advisory that did not hold
 *     waived           no       skipped, with the reason
 *     not_applicable   no       skipped, with the reason
 *     pass             no       passed, by name
 */
#ifndef REPORT_CONTROL_H
#define REPORT_CONTROL_H

#include "base/buffer.h"
#include "policy/finding.h"

/* In the order in which reports show them. */
enum standing {
    STANDING_FAIL,
    STANDING_MISSING,
    STANDING_INSUFFICIENT,
    STANDING_ERROR,
    STANDING_WARNING,
    STANDING_WAIVED,
    STANDING_NOT_APPLICABLE,
    STANDING_PASS,
    STANDING_COUNT
};

struct control {
    const struct finding *finding;
    enum standing standing;
    struct place
        evidence; /* as the control's reader sees it; file NULL where it is none, or elsewhere */
    struct place source; /* of the control: the same of the policy's line */
};

struct controls LIST(struct control);

enum standing standing_of(const struct finding *shown_finding);
bool standing_blocks(enum standing standing);

/* "fail", "not applicable": two words where it takes two. A warning is told by its outcome. */
const char *standing_word(enum standing standing);

/* "FILE:14:5", escaped for a line of text. */
void place_write(struct place place, struct buffer *rendered);

/* The text line by line, blanks before each and empty lines dropped: `each` is called with the
 * rest of the line, not escaped. */
void lines_each(struct text shown_text, void (*each)(void *context, struct text line),
                void *context);

/* Everything a person needs to know of it, as lines of escaped text, the last one ended:
 *
 *     accuracy is 0.500, at least 0.900 is required (short by 0.400)
 *     evidence  metrics.yaml:2:21 (declared)
 *     policy    policies/floor.lua:11
 *     cites     Model standard 4.2
 *     fix       Retrain, or narrow the scope of use.
 */
void control_explain(const struct control *control, struct buffer *rendered);

#endif
