/* cli/commands.h: every command that may be typed. Private to the room.
 *
 * The operations of the table, and after them what only a command line has: completion, help and
 * version. These are rows of the same kind, so they are read, listed, documented and completed as
 * the others are; no other door sees them.
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "service/operation.h"

/* The command at that place of the listing; NULL past the last. */
const struct operation *command_at(size_t index);

/* The command of that name; NULL with a suggestion. */
const struct operation *command_named(struct text name, struct suggestion *near);

/* Does the command's name have two words, this one first: "policy" of "policy lint"? */
bool command_of_family(const struct operation *command, const char *word);
bool command_is_family(const char *word);

extern const struct operation completion_command;
extern const struct operation help_command;
extern const struct operation version_command;

/* What all commands have in common, for help and man pages: the statuses a command ends with, the
 * variables it reads. Ended by a row without a name. */
struct command_fact {
    const char *name;
    const char *meaning;
};

extern const struct command_fact command_statuses[];
extern const struct command_fact command_variables[];

#endif
