#include "service/demo.h"

#include <string.h>

/* The words of a line: apart by blanks, and whole between two marks of one kind. */
static void line_split(const char *command, struct arena *arena, struct values *words)
{
    while (*command) {
        while (*command == ' ')
            command++;
        if (!*command)
            return;
        const char mark = *command == '\'' || *command == '"' ? *command++ : ' ';
        size_t size = 0;
        while (command[size] && command[size] != mark)
            size++;
        *LIST_ADD(arena, words) =
            value_of_text(text_of(text_string(arena, (struct text){command, size})));
        command += size + (command[size] == mark);
    }
}

/* The longest name that the words begin with. */
static const struct operation *operation_of(const struct values *words, struct arena *arena,
                                            size_t *taken)
{
    struct suggestion near = {0};
    struct text name = TEXT_NONE;
    const struct operation *found = NULL;
    for (size_t i = 0; i < words->count && i < 2; i++) {
        name = text_format(arena, "%.*s%s%.*s", TEXT_ARGS(name), i ? " " : "",
                           TEXT_ARGS(value_text(&words->at[i])));
        const struct operation *named = operation_named(name, &near);
        if (named) {
            found = named;
            *taken = i + 1;
        }
    }
    return found;
}

static const struct parameter *parameter_of(const struct operation *operation, struct text word)
{
    for (const struct parameter *parameter = operation->parameters; parameter->name; parameter++) {
        const bool lettered =
            word.size == 2 && parameter->letter && word.at[1] == parameter->letter;
        if (parameter->kind >= PARAMETER_ARGUMENT)
            continue;
        if (lettered || (text_starts(word, TEXT("--")) &&
                         text_is(text_part(word, 2, word.size), parameter->name)))
            return parameter;
    }
    return NULL;
}

/* Where a word stands that belongs to no option. */
static const struct parameter *argument_of(const struct operation *operation,
                                           const struct values *given)
{
    for (const struct parameter *parameter = operation->parameters; parameter->name; parameter++)
        if (parameter->kind == PARAMETER_ARGUMENTS ||
            (parameter->kind == PARAMETER_ARGUMENT &&
             !given[parameter - operation->parameters].count))
            return parameter;
    return NULL;
}

static struct value request_of(const struct operation *operation, const struct values *given,
                               struct arena *arena)
{
    struct members members = {0};
    for (size_t i = 0; operation->parameters[i].name; i++) {
        const struct parameter *parameter = &operation->parameters[i];
        const bool many =
            parameter->kind == PARAMETER_OPTIONS || parameter->kind == PARAMETER_ARGUMENTS;
        if (given[i].count)
            members_add(arena, &members, text_of(parameter->name),
                        many ? value_of_list(arena, given[i].at, given[i].count) : given[i].at[0]);
    }
    return value_of_map(arena, &members);
}

static size_t parameters_of(const struct operation *operation)
{
    size_t count = 0;
    while (operation->parameters[count].name)
        count++;
    return count;
}

bool demo_words_read(const char *command, struct arena *arena, const struct operation **operation,
                     struct value *request, struct error *err)
{
    struct values words = {0};
    size_t at = 0;
    line_split(command, arena, &words);
    *operation = operation_of(&words, arena, &at);
    if (!*operation)
        return error_set(err, ERROR_BUG, "there is no command %s", command);
    struct values *given = ARENA_ARRAY(arena, struct values, parameters_of(*operation) + 1);
    for (; at < words.count; at++) {
        const struct text word = value_text(&words.at[at]);
        const bool option = word.size > 1 && word.at[0] == '-';
        const struct parameter *parameter =
            option ? parameter_of(*operation, word) : argument_of(*operation, given);
        if (!parameter || (option && parameter->kind != PARAMETER_FLAG && at + 1 >= words.count))
            return error_set(err, ERROR_BUG, "%s does not take %.*s", (*operation)->name,
                             TEXT_ARGS(word));
        *LIST_ADD(arena, &given[parameter - (*operation)->parameters]) =
            parameter->kind == PARAMETER_FLAG ? value_of_boolean(true)
            : option                          ? words.at[++at]
                                              : words.at[at];
    }
    *request = request_of(*operation, given, arena);
    return true;
}
