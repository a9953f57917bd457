/* The table for fish: one line of `complete` for each word and option, as
 *
 *     complete -c obstat -n '__obstat_at check' -s p -l policy -r -F -a '(__obstat_packs)' -d '...'
 *
 * fish knows two escapes inside of single quotes, \' and \\. */
#include "cli/commands.h"
#include "cli/completion.h"

static void quoted(const char *string, struct buffer *out)
{
    buffer_byte(out, '\'');
    for (; *string; string++) {
        if (strchr("'\\", *string))
            buffer_byte(out, '\\');
        buffer_byte(out, *string);
    }
    buffer_byte(out, '\'');
}

static void line_open(const char *command, struct buffer *out)
{
    buffer_format(out, "complete -c obstat -n '__obstat_at %s'", command);
}

static void line_close(const char *description, struct buffer *out)
{
    buffer_string(out, " -d ");
    quoted(description, out);
    buffer_byte(out, '\n');
}

/* -F lets files come, -f does not. */
static void value_words(const struct parameter *parameter, struct buffer *out)
{
    const unsigned words = completion_words(parameter);
    buffer_string(out, words & (COMPLETION_FILE | COMPLETION_FOLDER) ? " -F" : " -f");
    if (words & COMPLETION_PACK)
        buffer_string(out, " -a '(__obstat_packs)'");
    if (words & COMPLETION_COMMAND)
        buffer_string(out, " -a '(__obstat_topics)'");
    if (!parameter_word(parameter, 0))
        return;
    buffer_string(out, words & COMPLETION_REPORT ? " -a '(__obstat_reports" : " -a '");
    for (size_t i = 0; parameter_word(parameter, i); i++) {
        if (i || words & COMPLETION_REPORT)
            buffer_byte(out, ' ');
        buffer_string(out, parameter_word(parameter, i));
    }
    buffer_string(out, words & COMPLETION_REPORT ? ")'" : "'");
}

static void option_line(const struct operation *command, const struct parameter *option,
                        struct buffer *out)
{
    line_open(command->name, out);
    if (option->letter)
        buffer_format(out, " -s %c", option->letter);
    buffer_format(out, " -l %s", option->name);
    if (option->kind == PARAMETER_FLAG)
        buffer_string(out, " -f");
    else {
        buffer_string(out, " -r");
        value_words(option, out);
    }
    line_close(option->help, out);
}

static void argument_line(const struct operation *command, const struct parameter *argument,
                          struct buffer *out)
{
    line_open(command->name, out);
    value_words(argument, out);
    line_close(argument->help, out);
}

static void command_lines(const struct operation *command, struct buffer *out)
{
    for (const struct parameter *p = command->parameters; p->name; p++) {
        if (completion_is_option(p))
            option_line(command, p, out);
        else
            argument_line(command, p, out);
    }
    line_open(command->name, out);
    buffer_string(out, " -s h -l help -f");
    line_close("help with this command", out);
}

static void word_line(const char *place, const char *word, const char *summary, struct buffer *out)
{
    line_open(place, out);
    buffer_format(out, " -f -a %s", word);
    line_close(summary, out);
}

static void family_lines(const char *family, struct buffer *out)
{
    for (size_t i = 0; command_at(i); i++)
        if (command_of_family(command_at(i), family))
            word_line(family, command_at(i)->name + strlen(family) + 1, command_at(i)->summary,
                      out);
}

void completion_fish(struct buffer *out)
{
    const char *first;
    buffer_string(out, "set -g __obstat_families");
    for (size_t i = 0; command_at(i); i++)
        if ((first = completion_first(i, out->arena)) && command_is_family(first))
            buffer_format(out, " %s", first);
    buffer_byte(out, '\n');
    for (size_t i = 0; command_at(i); i++) {
        first = completion_first(i, out->arena);
        if (first && command_is_family(first)) {
            word_line("", first, "several commands", out);
            family_lines(first, out);
        } else if (first)
            word_line("", first, command_at(i)->summary, out);
        command_lines(command_at(i), out);
    }
}
