#include "cli/help.h"

#include "base/limits.h"
#include "cli/commands.h"
#include "cli/man.h"

enum { COMMAND_WIDTH = 21, OPTION_WIDTH = 32, STATUS_WIDTH = 2, VARIABLE_WIDTH = 22 };

static void operation_line(const struct operation *operation, struct buffer *help_page)
{
    buffer_format(help_page, "  %-*s %s\n", COMMAND_WIDTH, operation->name, operation->summary);
}

static void fact_lines(const struct command_fact *facts, int width, struct buffer *help_page)
{
    for (; facts->name; facts++)
        buffer_format(help_page, "  %-*s %s\n", width, facts->name, facts->meaning);
}

void help_overview(struct buffer *help_page)
{
    buffer_string(help_page, "obstat: which models may go to production\n\n"
                             "  obstat COMMAND [OPTION]... [ARGUMENT]...\n\nCommands\n");
    for (size_t command = 0; command_at(command); command++)
        operation_line(command_at(command), help_page);
    buffer_string(help_page, "\nStatuses\n");
    fact_lines(command_statuses, STATUS_WIDTH, help_page);
    buffer_string(help_page, "\nEnvironment\n");
    fact_lines(command_variables, VARIABLE_WIDTH, help_page);
    buffer_string(help_page, "\n`obstat help COMMAND` says more of a command.\n");
}

static bool in_place(const struct parameter *parameter)
{
    return parameter->kind == PARAMETER_ARGUMENT || parameter->kind == PARAMETER_ARGUMENTS;
}

static void usage_line(const struct operation *operation, struct buffer *help_page)
{
    buffer_format(help_page, "  obstat %s [OPTION]...", operation->name);
    for (const struct parameter *parameter = operation->parameters; parameter->name; parameter++)
        if (in_place(parameter)) {
            const bool needed = parameter->flags & PARAMETER_REQUIRED;
            buffer_format(help_page, " %s%s%s%s", needed ? "" : "[", parameter->placeholder,
                          parameter->kind == PARAMETER_ARGUMENTS ? "..." : "", needed ? "" : "]");
        }
    buffer_byte(help_page, '\n');
}

static void parameter_line(const struct parameter *parameter, struct arena *arena,
                           struct buffer *help_page)
{
    struct text word;
    if (in_place(parameter))
        word = text_of(parameter->placeholder);
    else {
        const struct text letter =
            parameter->letter ? text_format(arena, "-%c, ", parameter->letter) : TEXT("    ");
        word = text_format(arena, "%.*s--%s%s%s", TEXT_ARGS(letter), parameter->name,
                           parameter->placeholder ? " " : "",
                           parameter->placeholder ? parameter->placeholder : "");
    }
    if (word.size > OPTION_WIDTH) /* too long for the column: the help goes below */
        buffer_format(help_page, "  %.*s\n  %*s %s\n", TEXT_ARGS(word), OPTION_WIDTH, "",
                      parameter->help);
    else
        buffer_format(help_page, "  %-*.*s %s\n", OPTION_WIDTH, (int)word.size, word.at,
                      parameter->help);
    if (!parameter->words)
        return;
    buffer_format(help_page, "  %*s one of", OPTION_WIDTH, "");
    for (size_t allowed = 0; parameter->words[allowed]; allowed++)
        buffer_format(help_page, "%s %s", allowed ? "," : "", parameter->words[allowed]);
    buffer_byte(help_page, '\n');
}

static void indented(const char *lines, struct buffer *help_page)
{
    const struct text indented_lines = text_of(lines);
    for (size_t line_begin = 0; line_begin < indented_lines.size;) {
        const struct text rest = text_part(indented_lines, line_begin, indented_lines.size);
        const struct text line = text_part(rest, 0, text_find(rest, '\n'));
        if (line.size)
            buffer_string(help_page, "  ");
        buffer_add(help_page, line);
        buffer_byte(help_page, '\n');
        line_begin += line.size + 1;
    }
}

static void help_operation(const struct operation *operation, struct arena *arena,
                           struct buffer *help_page)
{
    buffer_format(help_page, "obstat %s: %s\n\n", operation->name, operation->summary);
    usage_line(operation, help_page);
    if (operation->details) {
        buffer_byte(help_page, '\n');
        indented(operation->details, help_page);
    }
    buffer_string(help_page, "\nArguments and options\n");
    for (const struct parameter *parameter = operation->parameters; parameter->name; parameter++)
        parameter_line(parameter, arena, help_page);
    buffer_format(help_page, "  %-*s %s\n", OPTION_WIDTH, "-h, --help", "this page");
    if (operation->examples) {
        buffer_string(help_page, "\nExamples\n");
        indented(operation->examples, help_page);
    }
}

/* The commands that begin with the word; how many there are. */
static size_t help_family(const char *word, struct buffer *help_page)
{
    size_t found = 0;
    for (size_t command = 0; command_at(command); command++) {
        if (!command_of_family(command_at(command), word))
            continue;
        if (found++ == 0)
            buffer_format(help_page, "obstat %s: commands\n\n", word);
        operation_line(command_at(command), help_page);
    }
    return found;
}

bool help_topic(const char *topic, struct arena *arena, struct buffer *help_page, struct error *err)
{
    struct suggestion near = suggest_for(text_of(topic));
    const struct operation *operation = command_named(text_of(topic), &near);
    if (operation)
        help_operation(operation, arena, help_page);
    else if (help_family(topic, help_page) == 0)
        return error_set(err, ERROR_USAGE, "there is no command %s%s", topic,
                         suggest_hint(&near, arena));
    return true;
}

/* "policy lint" of the words policy and lint; NULL of none. */
static const char *topic_asked(const struct value *request, struct arena *arena)
{
    const char *topic = request_at(request, "command", 0);
    for (size_t i = 1; i < request_count(request, "command"); i++)
        topic = text_format(arena, "%s %s", topic, request_at(request, "command", i)).at;
    return topic;
}

static int help_run(struct session *session, const struct value *request, struct error *err)
{
    struct buffer page = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    const char *topic = topic_asked(request, session->arena);
    if (request_flag(request, "man")) {
        if (!man_page(topic, session->arena, &page, err))
            return operation_failed(err);
    } else if (!topic)
        help_overview(&page);
    else if (!help_topic(topic, session->arena, &page, err))
        return operation_failed(err);
    session->print(session->context, buffer_text(&page));
    return 0;
}

static const struct parameter help_parameters[] = {
    {"command", 0, PARAMETER_ARGUMENTS, 0, "COMMAND", "which; all where none is named", NULL},
    {"man", 0, PARAMETER_FLAG, 0, NULL, "as the source of a man page", NULL},
    {0},
};

const struct operation help_command = {
    .name = "help",
    .summary = "this page, or that of a command",
    .examples = "obstat help policy lint\nobstat help --man check | man -l -\n",
    .parameters = help_parameters,
    .run = help_run,
};

static int version_run(struct session *session, const struct value *request, struct error *err)
{
    (void)request;
    (void)err;
    session->print(session->context, TEXT("obstat " OBSTAT_VERSION "\n"));
    return 0;
}

static const struct parameter version_parameters[] = {{0}};

const struct operation version_command = {
    .name = "version",
    .summary = "which obstat this is",
    .parameters = version_parameters,
    .run = version_run,
};
