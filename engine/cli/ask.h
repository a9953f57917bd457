/* cli/ask.h: what is asked of the person at the terminal: a secret, and a word that confirms.
 * Private to the room.
 *
 * A secret is asked on the terminal itself, whatever standard input is, so that it is never taken
 * from a pipe by accident. While it is typed the terminal does not show it; a signal that ends or
 * stops the program waits until the terminal is as it was.
 */
#ifndef CLI_ASK_H
#define CLI_ASK_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

/* "passphrase of ci.key: ", and what was typed without its line end; zeroed when the arena is
 * freed. ERROR_USAGE where there is no terminal, or nothing was typed to its end. */
NODISCARD bool ask_secret(const char *what, struct arena *arena, struct text *out,
                          struct error *err);

/* Print the sentence to standard error and, where somebody sits there, wait for the word. Any other
 * is ERROR_USAGE. */
NODISCARD bool ask_confirm(struct text sentence, struct text word, struct error *err);

#endif
