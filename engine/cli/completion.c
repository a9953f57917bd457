#include "cli/completion.h"

#include "base/limits.h"
#include "cli/commands.h"

static const char table_mark[] = "@table@\n";

static const char *const shells[] = {"bash", "zsh", "fish", NULL};

bool completion_is_option(const struct parameter *parameter)
{
    return parameter->kind == PARAMETER_OPTION || parameter->kind == PARAMETER_OPTIONS ||
           parameter->kind == PARAMETER_FLAG;
}

unsigned completion_words(const struct parameter *parameter)
{
    static const struct {
        const char *in;
        unsigned word;
    } placeholders[] = {
        {"FORMAT[=FILE]", COMPLETION_REPORT}, {"pack:", COMPLETION_PACK},
        {"COMMAND", COMPLETION_COMMAND},      {"FILE", COMPLETION_FILE},
        {"MANIFEST", COMPLETION_FILE},        {"TABLE", COMPLETION_FILE},
        {"DIR", COMPLETION_FOLDER},
    };
    unsigned kinds = 0;
    for (size_t i = 0; parameter->placeholder && i < COUNT(placeholders); i++)
        if (strstr(parameter->placeholder, placeholders[i].in))
            kinds |= placeholders[i].word;
    if (kinds & COMPLETION_REPORT)
        return COMPLETION_REPORT;
    return kinds & COMPLETION_FILE ? kinds & ~(unsigned)COMPLETION_FOLDER : kinds;
}

static struct text first_word(const struct operation *command)
{
    const struct text name = text_of(command->name);
    return text_part(name, 0, text_find(name, ' '));
}

const char *completion_first(size_t index, struct arena *arena)
{
    const struct text word = first_word(command_at(index));
    for (size_t earlier = 0; earlier < index; earlier++)
        if (text_equal(first_word(command_at(earlier)), word))
            return NULL;
    return text_string(arena, word);
}

static void table_write(const char *shell, struct buffer *shell_table)
{
    if (strcmp(shell, "bash") == 0)
        completion_bash(shell_table);
    else if (strcmp(shell, "zsh") == 0)
        completion_zsh(shell_table);
    else
        completion_fish(shell_table);
}

static void script_write(const struct completion_script *completion, struct buffer *script)
{
    const char *mark = strstr(completion->script.at, table_mark);
    if (mark) {
        buffer_add(script,
                   text_part(completion->script, 0, (size_t)(mark - completion->script.at)));
        table_write(completion->shell, script);
        buffer_string(script, mark + sizeof table_mark - 1);
    }
}

static int completion_run(struct session *session, const struct value *request, struct error *err)
{
    struct buffer script = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    for (size_t i = 0; completion_scripts[i].shell; i++)
        if (strcmp(completion_scripts[i].shell, request_text(request, "shell")) == 0)
            script_write(&completion_scripts[i], &script);
    if (script.size == 0 || buffer_full(&script)) {
        (void)error_set(err, ERROR_BUG, "the completion for %s is not in this program",
                        request_text(request, "shell"));
        return operation_failed(err);
    }
    session->print(session->context, buffer_text(&script));
    return 0;
}

static const struct parameter completion_parameters[] = {
    {"shell", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "SHELL", "which shell", shells},
    {0},
};

const struct operation completion_command = {
    .name = "completion",
    .summary = "what a shell needs to complete words of obstat",
    .details =
        "Commands, options, stages, formats, packs and files. Packages install it; by hand, one\n"
        "line in ~/.bashrc, in ~/.zshrc after compinit, or in ~/.config/fish/config.fish does.\n",
    .examples = "source <(obstat completion bash)\n"
                "source <(obstat completion zsh)\n"
                "obstat completion fish | source\n",
    .parameters = completion_parameters,
    .run = completion_run,
};
