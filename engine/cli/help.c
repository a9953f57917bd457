#include "cli/help.h"

#include "service/operation.h"

enum { NAME_WIDTH = 16, OPTION_WIDTH = 32 };

static const char statuses[] =
    "Statuses\n"
    "  0  allowed, done, verified\n"
    "  1  denied by policy, a test failed, lint found something\n"
    "  2  the command is off: an unknown word, flag, value or parameter\n"
    "  3  could not be judged: evidence refused, missing, insufficient\n"
    "  4  a signature, digest or required policy set does not hold\n"
    "  5  a policy does not load, crashed, or spent its budget\n"
    "  6  a file, store or peer does not answer\n"
    "  7  everything holds, signatures are lacking\n"
    "  70 a bug in obstat\n";

static void operation_line(const struct operation *operation, struct buffer *out)
{
    buffer_format(out, "  %-*s %s\n", NAME_WIDTH, operation->name, operation->summary);
}

void help_overview(struct buffer *out)
{
    buffer_string(out, "obstat: which models may go to production\n\n"
                       "  obstat COMMAND [OPTION]... [ARGUMENT]...\n\nCommands\n");
    for (size_t i = 0; operations[i]; i++)
        operation_line(operations[i], out);
    buffer_format(out, "  %-*s %s\n", NAME_WIDTH, "help", "this page, or that of a command");
    buffer_format(out, "  %-*s %s\n\n", NAME_WIDTH, "version", "which obstat this is");
    buffer_string(out, statuses);
    buffer_string(out, "\nEnvironment\n"
                       "  OBSTAT_DATA  the folder with packs and modules, where it is not found\n"
                       "  NO_COLOR     no colours\n\n"
                       "`obstat help COMMAND` says more of a command.\n");
}

static bool in_place(const struct parameter *parameter)
{
    return parameter->kind == PARAMETER_ARGUMENT || parameter->kind == PARAMETER_ARGUMENTS;
}

static void usage_line(const struct operation *operation, struct buffer *out)
{
    buffer_format(out, "  obstat %s [OPTION]...", operation->name);
    for (const struct parameter *p = operation->parameters; p->name; p++)
        if (in_place(p)) {
            const bool needed = p->flags & PARAMETER_REQUIRED;
            buffer_format(out, " %s%s%s%s", needed ? "" : "[", p->placeholder,
                          p->kind == PARAMETER_ARGUMENTS ? "..." : "", needed ? "" : "]");
        }
    buffer_byte(out, '\n');
}

static void parameter_line(const struct parameter *parameter, struct arena *arena,
                           struct buffer *out)
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
        buffer_format(out, "  %.*s\n  %*s %s\n", TEXT_ARGS(word), OPTION_WIDTH, "",
                      parameter->help);
    else
        buffer_format(out, "  %-*.*s %s\n", OPTION_WIDTH, (int)word.size, word.at, parameter->help);
    if (!parameter->words)
        return;
    buffer_format(out, "  %*s one of", OPTION_WIDTH, "");
    for (size_t i = 0; parameter->words[i]; i++)
        buffer_format(out, "%s %s", i ? "," : "", parameter->words[i]);
    buffer_byte(out, '\n');
}

static void indented(const char *lines, struct buffer *out)
{
    const struct text all = text_of(lines);
    for (size_t from = 0; from < all.size;) {
        const struct text rest = text_part(all, from, all.size);
        const struct text line = text_part(rest, 0, text_find(rest, '\n'));
        if (line.size)
            buffer_string(out, "  ");
        buffer_add(out, line);
        buffer_byte(out, '\n');
        from += line.size + 1;
    }
}

static void help_operation(const struct operation *operation, struct arena *arena,
                           struct buffer *out)
{
    buffer_format(out, "obstat %s: %s\n\n", operation->name, operation->summary);
    usage_line(operation, out);
    if (operation->details) {
        buffer_byte(out, '\n');
        indented(operation->details, out);
    }
    buffer_string(out, "\nArguments and options\n");
    for (const struct parameter *p = operation->parameters; p->name; p++)
        parameter_line(p, arena, out);
    buffer_format(out, "  %-*s %s\n", OPTION_WIDTH, "-h, --help", "this page");
    if (operation->examples) {
        buffer_string(out, "\nExamples\n");
        indented(operation->examples, out);
    }
}

/* The commands that begin with the word; how many there are. */
static size_t help_family(const char *word, struct buffer *out)
{
    size_t found = 0;
    const size_t size = strlen(word);
    for (size_t i = 0; operations[i]; i++) {
        if (strncmp(operations[i]->name, word, size) != 0 || operations[i]->name[size] != ' ')
            continue;
        if (found++ == 0)
            buffer_format(out, "obstat %s: commands\n\n", word);
        operation_line(operations[i], out);
    }
    return found;
}

bool help_topic(const char *topic, struct arena *arena, struct buffer *out, struct error *err)
{
    struct suggestion near = suggest_for(text_of(topic));
    const struct operation *operation = operation_named(text_of(topic), &near);
    if (operation)
        help_operation(operation, arena, out);
    else if (help_family(topic, out) == 0)
        return error_set(err, ERROR_USAGE, "there is no command %s%s", topic,
                         suggest_hint(&near, arena));
    return true;
}
