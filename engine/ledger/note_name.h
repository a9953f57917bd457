/* ledger/note_name.h: what a key of signed notes may be called.
 */
#ifndef LEDGER_NOTE_NAME_H
#define LEDGER_NOTE_NAME_H

#include "base/text.h"

/* UTF-8, 1 to LIMIT_NOTE_NAME bytes, without white space (Unicode's), control characters and plus.
 */
bool note_name_fits(struct text note_name);

#endif
