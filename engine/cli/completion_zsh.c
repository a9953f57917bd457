/* The table for zsh: functions that hand each command's parameters to _arguments, as
 *
 *     '*'{-p,--policy=}'[judge by these]:DIR|FILE|pack\:NAME:_obstat_sources'
 *
 * and the commands to _describe, as 'check:judge a model by its policies'. */
#include "cli/commands.h"
#include "cli/completion.h"

/* The text inside of single quotes, with a backslash before each of `special`. */
static void escaped(const char *string, const char *special, struct buffer *out)
{
    for (; *string; string++) {
        if (*string == '\'')
            buffer_string(out, "'\\''");
        else if (strchr(special, *string))
            buffer_format(out, "\\%c", *string);
        else
            buffer_byte(out, *string);
    }
}

static void words_known(const struct parameter *parameter, const char *before, struct buffer *out)
{
    for (size_t i = 0; parameter_word(parameter, i); i++) {
        buffer_string(out, i ? " " : before);
        escaped(parameter_word(parameter, i), "():\\", out);
    }
}

/* "MESSAGE:ACTION", what _arguments wants to know of a value. A space before an action: no more
 * words than these are handed to it. */
static void value_spec(const struct parameter *parameter, struct buffer *out)
{
    const unsigned words = completion_words(parameter);
    escaped(parameter->placeholder, ":\\", out);
    buffer_byte(out, ':');
    if (words & COMPLETION_REPORT)
        words_known(parameter, " _obstat_reports ", out);
    else if (words & COMPLETION_PACK)
        buffer_string(out, "_obstat_sources");
    else if (words & COMPLETION_COMMAND)
        buffer_string(out, " _obstat_topics");
    else if (parameter_word(parameter, 0)) {
        words_known(parameter, "(", out);
        buffer_byte(out, ')');
    } else if (words & COMPLETION_FOLDER)
        buffer_string(out, "_files -/");
    else
        buffer_string(out, words & COMPLETION_FILE ? "_files" : " ");
}

static void option_spec(const struct parameter *option, struct buffer *out)
{
    const bool valued = option->kind != PARAMETER_FLAG;
    const bool several = option->kind == PARAMETER_OPTIONS;
    buffer_string(out, "        ");
    if (option->letter && several)
        buffer_string(out, "'*'");
    else if (option->letter)
        buffer_format(out, "'(-%c --%s)'", option->letter, option->name);
    if (option->letter)
        buffer_format(out, "{-%c%s,--%s%s}'[", option->letter, valued ? "+" : "", option->name,
                      valued ? "=" : "");
    else
        buffer_format(out, "'%s--%s%s[", several ? "*" : "", option->name, valued ? "=" : "");
    escaped(option->help, "[]:\\", out);
    buffer_string(out, valued ? "]:" : "]");
    if (valued)
        value_spec(option, out);
    buffer_string(out, "' \\\n");
}

static void argument_spec(const struct parameter *argument, struct buffer *out)
{
    if (argument->kind == PARAMETER_ARGUMENTS)
        buffer_string(out, "        '*:");
    else
        buffer_string(out, argument->flags & PARAMETER_REQUIRED ? "        ':" : "        '::");
    value_spec(argument, out);
    buffer_string(out, "' \\\n");
}

static void command_specs(const struct operation *command, struct buffer *out)
{
    buffer_format(out, "    '%s') _arguments -s \\\n", command->name);
    for (const struct parameter *p = command->parameters; p->name; p++) {
        if (completion_is_option(p))
            option_spec(p, out);
        else
            argument_spec(p, out);
    }
    buffer_string(out, "        '(- *)'{-h,--help}'[help with this command]' ;;\n");
}

static void described(const char *word, const char *summary, struct buffer *out)
{
    buffer_format(out, " \\\n        '%s:", word);
    escaped(summary, ":\\", out);
    buffer_byte(out, '\'');
}

/* The words that may follow `family`, or begin a command where it is NULL. */
static void words_of(const char *family, struct buffer *out)
{
    buffer_format(out, "    '%s') words_known=(", family ? family : "");
    for (size_t i = 0; command_at(i); i++) {
        const char *first = completion_first(i, out->arena);
        if (family && command_of_family(command_at(i), family))
            described(command_at(i)->name + strlen(family) + 1, command_at(i)->summary, out);
        else if (!family && first)
            described(first, command_is_family(first) ? "several commands" : command_at(i)->summary,
                      out);
    }
    buffer_string(out, ") ;;\n");
}

void completion_zsh(struct buffer *out)
{
    buffer_string(out, "_obstat_words() {\n    case $1 in\n");
    words_of(NULL, out);
    for (size_t i = 0; command_at(i); i++) {
        const char *first = completion_first(i, out->arena);
        if (first && command_is_family(first))
            words_of(first, out);
    }
    buffer_string(out,
                  "    *) return 1 ;;\n    esac\n}\n\n_obstat_parameters() {\n    case $1 in\n");
    for (size_t i = 0; command_at(i); i++)
        command_specs(command_at(i), out);
    buffer_string(out, "    esac\n}\n");
}
