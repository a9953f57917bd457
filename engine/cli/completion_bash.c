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

static void words_row(const struct parameter *parameter, struct buffer *out)
{
    const unsigned words = completion_words(parameter);
    const char *word;
    for (size_t i = 0; (word = parameter_word(parameter, i)); i++)
        buffer_format(out, "%s ", word);
    if (words & (COMPLETION_FILE | COMPLETION_REPORT))
        buffer_string(out, "@file ");
    if (words & COMPLETION_FOLDER)
        buffer_string(out, "@folder ");
    if (words & COMPLETION_PACK)
        buffer_string(out, "@pack ");
    if (words & COMPLETION_COMMAND)
        buffer_string(out, "@command ");
}

static void place_open(const char *command, const char *place, struct buffer *out)
{
    buffer_format(out, "    '%s%s') row='", command, place);
}

static void place_close(struct buffer *out)
{
    buffer_string(out, "' ;;\n");
}

static void option_place(const struct operation *command, const struct parameter *option,
                         struct buffer *out)
{
    if (option->letter)
        buffer_format(out, "    '%s --%s' | '%s -%c') row='", command->name, option->name,
                      command->name, option->letter);
    else
        buffer_format(out, "    '%s --%s') row='", command->name, option->name);
    words_row(option, out);
    place_close(out);
}

static void command_places(const struct operation *command, struct buffer *out)
{
    place_open(command->name, " -", out);
    for (const struct parameter *p = command->parameters; p->name; p++)
        if (completion_is_option(p))
            buffer_format(out, "--%s ", p->name);
    buffer_string(out, "--help");
    place_close(out);
    for (const struct parameter *p = command->parameters; p->name; p++)
        if (completion_is_option(p) && p->kind != PARAMETER_FLAG)
            option_place(command, p, out);
    place_open(command->name, " .", out);
    for (const struct parameter *p = command->parameters; p->name; p++)
        if (!completion_is_option(p))
            words_row(p, out);
    place_close(out);
}

static void family_place(const char *family, struct buffer *out)
{
    place_open("obstat ", family, out);
    for (size_t i = 0; command_at(i); i++)
        if (command_of_family(command_at(i), family))
            buffer_format(out, "%s ", command_at(i)->name + strlen(family) + 1);
    buffer_string(out, "--help");
    place_close(out);
}

void completion_bash(struct buffer *out)
{
    const char *first;
    buffer_string(out, "_obstat_row() {\n    row=\n    case $1 in\n");
    place_open("obstat", "", out);
    for (size_t i = 0; command_at(i); i++)
        if ((first = completion_first(i, out->arena)))
            buffer_format(out, "%s ", first);
    buffer_string(out, "--help --version");
    place_close(out);
    for (size_t i = 0; command_at(i); i++) {
        first = completion_first(i, out->arena);
        if (first && command_is_family(first))
            family_place(first, out);
        command_places(command_at(i), out);
    }
    buffer_string(out, "    *) return 1 ;;\n    esac\n}\n");
}
