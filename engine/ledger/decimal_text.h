/* ledger/decimal_text.h: the parts that the log's text formats share: whole numbers and lines.
 */
#ifndef LEDGER_DECIMAL_TEXT_H
#define LEDGER_DECIMAL_TEXT_H

#include "crypto/digest.h"

/* The number that the digits spell, at most `max`: no sign, no leading zero, nothing else. */
NODISCARD bool decimal_text_read(struct text digits, uint64_t max, uint64_t *out);

/* Take the first line off `note_rest`, without its newline. False where no newline is left. */
NODISCARD bool line_take(struct text *note_rest, struct text *line);

/* A digest that a line spells in base64. */
NODISCARD bool digest_line_read(struct text line, struct digest *root);

#endif
