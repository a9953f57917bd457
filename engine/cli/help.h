/* cli/help.h: help, printed from the operation table; the commands help and version. Private to
 * the room.
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "base/buffer.h"
#include "base/error.h"

/* All commands, a line each. */
void help_overview(struct buffer *help_page);

/* One command, or a family of them ("policy"). ERROR_USAGE where there is none of the name. */
NODISCARD bool help_topic(const char *topic, struct arena *arena, struct buffer *out,
                          struct error *err);

#endif
