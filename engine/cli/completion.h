/* cli/completion.h: what a shell may offer after each word. Private to the room.
 *
 *     completion/bash.in, zsh.in, fish.in      functions of the shell: which command is this, which
 *                                              option wants a value, where are the packs
 *     the line @table@ in them                 commands, options and words, written from the table
 *
 * What a word may be is told by the parameter's placeholder, as a person would take it: FILE and
 * MANIFEST are files, DIR is a folder, pack:NAME a pack, COMMAND a command.
 */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include "base/buffer.h"
#include "service/operation.h"

enum completion_word {
    COMPLETION_FILE = 1,
    COMPLETION_FOLDER = 2, /* where files are not welcome */
    COMPLETION_PACK = 4,
    COMPLETION_COMMAND = 8,
    COMPLETION_REPORT = 16, /* FORMAT or FORMAT=FILE */
};

/* The kinds of word that the parameter takes, besides those that parameter_word names. */
unsigned completion_words(const struct parameter *parameter);

/* The first word of the command at that place ("policy" of "policy lint"); NULL where a command
 * before it begins with the same. */
const char *completion_first(size_t index, struct arena *arena);

bool completion_is_option(const struct parameter *parameter);

/* The tables. */
void completion_bash(struct buffer *bash_table);
void completion_zsh(struct buffer *zsh_table);
void completion_fish(struct buffer *fish_lines);

/* The scripts, by the shell's name; the build makes the array of completion/NAME.in. */
struct completion_script {
    const char *shell;
    struct text script;
};

extern const struct completion_script completion_scripts[];

#endif
