/* The table for fish: one line of `complete` for each word and option, as
 *
 *     complete -c obstat -n '__obstat_at check' -s p -l policy -r -F -a '(__obstat_packs)' -d '...'
 *
 * fish knows two escapes inside of single quotes, \' and \\. */
#include "cli/commands.h"
#include "cli/completion.h"

static void fish_quoted(const char *string, struct buffer *fish_lines)
{
    buffer_byte(fish_lines, '\'');
    for (; *string; string++) {
        if (strchr("'\\", *string))
            buffer_byte(fish_lines, '\\');
        buffer_byte(fish_lines, *string);
    }
    buffer_byte(fish_lines, '\'');
}

static void fish_line_open(const char *command, struct buffer *fish_lines)
{
    buffer_format(fish_lines, "complete -c obstat -n '__obstat_at %s'", command);
}

static void fish_line_close(const char *description, struct buffer *fish_lines)
{
    buffer_string(fish_lines, " -d ");
    fish_quoted(description, fish_lines);
    buffer_byte(fish_lines, '\n');
}

/* -F lets files come, -f does not. */
static void fish_value_words(const struct parameter *parameter, struct buffer *fish_lines)
{
    const unsigned words = completion_words(parameter);
    buffer_string(fish_lines, words & (COMPLETION_FILE | COMPLETION_FOLDER) ? " -F" : " -f");
    if (words & COMPLETION_PACK)
        buffer_string(fish_lines, " -a '(__obstat_packs)'");
    if (words & COMPLETION_COMMAND)
        buffer_string(fish_lines, " -a '(__obstat_topics)'");
    if (!parameter_word(parameter, 0))
        return;
    buffer_string(fish_lines, words & COMPLETION_REPORT ? " -a '(__obstat_reports" : " -a '");
    for (size_t i = 0; parameter_word(parameter, i); i++) {
        if (i || words & COMPLETION_REPORT)
            buffer_byte(fish_lines, ' ');
        buffer_string(fish_lines, parameter_word(parameter, i));
    }
    buffer_string(fish_lines, words & COMPLETION_REPORT ? ")'" : "'");
}

static void fish_option_line(const struct operation *command, const struct parameter *option,
                             struct buffer *fish_lines)
{
    fish_line_open(command->name, fish_lines);
    if (option->letter)
        buffer_format(fish_lines, " -s %c", option->letter);
    buffer_format(fish_lines, " -l %s", option->name);
    if (option->kind == PARAMETER_FLAG)
        buffer_string(fish_lines, " -f");
    else {
        buffer_string(fish_lines, " -r");
        fish_value_words(option, fish_lines);
    }
    fish_line_close(option->help, fish_lines);
}

static void fish_argument_line(const struct operation *command, const struct parameter *argument,
                               struct buffer *fish_lines)
{
    fish_line_open(command->name, fish_lines);
    fish_value_words(argument, fish_lines);
    fish_line_close(argument->help, fish_lines);
}

static void fish_command_lines(const struct operation *command, struct buffer *fish_lines)
{
    for (const struct parameter *parameter = command->parameters; parameter->name; parameter++) {
        if (completion_is_option(parameter))
            fish_option_line(command, parameter, fish_lines);
        else
            fish_argument_line(command, parameter, fish_lines);
    }
    fish_line_open(command->name, fish_lines);
    buffer_string(fish_lines, " -s h -l help -f");
    fish_line_close("help with this command", fish_lines);
}

static void fish_word_line(const char *place, const char *word, const char *summary,
                           struct buffer *fish_lines)
{
    fish_line_open(place, fish_lines);
    buffer_format(fish_lines, " -f -a %s", word);
    fish_line_close(summary, fish_lines);
}

static void fish_family_lines(const char *family, struct buffer *fish_lines)
{
    for (size_t i = 0; command_at(i); i++)
        if (command_of_family(command_at(i), family))
            fish_word_line(family, command_at(i)->name + strlen(family) + 1, command_at(i)->summary,
                           fish_lines);
}

void completion_fish(struct buffer *fish_lines)
{
    const char *first;
    buffer_string(fish_lines, "set -g __obstat_families");
    for (size_t i = 0; command_at(i); i++)
        if ((first = completion_first(i, fish_lines->arena)) && command_is_family(first))
            buffer_format(fish_lines, " %s", first);
    buffer_byte(fish_lines, '\n');
    for (size_t i = 0; command_at(i); i++) {
        first = completion_first(i, fish_lines->arena);
        if (first && command_is_family(first)) {
            fish_word_line("", first, "several commands", fish_lines);
            fish_family_lines(first, fish_lines);
        } else if (first)
            fish_word_line("", first, command_at(i)->summary, fish_lines);
        fish_command_lines(command_at(i), fish_lines);
    }
}
