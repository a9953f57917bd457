/* The table for bash: a function that sets `row` to the words of a place, or fails where no word is
 * expected. Places are
 *
 *     'obstat', 'obstat policy'    a command, the second word of one
 *     'check -'                    options of a command
 *     'check --to', 'check -p'     the value of an option
 *     'check .'                    arguments
 *
 * In a row @file, @folder, @pack and @command stand for what the script finds itself. */
#include "cli/commands.h"
#include "cli/completion.h"

static void bash_words_row(const struct parameter *parameter, struct buffer *bash_table)
{
    const unsigned words = completion_words(parameter);
    const char *word;
    for (size_t i = 0; (word = parameter_word(parameter, i)); i++)
        buffer_format(bash_table, "%s ", word);
    if (words & (COMPLETION_FILE | COMPLETION_REPORT))
        buffer_string(bash_table, "@file ");
    if (words & COMPLETION_FOLDER)
        buffer_string(bash_table, "@folder ");
    if (words & COMPLETION_PACK)
        buffer_string(bash_table, "@pack ");
    if (words & COMPLETION_COMMAND)
        buffer_string(bash_table, "@command ");
}

static void bash_place_open(const char *command, const char *place, struct buffer *bash_table)
{
    buffer_format(bash_table, "    '%s%s') row='", command, place);
}

static void bash_place_close(struct buffer *bash_table)
{
    buffer_string(bash_table, "' ;;\n");
}

static void bash_option_place(const struct operation *command, const struct parameter *option,
                              struct buffer *bash_table)
{
    if (option->letter)
        buffer_format(bash_table, "    '%s --%s' | '%s -%c') row='", command->name, option->name,
                      command->name, option->letter);
    else
        buffer_format(bash_table, "    '%s --%s') row='", command->name, option->name);
    bash_words_row(option, bash_table);
    bash_place_close(bash_table);
}

static void bash_command_places(const struct operation *command, struct buffer *bash_table)
{
    bash_place_open(command->name, " -", bash_table);
    for (const struct parameter *parameter = command->parameters; parameter->name; parameter++)
        if (completion_is_option(parameter))
            buffer_format(bash_table, "--%s ", parameter->name);
    buffer_string(bash_table, "--help");
    bash_place_close(bash_table);
    for (const struct parameter *parameter = command->parameters; parameter->name; parameter++)
        if (completion_is_option(parameter) && parameter->kind != PARAMETER_FLAG)
            bash_option_place(command, parameter, bash_table);
    bash_place_open(command->name, " .", bash_table);
    for (const struct parameter *parameter = command->parameters; parameter->name; parameter++)
        if (!completion_is_option(parameter))
            bash_words_row(parameter, bash_table);
    bash_place_close(bash_table);
}

static void bash_family_place(const char *family, struct buffer *bash_table)
{
    bash_place_open("obstat ", family, bash_table);
    for (size_t i = 0; command_at(i); i++)
        if (command_of_family(command_at(i), family))
            buffer_format(bash_table, "%s ", command_at(i)->name + strlen(family) + 1);
    buffer_string(bash_table, "--help");
    bash_place_close(bash_table);
}

void completion_bash(struct buffer *bash_table)
{
    const char *first;
    buffer_string(bash_table, "_obstat_row() {\n    row=\n    case $1 in\n");
    bash_place_open("obstat", "", bash_table);
    for (size_t i = 0; command_at(i); i++)
        if ((first = completion_first(i, bash_table->arena)))
            buffer_format(bash_table, "%s ", first);
    buffer_string(bash_table, "--help --version");
    bash_place_close(bash_table);
    for (size_t i = 0; command_at(i); i++) {
        first = completion_first(i, bash_table->arena);
        if (first && command_is_family(first))
            bash_family_place(first, bash_table);
        bash_command_places(command_at(i), bash_table);
    }
    buffer_string(bash_table, "    *) return 1 ;;\n    esac\n}\n");
}
