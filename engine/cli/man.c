#include "cli/man.h"

#include "base/limits.h"
#include "cli/commands.h"
#include "cli/completion.h"

#include <ctype.h>

/* A page in the making. */
struct man_source {
    struct buffer *roff;
    bool bold;     /* between two backticks   */
    bool verbatim; /* lines are set as they are */
};

/* ---- words and lines ---- */

static void roff_byte(struct man_source *page, char byte)
{
    switch (byte) {
    case '\\':
        buffer_string(page->roff, "\\e");
        return;
    case '-':
        buffer_string(page->roff, "\\-");
        return;
    case '\'':
        buffer_string(page->roff, "\\(aq");
        return;
    case '^':
        buffer_string(page->roff, "\\(ha");
        return;
    case '~':
        buffer_string(page->roff, "\\(ti");
        return;
    case '`':
        page->bold = !page->bold;
        buffer_string(page->roff, page->bold ? "\\fB" : "\\fR");
        return;
    default:
        buffer_byte(page->roff, byte);
    }
}

/* A line that begins with a point would be taken for a macro. */
static void roff_words(struct man_source *page, struct text words)
{
    if (words.size && words.at[0] == '.')
        buffer_string(page->roff, "\\&");
    for (size_t letter = 0; letter < words.size; letter++)
        roff_byte(page, words.at[letter]);
}

static void roff_string(struct man_source *page, const char *string)
{
    roff_words(page, text_of(string));
}

static void roff_verbatim(struct man_source *page, bool wanted)
{
    if (page->verbatim != wanted)
        buffer_string(page->roff, wanted ? ".PP\n.nf\n" : ".fi\n.PP\n");
    page->verbatim = wanted;
}

static void roff_section(struct man_source *page, const char *heading)
{
    buffer_format(page->roff, ".SH %s\n", heading);
}

/* The next line of `*rest`, which loses it. */
static struct text line_next(struct text *rest)
{
    const size_t size = text_find(*rest, '\n');
    const struct text line = text_part(*rest, 0, size);
    *rest = text_part(*rest, size + 1, rest->size);
    return line;
}

static void roff_paragraphs(struct man_source *page, const char *details)
{
    bool gap = false;
    for (struct text rest = text_of(details); rest.size;) {
        const struct text line = line_next(&rest);
        if (line.size == 0) {
            gap = true;
            continue;
        }
        const bool before = page->verbatim;
        roff_verbatim(page, line.at[0] == ' ');
        if (gap && before == page->verbatim)
            buffer_string(page->roff, page->verbatim ? "\n" : ".PP\n");
        roff_words(page, line);
        buffer_byte(page->roff, '\n');
        gap = false;
    }
    roff_verbatim(page, false);
}

/* ---- parts of a page ---- */

/* "policy lint" is obstat-policy-lint(1). */
static const char *page_name(const char *command, struct arena *arena)
{
    struct buffer man_name = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    buffer_string(&man_name, "obstat");
    if (command)
        buffer_format(&man_name, "-%s", command);
    for (size_t letter = 0; letter < man_name.size; letter++)
        if (man_name.at[letter] == ' ')
            man_name.at[letter] = '-';
    return man_name.at;
}

static void roff_title(struct man_source *page, const char *command, const char *summary,
                       struct arena *arena)
{
    const char *name = page_name(command, arena);
    buffer_string(page->roff, ".\\\" Made by obstat help --man.\n.TH ");
    for (const char *letter = name; *letter; letter++)
        roff_byte(page, (char)toupper((unsigned char)*letter));
    buffer_string(page->roff, " 1 " OBSTAT_DATE " \"Obstat " OBSTAT_VERSION "\" \"Obstat\"\n");
    roff_section(page, "NAME");
    roff_string(page, name);
    buffer_string(page->roff, " \\- ");
    roff_string(page, summary);
    buffer_byte(page->roff, '\n');
}

static void roff_synopsis(struct man_source *page, const struct operation *command)
{
    roff_section(page, "SYNOPSIS");
    buffer_string(page->roff, "\\fBobstat ");
    roff_string(page, command->name);
    buffer_string(page->roff, "\\fR [\\fIOPTION\\fR]...");
    for (const struct parameter *parameter = command->parameters; parameter->name; parameter++) {
        const bool needed = parameter->flags & PARAMETER_REQUIRED;
        if (completion_is_option(parameter))
            continue;
        buffer_string(page->roff, needed ? " \\fI" : " [\\fI");
        roff_string(page, parameter->placeholder);
        buffer_string(page->roff, needed ? "\\fR" : "\\fR]");
        if (parameter->kind == PARAMETER_ARGUMENTS)
            buffer_string(page->roff, "...");
    }
    buffer_byte(page->roff, '\n');
}

