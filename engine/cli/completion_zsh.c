/* The table for zsh: functions that hand each command's parameters to _arguments, as
 *
 *     '*'{-p,--policy=}'[judge by these]:DIR|FILE|pack\:NAME:_obstat_sources'
 *
 * and the commands to _describe, as 'check:judge a model by its policies'. */
#include "cli/commands.h"
#include "cli/completion.h"

/* The text inside of single quotes, with a backslash before each of `special`. */
static void zsh_escaped(const char *string, const char *special, struct buffer *zsh_table)
{
    for (; *string; string++) {
        if (*string == '\'')
            buffer_string(zsh_table, "'\\''");
        else if (strchr(special, *string))
            buffer_format(zsh_table, "\\%c", *string);
        else
            buffer_byte(zsh_table, *string);
    }
}

static void zsh_words_known(const struct parameter *parameter, const char *before,
                            struct buffer *zsh_table)
{
    for (size_t i = 0; parameter_word(parameter, i); i++) {
        buffer_string(zsh_table, i ? " " : before);
        zsh_escaped(parameter_word(parameter, i), "():\\", zsh_table);
    }
}

/* "MESSAGE:ACTION", what _arguments wants to know of a value. A space before an action: no more
 * words than these are handed to it. */
static void zsh_value_spec(const struct parameter *parameter, struct buffer *zsh_table)
{
    const unsigned words = completion_words(parameter);
    zsh_escaped(parameter->placeholder, ":\\", zsh_table);
    buffer_byte(zsh_table, ':');
    if (words & COMPLETION_REPORT)
        zsh_words_known(parameter, " _obstat_reports ", zsh_table);
    else if (words & COMPLETION_PACK)
        buffer_string(zsh_table, "_obstat_sources");
    else if (words & COMPLETION_COMMAND)
        buffer_string(zsh_table, " _obstat_topics");
    else if (parameter_word(parameter, 0)) {
        zsh_words_known(parameter, "(", zsh_table);
        buffer_byte(zsh_table, ')');
    } else if (words & COMPLETION_FOLDER)
        buffer_string(zsh_table, "_files -/");
    else
        buffer_string(zsh_table, words & COMPLETION_FILE ? "_files" : " ");
}

static void zsh_option_spec(const struct parameter *option, struct buffer *zsh_table)
{
    const bool valued = option->kind != PARAMETER_FLAG;
    const bool several = option->kind == PARAMETER_OPTIONS;
    buffer_string(zsh_table, "        ");
    if (option->letter && several)
        buffer_string(zsh_table, "'*'");
    else if (option->letter)
        buffer_format(zsh_table, "'(-%c --%s)'", option->letter, option->name);
    if (option->letter)
        buffer_format(zsh_table, "{-%c%s,--%s%s}'[", option->letter, valued ? "+" : "",
                      option->name, valued ? "=" : "");
    else
        buffer_format(zsh_table, "'%s--%s%s[", several ? "*" : "", option->name, valued ? "=" : "");
    zsh_escaped(option->help, "[]:\\", zsh_table);
    buffer_string(zsh_table, valued ? "]:" : "]");
    if (valued)
        zsh_value_spec(option, zsh_table);
    buffer_string(zsh_table, "' \\\n");
}

static void zsh_argument_spec(const struct parameter *argument, struct buffer *zsh_table)
{
    if (argument->kind == PARAMETER_ARGUMENTS)
        buffer_string(zsh_table, "        '*:");
    else
        buffer_string(zsh_table,
                      argument->flags & PARAMETER_REQUIRED ? "        ':" : "        '::");
    zsh_value_spec(argument, zsh_table);
    buffer_string(zsh_table, "' \\\n");
}

static void zsh_command_specs(const struct operation *command, struct buffer *zsh_table)
{
    buffer_format(zsh_table, "    '%s') _arguments -s \\\n", command->name);
    for (const struct parameter *parameter = command->parameters; parameter->name; parameter++) {
        if (completion_is_option(parameter))
            zsh_option_spec(parameter, zsh_table);
        else
            zsh_argument_spec(parameter, zsh_table);
    }
    buffer_string(zsh_table, "        '(- *)'{-h,--help}'[help with this command]' ;;\n");
}

static void zsh_described(const char *word, const char *summary, struct buffer *zsh_table)
{
    buffer_format(zsh_table, " \\\n        '%s:", word);
    zsh_escaped(summary, ":\\", zsh_table);
    buffer_byte(zsh_table, '\'');
}

/* The words that may follow `family`, or begin a command where it is NULL. */
static void zsh_words_of(const char *family, struct buffer *zsh_table)
{
    buffer_format(zsh_table, "    '%s') words_known=(", family ? family : "");
    for (size_t i = 0; command_at(i); i++) {
        const char *first = completion_first(i, zsh_table->arena);
        if (family && command_of_family(command_at(i), family))
            zsh_described(command_at(i)->name + strlen(family) + 1, command_at(i)->summary,
                          zsh_table);
        else if (!family && first)
            zsh_described(first,
                          command_is_family(first) ? "several commands" : command_at(i)->summary,
                          zsh_table);
    }
    buffer_string(zsh_table, ") ;;\n");
}

void completion_zsh(struct buffer *zsh_table)
{
    buffer_string(zsh_table, "_obstat_words() {\n    case $1 in\n");
    zsh_words_of(NULL, zsh_table);
    for (size_t i = 0; command_at(i); i++) {
        const char *first = completion_first(i, zsh_table->arena);
        if (first && command_is_family(first))
            zsh_words_of(first, zsh_table);
    }
    buffer_string(zsh_table,
                  "    *) return 1 ;;\n    esac\n}\n\n_obstat_parameters() {\n    case $1 in\n");
    for (size_t i = 0; command_at(i); i++)
        zsh_command_specs(command_at(i), zsh_table);
    buffer_string(zsh_table, "    esac\n}\n");
}
