/* cli/man.h: man pages, written from the operation table. Private to the room.
 *
 * The source is man(7), which both groff and mandoc set: obstat(1) of all commands, and one page
 * for each, obstat-policy-lint(1) of `policy lint`. What stands in `backticks` is set bold, lines
 * that begin with a space are set as they are.
 */
#ifndef CLI_MAN_H
#define CLI_MAN_H

#include "base/buffer.h"
#include "base/error.h"

/* The page of the command ("policy lint" or "policy-lint"), of all where `topic` is NULL.
 * ERROR_USAGE where there is none. */
NODISCARD bool man_page(const char *topic, struct arena *arena, struct buffer *out,
                        struct error *err);

#endif