static void parameter_words(struct man_source *page, const struct parameter *parameter)
{
    const char *word;
    for (size_t allowed = 0; (word = parameter_word(parameter, allowed)); allowed++) {
        buffer_string(page->roff, allowed ? ",\n" : ";\none of\n");
        roff_string(page, word);
    }
    buffer_byte(page->roff, '\n');
}

static void parameter_row(struct man_source *page, const struct parameter *parameter)
{
    buffer_string(page->roff, ".TP\n");
    if (completion_is_option(parameter)) {
        if (parameter->letter)
            buffer_format(page->roff, "\\fB\\-%c\\fR, ", parameter->letter);
        buffer_string(page->roff, "\\fB\\-\\-");
        roff_string(page, parameter->name);
        buffer_string(page->roff, parameter->placeholder ? "\\fR " : "\\fR");
    }
    if (parameter->placeholder) {
        buffer_string(page->roff, "\\fI");
        roff_string(page, parameter->placeholder);
        buffer_string(page->roff, "\\fR");
    }
    buffer_byte(page->roff, '\n');
    roff_string(page, parameter->help);
    parameter_words(page, parameter);
}

static void fact_rows(struct man_source *page, const char *heading,
                      const struct command_fact *facts)
{
    roff_section(page, heading);
    for (; facts->name; facts++) {
        buffer_format(page->roff, ".TP\n\\fB%s\\fR\n", facts->name);
        roff_string(page, facts->meaning);
        buffer_byte(page->roff, '\n');
    }
}

static void roff_examples(struct man_source *page, const char *lines)
{
    roff_section(page, "EXAMPLES");
    buffer_string(page->roff, ".nf\n");
    for (struct text rest = text_of(lines); rest.size;) {
        roff_words(page, line_next(&rest));
        buffer_byte(page->roff, '\n');
    }
    buffer_string(page->roff, ".fi\n");
}

/* ---- pages ---- */

static void page_of_all(struct man_source *page, struct arena *arena)
{
    roff_title(page, NULL, "which models may go to production", arena);
    roff_section(page, "SYNOPSIS");
    buffer_string(page->roff, "\\fBobstat\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]... "
                              "[\\fIARGUMENT\\fR]...\n");
    roff_section(page, "DESCRIPTION");
    roff_string(page, "A gate for machine-learning models. Policies, which are small Lua files, "
                      "judge a model's\nmanifest and its evidence; the exit status says whether "
                      "the model may go on. What could\nnot be judged never passes.\n");
    roff_section(page, "COMMANDS");
    for (size_t index = 0; command_at(index); index++) {
        buffer_string(page->roff, ".TP\n.BR ");
        roff_string(page, page_name(command_at(index)->name, arena));
        buffer_string(page->roff, " (1)\n");
        roff_string(page, command_at(index)->summary);
        buffer_byte(page->roff, '\n');
    }
    fact_rows(page, "EXIT STATUS", command_statuses);
    fact_rows(page, "ENVIRONMENT", command_variables);
}

static void page_of_one(struct man_source *page, const struct operation *command,
                        struct arena *arena)
{
    static const struct parameter help_option = {
        "help", 'h', PARAMETER_FLAG, 0, NULL, "the page that help prints", NULL};
    roff_title(page, command->name, command->summary, arena);
    roff_synopsis(page, command);
    if (command->details) {
        roff_section(page, "DESCRIPTION");
        roff_paragraphs(page, command->details);
    }
    roff_section(page, "OPTIONS");
    for (const struct parameter *parameter = command->parameters; parameter->name; parameter++)
        parameter_row(page, parameter);
    parameter_row(page, &help_option);
    fact_rows(page, "EXIT STATUS", command_statuses);
    if (command->examples)
        roff_examples(page, command->examples);
    roff_section(page, "SEE ALSO");
    buffer_string(page->roff, ".BR obstat (1)\n");
}

/* "policy lint" and "policy-lint" alike: the page's own name is known to those who list pages. */
static const struct operation *command_of_page(const char *topic, struct arena *arena,
                                               struct suggestion *near)
{
    const struct text name = text_of(page_name(topic, arena));
    for (size_t index = 0; command_at(index); index++)
        if (text_is(name, page_name(command_at(index)->name, arena)))
            return command_at(index);
    return command_named(text_of(topic), near);
}

bool man_page(const char *topic, struct arena *arena, struct buffer *out, struct error *err)
{
    struct man_source page = {.roff = out};
    struct suggestion near = suggest_for(text_of(topic));
    const struct operation *command = topic ? command_of_page(topic, arena, &near) : NULL;
    if (topic && !command)
        return error_set(err, ERROR_USAGE, "there is no command %s%s", topic,
                         suggest_hint(&near, arena));
    if (command)
        page_of_one(&page, command, arena);
    else
        page_of_all(&page, arena);
    return true;
}
