/* cli/arguments.h: words of the command line into a request. Private to the room.
 *
 * Long options take their value after = or as the next word, short ones also attached (-pFILE).
 * Options and arguments may mix; after -- everything is an argument. A lone - is an argument.
 */
#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include "service/operation.h"

/* What the words ask for. --help and --version, and nothing at all, ask for the commands help and
 * version. */
struct arguments {
    const struct operation *operation;
    struct value request;
};

/* Read the words after the program's name. ERROR_USAGE names the word and what was meant. */
NODISCARD bool arguments_read(int count, char **words, struct arena *arena, struct arguments *out,
                              struct error *err);

#endif
